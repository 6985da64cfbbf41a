"""What stands around every page of an assessment: where one is, whether it is saved, the way to the other parts."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.web import (
    access,
    address,
    around,
    asking,
    browser,
    html,
    live,
    news,
    one_question,
    parts,
    record,
    result,
    saved_or_not,
    session,
    style,
    variants,
)
from questionnaire.web.html import Html
from questionnaire.web.review import beside, page, saying, steps
from questionnaire.web.text import short
from questionnaire.wording import review as say_anywhere
from questionnaire.wording import together
from questionnaire.wording import variants as say_variants
from questionnaire.wording import web as say


def show() -> None:
    """The page that the address names, in its frame."""
    if access.only_asked() or (access.asked() and address.is_alone()):
        _one_question()
        return
    held, at = record.held(), address.place()
    around.begin()
    sections = {section.id: section for section in session.knowledge().interview.sections}
    titles = {address.RESULT: say.RESULT, address.NEXT: say.NEXT_BEST, address.REVIEW: say_anywhere.REVIEW}
    titles[address.VARIANTS] = say_variants.TITLE
    titles |= {key: section.title for key, section in sections.items()}
    name = held.answers.project.get("name") or say.WITHOUT_A_NAME
    st.set_page_config(
        page_title=say.page_title(titles[at], short(name, 40)),
        page_icon="👣",
        layout="wide",
        initial_sidebar_state="auto",
    )
    style.apply()
    with st.sidebar:
        _sidebar(at, name)
    saved = st.container(key="save-state")
    if at != address.REVIEW:
        steps.locked()
        saying.trouble()
    if at == address.REVIEW:
        page.show()
    elif at == address.RESULT:
        result.show()
    elif at == address.NEXT:
        asking.next_best()
    elif at == address.VARIANTS:
        variants.show()
    else:
        asking.show(sections[at])
    with saved:
        saved_or_not.show(with_level=True)
    if not browser.known():
        browser.introduce()
    target = at if at not in sections else f"section-{at}"
    place = f"{at} {st.query_params.get(address.ASKED, '')}"
    parts.page_script(place, target, live.says(), address.go_to_question, address.go, word=news.word())
    session.page_is_made()


def _one_question() -> None:
    """The page of who is asked one question."""
    st.set_page_config(together.ASKED_TITLE, "👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    around.begin()
    saved = st.container(key="save-state")
    one_question.show()
    with saved:
        saved_or_not.show(with_level=False)
    if not browser.known():
        browser.introduce()
    parts.page_script("asked", "asked", record.held().failure or record.held().refused, word=news.word())
    session.page_is_made()


def _sidebar(at: str, name: str) -> None:
    called = html.p(short(name, 80), class_="rw-name")
    key = html.p(say.ADDRESS_IS_THE_KEY, class_="rw-kicker")
    html.show(html.div(called, around.piece("ways", functools.partial(_ways, at)), key, class_="rw"))
    parts.action(say.START_PAGE, "nav-start", address.leave, width="stretch", type="tertiary", icon=":material/home:")


def _ways(at: str) -> Html:
    """The ways to the parts of the assessment, as one element: each is a link, which page.js follows."""
    ways = []
    for section in session.knowledge().interview.sections:
        looked_at, asked = asking.on_path(section)
        below = [say.looked_at(looked_at, asked)] if asked else []
        if open_ := beside.open_at(section.questions):
            below.append(say_anywhere.open_comments(open_))
        icon = "check_circle" if asked and looked_at == asked else "radio_button_unchecked"
        ways.append(_way(section.id, section.title, icon, at, " · ".join(below)))
    others = (
        _way(address.NEXT, say.NEXT_BEST, "bolt", at),
        _way(address.RESULT, say.RESULT_AND_REPORT, "flag", at),
        _way(address.REVIEW, say_anywhere.REVIEW, "gavel", at, steps.state_in_words()),
    )
    return html.nav(html.ul(*ways), html.ul(*others), class_="rw rw-ways", aria_label=say.PARTS_OF_IT)


def _way(to: str, title: str, icon: str, at: str, below: str = "") -> Html:
    said = html.span(title, html.element("small", below) if below else "")
    label = html.joined((html.icon(icon), said))
    return html.li(html.inside(label, address.named(to), page=to, here=to == at))

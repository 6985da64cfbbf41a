"""What stands around every page of an assessment: where one is, whether it is saved, the way to the other parts."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import Answer
from questionnaire.answers.store import Clash
from questionnaire.web import address, asking, browser, html, parts, record, result, session, style, views
from questionnaire.web.review import page, steps
from questionnaire.web.text import clock, filled, plain, short
from questionnaire.wording import review as say_anywhere
from questionnaire.wording import web as say

MOST_ELSEWHERE = 4


def show() -> None:
    """The page that the address names, in its frame."""
    held, at = record.held(), address.place()
    sections = {section.id: section for section in session.knowledge().interview.sections}
    titles = {address.RESULT: say.RESULT, address.NEXT: say.NEXT_BEST, address.REVIEW: say_anywhere.REVIEW}
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
    if at == address.REVIEW:
        page.show()
    elif at == address.RESULT:
        result.show()
    elif at == address.NEXT:
        asking.next_best()
    else:
        asking.show(sections[at])
    with saved:
        _saved()
    if not browser.known():
        browser.introduce()
    target = at if at not in sections else f"section-{at}"
    parts.focus(f"{at} {st.query_params.get(address.ASKED, '')}", target, _says())


def _says() -> str:
    """What a screen reader is told when the verdict changes, or when something was not saved."""
    held, verdict, labels = record.held(), views.verdict(), views.level_labels()
    if held.failure:
        return say.not_saved(held.failure)
    if held.refused:
        return held.refused
    if held.clashes:
        return say.CLASH_SAID
    if verdict.nothing_ruled_out:
        return ""
    return say.verdict(labels[verdict.level], labels[verdict.lower], labels[verdict.upper])


def _sidebar(at: str, name: str) -> None:
    st.markdown(filled(say.PROJECT_NAME, name=short(name, 80)))
    for section in session.knowledge().interview.sections:
        looked_at, asked = asking.on_path(section)
        done = asked and looked_at == asked
        parts.action(
            section.title,
            f"nav-{section.id}",
            address.go,
            section.id,
            below=say.looked_at(looked_at, asked) if asked else "",
            width="stretch",
            type="primary" if at == section.id else "tertiary",
            icon=":material/check_circle:" if done else ":material/radio_button_unchecked:",
        )
    parts.action(
        say.NEXT_BEST,
        "nav-next",
        address.go,
        address.NEXT,
        width="stretch",
        type="primary" if at == address.NEXT else "tertiary",
        icon=":material/bolt:",
    )
    parts.action(
        say.RESULT_AND_REPORT,
        "nav-result",
        address.go,
        address.RESULT,
        width="stretch",
        type="primary" if at == address.RESULT else "tertiary",
        icon=":material/flag:",
    )
    parts.action(
        say_anywhere.REVIEW,
        "nav-review",
        address.go,
        address.REVIEW,
        below=steps.state_in_words(),
        width="stretch",
        type="primary" if at == address.REVIEW else "tertiary",
        icon=":material/gavel:",
    )
    parts.action(say.START_PAGE, "nav-start", address.leave, width="stretch", type="tertiary", icon=":material/home:")
    st.caption(say.ADDRESS_IS_THE_KEY)


# --- saved or not -----------------------------------------------------------------------------------------------------


def _saved() -> None:
    held, read_only = record.held(), session.store().read_only
    if held.failure:
        with st.container(border=True, key="not-saved"):
            st.error(filled(say.NOT_SAVED, why=held.failure), icon=":material/error:")
            st.button(say.TRY_AGAIN, key="save-again", icon=":material/refresh:")
    elif read_only:
        st.warning(filled(say.NOTHING_CAN_BE_SAVED_HERE, why=read_only), icon=":material/lock:")
    else:
        saved_at = say.saved_at(clock(held.saved_at, st.context.timezone))
        html.show(html.p(html.span("✓", aria_hidden="true"), " ", saved_at, class_="rw rw-kicker rw-saved"))
    for notice in filter(None, (held.notice, held.refused)):
        st.warning(plain(notice), icon=":material/info:")
    if held.elsewhere:
        places = say.in_a_row([_what(*place) for place in held.elsewhere], MOST_ELSEWHERE)
        st.info(filled(say.CHANGED_AND_SHOWN, places=places), icon=":material/sync:")
    for at, clash in enumerate(held.clashes):
        _clash(at, clash)


def _clash(at: int, clash: Clash) -> None:
    with st.container(border=True, key=f"clash-{at}"):
        st.markdown(filled(say.CHANGED_ELSEWHERE, what=_what(clash.field, clash.name)))
        there = html.filled(say.SAVED_THERE, said=_said(clash, clash.saved))
        here = html.filled(say.IN_THIS_WINDOW, said=_said(clash, clash.yours))
        html.show(html.div(html.p(there, html.br, here), class_="rw"))
        keep, use = st.columns(2)
        with keep:
            parts.action(say.KEEP_WHAT_WAS_SAVED, f"clash-keep-{at}", record.keep_saved, clash, width="stretch")
        with use:
            parts.action(say.USE_MINE, f"clash-use-{at}", record.save_mine, clash, width="stretch")


def _what(field: str, name: str) -> str:
    known = session.knowledge()
    if field in ("answer", "note") and name in known.questions:
        asks = known.questions[name].asks
        return asks if field == "answer" else say.note_on_quoted(asks)
    if field == "mitigation" and name in known.recommendations:
        return known.recommendations[name].title
    return say.WHAT_YOU_FOUND if field == "evidence" else say.project_field(name)


def _said(clash: Clash, value: object) -> str:
    if value in (None, "", []):
        return say.NOTHING
    if clash.field == "answer" and clash.name in session.knowledge().questions:
        return asking.answer_in_words(
            session.knowledge().questions[clash.name], Answer(value["status"], tuple(value.get("options", ())))
        )
    if clash.field == "mitigation":
        return ", ".join(str(part) for part in value.values() if part)
    if clash.field == "evidence":
        return "; ".join(row["title"] for row in value)
    return str(value)

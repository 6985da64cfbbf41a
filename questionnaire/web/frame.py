"""What stands around every page of an assessment: where one is, whether it is saved, the way to the other parts."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import Answer
from questionnaire.answers.store import Clash
from questionnaire.web import address, asking, browser, parts, record, result, session, style, views
from questionnaire.web.text import clock, escaped, plain, short
from questionnaire.wording import web as say

MOST_ELSEWHERE = 4


def show() -> None:
    """The page that the address names, in its frame."""
    held, at = record.held(), address.place()
    sections = {section.id: section for section in session.knowledge().interview.sections}
    titles = {address.RESULT: "Result", address.NEXT: "Next best questions"} | {
        key: section.title for key, section in sections.items()
    }
    name = held.answers.project.get("name") or "Without a name"
    st.set_page_config(
        page_title=f"{titles[at]} · {short(name, 40)} · Riskwalk",
        page_icon="👣",
        layout="wide",
        initial_sidebar_state="auto",
    )
    style.apply()
    with st.sidebar:
        _sidebar(at, name)
    saved = st.container(key="save-state")
    if at == address.RESULT:
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
    held, verdict, labels = record.held(), views.assessment().verdict, views.level_labels()
    if held.failure:
        return f"Not saved. {held.failure}"
    if held.refused:
        return held.refused
    if held.clashes:
        return "An answer was changed in another window in the meantime. Choose at the top of the page which one holds."
    if verdict.nothing_ruled_out:
        return ""
    return (
        f"Level to plan for: {labels[verdict.level]}. Certain at least: {labels[verdict.lower]}. "
        f"Possible up to: {labels[verdict.upper]}."
    )


def _sidebar(at: str, name: str) -> None:
    st.markdown(f"**{plain(short(name, 80))}**")
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
        "Next best questions",
        "nav-next",
        address.go,
        address.NEXT,
        width="stretch",
        type="primary" if at == address.NEXT else "tertiary",
        icon=":material/bolt:",
    )
    parts.action(
        "Result and report",
        "nav-result",
        address.go,
        address.RESULT,
        width="stretch",
        type="primary" if at == address.RESULT else "tertiary",
        icon=":material/flag:",
    )
    parts.action("Start page", "nav-start", address.leave, width="stretch", type="tertiary", icon=":material/home:")
    st.caption(
        "The address of this page is the only key to this assessment. Keep it, and share it only with people "
        "who may "
        "change the answers."
    )


# --- saved or not -----------------------------------------------------------------------------------------------------


def _saved() -> None:
    held, read_only = record.held(), session.store().read_only
    if held.failure:
        with st.container(border=True, key="not-saved"):
            st.error(
                f"**Not saved.** {plain(held.failure)} What you entered is kept on this page. Leave it open.",
                icon=":material/error:",
            )
            st.button("Try again", key="save-again", icon=":material/refresh:")
    elif read_only:
        st.warning(f"**Nothing can be saved now.** {plain(read_only)} You see what was saved.", icon=":material/lock:")
    else:
        st.html(
            '<p class="rw rw-kicker rw-saved"><span aria-hidden="true">✓</span> '
            f"Saved at {clock(held.saved_at, st.context.timezone)}</p>"
        )
    for notice in filter(None, (held.notice, held.refused)):
        st.warning(plain(notice), icon=":material/info:")
    if held.elsewhere:
        listed = " · ".join(plain(_what(*place)) for place in held.elsewhere[:MOST_ELSEWHERE])
        more = f" · and {len(held.elsewhere) - MOST_ELSEWHERE} more" if len(held.elsewhere) > MOST_ELSEWHERE else ""
        st.info(
            f"**Changed in another window in the meantime, and shown as it is now:** {listed}{more}",
            icon=":material/sync:",
        )
    for at, clash in enumerate(held.clashes):
        _clash(at, clash)


def _clash(at: int, clash: Clash) -> None:
    with st.container(border=True, key=f"clash-{at}"):
        st.markdown(f"**Changed in another window in the meantime: {plain(_what(clash.field, clash.name))}**")
        st.html(
            '<div class="rw"><p>' + f"Saved there: <strong>{escaped(_said(clash, clash.saved))}</strong><br>"
            f"In this window: <strong>{escaped(_said(clash, clash.yours))}</strong></p></div>"
        )
        keep, use = st.columns(2)
        with keep:
            parts.action("Keep what was saved", f"clash-keep-{at}", record.keep_saved, clash, width="stretch")
        with use:
            parts.action("Use mine", f"clash-use-{at}", record.save_mine, clash, width="stretch")


def _what(field: str, name: str) -> str:
    known = session.knowledge()
    if field in ("answer", "note") and name in known.questions:
        asks = known.questions[name].asks
        return asks if field == "answer" else f"Note on “{asks}”"
    if field == "mitigation" and name in known.recommendations:
        return known.recommendations[name].title
    return {"evidence": "What you found"}.get(field, f"Project: {name}")


def _said(clash: Clash, value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    if clash.field == "answer" and clash.name in session.knowledge().questions:
        return asking.answer_in_words(
            session.knowledge().questions[clash.name], Answer(value["status"], tuple(value.get("options", ())))
        )
    if clash.field == "mitigation":
        return ", ".join(str(part) for part in value.values() if part)
    if clash.field == "evidence":
        return "; ".join(row["title"] for row in value)
    return str(value)

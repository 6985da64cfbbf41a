"""Questions that the team sends to one person: the link, the list of whom it asked, and the page of who is asked."""

from __future__ import annotations

import datetime
from collections.abc import Collection

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.asked import Asked
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import LONGEST_LINE, NotAllowed
from questionnaire.answers.sharing import MOST_DAYS
from questionnaire.knowledge.entries import Question
from questionnaire.web import access, address, html, parts, record, session
from questionnaire.web.html import Html
from questionnaire.web.text import day, filled
from questionnaire.wording import together as say

DAYS = 14
_LINK, _TROUBLE, _TURN = "asked-link", "asked-trouble", "asked-turn"


# --- for the team -----------------------------------------------------------------------------------------------------


def show(questions: Collection[str] | None = None) -> None:
    """Whom the team asked these questions, or any, and whether they answered."""
    rows = [row for row in _all() if questions is None or row.question in questions]
    known = session.knowledge().questions
    if rows:
        said = (html.joined((known[row.question].asks, html.quiet(_state(row))), by=html.br) for row in rows)
        html.show(html.div(html.p(html.strong(say.ASKED_OTHERS)), parts.listed(said), class_="rw rw-asked"))


def stands() -> tuple:
    """Whom the team asked what, and who answered, to be compared."""
    return _all()


def at_question(question: str) -> None:
    """The same at the question itself, where anybody was asked."""
    if rows := [row for row in _all() if row.question == question]:
        html.show(html.div(*(html.p(_state(row), class_="rw-quiet") for row in rows), class_="rw"))


def _all() -> tuple[Asked, ...]:
    """Whom the team asked and did not take it back, the newest first."""
    known = session.knowledge()
    rows = access.asked_of_others()
    by_id_of_now = (replace(row, question=known.renames.question(row.question)[0] or "") for row in rows)
    return tuple(row for row in by_id_of_now if row.withdrawn is None and row.question in known.questions)


def _state(row: Asked) -> Html:
    zone = st.context.timezone
    whom = ", ".join(filter(None, (row.whom, *(name for name in row.names if name != row.whom)))) or say.SOMEBODY
    if row.answered:
        state = say.ANSWERED_ON.format(day=day(row.answered, zone))
    else:
        state = say.OPEN if row.stands(datetime.datetime.now(datetime.UTC)) else say.OVER
    return html.filled(say.ASKED, whom=whom, day=day(row.at, zone), state=state)


def ask(question: Question) -> None:
    """A form that makes a link to this one question, and whom it was sent to so far."""
    box = st.popover(
        say.ASK_SOMEBODY, icon=":material/person_raised_hand:", key=f"asking-{question.id}", on_change="rerun"
    )
    if box.open:
        with box:
            _form(question)
    _link(question)
    for row in _all():
        if row.question == question.id and row.stands(datetime.datetime.now(datetime.UTC)):
            label = say.TAKE_QUESTION_BACK.format(whom=row.whom or say.SOMEBODY)
            parts.action(label, f"asked-end-{row.id}", _withdraw, row.id, type="tertiary", icon=":material/link_off:")


def _form(question: Question) -> None:
    st.markdown(say.ASK_MEANS)
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(filled(say.NOT_ASKED, why=trouble), icon=":material/error:")
    st.text_input(say.WHOM, key=_key("whom", question), max_chars=LONGEST_LINE, placeholder=say.WHOM_EXAMPLE)
    st.text_input(say.WORDS, key=_key("words", question), max_chars=LONGEST_LINE)
    st.number_input(say.DAYS, 1, MOST_DAYS, DAYS, key=_key("days", question))
    parts.action(say.MAKE_LINK, f"ask-{question.id}", _ask, question, type="primary", icon=":material/link:")


def _key(name: str, question: Question) -> str:
    return f"asked-{name}-{question.id}-{st.session_state.get(_TURN, 0)}"


def _ask(question: Question) -> None:
    page = record.held()
    access.take_up(page.token)
    if not access.may_edit():
        st.session_state[_TROUBLE] = say.ONLY_AUTHORS_ASK
        return
    whom, words = (record.clean(st.session_state.get(_key(name, question), "")) for name in ("whom", "words"))
    if not whom:
        st.session_state[_TROUBLE] = say.SAY_WHOM
        return
    try:
        days = int(st.session_state.get(_key("days", question), DAYS))
        secret = session.store().asking.ask(page.token, question.id, whom, words, days)
    except (NotAllowed, StoreUnavailable) as error:
        st.session_state[_TROUBLE] = str(error)
        return
    access.take_up(page.token)
    st.session_state[_LINK] = page.token, question.id, address.invitation(secret)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _link(question: Question) -> None:
    token, of, link = st.session_state.get(_LINK, ("", "", ""))
    if (token, of) == (record.held().token, question.id):
        del st.session_state[_LINK]
        st.success(say.LINK_ONCE, icon=":material/key:")
        st.code(link, language=None, wrap_lines=True)


def _withdraw(invitation: int) -> None:
    page = record.held()
    access.take_up(page.token)
    if not access.may_edit():
        st.session_state[_TROUBLE] = say.ONLY_AUTHORS_ASK
        return
    try:
        session.store().sharing.withdraw(page.token, invitation)
        access.take_up(page.token)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)

"""What stands folded below a question: a note, what the answer rests on, and the way to take it back."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.answers import LONGEST, Answer, Grounds
from questionnaire.knowledge.entries import Question
from questionnaire.web import access, assigned, fields, parts, record, session
from questionnaire.wording import together as say
from questionnaire.wording import web as say_web

_NOT_SAID, _STOOD_OPEN = "", "note-stood-open"


def show(question: Question, given: Answer | None) -> None:
    """What stands in it is made once somebody opens it, because every element costs time at each answer.

    Whether it stood open at first is remembered, and its label is always the same: Streamlit makes it anew where these
    change, and takes the focus from who is typing in it.
    """
    held = record.held()
    stood_open = st.session_state.setdefault(
        f"{_STOOD_OPEN}-{held.token}-{question.id}", question.id in held.answers.notes
    )
    box = st.expander(
        say.FOLD,
        expanded=stood_open,
        key=f"notes-{question.id}",
        icon=":material/edit_note:",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        contents(question, given)
        if access.may_edit():
            assigned.ask(question)


def contents(question: Question, given: Answer | None) -> None:
    """A note, what the answer rests on, and the way to take it back."""
    held = record.held().answers
    fields.text(
        f"note-{question.id}",
        say_web.note_on(question.asks),
        held.notes.get(question.id, ""),
        functools.partial(record.save_note, question.id),
        most=LONGEST["notes"],
        height=80,
        label_visibility="collapsed",
        placeholder=say_web.NOTE_EXAMPLE,
    )
    _grounds(question, held.grounds.get(question.id, Grounds()))
    if given:
        parts.action(
            say_web.TAKE_BACK,
            f"clear-{question.id}",
            record.save_answer,
            question.id,
            None,
            type="tertiary",
            icon=":material/undo:",
        )


def _grounds(question: Question, grounds: Grounds) -> None:
    words = session.knowledge().vocabulary.confidences
    fields.radio(
        f"confidence-{question.id}",
        say.HOW_SURE,
        {word.id: word.label for word in words} | {_NOT_SAID: say.NOT_SAID},
        grounds.confidence,
        functools.partial(record.save_grounds, question.id, "confidence"),
        captions=[word.definition for word in words],
        help=say.HOW_SURE_HELP,
    )
    link, note = st.columns(2)
    with link:
        fields.line(
            f"link-{question.id}",
            say.LINK,
            grounds.link,
            functools.partial(record.save_grounds, question.id, "link"),
            most=LONGEST["grounds.link"],
            placeholder="https://",
        )
    with note:
        fields.line(
            f"shows-{question.id}",
            say.SHOWS,
            grounds.note,
            functools.partial(record.save_grounds, question.id, "note"),
            most=LONGEST["grounds.note"],
        )

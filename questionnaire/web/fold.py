"""What stands folded below a question: a note, what the answer rests on, and the way to take it back."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.answers import LONGEST, Answer, Grounds
from questionnaire.knowledge.entries import Question
from questionnaire.web import access, assigned, fields, html, parts, record, session
from questionnaire.web.html import Html
from questionnaire.web.text import short
from questionnaire.wording import together as say
from questionnaire.wording import web as say_web

MOST_TOLD = 400
"""Characters of a note that are told while it is folded."""
_NOT_SAID = ""


def show(question: Question, given: Answer | None) -> None:
    """What stands in it is made once somebody opens it.

    A switch, because the browser draws one again in a quarter of the time that an expander takes, at each answer. It
    brings whether it is on from before a restart, as a button would not; what was typed then comes back with it.
    """
    if st.toggle(say.FOLD, key=_key(question)):
        contents(question, given)
        if access.may_edit():
            assigned.ask(question)


def told(question: Question) -> Html:
    """The note and what the answer rests on, in a line each; empty where there is none, or where they stand open."""
    if st.session_state.get(_key(question)):
        return html.joined(())
    held = record.held().answers
    note = held.notes.get(question.id, "")
    written = html.filled(say_web.NOTE_SAID, note=short(note, MOST_TOLD)) if note else ""
    return html.joined((written, parts.grounds(held.grounds.get(question.id, Grounds()))), by=html.br)


def _key(question: Question) -> str:
    return f"notes-{question.id}"


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

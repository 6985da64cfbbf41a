"""What the review says of an answer, beside its question: comments with their state, and the way to write one."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import UNKNOWN, Answer
from questionnaire.answers.review import ANSWER, CHANGES_REQUESTED, IN_REVIEW, About, Comment, CommentStands
from questionnaire.knowledge.entries import Question
from questionnaire.web import access, html, parts, session
from questionnaire.web.review import comments, saying
from questionnaire.wording import review as say

_WRITES_AT = "review-writes-at"
_TALKED_ABOUT = (IN_REVIEW, CHANGES_REQUESTED)


def at_question(question: Question, given: Answer | None) -> None:
    """The comments on its answer, the open ones first, and a form for one more where somebody asked for it.

    Who fills in a draft is offered none where there is nothing to reply to: notes are for that.
    """
    said = sorted(_about(question.id), key=lambda one: (one.settled is not None, one.said.id))
    for comment in said:
        with st.container(border=True, key=f"beside-{comment.said.id}"):
            html.show(html.div(*comments.told(comment), class_="rw rw-said"))
            comments.settling(comment, type="tertiary", icon=":material/check:")
    if access.allows(Comment) and (said or session.locked() or access.review().state in _TALKED_ABOUT):
        if st.session_state.get(_WRITES_AT) == question.id:
            _form(question)
        else:
            missing = given is None or given.status == UNKNOWN
            label = say.ANSWER_COMMENT if said else say.ASK_FOR_ANSWER if missing else say.COMMENT_ON_ANSWER
            begin = "" if said or not missing else say.PLEASE_ANSWER
            looks = {"type": "tertiary", "icon": ":material/add_comment:"}
            parts.action(label, f"comment-at-{question.id}", _write_at, question.id, begin, **looks)


def stands() -> tuple:
    """What a page says of the review at its questions, to be compared."""
    return access.review().state, access.review().comments, st.session_state.get(_WRITES_AT), saying.in_trouble()


def open_at(questions: tuple[str, ...]) -> int:
    """How many comments on these questions are open."""
    about = (one.said.entry.about for one in access.review().open_comments)
    return sum(each.kind == ANSWER and each.key in questions for each in about)


def _about(question: str) -> list[CommentStands]:
    kept = access.review().comments
    return [one for one in kept if (one.said.entry.about.kind, one.said.entry.about.key) == (ANSWER, question)]


def _write_at(question: str, begin: str) -> None:
    st.session_state[_WRITES_AT] = question
    saying.begin(_name(question), "text", begin)


def _form(question: Question) -> None:
    """One at a time on a page: it asks who is writing."""
    form = _name(question.id)
    with st.container(border=True, key="comment-beside"):
        saying.name()
        saying.text(form, "text", say.COMMENT)
        save, leave = st.columns(2)
        with save:
            parts.action(say.SAVE_COMMENT, "save-beside", _save, question, type="primary", width="stretch")
        with leave:
            parts.action(say.NOT_NOW_COMMENT, "leave-beside", _leave, type="tertiary", width="stretch")


def _save(question: Question) -> None:
    form = _name(question.id)
    if saying.add(form, Comment(saying.typed(form, "text"), About(ANSWER, question.id, question.asks))):
        _leave()


def _leave() -> None:
    st.session_state.pop(_WRITES_AT, None)


def _name(question: str) -> str:
    return f"beside-{question}"

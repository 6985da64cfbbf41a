"""A section of the interview: its questions, what they mean, and where the answers go."""

from __future__ import annotations

import math
from collections.abc import Iterable

import streamlit as st

from questionnaire.answers.answers import ignored
from questionnaire.knowledge.conditions import FALSE, in_words
from questionnaire.knowledge.vocabulary import Section
from questionnaire.walk.unknowns import Unknown
from questionnaire.web import (
    address,
    assigned,
    html,
    live,
    own_words,
    parts,
    questions,
    recap,
    record,
    session,
    suggestions,
    views,
)
from questionnaire.wording import web as say

NEXT_SHOWN = 3
_MINUTES = 0.7
"""What a question takes a team that talks about it."""
PROJECT_SECTION, EVIDENCE_SECTION = "project", "evidence"
"""Sections that bear the name of a field of the answers file also take that field."""


def show(section: Section) -> None:
    """The section beside the live panel; below it where the screen is narrow."""
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        _section(section)
    with right:
        live.show()


def _section(section: Section) -> None:
    knowledge = session.knowledge()
    sections = knowledge.interview.sections
    html.show(
        html.div(
            html.p(say.part(sections.index(section) + 1, len(sections)), class_="rw-kicker"),
            html.h1(section.title, id=f"section-{section.id}"),
            html.p(section.intro),
            class_="rw",
        )
    )
    with st.container():
        assigned.show(section.questions)
    if section.id == PROJECT_SECTION:
        own_words.project()
        suggestions.show()
        _short_of_time()
    asked = questions.show(section.questions, settled=section.id not in (PROJECT_SECTION, EVIDENCE_SECTION))
    if section.id == EVIDENCE_SECTION:
        own_words.evidence()
    if not asked and section.questions:
        st.info(say.OTHER_ANSWERS_LEAVE_NONE)
    _off_path(section)
    recap.show(section)
    _back_and_forth(section)


def on_path(section: Section) -> tuple[int, int]:
    """How many questions of the section were looked at, and how many are on the path or may be."""
    truths, looked_at = views.truths(), views.counted()
    asked = [key for key in section.questions if truths.asked(key) != FALSE]
    return sum(key in looked_at for key in asked), len(asked)


# --- around the questions ---------------------------------------------------------------------------------------------


def _off_path(section: Section) -> None:
    """Answers of the section that count for nothing now, kept for the day the question comes back."""
    answers, knowledge = record.held().answers, session.knowledge()
    gone = [key for key in ignored(answers, knowledge) if key in section.questions]
    if not gone:
        return
    rows = []
    for key in gone:
        question = knowledge.questions[key]
        again = html.filled(say.COUNTS_AGAIN, condition=in_words(question.ask_when, knowledge))
        said = questions.in_words(question, answers.answers[key])
        rows.append(html.p(html.strong(question.asks), html.br, said, html.br, html.quiet(again)))
    label = html.summary(say.kept_but_ignored(len(gone)))
    html.show(html.div(html.details(label, *rows, class_="rw-off-path"), class_="rw"))


def _short_of_time() -> None:
    with st.container(border=True):
        parts.heading(say.SHORT_OF_TIME, "next-best", 2)
        st.markdown(say.IN_ORDER_OR_FIRST)
        parts.action(say.SHOW_NEXT_BEST, "next-best-questions", address.go, address.NEXT, icon=":material/bolt:")


def next_best() -> None:
    """The questions that could move the verdict most, each with its widget.

    Ranked once on the way in and after "go on", not after each answer: a question stays while it is being answered.
    The address names them, so that they are the same after a refresh.
    """
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        parts.heading(say.NEXT_BEST, "next", 1)
        one = st.toggle(say.ONE_AT_A_TIME, key="one-at-a-time")
        asked = _asked_next(1 if one else NEXT_SHOWN)
        if asked:
            _how_many_left()
        with st.container(key="large-question" if one else "next-questions"):
            shown = asked[:1] if one else asked
            why_now = {key: _why_now(address.ranked().get(key)) for key in shown}
            questions.show(shown, why_now, settled=True)
        if asked:
            parts.action(
                say.GO_ON_NEXT,
                "next-after",
                address.forget_next,
                type="primary",
                icon=":material/bolt:",
                width="stretch",
            )
        else:
            st.success(say.ALL_LOOKED_AT if views.all_looked_at() else say.NO_OTHER_MOVES, icon=":material/check:")
        assigned.show()
        _to_result("secondary" if asked else "primary")
    with right:
        live.show()


def _asked_next(most: int) -> list[str]:
    known = address.asked_next()
    if known is None:
        ranked = views.still_to_ask()
        address.ask_next(ranked[:most], len(ranked))
        known = [unknown.question for unknown in ranked[:most]]
    return known


def _how_many_left() -> None:
    """How many questions were left when these were chosen; what they are where the page was not told."""
    if left := address.left_to_ask():
        st.markdown(say.still_to_ask(left, math.ceil(left * _MINUTES)))
    else:
        st.markdown(say.THESE_COULD_MOVE_MOST)


def _why_now(unknown: Unknown | None) -> str:
    """What answering can do; empty where the page was not told when it ranked, or nothing moves."""
    if unknown is None:
        return ""
    vocabulary = session.knowledge().vocabulary
    said = [say.IT_DECIDES_A_STOP] if unknown.settles_stop else []
    if unknown.lowest != unknown.highest:
        levels = [vocabulary.inline("levels", word) for word in vocabulary.words("levels")]
        said.append(say.level_anywhere(levels[unknown.lowest], levels[unknown.highest]))
    elif unknown.moves:
        said.append(say.could_move(unknown.moves))
    return " ".join(said)


def _back_and_forth(section: Section) -> None:
    sections: Iterable[Section] = session.knowledge().interview.sections
    ids = [other.id for other in sections]
    titles = {other.id: other.title for other in sections}
    at = ids.index(section.id)
    with st.container(horizontal=True):
        if at:
            parts.action(
                say.back_to(titles[ids[at - 1]]),
                "back",
                address.go,
                ids[at - 1],
                icon=":material/arrow_back:",
                width="stretch",
            )
        if at + 1 < len(ids):
            parts.action(
                say.next_is(titles[ids[at + 1]]),
                "forth",
                address.go,
                ids[at + 1],
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                width="stretch",
            )
        else:
            _to_result()


def _to_result(looks: str = "primary") -> None:
    parts.action(
        say.SEE_THE_RESULT,
        "to-result",
        address.go,
        address.RESULT,
        type=looks,
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
    )

"""What a team's own words suggest: entries that fit its description, to be chosen with a tick."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import streamlit as st

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE
from questionnaire.knowledge.search import Index
from questionnaire.web import choosing, fields, html, parts, record, session, views
from questionnaire.wording import web as say

MOST = 3
_DESCRIBING = ("name", "purpose")
"""Fields of the project in which it is described."""


def show() -> None:
    """For each question that takes entries, those that the description speaks of; nothing where it is not written."""
    said = record.held().answers.project
    described = " ".join(said.get(name, "") for name in _DESCRIBING)
    knowledge, truths = session.knowledge(), views.truths()
    indexes = _indexes(knowledge.digest, knowledge)
    found = {
        key: indexes[key].find(described, MOST)
        for key in knowledge.interview.order()
        if key in indexes and truths.asked(key) != FALSE
    }
    if not any(found.values()):
        return
    given = views.counted()
    with st.container(border=True, key="suggestions"):
        parts.heading(say.YOUR_WORDS_SUGGEST, "suggestions", 2)
        html.show(html.p(say.TICK_WHAT_FITS, class_="rw rw-kicker"))
        for key, options in found.items():
            question = knowledge.questions[key]
            if options:
                html.show(html.p(html.strong(question.asks), class_="rw"))
            for option in options:
                fields.checkbox(
                    f"suggest-{key}-{option}",
                    session.network().labels[key, option],
                    option in (given.get(key) or ()),
                    functools.partial(choosing.tick, question, option),
                )


@st.cache_resource(max_entries=2, show_spinner=False)
def _indexes(digest: str, _knowledge: KnowledgeBase) -> Mapping[str, Index]:  # noqa: ARG001
    """An index of entries for each question that takes its options from a folder."""
    return {
        key: Index(getattr(_knowledge, question.options_from))
        for key, question in _knowledge.questions.items()
        if question.options_from
    }

"""What was worked out for the answers that the page holds, once for the same answers.

What is quick (truths, the result, drawings) is kept by each page for as long as its answers stay. What takes hundreds
of walks is worked out once for all pages of this process, and by one of them at a time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import streamlit as st
from msgspec import to_builtins

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook as look_out
from questionnaire.assessment.result import Assessment, Outlook
from questionnaire.knowledge.conditions import Truths
from questionnaire.knowledge.presumptions import presumed
from questionnaire.picture.picture import picture
from questionnaire.picture.svg import svg
from questionnaire.walk.interview import next_questions
from questionnaire.walk.network import Network
from questionnaire.walk.unknowns import Unknown
from questionnaire.web import record, session, style
from questionnaire.wording import web as say

_VIEWS = "views"
MOST_KEPT = 100


@dataclass
class _Views:
    answers: Answers
    truths: Truths
    assessment: Assessment | None = None
    outlook: Outlook | None = None
    drawings: dict[tuple, tuple[str, str]] = field(default_factory=dict)


def assessment() -> Assessment:
    """What the answers reach."""
    views = _views()
    if views.assessment is None:
        views.assessment = assess(session.network(), views.answers)
    return views.assessment


def outlook() -> Outlook:
    """What other answers would do."""
    views = _views()
    if views.outlook is None:
        with st.spinner(say.TRYING):
            views.outlook = _outlook(*_key(views.answers), session.network(), views.answers)
    return views.outlook


def truths() -> Truths:
    """What the answers make of the conditions."""
    return _views().truths


def next_best(most: int) -> tuple[Unknown, ...]:
    """The questions that nobody has looked at yet and that could move the verdict most, the first of them first."""
    answers = record.held().answers
    with st.spinner(say.TRYING_NEXT):
        return _next(*_key(answers), session.network(), answers)[:most]


def drawing(most: int | None) -> tuple[str, str]:
    """The picture of the risks as SVG in the reader's theme, and what it shows in words; of the worst `most` findings,
    or of as many as read well."""
    key = most, style.dark()
    drawings = _views().drawings
    if key not in drawings:
        drawn = picture(assessment(), most) if most else picture(assessment())
        drawings[key] = svg(drawn, dark=style.dark()), drawn.words
    return drawings[key]


def level_labels() -> dict[str, str]:
    """The levels' labels by their ids, the lowest first."""
    return {word.id: word.label for word in session.knowledge().vocabulary.levels}


def _views() -> _Views:
    answers = record.held().answers
    views: _Views | None = st.session_state.get(_VIEWS)
    if views is None or views.answers is not answers:
        knowledge = session.knowledge()
        truths = Truths(knowledge.questions, presumed(knowledge, answers.given()))
        views = st.session_state[_VIEWS] = _Views(answers, truths)
    return views


# --- once for all sessions --------------------------------------------------------------------------------------------
# Streamlit's cache counts by those arguments that do not begin with an underscore, and lets one session work a value
# out while the others that want it wait for it.


def _key(answers: Answers) -> tuple[str, str]:
    """What a result depends on: the knowledge and the answers."""
    return session.knowledge().digest, json.dumps(to_builtins(answers), sort_keys=True)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _outlook(digest: str, key: str, _network: Network, _answers: Answers) -> Outlook:  # noqa: ARG001
    return look_out(_network, _answers)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _next(digest: str, key: str, _network: Network, _answers: Answers) -> tuple[Unknown, ...]:  # noqa: ARG001
    return next_questions(_network, _answers)

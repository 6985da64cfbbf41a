"""What was worked out for the answers that the page holds, once for the same answers and for all pages of this process.

What takes hundreds of walks is worked out by one page at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st
from msgspec import to_builtins

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import in_full
from questionnaire.assessment.glance import Glance
from questionnaire.assessment.glance import glance as glance_at
from questionnaire.assessment.outlook import holding, look_out
from questionnaire.assessment.outlook import open_questions as open_questions_of
from questionnaire.assessment.result import Assessment, Outlook, TripWireShown, UnknownShown, Verdict
from questionnaire.assessment.telling import Telling, telling
from questionnaire.knowledge.conditions import Given, Truths
from questionnaire.picture.picture import Picture, picture, picture_at_a_glance
from questionnaire.picture.svg import miniature as small
from questionnaire.picture.svg import svg
from questionnaire.walk.interview import looked_at_by_nobody, not_looked_at
from questionnaire.walk.network import Network
from questionnaire.walk.trip_wires import TripWire
from questionnaire.walk.trip_wires import trip_wires as found_wires
from questionnaire.walk.unknowns import Unknown, unknowns
from questionnaire.web import record, session
from questionnaire.wording import web as say

_VIEWS = "views"
MOST_KEPT = 100
AT_A_GLANCE = 8
"""Findings in the picture beside the questions."""


@dataclass
class _Views:
    """What the answers say. Two pages may work out the same at once, which costs time and changes nothing."""

    told: Telling
    glance: Glance | None = None
    assessment: Assessment | None = None
    outlook: Outlook | None = None
    open_questions: tuple[UnknownShown, ...] | None = None
    drawings: dict[str, tuple[str, str]] = field(default_factory=dict)


def glance() -> Glance:
    """What the answers reach, as far as it is shown beside the questions."""
    views = _views()
    if views.glance is None:
        views.glance = glance_at(views.told, AT_A_GLANCE)
    return views.glance


def assessment() -> Assessment:
    """What the answers reach."""
    views = _views()
    if views.assessment is None:
        views.assessment = in_full(views.told)
    return views.assessment


def verdict() -> Verdict:
    """The verdict of the answers."""
    return (_views().assessment or glance()).verdict


def outlook() -> Outlook:
    """What other answers would do."""
    views = _views()
    if views.outlook is None:
        with st.spinner(say.TRYING):
            views.outlook = _outlook(*_key(views.told.answers), views.told)
    return views.outlook


def open_questions() -> tuple[UnknownShown, ...]:
    """What is still unknown, by itself: without trying what could be decided otherwise."""
    views = _views()
    if views.open_questions is None:
        with st.spinner(say.TRYING_NEXT):
            views.open_questions = open_questions_of(views.told, _ranked(*_key(views.told.answers), views.told))
    return views.open_questions


def trip_wires() -> tuple[TripWireShown, ...]:
    """The answers that hold the level down, by themselves."""
    told = _views().told
    with st.spinner(say.TRYING_NEXT):
        return holding(told, _held_down(*_key(told.answers), told))


def counted() -> Given:
    """The answers that count: those given, and what the chosen entries presume."""
    return _views().told.given


def truths() -> Truths:
    """What the answers make of the conditions."""
    return _views().told.truths


def still_to_ask() -> tuple[Unknown, ...]:
    """The questions that nobody has looked at yet and that could still move something, the most telling first."""
    told = _views().told
    with st.spinner(say.TRYING_NEXT):
        return not_looked_at(told.answers, _ranked(*_key(told.answers), told))


def all_looked_at() -> bool:
    """Whether every question on the path has an answer of some kind, or a presumed one."""
    told = _views().told
    return not looked_at_by_nobody(told.network, told.answers)


def drawing() -> tuple[str, str]:
    """The picture of as many of the worst risks as read well: SVG, and what it shows in words."""
    return _drawing("whole", lambda: picture(assessment()))


def drawing_at_a_glance() -> tuple[str, str]:
    """The picture of the few worst risks, in the same way."""
    return _drawing("at a glance", lambda: picture_at_a_glance(glance()))


def miniature() -> tuple[str, str]:
    """The same without its words, which are too small beside the questions."""
    return _drawing("miniature", lambda: picture_at_a_glance(glance()), small)


def _drawing(which: str, draw: Callable[[], Picture], of: Callable[[Picture], str] = svg) -> tuple[str, str]:
    drawings = _views().drawings
    if which not in drawings:
        drawn = draw()
        drawings[which] = of(drawn), drawn.words
    return drawings[which]


def level_labels() -> dict[str, str]:
    """The levels' labels by their ids, the lowest first."""
    return {word.id: word.label for word in session.knowledge().vocabulary.levels}


def _views() -> _Views:
    answers = record.held().answers
    kept: tuple[Answers, _Views] | None = st.session_state.get(_VIEWS)
    if kept is None or kept[0] is not answers:
        kept = st.session_state[_VIEWS] = answers, _shared_views(*_key(answers), session.network(), answers)
    return kept[1]


# --- once for all sessions --------------------------------------------------------------------------------------------
# Streamlit's cache counts by those arguments that do not begin with an underscore, and lets one session work a value
# out while the others that want it wait for it.


def _key(answers: Answers) -> tuple[str, str]:
    """What a result depends on: the knowledge and the answers."""
    return session.knowledge().digest, json.dumps(to_builtins(answers), sort_keys=True)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _shared_views(digest: str, key: str, _network: Network, _answers: Answers) -> _Views:  # noqa: ARG001
    return _Views(telling(_network, _answers))


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _outlook(digest: str, key: str, _told: Telling) -> Outlook:
    return look_out(_told, _ranked(digest, key, _told), _held_down(digest, key, _told))


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _ranked(digest: str, key: str, _told: Telling) -> tuple[Unknown, ...]:  # noqa: ARG001
    return unknowns(_told.network, _told.answers, _told.walk)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _held_down(digest: str, key: str, _told: Telling) -> tuple[TripWire, ...]:  # noqa: ARG001
    return found_wires(_told.network, _told.answers, _told.walk)

"""What was worked out for the answers that the page holds: truths, results and drawings, once for the same answers."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook as look_out
from questionnaire.assessment.result import Assessment, Outlook
from questionnaire.knowledge.conditions import Truths
from questionnaire.picture.picture import picture
from questionnaire.picture.svg import svg
from questionnaire.web import record, session, style

_VIEWS = "views"


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
        with st.spinner("Trying what each open question and each change would do …"):
            views.outlook = look_out(session.network(), views.answers)
    return views.outlook


def truths() -> Truths:
    """What the answers make of the conditions."""
    return _views().truths


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
        truths = Truths(session.knowledge().questions, answers.given())
        views = st.session_state[_VIEWS] = _Views(answers, truths)
    return views

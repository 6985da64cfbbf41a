"""What holds the level down, and what a decision rests on: on the result, in the review, and at the question itself."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.review import Edition
from questionnaire.assessment import comparison
from questionnaire.assessment.comparison import HoldKept
from questionnaire.assessment.result import TripWireShown
from questionnaire.knowledge.base import CHOICES
from questionnaire.presentation.labels import Labels
from questionnaire.web import access, html, parts, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.text import filled
from questionnaire.wording import together as say

MOST_LABELS = 3
_DECIDED = "decided-on"


def show() -> None:
    """The answers that hold the level down, folded: worked out once somebody opens it."""
    box = st.expander(say.HOLDS_DOWN, key="holds-down", icon=":material/anchor:", on_change="rerun")
    if not box.open:
        return
    with box:
        wires = views.trip_wires()
        if not wires:
            st.markdown(say.NOTHING_HOLDS_DOWN)
            return
        st.markdown(say.HOLDS_DOWN_MEANS)
        html.show(parts.listed(map(_wire, wires)))


def _wire(wire: TripWireShown) -> Html:
    labels = Labels(views.glance().words)
    counts = ", ".join(wire.labels) or say.NOT_APPLICABLE
    otherwise = say.otherwise(wire.raised_by_labels, MOST_LABELS, unknown=wire.unknown == wire.level)
    said = html.joined((counts, html.quiet(_sure(wire.confidence)) if wire.confidence else ""), by=" · ")
    level = html.joined((parts.level(wire.level, labels), html.quiet(otherwise)), by=" ")
    return html.joined((html.strong(wire.asks), said, level), by=html.br)


def kept() -> tuple[HoldKept, ...]:
    """What a decision about the answers of this page rests on."""
    return comparison.holds(views.assessment(), views.trip_wires(), _choices())


def decided(edition: Edition, before: comparison.Kept) -> None:
    """What the decision of an edition rests on, and what of it is otherwise now."""
    if not before.holds:
        return
    parts.heading(say.DECISION_RESTS_ON.format(edition=edition.number), "rests-on", 3)
    st.markdown(say.DECISION_RESTS_ON_MEANS)
    gone = comparison.given_way(before, views.assessment())
    rows = [_hold(hold, otherwise=hold in gone) for hold in before.holds]
    parts.table(say.DECISION_RESTS_ON_MEANS, say.RESTS_HEAD, rows)


def _hold(hold: HoldKept, *, otherwise: bool) -> tuple[Html | str, ...]:
    labels = Labels(views.glance().words)
    level = parts.level(hold.level, labels) if hold.level in labels.levels else say.ANOTHER_PROJECT
    now = html.strong(say.OTHERWISE_NOW) if otherwise else say.AS_IT_WAS
    return hold.asks, hold.said, _sure(hold.confidence), level, now


def at_question(question: str) -> None:
    """Says at a question that a decision rests on its answer, where that is otherwise now."""
    decided_ = access.review().decided
    if not decided_:
        return
    edition = decided_[-1]
    hold = {each.question: each for each in _decided_on(edition)}.get(question)
    counts = views.counted().get(question) or () if views.truths().asked(question) else ()
    if hold is None or tuple(counts) == hold.options:
        return
    level = views.level_labels().get(hold.level, "")
    otherwise = say.LEVEL_COULD_BECOME.format(level=level) if level else say.WOULD_BE_ANOTHER_PROJECT
    st.warning(
        filled(say.HOLDS_THE_DECISION_UP, edition=str(edition.number), said=hold.said, otherwise=otherwise),
        icon=":material/anchor:",
    )


def _decided_on(edition: Edition) -> tuple[HoldKept, ...]:
    """What the decision rests on, read once for a page."""
    known, token = st.session_state.get(_DECIDED), record.held().token
    if known is None or known[0] != (token, edition.number):
        found = session.store().reviews.kept(token, edition.number)
        before = comparison.read(found.result) if found else None
        holds = before.holds if before else ()
        known = st.session_state[_DECIDED] = (token, edition.number), holds
    return known[1]


def _choices() -> frozenset[str]:
    return frozenset(key for key, each in session.knowledge().questions.items() if each.options_from in CHOICES)


def _sure(confidence: str) -> str:
    return session.knowledge().vocabulary.label("confidences", confidence)

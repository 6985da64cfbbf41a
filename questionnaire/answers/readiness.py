"""Whether all that a level triggers is there, so that it can be decided."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.answers.answers import Answers
from questionnaire.answers.review import Review
from questionnaire.knowledge.triggers import InPlace, Triggers

BY_HAND = "by_hand"


class Due(Struct, frozen=True):
    """Something that is due before a decision, and whether it is there. `by_hand`: only the decider can say so."""

    id: str
    title: str
    there: bool
    by_hand: bool = False


class Readiness(Struct, frozen=True):
    """What is due at a level, and which decisions there can be."""

    because: str
    reviews: tuple[Due, ...]
    in_place: tuple[Due, ...]
    decisions: tuple[str, ...]
    again_after_months: int

    def missing(self, confirmed: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The titles of what is not there, where those with these ids are confirmed by hand."""
        return tuple(
            due.title
            for due in (*self.reviews, *self.in_place)
            if not (due.id in confirmed if due.by_hand else due.there)
        )


class Settled(Struct, frozen=True):
    """What a result says of itself: whether nothing contradicts, and whether no stop is still possible."""

    level: str
    contradictions: int
    possible_stops: int


def readiness(triggers: Triggers, review: Review, answers: Answers, result: Settled) -> Readiness:
    """What the level of this result triggers, and how much of it is there."""
    row = triggers.of(result.level)
    reviewed = {said.entry.reviewer for said in review.edition.reviewed}
    return Readiness(
        row.because,
        tuple(Due(each.id, each.title, each.id in reviewed) for each in triggers.reviewers_of(result.level)),
        tuple(_due(item, review, answers, result) for item in triggers.in_place_at(result.level)),
        row.decisions,
        row.again_after_months,
    )


def _due(item: InPlace, review: Review, answers: Answers, result: Settled) -> Due:
    if item.check == BY_HAND:
        return Due(item.id, item.title, there=False, by_hand=True)
    there = {
        "comments_resolved": not review.open_comments,
        "people_asked": bool(review.edition.opinions),
        "contradictions_settled": not result.contradictions,
        "stops_settled": not result.possible_stops,
        "measures_have_owner_and_day": all(row.owner and row.due for row in answers.mitigations),
    }
    return Due(item.id, item.title, there[item.check])

"""What the level of a verdict triggers: who must review, and what must be in place before a decision.

It is the organization's to set, in triggers.yaml. A leaf beside the records of entries.
"""

from typing import Annotated, Literal

from msgspec import Meta

from questionnaire.knowledge.entries import Record, Text, Word

Check = Literal[
    "by_hand",
    "comments_resolved",
    "people_asked",
    "contradictions_settled",
    "stops_settled",
    "measures_have_owner_and_day",
]
"""How it is told whether something is in place; what only people can tell is confirmed by hand."""


class Reviewer(Record, kw_only=True):
    id: Word
    title: Annotated[Text, Meta(description="Who reviews, such as: The data protection officer.")]


class InPlace(Record, kw_only=True):
    """Something that must be in place before a decision."""

    id: Word
    title: Annotated[Text, Meta(description="What must be in place, in one sentence.")]
    check: Annotated[
        Check,
        Meta(
            description=(
                "How it is told: comments_resolved (no comment is open), people_asked (the opinion of the people "
                "concerned is there), contradictions_settled, stops_settled (no use that is not acceptable is still "
                "possible), measures_have_owner_and_day (every declared measure), by_hand (the decider confirms it)."
            )
        ),
    ]


class LevelTriggers(Record, kw_only=True):
    level: Word
    because: Annotated[Text, Meta(description="Why this much is asked at this level, in one sentence.")]
    reviewers: Annotated[tuple[Word, ...], Meta(description="Ids of those who must have reviewed it.")] = ()
    in_place: Annotated[tuple[Word, ...], Meta(description="Ids of what must be in place.")] = ()
    decisions: Annotated[
        tuple[Literal["approved", "approved_with_conditions", "refused"], ...],
        Meta(min_length=1, description="Which decisions there can be; left out, all."),
    ] = ("approved", "approved_with_conditions", "refused")
    again_after_months: Annotated[
        int, Meta(ge=1, le=120, description="After how many months a decision is reviewed again.")
    ] = 12


class Triggers(Record, kw_only=True):
    """All that levels trigger. A level without a row triggers nothing, and every decision is possible."""

    reviewers: tuple[Reviewer, ...] = ()
    in_place: tuple[InPlace, ...] = ()
    levels: tuple[LevelTriggers, ...] = ()

    def of(self, level: str) -> LevelTriggers:
        """What this level triggers."""
        nothing = LevelTriggers(level=level, because="")
        return next((row for row in self.levels if row.level == level), nothing)

    def reviewers_of(self, level: str) -> tuple[Reviewer, ...]:
        """Who must review at this level, in the order of the list."""
        due = self.of(level).reviewers
        return tuple(reviewer for reviewer in self.reviewers if reviewer.id in due)

    def in_place_at(self, level: str) -> tuple[InPlace, ...]:
        """What must be in place at this level, in the order of the list."""
        due = self.of(level).in_place
        return tuple(item for item in self.in_place if item.id in due)

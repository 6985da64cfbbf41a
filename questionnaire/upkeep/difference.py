"""What a diff holds: which entries differ, and what differs in each assessment, traced to them."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import KnowledgeShown

FORMAT = "riskwalk-diff/1"

Entry = tuple[str, str]
"""A kind and an id."""


class EntryDiffers(Struct, frozen=True, omit_defaults=True):
    """An entry that is not what it was. `how` is changed, new or gone; `fields` are the places that differ. `layers`
    are the names of the folders in which it was changed, empty where there is one folder alone."""

    kind: str
    id: str
    how: str
    fields: tuple[str, ...]
    layers: tuple[str, ...] = ()


class LevelMoves(Struct, frozen=True):
    """A word of the scale of levels before and after."""

    before: str
    after: str


class FindingDiffers(Struct, frozen=True):
    """A finding that is gained, lost or moved, or that falls on other groups.

    `level` is what to plan for, empty on the side where it is not found. `groups` are all on whom it falls or fell,
    `groups_gained` and `groups_lost` those that differ. `causes` are changed entries, as kind/id.
    """

    id: str
    title: str
    how: str
    level: LevelMoves
    upper: LevelMoves
    groups: tuple[str, ...]
    groups_gained: tuple[str, ...]
    groups_lost: tuple[str, ...]
    causes: tuple[str, ...]


class Due(Struct, frozen=True, omit_defaults=True):
    """Something that a level triggers: `what` is reviewers, in_place, decisions or again_after_months, `id` names it
    there, and `title` says what it is."""

    what: str
    id: str
    title: str = ""


class AssessmentDiffers(Struct, frozen=True):
    """One assessment under both knowledge bases. `remarks_gained` and `remarks_lost` are ids of rules in lint.yaml,
    `due_gained` and `due_lost` what triggers.yaml asks for at the level to plan for. `cannot` says why it cannot be
    read under one of them, else empty."""

    name: str
    level: LevelMoves
    lower: LevelMoves
    upper: LevelMoves
    residual: LevelMoves
    stops_gained: tuple[str, ...]
    stops_lost: tuple[str, ...]
    findings: tuple[FindingDiffers, ...]
    recommendations_gained: tuple[str, ...]
    recommendations_lost: tuple[str, ...]
    rules_gained: tuple[str, ...]
    rules_lost: tuple[str, ...]
    causes: tuple[str, ...]
    remarks_gained: tuple[str, ...] = ()
    remarks_lost: tuple[str, ...] = ()
    due_gained: tuple[Due, ...] = ()
    due_lost: tuple[Due, ...] = ()
    cannot: str = ""

    @property
    def verdict_moves(self) -> bool:
        """Whether a level of the verdict, or a stop, differs."""
        levels = (self.level, self.lower, self.upper, self.residual)
        return bool(self.stops_gained or self.stops_lost) or any(each.before != each.after for each in levels)


class ForGroup(Struct, frozen=True):
    """For how many assessments findings on a group appear, vanish, rise, fall, or begin or cease to name it."""

    id: str
    title: str
    gained: int
    lost: int
    raised: int
    lowered: int
    assessments: tuple[str, ...]


class Diff(Struct, frozen=True):
    """Everything that differs. `for_whom` stands first, the group with most assessments before the others."""

    format: str
    before: KnowledgeShown
    after: KnowledgeShown
    for_whom: tuple[ForGroup, ...]
    assessments: tuple[AssessmentDiffers, ...]
    unchanged: int
    entries: tuple[EntryDiffers, ...]

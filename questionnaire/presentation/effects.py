"""What an answer to an open question can do, and what a change of a decision does."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from questionnaire.assessment.result import LeverShown, UnknownShown


class Reach(Struct, frozen=True):
    """What answering an open question can do: `settles_stop`, and one of three things beside it.

    `verdict`: the level to plan for comes out between `lowest` and `highest`; `findings`: that level stays, and so
    many findings move; `nothing`: no level moves as the other answers stand.
    """

    settles_stop: bool
    lowest: str
    highest: str
    findings: int

    @property
    def moves(self) -> str:
        """`verdict`, `findings` or `nothing`."""
        if self.lowest != self.highest:
            return "verdict"
        return "findings" if self.findings else "nothing"


def reach(unknown: UnknownShown) -> Reach:
    """What answering this open question can do."""
    return Reach(unknown.settles_stop, unknown.moves.from_, unknown.moves.to, unknown.findings)


def moving(unknowns: Iterable[UnknownShown]) -> tuple[UnknownShown, ...]:
    """Of the open questions those that could move the level, a stop or a finding, in the same order."""
    return tuple(unknown for unknown in unknowns if _moves_something(unknown))


def resting(unknowns: Iterable[UnknownShown]) -> tuple[UnknownShown, ...]:
    """Of the open questions those that move nothing as the other answers stand."""
    return tuple(unknown for unknown in unknowns if not _moves_something(unknown))


def _moves_something(unknown: UnknownShown) -> bool:
    return unknown.settles_stop or reach(unknown).moves != "nothing"


class Effect(Struct, frozen=True):
    """What a change does: the level to plan for before and after, and the ids of the findings that it removes, lowers
    and adds (`on`, by those three words; a word that nothing happens by is left out)."""

    before: str
    after: str
    on: dict[str, tuple[str, ...]]

    @property
    def stays(self) -> bool:
        """Whether the level to plan for is the same after the change."""
        return self.before == self.after


def effect(lever: LeverShown) -> Effect:
    """What this change does."""
    each = {"removes": lever.removes, "lowers": lever.lowers, "adds": lever.adds}
    return Effect(lever.level_before, lever.level, {verb: findings for verb, findings in each.items() if findings})

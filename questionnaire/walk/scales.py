"""Positions on the ordered scales, in many worlds at once: bounds, the strongest of several ways, steps up and down.

Words of a scale are positions: 0 is the scale's first word ("none"), so that the weakest link of a path is a minimum
and the strongest of several paths a maximum. *Lower* counts only what is certain, *upper* also what is maybe.
*Planned* lies between the two: what to plan for as far as is known. What only could aggravate does not raise it, and a
way that is only maybe there counts as one step less likely.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, NewType

from msgspec import Struct

from questionnaire.knowledge.conditions import Some, Where

Position = NewType("Position", int)
"""A place on a scale in one world; never a truth."""


Positions = int
"""A position in every world: a part for each place above the first, and in it the worlds that are there or higher.

So `&` is the lower of two positions in every world, and `|` the higher one.
"""


class Bounds(NamedTuple):
    """Bounds in one world, and what to plan for between them."""

    lower: Position
    upper: Position
    planned: Position


class Between(Struct, frozen=True, gc=False):
    """Bounds in every world, and what to plan for between them."""

    lower: Positions
    upper: Positions
    planned: Positions


class Scale:
    """One scale in a number of worlds. `at[p]` is position p in every world, `top` the last one as both bounds."""

    def __init__(self, top: Position, worlds: int):
        self.worlds, self.every = worlds, (1 << worlds) - 1
        self.parts = sum(1 << worlds * part for part in range(top))
        self.at: tuple[Positions, ...] = tuple((1 << worlds * position) - 1 for position in range(top + 1))
        self.top = Between(self.at[-1], self.at[-1], self.at[-1])

    def only(self, some: Some, positions: Positions) -> Positions:
        """The positions in these worlds, and none in the others."""
        return some * self.parts & positions

    def strongest(self, ways: Iterable[tuple[Where, Position, Between]], doubt: int = 0) -> Between:
        """Bounds of the strongest of several ways: where it is open, its own strength, the bounds where it starts.

        What to plan for takes a way that is only maybe open for so many steps weaker, yet never for none.
        """
        lower = upper = planned = 0
        parts, at = self.parts, self.at
        for where, strength, before in ways:
            certain, possible = where.certain * parts, where.possible * parts
            lower |= certain & at[strength] & before.lower
            upper |= possible & at[strength] & before.upper
            doubted = at[max(strength - doubt, min(strength, 1))]
            planned |= (certain & at[strength] | possible & doubted) & before.planned
        return Between(lower, upper, planned)

    def reaching(self, positions: Positions, place: Position) -> Some:
        """The worlds in which the position is this place or higher."""
        return positions >> self.worlds * (place - 1) & self.every if place else self.every

    def exactly(self, positions: Positions, place: Position) -> Some:
        """The worlds in which the position is this place."""
        return self.reaching(positions, place) & ~self.reaching(positions, Position(place + 1))

    def part(self, some: Some, place: Position) -> Positions:
        """What makes these worlds stand at this place or higher; the places below it have to be added."""
        return some << self.worlds * (place - 1)

    def stepped(self, positions: Positions, up: Iterable[Some], down: Iterable[Some]) -> Positions:
        """One step for each set, in its worlds. What is above none stays above none, and nothing passes the top.

        A world goes up or down, never both.
        """
        for some in up:
            positions |= positions << self.worlds & some * self.parts
        for some in down:
            positions = positions & ~(some * (self.parts - 1)) | positions >> self.worlds
        return positions

    def position(self, positions: Positions, world: int) -> Position:
        """The position in one world, the first being 0."""
        return Position((positions >> world & self.parts).bit_count())

    def bounds(self, between: Between, world: int) -> Bounds:
        """The bounds in one world."""
        return Bounds(*(self.position(each, world) for each in (between.lower, between.upper, between.planned)))

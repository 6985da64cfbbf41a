"""Positions on the ordered scales: bounds, the strongest of several ways, whole steps up and down.

Words of a scale are positions here: 0 is the scale's first word ("none"), so that the weakest link of a path is a
minimum and the strongest of several paths a maximum. *Lower* counts only what is certain, *upper* also what is maybe.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from questionnaire.knowledge.conditions import TRUE


class Bounds(NamedTuple):
    lower: int
    upper: int


def strongest(ways: Iterable[tuple[Any, ...]]) -> Bounds:
    """Bounds of the strongest of several ways, each (truth, own strength[, bounds of where it comes from])."""
    lower = upper = 0
    for truth, strength, *before in ways:
        come = before[0] if before and before[0] else Bounds(strength, strength)
        if truth == TRUE:
            lower = max(lower, min(strength, come.lower))
        if truth:
            upper = max(upper, min(strength, come.upper))
    return Bounds(lower, upper)


def stepped(bounds: Bounds, steps: tuple[int, int], top: int) -> Bounds:
    """The bounds after the steps. What is above none stays above none."""
    return Bounds(clamp(bounds.lower, steps[0], top), clamp(bounds.upper, steps[1], top))


def clamp(position: int, by: int, top: int) -> int:
    return position and max(1, min(top, position + by))

"""How a level looks: its colour and its mark, spread over a scale of any length. A leaf."""

from __future__ import annotations

# From the lowest level to the highest. Each carries white text at a contrast of 4.5 or more, and so reads on white.
LIGHT = ("#4f6b62", "#2b7a4b", "#946200", "#b3401a", "#86123c")
# The same hues for a dark screen: each reads on DARK_GROUND and on all that is darker at a contrast of 4.5 or more.
DARK = ("#9fb8ae", "#5fc48a", "#e3ad48", "#f2916d", "#f285ab")
DARK_GROUND = "#1b222b"
# Fuller with every level, so that the order shows without colour.
MARKS = "○◔◑◕●"


def color(rank: int, levels: int, *, dark: bool = False) -> str:
    """The colour, as #rrggbb, of the level at the position `rank` of a scale with so many levels."""
    return (DARK if dark else LIGHT)[_spread(rank, levels)]


def mark(rank: int, levels: int) -> str:
    """The mark, one character, of the level at the position `rank` of a scale with so many levels."""
    return MARKS[_spread(rank, levels)]


def _spread(rank: int, levels: int) -> int:
    return round(rank * (len(MARKS) - 1) / max(1, levels - 1))

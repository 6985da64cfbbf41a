"""Phrases of a comparison that stand in its data, whatever shows it."""

from __future__ import annotations

# The two sides, where their projects have no name, or the same.
SIDES = ("A", "B")
NOT_ASKED = "not asked"


def side_named(project: str, side: str) -> str:
    return f"{project} ({side})"


def left_the_path(answer: str) -> str:
    return f"{answer} (left the path, ignored)"


def after_measures(level: str, residual: str) -> str:
    """A level, and what declared measures make of it."""
    return f"{level}, {residual} after declared measures"

"""Sentences on what brings the level down together: the same in the app and in every report."""

from __future__ import annotations

SMALLEST = "No smaller combination does it."
NOT_SURELY_SMALLEST = "This works; a smaller combination may do as well."


def way_down(before: str, after: str, steps: int) -> str:
    """The heading of a combination of so many steps that brings the level down, as far as it is the same everywhere."""
    return f"From {before} to {after}: {'all of these together' if steps > 1 else 'this one step'}"


def how_small(steps: int, smallest: bool) -> str:
    """Whether fewer steps would do; nothing of a single one."""
    return "" if steps == 1 else SMALLEST if smallest else NOT_SURELY_SMALLEST


def no_way_down(level: str, most_steps: int) -> str:
    return (
        f"No combination of up to {most_steps} decisions and measures that are open here was found that brings the "
        f"level below {level}."
    )


ANOTHER_PROJECT = "It would be another project if one of these were so:"

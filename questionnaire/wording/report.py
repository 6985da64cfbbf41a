"""Sentences of reports and pictures: whole, with places for words.

A text in `*asterisks*` is one that a renderer may set off; `{words}` in braces are places for what the renderer puts
there, in a look of its own or as a link.
"""

from __future__ import annotations

PROJECT_FIELDS = {"name": "Name", "team": "Team", "purpose": "Purpose", "contact": "Contact"}
NO_MITIGATION = "No mitigation makes this use acceptable."
NOTHING_RULED_OUT_YET = "Nothing can be ruled out yet"
NO_HARM = "The answers reach no harm from machine bias."


def between(lower: str, upper: str) -> str:
    """A range of a scale, such as low to high."""
    return f"{lower} to {upper}"


def at_least(upper: str, lower: str) -> str:
    """The level to plan for, with what is certain."""
    return f"{upper} (at least {lower})"


def until_answered(level: str) -> str:
    return f"Until something is answered, plan for: {level}."

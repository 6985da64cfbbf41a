"""Advice on what a knowledge base says and cannot mean, or says twice."""

from __future__ import annotations

NEVER = (
    "No answers let this condition hold: what it asks for excludes itself, or the question on which it hangs is not "
    "asked then. Correct it, or take out what hangs on it."
)
ALWAYS_SO = "This condition holds whatever is answered here. Take it out, or say what you meant by it."
ONLY_WHERE_RULED_OUT = (
    "Wherever this condition holds, ruled_out_when rules the risk factor out, so nothing comes of it. Correct one of "
    "the two."
)


def same_source(other: str, field: str) -> str:
    """Advice on a source that stands under two ids."""
    return f'"{other}" has the same {field}. Keep one of the two, and cite that.'


def same_title(other: str) -> str:
    """Advice on a source with the title, the type and the year of another."""
    return (
        f'"{other}" has the same title, type and year. Where both are one work, keep one of the two, and cite that; '
        "else say in the title which part or edition it is."
    )


def nearly_the_same(other: str, field: str) -> str:
    """Advice on an entry that another one resembles in its words."""
    what = {"asks": "question"}.get(field, field)
    return (
        f'Its {what} says nearly the same as that of "{other}". Add to that entry instead, or say in both what sets '
        "them apart."
    )


def case_contradicts(because: str) -> str:
    """Advice on a worked case whose answers cannot be true together; `because` says which."""
    return (
        f"No such use exists, so this case shows nothing: {because} A near miss is the same use with another answer "
        "that can be true."
    )


def unopened(names: str, number: int) -> str:
    """Advice on a claim whose published sources nobody opened."""
    what = "its only published source" if number == 1 else "all of its published sources"
    return f"Nobody has opened {what} ({names}). Open it, and say in `read` and `verified` what it says."

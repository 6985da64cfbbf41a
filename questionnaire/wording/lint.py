"""What is said of remarks on answers before a review, on the command line and on the page of the review."""

from __future__ import annotations

from collections.abc import Iterable

LINT = "Say what stands out in the answers before somebody is asked to review them; exit with 1 where something does."
KINDS = {"contradiction": "Contradiction", "gap": "Gap", "guess": "Guess"}
NOTHING = "Nothing stands out in these answers."
TITLE = "Before you ask for a review"
MEANS = "What stands out in the answers. It moves no level and bars nothing; a reviewer will ask about it."
SETTLE = "At: {questions}"
MEASURES = "Measures: {measures}"


def remark(kind: str, because: str, do: str, about: Iterable[str]) -> str:
    """A remark in one line; `about` are titles of measures, or none."""
    measures = "; ".join(about)
    return f"{KINDS[kind]}. {because}{f' ({measures})' if measures else ''} {do}"


def contradiction(because: str) -> str:
    """A contradiction that counts by its worse reading until it is settled."""
    return f"{KINDS['contradiction']}. {because} Until then the worse reading counts."


def number(found: int, command: str, name: str) -> str:
    """How many remarks there are, and where to read them."""
    things = "1 thing stands" if found == 1 else f"{found} things stand"
    return f"{things} out before a review: {command} lint {name}"

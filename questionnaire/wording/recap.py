"""Words around what was answered, where a section tells it in a sentence."""

from __future__ import annotations

RECAP = "What you have said here"
IN_SENTENCES = "What the answers say, in sentences"
CORRECT_IT = "Not right? Choose a word, and you come to its question."
SAID = {"given": "{clauses}.", "presumed": "From your choice we take it that {clauses}."}
UNSAID = {
    "unknown": "It is not known yet {parts}.",
    "unanswered": "Nobody has said yet {parts}.",
    "not_applicable": "It does not matter here {parts}.",
}


def in_a_row(number: int) -> str:
    """`{p0}; {p1}`: places for so many clauses."""
    return "; ".join(_places(number))


def listed(number: int) -> str:
    """`{p0}, {p1} and {p2}`: places for so many parts."""
    *most, last = _places(number)
    return f"{', '.join(most)} and {last}" if most else last


def and_more(number: int) -> str:
    return f"{number} more"


def _places(number: int) -> list[str]:
    return [f"{{p{at}}}" for at in range(number)]

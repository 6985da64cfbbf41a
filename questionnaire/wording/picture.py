"""Sentences of the picture of the risk graph."""

from __future__ import annotations

from collections.abc import Iterable

TITLE = "Risk graph: from answers to harms"
# Title and explanation of each column.
COLUMNS = (
    ("Answers", "what the team said, or has not settled"),
    ("Risk factors", "biases that make harm likelier"),
    ("Pathways", "how it grows at scale"),
    ("Harms", "what people could suffer"),
)
NOT_SETTLED = "Not settled yet"
FOLLOWS = "follows from the answers"
DEPENDS = "depends on an open question"
DEPENDS_STILL = "depends on a question that is still open"
CONFIRMED = "confirmed"
POSSIBLE = "possible"


def possible(level: str) -> str:
    """The level of a harm that only open questions lead to."""
    return f"{level}, possible"


def begins(answers: int, open_questions: int, risk_factors: int, harms: int) -> str:
    """What the picture shows, in numbers; there is an answer or an open question in every picture."""
    starts = (_count(answers, "answer", "answers"), _count(open_questions, "open question", "open questions"))
    start = " and ".join(each for each, number in zip(starts, (answers, open_questions), strict=True) if number)
    factors = _count(risk_factors, "risk factor", "risk factors")
    return f"From {start} over {factors} to {_count(harms, 'harm', 'harms')}."


def cause(risk_factor: str, ways: Iterable[str]) -> str:
    return f"{risk_factor} ({', '.join(ways)})"


def harm(title: str, status: str, level: str, causes: Iterable[str]) -> str:
    """A harm with all that leads to it."""
    return f"{title}, {status}, level {level}, through: {'; '.join(causes)}."


def more_findings(number: int) -> str:
    return f"{_count(number, 'more finding', 'more findings')}: not in this picture."


def worst_only(left_out: int) -> str:
    return f"the worst findings; not in this picture: {left_out} more"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

"""Sentences that only Markdown says, and those of a comparison: what is put into their places comes escaped."""

from __future__ import annotations

from questionnaire.wording.report import findings

MAYBE = " (if so)"
TO_FILL_IN = "…"

# --- a comparison -----------------------------------------------------------------------------------------------------

# The fields of each side, with their labels.
SIDES = {
    "level": "Level to plan for",
    "lower": "Certain already",
    "upper": "Possible at most",
    "residual": "After declared measures",
    "findings": "Findings",
    "knowledge_base": "Knowledge base",
}
OTHER_KNOWLEDGE = "The two rest on different knowledge bases: a difference may come from there."
ANSWERS_DIFFER = "Answers that differ"
NONE = "None."


def beside(a: str, b: str) -> str:
    return f"{a} beside {b}"


def answer_differs(question: str, a: str, b: str) -> str:
    return f"{question} {a} → {b}"


def appear(number: int) -> str:
    return f"Findings that appear ({number})"


def disappear(number: int) -> str:
    return f"Findings that disappear ({number})"


def move(number: int) -> str:
    return f"Findings that move ({number})"


def finding_shown(level: str, name: str, because: str) -> str:
    return f"{level}: {name}. {because}"


def finding_moves(name: str, a: str, b: str) -> str:
    return f"{name}: {a} → {b}"


def same(number: int) -> str:
    return f"{findings(number)} is the same in both." if number == 1 else f"{findings(number)} are the same in both."

"""Words of the checklist of issues."""

from __future__ import annotations

from collections.abc import Sequence

TITLE = "Issues"
LABEL = "Issues by stage, as a checklist"
FIRST = "To find out first"
NOTHING = "Nothing to do came up. Keep the answers up to date, and assess again when one changes."
QUESTION = "question"


def of_question(identity: str) -> str:
    return f"question:{identity}"


def of_recommendation(identity: str) -> str:
    return f"recommendation:{identity}"


def level(word: str) -> str:
    return f"level:{word}"


def body(summary: str, because: str, done_when: str, findings: str, tools: Sequence[str]) -> str:
    told = f"{summary} {because} Done when: {done_when} Works on {findings}."
    return f"{told} Tools: {' '.join(tools)}" if tools else told


def line(identity: str, title: str, role: str, text: str, declared: str) -> str:
    told = f"{title} ({role}; {identity}). {text}"
    return f"{told} {declared}" if declared else told

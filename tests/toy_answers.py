"""Answers files for the toy knowledge base, read from text, and what is said of their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge.loader import load

TOY = Path(__file__).parent / "toy"
KNOWLEDGE = load(TOY, cache=None)
FIRST = "format: riskwalk-answers/1\n"


def read(text: str | bytes) -> Answers:
    return reading.read(text if isinstance(text, bytes) else text.encode(), "answers.yaml", KNOWLEDGE)


def said(text: str | bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read(text)
    return [str(problem).removeprefix("answers.yaml") for problem in found.value.problems]

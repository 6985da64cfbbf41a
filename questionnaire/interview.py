"""Where a team stands in the interview: which questions are on the path, what is settled, what to ask next."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.answers import Answers
from questionnaire.conditions import Truths
from questionnaire.model import Section
from questionnaire.unknowns import Unknown, unknowns
from questionnaire.walk import Network, walk


class SectionProgress(NamedTuple):
    """A section with those of its questions that are on the path or may be, and how many were looked at.

    "We do not know yet" is an answer here: the team looked at the question.
    """

    section: Section
    questions: tuple[str, ...]
    looked_at: int


def progress(network: Network, answers: Answers) -> tuple[SectionProgress, ...]:
    """Every section in order. A question that only may be on the path counts until an answer takes it off."""
    truths = Truths(network.questions, answers.given())
    result = []
    for section in network.knowledge.interview.sections:
        asked = tuple(key for key in section.questions if truths.asked(key))
        result.append(SectionProgress(section, asked, sum(key in answers.answers for key in asked)))
    return tuple(result)


def next_questions(network: Network, answers: Answers) -> tuple[Unknown, ...]:
    """Questions that nobody has looked at yet, the one that could move the verdict most first.

    A question answered with "we do not know yet" is not asked again here; it stays among the unknowns.
    """
    base = walk(network, answers.given(), answers.declared())
    return tuple(unknown for unknown in unknowns(network, answers, base) if unknown.question not in answers.answers)

"""What to ask a team next."""

from __future__ import annotations

from questionnaire.answers.answers import Answers
from questionnaire.walk.network import Network
from questionnaire.walk.unknowns import Unknown, unknowns
from questionnaire.walk.walk import walk


def next_questions(network: Network, answers: Answers) -> tuple[Unknown, ...]:
    """Questions that nobody has looked at yet, the one that could move the verdict most first.

    A question answered with "we do not know yet" is not asked again here; it stays among the unknowns.
    """
    return not_looked_at(answers, unknowns(network, answers, walk(network, answers.given(), answers.declared())))


def not_looked_at(answers: Answers, ranked: tuple[Unknown, ...]) -> tuple[Unknown, ...]:
    """Of the open questions those that nobody has answered in any way, in the same order."""
    return tuple(unknown for unknown in ranked if unknown.question not in answers.answers)

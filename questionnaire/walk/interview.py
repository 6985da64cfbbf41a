"""What to ask a team next."""

from __future__ import annotations

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.conditions import FALSE, Truths
from questionnaire.walk.network import Network
from questionnaire.walk.unknowns import Unknown, unknowns
from questionnaire.walk.walk import walk


def next_questions(network: Network, answers: Answers) -> tuple[Unknown, ...]:
    """Questions that nobody has looked at yet and whose answer could still move something, the most telling first.

    A question answered with "we do not know yet" is not asked again here; it stays among the unknowns.
    """
    return not_looked_at(answers, unknowns(network, answers, walk(network, answers.given(), answers.declared())))


def looked_at_by_nobody(network: Network, answers: Answers) -> int:
    """How many questions are on the path or may be and have no answer of any kind, nor a presumed one."""
    counted = network.presumed(answers.given())
    truths = Truths(network.questions, counted)
    return sum(
        key not in answers.answers and key not in counted and truths.asked(key) != FALSE
        for key in network.knowledge.interview.order()
    )


def not_looked_at(answers: Answers, ranked: tuple[Unknown, ...]) -> tuple[Unknown, ...]:
    """Of the open questions those that nobody has answered in any way and that could still move something, in the same
    order: as long as the others stay as they are, nobody needs to be asked the rest."""
    return tuple(unknown for unknown in ranked if unknown.question not in answers.answers and unknown.moves_something)

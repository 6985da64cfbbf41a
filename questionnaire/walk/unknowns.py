"""What is still unknown, ranked by how far answering it could move the verdict."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.answers.answers import UNKNOWN, Answer, Answers
from questionnaire.knowledge import contents
from questionnaire.knowledge.conditions import FALSE, MAYBE, TRUE, Truths
from questionnaire.knowledge.entries import Condition, Lead, Opening, Raise, Shift, Stake, Stop
from questionnaire.walk.network import Network
from questionnaire.walk.walk import Walk, walk

_MOVE_LEVELS = (Raise, Lead, Stake, Stop, Shift, Opening)
"""Edges that can change a finding; the others say on whom it falls and what lowers it once it is declared."""


class Unknown(NamedTuple):
    """An open question. `lowest` and `highest` are the verdicts' positions over its possible answers."""

    question: str
    lowest: int
    highest: int
    settles_stop: bool
    moves: int


def unknowns(network: Network, answers: Answers, base: Walk) -> tuple[Unknown, ...]:
    """Open questions on the path, the one that could move the verdict most first.

    A question that settles a possible stop comes before all others; then the distance between the lowest and the
    highest verdict that its answers give; then the number of findings whose bounds some answer moves; then the order
    of the interview.
    """
    truths = Truths(network.questions, answers.given())
    mattering = _mattering(network)
    order = {key: position for position, key in enumerate(network.knowledge.interview.order())}
    stop_possible = base.upper > base.level
    found = []
    for key in network.knowledge.interview.order():
        if truths.asked(key) == FALSE or answers.answers.get(key, Answer(UNKNOWN)).status != UNKNOWN:
            continue
        if key not in mattering:
            found.append(Unknown(key, base.level, base.level, False, 0))
            continue
        moved: set[tuple[str, str]] = set()
        lowest, highest, settles = base.upper, FALSE, False
        for answer in _possible(network, key):
            after = walk(network, answers.with_answer(key, answer).given(), answers.declared())
            lowest, highest = min(lowest, after.level), max(highest, after.level)
            settles |= stop_possible and _stops(after) != _stops(base)
            moved.update(
                pair
                for pair, harmed in base.harmed.items()
                if pair not in after.harmed or after.harmed[pair].level != harmed.level
            )
        found.append(Unknown(key, min(lowest, highest), highest, settles, len(moved)))
    return tuple(
        sorted(
            found,
            key=lambda unknown: (
                not unknown.settles_stop,
                unknown.lowest - unknown.highest,
                -unknown.moves,
                order[unknown.question],
            ),
        )
    )


def _stops(result: Walk) -> tuple[int, int]:
    return (sum(open_.truth == TRUE for open_ in result.stops), sum(open_.truth == MAYBE for open_ in result.stops))


def _possible(network: Network, key: str) -> list[Answer]:
    options = [Answer("answered", (option,)) for option in network.offered[key]]
    return options + ([Answer("not_applicable")] if network.questions[key].may_not_apply else [])


def _mattering(network: Network) -> frozenset[str]:
    """Questions whose answers can change a level: an edge starts at an option, or a condition looks at it."""
    found = {question for (question, _), edges in network.raises.items() if edges}
    found |= {question for question, _ in network.deployments}
    found |= {choice[0] for choice, option in network.options.items() if option.shifts or option.opens}
    knowledge = network.knowledge
    conditions: list[Condition] = [question.ask_when for question in knowledge.questions.values()]
    conditions += [rule.when for factor in knowledge.risk_factors.values() for rule in factor.ruled_out_when]
    conditions += [edge.when for _, edge in contents.edges(knowledge) if isinstance(edge, _MOVE_LEVELS)]
    found |= {question for condition in conditions for question, _ in condition.atoms()}
    return frozenset(found)

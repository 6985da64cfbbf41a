"""What is still unknown, ranked by how far answering it could move the verdict."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.conditions import UNKNOWN, Given, Truths
from questionnaire.walk.network import Network
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import walk_worlds


class Unknown(NamedTuple):
    """An open question.

    `lowest` and `highest` are the verdict's levels over its possible answers, as positions. `settles_stop` says whether
    some answer changes which stops are possible or certain, `moves` how many findings have another level under some
    answer.
    """

    question: str
    lowest: Position
    highest: Position
    settles_stop: bool
    moves: int

    @property
    def moves_something(self) -> bool:
        """Whether some answer to it, by itself, moves the verdict, a stop or a finding."""
        return self.settles_stop or self.lowest < self.highest or bool(self.moves)


def unknowns(network: Network, answers: Answers, base: Walk) -> tuple[Unknown, ...]:
    """Open questions on the path, those that nobody has looked at among them, the one that could move the verdict most
    first.

    A question that settles a possible stop comes before all others; then the distance between the lowest and the
    highest verdict that its answers give; then the number of findings whose bounds some answer moves; then the order
    of the interview. `base` is the walk of the answers as they are.
    """
    known = network.presumed(answers.given())
    truths = Truths(network.questions, known)
    asked = [
        key
        for key in network.knowledge.interview.order()
        if truths.asked(key)
        and (known.get(key) is UNKNOWN or network.questions[key].ignorance.intersection(known[key] or ()))
    ]
    tried: list[Given] = [{}]
    worlds: dict[str, range] = {}
    for key in asked:
        possible = _possible(network, key)
        worlds[key] = range(len(tried), len(tried) + len(possible))
        tried += ({key: options} for options in possible)
    walks = walk_worlds(network, answers.given(), tried)
    moved = [walks.moved(pair, harmed.level) for pair, harmed in base.harmed.items()]
    stopping = walks.stopping_otherwise() if base.upper > base.level else 0
    found = []
    for key in asked:
        levels = [walks.levels.position(walks.level, world) for world in worlds[key]] or [base.level]
        some = sum(1 << world for world in worlds[key])
        moves = sum(1 for each in moved if each & some)
        found.append(Unknown(key, min(levels), max(levels), bool(stopping & some), moves))
    return tuple(
        sorted(found, key=lambda unknown: (not unknown.settles_stop, unknown.lowest - unknown.highest, -unknown.moves))
    )


def _possible(network: Network, key: str) -> list[tuple[str, ...]]:
    """What may be answered to a question: each option alone, and that it does not apply where that is offered."""
    return [(option,) for option in network.offered[key]] + [()] * network.questions[key].may_not_apply

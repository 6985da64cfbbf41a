"""For each finding, the smallest set of changes that removes it."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.conditions import Some
from questionnaire.walk.decisions import Change, together
from questionnaire.walk.levers import Lever
from questionnaire.walk.network import Choice, Network, Pair
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import Walks, walk_worlds

MOST_CHANGES = 3


def smallest_removals(
    network: Network, answers: Answers, base: Walk, singles: tuple[Lever, ...]
) -> dict[Pair, tuple[Change, ...]]:
    """For each finding, the smallest set of changes that removes it, at most three; none where there is no such set.

    A finding stays as long as one way to it stays open, so the set has to cut every way: a smallest cut whose
    elements are changes of answers. Candidates are told from the edges that each single change leaves open, and a
    candidate counts only after the walk with all its changes shows that the finding is gone.
    """
    single = [lever.change for lever in singles]
    walks = walk_worlds(network, answers.given(), [{}, *(together(change) for change in single)])
    ways = {pair: Ways.of(walks, pair) for pair in base.harmed}
    result: dict[Pair, tuple[Change, ...]] = {}
    for size in range(1, MOST_CHANGES + 1):
        waiting = {pair: _cuts(ways[pair], single, size) for pair in base.harmed if pair not in result}
        while candidates := {pair: cut for pair, cuts in waiting.items() if (cut := next(cuts, None))}:
            tried = tuple(dict.fromkeys(candidates.values()))
            after = walk_worlds(network, answers.given(), [together(*cut) for cut in tried]).arrivals
            world = {cut: place for place, cut in enumerate(tried)}
            gone = {
                pair: cut
                for pair, cut in candidates.items()
                if pair not in after or not after[pair].some >> world[cut] & 1
            }
            result |= gone
            waiting = {pair: waiting[pair] for pair in candidates.keys() - gone.keys()}
    return result


def _cuts(ways: Ways, single: list[Change], size: int) -> Iterator[tuple[Change, ...]]:
    """Sets of so many changes, of different questions, that leave no way open. World 0 is without any change."""
    whole = ways.whole()
    touching = [(change, 1 << world) for world, change in enumerate(single, start=1) if not whole >> world & 1]
    for group in itertools.combinations(touching, size):
        if len({change.question for change, _ in group}) == size and not ways.open_in(sum(bit for _, bit in group)):
            yield tuple(change for change, _ in group)


class Ways(NamedTuple):
    """The edges that a finding hangs on, each with the worlds that leave it open: into its risk factor and into those
    that raise it, on to the harm, and at stake."""

    factor: str
    raises: Mapping[str, tuple[tuple[Choice | str, Some], ...]]
    leads: tuple[Some, ...]
    stakes: tuple[Some, ...]

    @classmethod
    def of(cls, walks: Walks, pair: Pair) -> Ways:
        """The ways that are open in world 0."""
        raises: dict[str, tuple[tuple[Choice | str, Some], ...]] = {}
        waiting = [pair[0]]
        while waiting:
            factor = waiting.pop()
            if factor not in raises:
                raised = walks.raised[factor]
                into = [(each.tail, each.where.possible & raised.some) for each in raised.passages]
                raises[factor] = tuple((tail, some) for tail, some in into if some & 1)
                waiting += (tail for tail, _ in raises[factor] if isinstance(tail, str))
        leads, stakes = (
            tuple(each.where.possible for each in passages if each.where.possible & 1)
            for passages in (walks.arrivals[pair].leads, walks.stakes[pair[1]])
        )
        return cls(pair[0], raises, leads, stakes)

    def whole(self) -> Some:
        """The worlds that leave every one of the edges open."""
        into = (some for raises in self.raises.values() for _, some in raises)
        return functools.reduce(operator.and_, itertools.chain(self.leads, self.stakes, into))

    def open_in(self, worlds: Some) -> bool:
        """Whether the edges that are open in all of the worlds still hold a way."""

        def raised(factor: str) -> bool:
            return any(
                not worlds & ~some and (not isinstance(tail, str) or raised(tail)) for tail, some in self.raises[factor]
            )

        return all(any(not worlds & ~some for some in edges) for edges in (self.leads, self.stakes)) and raised(
            self.factor
        )

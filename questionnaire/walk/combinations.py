"""What brings the verdict down: the smallest combination of decisions and measures that reaches a lower level."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.conditions import TRUE, Given, Some, Worlds
from questionnaire.walk.decisions import Change, changes, together
from questionnaire.walk.network import Network, Pair
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import Walks, walk_worlds

EVERY_SET_UP_TO = 3
"""Every combination of so many steps is tried, those of three among the steps that touch most."""
MOST_STEPS = 2 * EVERY_SET_UP_TO
"""Beyond, as many again are added to the best of these: what is found works, and a smaller one may have been missed."""
MOST_TRIED = {1: 100, 2: 60, 3: 24}
"""Of how many single steps combinations of each size are tried: of those that touch most."""
MOST_LEVELS = 2

Step = Change | str
"""A change of a decision, or the id of a recommendation that the team would carry out."""


class Combination(NamedTuple):
    """Steps that together bring the verdict to a lower level, and what is left then.

    `residual` is the level to plan for with the measures, `level` the one without them. `removes` are the findings that
    are gone, `lowers` those that have a lower level to plan for. `smallest` says that no smaller combination does it.
    """

    changes: tuple[Change, ...]
    measures: tuple[str, ...]
    level: Position
    residual: Position
    removes: tuple[Pair, ...]
    lowers: tuple[Pair, ...]
    smallest: bool


def combinations(network: Network, answers: Answers, base: Walk, measures: Sequence[str]) -> tuple[Combination, ...]:
    """For the next lower level, and the one below it, the smallest combination that reaches it; none where none does.

    `base` is the walk of the answers as they are, `measures` the recommendations that may be carried out, the most
    useful first. A measure works as if it were declared.
    """
    if not base.residual:
        return ()
    search = _Search(network, answers, base, (*changes(network, answers), *measures))
    found: list[Combination] = []
    level = base.residual
    while level and len(found) < MOST_LEVELS:
        steps = search.smallest(Position(level - 1))
        if not steps:
            break
        found.append(search.told(steps))
        level = found[-1].residual
    return tuple(found)


class _Search:
    """Sets of steps, each walked as a world of its own."""

    def __init__(self, network: Network, answers: Answers, base: Walk, steps: Iterable[Step]):
        self.network, self.answers, self.base = network, answers, base
        self.steps = tuple(steps)
        self.alone = self.walked([(step,) for step in self.steps])
        self.does = self.done_by_decisions()

    def walked(self, sets: Sequence[tuple[Step, ...]]) -> Walks:
        """The walk with a world for each set of steps."""
        changed: list[Given] = [together(*(step for step in each if isinstance(step, Change))) for each in sets]
        measures = [[step for step in each if isinstance(step, str)] for each in sets]
        return walk_worlds(self.network, self.answers.given(), changed, self.answers.declared(), measures)

    def done_by_decisions(self) -> frozenset[tuple[Change, str]]:
        """The decisions by which a measure is done already: the two are one act, and no two steps."""
        decided = [step for step in self.steps if isinstance(step, Change)]
        changed: list[Given] = [together(step) for step in decided]
        worlds = Worlds(self.network.questions, self.answers.given(), changed)
        entries = self.network.knowledge.recommendations
        named = {step: entries[step].already_done for step in self.steps if isinstance(step, str)}
        return frozenset(
            (decided[world], measure)
            for measure, done in named.items()
            if done is not None
            for world in _members(worlds.condition(done).certain)
        )

    def possible(self, steps: tuple[Step, ...]) -> bool:
        """Whether the steps can be taken together, each for its own sake: no question is answered twice, and no measure
        is what a decision does."""
        asked = [step.question for step in steps if isinstance(step, Change)]
        return len(asked) == len(set(asked)) and self.does.isdisjoint(itertools.product(steps, steps))

    def smallest(self, target: Position) -> tuple[Step, ...]:
        """Steps that bring the verdict to this level or below, none of which could be left out; empty if none do."""
        useful = self.useful(target)
        begun: tuple[Step, ...] = ()
        while len(begun) < MOST_STEPS:
            best = begun
            for size in range(1, EVERY_SET_UP_TO + 1):
                sets = [
                    (*begun, *more)
                    for more in itertools.combinations(useful[: MOST_TRIED[size]], size)
                    if self.possible((*begun, *more))
                ]
                if not sets:
                    break
                left = self.left(self.walked(sets), target)
                place = min(range(len(sets)), key=left.__getitem__)
                if not left[place]:
                    return self.needed(sets[place], target)
                best = sets[place]
            if best == begun:
                break
            begun = best
            useful = tuple(step for step in useful if step not in begun)
        return ()

    def useful(self, target: Position) -> tuple[Step, ...]:
        """The single steps that touch a finding above the target, or lift a stop, those that touch most first; none
        where one of these is touched by no step."""
        waiting = {pair for pair, harmed in self.base.harmed.items() if harmed.residual.planned > target}
        above, stops = tuple(waiting), sum(open_.truth == TRUE for open_ in self.base.stops)
        touching = []
        for world, step in enumerate(self.steps):
            touched = {pair for pair in above if self.touches(step, pair, 1 << world)}
            lifted = stops - sum(passage.where.certain >> world & 1 for passage in self.alone.stops)
            waiting -= touched
            if touched or lifted > 0:
                touching.append((-lifted, -len(touched), world))
        if waiting or stops and not any(lifted for lifted, *_ in touching):
            return ()  # something holds the level up that no step touches
        return tuple(self.steps[world] for *_, world in sorted(touching))

    def touches(self, step: Step, pair: Pair, world: Some) -> bool:
        """Whether a step by itself lowers likelihood or severity of a finding, or removes it."""
        if isinstance(step, str):
            works = self.network.knowledge.recommendations[step].works_on
            return any(edge.risk_factor == pair[0] for edge in works)
        arrival, harmed, walks = self.alone.arrivals.get(pair), self.base.harmed[pair], self.alone
        if arrival is None or not arrival.some & world:
            return True
        there = walks.likelihoods.reaching(arrival.likelihood.planned, harmed.likelihood.planned)
        return not there & walks.severities.reaching(arrival.severity.planned, harmed.severity.planned) & world

    def left(self, walks: Walks, target: Position) -> list[int]:
        """For each world how much holds the level above the target: findings, and stops, which weigh more than all."""
        above, weight = Position(target + 1), 1 + len(walks.arrivals)
        held = [(walks.levels.reaching(each.residual.planned, above), 1) for each in walks.arrivals.values()]
        held += [(passage.where.certain, weight) for passage in walks.stops]
        counts = [0] * walks.worlds.count
        for some, weighs in held:
            for world in _members(some):
                counts[world] += weighs
        return counts

    def needed(self, steps: tuple[Step, ...], target: Position) -> tuple[Step, ...]:
        """The steps without those that can be left out."""
        for step in steps:
            fewer = tuple(other for other in steps if other != step)
            if fewer and not self.left(self.walked([fewer]), target)[0]:
                return self.needed(fewer, target)
        return steps

    def told(self, steps: tuple[Step, ...]) -> Combination:
        """What the steps do together."""
        walks = self.walked([steps])
        levels = walks.levels
        after = {pair: levels.bounds(each.residual, 0).planned for pair, each in walks.arrivals.items()}
        return Combination(
            tuple(step for step in steps if isinstance(step, Change)),
            tuple(step for step in steps if isinstance(step, str)),
            levels.position(walks.level, 0),
            levels.position(walks.residual, 0),
            tuple(pair for pair in self.base.harmed if pair not in after),
            tuple(pair for pair, harmed in self.base.harmed.items() if after.get(pair, 99) < harmed.residual.planned),
            len(steps) <= EVERY_SET_UP_TO,
        )


def _members(some: Some) -> Iterator[int]:
    """The worlds of a set, one by one."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest

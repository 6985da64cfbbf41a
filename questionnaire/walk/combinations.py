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
    """Sets of steps, each walked as a world of its own. A step is named by its place among all of them."""

    def __init__(self, network: Network, answers: Answers, base: Walk, steps: Iterable[Step]):
        self.network, self.answers, self.base = network, answers, base
        self.steps = tuple(steps)
        self.alone = self.walked([(place,) for place in range(len(self.steps))])
        self.barred = self.barred_by_each()

    def walked(self, sets: Sequence[tuple[int, ...]]) -> Walks:
        """The walk with a world for each set of steps."""
        taken = [[self.steps[place] for place in each] for each in sets]
        changed: list[Given] = [together(*(step for step in each if isinstance(step, Change))) for each in taken]
        measures = [[step for step in each if isinstance(step, str)] for each in taken]
        return walk_worlds(self.network, self.answers.given(), changed, self.answers.declared(), measures)

    def barred_by_each(self) -> tuple[Some, ...]:
        """For each step the set of those that cannot be taken beside it for their own sake: they answer the same
        question, or one is a measure and the other a decision by which it is done already."""
        decided = {place: step for place, step in enumerate(self.steps) if isinstance(step, Change)}
        barred = [0] * len(self.steps)
        for one, other in itertools.combinations(decided, 2):
            if decided[one].question == decided[other].question:
                barred[one] |= 1 << other
                barred[other] |= 1 << one
        changed: list[Given] = [together(step) for step in decided.values()]
        worlds, places = Worlds(self.network.questions, self.answers.given(), changed), tuple(decided)
        for place, step in enumerate(self.steps):
            done = self.network.knowledge.recommendations[step].already_done if isinstance(step, str) else None
            for world in _members(worlds.condition(done).certain) if done is not None else ():
                barred[place] |= 1 << places[world]
                barred[places[world]] |= 1 << place
        return tuple(barred)

    def possible(self, steps: tuple[int, ...]) -> bool:
        """Whether the steps can be taken together."""
        taken = barred = 0
        for place in steps:
            taken |= 1 << place
            barred |= self.barred[place]
        return not taken & barred

    def smallest(self, target: Position) -> tuple[int, ...]:
        """Steps that bring the verdict to this level or below, none of which could be left out; empty if none do."""
        useful = self.useful(target)
        begun: tuple[int, ...] = ()
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
                world, left = self.best(self.walked(sets), target)
                if not left:
                    return self.needed(sets[world], target)
                best = sets[world]
            if best == begun:
                break
            begun = best
            useful = tuple(place for place in useful if place not in begun)
        return ()

    def useful(self, target: Position) -> tuple[int, ...]:
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
        return tuple(place for *_, place in sorted(touching))

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

    def best(self, walks: Walks, target: Position) -> tuple[int, int]:
        """The first world in which least holds the level above the target, and how much does: findings, and stops,
        which weigh more than all of them."""
        above, weight = Position(target + 1), 1 + len(walks.arrivals)
        held = [(walks.levels.reaching(each.residual.planned, above), 1) for each in walks.arrivals.values()]
        held += [(passage.where.certain, weight) for passage in walks.stops]
        return _least(held, walks.worlds.every)

    def needed(self, steps: tuple[int, ...], target: Position) -> tuple[int, ...]:
        """The steps without those that can be left out."""
        for step in steps:
            fewer = tuple(other for other in steps if other != step)
            if fewer and not self.best(self.walked([fewer]), target)[1]:
                return self.needed(fewer, target)
        return steps

    def told(self, places: tuple[int, ...]) -> Combination:
        """What the steps do together."""
        walks, steps = self.walked([places]), [self.steps[place] for place in places]
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


def _least(weighed: Iterable[tuple[Some, int]], every: Some) -> tuple[int, int]:
    """The first world with the least weight, and that weight: each world weighs what the sets do that it is in.

    All worlds are weighed at once: `digits` has for each binary digit the worlds in whose weight it is set.
    """
    digits: list[Some] = []
    for some, weight in weighed:
        for first in (digit for digit in range(weight.bit_length()) if weight >> digit & 1):
            carried = some
            for digit in itertools.count(first):
                if not carried:
                    break
                digits += [0] * (digit + 1 - len(digits))
                digits[digit], carried = digits[digit] ^ carried, digits[digit] & carried
    least, weight = every, 0
    for digit in reversed(range(len(digits))):
        if lighter := least & ~digits[digit]:
            least = lighter
        else:
            weight |= 1 << digit
    return next(_members(least)), weight


def _members(some: Some) -> Iterator[int]:
    """The worlds of a set, one by one."""
    while some:
        lowest = some & -some
        yield lowest.bit_length() - 1
        some ^= lowest

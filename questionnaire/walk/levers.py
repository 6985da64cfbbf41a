"""What the team can still change, and what each change does: the walk repeated with another answer."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from questionnaire.answers.answers import UNKNOWN, Answer, Answers
from questionnaire.knowledge.conditions import Given, Some, Truths
from questionnaire.walk.network import Choice, Network, Pair
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import Walks, walk_worlds

MOST_CHANGES = 3


class Change(NamedTuple):
    """Another answer to one question. `out` and `into` name the option swapped; `into` is empty for one left out."""

    question: str
    out: str
    into: str
    answer: Answer
    trade_off: str


class After(NamedTuple):
    """The verdict's levels after a change, as positions; declared mitigations stay declared."""

    level: Position
    lower: Position
    upper: Position
    residual: Position


class Lever(NamedTuple):
    """A change, and what follows from it: the findings that it removes, adds, and lowers in their upper level."""

    change: Change
    after: After
    removes: tuple[Pair, ...]
    adds: tuple[Pair, ...]
    lowers: tuple[Pair, ...]


def single_levers(network: Network, answers: Answers, base: Walk) -> tuple[Lever, ...]:
    """Every single change with its effect: the walk with it, whether it helps or not.

    `base` is the walk of the answers as they are.
    """
    tried = tuple(changes(network, answers))
    walks = walk_worlds(network, answers.given(), [{}, *(_together(change) for change in tried)], answers.declared())
    verdict = (walks.level, walks.lower, walks.upper, walks.residual)
    there = {pair: arrival.some for pair, arrival in walks.arrivals.items()}
    lower = {
        pair: there[pair] & ~walks.levels.reaching(walks.arrivals[pair].level.upper, harmed.level.upper)
        for pair, harmed in base.harmed.items()
    }
    return tuple(
        Lever(
            change,
            After(*(walks.levels.position(each, world) for each in verdict)),
            removes=tuple(pair for pair in base.harmed if not there[pair] >> world & 1),
            adds=tuple(pair for pair, some in there.items() if some >> world & 1 and pair not in base.harmed),
            lowers=tuple(pair for pair, some in lower.items() if some >> world & 1),
        )
        for world, change in enumerate(tried, start=1)
    )


def helpful(network: Network, singles: tuple[Lever, ...], base: Walk) -> tuple[Lever, ...]:
    """Those single changes that lower the verdict or a finding, the strongest first."""
    order = {key: position for position, key in enumerate(network.knowledge.interview.order())}
    return tuple(
        sorted(
            (lever for lever in singles if _helps(lever, base)),
            key=lambda lever: (
                lever.after.level,
                lever.after.upper,
                len(lever.adds) - len(lever.removes),
                -len(lever.lowers),
                order[lever.change.question],
                lever.change.into,
                lever.change.out,
            ),
        )
    )


def smallest_removals(
    network: Network, answers: Answers, base: Walk, singles: tuple[Lever, ...]
) -> dict[Pair, tuple[Change, ...]]:
    """For each finding, the smallest set of changes that removes it, at most three; none where there is no such set.

    A finding stays as long as one way to it stays open, so the set has to cut every way: a smallest cut whose
    elements are changes of answers. Candidates are told from the edges that each single change leaves open, and a
    candidate counts only after the walk with all its changes shows that the finding is gone.
    """
    single = [lever.change for lever in singles]
    walks = walk_worlds(network, answers.given(), [{}, *(_together(change) for change in single)])
    ways = {pair: Ways.of(walks, pair) for pair in base.harmed}
    result: dict[Pair, tuple[Change, ...]] = {}
    for size in range(1, MOST_CHANGES + 1):
        waiting = {pair: _cuts(ways[pair], single, size) for pair in base.harmed if pair not in result}
        while candidates := {pair: cut for pair, cuts in waiting.items() if (cut := next(cuts, None))}:
            tried = tuple(dict.fromkeys(candidates.values()))
            after = walk_worlds(network, answers.given(), [_together(*cut) for cut in tried]).arrivals
            world = {cut: place for place, cut in enumerate(tried)}
            gone = {
                pair: cut
                for pair, cut in candidates.items()
                if pair not in after or not after[pair].some >> world[cut] & 1
            }
            result |= gone
            waiting = {pair: waiting[pair] for pair in candidates.keys() - gone.keys()}
    return result


def _together(*changes: Change) -> Given:
    return {change.question: change.answer.options for change in changes}


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


def _helps(lever: Lever, base: Walk) -> bool:
    if (lever.after.level, lever.after.upper) > (base.level, base.upper):
        return False
    better = lever.after.level < base.level or lever.after.upper < base.upper
    return better or bool(lever.removes or lever.lowers) and not lever.adds


def changes(network: Network, answers: Answers) -> Iterator[Change]:
    """Every single change of a decision that the team still controls.

    A choice from a folder (an objective, a data plan) is swapped for the alternatives that its entry names, since
    not every entry makes sense in place of another; one of several can also be left out.
    """
    knowledge = network.knowledge
    truths = Truths(network.questions, network.presumed(answers.given()))
    for key in knowledge.interview.order():
        question = network.questions[key]
        if not question.controllable or not truths.asked(key):
            continue
        answer = answers.answers.get(key, Answer(UNKNOWN))
        chosen = answer.options
        if question.options_from:
            entries: Mapping[str, object] = getattr(knowledge, question.options_from)
            for option in chosen:
                rest = tuple(other for other in chosen if other != option)
                for alternative in getattr(entries[option], "alternatives", ()):
                    if alternative.use not in chosen:
                        yield Change(
                            key,
                            option,
                            alternative.use,
                            Answer("answered", tuple(sorted((*rest, alternative.use)))),
                            alternative.trade_off,
                        )
                if rest:
                    yield Change(key, option, "", Answer("answered", rest), "")
        elif not question.several:
            if answer.status == "not_applicable":
                continue
            for other in question.options:
                if other.id not in chosen:
                    yield Change(key, chosen[0] if chosen else UNKNOWN, other.id, Answer("answered", (other.id,)), "")
        else:
            alone = [option.id for option in question.options if option.exclusive]
            for option in chosen:
                rest = tuple(other for other in chosen if other != option) or tuple(alone)
                if rest and option not in alone:
                    yield Change(key, option, "", Answer("answered", rest), "")

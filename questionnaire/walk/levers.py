"""What the team can still change, and what each change does: the walk repeated with another answer."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.conditions import TRUE
from questionnaire.walk.decisions import Change, changes, together
from questionnaire.walk.network import Network, Pair
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Walk
from questionnaire.walk.worlds import walk_worlds


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
    walks = walk_worlds(network, answers.given(), [{}, *(together(change) for change in tried)], answers.declared())
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


def _helps(lever: Lever, base: Walk) -> bool:
    if any(open_.truth == TRUE for open_ in base.stops):
        return lever.after.level < base.level  # nothing else helps a use that is not acceptable
    if (lever.after.level, lever.after.upper) > (base.level, base.upper):
        return False
    better = lever.after.level < base.level or lever.after.upper < base.upper
    return better or bool(lever.removes or lever.lowers) and not lever.adds

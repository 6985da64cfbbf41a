"""The answers that hold the level down: those of which another one, or not knowing, would raise it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.base import CHOICES
from questionnaire.knowledge.conditions import UNKNOWN, Given, Truths
from questionnaire.knowledge.presumptions import Contradiction, contradictions
from questionnaire.walk.network import Network
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Walk, walk
from questionnaire.walk.worlds import walk_worlds

Options = tuple[str, ...] | None
"""What is answered to a question: options, none where it does not apply, None where nobody knows."""


class TripWire(NamedTuple):
    """An answer that holds the level down.

    `counts` is what counts now, whether the team said it or a choice of theirs presumes it. `level` is the highest
    level to plan for under another answer, as a position, and `unknown` the level where nobody knew. `options` are
    those that raise it, alone or beside what was chosen.
    """

    question: str
    counts: tuple[str, ...]
    level: Position
    unknown: Position
    options: tuple[str, ...]


def to_plan_for(
    network: Network, given: Given, walked: Walk, against: Collection[Contradiction] | None = None
) -> Position:
    """The verdict's level to plan for under these answers, which were walked: whoever says two things that exclude one
    another has not shown safety, and where nothing is known there is nothing to plan by but the worst that may come.

    `against` are their contradictions, where they were looked for before.
    """
    return _to_plan_for(network, given, walked.level, lambda: walked, against)


def _to_plan_for(
    network: Network,
    given: Given,
    reached: Position,
    walked: Callable[[], Walk],
    against: Collection[Contradiction] | None = None,
) -> Position:
    """The same of answers that reach this level; they are walked only where nothing is known."""
    if all(options is UNKNOWN for options in given.values()):
        return max((harmed.level.upper for harmed in walked().harmed.values()), default=reached)
    found = contradictions(network.knowledge, given) if against is None else against
    return max(reached, Position(1 if found else 0))


def trip_wires(network: Network, answers: Answers, base: Walk) -> tuple[TripWire, ...]:
    """The answers on the path that hold the level to plan for down, those first without which it would be highest;
    then in the order of the interview. `base` is the walk of the answers as they are.

    Tried is every change of an answer that is one click: another option, or one more where several can be chosen, one
    chosen left out, that it does not apply, that nobody knows, and taking the answer back. Of a choice (a task, a
    deployment …) only what is left out or not known is tried: another one in its place is another project, which is
    looked at afresh anyway.
    """
    given = answers.given()
    level = to_plan_for(network, given, base)
    if level == len(network.level) - 1:
        return ()
    known = network.presumed(given)
    truths = Truths(network.questions, known)
    held = {
        key: counts
        for key in network.knowledge.interview.order()
        if truths.asked(key) and (counts := known.get(key) if given.get(key) is UNKNOWN else given[key]) is not UNKNOWN
    }
    others = {key: _others(network, given, key, counts) for key, counts in held.items()}
    tried = [(key, other) for key, those in others.items() for other in those]
    walks = walk_worlds(network, given, [{key: other} for key, other in tried])
    raised: dict[str, dict[Options, Position]] = {}
    for world, (key, other) in enumerate(tried):
        reached = walks.levels.position(walks.level, world)
        if (not level and key in network.reaching_further) or len(given) == 1:
            then = {**given, key: other}
            reached = _to_plan_for(network, then, reached, partial(walk, network, then, answers.declared()))
        if reached > level:
            raised.setdefault(key, {})[other] = reached
    found = [
        TripWire(
            key,
            held[key],
            max(by.values()),
            by.get(UNKNOWN, level),
            tuple(sorted(filter(None, (others[key][other] for other in by)))),
        )
        for key, by in raised.items()
    ]
    order = {key: place for place, key in enumerate(network.knowledge.interview.order())}
    return tuple(sorted(found, key=lambda one: (-one.level, order[one.question])))


def _others(network: Network, given: Given, key: str, counts: tuple[str, ...]) -> dict[Options, str]:
    """What else may be answered by one click, and the option that it chooses; empty where it chooses none."""
    question = network.questions[key]
    offered = () if question.options_from in CHOICES else network.offered[key]
    alone = {option.id for option in question.options if option.exclusive}
    others: dict[Options, str] = {UNKNOWN: ""}
    if question.may_not_apply:
        others[()] = ""
    if key in given and (taken := network.presumed({each: given[each] for each in given if each != key}).get(key)):
        others[taken] = ""
    if question.several and len(counts) > 1:
        others |= {tuple(each for each in counts if each != option): "" for option in counts}
    beside = question.several and not alone.intersection(counts)
    for option in offered:
        others[tuple(sorted({*counts, option})) if beside and option not in alone else (option,)] = option
    others.pop(counts, None)
    return others

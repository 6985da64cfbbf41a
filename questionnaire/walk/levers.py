"""What the team can still change, and what each change does: the walk repeated with another answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from questionnaire.answers.answers import UNKNOWN, Answer, Answers
from questionnaire.knowledge.conditions import Truths
from questionnaire.walk.network import Network
from questionnaire.walk.walk import Walk, walk

MOST_CHANGES = 3

Pair = tuple[str, str]
Ways = frozenset[tuple[Any, ...]]
"""Open edges that a finding hangs on: what each is for, and where it runs."""


class Change(NamedTuple):
    """Another answer to one question. `out` and `into` name the option swapped; `into` is empty for one left out."""

    question: str
    out: str
    into: str
    answer: Answer
    trade_off: str


class Lever(NamedTuple):
    """A change, and the walk that really follows from it."""

    change: Change
    after: Walk
    removes: tuple[Pair, ...]
    adds: tuple[Pair, ...]
    lowers: tuple[Pair, ...]


def single_levers(network: Network, answers: Answers, base: Walk) -> tuple[Lever, ...]:
    """Every single change with its effect: the walk is repeated with it, whether it helps or not."""
    return tuple(lever(network, answers, base, change) for change in changes(network, answers))


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
    result: dict[Pair, tuple[Change, ...]] = {}
    for pair in base.harmed:
        own = _ways(base, pair)
        touching = [(lever.change, kept) for lever in singles if (kept := own & _ways(lever.after, pair)) != own]
        for size in range(1, MOST_CHANGES + 1):
            cut = next(
                (
                    changes
                    for changes in _cuts(touching, size, pair[0])
                    if pair not in _after(network, answers, changes).harmed
                ),
                None,
            )
            if cut:
                result[pair] = cut
                break
    return result


def _cuts(touching: list[tuple[Change, Ways]], size: int, factor: str) -> Iterator[tuple[Change, ...]]:
    for group in itertools.combinations(touching, size):
        if len({change.question for change, _ in group}) == size and not _open(
            frozenset.intersection(*(ways for _, ways in group)), factor
        ):
            yield tuple(change for change, _ in group)


def _ways(result: Walk, pair: Pair) -> Ways:
    """The open edges that a finding hangs on: into its risk factor and those before it, on to the harm, at stake."""
    harmed = result.harmed.get(pair)
    if harmed is None:
        return frozenset()
    ways: set[tuple[Any, ...]] = {("lead", id(open_.edge)) for open_ in harmed.leads}
    ways |= {("stake", id(open_.edge)) for open_ in harmed.stakes}
    waiting, seen = [pair[0]], set()
    while waiting:
        factor = waiting.pop()
        if factor in seen or factor not in result.reached:
            continue
        seen.add(factor)
        for open_ in result.reached[factor].raised_by:
            ways.add(("raise", factor, open_.tail, id(open_.edge)))
            if isinstance(open_.tail, str):
                waiting.append(open_.tail)
    return frozenset(ways)


def _open(ways: Ways, factor: str) -> bool:
    """Whether the edges still hold a way to the risk factor, from it to the harm, and something at stake."""
    if not {"lead", "stake"} <= {way[0] for way in ways}:
        return False
    incoming: dict[str, list[Any]] = {}
    for way in ways:
        if way[0] == "raise":
            incoming.setdefault(way[1], []).append(way[2])

    def raised(key: str) -> bool:
        return any(not isinstance(tail, str) or raised(tail) for tail in incoming.get(key, ()))

    return raised(factor)


def _after(network: Network, answers: Answers, changes: tuple[Change, ...]) -> Walk:
    for change in changes:
        answers = answers.with_answer(change.question, change.answer)
    return walk(network, answers.given(), answers.declared())


def _helps(lever: Lever, base: Walk) -> bool:
    if (lever.after.level, lever.after.upper) > (base.level, base.upper):
        return False
    better = lever.after.level < base.level or lever.after.upper < base.upper
    return better or bool(lever.removes or lever.lowers) and not lever.adds


def lever(network: Network, answers: Answers, base: Walk, change: Change) -> Lever:
    """The change with what it really does to the findings."""
    after = _after(network, answers, (change,))
    return Lever(
        change,
        after,
        removes=tuple(pair for pair in base.harmed if pair not in after.harmed),
        adds=tuple(pair for pair in after.harmed if pair not in base.harmed),
        lowers=tuple(
            pair
            for pair, harmed in base.harmed.items()
            if pair in after.harmed and after.harmed[pair].level.upper < harmed.level.upper
        ),
    )


def changes(network: Network, answers: Answers) -> Iterator[Change]:
    """Every single change of a decision that the team still controls.

    A choice from a folder (an objective, a data plan) is swapped for the alternatives that its entry names, since
    not every entry makes sense in place of another; one of several can also be left out.
    """
    knowledge = network.knowledge
    truths = Truths(network.questions, answers.given())
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

"""Which recommendations a report holds, and in which order: by what each achieves beside those before it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import TRUE
from questionnaire.walk.network import Pair

MOST = 20
"""How many recommendations a report holds as a rule: more are not read. Beyond it only what a finding would lack."""
ENOUGH = 3
"""So many recommendations for a finding do, once no further one lowers anything."""
_WEIGHT = 4
"""One finding of a level weighs as much as so many of the level below."""


class _Left(NamedTuple):
    """What is left of a finding: likelihood and severity to plan for, as positions."""

    likely: int
    severe: int

    def lowered(self, to: _Left) -> _Left:
        """What is left of it where something else lowers it to this; of two the lower counts on each scale."""
        return _Left(min(self.likely, to.likely), min(self.severe, to.severe))


def in_order(told: Telling, works: Mapping[str, list[Pair]]) -> tuple[str, ...]:
    """The recommendations that a report holds, of those that `works` maps to the findings they work on.

    The first is the one that takes most from the findings, the worst counting most; each next one that which takes most
    of what those before it leave, and where nothing more is taken, that which gives most findings a step in a stage
    where nothing was proposed for them yet. What only finds out or writes down counts half beside what changes
    something.
    """
    knowledge = told.knowledge
    stages = knowledge.vocabulary.words("stages")
    remedies = knowledge.vocabulary.remedies()
    entries = {key: knowledge.recommendations[key] for key in works}
    left = {pair: _planned(told, pair) for pair in dict.fromkeys(pair for on in works.values() for pair in on)}
    alone = {key: _alone(told, key, on) for key, on in works.items()}
    proposed: dict[Pair, list[str]] = {pair: [] for pair in left}
    weight = functools.cache(functools.partial(_weight, told))
    takes = functools.cache(lambda now, to: weight(now) - weight(now.lowered(to)))
    waiting = sorted(works)
    order: list[str] = []
    known: dict[str, tuple[float, float, int]] = {}
    touching: dict[Pair, list[str]] = {pair: [] for pair in left}
    for key, on in works.items():
        for pair in on:
            touching[pair].append(key)

    def achieves(key: str) -> tuple[float, float, int]:
        if key not in known:
            taken = fresh = 0
            stage = entries[key].stage
            for pair, to in alone[key]:
                now = left[pair]
                taken += takes(now, to)
                fresh += weight(now) if stage not in proposed[pair] else 0
            counts = 1.0 if entries[key].kind in remedies else 0.5
            known[key] = taken * counts, fresh * counts, -stages.index(stage)
        return known[key]

    def propose(key: str) -> None:
        for pair, to in alone[key]:
            now, stage = left[pair].lowered(to), entries[key].stage
            if now != left[pair] or stage not in proposed[pair]:  # else those that work on it achieve what they did
                for other in touching[pair]:
                    known.pop(other, None)
            left[pair] = now
            proposed[pair].append(stage)
        order.append(key)
        waiting.remove(key)

    while waiting and len(order) < MOST:
        best = max(waiting, key=achieves)
        if not achieves(best)[0] and all(len(steps) >= ENOUGH for steps in proposed.values()):
            break
        propose(best)
    for pair in left:
        if not proposed[pair]:
            propose(max((each for each in waiting if pair in works[each]), key=achieves))
    return tuple(order)


def _planned(told: Telling, pair: Pair) -> _Left:
    harmed = told.walk.harmed[pair]
    return _Left(harmed.likelihood.planned, harmed.severity.planned)


def _alone(told: Telling, key: str, on: list[Pair]) -> list[tuple[Pair, _Left]]:
    """What a recommendation leaves of each finding by itself: of its steps on a scale the strongest, as in the walk."""
    down: dict[str, dict[str, int]] = {}
    for edge in told.knowledge.recommendations[key].works_on:
        if told.truths.condition(edge.when) == TRUE:
            steps = down.setdefault(edge.risk_factor, {"likelihood": 0, "severity": 0})
            steps[edge.moves] = max(steps[edge.moves], edge.by)
    found = []
    for pair in on:
        likely, severe = _planned(told, pair)
        steps = down.get(pair[0], {"likelihood": 0, "severity": 0})
        found.append(
            (
                pair,
                _Left(
                    max(min(likely, 1), likely - steps["likelihood"]),
                    max(min(severe, 1), severe - steps["severity"]),
                ),
            )
        )
    return found


def _weight(told: Telling, left: _Left) -> int:
    level = max((level for level, a, b in told.network.corners if left.likely >= a and left.severe >= b), default=0)
    weight: int = _WEIGHT**level
    return weight * (left.likely + left.severe)

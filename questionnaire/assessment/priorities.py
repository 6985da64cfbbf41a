"""Which recommendations a report holds, and in which order: by what each achieves beside those before it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import NamedTuple

from questionnaire.assessment.result import Finding
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import TRUE

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


def in_order(told: Telling, works: Mapping[str, list[Finding]]) -> tuple[str, ...]:
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
    findings = {finding.id: finding for on in works.values() for finding in on}
    left = {key: _planned(told, finding) for key, finding in findings.items()}
    alone = {key: [(finding.id, _alone(told, key, finding)) for finding in on] for key, on in works.items()}
    proposed: dict[str, list[str]] = {key: [] for key in findings}
    weight = functools.cache(functools.partial(_weight, told))
    waiting = sorted(works)
    order: list[str] = []

    def achieves(key: str) -> tuple[float, float, int]:
        taken = fresh = 0
        stage = entries[key].stage
        for finding, to in alone[key]:
            now = left[finding]
            weighs = weight(now)
            taken += weighs - weight(now.lowered(to))
            fresh += weighs if stage not in proposed[finding] else 0
        counts = 1.0 if entries[key].kind in remedies else 0.5
        return taken * counts, fresh * counts, -stages.index(stage)

    def propose(key: str) -> None:
        for finding, to in alone[key]:
            left[finding] = left[finding].lowered(to)
            proposed[finding].append(entries[key].stage)
        order.append(key)
        waiting.remove(key)

    while waiting and len(order) < MOST:
        best = max(waiting, key=achieves)
        if not achieves(best)[0] and all(len(steps) >= ENOUGH for steps in proposed.values()):
            break
        propose(best)
    for key, finding in findings.items():
        if not proposed[key]:
            propose(max((each for each in waiting if finding in works[each]), key=achieves))
    return tuple(order)


def _planned(told: Telling, finding: Finding) -> _Left:
    harmed = told.walk.harmed[finding.risk_factor, finding.harm]
    return _Left(harmed.likelihood.planned, harmed.severity.planned)


def _alone(told: Telling, key: str, finding: Finding) -> _Left:
    """What a recommendation leaves of a finding by itself: of its steps on a scale the strongest, as in the walk."""
    likely, severe = _planned(told, finding)
    down = {"likelihood": 0, "severity": 0}
    for edge in told.knowledge.recommendations[key].works_on:
        if edge.risk_factor == finding.risk_factor and told.truths.condition(edge.when) == TRUE:
            down[edge.moves] = max(down[edge.moves], edge.by)
    return _Left(
        max(min(likely, 1), likely - down["likelihood"]),
        max(min(severe, 1), severe - down["severity"]),
    )


def _weight(told: Telling, left: _Left) -> int:
    level = max((level for level, a, b in told.network.corners if left.likely >= a and left.severe >= b), default=0)
    weight: int = _WEIGHT**level
    return weight * (left.likely + left.severe)

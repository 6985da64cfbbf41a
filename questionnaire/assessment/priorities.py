"""Which recommendations a report holds, and in which order: by what each achieves beside those before it."""

from __future__ import annotations

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


def in_order(told: Telling, works: Mapping[str, list[Finding]]) -> tuple[str, ...]:
    """The recommendations that a report holds, of those that `works` maps to the findings they work on.

    The first is the one that takes most from the findings, the worst counting most; each next one that which takes most
    of what those before it leave, and where nothing more is taken, that which gives most findings a step in a stage
    where nothing was proposed for them yet. What only finds out or writes down counts half beside what changes
    something.
    """
    knowledge = told.knowledge
    stages = knowledge.vocabulary.words("stages")
    remedies = {kind.id for kind in knowledge.vocabulary.recommendation_kinds if kind.changes_something}
    entries = {key: knowledge.recommendations[key] for key in works}
    findings = {finding.id: finding for on in works.values() for finding in on}
    left = {key: _planned(told, finding) for key, finding in findings.items()}
    proposed: dict[str, list[str]] = {key: [] for key in findings}
    waiting = sorted(works)
    order: list[str] = []

    def achieves(key: str) -> tuple[float, float, int]:
        taken = fresh = 0
        for finding in works[key]:
            now = left[finding.id]
            weighs = _weight(told, now)
            taken += weighs - _weight(told, _after(told, key, finding, now))
            fresh += weighs if entries[key].stage not in proposed[finding.id] else 0
        counts = 1.0 if entries[key].kind in remedies else 0.5
        return taken * counts, fresh * counts, -stages.index(entries[key].stage)

    while waiting and len(order) < MOST:
        best = max(waiting, key=achieves)
        if not achieves(best)[0] and all(len(steps) >= ENOUGH for steps in proposed.values()):
            break
        _propose(told, best, works, left, proposed)
        order.append(best)
        waiting.remove(best)
    for key in [key for key, steps in proposed.items() if not steps]:
        if not proposed[key]:
            best = max((each for each in waiting if findings[key] in works[each]), key=achieves)
            _propose(told, best, works, left, proposed)
            order.append(best)
            waiting.remove(best)
    return tuple(order)


def _propose(
    told: Telling,
    key: str,
    works: Mapping[str, list[Finding]],
    left: dict[str, _Left],
    proposed: dict[str, list[str]],
) -> None:
    for finding in works[key]:
        left[finding.id] = _after(told, key, finding, left[finding.id])
        proposed[finding.id].append(told.knowledge.recommendations[key].stage)


def _planned(told: Telling, finding: Finding) -> _Left:
    harmed = told.walk.harmed[finding.risk_factor, finding.harm]
    return _Left(harmed.likelihood.planned, harmed.severity.planned)


def _after(told: Telling, key: str, finding: Finding, now: _Left) -> _Left:
    """What a recommendation leaves of a finding; of several only the strongest counts on each scale, as in the walk."""
    likely, severe = _planned(told, finding)
    down = {"likelihood": 0, "severity": 0}
    for edge in told.knowledge.recommendations[key].works_on:
        if edge.risk_factor == finding.risk_factor and told.truths.condition(edge.when) == TRUE:
            down[edge.moves] = max(down[edge.moves], edge.by)
    return _Left(
        min(now.likely, max(min(likely, 1), likely - down["likelihood"])),
        min(now.severe, max(min(severe, 1), severe - down["severity"])),
    )


def _weight(told: Telling, left: _Left) -> int:
    level = max((level for level, a, b in told.network.corners if left.likely >= a and left.severe >= b), default=0)
    weight: int = _WEIGHT**level
    return weight * (left.likely + left.severe)

"""What to do and what to look at: recommendations, rules that may apply, documented cases."""

from __future__ import annotations

from collections.abc import Mapping

from questionnaire.assessment.result import Finding, Incident, RecommendationShown, RegulationShown
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import MAYBE, TRUE, UNKNOWN

MOST = 20
"""How many recommendations a report holds, those that the team declared not counted: more are not read."""


def recommendations(told: Telling, findings: tuple[Finding, ...]) -> tuple[RecommendationShown, ...]:
    """What to do about the findings, each recommendation once, in the order in which they achieve most.

    The first is the one that lowers the worst levels most; each next one that which lowers most of what the ones before
    it leave, and where nothing more is lowered, that which brings the most findings a step in a stage where nothing was
    proposed for them yet. At most MOST, and what the team declared. `findings` stand the worst first.
    """
    works: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in finding.recommendations:
            works.setdefault(key, []).append(finding)
    declared = {mitigation.id: mitigation for mitigation in told.answers.mitigations}
    shown = []
    order = _by_effect(told, works)
    for key in (*order[:MOST], *(key for key in order[MOST:] if key in declared)):
        on = works[key]
        entry, mitigation = told.knowledge.recommendations[key], declared.get(key)
        factors = {finding.risk_factor for finding in on}
        edges = [edge for edge in entry.works_on if edge.risk_factor in factors and told.truths.condition(edge.when)]
        shown.append(
            RecommendationShown(
                key,
                entry.title,
                entry.summary,
                entry.kind,
                entry.stage,
                entry.role,
                entry.done_when,
                " ".join(dict.fromkeys(edge.because for edge in edges)),
                entry.tools,
                tuple(sorted({source for edge in edges for source in edge.sources})),
                tuple(finding.id for finding in on),
                on[0].level.planned,
                mitigation.status if mitigation else "",
                mitigation.owner if mitigation else "",
                mitigation.due if mitigation else "",
            )
        )
    return tuple(shown)


def _by_effect(told: Telling, works: Mapping[str, list[Finding]]) -> list[str]:
    """Recommendations in the order in which each achieves most beside those before it."""
    stages = told.knowledge.vocabulary.words("stages")
    left = {finding.id: told.levels.index(finding.level.planned) for on in works.values() for finding in on}
    after = {(key, finding.id): _level_after(told, key, finding) for key, on in works.items() for finding in on}
    proposed: set[tuple[str, str]] = set()
    waiting, order = sorted(works), []
    while waiting:

        def achieves(key: str) -> tuple[int, int, int]:
            stage = told.knowledge.recommendations[key].stage
            ids = [finding.id for finding in works[key]]
            lowered = sum(_WEIGHT ** left[each] - _WEIGHT ** min(left[each], after[key, each]) for each in ids)
            fresh = sum(_WEIGHT ** left[each] for each in ids if (stage, each) not in proposed)
            return lowered, fresh, -stages.index(stage)

        best = max(waiting, key=achieves)
        waiting.remove(best)
        order.append(best)
        for finding in works[best]:
            left[finding.id] = min(left[finding.id], after[best, finding.id])
            proposed.add((told.knowledge.recommendations[best].stage, finding.id))
    return order


_WEIGHT = 4
"""One finding of a level weighs as much as so many of the level below."""


def _level_after(told: Telling, key: str, finding: Finding) -> int:
    """The level to plan for of a finding once this recommendation alone is carried out, as a position."""
    harmed = told.walk.harmed[finding.risk_factor, finding.harm]
    at = {"likelihood": harmed.likelihood.planned, "severity": harmed.severity.planned}
    down = {"likelihood": 0, "severity": 0}
    for edge in told.knowledge.recommendations[key].works_on:
        if edge.risk_factor == finding.risk_factor and told.truths.condition(edge.when) == TRUE:
            down[edge.moves] = max(down[edge.moves], edge.by)
    likely, severe = (at[scale] and max(1, at[scale] - down[scale]) for scale in at)
    return max((level for level, a, b in told.network.corners if likely >= a and severe >= b), default=0)


def regulations(told: Telling) -> tuple[RegulationShown, ...]:
    """Rules that apply or may apply, those that apply for certain first.

    A rule of which nothing is known yet is left out: with no answer, every rule would stand here.
    """
    shown = []
    for entry in told.knowledge.regulations.values():
        truth = told.truths.condition(entry.when)
        nothing_known = all(told.given.get(question) is UNKNOWN for question, _ in entry.when.atoms())
        if truth and not (truth == MAYBE and nothing_known):
            shown.append(
                RegulationShown(
                    entry.id,
                    entry.title,
                    entry.jurisdiction,
                    entry.risk_class,
                    entry.point,
                    entry.check,
                    entry.as_of,
                    truth == TRUE,
                    entry.because,
                    entry.sources,
                )
            )
    return tuple(sorted(shown, key=lambda item: (not item.certain, item.jurisdiction, item.id)))


def incidents(told: Telling) -> tuple[Incident, ...]:
    """Documented cases of the chosen tasks and deployments: it happened here."""
    about: dict[str, list[str]] = {}
    for key, question in told.network.questions.items():
        if question.options_from in ("tasks", "deployments"):
            for option in told.given.get(key) or ():
                for source in getattr(told.knowledge, question.options_from)[option].incidents:
                    about.setdefault(source, []).append(told.labels[key, option])
    return tuple(Incident(source, tuple(about[source])) for source in sorted(about))

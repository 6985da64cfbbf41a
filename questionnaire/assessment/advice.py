"""What to do and what to look at: recommendations, rules that may apply, documented cases."""

from __future__ import annotations

from collections.abc import Mapping

from questionnaire.assessment.priorities import in_order
from questionnaire.assessment.result import Finding, Incident, ReasonShown, RecommendationShown, RegulationShown
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.conditions import MAYBE, TRUE, UNKNOWN
from questionnaire.knowledge.entries import Lowering
from questionnaire.walk.network import Pair


def recommendations(told: Telling, findings: tuple[Finding, ...]) -> tuple[RecommendationShown, ...]:
    """What to do about the findings, each recommendation once, in the order in which they achieve most, and last what
    the team declared beyond these. `findings` stand the worst first.
    """
    works: dict[str, list[Finding]] = {}
    for finding in findings:
        for key in finding.recommendations:
            works.setdefault(key, []).append(finding)
    declared = {mitigation.id: mitigation for mitigation in told.answers.mitigations}
    shown = []
    pairs = {key: [(finding.risk_factor, finding.harm) for finding in on] for key, on in works.items()}
    undone = {kind.id for kind in told.knowledge.vocabulary.recommendation_kinds if kind.leaves_undone}
    for key in recommended(told, pairs):
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
                entry.kind in undone,
                _reasons(edges, on),
            )
        )
    return tuple(shown)


def _reasons(edges: list[Lowering], on: list[Finding]) -> tuple[ReasonShown, ...]:
    """Why it works, each reason once with the findings `on` which it works for that reason."""
    sources: dict[str, set[str]] = {}
    factors: dict[str, set[str]] = {}
    for edge in edges:
        sources.setdefault(edge.because, set()).update(edge.sources)
        factors.setdefault(edge.because, set()).add(edge.risk_factor)
    reasons = [
        ReasonShown(
            because,
            tuple(sorted(sources[because])),
            tuple(finding.id for finding in on if finding.risk_factor in factors[because]),
        )
        for because in sources
    ]
    ranks = {finding.id: rank for rank, finding in enumerate(on)}
    return tuple(sorted(reasons, key=lambda reason: ranks[reason.findings[0]]))


def recommended(told: Telling, works: Mapping[str, list[Pair]]) -> tuple[str, ...]:
    """The recommendations that a report holds, in its order, of those that `works` maps to what they work on."""
    order = in_order(told, works)
    return (*order, *(key for key in sorted({*works} & {*told.answers.declared()}) if key not in order))


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


def incidents(told: Telling, findings: tuple[Finding, ...]) -> tuple[Incident, ...]:
    """Documented cases of the chosen deployments, and of the chosen tasks those on which the path of a finding rests:
    the same task in another field is no similar case. None where no harm is reached, since they tell of harm."""
    if not told.walk.harmed:
        return ()
    about: dict[str, list[str]] = {}
    similar = {source for finding in findings for path in finding.paths for step in path for source in step.sources}
    for key, question in told.network.questions.items():
        if question.options_from in ("tasks", "deployments"):
            for option in told.given.get(key) or ():
                documented = getattr(told.knowledge, question.options_from)[option].incidents
                similar.update(documented if question.options_from == "deployments" else ())
                for source in documented:
                    about.setdefault(source, []).append(told.labels[key, option])
    return tuple(Incident(source, tuple(about[source])) for source in sorted(about) if source in similar)

"""Findings: which harms the answers reach, through which paths, on whom they fall and how good the evidence is."""

from __future__ import annotations

from questionnaire.answers.answers import UNKNOWN, Answer
from questionnaire.assessment.result import Finding, GroupShown, Moved, Step
from questionnaire.assessment.telling import Telling, finding_id
from questionnaire.knowledge.conditions import MAYBE, TRUE
from questionnaire.knowledge.entries import Edge, Raise, RiskFactor
from questionnaire.walk.network import Choice
from questionnaire.walk.walk import Harmed, Open
from questionnaire.wording import result as words


def findings(told: Telling) -> tuple[Finding, ...]:
    """Every finding, the worst first."""
    shown = [_finding(told, pair, harmed) for pair, harmed in told.walk.harmed.items()]
    return tuple(
        sorted(
            shown,
            key=lambda finding: (
                -told.levels.index(finding.level.upper),
                -told.levels.index(finding.level.lower),
                -told.severities.index(finding.severity.upper),
                -told.likelihoods.index(finding.likelihood.upper),
                -len(finding.groups),
                finding.id,
            ),
        )
    )


def _finding(told: Telling, pair: tuple[str, str], harmed: Harmed) -> Finding:
    factor, harm = told.knowledge.risk_factors[pair[0]], told.knowledge.harms[pair[1]]
    paths = _paths(told, pair, harmed)
    pathways = {word for open_ in harmed.leads for word in open_.edge.pathways}
    pathways |= {open_.edge.pathway for open_ in harmed.openings}
    return Finding(
        id=finding_id(*pair),
        status="confirmed" if harmed.level.lower else "possible",
        title=f"{factor.title} → {harm.title}",
        risk_factor=factor.id,
        risk_factor_title=factor.title,
        risk_factor_summary=factor.summary,
        check=factor.check,
        bias_source=factor.bias_source,
        harm=harm.id,
        harm_title=harm.title,
        harm_summary=harm.summary,
        harm_kind=harm.kind,
        pathways=tuple(word for word in told.knowledge.vocabulary.words("pathways") if word in pathways),
        groups=_groups(told, pair, harmed),
        likelihood=told.range(harmed.likelihood, told.likelihoods),
        severity=told.range(harmed.severity, told.severities),
        level=told.range(harmed.level, told.levels),
        residual=told.range(harmed.residual, told.levels),
        evidence_strength=_strength(told, paths),
        mappings=_mappings(told, factor),
        paths=paths,
        moved_by=_moved_by(told, harmed),
        recommendations=tuple(
            key
            for key, edge in told.network.lowering.get(pair[0], ())
            if told.truths.condition(edge.when) and not told.knowledge.recommendations[key].replaced_by
        ),
    )


def _paths(told: Telling, pair: tuple[str, str], harmed: Harmed) -> tuple[tuple[Step, ...], ...]:
    """A path for every open edge into the risk factor and on to the harm, the strongest first."""
    harm = told.knowledge.harms[pair[1]]
    kind = told.knowledge.vocabulary.label("harm_kinds", harm.kind)
    stake = max(harmed.stakes, key=lambda open_: (open_.truth, told.network.severity[open_.edge.severity], open_.tail))
    last = Step(
        harm.id,
        "harm",
        harm.title,
        words.at_stake(kind, told.labels[stake.tail], stake.edge.because),
        stake.edge.sources,
        certain=stake.truth == TRUE,
    )
    paths = []
    for lead in harmed.leads:
        on = Step(
            pair[0],
            "risk_factor",
            told.knowledge.risk_factors[pair[0]].title,
            lead.edge.because,
            lead.edge.sources,
            tuple(lead.edge.pathways),
            lead.truth == TRUE,
        )
        for open_ in told.walk.reached[pair[0]].raised_by:
            before, strength, certain = _steps_before(told, open_)
            strength = min(strength, told.network.likelihood[lead.edge.likelihood])
            rank = (-min(certain, lead.truth), -strength, before[0].id, lead.edge.because)
            paths.append((rank, (*before, on, last)))
    return tuple(steps for _, steps in sorted(paths, key=lambda item: item[0]))


def _steps_before(told: Telling, open_: Open) -> tuple[tuple[Step, ...], int, int]:
    """The steps from an answer to the head of a raise edge, their weakest link, and whether they are certain."""
    edge: Raise = open_.edge
    own = told.network.likelihood[edge.likelihood]
    if isinstance(open_.tail, str):
        best = max(
            told.walk.reached[open_.tail].raised_by,
            key=lambda way: (way.truth, told.network.likelihood[way.edge.likelihood], str(way.tail)),
        )
        steps, strength, certain = _steps_before(told, best)
        step = Step(
            open_.tail,
            "risk_factor",
            told.knowledge.risk_factors[open_.tail].title,
            edge.because,
            edge.sources,
            certain=open_.truth == TRUE,
        )
        return (*steps, step), min(strength, own), min(certain, open_.truth)
    return (_answer_step(told, open_.tail, edge, open_.truth),), own, open_.truth


def _answer_step(told: Telling, choice: Choice, edge: Edge, truth: int) -> Step:
    return Step("=".join(choice), "answer", told.labels[choice], edge.because, edge.sources, certain=truth == TRUE)


def _groups(told: Telling, pair: tuple[str, str], harmed: Harmed) -> tuple[GroupShown, ...]:
    """The groups that evidence ties to this path: named on its edges, exposed by the deployment, or named by the
    team and known to bear this risk factor. Ways that are only maybe open name groups only where no way is
    certain, since an open question about the task would otherwise list every group."""
    ties: dict[str, list[Edge]] = {}
    for ways in (told.walk.reached[pair[0]].raised_by, harmed.leads):
        certain = [open_ for open_ in ways if open_.truth == TRUE]
        for open_ in certain or ways:
            for group in open_.edge.groups:
                ties.setdefault(group, []).append(open_.edge)
    for choice, deployment in told.network.deployments.items():
        truth = told.truths.atom(choice[0], (choice[1],))
        if not truth or (truth == MAYBE and told.answers.answers.get(choice[0], Answer(UNKNOWN)).status == UNKNOWN):
            continue
        for edge in deployment.exposes:
            if (not edge.through or pair[0] in edge.through) and told.truths.condition(edge.when) == TRUE:
                ties.setdefault(edge.group, []).append(edge)
    for group in told.named:
        for edge in told.knowledge.affected_groups[group].bears:
            if edge.risk_factor == pair[0] and told.truths.condition(edge.when):
                ties.setdefault(group, []).append(edge)
    shown = []
    for key in sorted(ties):
        group, edges = told.knowledge.affected_groups[key], ties[key]
        shown.append(
            GroupShown(
                key,
                group.attribute,
                group.title,
                group.also,
                key in told.named,
                edges[0].because,
                tuple(sorted({source for edge in edges for source in edge.sources})),
            )
        )
    return tuple(sorted(shown, key=lambda group: (not group.named_by_team, group.id)))


def _moved_by(told: Telling, harmed: Harmed) -> tuple[Moved, ...]:
    moved = [
        Moved(
            open_.tail[0],
            told.labels[open_.tail],
            open_.edge.moves,
            open_.edge.by,
            open_.truth == TRUE,
            open_.edge.because,
            open_.edge.sources,
        )
        for open_ in harmed.shifts
    ]
    return tuple(sorted(moved, key=lambda move: (not move.certain, move.moves, -move.by, move.question, move.option)))


def _mappings(told: Telling, factor: RiskFactor) -> tuple[str, ...]:
    """Ids of other taxonomies: those of the risk factor and those of its bias source."""
    own = next(word.mappings for word in told.knowledge.vocabulary.bias_sources if word.id == factor.bias_source)
    return tuple(sorted({*factor.mappings, *own}))


def _strength(told: Telling, paths: tuple[tuple[Step, ...], ...]) -> str:
    """Evidence strength of the strongest path, from the kinds of its sources alone; each source counts once."""
    kinds = [told.knowledge.sources[source].kind for source in {source for step in paths[0] for source in step.sources}]
    counting_as = told.knowledge.vocabulary.kinds_counting_as
    studies = sum(kind in counting_as("study") for kind in kinds)
    strengths = told.knowledge.vocabulary.words("evidence_strengths")
    if studies >= 2 or studies and not counting_as("case").isdisjoint(kinds):
        return strengths[3]
    return strengths[2] if studies else strengths[0] if counting_as("judgement").issuperset(kinds) else strengths[1]


def matter_most(findings: tuple[Finding, ...], most: int = 3) -> tuple[str, ...]:
    """The first findings, each of another risk factor and another harm as far as there are such."""
    chosen: list[Finding] = []
    for fresh in (
        lambda finding, seen: (
            finding.risk_factor not in {f.risk_factor for f in seen} and finding.harm not in {f.harm for f in seen}
        ),
        lambda finding, seen: finding.risk_factor not in {f.risk_factor for f in seen},
        lambda finding, seen: finding not in seen,
    ):
        for finding in findings:
            if len(chosen) < most and finding.level.upper == findings[0].level.upper and fresh(finding, chosen):
                chosen.append(finding)
    chosen += [finding for finding in findings if finding not in chosen][: most - len(chosen)]
    return tuple(finding.id for finding in findings if finding in chosen)

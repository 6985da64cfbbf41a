"""Findings: which harms the answers reach, through which paths, on whom they fall and how good the evidence is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from questionnaire.assessment.ranking import Ranking, Tie, Ties, falls_on
from questionnaire.assessment.result import Finding, GroupShown, Moved, Step
from questionnaire.assessment.telling import Telling, finding_id, fitting
from questionnaire.knowledge.conditions import TRUE, Truth
from questionnaire.knowledge.entries import AffectedGroup, Edge, Raise, RiskFactor, Shift, Stake
from questionnaire.walk.network import Choice, Pair
from questionnaire.walk.scales import Position
from questionnaire.walk.walk import Harmed, Open
from questionnaire.wording import result as words


class _Way(NamedTuple):
    """The steps from an answer to a risk factor, their weakest link, and whether they are certain."""

    steps: tuple[Step, ...]
    strength: Position
    truth: Truth


class _OfFactor(NamedTuple):
    """What all findings of one risk factor say alike; `groups` are those that no edge to a harm names."""

    ways: tuple[_Way, ...]
    mappings: tuple[str, ...]
    recommendations: tuple[str, ...]
    ties: Ties
    groups: tuple[GroupShown, ...]


@dataclass(frozen=True, slots=True)
class _Common:
    """What many findings are told from, worked out once: by risk factor, the edge that puts each harm at stake
    the most, what moves each kind of harm and source of bias, and what each kind of source counts as."""

    factors: dict[str, _OfFactor]
    stakes: dict[str, Open[Stake]]
    moved: dict[tuple[str, str], tuple[Moved, ...]]
    counts: dict[str, str]
    strengths: tuple[str, ...]
    pathways: tuple[str, ...]


def findings(told: Telling, ranked: Ranking, pairs: tuple[Pair, ...]) -> tuple[Finding, ...]:
    """The findings of these pairs, in their order."""
    common = _common(told, ranked, pairs)
    return tuple([_finding(told, common, pair, told.walk.harmed[pair]) for pair in pairs])


def _common(told: Telling, ranked: Ranking, pairs: tuple[Pair, ...]) -> _Common:
    harmed = told.walk.harmed
    stakes = {pair[1]: harmed[pair].stakes for pair in pairs}
    shifts = {
        (told.knowledge.harms[harm].kind, told.knowledge.risk_factors[factor].bias_source): harmed[factor, harm].shifts
        for factor, harm in pairs
    }
    return _Common(
        {factor: _of_factor(told, factor, ranked.ties[factor]) for factor in dict.fromkeys(pair[0] for pair in pairs)},
        {
            harm: max(opened, key=lambda open_: (open_.truth, told.network.severity[open_.edge.severity], open_.tail))
            for harm, opened in stakes.items()
        },
        {at: _moved_by(told, opened) for at, opened in shifts.items()},
        {kind.id: kind.counts_as for kind in told.knowledge.vocabulary.source_kinds},
        told.knowledge.vocabulary.words("evidence_strengths"),
        told.knowledge.vocabulary.words("pathways"),
    )


def _of_factor(told: Telling, factor: str, ties: Ties) -> _OfFactor:
    return _OfFactor(
        tuple(_way(told, open_) for open_ in told.walk.reached[factor].raised_by),
        _mappings(told, told.knowledge.risk_factors[factor]),
        recommendations_for(told, factor),
        ties,
        _groups(told, (*ties.raised, *ties.exposed)),
    )


def recommendations_for(told: Telling, factor: str) -> tuple[str, ...]:
    """The recommendations that work on a risk factor here."""
    return tuple(
        key
        for key in dict.fromkeys(key for key, _ in told.network.lowering.get(factor, ()))
        if factor in fitting(told, told.knowledge.recommendations[key])
    )


def _finding(told: Telling, common: _Common, pair: Pair, harmed: Harmed) -> Finding:
    factor, harm = told.knowledge.risk_factors[pair[0]], told.knowledge.harms[pair[1]]
    of_factor, paths = common.factors[pair[0]], _paths(told, common, pair, harmed)
    tied = falls_on(told, of_factor.ties, harm.id, harmed.leads)
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
        pathways=tuple(word for word in common.pathways if word in pathways),
        groups=of_factor.groups if tied == tuple(chain(*of_factor.ties)) else _groups(told, tied),
        likelihood=told.range(harmed.likelihood, told.likelihoods),
        severity=told.range(harmed.severity, told.severities),
        level=told.range(harmed.level, told.levels),
        residual=told.range(harmed.residual, told.levels),
        evidence_strength=_strength(told, common, paths[0]),
        mappings=of_factor.mappings,
        paths=paths,
        moved_by=common.moved[harm.kind, factor.bias_source],
        recommendations=of_factor.recommendations,
    )


def _paths(told: Telling, common: _Common, pair: Pair, harmed: Harmed) -> tuple[tuple[Step, ...], ...]:
    """A path for every open edge into the risk factor and on to the harm, the strongest first."""
    harm = told.knowledge.harms[pair[1]]
    kind = told.knowledge.vocabulary.label("harm_kinds", harm.kind)
    stake = common.stakes[harm.id]
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
        for before in common.factors[pair[0]].ways:
            strength = min(before.strength, told.network.likelihood[lead.edge.likelihood])
            rank = (-min(before.truth, lead.truth), -strength, before.steps[0].id, lead.edge.because)
            paths.append((rank, (*before.steps, on, last)))
    return tuple(steps for _, steps in sorted(paths, key=lambda item: item[0]))


def _way(told: Telling, open_: Open[Raise]) -> _Way:
    """The way over a raise edge; where it starts at another risk factor, over the strongest edge into that one."""
    edge, own = open_.edge, told.network.likelihood[open_.edge.likelihood]
    if isinstance(open_.tail, str):
        before = _way(told, strongest_into(told, open_.tail))
        step = Step(
            open_.tail,
            "risk_factor",
            told.knowledge.risk_factors[open_.tail].title,
            edge.because,
            edge.sources,
            certain=open_.truth == TRUE,
        )
        return _Way((*before.steps, step), min(before.strength, own), min(before.truth, open_.truth))
    return _Way((_answer_step(told, open_.tail, edge, open_.truth),), own, open_.truth)


def strongest_into(told: Telling, factor: str) -> Open[Raise]:
    """Of the edges into a risk factor the one over which it is told."""
    return max(
        told.walk.reached[factor].raised_by,
        key=lambda way: (way.truth, told.network.likelihood[way.edge.likelihood], str(way.tail)),
    )


def _answer_step(told: Telling, choice: Choice, edge: Edge, truth: Truth) -> Step:
    return Step("=".join(choice), "answer", told.labels[choice], edge.because, edge.sources, certain=truth == TRUE)


def _groups(told: Telling, tied: tuple[Tie, ...]) -> tuple[GroupShown, ...]:
    """The groups that evidence ties to a path: named on its edges, exposed by the deployment, or named by the team and
    known to bear its risk factor. A group that the team named stands there too where the evidence is on a narrower or a
    wider one, and says so."""
    ties: dict[str, list[Edge]] = {}
    for group, edge in tied:
        ties.setdefault(group, []).append(edge)
    groups, shown = told.knowledge.affected_groups, []
    of_kin = {key: known for key in told.named if key not in ties if (known := kin(groups, key, ties))}
    for key in sorted((*ties, *of_kin)):
        known = of_kin.get(key, key)
        group, edges = groups[key], ties[known]
        shown.append(
            GroupShown(
                key,
                group.attribute,
                group.title,
                group.also,
                key in told.named,
                edges[0].because,
                tuple(sorted({source for edge in edges for source in edge.sources})),
                "" if known == key else groups[known].title,
                group.everybody,
            )
        )
    return tuple(sorted(shown, key=lambda group: (not group.named_by_team, group.id)))


def kin(groups: Mapping[str, AffectedGroup], named: str, tied: Iterable[str]) -> str | None:
    """Of the groups that evidence ties to a path one that is part of the group named, or of which it is a part."""
    wider = groups[named].part_of
    return next((key for key in sorted(tied) if key in wider or named in groups[key].part_of), None)


def _moved_by(told: Telling, shifts: tuple[Open[Shift], ...]) -> tuple[Moved, ...]:
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
        for open_ in shifts
    ]
    return tuple(sorted(moved, key=lambda move: (not move.certain, move.moves, -move.by, move.question, move.option)))


def _mappings(told: Telling, factor: RiskFactor) -> tuple[str, ...]:
    """Ids of other taxonomies: those of the risk factor and those of its bias source."""
    own = next(word.mappings for word in told.knowledge.vocabulary.bias_sources if word.id == factor.bias_source)
    return tuple(sorted({*factor.mappings, *own}))


def _strength(told: Telling, common: _Common, path: tuple[Step, ...]) -> str:
    """Evidence strength of a path, from the kinds of its sources alone; each source counts once."""
    sources = {source for step in path for source in step.sources}
    counts = [common.counts[told.knowledge.sources[source].kind] for source in sources]
    strengths, studies = common.strengths, counts.count("study")
    if studies >= 2 or studies and "case" in counts:
        return strengths[3]
    return strengths[2] if studies else strengths[0] if set(counts) <= {"judgement"} else strengths[1]

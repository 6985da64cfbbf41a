"""What `kb reach` says of an entry, and the same as advice for `kb check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaire.assessment.result import Assessment
from questionnaire.files.yaml_text import counted_path
from questionnaire.knowledge.base import CHOICES
from questionnaire.upkeep import naming
from questionnaire.upkeep.doubts import Advice
from questionnaire.upkeep.reach import Use, Uses, choice_reaches
from questionnaire.wording import upkeep as wording


def advice(uses: Uses) -> Iterator[Advice]:
    """What uses declare and do not reach."""
    for use in uses.lacking():
        stakes = uses.knowledge.deployments[use.id].stakes
        for staked in use.unreached():
            for place in staked.own:
                at = ("stakes", place, "harms", stakes[place].harms.index(staked.harm))
                said = wording.unreached(staked.harm, staked.elsewhere, staked.by)
                yield Advice("deployments", use.id, at, said)
        for exposed in use.exposed:
            if not exposed.factors:
                said = wording.exposed_in_vain(exposed.group)
                yield Advice("deployments", use.id, ("exposes", exposed.place), said)
        for idle in use.idle:
            said = wording.idle(idle.question, idle.option, idle.needs)
            yield Advice("deployments", use.id, ("presumes", "answers", idle.question), said)
        if use.opening:
            said = wording.lower_and_open(use.level, _others(use), use.opening, _highest(uses, use))
            yield Advice("deployments", use.id, ("presumes", "answers"), said)


def _others(use: Use) -> list[str]:
    return [f"{other} ({level})" for other, level in use.broader]


def _highest(uses: Uses, use: Use) -> str:
    """The highest level of the uses that say less."""
    return max((level for _, level in use.broader), key=uses.knowledge.vocabulary.words("levels").index)


def lines(uses: Uses, identity: str, results: Iterable[tuple[str, Assessment]]) -> Iterator[str]:
    """What an id leads to, what leads to it, and which of the worked cases, given with their results, meet it."""
    knowledge, results = uses.knowledge, tuple(results)
    for kind in naming.kinds_of(knowledge, identity):
        entry = getattr(knowledge, kind).get(identity)
        title = getattr(entry, "title", "") or getattr(entry, "asks", "")
        yield f"{kind}/{identity}{f' ({title})' if title else ''}"
        yield ""
        if kind == "deployments" and identity in uses.ids:
            yield from _use(uses, uses.use(identity))
        if kind in CHOICES:
            yield from _choice(uses, kind, identity)
        if kind == "risk_factors":
            yield wording.listed(wording.FOUND_IN, uses.reaching(factor=identity))
            for harm, _, _ in uses.network.leads[identity]:
                yield f"  {harm}: {len(uses.reaching(identity, harm)) or wording.NOTHING_LEADS}"
        if kind == "harms":
            yield wording.listed(wording.FOUND_IN, uses.reaching(harm=identity))
            for factor, leads in sorted(uses.network.leads.items()):
                if any(harm == identity for harm, _, _ in leads):
                    yield f"  {factor}: {len(uses.reaching(factor, identity)) or wording.NOTHING_LEADS}"
        if kind == "affected_groups":
            yield wording.listed(wording.FALLS_IN, uses.exposing(identity))
        where = [f"{at}: {counted_path(path)}" for at, path in naming.places(knowledge, kind, identity)]
        if where:
            yield wording.listed(wording.PLACES, where)
        for name, found in zip(
            (wording.NAMED_BY, wording.DEPEND_ON_IT), naming.conditions_on(knowledge, kind, identity), strict=True
        ):
            if found:
                yield wording.listed(name, [f"{each.at}: {counted_path(each.path)}" for each in found])
        met = [case for case, result in results if meets(result, kind, identity)]
        yield wording.listed(wording.CASES, met) if met else wording.NO_CASE


def _use(uses: Uses, use: Use) -> Iterator[str]:
    yield wording.alone(use.level, use.lower, use.upper)
    if use.broader:
        yield wording.broader(_others(use), use.opening, _highest(uses, use))
    yield wording.AT_STAKE
    for staked in use.staked:
        yield wording.staked(staked.harm, staked.severity, staked.choices, staked.factors)
        if not staked.factors:
            yield f"    {wording.elsewhere(staked.elsewhere, staked.by)}".rstrip()
    if use.exposed:
        yield wording.EXPOSES
        yield from (wording.exposed(each.group, each.factors) for each in use.exposed)
    if use.idle:
        yield wording.IDLE
        yield from (f"  {wording.idle(each.question, each.option, each.needs)}" for each in use.idle)
    if said := wording.missed(use.neighbours, use.missed):
        yield said


def _choice(uses: Uses, kind: str, identity: str) -> Iterator[str]:
    reached = choice_reaches(uses.network, kind, identity)
    if reached:
        yield wording.RAISES
        yield from (f"  {factor}: {', '.join(harms) or wording.NOTHING_LEADS}" for factor, harms in reached.items())


def meets(result: Assessment, kind: str, identity: str) -> bool:
    """Whether an assessment meets an entry: by an answer, a finding, a recommendation, a rule or a source."""
    key, _, option = identity.partition("=")
    match kind:
        case "risk_factors":
            return any(finding.risk_factor == identity for finding in result.findings)
        case "harms":
            return any(finding.harm == identity for finding in result.findings)
        case "affected_groups":
            return any(group.id == identity for finding in result.findings for group in finding.groups)
        case "recommendations":
            return any(item.id == identity for item in result.recommendations)
        case "regulations":
            return any(item.id == identity for item in result.regulations)
        case "sources":
            return any(item.id == identity for item in result.sources)
        case "questions":
            return any(
                answer.question == key and answer.options and (not option or option in answer.options)
                for answer in result.answers
            )
        case _:
            return any(identity in answer.options for answer in result.answers)

"""Counts and coverage of a knowledge base, and how specific its reports are over the worked cases."""

from __future__ import annotations

import statistics
from collections import Counter

from msgspec import Struct

from questionnaire.assessment.assess import in_full
from questionnaire.assessment.result import Assessment
from questionnaire.assessment.telling import Telling
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.upkeep.coverage import every_edge, gaps, on_judgement_alone
from questionnaire.walk.network import Network

_RECENT = "2020"


class Stats(Struct, frozen=True):
    """`entries` and `sources_by_kind` count; on `gaps` `kb check` fails; `specificity` is over the cases."""

    version: str
    digest: str
    entries: dict[str, int]
    edges: int
    edges_on_judgement_alone: int
    sources_by_kind: dict[str, int]
    sources_by_year: dict[str, int]
    sources_by_region: dict[str, int]
    gaps: tuple[str, ...]
    specificity: dict[str, float]


def stats(network: Network, told: tuple[Telling, ...]) -> Stats:
    """The numbers of the knowledge base; `told` is what the answers of its cases say."""
    knowledge, results = network.knowledge, tuple(map(in_full, told))
    edges = every_edge(knowledge)
    return Stats(
        knowledge.version,
        knowledge.digest,
        {kind: len(getattr(knowledge, kind)) for kind in (*KINDS, "sources")},
        len(edges),
        len(on_judgement_alone(knowledge, edges)),
        dict(sorted(Counter(source.kind for source in knowledge.sources.values()).items())),
        dict(sorted(Counter(source.year for source in knowledge.sources.values()).items())),
        _by_region(knowledge),
        tuple(f"{gap.kind}/{gap.id}: {gap.message}" for gap in gaps(network, (each.walk for each in told))),
        specificity(results),
    )


def _by_region(knowledge: KnowledgeBase) -> dict[str, int]:
    """How many sources speak of the people of each part of the world; one may speak of several."""
    spoken = Counter(region for source in knowledge.sources.values() for region in source.regions)
    return {region: spoken[region] for region in knowledge.vocabulary.words("regions")}


def specificity(results: tuple[Assessment, ...]) -> dict[str, float]:
    """Median and 90th percentile of findings and attributes per report, and how far two reports overlap (0 to 1).

    The overlap is the mean Jaccard index of the sets of finding ids over all pairs of reports that have findings.
    """
    counts = [len(result.findings) for result in results]
    attributes = [
        len({group.attribute for finding in result.findings for group in finding.groups}) for result in results
    ]
    sets = [{finding.id for finding in result.findings} for result in results if result.findings]
    overlaps = [len(a & b) / len(a | b) for position, a in enumerate(sets) for b in sets[position + 1 :]]
    if not counts:
        return {}
    return {
        "cases": len(counts),
        "findings, median": statistics.median(counts),
        "findings, 90th percentile": _ninetieth(counts),
        "attributes, median": statistics.median(attributes),
        "attributes, 90th percentile": _ninetieth(attributes),
        "overlap of two reports, mean": round(statistics.mean(overlaps), 3) if overlaps else 0.0,
    }


def _ninetieth(values: list[int]) -> float:
    return sorted(values)[max(0, -(-9 * len(values) // 10) - 1)]


def render(numbers: Stats) -> str:
    """The numbers as text for a terminal."""
    lines = [f"Knowledge base {numbers.version} ({numbers.digest[:12]})", ""]
    lines += [f"{count:6}  {kind.replace('_', ' ')}" for kind, count in numbers.entries.items()]
    share = numbers.edges_on_judgement_alone / numbers.edges if numbers.edges else 0
    alone = f"{numbers.edges_on_judgement_alone} of them ({share:.1%}) on expert judgement alone"
    lines += [f"{numbers.edges:6}  edges, {alone}", ""]
    sources = (f"{count} {kind.replace('_', ' ')}" for kind, count in numbers.sources_by_kind.items())
    lines.append(f"Sources: {', '.join(sources)}")
    years = (f"{count} of {year}" for year, count in numbers.sources_by_year.items() if _RECENT <= year < "n.d.")
    lines.append(f"Recent sources: {', '.join(years) or 'none'}")
    regions = (f"{count} {region.replace('_', ' ')}" for region, count in numbers.sources_by_region.items())
    lines.append(f"Whose people they speak of: {', '.join(regions)}")
    lines += ["", "Over the cases:"] + [f"{value:6}  {name}" for name, value in numbers.specificity.items()]
    lines += ["", f"Gaps: {len(numbers.gaps)}", *(f"  {gap}" for gap in numbers.gaps)]
    return "\n".join(lines) + "\n"

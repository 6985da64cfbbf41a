"""Counts and coverage of a knowledge base, and how specific its reports are over the worked cases."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from questionnaire import graph
from questionnaire.model import KINDS, Edge, KnowledgeBase, Record
from questionnaire.result import Assessment


class Stats(Struct, frozen=True):
    """`entries` and `sources_by_kind` count; `gaps` names what is unused or uncovered; `specificity` is over cases."""

    version: str
    digest: str
    entries: dict[str, int]
    edges: int
    edges_on_judgement_alone: int
    sources_by_kind: dict[str, int]
    gaps: dict[str, list[str]]
    specificity: dict[str, float]


def stats(knowledge: KnowledgeBase, results: tuple[Assessment, ...]) -> Stats:
    """The numbers of the knowledge base; `results` are the assessments of its cases."""
    judgement = {key for key, source in knowledge.sources.items() if source.kind == "expert_judgement"}
    edges = [edge for kind in KINDS for record in getattr(knowledge, kind).values() for edge in _edges(record)]
    met = {finding.risk_factor for result in results for finding in result.findings}
    missed = {item.risk_factor for result in results for item in result.ruled_out}
    gaps = {
        "risk factors that nothing raises": sorted(set(knowledge.risk_factors) - graph.raised(knowledge)),
        "risk factors that no case meets": sorted(set(knowledge.risk_factors) - met),
        "risk factors that no case rules out": sorted(set(knowledge.risk_factors) - missed),
    }
    return Stats(
        knowledge.version, knowledge.digest,
        {kind: len(getattr(knowledge, kind)) for kind in (*KINDS, "sources")}, len(edges),
        sum(set(edge.sources) <= judgement for edge in edges),
        dict(sorted(Counter(source.kind for source in knowledge.sources.values()).items())), gaps, specificity(results))


def _edges(value: object) -> Iterator[Edge]:
    if isinstance(value, Edge):
        yield value
    elif isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from _edges(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _edges(item)


def specificity(results: tuple[Assessment, ...]) -> dict[str, float]:
    """Median and 90th percentile of findings and attributes per report, and how far two reports overlap (0 to 1).

    The overlap is the mean Jaccard index of the sets of finding ids over all pairs of reports that have findings.
    """
    counts = [len(result.findings) for result in results]
    attributes = [len({group.attribute for finding in result.findings for group in finding.groups})
                  for result in results]
    sets = [{finding.id for finding in result.findings} for result in results if result.findings]
    overlaps = [len(a & b) / len(a | b) for position, a in enumerate(sets) for b in sets[position + 1:]]
    if not counts:
        return {}
    return {"cases": len(counts),
            "findings, median": statistics.median(counts), "findings, 90th percentile": _ninetieth(counts),
            "attributes, median": statistics.median(attributes), "attributes, 90th percentile": _ninetieth(attributes),
            "overlap of two reports, mean": round(statistics.mean(overlaps), 3) if overlaps else 0.0}


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
    lines += ["", "Over the cases:"] + [f"{value:6}  {name}" for name, value in numbers.specificity.items()]
    for name, entries in numbers.gaps.items():
        lines += ["", f"{name.capitalize()}: {len(entries)}"] + [f"  {entry}" for entry in entries]
    return "\n".join(lines) + "\n"

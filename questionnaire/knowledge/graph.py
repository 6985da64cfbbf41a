"""The risk graph as a networkx MultiDiGraph: nodes `kind/id`, edges from choices over risk factors to harms.

For looking at the whole graph (checks, statistics, showing an entry's neighbours). A condition is a conjunction over
answers, so reachability here means "under some answers"; which edges are open under given answers is the walk's matter.
networkx is imported only where it has something to do, for that takes half as long as reading all files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Lead, Lowering, Raise

if TYPE_CHECKING:
    import networkx

_NODES = tuple(kind for kind in KINDS if kind not in ("questions", "regulations", "metrics", "forms"))
"""Of a question the options are nodes; no edge joins a regulation, a metric or a form."""
_HEADS = {Raise: ("risk_factors", "risk_factor"), Lead: ("harms", "harm"), Lowering: ("risk_factors", "risk_factor")}
"""The edges that the graph holds: at which kind of entry they end, and in which field its id stands."""


def risk_graph(knowledge: KnowledgeBase) -> networkx.MultiDiGraph:
    """Every node and edge of the knowledge base. An edge holds its record as `edge`; two may join the same nodes."""
    import networkx

    graph = networkx.MultiDiGraph()
    for kind in _NODES:
        for identity, entry in getattr(knowledge, kind).items():
            graph.add_node(f"{kind}/{identity}", kind=kind, title=entry.title)
    for question in knowledge.questions.values():
        for option in question.options:
            graph.add_node(f"questions/{question.id}={option.id}", kind="questions", title=option.label)
    for tail, edge in contents.edges(knowledge):
        if type(edge) in _HEADS:
            kind, field = _HEADS[type(edge)]
            node = f"{tail.kind}/{tail.id}={tail.option}" if tail.option else f"{tail.kind}/{tail.id}"
            graph.add_edge(node, f"{kind}/{getattr(edge, field)}", edge=edge)
    return graph


def circles(knowledge: KnowledgeBase) -> list[list[str]]:
    """Risk factors that raise one another in a circle, each circle in a fixed order."""
    return _circles(
        {key: [edge.risk_factor for edge in factor.raises] for key, factor in knowledge.risk_factors.items()}
    )


def question_circles(knowledge: KnowledgeBase) -> list[list[str]]:
    """Questions that are asked depending on one another in a circle."""
    return _circles({key: [other for other, _ in each.ask_when.atoms()] for key, each in knowledge.questions.items()})


def _circles(leading: Mapping[str, Iterable[str]]) -> list[list[str]]:
    try:
        TopologicalSorter(leading).prepare()
    except CycleError:
        import networkx

        graph = networkx.DiGraph((key, other) for key, others in leading.items() for other in others)
        return sorted(
            sorted(part)
            for part in networkx.strongly_connected_components(graph)
            if len(part) > 1 or any(graph.has_edge(node, node) for node in part)
        )
    return []


def raised(knowledge: KnowledgeBase) -> frozenset[str]:
    """Risk factors that some choice can raise, directly or through other risk factors."""
    further = [
        edge.risk_factor
        for tail, edge in contents.edges(knowledge)
        if isinstance(edge, Raise) and tail.kind != "risk_factors"
    ]
    reached: set[str] = set()
    while further:
        factor = further.pop()
        if factor not in reached:
            reached.add(factor)
            further += (edge.risk_factor for edge in knowledge.risk_factors[factor].raises)
    return frozenset(reached)

"""The risk graph as a networkx MultiDiGraph: nodes `kind/id`, edges from choices over risk factors to harms.

For looking at the whole graph (checks, statistics, showing an entry's neighbours). A condition is a conjunction over
answers, so reachability here means "under some answers"; which edges are open under given answers is the walk's matter.
"""

from __future__ import annotations

import networkx

from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Lead, Lowering, Raise

_NODES = tuple(kind for kind in KINDS if kind not in ("questions", "regulations", "metrics", "forms"))
"""Of a question the options are nodes; no edge joins a regulation, a metric or a form."""
_HEADS = {Raise: ("risk_factors", "risk_factor"), Lead: ("harms", "harm"), Lowering: ("risk_factors", "risk_factor")}
"""The edges that the graph holds: at which kind of entry they end, and in which field its id stands."""


def risk_graph(knowledge: KnowledgeBase) -> networkx.MultiDiGraph:
    """Every node and edge of the knowledge base. An edge holds its record as `edge`; two may join the same nodes."""
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
    graph = networkx.DiGraph(
        (identity, edge.risk_factor) for identity, factor in knowledge.risk_factors.items() for edge in factor.raises
    )
    return sorted(
        sorted(part)
        for part in networkx.strongly_connected_components(graph)
        if len(part) > 1 or any(graph.has_edge(node, node) for node in part)
    )


def question_circles(knowledge: KnowledgeBase) -> list[list[str]]:
    """Questions that are asked depending on one another in a circle."""
    graph = networkx.DiGraph(
        (question.id, other) for question in knowledge.questions.values() for other, _ in question.ask_when.atoms()
    )
    return sorted(
        sorted(part)
        for part in networkx.strongly_connected_components(graph)
        if len(part) > 1 or any(graph.has_edge(node, node) for node in part)
    )


def raised(knowledge: KnowledgeBase) -> frozenset[str]:
    """Risk factors that some choice can raise, directly or through other risk factors."""
    graph = risk_graph(knowledge)
    starts = [node for node, data in graph.nodes(data=True) if data["kind"] not in ("risk_factors", "recommendations")]
    reached = set().union(*(networkx.descendants(graph, node) for node in starts)) if starts else set()
    return frozenset(node.partition("/")[2] for node in reached if node.startswith("risk_factors/"))

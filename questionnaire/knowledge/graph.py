"""The risk graph as a networkx MultiDiGraph: nodes `kind/id`, edges from choices over risk factors to harms.

For looking at the whole graph (checks, statistics, showing an entry's neighbours). A condition is a conjunction over
answers, so reachability here means "under some answers"; which edges are open under given answers is the walk's matter.
"""

from __future__ import annotations

import networkx

from questionnaire.knowledge.base import KnowledgeBase


def risk_graph(knowledge: KnowledgeBase) -> networkx.MultiDiGraph:
    """Every node and edge of the knowledge base. An edge holds its record as `edge`; two may join the same nodes."""
    graph = networkx.MultiDiGraph()
    for kind in (
        "tasks",
        "objectives",
        "data_plans",
        "deployments",
        "risk_factors",
        "harms",
        "affected_groups",
        "recommendations",
    ):
        for identity, entry in getattr(knowledge, kind).items():
            graph.add_node(f"{kind}/{identity}", kind=kind, title=entry.title)
    for kind in ("tasks", "objectives", "data_plans", "deployments", "risk_factors"):
        for identity, entry in getattr(knowledge, kind).items():
            for edge in entry.raises:
                graph.add_edge(f"{kind}/{identity}", f"risk_factors/{edge.risk_factor}", edge=edge)
    for question in knowledge.questions.values():
        for option in question.options:
            node = f"questions/{question.id}={option.id}"
            graph.add_node(node, kind="questions", title=option.label)
            for edge in option.raises:
                graph.add_edge(node, f"risk_factors/{edge.risk_factor}", edge=edge)
    for identity, factor in knowledge.risk_factors.items():
        for edge in factor.leads_to:
            graph.add_edge(f"risk_factors/{identity}", f"harms/{edge.harm}", edge=edge)
    for identity, recommendation in knowledge.recommendations.items():
        for edge in recommendation.works_on:
            graph.add_edge(f"recommendations/{identity}", f"risk_factors/{edge.risk_factor}", edge=edge)
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

"""The walk on the real knowledge base and on synthetic ones of 10 and 100 times its edges."""

import math

import msgspec

from benchmarks.timing import median_ms
from questionnaire.knowledge import graph, loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.walk.network import Network
from questionnaire.walk.walk import walk


def multiplied(knowledge: KnowledgeBase, times: int) -> KnowledgeBase:
    """The knowledge base with `times` copies of every risk factor and of every edge into and out of it."""

    def name(identity: str, copy: int) -> str:
        return identity if copy == 0 else f"{identity}-{copy}"

    def copies(edges):
        return tuple(
            msgspec.structs.replace(edge, risk_factor=name(edge.risk_factor, copy))
            for copy in range(times)
            for edge in edges
        )

    def raising(entries):
        return {key: msgspec.structs.replace(entry, raises=copies(entry.raises)) for key, entry in entries.items()}

    factors = {
        name(key, copy): msgspec.structs.replace(
            factor,
            id=name(key, copy),
            raises=tuple(
                msgspec.structs.replace(edge, risk_factor=name(edge.risk_factor, copy)) for edge in factor.raises
            ),
        )
        for copy in range(times)
        for key, factor in knowledge.risk_factors.items()
    }
    questions = {
        key: msgspec.structs.replace(
            question,
            options=tuple(msgspec.structs.replace(option, raises=copies(option.raises)) for option in question.options),
        )
        for key, question in knowledge.questions.items()
    }
    return msgspec.structs.replace(
        knowledge,
        risk_factors=factors,
        questions=questions,
        **{kind: raising(getattr(knowledge, kind)) for kind in ("tasks", "objectives", "data_plans", "deployments")},
    )


def run() -> None:
    knowledge = loader.load()
    points = []
    for times in (1, 10, 100):
        bigger = multiplied(knowledge, times)
        edges = graph.risk_graph(bigger).number_of_edges()
        network = Network(bigger)
        took = median_ms(lambda: walk(network, {}), repeat=5 if times > 10 else 9)  # noqa: B023 - called at once
        points.append((edges, took))
        print(
            f"  {times:4}x  {edges:8,} edges  {took:9.1f} ms for a walk with every question open "
            f"({took / edges * 1000:.1f} µs an edge)"
        )
    exponent = math.log(points[-1][1] / points[0][1]) / math.log(points[-1][0] / points[0][0])
    print(f"  time grows as edges to the power {exponent:.2f} (1 is linear)")
    network = Network(knowledge)
    given = {
        "task": ("risk-scoring",),
        "about-people": ("individuals",),
        "deployment": ("tenant-screening",),
        "objective": ("rent-payment-and-eviction",),
        "data-plan": ("purchased-data",),
    }
    print(f"  real, five questions answered: {median_ms(lambda: walk(network, given), number=20):.1f} ms")

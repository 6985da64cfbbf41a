"""The walk on the real knowledge base and on synthetic ones of 10 and 100 times its edges, and what is told from it."""

import math

import msgspec

from benchmarks.timing import median_ms
from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.walk.interview import next_questions
from questionnaire.walk.network import Network
from questionnaire.walk.walk import walk

ANSWERED = {
    "task": ("risk-scoring",),
    "about-people": ("individuals",),
    "deployment": ("tenant-screening",),
    "objective": ("rent-payment-and-eviction",),
    "data-plan": ("purchased-data",),
}


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
        network = Network(bigger)
        edges = sum(len(raises) for raises in network.raises.values()) + sum(
            len(factor.raises) + len(factor.leads_to) for factor in bigger.risk_factors.values()
        )
        took = median_ms(lambda: walk(network, {}), repeat=5 if times > 10 else 9)  # noqa: B023 - called at once
        points.append((edges, took))
        print(
            f"  {times:4}x  {edges:8,} edges to harms  {took:9.1f} ms for a walk with every question open "
            f"({took / edges * 1000:.1f} µs an edge)"
        )
    exponent = math.log(points[-1][1] / points[0][1]) / math.log(points[-1][0] / points[0][0])
    print(f"  time grows as edges to the power {exponent:.2f} (1 is linear)")
    network = Network(knowledge)
    for name, keys in (("no question answered", ()), ("three", tuple(ANSWERED)[:3]), ("five", tuple(ANSWERED))):
        answers = Answers(answers={key: Answer("answered", ANSWERED[key]) for key in keys})
        one, whole = (
            median_ms(lambda: walk(network, answers.given())),  # noqa: B023 - called at once
            median_ms(lambda: assess(network, answers)),  # noqa: B023
        )
        asked, tried = (
            median_ms(lambda: next_questions(network, answers)),  # noqa: B023
            median_ms(lambda: outlook(network, answers)),  # noqa: B023
        )
        print(
            f"  real, {name}: {one:.1f} ms for a walk, {whole:.1f} ms to tell it, "
            f"{asked:.1f} ms for the next questions, {tried:.1f} ms for the outlook"
        )

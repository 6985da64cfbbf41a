"""The knowledge base arranged for walking.

networkx is not used here: importing it costs more than a hundred walks (benchmarks/). It serves where the whole graph
is looked at, in knowledge/graph.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import TopologicalSorter

from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import MAYBE, Truths
from questionnaire.knowledge.entries import Deployment, Lead, Lowering, Option, Raise

Choice = tuple[str, str]
"""A question and one of its options: where every path starts."""


class Network:
    """The knowledge base arranged for walking: edges by tail, risk factors in topological order, words as positions."""

    def __init__(self, knowledge: KnowledgeBase):
        self.knowledge = knowledge
        self.questions = dict(sorted(knowledge.questions.items()))
        self.labels = {
            (key, option): label
            for key, question in knowledge.questions.items()
            for option, label in knowledge.options(question)
        }
        self.offered = {
            key: tuple(sorted(option for option, _ in knowledge.options(question)))
            for key, question in knowledge.questions.items()
        }
        vocabulary = knowledge.vocabulary
        self.likelihood = {word: position for position, word in enumerate(vocabulary.words("likelihoods"))}
        self.severity = {word: position for position, word in enumerate(vocabulary.words("severities"))}
        self.level = {word: position for position, word in enumerate(vocabulary.words("levels"))}
        self.worst = len(self.level) - 1
        self.table = {
            (self.likelihood[row.likelihood], self.severity[row.severity]): self.level[row.level]
            for row in vocabulary.level_table
        }
        self.raises: dict[Choice, tuple[Raise, ...]] = {}
        self.options: dict[Choice, Option] = {}
        self.deployments: dict[Choice, Deployment] = {}
        for question in self.questions.values():
            if question.options_from:
                for identity, entry in sorted(getattr(knowledge, question.options_from).items()):
                    self.raises[question.id, identity] = getattr(entry, "raises", ())
                    if question.options_from == "deployments":
                        self.deployments[question.id, identity] = entry
            for option in question.options:
                self.raises[question.id, option.id] = option.raises
                self.options[question.id, option.id] = option
        before: dict[str, set[str]] = {key: set() for key in knowledge.risk_factors}
        for key, factor in knowledge.risk_factors.items():
            for edge in factor.raises:
                before[edge.risk_factor].add(key)
        self.order = tuple(TopologicalSorter({key: sorted(before[key]) for key in sorted(before)}).static_order())
        self.leads = {key: tuple(_by_harm(factor.leads_to).items()) for key, factor in knowledge.risk_factors.items()}
        self.lowering: dict[str, tuple[tuple[str, Lowering], ...]] = {}
        for identity, recommendation in sorted(knowledge.recommendations.items()):
            for work in recommendation.works_on:
                self.lowering[work.risk_factor] = (*self.lowering.get(work.risk_factor, ()), (identity, work))

    def choices(self, truths: Truths) -> Iterable[tuple[Choice, int]]:
        """Every option that is chosen (TRUE) or may be (MAYBE), in a fixed order."""
        given = truths.given
        for question in self.questions:
            chosen = given.get(question)
            asked = truths.asked(question)
            if not asked:
                continue
            if chosen is None:
                for option in self.offered[question]:
                    yield (question, option), MAYBE
            else:
                for option in sorted(chosen):
                    yield (question, option), asked


def _by_harm(leads: Iterable[Lead]) -> dict[str, list[Lead]]:
    grouped: dict[str, list[Lead]] = {}
    for lead in leads:
        grouped.setdefault(lead.harm, []).append(lead)
    return grouped

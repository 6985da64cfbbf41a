"""An assessment under one knowledge base, told only as far as a comparison looks: not what a report says besides."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from questionnaire.answers.answers import Answers
from questionnaire.assessment import advice
from questionnaire.assessment.assess import answers_shown
from questionnaire.assessment.findings import findings
from questionnaire.assessment.ranking import Ranking, falls_on, ranking
from questionnaire.assessment.result import Finding, Verdict
from questionnaire.assessment.telling import telling
from questionnaire.assessment.verdict import verdict
from questionnaire.walk.network import Network


class Side:
    """One walk of the answers. Findings, recommendations, rules and choices are told once they are asked for.

    Where `beside` is the same answers under another knowledge base whose questions are the same, what was found out
    there about conditions is not worked out anew.
    """

    def __init__(self, network: Network, answers: Answers, beside: Side | None = None):
        self.told = telling(network, answers)
        if beside is not None and beside.told.given == self.told.given:
            self.told = replace(self.told, truths=beside.told.truths)
        self.verdict: Verdict = verdict(self.told, None, "")

    @cached_property
    def ranked(self) -> Ranking:
        """What was reached in its order, and the groups that are tied to it."""
        return ranking(self.told)

    @property
    def network(self) -> Network:
        """The knowledge base that was walked, arranged for it."""
        return self.told.network

    @property
    def stops(self) -> list[str]:
        """The stops that are certain, each as the choice and why."""
        return [f"{each.deployment}: {each.because}" for each in self.verdict.stop]

    @property
    def levels(self) -> tuple[object, ...]:
        """The levels of the verdict, and the stops."""
        return self.verdict.level, self.verdict.lower, self.verdict.upper, self.verdict.residual, self.stops

    @cached_property
    def bare(self) -> tuple[object, ...]:
        """The bare walk: the levels, what was reached with its bounds, and the groups that stand on the edges. Order
        and groups of the findings follow from it by what is known of groups alone."""
        walk = self.told.walk
        harmed = {
            pair: (
                at.level,
                at.likelihood,
                at.severity,
                [(way.truth, way.edge.groups, way.edge.alone) for way in at.leads],
            )
            for pair, at in walk.harmed.items()
        }
        raised = {
            key: [(way.truth, way.edge.groups) for way in at.raised_by]
            for key, at in walk.reached.items()
            if any(way.edge.groups for way in at.raised_by)
        }
        return self.levels, harmed, raised

    @cached_property
    def reached(self) -> list[tuple[object, ...]]:
        """The findings in their order, each with its bounds. What is recommended, and in which order, follows from it
        by the entries of recommendations alone."""
        harmed = self.told.walk.harmed
        return [(pair, (at := harmed[pair]).level, at.likelihood, at.severity) for pair in self.ranked.pairs]

    @cached_property
    def outline(self) -> tuple[object, ...]:
        """What is said of the answers, without its words: the levels, what was reached and on whom it falls, and whom
        the team named."""
        told = self.told
        groups = [
            {group for group, _ in falls_on(told, self.ranked.ties[pair[0]], pair[1], told.walk.harmed[pair].leads)}
            for pair in self.ranked.pairs
        ]
        return self.levels, self.reached, groups, told.named

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """By id, the worst first."""
        found = findings(self.told, self.ranked, self.ranked.pairs)
        return {each.id: each for each in found}

    def at_stake(self, finding: Finding) -> set[tuple[str, str]]:
        """Where it is said how severe the harm of a finding is: the entries chosen, or the questions answered."""
        stakes = self.told.walk.harmed[finding.risk_factor, finding.harm].stakes
        tails = [stake.tail for stake in stakes if not isinstance(stake.tail, str)]
        kinds = {key: self.network.questions[key].options_from for key, _ in tails}
        return {(str(kinds[key]), option) if kinds[key] else ("questions", key) for key, option in tails}

    @cached_property
    def recommendations(self) -> list[str]:
        return [each.id for each in advice.recommendations(self.told, tuple(self.findings.values()))]

    @cached_property
    def regulations(self) -> list[str]:
        return [each.id for each in advice.regulations(self.told)]

    @cached_property
    def chosen(self) -> set[tuple[str, str]]:
        """What was chosen by questions that offer entries, presumed answers among it: a kind and an id each."""
        kinds = {key: each.options_from for key, each in self.network.questions.items() if each.options_from}
        return {
            (str(kind), option)
            for answer in answers_shown(self.told)
            if (kind := kinds.get(answer.question))
            for option in answer.options
        }


def told_of(network: Network, answers: Answers) -> Side:
    """A side with its findings told; raises KeyError where the answers name something that is not in the network."""
    side = Side(network, answers)
    _ = side.findings
    return side

"""An assessment under one knowledge base, told only as far as a comparison looks: not what a report says besides."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from questionnaire.answers.answers import Answers
from questionnaire.assessment import advice, verdict
from questionnaire.assessment.findings import kin, recommendations_for, strongest_into
from questionnaire.assessment.lint import holding
from questionnaire.assessment.ranking import Exposed, Ranking, exposures, ranking
from questionnaire.assessment.telling import Telling, telling
from questionnaire.knowledge.conditions import TRUE
from questionnaire.upkeep.difference import Due, Entry
from questionnaire.walk.network import Network, Pair


class Found(NamedTuple):
    """A finding as far as it is compared: the level to plan for and the highest one, and on whom it falls."""

    planned: str
    upper: str
    groups: tuple[str, ...]


class Side:
    """One walk of the answers. Findings, recommendations, rules and choices are told once they are asked for.

    `beside` is the same answers under another knowledge base whose questions are the same: what was found out there
    about conditions is not worked out anew. `tied_alike`: so is whom the uses and the team expose, by both alike.
    """

    def __init__(self, network: Network, answers: Answers, beside: Side | None = None, *, tied_alike: bool = False):
        self.told: Telling = telling(network, answers, beside.told.truths if beside else None)
        same = beside is not None and beside.told.truths is self.told.truths
        self._exposed_beside = beside if tied_alike and same else None
        self._groups: dict[frozenset[str], tuple[str, ...]] = {}
        self._ways: dict[str, frozenset[Entry]] = {}

    @cached_property
    def exposed(self) -> Exposed:
        """The groups that are known to be at a disadvantage in such a use."""
        return exposures(self.told) if self._exposed_beside is None else self._exposed_beside.exposed

    @cached_property
    def ranked(self) -> Ranking:
        """What was reached in its order, and the groups that are tied to it."""
        return ranking(self.told, self.exposed)

    @property
    def network(self) -> Network:
        """The knowledge base that was walked, arranged for it."""
        return self.told.network

    @cached_property
    def levels(self) -> tuple[str, str, str, str]:
        """Of the verdict: what to plan for, the lower and the upper level, and what measures leave."""
        return verdict.levels(self.told)

    @cached_property
    def stops(self) -> list[str]:
        """The stops that are certain, each as the choice and why."""
        certain = (at for at in self.told.walk.stops if at.truth == TRUE)
        return [f"{at.tail[1]}: {at.edge.because}" for at in sorted(certain, key=lambda at: (at.tail, at.edge.because))]

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
        return self.levels, self.stops, harmed, raised

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
        groups = [self.ranked.groups[pair] for pair in self.ranked.pairs]
        return self.levels, self.stops, self.reached, groups, self.told.named

    @cached_property
    def findings(self) -> dict[Pair, Found]:
        """By risk factor and harm, the worst first."""
        levels, harmed = self.told.levels, self.told.walk.harmed
        return {
            pair: Found(
                levels[harmed[pair].level.planned],
                levels[harmed[pair].level.upper],
                self._named(self.ranked.groups[pair]),
            )
            for pair in self.ranked.pairs
        }

    def title(self, pair: Pair) -> str:
        """What a finding is called."""
        return f"{self.told.knowledge.risk_factors[pair[0]].title} → {self.told.knowledge.harms[pair[1]].title}"

    def severity(self, pair: Pair) -> tuple[str, ...]:
        """How severe the harm of a finding is: words of the scale."""
        return tuple(self.told.severities[place] for place in self.told.walk.harmed[pair].severity)

    def _named(self, tied: frozenset[str]) -> tuple[str, ...]:
        """The groups that a finding names where evidence ties these to it, those first that the team named: they stand
        there too where the evidence is on a narrower or a wider one."""
        if tied not in self._groups:
            groups, named = self.told.knowledge.affected_groups, self.told.named
            of_kin = {key for key in named if key not in tied and kin(groups, key, tied)}
            self._groups[tied] = tuple(sorted(tied | of_kin, key=lambda key: (key not in named, key)))
        return self._groups[tied]

    def entries_on(self, pair: Pair) -> frozenset[Entry]:
        """The entries on the paths of a finding, and the questions whose answers move it."""
        moving = {("questions", shift.tail[0]) for shift in self.told.walk.harmed[pair].shifts}
        return self._into(pair[0]) | {("harms", pair[1])} | moving

    def _into(self, factor: str) -> frozenset[Entry]:
        if factor not in self._ways:
            found = {("risk_factors", factor)}
            for tail in {way.tail for way in self.told.walk.reached[factor].raised_by}:
                if isinstance(tail, str):
                    found |= self._before(tail)
                else:
                    found |= self._choice(*tail)
            self._ways[factor] = frozenset(found)
        return self._ways[factor]

    def _before(self, factor: str) -> frozenset[Entry]:
        """A risk factor that raises another, and what stands before it on the way over which it is told."""
        tail = strongest_into(self.told, factor).tail
        before = self._before(tail) if isinstance(tail, str) else self._choice(*tail)
        return before | {("risk_factors", factor)}

    def _choice(self, question: str, option: str) -> frozenset[Entry]:
        kind = self.network.questions[question].options_from
        return frozenset({("questions", question), (kind, option)} if kind else {("questions", question)})

    def at_stake(self, pair: Pair) -> set[Entry]:
        """Where it is said how severe the harm of a finding is: the entries chosen, or the questions answered."""
        tails = [stake.tail for stake in self.told.walk.harmed[pair].stakes if not isinstance(stake.tail, str)]
        kinds = {key: self.network.questions[key].options_from for key, _ in tails}
        return {(str(kinds[key]), option) if kinds[key] else ("questions", key) for key, option in tails}

    @cached_property
    def recommendations(self) -> tuple[str, ...]:
        """What is recommended, in its order."""
        works: dict[str, list[Pair]] = {}
        fitting = {factor: recommendations_for(self.told, factor) for factor in self.ranked.ties}
        for pair in self.ranked.pairs:
            for key in fitting[pair[0]]:
                works.setdefault(key, []).append(pair)
        return advice.recommended(self.told, works)

    @cached_property
    def regulations(self) -> tuple[str, ...]:
        """The rules that may apply."""
        return tuple(each.id for each in advice.regulations(self.told))

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """The ids of the rules on answers that make a remark."""
        nothing = all(options is None for options in self.told.answers.given().values())
        return holding(self.told, "" if nothing else self.levels[0])

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """What the level to plan for triggers."""
        triggers, level = self.told.knowledge.triggers, self.levels[0]
        row = triggers.of(level)
        return (
            *(Due("reviewers", each.id, each.title) for each in triggers.reviewers_of(level)),
            *(Due("in_place", each.id, each.title) for each in triggers.in_place_at(level)),
            *(Due("decisions", each) for each in row.decisions),
            Due("again_after_months", str(row.again_after_months)),
        )

    @cached_property
    def chosen(self) -> frozenset[Entry]:
        """What was chosen by questions that offer entries, presumed answers among it: a kind and an id each."""
        found: set[Entry] = set()
        for key, question in self.network.questions.items():
            if question.options_from:
                answer = self.told.answers.answers.get(key)
                presumed = (self.told.given.get(key) or ()) if self.told.truths.asked(key) else ()
                found |= {(question.options_from, option) for option in (answer.options if answer else presumed)}
        return frozenset(found)

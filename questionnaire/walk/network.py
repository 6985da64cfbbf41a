"""The knowledge base arranged for walking.

networkx is not used here: importing it costs more than a hundred walks (benchmarks/). It serves where the whole graph
is looked at, in knowledge/graph.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from questionnaire.knowledge.base import CHOICES, KnowledgeBase
from questionnaire.knowledge.conditions import Given, Where, Worlds
from questionnaire.knowledge.entries import Deployment, Lead, Lowering, Option, Raise, Stake, Stop, pairs
from questionnaire.knowledge.presumptions import presumed
from questionnaire.walk.scales import Position

Choice = tuple[str, str]
"""A question and one of its options: where every path starts."""

Pair = tuple[str, str]
"""A risk factor and a harm."""


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
            for key, question in self.questions.items()
        }
        self.likelihood, self.severity, self.level = (
            {word: Position(place) for place, word in enumerate(knowledge.vocabulary.words(scale))}
            for scale in ("likelihoods", "severities", "levels")
        )
        self.corners = tuple(self._corners())
        self.reaching_further = frozenset(self._questions_reaching_further())
        """Questions whose answers may change what counts for other questions, or count otherwise than as given."""
        self.raises: dict[Choice, tuple[Raise, ...]] = {}
        self.options: dict[Choice, Option] = {}
        self.deployments: dict[Choice, Deployment] = {}
        self.stakes: dict[Choice, tuple[Stake, ...]] = {}
        self.stops: dict[Choice, tuple[Stop, ...]] = {}
        for question in self.questions.values():
            if question.options_from:
                for identity, entry in sorted(getattr(knowledge, question.options_from).items()):
                    self.raises[question.id, identity] = getattr(entry, "raises", ())
                    self.stakes[question.id, identity] = getattr(entry, "stakes", ())
                    self.stops[question.id, identity] = getattr(entry, "stops", ())
                    if question.options_from == "deployments":
                        self.deployments[question.id, identity] = entry
            for option in question.options:
                self.raises[question.id, option.id] = option.raises
                self.stakes[question.id, option.id] = option.stakes
                self.stops[question.id, option.id] = option.stops
                self.options[question.id, option.id] = option
        self.attributes = {
            key: frozenset((group.attribute, *group.also)) for key, group in knowledge.affected_groups.items()
        }
        self.exposed = tuple((key, edge) for key, group in knowledge.affected_groups.items() for edge in group.exposed)
        before: dict[str, set[str]] = {key: set() for key in knowledge.risk_factors}
        for key, factor in knowledge.risk_factors.items():
            for edge in factor.raises:
                before[edge.risk_factor].add(key)
        self.order = tuple(TopologicalSorter({key: sorted(before[key]) for key in sorted(before)}).static_order())
        forms: dict[str, list[str]] = {}
        for key, harm in knowledge.harms.items():
            if harm.form_of:
                forms.setdefault(harm.form_of, []).append(key)
        self.leads = {
            key: tuple(
                (harm, knowledge.harms[harm].kind, tuple(leads))
                for harm, leads in _by_harm(factor.leads_to, forms).items()
            )
            for key, factor in knowledge.risk_factors.items()
        }
        self.lowering: dict[str, tuple[tuple[str, Lowering], ...]] = {}
        for identity, recommendation in sorted(knowledge.recommendations.items()):
            for work in recommendation.works_on:
                self.lowering[work.risk_factor] = (*self.lowering.get(work.risk_factor, ()), (identity, work))

    def presumed(self, given: Given) -> Given:
        """The answers given, with those that the chosen entries presume."""
        return presumed(self.knowledge, given)

    def changes(self, given: Given, base: Given, changes: Iterable[Given]) -> list[Given]:
        """What each change of the answers given changes in `base`, which is these answers with what they presume.

        Sets of steps share most of what reaches further, so that is worked out once for all of them.
        """
        known: dict[tuple[tuple[str, tuple[str, ...] | None], ...], Given] = {(): {}}
        found: list[Given] = []
        for change in changes:
            reaching = tuple((key, value) for key, value in change.items() if key in self.reaching_further)
            if reaching not in known:
                known[reaching] = self._reached(given, base, dict(reaching))
            plain = {key: value for key, value in change.items() if key not in self.reaching_further}
            found.append({**known[reaching], **plain})  # an answer goes before what is presumed in its place
        return found

    def _reached(self, given: Given, base: Given, change: Given) -> Given:
        after = self.presumed({**given, **change})
        return {key: after.get(key) for key in base.keys() | after.keys() if after.get(key) != base.get(key)}

    def _questions_reaching_further(self) -> Iterator[str]:
        """Those with choices that presume answers, those on which a presumption stands firm, and those of clashes with
        the ones that decide whether they are asked."""
        for key, question in self.questions.items():
            if question.options_from in CHOICES:
                for entry in getattr(self.knowledge, question.options_from).values():
                    if entry.presumes:
                        yield key
                        yield from entry.presumes.firm
        for clash in self.knowledge.interview.clashes:
            for key, _ in pairs(clash.answers):
                yield key
                yield from (asked for asked, _ in self.questions[key].ask_when.atoms())

    def choices(self, worlds: Worlds) -> Iterator[tuple[Choice, Where]]:
        """Every option that is chosen or may be in some world, with these worlds, in a fixed order."""
        for question, offered in self.offered.items():
            asked = worlds.asked(question)
            open_, chosen = worlds.open[question], worlds.chosen[question]
            for option in sorted({*offered, *chosen} if open_ else chosen):
                some = chosen.get(option, 0)
                maybe = some | open_ if option in offered else some
                where = Where(some & asked.certain, maybe & asked.possible)
                if where.possible:
                    yield (question, option), where

    def _corners(self) -> Iterator[tuple[Position, Position, Position]]:
        """The table of levels as its corners: from this likelihood and this severity on, the level is at least this.

        The table rises in both, which is checked where a knowledge base is read.
        """
        rows = self.knowledge.vocabulary.level_table
        table = {(self.likelihood[row.likelihood], self.severity[row.severity]): self.level[row.level] for row in rows}
        for level in range(1, len(self.level)):
            before = Position(len(self.severity))
            for likelihood in self.likelihood.values():
                least = next((each for each in self.severity.values() if table[likelihood, each] >= level), before)
                if least < before:
                    yield Position(level), likelihood, least
                    before = least


def _by_harm(leads: Iterable[Lead], forms: Mapping[str, Iterable[str]]) -> dict[str, list[Lead]]:
    """Edges by the harm that they lead to. An edge to a general harm also leads to its forms, but to one only where no
    edge leads there by itself."""
    grouped: dict[str, list[Lead]] = {}
    for lead in leads:
        grouped.setdefault(lead.harm, []).append(lead)
    inherited = {
        form: general for harm, general in grouped.items() for form in forms.get(harm, ()) if form not in grouped
    }
    return {**grouped, **inherited}

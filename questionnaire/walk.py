"""The walk: from answers over risk factors and pathways to harms, with a lower and an upper bound for each.

Words of a scale are positions here: 0 is the scale's first word ("none"), so that the weakest link of a path is a
minimum and the strongest of several paths a maximum. *Lower* counts only what is certain, *upper* also what is maybe.
One pass over the edges in topological order gives the widest (bottleneck) path to every risk factor, in time linear
in the edges; paths are never enumerated to find a level.

Aggravating and attenuating answers do not add up: per scale the strongest step up and the strongest step down count
once each. Declared mitigations likewise: the strongest counts.

networkx is not used here: importing it costs more than a hundred walks (benchmarks/). It serves where the whole graph
is looked at, in graph.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import NamedTuple

from questionnaire.conditions import FALSE, MAYBE, TRUE, Given, Truths
from questionnaire.model import Deployment, Edge, KnowledgeBase, Lead, Lowering, Opening, Option, Raise, Shift

Choice = tuple[str, str]
"""A question and one of its options: where every path starts."""


class Bounds(NamedTuple):
    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class Open:
    """An edge that is open for certain (TRUE) or maybe (MAYBE), and where it starts."""

    tail: Choice | str
    edge: Edge
    truth: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A risk factor that the answers may raise."""

    likelihood: Bounds
    raised_by: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Harmed:
    """A pair of risk factor and harm that the answers may reach."""

    likelihood: Bounds
    severity: Bounds
    level: Bounds
    residual: Bounds
    leads: tuple[Open, ...]
    stakes: tuple[Open, ...]
    shifts: tuple[Open, ...]
    openings: tuple[Open, ...]
    lowerings: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """What one set of answers reaches. `closed` maps a risk factor that a choice would raise, and that reaches no
    harm, to the edges and rules that close it."""

    reached: Mapping[str, Reached]
    harmed: Mapping[tuple[str, str], Harmed]
    closed: Mapping[str, tuple[object, ...]]
    stops: tuple[Open, ...]
    level: int
    lower: int
    upper: int
    residual: int


class Network:
    """The knowledge base arranged for walking: edges by tail, risk factors in topological order, words as positions."""

    def __init__(self, knowledge: KnowledgeBase):
        self.knowledge = knowledge
        self.questions = dict(sorted(knowledge.questions.items()))
        self.offered = {key: tuple(sorted(option for option, _ in knowledge.options(question)))
                        for key, question in knowledge.questions.items()}
        vocabulary = knowledge.vocabulary
        self.likelihood = {word: position for position, word in enumerate(vocabulary.words("likelihoods"))}
        self.severity = {word: position for position, word in enumerate(vocabulary.words("severities"))}
        self.level = {word: position for position, word in enumerate(vocabulary.words("levels"))}
        self.worst = len(self.level) - 1
        self.table = {(self.likelihood[row.likelihood], self.severity[row.severity]): self.level[row.level]
                      for row in vocabulary.level_table}
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
        before = {key: set() for key in knowledge.risk_factors}
        for key, factor in knowledge.risk_factors.items():
            for edge in factor.raises:
                before[edge.risk_factor].add(key)
        self.order = tuple(TopologicalSorter({key: sorted(before[key]) for key in sorted(before)}).static_order())
        self.leads = {key: tuple(_by_harm(factor.leads_to).items()) for key, factor in knowledge.risk_factors.items()}
        self.lowering: dict[str, tuple[tuple[str, Lowering], ...]] = {}
        for identity, recommendation in sorted(knowledge.recommendations.items()):
            for edge in recommendation.works_on:
                self.lowering[edge.risk_factor] = (*self.lowering.get(edge.risk_factor, ()), (identity, edge))

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


def walk(network: Network, given: Given, mitigations: Iterable[str] = ()) -> Walk:
    """Walk the network under the answers; `mitigations` are the ids of declared recommendations."""
    walker = _Walker(network, Truths(network.questions, given), frozenset(mitigations))
    walker.set_out()
    for factor in network.order:
        walker.reach(factor)
    return walker.arrived()


class _Walker:
    """One walk under way: what is open so far."""

    def __init__(self, network: Network, truths: Truths, declared: frozenset[str]):
        self.network, self.truths, self.declared = network, truths, declared
        self.incoming: dict[str, list[Open]] = {}
        self.shut: dict[str, list[object]] = {}
        self.chosen: set[str] = set()
        self.moves = _Moves()
        self.stakes: dict[str, list[Open]] = {}
        self.severities: dict[str, Bounds] = {}
        self.stops: list[Open] = []
        self.reached: dict[str, Reached] = {}
        self.harmed: dict[tuple[str, str], Harmed] = {}

    def set_out(self) -> None:
        """Follow the edges of every choice, and gather what is at stake."""
        network, truths = self.network, self.truths
        for choice, truth in network.choices(truths):
            self.follow(choice, network.raises[choice], truth)
            if deployment := network.deployments.get(choice):
                for stake in deployment.stakes:
                    if through := min(truth, truths.condition(stake.when)):
                        self.stakes.setdefault(stake.harm_kind, []).append(Open(choice, stake, through))
                self.stops += [Open(choice, stop, through) for stop in deployment.stops
                               if (through := min(truth, truths.condition(stop.when)))]
            elif (option := network.options.get(choice)) and (option.shifts or option.opens):
                self.moves.add(choice, option, truth, truths)
        self.severities = {kind: _strongest((open_.truth, network.severity[open_.edge.severity]) for open_ in opened)
                           for kind, opened in self.stakes.items()}

    def follow(self, tail: Choice | str, edges: Iterable[Raise], truth: int) -> None:
        for edge in edges:
            through = min(truth, self.truths.condition(edge.when))
            if truth == TRUE:
                self.chosen.add(edge.risk_factor)
            if through:
                self.incoming.setdefault(edge.risk_factor, []).append(Open(tail, edge, through))
            elif truth == TRUE:
                self.shut.setdefault(edge.risk_factor, []).append(edge)

    def reach(self, factor_id: str) -> None:
        """Bounds of a risk factor that something raises, and the harms to which it leads."""
        opened = self.incoming.get(factor_id)
        if not opened:
            return
        network, truths = self.network, self.truths
        factor = network.knowledge.risk_factors[factor_id]
        gates = [(rule, TRUE - truths.condition(rule.when)) for rule in factor.ruled_out_when]
        gate = min((truth for _, truth in gates), default=TRUE)
        if gate == FALSE:
            self.shut[factor_id] = [rule for rule, truth in gates if truth == FALSE]
            return
        likelihood = _strongest(
            (min(open_.truth, gate), network.likelihood[open_.edge.likelihood],
             self.reached[open_.tail].likelihood if isinstance(open_.tail, str) else None) for open_ in opened)
        self.reached[factor_id] = Reached(likelihood, tuple(opened))
        self.follow(factor_id, factor.raises, TRUE if likelihood.lower else MAYBE)
        for harm_id, leads in network.leads[factor_id]:
            self.lead(factor_id, harm_id, leads)

    def lead(self, factor_id: str, harm_id: str, leads: list[Lead]) -> None:
        network, truths = self.network, self.truths
        kind = network.knowledge.harms[harm_id].kind
        open_leads = tuple(Open(factor_id, lead, truth) for lead in leads if (truth := truths.condition(lead.when)))
        if not open_leads or kind not in self.stakes:
            self.shut.setdefault(factor_id, []).extend(leads)
            return
        before = self.reached[factor_id].likelihood
        way = _strongest((open_.truth, network.likelihood[open_.edge.likelihood], before) for open_ in open_leads)
        lowered = [Open(identity, edge, truth) for identity, edge in network.lowering.get(factor_id, ())
                   if identity in self.declared and (truth := truths.condition(edge.when))]
        moved = self.moves.on(kind, network.knowledge.risk_factors[factor_id].bias_source)
        self.harmed[factor_id, harm_id] = _harmed(network, way, self.severities[kind], moved, lowered, open_leads,
                                                  tuple(self.stakes[kind]))

    def arrived(self) -> Walk:
        reaching = {factor_id for factor_id, _ in self.harmed}
        closed = {factor_id: tuple(self.shut.get(factor_id, ())) for factor_id in sorted(self.chosen - reaching)}
        pairs = self.harmed.values()
        level = max((pair.level.upper for pair in pairs), default=0)
        lower = max((pair.level.lower for pair in pairs), default=0)
        residual = max((pair.residual.upper for pair in pairs), default=0)
        stopped, worst = max((open_.truth for open_ in self.stops), default=FALSE), self.network.worst
        if stopped == TRUE:
            level = lower = residual = worst
        upper = worst if stopped else level
        return Walk(self.reached, self.harmed, closed, tuple(self.stops), level, lower, upper, residual)


def _strongest(ways: Iterable[tuple]) -> Bounds:
    """Bounds of the strongest of several ways, each (truth, own strength[, bounds of where it comes from])."""
    lower = upper = 0
    for truth, strength, *before in ways:
        come = before[0] if before and before[0] else Bounds(strength, strength)
        if truth == TRUE:
            lower = max(lower, min(strength, come.lower))
        if truth:
            upper = max(upper, min(strength, come.upper))
    return Bounds(lower, upper)


def _by_harm(leads: Iterable[Lead]) -> dict[str, list[Lead]]:
    grouped: dict[str, list[Lead]] = {}
    for lead in leads:
        grouped.setdefault(lead.harm, []).append(lead)
    return grouped


class _Moved(NamedTuple):
    """The answers that move findings of one kind, and by how much: steps certain and maybe, per scale."""

    shifts: tuple[Open, ...]
    openings: tuple[Open, ...]
    likelihood: tuple[int, int]
    severity: tuple[int, int]


class _Moves:
    """Open shifts and openings of one walk, gathered once for each pair of harm kind and bias source."""

    def __init__(self):
        self._shifts: list[Open] = []
        self._openings: list[Open] = []
        self._known: dict[tuple[str, str], _Moved] = {}

    def add(self, choice: Choice, option: Option, truth: int, truths: Truths) -> None:
        for edges, opened in ((option.shifts, self._shifts), (option.opens, self._openings)):
            for edge in edges:
                if through := min(truth, truths.condition(edge.when)):
                    opened.append(Open(choice, edge, through))

    def on(self, kind: str, bias_source: str) -> _Moved:
        moved = self._known.get((kind, bias_source))
        if moved is None:
            shifts, openings = (tuple(open_ for open_ in opened if _applies(open_.edge, kind, bias_source))
                                for opened in (self._shifts, self._openings))
            moved = self._known[kind, bias_source] = _Moved(
                shifts, openings, _steps(shifts, "likelihood"), _steps(shifts, "severity"))
        return moved


def _applies(edge: Shift | Opening, kind: str, bias_source: str) -> bool:
    return ((not edge.harm_kinds or kind in edge.harm_kinds)
            and (not edge.bias_sources or bias_source in edge.bias_sources))


def _steps(shifts: Iterable[Open], scale: str) -> tuple[int, int]:
    """Steps for the lower and for the upper bound: the strongest step up and the strongest step down count once each.

    A step up that is only maybe moves the upper bound alone, a step down that is only maybe the lower bound alone.
    """
    up_certain = up_maybe = down_certain = down_maybe = 0
    for open_ in shifts:
        if open_.edge.moves == scale:
            by = open_.edge.by
            up_maybe, down_maybe = max(up_maybe, by), min(down_maybe, by)
            if open_.truth == TRUE:
                up_certain, down_certain = max(up_certain, by), min(down_certain, by)
    return up_certain + down_maybe, up_maybe + down_certain


def _harmed(network: Network, likelihood: Bounds, severity: Bounds, moved: _Moved, lowered: list[Open],
            leads: tuple[Open, ...], stakes: tuple[Open, ...]) -> Harmed:
    likelihood = _moved(likelihood, moved.likelihood, len(network.likelihood) - 1)
    severity = _moved(severity, moved.severity, len(network.severity) - 1)
    table = network.table
    level = residual = Bounds(table[likelihood.lower, severity.lower], table[likelihood.upper, severity.upper])
    if lowered:
        rest = _lowered(likelihood, lowered, "likelihood"), _lowered(severity, lowered, "severity")
        residual = Bounds(table[rest[0].lower, rest[1].lower], table[rest[0].upper, rest[1].upper])
    return Harmed(likelihood, severity, level, residual, leads, stakes, moved.shifts, moved.openings, tuple(lowered))


def _moved(bounds: Bounds, steps: tuple[int, int], top: int) -> Bounds:
    """The bounds after the steps. What is above none stays above none."""
    return Bounds(_clamp(bounds.lower, steps[0], top), _clamp(bounds.upper, steps[1], top))


def _lowered(bounds: Bounds, lowered: list[Open], scale: str) -> Bounds:
    certain = max((open_.edge.by for open_ in lowered if open_.edge.moves == scale and open_.truth == TRUE), default=0)
    maybe = max((open_.edge.by for open_ in lowered if open_.edge.moves == scale), default=0)
    return Bounds(_clamp(bounds.lower, -maybe, bounds.lower), _clamp(bounds.upper, -certain, bounds.upper))


def _clamp(position: int, by: int, top: int) -> int:
    return position and max(1, min(top, position + by))


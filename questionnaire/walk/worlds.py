"""The walk of many worlds at once: from answers over risk factors to harms, with a lower and an upper bound for each.

One pass over the edges in topological order gives the widest (bottleneck) path to every risk factor, in time linear
in the edges; paths are never enumerated to find a level. Sets of worlds and positions in every world are whole
numbers (knowledge/conditions.py, walk/scales.py), so a pass over some hundred worlds costs little more than one over
one. What another answer would do is by construction what the walk with that answer gives.

Aggravating and attenuating answers do not add up: per scale the strongest step up and the strongest step down count
once each. Declared mitigations likewise: the strongest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from questionnaire.knowledge.conditions import Given, Some, Where, Worlds, union
from questionnaire.knowledge.entries import ALWAYS, Edge, Lead, Lowering, Opening, Raise, RulingOut, Shift, Stake, Stop
from questionnaire.walk.network import Choice, Network, Pair
from questionnaire.walk.scales import Between, Bounds, Position, Positions, Scale

AnEdge = TypeVar("AnEdge", bound=Edge)


class Passage(Struct, Generic[AnEdge], frozen=True, gc=False):
    """An edge that is open in some world, where it starts, and the worlds in which it is open."""

    tail: Choice | str
    edge: AnEdge
    where: Where


class Raised(Struct, frozen=True, gc=False):
    """A risk factor that some worlds may raise; `passages` are the edges that raise it."""

    some: Some
    likelihood: Between
    passages: tuple[Passage[Raise], ...]


class Arrival(Struct, frozen=True, gc=False):
    """A pair of risk factor and harm that some worlds may reach; `leads` are the edges on to the harm."""

    some: Some
    likelihood: Between
    severity: Between
    level: Between
    residual: Between
    leads: tuple[Passage[Lead], ...]


class Steps(NamedTuple):
    """For one bound: the worlds that go a step up, and those that go a further one; likewise down."""

    up: tuple[Some, ...]
    down: tuple[Some, ...]


Stepping = tuple[Steps, Steps, Steps]
"""Steps for the lower bound, for the upper one, and for what to plan for."""

DOUBT = 1
"""By so many steps of likelihood a way that is only maybe there counts less in what to plan for."""


class Moving(NamedTuple):
    """What moves the findings of one kind of harm and one source of bias."""

    shifts: tuple[Passage[Shift], ...]
    openings: tuple[Passage[Opening], ...]
    likelihood: Stepping
    severity: Stepping


@dataclass(frozen=True, slots=True)
class Walks:
    """What every world reaches.

    `stakes` stand by harm, `moving` by kind of harm and source of bias, `lowerings` by risk factor. `chosen`
    has the risk factors that a choice would raise in some world, `shut` the edges into them that are open in none,
    `gates` the rules that rule out in some what something raises. The last four are the verdict's.
    """

    worlds: Worlds
    likelihoods: Scale
    severities: Scale
    levels: Scale
    raised: Mapping[str, Raised]
    arrivals: Mapping[Pair, Arrival]
    stakes: Mapping[str, tuple[Passage[Stake], ...]]
    moving: Mapping[tuple[str, str], Moving]
    lowerings: Mapping[str, tuple[Passage[Lowering], ...]]
    chosen: AbstractSet[str]
    shut: Mapping[str, list[Raise]]
    gates: Mapping[str, list[RulingOut]]
    stops: tuple[Passage[Stop], ...]
    level: Positions
    lower: Positions
    upper: Positions
    residual: Positions

    def arriving(self) -> tuple[Mapping[str, Some], Mapping[str, Some]]:
        """The worlds in which something is found, by risk factor and by harm."""
        by_factor: dict[str, Some] = {}
        by_harm: dict[str, Some] = {}
        for (factor, harm), arrival in self.arrivals.items():
            by_factor[factor] = by_factor.get(factor, 0) | arrival.some
            by_harm[harm] = by_harm.get(harm, 0) | arrival.some
        return by_factor, by_harm

    def moved(self, pair: Pair, level: Bounds) -> Some:
        """The worlds in which a finding is not there, or does not have this level."""
        arrival = self.arrivals.get(pair)
        if arrival is None:
            return self.worlds.every
        same = self.levels.exactly(arrival.level.lower, level.lower)
        same &= self.levels.exactly(arrival.level.upper, level.upper)
        return self.worlds.every & ~(arrival.some & same & self.levels.exactly(arrival.level.planned, level.planned))

    def stopping_otherwise(self) -> Some:
        """The worlds in which other stops are certain or possible than in the first one."""
        return union(
            where ^ self.worlds.every * (where & 1)
            for passage in self.stops
            for where in (passage.where.certain, passage.where.possible)
        )


def walk_worlds(
    network: Network,
    given: Given,
    changed: Sequence[Given],
    mitigations: Iterable[str] = (),
    beyond: Sequence[Iterable[str]] = (),
    known: Worlds | None = None,
) -> Walks:
    """Walk the network in a world for each of `changed`: the answers given, with those in their place, and in each
    with what its choices presume.

    `mitigations` are the ids of recommendations that are declared in all of them, `beyond` for each world those that
    are declared in it besides. `known` are these worlds where somebody has looked at them before.
    """
    if known is None:
        base = network.presumed(given)
        known = Worlds(network.questions, base, network.changes(given, base, changed))
    declared = dict.fromkeys(mitigations, known.every)
    for world, measures in enumerate(beyond):
        for measure in measures:
            declared[measure] = declared.get(measure, 0) | 1 << world
    walker = _Walker(network, known, declared)
    walker.set_out()
    for factor in network.order:
        walker.reach(factor)
    return walker.arrived()


class _Walker:
    """One pass under way: what is open so far."""

    def __init__(self, network: Network, worlds: Worlds, declared: Mapping[str, Some]):
        self.network, self.worlds, self.declared = network, worlds, declared
        self.likelihoods, self.severities, self.levels = (
            Scale(Position(len(words) - 1), worlds.count)
            for words in (network.likelihood, network.severity, network.level)
        )
        self.incoming: dict[str, list[Passage[Raise]]] = {}
        self.chosen: set[str] = set()
        self.shut: dict[str, list[Raise]] = {}
        self.gates: dict[str, list[RulingOut]] = {}
        self.shifts: list[Passage[Shift]] = []
        self.openings: list[Passage[Opening]] = []
        self.stakes: dict[str, list[Passage[Stake]]] = {}
        self.at_stake: dict[str, tuple[Some, Between]] = {}
        self.stops: list[Passage[Stop]] = []
        self.raised: dict[str, Raised] = {}
        self.arrivals: dict[Pair, Arrival] = {}
        self.lowerings: dict[str, tuple[Passage[Lowering], ...]] = {}
        self.moving: dict[tuple[str, str], Moving] = {}
        self.steps: dict[tuple[int, ...], tuple[Stepping, Stepping]] = {}
        self.stepped: dict[tuple[str, str, Between, Between], tuple[Between, Between]] = {}
        self.looked_up: dict[tuple[Positions, Positions], Positions] = {}

    def set_out(self) -> None:
        """Follow the edges of every choice, and gather what is at stake."""
        network = self.network
        for choice, where in network.choices(self.worlds):
            self.follow(choice, network.raises[choice], where)
            for stake in network.stakes[choice]:
                for harm in stake.harms:
                    self.gather(self.stakes.setdefault(harm, []), choice, (stake,), where)
            self.gather(self.stops, choice, network.stops[choice], where)
            if option := network.options.get(choice):
                self.gather(self.shifts, choice, option.shifts, where)
                self.gather(self.openings, choice, option.opens, where)
        for harm, passages in self.stakes.items():
            ways = (
                (passage.where, network.severity[passage.edge.severity], self.severities.top) for passage in passages
            )
            self.at_stake[harm] = union(passage.where.possible for passage in passages), self.severities.strongest(ways)

    def gather(self, into: list[Passage[AnEdge]], tail: Choice | str, edges: Iterable[AnEdge], where: Where) -> None:
        for edge in edges:
            through = where if edge.when is ALWAYS else where.also(self.worlds.condition(edge.when))
            if through.possible:
                into.append(Passage(tail, edge, through))

    def follow(self, tail: Choice | str, edges: Iterable[Raise], where: Where) -> None:
        for edge in edges:
            through = where if edge.when is ALWAYS else where.also(self.worlds.condition(edge.when))
            head = edge.risk_factor
            if where.certain:
                self.chosen.add(head)
            if through.possible:
                self.incoming.setdefault(head, []).append(Passage(tail, edge, through))
            elif where.certain:
                self.shut.setdefault(head, []).append(edge)

    def reach(self, factor_id: str) -> None:
        """Bounds of a risk factor that something raises, and the harms to which it leads."""
        passages = self.incoming.get(factor_id)
        if not passages:
            return
        network, factor = self.network, self.network.knowledge.risk_factors[factor_id]
        coming, gate = union(passage.where.possible for passage in passages), self.worlds.everywhere
        for rule in factor.ruled_out_when:
            out = self.worlds.condition(rule.when)
            if not out.possible:
                continue
            gate = Where(gate.certain & ~out.possible, gate.possible & ~out.certain)
            if coming & out.certain:
                self.gates.setdefault(factor_id, []).append(rule)
        some = coming & gate.possible
        if not some:
            return
        likelihood = self.likelihoods.strongest(
            [
                (
                    passage.where if gate is self.worlds.everywhere else passage.where.also(gate),
                    network.likelihood[passage.edge.likelihood],
                    self.raised[passage.tail].likelihood if isinstance(passage.tail, str) else self.likelihoods.top,
                )
                for passage in passages
            ],
            DOUBT,
        )
        self.raised[factor_id] = Raised(some, likelihood, tuple(passages))
        self.follow(factor_id, factor.raises, Where(self.likelihoods.reaching(likelihood.lower, Position(1)), some))
        lowered: list[Passage[Lowering]] = []
        for identity, edge in network.lowering.get(factor_id, ()):
            if there := self.declared.get(identity, 0):
                self.gather(lowered, identity, (edge,), Where(there, there))
        self.lowerings[factor_id] = tuple(lowered)
        for harm_id, kind, leads in network.leads[factor_id]:
            if self.stakes.get(harm_id):
                self.lead((factor_id, harm_id), leads, kind, factor.bias_source)

    def lead(self, pair: Pair, leads: Sequence[Lead], kind: str, bias_source: str) -> None:
        network, factor_id = self.network, pair[0]
        before, (at_stake, severity) = self.raised[factor_id], self.at_stake[pair[1]]
        passages, open_ = [], 0
        for lead in leads:
            where = self.worlds.condition(lead.when)
            if where.possible:
                passages.append(Passage(factor_id, lead, where))
                open_ |= where.possible
        some = before.some & at_stake & open_
        if not some:
            return
        likelihood = self.likelihoods.strongest(
            [(passage.where, network.likelihood[passage.edge.likelihood], before.likelihood) for passage in passages],
            DOUBT,
        )
        likelihood, severity = self.moved(kind, bias_source, likelihood, severity)
        level = residual = self.level(some, likelihood, severity)
        if lowered := self.lowerings[factor_id]:
            residual = self.level(
                some,
                _stepped(self.likelihoods, likelihood, _lowering(lowered, "likelihood")),
                _stepped(self.severities, severity, _lowering(lowered, "severity")),
            )
        self.arrivals[pair] = Arrival(some, likelihood, severity, level, residual, tuple(passages))

    def level(self, some: Some, likelihood: Between, severity: Between) -> Between:
        """The levels that the table gives, in these worlds."""
        there = some * self.levels.parts
        return Between(
            there & self.look_up(likelihood.lower, severity.lower),
            there & self.look_up(likelihood.upper, severity.upper),
            there & self.look_up(likelihood.planned, severity.planned),
        )

    def look_up(self, likelihood: Positions, severity: Positions) -> Positions:
        known = self.looked_up.get((likelihood, severity))
        if known is None:
            known = 0
            for level, least_likely, least_severe in self.network.corners:
                likely = self.likelihoods.reaching(likelihood, least_likely)
                known |= self.levels.part(likely & self.severities.reaching(severity, least_severe), level)
            self.looked_up[likelihood, severity] = known
        return known

    def moved(self, kind: str, bias_source: str, likelihood: Between, severity: Between) -> tuple[Between, Between]:
        """Likelihood and severity after the answers that move them; few differ, so each pair is moved once."""
        known = self.stepped.get((kind, bias_source, likelihood, severity))
        if known is None:
            moving = self.moving.get((kind, bias_source)) or self.moves(kind, bias_source)
            known = self.stepped[kind, bias_source, likelihood, severity] = (
                _stepped(self.likelihoods, likelihood, moving.likelihood),
                _stepped(self.severities, severity, moving.severity),
            )
        return known

    def moves(self, kind: str, bias_source: str) -> Moving:
        places = tuple(place for place, each in enumerate(self.shifts) if _applies(each.edge, kind, bias_source))
        shifts = tuple(self.shifts[place] for place in places)
        if places not in self.steps:
            self.steps[places] = _shifting(shifts, "likelihood"), _shifting(shifts, "severity")
        openings = tuple(each for each in self.openings if _applies(each.edge, kind, bias_source))
        moving = self.moving[kind, bias_source] = Moving(shifts, openings, *self.steps[places])
        return moving

    def arrived(self) -> Walks:
        levels, arrivals = self.levels, self.arrivals.values()
        lower = upper = planned = residual = 0
        for arrival in arrivals:
            lower |= arrival.level.lower
            upper |= arrival.level.upper
            planned |= arrival.level.planned
            residual |= arrival.residual.planned
        stopped = union(passage.where.certain for passage in self.stops)
        maybe = union(passage.where.possible for passage in self.stops)
        worst = levels.only(stopped, levels.at[-1])
        return Walks(
            self.worlds,
            self.likelihoods,
            self.severities,
            levels,
            self.raised,
            self.arrivals,
            {harm: tuple(passages) for harm, passages in self.stakes.items()},
            self.moving,
            self.lowerings,
            self.chosen,
            self.shut,
            self.gates,
            tuple(self.stops),
            planned | worst,
            lower | worst,
            upper | levels.only(maybe, levels.at[-1]),
            residual | worst,
        )


def _applies(edge: Shift | Opening, kind: str, bias_source: str) -> bool:
    return (not edge.harm_kinds or kind in edge.harm_kinds) and (
        not edge.bias_sources or bias_source in edge.bias_sources
    )


def _shifting(shifts: tuple[Passage[Shift], ...], scale: str) -> Stepping:
    """The strongest step up and the strongest step down count once each.

    A step up that is only maybe moves the upper bound alone, a step down that is only maybe the lower bound alone.
    """
    (up, up_maybe), (down, down_maybe) = (_reaches(shifts, scale, sign) for sign in (1, -1))
    return _net(up, down_maybe), _net(up_maybe, down), _net(up, down)


def _lowering(lowered: tuple[Passage[Lowering], ...], scale: str) -> Stepping:
    """Steps down; only what is certain lowers the upper bound and what to plan for."""
    certain, maybe = _reaches(lowered, scale, 1)
    return Steps((), maybe), Steps((), certain), Steps((), certain)


def _reaches(
    passages: tuple[Passage[Shift], ...] | tuple[Passage[Lowering], ...], scale: str, sign: int
) -> tuple[tuple[Some, ...], tuple[Some, ...]]:
    """The worlds with a step of one or more, of two or more …, in one direction: for certain, and maybe."""
    certain: list[Some] = []
    maybe: list[Some] = []
    for passage in passages:
        if passage.edge.moves == scale:
            for place in range(passage.edge.by * sign):
                if place == len(maybe):
                    certain.append(0)
                    maybe.append(0)
                certain[place] |= passage.where.certain
                maybe[place] |= passage.where.possible
    return tuple(certain), tuple(maybe)


def _net(up: tuple[Some, ...], down: tuple[Some, ...]) -> Steps:
    """What is left of steps up and steps down in the same world."""
    return Steps(_left(up, down), _left(down, up))


def _left(ahead: tuple[Some, ...], back: tuple[Some, ...]) -> tuple[Some, ...]:
    """The worlds that are one step or more ahead, two or more …: so far ahead by more than they come back."""
    return tuple(
        union(far if off == len(back) else far & ~back[off] for off, far in enumerate(ahead[by : by + len(back) + 1]))
        for by in range(len(ahead))
    )


def _stepped(scale: Scale, between: Between, steps: Stepping) -> Between:
    least, most, planned = steps
    return Between(
        scale.stepped(between.lower, least.up, least.down) if least.up or least.down else between.lower,
        scale.stepped(between.upper, most.up, most.down) if most.up or most.down else between.upper,
        scale.stepped(between.planned, planned.up, planned.down) if planned.up or planned.down else between.planned,
    )

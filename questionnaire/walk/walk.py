"""The walk: from answers over risk factors and pathways to harms, with a lower and an upper bound for each.

One pass over the edges in topological order gives the widest (bottleneck) path to every risk factor, in time linear
in the edges; paths are never enumerated to find a level.

Aggravating and attenuating answers do not add up: per scale the strongest step up and the strongest step down count
once each. Declared mitigations likewise: the strongest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from questionnaire.knowledge.conditions import FALSE, MAYBE, TRUE, Given, Truths
from questionnaire.knowledge.entries import Edge, Lead, Lowering, Opening, Option, Raise, Shift, Stake, Stop
from questionnaire.walk.network import Choice, Network
from questionnaire.walk.scales import Bounds, clamp, stepped, strongest

AnEdge = TypeVar("AnEdge", bound=Edge)


@dataclass(frozen=True, slots=True)
class Open(Generic[AnEdge]):
    """An edge that is open for certain (TRUE) or maybe (MAYBE), and where it starts."""

    tail: Choice | str
    edge: AnEdge
    truth: int


@dataclass(frozen=True, slots=True)
class Reached:
    """A risk factor that the answers may raise."""

    likelihood: Bounds
    raised_by: tuple[Open[Raise], ...]


@dataclass(frozen=True, slots=True)
class Harmed:
    """A pair of risk factor and harm that the answers may reach."""

    likelihood: Bounds
    severity: Bounds
    level: Bounds
    residual: Bounds
    leads: tuple[Open[Lead], ...]
    stakes: tuple[Open[Stake], ...]
    shifts: tuple[Open[Shift], ...]
    openings: tuple[Open[Opening], ...]
    lowerings: tuple[Open[Lowering], ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """What one set of answers reaches. `closed` maps a risk factor that a choice would raise, and that reaches no
    harm, to the edges and rules that close it."""

    reached: Mapping[str, Reached]
    harmed: Mapping[tuple[str, str], Harmed]
    closed: Mapping[str, tuple[object, ...]]
    stops: tuple[Open[Stop], ...]
    level: int
    lower: int
    upper: int
    residual: int


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
        self.incoming: dict[str, list[Open[Raise]]] = {}
        self.shut: dict[str, list[object]] = {}
        self.chosen: set[str] = set()
        self.moves = _Moves()
        self.stakes: dict[str, list[Open[Stake]]] = {}
        self.severities: dict[str, Bounds] = {}
        self.stops: list[Open[Stop]] = []
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
                self.stops += [
                    Open(choice, stop, through)
                    for stop in deployment.stops
                    if (through := min(truth, truths.condition(stop.when)))
                ]
            elif (option := network.options.get(choice)) and (option.shifts or option.opens):
                self.moves.add(choice, option, truth, truths)
        self.severities = {
            kind: strongest((open_.truth, network.severity[open_.edge.severity]) for open_ in opened)
            for kind, opened in self.stakes.items()
        }

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
        likelihood = strongest(
            (
                min(open_.truth, gate),
                network.likelihood[open_.edge.likelihood],
                self.reached[open_.tail].likelihood if isinstance(open_.tail, str) else None,
            )
            for open_ in opened
        )
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
        way = strongest((open_.truth, network.likelihood[open_.edge.likelihood], before) for open_ in open_leads)
        lowered = [
            Open(identity, edge, truth)
            for identity, edge in network.lowering.get(factor_id, ())
            if identity in self.declared and (truth := truths.condition(edge.when))
        ]
        moved = self.moves.on(kind, network.knowledge.risk_factors[factor_id].bias_source)
        self.harmed[factor_id, harm_id] = _harmed(
            network, way, self.severities[kind], moved, lowered, open_leads, tuple(self.stakes[kind])
        )

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


class _Moved(NamedTuple):
    """The answers that move findings of one kind, and by how much: steps certain and maybe, per scale."""

    shifts: tuple[Open[Shift], ...]
    openings: tuple[Open[Opening], ...]
    likelihood: tuple[int, int]
    severity: tuple[int, int]


class _Moves:
    """Open shifts and openings of one walk, gathered once for each pair of harm kind and bias source."""

    def __init__(self) -> None:
        self._shifts: list[Open[Shift]] = []
        self._openings: list[Open[Opening]] = []
        self._known: dict[tuple[str, str], _Moved] = {}

    def add(self, choice: Choice, option: Option, truth: int, truths: Truths) -> None:
        self._shifts += _opened(choice, option.shifts, truth, truths)
        self._openings += _opened(choice, option.opens, truth, truths)

    def on(self, kind: str, bias_source: str) -> _Moved:
        moved = self._known.get((kind, bias_source))
        if moved is None:
            shifts = tuple(open_ for open_ in self._shifts if _applies(open_.edge, kind, bias_source))
            openings = tuple(open_ for open_ in self._openings if _applies(open_.edge, kind, bias_source))
            moved = self._known[kind, bias_source] = _Moved(
                shifts, openings, _steps(shifts, "likelihood"), _steps(shifts, "severity")
            )
        return moved


def _opened(choice: Choice, edges: Iterable[AnEdge], truth: int, truths: Truths) -> Iterable[Open[AnEdge]]:
    for edge in edges:
        if through := min(truth, truths.condition(edge.when)):
            yield Open(choice, edge, through)


def _applies(edge: Shift | Opening, kind: str, bias_source: str) -> bool:
    return (not edge.harm_kinds or kind in edge.harm_kinds) and (
        not edge.bias_sources or bias_source in edge.bias_sources
    )


def _steps(shifts: Iterable[Open[Shift]], scale: str) -> tuple[int, int]:
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


def _harmed(
    network: Network,
    likelihood: Bounds,
    severity: Bounds,
    moved: _Moved,
    lowered: list[Open[Lowering]],
    leads: tuple[Open[Lead], ...],
    stakes: tuple[Open[Stake], ...],
) -> Harmed:
    likelihood = stepped(likelihood, moved.likelihood, len(network.likelihood) - 1)
    severity = stepped(severity, moved.severity, len(network.severity) - 1)
    table = network.table
    level = residual = Bounds(table[likelihood.lower, severity.lower], table[likelihood.upper, severity.upper])
    if lowered:
        rest = _lowered(likelihood, lowered, "likelihood"), _lowered(severity, lowered, "severity")
        residual = Bounds(table[rest[0].lower, rest[1].lower], table[rest[0].upper, rest[1].upper])
    return Harmed(likelihood, severity, level, residual, leads, stakes, moved.shifts, moved.openings, tuple(lowered))


def _lowered(bounds: Bounds, lowered: list[Open[Lowering]], scale: str) -> Bounds:
    certain = max((open_.edge.by for open_ in lowered if open_.edge.moves == scale and open_.truth == TRUE), default=0)
    maybe = max((open_.edge.by for open_ in lowered if open_.edge.moves == scale), default=0)
    return Bounds(clamp(bounds.lower, -maybe, bounds.lower), clamp(bounds.upper, -certain, bounds.upper))

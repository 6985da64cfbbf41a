"""The walk of one set of answers: what it reaches, and the edges that explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Generic

from msgspec import Struct

from questionnaire.knowledge.conditions import AS_GIVEN, MAYBE, TRUE, Given, Truth
from questionnaire.knowledge.entries import Edge, Lead, Lowering, Opening, Raise, RulingOut, Shift, Stake, Stop
from questionnaire.walk.network import Choice, Network, Pair
from questionnaire.walk.scales import Bounds, Position
from questionnaire.walk.worlds import AnEdge, Passage, Walks, walk_worlds


class Open(Struct, Generic[AnEdge], frozen=True, gc=False):
    """An edge that is open for certain (TRUE) or maybe (MAYBE), and where it starts."""

    tail: Choice | str
    edge: AnEdge
    truth: Truth


class Reached(Struct, frozen=True, gc=False):
    """A risk factor that the answers may raise, and the edges that raise it, at least one."""

    likelihood: Bounds
    raised_by: tuple[Open[Raise], ...]


class Harmed(Struct, frozen=True, gc=False):
    """A pair of risk factor and harm that the answers may reach, and the edges on which it hangs.

    `residual` is the level after declared mitigations; without any it is `level`. `leads` and `stakes` hold at least
    one edge each, `shifts`, `openings` and `lowerings` those that move the finding.
    """

    likelihood: Bounds
    severity: Bounds
    level: Bounds
    residual: Bounds
    leads: tuple[Open[Lead], ...]
    stakes: tuple[Open[Stake], ...]
    shifts: tuple[Open[Shift], ...]
    openings: tuple[Open[Opening], ...]
    lowerings: tuple[Open[Lowering], ...]


class Walk(Struct, frozen=True, gc=False):
    """What one set of answers reaches. `closed` maps a risk factor that a choice would raise, and that reaches no
    harm, to the edges and rules that close it.

    The verdict's levels: `level` is the one to plan for, `lower` counts what is certain, `upper` also stops that are
    only possible, `residual` is what declared mitigations leave of `level`.
    """

    reached: Mapping[str, Reached]
    harmed: Mapping[Pair, Harmed]
    closed: Mapping[str, tuple[Edge | RulingOut, ...]]
    stops: tuple[Open[Stop], ...]
    level: Position
    lower: Position
    upper: Position
    residual: Position


def walk(network: Network, given: Given, mitigations: Iterable[str] = ()) -> Walk:
    """Walk the network under the answers; `mitigations` are the ids of declared recommendations."""
    return read(network, walk_worlds(network, given, AS_GIVEN, mitigations), 0)


def read(network: Network, walks: Walks, world: int) -> Walk:
    """The walk of one of the worlds, the first being 0."""
    likelihood, severity, level = (
        cache(partial(scale.bounds, world=world)) for scale in (walks.likelihoods, walks.severities, walks.levels)
    )
    reached = {
        factor: Reached(likelihood(raised.likelihood), _open(raised.passages, world))
        for factor, raised in walks.raised.items()
        if raised.some >> world & 1
    }
    stakes = {harm: _open(passages, world) for harm, passages in walks.stakes.items()}
    moving = {at: (_open(moving.shifts, world), _open(moving.openings, world)) for at, moving in walks.moving.items()}
    lowerings = {factor: _open(passages, world) for factor, passages in walks.lowerings.items()}
    factors, harms = network.knowledge.risk_factors, network.knowledge.harms
    harmed = {}
    for pair, arrival in walks.arrivals.items():
        if arrival.some >> world & 1:
            kind = harms[pair[1]].kind
            harmed[pair] = Harmed(
                likelihood(arrival.likelihood),
                severity(arrival.severity),
                level(arrival.level),
                level(arrival.residual),
                _open(arrival.leads, world),
                stakes[pair[1]],
                *moving[kind, factors[pair[0]].bias_source],
                lowerings[pair[0]],
            )
    reaching = {factor for factor, _ in harmed}
    closed = {
        factor: _closing(network, walks, factor, world, factor in reached)
        for factor, some in sorted(walks.chosen.items())
        if some >> world & 1 and factor not in reaching
    }
    verdict = (
        walks.levels.position(positions, world) for positions in (walks.level, walks.lower, walks.upper, walks.residual)
    )
    return Walk(reached, harmed, closed, _open(walks.stops, world), *verdict)


def _open(passages: Iterable[Passage[AnEdge]], world: int) -> tuple[Open[AnEdge], ...]:
    return tuple(
        [
            Open(passage.tail, passage.edge, TRUE if passage.where.certain >> world & 1 else MAYBE)
            for passage in passages
            if passage.where.possible >> world & 1
        ]
    )


def _closing(network: Network, walks: Walks, factor: str, world: int, reached: bool) -> tuple[Edge | RulingOut, ...]:
    """What closes a risk factor that reaches no harm: the rules that rule it out, or else the edges that are closed."""
    rules = tuple(rule for rule, some in walks.gates.get(factor, ()) if some >> world & 1)
    if rules:
        return rules
    into = tuple(edge for edge, some in walks.shut.get(factor, ()) if some >> world & 1)
    return (*into, *(lead for _, _, leads in network.leads[factor] for lead in leads)) if reached else into

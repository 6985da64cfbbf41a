"""The walk of one set of answers: what it reaches, and the edges that explain it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import Generic

from msgspec import Struct

from questionnaire.knowledge.conditions import AS_GIVEN, MAYBE, TRUE, Given, Truth, Worlds
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


def walk(network: Network, given: Given, mitigations: Iterable[str] = (), known: Worlds | None = None) -> Walk:
    """Walk the network under the answers; `mitigations` are the ids of declared recommendations, `known` what was found
    out about conditions under these answers before, with what they presume."""
    walks = walk_worlds(network, given, AS_GIVEN, mitigations, (), known)  # in its one world, whatever it found is so
    likelihood, severity, level = (
        cache(partial(scale.bounds, world=0)) for scale in (walks.likelihoods, walks.severities, walks.levels)
    )
    reached = {
        factor: Reached(likelihood(raised.likelihood), _open(raised.passages))
        for factor, raised in walks.raised.items()
    }
    stakes = {harm: _open(passages) for harm, passages in walks.stakes.items()}
    moving = {at: (_open(moving.shifts), _open(moving.openings)) for at, moving in walks.moving.items()}
    lowerings = {factor: _open(passages) for factor, passages in walks.lowerings.items()}
    factors, harms = network.knowledge.risk_factors, network.knowledge.harms
    harmed = {
        (factor, harm): Harmed(
            likelihood(arrival.likelihood),
            severity(arrival.severity),
            level(arrival.level),
            level(arrival.residual),
            _open(arrival.leads),
            stakes[harm],
            *moving[harms[harm].kind, factors[factor].bias_source],
            lowerings[factor],
        )
        for (factor, harm), arrival in walks.arrivals.items()
    }
    harming = {factor for factor, _ in harmed}
    closed = {factor: _closing(network, walks, factor, factor in reached) for factor in sorted(walks.chosen - harming)}
    verdict = (
        walks.levels.position(positions, 0) for positions in (walks.level, walks.lower, walks.upper, walks.residual)
    )
    return Walk(reached, harmed, closed, _open(walks.stops), *verdict)


def _open(passages: Iterable[Passage[AnEdge]]) -> tuple[Open[AnEdge], ...]:
    return tuple([Open(passage.tail, passage.edge, TRUE if passage.where.certain else MAYBE) for passage in passages])


def _closing(network: Network, walks: Walks, factor: str, reached: bool) -> tuple[Edge | RulingOut, ...]:
    """What closes a risk factor that reaches no harm: the rules that rule it out, or else the edges that are closed."""
    if rules := walks.gates.get(factor):
        return tuple(rules)
    into = tuple(walks.shut.get(factor, ()))
    return (*into, *(lead for _, _, leads in network.leads[factor] for lead in leads)) if reached else into

"""The order of the findings: which is the worst, and which matter most. It is known before any of them is told."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.assessment.telling import Telling, finding_id
from questionnaire.knowledge.conditions import MAYBE, TRUE, UNKNOWN
from questionnaire.knowledge.entries import Disadvantage, Edge, Exposure, Lead, Raise
from questionnaire.walk.network import Pair
from questionnaire.walk.walk import Open

FIRST_BY = ("", "certainty", "severity", "likelihood", "possibility", "groups", "")
"""By what findings are told apart, in this order: the first by their level, the last by nothing but their names."""

Tie = tuple[str, Edge]
"""A group, and an edge by which evidence ties it to a risk factor."""

Exposed = list[tuple[str, Exposure | Disadvantage]]
"""Groups, and the edges by which they are at a disadvantage."""


class Ties(NamedTuple):
    """The groups that are tied to all findings of one risk factor: by what raises it, and by the deployment and the
    team."""

    raised: tuple[Tie, ...]
    exposed: tuple[Tie, ...]


class Ranking(NamedTuple):
    """The reached pairs, the worst first, the ties of each risk factor among them, and the groups tied to each pair.

    `first_by` says what puts the first before the second where both have one level: a word of FIRST_BY, or empty.
    """

    pairs: tuple[Pair, ...]
    ties: dict[str, Ties]
    groups: dict[Pair, frozenset[str]]
    first_by: str

    def matter_most(self, told: Telling, most: int = 3) -> tuple[Pair, ...]:
        """The first pairs, each of another risk factor and another harm as far as there are such."""
        chosen: list[Pair] = []
        harmed = told.walk.harmed
        worst = [pair for pair in self.pairs if harmed[pair].level.planned == harmed[self.pairs[0]].level.planned]
        for fresh in (
            lambda pair, seen: (
                pair[0] not in {factor for factor, _ in seen} and pair[1] not in {harm for _, harm in seen}
            ),
            lambda pair, seen: pair[0] not in {factor for factor, _ in seen},
            lambda pair, seen: pair not in seen,
        ):
            for pair in worst:
                if len(chosen) == most:
                    break
                if fresh(pair, chosen):
                    chosen.append(pair)
        chosen += [pair for pair in self.pairs if pair not in chosen][: most - len(chosen)]
        return tuple(pair for pair in self.pairs if pair in chosen)


def ranking(told: Telling, exposed: Exposed | None = None) -> Ranking:
    """Ranks what was reached: by the level to plan for, what is certain before what is possible, then by severity, by
    likelihood and by how many groups it falls on. `exposed` are the exposures where they were gathered before.
    """
    exposed = exposures(told) if exposed is None else exposed
    ties = {factor: _ties(told, factor, exposed) for factor in dict.fromkeys(factor for factor, _ in told.walk.harmed)}
    groups = {
        pair: frozenset(group for group, _ in falls_on(told, ties[pair[0]], pair[1], harmed.leads))
        for pair, harmed in told.walk.harmed.items()
    }
    rank = {
        pair: (
            -harmed.level.planned,
            -harmed.level.lower,
            -harmed.severity.planned,
            -harmed.likelihood.planned,
            -harmed.level.upper,
            -len(groups[pair]),
            finding_id(*pair),
        )
        for pair, harmed in told.walk.harmed.items()
    }
    pairs = tuple(sorted(rank, key=rank.__getitem__))
    differ = [one != other for one, other in zip(*(rank[pair] for pair in pairs[:2]), strict=True)] if pairs[1:] else []
    return Ranking(pairs, ties, groups, FIRST_BY[differ.index(True)] if differ else "")


def falls_on(told: Telling, ties: Ties, harm: str, leads: tuple[Open[Lead], ...]) -> tuple[Tie, ...]:
    """The groups who bear a harm through a risk factor, each with the edge that says so: those that the edges name, and
    those on whom the risk factor falls, where the harm does not spare them and an edge does not name others alone."""
    named, spared = tied_by(leads), told.knowledge.harms[harm].spares
    if all(open_.edge.alone for open_ in leads):
        return named
    raised, exposed = ([tie for tie in part if tie[0] not in spared] for part in ties)
    return (*raised, *named, *exposed)


def tied_by(ways: tuple[Open[Raise], ...] | tuple[Open[Lead], ...]) -> tuple[Tie, ...]:
    """The groups that the edges name. Ways that are only maybe open name groups only where no way is certain, since an
    open question about the task would otherwise list every group."""
    if not any(open_.edge.groups for open_ in ways):
        return ()
    certain = [open_ for open_ in ways if open_.truth == TRUE]
    return tuple((group, open_.edge) for open_ in certain or ways for group in open_.edge.groups)


def _ties(told: Telling, factor: str, exposures: Exposed) -> Ties:
    record = told.knowledge.risk_factors[factor]
    source, through, spares = record.bias_source, record.works_through, record.spares
    attributes = told.network.attributes
    exposed: list[Tie] = [
        (key, edge)
        for key, edge in exposures
        if (not edge.bias_sources or source in edge.bias_sources)
        and (not through or not attributes[key].isdisjoint(through))
        and key not in spares
    ]
    exposed += [
        (key, bearing)
        for key in told.named
        for bearing in told.knowledge.affected_groups[key].bears
        if bearing.risk_factor == factor and told.truths.condition(bearing.when)
    ]
    return Ties(tied_by(told.walk.reached[factor].raised_by), tuple(exposed))


def exposures(told: Telling) -> Exposed:
    """The groups that are known to be at a disadvantage in such a use, by the evidence on the deployment and on the
    groups, with the edges that hold."""
    found: Exposed = []
    for choice, deployment in told.network.deployments.items():
        truth = told.truths.atom(choice[0], (choice[1],))
        if not truth or (truth == MAYBE and told.given.get(choice[0]) is UNKNOWN):
            continue
        found += [(edge.group, edge) for edge in deployment.exposes if told.truths.condition(edge.when) == TRUE]
    holds = told.truths.worlds.condition
    found += [(group, edge) for group, edge in told.network.exposed if holds(edge.when).certain]
    return found

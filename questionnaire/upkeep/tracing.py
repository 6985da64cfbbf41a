"""Which of the entries that differ explain what differs in an assessment."""

from __future__ import annotations

import functools

import msgspec

from questionnaire.knowledge.base import KINDS
from questionnaire.upkeep.bearing import Bearing
from questionnaire.upkeep.difference import Entry
from questionnaire.upkeep.differing import entries_that_differ, sharing
from questionnaire.upkeep.side import Side
from questionnaire.walk.network import Network, Pair

MOST_TRIED = 40
"""Up to so many changed entries are each tried alone where no entry on the paths of a finding explains its change."""


class Altered:
    """Two knowledge bases arranged for walking, and what differs between them."""

    def __init__(self, old: Network, new: Network):
        self.old = old
        self.new = Network(sharing(old.knowledge, new.knowledge))
        self.bearing = Bearing(self.old, self.new)
        found = entries_that_differ(self.old.knowledge, self.new.knowledge)
        self.entries = {(each.kind, each.id): each for each in found}
        self._alone: dict[Entry, Network | None] = {}

    def alone(self, entry: Entry) -> Network | None:
        """The knowledge base before, with one entry as it is after; None where it does not fit there by itself."""
        if entry not in self._alone:
            self._alone[entry] = self._with_one(*entry)
        return self._alone[entry]

    def _with_one(self, kind: str, identity: str) -> Network | None:
        old, new = self.old.knowledge, self.new.knowledge
        if kind not in KINDS:
            return Network(msgspec.structs.replace(old, **{kind: getattr(new, kind)}))
        entries = {**getattr(old, kind), **{key: each for key, each in getattr(new, kind).items() if key == identity}}
        if identity not in getattr(new, kind):
            entries.pop(identity)
        mixed = msgspec.structs.replace(old, **{kind: entries}, sources={**old.sources, **new.sources})
        try:
            return Network(mixed)
        except KeyError:  # it refers to another entry that is new
            return None


class Tracing:
    """Which of the entries that differ explain a difference in one assessment. `alike`: both sides read the same from
    its answers."""

    def __init__(self, between: Altered, before: Side, after: Side, *, alike: bool):
        self.between, self.before, self.after, self.alike = between, before, after, alike
        self._walked: dict[Entry, Side | None] = {}
        self._among: dict[frozenset[Entry], tuple[str, ...]] = {}

    @functools.cached_property
    def bearing(self) -> tuple[Entry, ...]:
        """The entries of which it is not proved that they cannot matter to these answers."""
        if not self.alike:
            return tuple(sorted(entry for entry in self.between.entries if entry[0] != "sources"))
        return tuple(sorted(self.between.bearing.mattering(self.before.told.answers)))

    @functools.cached_property
    def anywhere(self) -> tuple[str, ...]:
        """All that may matter: which of them it was cannot be told apart."""
        return tuple(f"{kind}/{key}" for kind, key in self.bearing)

    @functools.cached_property
    def chosen(self) -> frozenset[Entry]:
        """The entries that were chosen, on either side."""
        return self.before.chosen | self.after.chosen

    def among(self, entries: set[Entry] | frozenset[Entry]) -> tuple[str, ...]:
        """Those of these entries that differ, as kind/id."""
        differing = self.between.entries
        if len(differing) < len(entries):
            return tuple(sorted(f"{kind}/{key}" for kind, key in differing if (kind, key) in entries))
        return tuple(sorted(f"{kind}/{key}" for kind, key in entries if (kind, key) in differing))

    def finding(self, pair: Pair, groups: set[str]) -> tuple[str, ...]:
        """The changed entries on the paths of a finding; where none is, those that alone bring the change about."""
        sides = [side for side in (self.before, self.after) if pair in side.findings]
        on_paths = {("affected_groups", key) for key in groups}.union(*(side.entries_on(pair) for side in sides))
        if len({side.severity(pair) for side in sides}) > 1:
            on_paths = on_paths.union(*(side.at_stake(pair) for side in sides))
        if found := self.among(on_paths | self.chosen if groups else on_paths):
            return found
        return self.alone(pair) or self.among(self.chosen) or self.anywhere

    def alone(self, pair: Pair) -> tuple[str, ...]:
        """The changed entries each of which, changed alone, already brings the change of a finding about."""
        if len(self.bearing) > MOST_TRIED:
            return ()
        if self.alike and len(self.bearing) == 1:  # nothing else can matter
            return self.anywhere
        due = _shape(self.after, pair)
        return tuple(
            f"{kind}/{key}"
            for kind, key in self.bearing
            if (side := self.with_one((kind, key))) and _shape(side, pair) == due
        )

    def with_one(self, entry: Entry) -> Side | None:
        """The answers where one entry alone is as it is after; None where it does not fit there by itself."""
        if entry not in self._walked:
            self._walked[entry] = self._walk_with_one(entry)
        return self._walked[entry]

    def _walk_with_one(self, entry: Entry) -> Side | None:
        network = self.between.alone(entry)
        try:
            side = Side(network, self.before.told.answers) if network else None
            _ = side and side.findings
        except KeyError:  # an answer refers to another entry that is new
            return None
        return side


def _shape(side: Side, pair: Pair) -> tuple[object, ...] | None:
    found = side.findings.get(pair)
    return found and (found, side.told.walk.harmed[pair].level)

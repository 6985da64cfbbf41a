"""Which differences between two knowledge bases can matter to an assessment: proved from the graph, before any walk.

Most entries that change cannot matter to most answers: nothing that was chosen leads there, or the edges that changed
are closed on both sides. Whatever cannot be proved to be without effect counts as if it had one.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator

from msgspec import Struct

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.base import CHOICES, KINDS, KnowledgeBase
from questionnaire.knowledge.conditions import Truths
from questionnaire.knowledge.entries import (
    AffectedGroup,
    Condition,
    Edge,
    Exposure,
    Harm,
    Question,
    Raise,
    Recommendation,
    Regulation,
    RiskFactor,
    RulingOut,
    Stake,
    Stop,
)
from questionnaire.knowledge.lint import LintRule
from questionnaire.upkeep.differing import LISTS, rows_of
from questionnaire.walk.network import Choice, Network

PROSE = (
    "because sources title summary mappings also_called harmless incidents stands_for leaves_out check done_when tools "
    "asks why_we_ask example label inline definition trade_off instead url intro point as_of review_by do"
)
"""Fields that are read and never walked."""
_READ = frozenset(PROSE.split())

Tied = tuple[Choice | str | None, Edge | RulingOut]
"""An edge, and where it starts: at a choice, at a risk factor, or None where its entry is looked at by itself."""


class Change(typing.NamedTuple):
    """An entry of which more than prose differs. `edges` are those that only one side has where nothing else differs;
    None where something else does."""

    kind: str
    id: str
    sides: tuple[Struct, ...]
    edges: tuple[Tied, ...] | None


def changes(old: KnowledgeBase, new: KnowledgeBase) -> tuple[Change, ...]:
    """The entries, and the vocabulary and the interview, of which more than prose differs."""
    found = []
    for kind in KINDS:
        if kind in ("metrics", "forms"):  # they fill files for other tools, and are not walked
            continue
        before, after = getattr(old, kind), getattr(new, kind)
        for key in sorted({*before, *after}):
            sides = tuple(side[key] for side in (before, after) if key in side)
            if len(sides) == 1:
                found.append(Change(kind, key, sides, None))
            elif sides[0] is not sides[1] and sides[0] != sides[1] and _bare(sides[0]) != _bare(sides[1]):
                found.append(Change(kind, key, sides, _edges_that_differ(*sides)))
    for kind in LISTS:
        rows, later = (dict(rows_of(side, kind)) for side in (old, new))
        for key in sorted({*rows, *later}):
            sides = tuple(side[key] for side in (rows, later) if key in side)
            if len(sides) == 1 or _bare(sides[0]) != _bare(sides[1]):
                found.append(Change(kind, key, sides, None))
    for name in ("vocabulary", "interview"):
        pair = getattr(old, name), getattr(new, name)
        if _bare(pair[0]) != _bare(pair[1]):
            found.append(Change(name, name, pair, None))
    return tuple(found)


def _bare(value: object) -> object:
    """A record without its prose, to compare. A stop is told by why it is one, so that counts."""
    if isinstance(value, Condition):
        return value.parts
    if isinstance(value, Struct):
        fields = [name for name in value.__struct_fields__ if name not in _READ]
        told = (value.because,) if isinstance(value, Stop) else ()
        return (type(value).__name__, *told, *((name, _bare(getattr(value, name))) for name in fields))
    if isinstance(value, tuple):
        return tuple(_bare(each) for each in value)
    if isinstance(value, dict):
        return tuple((key, _bare(each)) for key, each in value.items())
    return value


def _edges_that_differ(old: Struct, new: Struct) -> tuple[Tied, ...] | None:
    """The edges that only one side has; None where the sides differ in something else too."""
    if isinstance(old, Question) and isinstance(new, Question):
        return _of_options(old, new)
    tail = old.id if isinstance(old, RiskFactor) else None
    return _of_fields(tail, old, new)


def _of_options(old: Question, new: Question) -> tuple[Tied, ...] | None:
    if [option.id for option in old.options] != [option.id for option in new.options]:
        return None
    if any(_bare(getattr(old, name)) != _bare(getattr(new, name)) for name in _walked(old) if name != "options"):
        return None
    found: list[Tied] = []
    for one, other in zip(old.options, new.options, strict=True):
        edges = _of_fields((old.id, one.id), one, other)
        if edges is None:
            return None
        found += edges
    return tuple(found)


def _of_fields(tail: Choice | str | None, old: Struct, new: Struct) -> tuple[Tied, ...] | None:
    found: list[Tied] = []
    for name in _walked(old):
        sides = getattr(old, name), getattr(new, name)
        if _bare(sides[0]) == _bare(sides[1]):
            continue
        edges = [edge for side in sides if isinstance(side, tuple) for edge in side]
        if not edges or not all(isinstance(edge, Edge | RulingOut) for edge in edges):
            return None
        bare = [[_bare(edge) for edge in side] for side in sides]
        alone = [edge for edge in sides[0] if _bare(edge) not in bare[1]]
        alone += [edge for edge in sides[1] if _bare(edge) not in bare[0]]
        if not alone:  # the same edges in another order, or one of them twice
            return None
        found += [(tail, edge) for edge in alone]
    return tuple(found)


def _walked(record: Struct) -> tuple[str, ...]:
    return tuple(name for name in record.__struct_fields__ if name not in _READ)


class Bearing:
    """What differs between two knowledge bases, held against one set of answers after the other."""

    def __init__(self, old: Network, new: Network):
        self.old = old
        self.changes = changes(old.knowledge, new.knowledge)
        kinds = {each.kind for each in self.changes}
        self.read_alike = _read_alike(old.knowledge, new.knowledge)
        """Whether answers are read in the same way by both."""
        self.asked_alike = "interview" not in kinds and not any(
            each.kind == "questions" and each.edges is None for each in self.changes
        )
        """Whether conditions hold under the same answers on both sides."""
        self.named_alike = self.asked_alike and "affected_groups" not in kinds
        """Whether findings that fall on the same groups are said to."""
        self.tied_alike = self.named_alike and not any(_ties(each) for each in self.changes)
        """Whether the same groups are tied to the same findings."""
        self.recommends_alike = self.asked_alike and not kinds & {"recommendations", "vocabulary"}
        """Whether for the same findings the same is recommended."""
        self.rules_alike = self.asked_alike and "regulations" not in kinds
        """Whether the same rules apply."""
        self.remarks_alike = self.asked_alike and not kinds & {"lint", "vocabulary"}
        """Whether for the same level the same remarks are made."""
        self.due_alike = not kinds & {"triggers", "vocabulary"}
        """Whether the same level triggers the same."""
        self._choosing = [(each.id, str(each.options_from)) for each in old.questions.values() if each.options_from]
        self._into = _Into(old, new)

    def can_matter(self, answers: Answers) -> bool:
        """Whether something that differs can change what comes of answers that both sides read alike. False is proved;
        True means that it was not."""
        return any(True for _ in self.mattering(answers))

    def mattering(self, answers: Answers) -> Iterator[tuple[str, str]]:
        """The kinds and ids of what can change what comes of answers that both sides read alike."""
        if not self.changes:
            return
        given = answers.given()
        chosen = {kind: given.get(key) for key, kind in self._choosing}
        left = [each for each in self.changes if not _not_chosen(each, chosen)]
        if left and self.asked_alike:
            counted = self.old.presumed(given)
            ways = _Ways(self._into, Truths(self.old.questions, counted))
            named = {key for options in counted.values() for key in options or ()}
            yield from ((each.kind, each.id) for each in left if ways.matters(each, named))
        else:
            yield from ((each.kind, each.id) for each in left)


def _ties(change: Change) -> bool:
    """Whether a change can be one of the groups that are tied to a finding, beside those on the edges of the walk."""
    if change.kind in ("risk_factors", "harms"):
        return change.edges is None
    return change.kind == "deployments" and (
        change.edges is None or any(isinstance(edge, Exposure) for _, edge in change.edges)
    )


def _read_alike(old: KnowledgeBase, new: KnowledgeBase) -> bool:
    return _to_read(old) == _to_read(new) and old.questions == new.questions and old.renames == new.renames


def _to_read(side: KnowledgeBase) -> tuple[object, ...]:
    """What answers are read by, beside the questions: the entries that they may name, and words."""
    kinds = (*CHOICES, "affected_groups", "recommendations")
    named = [[(key, each.replaced_by) for key, each in getattr(side, kind).items()] for kind in kinds]
    return named, side.vocabulary.words("confidences")


def _not_chosen(change: Change, chosen: dict[str, tuple[str, ...] | None]) -> bool:
    """Whether it is a choice that was not made, of a question that was answered."""
    return change.kind in CHOICES and bool(options := chosen.get(change.kind)) and change.id not in (options or ())


class _Into:
    """The edges of both sides by where they lead: raises by risk factor, stakes by harm."""

    def __init__(self, *sides: Network):
        self.raises: dict[str, list[tuple[Choice | str, Raise]]] = {}
        self.stakes: dict[str, list[tuple[Choice, Stake]]] = {}
        for network in sides:
            for choice, edges in network.raises.items():
                self._add(choice, edges)
            for key, factor in network.knowledge.risk_factors.items():
                self._add(key, factor.raises)
            for choice, stakes in network.stakes.items():
                for stake in stakes:
                    for harm in stake.harms:
                        self.stakes.setdefault(harm, []).append((choice, stake))

    def _add(self, tail: Choice | str, edges: Iterable[Raise]) -> None:
        for edge in edges:
            self.raises.setdefault(edge.risk_factor, []).append((tail, edge))


class _Ways:
    """What may be open under one set of answers, on one side or the other."""

    def __init__(self, into: _Into, truths: Truths):
        self._into, self._truths = into, truths

    def matters(self, change: Change, named: set[str]) -> bool:
        """Whether a change can matter. `named` are all options that were chosen."""
        if change.edges is not None:
            edges = [tied for tied in change.edges if self._open(*tied)]
            if not edges:
                return False
            if not isinstance(change.sides[0], RiskFactor | Recommendation):
                return True
        match change.sides[0]:
            case RiskFactor(id=key):
                return self._raised(key)
            case Harm(id=key):
                return any(self._open(choice, edge) for choice, edge in self._into.stakes.get(key, ()))
            case Recommendation():
                on = {edge.risk_factor for side in _all(change, Recommendation) for edge in side.works_on}
                return any(map(self._raised, on))
            case Regulation():
                return any(self._truths.condition(side.when) for side in _all(change, Regulation))
            case AffectedGroup(id=key) if len(change.sides) == 1:
                exposed = (edge for side in _all(change, AffectedGroup) for edge in side.exposed)
                return key in named or any(self._truths.condition(edge.when) for edge in exposed)
            case LintRule():
                return any(self._truths.condition(side.when) for side in _all(change, LintRule))
            case _:
                return True

    def _raised(self, factor: str) -> bool:
        """Whether some choice may lead to a risk factor, whatever rules it out."""
        seen, waiting = {factor}, [factor]
        while waiting:
            for tail, edge in self._into.raises.get(waiting.pop(), ()):
                if isinstance(tail, str):
                    if tail not in seen and self._truths.condition(edge.when):
                        seen.add(tail)
                        waiting.append(tail)
                elif self._open(tail, edge):
                    return True
        return False

    def _open(self, tail: Choice | str | None, edge: Edge | RulingOut) -> bool:
        """Whether an edge holds or may hold; of one that starts at a choice, whether that was or may be chosen too."""
        chosen = not isinstance(tail, tuple) or self._truths.atom(tail[0], (tail[1],))
        return bool(chosen and self._truths.condition(edge.when))


_Kind = typing.TypeVar("_Kind", bound=Struct)


def _all(change: Change, kind: type[_Kind]) -> Iterator[_Kind]:
    return (side for side in change.sides if isinstance(side, kind))

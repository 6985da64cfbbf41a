"""What a change of the knowledge base does to assessments: each walked under both, and what differs traced to entries.

Assessments are worked through in parcels on any executor of `concurrent.futures`, or one that behaves like it. A
parcel names the two folders and holds the answers as they stand in their files, so that it can be sent anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.result import Finding, KnowledgeShown
from questionnaire.files.problems import ProblemsFound
from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import contents, loader
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.upkeep.bearing import Bearing
from questionnaire.upkeep.origins import origins
from questionnaire.upkeep.side import Side, told_of
from questionnaire.walk.network import Network

FORMAT = "riskwalk-diff/1"
PARCEL = 20
MOST_TRIED = 40
"""Up to so many changed entries are each tried alone where no entry on the paths of a finding explains its change."""

Entry = tuple[str, str]
"""A kind and an id."""
Folders = Path | tuple[Path, ...]
"""A folder, or a base and the layers upon it."""


class EntryDiffers(Struct, frozen=True, omit_defaults=True):
    """An entry that is not what it was. `how` is changed, new or gone; `fields` are the places that differ. `layers`
    are the names of the folders in which it was changed, empty where there is one folder alone."""

    kind: str
    id: str
    how: str
    fields: tuple[str, ...]
    layers: tuple[str, ...] = ()


class LevelMoves(Struct, frozen=True):
    """A word of the scale of levels before and after."""

    before: str
    after: str


class FindingDiffers(Struct, frozen=True):
    """A finding that is gained, lost or moved, or that falls on other groups.

    `level` is what to plan for, empty on the side where it is not found. `groups` are all on whom it falls or fell,
    `groups_gained` and `groups_lost` those that differ. `causes` are changed entries, as kind/id.
    """

    id: str
    title: str
    how: str
    level: LevelMoves
    upper: LevelMoves
    groups: tuple[str, ...]
    groups_gained: tuple[str, ...]
    groups_lost: tuple[str, ...]
    causes: tuple[str, ...]


class AssessmentDiffers(Struct, frozen=True):
    """One assessment under both knowledge bases. `cannot` says why it cannot be read under one of them, else empty."""

    name: str
    level: LevelMoves
    lower: LevelMoves
    upper: LevelMoves
    residual: LevelMoves
    stops_gained: tuple[str, ...]
    stops_lost: tuple[str, ...]
    findings: tuple[FindingDiffers, ...]
    recommendations_gained: tuple[str, ...]
    recommendations_lost: tuple[str, ...]
    rules_gained: tuple[str, ...]
    rules_lost: tuple[str, ...]
    causes: tuple[str, ...]
    cannot: str = ""

    @property
    def verdict_moves(self) -> bool:
        """Whether a level of the verdict, or a stop, differs."""
        levels = (self.level, self.lower, self.upper, self.residual)
        return bool(self.stops_gained or self.stops_lost) or any(each.before != each.after for each in levels)


class ForGroup(Struct, frozen=True):
    """For how many assessments findings on a group appear, vanish, rise, fall, or begin or cease to name it."""

    id: str
    title: str
    gained: int
    lost: int
    raised: int
    lowered: int
    assessments: tuple[str, ...]


class Diff(Struct, frozen=True):
    """Everything that differs. `for_whom` stands first, the group with most assessments before the others."""

    format: str
    before: KnowledgeShown
    after: KnowledgeShown
    for_whom: tuple[ForGroup, ...]
    assessments: tuple[AssessmentDiffers, ...]
    unchanged: int
    entries: tuple[EntryDiffers, ...]


class Item(Struct, frozen=True):
    """Answers as they stand in a file, under the name by which the diff calls them."""

    name: str
    raw: bytes


def items(before: Folders, after: Folders, more: Iterable[Path] = ()) -> tuple[Item, ...]:
    """The worked cases of both sides, the latter's where both have one, and further files of answers."""
    folders = (*loader.each(before), *loader.each(after))
    cases = {file.stem: file for folder in folders for file in sorted((folder / "cases").glob("*.yaml"))}
    named = {key: Item(key, file.read_bytes()) for key, file in sorted(cases.items())}
    for file in more:
        named[str(file)] = Item(str(file), file.read_bytes())
    return tuple(named.values())


def diff(
    before: Folders,
    after: Folders,
    given: Sequence[Item],
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Diff:
    """Every assessment under both knowledge bases, and what differs; raises ProblemsFound where one cannot be loaded.

    `progress` is told how many are done. Without an executor all is done here, one after the other.
    """
    old, new = network_of(before), network_of(after)
    parcels = [tuple(given[start : start + PARCEL]) for start in range(0, len(given), PARCEL)]
    found: dict[str, AssessmentDiffers] = {}
    done = 0
    for parcel, differing in _worked(before, after, parcels, executor):
        found |= {each.name: each for each in differing}
        done += len(parcel)
        progress(done)
    differing = tuple(found[item.name] for item in given if item.name in found)
    return Diff(
        FORMAT,
        KnowledgeShown(old.knowledge.version, old.knowledge.digest),
        KnowledgeShown(new.knowledge.version, new.knowledge.digest),
        tuple(_for_whom(differing, old.knowledge, new.knowledge)),
        differing,
        len(given) - len(differing),
        _with_origins(entries_that_differ(old.knowledge, new.knowledge), before, after),
    )


def _with_origins(entries: tuple[EntryDiffers, ...], before: Folders, after: Folders) -> tuple[EntryDiffers, ...]:
    found = origins(loader.each(before), loader.each(after))
    return tuple(msgspec.structs.replace(each, layers=found.get((each.kind, each.id), ())) for each in entries)


def _worked(
    before: Folders, after: Folders, parcels: list[tuple[Item, ...]], executor: Executor | None
) -> Iterator[tuple[tuple[Item, ...], tuple[AssessmentDiffers, ...]]]:
    if executor is None:
        for parcel in parcels:
            yield parcel, compare(before, after, parcel)
        return
    asked: dict[Future[tuple[AssessmentDiffers, ...]], tuple[Item, ...]] = {
        executor.submit(compare, before, after, parcel): parcel for parcel in parcels
    }
    for ready in as_completed(asked):
        yield asked[ready], ready.result()


@functools.cache
def network_of(folders: Folders) -> Network:
    """The knowledge base of a folder, or of a base and its layers, loaded once in each process."""
    return Network(loader.load(folders, cache=None))


@functools.cache
def _differing(before: Folders, after: Folders) -> dict[Entry, EntryDiffers]:
    found = entries_that_differ(network_of(before).knowledge, network_of(after).knowledge)
    return {(each.kind, each.id): each for each in found}


def compare(before: Folders, after: Folders, parcel: Sequence[Item]) -> tuple[AssessmentDiffers, ...]:
    """Those of a parcel of assessments that differ between the knowledge bases of two folders."""
    found = (_compared(before, after, item) for item in parcel)
    return tuple(each for each in found if each is not None)


@functools.cache
def _bearing(before: Folders, after: Folders) -> Bearing:
    return Bearing(network_of(before), network_of(after))


def _compared(before: Folders, after: Folders, item: Item) -> AssessmentDiffers | None:
    old, new, bearing = network_of(before), network_of(after), _bearing(before, after)
    read: list[Answers] = []
    try:
        document, wrong = reading.gather(item.raw, item.name, careful=False)
        read.append(reading.answers(document, wrong, item.name, new.knowledge))
        read.append(read[0] if bearing.read_alike else reading.answers(document, wrong, item.name, old.knowledge))
    except ProblemsFound as found:
        return _unreadable(item.name, "before" if read else "after", str(found.problems[0]))
    alike = read[0] == read[1]
    if alike and not bearing.can_matter(read[0]):
        return None
    was = Side(old, read[1])
    now = Side(new, read[0], was if alike and bearing.asked_alike else None)
    both = _Both(was, now, bearing, alike)
    if both.same:
        return None
    return _told(item.name, both, _Tracing(before, after, read[1], was, now))


Names = tuple[str, ...]


class _Both(NamedTuple):
    """An assessment before and after. `alike`: both knowledge bases read the same from the answers."""

    before: Side
    after: Side
    bearing: Bearing
    alike: bool

    @property
    def same(self) -> bool:
        """Whether nothing of it differs; told from the bare walks, so False where that does not suffice."""
        if not (self.alike and self.rules_alike and self.bearing.recommends_alike and self.bearing.named_alike):
            return False
        if self.bearing.tied_alike and self.before.bare == self.after.bare:
            return True
        return self.before.outline == self.after.outline

    @property
    def recommends_alike(self) -> bool:
        return self.alike and self.bearing.recommends_alike and self.before.reached == self.after.reached

    @property
    def rules_alike(self) -> bool:
        return self.alike and self.bearing.rules_alike

    def recommended(self) -> tuple[Names, Names]:
        """Recommendations gained and lost."""
        return ((), ()) if self.recommends_alike else _lists(self.before.recommendations, self.after.recommendations)

    def rules(self) -> tuple[Names, Names]:
        """Rules gained and lost."""
        return ((), ()) if self.rules_alike else _lists(self.before.regulations, self.after.regulations)


def _unreadable(name: str, when: str, why: str) -> AssessmentDiffers:
    none = LevelMoves("", "")
    return AssessmentDiffers(name, none, none, none, none, (), (), (), (), (), (), (), (), f"{when}: {why}")


def _told(name: str, both: _Both, tracing: _Tracing) -> AssessmentDiffers | None:
    before, after = both.before, both.after
    old, new = before.findings, after.findings
    findings = (_finding(old.get(key), new.get(key), tracing) for key in {**new, **old})
    found = tuple(each for each in findings if each is not None)
    level, lower, upper, residual = (
        LevelMoves(getattr(before.verdict, field), getattr(after.verdict, field))
        for field in ("level", "lower", "upper", "residual")
    )
    stops, recommended, rules = _lists(before.stops, after.stops), both.recommended(), both.rules()
    moved = any(each.before != each.after for each in (level, lower, upper, residual))
    if not (found or moved or any((*stops, *recommended, *rules))):
        return None
    named: set[Entry] = {("recommendations", key) for side in recommended for key in side}
    named |= {("regulations", key) for side in rules for key in side}
    causes = {*(cause for each in found for cause in each.causes), *tracing.among(named)} or set(tracing.anywhere())
    return AssessmentDiffers(
        name=name,
        level=level,
        lower=lower,
        upper=upper,
        residual=residual,
        stops_gained=stops[0],
        stops_lost=stops[1],
        findings=found,
        recommendations_gained=recommended[0],
        recommendations_lost=recommended[1],
        rules_gained=rules[0],
        rules_lost=rules[1],
        causes=tuple(sorted(causes)),
    )


def _lists(before: list[str], after: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the second list has beyond the first, and the first beyond the second."""
    return tuple(each for each in after if each not in before), tuple(each for each in before if each not in after)


def _finding(old: Finding | None, new: Finding | None, tracing: _Tracing) -> FindingDiffers | None:
    shown = new or old
    if shown is None:
        return None
    groups = [[group.id for group in each.groups] if each else [] for each in (old, new)]
    gained, lost = _lists(*groups) if old and new else ((), ())
    level = LevelMoves(old.level.planned if old else "", new.level.planned if new else "")
    upper = LevelMoves(old.level.upper if old else "", new.level.upper if new else "")
    moved = level.before != level.after or upper.before != upper.after
    if old and new and not moved and not gained and not lost:
        return None
    how = "gained" if old is None else "lost" if new is None else "moved" if moved else "groups"
    return FindingDiffers(
        shown.id,
        shown.title,
        how,
        level,
        upper,
        tuple(sorted({*groups[0], *groups[1]})),
        gained,
        lost,
        tracing.finding(old, new, {*gained, *lost}),
    )


class _Tracing:
    """Which of the entries that differ explain a difference in one assessment."""

    def __init__(self, before: Folders, after: Folders, answers: Answers, old: Side, new: Side):
        self.before, self.after, self.answers = before, after, answers
        self.old, self.new = old, new
        self.entries = _differing(before, after)
        self.read_alike = _bearing(before, after).read_alike
        self.kinds = {key: each.options_from for key, each in new.network.questions.items() if each.options_from}
        self._with_one: dict[Entry, Side | None] = {}

    @functools.cached_property
    def chosen(self) -> set[Entry]:
        """The entries that were chosen, on either side."""
        return self.old.chosen | self.new.chosen

    def among(self, entries: set[Entry]) -> tuple[str, ...]:
        """Those of these entries that differ, as kind/id."""
        return tuple(sorted(f"{kind}/{key}" for kind, key in entries if (kind, key) in self.entries))

    def finding(self, old: Finding | None, new: Finding | None, groups: set[str]) -> tuple[str, ...]:
        """The changed entries on the paths of a finding; where none is, those that alone bring the change about."""
        on_paths = {entry for each in (old, new) if each for entry in self.involved(each)}
        on_paths |= {("affected_groups", key) for key in groups}
        if old and new and old.severity != new.severity:
            on_paths |= self.old.at_stake(old) | self.new.at_stake(new)
        if found := self.among(on_paths | (self.chosen if groups else set())):
            return found
        shown = new or old
        return (self.alone(shown.id) if shown else ()) or self.among(self.chosen) or self.anywhere()

    def involved(self, finding: Finding) -> Iterator[Entry]:
        yield "risk_factors", finding.risk_factor
        yield "harms", finding.harm
        for path in finding.paths:
            for step in path:
                if step.kind == "answer":
                    question, _, option = step.id.partition("=")
                    yield "questions", question
                    yield self.kinds.get(question) or "questions", option
                elif step.kind == "risk_factor":
                    yield "risk_factors", step.id
        for moved in finding.moved_by:
            yield "questions", moved.question

    def alone(self, finding: str) -> tuple[str, ...]:
        """The changed entries each of which, changed alone, already brings the change of a finding about."""
        if len(self.entries) > MOST_TRIED:
            return ()
        due = _shape(self.new, finding)
        return tuple(
            f"{kind}/{key}"
            for kind, key in sorted(self.entries)
            if (result := self.with_one(kind, key)) and _shape(result, finding) == due
        )

    def with_one(self, kind: str, identity: str) -> Side | None:
        """The answers where one entry alone is as it is after; None where it does not fit there by itself."""
        if (kind, identity) not in self._with_one:
            self._with_one[kind, identity] = self._walked_with_one(kind, identity)
        return self._with_one[kind, identity]

    def _walked_with_one(self, kind: str, identity: str) -> Side | None:
        if self.read_alike and [each for each in self.entries if each[0] != "sources"] == [(kind, identity)]:
            return self.new  # nothing else differs
        network = _alone(self.before, self.after, kind, identity)
        try:
            return told_of(network, self.answers) if network else None
        except KeyError:  # an answer refers to another entry that is new
            return None

    def anywhere(self) -> tuple[str, ...]:
        """All entries that differ: which of them it was cannot be told apart."""
        return tuple(sorted(f"{kind}/{key}" for kind, key in self.entries if kind != "sources"))


def _shape(side: Side, finding: str) -> tuple[object, ...] | None:
    found = side.findings.get(finding)
    return (found.level, tuple(group.id for group in found.groups)) if found else None


@functools.cache
def _alone(before: Folders, after: Folders, kind: str, identity: str) -> Network | None:
    """The knowledge base before, with one entry as it is after; None where it does not fit there by itself."""
    old, new = network_of(before).knowledge, network_of(after).knowledge
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


def entries_that_differ(old: KnowledgeBase, new: KnowledgeBase) -> tuple[EntryDiffers, ...]:
    """Every entry, source, and list of the vocabulary or the interview that is not what it was."""
    found = []
    for kind in (*KINDS, "sources"):
        before, after = getattr(old, kind), getattr(new, kind)
        for key in sorted({*before, *after}):
            if key not in before or key not in after:
                found.append(EntryDiffers(kind, key, "gone" if key in before else "new", ()))
            elif before[key] != after[key]:
                found.append(EntryDiffers(kind, key, "changed", _fields(before[key], after[key])))
    for name in ("vocabulary", "interview"):
        if getattr(old, name) != getattr(new, name):
            fields = _fields(getattr(old, name), getattr(new, name))
            found.append(EntryDiffers(name, name, "changed", fields))
    return tuple(found)


def _fields(old: Struct, new: Struct) -> tuple[str, ...]:
    """The deepest places that differ, counted as in a file."""
    values = [{path: value for path, value, _ in contents.values(record)} for record in (old, new)]
    paths = [path for path in {**values[0], **values[1]} if values[0].get(path) != values[1].get(path)]
    deepest = [path for path in paths if not any(other[: len(path)] == path and other != path for other in paths)]
    return tuple(dict.fromkeys(field_path(path) for path in deepest))


def _for_whom(assessments: Iterable[AssessmentDiffers], old: KnowledgeBase, new: KnowledgeBase) -> Iterator[ForGroup]:
    levels = {word: place for place, word in enumerate(new.vocabulary.words("levels"))}
    counted: dict[str, dict[str, set[str]]] = {}

    def count(group: str, what: str, name: str) -> None:
        counted.setdefault(group, {key: set() for key in ("gained", "lost", "raised", "lowered")})[what].add(name)

    for each in assessments:
        for finding in each.findings:
            level = finding.level if finding.level.before != finding.level.after else finding.upper
            higher = levels.get(level.after, -1) > levels.get(level.before, -1)
            for group in finding.groups:
                if finding.how in ("gained", "lost"):
                    count(group, finding.how, each.name)
                elif group in (*finding.groups_gained, *finding.groups_lost):
                    count(group, "gained" if group in finding.groups_gained else "lost", each.name)
                elif finding.how == "moved":
                    count(group, "raised" if higher else "lowered", each.name)
    titles = {**old.affected_groups, **new.affected_groups}
    rows = [
        ForGroup(
            group,
            titles[group].title,
            len(sets["gained"]),
            len(sets["lost"]),
            len(sets["raised"]),
            len(sets["lowered"]),
            tuple(sorted(set().union(*sets.values()))),
        )
        for group, sets in counted.items()
    ]
    yield from sorted(rows, key=lambda row: (-len(row.assessments), row.id))

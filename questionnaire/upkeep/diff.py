"""What a change of the knowledge base does to assessments: each walked under both, and what differs traced to entries.

Assessments are worked through in parcels on any executor of `concurrent.futures`, or one that behaves like it. A
parcel names the two folders and holds the answers as they stand in their files, so that it can be sent anywhere.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.result import KnowledgeShown
from questionnaire.assessment.telling import finding_id
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.upkeep.bearing import Bearing
from questionnaire.upkeep.difference import (
    FORMAT,
    AssessmentDiffers,
    Diff,
    Due,
    Entry,
    EntryDiffers,
    FindingDiffers,
    ForGroup,
    LevelMoves,
)
from questionnaire.upkeep.differing import entries_that_differ
from questionnaire.upkeep.origins import origins
from questionnaire.upkeep.side import Found, Side
from questionnaire.upkeep.tracing import Altered, Tracing
from questionnaire.walk.network import Network, Pair

PARCEL = 20

Folders = Path | tuple[Path, ...]
"""A folder, or a base and the layers upon it."""


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
def altered(before: Folders, after: Folders) -> Altered:
    """What differs between the knowledge bases of two folders, worked out once in each process."""
    return Altered(network_of(before), network_of(after))


def compare(before: Folders, after: Folders, parcel: Sequence[Item]) -> tuple[AssessmentDiffers, ...]:
    """Those of a parcel of assessments that differ between the knowledge bases of two folders."""
    between = altered(before, after)
    found = (_compared(between, item) for item in parcel)
    return tuple(each for each in found if each is not None)


def _compared(between: Altered, item: Item) -> AssessmentDiffers | None:
    old, new, bearing = between.old, between.new, between.bearing
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
    beside = was if alike and bearing.asked_alike else None
    both = _Both(was, Side(new, read[0], beside, tied_alike=bearing.tied_alike), bearing, alike)
    return None if both.same else _told(item.name, both, Tracing(between, both.before, both.after, alike=alike))


Names = tuple[str, ...]
Listed = TypeVar("Listed")


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
        if any((*self.remarks(), *self.due())):
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

    def remarks(self) -> tuple[Names, Names]:
        """Remarks on the answers gained and lost."""
        same_level = self.before.levels[0] == self.after.levels[0]
        if self.alike and self.bearing.remarks_alike and same_level:
            return (), ()
        return _lists(self.before.remarks, self.after.remarks)

    def due(self) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
        """What is triggered now, and what no longer is."""
        if self.bearing.due_alike and self.before.levels[0] == self.after.levels[0]:
            return (), ()
        sides = [{(each.what, each.id): each for each in side.due} for side in (self.before, self.after)]
        gained, lost = _lists(tuple(sides[0]), tuple(sides[1]))
        return tuple(sides[1][key] for key in gained), tuple(sides[0][key] for key in lost)

    def rules(self) -> tuple[Names, Names]:
        """Rules gained and lost."""
        return ((), ()) if self.rules_alike else _lists(self.before.regulations, self.after.regulations)


def _unreadable(name: str, when: str, why: str) -> AssessmentDiffers:
    none = LevelMoves("", "")
    return AssessmentDiffers(name, none, none, none, none, (), (), (), (), (), (), (), (), cannot=f"{when}: {why}")


def _told(name: str, both: _Both, tracing: Tracing) -> AssessmentDiffers | None:
    before, after = both.before, both.after
    old, new = before.findings, after.findings
    findings = tuple(
        _finding(pair, old.get(pair), new.get(pair), tracing)
        for pair in {**new, **old}
        if old.get(pair) != new.get(pair)
    )
    found = tuple(each for each in findings if each is not None)
    levels = tuple(LevelMoves(*moved) for moved in zip(before.levels, after.levels, strict=True))
    stops, recommended, rules = _lists(before.stops, after.stops), both.recommended(), both.rules()
    remarks, due = both.remarks(), both.due()
    if not (found or before.levels != after.levels or any((*stops, *recommended, *rules, *remarks, *due))):
        return None
    named: set[Entry] = {("recommendations", key) for side in recommended for key in side}
    named |= {("regulations", key) for side in rules for key in side}
    named |= {("lint", key) for side in remarks for key in side}
    named |= {("triggers", key) for side in due for each in side for key in _rows(each, both)}
    causes = {*(cause for each in found for cause in each.causes), *tracing.among(named)} or set(tracing.anywhere)
    level, lower, upper, residual = levels
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
        remarks_gained=remarks[0],
        remarks_lost=remarks[1],
        due_gained=due[0],
        due_lost=due[1],
    )


def _rows(due: Due, both: _Both) -> Iterator[str]:
    """The rows of triggers.yaml that ask for something: that of the level on each side, and its own."""
    yield from (f"levels.{side.levels[0]}" for side in (both.before, both.after))
    yield f"{due.what}.{due.id}"


def _lists(before: Sequence[Listed], after: Sequence[Listed]) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """What the second list has beyond the first, and the first beyond the second."""
    return tuple(each for each in after if each not in before), tuple(each for each in before if each not in after)


def _finding(pair: Pair, old: Found | None, new: Found | None, tracing: Tracing) -> FindingDiffers | None:
    groups = [each.groups if each else () for each in (old, new)]
    gained, lost = _lists(*groups) if old and new else ((), ())
    level = LevelMoves(old.planned if old else "", new.planned if new else "")
    upper = LevelMoves(old.upper if old else "", new.upper if new else "")
    moved = level.before != level.after or upper.before != upper.after
    if old and new and not moved and not gained and not lost:
        return None
    how = "gained" if old is None else "lost" if new is None else "moved" if moved else "groups"
    return FindingDiffers(
        finding_id(*pair),
        (tracing.after if new else tracing.before).title(pair),
        how,
        level,
        upper,
        tuple(sorted({*groups[0], *groups[1]})),
        gained,
        lost,
        tracing.finding(pair, {*gained, *lost}),
    )


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

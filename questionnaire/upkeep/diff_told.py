"""A diff in words: for people, and as Markdown for a pull request. For whom it matters stands first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from questionnaire.files.problems import counted
from questionnaire.upkeep.difference import AssessmentDiffers, Diff, EntryDiffers, FindingDiffers, LevelMoves
from questionnaire.wording import upkeep as wording

MOST_IN_CHANGELOG = 12
Rank = Literal["title", "part", "head", "item", "plain"]


class Line(NamedTuple):
    """A line of the report, and what it is: a title, the title of a part, the head of an item's block, an item."""

    rank: Rank
    text: str


def text(diff: Diff) -> str:
    """The diff for people, as plain text."""
    marks = {"title": "", "part": "\n", "head": "\n  ", "item": "    ", "plain": "  "}
    return "".join(f"{marks[line.rank]}{line.text}\n" for line in lines(diff))


def markdown(diff: Diff) -> str:
    """The diff as Markdown, for a pull request or a job's summary."""
    marks = {"title": "## ", "part": "\n### ", "head": "\n#### ", "item": "- ", "plain": "- "}
    said = "".join(f"{marks[line.rank]}{_escaped(line.text)}\n" for line in lines(diff))
    return re.sub(r"(?m)^(#+ .*)$\n(?!\n)", r"\1\n\n", said).replace("\n\n\n", "\n\n")


def changelog(diff: Diff) -> str:
    """A draft of what a changelog says of a version: first which conclusions change and for whom, then the entries.

    It is cut where it would be long: a reader finds the rest in the diff.
    """
    readable = [each for each in diff.assessments if not each.cannot]
    moved = [each for each in readable if each.verdict_moves]
    told = [wording.version_from(diff.after.version, diff.before.version), ""]
    told += [f"### {wording.CHANGELOG_CONCLUSIONS}", ""]
    told.append(f"- {wording.changelog_walked(len(moved), len(readable), len(diff.assessments) + diff.unchanged)}")
    told += [
        f"- {_escaped(wording.for_group(row.title, row.gained, row.lost, row.raised, row.lowered))}"
        for row in diff.for_whom[:MOST_IN_CHANGELOG]
    ]
    if len(diff.for_whom) > MOST_IN_CHANGELOG:
        told.append(f"- {wording.and_more(len(diff.for_whom) - MOST_IN_CHANGELOG)}")
    for each in moved:
        said = wording.verdict(each.name, _moves(each.level), _also(each), each.stops_gained, each.stops_lost)
        told.append(f"- {_escaped(said)}")
    told += ["", f"### {wording.CHANGELOG_ENTRIES}", ""]
    for how in ("new", "changed", "gone"):
        names = [f"{entry.kind}/{entry.id}" for entry in diff.entries if entry.how == how]
        if names:
            more = [wording.and_more(len(names) - MOST_IN_CHANGELOG)] if len(names) > MOST_IN_CHANGELOG else []
            told.append(f"- {wording.changelog_entries(how, len(names), [*names[:MOST_IN_CHANGELOG], *more])}")
    if not diff.entries:
        told.append(f"- {wording.NO_ENTRY_DIFFERS}")
    return "\n".join(told) + "\n"


def _escaped(said: str) -> str:
    return re.sub(r"([\\`*<>\[\]|])", r"\\\1", said)


def lines(diff: Diff) -> Iterator[Line]:
    """The whole diff, line by line."""
    readable = [each for each in diff.assessments if not each.cannot]
    unreadable = [each for each in diff.assessments if each.cannot]
    walked = len(diff.assessments) + diff.unchanged
    yield Line("title", wording.differs(len(readable), walked, len(diff.entries), len(unreadable)))
    if not diff.assessments:
        yield from _entries(diff)
        return
    yield Line("part", wording.FOR_WHOM)
    for row in diff.for_whom:
        yield Line("plain", wording.for_group(row.title, row.gained, row.lost, row.raised, row.lowered))
    if not diff.for_whom:
        yield Line("plain", wording.FOR_NOBODY_NAMED)
    yield from _by_layer(diff)
    moved = [each for each in readable if each.verdict_moves]
    yield Line("part", wording.VERDICTS)
    for each in moved:
        yield Line(
            "plain", wording.verdict(each.name, _moves(each.level), _also(each), each.stops_gained, each.stops_lost)
        )
    if not moved:
        yield Line("plain", wording.NO_VERDICT)
    yield Line("part", wording.ASSESSMENTS)
    layers = _Layers(diff)
    for each in readable:
        yield from _assessment(each, layers)
    if unreadable:
        yield Line("part", wording.UNREADABLE)
        for each in unreadable:
            yield Line("plain", f"{each.name}, {each.cannot}")
    yield from _entries(diff)


class _Layers:
    """Names of entries with the layers in which they were changed, where there are layers."""

    def __init__(self, diff: Diff):
        self.of = {f"{entry.kind}/{entry.id}": entry.layers for entry in diff.entries if entry.layers}

    def named(self, causes: Iterable[str]) -> tuple[str, ...]:
        """The causes, each with its layers."""
        return tuple(wording.of_layers(each, self.of[each]) if each in self.of else each for each in causes)


def _by_layer(diff: Diff) -> Iterator[Line]:
    """For each layer, how many entries it changed, and in how many assessments something is traced to them."""
    of = _Layers(diff).of
    names = dict.fromkeys(name for layers in of.values() for name in layers)
    if names:
        yield Line("part", wording.BY_LAYER)
    for name in names:
        entries = {entry for entry, layers in of.items() if name in layers}
        moved = sum(not entries.isdisjoint(each.causes) for each in diff.assessments)
        yield Line("plain", wording.by_layer(name, len(entries), moved))


def _assessment(each: AssessmentDiffers, layers: _Layers) -> Iterator[Line]:
    yield Line("head", f"{each.name}: {_moves(each.level)}")
    for finding in each.findings:
        if finding.how != "groups":
            yield Line(
                "item",
                wording.finding(
                    finding.how, finding.title, _level(finding), finding.groups, layers.named(finding.causes)
                ),
            )
    for (group, gained), (titles, causes) in _on_groups(each.findings).items():
        yield Line("item", wording.group_on(group, titles, layers.named(sorted(causes)), gained=gained))
    for title, names in (
        (wording.RECOMMENDED, each.recommendations_gained),
        (wording.NOT_RECOMMENDED, each.recommendations_lost),
        (wording.RULES, each.rules_gained),
        (wording.NO_RULES, each.rules_lost),
        (wording.REMARKS, each.remarks_gained),
        (wording.NO_REMARKS, each.remarks_lost),
    ):
        if names:
            yield Line("item", f"{title}: {', '.join(names)}")
    for title, due in ((wording.NOW_DUE, each.due_gained), (wording.NO_LONGER_DUE, each.due_lost)):
        if due:
            yield Line("item", f"{title}: {'; '.join(wording.due(one.what, one.id, one.title) for one in due)}")
    if each.causes and not each.findings:  # findings name their own
        yield Line("item", wording.because_of(layers.named(each.causes)))


def _on_groups(findings: tuple[FindingDiffers, ...]) -> dict[tuple[str, bool], tuple[list[str], set[str]]]:
    """By group, and whether it is named now or was: the titles of the findings, and what brought it about."""
    found: dict[tuple[str, bool], tuple[list[str], set[str]]] = {}
    for finding in findings:
        for gained, groups in ((True, finding.groups_gained), (False, finding.groups_lost)):
            for group in groups:
                titles, causes = found.setdefault((group, gained), ([], set()))
                titles.append(finding.title)
                causes.update(each for each in finding.causes if not _of_another(each, group))
    return found


def _of_another(cause: str, group: str) -> bool:
    """Whether a cause is the entry of another group."""
    kind, _, identity = cause.partition("/")
    return kind == "affected_groups" and identity != group


def _level(finding: FindingDiffers) -> str:
    if finding.how == "gained":
        return finding.level.after
    if finding.how == "lost":
        return finding.level.before
    if finding.level.before == finding.level.after:
        return wording.at_most(_moves(finding.upper))
    return _moves(finding.level)


def _moves(level: LevelMoves) -> str:
    return level.after if level.before == level.after else wording.moves_to(level.before, level.after)


def _also(each: AssessmentDiffers) -> list[str]:
    named = ((wording.LOWER, each.lower), (wording.UPPER, each.upper), (wording.RESIDUAL, each.residual))
    return [f"{name} {_moves(level)}" for name, level in named if level.before != level.after]


def _entries(diff: Diff) -> Iterator[Line]:
    if not diff.entries:
        return
    yield Line("part", wording.ENTRIES)
    moved: dict[str, int] = {}
    for each in diff.assessments:
        for cause in each.causes:
            moved[cause] = moved.get(cause, 0) + 1
    for entry in diff.entries:
        name = f"{entry.kind}/{entry.id}"
        said = wording.of_layers(name, entry.layers) if entry.layers else name
        yield Line("plain", wording.entry(said, entry.how, _fields(entry), moved.get(name, 0)))


def _fields(entry: EntryDiffers) -> tuple[str, ...]:
    told = tuple(map(counted, entry.fields[:6]))
    return told + ((wording.and_more(len(entry.fields) - 6),) if len(entry.fields) > 6 else ())

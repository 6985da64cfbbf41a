"""The risk graph of an assessment as a picture: answers → risk factors → pathways → harms, in columns.

`svg` draws it for the screen. Another renderer draws the same records its own way: y grows downwards,
a line is one cubic curve, and text stands on the base lines that `rows` gives.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from questionnaire.assessment.glance import Glance
from questionnaire.assessment.result import Assessment, Finding
from questionnaire.picture.arrangement import Block, Placed, arranged
from questionnaire.presentation.labels import Labels
from questionnaire.wording import picture as say

SIZE, LEADING = 13.0, 17.0
SMALL_SIZE, SMALL_LEADING = 11.0, 14.0
PAD, CAPTION_GAP = 9.0, 3.0
MARGIN, GAP_X, GAP_Y = 16.0, 64.0, 16.0
HEAD, FOOT = 62.0, 44.0
MOST_LINES = 6
_WIDTHS = (240.0, 196.0, 128.0, 204.0)
_COLUMN_OF = {"answer": 0, "open_question": 0, "risk_factor": 1, "pathway": 2, "harm": 3}


class Node(Struct, frozen=True):
    """A box. `caption` stands small over `lines` (for an answer: the question); `level`, `level_label` and `rank` (its
    position on the scale) are set for harms. Not `certain` means: only if an open question is answered so."""

    id: str
    kind: str
    title: str
    caption: tuple[str, ...]
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    level: str
    level_label: str
    rank: int
    certain: bool

    def rows(self) -> Iterable[tuple[str, float, float]]:
        """Each line of text with its base line and its size, from top to bottom."""
        base = self.y + PAD
        for text in self.caption:
            yield text, base + SMALL_SIZE - 1, SMALL_SIZE
            base += SMALL_LEADING
        base += CAPTION_GAP if self.caption else 0
        for text in self.lines:
            yield text, base + SIZE - 1, SIZE
            base += LEADING


class Line(Struct, frozen=True):
    """A cubic curve from the box `tail` to the box `head`: start, two control points, end. `arrow`: within a column,
    where left to right does not tell the direction."""

    tail: str
    head: str
    points: tuple[tuple[float, float], ...]
    certain: bool
    arrow: bool


class Column(Struct, frozen=True):
    title: str
    explains: str
    x: float
    width: float


class Picture(Struct, frozen=True):
    """The arranged graph. `left_out` counts the findings that are not shown; `words` says in words what is shown."""

    width: float
    height: float
    columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Line, ...]
    left_out: int
    ranks: int
    words: str


class _Draft(NamedTuple):
    kind: str
    title: str
    caption: str = ""
    level: str = ""
    level_label: str = ""
    rank: int = 0
    certain: bool = False


def picture(assessment: Assessment, most_findings: int = 20) -> Picture:
    """The picture of the worst `most_findings` findings with all their paths; the same for the same assessment."""
    shown = assessment.findings[:most_findings]
    return _picture(assessment, shown, len(assessment.findings) - len(shown))


def picture_at_a_glance(glance: Glance) -> Picture:
    """The picture of the worst findings that a glance tells: as that of as many of the assessment."""
    return _picture(glance, glance.worst, glance.findings - len(glance.worst))


def _picture(result: Assessment | Glance, shown: tuple[Finding, ...], left_out: int) -> Picture:
    drafts, edges = _graph(result, shown)
    ranks = len(result.words["levels"]) - 1
    words = _in_words(result, shown, drafts, left_out)
    width = 2 * MARGIN + sum(_WIDTHS) + 3 * GAP_X
    if not shown:
        return Picture(width, 96.0, (), (), (), left_out, ranks, words)
    wrapped = {key: _wrapped(draft) for key, draft in drafts.items()}
    heights = {key: _height(draft, *wrapped[key], sum(key in edge for edge in edges)) for key, draft in drafts.items()}
    columns = tuple(
        Column(title, explains, MARGIN + sum(_WIDTHS[:at]) + at * GAP_X, _WIDTHS[at])
        for at, (title, explains) in enumerate(say.COLUMNS)
    )
    placed = arranged(_blocks(drafts, edges), tuple(edges), heights, GAP_Y)
    nodes = {}
    for key in sorted(drafts, key=lambda key: (_COLUMN_OF[drafts[key].kind], placed[key].top)):
        draft, column = drafts[key], columns[_COLUMN_OF[drafts[key].kind]]
        nodes[key] = Node(
            key,
            draft.kind,
            draft.title,
            *wrapped[key],
            column.x,
            HEAD + placed[key].top,
            column.width,
            heights[key],
            draft.level,
            draft.level_label,
            draft.rank,
            draft.certain,
        )
    bottom = max(node.y + node.height for node in nodes.values())
    return Picture(
        width, bottom + FOOT, columns, tuple(nodes.values()), _lines(nodes, edges, placed), left_out, ranks, words
    )


def _graph(
    result: Assessment | Glance, shown: tuple[Finding, ...]
) -> tuple[dict[str, _Draft], dict[tuple[str, str], bool]]:
    """Boxes and lines of the findings' paths. A line is certain where every step up to it is, on one path at least."""
    asked = {answer.question: answer for answer in result.answers}
    labels, levels = result.words, list(result.words["levels"])
    drafts: dict[str, _Draft] = {}
    edges: dict[tuple[str, str], bool] = {}

    def add(key: str, draft: _Draft) -> str:
        known = drafts.setdefault(key, draft)
        drafts[key] = known._replace(certain=known.certain or draft.certain)
        return key

    def join(tails: list[str], heads: list[str], certain: bool) -> None:
        for edge in ((tail, head) for tail in tails for head in heads):
            edges[edge] = edges.get(edge, False) or certain

    for finding in shown:
        for path in finding.paths:
            question, _, option = path[0].id.partition("=")
            answer = asked.get(question)
            given = answer is not None and option in answer.options
            asks = answer.asks if answer else ""
            certain = given
            if given:
                before = [add(f"answer/{path[0].id}", _Draft("answer", path[0].title, asks, certain=True))]
            else:
                before = [
                    add(f"open_question/{question}", _Draft("open_question", asks or path[0].title, say.NOT_SETTLED))
                ]
            for tail, step in pairwise(path):
                certain = certain and tail.certain
                if step.kind == "risk_factor":
                    here = [add(f"{step.kind}/{step.id}", _Draft(step.kind, step.title, certain=certain))]
                else:
                    ways = [
                        add(f"pathway/{word}", _Draft("pathway", labels["pathways"][word], certain=certain))
                        for word in tail.pathways
                    ]
                    join(before, ways, certain)
                    before, certain = ways, certain and step.certain
                    worst = next(other for other in shown if other.harm == step.id).level.planned
                    here = [
                        add(
                            f"harm/{step.id}",
                            _Draft(
                                "harm",
                                step.title,
                                "",
                                worst,
                                labels["levels"][worst],
                                levels.index(worst),
                                finding.status == "confirmed",
                            ),
                        )
                    ]
                join(before, here, certain)
                before = here
    return drafts, edges


def _blocks(drafts: Mapping[str, _Draft], edges: Mapping[tuple[str, str], bool]) -> tuple[tuple[Block, ...], ...]:
    """The boxes of each column; a risk factor that another brings about stands in one block with it, right below."""
    below: dict[str, list[str]] = {}
    hangs: set[str] = set()
    for tail, head in edges:
        if _same_column(drafts, tail, head) and head not in hangs:
            below.setdefault(tail, []).append(head)
            hangs.add(head)

    def family(key: str) -> Block:
        return (key, *(member for child in below.get(key, ()) for member in family(child)))

    columns: tuple[list[Block], ...] = ([], [], [], [])
    for key, draft in drafts.items():
        if key not in hangs:
            columns[_COLUMN_OF[draft.kind]].append(family(key))
    return tuple(map(tuple, columns))


def _same_column(drafts: Mapping[str, _Draft], tail: str, head: str) -> bool:
    return drafts[tail].kind == drafts[head].kind


# --- text -------------------------------------------------------------------------------------------------------------


def text_width(text: str, size: float) -> float:
    """An upper estimate of the width of `text` in a usual sans-serif font, so that nothing runs over an edge."""
    return size * sum(_em(character) for character in text)


@functools.lru_cache(maxsize=1024)
def _em(character: str) -> float:
    if character in "ijl.,;:|!' ‘’":
        return 0.34
    if character in "frtI()[]-":
        return 0.42
    if character in "mwMW@%—…":
        return 0.98
    if ord(character) > 0x2E80:
        return 1.05
    return 0.74 if character.isupper() else 0.62


def _wrapped(draft: _Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    room = _WIDTHS[_COLUMN_OF[draft.kind]] - 2 * PAD - (6 if draft.kind == "harm" else 0)
    return in_lines(draft.caption, room, SMALL_SIZE), in_lines(draft.title, room, SIZE)


def in_lines(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines no wider than `room`; what is longer than the box may be ends in an ellipsis."""
    most = int(room / (0.45 * size))
    # One line more than a box may have tells that there is more; nothing behind it is looked at or remembered.
    return _in_lines(" ".join(text.split())[: most * (MOST_LINES + 1)], room, size, most)


@functools.lru_cache(maxsize=4096)
def _in_lines(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    for letters in range(most, 4, -1):
        lines = textwrap.wrap(text, letters)
        if all(text_width(line, size) <= room for line in lines):
            break
    return tuple(lines) if len(lines) <= MOST_LINES else (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…")


def _height(draft: _Draft, caption: tuple[str, ...], lines: tuple[str, ...], ends: int) -> float:
    height = 2 * PAD + len(caption) * SMALL_LEADING + len(lines) * LEADING + (CAPTION_GAP if caption else 0)
    if draft.kind == "harm":
        height += LEADING
    return max(height, 4.5 * ends) if draft.kind == "pathway" else height


def _in_words(
    result: Assessment | Glance, shown: tuple[Finding, ...], drafts: Mapping[str, _Draft], left_out: int
) -> str:
    if not shown:
        return result.verdict.because
    factors = dict.fromkeys(finding.risk_factor for finding in shown)
    harms: dict[str, list[Finding]] = {}
    for finding in shown:
        harms.setdefault(finding.harm, []).append(finding)
    labels = Labels(result.words)
    given, still_open = (sum(draft.kind == kind for draft in drafts.values()) for kind in ("answer", "open_question"))
    sentences = [say.begins(given, still_open, len(factors), len(harms))]
    for findings in harms.values():
        confirmed = any(finding.status == "confirmed" for finding in findings)
        causes = [
            say.cause(finding.risk_factor_title, (labels.inline("pathways", word) for word in _ways(finding)))
            for finding in findings
        ]
        level = labels.inline("levels", findings[0].level.planned)
        status = say.CONFIRMED if confirmed else say.POSSIBLE
        sentences.append(say.harm(findings[0].harm_title, status, level, causes))
    if left_out:
        sentences.append(say.more_findings(left_out))
    return " ".join(sentences)


def _ways(finding: Finding) -> tuple[str, ...]:
    """The pathways that the picture shows for a finding: those of its paths."""
    words = {word for path in finding.paths for step in path for word in step.pathways}
    return tuple(word for word in finding.pathways if word in words)


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(
    nodes: Mapping[str, Node], edges: Mapping[tuple[str, str], bool], placed: Mapping[str, Placed]
) -> tuple[Line, ...]:
    across = [edge for edge in edges if nodes[edge[0]].x != nodes[edge[1]].x]
    starts = _ports(nodes, across, own=0)
    ends = _ports(nodes, across, own=1)
    lines = []
    for (tail, head), certain in edges.items():
        one, two = nodes[tail], nodes[head]
        if (tail, head) in starts:
            x, y = one.x + one.width, starts[tail, head]
            end = ends[tail, head]
            points = ((x, y), (x + GAP_X / 2, y), (two.x - GAP_X / 2, end), (two.x, end))
        elif placed[head].position == placed[tail].position + 1:
            x, top = one.x + one.width / 2, one.y + one.height
            points = ((x, top), (x, top), (x, two.y), (x, two.y))
        else:
            start, end = one.y + one.height - 7, two.y + (7 if two.y > one.y else two.height - 7)
            points = ((one.x, start), (one.x - 30, start), (two.x - 30, end), (two.x, end))
        lines.append(Line(tail, head, points, certain, (tail, head) not in starts))
    return tuple(sorted(lines, key=lambda line: (line.certain, line.tail, line.head)))


def _ports(nodes: Mapping[str, Node], edges: list[tuple[str, str]], own: int) -> dict[tuple[str, str], float]:
    """Where each line leaves its box, or enters it (`own` 1): spread over the side, so that none lies on another."""
    sides: dict[str, list[tuple[str, str]]] = {}
    for edge in edges:
        sides.setdefault(edge[own], []).append(edge)
    result: dict[tuple[str, str], float] = {}
    for key, ends in sides.items():
        node = nodes[key]
        ends.sort(key=lambda edge: (nodes[edge[1 - own]].y, edge))
        step = min(10.0, (node.height - 14) / max(1, len(ends) - 1))
        first = node.y + node.height / 2 - step * (len(ends) - 1) / 2
        result |= {edge: first + step * at for at, edge in enumerate(ends)}
    return result

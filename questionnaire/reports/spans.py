"""The grid of likelihood and severity as a drawing: fields with their levels, and each finding's bounds as a span.

Findings with the same bounds share a span, told by shape alone: a fine line from what is certain to a dot where to plan
for it (a ring where it may not arise at all), and a dashed arrow to where open questions could take it at most.
Lengths are in points, from the lower left corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

from questionnaire.readings.blocks import Grid

Place = tuple[int, int]
Measure = Callable[[str, float], float]
"""From a text and its size to its width when it is set bold."""

AXIS, FOOT, LEAST, LABEL, BEYOND, GAP = 74.0, 28.0, 27.0, 10.0, 21.0, 3.0
SIZE, SMALL, AXES, DOT = 8.6, 7.4, 8.6, 2.4


class Field(NamedTuple):
    """A field of the grid, with its level."""

    x: float
    y: float
    width: float
    height: float
    level: str


class Said(NamedTuple):
    """A text that begins at x; `quiet` in grey. In a field it stands on the ground of its level, before all lines."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    quiet: bool = False
    level: str = ""
    width: float = 0.0


class Stroke(NamedTuple):
    """A line; `open` is dashed and ends in an arrow."""

    x: float
    y: float
    to_x: float
    to_y: float
    open: bool


class Dot(NamedTuple):
    """Where to plan for findings; empty where they may not arise at all."""

    x: float
    y: float
    filled: bool


class Band(NamedTuple):
    """What lies beyond the scale, over the grid; `certain` in a full line."""

    x: float
    y: float
    width: float
    height: float
    certain: bool


class Drawing(NamedTuple):
    """All of it, to be drawn in this order."""

    width: float
    height: float
    band: Band | None
    fields: tuple[Field, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]
    said: tuple[Said, ...]


class _Span(NamedTuple):
    lower: Place | None
    planned: Place
    upper: Place
    numbers: tuple[int, ...]


def drawing(grid: Grid, width: float, measure: Measure, foot: float = FOOT) -> Drawing:
    """The grid in so much width, above a foot of so much height in which the names of the scales stand."""
    made = _Maker(grid, width, measure, foot)
    return made.drawing()


def tip(line: Stroke) -> tuple[tuple[float, float], ...]:
    """The corners of the arrow's head at the end of a line."""
    long = math.hypot(line.to_x - line.x, line.to_y - line.y) or 1
    along, up = (line.to_x - line.x) / long, (line.to_y - line.y) / long
    back_x, back_y = line.to_x - 5 * along, line.to_y - 5 * up
    return (line.to_x, line.to_y), (back_x - 2.2 * up, back_y + 2.2 * along), (back_x + 2.2 * up, back_y - 2.2 * along)


def _spans(grid: Grid) -> tuple[_Span, ...]:
    """The findings by their bounds; one that is only possible is planned for where it could be at most."""
    found: dict[tuple[Place | None, Place, Place], list[int]] = {}
    for mark in grid.marks:
        upper = mark.upper or mark.planned
        if upper is not None:
            found.setdefault((mark.lower, mark.planned or upper, upper), []).append(mark.number)
    return tuple(_Span(*key, tuple(numbers)) for key, numbers in found.items())


def _ports(spans: tuple[_Span, ...], place: Place) -> list[tuple[_Span, bool]]:
    """The ends of lines in a field: of spans that reach up to it, and (False) of those that begin in it; the ones that
    come from below lowest."""
    coming = [(span, True) for span in spans if span.upper == place != span.planned]
    going = [(span, False) for span in spans if span.lower == place != span.planned]
    return sorted(coming + going, key=lambda port: (port[1], port[0].planned[::-1]))


def _heights(grid: Grid, spans: tuple[_Span, ...]) -> list[float]:
    """How high each row has to be for what stands in its fields."""
    heights = []
    for row in range(len(grid.severities)):
        places = [(column, row) for column in range(len(grid.likelihoods))]
        labels = max(sum(span.planned == place for span in spans) for place in places)
        ports = max(len(_ports(spans, place)) for place in places)
        heights.append(max(LEAST, 16 + LABEL * labels, 8 + 6.0 * ports))
    return heights


def numbers(numbers_: tuple[int, ...]) -> str:
    """Numbers as they are read: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers_:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}, {b}" if b == a + 1 else f"{a}–{b}" for a, b in runs)


class _Maker:
    def __init__(self, grid: Grid, width: float, measure: Measure, foot: float):
        self.grid, self.width, self.measure, self.foot = grid, width, measure, foot
        self.spans = _spans(grid)
        self.heights = _heights(grid, self.spans)
        self.wide = (width - AXIS) / len(grid.likelihoods)
        self.bottoms = [foot + sum(self.heights[:row]) for row in range(len(self.heights))]

    def drawing(self) -> Drawing:
        top = self.foot + sum(self.heights)
        band, said = None, [*self.scales()]
        if self.grid.beyond:
            band = Band(AXIS, top, self.width - AXIS - GAP, BEYOND, self.grid.beyond_certain)
            said.append(Said(AXIS + 11, top + BEYOND / 2 - 3, self.grid.beyond, SIZE, bold=True))
            top += BEYOND + GAP
        dots, strokes = {}, []
        for span in self.spans:
            dot, label = self.label(span)
            dots[span] = dot
            said.append(label)
        for column, row in self.places():
            ports = _ports(self.spans, (column, row))
            for at, (span, coming) in enumerate(ports, 1):
                x = AXIS + column * self.wide + (self.wide - GAP - 9 if coming else self.wide * 0.6)
                y = self.bottoms[row] + (self.heights[row] - GAP) * at / (len(ports) + 1)
                dot = dots[span]
                strokes.append(Stroke(dot.x, dot.y, x, y, True) if coming else Stroke(x, y, dot.x, dot.y, False))
        return Drawing(self.width, top, band, tuple(self.fields()), tuple(strokes), tuple(dots.values()), tuple(said))

    def places(self) -> Iterator[Place]:
        for row in range(len(self.grid.severities)):
            for column in range(len(self.grid.likelihoods)):
                yield column, row

    def fields(self) -> Iterator[Field]:
        for column, row in self.places():
            x, y = AXIS + column * self.wide, self.bottoms[row]
            yield Field(x, y, self.wide - GAP, self.heights[row] - GAP, self.grid.levels[row][column])

    def scales(self) -> Iterator[Said]:
        grid = self.grid
        for row, severity in enumerate(grid.severities):
            yield Said(0, self.bottoms[row] + self.heights[row] / 2 - 3, severity, AXES)
        for column, likelihood in enumerate(grid.likelihoods):
            yield Said(AXIS + column * self.wide, self.foot - 11, likelihood, AXES)
        yield Said(0, self.foot - 24, f"{grid.severity} ↑", SMALL, quiet=True)
        yield Said(AXIS, self.foot - 24, f"{grid.likelihood} →", SMALL, quiet=True)
        for column, row in self.places():
            level = grid.levels[row][column]
            label = grid.level_labels[level]
            x, y = AXIS + column * self.wide + 11, self.bottoms[row] + self.heights[row] - GAP - 10
            yield Said(x, y, label, SMALL, quiet=True, level=level, width=self.measure(label, SMALL))

    def label(self, span: _Span) -> tuple[Dot, Said]:
        """The dot of a span behind its numbers, below those of the same field that come before it."""
        column, row = span.planned
        before = [other for other in self.spans if other.planned == span.planned].index(span)
        x, y = AXIS + column * self.wide + 11, self.bottoms[row] + self.heights[row] - GAP - 20 - LABEL * before
        text, size = numbers(span.numbers), SIZE
        room = self.wide - GAP - 34
        while size > 7 and self.measure(text, size) > room:  # no smaller than can be read
            size -= 0.4
        while self.measure(text, size) > room and "," in text:
            text = f"{text.removesuffix('…').rpartition(',')[0]}…"
        wide, level = self.measure(text, size), self.grid.levels[row][column]
        return Dot(x + wide + 6, y + 3, span.lower is not None), Said(x, y, text, size, True, False, level, wide)

"""Columns: what is for looking up, side by side, read downwards, over as many pages as it takes."""

from __future__ import annotations

from typing import NamedTuple

from questionnaire.reports.pdf.platypus import Flowable
from questionnaire.reports.pdf.text import Words

# What is higher than this may be parted between columns.
_KEPT = 70.0
# Columns lower than this are not begun at the foot of a page.
_LEAST = 48.0


class _Unit(NamedTuple):
    """Paragraphs that stand together, as a heading does with what follows; `height` is that of all."""

    words: tuple[Words, ...]
    height: float

    def parted(self, room: float) -> tuple[_Unit, _Unit] | None:
        """Two units of which the first takes no more than `room`; None where that cannot be."""
        *before, last = self.words
        above = self.height - last.height
        parts = last.split(last.width, room - above)
        if not parts:
            return None
        first, rest = parts
        return _Unit((*before, first), above + first.height), _Unit((rest,), rest.height)


class Columns(Flowable):
    """Paragraphs in columns that are as even as they can be."""

    GAP = 16.0

    def __init__(self, words: list[Words], number: int, units: list[_Unit] | None = None):
        super().__init__()
        self.words, self.number, self.units = words, number, units
        self.spaceBefore, self.spaceAfter = 2, 6

    def wrap(self, width, height):
        self.width, self.wide = width, (width - self.GAP * (self.number - 1)) / self.number
        if self.units is None:
            self.units = _units(self.words, self.wide)
        total = sum(unit.height for unit in self.units)
        if total > self.number * height or self._filled(height)[1]:
            return width, height + 1
        low, high = total / self.number, height
        while high - low > 2:
            middle = (low + high) / 2
            low, high = (middle, high) if self._filled(middle)[1] else (low, middle)
        self.columns, _ = self._filled(high)
        self.height = max(sum(unit.height for unit in column) for column in self.columns)
        return width, self.height

    def beginning(self) -> float:
        """The least height in which it is begun at the foot of a page."""
        return _LEAST

    def split(self, width, height):
        if height < _LEAST:
            return []
        self.wrap(width, height)
        columns, rest = self._filled(height)
        first = [unit for column in columns for unit in column]
        if not first or not rest:
            return []
        above, below = Columns([], self.number, first), Columns([], self.number, rest)
        return [above, below]

    def _filled(self, height: float) -> tuple[list[list[_Unit]], list[_Unit]]:
        """Columns no higher than `height`, filled one after the other, and what is left."""
        waiting = list(reversed(self.units))
        columns: list[list[_Unit]] = []
        for _ in range(self.number):
            column: list[_Unit] = []
            room = height
            while waiting and waiting[-1].height <= room + 0.01:
                column.append(waiting.pop())
                room -= column[-1].height
            if waiting and waiting[-1].height > _KEPT and (parts := waiting[-1].parted(room)):
                column.append(parts[0])
                waiting[-1] = parts[1]
            columns.append(column)
        return columns, waiting[::-1]

    def draw(self) -> None:
        for number, column in enumerate(self.columns):
            y = self.height
            for unit in column:
                for at, words in enumerate(unit.words):
                    y -= words.height + (words.style.spaceBefore if at == 0 and y < self.height else 0)
                    words.drawOn(self.canv, number * (self.wide + self.GAP), y)
                    y -= words.style.spaceAfter


def _units(words: list[Words], wide: float) -> list[_Unit]:
    units: list[_Unit] = []
    held: list[Words] = []
    for each in words:
        each.wrap(wide, 0)
        held.append(each)
        if not each.tagged.tag.startswith("H"):
            height = sum(part.height + part.style.spaceAfter for part in held) + held[0].style.spaceBefore
            units.append(_Unit(tuple(held), height))
            held = []
    return units

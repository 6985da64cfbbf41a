"""The shapes of a font as ReportLab knows them, read at once: number by number takes as long as setting three pages."""

from __future__ import annotations

import struct
from functools import cached_property

from reportlab.pdfbase.ttfonts import TTFontFace

# Which table of a font says which character has which glyph: the one of all planes of Unicode, in runs of characters.
_ALL_PLANES, _RUNS = (3, 10), 12
# How many bytes stand before its runs, and the word for places that are not halved.
_BEFORE_RUNS, _LONG = 16, 1
_SPACE, _NO_BREAK_SPACE = 0x20, 0xA0


class Face(TTFontFace):
    """Reads what ReportLab reads, where the tables of the font are in the form that they have in large fonts."""

    def extractInfo(self, charInfo=1):
        super().extractInfo(0)
        runs = self._runs()
        if runs is None or self._number("head", 50) != _LONG:
            super().extractInfo(charInfo)
            return
        glyphs: dict[int, int] = {}
        for first, last, glyph in zip(runs[::3], runs[1::3], runs[2::3], strict=True):
            glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last + 1 - first), strict=True))
        measures = self._measures()
        scaled = [self._pdfScale(wide) for wide, _ in measures]
        glyphs[_NO_BREAK_SPACE] = glyphs[_SPACE]
        self.charToGlyph, self.hmetrics, self.defaultWidth = glyphs, measures, scaled[0]
        self.charWidths = {character: scaled[glyph] for character, glyph in glyphs.items()}
        self.glyphPos = self._numbers("loca", "L", self.numGlyphs + 1)

    @cached_property
    def glyphToChar(self) -> dict[int, list[int]]:
        """The characters of each glyph, which only scripts ask for whose letters change their forms."""
        characters: dict[int, list[int]] = {}
        for character, glyph in self.charToGlyph.items():
            characters.setdefault(glyph, []).append(character)
        return characters

    def _runs(self) -> tuple[int, ...] | None:
        """First and last character and first glyph of each run of characters, one after the other."""
        table = self.get_table("cmap")
        for at in range(4, 4 + 8 * self._number("cmap", 2), 8):
            *of, place = struct.unpack_from(">HHL", table, at)
            if tuple(of) == _ALL_PLANES and struct.unpack_from(">H", table, place)[0] == _RUNS:
                number = struct.unpack_from(">L", table, place + _BEFORE_RUNS - 4)[0]
                return struct.unpack_from(f">{3 * number}L", table, place + _BEFORE_RUNS)
        return None

    def _measures(self) -> list[tuple[int, int]]:
        """How wide each glyph is, and how far from its left edge it begins; the last are as wide as the one before."""
        full = self._number("hhea", 34)
        numbers = self._numbers("hmtx", "H", full + self.numGlyphs)
        measures = list(zip(numbers[: 2 * full : 2], numbers[1 : 2 * full : 2], strict=True))
        return measures + [(measures[-1][0], begins) for begins in numbers[2 * full :]]

    def _number(self, table: str, at: int) -> int:
        return self.get_ushort(self.get_table_pos(table)[0] + at)

    def _numbers(self, table: str, kind: str, number: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{number}{kind}", self.get_table(table))

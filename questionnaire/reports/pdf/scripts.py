"""Scripts that are not set letter by letter: their order on a line, the forms of their letters, and the fonts that hold
what the first font does not. Order follows the Unicode Bidirectional Algorithm, forms are those that HarfBuzz gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont

from questionnaire.reports.pdf.style import register_fallback, register_fonts

if TYPE_CHECKING:  # most texts need no shaper, which takes as long to load as the fonts do
    from uharfbuzz import Font

_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
# Marks and joiners belong to the letter before them.
_FOLLOWS = frozenset(("NSM", "BN"))
# Which font a character of these blocks is looked for in, by the first and the last code point. What is set between
# letters without space may be parted anywhere.
DEVANAGARI, EAST_ASIAN = "Lohit-Devanagari", "WenQuanYiMicroHei"
_BLOCKS = (
    (0x0900, 0x097F, DEVANAGARI),
    (0xA8E0, 0xA8FF, DEVANAGARI),
    (0x1100, 0x11FF, EAST_ASIAN),
    (0x2E80, 0xA4CF, EAST_ASIAN),
    (0xAC00, 0xD7AF, EAST_ASIAN),
    (0xF900, 0xFAFF, EAST_ASIAN),
    (0xFE30, 0xFE4F, EAST_ASIAN),
    (0xFF00, 0xFFEF, EAST_ASIAN),
    (0x20000, 0x2FA1F, EAST_ASIAN),
)
# Where glyphs are given a code of their own that no character has: an area for private use.
_PRIVATE = 0xE000
# Characters that say how text runs and are not drawn themselves.
CONTROLS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


# What does not begin a line in East Asian scripts.
NOT_FIRST = frozenset("、。，．：；！？）」』】〕〉》・ー々ゝゞァィゥェォッャュョぁぃぅぇぉっゃゅょ")


class Kind(NamedTuple):
    """How a character is set: `font` is empty for the first font; `script` names the script of what hangs on its
    neighbours in form or place, and is empty for all else."""

    font: str = ""
    script: str = ""


PLAIN = Kind()
# What is drawn for a character that no font has, and how that is set.
STAND_IN, MISSING = "□", Kind("", "MISSING")


@lru_cache(maxsize=20_000)
def kind(character: str) -> Kind | None:
    """How a character is set, or None where no font has it."""
    code = ord(character)
    if code in register_fonts():
        apart = unicodedata.bidirectional(character) in _RIGHT_TO_LEFT or code > 0xFFFF
        return Kind("", _script(character)) if apart else PLAIN
    font = next((font for first, last, font in _BLOCKS if first <= code <= last), "")
    if not font or code not in register_fallback(font):
        return None
    return Kind(font, _script(character) if font == DEVANAGARI else "")


def _script(character: str) -> str:
    """The script of a character: the first word of its name."""
    return re.split(r"[ -]", unicodedata.name(character, "?"))[0]


def follows(character: str) -> bool:
    """Whether a character is set like the one before it."""
    return unicodedata.bidirectional(character) in _FOLLOWS


def base(text: str) -> int:
    """0 where a text runs from left to right, 1 where from right to left, by its first letter."""
    from bidi import algorithm

    return algorithm.get_base_level(text)


def order(line: str, base_level: int) -> list[tuple[int, int]]:
    """The characters of a line as they stand from left to right, each by its position in the line and by its level,
    which is odd for what runs from right to left."""
    from bidi import algorithm

    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base_level, "LR"[base_level]
    algorithm.get_embedding_levels(line, storage)
    for at, character in enumerate(storage["chars"]):
        character["at"] = at
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    return [(character["at"], character["level"]) for character in storage["chars"]]


class Glyph(NamedTuple):
    """A form to be drawn, as the character by which its font knows it, and where, in parts of the size of the type."""

    character: str
    x: float
    y: float


class Cluster(NamedTuple):
    """Characters that have their forms together, as typed."""

    text: str
    glyphs: tuple[Glyph, ...]


@lru_cache(maxsize=5_000)
def shaped(text: str, font: str, right_to_left: bool) -> tuple[tuple[Cluster, ...], float]:
    """The forms of a text in the order in which it is read, and how wide they are together, in parts of the size of the
    type."""
    import uharfbuzz

    held: TTFont = getFont(font)
    if kind(text[0]) is None:
        return _stood_in(text, held)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right_to_left else "ltr"
    uharfbuzz.shape(_harfbuzz(font), buffer)
    unit = _harfbuzz(font).face.upem
    glyphs: dict[int, list[Glyph]] = {}
    x = 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyph = Glyph(_character(held, info.codepoint), x + place.x_offset / unit, place.y_offset / unit)
        glyphs.setdefault(info.cluster, []).append(glyph)
        x += place.x_advance / unit
    ends = pairwise([*sorted(glyphs), len(text)])
    return tuple(Cluster(text[begin:end], tuple(glyphs[begin])) for begin, end in ends), x


def _stood_in(text: str, font: TTFont) -> tuple[tuple[Cluster, ...], float]:
    """A text with a stand-in for each character that no font has, as `shaped` gives it."""
    clusters, x = [], 0.0
    for each in text:
        drawn = each if kind(each) else STAND_IN
        clusters.append(Cluster(each, (Glyph(drawn, x, 0.0),)))
        x += font.stringWidth(drawn, 1)
    return tuple(clusters), x


def _character(font: TTFont, glyph: int) -> str:
    """The character by which a font knows a glyph; where it knows it by none, one that hangs on the glyph alone."""
    face = font.face
    if codes := face.glyphToChar.get(glyph):
        return chr(codes[0])
    code = _PRIVATE + glyph
    while code in face.charToGlyph:
        code += 1
    face.charToGlyph[code] = glyph
    face.glyphToChar[glyph] = [code]
    drawn = _harfbuzz(font.fontName)
    face.charWidths[code] = round(1000 * drawn.get_glyph_h_advance(glyph) / drawn.face.upem)
    return chr(code)


@cache
def _harfbuzz(font: str) -> Font:
    """The font as HarfBuzz knows it; ReportLab's own way to it is left out with HarfBuzz where that is not loaded."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(getFont(font).face._ttf_data)))  # noqa: SLF001 -- the bytes


class Run(NamedTuple):
    """What stands together on a line: from where to where in it, how far from its left end, and how wide; its forms
    where they are not those of its characters one by one."""

    start: int
    end: int
    x: float
    width: float
    clusters: tuple[Cluster, ...]


def arranged(line: str, looks: Sequence[tuple[str, str, object]], base_level: int, size: float, wide) -> list[Run]:
    """The runs of a line in the order in which it is read. `looks` holds for each character its font, its script as in
    Kind, and what else it looks like; `wide(text, font)` is the width of what is set as it is."""
    groups: list[list[tuple[int, int]]] = []
    for at, level in order(line, base_level):
        last = groups[-1][-1] if groups else None
        if last and last[1] == level and looks[last[0]] == looks[at] and at - last[0] == (-1 if level % 2 else 1):
            groups[-1].append((at, level))
        else:
            groups.append([(at, level)])
    runs, x = [], 0.0
    for group in groups:
        start, end = min(at for at, _ in group), max(at for at, _ in group) + 1
        text, (font, script, _) = line[start:end], looks[start]
        clusters: tuple[Cluster, ...] = ()
        if script or group[0][1] % 2:
            clusters, parts = shaped(text, font, bool(group[0][1] % 2))
            width = parts * size
        else:
            width = wide(text, font)
        runs.append(Run(start, end, x, width, clusters))
        x += width
    return sorted(runs)

"""How the report looks: fonts, colours, measures and paragraph styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

from questionnaire.reports.pdf.face import Face

FONTS = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"

MARGIN, TOP, BOTTOM = 48.0, 51.0, 44.0


class Paper(NamedTuple):
    """A size of paper, in points; `width` and `height` are those of the text on it."""

    size: tuple[float, float]

    @property
    def width(self) -> float:
        return self.size[0] - 2 * MARGIN

    @property
    def height(self) -> float:
        return self.size[1] - TOP - BOTTOM

    @property
    def first_height(self) -> float:
        """That of the first page, which has no head."""
        return self.size[1] - BOTTOM - MARGIN / 2


PAPERS = {"a4": Paper(A4), "letter": Paper(LETTER)}

INK, GREY, HAIRLINE, PALE = HexColor("#1d2730"), HexColor("#56636e"), HexColor("#cfd6dc"), HexColor("#eef1f4")
ACCENT, WHITE = HexColor("#0a5470"), white
# A stream as it is takes a fifth less room than one written in printable characters.
rl_config.useA85 = 0


_of_the_library = ttfonts.makeToUnicodeCMap


def _to_unicode(name: str, subset: list[int]) -> str:
    """What characters the codes of a font stand for; those beyond the first plane in two parts, as the format asks."""
    return re.sub(
        r"<([0-9A-F]{5,6})>",
        lambda found: f"<{chr(int(found[1], 16)).encode('utf-16-be').hex()}>",
        _of_the_library(name, subset),
    )


ttfonts.makeToUnicodeCMap = _to_unicode
ttfonts.TTFontFace = Face  # type: ignore[misc]


class Widths(dict[str, float]):
    """How wide words are in a font, in parts of the size of the type, each measured once: measuring words is what
    setting a report mostly does. What is longer than a word may be is not kept, so that no text fills the memory."""

    _MOST, _LONGEST = 40_000, 64

    def __init__(self, measure: Callable[[str], float]):
        super().__init__()
        self.measure = measure

    def __missing__(self, text: str) -> float:
        width = self.measure(text)
        if len(text) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[text] = width
        return width


class _Font(TTFont):
    """A font that remembers how wide words are, and which code a character has in a document."""

    def __init__(self, name: str, filename: str):
        super().__init__(name, filename)
        self.widths = Widths(lambda text: TTFont.stringWidth(self, text, 1))

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        return self.widths[text] * size

    def among_first(self, text: str, doc) -> bytes | None:
        """The codes of a text in the font as it is embedded, where each character has stood in the document before,
        among the first that did; None where not."""
        try:
            return bytes(map(self.state[doc].first.__getitem__, text))
        except (KeyError, AttributeError):
            return None

    def splitString(self, text: str, doc, encoding: str = "utf-8"):
        """The same as ReportLab has them, with all others."""
        codes = self.among_first(text, doc)
        if codes is not None:
            return [(0, codes)]
        parts = super().splitString(text, doc, encoding)
        state = self.state[doc]
        found = {character: state.assignments.get(ord(character)) for character in set(text) - {"\xa0"}}
        first = getattr(state, "first", {})
        state.first = first | {character: code for character, code in found.items() if code is not None and code < 256}
        return parts


def widths(font: str) -> Widths:
    """How wide words are in the font of that name."""
    return cast("_Font", pdfmetrics.getFont(font)).widths


@cache
def register_fonts() -> frozenset[int]:
    """Registers the two fonts once; returns the code points for which both have a glyph."""
    fonts = [_Font(name, str(FONTS / f"{name}.ttf")) for name in (REGULAR, BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


# Fonts for what the first has not: each in one weight, and read once a report needs it.
_FALLBACK = {"Lohit-Devanagari": "Lohit-Devanagari.ttf", "WenQuanYiMicroHei": "WenQuanYiMicroHei.ttc"}


@cache
def register_fallback(name: str) -> frozenset[int]:
    """Registers a font for other scripts once; returns the code points for which it has a glyph."""
    font = _Font(name, str(FONTS / _FALLBACK[name]))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@cache
def ink(code: str) -> Color:
    """A colour given as #rrggbb; the same one for the same code."""
    return HexColor(code)


def _style(name: str, size: float, leading: float, **more) -> ParagraphStyle:
    return ParagraphStyle(
        name,
        fontName=BOLD if more.pop("bold", False) else REGULAR,
        fontSize=size,
        leading=leading,
        textColor=more.pop("color", INK),
        bulletFontName=REGULAR,
        bulletFontSize=size,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
        **more,
    )


@cache
def sized(look: ParagraphStyle, factor: float) -> ParagraphStyle:
    """The same look, larger or smaller; nothing gets smaller than the foot of a page."""
    if factor == 1.0:
        return look
    size = max(FOOT, look.fontSize * factor)
    leading = look.leading * size / look.fontSize
    room = {name: getattr(look, name) * factor for name in ("spaceBefore", "spaceAfter")}
    return look.clone(f"{look.name} {factor}", fontSize=size, bulletFontSize=size, leading=leading, **room)


FOOT = 7.6
HEAD = _style("head", FOOT, 10, color=GREY)
DOCUMENT = _style("document", 18, 22, bold=True, spaceAfter=5)
TITLE = _style("title", 14, 18, bold=True, color=ACCENT, spaceBefore=11, spaceAfter=4)
HEADING = _style("heading", 11, 14.5, bold=True, spaceBefore=8, spaceAfter=2)
LEAD = _style("lead", 10.5, 15, spaceAfter=6)
BODY = _style("body", 9.5, 12, spaceAfter=4)
ITEM = _style("item", 9.5, 12, leftIndent=12, bulletIndent=1, spaceAfter=3)
NUMBERED = _style("numbered", 9.5, 12, leftIndent=18, bulletIndent=1, spaceAfter=3)
LABELLED = _style("labelled", 9.5, 12, leftIndent=22, bulletIndent=0, spaceAfter=3)
SMALL = _style("small", 8, 10.8, color=GREY, spaceAfter=4)
# In columns, for looking up.
BESIDE = _style("beside", 8, 9.8, spaceAfter=2)
BESIDE_HEAD = _style("beside_head", 8.8, 11.4, bold=True, spaceBefore=6, spaceAfter=2)
BESIDE_ITEM = _style("beside_item", 8, 9.8, leftIndent=9, bulletIndent=0, spaceAfter=1.5)
SOURCE = _style("source", 7.1, 8.6, leftIndent=16, bulletIndent=0, spaceAfter=0.6)
LABEL = _style("label", 9, 12.5, bold=True, color=GREY)
CELL = _style("cell", 8.6, 11)
CELL_HEAD = _style("cell_head", 8, 10.6, bold=True, color=GREY)
CELL_SMALL = _style("cell_small", 8, 9.8)
VERDICT = _style("verdict", 21, 26, bold=True)
BOX_KIND = _style("box_kind", 7.6, 10, color=GREY)
BOX = _style("box", 9, 11.8, bold=True)

"""How the report looks: fonts, colours, measures and paragraph styles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN, TOP, BOTTOM = 62.0, 66.0, 62.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM
# Pages with a picture have narrower margins.
WIDE_MARGIN = 38.0
WIDE = PAGE_WIDTH - 2 * WIDE_MARGIN

INK, GREY, HAIRLINE, PALE = HexColor("#1d2730"), HexColor("#56636e"), HexColor("#cfd6dc"), HexColor("#eef1f4")
ACCENT, WHITE = HexColor("#0a5470"), white
# A stream as it is takes a fifth less room than one written in printable characters.
rl_config.useA85 = 0


class _Font(TTFont):
    """A font that remembers how wide a word is: measuring words is what setting a report mostly does. What is longer
    than a word may be is not remembered, so that no text fills the memory."""

    _MOST, _LONGEST = 40_000, 64

    def __init__(self, name: str, filename: str):
        super().__init__(name, filename)
        self._widths: dict[str, float] = {}

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        if len(text) > self._LONGEST:
            return super().stringWidth(text, 1, encoding) * size
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= self._MOST:
                self._widths.clear()
            width = self._widths[text] = super().stringWidth(text, 1, encoding)
        return width * size


@cache
def register_fonts() -> frozenset[int]:
    """Registers the two fonts once; returns the code points for which both have a glyph."""
    fonts = [_Font(name, str(FONTS / f"{name}.ttf")) for name in (REGULAR, BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


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


PROJECT = _style("project", 21, 26, bold=True)
PROJECT_LONG = _style("project_long", 12, 16, bold=True)
TITLE = _style("title", 18, 23, bold=True, color=ACCENT, spaceBefore=26, spaceAfter=9)
HEADING = _style("heading", 10.5, 14, bold=True, spaceBefore=12, spaceAfter=4, keepWithNext=1)
FINDING = _style("finding", 11.5, 15, bold=True, spaceAfter=3)
LABEL = _style("label", 7.6, 10.5, color=GREY, spaceBefore=6, spaceAfter=1.5, keepWithNext=1)
CARD_LABEL = _style("card_label", 8.4, 12, bold=True, color=ACCENT, spaceAfter=3)
LEAD = _style("lead", 10.2, 14.6, spaceAfter=4)
BODY = _style("body", 8.8, 12.6, spaceAfter=4)
TIGHT = _style("tight", 8.8, 12.6)
ITEM = _style("item", 8.8, 12.6, leftIndent=12, bulletIndent=1, spaceAfter=3)
CARD_ITEM = _style("card_item", 8.8, 12.2, leftIndent=13, bulletIndent=0, spaceAfter=4)
SMALL = _style("small", 7.6, 10.6, color=GREY, spaceAfter=3)
CELL = _style("cell", 7.8, 10.6)
CELL_GREY = _style("cell_grey", 7.8, 10.6, color=GREY)
CELL_HEAD = _style("cell_head", 7.4, 9.6, bold=True, color=GREY)
CELL_CENTRE = _style("cell_centre", 7.4, 9.6, alignment=1)
CELL_HEAD_CENTRE = _style("cell_head_centre", 6.8, 8.6, bold=True, color=GREY, alignment=1)
SOURCE = _style("source", 8.2, 11.4, leftIndent=27, bulletIndent=0, spaceAfter=5)
CONTENTS = _style("contents", 10, 14)

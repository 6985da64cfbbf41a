"""Words to paragraphs, in one place. Text is never markup here: whatever a team or the knowledge base wrote stands as
typed, and nothing needs escaping anywhere else.

ReportLab's own paragraph reads markup and knows far more than a report needs; this one sets a report in a third of
the time.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from questionnaire.reports.pdf.style import ACCENT, BOLD, REGULAR, register_fonts

STAND_IN = "□"
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SPACES = str.maketrans({"\t": " ", "\r": None, "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"})
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


class Span(NamedTuple):
    """A run of text in one look. `to` is a place in this report, `url` an address on the web."""

    text: str
    bold: bool = False
    color: Color | None = None
    to: str = ""
    url: str = ""


def bold(text: str, color: Color | None = None) -> Span:
    return Span(text, True, color)


def sentence(template: str, **places: str | Span | Iterable[Span]) -> tuple[Span, ...]:
    """A sentence of the wording as spans: `*asterisks*` are bold, and `{places}` are filled as they are given, never
    read as markup. A place within asterisks is bold too where it is given as text. KeyError for a place not given."""
    spans: list[Span] = []
    for number, part in enumerate(template.split("*")):
        set_off = bool(number % 2)
        for text, place, _, _ in string.Formatter().parse(part):
            spans.append(Span(text, set_off))
            if place is not None:
                given = places[place]
                spans += (
                    [Span(given, set_off)] if isinstance(given, str) else [given] if isinstance(given, Span) else given
                )
    return tuple(spans)


def is_web_address(url: str) -> bool:
    """Whether the address is one of the web; no other scheme is ever linked."""
    return _WEB.fullmatch(url) is not None


class Look(NamedTuple):
    font: str
    color: Color
    to: str
    url: str


class Piece(NamedTuple):
    """Text in one look, on one line once the paragraph is broken."""

    text: str
    look: Look


class Line(NamedTuple):
    """A set line, its width, and what stood at its end: a space, a line break, or nothing within a word."""

    pieces: list[Piece]
    width: float
    end: str


class Words(Flowable):
    """A paragraph: breaks at spaces, within a word only where it is wider than the column; splits between pages."""

    def __init__(self, style: ParagraphStyle, pieces: list[Piece], bullet: str = ""):
        super().__init__()
        self.style, self.pieces, self.bullet = style, pieces, bullet
        self.lines: list[Line] = []
        self._fits: float | None = None

    def wrap(self, width, _height):
        if self._fits != width:
            self._set(
                _broken(self.pieces or _joined(self.lines), width - self.style.leftIndent, self.style.fontSize), width
            )
        return width, self.height

    def _set(self, lines: list[Line], width: float) -> None:
        self.lines, self._fits, self.width = lines, width, width
        self.height = self.style.leading * len(lines)

    def _part(self, lines: list[Line], bullet: str) -> Words:
        """Some of the lines, which keep as they are for the same width: a long text would else be broken again for
        each page that it runs over."""
        part = Words(self.style, [], bullet)
        part._set(lines, self._fits)
        return part

    def split(self, width, height):
        """Two paragraphs, neither with a lone line where that can be helped; nothing if none of it fits."""
        if self._fits is None:  # else it stays as wide as it is: a table names the width of the cell with its padding
            self.wrap(width, height)
        fit, count = int(height / self.style.leading), len(self.lines)
        if count > 3:
            fit = min(fit, count - 2) if fit > 1 else 0
        if not 0 < fit < count:
            return []
        return [self._part(self.lines[:fit], self.bullet), self._part(self.lines[fit:], "")]

    def draw(self) -> None:
        canvas, style = self.canv, self.style
        size, leading, left = style.fontSize, style.leading, style.leftIndent
        top = self.height - size
        if self.bullet:
            canvas.setFont(style.bulletFontName, style.bulletFontSize)
            canvas.setFillColor(style.textColor)
            canvas.drawString(style.bulletIndent, top, self.bullet)
        text = canvas.beginText(left, top)
        font = color = None
        for number, line in enumerate(self.lines):
            x, y = left, top - number * leading
            if style.alignment == 1:
                x = left + (self._fits - left - line.width) / 2
                text.setTextOrigin(x, y)
            for piece in line.pieces:
                look = piece.look
                if look.font != font:
                    font = look.font
                    text.setFont(font, size, leading)
                if look.color is not color:
                    color = look.color
                    text.setFillColor(color)
                text.textOut(piece.text)
                if look.to or look.url or len(line.pieces) > 1:
                    wide = stringWidth(piece.text, font, size)
                    area = (x, y - 0.2 * size, x + wide, y + 0.9 * size)
                    if look.to:
                        canvas.linkRect("", look.to, area)
                    elif look.url:
                        canvas.linkURL(look.url, area)
                    x += wide
            text.textLine()
        canvas.drawText(text)


def _broken(pieces: list[Piece], room: float, size: float) -> list[Line]:
    lines: list[Line] = []
    line: list[Piece] = []
    width = 0.0

    def end(how: str) -> None:
        nonlocal line, width
        lines.append(Line(line, width, how))
        line, width = [], 0.0

    def put(text: str, look: Look) -> None:
        if line and line[-1].look is look:
            line[-1] = Piece(line[-1].text + text, look)
        else:
            line.append(Piece(text, look))

    gaps = {font: stringWidth(" ", font, size) for font in {piece.look.font for piece in pieces}}
    for unit, after in _units(pieces):
        wide = 0.0
        for piece in unit:
            wide += stringWidth(piece.text, piece.look.font, size)
        if unit:
            gap = gaps[unit[0].look.font] if line else 0.0
            if line and width + gap + wide > room:
                end(" ")
                gap = 0.0
            if wide > room:
                for piece in unit:
                    for character in piece.text:
                        one = stringWidth(character, piece.look.font, size)
                        if line and width + one > room:
                            end("")
                        put(character, piece.look)
                        width += one
            else:
                if gap:
                    put(" ", line[-1].look)
                for piece in unit:
                    put(*piece)
                width += gap + wide
        if after == "\n":
            end("\n")
    end(" ")
    return lines


def _units(pieces: list[Piece]):
    """What must not be parted, each with the space or line break behind it."""
    unit: list[Piece] = []
    for text, look in pieces:
        rows = text.split("\n")
        for row_number, row in enumerate(rows):
            words = row.split(" ")
            for word_number, word in enumerate(words):
                if word:
                    unit.append(Piece(word, look))
                if word_number < len(words) - 1 and unit:
                    yield unit, " "
                    unit = []
            if row_number < len(rows) - 1:
                yield unit, "\n"
                unit = []
    yield unit, " "


def _joined(lines: list[Line]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, line in enumerate(lines, 1):
        pieces += line.pieces
        if number < len(lines) and line.end:
            pieces.append(Piece(line.end, line.pieces[-1].look if line.pieces else pieces[-1].look))
    return pieces


class Typesetter:
    """Sets the text of one report and remembers the characters that the fonts cannot show."""

    def __init__(self) -> None:
        self._known = register_fonts()
        self._missing: set[str] = set()
        self._looks: dict[Look, Look] = {}
        self.right_to_left = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters met so far that were replaced, in the order of their code points."""
        return tuple(sorted(self._missing))

    def plain(self, text: str) -> str:
        """The text on one line, a visible stand-in for each character that the fonts lack."""
        return " ".join(self._shown(text).split())

    def fitting(self, text: str, width: float, font: str, size: float) -> str:
        """The text on one line, cut with an ellipsis where it is wider than `width`."""
        shown = self.plain(text)
        # As far as the text is wider for sure, then by halves: what is never shown is not measured.
        high = 16
        while high < len(shown) and stringWidth(shown[:high], font, size) <= width:
            high *= 2
        if high >= len(shown) and stringWidth(shown, font, size) <= width:
            return shown
        low, high = 0, min(high, len(shown))
        while low < high:
            middle = (low + high + 1) // 2
            if stringWidth(f"{shown[:middle]}…", font, size) <= width:
                low = middle
            else:
                high = middle - 1
        return f"{shown[:low].rstrip()}…"

    def paragraph(self, style: ParagraphStyle, *spans: str | Span, bullet: str = "") -> Words:
        """A paragraph of the spans as typed; line breaks in them are kept."""
        pieces = []
        for span in (Span(each) if isinstance(each, str) else each for each in spans):
            if not span.text:
                continue
            font = BOLD if span.bold or style.fontName == BOLD else REGULAR
            url = span.url if not span.to and is_web_address(span.url) else ""
            color = span.color or (ACCENT if span.to or url else style.textColor)
            look = Look(font, color, span.to, url)
            pieces.append(Piece(self._shown(span.text), self._looks.setdefault(look, look)))
        return Words(style, pieces, bullet)

    def _shown(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        text = text.translate(_SPACES)
        unknown = {character for character in set(text) if ord(character) not in self._known and character != "\n"}
        if unknown:
            self._missing |= unknown
            text = text.translate(dict.fromkeys(map(ord, unknown), STAND_IN))
        if not self.right_to_left:
            self.right_to_left = any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in set(text))
        return text

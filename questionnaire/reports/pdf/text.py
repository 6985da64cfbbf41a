"""Words to paragraphs, in one place. Text is never markup here: whatever a team or the knowledge base wrote stands as
typed, and nothing needs escaping anywhere else.

ReportLab's own paragraph reads markup and knows far more than a report needs; this one sets a report in a third of
the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.textobject import PDFTextObject

from questionnaire.reports.pdf import scripts
from questionnaire.reports.pdf.platypus import Flowable
from questionnaire.reports.pdf.style import ACCENT, BOLD, REGULAR, register_fonts, widths
from questionnaire.reports.pdf.tags import Element, TaggedCanvas

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_SPACES = str.maketrans(
    {"\t": " ", "\r": None, "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", **scripts.CONTROLS}
)


class Span(NamedTuple):
    """A run of text in one look. `to` is a place in this report, `url` an address on the web."""

    text: str
    bold: bool = False
    color: Color | None = None
    to: str = ""
    url: str = ""


def is_web_address(url: str) -> bool:
    """Whether the address is one of the web; no other scheme is ever linked."""
    return _WEB.fullmatch(url) is not None


class Look(NamedTuple):
    """`script` is that of characters that hang on each other in form or place, as in scripts.Kind."""

    font: str
    color: Color
    to: str
    url: str
    script: str = ""


class Piece(NamedTuple):
    """Text in one look, on one line once the paragraph is broken."""

    text: str
    look: Look


class Line(NamedTuple):
    """A set line, its width, and what stood at its end: a space, a line break, or nothing within a word."""

    pieces: list[Piece]
    width: float
    end: str


class _Shown(PDFTextObject):
    """A text object that finds at once what most words are in their font."""

    def _formatText(self, text: str) -> str:
        if self._curSubset == 0:
            codes = getFont(self._fontname).among_first(text, self._doc)
            if codes is not None:
                return f"({self._canvas._escape(codes)}) Tj"  # noqa: SLF001 -- as ReportLab's own does
        return super()._formatText(text)  # type: ignore[misc]


class Tagged:
    """What a paragraph is in the tree of a tagged document, shared by its parts on several pages. `tag` names its
    element; an item of a list is part of `listed`, the list's own."""

    def __init__(self, tag: str = "P", listed: Tagged | None = None):
        self.tag, self.listed = tag, listed
        self.element: Element | None = None
        self.bullet: Element | None = None

    def placed(self, canvas: TaggedCanvas) -> Element:
        """The element of it, made where it is drawn first."""
        if self.element is None:
            if self.listed is None:
                self.element = Element(self.tag, canvas.within[-1])
            else:
                item = Element("LI", self.listed.placed(canvas))
                self.bullet = Element("Lbl", item)
                self.element = Element("LBody", item)
        return self.element


class Place(NamedTuple):
    """Where a link or the outline leads to; `title` puts it into the outline."""

    key: str
    title: str = ""
    level: int = 0


class Words(Flowable):
    """A paragraph: breaks at spaces, within a word only where it is wider than the column; splits between pages. Its
    first line is a place, where one is given."""

    place: Place | None = None
    base = 0  # 1 where it runs from right to left

    def __init__(self, style: ParagraphStyle, pieces: list[Piece], bullet: str = "", tagged: Tagged | None = None):
        super().__init__()
        self.style, self.pieces, self.bullet = style, pieces, bullet
        self.tagged = tagged or Tagged()
        self.lines: list[Line] = []
        self.goes_on = False
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
        part = Words(self.style, [], bullet, self.tagged)
        part._set(lines, self._fits)
        part.base = self.base
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
        above, below = self._part(self.lines[:fit], self.bullet), self._part(self.lines[fit:], "")
        above.goes_on, below.goes_on = True, self.goes_on
        above.place = self.place
        return [above, below]

    def draw(self) -> None:
        canvas, style = self.canv, self.style
        element = self.tagged.placed(canvas)
        size = style.fontSize
        top = self.height - size
        if self.place:
            canvas.stands_here(self.place, self.height)
        if self.bullet:
            with canvas.content(self.tagged.bullet or element):
                canvas.setFont(style.bulletFontName, style.bulletFontSize)
                canvas.setFillColor(style.textColor)
                canvas.drawString(style.bulletIndent, top, self.bullet)
        if any(line.pieces for line in self.lines):
            self._draw_lines(top, element)

    def _draw_lines(self, top: float, element: Element) -> None:
        canvas, style = self.canv, self.style
        size, leading, left = style.fontSize, style.leading, style.leftIndent
        text = _Shown(canvas, left, top)
        code = text._code  # noqa: SLF001 -- marks stand among a text object's own operators
        marked = not canvas.in_artifact
        font = color = None
        open_ = ""  # what the marked content under way belongs to: nothing, the paragraph, or a link

        def mark(owner: str, whose: Element | None) -> None:
            nonlocal open_
            if marked and open_ != owner:
                if open_:
                    code.append("EMC")
                if whose is not None:
                    code.append(canvas.begin(whose))
                open_ = owner

        links: list[tuple[Look, Element, tuple[float, ...]]] = []
        linked: tuple[Look, Element] | None = None
        for number, line in enumerate(self.lines):
            x, y = left, top - number * leading
            if style.alignment == 1:
                x = left + (self._fits - left - line.width) / 2
                text.setTextOrigin(x, y)
            elif self.base:
                x = self._fits - line.width
            mixed = self.base or any(piece.look.script for piece in line.pieces)
            placed = _arranged(line, self.base, size, x) if mixed else [(piece, 0.0, ()) for piece in line.pieces]
            for piece, at, clusters in placed:
                look = piece.look
                if look.to or look.url:
                    if linked is None or linked[0] is not look:
                        linked = look, Element("Link", element)
                    mark(f"link {id(linked[1])}", linked[1])
                else:
                    linked = None
                    mark("words", element)
                if look.font != font:
                    font = look.font
                    text.setFont(font, size, leading)
                if look.color is not color:
                    color = look.color
                    text.setFillColor(color)
                if mixed:
                    x = at
                    text.setTextOrigin(x, y)
                for said, glyphs in clusters:
                    # Forms that are not the characters themselves say which they stand for.
                    apart = marked and said != "".join(glyph.character for glyph in glyphs)
                    if apart:
                        code.append(f"/Span <</ActualText <FEFF{said.encode('utf-16-be').hex()}>>> BDC")
                    for glyph in glyphs:
                        text.setTextOrigin(x + glyph.x * size, y + glyph.y * size)
                        text.textOut(glyph.character)
                    if apart:
                        code.append("EMC")
                if not clusters:
                    code.append(text._formatText(piece.text))  # noqa: SLF001 -- where it ends is known without ReportLab
                if linked or len(line.pieces) > 1:
                    wide = _wide(piece, size)
                    if linked:
                        links.append((look, linked[1], (x, y - 0.2 * size, x + wide, y + 0.9 * size)))
                    x += wide
            if mixed:  # so that what follows begins where a line does
                text.setTextOrigin(left, y)
            if line.end and line.pieces and (self.goes_on or number < len(self.lines) - 1):
                text.textOut(" ")  # so that a reader who does not look at places parts the words
            text.textLine()
        mark("", None)
        canvas.drawText(text)
        for look, whose, area in links:
            if look.to:
                canvas.link_to(look.to, area, whose)
            else:
                canvas.link_web(look.url, area, whose)


def _broken(pieces: list[Piece], room: float, size: float) -> list[Line]:
    lines: list[Line] = []
    line: list[tuple[Look, list[str]]] = []  # what stands in the line under way, in parts
    width = 0.0
    space = False

    def end(how: str) -> None:
        nonlocal line, width
        lines.append(Line([Piece("".join(parts), look) for look, parts in line], width, how))
        line, width = [], 0.0

    def put(text: str, look: Look) -> None:
        if line and line[-1][0] is look:
            line[-1][1].append(text)
        else:
            line.append((look, [text]))

    measured = {font: widths(font) for font in {piece.look.font for piece in pieces}}
    gaps = {font: each[" "] * size for font, each in measured.items()}
    for unit, after in _units(pieces):
        if unit:
            wide = 0.0
            for piece in unit:
                text, look = piece
                wide += _wide(piece, size) if look.script else measured[look.font][text] * size
            gap = gaps[unit[0][1].font] if line and space else 0.0
            if line and width + gap + wide > room:
                end(" " if space else "")
                gap = 0.0
            if wide > room:
                for text, look in unit:
                    for character in text:
                        one = measured[look.font][character] * size
                        if line and width + one > room:
                            end("")
                        put(character, look)
                        width += one
            else:
                if gap:
                    line[-1][1].append(" ")
                for text, look in unit:
                    if line and line[-1][0] is look:
                        line[-1][1].append(text)
                    else:
                        line.append((look, [text]))
                width += gap + wide
        if unit or after == "\n":
            space = after == " "
        if after == "\n":
            end("\n")
    end(" ")
    return lines


def _wide(piece: Piece, size: float) -> float:
    """How wide a piece is set."""
    text, look = piece
    if look.script:
        return scripts.shaped(text, look.font, scripts.base(text) == 1)[1] * size
    return stringWidth(text, look.font, size)


def _arranged(line: Line, base: int, size: float, left: float):
    """The pieces of a line in the order in which it is read, each with its left end and its forms, if they are not
    those of its characters one by one."""
    whole = "".join(piece.text for piece in line.pieces)
    looks = [(piece.look.font, piece.look.script, piece.look) for piece in line.pieces for _ in piece.text]
    for run in scripts.arranged(whole, looks, base, size, lambda text, font: stringWidth(text, font, size)):
        yield Piece(whole[run.start : run.end], looks[run.start][2]), left + run.x, run.clusters


def _units(pieces: list[Piece]):
    """What must not be parted, each with the space or line break behind it."""
    unit: list[Piece] = []
    for text, look in pieces:
        rows = text.split("\n")
        for row_number, row in enumerate(rows):
            words = row.split(" ")
            for word_number, word in enumerate(words):
                if word and look.font == scripts.EAST_ASIAN:  # has no spaces, and may be parted anywhere
                    for character in word:
                        if unit and character not in scripts.NOT_FIRST:
                            yield unit, ""
                            unit = []
                        unit.append(Piece(character, look))
                elif word:
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
        register_fonts()
        self._missing: set[str] = set()
        self._looks: dict[Look, Look] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters met so far that no font has, in the order of their code points."""
        return tuple(sorted(self._missing))

    def plain(self, text: str) -> str:
        """The text on one line, as it stands in what a file says of itself."""
        return " ".join(text.translate(_SPACES).split())

    def line(self, style: ParagraphStyle, text: str, width: float, tagged: Tagged | None = None) -> Words:
        """A paragraph of one line, cut with an ellipsis where the text is wider than `width`."""
        shown = self.plain(text)
        if all(scripts.kind(character) is scripts.PLAIN for character in set(shown)):
            words = self.paragraph(style, self.fitting(shown, width, style.fontName, style.fontSize), tagged=tagged)
            words.wrap(10 * width, 0)  # it fits, but for a rounding
            return words
        words = self.paragraph(style, shown, tagged=tagged)
        words.wrap(width, 0)
        if len(words.lines) > 1:
            words = self.paragraph(
                style, f"{shown[: sum(len(each.text) for each in words.lines[0].pieces)]}…", tagged=tagged
            )
            words.wrap(2 * width, 0)
        return words

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

    def paragraph(
        self, style: ParagraphStyle, *spans: str | Span, bullet: str = "", tagged: Tagged | None = None
    ) -> Words:
        """A paragraph of the spans as typed; line breaks in them are kept."""
        pieces = []
        for span in (Span(each) if isinstance(each, str) else each for each in spans):
            if not span.text:
                continue
            bold = BOLD if span.bold or style.fontName == BOLD else REGULAR
            url = span.url if not span.to and is_web_address(span.url) else ""
            color = span.color or (ACCENT if span.to or url else style.textColor)
            for text, font, script in self._parts(span.text):
                look = Look(font or bold, color, span.to, url, script)
                pieces.append(Piece(text, self._looks.setdefault(look, look)))
        words = Words(style, pieces, bullet, tagged)
        if any(piece.look.script for piece in pieces):
            words.base = scripts.base("".join(piece.text for piece in pieces))
        return words

    def _parts(self, text: str) -> Iterator[tuple[str, str, str]]:
        """The text in parts that are set alike: each with its font, empty for that of the paragraph, and its
        script as in scripts.Kind."""
        if text.isascii() and text.isprintable():
            yield text, "", ""
            return
        text = text.translate(_SPACES)
        kinds = {character: scripts.kind(character) for character in set(text) - {"\n"}}
        self._missing.update(character for character, found in kinds.items() if found is None)
        if all(found is scripts.PLAIN for found in kinds.values()):
            yield text, "", ""
            return
        begin, before = 0, scripts.PLAIN
        for at, character in enumerate(text):
            now = scripts.PLAIN if character == "\n" else kinds[character] or scripts.MISSING
            if at and now != before and not scripts.follows(character):
                yield text[begin:at], *before
                begin = at
            if begin == at or not scripts.follows(character):
                before = now
        yield text[begin:], *before

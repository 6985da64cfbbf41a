"""The pages: header, footer, outline, and page numbers that are only known once the last page is set.

The report is set in one pass. A number that is not known yet is drawn as a form, a small drawing with a name, which
the canvas fills in at the end.
"""

from __future__ import annotations

import datetime

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFObject, PDFString
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from questionnaire.reports.pdf.style import (
    ACCENT,
    BOLD,
    BOTTOM,
    GREY,
    HAIRLINE,
    HEIGHT,
    INK,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    REGULAR,
    WHITE,
    WIDE,
    WIDE_MARGIN,
    WIDTH,
)
from questionnaire.reports.pdf.text import Typesetter, Words
from questionnaire.wording import report as say

_ALL_PAGES = "all-pages"


class _Link(PDFObject):
    """A link written as short as the format allows: a report has a thousand of them."""

    def __init__(self, rectangle: tuple[float, ...], target: PDFObject | None, url: str = ""):
        self.rectangle, self.target, self.url = rectangle, target, url

    def format(self, document) -> bytes:
        place = " ".join(str(round(edge)) for edge in self.rectangle)
        if self.target is not None:
            leads = b"/Dest" + self.target.format(document)
        else:
            leads = b"/A<</S/URI/URI" + PDFString(self.url).format(document) + b">>"
        return f"<</Subtype/Link/Border[0 0 0]/Rect[{place}]".encode() + leads + b">>"


class _NoTime:
    """Stands in for the time stamp that ReportLab takes from the clock or the environment for every document."""

    t = 0


pdfdoc.TimeStamp = lambda _invariant=None: _NoTime()


class _Info(PDFInfo):
    """What the file says about itself: a date only where one was given."""

    def __init__(self, dated: datetime.date | None):
        super().__init__()
        self.dated = dated

    def format(self, document) -> bytes:
        said = {"Title": self.title, "Author": self.author, "Subject": self.subject, "Producer": self.producer}
        if self.dated:
            said["CreationDate"] = f"D:{self.dated:%Y%m%d}"
        return PDFDictionary({key: PDFString(text) for key, text in said.items()}).format(document)


class LateCanvas(Canvas):
    """A canvas with an embedded first font, and numbers that are filled in when the document is saved."""

    def __init__(self, *args, dated: datetime.date | None = None, **more):
        super().__init__(*args, **{**more, "initialFontName": REGULAR})
        self._doc.info = _Info(dated)
        self.places: dict[str, int] = {}
        self.awaited: dict[str, tuple[str, float]] = {}

    def late_number(self, place: str, x: float, y: float, font: str, size: float) -> None:
        """Draw, with its right end at x, the number of the page on which `place` will stand."""
        name = f"page-{place}"
        self.awaited[name] = (font, size)
        self.saveState()
        self.translate(x, y)
        self.doForm(name)
        self.restoreState()

    def linkRect(self, _contents, destinationname, Rect=None, **_more) -> None:
        self._addAnnotation(_Link(self._absRect(Rect, 1), self._bookmarkReference(destinationname)))

    def linkURL(self, url, rect, **_more) -> None:
        self._addAnnotation(_Link(self._absRect(rect, 1), None, url))

    def save(self) -> None:
        """Fill in the numbers and finish the document. A number that nothing stands for is a bug: KeyError."""
        self.places[_ALL_PAGES] = self.getPageNumber() - 1
        for name, (font, size) in self.awaited.items():
            self.beginForm(name, -60, -6, 60, 14)
            self.setFont(font, size)
            number = str(self.places[name.removeprefix("page-")])
            if name == f"page-{_ALL_PAGES}":
                self.setFillColor(GREY)
                self.drawString(0, 0, number)
            else:
                self.setFillColor(INK)
                self.drawRightString(0, 0, number)
            self.endForm()
        super().save()


class ReportDocument(BaseDocTemplate):
    """A4 pages: the card bare but for its footer, the others with the project's name on top."""

    def __init__(self, target, typesetter: Typesetter, project: str, knowledge_base: str, **more):
        super().__init__(target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, pageCompression=1, lang="en", **more)
        self.project = typesetter.fitting(project, WIDTH - 130, REGULAR, 7.6)
        self.knowledge_base = typesetter.plain(knowledge_base)
        card = Frame(MARGIN, BOTTOM - 12, WIDTH, PAGE_HEIGHT - BOTTOM - 32, 0, 0, 0, 0)
        body = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, 0, 0, 0, 0)
        wide = Frame(WIDE_MARGIN, BOTTOM, WIDE, HEIGHT, 0, 0, 0, 0)
        self.addPageTemplates(
            [
                PageTemplate("card", [card], onPage=self.footer, autoNextPageTemplate="body"),
                PageTemplate("body", [body], onPage=self.header_and_footer),
                PageTemplate("wide", [wide], onPage=self.header_and_footer, autoNextPageTemplate="body"),
            ]
        )

    def footer(self, canvas: LateCanvas, _document) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 7.6)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 30, self.knowledge_base)
        number = say.page_of(canvas.getPageNumber(), "")
        x = PAGE_WIDTH - MARGIN - stringWidth("00", REGULAR, 7.6)
        canvas.drawRightString(x, 30, number)
        canvas.restoreState()
        canvas.late_number(_ALL_PAGES, x, 30, REGULAR, 7.6)

    def header_and_footer(self, canvas: LateCanvas, document) -> None:
        canvas.saveState()
        canvas.setFont(REGULAR, 7.6)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, PAGE_HEIGHT - 38, self.project)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 38, say.REPORT)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, PAGE_HEIGHT - 46, PAGE_WIDTH - MARGIN, PAGE_HEIGHT - 46)
        canvas.restoreState()
        self.footer(canvas, document)


class Place(Flowable):
    """Where a link or the outline leads to. Takes no room; `title` puts it into the outline."""

    def __init__(self, key: str, title: str = "", level: int = 0, closed: bool = True):
        super().__init__()
        self.key, self.title, self.level, self.closed = key, title, level, closed
        self.keepWithNext = 1

    def wrap(self, _width, _height):
        return 0, 0

    def draw(self) -> None:
        canvas: LateCanvas = self.canv
        canvas.places[self.key] = canvas.getPageNumber()
        canvas.bookmarkPage(self.key, fit="XYZ", left=0, top=round(canvas.absolutePosition(0, 18)[1]), zoom=0)
        if self.title:
            canvas.addOutlineEntry(self.title, self.key, self.level, self.closed)


class ContentsLine(Flowable):
    """One line of the contents: the title, a fine rule, the page's number; a link as a whole."""

    def __init__(self, key: str, title: str, style: ParagraphStyle):
        super().__init__()
        self.key, self.title, self.style = key, title, style

    def wrap(self, width, _height):
        self.width = width
        return width, self.style.leading + 7

    def draw(self) -> None:
        canvas: LateCanvas = self.canv
        font, size = self.style.fontName, self.style.fontSize
        canvas.setFont(font, size)
        canvas.setFillColor(INK)
        canvas.drawString(0, 5, self.title)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(stringWidth(self.title, font, size) + 6, 7.5, self.width - 22, 7.5)
        canvas.late_number(self.key, self.width, 5, font, size)
        canvas.linkRect("", self.key, (0, 0, self.width, self.style.leading + 5), relative=1)


class Rule(Flowable):
    """A hairline across the frame, with air around it."""

    def __init__(self, above: float, below: float, color=HAIRLINE, thickness: float = 0.5):
        super().__init__()
        self.above, self.below, self.color, self.thickness = above, below, color, thickness

    def wrap(self, width, _height):
        self.width = width
        return width, self.above + self.below

    def draw(self) -> None:
        self.canv.setStrokeColor(self.color)
        self.canv.setLineWidth(self.thickness)
        self.canv.line(0, self.below, self.width, self.below)


class Rail(Flowable):
    """A step of a path: a paragraph beside a line with a dot, so that steps one below the other form a chain.

    A dot is filled where the step is certain, hollow where it is not.
    """

    INDENT, GAP = 15.0, 4.0

    def __init__(self, paragraph: Words, color=ACCENT, *, first: bool, last: bool, filled: bool, dotted: bool = True):
        super().__init__()
        self.paragraph, self.color = paragraph, color
        self.first, self.last, self.filled, self.dotted = first, last, filled, dotted

    def wrap(self, width, height):
        _, high = self.paragraph.wrap(width - self.INDENT, height)
        self.width, self.height = width, high + self.GAP
        return width, self.height

    def split(self, width, height):
        parts = self.paragraph.split(width - self.INDENT, height - self.GAP)
        if len(parts) < 2:
            return []
        return [
            Rail(
                part,
                self.color,
                first=self.first and not position,
                last=self.last and part is parts[-1],
                filled=self.filled,
                dotted=self.dotted and not position,
            )
            for position, part in enumerate(parts)
        ]

    def draw(self) -> None:
        canvas, top = self.canv, self.height - 5.6
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(1)
        low, high = (top if self.last else 0), (top if self.first else self.height)
        if high > low:
            canvas.line(4, low, 4, high)
        if self.dotted:
            canvas.setFont(REGULAR, 9)
            canvas.setFillColor(WHITE)
            canvas.rect(0.5, top - 3.5, 7, 7, stroke=0, fill=1)
            canvas.setFillColor(self.color)
            canvas.drawString(0.5, top - 3.3, "●" if self.filled else "○")
        self.paragraph.drawOn(canvas, self.INDENT, self.GAP)


class Columns(Flowable):
    """Short facts side by side: a small label above each value; a value too wide for its column takes more lines."""

    LABEL, VALUE = 7.2, 8.8

    def __init__(self, facts: list[tuple[str, str, object]], weights: tuple[float, ...]):
        super().__init__()
        self.facts, self.weights = facts, weights
        self.spaceAfter = 4

    def wrap(self, width, _height):
        self.width = width
        total = sum(self.weights)
        self.widths = [width * weight / total for weight in self.weights]
        self.lines = [
            wrapped(value, column - 8, BOLD if color else REGULAR, self.VALUE)
            for (_, value, color), column in zip(self.facts, self.widths, strict=True)
        ]
        self.height = 13 + 11.5 * max(map(len, self.lines))
        return width, self.height

    def draw(self) -> None:
        canvas, x = self.canv, 0.0
        for (label, _, color), lines, column in zip(self.facts, self.lines, self.widths, strict=True):
            canvas.setFont(REGULAR, self.LABEL)
            canvas.setFillColor(GREY)
            canvas.drawString(x, self.height - 9, label)
            canvas.setFont(BOLD if color else REGULAR, self.VALUE)
            canvas.setFillColor(color or INK)
            for position, line in enumerate(lines):
                canvas.drawString(x, self.height - 20.5 - 11.5 * position, line)
            x += column


def wrapped(text: str, width: float, font: str, size: float) -> list[str]:
    """The text in lines broken at spaces; a word wider than `width` stays whole."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


__all__ = ["Columns", "ContentsLine", "LateCanvas", "Place", "Rail", "ReportDocument", "Rule", "wrapped"]

"""The pages: header, footer, outline, and page numbers that are only known once the last page is set.

The report is set in one pass. A number that is not known yet is drawn as a form, a small drawing with a name, which
the canvas fills in at the end.
"""

from __future__ import annotations

import datetime

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFInfo, PDFObject, PDFString
from reportlab.pdfbase.pdfmetrics import stringWidth

from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.columns import Columns
from questionnaire.reports.pdf.packing import attach, packed
from questionnaire.reports.pdf.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate
from questionnaire.reports.pdf.style import BOTTOM, FOOT, GREY, HAIRLINE, INK, MARGIN, REGULAR, Paper
from questionnaire.reports.pdf.table import Rows
from questionnaire.reports.pdf.tags import Element, TaggedCanvas
from questionnaire.reports.pdf.text import Place, Typesetter, Words
from questionnaire.wording import pdf as say

_ALL_PAGES = "all-pages"
# A paragraph of so many lines is not parted.
_LONE = 3


class _Link(PDFObject):
    """A link written as short as the format allows: a report has a thousand of them. `number` is where the tree finds
    its element, `says` what a reader is told of it."""

    def __init__(self, rectangle: tuple[float, ...], target: PDFObject | None, number: int, says: str, url: str = ""):
        self.rectangle, self.target, self.number, self.says, self.url = rectangle, target, number, says, url

    def format(self, document) -> bytes:
        place = " ".join(str(round(edge)) for edge in self.rectangle)
        if self.target is not None:
            leads = b"/Dest" + self.target.format(document)
        else:
            leads = b"/A<</S/URI/URI" + PDFString(self.url).format(document) + b">>"
        tree = f"/F 4/StructParent {self.number}/Contents".encode() + PDFString(self.says).format(document)
        return f"<</Subtype/Link/Border[0 0 0]/Rect[{place}]".encode() + leads + tree + b">>"


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


class LateCanvas(TaggedCanvas):
    """A canvas with an embedded first font, and numbers that are filled in when the document is saved."""

    def __init__(self, target, title: str = "", dated: datetime.date | None = None, answers: bytes = b"", **more):
        super().__init__(target, **{**more, "initialFontName": REGULAR})
        self._doc.info = _Info(dated)
        self.target, self.titled, self.answers = target, title, answers
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

    def stands_here(self, place: Place, above: float) -> None:
        """What leads to `place` leads here, a little above the height `above` from where one draws."""
        self.places[place.key] = self.getPageNumber()
        self.bookmarkPage(place.key, fit="XYZ", left=0, top=round(self.absolutePosition(0, above + 12)[1]), zoom=0)
        if place.title:
            self.addOutlineEntry(place.title, place.key, place.level, closed=True)

    def link_to(self, place: str, area: tuple[float, ...], element: Element) -> None:
        """A link to a place in this document; `area` is left, bottom, right, top from where one draws."""
        says = say.leads_to(place.replace("-", " "))
        self._link(_Link(self._absRect(area, 1), self._bookmarkReference(place), self.link_element(element), says))
        self.linked(element)

    def link_web(self, url: str, area: tuple[float, ...], element: Element) -> None:
        """A link to an address of the web."""
        self._link(_Link(self._absRect(area, 1), None, self.link_element(element), url, url))
        self.linked(element)

    def _link(self, link: _Link) -> None:
        self._addAnnotation(link)

    def save(self) -> None:
        """Fill in the numbers and write the document. A number that nothing stands for is a bug: KeyError."""
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
        self.finish(self.titled)
        if self.answers:
            attach(self._doc, self.answers)
        self.target.write(packed(self._doc, self))


class ReportDocument(BaseDocTemplate):
    """Pages with the document's title on top, but for the first, and its imprint at the foot."""

    def __init__(self, target, typesetter: Typesetter, paper: Paper, title: str, imprint: str, **more):
        super().__init__(target, pagesize=paper.size, invariant=1, pageCompression=1, title=title, **more)
        self.paper, room = paper, paper.width - 130
        self.head = typesetter.line(style.HEAD, title, room)
        self.imprint = typesetter.fitting(imprint, room, REGULAR, FOOT)
        first = Frame(MARGIN, BOTTOM, paper.width, paper.first_height, 0, 0, 0, 0)
        body = Frame(MARGIN, BOTTOM, paper.width, paper.height, 0, 0, 0, 0)
        self.addPageTemplates(
            [
                PageTemplate("first", [first], onPage=self.foot, autoNextPageTemplate="body"),
                PageTemplate("body", [body], onPage=self.head_and_foot),
            ]
        )

    def foot(self, canvas: LateCanvas, _document) -> None:
        right = self.paper.size[0] - MARGIN
        with canvas.artifact("Pagination"):
            canvas.saveState()
            canvas.setFont(REGULAR, FOOT)
            canvas.setFillColor(GREY)
            canvas.drawString(MARGIN, 30, self.imprint)
            x = right - stringWidth("00", REGULAR, FOOT)
            canvas.drawRightString(x, 30, say.page_of(canvas.getPageNumber(), ""))
            canvas.restoreState()
            canvas.late_number(_ALL_PAGES, x, 30, REGULAR, FOOT)

    def head_and_foot(self, canvas: LateCanvas, document) -> None:
        right, y = self.paper.size[0] - MARGIN, self.paper.size[1] - 36
        with canvas.artifact("Pagination"):
            canvas.saveState()
            self.head.drawOn(canvas, MARGIN, y - 2)
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.5)
            canvas.line(MARGIN, y - 7, right, y - 7)
            canvas.restoreState()
        self.foot(canvas, document)


class Beginning(CondPageBreak):
    """Where a heading begins: on the next page, if what has to stand together does not fit on this one. `following` are
    headings, and last what they stand over, of which the beginning has to fit."""

    def __init__(self):
        super().__init__(0)
        self.following: list[Flowable] = []

    def wrap(self, width, height):
        self.height, before = 0.0, 0.0
        for flowable in self.following:
            whole = flowable.wrapOn(self.canv, width, height)[1]
            last = flowable is self.following[-1]
            self.height += max(before, flowable.getSpaceBefore()) + (least(flowable, whole) if last else whole)
            before = flowable.getSpaceAfter()
        return super().wrap(width, height)


def least(flowable: Flowable, whole: float) -> float:
    """How high the part of a flowable is that has to stand on one page, where `whole` is the height of all."""
    if isinstance(flowable, Words):
        lines = len(flowable.lines)
        return whole if lines <= _LONE else flowable.style.leading * 2
    if isinstance(flowable, Rows | Columns):
        return min(whole, flowable.beginning())
    return whole


class Contents(Flowable):
    """The contents in two columns, read downwards: in each line a title, a fine rule, the page's number; a link as a
    whole. `sections` are places with their titles."""

    SIZE, LEADING, GAP, MOST_IN_A_COLUMN = 9.5, 14.5, 22.0, 4

    def __init__(self, sections: list[tuple[str, str]], typesetter: Typesetter):
        super().__init__()
        self.sections, self.set = sections, typesetter
        self.columns = 1 if len(sections) <= self.MOST_IN_A_COLUMN else 2
        self.spaceAfter = 8

    def wrap(self, width, _height):
        self.rows = -(-len(self.sections) // self.columns)
        self.width, self.wide = width, (width - self.GAP * (self.columns - 1)) / self.columns
        return width, self.rows * self.LEADING

    def draw(self) -> None:
        contents = Element("TOC", self.canv.within[-1])
        for number, (key, title) in enumerate(self.sections):
            column, row = divmod(number, self.rows)
            x, y = column * (self.wide + self.GAP), (self.rows - 1 - row) * self.LEADING
            self._line(Element("Link", Element("Reference", Element("TOCI", contents))), key, title, x, y)

    def _line(self, link: Element, key: str, title: str, x: float, y: float) -> None:
        canvas: LateCanvas = self.canv
        shown = self.set.fitting(title, self.wide - 40, REGULAR, self.SIZE)
        with canvas.content(link):
            canvas.setFont(REGULAR, self.SIZE)
            canvas.setFillColor(INK)
            canvas.drawString(x, y + 4.5, f"{shown} ")
            canvas.late_number(key, x + self.wide, y + 4.5, REGULAR, self.SIZE)
        with canvas.artifact():
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.5)
            canvas.line(x + stringWidth(shown, REGULAR, self.SIZE) + 6, y + 7, x + self.wide - 22, y + 7)
        canvas.link_to(key, (x, y, x + self.wide, y + self.LEADING - 2), link)

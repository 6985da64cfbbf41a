"""A reading as a Word file: real headings and lists, tables with header rows, figures as tables with alternative text,
and fields to decide, comment and sign in.

All text goes through one function that escapes it, and only addresses of the web become links.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from markupsafe import Markup, escape

from questionnaire.presentation import looks
from questionnaire.readings.blocks import (
    Block,
    Columns,
    Document,
    Facts,
    Field,
    Form,
    Grid,
    Heading,
    Item,
    Listing,
    NewPage,
    Paragraph,
    Run,
    Table,
    Text,
    Trail,
    Verdict,
    runs,
    strong,
)
from questionnaire.reports import spans
from questionnaire.reports.docx_styles import WIDTH, give_styles
from questionnaire.reports.packed import packed, unpacked
from questionnaire.wording import docx as say
from questionnaire.wording import grid as in_grid

_WEB = re.compile(r"https?://[^\s<>]+")
# What no XML file may hold.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = Markup(
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_LOOKS = {"body": "Normal", "lead": "Lead", "small": "Small", "warning": "Warning"}
_FOOT = Markup(
    '<w:r><w:tab/><w:t xml:space="preserve">{} </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def render(document: Document) -> bytes:
    """The document; the same one gives the same bytes."""
    return _Writer(document).bytes()


class _Writer:
    """Writes one document. Links, places and fields are numbered as they come."""

    def __init__(self, document: Document):
        self.document, self.word = document, docx.Document()
        self.levels = next((block.levels for block in document.blocks if isinstance(block, Verdict)), ())
        self.ids = count(1)
        self.links: dict[str, str] = {}
        self.new_page = False

    def bytes(self) -> bytes:
        give_styles(self.word, self.document.language)
        self._say_what_it_is()
        last_form = max((at for at, block in enumerate(self.document.blocks) if isinstance(block, Form)), default=-1)
        parts = [_paragraph("Title", _run(Run(self.document.title))), *self._contents()]
        for at, block in enumerate(self.document.blocks):
            parts += self._block(block)
            if at == last_form:
                parts.append(_labelled("Fact", say.COMMENTS, _field(say.COMMENTS, "", next(self.ids))))
        wrapped = Markup("<w:body {}>{}</w:body>").format(_NAMESPACES, Markup("").join(parts))
        end = self.word.element.body.sectPr
        for element in list(parse_xml(str(wrapped))):
            end.addprevious(element)
        self._foot()
        stream = io.BytesIO()
        self.word.save(stream)
        return packed(unpacked(stream.getvalue()))

    def _say_what_it_is(self) -> None:
        """The properties of the file; without a day that is given it carries none."""
        told = self.word.core_properties
        told.title, told.subject, told.language = (
            _clean(text)[:255] for text in (self.document.title, self.document.subject, self.document.language)
        )
        told.author, told.last_modified_by, told.comments, told.keywords = say.CREATOR, say.CREATOR, "", ""
        told.revision = 1
        if self.document.dated:
            told.created = told.modified = datetime.fromisoformat(self.document.dated).replace(tzinfo=UTC)
        else:
            element = told._element  # noqa: SLF001 -- python-docx sets a day and takes none back
            for name in ("dcterms:created", "dcterms:modified"):
                if (day := element.find(qn(name))) is not None:
                    element.remove(day)

    def _foot(self) -> None:
        paragraph = self.word.sections[0].footer.paragraphs[0]._p  # noqa: SLF001 -- the element itself
        foot = Markup("<w:p {}>{}{}</w:p>").format(
            _NAMESPACES, _run(Run(self.document.imprint)), _FOOT.format(say.PAGE)
        )
        for element in list(parse_xml(str(foot))):
            paragraph.append(element)

    def _contents(self) -> Iterator[Markup]:
        """The sections, as a field that Word can bring up to date, where the document wants them."""
        sections = [block for block in self.document.blocks if isinstance(block, Heading) and block.depth == 1]
        shown = [block for block in sections if block.anchor]
        if not self.document.contents or not shown:
            return
        begin = Markup(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h '
            '\\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = Markup('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        for at, block in enumerate(shown):
            told = Markup("").join(_run(Run(run.text)) for run in block.text)
            inner = Markup('<w:hyperlink w:anchor="{}">{}</w:hyperlink>').format(_bookmark(block.anchor), told)
            before, after = begin if at == 0 else "", end if block is shown[-1] else ""
            yield _paragraph("TOC1", Markup("{}{}{}").format(before, inner, after))

    def _block(self, block: Block) -> Iterator[Markup]:
        match block:
            case Heading():
                yield self._paragraph(f"Heading{block.depth}", self._text(block.text), block.anchor)
            case Paragraph():
                yield self._paragraph(_LOOKS[block.look], self._text(block.text))
            case Listing():
                yield from self._listing(block)
            case Facts():
                for label, text in block.rows:
                    yield _labelled("Fact", label, self._text(text))
            case Table():
                yield self._paragraph("Caption", _run(Run(block.caption)))
                yield self._table(block)
            case Trail():
                yield self._trail(block)
            case Grid():
                yield from self._grid(block)
            case Verdict():
                color = self._color(block.level)
                yield self._paragraph("Verdict", _run(Run(block.label), color))
                yield self._paragraph("Lead", _run(Run(block.below)))
                for label, text in block.bounds:
                    yield _labelled("Fact", label, self._text(text))
            case Form():
                for box in block.boxes:
                    yield self._paragraph("Box", Markup("{}{}").format(_box(box, next(self.ids)), _run(Run(f" {box}"))))
                for label, filled in block.fields:
                    yield _labelled("Fact", label, _field(label, filled, next(self.ids)))
            case NewPage():
                self.new_page = True
            case Columns():  # a table of the program that opens it does not stand in columns
                return

    def _paragraph(self, style: str, inner: Markup, anchor: str = "") -> Markup:
        """A paragraph, at the top of a page where one is due."""
        more = Markup("<w:pageBreakBefore/>") if self.new_page else Markup()
        self.new_page = False
        return _paragraph(style, self._place(anchor, inner), more)

    def _place(self, anchor: str, inner: Markup) -> Markup:
        if not anchor:
            return inner
        number = next(self.ids)
        return Markup('<w:bookmarkStart w:id="{0}" w:name="{1}"/>{2}<w:bookmarkEnd w:id="{0}"/>').format(
            number, _bookmark(anchor), inner
        )

    def _listing(self, block: Listing) -> Iterator[Markup]:
        numbered = self._numbering() if block.numbered else Markup()
        for item in block.items:
            if item.label:
                yield self._labelled_item(item)
                continue
            style = "ListNumber" if block.numbered else "ListBullet"
            yield _paragraph(style, self._place(item.anchor, self._text(item.text)), numbered)

    def _labelled_item(self, item: Item) -> Markup:
        label = _run(strong(item.label))
        inner = Markup("{}<w:r><w:tab/></w:r>{}").format(label, self._text(item.text))
        return _paragraph("Labelled", self._place(item.anchor, inner))

    def _numbering(self) -> Markup:
        """A numbering of its own for one list, so that every list begins with 1."""
        numbering = self.word.part.numbering_part.element
        style = self.word.styles["List Number"].element.find(f".//{qn('w:numId')}")
        shape = next(num for num in numbering.num_lst if num.numId == int(style.get(qn("w:val"))))
        own = numbering.add_num(shape.abstractNumId.val)
        own.add_lvlOverride(0).add_startOverride(1)
        return Markup('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>').format(own.numId)

    def _table(self, block: Table) -> Markup:
        head = [_cell_text(_run(strong(title))) for title in block.head]
        rows = []
        for number, row in enumerate(block.rows, 1):
            empty = not any(row.cells)
            cells = [
                _paragraph("Cell", _field(say.cell(block.head[at], number), "", next(self.ids)))
                if empty
                else _cell_text(self._place(row.anchor if at == 0 else "", self._text(self._cell(block, at, cell))))
                for at, cell in enumerate(row.cells)
            ]
            rows.append(cells)
        return _grid_of(head, rows, block.shares, block.caption, row_heads=block.row_heads)

    @staticmethod
    def _cell(block: Table, at: int, cell: Text) -> Text:
        return runs(*(strong(run.text, run.level) for run in cell)) if block.row_heads and at == 0 else cell

    def _trail(self, block: Trail) -> Markup:
        cells = []
        for stop in block.stops:
            kind = stop.kind if stop.certain else say.if_so(stop.kind)
            lines = [Run(kind, quiet=True), Run(stop.title, strong=True)]
            if stop.arrow:
                lines.append(Run(f"→ {stop.arrow}", quiet=True))
            cells.append(Markup("").join(_paragraph("Cell", _run(line)) for line in lines))
        return _grid_of([], [cells], [1] * len(cells), block.text, boxed=True)

    def _grid(self, block: Grid) -> Iterator[Markup]:
        """Where each finding stands: a row for each severity, the most severe first."""
        held = block.fields()
        head = [_cell_text(_run(strong(in_grid.axes(block.severity, block.likelihood))))]
        head += [_cell_text(_run(strong(label))) for label in block.likelihoods]
        rows = []
        for row in reversed(range(len(block.severities))):
            cells = [_cell_text(_run(strong(block.severities[row])))]
            for column, level in enumerate(block.levels[row]):
                field = held.get((column, row), Field())
                planned, upper = map(spans.numbers, (field.planned, field.at_most))
                lines = [_paragraph("Cell", _run(Run(block.level_labels[level], quiet=True), self._color(level)))]
                if planned or upper:
                    shown = runs(strong(planned) if planned else "", f" ({upper})" if upper else "")
                    lines.append(_paragraph("Cell", self._text(shown)))
                more = in_grid.bounds(*map(spans.numbers, (field.at_least, field.may_not_arise)))
                lines += [_paragraph("Cell", _run(Run(line, quiet=True))) for line in more]
                cells.append(Markup("").join(lines))
            rows.append(cells)
        shares = [1] * (len(block.likelihoods) + 1)
        yield _grid_of(head, rows, shares, block.text, row_heads=True, boxed=True)
        below = " ".join(filter(None, (in_grid.TABLE, block.beyond and f"{block.beyond}.")))
        yield self._paragraph("Small", _run(Run(below)))

    def _color(self, level: str) -> str:
        if level not in self.levels:
            return ""
        return looks.color(self.levels.index(level), len(self.levels)).removeprefix("#")

    def _text(self, text: Text) -> Markup:
        return Markup("").join(map(self._linked, text))

    def _linked(self, run: Run) -> Markup:
        told = _run(run, self._color(run.level), link=bool(run.to or _WEB.fullmatch(run.url)))
        if run.to:
            return Markup('<w:hyperlink w:anchor="{}">{}</w:hyperlink>').format(_bookmark(run.to), told)
        if _WEB.fullmatch(run.url):
            return Markup('<w:hyperlink r:id="{}">{}</w:hyperlink>').format(self._relation(run.url), told)
        return told

    def _relation(self, url: str) -> str:
        if url not in self.links:
            self.links[url] = self.word.part.relate_to(_clean(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self.links[url]


def _clean(text: str) -> str:
    """The text without what no XML file may hold."""
    return _NO_XML.sub("\ufffd", text)


def _bookmark(anchor: str) -> str:
    """A place's name as Word takes it: at most 40 letters, digits and underscores."""
    return re.sub(r"\W", "_", anchor)[:40]


def _run(run: Run, color: str = "", *, link: bool = False) -> Markup:
    look = Markup("")
    if link:
        look += Markup('<w:rStyle w:val="Hyperlink"/>')
    elif run.quiet:
        look += Markup('<w:rStyle w:val="Quiet"/>')
    if run.strong:
        look += Markup("<w:b/>")
    if color:
        look += Markup('<w:color w:val="{}"/>').format(color)
    lines = Markup("<w:br/>").join(
        Markup('<w:t xml:space="preserve">{}</w:t>').format(escape(_clean(line))) for line in run.text.split("\n")
    )
    return Markup("<w:r>{}{}</w:r>").format(Markup("<w:rPr>{}</w:rPr>").format(look) if look else "", lines)


def _paragraph(style: str, inner: Markup, more: Markup = Markup()) -> Markup:  # noqa: B008 -- it never changes
    return Markup('<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr>{}</w:p>').format(style, more, inner)


def _labelled(style: str, label: str, inner: Markup) -> Markup:
    """A label with what is said of it, in a column of its own."""
    return _paragraph(style, Markup("{}<w:r><w:tab/></w:r>{}").format(_run(strong(label)), inner))


def _cell_text(inner: Markup) -> Markup:
    return _paragraph("Cell", inner)


def _box(name: str, number: int) -> Markup:
    """A box to tick."""
    return Markup(
        '<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:id w:val="{}"/><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
        "<w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    ).format(_clean(name)[:60], number)


def _field(name: str, filled: str, number: int) -> Markup:
    """A field to write in, with what is filled in already."""
    shown = (
        _run(Run(filled))
        if filled
        else Markup('<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{}</w:t></w:r>').format(say.TO_WRITE)
    )
    empty = Markup("") if filled else Markup("<w:showingPlcHdr/>")
    return Markup(
        '<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:id w:val="{}"/>{}<w:text w:multiLine="1"/></w:sdtPr>'
        "<w:sdtContent>{}</w:sdtContent></w:sdt>"
    ).format(_clean(name)[:60], number, empty, shown)


def _grid_of(
    head: list[Markup],
    rows: list[list[Markup]],
    shares: Iterable[int],
    described: str,
    *,
    row_heads: bool = False,
    boxed: bool = False,
) -> Markup:
    """A table, with a row of heads that comes again on every page; `described` is its alternative text. An empty
    paragraph follows, as Word needs one between tables."""
    shares = tuple(shares)
    widths = [round(WIDTH * share / sum(shares)) for share in shares]
    looks_of_head = Markup('<w:tblLook w:val="0000" w:firstRow="{}" w:firstColumn="{}" w:noVBand="1"/>').format(
        int(bool(head)), int(row_heads)
    )
    told = [_row(head, widths, head=True)] if head else []
    told += [_row(row, widths) for row in rows]
    alternative = (
        Markup('<w:tblDescription w:val="{}"/>').format(_clean(described))
        if boxed
        else Markup('<w:tblCaption w:val="{}"/>').format(_clean(described))
    )
    return Markup(
        '<w:tbl><w:tblPr><w:tblStyle w:val="{}"/><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{}{}'
        "</w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>{}"
    ).format(
        "Boxed" if boxed else "Ruled",
        sum(widths),
        looks_of_head,
        alternative,
        Markup("").join(Markup('<w:gridCol w:w="{}"/>').format(width) for width in widths),
        Markup("").join(told),
        _paragraph("After", Markup()),
    )


def _row(cells: list[Markup], widths: list[int], *, head: bool = False) -> Markup:
    told = Markup("").join(
        Markup('<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{}</w:tc>').format(width, cell)
        for width, cell in zip(widths, cells, strict=True)
    )
    header = Markup("<w:tblHeader/>") if head else Markup()
    return Markup("<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>{}</w:tr>").format(header, told)

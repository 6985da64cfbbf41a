"""The blocks of a document as flowables on paper."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

from reportlab.lib.styles import ParagraphStyle

from questionnaire.readings import blocks
from questionnaire.readings.blocks import Block, Document, Text
from questionnaire.reports.pdf import figures, scripts, style
from questionnaire.reports.pdf.columns import Columns
from questionnaire.reports.pdf.figures import ink
from questionnaire.reports.pdf.page import Beginning, Contents
from questionnaire.reports.pdf.platypus import Flowable, PageBreak
from questionnaire.reports.pdf.style import GREY, Paper
from questionnaire.reports.pdf.table import Rows, ruled
from questionnaire.reports.pdf.text import Place, Span, Tagged, Typesetter, Words
from questionnaire.wording import pdf as say

# How large the text of a page may be that has to hold all of its matter; the smallest sets body text in 7.6 points.
_SIZES = (1.0, 0.95, 0.91, 0.87, 0.82, 0.79, 0.76)


# The room for labels, in points: for those of a few words, and where one has more characters than LONG_LABEL.
NARROW_LABELS, WIDE_LABELS, LONG_LABEL = 84, 210, 24
# The numbers of a longer list have two digits.
MOST_ONE_DIGIT = 9


def _height(flowables: list[Flowable], paper: Paper) -> float:
    """The room that flowables take one below the other."""
    height = before = 0.0
    for flowable in flowables:
        if isinstance(flowable, Beginning):  # takes no room, and parts the spaces around it
            height, before = height + before, 0.0
            continue
        height += max(before, flowable.getSpaceBefore()) + flowable.wrap(paper.width, paper.height)[1]
        before = flowable.getSpaceAfter()
    return height


def _begun(flowables: list[Flowable]) -> list[Flowable]:
    """The same; each beginning knows what has to stand together after it: headings, and what follows them."""
    for at, flowable in enumerate(flowables):
        if isinstance(flowable, Beginning):
            after = [each for each in flowables[at + 1 :] if not isinstance(each, Beginning)]
            for each, following in zip_longest(after, after[1:]):
                flowable.following.append(each)
                leads = isinstance(each, Words) and not _is_item(each) and _is_led_to(following)
                if not (_is_heading(each) or leads or _is_of_one_form(each, following)):
                    break
    return flowables


def _is_heading(flowable: Flowable) -> bool:
    return isinstance(flowable, Words) and flowable.tagged.tag.startswith("H")


def _is_led_to(flowable: Flowable | None) -> bool:
    """Whether a paragraph before it says what it is, and does not stand at the foot of a page without it."""
    return isinstance(flowable, Columns | Rows) or _is_item(flowable)


def _is_of_one_form(flowable: Flowable, following: Flowable | None) -> bool:
    """Whether both are filled in by hand together: what is ticked, its conditions, and who signs."""
    return isinstance(flowable, figures.Boxes) or (isinstance(flowable, Rows) and isinstance(following, figures.Blanks))


def _is_item(flowable: Flowable | None) -> bool:
    return isinstance(flowable, Words) and flowable.tagged.listed is not None


class Layout:
    """Lays one document out. A heading of a section with an anchor is one of the contents; one without is a smaller
    thing, as on a card."""

    def __init__(self, document: Document, typesetter: Typesetter, paper: Paper):
        self.document, self.set, self.paper = document, typesetter, paper
        self.levels = next((block.levels for block in document.blocks if isinstance(block, blocks.Verdict)), ())
        self.size = 1.0

    def story(self) -> list[Flowable]:
        """All of it: the title, the blocks, the contents where they are wanted, and which characters are missing."""
        parts: list[list[Block]] = [[]]
        for block in self.document.blocks:
            if isinstance(block, blocks.NewPage):
                parts.append([])
            else:
                parts[-1].append(block)
        pages = [self._first(parts[0]), *([*self._blocks(part)] for part in parts[1:])]
        if self.document.contents and len(pages) > 1:
            pages[1] = [*self._contents(), *pages[1]]
        pages[-1] += self._characters()
        story: list[Flowable] = []
        for page in pages:
            story += [*_begun(page), PageBreak()]
        return story[:-1]

    def _blocks(self, part: list[Block]) -> Iterator[Flowable]:
        """The blocks one below the other, but for those that stand in columns."""
        held: list[Flowable] = []
        number = 1
        for block in (*part, blocks.Columns(1)):
            if not isinstance(block, blocks.Columns):
                held += self._block(block) if number == 1 else self._beside(block)
                continue
            if held:
                yield from held if number == 1 else [Columns(held, number)]
            held, number = [], block.number

    def _first(self, part: list[Block]) -> list[Flowable]:
        """The title and the first part: where that belongs on one page, in the largest size that fits."""
        for size in _SIZES if self.document.one_page else ():
            flowables = self._titled(part, size)
            if _height(flowables, self.paper) <= self.paper.first_height:
                return flowables
        return self._titled(part, 1.0)

    def _titled(self, part: list[Block], size: float) -> list[Flowable]:
        """The title and the first part in a size of their own."""
        self.size = size
        title = self._paragraph(style.DOCUMENT, self.document.title, tagged=Tagged("H1"))
        title.place = Place("top", self.set.plain(self.document.title))
        flowables = [title, *self._blocks(part)]
        self.size = 1.0
        return flowables

    def _paragraph(
        self, look: ParagraphStyle, *spans: str | Span, bullet: str = "", tagged: Tagged | None = None
    ) -> Words:
        return self.set.paragraph(style.sized(look, self.size), *spans, bullet=bullet, tagged=tagged)

    def _contents(self) -> Iterator[Flowable]:
        yield self._paragraph(style.TITLE, say.CONTENTS, tagged=Tagged("H2"))
        sections = [
            (block.anchor, blocks.plain(block.text))
            for block in self.document.blocks
            if isinstance(block, blocks.Heading) and block.depth == 1 and block.anchor
        ]
        yield Contents(sections, self.set)

    def _block(self, block: Block) -> Iterator[Flowable]:
        match block:
            case blocks.Heading():
                yield from self._heading(block)
            case blocks.Paragraph():
                looks = {"lead": style.LEAD, "small": style.SMALL}
                yield self._paragraph(looks.get(block.look, style.BODY), *self._spans(block.text))
            case blocks.Listing():
                yield from self._listing(block)
            case blocks.Facts():
                yield self._facts(block)
            case blocks.Table():
                yield self._table(block)
            case blocks.Trail():
                yield figures.Trail(block, self.set)
            case blocks.Grid():
                yield figures.Grid(block, self.levels, self._paragraph(style.SMALL, block.caption))
            case blocks.Verdict():
                yield figures.Verdict(block, self.set, self.size)
            case blocks.Form():
                if block.boxes:
                    yield figures.Boxes([self._paragraph(style.BODY, box) for box in block.boxes])
                if block.fields:
                    yield figures.Blanks(
                        [
                            self._paragraph(style.SMALL, Span(f"{label}\n", color=GREY), filled or "\u00a0")
                            for label, filled in block.fields
                        ]
                    )

    def _heading(self, block: blocks.Heading) -> Iterator[Flowable]:
        look = style.TITLE if block.depth == 1 and block.anchor else style.HEADING
        heading = self._paragraph(look, *self._spans(block.text), tagged=Tagged(f"H{block.depth + 1}"))
        if block.anchor:
            heading.place = Place(block.anchor, self.set.plain(blocks.plain(block.text)), block.depth - 1)
        yield Beginning()
        yield heading

    def _listing(self, block: blocks.Listing) -> Iterator[Flowable]:
        labelled = any(item.label for item in block.items)
        many = block.numbered and len(block.items) > MOST_ONE_DIGIT
        yield from self._items(block, style.LABELLED if labelled else style.NUMBERED if many else style.ITEM)

    def _items(self, block: blocks.Listing, look: ParagraphStyle) -> Iterator[Words]:
        listed = Tagged("L")
        for number, item in enumerate(block.items, 1):
            bullet = item.label or (f"{number}." if block.numbered else "–")
            words = self._paragraph(
                look, *self._spans(item.text), bullet=self.set.plain(bullet), tagged=Tagged(listed=listed)
            )
            words.place = Place(item.anchor) if item.anchor else None
            yield words

    def _beside(self, block: Block) -> Iterator[Words]:
        """Headings, paragraphs and lists in columns; nothing else stands there."""
        match block:
            case blocks.Heading():
                yield self._paragraph(style.BESIDE_HEAD, *self._spans(block.text), tagged=Tagged(f"H{block.depth + 1}"))
            case blocks.Paragraph():
                yield self._paragraph(style.BESIDE, *self._spans(block.text))
            case blocks.Listing():
                labelled = any(item.label for item in block.items)
                yield from self._items(block, style.SOURCE if labelled else style.BESIDE_ITEM)
            case _:
                raise TypeError(type(block).__name__)

    def _facts(self, block: blocks.Facts) -> Flowable:
        rows = [
            [self._paragraph(style.LABEL, label), self._paragraph(style.BODY, *self._spans(text))]
            for label, text in block.rows
        ]
        longest = max(len(label) for label, _ in block.rows)
        wide = WIDE_LABELS if longest > LONG_LABEL else NARROW_LABELS
        return ruled(rows, [wide, self.paper.width - wide], (0, 8, 1, 0), row_heads=True, pairs=True)

    def _table(self, block: blocks.Table) -> Flowable:
        cell = style.CELL_SMALL if block.small else style.CELL
        rows: list[list] = [[self._paragraph(style.CELL_HEAD, head) for head in block.head]]
        for row in block.rows:
            cells: list = [[self._paragraph(cell, *self._spans(text))] for text in row.cells]
            if row.anchor:
                cells[0][0].place = Place(row.anchor)
            rows.append(cells)
        widths = [self.paper.width * share / sum(block.shares) for share in block.shares]
        padding = (0, 8, 1.5, 2.5) if block.small else (0, 8, 2.5, 3.5)
        return ruled(rows, widths, padding, heads=1, row_heads=block.row_heads)

    def _spans(self, text: Text) -> Iterator[Span]:
        for run in text:
            color = ink(run.level, self.levels) if run.level and self.levels else GREY if run.quiet else None
            yield Span(run.text, run.strong, color, run.to, run.url)

    def _characters(self) -> Iterator[Flowable]:
        """Which characters the fonts lack: said after all else is set."""
        missing = self.set.missing
        notes = [say.characters_missing(len(missing))] if missing else []
        if not notes:
            return
        yield self._paragraph(style.HEADING, say.CHARACTERS, tagged=Tagged("H2"))
        yield self._paragraph(style.SMALL, " ".join(notes))
        if missing:
            named = (say.character(ord(each), unicodedata.name(each, "")) for each in missing)
            yield self._paragraph(style.SMALL, say.stands_for(scripts.STAND_IN, named))

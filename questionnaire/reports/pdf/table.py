"""Tables that run over pages: rows with a hairline below each, and what they are in the tree of a tagged document."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.reports.pdf.platypus import LongTable, TableRenderCB
from questionnaire.reports.pdf.style import HAIRLINE, PAPERS, REGULAR
from questionnaire.reports.pdf.tags import Element, scope

NEARLY_A_PAGE = min(paper.height for paper in PAPERS.values()) * 0.9

_PAIR = 2


class _Tree(TableRenderCB):
    """Keeps the element of a table while it is drawn, part by part: ReportLab hands it on to the parts. The head is
    told once; where it is repeated on a page it is an artifact."""

    def __init__(self, row_heads: bool):
        self.row_heads = row_heads
        self.element: Element | None = None
        self.head_told = False

    def startTable(self, T) -> None:
        if self.element is None:
            self.element = Element("Table", T.canv.within[-1])
        T.canv.within.append(self.element)

    def endTable(self, T) -> None:
        T.canv.within.pop()

    def startBG(self, T) -> None:
        self._background = T.canv.artifact()
        self._background.__enter__()

    def endBG(self, T) -> None:
        self._background.__exit__(None, None, None)

    def startLines(self, T) -> None:
        self.startBG(T)

    def endLines(self, T) -> None:
        self.endBG(T)

    def startRow(self, T, rowNo) -> None:
        self.in_head = rowNo < int(T.repeatRows or 0)
        self.repeated = self.in_head and self.head_told
        if self.repeated:
            self._repeated = T.canv.artifact("Pagination")
            self._repeated.__enter__()
        else:
            T.canv.within.append(Element("TR", self.element))

    def endRow(self, T) -> None:
        if self.repeated:
            self._repeated.__exit__(None, None, None)
            return
        T.canv.within.pop()
        self.head_told = self.head_told or self.in_head

    def startCell(self, T, rowNo, colNo, cellval, cellstyle, pos, size) -> None:
        if self.repeated:
            return
        head = self.in_head or self.row_heads and colNo == 0
        direction = scope("Column" if self.in_head else "Row") if head else None
        T.canv.within.append(Element("TH" if head else "TD", T.canv.within[-1], direction))

    def endCell(self, T) -> None:
        if not self.repeated:
            T.canv.within.pop()


class Rows(LongTable):
    """Parts between rows; within a row only where it is taller than a page, and so not at the foot of one. `pairs`:
    whether no row stands alone at the foot of a page or at the head of one, where there are at least two."""

    pairs = False

    def beginning(self) -> float:
        """The height of its heads with the first row, or the first two in pairs, once it is wrapped."""
        return sum(self._rowHeights[: self.repeatRows + (_PAIR if self.pairs else 1)])

    def number(self) -> int:
        """How many rows it has."""
        return len(self._rowHeights)

    def split(self, width, height):
        self.splitInRow = int(height > NEARLY_A_PAGE)
        if self.pairs and not self.splitInRow and self.number() == _PAIR:
            return []
        parts: list[Rows] = super().split(width, height)
        if self.pairs and [part.number() for part in parts[1:]] == [1] and parts[0].number() > 1:
            parts = super().split(width, sum(self._rowHeights[:-_PAIR]) + 1) or parts
        for part in parts:
            part.pairs = self.pairs
        return parts


def ruled(
    rows: list[list],
    widths: Sequence[float],
    padding: tuple[float, float, float, float],
    *,
    heads: int = 0,
    row_heads: bool = False,
    pairs: bool = False,
) -> Rows:
    """A table of flowables. `padding`: left, right, top, bottom; the first `heads` rows stand on every page;
    `row_heads`: the first cell of a row is its head; `pairs` as for Rows."""
    table = Rows(rows, list(widths), repeatRows=heads, renderCB=_Tree(row_heads))
    table.pairs = pairs
    everywhere = (0, 0), (-1, -1)
    sides = zip(("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING"), padding, strict=True)
    table.setStyle(
        [
            ("VALIGN", *everywhere, "TOP"),
            ("FONTNAME", *everywhere, REGULAR),
            ("LINEBELOW", *everywhere, 0.5, HAIRLINE),
            *((side, *everywhere, room) for side, room in sides),
        ]
    )
    return table

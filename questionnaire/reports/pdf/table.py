"""Tables that run over pages: rows with a hairline below each, and what they are in the tree of a tagged document."""

from __future__ import annotations

from collections.abc import Sequence

from questionnaire.reports.pdf.platypus import LongTable, TableRenderCB
from questionnaire.reports.pdf.style import HAIRLINE, PAPERS, REGULAR
from questionnaire.reports.pdf.tags import Element, scope

NEARLY_A_PAGE = min(paper.height for paper in PAPERS.values()) * 0.9


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
    """Parts between rows; within a row only where it is taller than a page, and so not at the foot of one."""

    def beginning(self) -> float:
        """The height of its heads with the first row, once it is wrapped."""
        return sum(self._rowHeights[: self.repeatRows + 1])

    def split(self, width, height):
        self.splitInRow = int(height > NEARLY_A_PAGE)
        return super().split(width, height)


def ruled(
    rows: list[list],
    widths: Sequence[float],
    padding: tuple[float, float, float, float],
    *,
    heads: int = 0,
    row_heads: bool = False,
) -> Rows:
    """A table of flowables. `padding`: left, right, top, bottom; the first `heads` rows stand on every page;
    `row_heads`: the first cell of a row is its head."""
    table = Rows(rows, list(widths), repeatRows=heads, renderCB=_Tree(row_heads))
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

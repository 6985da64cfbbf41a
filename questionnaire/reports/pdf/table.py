"""Tables that run over pages: rows with a hairline below each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.platypus import LongTable

from questionnaire.reports.pdf.style import HAIRLINE, HEIGHT, REGULAR

NEARLY_A_PAGE = HEIGHT * 0.9


class Rows(LongTable):
    """Parts between rows; within a row only where it is taller than a page, and so not at the foot of one."""

    def split(self, width, height):
        self.splitInRow = int(height > NEARLY_A_PAGE)
        return super().split(width, height)


def ruled(
    rows: list[list],
    widths: Sequence[float],
    padding: tuple[float, float, float, float],
    *,
    align: str = "TOP",
    heads: int = 0,
    more: Iterable[tuple] = (),
) -> Rows:
    """A table of flowables. `padding`: left, right, top, bottom; the first `heads` rows stand on every page; `more` are
    further commands of ReportLab's table style."""
    table = Rows(rows, list(widths), repeatRows=heads)
    everywhere = (0, 0), (-1, -1)
    sides = zip(("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING"), padding, strict=True)
    table.setStyle(
        [
            ("VALIGN", *everywhere, align),
            ("FONTNAME", *everywhere, REGULAR),
            ("LINEBELOW", *everywhere, 0.5, HAIRLINE),
            *((side, *everywhere, room) for side, room in sides),
            *more,
        ]
    )
    return table

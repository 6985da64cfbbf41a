"""Groups and the kinds of harm that fall on them, and the groups of which the knowledge base knows nothing."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from questionnaire.presentation.matrix import Cell
from questionnaire.presentation.matrix import matrix as matrix_of
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import wrapped
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import BOLD, GREY, WIDTH
from questionnaire.reports.pdf.table import ruled
from questionnaire.reports.pdf.text import Span, Typesetter, bold, sentence
from questionnaire.wording import report as say

_NAMES = 122.0
# More columns than these are too narrow for their headings, which then stand upright.
_MOST_LYING = 5


def matrix(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """A table: a row for each group, by attribute, and a column for each kind of harm that is reached."""
    set_, shown = typesetter.paragraph, matrix_of(references.assessment)
    yield set_(style.BODY, say.MATRIX)
    labels = [references.label("harm_kinds", kind) for kind in shown.kinds]
    head = [Upright(label) if len(labels) > _MOST_LYING else set_(style.CELL_HEAD_CENTRE, label) for label in labels]
    rows: list[list] = [[set_(style.CELL_HEAD, say.GROUP), *head]]
    starts, attribute = [], ""
    for row in shown.rows:
        about: Span | str = ""
        if row.attribute != attribute:
            attribute = row.attribute
            starts.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), 0.9, GREY))
            about = bold(f"{references.label('attributes', attribute)}\n", GREY)
        cells = [set_(style.CELL_CENTRE, *_cell(cell, references)) for cell in row.cells]
        rows.append([set_(style.CELL, about, row.title), *cells])
    wide = (WIDTH - _NAMES) / len(labels)
    yield ruled(rows, [_NAMES, *[wide] * len(labels)], (2, 2, 3, 4), align="BOTTOM", heads=1, more=starts)


def _cell(cell: Cell | None, references: References) -> tuple[Span, ...]:
    if cell is None:
        return ()
    doubt = "" if cell.confirmed else " ?"
    return (
        bold(references.mark(cell.level) + doubt, references.ink(cell.level)),
        Span(f"\n{references.label('levels', cell.level)}"),
    )


class Upright(Flowable):
    """A column's heading, turned so that it reads from below."""

    SIZE, LEADING, HEIGHT = 7.0, 8.6, 92.0

    def __init__(self, text: str):
        super().__init__()
        self.lines = wrapped(text, self.HEIGHT, BOLD, self.SIZE)

    def wrap(self, width, _height):
        self.width = width
        return width, self.HEIGHT

    def draw(self) -> None:
        canvas = self.canv
        canvas.rotate(90)
        canvas.setFont(BOLD, self.SIZE)
        canvas.setFillColor(GREY)
        first = -self.width / 2 + self.LEADING * (len(self.lines) - 1) / 2 - self.SIZE / 3
        for position, line in enumerate(self.lines):
            canvas.drawString(0, first - position * self.LEADING, line)


def without_finding(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """The groups that the team named and that no finding touches."""
    yield typesetter.paragraph(style.BODY, *sentence(say.WITHOUT_FINDING))
    for group in references.assessment.groups_without_finding:
        yield typesetter.paragraph(style.ITEM, group.title, bullet="–")

"""Groups and the kinds of harm that fall on them, and the groups of which the knowledge base knows nothing."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from questionnaire.assessment.result import Assessment
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import wrapped
from questionnaire.reports.pdf.style import BOLD, GREY, HAIRLINE, REGULAR, WIDTH
from questionnaire.reports.pdf.table import Rows
from questionnaire.reports.pdf.text import Typesetter, bold
from questionnaire.reports.pdf.wording import Wording

_NAMES = 122.0
# More columns than these are too narrow for their headings, which then stand upright.
_MOST_LYING = 5


def matrix(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """A table: a row for each group, by attribute, and a column for each kind of harm that is reached."""
    set_ = typesetter.paragraph
    cells, titles, certain = _cells(assessment, wording)
    yield set_(
        style.BODY,
        "The worst level of any finding that falls on a group, by kind of harm. A question mark: possible "
        "only. An empty field means that no finding ties the group to it, not that it is safe.",
    )
    kinds = [kind for kind in assessment.words["harm_kinds"] if any(cell[1] == kind for cell in cells)]
    labels = [wording.label("harm_kinds", kind) for kind in kinds]
    head = [Upright(label) if len(kinds) > _MOST_LYING else set_(style.CELL_HEAD_CENTRE, label) for label in labels]
    rows: list[list] = [[set_(style.CELL_HEAD, "Group"), *head]]
    starts = []
    for attribute in assessment.words["attributes"]:
        groups = sorted((title, key) for (key, belongs), title in titles.items() if belongs == attribute)
        starts += [("LINEABOVE", (0, len(rows)), (-1, len(rows)), 0.9, GREY)] if groups else []
        for position, (title, key) in enumerate(groups):
            about = bold(f"{wording.label('attributes', attribute)}\n", GREY) if position == 0 else ""
            rows.append([set_(style.CELL, about, title)])
            for kind in kinds:
                level, doubt = cells.get((key, kind)), "" if (key, kind) in certain else " ?"
                shown = (
                    (bold(wording.mark(level) + doubt, wording.color(level)), f"\n{wording.label('levels', level)}")
                    if level
                    else ()
                )
                rows[-1].append(set_(style.CELL_CENTRE, *shown))
    wide = (WIDTH - _NAMES) / len(kinds)
    table = Rows(rows, [_NAMES, *[wide] * len(kinds)], repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            *starts,
        ]
    )
    yield table


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


def _cells(assessment: Assessment, wording: Wording):
    """The worst level by group and kind of harm, the groups’ titles, and the cells with a confirmed finding."""
    cells: dict[tuple[str, str], str] = {}
    titles: dict[tuple[str, str], str] = {}
    certain: set[tuple[str, str]] = set()
    for finding in assessment.findings:
        for group in finding.groups:
            titles[group.id, group.attribute] = group.title
            cell = group.id, finding.harm_kind
            cells[cell] = wording.worst((cells.get(cell, finding.level.upper), finding.level.upper))
            if finding.status == "confirmed":
                certain.add(cell)
    return cells, titles, certain


def without_finding(assessment: Assessment, _wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """The groups that the team named and that no finding touches."""
    yield typesetter.paragraph(
        style.BODY,
        "The team named these groups, and no finding falls on them. ",
        bold("This is a gap in our knowledge, not a clearance."),
        " Ask people of these groups what they expect and fear.",
    )
    for group in assessment.groups_without_finding:
        yield typesetter.paragraph(style.ITEM, group.title, bullet="–")

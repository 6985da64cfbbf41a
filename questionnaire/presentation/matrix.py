"""Who bears which harm: affected groups against kinds of harm, with the worst level that is reached there."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import Assessment


class Cell(Struct, frozen=True):
    """The worst level of any finding that falls on a group with a kind of harm; `confirmed`: one of them is."""

    level: str
    confirmed: bool


class Row(Struct, frozen=True):
    """A group and its cells, one for each kind of harm of the matrix, None where no finding ties the two."""

    group: str
    attribute: str
    title: str
    cells: tuple[Cell | None, ...]

    def worst(self, levels: tuple[str, ...]) -> int:
        """The position, on the scale `levels`, of the worst level in the row."""
        return max(levels.index(cell.level) for cell in self.cells if cell)


class Matrix(Struct, frozen=True):
    """`kinds` are those kinds of harm that some group meets. Rows stand by attribute in the vocabulary's order, and
    by title. Empty where no finding names a group."""

    kinds: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(assessment: Assessment) -> Matrix:
    """The matrix of all findings."""
    rank = list(assessment.words["levels"]).index
    groups: dict[tuple[str, str], str] = {}
    cells: dict[tuple[str, str], Cell] = {}
    for finding in assessment.findings:
        for group in finding.groups:
            groups[group.id, group.attribute] = group.title
            before = cells.get((group.id, finding.harm_kind), Cell(finding.level.planned, confirmed=False))
            cells[group.id, finding.harm_kind] = Cell(
                max(before.level, finding.level.planned, key=rank), before.confirmed or finding.status == "confirmed"
            )
    kinds = tuple(kind for kind in assessment.words["harm_kinds"] if any(cell[1] == kind for cell in cells))
    attributes = list(assessment.words["attributes"])
    ordered = sorted(groups.items(), key=lambda item: (attributes.index(item[0][1]), item[1], item[0][0]))
    return Matrix(
        kinds,
        tuple(
            Row(key, attribute, title, tuple(cells.get((key, kind)) for kind in kinds))
            for (key, attribute), title in ordered
        ),
    )

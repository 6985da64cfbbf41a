"""Drawings: the findings in the grid of likelihood and severity, and the picture of the risk graph."""

from __future__ import annotations

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from questionnaire.picture.picture import LEADING, SMALL_SIZE, Line, Node, Picture
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import BOLD, GREY, INK, PALE, REGULAR, WHITE
from questionnaire.reports.pdf.text import Typesetter
from questionnaire.wording import picture as picture_says
from questionnaire.wording import report as say


class Grid(Flowable):
    """Likelihood from left to right, severity upwards; a finding's number stands in the cell of its upper bounds."""

    AXIS, CELL, FOOT, SIZE = 74.0, 50.0, 32.0, 7.4

    def __init__(self, references: References):
        super().__init__()
        self.references = references
        words = references.assessment.words
        self.likelihoods, self.severities = tuple(words["likelihoods"])[1:], tuple(words["severities"])[1:]
        self.cells: dict[tuple[str, str], list[int]] = {}
        self.levels = {(row.likelihood, row.severity): row.level for row in references.assessment.level_table}
        for finding in references.assessment.findings:
            cell = finding.likelihood.upper, finding.severity.upper
            self.cells.setdefault(cell, []).append(references.numbers.findings[finding.id])

    def wrap(self, width, _height):
        self.width = width
        return width, self.FOOT + self.CELL * len(self.severities)

    def draw(self) -> None:
        canvas = self.canv
        wide = (self.width - self.AXIS) / len(self.likelihoods)
        for row, severity in enumerate(self.severities):
            y = self.FOOT + row * self.CELL
            canvas.setFillColor(INK)
            canvas.setFont(REGULAR, 8)
            canvas.drawString(0, y + self.CELL / 2 - 3, self.references.label("severities", severity))
            for column, likelihood in enumerate(self.likelihoods):
                self.cell(self.AXIS + column * wide, y, wide - 3, likelihood, severity)
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 8)
        for column, likelihood in enumerate(self.likelihoods):
            canvas.drawString(
                self.AXIS + column * wide, self.FOOT - 12, self.references.label("likelihoods", likelihood)
            )
        canvas.setFillColor(GREY)
        canvas.setFont(REGULAR, 7.4)
        canvas.drawString(0, self.FOOT - 27, say.SEVERITY_AXIS)
        canvas.drawString(self.AXIS, self.FOOT - 27, say.LIKELIHOOD_AXIS)

    def cell(self, x: float, y: float, wide: float, likelihood: str, severity: str) -> None:
        canvas, high = self.canv, self.CELL - 3
        level = self.levels[likelihood, severity]
        numbers = self.cells.get((likelihood, severity))
        if not numbers:
            canvas.setFillColor(_tint(self.references.ink(level)))
            canvas.rect(x, y, wide, high, stroke=0, fill=1)
            canvas.setFillColor(GREY)
            canvas.setFont(REGULAR, self.SIZE)
            canvas.drawRightString(x + wide - 6, y + high - 13, self.references.marked(level))
            return
        canvas.setFillColor(self.references.ink(level))
        canvas.rect(x, y, wide, high, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, 14)
        canvas.drawString(x + 7, y + high - 17, str(len(numbers)))
        canvas.setFont(REGULAR, self.SIZE)
        canvas.drawRightString(x + wide - 6, y + high - 13, self.references.marked(level))
        for line, text in enumerate(_number_lines(numbers, wide - 14, self.SIZE, lines=2)):
            canvas.drawString(x + 7, y + high - 29 - 9.6 * line, text)


def _tint(color: Color) -> Color:
    """The colour as a breath on white."""
    return Color(*(1 - 0.12 * (1 - part) for part in (color.red, color.green, color.blue)))


def _number_lines(numbers: list[int], wide: float, size: float, lines: int) -> list[str]:
    """The numbers in so many lines, ending with how many more there are where they do not all fit."""
    result = [""]
    for position, number in enumerate(numbers):
        longer = f"{result[-1]} {number}".strip()
        rest = f" +{len(numbers) - position}"
        last = len(result) == lines
        if stringWidth(longer + (rest if last else ""), REGULAR, size) <= wide:
            result[-1] = longer
        elif not last:
            result.append(str(number))
        else:
            result[-1] += rest
            break
    return result


class Graph(Flowable):
    """The picture of the risk graph, scaled to the frame."""

    def __init__(self, picture: Picture, references: References, typesetter: Typesetter, width: float, height: float):
        super().__init__()
        self.picture, self.references, self.set = picture, references, typesetter
        self.scale = scale_of(picture, width, height)

    def wrap(self, _width, _height):
        return self.picture.width * self.scale, self.picture.height * self.scale

    def draw(self) -> None:
        canvas, picture = self.canv, self.picture
        canvas.saveState()
        canvas.scale(self.scale, self.scale)
        canvas.translate(0, picture.height)
        for column in picture.columns:
            self.write(column.x, 28, column.title, 15, INK, BOLD)
            self.write(column.x, 45, column.explains, SMALL_SIZE, GREY)
        for line in picture.edges:
            self.line(line)
        for node in picture.nodes:
            self.node(node)
        self.legend()
        canvas.restoreState()

    def write(
        self, x: float, y: float, text: str, size: float, color, font: str = REGULAR, *, middle: bool = False
    ) -> None:
        self.canv.setFillColor(color)
        self.canv.setFont(font, size)
        draw = self.canv.drawCentredString if middle else self.canv.drawString
        draw(x, -y, self.set.plain(text))

    def dash(self, certain: bool) -> None:
        self.canv.setDash(*(([],) if certain else ([5, 4],)))

    def line(self, line: Line) -> None:
        canvas = self.canv
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(1.1)
        self.dash(line.certain)
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.points
        canvas.bezier(x0, -y0, x1, -y1, x2, -y2, x3, -y3)
        self.dash(True)
        if line.arrow:
            tip = ((x3 - 8, y3 - 4), (x3 - 8, y3 + 4)) if x2 < x3 else ((x3 - 4, y3 - 8), (x3 + 4, y3 - 8))
            path = canvas.beginPath()
            path.moveTo(x3, -y3)
            for x, y in tip:
                path.lineTo(x, -y)
            path.close()
            canvas.setFillColor(GREY)
            canvas.drawPath(path, stroke=0, fill=1)

    def node(self, node: Node) -> None:
        canvas = self.canv
        canvas.setFillColor(PALE if node.kind in ("answer", "pathway") else WHITE)
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(1)
        self.dash(node.certain)
        radius = min(18.0, node.height / 2) if node.kind == "pathway" else 6
        canvas.roundRect(node.x, -node.y - node.height, node.width, node.height, radius, stroke=1, fill=1)
        self.dash(True)
        if node.kind == "pathway":
            base = node.y + node.height / 2 - (len(node.lines) - 1) * LEADING / 2 + 4.7
            for position, text in enumerate(node.lines):
                self.write(node.x + node.width / 2, base + position * LEADING, text, 13, INK, middle=True)
            return
        indent = 9.0
        if node.kind == "harm":
            indent = 15.0
            color = self.references.ink(node.level)
            canvas.setFillColor(color)
            canvas.rect(node.x, -node.y - node.height + 4, 6, node.height - 8, stroke=0, fill=1)
            word = self.references.marked(node.level)
            word = word if node.certain else picture_says.possible(word)
            self.write(node.x + indent, node.y + node.height - 11, word, 12, color, BOLD)
        for text, base, size in node.rows():
            self.write(node.x + indent, base, text, size, GREY if size == SMALL_SIZE else INK)

    def legend(self) -> None:
        canvas, y, x = self.canv, self.picture.height - 13, 16.0
        for certain, words in ((True, picture_says.FOLLOWS), (False, picture_says.DEPENDS)):
            canvas.setStrokeColor(GREY)
            canvas.setLineWidth(1.1)
            self.dash(certain)
            canvas.line(x, -y + 4, x + 30, -y + 4)
            self.dash(True)
            self.write(x + 37, y, words, SMALL_SIZE, GREY)
            x += 60 + stringWidth(words, REGULAR, SMALL_SIZE)


def scale_of(picture: Picture, width: float, height: float) -> float:
    """How far the picture must shrink to fit; it is never enlarged."""
    return min(1.0, width / picture.width, height / picture.height)

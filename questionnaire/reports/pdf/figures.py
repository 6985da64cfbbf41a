"""What is drawn rather than set: a path as boxes, the grid of likelihood and severity, the verdict, and where people
write by hand.
"""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth

from questionnaire.presentation import looks
from questionnaire.readings import blocks
from questionnaire.reports import spans
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.platypus import Flowable
from questionnaire.reports.pdf.style import BOLD, GREY, INK, PALE, REGULAR
from questionnaire.reports.pdf.tags import Element, text
from questionnaire.reports.pdf.text import Span, Typesetter, Words
from questionnaire.wording import pdf as say


def ink(level: str, levels: tuple[str, ...]) -> Color:
    """The colour of a level on paper."""
    return HexColor(looks.color(levels.index(level), len(levels)))


class Figure(Flowable):
    """A drawing with a text that says the same."""

    says = ""

    def draw(self) -> None:
        element = Element("Figure", self.canv.within[-1], {"Alt": text(self.says)})
        with self.canv.content(element):
            self.paint()

    def paint(self) -> None:
        raise NotImplementedError


class Trail(Figure):
    """A path from left to right: a box for each step, the pathways in words at their arrow."""

    PAD, BARE, WORDED, SIZE = 7.0, 22.0, 92.0, 7.6

    def __init__(self, trail: blocks.Trail, typesetter: Typesetter):
        super().__init__()
        self.trail, self.set, self.says = trail, typesetter, trail.text
        self.spaceBefore, self.spaceAfter = 4, 10

    def wrap(self, width, _height):
        stops = self.trail.stops
        self.gaps = [self.WORDED if stop.arrow else self.BARE for stop in stops[:-1]]
        self.wide = (width - sum(self.gaps)) / len(stops)
        self.boxes = []
        for stop in stops:
            kind = stop.kind if stop.certain else say.kind_if_so(stop.kind)
            parts = [self.set.paragraph(style.BOX_KIND, kind), self.set.paragraph(style.BOX, stop.title)]
            self.boxes.append([(part, part.wrap(self.wide - 2 * self.PAD, 0)[1]) for part in parts])
        self.arrows = [self.set.paragraph(style.BOX_KIND, stop.arrow) if stop.arrow else None for stop in stops[:-1]]
        worded = [arrow.wrap(self.WORDED - 12, 0)[1] + 24 for arrow in self.arrows if arrow]
        boxed = [sum(high for _, high in parts) + 2 * self.PAD for parts in self.boxes]
        self.width, self.height = width, max(*boxed, *worded, 30.0)
        return width, self.height

    def paint(self) -> None:
        canvas, x = self.canv, 0.0
        with canvas.artifact():  # the words are told by the figure's own text
            for position, (stop, parts) in enumerate(zip(self.trail.stops, self.boxes, strict=True)):
                canvas.setFillColor(PALE)
                canvas.setStrokeColor(GREY)
                canvas.setLineWidth(0.8)
                canvas.setDash([] if stop.certain else [4, 3])
                canvas.roundRect(x, 0, self.wide, self.height, 4, stroke=1, fill=1)
                canvas.setDash([])
                y = self.height - self.PAD
                for part, high in parts:
                    y -= high
                    part.drawOn(canvas, x + self.PAD, y)
                x += self.wide
                if position < len(self.gaps):
                    self._arrow(x, self.gaps[position], self.arrows[position])
                    x += self.gaps[position]

    def _arrow(self, x: float, gap: float, words: Words | None) -> None:
        canvas = self.canv
        y = self.height / 2 if words is None else self.height - 12
        canvas.setStrokeColor(INK)
        canvas.setFillColor(INK)
        canvas.setLineWidth(1)
        canvas.line(x + 3, y, x + gap - 7, y)
        path = canvas.beginPath()
        path.moveTo(x + gap - 3, y)
        path.lineTo(x + gap - 9, y + 3)
        path.lineTo(x + gap - 9, y - 3)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        if words is not None:
            words.drawOn(canvas, x + 6, y - 7 - words.height)


class Grid(Figure):
    """Likelihood from left to right, severity upwards; in each field its level, over all of them the findings as spans,
    and above what is beyond the scale."""

    LEVEL = 3.0

    def __init__(self, grid: blocks.Grid, levels: tuple[str, ...], caption: Words):
        super().__init__()
        self.grid, self.levels, self.says, self.caption = grid, levels, grid.text, caption
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, width, _height):
        foot = spans.FOOT + self.caption.wrap(width, 0)[1] + 4
        self.drawn = spans.drawing(self.grid, width, lambda text_, size: stringWidth(text_, BOLD, size), foot)
        self.width, self.height = width, self.drawn.height
        return width, self.height

    def draw(self) -> None:
        super().draw()
        self.caption.drawOn(self.canv, 0, 0)

    def paint(self) -> None:
        canvas = self.canv
        if self.drawn.band:
            self._band(self.drawn.band)
        for field in self.drawn.fields:
            color = ink(field.level, self.levels)
            canvas.setFillColor(_tint(color))
            canvas.rect(field.x, field.y, field.width, field.height, stroke=0, fill=1)
            canvas.setFillColor(color)
            canvas.rect(field.x, field.y, self.LEVEL, field.height, stroke=0, fill=1)
        canvas.setStrokeColor(GREY)
        canvas.setFillColor(INK)
        for line in self.drawn.strokes:
            self._line(line)
        for dot in self.drawn.dots:
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(1)
            canvas.setFillColor(INK if dot.filled else white)
            canvas.circle(dot.x, dot.y, spans.DOT, stroke=1, fill=1)
        for said in self.drawn.said:
            if said.level:
                canvas.setFillColor(_tint(ink(said.level, self.levels)))
                canvas.rect(said.x - 1, said.y - 2, said.width + 2, said.size + 1, stroke=0, fill=1)
            canvas.setFillColor(GREY if said.quiet else INK)
            canvas.setFont(BOLD if said.bold else REGULAR, said.size)
            canvas.drawString(said.x, said.y, said.text)

    def _line(self, line: spans.Stroke) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.9 if line.open else 0.7)
        canvas.setDash([2.5, 2] if line.open else [])
        canvas.line(line.x, line.y, line.to_x, line.to_y)
        canvas.setDash([])
        if line.open:
            path = canvas.beginPath()
            for number, corner in enumerate(spans.tip(line)):
                (path.lineTo if number else path.moveTo)(*corner)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        else:
            canvas.line(line.x, line.y - 2, line.x, line.y + 2)

    def _band(self, band: spans.Band) -> None:
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setFillColor(PALE)
        canvas.setLineWidth(1.4 if band.certain else 0.8)
        canvas.setDash([] if band.certain else [4, 3])
        canvas.rect(band.x, band.y, band.width, band.height, stroke=1, fill=1)
        canvas.setDash([])


def _tint(color: Color) -> Color:
    """The colour as a breath on white."""
    return Color(*(1 - 0.1 * (1 - part) for part in (color.red, color.green, color.blue)))


class Verdict(Flowable):
    """The level in its colour on a pale ground, what it means, and its bounds side by side."""

    PAD = 9.0

    def __init__(self, verdict: blocks.Verdict, typesetter: Typesetter, size: float):
        super().__init__()
        self.verdict, self.color = verdict, ink(verdict.level, verdict.levels)
        self.parts = [
            typesetter.paragraph(style.sized(style.VERDICT, size), Span(verdict.label, True, self.color)),
            typesetter.paragraph(style.sized(style.LEAD, size), verdict.below),
        ]
        self.bounds = [
            typesetter.paragraph(
                style.sized(style.BODY, size),
                Span(f"{label}\n", color=GREY),
                *(Span(run.text, True, ink(run.level, verdict.levels) if run.level else None) for run in said),
            )
            for label, said in verdict.bounds
        ]
        self.spaceBefore, self.spaceAfter = 6, 8

    def wrap(self, width, _height):
        inner = width - 2 * self.PAD - 6
        self.width = width
        self.column = inner / max(1, len(self.bounds))
        above = sum(part.wrap(inner, 0)[1] + 2 for part in self.parts)
        below = max((bound.wrap(self.column - 8, 0)[1] for bound in self.bounds), default=0)
        self.height = above + below + 2 * self.PAD + 4
        return width, self.height

    def draw(self) -> None:
        canvas = self.canv
        with canvas.artifact():
            canvas.setFillColor(PALE)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canvas.setFillColor(self.color)
            canvas.rect(0, 0, 5, self.height, stroke=0, fill=1)
        x, y = self.PAD + 6, self.height - self.PAD
        for part in self.parts:
            y -= part.height + 2
            part.drawOn(canvas, x, y)
        for position, bound in enumerate(self.bounds):
            bound.drawOn(canvas, x + position * self.column, y - bound.height - 4)


class _Columns(Flowable):
    """Paragraphs side by side, in as many columns as there are of them."""

    ABOVE, BELOW, LEFT = 0.0, 4.0, 0.0

    def __init__(self, columns: list[Words]):
        super().__init__()
        self.columns = columns
        self.spaceBefore = self.ABOVE

    def wrap(self, width, height):
        self.width, self.wide = width, width / len(self.columns)
        self.high = max(column.wrap(self.wide - self.LEFT - 8, height)[1] for column in self.columns)
        return width, self.high + self.BELOW

    def draw(self) -> None:
        for position, column in enumerate(self.columns):
            x = position * self.wide
            with self.canv.artifact():
                self.canv.setStrokeColor(INK)
                self.canv.setLineWidth(0.8)
                self.mark(x)
            column.drawOn(self.canv, x + self.LEFT, self.BELOW + self.high - column.height)

    def mark(self, x: float) -> None:
        """What is drawn beside or below a column that begins at x."""
        raise NotImplementedError


class Boxes(_Columns):
    """Boxes to tick, each with its words."""

    BELOW, LEFT, SIZE = 6.0, 15.0, 8.5

    def mark(self, x: float) -> None:
        self.canv.rect(x, self.BELOW + self.high - self.SIZE - 1, self.SIZE, self.SIZE, stroke=1, fill=0)


class Blanks(_Columns):
    """Labels with a line to write on below each, or with what is filled in already."""

    ABOVE, BELOW = 4.0, 10.0

    def mark(self, x: float) -> None:
        self.canv.line(x, self.BELOW - 4, x + self.wide - 14, self.BELOW - 4)

"""The summary: what was counted, where the findings stand, and the picture of the risk graph."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, PageBreak

from questionnaire.assessment.result import Assessment
from questionnaire.picture.picture import Picture, picture
from questionnaire.presentation.counts import counts
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.chart import Graph, Grid, scale_of
from questionnaire.reports.pdf.page import Columns, Rule
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import HEIGHT, WHITE, WIDE
from questionnaire.reports.pdf.text import Span, Typesetter, bold, sentence
from questionnaire.wording import report as say

# Below this scale the letters of the picture are too small for paper; fewer findings are drawn then.
_READABLE = 0.47
_MOST_DRAWN = (20, 16, 12, 9, 6, 4, 2, 1)
_ROOM = HEIGHT - 90


def summary(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """What a reader who has five minutes needs."""
    assessment, verdict, set_ = references.assessment, references.assessment.verdict, typesetter.paragraph
    yield set_(style.LEAD, verdict.because)
    yield from _counts(references)
    if assessment.findings:
        yield set_(style.HEADING, say.GRID)
        yield Grid(references)
    if verdict.possible_stops:
        yield set_(style.HEADING, say.POSSIBLE_STOPS)
        yield set_(style.BODY, say.POSSIBLE_STOPS_MEAN)
        for stop in verdict.possible_stops:
            yield set_(
                style.ITEM,
                bold(f"{stop.title}. "),
                stop.because,
                *references.cited(stop.sources),
                *((Span(" "), *sentence(say.INSTEAD, instead=stop.instead)) if stop.instead else ()),
                Span(f" {say.would_be_so(stop.settled_by)}", color=style.GREY),
                bullet="□",
            )
    if verdict.stop:
        yield set_(style.HEADING, say.WHAT_SETTLES)
        for stop in verdict.stop:
            cited = references.cited(stop.sources)
            yield set_(style.ITEM, bold(f"{stop.title}. "), f"{stop.settled_by}.", *cited, bullet="■")


def how_to_read(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """What the levels, bounds and numbers mean."""
    set_ = typesetter.paragraph
    yield set_(style.HEADING, say.HOW_TO_READ)
    marks = "\u00a0 ".join(map(references.marked, references.levels))
    yield set_(style.BODY, *sentence(say.LEVELS_RISE, levels=marks))
    yield set_(style.BODY, say.BOUNDS_MEAN)


def _counts(references: References) -> Iterator[Flowable]:
    counted = counts(references.assessment)
    yield Rule(2, 4, WHITE)
    yield Numbers(
        [(str(counted.findings), say.findings_noun(counted.findings), style.INK)]
        + [(str(number), references.marked(level), references.ink(level)) for level, number in counted.by_level.items()]
    )
    facts = (
        (say.CONFIRMED, counted.confirmed),
        (say.POSSIBLE, counted.possible),
        (say.RISK_FACTORS_RULED_OUT, counted.ruled_out),
        (say.OPEN_QUESTIONS, len(references.outlook.unknowns)),
        (say.RECOMMENDATIONS, counted.recommendations),
    )
    yield Columns([(label, str(number), None) for label, number in facts], (1, 1, 1.2, 1, 1))


class Numbers(Flowable):
    """Large numerals, each over its word."""

    HEIGHT = 46.0

    def __init__(self, numbers: list[tuple[str, str, object]]):
        super().__init__()
        self.numbers = numbers

    def wrap(self, width, _height):
        self.width = width
        return width, self.HEIGHT

    def draw(self) -> None:
        step = self.width / 5
        for position, (number, word, color) in enumerate(self.numbers):
            self.canv.setFillColor(color)
            self.canv.setFont(style.BOLD, 24)
            self.canv.drawString(position * step, 20, number)
            self.canv.setFont(style.REGULAR, 8.6)
            self.canv.drawString(position * step, 7, word)


def graph(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """The picture of the risk graph on a page of its own."""
    drawn = _drawn(references.assessment)
    left_out = f" {say.graph_leaves_out(drawn.left_out)}" if drawn.left_out else ""
    yield typesetter.paragraph(style.BODY, f"{say.GRAPH}{left_out}")
    yield Graph(drawn, references, typesetter, WIDE, _ROOM)
    yield PageBreak()


def _drawn(assessment: Assessment) -> Picture:
    for most in _MOST_DRAWN:
        drawn = picture(assessment, most)
        if scale_of(drawn, WIDE, _ROOM) >= _READABLE:
            break
    return drawn

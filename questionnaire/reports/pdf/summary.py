"""The summary: what was counted, where the findings stand, and the picture of the risk graph."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, PageBreak

from questionnaire.assessment.result import Assessment
from questionnaire.picture.picture import Picture, picture
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.chart import Graph, Grid, scale_of
from questionnaire.reports.pdf.page import Columns, Rule
from questionnaire.reports.pdf.style import HEIGHT, WHITE, WIDE
from questionnaire.reports.pdf.text import Span, Typesetter, bold
from questionnaire.reports.pdf.wording import Wording

# Below this scale the letters of the picture are too small for paper; fewer findings are drawn then.
_READABLE = 0.47
_MOST_DRAWN = (20, 16, 12, 9, 6, 4, 2, 1)
_ROOM = HEIGHT - 90


def summary(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """What a reader who has five minutes needs."""
    verdict, set_ = assessment.verdict, typesetter.paragraph
    yield set_(style.LEAD, verdict.because)
    yield from _counts(assessment, wording)
    if assessment.findings:
        yield set_(style.HEADING, "Likelihood and severity of the findings")
        yield Grid(wording)
    if verdict.possible_stops:
        yield set_(style.HEADING, "Open questions that decide whether the use is acceptable at all")
        yield set_(
            style.BODY,
            "Each of these uses would be unacceptable, whatever is done against it. They are not the verdict as "
            "long as the answers leave them open.",
        )
        for stop in verdict.possible_stops:
            instead = (bold(" Instead: "), stop.instead) if stop.instead else ()
            yield set_(
                style.ITEM,
                bold(f"{stop.title}. "),
                stop.because,
                *wording.cited(stop.sources),
                *instead,
                Span(f" It would be so if {_lower_first(stop.settled_by)}.", color=style.GREY),
                bullet="□",
            )
    if verdict.stop:
        yield set_(style.HEADING, "What settles it")
        for stop in verdict.stop:
            yield set_(
                style.ITEM, bold(f"{stop.title}. "), stop.settled_by, ".", *wording.cited(stop.sources), bullet="■"
            )


def how_to_read(wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """What the levels, bounds and numbers mean."""
    set_ = typesetter.paragraph
    yield set_(style.HEADING, "How to read this report")
    marks = "\u00a0 ".join(wording.level(level) for level in wording.levels)
    yield set_(
        style.BODY,
        "Levels in rising order: ",
        bold(marks),
        ". A level is looked up from likelihood and severity; it is that of the worst path, never a sum or an average.",
    )
    yield set_(
        style.BODY,
        "Where answers are missing, a level has bounds: “at least” counts only what is certain, “at most” also "
        "what is possible. A finding is confirmed if the answers reach the harm for certain, possible if open "
        "questions decide. Numbers in brackets lead to the sources.",
    )


def _counts(assessment: Assessment, wording: Wording) -> Iterator[Flowable]:
    by_level = dict.fromkeys(reversed(wording.levels[1:]), 0)
    for finding in assessment.findings:
        by_level[finding.level.upper] = by_level.get(finding.level.upper, 0) + 1
    confirmed = sum(finding.status == "confirmed" for finding in assessment.findings)
    yield Rule(2, 4, WHITE)
    yield Numbers(
        [(str(len(assessment.findings)), "findings" if len(assessment.findings) != 1 else "finding", style.INK)]
        + [(str(count), wording.level(level), wording.color(level)) for level, count in by_level.items() if count]
    )
    facts = [
        ("Confirmed", str(confirmed)),
        ("Possible", str(len(assessment.findings) - confirmed)),
        ("Risk factors ruled out", str(len(assessment.ruled_out))),
        ("Open questions", str(len(wording.outlook.unknowns))),
        ("Recommendations", str(len(assessment.recommendations))),
    ]
    yield Columns([(label, value, None) for label, value in facts], (1, 1, 1.2, 1, 1))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


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


def graph(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """The picture of the risk graph on a page of its own."""
    drawn = _drawn(assessment)
    left_out = ""
    if drawn.left_out:
        left_out = (
            f" The worst findings are drawn; {drawn.left_out} more are not, and stand with all the others under "
            "“Findings”."
        )
    yield typesetter.paragraph(
        style.BODY,
        "From the answers over risk factors and pathways to harms. A bias is a risk factor, "
        f"not yet a harm: the way decides.{left_out}",
    )
    yield Graph(drawn, wording, typesetter, WIDE, _ROOM)
    yield PageBreak()


def _drawn(assessment: Assessment) -> Picture:
    for most in _MOST_DRAWN:
        drawn = picture(assessment, most)
        if scale_of(drawn, WIDE, _ROOM) >= _READABLE:
            break
    return drawn

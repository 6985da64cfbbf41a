"""The first page: a card on which a busy reader can decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from reportlab.platypus import Flowable, Spacer, Table

from questionnaire.assessment.result import StopShown
from questionnaire.presentation.effects import moving
from questionnaire.presentation.headline import headline, project_fields
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Columns, Place, Rule
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import BOLD, GREY, HAIRLINE, REGULAR, WHITE, WIDTH
from questionnaire.reports.pdf.text import Span, Typesetter, bold, sentence
from questionnaire.wording import report as say

# Of texts, in characters.
_MOST_NAME, _MOST_PURPOSE, _MOST_PEOPLE, _MOST_REASON = 300, 420, 120, 170
_MOST_GROUPS = 4
_MOST_AIR = 20.0
_ROOM = style.PAGE_HEIGHT - style.BOTTOM - 32


def card(references: References, typesetter: Typesetter, dated: datetime.date | None) -> list[Flowable]:
    """The flowables of the first page, as rich as fits on it."""
    for most in (3, 2, 1):
        flowables = list(_Card(references, typesetter, most, dated).flowables())
        room = _ROOM - _height(flowables)
        if room >= 0:
            break
    gaps = [flowable for flowable in flowables if isinstance(flowable, Air)]
    for gap in gaps[:-1]:
        gap.height = max(0.0, min(_MOST_AIR, room / len(gaps)))
        room -= gap.height
    gaps[-1].height = max(0.0, room - 2)
    return flowables


def _height(flowables: list[Flowable]) -> float:
    height = before = 0.0
    for flowable in flowables:
        height += max(before, flowable.getSpaceBefore()) + flowable.wrap(WIDTH, style.HEIGHT)[1]
        before = flowable.getSpaceAfter()
    return height


class Air(Spacer):
    """Room between the parts of the card; the last one moves the small print to the foot of the page."""

    def __init__(self) -> None:
        super().__init__(1, 0)


class _Card:
    """`most`: how many of each kind of thing are shown."""

    def __init__(self, references: References, typesetter: Typesetter, most: int, dated: datetime.date | None):
        self.references, self.assessment = references, references.assessment
        self.set, self.most, self.dated = typesetter, most, dated

    def flowables(self) -> Iterator[Flowable]:
        yield Place("card", say.CARD)
        yield from self.head()
        yield from self.verdict()
        yield from self.stops()
        yield Air()
        yield Rule(7, 7)
        yield Air()
        if self.assessment.findings:
            yield from self.findings()
            yield Air()
            yield Rule(4, 8)
            yield Air()
        else:
            yield from self.ruled_out()
        yield self.what_to_do()
        yield from self.colophon()

    def head(self) -> Iterator[Flowable]:
        dated = {"date": self.dated.isoformat()} if self.dated else {}
        kicker = sentence(say.AT_KICKOFF_DATED if dated else say.AT_KICKOFF, **dated)
        yield self.set.paragraph(
            style.SMALL, *(span._replace(color=style.ACCENT if span.bold else None) for span in kicker)
        )
        name = self.references.project
        long = len(name) > 70
        yield self.set.paragraph(style.PROJECT_LONG if long else style.PROJECT, _clipped(name, _MOST_NAME))
        fields = {field.key: field for field in project_fields(self.assessment)}
        if purpose := fields.get("purpose"):
            yield self.set.paragraph(style.LEAD, _clipped(purpose.text, _MOST_PURPOSE))
        people = [
            say.project_field(fields[key].label, _clipped(fields[key].text, _MOST_PEOPLE))
            for key in ("team", "contact")
            if key in fields
        ]
        if people:
            yield self.set.paragraph(style.SMALL, " · ".join(people))

    def verdict(self) -> Iterator[Flowable]:
        verdict, refs = self.assessment.verdict, self.references
        yield Air()
        yield Rule(3, 4, WHITE)
        said = headline(self.assessment)
        yield Band(self.set.plain(said.title), said.below, refs.mark(verdict.level), refs.ink(verdict.level))
        yield Scale(refs, verdict.lower, verdict.level, verdict.upper)
        told = (
            (say.CERTAIN_ALREADY, verdict.lower),
            (say.TO_PLAN_FOR, verdict.level),
            (say.POSSIBLE_AT_MOST, verdict.upper),
            (say.AFTER_DECLARED_MEASURES, verdict.residual),
        )
        yield Columns([(label, refs.marked(level), refs.ink(level)) for label, level in told], (1, 1, 1, 1.2))
        if not verdict.stop:
            yield Air()
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.LEAD, verdict.because)

    def stops(self) -> Iterator[Flowable]:
        verdict = self.assessment.verdict
        if self.assessment.contradictions:
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.CARD_LABEL, say.CONTRADICTIONS)
            for found in self.assessment.contradictions:
                yield self.set.paragraph(style.CARD_ITEM, Span(found.because), bullet="□")
        if verdict.stop:
            yield Air()
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.CARD_LABEL, say.WHY_NOT_ACCEPTABLE)
            for stop in verdict.stop:
                yield self.set.paragraph(style.CARD_ITEM, *self.stop(stop), bullet="■")
        if verdict.possible_stops:
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.CARD_LABEL, say.SETTLE_FIRST)
            shown = verdict.possible_stops[: self.most]
            for stop in shown:
                yield self.set.paragraph(style.CARD_ITEM, *self.stop(stop), bullet="□")
            if more := len(verdict.possible_stops) - len(shown):
                yield self.set.paragraph(style.CARD_ITEM, Span(say.more_in_summary(more), to="summary"))

    def stop(self, stop: StopShown) -> Iterator[Span]:
        sources = {source.id: source for source in self.assessment.sources}
        named = [(sources[key].title, sources[key].year) for key in stop.sources[:2]]
        yield bold(f"{stop.title}. ")
        yield Span(stop.because)
        yield from self.references.cited(stop.sources)
        if stop.instead:
            yield Span(" ")
            yield from sentence(say.INSTEAD, instead=stop.instead)
        if named:
            yield Span(f" {say.source_named(named)}", color=GREY)

    def findings(self) -> Iterator[Flowable]:
        refs, shown = self.references, self.references.that_matter()
        title = say.findings_that_matter(len(shown), len(self.assessment.findings))
        yield self.set.paragraph(style.CARD_LABEL, title)
        for finding in shown:
            level = refs.label("levels", finding.level.planned)
            level = level if finding.status == "confirmed" else say.possible(level)
            groups = [group.title for group in finding.groups[:_MOST_GROUPS]]
            yield self.set.paragraph(
                style.CARD_ITEM,
                bold(f"{level}\u00a0 ", refs.ink(finding.level.planned)),
                *sentence(say.FINDING_ON_CARD, finding=finding.risk_factor_title, harm=finding.harm_title),
                f" {say.falls_on(groups, len(finding.groups) - len(groups))}" if groups else "",
                *sentence(say.NUMBER, number=refs.finding(finding.id)),
                bullet=refs.mark(finding.level.planned),
            )

    def ruled_out(self) -> Iterator[Flowable]:
        """What the answers rule out, that with a reason short enough for a card first."""
        if self.assessment.ruled_out:
            items = sorted(self.assessment.ruled_out, key=lambda item: len(item.because) > _MOST_REASON)
            yield self.set.paragraph(style.CARD_LABEL, say.ruled_out_by_answers(len(items)))
            for item in items[: self.most]:
                reason = item.because if len(item.because) <= _MOST_REASON else say.NO_ANSWER_LEADS_THERE
                yield self.set.paragraph(style.CARD_ITEM, bold(f"{item.title}. "), reason, bullet="–")
            yield self.set.paragraph(style.CARD_ITEM, Span(say.ALL_RULED_OUT, to="ruled-out"))
            yield Air()
            yield Rule(4, 8)
            yield Air()

    def what_to_do(self) -> Flowable:
        left, right = list(self.find_out()), list(self.do())
        table = Table([[left, right]], [WIDTH / 2, WIDTH / 2], splitInRow=1)
        table.setStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, 0), 0),
                ("LEFTPADDING", (1, 0), (1, 0), 10),
                ("RIGHTPADDING", (0, 0), (0, 0), 10),
                ("RIGHTPADDING", (1, 0), (1, 0), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ]
        )
        return table

    def find_out(self) -> Iterator[Flowable]:
        yield self.set.paragraph(style.CARD_LABEL, say.FIND_OUT_FIRST)
        for number, unknown in enumerate(moving(self.references.outlook.unknowns)[: self.most], 1):
            yield self.set.paragraph(
                style.CARD_ITEM,
                unknown.asks,
                f" {say.SETTLES_STOP}" if unknown.settles_stop else "",
                Span(f"\u00a0 {self.references.label('roles', unknown.role)}", color=GREY),
                bullet=str(number),
            )
        if not moving(self.references.outlook.unknowns):
            yield self.set.paragraph(style.TIGHT, say.NO_QUESTION_OPEN)

    def do(self) -> Iterator[Flowable]:
        yield self.set.paragraph(style.CARD_LABEL, say.DO_FIRST)
        verdict, recommended = self.assessment.verdict, self.assessment.recommendations
        if verdict.stop:
            yield self.set.paragraph(style.CARD_ITEM, bold(say.DO_NOT_BUILD), bullet="■")
        instead = dict.fromkeys(stop.instead for stop in verdict.stop if stop.instead)
        for other in list(instead)[: self.most]:
            yield self.set.paragraph(style.CARD_ITEM, other, bullet="→")
        if verdict.nothing_ruled_out:
            yield self.set.paragraph(style.TIGHT, say.ANSWER_FIRST)
        elif not verdict.stop:
            for number, item in enumerate(sorted(recommended, key=lambda item: bool(item.declared))[: self.most], 1):
                yield self.set.paragraph(
                    style.CARD_ITEM,
                    self.references.recommendation(item.id)._replace(text=item.title),
                    f" ({say.DECLARED_INLINE[item.declared]})" if item.declared else "",
                    Span(f"\u00a0 {self.references.label('roles', item.role)}", color=GREY),
                    bullet=str(number),
                )
            if not recommended:
                yield self.set.paragraph(style.TIGHT, say.NO_MITIGATION_YET_REVIEW)

    def colophon(self) -> Iterator[Flowable]:
        knowledge = say.knowledge_base(self.assessment.knowledge_base.version, self.references.digest)
        yield Air()
        yield Rule(5, 6)
        yield self.set.paragraph(style.SMALL, f"{say.WHAT_IT_IS} {knowledge}")
        if note := characters_note(self.set):
            which = Span(say.WHICH_ONES, to="about")
            yield self.set.paragraph(style.SMALL, *sentence(say.CHARACTERS_WHICH, note=note, which=which))


def characters_note(typesetter: Typesetter) -> str:
    """A sentence or two on characters that this report cannot show as typed; empty where there are none."""
    said = [say.characters_missing(len(typesetter.missing))] if typesetter.missing else []
    return " ".join([*said, *([say.RIGHT_TO_LEFT] if typesetter.right_to_left else [])])


def _clipped(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else say.clipped(text[:most].rstrip(), say.IN_FULL)


class Band(Flowable):
    """The verdict in a band of its colour: the mark and the words, and a line below."""

    HEIGHT = 58.0

    def __init__(self, headline: str, below: str, mark: str, color):
        super().__init__()
        self.headline, self.below, self.mark, self.color = headline, below, mark, color

    def wrap(self, width, _height):
        self.width = width
        return width, self.HEIGHT

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(self.color)
        canvas.roundRect(0, 0, self.width, self.HEIGHT, 4, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(REGULAR, 30)
        canvas.drawString(14, 18, self.mark)
        canvas.setFont(BOLD, 23)
        canvas.drawString(52, 27, self.headline)
        canvas.setFont(REGULAR, 9.6)
        canvas.drawString(52, 12, self.below)


class Scale(Flowable):
    """The levels side by side; those between certain and possible are filled, the one to plan for carries a wedge."""

    HEIGHT = 37.0

    def __init__(self, references: References, lower: str, level: str, upper: str):
        super().__init__()
        self.references = references
        self.lower, self.level, self.upper = map(references.rank, (lower, level, upper))

    def wrap(self, width, _height):
        self.width = width
        return width, self.HEIGHT

    def draw(self) -> None:
        canvas, refs = self.canv, self.references
        step = self.width / len(refs.levels)
        for position, word in enumerate(refs.levels):
            x, covered = position * step, self.lower <= position <= self.upper
            canvas.setFillColor(refs.ink(word) if covered else HAIRLINE)
            canvas.rect(x, 19, step - 3, 5, stroke=0, fill=1)
            canvas.setFillColor(refs.ink(word) if covered else GREY)
            canvas.setFont(BOLD if position == self.level else REGULAR, 7.6)
            canvas.drawString(x, 8, refs.label("levels", word))
        x = self.level * step + (step - 3) / 2
        canvas.setFillColor(refs.ink(refs.levels[self.level]))
        wedge = canvas.beginPath()
        wedge.moveTo(x - 4.5, 32)
        wedge.lineTo(x + 4.5, 32)
        wedge.lineTo(x, 26)
        wedge.close()
        canvas.drawPath(wedge, stroke=0, fill=1)

"""The first page: a card on which a busy reader can decide."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from reportlab.platypus import Flowable, Spacer, Table

from questionnaire.assessment.result import Assessment, StopShown
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Columns, Place, Rule
from questionnaire.reports.pdf.style import BOLD, GREY, HAIRLINE, REGULAR, WHITE, WIDTH
from questionnaire.reports.pdf.text import Span, Typesetter, bold
from questionnaire.reports.pdf.wording import DECLARED, Wording

WHAT_IT_IS = (
    "Riskwalk compares a kickoff’s answers with published knowledge on machine bias. It does not test a system, "
    "is not legal advice, and clears nobody: what it does not name, nobody has looked at yet."
)
_MOST_NAME, _MOST_PURPOSE, _MOST_REASON = 300, 420, 170
_MOST_AIR = 20.0
_ROOM = style.PAGE_HEIGHT - style.BOTTOM - 32


def card(
    assessment: Assessment, wording: Wording, typesetter: Typesetter, dated: datetime.date | None
) -> list[Flowable]:
    """The flowables of the first page, as rich as fits on it."""
    for most in (3, 2, 1):
        flowables = list(_Card(assessment, wording, typesetter, most, dated).flowables())
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
    def __init__(
        self, assessment: Assessment, wording: Wording, typesetter: Typesetter, most: int, dated: datetime.date | None
    ):
        self.assessment, self.wording, self.set, self.most, self.dated = assessment, wording, typesetter, most, dated

    def flowables(self) -> Iterator[Flowable]:
        yield Place("card", "The decision on one page")
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
        project = self.assessment.project
        yield self.set.paragraph(
            style.SMALL,
            bold("Riskwalk", style.ACCENT),
            "\u00a0 Machine-bias risk report, at kickoff",
            f" · {self.dated.isoformat()}" if self.dated else "",
        )
        name = self.wording.project
        long = len(name) > 70
        yield self.set.paragraph(
            style.PROJECT_LONG if long else style.PROJECT, _clipped(name, _MOST_NAME, "in full under “Answers”")
        )
        if purpose := project.get("purpose", "").strip():
            yield self.set.paragraph(style.LEAD, _clipped(purpose, _MOST_PURPOSE, "in full under “Answers”"))
        people = [
            f"{key.capitalize()}: {_clipped(project[key], 120, 'in full under “Answers”')}"
            for key in ("team", "contact")
            if project.get(key, "").strip()
        ]
        if people:
            yield self.set.paragraph(style.SMALL, " · ".join(people))

    def verdict(self) -> Iterator[Flowable]:
        verdict, wording = self.assessment.verdict, self.wording
        yield Air()
        yield Rule(3, 4, WHITE)
        if verdict.stop:
            headline, below = wording.label("levels", verdict.level), "No mitigation makes this use acceptable."
        elif verdict.nothing_ruled_out:
            headline = "Nothing can be ruled out yet"
            below = f"Until something is answered, plan for: {wording.label('levels', verdict.level).lower()}."
        elif not self.assessment.findings:
            headline, below = wording.label("levels", verdict.level), "The answers reach no harm from machine bias."
        else:
            headline, below = wording.label("levels", verdict.level), wording.label("level_definitions", verdict.level)
        yield Band(self.set.plain(headline), below, wording.mark(verdict.level), wording.color(verdict.level))
        yield Scale(wording, verdict.lower, verdict.level, verdict.upper)
        yield Columns(
            [
                ("Certain already", wording.level(verdict.lower), wording.color(verdict.lower)),
                ("To plan for", wording.level(verdict.level), wording.color(verdict.level)),
                ("Possible at most", wording.level(verdict.upper), wording.color(verdict.upper)),
                ("After declared measures", wording.level(verdict.residual), wording.color(verdict.residual)),
            ],
            (1, 1, 1, 1.2),
        )
        if not verdict.stop:
            yield Air()
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.LEAD, verdict.because)

    def stops(self) -> Iterator[Flowable]:
        verdict = self.assessment.verdict
        if verdict.stop:
            yield Air()
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(style.CARD_LABEL, "Why no mitigation makes this use acceptable")
            for stop in verdict.stop:
                yield self.set.paragraph(style.CARD_ITEM, *self.stop(stop), bullet="■")
        if verdict.possible_stops:
            yield Rule(3, 2, WHITE)
            yield self.set.paragraph(
                style.CARD_LABEL, "To settle first: this would make the use unacceptable, whatever is done"
            )
            shown = verdict.possible_stops[: self.most]
            for stop in shown:
                yield self.set.paragraph(style.CARD_ITEM, *self.stop(stop), bullet="□")
            if more := len(verdict.possible_stops) - len(shown):
                yield self.set.paragraph(style.CARD_ITEM, Span(f"{more} more: see the summary.", to="summary"))

    def stop(self, stop: StopShown) -> tuple[Span, ...]:
        sources = {source.id: source for source in self.assessment.sources}
        named = "; ".join(f"{sources[key].title} ({sources[key].year})" for key in stop.sources[:2])
        instead = (Span(" Instead: ", True), Span(stop.instead)) if stop.instead else ()
        return (
            bold(f"{stop.title}. "),
            Span(stop.because),
            *self.wording.cited(stop.sources),
            *instead,
            Span(f" Source: {named}." if named else "", color=GREY),
        )

    def findings(self) -> Iterator[Flowable]:
        total = len(self.assessment.findings)
        shown = self.wording.that_matter()
        yield self.set.paragraph(
            style.CARD_LABEL,
            f"The findings that matter most ({len(shown)} of {total})" if total > 3 else f"The findings ({total})",
        )
        for finding in shown:
            level = finding.level.upper
            groups = ", ".join(group.title for group in finding.groups[:4])
            groups += f" and {len(finding.groups) - 4} more groups" if len(finding.groups) > 4 else ""
            possible = "" if finding.status == "confirmed" else " (possible)"
            yield self.set.paragraph(
                style.CARD_ITEM,
                bold(f"{self.wording.label('levels', level)}{possible}\u00a0 ", self.wording.color(level)),
                bold(finding.risk_factor_title),
                f" → {finding.harm_title}.",
                f" Falls on: {groups}." if groups else "",
                Span("\u00a0 No.\u00a0"),
                self.wording.finding(finding.id),
                bullet=self.wording.mark(level),
            )

    def ruled_out(self) -> Iterator[Flowable]:
        """What the answers rule out, that with a reason short enough for a card first."""
        if self.assessment.ruled_out:
            items = sorted(self.assessment.ruled_out, key=lambda item: len(item.because) > _MOST_REASON)
            yield self.set.paragraph(style.CARD_LABEL, f"Ruled out by the answers ({len(items)})")
            for item in items[: self.most]:
                reason = item.because if len(item.because) <= _MOST_REASON else "No answer leads there."
                yield self.set.paragraph(style.CARD_ITEM, bold(f"{item.title}. "), reason, bullet="–")
            yield self.set.paragraph(
                style.CARD_ITEM,
                Span("All of them, why, and what would bring them back: “Ruled out”.", to="ruled-out"),
            )
            yield Air()
            yield Rule(4, 8)
            yield Air()

    def what_to_do(self) -> Flowable:
        left = [self.set.paragraph(style.CARD_LABEL, "Find out first")]
        for number, unknown in enumerate(self.wording.outlook.unknowns[: self.most], 1):
            role = self.wording.label("roles", unknown.role)
            what = " Settles whether the use is acceptable at all." if unknown.settles_stop else ""
            left.append(
                self.set.paragraph(
                    style.CARD_ITEM, unknown.asks, what, Span(f"\u00a0 {role}", color=GREY), bullet=str(number)
                )
            )
        if not self.wording.outlook.unknowns:
            left.append(self.set.paragraph(style.TIGHT, "No question is open."))
        right = [self.set.paragraph(style.CARD_LABEL, "Do first")]
        verdict, recommended = self.assessment.verdict, self.assessment.recommendations
        first = [stop.instead for stop in verdict.stop if stop.instead]
        if verdict.stop:
            right.append(self.set.paragraph(style.CARD_ITEM, bold("Do not build it for this use."), bullet="■"))
        instead = list(dict.fromkeys(first))[: self.most]
        right += [self.set.paragraph(style.CARD_ITEM, other, bullet="→") for other in instead]
        if verdict.nothing_ruled_out:
            right.append(
                self.set.paragraph(
                    style.TIGHT,
                    "Answer the questions on the left. Ten answers give a first useful "
                    "result; “we do not know yet” is an answer too.",
                )
            )
        elif not verdict.stop:
            for number, item in enumerate(sorted(recommended, key=lambda item: bool(item.declared))[: self.most], 1):
                role = self.wording.label("roles", item.role)
                declared = f" ({DECLARED[item.declared].lower()})" if item.declared else ""
                place = f"recommendation-{self.wording.recommendation_numbers[item.id]}"
                right.append(
                    self.set.paragraph(
                        style.CARD_ITEM,
                        Span(item.title, to=place),
                        declared,
                        Span(f"\u00a0 {role}", color=GREY),
                        bullet=str(number),
                    )
                )
            if not recommended:
                right.append(
                    self.set.paragraph(
                        style.TIGHT,
                        "No mitigation is asked for. Keep the answers under review: "
                        "what would bring a risk back stands under “Ruled out”.",
                    )
                )
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

    def colophon(self) -> Iterator[Flowable]:
        knowledge = self.assessment.knowledge_base
        yield Air()
        yield Rule(5, 6)
        yield self.set.paragraph(
            style.SMALL, WHAT_IT_IS, f" Knowledge base {knowledge.version}, digest {self.wording.digest}."
        )
        if note := characters_note(self.set):
            yield self.set.paragraph(style.SMALL, note, " ", Span("Which ones", to="about"), ".")


def characters_note(typesetter: Typesetter) -> str:
    """One sentence on characters that this report cannot show as typed; empty where there are none."""
    note = ""
    if count := len(typesetter.missing):
        characters = "character" if count == 1 else "different characters"
        note = (
            f"This report’s font lacks {count} {characters}; □ stands in the place of each. Nothing was changed in the "
            "answers themselves."
        )
    if typesetter.right_to_left:
        note += " Scripts that run from right to left are set letter by letter, and read better on screen."
    return note.strip()


def _clipped(text: str, most: int, where: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rstrip()}… ({where})"


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

    def __init__(self, wording: Wording, lower: str, level: str, upper: str):
        super().__init__()
        self.wording = wording
        self.lower, self.level, self.upper = map(wording.levels.index, (lower, level, upper))

    def wrap(self, width, _height):
        self.width = width
        return width, self.HEIGHT

    def draw(self) -> None:
        canvas, levels = self.canv, self.wording.levels
        step = self.width / len(levels)
        for position, word in enumerate(levels):
            x, covered = position * step, self.lower <= position <= self.upper
            canvas.setFillColor(self.wording.color(word) if covered else HAIRLINE)
            canvas.rect(x, 19, step - 3, 5, stroke=0, fill=1)
            canvas.setFillColor(self.wording.color(word) if covered else GREY)
            canvas.setFont(BOLD if position == self.level else REGULAR, 7.6)
            canvas.drawString(x, 8, self.wording.label("levels", word))
        x = self.level * step + (step - 3) / 2
        canvas.setFillColor(self.wording.color(levels[self.level]))
        wedge = canvas.beginPath()
        wedge.moveTo(x - 4.5, 32)
        wedge.lineTo(x + 4.5, 32)
        wedge.lineTo(x, 26)
        wedge.close()
        canvas.drawPath(wedge, stroke=0, fill=1)

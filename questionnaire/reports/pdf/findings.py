"""Every finding: in full up to a number that one reads, then one row each, never left out."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import Assessment, Finding, GroupShown, Moved, Step
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Columns, Place, Rail, Rule
from questionnaire.reports.pdf.style import ACCENT, GREY, HAIRLINE, REGULAR
from questionnaire.reports.pdf.table import Rows
from questionnaire.reports.pdf.text import Span, Typesetter, bold
from questionnaire.reports.pdf.wording import Wording

MOST_IN_FULL = 40
_KINDS = {"answer": "Answer", "risk_factor": "Risk factor", "harm": "Harm"}


def findings(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """All findings, the worst first."""
    shown = assessment.findings[:MOST_IN_FULL]
    rest = assessment.findings[MOST_IN_FULL:]
    if assessment.verdict.stop:
        yield typesetter.paragraph(
            style.BODY,
            bold("No mitigation makes this use acceptable. "),
            "The findings show why, and what would remain to be dealt with in another use.",
        )
    if rest:
        yield typesetter.paragraph(
            style.BODY,
            f"There are {len(assessment.findings)} findings. The worst {len(shown)} are told in "
            f"full; the other {len(rest)} follow in a table, one row each. None is left out. The "
            "JSON download holds every step of these as well.",
        )
    first: dict[str, Finding] = {}
    for finding in shown:
        yield from _Told(finding, first.setdefault(finding.risk_factor, finding), wording, typesetter).flowables()
    if rest:
        yield Place("more-findings", "More findings, one row each", 1)
        yield typesetter.paragraph(style.HEADING, f"Findings {MOST_IN_FULL + 1} to {len(assessment.findings)}")
        yield _table(rest, first, wording, typesetter)
    yield from _worse_or_better(assessment, wording, typesetter)


class _Told:
    """A finding in full. What was said at the first finding of the same risk factor is not said again."""

    def __init__(self, finding: Finding, first: Finding, wording: Wording, typesetter: Typesetter):
        self.finding, self.first, self.wording, self.set = finding, first, wording, typesetter
        self.number = wording.finding_numbers[finding.id]

    def flowables(self) -> Iterator[Flowable]:
        finding, set_ = self.finding, self.set.paragraph
        yield CondPageBreak(160)
        yield Rule(13, 9, HAIRLINE)
        title = f"{finding.risk_factor_title}: {finding.harm_title}"
        yield Place(f"finding-{self.number}", f"{self.number}  {self.set.plain(title)}", 1)
        yield set_(
            style.FINDING,
            Span(f"{self.number}\u00a0 ", color=self.wording.color(finding.level.upper)),
            finding.risk_factor_title,
            Span(f" → {finding.harm_title}", color=ACCENT),
        )
        yield self.facts()
        if self.first is finding:
            yield set_(style.BODY, finding.risk_factor_summary)
        yield from self.groups()
        yield from self.paths()
        yield from self.moved_by()
        yield from self.what_to_do()

    def facts(self) -> Flowable:
        finding, wording = self.finding, self.wording
        return Columns(
            [
                ("Level", wording.level_bounds(finding.level), wording.color(finding.level.upper)),
                ("Status", wording.label("finding_statuses", finding.status), None),
                ("Likelihood", wording.bounds("likelihoods", finding.likelihood), None),
                ("Severity", wording.bounds("severities", finding.severity), None),
                ("After measures", wording.bounds("levels", finding.residual), None),
                ("Evidence", wording.label("evidence_strengths", finding.evidence_strength), None),
            ],
            (1.35, 0.95, 1.2, 1.2, 1.15, 1),
        )

    def groups(self) -> Iterator[Flowable]:
        yield self.set.paragraph(style.LABEL, "Who bears it")
        if not self.finding.groups:
            yield self.set.paragraph(style.BODY, "The sources tie it to no group in particular.")
        together: dict[tuple[str, tuple[str, ...]], list[GroupShown]] = {}
        for group in self.finding.groups:
            together.setdefault((group.because, group.sources), []).append(group)
        for (because, sources), groups in together.items():
            names = ", ".join(group.title + (" (named by the team)" if group.named_by_team else "") for group in groups)
            yield self.set.paragraph(
                style.ITEM, bold(f"{names}: "), because, *self.wording.cited(sources, linked=False), bullet="–"
            )

    def paths(self) -> Iterator[Flowable]:
        strongest, *others = self.finding.paths
        yield self.set.paragraph(style.LABEL, "The path" if not others else "The strongest path")
        for at, step in enumerate(strongest):
            yield self.step(step, first=at == 0, last=at == len(strongest) - 1)
        if not others:
            return
        yield self.set.paragraph(style.LABEL, "Other ways there, which go on as above")
        told = {(step.id, step.because) for step in strongest}
        for path in others:
            new = [step for step in path if (step.id, step.because) not in told] or [path[0]]
            told |= {(step.id, step.because) for step in path}
            spans = [span for step in new for span in self.step_spans(step)]
            yield self.set.paragraph(style.ITEM, *spans, bullet="●" if all(step.certain for step in path) else "○")

    def step(self, step: Step, *, first: bool, last: bool) -> Rail:
        color = self.wording.color(self.finding.level.upper) if step.kind == "harm" else ACCENT
        return Rail(
            self.set.paragraph(style.TIGHT, *self.step_spans(step)), color, first=first, last=last, filled=step.certain
        )

    def step_spans(self, step: Step) -> tuple[Span, ...]:
        kind = _KINDS[step.kind] + ("" if step.certain else ", if so")
        ways = ", ".join(self.wording.label("pathways", word).lower() for word in step.pathways)
        return (
            Span(f"{kind}\u00a0 ", color=GREY),
            bold(f"{step.title}. "),
            Span(step.because),
            *self.wording.cited(step.sources),
            Span(f"\u00a0 How it grows: {ways}. " if ways else " ", color=GREY),
        )

    def moved_by(self) -> Iterator[Flowable]:
        if not self.finding.moved_by:
            return
        spans: list[Span] = []
        for move in self.finding.moved_by:
            spans += [
                Span("; " if spans else ""),
                Span("▲\u00a0" if move.by > 0 else "▼\u00a0"),
                Span(f"‘{move.option}’"),
                Span(f" ({move.moves} {_signed(move.by)}{'' if move.certain else ', if so'})", color=GREY),
            ]
        yield self.set.paragraph(style.LABEL, "What makes it worse (▲) or better (▼)")
        yield self.set.paragraph(style.BODY, *spans, ". ", Span("Why", to="worse-or-better"))

    def what_to_do(self) -> Iterator[Flowable]:
        finding, wording = self.finding, self.wording
        yield self.set.paragraph(style.LABEL, "What to check, change and do")
        if self.first is finding:
            yield self.set.paragraph(style.ITEM, bold("Check: "), finding.check, bullet="?")
        if smallest := wording.outlook.smallest_changes.get(finding.id):
            changes = "; and ".join(f"{each.asks} {each.words[:1].upper()}{each.words[1:]}" for each in smallest)
            yield self.set.paragraph(style.ITEM, bold("Smallest change that removes it: "), f"{changes}.", bullet="↺")
        else:
            yield self.set.paragraph(
                style.ITEM,
                bold("Smallest change that removes it: "),
                "none found among the answers that the team controls.",
                bullet="↺",
            )
        if self.first is not finding:
            there = wording.finding(self.first.id)
            same = bold("Check and recommendations: ")
            yield self.set.paragraph(style.ITEM, same, "as for finding ", there, ".", bullet="→")
            return
        spans = []
        for position, identity in enumerate(finding.recommendations):
            title = wording.assessment.recommendations[wording.recommendation_numbers[identity] - 1].title
            spans += [Span("; ")] * bool(position) + [wording.recommendation(identity), Span(f" {title}")]
        if finding.recommendations:
            yield self.set.paragraph(style.ITEM, bold("Recommendations: "), *spans, ".", bullet="→")


def _signed(by: int) -> str:
    return f"+{by}" if by > 0 else f"−{-by}"


def _worse_or_better(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """Each answer that moves a likelihood or a severity, once, with its sentence, its sources and what it moves."""
    touched: dict[Moved, list[str]] = {}
    for finding in assessment.findings:
        for move in finding.moved_by:
            touched.setdefault(move, []).append(finding.id)
    if not touched:
        return
    yield CondPageBreak(150)
    yield Place("worse-or-better", "What makes findings worse or better", 1)
    yield typesetter.paragraph(style.HEADING, "What makes findings worse or better")
    for move in sorted(
        touched, key=lambda move: (not move.certain, -move.by, -len(touched[move]), move.option, move.because)
    ):
        steps = "a step" if abs(move.by) == 1 else f"{abs(move.by)} steps"
        verb = "raises" if move.by > 0 else "lowers"
        doubt = "" if move.certain else "if it is so, "
        yield typesetter.paragraph(
            style.ITEM,
            bold(f"‘{move.option}’ "),
            f"{doubt}{verb} {move.moves} by {steps}. {move.because}",
            *wording.cited(move.sources),
            Span(f"\u00a0 Findings {wording.numbers(touched[move])}", color=GREY),
            bullet="▲" if move.by > 0 else "▼",
        )


def _what_to_do(finding: Finding, first: Finding, wording: Wording) -> tuple[Span, ...]:
    if first is not finding:
        return Span("As for finding "), wording.finding(first.id)
    return tuple(span for identity in finding.recommendations for span in (wording.recommendation(identity), Span(" ")))


def _table(rest: tuple[Finding, ...], first: dict[str, Finding], wording: Wording, typesetter: Typesetter) -> Flowable:
    set_ = typesetter.paragraph
    rows = [
        [
            set_(style.CELL_HEAD, title)
            for title in ("No.", "Level", "Finding and its strongest path", "Falls on", "What to do")
        ]
    ]
    for finding in rest:
        number = wording.finding_numbers[finding.id]
        answer = finding.paths[0][0]
        cited = wording.cited(source for step in finding.paths[0] for source in step.sources)
        ways = ", ".join(wording.label("pathways", word).lower() for word in finding.pathways)
        rows.append(
            [
                [Place(f"finding-{number}"), set_(style.CELL, str(number))],
                set_(
                    style.CELL,
                    bold(wording.level(finding.level.upper), wording.color(finding.level.upper)),
                    Span(
                        f"\nat least {wording.label('levels', finding.level.lower).lower()}\n"
                        f"{wording.label('finding_statuses', finding.status)}",
                        color=GREY,
                    ),
                ),
                set_(
                    style.CELL,
                    bold(finding.risk_factor_title),
                    f" → {finding.harm_title}. ",
                    Span("Begins with: ", color=GREY),
                    f"{answer.title}. {answer.because}",
                    *cited,
                    Span(
                        f" Likelihood {wording.bounds('likelihoods', finding.likelihood).lower()}, severity "
                        f"{wording.bounds('severities', finding.severity).lower()}. How it grows: {ways}.",
                        color=GREY,
                    ),
                ),
                set_(style.CELL, ", ".join(group.title for group in finding.groups) or "–"),
                set_(style.CELL, *_what_to_do(finding, first.setdefault(finding.risk_factor, finding), wording)),
            ]
        )
    table = Rows(rows, [26, 68, 228, 90, style.WIDTH - 412], repeatRows=1)
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return table

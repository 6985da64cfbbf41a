"""Every finding: in full up to a number that one reads, then one row each, never left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import Finding, GroupShown, Moved, Step
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Columns, Place, Rail, Rule
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import ACCENT, GREY, HAIRLINE
from questionnaire.reports.pdf.table import ruled
from questionnaire.reports.pdf.text import Span, Typesetter, bold, sentence
from questionnaire.wording import report as say

MOST_IN_FULL = 40


def findings(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """All findings, the worst first."""
    every = references.assessment.findings
    shown, rest = every[:MOST_IN_FULL], every[MOST_IN_FULL:]
    if references.assessment.verdict.stop:
        yield typesetter.paragraph(style.BODY, *sentence(say.STOPPED_FINDINGS))
    if rest:
        yield typesetter.paragraph(style.BODY, say.findings_in_table(len(every), len(shown), len(rest)))
    first: dict[str, Finding] = {}
    for finding in shown:
        yield from _Told(finding, first.setdefault(finding.risk_factor, finding), references, typesetter).flowables()
    if rest:
        yield Place("more-findings", say.MORE_FINDINGS, 1)
        yield typesetter.paragraph(style.HEADING, say.findings_from_to(MOST_IN_FULL + 1, len(every)))
        yield _table(rest, first, references, typesetter)
    yield from _worse_or_better(references, typesetter)


class _Told:
    """A finding in full. What was said at the first finding of the same risk factor is not said again."""

    def __init__(self, finding: Finding, first: Finding, references: References, typesetter: Typesetter):
        self.finding, self.first, self.references, self.set = finding, first, references, typesetter
        self.number = references.numbers.findings[finding.id]

    def flowables(self) -> Iterator[Flowable]:
        finding, set_ = self.finding, self.set.paragraph
        yield CondPageBreak(160)
        yield Rule(13, 9, HAIRLINE)
        title = say.finding_titled(finding.risk_factor_title, finding.harm_title)
        yield Place(f"finding-{self.number}", f"{self.number}  {self.set.plain(title)}", 1)
        yield set_(
            style.FINDING,
            Span(f"{self.number}\u00a0 ", color=self.references.ink(finding.level.planned)),
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
        finding, refs = self.finding, self.references
        level = f"{refs.mark(finding.level.planned)} {refs.at_least(finding.level)}"
        return Columns(
            [
                (say.LEVEL, level, refs.ink(finding.level.planned)),
                (say.STATUS, refs.label("finding_statuses", finding.status), None),
                (say.LIKELIHOOD, refs.bounds("likelihoods", finding.likelihood), None),
                (say.SEVERITY, refs.bounds("severities", finding.severity), None),
                (say.AFTER_MEASURES, refs.bounds("levels", finding.residual), None),
                (say.EVIDENCE, refs.label("evidence_strengths", finding.evidence_strength), None),
            ],
            (1.35, 0.95, 1.2, 1.2, 1.15, 1),
        )

    def groups(self) -> Iterator[Flowable]:
        yield self.set.paragraph(style.LABEL, say.WHO_BEARS_IT)
        if not self.finding.groups:
            yield self.set.paragraph(style.BODY, say.NO_GROUP)
        together: dict[tuple[str, tuple[str, ...]], list[GroupShown]] = {}
        for group in self.finding.groups:
            together.setdefault((group.because, group.sources), []).append(group)
        for (because, sources), groups in together.items():
            names = [say.named_by_team(group.title) if group.named_by_team else group.title for group in groups]
            cited = self.references.cited(sources, linked=False)
            yield self.set.paragraph(style.ITEM, bold(f"{say.group_because(names)} "), because, *cited, bullet="–")

    def paths(self) -> Iterator[Flowable]:
        strongest, *others = self.finding.paths
        yield self.set.paragraph(style.LABEL, say.STRONGEST_PATH if others else say.THE_PATH)
        for at, step in enumerate(strongest):
            yield self.step(step, first=at == 0, last=at == len(strongest) - 1)
        if not others:
            return
        yield self.set.paragraph(style.LABEL, say.OTHER_WAYS)
        told = {(step.id, step.because) for step in strongest}
        for path in others:
            new = [step for step in path if (step.id, step.because) not in told] or [path[0]]
            told |= {(step.id, step.because) for step in path}
            spans = [span for step in new for span in self.step_spans(step)]
            yield self.set.paragraph(style.ITEM, *spans, bullet="●" if all(step.certain for step in path) else "○")

    def step(self, step: Step, *, first: bool, last: bool) -> Rail:
        color = self.references.ink(self.finding.level.planned) if step.kind == "harm" else ACCENT
        return Rail(
            self.set.paragraph(style.TIGHT, *self.step_spans(step)), color, first=first, last=last, filled=step.certain
        )

    def step_spans(self, step: Step) -> tuple[Span, ...]:
        return (
            Span(f"{say.kind_of_step(step.kind, step.certain)}\u00a0 ", color=GREY),
            bold(f"{step.title}. "),
            Span(step.because),
            *self.references.cited(step.sources),
            Span(f"\u00a0 {_grows(step.pathways, self.references)} " if step.pathways else " ", color=GREY),
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
                Span(f" {say.moved_by(move.moves, move.by, move.certain)}", color=GREY),
            ]
        yield self.set.paragraph(style.LABEL, say.WORSE_OR_BETTER)
        yield self.set.paragraph(style.BODY, *spans, ". ", Span(say.WHY, to="worse-or-better"))

    def what_to_do(self) -> Iterator[Flowable]:
        finding, refs, item = self.finding, self.references, style.ITEM
        yield self.set.paragraph(style.LABEL, say.WHAT_TO_DO)
        if self.first is finding:
            yield self.set.paragraph(item, *sentence(say.CHECK, check=finding.check), bullet="?")
        if smallest := refs.outlook.smallest_changes.get(finding.id):
            changes = say.changes(say.change(each.asks, each.words) for each in smallest)
            yield self.set.paragraph(item, *sentence(say.SMALLEST_CHANGE, changes=changes), bullet="↺")
        else:
            yield self.set.paragraph(item, *sentence(say.NO_SMALLEST_CHANGE), bullet="↺")
        if self.first is not finding:
            there = refs.finding(self.first.id)
            yield self.set.paragraph(item, *sentence(say.AS_FOR_FINDING, finding=there), bullet="→")
        elif finding.recommendations:
            titles = {item.id: item.title for item in refs.assessment.recommendations}
            spans: list[Span] = []
            for identity in finding.recommendations:
                spans += [Span("; " if spans else ""), refs.recommendation(identity), Span(f" {titles[identity]}")]
            yield self.set.paragraph(item, *sentence(say.RECOMMENDED, recommendations=spans), bullet="→")


def _grows(pathways: Iterable[str], references: References) -> str:
    return say.how_it_grows(references.inline("pathways", word) for word in pathways)


def _worse_or_better(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """Each answer that moves a likelihood or a severity, once, with its sentence, its sources and what it moves."""
    touched: dict[Moved, list[str]] = {}
    for finding in references.assessment.findings:
        for move in finding.moved_by:
            touched.setdefault(move, []).append(finding.id)
    if not touched:
        return
    yield CondPageBreak(150)
    yield Place("worse-or-better", say.ALL_WORSE_OR_BETTER, 1)
    yield typesetter.paragraph(style.HEADING, say.ALL_WORSE_OR_BETTER)
    for move in sorted(
        touched, key=lambda move: (not move.certain, -move.by, -len(touched[move]), move.option, move.because)
    ):
        numbers = references.numbers.of_findings(touched[move])
        yield typesetter.paragraph(
            style.ITEM,
            bold(f"‘{move.option}’ "),
            say.moves_by(move.moves, move.by, move.certain, move.because),
            *references.cited(move.sources),
            Span(f"\u00a0 {say.findings_numbered(numbers)}", color=GREY),
            bullet="▲" if move.by > 0 else "▼",
        )


def _what_to_do(finding: Finding, first: Finding, references: References) -> Iterator[Span]:
    if first is not finding:
        yield from sentence(say.AS_FOR, finding=references.finding(first.id))
    else:
        for identity in finding.recommendations:
            yield references.recommendation(identity)
            yield Span(" ")


def _table(
    rest: tuple[Finding, ...], first: dict[str, Finding], references: References, typesetter: Typesetter
) -> Flowable:
    set_ = typesetter.paragraph
    rows: list[list] = [[set_(style.CELL_HEAD, title) for title in say.TABLE_HEAD]]
    for finding in rest:
        number, level = references.numbers.findings[finding.id], finding.level
        doubt = say.at_least_alone(references.inline("levels", level.lower))
        rows.append(
            [
                [Place(f"finding-{number}"), set_(style.CELL, str(number))],
                set_(
                    style.CELL,
                    bold(references.marked(level.planned), references.ink(level.planned)),
                    Span(f"\n{doubt}\n{references.label('finding_statuses', finding.status)}", color=GREY),
                ),
                set_(style.CELL, *_in_short(finding, references)),
                set_(style.CELL, say.comma(group.title for group in finding.groups) or "–"),
                set_(style.CELL, *_what_to_do(finding, first.setdefault(finding.risk_factor, finding), references)),
            ]
        )
    return ruled(rows, [26, 68, 228, 90, style.WIDTH - 412], (0, 8, 4, 5), heads=1)


def _in_short(finding: Finding, references: References) -> Iterator[Span]:
    """A finding in a cell: title, the beginning of its strongest path with all its sources, and how grave it is."""
    answer = finding.paths[0][0]
    yield bold(finding.risk_factor_title)
    yield Span(f" → {finding.harm_title}. ")
    yield Span(f"{say.BEGINS_WITH} ", color=GREY)
    yield Span(f"{answer.title}. {answer.because}")
    yield from references.cited(source for step in finding.paths[0] for source in step.sources)
    grave = say.likelihood_and_severity(
        references.inline_bounds("likelihoods", finding.likelihood),
        references.inline_bounds("severities", finding.severity),
        _grows(finding.pathways, references),
    )
    yield Span(f" {grave}", color=GREY)

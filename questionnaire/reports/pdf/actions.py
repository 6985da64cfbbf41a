"""What to find out, what could be decided otherwise, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import LeverShown, RecommendationShown, UnknownShown
from questionnaire.presentation.effects import effect, moving, reach, resting
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Place, Rule
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import GREY, HAIRLINE
from questionnaire.reports.pdf.text import Span, Typesetter, bold, sentence
from questionnaire.wording import report as say
from questionnaire.wording import ways_down


def unknowns(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """The open questions, the one that could move the verdict most first."""
    set_ = typesetter.paragraph
    if not references.outlook.unknowns:
        yield set_(style.BODY, say.NO_QUESTION_ON_PATH_OPEN)
        return
    if telling := moving(references.outlook.unknowns):
        yield set_(style.BODY, say.UNKNOWNS)
    for number, unknown in enumerate(telling, 1):
        yield CondPageBreak(60)
        yield set_(
            style.ITEM.clone("numbered", leftIndent=20),
            bold(unknown.asks),
            f"\n{_moves(unknown, references)} {say.answered_by(references.inline('roles', unknown.role))}",
            Span(f"\n{unknown.why_we_ask}", color=GREY),
            f"\n{say.note_of_team(unknown.note)}" if unknown.note else "",
            bullet=str(number),
        )
    if rest := resting(references.outlook.unknowns):
        yield set_(style.BODY, Span(say.rest_open(unknown.asks for unknown in rest), color=GREY))


def _moves(unknown: UnknownShown, references: References) -> str:
    what = reach(unknown)
    low, high = references.marked(what.lowest), references.marked(what.highest)
    said = {
        "verdict": say.verdict_comes_out(low, high),
        "findings": say.moves_findings(high, what.findings),
        "nothing": say.MOVES_NOTHING,
    }[what.moves]
    return f"{say.SETTLES_STOP} {said}" if what.settles_stop else said


def levers(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """What brings the level down together, and single decisions, the most effective first."""
    set_ = typesetter.paragraph
    yield from _ways_down(references, typesetter)
    if not references.outlook.levers:
        yield set_(style.BODY, say.NO_LEVER)
        return
    yield set_(style.BODY, say.LEVERS)
    for lever in references.outlook.levers:
        yield CondPageBreak(60)
        yield Rule(5, 5, HAIRLINE)
        yield set_(style.TIGHT, Span(f"{lever.asks}\n", color=GREY), bold(say.begin(lever.words)))
        yield set_(
            style.BODY,
            *_effect(lever, references),
            Span(f"\n{say.trade_off(lever.trade_off)}" if lever.trade_off else "", color=GREY),
        )


def _ways_down(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    set_, outlook = typesetter.paragraph, references.outlook
    level = references.assessment.verdict.residual
    if not outlook.combinations and references.rank(level):
        yield set_(style.BODY, ways_down.no_way_down(references.marked(level), outlook.most_steps))
    for answers in outlook.another_project:
        yield set_(style.BODY, bold(ways_down.ANOTHER_PROJECT))
        for answer in answers:
            yield set_(style.ITEM, answer, bullet="–")
    for combination in outlook.combinations:
        yield CondPageBreak(90)
        before, after = map(references.marked, (combination.level_before, combination.level))
        yield set_(style.HEADING, ways_down.way_down(before, after))
        for change in combination.changes:
            yield set_(style.ITEM, Span(f"{change.asks} ", color=GREY), bold(say.begin(change.words)), bullet="–")
        for measure in combination.mitigations:
            by = say.done_by(references.inline("roles", measure.role))
            yield set_(style.ITEM, bold(measure.title), Span(f" {by}", color=GREY), bullet="–")
        yield set_(style.BODY, ways_down.SMALLEST if combination.smallest else ways_down.NOT_SURELY_SMALLEST)


def _effect(lever: LeverShown, references: References) -> Iterator[Span]:
    done = effect(lever)
    after = references.marked(done.after)
    if done.stays:
        yield Span(say.level_stays(after))
    else:
        colored = bold(after, references.ink(done.after))
        yield from sentence(say.LEVEL_GOES, before=references.marked(done.before), after=colored)
    for verb, says in (("removes", say.removes), ("lowers", say.lowers)):
        if verb in done.on:
            yield Span(f" {says(len(done.on[verb]), references.numbers.of_findings(done.on[verb]))}")
    if "adds" in done.on:
        yield bold(f" {say.adds(len(done.on['adds']))}")


def recommendations(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """What to do, by stage. R numbers follow urgency over all stages."""
    set_, assessment = typesetter.paragraph, references.assessment
    if not assessment.recommendations:
        yield set_(style.BODY, say.NO_MITIGATION_ASKED)
        return
    if assessment.verdict.stop:
        yield set_(style.BODY, *sentence(say.STOPPED_RECOMMENDATIONS))
    yield set_(style.BODY, say.RECOMMENDATIONS_BY_STAGE)
    for stage in assessment.words["stages"]:
        items = [item for item in assessment.recommendations if item.stage == stage]
        if items:
            yield CondPageBreak(110)
            yield Place(f"stage-{stage}", references.label("stages", stage), 1)
            yield set_(style.HEADING, references.label("stages", stage))
        for item in items:
            yield from _recommendation(item, references, typesetter)


def _recommendation(item: RecommendationShown, references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    set_, number = typesetter.paragraph, references.numbers.recommendations[item.id]
    yield CondPageBreak(70)
    yield Rule(5, 6, HAIRLINE)
    yield Place(f"recommendation-{number}")
    yield set_(style.TIGHT, bold(f"R{number}\u00a0 ", references.ink(item.level)), bold(item.title))
    kind, role = references.label("recommendation_kinds", item.kind), references.label("roles", item.role)
    yield set_(
        style.BODY,
        Span(f"{say.recommendation_about(kind, role, references.marked(item.level))} ", color=GREY),
        f"{references.numbers.of_findings(item.findings)}.",
        bold(f"\n{say.declared(item.declared, item.owner, item.due)}" if item.declared else ""),
        f"\n{item.summary} {item.because}",
        *references.cited(item.sources),
        "\n",
        *sentence(say.DONE_WHEN, done_when=item.done_when),
    )
    for tool in item.tools:
        yield set_(style.ITEM, Span(tool.name, url=tool.url), f": {tool.note}", bullet="–")

"""What to find out, what could be decided otherwise, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import Assessment, LeverShown, RecommendationShown, UnknownShown
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.page import Place, Rule
from questionnaire.reports.pdf.style import GREY, HAIRLINE
from questionnaire.reports.pdf.text import Span, Typesetter, bold
from questionnaire.reports.pdf.wording import DECLARED, Wording


def unknowns(_assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """The open questions, the one that could move the verdict most first."""
    set_ = typesetter.paragraph
    if not wording.outlook.unknowns:
        yield set_(style.BODY, "No question on the path is open.")
        return
    yield set_(style.BODY, "Open questions, ranked by how far an answer could move the verdict.")
    for number, unknown in enumerate(wording.outlook.unknowns, 1):
        yield CondPageBreak(60)
        yield set_(
            style.ITEM.clone("numbered", leftIndent=20),
            bold(unknown.asks),
            Span(f"\n{_moves(unknown, wording)} To be answered by: {wording.label('roles', unknown.role).lower()}."),
            Span(f"\n{unknown.why_we_ask}", color=GREY),
            f"\nThe team’s note: {unknown.note}" if unknown.note else "",
            bullet=str(number),
        )


def _moves(unknown: UnknownShown, wording: Wording) -> str:
    low, high = wording.level(unknown.moves.from_), wording.level(unknown.moves.to)
    words = "Settles whether the use is acceptable at all. " if unknown.settles_stop else ""
    if unknown.moves.from_ != unknown.moves.to:
        return f"{words}The verdict can come out between {low} and {high}."
    if unknown.findings:
        return (
            f"{words}Alone it leaves the verdict at {high}; "
            f"it moves {unknown.findings} finding{'s' if unknown.findings > 1 else ''}."
        )
    return f"{words}It moves no level as the other answers stand."


def levers(_assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """Single changes among the answers that the team controls, the most effective first."""
    set_ = typesetter.paragraph
    if not wording.outlook.levers:
        yield set_(style.BODY, "No single change among the answers that the team controls lowers or removes a finding.")
        return
    yield set_(
        style.BODY,
        "Decisions that are still in the team’s hands. For each other option the whole assessment was "
        "repeated, so the effect is that of really deciding so. Combined changes can do more.",
    )
    for lever in wording.outlook.levers:
        yield CondPageBreak(60)
        yield Rule(5, 5, HAIRLINE)
        yield set_(
            style.TIGHT, Span(f"{lever.asks}\n", color=GREY), bold(f"{lever.words[:1].upper()}{lever.words[1:]}")
        )
        yield set_(
            style.BODY,
            *_effect(lever, wording),
            Span(f"\nGained and given up: {lever.trade_off}" if lever.trade_off else "", color=GREY),
        )


def _effect(lever: LeverShown, wording: Wording) -> list[Span]:
    if lever.level == lever.level_before:
        spans = [Span(f"The level to plan for stays {wording.level(lever.level)}.")]
    else:
        spans = [
            Span(f"The level to plan for goes from {wording.level(lever.level_before)} to "),
            bold(wording.level(lever.level), wording.color(lever.level)),
            Span("."),
        ]
    for verb, identities in (("Removes", lever.removes), ("Lowers", lever.lowers)):
        if identities:
            spans += [
                Span(
                    f" {verb} {len(identities)}: finding{'s' if len(identities) > 1 else ''} "
                    f"{wording.numbers(identities)}."
                )
            ]
    if lever.adds:
        spans += [bold(f" Adds {len(lever.adds)} new finding{'s' if len(lever.adds) > 1 else ''}.")]
    return spans


def recommendations(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """What to do, by stage. R numbers follow urgency over all stages."""
    set_ = typesetter.paragraph
    if not assessment.recommendations:
        yield set_(style.BODY, "No mitigation is asked for.")
        return
    if assessment.verdict.stop:
        yield set_(
            style.BODY,
            bold("No mitigation makes this use acceptable. "),
            "What follows serves another use of the same work, and the time until this one is ended.",
        )
    yield set_(
        style.BODY,
        "By stage of the work. The numbers tell the order of urgency: R1 works on the worst findings. What "
        "the team has not declared as planned or in place counts nothing in the levels.",
    )
    for stage in assessment.words["stages"]:
        items = [item for item in assessment.recommendations if item.stage == stage]
        if items:
            yield CondPageBreak(110)
            yield Place(f"stage-{stage}", wording.label("stages", stage), 1)
            yield set_(style.HEADING, wording.label("stages", stage))
        for item in items:
            yield from _recommendation(item, wording, typesetter)


def _recommendation(item: RecommendationShown, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    set_, number = typesetter.paragraph, wording.recommendation_numbers[item.id]
    yield CondPageBreak(70)
    yield Rule(5, 6, HAIRLINE)
    yield Place(f"recommendation-{number}")
    yield set_(style.TIGHT, bold(f"R{number}\u00a0 ", wording.color(item.level)), bold(item.title))
    declared = ""
    if item.declared:
        parts = (
            DECLARED[item.declared],
            f"owner: {item.owner}" if item.owner else "no owner named",
            f"due: {item.due}" if item.due else "no date named",
        )
        declared = f"Declared by the team: {', '.join(parts)}."
    yield set_(
        style.BODY,
        Span(
            f"{wording.label('recommendation_kinds', item.kind)} · {wording.label('roles', item.role)} · "
            f"works on findings up to {wording.level(item.level)}: ",
            color=GREY,
        ),
        f"{wording.numbers(item.findings)}.",
        bold(f"\n{declared}") if declared else "",
        f"\n{item.summary} {item.because}",
        *wording.cited(item.sources),
        bold("\nDone when: "),
        item.done_when,
    )
    for tool in item.tools:
        yield set_(style.ITEM, Span(tool.name, url=tool.url), f": {tool.note}", bullet="–")

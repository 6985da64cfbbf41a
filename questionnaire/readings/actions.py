"""What to find out, what brings the level down, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.assessment.result import CombinationShown, RecommendationShown, UnknownShown
from questionnaire.presentation.effects import effect, moving, reach, resting
from questionnaire.readings.blocks import (
    Block,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Run,
    Table,
    Text,
    quiet,
    runs,
    strong,
)
from questionnaire.readings.findings import change_told
from questionnaire.readings.references import References
from questionnaire.wording import readings as say
from questionnaire.wording import ways_down

# A report on fewer answers would be a list of everything.
FEWEST_ANSWERS = 3


def too_little(references: References) -> bool:
    """Whether so little was answered that a report would be a list of everything."""
    result = references.assessment
    answered = sum(answer.status in ("answered", "not_applicable") for answer in result.answers)
    return result.verdict.nothing_ruled_out or answered < FEWEST_ANSWERS and bool(result.findings)


def answer_first(references: References) -> Iterator[Block]:
    """That too little was answered, and the questions that decide most."""
    yield Paragraph(runs(say.TOO_LITTLE), "lead")
    yield Listing(
        tuple(
            Item(runs(strong(f"{unknown.asks} "), quiet(unknown.why_we_ask)))
            for unknown in moving(references.outlook.unknowns)
        ),
        numbered=True,
    )


def unknowns(references: References) -> Iterator[Block]:
    """The open questions that could move something, the most telling first; those that cannot are named."""
    open_ = references.outlook.unknowns
    if telling := moving(open_):
        rows = tuple(
            Row(
                (
                    runs(str(number)),
                    runs(unknown.asks, quiet(f"\n{unknown.note}") if unknown.note else ""),
                    runs(say.begin(effect_of_answer(unknown, references))),
                    runs(references.label("roles", unknown.role)),
                )
            )
            for number, unknown in enumerate(telling, 1)
        )
        yield Table(say.SECTIONS["unknowns"], say.UNKNOWNS_HEAD, rows, (5, 42, 36, 17))
    else:
        yield Paragraph(runs(say.NOTHING_TO_SETTLE))
    if rest := resting(open_):
        yield Paragraph(runs(say.rest_open(unknown.asks for unknown in rest)), "small")


def effect_of_answer(unknown: UnknownShown, references: References) -> str:
    """What an answer to this question can do, in a phrase."""
    what = reach(unknown)
    low, high = (references.inline("levels", level) for level in (what.lowest, what.highest))
    return say.settles(low, high, what.findings, what.settles_stop)


def ways(references: References) -> Iterator[Block]:
    """What brings the level down together, or what would be another project; then single decisions."""
    outlook, level = references.outlook, references.assessment.verdict.residual
    yield from ways_together(references)
    if not outlook.combinations and not outlook.another_project and references.rank(level):
        yield Paragraph(runs(ways_down.no_way_down(references.inline("levels", level), outlook.most_steps)))
    told = {(step.question, step.into) for way in outlook.combinations for step in way.changes if _alone(way)}
    if levers := [lever for lever in outlook.levers if (lever.question, lever.to) not in told]:
        rows = []
        for lever in levers:
            done = effect(lever)
            before, after = (references.inline("levels", each) for each in (done.before, done.after))
            moved = [] if done.stays else [say.level_goes(before, after)]
            named = references.numbers.of_findings
            many = (len(lever.removes), len(lever.lowers), len(lever.adds))
            does = say.does(many, (named(lever.removes), named(lever.lowers)))
            numbers = say.begin(say.comma((*moved, *does)))
            gives_up = f"\n{say.trade_off(lever.trade_off).strip()}" if lever.trade_off else ""
            rows.append(Row((runs(lever.asks), runs(say.begin(lever.words), quiet(gives_up)), runs(numbers))))
        title = say.OTHER_DECISIONS if told else say.SINGLE_DECISIONS
        yield Heading(runs(title), 2)
        yield Table(title, say.WAYS_HEAD, tuple(rows), (32, 48, 20))


def ways_together(references: References) -> Iterator[Block]:
    """The combinations that bring the level down, and what would have to be another project."""
    for answers in references.outlook.another_project:
        yield Paragraph(runs(strong(ways_down.ANOTHER_PROJECT)))
        yield Listing(tuple(Item(runs(answer)) for answer in answers))
    for combination in references.outlook.combinations:
        before, after = (references.inline("levels", level) for level in (combination.level_before, combination.level))
        number_of_steps = len(combination.changes) + len(combination.mitigations)
        yield Heading(runs(ways_down.way_down(before, after, number_of_steps)), 2)
        steps = [Item(change_told(change, references)) for change in combination.changes]
        if _alone(combination):
            steps = [Item(runs(steps[0].text, quiet(_does(combination, references))))]
        for measure in combination.mitigations:
            shown = references.numbers.recommendations.get(measure.id)
            number = runs(references.recommendation(measure.id), " ") if shown else ()
            by = quiet(say.done_by(references.inline("roles", measure.role)))
            steps.append(Item(runs(number, strong(measure.title), by)))
        yield Listing(tuple(steps))
        if small := ways_down.how_small(number_of_steps, combination.smallest):
            yield Paragraph(runs(quiet(small)), "small")


def _alone(combination: CombinationShown) -> bool:
    """Whether it is one decision."""
    return len(combination.changes) == 1 and not combination.mitigations


def _does(combination: CombinationShown, references: References) -> str:
    """What it does to findings, as a sentence behind its only step."""
    named, many = references.numbers.of_findings, (len(combination.removes), len(combination.lowers), 0)
    does = say.does(many, (named(combination.removes), named(combination.lowers)))
    return f" {say.begin(say.comma(does))}." if does else ""


def recommendations(references: References) -> Iterator[Block]:
    """What to do, by stage of the work; the numbers tell the order of urgency."""
    shown = references.assessment.recommendations
    if not all(_grave(item, references) for item in shown):
        yield Paragraph(runs(quiet(say.LOWER_IN_SHORT)), "small")
    for stage in references.assessment.words["stages"]:
        own = [item for item in shown if item.stage == stage]
        if own:
            yield Heading(runs(references.label("stages", stage)), 2)
            yield Listing(tuple(_recommendation(item, references) for item in own))


def _grave(item: RecommendationShown, references: References) -> bool:
    """Whether it works on a finding of the level of the whole, on one that is confirmed where there is any."""
    level = references.assessment.verdict.level
    worst = [finding for finding in references.assessment.findings if finding.level.planned == level]
    confirmed = [finding for finding in worst if finding.status == "confirmed"]
    return not {finding.id for finding in confirmed or worst}.isdisjoint(item.findings)


def _recommendation(item: RecommendationShown, references: References) -> Item:
    number = references.numbers.recommendations[item.id]
    how = f"{item.summary} " if _grave(item, references) else ""
    about = say.done_as(references.label("recommendation_kinds", item.kind), references.inline("roles", item.role))
    parts: Text = runs(
        strong(f"{item.title}. "),
        quiet(about),
        *_for_one_reason(item, how, references),
        *_for_each_reason(item, how, references),
        f" {say.done_when(item.done_when)}",
    )
    if item.declared:
        parts = runs(parts, strong(f" {say.declared(item.declared, item.owner, item.due)}"))
    if item.tools:
        each = [part for tool in item.tools for part in (quiet("; "), Run(tool.name, url=tool.url))][1:]
        parts = runs(parts, quiet(f" {say.TOOLS}"), each, quiet("."))
    return Item(parts, f"recommendation-{number}", f"R{number}")


def _for_one_reason(item: RecommendationShown, how: str, references: References) -> Text:
    """On which findings it works, how it is done and why it works, where one reason holds for all; else nothing."""
    if len(item.reasons) > 1:
        return ()
    on = (quiet(say.WORKS_ON), *references.listed_findings(item.findings), quiet(". "))
    return runs(*on, f"{how}{item.because}", *references.cited(item.sources))


def _for_each_reason(item: RecommendationShown, how: str, references: References) -> Text:
    """How it is done, and why it works on which findings, where several reasons do; else nothing."""
    if len(item.reasons) < 2:
        return ()
    parts: list[Run | str] = [quiet(": "), how.rstrip()] if how else []
    for number, reason in enumerate(item.reasons):
        works = say.WORKS_FOR if how or number else say.WORKS_ON
        on = references.listed_findings(reason.findings)
        parts += [quiet(works), *on, quiet(": "), reason.because, *references.cited(reason.sources)]
    return runs(*parts)

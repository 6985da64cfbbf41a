"""The card: a decision on one page."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.assessment.result import StopShown
from questionnaire.presentation.effects import moving
from questionnaire.presentation.headline import headline, project_fields
from questionnaire.readings.actions import effect_of_answer, too_little
from questionnaire.readings.blocks import (
    Block,
    Facts,
    Form,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
    Verdict,
    quiet,
    runs,
    strong,
)
from questionnaire.readings.findings import change_told, trail
from questionnaire.readings.references import MOST_WRITTEN, References
from questionnaire.wording import readings as say
from questionnaire.wording import ways_down

# As many as stand on one page and are read.
MOST_IN_A_FIELD = 40
MOST_STOPS, MOST_FINDINGS, MOST_GROUPS, MOST_TO_SETTLE, MOST_TO_DO, EMPTY_CONDITIONS = 3, 4, 3, 3, 3, 2


def card(references: References, dated: str) -> Iterator[Block]:
    """What a board has to know and to decide, on one page."""
    yield from head(references, dated)
    if too_little(references):
        yield from settle_first(references)
        return
    yield from deciding(references)
    yield from settle_first(references)
    yield from do_first(references)
    yield from decision()


def head(references: References, dated: str) -> Iterator[Block]:
    """Project, verdict with its bounds and why, contradictions and stops."""
    verdict, labels = references.assessment.verdict, references
    yield from whose(references, dated)
    shown = headline(references.assessment)
    declared = any(item.declared for item in references.assessment.recommendations)
    undeclared = "" if declared else quiet(f" ({say.NONE_DECLARED})")
    bounds = (
        (say.CERTAIN_ALREADY, runs(labels.level(verdict.lower))),
        (say.POSSIBLE_AT_MOST, runs(labels.level(verdict.upper))),
        (say.AFTER_MEASURES, runs(labels.level(verdict.residual), undeclared)),
    )
    yield Verdict(verdict.level, shown.title, shown.below, bounds, labels.levels)
    if verdict.stop:
        yield from _stopped(verdict.because, verdict.stop, references)
    else:
        yield Paragraph(runs(verdict.because))
    if references.assessment.contradictions:
        yield Paragraph(runs(strong(say.CONTRADICTIONS)), "warning")
        yield Listing(tuple(Item(runs(found.because)) for found in references.assessment.contradictions))
    if not verdict.nothing_ruled_out:  # each would stand for what nobody has said
        yield from _stops(say.POSSIBLE_STOPS, verdict.possible_stops, references)


def whose(references: References, dated: str) -> Iterator[Block]:
    """What it is for, and in fields who wrote it when and where it stands: what is not known is filled in by hand."""
    given = {field.key: field for field in project_fields(references.assessment) if field.key != "name"}
    around = references.around
    in_rows = [field for key, field in given.items() if key == "purpose" or len(field.text) > MOST_IN_A_FIELD]
    rows = [(field.label, runs(_clipped(field.text))) for field in in_rows]
    if dated:
        rows.append((say.DATE, runs(dated)))
    if rows:
        yield Facts(tuple(rows))
    fields = [
        (say.AUTHOR, around.author),
        *((say.PROJECT_FIELDS[key], given[key].text if key in given else "") for key in ("team", "contact")),
        (say.ANSWERED, around.answered),
        (say.STATUS, around.status),
        (say.REVISION, around.revision),
    ]
    told = {field.label for field in in_rows}
    yield Form(fields=tuple((label, filled) for label, filled in fields if label not in told))


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_WRITTEN else say.clipped(text[:MOST_WRITTEN].rstrip())


def _stopped(because: str, stops: tuple[StopShown, ...], references: References) -> Iterator[Block]:
    """Why no mitigation helps: the first reason, which the verdict gives, and beside it the others."""
    first, *others = stops
    cited, instead = references.cited(first.sources), say.instead(first.instead) if first.instead else ""
    yield Paragraph(runs(because, cited, quiet(say.stopped_by(first.title)), instead))
    yield from _stops(say.MORE_STOPS, tuple(others), references, MOST_STOPS - 1)


def _stops(title: str, stops: tuple[StopShown, ...], references: References, most: int = MOST_STOPS) -> Iterator[Block]:
    if stops:
        yield Paragraph(runs(strong(title)), "warning")
        yield Listing(
            tuple(
                Item(
                    runs(
                        strong(f"{stop.title}: "),
                        stop.because,
                        references.cited(stop.sources),
                        quiet(f" {stop.only_if}") if stop.only_if else "",
                        say.instead(stop.instead) if stop.instead else "",
                    )
                )
                for stop in stops[:most]
            )
        )
    if (more := len(stops) - most) > 0:
        yield Paragraph(runs(quiet(say.more_stops(more))), "small")


def deciding(references: References) -> Iterator[Block]:
    """The findings that decide, by rank, and the worst path."""
    findings = references.assessment.findings
    if not findings:
        if not references.assessment.verdict.nothing_ruled_out:
            listed = bool(references.assessment.set_aside)
            yield Paragraph(runs(say.no_finding(here=references.in_full, listed=listed)))
        return
    yield Heading(runs(say.DECIDING), 1)
    yield trail(findings[0], references)
    yield Listing(
        tuple(
            Item(
                runs(
                    references.level(finding.level.planned),
                    f" {finding.title}. ",
                    quiet(say.falls_on(references.first_groups(finding.groups, MOST_GROUPS))),
                ),
                label=str(references.numbers.findings[finding.id]),
            )
            for finding in findings[:MOST_FINDINGS]
        )
    )
    if (more := len(findings) - MOST_FINDINGS) > 0:
        yield Paragraph(runs(quiet(say.more_findings(more, here=references.in_full))), "small")


def settle_first(references: References) -> Iterator[Block]:
    """The open questions to settle first: only such as move something."""
    telling = moving(references.outlook.unknowns)[:MOST_TO_SETTLE]
    if not telling or references.assessment.verdict.stop:
        return
    yield Heading(runs(say.SETTLE_FIRST), 1)
    yield Listing(
        tuple(
            Item(
                runs(
                    strong(f"{unknown.asks} "),
                    say.begin(f"{effect_of_answer(unknown, references)}. "),
                    quiet(say.asked_of(references.inline("roles", unknown.role))),
                )
            )
            for unknown in telling
        ),
        numbered=True,
    )


def do_first(references: References) -> Iterator[Block]:
    """What to do first: the smallest combination that brings the level down, or the most urgent recommendations."""
    assessment, outlook = references.assessment, references.outlook
    if not assessment.findings:
        return
    yield Heading(runs(say.DO_FIRST), 1)
    if assessment.verdict.stop:
        yield Paragraph(runs(strong(say.DO_NOT_BUILD)))
    elif outlook.combinations:
        first = outlook.combinations[0]
        before, after = (references.inline("levels", level) for level in (first.level_before, first.level))
        number_of_steps = len(first.changes) + len(first.mitigations)
        yield Paragraph(runs(f"{ways_down.way_down(before, after, number_of_steps)}."))
        steps = [Item(change_told(change, references)) for change in first.changes]
        for measure in first.mitigations:
            by = quiet(say.done_by(references.inline("roles", measure.role)))
            steps.append(Item(runs(strong(measure.title), by)))
        yield Listing(tuple(steps))
    else:
        undone_first = sorted(assessment.recommendations[:MOST_TO_DO], key=lambda item: not item.leaves_undone)
        undone = sum(item.leaves_undone for item in undone_first)
        items = []
        for at, item in enumerate(undone_first):
            lead = say.IF_YOU_GO_ON if undone and at == undone else ""
            by = quiet(say.done_by(references.inline("roles", item.role)))
            items.append(Item(runs(quiet(lead), strong(item.title), by)))
        yield Listing(tuple(items), numbered=True)


def decision() -> Iterator[Block]:
    """Where a board decides and signs."""
    yield Heading(runs(say.DECISION), 1)
    yield Form(boxes=say.DECISIONS)
    yield Table(
        say.CONDITIONS,
        say.CONDITIONS_HEAD,
        tuple(Row(((), (), ())) for _ in range(EMPTY_CONDITIONS)),
        (60, 22, 18),
    )
    yield Form(fields=tuple((label, "") for label in say.SIGNATURES))

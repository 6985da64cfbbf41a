"""The board pack: what a board goes through in a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from questionnaire.assessment.result import ChangeShown, Finding
from questionnaire.readings import support
from questionnaire.readings.actions import answer_first, too_little, ways_together
from questionnaire.readings.around import Since
from questionnaire.readings.blocks import Block, Facts, Heading, Paragraph, Row, Run, Table, Text, quiet, runs, strong
from questionnaire.readings.card import MOST_TO_DO, decision, head, settle_first
from questionnaire.readings.findings import change_told, option, question_of, trail
from questionnaire.readings.references import References
from questionnaire.wording import readings as say
from questionnaire.wording import ways_down

# Of the groups for which something was shown elsewhere so many are named; the full report names all.
MOST_ELSEWHERE = 5
# Six pages have room for so many lines of findings: one that is told takes five, one in a row a single one. However
# many there are, so many are told.
ROOM, LINES, LEAST_TOLD = 85, 5, 4
# Of what there is to do so much is named in a row.
MOST_IN_A_ROW = 1
# Of what differs from the last decision so many findings and answers are named, each in a row of this many lines.
MOST_CHANGED, CHANGED_LINES = 12, 2


def pack(references: References, dated: str) -> Iterator[Block]:
    """The agenda by severity, each finding in five lines; what lowers the level; the decision."""
    result = references.assessment
    yield from head(references, dated)
    if too_little(references):
        yield from answer_first(references)
        return
    yield from settle_first(references)
    if references.around.since:
        yield Heading(runs(say.PACK_SECTIONS["since"]), 1, "since")
        yield from _changed(references.around.since, references)
    if result.findings:
        yield Heading(runs(say.PACK_SECTIONS["agenda"]), 1, "agenda")
        told = told_in_lines(references)
        if len(told) < len(result.findings):
            yield Paragraph(runs(quiet(say.others_in_rows(len(told), len(result.findings)))), "small")
        yield trail(result.findings[0], references)
        for in_lines, findings in groupby(by_severity(references), told.__contains__):
            if in_lines:
                for finding in findings:
                    yield from _in_five_lines(finding, references)
            else:
                yield Heading(runs(say.PACK_ROWS), 2)
                yield _in_rows(findings, told, references)
        yield Heading(runs(say.PACK_SECTIONS["down"]), 1, "down")
        if references.outlook.combinations or references.outlook.another_project:
            yield from ways_together(references)
        else:
            level = references.inline("levels", result.verdict.residual)
            yield Paragraph(runs(ways_down.no_way_down(level, references.outlook.most_steps)))
    if result.findings:
        yield Heading(runs(say.PACK_SECTIONS["voices"]), 1, "voices")
        yield from _voices(references)
    if result.incidents:
        yield Heading(runs(say.PACK_SECTIONS["cases"]), 1, "cases")
        yield from support.cases(references)
    yield Paragraph(runs(quiet(say.SOURCES_IN_FULL)), "small")
    yield from decision()


def by_severity(references: References) -> tuple[Finding, ...]:
    """The findings in the order in which a board takes them: the most severe first, of the same severity those that are
    told before those in a row, then by rank."""
    scale = list(references.assessment.words["severities"])
    told = told_in_lines(references)
    findings = references.assessment.findings
    return tuple(sorted(findings, key=lambda finding: (-scale.index(finding.severity.planned), finding not in told)))


def told_in_lines(references: References) -> tuple[Finding, ...]:
    """The findings that are told in five lines, by rank: as many as leave the pack within its pages, those of the
    highest level before the first of each risk factor, and these before others."""
    findings = references.assessment.findings
    since = references.around.since
    changed = (since.findings[:MOST_CHANGED], since.answers[:MOST_CHANGED]) if since else ()
    room = ROOM - CHANGED_LINES * sum(map(len, changed))
    number = len(findings)
    if number * LINES > room:
        number = max(LEAST_TOLD, (room - number) // (LINES - 1))
    first = {finding.risk_factor: finding.id for finding in reversed(findings)}
    high = findings[0].level.planned if findings else ""
    before = sorted(findings, key=lambda one: (one.level.planned != high, first[one.risk_factor] != one.id))[:number]
    return tuple(finding for finding in findings if finding in before)


def _in_rows(findings: Iterable[Finding], told: tuple[Finding, ...], references: References) -> Table:
    """Findings in a row each: number, level and title, the answer behind it, and what to do: where the first of its
    risk factor is told, as for that."""
    first = {finding.risk_factor: finding.id for finding in reversed(told)}
    rows = []
    for finding in findings:
        number = references.numbers.findings[finding.id]
        begin = runs(f"{number}\u00a0 ", references.level(finding.level.planned), f"\u00a0 {finding.title}")
        changes, todo = _to_do(finding, references, MOST_IN_A_ROW)
        if finding.risk_factor in first:
            do = runs(say.AS_FOR, references.listed_findings([first[finding.risk_factor]]))
        elif [change.question for change in changes] == [question_of(finding.paths[0][0])]:
            do = runs(say.begin(changes[0].words))  # the question stands beside it
        else:
            do = _what_to_do(changes, todo, references) or runs(say.NONE_FOUND)
        rows.append(Row((begin, runs(_answer(finding, references)), do), f"finding-{number}"))
    return Table(say.PACK_ROWS, say.PACK_ROWS_HEAD, tuple(rows), (42, 34, 24))


def _to_do(finding: Finding, references: References, most: int) -> tuple[tuple[ChangeShown, ...], str]:
    """What removes a finding, and the titles of what there is to do, so many of them."""
    changes = references.outlook.smallest_changes.get(finding.id, ())
    return changes, say.semicolon(references.titles[key] for key in finding.recommendations[:most])


def _in_five_lines(finding: Finding, references: References) -> Iterator[Block]:
    number = references.numbers.findings[finding.id]
    yield Heading(
        runs(f"{number}\u00a0 ", references.level(finding.level.planned), f"\u00a0 {finding.title}"),
        2,
        f"finding-{number}",
    )
    changes, todo = _to_do(finding, references, MOST_TO_DO)
    as_for = references.as_for(finding, changes, todo) if changes or todo else runs(say.NONE_FOUND)
    do = as_for or _what_to_do(changes, todo, references)
    check = references.as_for(finding, say.TO_CHECK, finding.check)
    why = references.because_of(finding.paths[0][-2].because, finding)
    rows = [
        (say.WHY, runs(quiet(f"{_answer(finding, references)}: "), why)),
        (say.FALLS_ON, references.groups_of(finding, MOST_ELSEWHERE)),
    ]
    label = say.TO_CHANGE if changes else say.TO_DO
    if check and check == as_for:
        rows.append((say.check_and(label), check))
    else:
        rows += [(say.TO_CHECK, check or runs(finding.check)), (label, do)]
    yield Facts(tuple(rows))


def _what_to_do(changes: tuple[ChangeShown, ...], todo: str, references: References) -> Text:
    told = tuple(part for each in changes for part in (Run(say.AND_ALSO), *change_told(each, references)))
    return told[1:] or runs(todo)


def _answer(finding: Finding, references: References) -> str:
    """The answer that the strongest path begins with, quoted with its question."""
    answer = finding.paths[0][0]
    return f"{references.asks.get(question_of(answer), '')} {option(answer, references)}".strip()


def _changed(since: Since, references: References) -> Iterator[Block]:
    """What differs from the edition that was decided last: the level, findings with what caused it, and answers."""
    before, after = (references.inline("levels", level) for level in (since.level_before, since.level))
    yield Paragraph(runs(say.since(since.edition, before, after)))
    if since.findings:
        rows = (
            (one.title, say.HOW[one.how], one.before or say.NOTHING_THERE, one.after or say.NOTHING_THERE, one.cause)
            for one in since.findings[:MOST_CHANGED]
        )
        yield Table(
            say.PACK_SECTIONS["since"],
            say.SINCE_HEAD,
            tuple(Row((*map(runs, told), runs(say.CAUSED_BY[cause]))) for *told, cause in rows),
            (44, 12, 15, 15, 14),
        )
        yield from _and_more(say.more_findings_differ(len(since.findings) - MOST_CHANGED))
    else:
        yield Paragraph(runs(say.NO_FINDING_CHANGED))
    if since.answers:
        yield Heading(runs(say.SINCE_ANSWERS), 2)
        rows_of_answers = tuple(Row((runs(one.asks), runs(one.a), runs(one.b))) for one in since.answers[:MOST_CHANGED])
        yield Table(say.SINCE_ANSWERS, say.SINCE_ANSWERS_HEAD, rows_of_answers, (40, 30, 30))
        yield from _and_more(say.more_answers_differ(len(since.answers) - MOST_CHANGED))
    else:
        yield Paragraph(runs(say.NO_ANSWER_CHANGED))
    if since.knowledge:
        yield Paragraph(runs(quiet(say.knowledge_moved(*since.knowledge))), "small")


def _and_more(said: str) -> Iterator[Block]:
    if said:
        yield Paragraph(runs(quiet(said)), "small")


def _voices(references: References) -> Iterator[Block]:
    """What is on record of the opinion of the people concerned, or that nothing is."""
    question = references.assessment.opinion
    answer = next((each for each in references.assessment.answers if each.question == question), None)
    if answer is None or not answer.labels:
        yield Paragraph(runs(strong(say.NO_VOICE)), "warning")
        return
    yield Paragraph(runs(quiet(f"{answer.asks} "), say.semicolon(answer.labels), f". {answer.note}".rstrip()))

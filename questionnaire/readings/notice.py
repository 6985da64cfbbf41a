"""The notice: what people concerned are told, in plain language."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.assessment.result import AnswerShown, Finding, NoticeShown
from questionnaire.readings.blocks import Block, Facts, Heading, Item, Listing, Paragraph, quiet, runs, strong
from questionnaire.readings.references import References
from questionnaire.wording import readings as say

# So many groups that each harm falls on are told once for all of them.
FEWEST_SHARED = 3


def notice(references: References, dated: str) -> Iterator[Block]:
    """What the system is for, what could go wrong for somebody, what is done against it, and whom to ask."""
    result, project = references.assessment, references.assessment.project
    yield Paragraph(runs(quiet(say.NOTICE_DRAFT)), "small")
    yield Heading(runs(say.WHAT_IT_IS_FOR), 1, "purpose")
    yield Paragraph(runs(project.get("purpose", "").strip() or say.NOT_SETTLED))
    for number, part in enumerate(result.notice, 1):
        yield Heading(runs(part.title), 1, f"part-{number}")
        yield from _answers(part, references)
    yield Heading(runs(say.WHAT_COULD_GO_WRONG), 1, "harms")
    yield from _harms(references)
    yield Heading(runs(say.WHAT_IS_DONE), 1, "measures")
    done = [item for item in result.recommendations if item.declared]
    if done:
        yield Listing(
            tuple(
                Item(runs(strong(f"{item.title} "), quiet(f"({say.DECLARED[item.declared].lower()}). "), item.summary))
                for item in done
            )
        )
    else:
        yield Paragraph(runs(say.NOTHING_DECLARED))
    yield Heading(runs(say.WHOM_TO_ASK), 1, "contact")
    asked = [project[key].strip() for key in ("team", "contact") if project.get(key, "").strip()]
    yield Paragraph(runs(say.comma(asked) or say.NOT_SETTLED))
    if dated:
        yield Paragraph(runs(quiet(f"{say.DATE}: {dated}")), "small")


def _answers(part: NoticeShown, references: References) -> Iterator[Block]:
    given = {answer.question: answer for answer in references.assessment.answers}
    labels = zip(part.labels, part.questions, strict=True)
    yield Facts(tuple((label, runs(_answer(given[key], references))) for label, key in labels if key in given))


def _answer(answer: AnswerShown, references: References) -> str:
    """What was answered; of a question that does not apply that it does not, and why not, and else that it is open."""
    if answer.status == "not_applicable":
        return f"{references.label('answer_statuses', answer.status)}. {answer.note}".strip()
    return say.semicolon(answer.labels) or say.NOT_SETTLED


def _harms(references: References) -> Iterator[Block]:
    """Each harm once, with what it means and for whom it was found to be more likely elsewhere."""
    result = references.assessment
    if result.verdict.nothing_ruled_out or not result.findings:
        yield Paragraph(
            runs(say.NOTHING_SETTLED_YET if result.verdict.nothing_ruled_out else say.NOTHING_FOUND_FOR_YOU)
        )
        return
    harms: dict[str, list[Finding]] = {}
    for finding in result.findings:
        harms.setdefault(finding.harm, []).append(finding)
    falls_on = {harm: _falls_on(findings) for harm, findings in harms.items()}
    by_all = _shared([*falls_on.values()])
    items = []
    told: dict[tuple[str, ...], str] = {}
    for harm, findings in harms.items():
        own = tuple(group for group in falls_on[harm] if group not in by_all)
        first = told.setdefault(own, findings[0].harm_title)
        fresh = first == findings[0].harm_title
        says = say.more_likely_for(own, besides=bool(by_all)) if fresh else say.more_likely_as_for(first)
        more = quiet(f" {says}") if own else ""
        items.append(Item(runs(strong(f"{findings[0].harm_title}. "), findings[0].harm_summary, more)))
    if by_all:
        yield Paragraph(runs(quiet(say.all_more_likely_for(by_all))))
    yield Paragraph(runs(say.COULD_GO_WRONG))
    yield Listing(tuple(items))


def _falls_on(findings: list[Finding]) -> list[str]:
    """The groups that are told to bear more of it, each once."""
    groups = (group for finding in findings for group in finding.groups)
    return list(dict.fromkeys(group.title for group in groups if not group.everybody))


def _shared(falls_on: list[list[str]]) -> list[str]:
    """The groups on whom every harm falls, where there are many harms and groups: they are told once."""
    by_all = [group for group in falls_on[0] if all(group in groups for groups in falls_on)]
    return by_all if len(falls_on) > 1 and len(by_all) >= FEWEST_SHARED else []

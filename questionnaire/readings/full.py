"""The full report: the card, and all that supports it; as long as there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from questionnaire.readings import actions, findings, support
from questionnaire.readings.blocks import Block, Heading, NewPage, Paragraph, runs
from questionnaire.readings.card import card, head
from questionnaire.readings.references import References
from questionnaire.wording import readings as say

Part = Callable[[References], Iterator[Block]]


def full(references: References, dated: str) -> Iterator[Block]:
    """All that an assessment says, each thing once."""
    if actions.too_little(references):
        yield from _too_little(references, dated)
        return
    yield from card(references, dated)
    if references.assessment.findings:
        yield NewPage()
    if references.assessment.verdict.stop:
        yield Paragraph(runs(say.STOPPED), "lead")
    for key, part, needed in _parts(references):
        if needed:
            yield Heading(runs(say.SECTIONS[key]), 1, key)
            yield from part(references)


def _parts(references: References) -> tuple[tuple[str, Part, bool], ...]:
    result, stopped = references.assessment, bool(references.assessment.verdict.stop)
    found = bool(result.findings)
    falls = any(finding.groups for finding in result.findings) or bool(result.groups_without_finding)
    return (
        ("findings", _findings, found),
        ("stakes", findings.stakes, found),
        ("moves", findings.moves, references.tells_moves),
        ("people", findings.people, falls),
        ("unknowns", actions.unknowns, bool(references.outlook.unknowns) and not stopped),
        ("ways", actions.ways_together if stopped else actions.ways, found),
        ("recommendations", actions.recommendations, bool(result.recommendations) and not stopped),
        ("regulations", support.rules, found or bool(result.regulations)),
        ("incidents", support.cases, bool(result.incidents)),
        ("evidence", support.evidence, bool(result.evidence)),
        ("ruled-out", support.set_aside, bool(result.set_aside)),
        ("answers", support.answers, True),
        ("sources", support.sources, True),
        ("method", support.method, True),
    )


def _findings(references: References) -> Iterator[Block]:
    yield findings.grid(references)
    if references.assessment.verdict.stop:
        yield from findings.in_rows(references)
    else:
        yield from findings.risk_factors(references)


def _too_little(references: References, dated: str) -> Iterator[Block]:
    references.citing = False  # there is no list of sources
    yield from head(references, dated)
    yield from actions.answer_first(references)
    yield Heading(runs(say.SECTIONS["method"]), 1, "method")
    yield from support.method_without_words(references)

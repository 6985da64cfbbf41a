"""A risk register: a row for each finding, for spreadsheets. Nothing in it can be taken for a formula."""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.result import Finding, RecommendationShown, Report
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import Numbers, numbers
from questionnaire.wording import readings, report
from questionnaire.wording import risk_register as say

# What a spreadsheet takes for the beginning of a formula, its wide forms among them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Register(Struct, frozen=True):
    """The heads of the columns, the rows below them, and what the whole rests on, as labels with what is said."""

    head: tuple[str, ...]
    rows: tuple[tuple[int | str, ...], ...]
    about: tuple[tuple[str, str], ...]


def register(whole: Report) -> Register:
    """The register of a report, the worst finding first; texts as they are."""
    result = whole.assessment
    labels, told = Labels(result.words), numbers(result)
    recommended = {item.id: item for item in result.recommendations}
    project = result.project.get("name", "").strip() or readings.NOT_NAMED
    knowledge = say.knowledge(result.knowledge_base.version, result.knowledge_base.digest[:12])
    rows = tuple((project, *_row(finding, labels, told, recommended), knowledge) for finding in result.findings)
    verdict = result.verdict
    about = say.about(
        project,
        labels.label("levels", verdict.level),
        verdict.because,
        result.knowledge_base.version,
        result.knowledge_base.digest,
    )
    return Register(tuple(say.COLUMNS.values()), rows, about)


def without_formula(cell: int | str) -> str:
    """A cell as text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(
    finding: Finding, labels: Labels, told: Numbers, recommended: dict[str, RecommendationShown]
) -> tuple[int | str, ...]:
    items = [recommended[key] for key in sorted(finding.recommendations, key=told.recommendations.__getitem__)]
    declared = [item for item in items if item.declared]

    def each(said: dict[str, str]) -> str:
        return report.semicolon(say.of_measure(told.recommendations[key], words) for key, words in said.items())

    return (
        told.findings[finding.id],
        finding.title,
        labels.label("finding_statuses", finding.status),
        labels.label("levels", finding.level.planned),
        labels.label("levels", finding.level.lower),
        labels.label("levels", finding.level.upper),
        labels.label("levels", finding.residual.planned),
        labels.bounds("likelihoods", finding.likelihood),
        labels.bounds("severities", finding.severity),
        finding.risk_factor_title,
        finding.harm_title,
        labels.label("harm_kinds", finding.harm_kind),
        report.semicolon(group.title for group in finding.groups) or readings.NO_GROUP_SHORT,
        say.way([step.title for step in finding.paths[0]]),
        report.semicolon(say.numbered(told.recommendations[item.id], item.title) for item in items),
        each({item.id: item.owner or say.NOT_NAMED for item in declared}),
        each({item.id: item.due or say.NOT_NAMED for item in declared}),
        each({item.id: readings.DECLARED[item.declared] for item in declared}) or say.NOTHING_DECLARED,
    )

"""An evaluation plan: what to measure for which groups by themselves, and on how many cases. As YAML, and as a Python
skeleton that runs on a made-up table until the test set is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaire.assessment.result import Assessment, Finding, Report
from questionnaire.files import yaml_text
from questionnaire.handoffs import samples
from questionnaire.handoffs.metrics import Measured, measured
from questionnaire.handoffs.skeleton import SKELETON
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Source
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.wording import evaluation as say
from questionnaire.wording import handoffs as say_of_all
from questionnaire.wording import readings

FORMAT = "riskwalk-evaluation-plan/1"
# Of the smaller share of two groups, beside the worst case.
SHARES = (0.1, 0.3)
# The gap, in percentage points, for which the skeleton warns of too few cases.
SHOWN_GAP = 10
# The kind of recommendation that measures something.
_MEASURES = "measure"

Plan = dict[str, object]


def plan(report: Report, knowledge: KnowledgeBase) -> str:
    """The plan as YAML."""
    result = report.assessment
    labels, told, found = Labels(result.words), numbers(result), measured(result, knowledge)
    shown = result.knowledge_base
    with_metric = {finding.id for each in found for finding in each.findings}
    rows: Plan = {
        "format": FORMAT,
        "draft": say_of_all.draft(_project(result), shown.version, shown.digest[:12]),
        "level": labels.label("levels", result.verdict.level),
        "findings": [_finding(finding, told.findings[finding.id], labels, found) for finding in result.findings],
        "slices": [
            {"attribute": attribute, "label": labels.label("attributes", attribute), "groups": groups}
            for attribute, groups in slices(result.findings).items()
        ],
        "intersections": list(_intersections(result.findings)),
        "metrics": [_metric(each, told.findings, knowledge) for each in found],
        "without_metric": [
            say.without_metric(told.findings[finding.id], finding.title)
            for finding in result.findings
            if finding.id not in with_metric
        ],
        "measures_proposed": [
            {
                "id": item.id,
                "title": item.title,
                "declared": item.declared or say.NOT_DECLARED,
                "done_when": item.done_when,
                "tools": [f"{tool.name} {tool.url}" for tool in item.tools],
            }
            for item in result.recommendations
            if item.kind == _MEASURES
        ],
        "cases_per_group": {
            "two_sided_error": samples.ALPHA,
            "power": samples.POWER,
            "formula": samples.FORMULA,
            "source": say.SOURCE_OF_FORMULA,
            "reads": say.HOW_TO_READ,
            "whatever_the_shares": [
                {"gap_in_percentage_points": gap, "cases_per_group": samples.at_worst(gap)} for gap in samples.GAPS
            ],
            "by_smaller_share": [
                {
                    "smaller_share": share,
                    "gap_in_percentage_points": gap,
                    "cases_per_group": samples.cases_per_group(share, share + gap / 100),
                }
                for share in SHARES
                for gap in samples.GAPS
            ],
        },
        "thresholds_to_agree": [
            {"metric": each.metric.id, "largest_gap": say.TO_AGREE, "agreed_by": say.TO_AGREE} for each in found
        ],
    }
    return yaml_text.write({key: value for key, value in rows.items() if value})


def skeleton(report: Report, knowledge: KnowledgeBase) -> str:
    """The same as a Python program with Fairlearn's MetricFrame."""
    result = report.assessment
    found, shown = measured(result, knowledge), result.knowledge_base
    coded = [each.metric for each in found if each.metric.code]
    by_module: dict[str, set[str]] = {"fairlearn.metrics": {"MetricFrame", "count"}}
    for metric in coded:
        module, _, name = str(metric.code).partition(":")
        by_module.setdefault(module, set()).add(name)
    imports = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(by_module.items())]
    functions = [f"    {metric.id!r}: {str(metric.code).partition(':')[2]},  # {metric.title}" for metric in coded]
    by_hand = [
        f"    {each.metric.id!r}: {f'{each.metric.title}. {each.metric.summary}'!r},"
        for each in found
        if not each.metric.code
    ]
    groups = [f"    {attribute!r}: {titles!r}," for attribute, titles in slices(result.findings).items()]
    draft = say_of_all.draft(_project(result), shown.version, shown.digest[:12])
    filled = {
        "@DRAFT@": f"# {' '.join(draft.split())}",
        "@IMPORTS@": "\n".join(imports),
        "@SLICES@": "\n".join(groups),
        "@METRICS@": "\n".join(functions),
        "@BY_HAND@": "\n".join(by_hand),
        "@THRESHOLDS@": "\n".join(f"    {each.metric.id!r}: None," for each in found),
        "@FEWEST@": str(samples.at_worst(SHOWN_GAP)),
        "@GAP@": str(SHOWN_GAP),
    }
    text = SKELETON
    for place in ("@IMPORTS@", "@SLICES@", "@METRICS@", "@BY_HAND@", "@THRESHOLDS@", "@FEWEST@", "@GAP@", "@DRAFT@"):
        text = text.replace(place, filled[place])  # what a person typed comes last, so that nothing in it is a place
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def slices(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """The groups to look at by themselves, by the attribute of people that sets them apart."""
    found: dict[str, dict[str, None]] = {}
    for finding in findings:
        for group in finding.groups:
            found.setdefault(group.attribute, {})[group.title] = None
    return {attribute: list(titles) for attribute, titles in found.items()}


def _intersections(findings: Iterable[Finding]) -> Iterator[dict[str, object]]:
    """Groups that several attributes set apart together."""
    shown: set[str] = set()
    for finding in findings:
        for group in finding.groups:
            if group.also and group.id not in shown:
                shown.add(group.id)
                yield {"group": group.title, "attributes": [group.attribute, *group.also]}


def _finding(finding: Finding, number: int, labels: Labels, found: Iterable[Measured]) -> Plan:
    return {
        "number": number,
        "id": finding.id,
        "title": finding.title,
        "level": labels.at_least(finding.level),
        "groups": [group.title for group in finding.groups] or [say.EVERY_GROUP],
        "metrics": [each.metric.id for each in found if finding in each.findings],
        "check": finding.check,
    }


def _metric(each: Measured, told: dict[str, int], knowledge: KnowledgeBase) -> Plan:
    metric = each.metric
    return {
        "id": metric.id,
        "title": metric.title,
        "summary": metric.summary,
        "a_case": metric.case,
        "code": metric.code or say.BY_HAND,
        "findings": [told[finding.id] for finding in each.findings],
        "groups": list(dict.fromkeys(group.title for finding in each.findings for group in finding.groups)),
        "sources": [_cited(knowledge.sources[key]) for key in metric.sources],
    }


def _cited(source: Source) -> str:
    return f"{source.title} {source.address}".strip()


def _project(result: Assessment) -> str:
    return yaml_text.without_controls(result.project.get("name", "").strip() or readings.NOT_NAMED)

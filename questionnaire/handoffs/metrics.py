"""Which metrics tell something about which findings, and for which groups by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from questionnaire.assessment.result import Assessment, Finding
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.entries import Task
from questionnaire.knowledge.forms import Metric


class Measured(Struct, frozen=True):
    """A metric with the findings that it tells something about, the worst first."""

    metric: Metric
    findings: tuple[Finding, ...]


def tasks(result: Assessment, knowledge: KnowledgeBase) -> tuple[Task, ...]:
    """The tasks that were chosen."""
    chosen = (
        option
        for answer in result.answers
        if answer.on_path and knowledge.questions[answer.question].options_from == "tasks"
        for option in answer.options
    )
    return tuple(knowledge.tasks[option] for option in chosen)


def measured(result: Assessment, knowledge: KnowledgeBase) -> tuple[Measured, ...]:
    """The metrics that fit the findings and the tasks, in the order of the findings that they tell about."""
    modalities = {task.modality for task in tasks(result, knowledge)}
    found = []
    for metric in knowledge.metrics.values():
        if modalities and metric.modalities and not modalities & set(metric.modalities):
            continue
        if findings := tuple(_fitting(metric, result)):
            found.append(Measured(metric, findings))
    order = {finding.id: at for at, finding in enumerate(result.findings)}
    return tuple(sorted(found, key=lambda each: (order[each.findings[0].id], each.metric.id)))


def _fitting(metric: Metric, result: Assessment) -> Iterator[Finding]:
    for finding in result.findings:
        if finding.harm_kind in metric.harm_kinds and (
            not metric.bias_sources or finding.bias_source in metric.bias_sources
        ):
            yield finding

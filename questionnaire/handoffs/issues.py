"""What is to be done as a checklist by stage of the work, and as data for trackers. Ids stay over re-runs."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from questionnaire.assessment.result import Report
from questionnaire.presentation.effects import moving
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.numbers import numbers
from questionnaire.readings.blocks import Block, Document, Form, Heading, Paragraph, runs, strong
from questionnaire.wording import handoffs as say_of_all
from questionnaire.wording import issues as say
from questionnaire.wording import readings

FORMAT = "riskwalk-issues/1"


class Issue(Struct, frozen=True):
    """One thing to do. `id` is that of the recommendation or of the open question, with its kind before it; `stage` is
    a word of the vocabulary, empty for a question to be answered first. `status` is `open`, `planned` or `in_place`."""

    id: str
    title: str
    body: str
    labels: tuple[str, ...]
    stage: str
    role: str
    status: str
    owner: str
    due: str
    findings: tuple[str, ...]


class Issues(Struct, frozen=True):
    format: str
    draft: str
    issues: tuple[Issue, ...]


def issues(report: Report) -> Issues:
    """All that is to be done: open questions that move something, then the recommendations, by stage."""
    result, labels, told = report.assessment, Labels(report.assessment.words), numbers(report.assessment)
    found = [
        Issue(
            say.of_question(unknown.question),
            unknown.asks,
            unknown.why_we_ask,
            ("riskwalk", say.QUESTION),
            "",
            labels.label("roles", unknown.role),
            "open",
            "",
            "",
            (),
        )
        for unknown in moving(report.outlook.unknowns)
    ]
    for stage in result.words["stages"]:
        for item in result.recommendations:
            if item.stage != stage:
                continue
            numbered = f"{readings.finding_noun(len(item.findings))}{told.of_findings(item.findings)}"
            found.append(
                Issue(
                    say.of_recommendation(item.id),
                    item.title,
                    say.body(item.summary, item.because, item.done_when, numbered, [tool.url for tool in item.tools]),
                    ("riskwalk", stage, item.kind, say.level(item.level)),
                    stage,
                    labels.label("roles", item.role),
                    item.declared or "open",
                    item.owner,
                    item.due,
                    item.findings,
                )
            )
    shown = result.knowledge_base
    project = result.project.get("name", "").strip() or readings.NOT_NAMED
    return Issues(FORMAT, say_of_all.draft(project, shown.version, shown.digest[:12]), tuple(found))


def data(report: Report) -> str:
    """The issues as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(issues(report)), indent=2).decode() + "\n"


def checklist(report: Report, dated: str = "") -> Document:
    """The issues as boxes to tick, by stage."""
    result, made = report.assessment, issues(report)
    labels = Labels(result.words)
    blocks: list[Block] = [Paragraph(runs(strong(made.draft)), "warning")]
    for stage in ("", *result.words["stages"]):
        own = [issue for issue in made.issues if issue.stage == stage]
        if own:
            blocks.append(Heading(runs(labels.label("stages", stage) if stage else say.FIRST), 1))
            blocks.append(Form(boxes=tuple(map(_line, own))))
    if not made.issues:
        blocks.append(Paragraph(runs(say.NOTHING)))
    project = result.project.get("name", "").strip() or readings.NOT_NAMED
    knowledge = result.knowledge_base
    return Document(
        readings.titled(say.TITLE, project),
        made.draft,
        say_of_all.imprint(knowledge.version, knowledge.digest[:12]),
        tuple(blocks),
        dated=dated,
    )


def _line(issue: Issue) -> str:
    declared = readings.declared(issue.status, issue.owner, issue.due) if issue.status in readings.DECLARED else ""
    return say.line(issue.id, issue.title, issue.role, issue.body, declared)

"""A filled form as a document of blocks, as a card of the Hub, as rows, or as data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from questionnaire.assessment.result import Report
from questionnaire.files import yaml_text
from questionnaire.handoffs.filling import Field, Filled
from questionnaire.handoffs.metrics import tasks
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.forms import Form
from questionnaire.readings.blocks import (
    Block,
    Document,
    Facts,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    quiet,
    runs,
    strong,
)
from questionnaire.reports import markdown
from questionnaire.reports.risk_register import without_formula
from questionnaire.wording import handoffs as say
from questionnaire.wording import readings

_CARD_TITLES = {"model": "Model Card for", "dataset": "Dataset Card for"}
_TAGS = ("bias", "fairness", "risk-assessment", "kickoff-draft")


def document(filled: Filled) -> Document:
    """The form as blocks, one field after the other."""
    return Document(
        title=readings.titled(filled.title, filled.project),
        subject=filled.draft,
        imprint=say.imprint(filled.version, filled.digest[:12]),
        blocks=tuple(_blocks(filled)),
        dated=filled.dated,
    )


def _blocks(filled: Filled) -> Iterator[Block]:
    yield Paragraph(runs(strong(filled.draft)), "warning")
    yield Paragraph(runs(filled.summary))
    states = [field.state for field in filled.fields]
    sources = [part for each in filled.sources for part in (Run("; "), Run(each.title, url=each.url))][1:]
    told = say.state_of(*(states.count(state) for state in ("filled", "part", "open")))
    yield Facts(((say.AS_OF, runs(filled.as_of)), (say.FORM, tuple(sources)), (say.DRAFT, runs(told))))
    for field in filled.fields:
        yield Heading(runs(say.keyed(field.key, field.title)), 1, f"field-{filled.fields.index(field) + 1}")
        if field.asks:
            yield Paragraph(runs(quiet(field.asks)), "small")
        yield from _told(field)


def _told(field: Field) -> Iterator[Block]:
    if field.lines:
        yield Listing(tuple(Item(runs(line.text)) for line in field.lines))
    else:
        yield Paragraph(runs(quiet(say.NOTHING_KNOWN)))
    if field.open:
        yield Paragraph(runs(strong(say.STILL_TO_FILL)))
        yield Listing(tuple(Item(runs(say.who_knows(each.what, each.who))) for each in field.open))


def card(form: Form, filled: Filled, report: Report, knowledge: KnowledgeBase) -> str:
    """The form as a card of the Hub: front matter, then its headings."""
    kind = form.front or "model"
    tags = sorted({task.pipeline_tag for task in tasks(report.assessment, knowledge) if task.pipeline_tag})
    front: dict[str, object] = {"pipeline_tag": tags[0]} if kind == "model" and len(tags) == 1 else {}
    if kind == "dataset":
        front = {"task_categories": tags} if tags else {}
    blocks: list[Block] = [Paragraph(runs(strong(filled.draft)))]
    for field in filled.fields:
        blocks.append(Heading(runs(field.title), field.depth))
        if field.lines:
            blocks.append(Listing(tuple(Item(runs(line.text)) for line in field.lines)))
        blocks += [Paragraph(runs(say.who_knows(f"{say.MORE_NEEDED} {each.what}", each.who))) for each in field.open]
    made = Document(
        f"{_CARD_TITLES[kind]} {filled.project}",
        filled.draft,
        say.imprint(filled.version, filled.digest[:12]),
        tuple(blocks),
    )
    return f"---\n{yaml_text.write({**front, 'tags': list(_TAGS)})}---\n\n{markdown.render(made)}"


def table(filled: Filled) -> str:
    """The form as CSV, a row for each field; no cell is a formula. The first row says that it is a draft."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(say.COLUMNS)
    writer.writerow(map(without_formula, ("", say.DRAFT, filled.draft, "", "")))
    for field in filled.fields:
        left = "; ".join(say.who_knows(each.what, each.who) for each in field.open)
        writer.writerow(map(without_formula, (field.key, field.title, field.text, say.STATES[field.state], left)))
    return f"\ufeff{stream.getvalue()}"


def data(filled: Filled) -> str:
    """The form as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(filled), indent=2).decode() + "\n"

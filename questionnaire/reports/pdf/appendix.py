"""What supports the report: ruled out, rules, cases, evidence, answers, sources, and the report itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import CLOSED_BY, AnswerShown
from questionnaire.presentation.headline import project_fields
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.card import characters_note
from questionnaire.reports.pdf.page import Place
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.style import GREY, WIDTH
from questionnaire.reports.pdf.table import ruled
from questionnaire.reports.pdf.text import STAND_IN, Span, Typesetter, bold, sentence
from questionnaire.wording import report as say


def ruled_out(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """Risk factors that the choices could raise and an answer closes."""
    set_, assessment = typesetter.paragraph, references.assessment
    if assessment.verdict.nothing_ruled_out:
        yield set_(style.BODY, say.NOTHING_RULED_OUT)
        return
    if not assessment.set_aside:
        yield set_(style.BODY, say.NONE_RULED_OUT if assessment.findings else say.NONE_TO_RULE_OUT)
        return
    yield set_(style.BODY, say.RULED_OUT)
    for closed_by in CLOSED_BY:
        items = [item for item in assessment.set_aside if item.closed_by == closed_by]
        if items:
            yield CondPageBreak(80)
            yield set_(style.HEADING, say.CLOSED_BY[closed_by])
        for item in items:
            said = all(condition in item.because for condition in item.returns_if.split("; or "))
            returns = say.COMES_BACK_IF_THAT_CHANGES if said else say.COMES_BACK_IF
            yield set_(
                style.ITEM,
                bold(f"{item.title}. "),
                *sentence(returns, because=item.because, condition=item.returns_if),
                bullet="–",
            )


def regulations(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """Rules that may apply."""
    set_ = typesetter.paragraph
    yield set_(style.BODY, say.REGULATIONS)
    for item in references.assessment.regulations:
        yield CondPageBreak(60)
        class_ = references.label("regulation_classes", item.class_)
        about = say.regulation_about(item.jurisdiction, item.point, class_, item.as_of)
        yield set_(
            style.ITEM,
            bold(item.title),
            Span(f"\u00a0 {about}", color=GREY),
            "\n",
            "" if item.certain else f"{say.ONLY_IF_ANSWERED_SO} ",
            item.because,
            *references.cited(item.sources),
            "\n",
            *sentence(say.TO_CHECK, check=item.check),
            bullet="§",
        )


def incidents(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """Documented cases of the same tasks and deployments."""
    set_ = typesetter.paragraph
    sources = {source.id: source for source in references.assessment.sources}
    yield set_(style.BODY, say.INCIDENTS)
    for incident in references.assessment.incidents:
        source = sources[incident.source]
        yield set_(
            style.ITEM,
            bold(f"{say.titled_year(source.title, source.year)} "),
            source.supports,
            *references.cited((source.id,)),
            Span(f" {say.concerns(incident.about)}", color=GREY),
            bullet="–",
        )


def evidence(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """What the team itself found about bias in the field."""
    set_ = typesetter.paragraph
    yield set_(style.BODY, say.OWN_EVIDENCE)
    for item in references.assessment.evidence:
        yield set_(
            style.ITEM,
            bold(item.title),
            f": {item.finding}" if item.finding else "",
            *((Span("\n"), Span(item.url, url=item.url)) if item.url else ()),
            bullet="–",
        )


def answers(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """All that the team said, section by section."""
    set_ = typesetter.paragraph
    yield set_(style.HEADING, say.THE_PROJECT)
    said = [(field.label, field.text) for field in project_fields(references.assessment)]
    said = said or [(say.PROJECT_FIELDS["name"], say.NOT_NAMED)]
    yield _rows([[set_(style.CELL_GREY, label), set_(style.CELL, text)] for label, text in said])
    section = ""
    rows: list[list[Flowable]] = []
    for answer in references.assessment.answers:
        if answer.section != section:
            if rows:
                yield _rows(rows)
            section, rows = answer.section, []
            yield CondPageBreak(90)
            yield set_(style.HEADING, section)
        rows.append([set_(style.CELL_GREY, answer.asks), set_(style.CELL, *_answer(answer, references))])
    if rows:
        yield _rows(rows)


def _answer(answer: AnswerShown, references: References) -> Iterator[Span]:
    if not answer.on_path:
        yield from sentence(say.IGNORED)
        yield Span(" ")
    if answer.status == "answered":
        yield Span("\n".join(answer.labels))
    else:
        yield Span(references.label("answer_statuses", answer.status), color=GREY)
    if answer.note:
        yield Span(f"\n{say.NOTE} ", color=GREY)
        yield Span(answer.note)


def _rows(rows: list[list]) -> Flowable:
    return ruled(rows, [WIDTH * 0.42, WIDTH * 0.58], (0, 10, 4, 5))


def sources(references: References, typesetter: Typesetter) -> Iterator[Flowable]:
    """The numbered sources with their addresses."""
    set_ = typesetter.paragraph
    if not references.assessment.sources:
        yield set_(style.BODY, say.NO_SOURCES)
        return
    for source in references.assessment.sources:
        number = references.numbers.sources[source.id]
        yield Place(f"source-{number}")
        yield set_(
            style.SOURCE,
            f"{say.authors_year(source.authors, source.year)} ",
            bold(source.title),
            f". {source.supports}",
            Span(f" {references.label('verifications', source.verified)}. ", color=GREY),
            Span(source.url, url=source.url),
            bullet=f"[{number}]",
        )


def about(references: References, typesetter: Typesetter, left_out: tuple[str, ...]) -> Iterator[Flowable]:
    """How the report came about, and what it cannot show."""
    set_, knowledge = typesetter.paragraph, references.assessment.knowledge_base
    yield set_(style.BODY, say.WHAT_IT_IS)
    yield set_(style.BODY, *sentence(say.ABOUT_KNOWLEDGE, version=knowledge.version, digest=knowledge.digest))
    if left_out:
        yield set_(style.BODY, *sentence(say.LEFT_OUT, sections=say.semicolon(left_out)))
    if note := characters_note(typesetter):
        yield set_(style.HEADING, say.CHARACTERS)
        yield set_(style.BODY, note)
        if typesetter.missing:
            yield set_(style.BODY, say.stands_for(STAND_IN, map(_named, typesetter.missing)))


def _named(character: str) -> str:
    return say.character(ord(character), unicodedata.name(character, ""))

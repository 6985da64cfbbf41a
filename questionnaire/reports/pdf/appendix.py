"""What supports the report: ruled out, rules, cases, evidence, answers, sources, and the report itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable

from questionnaire.assessment.result import CLOSED_BY, AnswerShown, Assessment
from questionnaire.reports.pdf import style
from questionnaire.reports.pdf.card import WHAT_IT_IS, characters_note
from questionnaire.reports.pdf.page import Place
from questionnaire.reports.pdf.style import GREY, HAIRLINE, REGULAR, WIDTH
from questionnaire.reports.pdf.table import Rows
from questionnaire.reports.pdf.text import STAND_IN, Span, Typesetter, bold
from questionnaire.reports.pdf.wording import NOT_NAMED, Wording

_CLOSED = {
    "answer": "An answer closes the way",
    "stakes": "Nothing that they lead to is at stake in this use",
    "evidence": "The evidence concerns other choices",
}


def ruled_out(assessment: Assessment, _wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """Risk factors that the choices could raise and an answer closes."""
    set_ = typesetter.paragraph
    if assessment.verdict.nothing_ruled_out:
        yield set_(style.BODY, "Nothing can be ruled out yet: no question has been answered.")
        return
    if not assessment.ruled_out:
        yield set_(
            style.BODY,
            "No risk factor that the choices could raise is ruled out by an answer."
            if assessment.findings
            else "The choices raise no risk factor at all, so there was none to rule out.",
        )
        return
    yield set_(
        style.BODY,
        "The task, the objective, the data or the deployment could bring these risk factors; here they lead to no "
        "harm. If what closes the way changes, they come back.",
    )
    for closed_by in CLOSED_BY:
        items = [item for item in assessment.ruled_out if item.closed_by == closed_by]
        if items:
            yield CondPageBreak(80)
            yield set_(style.HEADING, _CLOSED[closed_by])
        for item in items:
            said = all(condition in item.because for condition in item.returns_if.split("; or "))
            yield set_(
                style.ITEM,
                bold(f"{item.title}. "),
                item.because,
                bold(" It comes back if "),
                "that changes." if said else f"{item.returns_if}.",
                bullet="–",
            )


def regulations(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """Rules that may apply."""
    set_ = typesetter.paragraph
    yield set_(style.BODY, "Points for a lawyer to check. This is a list of questions, not legal advice.")
    for item in assessment.regulations:
        yield CondPageBreak(60)
        doubt = "" if item.certain else "Only if an open question is answered so. "
        yield set_(
            style.ITEM,
            bold(item.title),
            Span(
                f"\u00a0 {item.jurisdiction}, {item.point}. "
                f"{wording.label('regulation_classes', item.class_)}. As of {item.as_of}.",
                color=GREY,
            ),
            f"\n{doubt}{item.because}",
            *wording.cited(item.sources),
            bold("\nTo check: "),
            item.check,
            bullet="§",
        )


def incidents(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """Documented cases of the same tasks and deployments."""
    set_ = typesetter.paragraph
    sources = {source.id: source for source in assessment.sources}
    yield set_(style.BODY, "Documented cases of the same task or the same use.")
    for incident in assessment.incidents:
        source = sources[incident.source]
        yield set_(
            style.ITEM,
            bold(f"{source.title} ({source.year}). "),
            source.supports,
            *wording.cited((source.id,)),
            Span(f" Concerns: {'; '.join(incident.about)}.", color=GREY),
            bullet="–",
        )


def evidence(assessment: Assessment, _wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """What the team itself found about bias in the field."""
    set_ = typesetter.paragraph
    yield set_(
        style.BODY,
        "What the team found about bias in the field, before any machine learning. Riskwalk has not checked it.",
    )
    for item in assessment.evidence:
        yield set_(
            style.ITEM,
            bold(item.title),
            f": {item.finding}" if item.finding else "",
            *((Span("\n"), Span(item.url, url=item.url)) if item.url else ()),
            bullet="–",
        )


def answers(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """All that the team said, section by section."""
    set_, project = typesetter.paragraph, assessment.project
    yield set_(style.HEADING, "The project")
    rows = [
        [set_(style.CELL_GREY, key.capitalize()), set_(style.CELL, project[key])]
        for key in ("name", "team", "purpose", "contact")
        if project.get(key, "").strip()
    ]
    yield _rows(rows or [[set_(style.CELL_GREY, "Name"), set_(style.CELL, NOT_NAMED)]])
    section, rows = "", []
    for answer in assessment.answers:
        if answer.section != section:
            if rows:
                yield _rows(rows)
            section, rows = answer.section, []
            yield CondPageBreak(90)
            yield set_(style.HEADING, section)
        rows.append([set_(style.CELL_GREY, answer.asks), set_(style.CELL, *_answer(answer, wording))])
    if rows:
        yield _rows(rows)


def _answer(answer: AnswerShown, wording: Wording) -> Iterator[Span]:
    if not answer.on_path:
        yield bold("Ignored: other answers make this question superfluous. ")
    if answer.status == "answered":
        yield Span("\n".join(answer.labels))
    else:
        yield Span(wording.label("answer_statuses", answer.status), color=GREY)
    if answer.note:
        yield Span("\nNote: ", color=GREY)
        yield Span(answer.note)


def _rows(rows: list[list]) -> Flowable:
    table = Rows(rows, [WIDTH * 0.42, WIDTH * 0.58])
    table.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return table


def sources(assessment: Assessment, wording: Wording, typesetter: Typesetter) -> Iterator[Flowable]:
    """The numbered sources with their addresses."""
    set_ = typesetter.paragraph
    if not assessment.sources:
        yield set_(style.BODY, "The report makes no claim that needs a source.")
        return
    for number, source in enumerate(assessment.sources, 1):
        yield Place(f"source-{number}")
        yield set_(
            style.SOURCE,
            f"{source.authors}{' ' if source.authors else ''}({source.year}). ",
            bold(source.title),
            f". {source.supports}",
            Span(f" {wording.label('verifications', source.verified)}. ", color=GREY),
            Span(source.url, url=source.url),
            bullet=f"[{number}]",
        )


def about(
    assessment: Assessment, _wording: Wording, typesetter: Typesetter, left_out: tuple[str, ...]
) -> Iterator[Flowable]:
    """How the report came about, and what it cannot show."""
    set_, knowledge = typesetter.paragraph, assessment.knowledge_base
    yield set_(style.BODY, WHAT_IT_IS)
    yield set_(
        style.BODY,
        bold("Knowledge base "),
        f"{knowledge.version}. ",
        bold("Digest "),
        knowledge.digest,
        ". The same answers and the same knowledge base give this same report, byte for byte.",
    )
    if left_out:
        yield set_(style.BODY, bold("Left out because there is nothing to say: "), "; ".join(left_out), ".")
    if note := characters_note(typesetter):
        yield set_(style.HEADING, "Characters that this report cannot show as typed")
        yield set_(style.BODY, note)
        if typesetter.missing:
            listed = "; ".join(
                f"U+{ord(character):04X} {unicodedata.name(character, 'a control character').lower()}"
                for character in typesetter.missing
            )
            yield set_(style.BODY, f"{STAND_IN} stands for: {listed}.")

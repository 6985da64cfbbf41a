"""An assessment as a PDF report. The only package that knows ReportLab; the same assessment gives the same bytes."""

from __future__ import annotations

import datetime
import functools
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak

from questionnaire.assessment.result import Assessment, Report
from questionnaire.reports.pdf import actions, appendix, findings, people, style, summary
from questionnaire.reports.pdf.card import card
from questionnaire.reports.pdf.page import ContentsLine, LateCanvas, Place, ReportDocument
from questionnaire.reports.pdf.references import References
from questionnaire.reports.pdf.text import Typesetter
from questionnaire.wording import report as say

__all__ = ["render"]


class _Section(NamedTuple):
    """`key` is one of the wording's sections; `page` names the page template with which a new page begins."""

    key: str
    flowables: Callable[[References, Typesetter], Iterator[Flowable]]
    needed: bool = True
    page: str = ""

    def title(self, number: int) -> str:
        return _numbered(number, self.key)


def render(report: Report, dated: datetime.date | None = None) -> bytes:
    """The report as a PDF of A4 pages with embedded fonts, bookmarks and links.

    `dated` stands on the card and in the file; without it the report carries no date, whatever clock and environment
    say.
    """
    typesetter, references = Typesetter(), References(report)
    assessment = report.assessment
    target = io.BytesIO()
    project = typesetter.plain(references.project)
    document = ReportDocument(
        target,
        typesetter,
        project,
        say.imprint(assessment.knowledge_base.version, references.digest),
        title=say.document_title(project),
        author="Riskwalk",
        subject=typesetter.plain(assessment.verdict.because),
    )
    document.build(_story(references, typesetter, dated), canvasmaker=functools.partial(LateCanvas, dated=dated))
    return target.getvalue()


def _story(references: References, typesetter: Typesetter, dated: datetime.date | None) -> list[Flowable]:
    sections = _sections(references.assessment)
    shown = [section for section in sections if section.needed]
    left_out = tuple(say.SECTIONS[section.key][1] for section in sections if not section.needed)
    body: list[Flowable] = []
    for number, section in enumerate(shown, 1):
        body += [NextPageTemplate(section.page), PageBreak()] if section.page else [CondPageBreak(190)]
        title = section.title(number)
        body += [Place(section.key, title), typesetter.paragraph(style.TITLE, title)]
        body += section.flowables(references, typesetter)
    # The last section and the card tell which characters are missing, so they are set after all the others.
    last = _numbered(len(shown) + 1, "about")
    body += [CondPageBreak(190), Place("about", last), typesetter.paragraph(style.TITLE, last)]
    body += appendix.about(references, typesetter, left_out)
    contents: list[Flowable] = [
        PageBreak(),
        Place("contents", say.CONTENTS),
        typesetter.paragraph(style.TITLE, say.CONTENTS),
    ]
    contents += [ContentsLine(section.key, section.title(at), style.CONTENTS) for at, section in enumerate(shown, 1)]
    contents += [ContentsLine("about", last, style.CONTENTS), *summary.how_to_read(references, typesetter)]
    return [*card(references, typesetter, dated), *contents, *body]


def _numbered(number: int, key: str) -> str:
    return f"{number}\u00a0 {say.SECTIONS[key][0]}"


def _sections(assessment: Assessment) -> tuple[_Section, ...]:
    found = bool(assessment.findings)
    falls = any(finding.groups for finding in assessment.findings)
    return (
        _Section("summary", summary.summary, page="body"),
        _Section("graph", summary.graph, found, page="wide"),
        _Section("findings", findings.findings, found),
        _Section("matrix", people.matrix, falls),
        _Section("gaps", people.without_finding, bool(assessment.groups_without_finding)),
        _Section("ruled-out", appendix.ruled_out),
        _Section("unknowns", actions.unknowns),
        _Section("levers", actions.levers, found),
        _Section("recommendations", actions.recommendations, found, page="body"),
        _Section("regulations", appendix.regulations, bool(assessment.regulations)),
        _Section("incidents", appendix.incidents, bool(assessment.incidents)),
        _Section("evidence", appendix.evidence, bool(assessment.evidence)),
        _Section("answers", appendix.answers),
        _Section("sources", appendix.sources),
    )

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
from questionnaire.reports.pdf.text import Typesetter
from questionnaire.reports.pdf.wording import Wording

__all__ = ["render"]


class _Section(NamedTuple):
    key: str
    title: str
    flowables: Callable[[Assessment, Wording, Typesetter], Iterator[Flowable]]
    needed: bool = True
    page: str = ""


def render(report: Report, dated: datetime.date | None = None) -> bytes:
    """The report as a PDF of A4 pages with embedded fonts, bookmarks and links.

    `dated` stands on the card and in the file; without it the report carries no date, whatever clock and environment
    say.
    """
    typesetter, wording = Typesetter(), Wording(report)
    assessment = report.assessment
    target = io.BytesIO()
    project = typesetter.plain(wording.project)
    document = ReportDocument(
        target,
        typesetter,
        project,
        f"Riskwalk · knowledge base {assessment.knowledge_base.version} · {wording.digest}",
        title=f"Machine-bias risk report: {project}",
        author="Riskwalk",
        subject=typesetter.plain(assessment.verdict.because),
    )
    document.build(
        _story(assessment, wording, typesetter, dated), canvasmaker=functools.partial(LateCanvas, dated=dated)
    )
    return target.getvalue()


def _story(
    assessment: Assessment, wording: Wording, typesetter: Typesetter, dated: datetime.date | None
) -> list[Flowable]:
    sections = _sections(assessment)
    shown = [section for section in sections if section.needed]
    left_out = tuple(section.title.lower() for section in sections if not section.needed)
    body: list[Flowable] = []
    for number, section in enumerate(shown, 1):
        body += [NextPageTemplate(section.page), PageBreak()] if section.page else [CondPageBreak(190)]
        title = f"{number}\u00a0 {section.title}"
        body += [Place(section.key, title), typesetter.paragraph(style.TITLE, title)]
        body += section.flowables(assessment, wording, typesetter)
    # The last section and the card tell which characters are missing, so they are set after all the others.
    last = f"{len(shown) + 1}\u00a0 About this report"
    body += [CondPageBreak(190), Place("about", last), typesetter.paragraph(style.TITLE, last)]
    body += appendix.about(assessment, wording, typesetter, left_out)
    contents: list[Flowable] = [
        PageBreak(),
        Place("contents", "Contents"),
        typesetter.paragraph(style.TITLE, "Contents"),
    ]
    contents += [
        ContentsLine(section.key, f"{number}\u00a0 {section.title}", style.CONTENTS)
        for number, section in enumerate(shown, 1)
    ]
    contents += [ContentsLine("about", last, style.CONTENTS), *summary.how_to_read(wording, typesetter)]
    return [*card(assessment, wording, typesetter, dated), *contents, *body]


def _sections(assessment: Assessment) -> tuple[_Section, ...]:
    found = bool(assessment.findings)
    falls = any(finding.groups for finding in assessment.findings)
    told = (
        _Section("summary", "Summary", summary.summary, page="body"),
        _Section("graph", "The risk graph", summary.graph, found, page="wide"),
        _Section("findings", "Findings", findings.findings, found),
        _Section("matrix", "Who bears which harm", people.matrix, falls),
        _Section(
            "gaps", "Groups named without a finding", people.without_finding, bool(assessment.groups_without_finding)
        ),
    )
    ruled_out = _Section("ruled-out", "Ruled out", appendix.ruled_out)
    done = (
        _Section("unknowns", "What to find out", actions.unknowns),
        _Section("levers", "What could be decided otherwise", actions.levers, found),
        _Section("recommendations", "Recommendations", actions.recommendations, found, page="body"),
        _Section("regulations", "Rules that may apply", appendix.regulations, bool(assessment.regulations)),
        _Section("incidents", "It happened here", appendix.incidents, bool(assessment.incidents)),
        _Section("evidence", "Bias known before any machine learning", appendix.evidence, bool(assessment.evidence)),
        _Section("answers", "Answers", appendix.answers),
        _Section("sources", "Sources", appendix.sources),
    )
    return (*told, ruled_out, *done)

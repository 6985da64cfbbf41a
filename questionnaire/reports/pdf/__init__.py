"""A reading as a tagged PDF. The only package that knows ReportLab; the same document gives the same bytes."""

from __future__ import annotations

import datetime
import functools
import io

import questionnaire.reports.pdf.lean  # noqa: F401 -- before anything else imports ReportLab

# isort: split
from questionnaire.readings.blocks import Document
from questionnaire.reports.pdf.layout import Layout
from questionnaire.reports.pdf.page import LateCanvas, ReportDocument
from questionnaire.reports.pdf.style import PAPERS
from questionnaire.reports.pdf.text import Typesetter
from questionnaire.wording import pdf as say

__all__ = ["render"]


def render(document: Document, paper: str = "a4", answers: bytes = b"") -> bytes:
    """The document as a PDF with embedded fonts, bookmarks, links and a tree of tags, on `a4` or `letter`, with the
    answers file attached that it was made from, where one is given.

    It carries the document's day, or no date at all, whatever clock and environment say.
    """
    typesetter = Typesetter()
    title = typesetter.plain(document.title)
    target = io.BytesIO()
    pages = ReportDocument(
        target,
        typesetter,
        PAPERS[paper],
        title,
        document.imprint,
        author=say.AUTHOR,
        subject=typesetter.plain(document.subject),
        lang=document.language,
    )
    dated = datetime.date.fromisoformat(document.dated) if document.dated else None
    story = Layout(document, typesetter, PAPERS[paper]).story()
    pages.build(story, canvasmaker=functools.partial(LateCanvas, title=title, dated=dated, answers=answers))
    return target.getvalue()

"""Answers that go with a report: attached to a PDF, and taken out of it again."""

from __future__ import annotations

import io

from questionnaire.files.problems import Problem, ProblemsFound

NAME = "answers.yaml"
_PDF = b"%PDF-"


def attach(document: object, answers: bytes) -> None:
    """Attaches an answers file to a PDF that pikepdf has opened; the same file gives the same bytes."""
    from pikepdf import AttachedFileSpec, Name

    held = AttachedFileSpec(document, answers, filename=NAME, mime_type="application/yaml")
    held.relationship = Name.Source
    document.attachments[NAME] = held


def taken_out(raw: bytes, name: str) -> bytes:
    """The answers file in a PDF report; what is no PDF is given back as it is.

    Raises ProblemsFound for a PDF that cannot be read or holds no answers.
    """
    if not raw.startswith(_PDF):
        return raw
    from pikepdf import PdfError
    from pikepdf import open as open_pdf

    try:
        with open_pdf(io.BytesIO(raw)) as document:
            if NAME in document.attachments:
                return document.attachments[NAME].get_file().read_bytes()
    except PdfError:
        raise ProblemsFound([Problem(name, 1, "", _UNREADABLE)]) from None
    raise ProblemsFound([Problem(name, 1, "", _WITHOUT_ANSWERS)])


_UNREADABLE = "This PDF is damaged. Take the report again, or give the answers file itself."
_WITHOUT_ANSWERS = "This PDF holds no answers. Only a report of Riskwalk does; else give the answers file itself."

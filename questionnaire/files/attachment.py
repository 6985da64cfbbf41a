"""Answers that go with a report, taken out of the PDF to which they are attached."""

from __future__ import annotations

import re
import zlib

from questionnaire.files.problems import Problem, ProblemsFound

NAME = "answers.yaml"
_PDF, _END = b"%PDF-", b"%%EOF"
_ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile\b[^>]{0,300}>>\s*stream\r?\n")
"""The end of what a PDF says of an attached file, and the beginning of the file."""


def taken_out(raw: bytes, name: str, most: int) -> bytes:
    """The answers file in a PDF report; what is no PDF is given back as it is. Of more than `most` bytes one more than
    these, so that whoever reads them sees that it is too long.

    Raises ProblemsFound for a PDF that is cut off or holds no answers. The file may come from anybody: nothing of it is
    unpacked but the attachment, and of that no more than is read.
    """
    if not raw.startswith(_PDF):
        return raw
    found = _ATTACHED.search(raw)
    if found is None:
        raise ProblemsFound([Problem(name, 1, "", _WITHOUT_ANSWERS if _END in raw else _UNREADABLE)])
    held = raw[found.end() : raw.find(b"endstream", found.end())]
    if b"/FlateDecode" not in found[0]:
        return held[: most + 1]
    try:
        return zlib.decompressobj().decompress(held, most + 1)
    except zlib.error:
        raise ProblemsFound([Problem(name, 1, "", _UNREADABLE)]) from None


_UNREADABLE = "This PDF is damaged. Take the report again, or give the answers file itself."
_WITHOUT_ANSWERS = "This PDF holds no answers. Only a report of Riskwalk does; else give the answers file itself."

"""The risk register as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know that."""

from __future__ import annotations

import csv
import io

from questionnaire.assessment.result import Report
from questionnaire.reports.risk_register import register, without_formula

MARK = "\ufeff"


def render(whole: Report) -> str:
    """The register; the same report gives the same text."""
    made, stream = register(whole), io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(map(without_formula, row) for row in (made.head, *made.rows))
    return MARK + stream.getvalue()

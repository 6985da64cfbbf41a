"""The risk register as a workbook: the head stays in sight, cells wrap, and every text is a text, never a formula."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from questionnaire.assessment.result import Report
from questionnaire.reports.packed import packed, unpacked
from questionnaire.reports.risk_register import register, without_formula
from questionnaire.wording import risk_register as say

# In characters, by column.
WIDTHS = {
    "project": 22,
    "number": 6,
    "finding": 42,
    "standing": 12,
    "level": 14,
    "lower": 14,
    "upper": 14,
    "residual": 14,
    "likelihood": 16,
    "severity": 16,
    "risk_factor": 32,
    "harm": 32,
    "kind": 18,
    "groups": 36,
    "path": 56,
    "recommendations": 56,
    "owner": 22,
    "due": 16,
    "status": 20,
    "knowledge": 24,
}
# The columns that stay in sight to the left: what a row speaks of.
_STAY = 3
_LONGEST = 32_767
_NO_CELL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The day on which it was written would make every file another one.
_DAYS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def render(whole: Report) -> bytes:
    """The register; the same report gives the same bytes."""
    made, book = register(whole), Workbook()
    sheet = book.worksheets[0]
    sheet.title = say.SHEET
    for row, cells in enumerate((made.head, *made.rows), 1):
        for column, value in enumerate(cells, 1):
            _write(sheet.cell(row, column), value)
    _lay_out(sheet, len(made.rows) + 1)
    about = book.create_sheet(say.ABOUT)
    for row, (label, text) in enumerate(made.about, 1):
        _write(about.cell(row, 1), label)
        about.cell(row, 1).font = Font(bold=True)
        _write(about.cell(row, 2), text)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 100
    book.properties.creator, book.properties.title = say.CREATOR, say.SHEET
    stream = io.BytesIO()
    book.save(stream)
    parts = unpacked(stream.getvalue())
    return packed(
        {name: _DAYS.sub(b"", part) if name.startswith("docProps/") else part for name, part in parts.items()}
    )


def _write(cell: Cell | MergedCell, value: int | str) -> None:
    if isinstance(value, int):
        cell.value = value
    else:
        text = _NO_CELL.sub("\ufffd", value)[:_LONGEST]
        cell.value = text
        cell.data_type = "s"
        if without_formula(text) != text:
            cell.quotePrefix = True  # it stays text when somebody edits it
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def _lay_out(sheet: Worksheet, rows: int) -> None:
    for column, width in enumerate(WIDTHS.values(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        head = sheet.cell(1, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECF0")
    last = get_column_letter(len(WIDTHS))
    sheet.freeze_panes = f"{get_column_letter(_STAY + 1)}2"
    sheet.auto_filter.ref = f"A1:{last}{rows}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

"""What this package uses of ReportLab's page layout, imported without what it does not use.

ReportLab's own paragraph prepares expressions for addresses in every script as it is imported, which takes as long as
setting a report of ten pages. Text is set by `text` here, so those modules stand empty while the rest is imported.
"""

from __future__ import annotations

from questionnaire.reports.pdf.lean import left_out, stand_in

_NOT_USED = ("paragraph", "paraparser", "xpreformatted", "multicol")

with left_out(
    *(stand_in(f"reportlab.platypus.{name}", Paragraph=type("Paragraph", (), {})) for name in _NOT_USED),
    stand_in("reportlab.lib.rl_safe_eval"),
):
    from reportlab.platypus import (
        BaseDocTemplate,
        CondPageBreak,
        Flowable,
        Frame,
        LongTable,
        PageBreak,
        PageTemplate,
    )
    from reportlab.platypus.tables import TableRenderCB

__all__ = [
    "BaseDocTemplate",
    "CondPageBreak",
    "Flowable",
    "Frame",
    "LongTable",
    "PageBreak",
    "PageTemplate",
    "TableRenderCB",
]

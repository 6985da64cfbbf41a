"""What this package uses of ReportLab's page layout, imported without what it does not use.

ReportLab's own paragraph prepares expressions for addresses in every script as it is imported, which takes as long as
setting a report of ten pages. Text is set by `text` here, so those modules stand empty while the rest is imported.
"""

from __future__ import annotations

import sys
from types import ModuleType

_NOT_USED = ("paragraph", "paraparser", "xpreformatted", "multicol")


def _left_out() -> dict[str, ModuleType]:
    """Stand-ins for what is not used; none where somebody has imported all of it before."""
    if "reportlab.platypus" in sys.modules:
        return {}
    made = {f"reportlab.platypus.{name}": ModuleType(name) for name in _NOT_USED}
    made["reportlab.platypus.paragraph"].__dict__["Paragraph"] = type("Paragraph", (), {})
    return made


_STAND_INS = _left_out()
sys.modules.update(_STAND_INS)
try:
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
finally:
    for _name in _STAND_INS:
        del sys.modules[_name]

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

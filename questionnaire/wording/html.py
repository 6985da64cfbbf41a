"""Words that only the HTML says."""

from __future__ import annotations

CONTENTS = "Contents"


AS_TABLE = "The same as a table"
TABLE = "The findings by number: where to plan for them, and in brackets where open questions could take them at most."
SPANS = "Likelihood and severity of the findings"


def axes(severity: str, likelihood: str) -> str:
    """The corner of the table of findings: what its rows and its columns are."""
    return f"{severity} ↓ {likelihood} →"


def if_so(kind: str) -> str:
    return f"{kind}, if so"

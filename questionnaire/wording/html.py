"""Words that only the HTML says."""

from __future__ import annotations

CONTENTS = "Contents"


def axes(severity: str, likelihood: str) -> str:
    """The corner of the table of findings: what its rows and its columns are."""
    return f"{severity} ↓ {likelihood} →"


def if_so(kind: str) -> str:
    return f"{kind}, if so"

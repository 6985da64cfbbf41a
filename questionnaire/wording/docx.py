"""Words that only the Word file says."""

from __future__ import annotations

COMMENTS = "Comments"
TO_WRITE = "Write here"
PAGE = "Page"
CONTENTS = "Contents"
CREATOR = "Riskwalk"


def cell(column: str, row: int) -> str:
    """The name of a field in a table that people fill in."""
    return f"{column} {row}"


def if_so(kind: str) -> str:
    return f"{kind}, if so"

"""Words of the bill of materials."""

from __future__ import annotations

TOOL = "Riskwalk"


def harm(title: str, summary: str, because: str) -> str:
    return f"{title}. {summary} {because}"

"""What a table says of likelihood and severity where nothing can be drawn."""

from __future__ import annotations

TABLE = (
    "The findings by number: where to plan for each, and in brackets where open questions could take it at most. Where "
    "it certainly is at least, if that is elsewhere, and whether it may not arise at all, is said in words."
)


def axes(severity: str, likelihood: str) -> str:
    """The corner of the table: what its rows and its columns are."""
    return f"{severity} ↓ {likelihood} →"


def bounds(at_least: str, may_not_arise: str) -> tuple[str, ...]:
    """What a field says beside the numbers to plan for and at most: which findings are there at least, and which of
    those to plan for may not arise; a line for each that there is."""
    least, open_ = at_least and f"at least {at_least}", may_not_arise and f"{may_not_arise} may not arise"
    return tuple(filter(None, (least, open_)))

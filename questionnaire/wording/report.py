"""Sentences and words that several surfaces say of a result: readings, formats and pages.

Sentences are whole, with places for words. Plurals are the matter of functions. Another language is another set of
these.
"""

from __future__ import annotations

from collections.abc import Iterable

PROJECT_FIELDS = {"name": "Name", "team": "Team", "purpose": "Purpose", "contact": "Contact"}
NO_MITIGATION = "No mitigation makes this use acceptable."
NOTHING_RULED_OUT_YET = "Nothing can be ruled out yet"
NO_HARM = "The answers reach no harm from machine bias."


def count(number: int, one: str, many: str) -> str:
    """`1 finding`, `2 findings`: a number with its noun, both forms of which are given."""
    return f"{number} {one if number == 1 else many}"


def findings(number: int) -> str:
    return count(number, "finding", "findings")


def between(lower: str, upper: str) -> str:
    """A range of a scale, such as low to high."""
    return f"{lower} to {upper}"


def at_least(upper: str, lower: str) -> str:
    """The level to plan for, with what is certain."""
    return f"{upper} (at least {lower})"


def comma(words: Iterable[str]) -> str:
    """A plain list."""
    return ", ".join(words)


def semicolon(sentences: Iterable[str]) -> str:
    """A list of what may hold commas itself."""
    return "; ".join(sentences)


# On the buttons that give the report in a format.
AS_PDF = "Report as PDF"
AS_HTML = "Report as web page"
AS_DOCX = "Report as Word file"
AS_JSON = "Result as JSON"
AS_MARKDOWN = "Report as Markdown"
AS_CSV = "Risk register as CSV"
AS_XLSX = "Risk register as Excel file"


def until_answered(level: str) -> str:
    return f"Until something is answered, plan for: {level}."


# --- findings ---------------------------------------------------------------------------------------------------------


def up_to(planned: str, upper: str) -> str:
    """The level to plan for, with what is possible."""
    return f"{planned} (up to {upper})"


def at_least_up_to(planned: str, lower: str, upper: str) -> str:
    """The level to plan for, with what is certain and what is possible."""
    return f"{planned} (at least {lower}, up to {upper})"


# --- what to find out, decide and do ----------------------------------------------------------------------------------


# --- what supports the report -----------------------------------------------------------------------------------------

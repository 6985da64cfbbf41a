"""Words that only the PDF says."""

from __future__ import annotations

from collections.abc import Iterable

from questionnaire.wording.report import semicolon

AUTHOR = "Riskwalk"
CONTENTS = "Contents"
CHARACTERS = "Characters that this file cannot show as typed"
IF_SO = "if so"


def page_of(page: int, pages: str) -> str:
    """The number of a page; how many there are stands last, because it is filled in once the last page is set."""
    return f"Page {page} of {pages}"


def leads_to(place: str) -> str:
    """What a link within the document is said to be."""
    return f"To {place}"


def kind_if_so(kind: str) -> str:
    return f"{kind}, {IF_SO}"


def characters_missing(number: int) -> str:
    noun = "character" if number == 1 else "different characters"
    return (
        f"This file’s font lacks {number} {noun}; □ stands in the place of each. Nothing was changed in the answers "
        "themselves."
    )


def character(code: int, name: str) -> str:
    """A character by its number and its name in Unicode, which writes names in capitals; controls have none."""
    return f"U+{code:04X} {name.lower() or 'a control character'}"


def stands_for(stand_in: str, characters: Iterable[str]) -> str:
    return f"{stand_in} stands for: {semicolon(characters)}."

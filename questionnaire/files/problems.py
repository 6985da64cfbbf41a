"""What is wrong with something that a person wrote, and where. A leaf: imports nothing of ours."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it stands, what is wrong, what is allowed, what to do.

    `advice` marks a problem that does not stop the work (shown, but not counted as an error).
    """

    file: str
    line: int
    field: str
    message: str
    advice: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{where}:{field} {self.message}" if where else f"{field.strip()} {self.message}".strip()


class ProblemsFound(Exception):
    """Carries all problems of a knowledge base or of an answers file. Nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, allowed: Iterable[str]) -> str:
    """A sentence that offers the nearest match of `word`, or an empty string where none is near.

    Capitals, and blanks or underscores for hyphens, do not count.
    """
    plain = {_plain(each): each for each in sorted(allowed, reverse=True)}
    close = difflib.get_close_matches(_plain(str(word)[:80]), plain, n=1, cutoff=0.6)
    return f' Did you mean "{plain[close[0]]}"?' if close else ""


def _plain(word: str) -> str:
    return "-".join(word.casefold().replace("_", " ").replace("-", " ").split())


def listing(words: Iterable[str], most: int = 12, *, as_they_stand: bool = False) -> str:
    """The words in a row for a message, in alphabetical order or `as_they_stand`, which is how words of a scale rise; a
    long list is cut and says by how many."""
    words = list(words) if as_they_stand else sorted(words)
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"


def shortened(text: object, most: int = 60) -> str:
    """What somebody typed, for a message: on one line, and cut where it is long."""
    line = " ".join(str(text).split(maxsplit=most)[: most + 1])
    return line if len(line) <= most else f"{line[:most]}…"


def count(number: int, noun: str) -> str:
    """`1 problem`, `2 problems`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

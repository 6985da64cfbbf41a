"""What is wrong with something that a person wrote, and where. A leaf: imports nothing of ours."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it stands, what is wrong, what is allowed, what to do.

    `field` is the path as programs count, such as `stakes[0].harms`; people read the `place`.
    `advice` marks a problem that does not stop the work (shown, but not counted as an error).
    """

    file: str
    line: int
    field: str
    message: str
    advice: bool = False

    @property
    def place(self) -> str:
        """The field as a person counts: `first of stakes, harms`."""
        return counted(self.field)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.place}:" if self.field else ""
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


_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_STEP = re.compile(r'((?:"[^"]*"|[^\[])*)(?:\[(\d+)\]|$)\.?')


def counted(field: str) -> str:
    """`first of leads_to, harm` for the path `leads_to[0].harm`: counted from one, each name as it stands in the file.

    A row of a file that is a list as a whole is `first entry`.
    """
    if "[" not in field:
        return field
    steps = []
    for name, row in _STEP.findall(field):
        which = ordinal(int(row) + 1) if row else ""
        steps.append(f"{which} of {name}" if which and name else f"{which} entry" if which else name)
    return ", ".join(filter(None, steps))


def ordinal(number: int) -> str:
    """`first` up to `twelfth`, then `13th`, `21st`."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


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

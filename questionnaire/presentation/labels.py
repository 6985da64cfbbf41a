"""Words of the closed lists as a reader sees them: labels, ranges of a scale, colours and marks of levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from questionnaire.assessment.result import Range
from questionnaire.presentation import looks
from questionnaire.wording import report as say


class Labels:
    """Looks words up in the lists that a result carries (`Assessment.words`)."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]):
        self.words = words
        self.levels = tuple(words["levels"])

    def label(self, field: str, word: str) -> str:
        """The label of a word of a list, to stand alone or first; the word itself where the list does not know it."""
        return self.words[field].get(word, word)

    def inline(self, field: str, word: str) -> str:
        """The label as it stands inside a sentence; only lists of words that are said there have one."""
        return self.words[f"{field}_inline"].get(word, word)

    def bounds(self, field: str, bounds: Range) -> str:
        """`Low to high`, or the one word where both ends are the same; to stand alone or first."""
        return _between(self.label(field, bounds.lower), self.inline(field, bounds.upper), bounds, self.label, field)

    def inline_bounds(self, field: str, bounds: Range) -> str:
        """`low to high`, for the inside of a sentence."""
        return _between(self.inline(field, bounds.lower), self.inline(field, bounds.upper), bounds, self.inline, field)

    def label_bounds(self, field: str, bounds: Range) -> str:
        """`Low to High`: both ends as on a label."""
        return _between(self.label(field, bounds.lower), self.label(field, bounds.upper), bounds, self.label, field)

    def at_least(self, bounds: Range) -> str:
        """The level to plan for with what is certain and what is possible, as `Moderate (at least low, up to high)`; of
        these only what differs from it."""
        planned = self.label("levels", bounds.planned)
        lower, upper = (self.inline("levels", level) for level in (bounds.lower, bounds.upper))
        if bounds.planned == bounds.upper:
            return planned if bounds.lower == bounds.upper else say.at_least(planned, lower)
        return (
            say.up_to(planned, upper) if bounds.lower == bounds.planned else say.at_least_up_to(planned, lower, upper)
        )

    def rank(self, level: str) -> int:
        """The position of a level on the scale, from 0 for the lowest."""
        return self.levels.index(level)

    def worst(self, levels: Iterable[str]) -> str:
        """The highest of some levels."""
        return max(levels, key=self.rank)

    def mark(self, level: str) -> str:
        """One character that is fuller with every level."""
        return looks.mark(self.rank(level), len(self.levels))

    def color(self, level: str, *, dark: bool = False) -> str:
        """The colour of a level, as #rrggbb."""
        return looks.color(self.rank(level), len(self.levels), dark=dark)

    def marked(self, level: str) -> str:
        """A level with its mark, which shows the order without colour."""
        return f"{self.mark(level)} {self.label('levels', level)}"


def _between(lower: str, upper: str, bounds: Range, one: Callable[[str, str], str], field: str) -> str:
    return one(field, bounds.upper) if bounds.lower == bounds.upper else say.between(lower, upper)

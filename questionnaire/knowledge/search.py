"""Entries by the words that people use: which of a kind a description speaks of. No network, no model of language.

Ranked by BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"): a rare word that an entry holds
counts more than a common one. What an entry is called, and is also called, weighs more than what is said of it.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import Generic, NamedTuple, TypeVar

from questionnaire.knowledge.entries import Entry

_TITLE, _CALLED, _SUMMARY = 3, 4, 1
_SATURATION, _LENGTH = 1.2, 0.4
_LEAST = 0.35
"""What scores less than this share of the best is not shown."""
_STOPWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about after all also an and any are as at be because been by can do does each for from has have how i if in
        into is it its like may more most new no not of on one only or other our out over own people s so some such
        system than that the their them then there these they this to tool up us use used uses using want we what when
        where which who whom will with would you your build model machine learning ai app software help helps
        """,
    )
)
_ENDINGS = sorted(
    re.findall(
        r"\w+",
        """
        ations ation ators ator ating ated ates ate ings ing ments ment ers er ors or ies ied ions ion es ed s e y
        """,
    ),
    key=len,
    reverse=True,
)
_KEPT = {"s": 2, "e": 4, "es": 4, "ed": 4, "y": 4, "ies": 4}
"""How much of a word is left at least where an ending goes: "care" is no "car"."""


class Text(NamedTuple):
    """What is looked at: a title, what it is also called, and what is said of it."""

    title: str
    called: str
    said: str


Key = TypeVar("Key", bound=Hashable)


class Texts(Generic[Key]):
    """Texts of any kind, by the words that they hold."""

    def __init__(self, texts: Mapping[Key, Text]):
        self._entries = {key: _weighed(text) for key, text in texts.items()}
        number = len(self._entries)
        held = Counter(word for words in self._entries.values() for word in words)
        self._rare = {word: math.log(1 + (number - count + 0.5) / (count + 0.5)) for word, count in held.items()}
        lengths = {key: sum(words.values()) for key, words in self._entries.items()}
        average = sum(lengths.values()) / max(1, number)
        self._norm = {key: _SATURATION * (1 - _LENGTH + _LENGTH * length / average) for key, length in lengths.items()}

    def find(self, text: str, most: int = 3) -> tuple[Key, ...]:
        """The keys of what the text speaks of, the best first; none where no word of it says anything."""
        asked = set(words(text))
        scores = {key: self._score(key, asked) for key in self._entries}
        best = max(scores.values(), default=0.0)
        found = sorted((key for key, score in scores.items() if score > best * _LEAST), key=lambda key: -scores[key])
        return tuple(found[:most])

    def _score(self, key: Key, asked: AbstractSet[str]) -> float:
        held, norm = self._entries[key], self._norm[key]
        return sum(
            self._rare[word] * held[word] * (_SATURATION + 1) / (held[word] + norm) for word in asked & held.keys()
        )


class Index(Texts[str]):
    """The entries of one kind, by the words that they hold."""

    def __init__(self, entries: Mapping[str, Entry]):
        super().__init__({key: _text(entry) for key, entry in sorted(entries.items()) if not entry.replaced_by})


def words(text: str) -> list[str]:
    """The words of a text that say something, without their endings."""
    plain = re.findall(r"[a-z0-9]+", text.casefold().replace("’", "'").replace("'s", ""))
    return [_stem(word) for word in plain if word not in _STOPWORDS]


def _text(entry: Entry) -> Text:
    return Text(entry.title, " ".join(entry.also_called), entry.summary)


def _weighed(text: Text) -> Counter[str]:
    counted: Counter[str] = Counter()
    for said, weight in ((text.title, _TITLE), (text.called, _CALLED), (text.said, _SUMMARY)):
        for word in words(said):
            counted[word] += weight
    return counted


@functools.lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT.get(ending, 3):
            return word[: -len(ending)]
    return word

"""Whether a reason tells again what another one told."""

from __future__ import annotations

import re
from collections.abc import Collection

# Of the words of a reason that retells another so many stand in that one too.
SHARE = 0.5
# A word is known by its beginning, so that a plural or a past tense is the same word; shorter ones tell nothing.
BEGINNING, SHORTEST = 5, 4
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}|\d+")


def retells(reason: str, sources: Collection[str], other: str, others: Collection[str]) -> bool:
    """Whether `reason` says in other words what `other` says: both name a source in common, and at least half of its
    words stand there too. `sources` and `others` are the ids of the published sources of each."""
    words = _words(reason)
    return not set(sources).isdisjoint(others) and len(words & _words(other)) >= SHARE * len(words)


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in _WORD.findall(text.lower()))

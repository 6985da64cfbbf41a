"""Entries and sources that say nearly the same as another one, so that something may be written down twice. Advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.search import words
from questionnaire.upkeep.doubts import Advice
from questionnaire.wording import doubts as wording

ALIKE = 0.8
"""Two texts say nearly the same where so large a part of the words of both stands in both."""
FEWEST = {"title": 2, "asks": 2, "summary": 4}
"""Texts with fewer words than these are too short to be told apart by them."""
_FILLED = ("metrics", "forms")
"""Kinds whose titles and summaries are those of other tools, and alike for a reason."""


def twins(knowledge: KnowledgeBase) -> Iterator[Advice]:
    """Advice on the later one of each pair that says nearly the same, in the order of the entries."""
    for kind in KINDS:
        if kind not in _FILLED:
            entries = {key: each for key, each in getattr(knowledge, kind).items() if not each.replaced_by}
            for field in ("asks",) if kind == "questions" else ("title", "summary"):
                yield from _within(
                    kind, field, {key: frozenset(words(getattr(e, field))) for key, e in entries.items()}
                )
    first: dict[tuple[object, ...], str] = {}
    for key, source in knowledge.sources.items():
        other = first.setdefault((source.type, source.year, *words(source.title)), key)
        if other != key:
            yield Advice("sources", key, ("title",), wording.same_title(other))


def _within(kind: str, field: str, said: Mapping[str, AbstractSet[str]]) -> Iterator[Advice]:
    ids = sorted(key for key, each in said.items() if len(each) >= FEWEST[field])
    for at, key in enumerate(ids):
        mine = said[key]
        for other in ids[:at]:
            theirs = said[other]
            if min(len(mine), len(theirs)) < ALIKE * max(len(mine), len(theirs)):
                continue
            if len(mine & theirs) >= ALIKE * len(mine | theirs):
                yield Advice(kind, key, (field,), wording.nearly_the_same(other, field))
                break

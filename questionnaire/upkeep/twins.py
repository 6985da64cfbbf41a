"""Entries and sources that say nearly the same as another one, so that something may be written down twice. Advice."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
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
    """Two sets of which so large a part is shared share one of their rarest words too, so only those are compared."""
    said = {key: said[key] for key in sorted(said) if len(said[key]) >= FEWEST[field]}
    number = Counter(word for each in said.values() for word in each)
    holding: defaultdict[str, list[str]] = defaultdict(list)
    for key, mine in said.items():
        rarest = sorted(mine, key=lambda word: (number[word], word))[: len(mine) - math.ceil(ALIKE * len(mine)) + 1]
        others = sorted({other for word in rarest for other in holding[word]})
        twin = next((each for each in others if len(mine & said[each]) >= ALIKE * len(mine | said[each])), None)
        if twin is not None:
            yield Advice(kind, key, (field,), wording.nearly_the_same(twin, field))
        for word in rarest:
            holding[word].append(key)

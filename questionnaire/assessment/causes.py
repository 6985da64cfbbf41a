"""Why findings of a later assessment differ from those of an earlier one: an answer, the knowledge base, or both.

Between the two stands a third: the earlier answers, assessed by the later knowledge base. What differs already there,
the knowledge base caused; what differs only from there on, an answer did.
"""

from __future__ import annotations

from msgspec import Struct

from questionnaire.assessment.comparison import FindingKept, Kept

ANSWERS, KNOWLEDGE, BOTH = "answers", "knowledge", "both"
APPEARED, VANISHED, MOVED = "appeared", "vanished", "moved"


class Caused(Struct, frozen=True):
    """A finding that differs: how, its level before and after (empty where there is none), and what caused it."""

    id: str
    title: str
    how: str
    before: str
    after: str
    cause: str


def causes(before: Kept, between: Kept, after: Kept) -> tuple[Caused, ...]:
    """Every finding that differs, those of `after` first, in their order of weight.

    `between` are the answers of `before` under the knowledge base of `after`.
    """
    old, middle, new = ({finding.id: finding for finding in side.findings} for side in (before, between, after))
    found = []
    for key in dict.fromkeys([*new, *old]):
        was, by_then, now = (_level(side.get(key)) for side in (old, middle, new))
        if was != now:
            how = APPEARED if not was else VANISHED if not now else MOVED
            cause = KNOWLEDGE if by_then == now else ANSWERS if by_then == was else BOTH
            found.append(Caused(key, (new.get(key) or old[key]).title, how, was, now, cause))
    return tuple(found)


def _level(finding: FindingKept | None) -> str:
    return finding.moved if finding else ""

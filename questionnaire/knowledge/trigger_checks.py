"""Rules on what levels trigger that hold across its lists. Each yields Problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from questionnaire.files.problems import Problem, listing, nearest
from questionnaire.knowledge.base import KnowledgeBase


def triggers(knowledge: KnowledgeBase, problem: Callable[..., Problem]) -> Iterator[Problem]:
    """Every id stands once, and every level names ids that are there."""
    found = knowledge.triggers
    for name, ids in (
        ("reviewers", [row.id for row in found.reviewers]),
        ("in_place", [row.id for row in found.in_place]),
        ("levels", [row.level for row in found.levels]),
    ):
        counted = Counter(ids)
        key = "level" if name == "levels" else "id"
        for at, identity in enumerate(ids):
            if counted[identity] > 1:
                message = f'"{identity}" is listed {counted[identity]} times. List it once.'
                yield problem(("triggers", "triggers", (name, at, key)), message)
    for at, row in enumerate(found.levels):
        for name in ("reviewers", "in_place"):
            allowed = {each.id for each in getattr(found, name)}
            for identity in getattr(row, name):
                if identity not in allowed:
                    yield problem(
                        ("triggers", "triggers", ("levels", at, name)),
                        f'There is no "{identity}" among {name}.{nearest(identity, allowed)} '
                        f"Allowed: {listing(allowed)}. Correct it, or add it above.",
                    )

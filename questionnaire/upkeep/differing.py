"""Which entries of two knowledge bases differ, and where; and what they hold alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from questionnaire.files.yaml_text import field_path
from questionnaire.knowledge import contents
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.upkeep.difference import EntryDiffers

WHOLE = ("vocabulary", "interview")
"""What stands in one file for the whole knowledge base."""

LISTS = ("lint", "triggers")
"""What stands in one file as rows, each of which counts as an entry."""


def entries_that_differ(old: KnowledgeBase, new: KnowledgeBase) -> tuple[EntryDiffers, ...]:
    """Every entry, source, rule on answers and row of triggers, and the vocabulary and the interview, that is not what
    it was."""
    found: list[EntryDiffers] = []
    for kind in (*KINDS, "sources"):
        found += _between(kind, getattr(old, kind), getattr(new, kind))
    for name in WHOLE:
        found += _between(name, {name: getattr(old, name)}, {name: getattr(new, name)})
    for kind in LISTS:
        found += _between(kind, dict(rows_of(old, kind)), dict(rows_of(new, kind)))
    return tuple(found)


def _between(kind: str, before: Mapping[str, Struct], after: Mapping[str, Struct]) -> Iterator[EntryDiffers]:
    for key in sorted({*before, *after}):
        if key not in before or key not in after:
            yield EntryDiffers(kind, key, "gone" if key in before else "new", ())
        elif before[key] != after[key]:
            yield EntryDiffers(kind, key, "changed", _fields(before[key], after[key]))


def rows_of(knowledge: KnowledgeBase, kind: str) -> Iterator[tuple[str, Struct]]:
    """The rows of triggers.yaml or lint.yaml, each by what a diff calls it: its id, and of triggers the list first."""
    if kind == "lint":
        yield from ((rule.id, rule) for rule in knowledge.lint.rules)
    else:
        triggers = knowledge.triggers
        yield from ((f"reviewers.{each.id}", each) for each in triggers.reviewers)
        yield from ((f"in_place.{each.id}", each) for each in triggers.in_place)
        yield from ((f"levels.{each.level}", each) for each in triggers.levels)


def _fields(old: Struct, new: Struct) -> tuple[str, ...]:
    """The deepest places that differ, counted as in a file."""
    values = [{path: value for path, value, _ in contents.values(record)} for record in (old, new)]
    paths = [path for path in {**values[0], **values[1]} if values[0].get(path) != values[1].get(path)]
    deepest = [path for path in paths if not any(other[: len(path)] == path and other != path for other in paths)]
    return tuple(dict.fromkeys(field_path(path) for path in deepest))


def sharing(old: KnowledgeBase, new: KnowledgeBase) -> KnowledgeBase:
    """The new one, with the very records of the old one wherever they are equal: what is found out about the one need
    not be found out about the other, and equal records are told apart from others at once."""
    fields: dict[str, object] = {}
    for kind in (*KINDS, "sources"):
        before, after = getattr(old, kind), getattr(new, kind)
        fields[kind] = {key: _one(before.get(key), each) for key, each in after.items()}
    for name in WHOLE:
        fields[name] = _one(getattr(old, name), getattr(new, name))
    return msgspec.structs.replace(new, **fields)


def _one(old: object, new: object) -> object:
    return old if old == new else new

"""Everything that a knowledge base holds, record by record and place by place. The one walker over it.

A place is a path as it is written in the file: field names and positions in lists. Edges and conditions are found
without looking at fields that cannot hold one, which takes a fifth of the time of a pass over all values.
"""

from __future__ import annotations

import functools
import typing
from collections.abc import Callable, Iterator

from msgspec import Struct

from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Condition, Edge, Option, Record

Fields = tuple[tuple[str, str], ...]
"""Fields of a record: each by its name in Python and its name in the file."""


class Tail(typing.NamedTuple):
    """Where an edge starts: an entry, or one option of a question."""

    kind: str
    id: str
    option: str = ""


def records(knowledge: KnowledgeBase) -> Iterator[tuple[str, str, Struct]]:
    """Every entry and source with its kind and id, then the vocabulary, the interview, the triggers, the lint and the
    renames."""
    for kind in (*KINDS, "sources"):
        for identity, entry in getattr(knowledge, kind).items():
            yield kind, identity, entry
    yield "vocabulary", "vocabulary", knowledge.vocabulary
    yield "interview", "interview", knowledge.interview
    yield "triggers", "triggers", knowledge.triggers
    yield "lint", "lint", knowledge.lint
    yield "renames", "renames", knowledge.renames


def values(record: Struct) -> Iterator[tuple[tuple, object, Struct]]:
    """Every field's value and every record in a list below a record: its path, the value, and the record it is in."""
    return _walk(record, (), _all_fields)


def edges_and_conditions(record: Struct) -> Iterator[tuple[tuple, object, Struct]]:
    """What `values` gives, of the fields in which an edge or a condition can stand, at any depth."""
    return _walk(record, (), _fields_with_either)


def edges(knowledge: KnowledgeBase) -> Iterator[tuple[Tail, Edge]]:
    """Every edge, with where it starts."""
    for kind, identity, record in records(knowledge):
        for _, value, owner in _walk(record, (), _fields_with_edges):
            if isinstance(value, Edge):
                yield Tail(kind, identity, owner.id if isinstance(owner, Option) else ""), value


def conditions(knowledge: KnowledgeBase) -> Iterator[Condition]:
    """Every condition, those that always hold included."""
    for _, _, record in records(knowledge):
        yield from conditions_in(record)


def conditions_in(record: Struct) -> Iterator[Condition]:
    """Every condition of one record, those that always hold included."""
    for _, value, _ in _walk(record, (), _fields_with_conditions):
        if isinstance(value, Condition):
            yield value


def _walk(
    record: Struct, path: tuple, fields: Callable[[type[Struct]], Fields]
) -> Iterator[tuple[tuple, object, Struct]]:
    for name, written in fields(type(record)):
        value, here = getattr(record, name), (*path, written)
        yield here, value, record
        if isinstance(value, Struct):
            yield from _walk(value, here, fields)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Struct):
                    yield (*here, index), item, record
                    yield from _walk(item, (*here, index), fields)


@functools.cache
def _all_fields(record: type[Struct]) -> Fields:
    return tuple(zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True))


@functools.cache
def _fields_with_edges(record: type[Struct]) -> Fields:
    return _fields_with(record, Edge)


@functools.cache
def _fields_with_conditions(record: type[Struct]) -> Fields:
    return _fields_with(record, Condition)


@functools.cache
def _fields_with_either(record: type[Struct]) -> Fields:
    return _fields_with(record, (Edge, Condition))


def _fields_with(record: type[Struct], sought: type[Record] | tuple[type[Record], ...]) -> Fields:
    """Those fields of a kind of record in which a record of a sought type can stand, at any depth."""
    hints = typing.get_type_hints(record)
    return tuple(
        field
        for field in _all_fields(record)
        if any(issubclass(each, sought) or _fields_with(each, sought) for each in _records_in(hints[field[0]]))
    )


def _records_in(hint: object) -> Iterator[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
    for inner in typing.get_args(hint):
        yield from _records_in(inner)

"""What a layer upon a knowledge base may say: it adds, and it tightens; it replaces nothing and loosens nothing.

Every function gives what the two say together, and what of the layer is refused: where in its file, and why.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from questionnaire.files.problems import listing, nearest
from questionnaire.knowledge.base import KINDS, noun
from questionnaire.knowledge.entries import Bearing, Disadvantage, Exposure, Lead, Raise, Stake, Stop
from questionnaire.knowledge.triggers import LevelTriggers, Triggers
from questionnaire.knowledge.vocabulary import LevelRow, Vocabulary
from questionnaire.wording import layers as wording

EXTENDS = "extends"
FOLDERS = (*(kind for kind in KINDS if kind != "questions"), "sources")
"""The folders that a layer may have: it asks no new question."""
_ADDS = (Raise, Lead, Stake, Exposure, Disadvantage, Bearing, Stop)
"""Edges that can only widen or raise what an entry leads to."""
_Row = typing.TypeVar("_Row", bound=Struct)

_PLAIN = LevelTriggers(level="", because="")

Refused = list[tuple[tuple, str]]
"""Paths in the layer's file, each with what is wrong there."""


def addable(kind: str) -> tuple[str, ...]:
    """The fields of a kind of entry to which a layer may add."""
    hints = typing.get_type_hints(KINDS[kind])
    return tuple(
        name for name, hint in hints.items() if typing.get_origin(hint) is tuple and typing.get_args(hint)[0] in _ADDS
    )


def refused_of_extension(kind: str, data: dict) -> Refused:
    """What a file that extends an entry holds and may not."""
    allowed = addable(kind)
    if not allowed:
        return [((EXTENDS,), wording.extends_nothing(noun(kind)))]
    return [
        ((field,), wording.only_adds(field, nearest(field, allowed), listing(allowed)))
        for field in data
        if field not in (EXTENDS, *allowed)
    ]


def triggers(base: Triggers, upper: Triggers) -> tuple[Triggers, Refused]:
    """What levels trigger by both: all reviewers, all that must be in place, the fewer decisions, the sooner review."""
    refused: Refused = []
    reviewers, wrong = _joined(base.reviewers, upper.reviewers, "reviewers")
    refused += wrong
    in_place, wrong = _joined(base.in_place, upper.in_place, "in_place")
    refused += wrong
    rows = {row.level: row for row in base.levels}
    for at, row in enumerate(upper.levels):
        below = base.of(row.level)
        known = row.level in rows
        months, base_months = row.again_after_months, below.again_after_months
        if known:
            months = min(months, base_months) if _says(row, "again_after_months") else base_months
        decisions = [each for each in row.decisions if each not in below.decisions]
        if decisions and _says(row, "decisions"):
            refused.append((("levels", at, "decisions"), wording.allows_more(row.level, ", ".join(decisions))))
        if known and row.again_after_months > base_months and _says(row, "again_after_months"):
            refused.append((("levels", at, "again_after_months"), wording.later(row.again_after_months, base_months)))
        rows[row.level] = msgspec.structs.replace(
            row,
            because=f"{below.because} {row.because}".strip() if known else row.because,
            reviewers=tuple(dict.fromkeys((*below.reviewers, *row.reviewers))),
            in_place=tuple(dict.fromkeys((*below.in_place, *row.in_place))),
            decisions=tuple(each for each in below.decisions if each in row.decisions),
            again_after_months=months,
        )
    return Triggers(reviewers=reviewers, in_place=in_place, levels=tuple(rows.values())), refused


def _says(row: LevelTriggers, name: str) -> bool:
    """Whether a row says something of its own in a field."""
    return bool(getattr(row, name) != getattr(_PLAIN, name))


def _joined(base: Sequence[_Row], upper: Sequence[_Row], field: str) -> tuple[tuple[_Row, ...], Refused]:
    """The rows of both, each id once; a row that the base has already has to say the same."""
    known = {row.id: row for row in base}
    refused: Refused = []
    for at, row in enumerate(upper):
        identity = row.id
        if identity in known and known[identity] != row:
            refused.append(((field, at, "id"), wording.row_stands_already(identity)))
    return (*base, *(row for row in upper if row.id not in known)), refused


def vocabulary(base: Vocabulary, rows: Sequence[LevelRow]) -> tuple[Vocabulary, Refused]:
    """The vocabulary with these rows of the level table in the place of its own; a level may only rise."""
    levels = base.words("levels")
    refused: Refused = []
    table = {(row.likelihood, row.severity): row for row in base.level_table}
    for at, row in enumerate(rows):
        pair = (row.likelihood, row.severity)
        if pair not in table:
            refused.append((("level_table", at), wording.no_such_pair(*pair)))
        elif row.level not in levels:
            hint = f"{nearest(row.level, levels)} Allowed: {', '.join(levels)}."
            refused.append((("level_table", at, "level"), wording.no_level(row.level, hint)))
        elif levels.index(row.level) < levels.index(table[pair].level):
            refused.append((("level_table", at, "level"), wording.loosens(*pair, table[pair].level, row.level)))
        else:
            table[pair] = row
    return msgspec.structs.replace(base, level_table=tuple(table.values())), refused


def extended(entry: Struct, added: dict[str, object], convert: Callable[[object], Struct]) -> Struct:
    """An entry with the items of a layer behind its own; `convert` makes a record of plain data."""
    plain = msgspec.to_builtins(entry)
    for field, items in added.items():
        if field != EXTENDS and isinstance(items, list):
            plain[field] = [*plain.get(field, ()), *items]
    return convert(plain)

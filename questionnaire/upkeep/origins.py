"""Which folder an entry that differs was changed in: of a base and the layers upon it, as they were and as they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from questionnaire.files import yaml_text
from questionnaire.knowledge.base import KINDS
from questionnaire.knowledge.layers import EXTENDS
from questionnaire.wording import layers as wording

Entry = tuple[str, str]
_WHOLE = ("vocabulary", "interview")
_LISTS = {
    "lint": {"rules": ("", "id")},
    "triggers": {"reviewers": ("reviewers.", "id"), "in_place": ("in_place.", "id"), "levels": ("levels.", "level")},
}
"""Files of rows that count as entries each: by list, what stands before the name of a row, and which field it is."""


def name_of(layer: Path) -> str:
    """What a layer calls itself in about.yaml; the name of its folder where it says nothing."""
    said = _data(layer / "about.yaml")
    name = said.get("name") if isinstance(said, dict) else None
    return name if isinstance(name, str) else layer.resolve().name


def origins(before: Sequence[Path], after: Sequence[Path]) -> dict[Entry, tuple[str, ...]]:
    """By kind and id, the names of the folders in which something of the entry differs, the base first.

    The folders stand in the same order; what only one side has differs as a whole. Nothing is said of one folder alone.
    """
    found: dict[Entry, tuple[str, ...]] = {}
    if max(len(before), len(after)) == 1:
        return found
    for place, (old, new) in enumerate(itertools.zip_longest(before, after)):
        name = wording.THE_BASE if place == 0 else name_of(new or old)
        for entry in dict.fromkeys(_differing(old, new)):
            found[entry] = (*found.get(entry, ()), name)
    return found


def _differing(old: Path | None, new: Path | None) -> Iterator[Entry]:
    """The entries of which the two states of a folder hold something else."""
    for kind in (*KINDS, "sources"):
        names = {file.name for folder in (old, new) if folder for file in (folder / kind).glob("*.yaml")}
        for name in sorted(names):
            files = [folder / kind / name if folder else None for folder in (old, new)]
            raw = [file.read_bytes() if file and file.is_file() else b"" for file in files]
            if raw[0] != raw[1]:
                yield from _entries(kind, *files)
    for name, lists in _LISTS.items():
        pair = [_rows(folder / f"{name}.yaml", lists) if folder else {} for folder in (old, new)]
        yield from ((name, key) for key in sorted({*pair[0], *pair[1]}) if pair[0].get(key) != pair[1].get(key))
    for name in _WHOLE:
        pair = [_data(folder / f"{name}.yaml") if folder else None for folder in (old, new)]
        if pair[0] != pair[1]:
            yield name, name


def _entries(kind: str, *files: Path | None) -> Iterator[Entry]:
    """The entries that two states of a file hold otherwise."""
    sides = [_data(file) if file else None for file in files]
    if kind == "sources":
        lists = [{str(each.get("id")): each for each in side or () if isinstance(each, dict)} for side in sides]
        yield from ((kind, key) for key in sorted({*lists[0], *lists[1]}) if lists[0].get(key) != lists[1].get(key))
        return
    for file, side in zip(files, sides, strict=True):
        if file and side is not None:
            extended = side.get(EXTENDS) if isinstance(side, dict) else None
            yield kind, str(extended or file.stem)


def _rows(file: Path, lists: dict[str, tuple[str, str]]) -> dict[str, object]:
    """The rows of a file by the names that a diff calls them."""
    data = _data(file)
    rows = {name: data.get(name) or () for name in lists} if isinstance(data, dict) else {}
    return {
        f"{lists[name][0]}{row.get(lists[name][1])}": row
        for name, listed in rows.items()
        for row in listed
        if isinstance(row, dict)
    }


def _data(file: Path) -> object:
    """What a file holds; None where there is none."""
    if not file.is_file():
        return None
    raw = file.read_bytes()
    return yaml_text.read(yaml_text.decode(raw, file.name, len(raw)), file.name, careful=False).data

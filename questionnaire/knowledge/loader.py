"""A knowledge-base folder to checked records, all problems at once or nothing.

Where several folders are named, the later ones are layers upon the first, the base: `layers` says what they may hold.
Each file is parsed once: its lines travel with its data to whoever has to name a place. What has not changed since the
last time is not parsed at all but taken from the cache; `inspect`, which `kb check` stands on, takes nothing from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from questionnaire.files.problems import Problem, ProblemsFound
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.cache import Cache
from questionnaire.knowledge.folder import MAY_BE_MISSING, SINGLES, Folder, Kept, Locate, as_id, id_words, shown
from questionnaire.knowledge.layered import Layered

__all__ = ["Kept", "Locate", "as_id", "id_words", "shown"]

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = PROJECT / "knowledge_base"
CACHE_FOLDER = PROJECT / ".cache"
Folders = Path | Sequence[Path]
"""A folder, or a base and the layers upon it."""


class Inspection(NamedTuple):
    """What was found in a folder: the records, which are None where a file is wrong by itself, every problem, and the
    file and line of each place of the records: a kind, an id and a path."""

    knowledge: KnowledgeBase | None
    problems: tuple[Problem, ...]
    locate: Locate | None


def each(folders: Folders) -> tuple[Path, ...]:
    """The folders, one by one, the base first."""
    return (folders,) if isinstance(folders, Path) else tuple(folders)


def load(folders: Folders = DEFAULT_FOLDER, *, cache: Path | None = CACHE_FOLDER) -> KnowledgeBase:
    """The records of the folder; raises ProblemsFound with every mistake where there is one.

    `cache` is the folder to keep what was read in; None reads everything anew.
    """
    found = _opened(folders)
    if cache is None:
        return found.knowledge({})
    named = "\n".join(str(folder.resolve()) for folder in each(folders))
    place = hashlib.sha256(named.encode()).hexdigest()[:8]
    store, whole, parts = Cache(cache), f"knowledge-{place}-{found.digest[:20]}.json", f"files-{place}.json"
    kept = store.read(whole, KnowledgeBase)
    if kept is not None and kept.digest == found.digest:
        return kept
    right = store.read(parts, Kept) or {}
    try:
        knowledge = found.knowledge(right)
    finally:
        now = {name: (found.prints[name], document.data) for name, document in found.documents.items()}
        if now != right:
            store.write(parts, now, parts)
    store.write(whole, knowledge, f"knowledge-{place}-*.json")
    return knowledge


def inspect(folders: Folders = DEFAULT_FOLDER) -> Inspection:
    """The records and every problem of the folder, advice included. Every file is read anew, and nothing is kept."""
    try:
        found = _opened(folders)
        found.parse({})
        knowledge = found.records()
    except ProblemsFound as wrong:
        return Inspection(None, wrong.problems, None)
    return Inspection(knowledge, found.problems_across(knowledge), found.locate)


def what_is_right(folder: Path = DEFAULT_FOLDER) -> KnowledgeBase:
    """The records of those files that are right by themselves, for whoever writes beside one that is not yet.

    Nothing across files is looked at. Raises ProblemsFound where the vocabulary or the interview is not among them.
    """
    found = Folder(folder)
    try:
        found.parse({})
    except ProblemsFound as wrong:
        if not found.documents.keys() >= SINGLES.keys() - set(MAY_BE_MISSING):
            raise ProblemsFound(
                problem for problem in wrong.problems if problem.file.rpartition("/")[2] in SINGLES
            ) from None
    return found.records()


def check(folder: Path = DEFAULT_FOLDER) -> tuple[Problem, ...]:
    """Every problem of the folder, advice included; nothing is cached."""
    return inspect(folder).problems


def _opened(folders: Folders) -> Folder:
    """The files of a folder, or of a base and its layers."""
    base, *upon = each(folders)
    return Layered(base, upon) if upon else Folder(base)

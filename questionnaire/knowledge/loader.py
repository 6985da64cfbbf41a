"""A knowledge-base folder to checked records, all problems at once or nothing.

Each file is parsed once: its lines travel with its data to whoever has to name a place. What has not changed since the
last time is not parsed at all but taken from the cache; `inspect`, which `kb check` stands on, takes nothing from it.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.cache import Cache
from questionnaire.knowledge.entries import Source
from questionnaire.knowledge.triggers import Triggers
from questionnaire.knowledge.vocabulary import Interview, Vocabulary
from questionnaire.wording import upkeep as wording

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = PROJECT / "knowledge_base"
CACHE_FOLDER = PROJECT / ".cache"
MAX_FILE_BYTES = 600_000
_SINGLES = {
    "vocabulary.yaml": "vocabulary",
    "interview.yaml": "interview",
    "about.yaml": "about",
    "triggers.yaml": "triggers",
}
_MAY_BE_MISSING = "triggers.yaml"
_NOT_ENTRIES = {"README.md", "LICENSE", "cases", "schema"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")

Locate = Callable[[str, str, tuple], tuple[str, int]]
Kept = dict[str, tuple[str, object]]
"""By file name: the digest of a file that was right, and its plain data."""


class Inspection(NamedTuple):
    """What was found in a folder: the records, which are None where a file is wrong by itself, every problem, and the
    file and line of each place of the records: a kind, an id and a path."""

    knowledge: KnowledgeBase | None
    problems: tuple[Problem, ...]
    locate: Locate | None


def load(folder: Path = DEFAULT_FOLDER, *, cache: Path | None = CACHE_FOLDER) -> KnowledgeBase:
    """The records of the folder; raises ProblemsFound with every mistake where there is one.

    `cache` is the folder to keep what was read in; None reads everything anew.
    """
    found = _Folder(folder)
    if cache is None:
        return found.knowledge({})
    place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
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


def inspect(folder: Path = DEFAULT_FOLDER) -> Inspection:
    """The records and every problem of the folder, advice included. Every file is read anew, and nothing is kept."""
    try:
        found = _Folder(folder)
        found.parse({})
        knowledge = found.records()
    except ProblemsFound as wrong:
        return Inspection(None, wrong.problems, None)
    return Inspection(knowledge, found.problems_across(knowledge), found.locate)


def what_is_right(folder: Path = DEFAULT_FOLDER) -> KnowledgeBase:
    """The records of those files that are right by themselves, for whoever writes beside one that is not yet.

    Nothing across files is looked at. Raises ProblemsFound where the vocabulary or the interview is not among them.
    """
    found = _Folder(folder)
    try:
        found.parse({})
    except ProblemsFound as wrong:
        if not found.documents.keys() >= _SINGLES.keys() - {_MAY_BE_MISSING}:
            raise ProblemsFound(
                problem for problem in wrong.problems if problem.file.rpartition("/")[2] in _SINGLES
            ) from None
    return found.records()


def check(folder: Path = DEFAULT_FOLDER) -> tuple[Problem, ...]:
    """Every problem of the folder, advice included; nothing is cached."""
    return inspect(folder).problems


def shown(folder: Path) -> str:
    """The folder as messages name it: from where the reader stands, if it lies below, else as it was given."""
    if folder.is_absolute() and folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    return folder.resolve().name if folder == Path() else folder.as_posix()


def _read_file(file: os.PathLike, name: str, problems: list[Problem]) -> bytes:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - a Path for each of some hundred files costs as much as reading
            return opened.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        problems.append(
            Problem(name, 0, "", f"This file cannot be read ({error.strerror}). Make it readable, or replace it.")
        )
        return b""


def _listed(folder: Path, name: str, problems: list[Problem]) -> list[os.DirEntry]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)  # twice as fast as iterdir here
    except OSError as error:
        problems.append(
            Problem(name, 0, "", f"This folder cannot be read ({error.strerror}). Make it readable, or replace it.")
        )
        return []


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise ProblemsFound(
            [Problem(str(folder), 0, "", "There is no such folder. Name a folder with a knowledge base.")]
        )
    found, problems = {}, []
    above = shown(folder)
    for child in sorted(folder.iterdir()):
        if child.name in _SINGLES:
            found[child.name] = _read_file(child, f"{above}/{child.name}", problems)
        elif child.is_dir() and (child.name in KINDS or child.name == "sources"):
            for entry in _listed(child, f"{above}/{child.name}", problems):
                name = f"{child.name}/{entry.name}"
                if entry.name.endswith(".yaml") and not entry.is_dir(follow_symlinks=False):
                    found[name] = _read_file(entry, f"{above}/{name}", problems)
                elif not entry.name.startswith("."):
                    problems.append(
                        Problem(
                            f"{above}/{name}",
                            0,
                            "",
                            "This is not read. Entries end in .yaml and "
                            "stand directly in their folder. Rename or move it.",
                        )
                    )
        elif child.name not in _NOT_ENTRIES and not child.name.startswith("."):
            allowed = (*KINDS, "sources", "cases", *_SINGLES)
            problems.append(
                Problem(
                    f"{above}/{child.name}",
                    0,
                    "",
                    f"This is not read.{nearest(child.name, allowed)} "
                    f"Allowed here: {listing(allowed, 30)}. Rename, move or remove it.",
                )
            )
    problems += [
        Problem(f"{above}/{name}", 0, "", "This file is missing. A knowledge base needs it.")
        for name in _SINGLES
        if name not in found and name != _MAY_BE_MISSING
    ]
    if problems:
        raise ProblemsFound(problems)
    return found


def _kind(name: str) -> str:
    return _SINGLES.get(name) or name.split("/", maxsplit=1)[0]


def _parse_file(where: str, name: str, raw: bytes) -> Document:
    kind = _kind(name)
    problems: list[Problem] = []
    if kind in KINDS and not _ID.match(Path(name).stem):
        problems.append(
            Problem(
                where,
                0,
                "",
                f'"{Path(name).stem}" cannot be an id. A file name is lowercase words '
                "joined by hyphens. "
                f"Rename it, to {as_id(Path(name).stem)}.yaml for example.",
            )
        )
    try:
        document, found = yaml_text.gather(yaml_text.decode(raw, where, MAX_FILE_BYTES), where, careful=False)
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    problems += found
    if left := tuple(yaml_text.places_of(document.data, wording.MARK)):
        problems += _left(kind, document, where, left)
    elif kind == "about":
        problems += _about(document, where)
    else:
        try:
            _record(name, document.data)
        except msgspec.ValidationError as error:
            from questionnaire.knowledge import (
                schemas,  # the error names the first mistake; these all, with their lines
            )

            said = [] if problems else [Problem(where, 1, "", f"{error}.")]
            problems += schemas.problems_of(kind, document, where) or said
    if problems:
        raise ProblemsFound(problems)
    return document


def _left(kind: str, document: Document, where: str, left: tuple) -> list[Problem]:
    """What is left to fill in, and what else is wrong beside it."""
    from questionnaire.knowledge import schemas

    marks = [
        Problem(where, document.line(path), field_path(path), wording.left(schemas.description(kind, path)))
        for path in left
    ]
    fields = {problem.field for problem in marks}
    return marks + [problem for problem in schemas.problems_of(kind, document, where) if problem.field not in fields]


def as_id(text: str) -> str:
    """A text as an id: its words in lowercase, joined by hyphens."""
    return "-".join(re.findall("[a-z0-9]+", text.lower())) or "a-name"


def _about(document: yaml_text.Document, where: str) -> list[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    problems = [
        Problem(where, document.line((key,)), key, "There is no field with this name. Allowed: version.")
        for key in data
        if key != "version"
    ]
    if not isinstance(data.get("version"), str) or not data["version"].strip():
        problems.append(
            Problem(
                where,
                document.line(("version",)),
                "version",
                'The version of the knowledge base is due here, as text in quotes. Write: version: "2026.11.1"',
            )
        )
    return problems


def _record(name: str, data: object) -> object:
    """The record, or for a file of sources the records, that one file's plain data are."""
    kind = _kind(name)
    if kind in KINDS:
        if isinstance(data, dict) and "id" in data:
            raise msgspec.ValidationError("The id is the file name")
        return msgspec.convert({**data, "id": Path(name).stem} if isinstance(data, dict) else data, KINDS[kind])
    record = {
        "sources": tuple[Source, ...],
        "vocabulary": Vocabulary,
        "interview": Interview,
        "triggers": Triggers,
        "about": dict[str, str],
    }[kind]
    return msgspec.convert(data, record)


class _Folder:
    """The files of one folder on their way to records."""

    def __init__(self, folder: Path):
        self.above, self.files = shown(folder), _files(folder)
        self.prints = {name: hashlib.sha256(raw).hexdigest() for name, raw in self.files.items()}
        lines = "\n".join(f"{name} {self.prints[name]}" for name in sorted(self.prints))
        self.digest = hashlib.sha256(lines.encode()).hexdigest()
        self.documents: dict[str, Document] = {}
        self.unparsed: set[str] = set()

    def knowledge(self, kept: Kept) -> KnowledgeBase:
        """The checked records; raises ProblemsFound with every mistake."""
        self.parse(kept)
        try:
            knowledge = self.records()
        except (msgspec.ValidationError, KeyError):  # what was kept is not what these files say
            self.parse({})
            knowledge = self.records()
        errors = [problem for problem in self.problems_across(knowledge) if not problem.advice]
        if errors:
            raise ProblemsFound(errors)
        return knowledge

    def parse(self, kept: Kept) -> None:
        """The data of every file that is right by itself; raises ProblemsFound where one is not."""
        self.documents, self.unparsed, problems = {}, set(), []
        for name, raw in self.files.items():
            if name in kept and kept[name][0] == self.prints[name]:
                self.documents[name] = Document(kept[name][1], {})
                self.unparsed.add(name)
                continue
            try:
                self.documents[name] = _parse_file(f"{self.above}/{name}", name, raw)
            except ProblemsFound as found:
                problems += found.problems
        if problems:
            raise ProblemsFound(problems)

    def records(self) -> KnowledgeBase:
        data = {name: self.documents[name].data for name in sorted(self.documents)}
        entries = {
            kind: {Path(name).stem: _record(name, data[name]) for name in data if _kind(name) == kind} for kind in KINDS
        }
        sources = [source for name in data if _kind(name) == "sources" for source in _record(name, data[name])]
        return KnowledgeBase(
            version=_record("about.yaml", data["about.yaml"])["version"],
            digest=self.digest,
            vocabulary=_record("vocabulary.yaml", data["vocabulary.yaml"]),
            interview=_record("interview.yaml", data["interview.yaml"]),
            triggers=_record(_MAY_BE_MISSING, data.get(_MAY_BE_MISSING, {})),
            sources={source.id: source for source in sorted(sources, key=lambda source: source.id)},
            **entries,
        )

    def line(self, name: str, path: tuple) -> tuple[str, int]:
        """A file as messages name it, and the line of a path in it."""
        if name in self.unparsed:  # it came without lines from the cache
            self.documents[name] = yaml_text.read(self.files[name].decode("utf-8-sig"), name, careful=False)
            self.unparsed.remove(name)
        return f"{self.above}/{name}", self.documents[name].line(path)

    def listed(self) -> Iterator[tuple[str, int, str]]:
        """Every source: its file, its place there, and its id."""
        for name in sorted(self.documents):
            if _kind(name) == "sources":
                for index, item in enumerate(self.documents[name].data):
                    yield name, index, item["id"]

    @functools.cached_property
    def first_of(self) -> dict[str, tuple[str, int]]:
        """By the id of a source, the file and the place where it stands first."""
        first: dict[str, tuple[str, int]] = {}
        for name, index, identity in self.listed():
            first.setdefault(identity, (name, index))
        return first

    def locate(self, kind: str, identity: str, path: tuple = ()) -> tuple[str, int]:
        """The file, as messages name it, and the line of a place in an entry or a source."""
        if kind == "sources":
            name, index = self.first_of[identity]
            return self.line(name, (index, *path))
        return self.line(f"{kind}/{identity}.yaml" if kind in KINDS else f"{kind}.yaml", path)

    def problems_across(self, knowledge: KnowledgeBase) -> tuple[Problem, ...]:
        """What is wrong although every file is right by itself, advice included."""
        from questionnaire.knowledge import checks  # networkx is needed only when something changed

        problems = list(checks.problems_of(knowledge, self.locate, self.above))
        for name, index, identity in self.listed():
            first = self.first_of[identity]
            if (name, index) != first:
                already = ":".join(map(str, self.line(first[0], (first[1], "id"))))
                problems.append(
                    Problem(
                        *self.line(name, (index, "id")),
                        f"[{index}].id",
                        f'The source "{identity}" stands already in {already}. Keep one.',
                    )
                )
        return tuple(sorted(set(problems)))

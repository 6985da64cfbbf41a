"""The files of one knowledge-base folder on their way to records: read, parsed once, and what is wrong with them.

Each file is parsed once: its lines travel with its data to whoever has to name a place.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest
from questionnaire.files.yaml_text import Document, field_path
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Source
from questionnaire.knowledge.lint import Lint
from questionnaire.knowledge.renames import Renames
from questionnaire.knowledge.triggers import Triggers
from questionnaire.knowledge.vocabulary import Interview, Vocabulary
from questionnaire.wording import upkeep as wording

MAX_FILE_BYTES = 600_000
SINGLES = {
    "vocabulary.yaml": "vocabulary",
    "interview.yaml": "interview",
    "about.yaml": "about",
    "triggers.yaml": "triggers",
    "lint.yaml": "lint",
    "renames.yaml": "renames",
}
MAY_BE_MISSING = ("triggers.yaml", "lint.yaml", "renames.yaml")
_NOT_ENTRIES = {"README.md", "LICENSE", "cases", "schema"}
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
"""Letters that are no other letter with a mark."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")

_ADDRESSES = {
    "repository": "The address where changes are handed in",
    "browse": "The address of the app in which the entries can be read",
}

Locate = Callable[[str, str, tuple], tuple[str, int]]
Kept = dict[str, tuple[str, object]]
"""By file name: the digest of a file that was right, and its plain data."""


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


def _files(
    folder: Path, singles: Sequence[str], needed: Sequence[str], folders: Sequence[str], why: Mapping[str, str]
) -> dict[str, bytes]:
    """By name, the files of a folder in which these single files and folders may be; `why` says of
    some names why they are not read."""
    if not folder.is_dir():
        raise ProblemsFound(
            [Problem(str(folder), 0, "", "There is no such folder. Name a folder with a knowledge base.")]
        )
    found, problems = {}, []
    above = shown(folder)
    for child in sorted(folder.iterdir()):
        if child.name in singles:
            found[child.name] = _read_file(child, f"{above}/{child.name}", problems)
        elif child.is_dir() and child.name in folders:
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
            allowed = (*folders, "cases", *singles)
            problems.append(
                Problem(
                    f"{above}/{child.name}",
                    0,
                    "",
                    f"This is not read.{why.get(child.name) or nearest(child.name, allowed)} "
                    f"Allowed here: {listing(allowed, 30)}. Rename, move or remove it.",
                )
            )
    problems += [
        Problem(f"{above}/{name}", 0, "", "This file is missing. A knowledge base needs it.")
        for name in needed
        if name not in found
    ]
    if problems:
        raise ProblemsFound(problems)
    return found


def kind_of(name: str) -> str:
    """What a file holds, by its name below the folder: the kind of its entry, or the name of a single file."""
    return SINGLES.get(name) or name.split("/", maxsplit=1)[0]


def parse_file(where: str, name: str, raw: bytes) -> Document:
    """The data of a file that is right by itself; raises ProblemsFound with every mistake."""
    kind = kind_of(name)
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
    if wording.MARK.encode() in raw and (left := tuple(yaml_text.places_of(document.data, wording.MARK))):
        problems += _left(kind, document, where, left)
    elif kind == "about":
        problems += _about(document, where)
    else:
        try:
            record_of(name, document.data)
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


def id_words(text: str) -> list[str]:
    """The words of a text in the letters and digits of an id, without the marks that letters bear elsewhere; none of a
    text in another script."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return re.findall("[a-z0-9]+", "".join(each for each in plain if not unicodedata.combining(each)))


def as_id(text: str) -> str:
    """A text as an id: its words in lowercase, joined by hyphens."""
    return "-".join(id_words(text)) or "a-name"


def _about(document: yaml_text.Document, where: str) -> list[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    allowed = ("version", *_ADDRESSES)
    problems = [
        Problem(where, document.line((key,)), key, f"There is no field with this name. Allowed: {listing(allowed)}.")
        for key in data
        if key not in allowed
    ]
    return [*problems, *version_of(document, where), *_addresses(document, where)]


def version_of(document: yaml_text.Document, where: str) -> list[Problem]:
    """What is wrong with the version in a file about a knowledge base or a layer."""
    data = document.data if isinstance(document.data, dict) else {}
    if isinstance(data.get("version"), str) and data["version"].strip():
        return []
    message = 'The version of the knowledge base is due here, as text in quotes. Write: version: "2026.11.1"'
    return [Problem(where, document.line(("version",)), "version", message)]


def _addresses(document: yaml_text.Document, where: str) -> list[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    return [
        Problem(
            where, document.line((key,)), key, f"{due} is due here, beginning with https://. Correct it, or remove it."
        )
        for key, due in _ADDRESSES.items()
        if not (isinstance(data.get(key, ""), str) and re.fullmatch(r"(https?://[^\s<>?#]+)?", data.get(key, "")))
    ]


def record_of(name: str, data: object) -> object:
    """The record, or for a file of sources the records, that one file's plain data are."""
    kind = kind_of(name)
    if kind in KINDS:
        if isinstance(data, dict) and "id" in data:
            raise msgspec.ValidationError("The id is the file name")
        return msgspec.convert({**data, "id": Path(name).stem} if isinstance(data, dict) else data, KINDS[kind])
    record = {
        "sources": tuple[Source, ...],
        "vocabulary": Vocabulary,
        "interview": Interview,
        "triggers": Triggers,
        "lint": Lint,
        "renames": Renames,
        "about": dict[str, str],
    }[kind]
    return msgspec.convert(data, record)


class Folder:
    """The files of one folder on their way to records."""

    SINGLES: Sequence[str] = tuple(SINGLES)
    NEEDED: Sequence[str] = tuple(name for name in SINGLES if name not in MAY_BE_MISSING)
    FOLDERS: Sequence[str] = (*KINDS, "sources")
    NOT_READ: Mapping[str, str] = MappingProxyType({})

    def __init__(self, folder: Path):
        self.above = shown(folder)
        self.files = _files(folder, self.SINGLES, self.NEEDED, self.FOLDERS, self.NOT_READ)
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
        except (msgspec.ValidationError, KeyError, TypeError):  # what was kept is not what these files say
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
                self.documents[name] = self.parsed(name, raw)
            except ProblemsFound as found:
                problems += found.problems
        if problems:
            raise ProblemsFound(problems)

    def parsed(self, name: str, raw: bytes) -> Document:
        """One file that is right by itself; raises ProblemsFound where it is not."""
        return parse_file(f"{self.above}/{name}", name, raw)

    def records(self) -> KnowledgeBase:
        data = {name: self.documents[name].data for name in sorted(self.documents)}
        entries = {
            kind: {Path(name).stem: record_of(name, data[name]) for name in data if kind_of(name) == kind}
            for kind in KINDS
        }
        sources = [source for name in data if kind_of(name) == "sources" for source in record_of(name, data[name])]
        return KnowledgeBase(
            **record_of("about.yaml", data["about.yaml"]),
            digest=self.digest,
            vocabulary=record_of("vocabulary.yaml", data["vocabulary.yaml"]),
            interview=record_of("interview.yaml", data["interview.yaml"]),
            triggers=record_of("triggers.yaml", data.get("triggers.yaml", {})),
            lint=record_of("lint.yaml", data.get("lint.yaml", {})),
            renames=record_of("renames.yaml", data.get("renames.yaml", {})),
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
            if kind_of(name) == "sources":
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
        from questionnaire.knowledge import checks  # needed only when something changed

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

"""A knowledge-base folder to checked records, all problems at once or nothing.

What has not changed is not parsed again: a cache beside the project, keyed by content, holds the plain data of each
file and the checked whole as JSON, each behind its checksum. It is safe to delete, and a cache that cannot be read or
written, or is damaged, is ignored.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Source
from questionnaire.knowledge.vocabulary import Interview, Vocabulary

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT_FOLDER = PROJECT / "knowledge_base"
CACHE_FOLDER = PROJECT / ".cache"
MOST_CACHED = 12
MAX_FILE_BYTES = 600_000
_SINGLES = {"vocabulary.yaml": "vocabulary", "interview.yaml": "interview", "about.yaml": "about"}
_NOT_ENTRIES = {"README.md", "LICENSE", "cases", "schema"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_SHAPED_BY = sorted(file for room in ("files", "knowledge") for file in (PROJECT / "questionnaire" / room).glob("*.py"))
"""Code that decides what is read and what is a mistake: a cache made by other code is not used."""

Locate = Callable[[str, str, tuple], tuple[str, int]]


def load(folder: Path = DEFAULT_FOLDER, *, cache: Path | None = CACHE_FOLDER) -> KnowledgeBase:
    """The records of the folder; raises ProblemsFound with every mistake where there is one.

    `cache` is the folder to keep parsed files in; None reads everything anew.
    """
    files = _files(folder)
    prints = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    digest = hashlib.sha256("\n".join(f"{name} {prints[name]}" for name in sorted(prints)).encode()).hexdigest()
    code = hashlib.sha256(b"".join(file.read_bytes() for file in _SHAPED_BY))
    place = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]
    whole = cache and cache / f"knowledge-{place}-{digest[:20]}-{code.hexdigest()[:12]}.json"
    if whole:
        kept = _read_cache(whole, KnowledgeBase)
        if kept is not None and kept.digest == digest:
            return kept
    parts = cache and cache / f"files-{place}-{code.hexdigest()[:12]}.json"
    data = _parse(folder, files, prints, parts)
    knowledge = _records(data, digest)
    _check(folder, files, data, knowledge)
    if whole:
        _write_cache(whole, knowledge, f"knowledge-{place}-*.json")
    return knowledge


def check(folder: Path = DEFAULT_FOLDER) -> tuple[Problem, ...]:
    """Every problem of the folder, advice included; nothing is cached."""
    try:
        files = _files(folder)
        data = _parse(folder, files, {}, None)
        knowledge = _records(data, "")
        return _cross_check(folder, files, data, knowledge)
    except ProblemsFound as found:
        return found.problems


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
        if name not in found
    ]
    if problems:
        raise ProblemsFound(problems)
    return found


def _kind(name: str) -> str:
    return _SINGLES.get(name) or name.split("/", maxsplit=1)[0]


def _parse(folder: Path, files: dict[str, bytes], prints: dict[str, str], cache: Path | None) -> dict[str, object]:
    kept = (cache and _read_cache(cache, dict[str, tuple[str, object]])) or {}
    data, problems = {}, []
    for name, raw in files.items():
        if name in kept and kept[name][0] == prints.get(name):
            data[name] = kept[name][1]
            continue
        try:
            data[name] = _parse_file(f"{shown(folder)}/{name}", name, raw)
        except ProblemsFound as found:
            problems += found.problems
    if cache and any(name not in kept or kept[name][0] != prints[name] for name in data):
        _write_cache(
            cache,
            {name: (prints[name], value) for name, value in data.items()},
            f"{cache.name.rpartition('-')[0]}-*.json",
        )
    if problems:
        raise ProblemsFound(problems)
    return data


def _parse_file(where: str, name: str, raw: bytes) -> object:
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
                f"Rename it, to {_as_id(Path(name).stem)}.yaml for example.",
            )
        )
    try:
        document, found = yaml_text.gather(yaml_text.decode(raw, where, MAX_FILE_BYTES), where, careful=False)
    except ProblemsFound as found:
        raise ProblemsFound([*problems, *found.problems]) from None
    problems += found
    if kind == "about":
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
    return document.data


def _as_id(text: str) -> str:
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
    record = {"sources": tuple[Source, ...], "vocabulary": Vocabulary, "interview": Interview}[kind]
    return msgspec.convert(data, record)


def _records(data: dict[str, object], digest: str) -> KnowledgeBase:
    entries = {
        kind: {Path(name).stem: _record(name, data[name]) for name in sorted(data) if _kind(name) == kind}
        for kind in KINDS
    }
    sources = [source for name in sorted(data) if _kind(name) == "sources" for source in _record(name, data[name])]
    return KnowledgeBase(
        version=data["about.yaml"]["version"],
        digest=digest,
        vocabulary=_record("vocabulary.yaml", data["vocabulary.yaml"]),
        interview=_record("interview.yaml", data["interview.yaml"]),
        sources={source.id: source for source in sorted(sources, key=lambda source: source.id)},
        **entries,
    )


def _check(folder: Path, files: dict[str, bytes], data: dict[str, object], knowledge: KnowledgeBase) -> None:
    errors = [problem for problem in _cross_check(folder, files, data, knowledge) if not problem.advice]
    if errors:
        raise ProblemsFound(errors)


def _cross_check(
    folder: Path, files: dict[str, bytes], data: dict[str, object], knowledge: KnowledgeBase
) -> tuple[Problem, ...]:
    from questionnaire.knowledge import checks  # networkx is needed only when something changed

    above = shown(folder)
    documents: dict[str, yaml_text.Document] = {}
    listed = [
        (name, index, item["id"])
        for name in sorted(data)
        if _kind(name) == "sources"
        for index, item in enumerate(data[name])
    ]
    first_of: dict[str, tuple[str, int]] = {}
    for name, index, identity in listed:
        first_of.setdefault(identity, (name, index))

    def line_of(name: str, path: tuple) -> tuple[str, int]:
        if name not in documents:
            documents[name] = yaml_text.read(files[name].decode("utf-8-sig"), name, careful=False)
        return f"{above}/{name}", documents[name].line(path)

    def locate(kind: str, identity: str, path: tuple = ()) -> tuple[str, int]:
        if kind == "sources":
            name, index = first_of[identity]
            return line_of(name, (index, *path))
        return line_of(f"{kind}/{identity}.yaml" if kind in KINDS else f"{kind}.yaml", path)

    problems = list(checks.problems_of(knowledge, locate))
    for name, index, identity in listed:
        first = first_of[identity]
        if (name, index) != first:
            already = ":".join(map(str, line_of(first[0], (first[1], "id"))))
            problems.append(
                Problem(
                    *line_of(name, (index, "id")),
                    f"[{index}].id",
                    f'The source "{identity}" stands already in {already}. Keep one.',
                )
            )
    return tuple(sorted(set(problems)))


def _read_cache(file: Path, shape: type):
    try:
        checksum, _, payload = file.read_bytes().partition(b"\n")
        if hashlib.sha256(payload).hexdigest().encode() != checksum:
            return None
        return msgspec.json.decode(payload, type=shape)
    except (OSError, msgspec.DecodeError):
        return None


def _write_cache(file: Path, value: object, replaces: str) -> None:
    """Write the file in the place of those that `replaces` names; of other folders' files the newest stay."""
    payload = msgspec.json.encode(value)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f".{file.name}.{os.getpid()}-{id(value)}.part")
        half.write_bytes(hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload)
        half.replace(file)
        for old in file.parent.glob(replaces):
            if old != file:
                old.unlink(missing_ok=True)
        for old in sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)[:-MOST_CACHED]:
            old.unlink(missing_ok=True)
    except OSError:
        return

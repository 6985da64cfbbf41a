"""A knowledge-base folder to checked records, all problems at once or nothing.

What has not changed is not parsed again: a cache beside the project, keyed by content, holds the plain data of each
file and the checked whole as JSON. It is safe to delete, and a cache that cannot be read or written is ignored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from questionnaire import yaml_text
from questionnaire.model import KINDS, Interview, KnowledgeBase, Source, Vocabulary
from questionnaire.problems import Problem, ProblemsFound, listing

HERE = Path(__file__).resolve().parent
DEFAULT_FOLDER = HERE.parent / "knowledge_base"
CACHE_FOLDER = HERE.parent / ".cache"
MAX_FILE_BYTES = 600_000
_SINGLES = {"vocabulary.yaml": "vocabulary", "interview.yaml": "interview", "about.yaml": "about"}
_NOT_ENTRIES = {"README.md", "LICENSE", "cases", "schema"}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_SHAPED_BY = ("model.py", "yaml_text.py", "schemas.py", "checks.py", "loader.py", "conditions.py", "graph.py")

Locate = Callable[[str, str, tuple], tuple[str, int]]


def load(folder: Path = DEFAULT_FOLDER, *, cache: Path | None = CACHE_FOLDER) -> KnowledgeBase:
    """The records of the folder; raises ProblemsFound with every mistake where there is one.

    `cache` is the folder to keep parsed files in; None reads everything anew.
    """
    files = _files(folder)
    prints = {name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()}
    digest = hashlib.sha256("\n".join(f"{name} {prints[name]}" for name in sorted(prints)).encode()).hexdigest()
    code = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in _SHAPED_BY if (HERE / name).exists()))
    whole = cache and cache / f"knowledge-{digest[:20]}-{code.hexdigest()[:12]}.json"
    if whole:
        kept = _read_cache(whole, KnowledgeBase)
        if kept is not None and kept.digest == digest:
            return kept
    parts = cache and cache / f"files-{code.hexdigest()[:12]}.json"
    data = _parse(folder, files, prints, parts)
    knowledge = _records(data, digest)
    _check(folder, files, data, knowledge)
    if whole:
        for old in cache.glob("knowledge-*.json"):
            old.unlink(missing_ok=True)
        _write_cache(whole, knowledge)
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


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise ProblemsFound([Problem(str(folder), 0, "", "There is no such folder. Name a folder with a knowledge base.")])
    found, problems = {}, []
    for child in sorted(folder.iterdir()):
        if child.name in _SINGLES:
            found[child.name] = child.read_bytes()
        elif child.is_dir() and (child.name in KINDS or child.name == "sources"):
            for entry in sorted(child.iterdir()):
                name = f"{child.name}/{entry.name}"
                if entry.suffix == ".yaml" and entry.is_file():
                    found[name] = entry.read_bytes()
                elif not entry.name.startswith("."):
                    problems.append(Problem(f"{folder.name}/{name}", 0, "", "This file is not read. Entries end in .yaml "
                                            "and stand directly in their folder. Rename or move it."))
        elif child.name not in _NOT_ENTRIES and not child.name.startswith("."):
            problems.append(Problem(f"{folder.name}/{child.name}", 0, "", "This is not read. Allowed here: "
                                    f"{listing([*KINDS, 'sources', 'cases', *_SINGLES], 30)}. Move or remove it."))
    problems += [Problem(f"{folder.name}/{name}", 0, "", "This file is missing. A knowledge base needs it.")
                 for name in _SINGLES if name not in found]
    if problems:
        raise ProblemsFound(problems)
    return found


def _kind(name: str) -> str:
    return _SINGLES.get(name) or name.split("/")[0]


def _parse(folder: Path, files: dict[str, bytes], prints: dict[str, str], cache: Path | None) -> dict[str, object]:
    kept = (cache and _read_cache(cache, dict[str, tuple[str, object]])) or {}
    data, problems = {}, []
    for name, raw in files.items():
        if name in kept and kept[name][0] == prints.get(name):
            data[name] = kept[name][1]
            continue
        try:
            data[name] = _parse_file(folder, name, raw)
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    if cache and len(kept) + len(data) and any(name not in kept or kept[name][0] != prints[name] for name in data):
        for old in cache.parent.glob("files-*.json"):
            old.unlink(missing_ok=True)
        _write_cache(cache, {name: (prints[name], value) for name, value in data.items()})
    return data


def _parse_file(folder: Path, name: str, raw: bytes) -> object:
    shown = f"{folder.name}/{name}"
    document = yaml_text.read(yaml_text.decode(raw, shown, MAX_FILE_BYTES), shown, careful=False)
    kind = _kind(name)
    if kind == "about":
        if not (isinstance(document.data, dict) and isinstance(document.data.get("version"), str)):
            raise ProblemsFound([Problem(shown, 1, "version", 'The version is missing. Write it as text: version: "2026.11".')])
        return document.data
    if kind in KINDS and not _ID.match(Path(name).stem):
        raise ProblemsFound([Problem(shown, 0, "", f'"{Path(name).stem}" cannot be an id. A file name is lowercase words '
                                                   "joined by hyphens. Rename the file.")])
    try:
        if kind in KINDS and "id" in (document.data or ()):
            raise msgspec.ValidationError("The id is the file name")
        _record(name, document.data)
    except msgspec.ValidationError as error:  # it names the first mistake; the schema names them all, with their lines
        from questionnaire import schemas
        raise ProblemsFound(schemas.problems_of(kind, document, shown)
                            or [Problem(shown, 1, "", f"{error}.")]) from None
    return document.data


def _record(name: str, data: object) -> object:
    """The record, or for a file of sources the records, that one file's plain data are."""
    kind = _kind(name)
    if kind in KINDS:
        return msgspec.convert({**data, "id": Path(name).stem} if isinstance(data, dict) else data, KINDS[kind])
    return msgspec.convert(data, {"sources": tuple[Source, ...], "vocabulary": Vocabulary, "interview": Interview}[kind])


def _records(data: dict[str, object], digest: str) -> KnowledgeBase:
    entries = {kind: {Path(name).stem: _record(name, data[name]) for name in sorted(data) if _kind(name) == kind}
               for kind in KINDS}
    sources = [source for name in sorted(data) if _kind(name) == "sources" for source in _record(name, data[name])]
    return KnowledgeBase(
        version=data["about.yaml"]["version"], digest=digest,
        vocabulary=_record("vocabulary.yaml", data["vocabulary.yaml"]),
        interview=_record("interview.yaml", data["interview.yaml"]),
        sources={source.id: source for source in sorted(sources, key=lambda source: source.id)}, **entries)


def _check(folder: Path, files: dict[str, bytes], data: dict[str, object], knowledge: KnowledgeBase) -> None:
    errors = [problem for problem in _cross_check(folder, files, data, knowledge) if not problem.advice]
    if errors:
        raise ProblemsFound(errors)


def _cross_check(folder: Path, files: dict[str, bytes], data: dict[str, object],
                 knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    from questionnaire import checks  # networkx is needed only when something changed

    documents: dict[str, yaml_text.Document] = {}
    places = {item["id"]: (name, index) for name in sorted(data) if _kind(name) == "sources"
              for index, item in enumerate(data[name])}

    def locate(kind: str, identity: str, path: tuple = ()) -> tuple[str, int]:
        if kind == "sources":
            name, index = places[identity]
            path = (index, *path)
        else:
            name = f"{kind}/{identity}.yaml" if kind in KINDS else f"{kind}.yaml"
        if name not in documents:
            documents[name] = yaml_text.read(files[name].decode("utf-8-sig"), name, careful=False)
        return f"{folder.name}/{name}", documents[name].line(path)

    problems = list(checks.problems_of(knowledge, locate))
    seen: dict[str, str] = {}
    for name in sorted(data):
        if _kind(name) == "sources":
            for index, item in enumerate(data[name]):
                if item["id"] in seen:
                    problems.append(Problem(f"{folder.name}/{name}", 0, f"[{index}].id",
                                            f'The source "{item["id"]}" stands already in {seen[item["id"]]}. Keep one.'))
                seen.setdefault(item["id"], name)
    return tuple(sorted(set(problems)))


def _read_cache(file: Path, shape: type):
    try:
        return msgspec.json.decode(file.read_bytes(), type=shape)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError):
        return None


def _write_cache(file: Path, value: object) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{hashlib.sha256(str(id(value)).encode()).hexdigest()[:8]}.part")
        half.write_bytes(msgspec.json.encode(value))
        half.replace(file)
    except OSError:
        return

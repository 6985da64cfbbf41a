"""The commands that hand out files: export, which writes every format of every reading, and schema.

Beside them stands SHA256SUMS, by which a later run knows what it wrote itself, and anybody checks what arrived.
"""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from questionnaire.answers import writing
from questionnaire.answers.answers import Answers
from questionnaire.cli import places
from questionnaire.cli.status import DONE, UsageError
from questionnaire.files.problems import Problem, ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.readings.readings import READINGS, Reading
from questionnaire.reports import formats
from questionnaire.reports.formats import Format
from questionnaire.walk.network import Network
from questionnaire.wording import export as wording

SUMS = "SHA256SUMS"


class _File(NamedTuple):
    """One file to be written: in which format, and which reading it shows where the format does not hold the whole."""

    name: str
    format: Format
    reading: Reading


def export(arguments: Namespace) -> int:
    """Writes the files of all answers files, or none where one is wrong."""
    from questionnaire.assessment.assess import report

    folder, dated = Path(arguments.output), arguments.date or ""
    knowledge = loader.load(arguments.layers)
    given = _given(arguments.answers, knowledge)
    due = [f"{name}/{file.name}" for name in given for file in files()]
    written = _sums(folder)
    if not arguments.overwrite:
        _keep_what_is_not_ours(folder, due, written)
    network, number = Network(knowledge), 0
    for name, answers in given.items():
        whole, held = report(network, answers), writing.write(answers, knowledge).encode()
        for file in files():
            number += 1
            places.tell(wording.progress(f"{name}/{file.name}", number, len(due)))
            raw = file.format.render(whole, file.reading, dated, arguments.paper, held)
            _write(folder / name / file.name, raw)
            written[f"{name}/{file.name}"] = hashlib.sha256(raw).hexdigest()
    there = {key: digest for key, digest in written.items() if (folder / key).is_file()}
    sums = "".join(f"{digest}  {key}\n" for key, digest in sorted(there.items()))
    _write(folder / SUMS, sums.encode())
    places.tell(wording.done(len(due), places.shown(folder)))
    return DONE


def schema(arguments: Namespace) -> int:  # noqa: ARG001 -- every command takes the parsed words
    """Writes the JSON Schema of the result to standard output."""
    from questionnaire.reports import json_schema

    places.write(json_schema.schema_text())
    return DONE


def files() -> Iterator[_File]:
    """What is written of one report, in the order of readings and formats."""
    for reading in READINGS:
        for format_ in formats.FORMATS:
            if not format_.whole:
                yield _File(f"{reading.name}{format_.ending}", format_, reading)
    for format_ in formats.FORMATS:
        if format_.whole:
            yield _File(f"{format_.stem}{format_.ending}", format_, READINGS[0])


def _given(names: list[str], knowledge: KnowledgeBase) -> dict[str, Answers]:
    """The answers by the name of their folder; every mistake of all files at once."""
    found: dict[str, Answers] = {}
    first: dict[str, str] = {}
    problems: list[Problem] = []
    for name in names:
        if name == places.STREAM:
            raise UsageError(wording.no_stream())
        stem = Path(name).stem
        if stem in first:
            raise UsageError(wording.same_name(places.shown(first[stem]), places.shown(name), places.shown(stem)))
        first[stem] = name
        try:
            found[stem] = places.read_answers(name, knowledge)
        except ProblemsFound as wrong:
            problems += wrong.problems
    if problems:
        raise ProblemsFound(problems)
    return found


def _sums(folder: Path) -> dict[str, str]:
    """What an export wrote here before: digests by name."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(wording.no_folder(places.shown(folder)))
    try:
        text = (folder / SUMS).read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = places.reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError(wording.unwritable(places.shown(folder / SUMS), reason)) from None
    rows = (line.split("  ", 1) for line in text.splitlines() if "  " in line)
    return {name: digest for digest, name in rows}


def _keep_what_is_not_ours(folder: Path, due: list[str], written: dict[str, str]) -> None:
    foreign = [name for name in due if (folder / name).exists() and _digest(folder / name) != written.get(name)]
    if foreign:
        raise UsageError(wording.not_ours(places.shown(folder), map(places.shown, foreign)))


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:  # what cannot be read was not written by us
        return ""


def _write(file: Path, raw: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    except OSError as error:
        raise UsageError(wording.unwritable(places.shown(file), places.reason(error))) from None

"""Where a command reads from and writes to: a file, standard input or standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.cli.status import UsageError
from questionnaire.knowledge.base import KnowledgeBase


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(reading.MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(reading.MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(
            f'there is no file "{name}". Write the path of an answers file, or - for standard input.'
        ) from None
    except OSError as error:
        raise UsageError(f'"{name}" cannot be read ({error.strerror}).') from None


def read_answers(name: str, knowledge: KnowledgeBase) -> Answers:
    return reading.read(_read(name), "standard input" if name == "-" else name, knowledge)


def check_output(name: str) -> None:
    """Refuses a place to write to that cannot be one, before the work is done for it."""
    place = Path(name)
    if place.is_dir():
        raise UsageError(f'"{name}" is a folder. Name a file in it with -o.')
    if not place.parent.is_dir():
        raise UsageError(f'there is no folder "{place.parent}" to write into. Make it, or name another file with -o.')


def write(text: str | bytes, name: str | None) -> None:
    raw = text.encode() if isinstance(text, str) else text
    if name in (None, "-"):
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(raw)
    except OSError as error:
        raise UsageError(f'"{name}" cannot be written ({error.strerror}). Name another file with -o.') from None

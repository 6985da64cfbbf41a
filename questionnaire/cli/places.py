"""Where a command reads from and writes to: a file, standard input, standard output, standard error."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.cli.status import UsageError
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.wording import command_line as wording

STREAM = "-"

# --- names ------------------------------------------------------------------------------------------------------------


def shown(name: str | Path) -> str:
    """A file's name as a terminal can show it: what is no text, or would steer the terminal, is spelled out."""
    return _NO_TEXT.sub(_spelled, str(name))


_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    byte = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code  # how Python keeps a byte that is no UTF-8
    return f"\\x{byte:02x}" if byte < 0x100 else f"\\u{byte:04x}"


def knowledge_base(folder: str | Path) -> Path:
    """The folder of a knowledge base; raises UsageError where it is none."""
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        raise UsageError(wording.no_knowledge_base(shown(folder))) from None
    except NotADirectoryError:
        raise UsageError(wording.knowledge_base_is_no_folder(shown(folder))) from None
    except OSError as error:
        raise UsageError(wording.knowledge_base_unreadable(shown(folder), reason(error))) from None
    return Path(folder)


def reason(error: OSError) -> str:
    """Why the system refused, in its words."""
    return error.strerror or type(error).__name__


# --- reading ----------------------------------------------------------------------------------------------------------


def read_answers(name: str, knowledge: KnowledgeBase) -> Answers:
    """The answers in a file or on standard input; raises ProblemsFound, or UsageError where nothing can be read."""
    return reading.read(*read_input(name, reading.MAX_BYTES), knowledge, tell)


def read_input(name: str, most: int) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, one more than `most` where there are more, and what messages call it.

    Raises UsageError where nothing can be read.
    """
    return (_read_stream(most), "standard input") if name == STREAM else (_read_file(name, most), shown(name))


def _read_stream(most: int) -> bytes:
    if sys.stdin is None:
        raise UsageError(wording.INPUT_CLOSED)
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise UsageError(wording.input_unreadable(reason(error))) from None


def _read_file(name: str, most: int) -> bytes:
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - a Path makes the empty name the present folder
            return file.read(most + 1)
    except FileNotFoundError:
        raise UsageError(wording.no_answers_file(shown(name))) from None
    except OSError as error:
        raise UsageError(wording.unreadable(shown(name), reason(error))) from None


# --- writing ----------------------------------------------------------------------------------------------------------


def check_output(name: str, answers: str) -> None:
    """Refuses a place to write to that cannot be one, or that the answers are read from, before the work is done."""
    if not name:
        raise UsageError(wording.NO_OUTPUT_NAMED)
    try:
        found = Path(name).stat()
    except FileNotFoundError:
        folder = Path(name).parent
        if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it cannot look
            raise UsageError(wording.no_folder_for_output(shown(folder))) from None
        return
    except OSError as error:
        raise UsageError(wording.unwritable(shown(name), reason(error))) from None
    if stat.S_ISDIR(found.st_mode):
        raise UsageError(wording.output_is_folder(shown(name)))
    if _is_read(found, answers):
        raise UsageError(wording.overwrites_answers(shown(name)))


def _is_read(found: os.stat_result, answers: str) -> bool:
    """Whether the answers are read from the file found, whatever name or link leads to it."""
    try:
        read = os.fstat(sys.stdin.fileno()) if answers == STREAM else Path(answers).stat()
    except (OSError, AttributeError):  # reading it will say what is wrong
        return False
    return stat.S_ISREG(read.st_mode) and os.path.samestat(found, read)


def write_report(text: str | bytes, name: str | None) -> None:
    """Writes to a file, or to standard output where none is named; raises UsageError where that cannot be done."""
    if name in (None, STREAM):
        write(text)
        return
    try:
        Path(name).write_bytes(_raw(text))
    except OSError as error:
        raise UsageError(wording.unwritable(shown(name), reason(error))) from None


def write(text: str | bytes) -> None:
    """Writes to standard output at once; raises UsageError where it takes nothing.

    A reader such as `head` that has enough is no mistake: the command goes on to its end and its exit status.
    """
    if sys.stdout is None:
        raise UsageError(wording.OUTPUT_CLOSED)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(_raw(text))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _give_up_output()
    except OSError as error:
        _give_up_output()
        raise UsageError(wording.output_unwritable(reason(error))) from None


def say(sentence: str) -> None:
    """A line on standard output."""
    write(f"{sentence}\n")


def tell(sentence: str, end: str = "\n") -> None:
    """A line on standard error; where that takes nothing, the exit status has to do."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"{sentence}{end}")
        sys.stderr.flush()
    except OSError:
        sys.stderr = None


def _raw(text: str | bytes) -> bytes:
    return text.encode(errors="backslashreplace") if isinstance(text, str) else text


def _give_up_output() -> None:
    """What is still held for standard output is dropped, so that Python does not try again when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)

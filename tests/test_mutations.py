"""A thousand small mistakes in valid files: each is told with its place or leaves a valid knowledge base, and none is a
traceback."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from questionnaire.knowledge import loader
from questionnaire.upkeep import doubts, reach, reach_told
from questionnaire.walk.network import Network

TIMES, PARTS = 1000, 10
PIECES = (
    "",
    " ",
    "\t",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "null",
    "[]",
    "{}",
    "yes",
    "12",
    "x",
    "…",
    "\x00",
    "*a",
    "&a",
)


def mutated(text: str, chance: random.Random) -> str:
    """The text with a line taken away, doubled, swapped, indented or spoilt."""
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[chance.randrange(len(lines))])
        case 2:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = "  " + lines[at] if chance.random() < 0.5 else lines[at].removeprefix("  ")
        case 4:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + chance.choice(PIECES) + lines[at][place + chance.randrange(3) :]
        case _:
            words = lines[at].split(" ")
            words[chance.randrange(len(words))] = chance.choice(PIECES)
            lines[at] = " ".join(words)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("part", range(PARTS))
def test_no_small_mistake_is_a_traceback(part, toy_folder, tmp_path):
    folder = Path(shutil.copytree(toy_folder, tmp_path / "toy"))
    files = sorted(file for file in folder.rglob("*.yaml") if file.parent.name != "cases")
    chance, told, valid = random.Random(part), 0, 0
    for _ in range(TIMES // PARTS):
        file = chance.choice(files)
        before = file.read_bytes()
        file.write_text(mutated(before.decode(), chance), "utf-8", newline="")
        found = loader.inspect(folder)
        wrong = [problem for problem in found.problems if not problem.advice]
        for problem in wrong:
            assert problem.file.startswith(str(folder)), problem
            assert problem.message.endswith((".", "?", '"')), problem
            told += 1
        if not wrong:
            assert found.knowledge is not None
            list(reach_told.advice(reach.Uses(Network(found.knowledge))))
            list(doubts.doubts(found.knowledge))
            valid += 1
        file.write_bytes(before)
    assert told
    assert valid

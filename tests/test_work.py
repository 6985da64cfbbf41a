"""Reading what a user hands in costs work in proportion to its size. The work is counted, never timed."""

from __future__ import annotations

import contextlib
import re
import sys

import msgspec
import pytest

from questionnaire.answers import reading
from questionnaire.files import problems, yaml_text
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import level_checks
from questionnaire.knowledge.vocabulary import Phrase

HEAD = "format: riskwalk-answers/1\n"
SHAPES = {
    "control characters": lambda n: HEAD + "notes: " + "\x07" * n,
    "control characters between words": lambda n: HEAD + "notes: " + "word\x07" * n,
    "control characters as escapes": lambda n: HEAD + 'notes: {size: "' + "\\x07" * n + '"}',
    "an option many times": lambda n: HEAD + "answers: {people: [" + "yes, " * n + "yes]}",
    "a status many times": lambda n: HEAD + "answers: {people: [" + "unknown, " * n + "no]}",
    "options that there are not": lambda n: HEAD + "answers: {task: [" + ", ".join(f"x{i}" for i in range(n)) + "]}",
    "a long option": lambda n: HEAD + "answers: {task: [" + "x y" * n + "]}",
    "a long key": lambda n: HEAD + '"' + "x y" * n + '": 1',
    "problems below a long key": lambda n: HEAD + '? "' + "x y" * n + '"\n: {a: 1, ' + "a: 1, " * 60 + "}",
    "many keys": lambda n: HEAD + "answers:\n" + "".join(f"  x{i}: 1\n" for i in range(n)),
    "a key many times": lambda n: HEAD + "notes:\n" + "  size: x\n" * n,
    "rows of evidence": lambda n: HEAD + "evidence:\n" + "- {title: a}\n" * n,
    "rows of mitigations": lambda n: HEAD + "mitigations:\n" + "- {id: a, status: b}\n" * n,
    "a mitigation many times": lambda n: HEAD + "mitigations:\n" + "- {id: record-more-voices, status: planned}\n" * n,
    "an open list": lambda n: "[" * n,
    "an open text": lambda n: HEAD + "a: '" + "b\n " * n,
    "empty lines": lambda n: HEAD + "\n" * n,
    "lines of a text": lambda n: HEAD + "notes:\n  size: |\n" + "    b c\n" * n,
    "aliases": lambda n: HEAD + "- *a\n" * n,
    "digits": lambda n: HEAD + "project: {name: " + "1" * n + "}",
    "digits of a version": lambda n: "format: riskwalk-answers/1" + ".1" * n + "x",
}


def attempt(text: str, knowledge) -> None:
    with contextlib.suppress(ProblemsFound):
        reading.read(text.encode(), "file", knowledge)


def calls(text: str, knowledge) -> int:
    """How many functions are called to read a text."""
    count = 0

    def called(*_) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        attempt(text, knowledge)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_twice_the_text_is_at_most_twice_the_work(shape, toy):
    once, twice = (calls(shape(n), toy) for n in (1_000, 2_000))
    assert twice < 2.2 * once + 1_000


class Looked:
    """A pattern that counts the characters it looks through."""

    def __init__(self, pattern: re.Pattern):
        self.pattern, self.characters = pattern, 0

    def search(self, text: str, start: int = 0) -> re.Match | None:
        found = self.pattern.search(text, start)
        self.characters += (found.end() if found else len(text)) - start
        return found

    def findall(self, text: str, start: int, end: int) -> list[str]:
        self.characters += end - start
        return self.pattern.findall(text, start, end)

    def finditer(self, text: str):
        self.characters += len(text)
        return self.pattern.finditer(text)


@pytest.mark.parametrize("unit", ["\x07", "word\x07", "\x07\n", "a\r\n\x07", "\n\n\x07\x07"])
def test_control_characters_are_told_after_one_look_through_the_text(monkeypatch, unit):
    for name in ("_CONTROL", "_LINE_END"):
        monkeypatch.setattr(yaml_text, name, Looked(getattr(yaml_text, name)))
    text = unit * 5_000
    assert yaml_text._controls(text, "file")
    assert yaml_text._CONTROL.characters + yaml_text._LINE_END.characters <= 3 * len(text)


@pytest.mark.parametrize(
    "text", ["a\x07b\x07\nc\n\x08", "\x07\r\n\r\x07\n", "\n\n", "x\x07", "\r\x07\n\x07\r\n\x07", "\x07" * 9]
)
def test_each_line_with_a_control_character_is_told_once(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    due = [number for number, line in enumerate(lines, 1) if re.search("[\x07\x08]", line)]
    assert [problem.line for problem in yaml_text._controls(text, "file")] == due


class Compared(str):
    """A word that counts how often it is compared."""

    times = 0
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("words", [["yes"], ["yes", "no"]], ids=["one", "two"])
def test_options_that_stand_many_times_are_counted_in_one_pass(monkeypatch, toy, words):
    monkeypatch.setattr(reading, "_word", lambda item, _: Compared(item))
    work = []
    for n in (500, 1_000):
        Compared.times = 0
        attempt(HEAD + "answers: {people: [" + ", ".join(words * n) + "]}", toy)
        work.append(Compared.times)
    assert work[1] < 2.5 * work[0]


class Split(str):
    """A text that counts into how many words it is split."""

    words = 0
    __slots__ = ()

    def split(self, *how, **ways) -> list[str]:
        found = str.split(self, *how, **ways)
        Split.words += len(found)
        return found

    def __str__(self) -> str:
        return self


def test_a_long_text_is_shortened_without_looking_at_all_its_words():
    Split.words = 0
    assert problems.shortened(Split("a \n b " * 10_000), 9) == "a b a b a…"
    assert 0 < Split.words < 20
    assert problems.shortened("  a\n b  ", 3) == "a b"
    assert problems.shortened("a b c", 3) == "a b…"


def test_two_long_scales_are_told_without_writing_out_every_pair(toy):
    """A vocabulary of 600 kB can hold scales with tens of millions of pairs."""
    scale = tuple(
        Phrase(id=f"word{number}", label="Word", inline="word", definition="A word.") for number in range(3_000)
    )
    vocabulary = msgspec.structs.replace(toy.vocabulary, likelihoods=scale, severities=scale)
    changed = msgspec.structs.replace(toy, vocabulary=vocabulary)
    count, found = 0, []

    def stepped(*_):
        nonlocal count
        count += 1
        return stepped

    sys.settrace(stepped)
    try:
        found = list(level_checks.level_table(changed, lambda _, message: message))
    finally:
        sys.settrace(None)
    assert len(found) == 1
    assert found[0].startswith("The level table has no row for word0 × word0, word0 × word1, ")
    assert found[0].endswith("word0 × word11 and 8999988 more. Every pair needs one.")
    assert count < 40_000

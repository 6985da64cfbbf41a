"""The command line: its words and exit statuses; never a traceback for a mistake of the user's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import BIRDS, CHOIR, STOPPED, TOY, program

from questionnaire.cli import parser
from questionnaire.knowledge import loader

# --- words ------------------------------------------------------------------------------------------------------------


def test_every_command_is_where_the_parser_says():
    """A command's module is imported only once it is meant, so nothing else would notice a wrong name."""
    found = []

    def runs(commands):
        for sub in commands.choices.values():
            if run := sub.get_default("run"):
                found.append(parser._at(run))
            else:
                runs(sub._subparsers._group_actions[0])

    runs(parser._parser()._subparsers._group_actions[0])
    assert len(found) > 20
    assert all(map(callable, found))


# --- exit statuses ----------------------------------------------------------------------------------------------------


def test_done(run):
    assert run("assess", CHOIR, "--format", "json", "-o", "-").status == 0
    assert run("kb", "check").status == run("kb", "test").status == 0


def test_problems_in_answers_are_all_printed_and_counted(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text("format: riskwalk-answers/1\nanswers:\n  people: maybe\n  sizes: [a-few]\n")
    said = run("assess", "wrong.yaml", "--format", "json")
    assert said.status == 1
    assert said.out == ""
    assert (
        said.err
        == """\
wrong.yaml:3: answers.people: There is no option "maybe". Allowed: no, yes; or "unknown".
wrong.yaml:4: answers.sizes: There is no question "sizes". Did you mean "size"? \
All questions: python -m questionnaire questions
2 problems in 1 file. Nothing was loaded.
"""
    )


def test_problems_of_both_files_of_a_comparison_are_told(run, tmp_path):
    (tmp_path / "a.yaml").write_text("answers: {}\n")
    (tmp_path / "b.yaml").write_text("")
    said = run("compare", "a.yaml", "b.yaml")
    assert (said.status, said.err.count("\n")) == (1, 3)
    assert "2 problems in 2 files. Nothing was loaded." in said.err


def test_standard_input_is_named(run):
    assert run("next", "-", given="format: x").err.startswith("standard input:1: format: ")


@pytest.mark.parametrize(("level", "status"), [("none", 3), ("moderate", 3), ("high", 0), ("unacceptable", 0)])
def test_fail_on_exits_with_three_where_the_verdict_reaches_the_level(run, level, status):
    said = run("assess", CHOIR, "--format", "json", "-o", "result.json", "--fail-on", level)
    assert said.status == status
    assert json.loads(Path("result.json").read_text())["verdict"]["level"] == "moderate"


def test_a_stopped_use_reaches_every_level(run):
    for level in ("none", "low", "moderate", "high", "unacceptable"):
        assert run("assess", "-", "--format", "json", "--fail-on", level, given=STOPPED).status == 3


# --- mistakes of the user's -------------------------------------------------------------------------------------------


ENDINGS = ".pdf, .json, .html, .docx, .md, .csv, .xlsx"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["assess", "nowhere.yaml"],
            'there is no file "nowhere.yaml". Write the path of an answers file, or - for standard input.',
        ),
        (["assess", str(TOY)], f'"{TOY}" cannot be read (Is a directory).'),
        (["assess", f"{CHOIR}/x"], f'"{CHOIR}/x" cannot be read (Not a directory).'),
        (
            ["next", "nowhere.yaml"],
            'there is no file "nowhere.yaml". Write the path of an answers file, or - for standard input.',
        ),
        (
            ["compare", CHOIR, "nowhere.yaml"],
            'there is no file "nowhere.yaml". Write the path of an answers file, or - for standard input.',
        ),
        (["compare", "-", "-"], "only one of the two can be standard input. Name a file for the other."),
        (
            ["assess", CHOIR, "-o", "report.doc"],
            f'"report.doc" ends in none of {ENDINGS}. Change the ending, or say which with --format.',
        ),
        (
            ["assess", CHOIR, "-o", "no/where/report.md"],
            'there is no folder "no/where" to write into. Make it, or name another file with -o.',
        ),
        (["assess", CHOIR, "--format", "md", "-o", str(TOY)], f'"{TOY}" is a folder. Name a file in it with -o.'),
        (
            ["assess", CHOIR, "-o", "/proc/report.md"],
            '"/proc/report.md" cannot be written (No such file or directory). Name another file with -o.',
        ),
        (
            ["assess", CHOIR, "--fail-on", "hihg"],
            '"hihg" is not a level. Did you mean "high"? Allowed: none, low, moderate, high, unacceptable.',
        ),
        (
            ["template", "--task", "voice-sortin"],
            (
                'there is no task "voice-sortin". Did you mean "voice-sorting"? All tasks stand in the '
                "template: python -m questionnaire template"
            ),
        ),
        (
            ["kb", "show", "few-deep-voice"],
            (
                'there is no entry "few-deep-voice". Did you mean "few-deep-voices"? All ids: the file names '
                "in the knowledge base's folders."
            ),
        ),
        (
            ["kb", "test", "village-chor"],
            (
                f'there is no case "village-chor". Did you mean "village-choir"? All cases: the file names in '
                f"{TOY}/cases/."
            ),
        ),
    ],
    ids=lambda value: " ".join(value[:2])[:20] if isinstance(value, list) else "",
)
def test_wrong_usage_is_explained(run, words, message):
    said = run(*words)
    assert (said.status, said.out) == (2, "")
    assert said.err == f"python -m questionnaire: {message}\n"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["asess"],
        ["kb"],
        ["kb", "chek"],
        ["assess"],
        ["assess", CHOIR, "--format", "doc"],
        ["assess", CHOIR, "--no-such"],
        ["compare", CHOIR],
        ["next"],
        ["compare", CHOIR, BIRDS, "--format", "pdf"],
        ["assess", CHOIR, "-o"],
    ],
)
def test_unknown_words_are_wrong_usage(run, words):
    said = run(*words, kb=None)
    assert said.status == 2
    assert said.err.startswith("usage: python -m questionnaire")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words", [["assess", CHOIR], ["template"], ["questions"], ["kb", "check"], ["kb", "schema"], ["kb", "stats"]]
)
def test_a_knowledge_base_that_is_not_there(run, words):
    said = run(*words, kb="nowhere")
    assert said.status == 2
    assert (
        said.err
        == 'python -m questionnaire: there is no folder "nowhere". Name the folder of a knowledge base with --kb.\n'
    )


def test_a_knowledge_base_with_a_mistake_starts_nothing(run, changed):
    folder = changed("harms/wrong-part.yaml", "kind: quality_of_service", "kind: service")
    for words in (
        ["assess", CHOIR],
        ["template"],
        ["questions", "--json"],
        ["next", CHOIR],
        ["compare", CHOIR, BIRDS],
        ["kb", "test"],
        ["kb", "stats"],
        ["kb", "show", "wrong-part"],
    ):
        said = run(*words, kb=folder)
        assert (said.status, said.out) == (1, "")
        assert said.err.endswith("1 problem in 1 file. Nothing was loaded.\n")
        assert not list(Path().glob("*.pdf"))


def test_binary_answers_are_no_traceback(run, tmp_path):
    (tmp_path / "photo.yaml").write_bytes(bytes(range(256)) * 100)
    assert run("assess", "photo.yaml").status == 1


@pytest.mark.parametrize("words", ["questions", "template", f"kb check --kb {TOY}"], ids=["long", "raw", "short"])
def test_a_reader_that_has_enough_is_no_mistake(words):
    line = f'"{sys.executable}" -m questionnaire {words} | true; echo ${{PIPESTATUS[0]}}'
    said = subprocess.run(
        ["bash", "-c", line], check=True, capture_output=True, text=True, cwd=loader.PROJECT, timeout=60
    )
    assert (said.stdout, said.stderr) == ("0\n", "")


@pytest.mark.parametrize("words", [["questions"], ["kb", "show", "voice-sorting"]])
def test_any_character_is_printed_whatever_the_terminal(toy_copy, words):
    file = toy_copy / "tasks" / "voice-sorting.yaml"
    file.write_text(file.read_text("utf-8").replace("Sorting voices", "Łódź → 日本語"), "utf-8")
    said = program(*words, "--kb", str(toy_copy), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert said.returncode == 0
    assert "Łódź → 日本語" in said.stdout.decode()


def test_the_whole_program_exits_with_the_status():
    assert program("assess", "nowhere.yaml").returncode == 2
    assert program("assess", "-", given=b"").returncode == 1
    assert (
        program(
            "assess", "-", "--format", "json", "--fail-on", "unacceptable", "--kb", str(TOY), given=STOPPED.encode()
        ).returncode
        == 3
    )

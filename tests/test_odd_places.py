"""The command line where files and streams are odd: a sentence and the right status, and nothing of the user's lost."""

from __future__ import annotations

import errno
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import CHOIR, TOY

from questionnaire.cli import places
from questionnaire.cli.parser import main
from questionnaire.knowledge import loader

LONG = "n" * 300
READABLE = "Make it readable, or replace it."
NAME = "Name another file with -o."


def shell(line: str, **environment: str) -> subprocess.CompletedProcess:
    """A line for the shell in which `riskwalk` stands for the program."""
    line = line.replace("riskwalk", f'"{sys.executable}" -m questionnaire')
    return subprocess.run(
        ["bash", "-c", line],
        check=False,
        capture_output=True,
        text=True,
        cwd=loader.PROJECT,
        timeout=60,
        env={**os.environ, **environment},
    )


# --- files and folders ------------------------------------------------------------------------------------------------


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a symbolic link that leads to itself."""
    (tmp_path / "loop").symlink_to("loop")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["assess", LONG], f'"{LONG}" cannot be read (File name too long).'),
        (["assess", "loop"], '"loop" cannot be read (Too many levels of symbolic links).'),
        (["assess", ""], 'there is no file "". Write the path of an answers file, or - for standard input.'),
        (["assess", "/proc/self/mem"], '"/proc/self/mem" cannot be read (Input/output error).'),
        (["assess", CHOIR, "-o", f"{LONG}.pdf"], f'"{LONG}.pdf" cannot be written (File name too long). {NAME}'),
        (["assess", CHOIR, "-o", f"{LONG}/a.pdf"], f'"{LONG}/a.pdf" cannot be written (File name too long). {NAME}'),
        (["assess", CHOIR, "-o", "loop"], f'"loop" cannot be written (Too many levels of symbolic links). {NAME}'),
        (["assess", CHOIR, "-o", f"{CHOIR}/a.pdf"], f'"{CHOIR}/a.pdf" cannot be written (Not a directory). {NAME}'),
        (["assess", CHOIR, "-o", ""], "no name stands behind -o. Name a file, or - for standard output."),
        (
            ["assess", CHOIR, "--format", "json", "-o", "/dev/full"],
            f'"/dev/full" cannot be written (No space left on device). {NAME}',
        ),
        (
            ["assess", "caf\udce9.yaml"],
            'there is no file "caf\\xe9.yaml". Write the path of an answers file, or - for standard input.',
        ),
        (
            ["assess", "red\x1b[31m.yaml"],
            'there is no file "red\\x1b[31m.yaml". Write the path of an answers file, or - for standard input.',
        ),
        (
            ["template", "--task", "x" * 5000],
            f'there is no task "{"x" * 60}…". All tasks stand in the template: python -m questionnaire template',
        ),
        (
            ["kb", "show", "x" * 5000],
            f'there is no entry "{"x" * 60}…". All ids: the file names in the knowledge base\'s folders.',
        ),
        (
            ["kb", "test", "x" * 5000],
            f'there is no case "{"x" * 60}…". All cases: the file names in {TOY}/cases/.',
        ),
    ],
    ids=lambda value: " ".join(value)[:24] if isinstance(value, list) else "",
)
def test_an_odd_name_is_explained(run, odd, words, message):
    said = run(*words)
    assert (said.status, said.out) == (2, "")
    assert said.err == f"python -m questionnaire: {message}\n"
    assert [path.name for path in odd.iterdir()] == ["loop"]


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        (LONG, f'the folder "{LONG}" cannot be read (File name too long).'),
        ("loop", 'the folder "loop" cannot be read (Too many levels of symbolic links).'),
        ("caf\udce9", 'there is no folder "caf\\xe9".'),
        ("", 'there is no folder "".'),
        (CHOIR, f'"{CHOIR}" is no folder.'),
        ("/dev/null", '"/dev/null" is no folder.'),
    ],
    ids=lambda value: value[:12],
)
def test_an_odd_knowledge_base_is_explained(run, odd, folder, message):
    said = run("template", f"--kb={folder}", kb=None)
    assert (said.status, said.out) == (2, "")
    assert said.err == f"python -m questionnaire: {message} Name the folder of a knowledge base with --kb.\n"


def test_a_folder_that_holds_no_knowledge_base_is_told_what_is_missing(run, tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9")).mkdir()
    said = run("template", kb=os.fsdecode(b"caf\xe9"))
    assert (said.status, said.out) == (1, "")
    assert "/vocabulary.yaml: This file is missing. A knowledge base needs it.\n" in said.err


def test_an_entry_that_leads_to_itself_is_told(run, toy_copy):
    (toy_copy / "harms" / "itself.yaml").symlink_to("itself.yaml")
    said = run("kb", "check", kb=toy_copy)
    assert (said.status, said.out) == (
        1,
        (
            f"toy/harms/itself.yaml: This file cannot be read (Too many levels of symbolic links). {READABLE}\n"
            "1 problem in 1 file, 0 to consider.\n"
        ),
    )


def test_a_folder_of_entries_that_may_not_be_read_is_told(run, toy_copy, monkeypatch):
    def refused(folder, found=os.scandir):
        if str(folder).endswith("harms"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        return found(folder)

    monkeypatch.setattr(os, "scandir", refused)
    said = run("kb", "check", kb=toy_copy)
    assert (said.status, said.out) == (
        1,
        f"toy/harms: This folder cannot be read (Permission denied). {READABLE}\n1 problem in 1 file, 0 to consider.\n",
    )


def test_problems_in_a_file_with_a_name_that_is_no_text_are_told(run, tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.yaml")).write_text("answers: {}\n")
    said = run("next", os.fsdecode(b"caf\xe9.yaml"))
    assert said.status == 1
    assert said.err.startswith('caf\\xe9.yaml:1: format: The field "format" is missing.')


def test_a_report_is_written_under_a_name_that_is_no_text(run):
    said = run("assess", CHOIR, "--format", "md", "-o", os.fsdecode(b"caf\xe9.txt"))
    assert said.status == 0
    assert said.err.startswith("caf\\xe9.txt: moderate, 3 findings. ")
    assert Path(os.fsdecode(b"caf\xe9.txt")).read_text("utf-8").startswith("# ")


def test_the_schemas_are_not_written_over_a_folder_and_nobody_is_sent_to_an_option_that_is_not_there(run, toy_copy):
    (toy_copy / "schema").mkdir(exist_ok=True)
    (toy_copy / "schema" / "tasks.schema.json").unlink(missing_ok=True)
    (toy_copy / "schema" / "tasks.schema.json").mkdir()
    file = toy_copy / "schema" / "tasks.schema.json"
    assert run("kb", "schema", kb=toy_copy).err == (
        f'python -m questionnaire: "{file}" cannot be written (Is a directory). Make room for that file.\n'
    )


# --- the answers file that was read -----------------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """An answers file of the user's own."""
    file = tmp_path / "answers.md"
    file.write_bytes(Path(CHOIR).read_bytes())
    return file


def _same(file: Path) -> str:
    return "answers.md"


def _another_way(file: Path) -> str:
    return f"../{file.parent.name}/answers.md"


def _symbolic_link(file: Path) -> str:
    (file.parent / "link.md").symlink_to(file)
    return "link.md"


def _hard_link(file: Path) -> str:
    (file.parent / "link.md").hardlink_to(file)
    return "link.md"


@pytest.mark.parametrize("name", [_same, _another_way, _symbolic_link, _hard_link], ids=lambda how: how.__name__[1:])
def test_the_report_never_overwrites_the_answers(run, answers, name):
    output, before = name(answers), answers.read_bytes()
    said = run("assess", "answers.md", "-o", output)
    assert (said.status, said.out) == (2, "")
    assert said.err == (
        f'python -m questionnaire: "{output}" is the answers file itself; the report would overwrite it. {NAME}\n'
    )
    assert answers.read_bytes() == before


def test_the_report_never_overwrites_the_answers_that_came_in_by_standard_input(answers):
    before = answers.read_bytes()
    said = shell(f'riskwalk assess - -o "{answers}" --kb "{TOY}" < "{answers}"')
    assert (said.returncode, answers.read_bytes()) == (2, before)
    assert "is the answers file itself" in said.stderr


def test_the_report_never_overwrites_answers_that_are_named_as_a_report_would_be(run, tmp_path):
    file = tmp_path / "answers.pdf"
    file.write_bytes(Path(CHOIR).read_bytes())
    said = run("assess", "answers.pdf")
    assert (said.status, file.read_bytes()) == (2, Path(CHOIR).read_bytes())
    assert '"answers.pdf" is the answers file itself' in said.err


def test_a_report_from_before_is_written_anew(run):
    for _ in range(2):
        assert run("assess", CHOIR, "-o", "report.md").status == 0


# --- streams ----------------------------------------------------------------------------------------------------------

FULL = "standard output cannot be written (No space left on device). Make room, or send it to another place."


@pytest.mark.parametrize("words", ["template", f"assess {CHOIR} --format json", "kb test", "--help"])
def test_a_full_standard_output_is_told(words):
    said = shell(f"riskwalk {words} --kb {TOY} > /dev/full")
    assert (said.returncode, said.stderr) == (2, f"python -m questionnaire: {FULL}\n")


def test_everything_that_is_printed_goes_through_the_one_place_that_knows_odd_streams():
    for file in Path(places.__file__).parent.glob("*.py"):
        text = file.read_text("utf-8")
        assert "print(" not in text and ("sys.std" not in text or file.stem in ("places", "parser")), file


@pytest.mark.parametrize("words", ["template", "kb check"])
def test_a_closed_standard_output_is_told(words):
    said = shell(f"riskwalk {words} --kb {TOY} >&-")
    assert (said.returncode, said.stderr) == (
        2,
        "python -m questionnaire: standard output is closed. Open it, or send it to a file with >.\n",
    )


def test_the_app_starts_with_a_closed_standard_output(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execve", lambda *words: started.append(words))
    monkeypatch.setattr(os, "chdir", lambda _: None)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    monkeypatch.setattr(sys, "stdout", None)
    main(["app"])
    assert started or os.name == "nt"


def test_a_closed_standard_output_does_not_matter_where_nothing_goes_there(tmp_path):
    said = shell(f'riskwalk assess {CHOIR} --kb {TOY} -o "{tmp_path}/a.json" >&-')
    assert said.returncode == 0
    assert (tmp_path / "a.json").read_text().startswith("{")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("riskwalk next - <&-", "standard input is closed. Write the path of an answers file."),
        (
            "riskwalk next - 0> /dev/null",
            "standard input cannot be read (Bad file descriptor). Write the path of an answers file.",
        ),
    ],
    ids=["closed", "only for writing"],
)
def test_a_standard_input_that_cannot_be_read_is_told(line, message):
    said = shell(line)
    assert (said.returncode, said.stderr) == (2, f"python -m questionnaire: {message}\n")


@pytest.mark.parametrize("stream", ["2> /dev/full", "2>&-"], ids=["full", "closed"])
def test_a_standard_error_that_takes_nothing_changes_neither_status_nor_standard_output(stream):
    said = shell(f"riskwalk next nowhere.yaml {stream}")
    assert (said.returncode, said.stdout) == (2, "")
    said = shell(f"riskwalk next - {stream} < /dev/null")
    assert (said.returncode, said.stdout) == (1, "")


def test_a_reader_that_has_enough_does_not_hide_what_was_found(toy_copy):
    (toy_copy / "vocabulary.yaml").unlink()
    said = shell(f'riskwalk kb check --kb "{toy_copy}" | true; echo ${{PIPESTATUS[0]}}')
    assert (said.stdout, said.stderr) == ("1\n", "")
    said = shell(f"riskwalk assess {CHOIR} --kb {TOY} --format md --fail-on low | true; echo ${{PIPESTATUS[0]}}")
    assert (said.stdout, said.stderr) == ("3\n", "")


# --- the command's own name -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "due"),
    [
        (["next", "nowhere.yaml"], "python3 run.py: there is no file"),
        (["asess"], "usage: python3 run.py "),
        (["template", "--task", "x"], "All tasks stand in the template: python3 run.py template"),
        (["next", "-"], "Start from a template: python3 run.py template"),
    ],
)
def test_messages_name_the_command_that_was_typed(run, monkeypatch, words, due):
    monkeypatch.setenv("RISKWALK_COMMAND", "python3 run.py")
    said = run(*words).err
    assert due in said and "python -m" not in said


def test_an_unknown_question_is_told_with_the_command_that_was_typed(run, monkeypatch):
    monkeypatch.setenv("RISKWALK_COMMAND", "python3 run.py")
    said = run("next", "-", given="format: riskwalk-answers/1\nanswers: {zzz: yes}\n")
    assert "All questions: python3 run.py questions\n" in said.err


@pytest.mark.parametrize(("words", "due"), [(["next", "a.yaml"], "python3 ./run.py"), (["test"], "")])
def test_the_one_command_says_how_it_was_typed(monkeypatch, words, due):
    specification = importlib.util.spec_from_file_location("run", loader.PROJECT / "run.py")
    one_command = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(one_command)
    monkeypatch.setattr(one_command, "prepare", lambda _: None)
    monkeypatch.setattr(one_command, "become", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["./run.py", *words])
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.chdir(loader.PROJECT)
    one_command.main(words)
    assert os.environ["RISKWALK_COMMAND"] == due

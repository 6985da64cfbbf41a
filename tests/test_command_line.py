"""The command line: its words, its exit statuses, its fields; never a traceback for a mistake of the user's."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from questionnaire import loader, pdf
from questionnaire.command_line import main

CASES = sorted((loader.DEFAULT_FOLDER / "cases").glob("*.yaml"))
TOY = Path(__file__).parent / "toy"
CHOIR, BIRDS = str(TOY / "cases" / "village-choir.yaml"), str(TOY / "cases" / "counting-birds.yaml")
STOPPED = """\
format: riskwalk-answers/1
answers: {deployment: choir-admission, who-decides: machine, second-look: no, people: yes, task: voice-sorting}
"""


class Said:
    """What one command did: its status, standard output and standard error."""

    def __init__(self, status: int, out: str, err: str):
        self.status, self.out, self.err = status, out, err


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path, tmp_path_factory):
    """Runs a command in an empty folder on the toy knowledge base, standard input given as text."""
    monkeypatch.chdir(tmp_path)
    cache = tmp_path_factory.getbasetemp() / "cache"

    def run_(*words: str, given: str | bytes = b"", kb: Path | str | None = TOY) -> Said:
        raw = given.encode() if isinstance(given, str) else given
        if kb:  # the project's own cache stays that of the real knowledge base
            monkeypatch.setitem(loader.load.__kwdefaults__, "cache", cache)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            status = main([*words, *(("--kb", str(kb)) if kb else ())])
        except SystemExit as stopped:  # argparse
            status = stopped.code
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Said(status, captured.out.decode(), captured.err.decode())

    return run_


def program(*words: str, given: bytes = b"", **how) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "questionnaire", *words],
        input=given,
        capture_output=True,
        timeout=60,
        cwd=loader.HERE.parent,
        **how,
    )


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
wrong.yaml:4: answers.sizes: There is no question "sizes". Did you mean "size"? All questions: python -m questionnaire questions
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
            '"report.doc" ends in none of .pdf, .json, .md. Change the ending, or say which with --format.',
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
            'there is no task "voice-sortin". Did you mean "voice-sorting"? All tasks stand in the '
            "template: python -m questionnaire template",
        ),
        (
            ["kb", "show", "few-deep-voice"],
            'there is no entry "few-deep-voice". Did you mean "few-deep-voices"? All ids: the file names '
            "in the knowledge base's folders.",
        ),
        (
            ["kb", "test", "village-chor"],
            f'there is no case "village-chor". Did you mean "village-choir"? All cases: the file names in '
            f"{TOY}/cases/.",
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
    said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=loader.HERE.parent, timeout=60)
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


# --- questions, next, template ----------------------------------------------------------------------------------------


def test_questions_by_contract(run, toy):
    rows = json.loads(run("questions", "--json").out)
    assert [row["id"] for row in rows] == list(toy.interview.order())
    for row in rows:
        assert {"id", "section", "text", "help", "kind", "options", "ask_when", "controllable"} <= set(row)
        assert row["kind"] in ("one", "many")
        assert isinstance(row["controllable"], bool)
        assert all({"id", "label"} <= set(option) for option in row["options"])
    by_id = {row["id"]: row for row in rows}
    assert by_id["second-look"]["ask_when"] == {"all_of": [{"deployment": "choir-admission"}]}
    assert by_id["second-look"]["statuses"] == ["unknown", "not_applicable"]
    assert by_id["task"]["options"][0]["summary"]
    assert by_id["people"]["ask_when"] == {}


def test_questions_as_text_name_every_option(run, toy):
    said = run("questions").out
    assert all(
        f"    {option}: {label}\n" in said
        for question in toy.questions.values()
        for option, label in toy.options(question)
    )


def test_next_says_what_to_ask_and_why(run):
    rows = json.loads(run("next", "-", "--json", given="format: riskwalk-answers/1\nanswers: {people: yes}\n").out)
    assert rows
    assert "people" not in [row["question"] for row in rows]
    assert all({"question", "text", "why", "moves"} <= set(row) and set(row["moves"]) == {"from", "to"} for row in rows)
    text = run("next", "-", given="format: riskwalk-answers/1\nanswers: {people: yes}\n").out
    assert text.startswith(f"{rows[0]['question']}: {rows[0]['text']}\n    It ")
    assert rows[0]["why"] in text


def test_next_ends_when_every_question_was_looked_at(run):
    given = (
        "format: riskwalk-answers/1\nanswers: {task: unknown, people: no, groups: unknown, objective: unknown, data-plan: unknown, "
        "deployment: birdsong-counting, size: unknown}\n"
    )
    assert run("next", "-", given=given).out == "Every question on the path was looked at.\n"
    assert json.loads(run("next", "-", "--json", given=given).out) == []


def test_the_template_goes_back_in(run):
    text = run("template", "--task", "voice-sorting").out
    result = json.loads(run("assess", "-", "--format", "json", given=text).out)
    assert [answer["options"] for answer in result["answers"] if answer["question"] == "task"] == [["voice-sorting"]]


# --- assess: the contract ---------------------------------------------------------------------------------------------

TEXT, WORDS, LIST = str, dict, list
RANGE = {"lower": TEXT, "upper": TEXT}
CONTRACT = {
    "format": TEXT,
    "knowledge_base": {"version": TEXT, "digest": TEXT},
    "project": WORDS,
    "verdict": {
        "level": TEXT,
        "lower": TEXT,
        "upper": TEXT,
        "residual": TEXT,
        "stop": [{"deployment": TEXT, "because": TEXT, "sources": [TEXT]}],
    },
    "findings": [
        {
            "id": TEXT,
            "status": TEXT,
            "risk_factor": TEXT,
            "bias_source": TEXT,
            "harm": TEXT,
            "harm_kind": TEXT,
            "pathways": [TEXT],
            "groups": [{"id": TEXT, "attribute": TEXT}],
            "likelihood": RANGE,
            "severity": RANGE,
            "level": RANGE,
            "residual": RANGE,
            "paths": [[{"id": TEXT, "kind": TEXT, "because": TEXT, "sources": [TEXT]}]],
            "recommendations": [TEXT],
        }
    ],
    "ruled_out": [{"risk_factor": TEXT, "because": TEXT, "returns_if": TEXT}],
    "unknowns": [{"question": TEXT, "moves": {"from": TEXT, "to": TEXT}}],
    "levers": [{"question": TEXT, "from": TEXT, "to": TEXT, "level": TEXT, "removes": [TEXT]}],
    "recommendations": [
        {
            "id": TEXT,
            "kind": TEXT,
            "stage": TEXT,
            "role": TEXT,
            "because": TEXT,
            "tools": LIST,
            "sources": [TEXT],
            "findings": [TEXT],
        }
    ],
    "regulations": [{"id": TEXT, "class": TEXT, "point": TEXT, "because": TEXT, "sources": [TEXT]}],
    "sources": LIST,
}


def breaches(value: object, due: object, where: str = "") -> list[str]:
    """Where a value does not have the shape that is due; more fields than due are allowed."""
    if isinstance(due, type):
        return [] if isinstance(value, due) else [f"{where} is {value!r}"]
    if isinstance(due, list):
        if not isinstance(value, list):
            return [f"{where} is {value!r}"]
        return [each for index, item in enumerate(value) for each in breaches(item, due[0], f"{where}[{index}]")]
    if not isinstance(value, dict):
        return [f"{where} is {value!r}"]
    return [
        each
        for key, inner in due.items()
        for each in (breaches(value[key], inner, f"{where}.{key}") if key in value else [f"{where}.{key} is missing"])
    ]


def test_a_breach_of_the_contract_is_seen():
    assert breaches(
        {"format": 1, "knowledge_base": {"version": "x"}},
        {"format": TEXT, "knowledge_base": {"version": TEXT, "digest": TEXT}},
    ) == [".format is 1", ".knowledge_base.digest is missing"]
    assert breaches([{"a": [1]}], [{"a": [TEXT]}]) == ["[0].a[0] is 1"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_case_gives_json_by_contract(run, case, knowledge):
    said = run("assess", str(case), "--format", "json", "-o", "-", kb=None)
    assert (said.status, said.err) == (0, "")
    result = json.loads(said.out)
    assert breaches(result, CONTRACT) == []
    cited = {source["id"] for source in result["sources"]}
    known = {recommendation["id"] for recommendation in result["recommendations"]}
    for finding in result["findings"]:
        assert finding["level"]["lower"] in knowledge.vocabulary.words("levels")
        assert set(finding["recommendations"]) <= known
        assert all(path[0]["kind"] == "answer" and path[-1]["kind"] == "harm" for path in finding["paths"])
        assert {source for path in finding["paths"] for step in path for source in step["sources"]} <= cited
    found = {finding["id"] for finding in result["findings"]}
    assert all(set(recommendation["findings"]) <= found for recommendation in result["recommendations"])
    assert result["knowledge_base"] == {"version": knowledge.version, "digest": knowledge.digest}


@pytest.mark.parametrize("given", ["format: riskwalk-answers/1\n", STOPPED], ids=["nothing answered", "stopped"])
def test_the_contract_holds_at_the_edges(run, given):
    result = json.loads(run("assess", "-", "--format", "json", given=given).out)
    assert breaches(result, CONTRACT) == []
    assert result["verdict"]["level"] == ("unacceptable" if given == STOPPED else "high")
    assert bool(result["verdict"]["stop"]) == (given == STOPPED)
    assert result["unknowns"]


def test_the_same_answers_give_the_same_bytes(run):
    answers = Path(CHOIR).read_text()
    turned = answers.replace("  task: [voice-sorting]\n", "").replace(
        "  size: [a-few]\n", "  size: [a-few]\n  task: [voice-sorting]\n"
    )
    assert answers != turned
    both = [run("assess", "-", "--format", "json", given=text).out for text in (answers, turned)]
    assert both[0] == both[1]


def test_the_format_follows_the_ending_unless_it_is_said(run):
    for name, beginning in (("a.json", b"{"), ("b.MD", b"# "), ("c.pdf", b"%PDF")):
        assert run("assess", CHOIR, "-o", name).status == 0
        assert Path(name).read_bytes().startswith(beginning)
    run("assess", CHOIR, "-o", "d.txt", "--format", "md")
    assert Path("d.txt").read_text().startswith("# ")


def test_a_pdf_is_named_after_the_answers(run):
    said = run("assess", CHOIR)
    assert Path("village-choir.pdf").read_bytes().startswith(b"%PDF")
    assert said.err.startswith("village-choir.pdf: moderate, 3 findings. ")
    run("assess", "-", given=Path(CHOIR).read_text())
    assert Path("report.pdf").exists()


def test_a_place_that_cannot_be_written_is_told_before_the_work_is_done(run, monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda _: pytest.fail("the report was made first"))
    assert run("assess", CHOIR, "-o", "nowhere/report.pdf").status == 2


def test_markdown_on_standard_output(run):
    said = run("assess", CHOIR, "--format", "md", "-o", "-")
    assert said.out.startswith("# Risk\\-factor report: The village choir\n")
    assert said.err == ""


# --- compare, and the knowledge base's own commands -------------------------------------------------------------------


def test_compare(run):
    result = json.loads(run("compare", CHOIR, BIRDS, "--format", "json").out)
    assert (result["a"]["name"], result["b"]["name"]) == ("The village choir", "Birds in the wood")
    assert len(result["disappear"]) == result["a"]["findings"] == 3
    assert result["appear"] == result["move"] == []
    assert run("compare", CHOIR, BIRDS).out.startswith("# The village choir beside Birds in the wood\n")
    assert run("compare", CHOIR, "-", given=Path(BIRDS).read_text()).out == run("compare", CHOIR, BIRDS).out


def test_kb_check_counts_advice_apart(run, changed):
    assert run("kb", "check").out == "No problems, 0 to consider.\n"
    folder = changed("tasks/voice-sorting.yaml", "study-of-voices, second-study", "study-of-voices")
    (folder / "harms" / "silence.yaml").write_text("title: Silence\nsummary: Nobody sings.\nkind: dignity\n")
    said = run("kb", "check", kb=folder)
    assert said.status == 0
    assert said.out == (
        "toy/harms/silence.yaml:1: No risk factor leads to this harm. Use it, or remove it. (advice)\n"
        "No problems, 1 to consider.\n"
    )


def test_kb_test_says_what_is_missed(run, changed):
    assert run("kb", "test").out == (
        "ok   counting-birds: none, 0 findings\nok   village-choir: moderate, 3 findings\n2 passed, 0 failed\n"
    )
    folder = changed(
        "cases/village-choir.yaml", "levels: [moderate, high]", "levels: [low]\n  finds_not: [{harm: place-refused}]"
    )
    said = run("kb", "test", "village-choir", kb=folder)
    assert said.status == 1
    assert said.out.startswith("FAIL village-choir: moderate, 3 findings\n     The level is moderate; accepted: low. ")
    assert "--place-refused should not be there (harm place-refused)." in said.out
    assert said.out.endswith("0 passed, 1 failed\n")


def test_kb_schema_writes_the_schemas(run, toy_copy):
    said = run("kb", "schema", kb=toy_copy)
    assert (said.status, said.out) == (0, f"{toy_copy}/schema: 13 schemas written.\n")
    assert run("kb", "check", kb=toy_copy).status == 0
    (toy_copy / "schema" / "tasks.schema.json").unlink()
    (toy_copy / "schema" / "tasks.schema.json").mkdir()
    assert run("kb", "schema", kb=toy_copy).status == 2


def test_kb_schema_where_a_file_is_in_the_way(run, toy_copy):
    (toy_copy / "schema").write_text("x")
    assert run("kb", "schema", kb=toy_copy).status == 2


def test_kb_show_gives_an_entry_and_its_neighbours(run):
    said = run("kb", "show", "few-deep-voices").out
    assert said.startswith("risk_factors/few-deep-voices\n\nid: few-deep-voices\n")
    assert (
        "  tasks/voice-sorting (Sorting voices)\n    Collections of sung voices hold few old voices. When ‘Do people sing?’ is not"
        in said
    )
    assert "It leads to: 2\n  harms/place-refused (A place in the choir is refused)" in said


def test_kb_show_tells_everything_that_cites_a_source(run):
    assert run("kb", "show", "choir-law").out.endswith("""\
Cited by: 3
  deployments/choir-admission: stops[0].sources
  regulations/choir-rules: sources
  questions/second-look: options[1].opens[0].sources
""")


def test_kb_stats(run):
    numbers = json.loads(run("kb", "stats", "--json").out)
    assert numbers["entries"]["risk_factors"] == 2
    assert "2  risk factors" in run("kb", "stats").out

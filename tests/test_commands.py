"""What each command gives: questions, next, template; assess and its fields; compare; the knowledge base's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import BIRDS, CHOIR, STOPPED, TOY

from questionnaire.knowledge import loader
from questionnaire.reports import pdf

CASES = sorted((loader.DEFAULT_FOLDER / "cases").glob("*.yaml"))

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
    assert by_id["second-look"]["ask_when"] == {"all_of": [{"people": "yes"}]}
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
        "format: riskwalk-answers/1\nanswers: {task: unknown, people: no, groups: unknown, objective: unknown, "
        "data-plan: unknown, deployment: birdsong-counting, size: unknown}\n"
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
    assert said.out.startswith("# Machine-bias risk report: The village choir\n")
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
    assert (said.status, said.out) == (0, f"{toy_copy}/schema: 20 schemas written.\n")
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
        "  tasks/voice-sorting (Sorting voices)\n    Collections of sung voices hold few old voices. "
        "When ‘Do people sing?’ is not" in said
    )
    assert "It leads to: 2\n  harms/place-refused (A place in the choir is refused)" in said


def test_kb_show_gives_both_of_two_edges_between_the_same_two(run, changed):
    folder = changed(
        "data_plans/old-recordings.yaml",
        "raises:\n",
        """\
raises:
  - risk_factor: few-deep-voices
    likelihood: likely
    because: The tapes of one year are lost.
    sources: [study-of-voices]
    when:
      any_of: [{size: thousands}]
""",
    )
    for shown, other in (("old-recordings", "risk_factors/few-deep-voices"), ("few-deep-voices", "old-recordings")):
        before, after = (run("kb", "show", shown, kb=kb).out for kb in (TOY, folder))
        assert "    The tapes of one year are lost. When " in after
        assert after.count(f"{other} (") == before.count(f"{other} (") + 1 == 2


def test_kb_show_tells_everything_that_cites_a_source(run):
    assert run("kb", "show", "choir-law").out.endswith("""\
Cited by: 3
  deployments/choir-admission: first of stops, sources
  regulations/choir-rules: sources
  questions/second-look: second of options, first of opens, sources
""")


def test_kb_stats(run):
    numbers = json.loads(run("kb", "stats", "--json").out)
    assert numbers["entries"]["risk_factors"] == 2
    assert "2  risk factors" in run("kb", "stats").out


# --- since ------------------------------------------------------------------------------------------------------------


def test_the_board_pack_says_what_has_changed_since_earlier_answers(run, tmp_path):
    earlier = Path(CHOIR).read_text("utf-8")
    now = tmp_path / "now.yaml"
    now.write_text(earlier.replace("likeness-to-last-choir", "pitch-kept"), "utf-8")
    said = run("assess", str(now), "--reading", "pack", "--since", CHOIR, "--format", "md", "-o", "-").out
    section = said.partition("## What has changed")[2].partition("\n## ")[0]
    assert "Since the answers of village-choir.yaml the level to plan for" in section
    assert "| vanished |" in section and "| an answer |" in section
    assert "Answers that have changed" in section
    same = run("assess", CHOIR, "--reading", "pack", "--since", CHOIR, "--format", "md", "-o", "-").out
    assert "No finding appeared, vanished or moved." in same and "No answer has changed." in same
    assert "What has changed" not in run("assess", CHOIR, "--reading", "pack", "--format", "md", "-o", "-").out


@pytest.mark.parametrize("more", [(), ("--reading", "card"), ("--format", "json")])
def test_only_the_board_pack_says_what_has_changed(run, more):
    said = run("assess", CHOIR, "--since", CHOIR, *more)
    assert said.status == 2
    assert "Only pack says what has changed since. Leave out --since, or choose --reading pack." in said.err

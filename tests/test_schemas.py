"""The schemas that editors use are those of the records."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from questionnaire.files import yaml_text
from questionnaire.knowledge import loader, schemas
from questionnaire.knowledge.base import KINDS
from questionnaire.upkeep import editor

COMMITTED = loader.DEFAULT_FOLDER / "schema"


def validator_of(file):
    """Schemas name each other by their files, as an editor finds them."""
    import jsonschema  # slow, and every worker imports this file
    import referencing

    kept = {each.name: json.loads(each.read_text("utf-8")) for each in COMMITTED.iterdir()}
    registry = referencing.Registry().with_contents(kept.items())
    return jsonschema.Draft202012Validator(kept[file.name], registry=registry)


def test_the_committed_schemas_are_current():
    texts = {file.name: file.read_text("utf-8") for file in COMMITTED.iterdir()}
    assert texts == editor.texts(loader.load()), "write them with: python -m questionnaire kb schema"


def test_there_is_a_schema_for_every_kind_of_file():
    others = ("sources", "vocabulary", "interview", "triggers", "lint", "renames", "cases", "chosen")
    assert {file.name for file in COMMITTED.iterdir()} == {f"{kind}.schema.json" for kind in (*KINDS, *others)}


@pytest.mark.parametrize("file", sorted(COMMITTED.glob("*.json")), ids=lambda file: file.name.partition(".")[0])
def test_an_editor_finds_nothing_wrong_in_any_real_file(file):
    """With the engine that check-jsonschema runs, and yaml-language-server agrees with."""
    kind = file.name.partition(".")[0]
    validator = validator_of(file)
    no_file = ("renames", "chosen")  # there is no rename yet, and what conditions hold stands in other files
    files = sorted((loader.DEFAULT_FOLDER / kind).glob("*.yaml")) or [loader.DEFAULT_FOLDER / f"{kind}.yaml"]
    for each in files if kind not in no_file else ():
        data = yaml_text.gather(each.read_text("utf-8"), each.name, careful=False)[0].data
        assert [error.message for error in validator.iter_errors(data)] == [], each.name


def test_every_file_of_the_knowledge_base_begins_with_the_name_of_its_schema():
    assert list(editor.without_header(loader.DEFAULT_FOLDER)) == []


def test_a_file_that_does_not_is_told_the_line_to_write(run, toy_copy):
    shutil.copytree(COMMITTED, toy_copy / "schema")
    for name, due in list(editor.without_header(toy_copy)):
        file = toy_copy / name
        file.write_text(f"{due}\n{file.read_text('utf-8')}", "utf-8")
    for name in ("cases/village-choir.yaml", "harms/wrong-part.yaml", "interview.yaml"):
        file = toy_copy / name
        file.write_text(f"# A word before.\n{file.read_text('utf-8')}", "utf-8")
    said = run("kb", "check", kb=toy_copy)
    assert said.status == 0
    for name, schema in (("cases/village-choir", "../schema/cases"), ("interview", "schema/interview")):
        assert (
            f"toy/{name}.yaml:1: An editor does not know here which fields and words are allowed. Write as the first "
            f"line: # yaml-language-server: $schema={schema}.schema.json (advice)\n"
        ) in said.out
    assert said.out.count("An editor does not know here") == 3


MOST_FILES = 2
OF_EVERY_SHAPE = ("cases", "deployments", "questions", "risk_factors", "sources", "vocabulary")
"""Kinds whose schemas have between them all that schemas here are made of."""


def as_editors_do(kind: str, *files: Path) -> subprocess.CompletedProcess[str]:
    """What the engine itself says, which reads the files by a YAML of its own."""
    words = ["-m", "check_jsonschema", "--color", "never", "--schemafile", str(COMMITTED / f"{kind}.schema.json")]
    return subprocess.run(
        [sys.executable, *words, *map(str, files)], check=False, capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("kind", OF_EVERY_SHAPE)
def test_the_engine_itself_finds_nothing_wrong_in_the_largest_files(kind):
    """It takes seconds for each kind; the test above looks at all files of all kinds."""
    files = (loader.DEFAULT_FOLDER / kind).glob("*.yaml") if kind in editor.IN_FOLDERS else ()
    largest = sorted(files, key=lambda file: (-file.stat().st_size, file.name))[
        : 1 if kind == "sources" else MOST_FILES
    ]
    found = as_editors_do(kind, *(largest or [loader.DEFAULT_FOLDER / f"{kind}.yaml"]))
    assert (found.returncode, found.stdout.strip()) == (0, "ok -- validation done"), found.stdout + found.stderr


def test_the_engine_itself_names_the_place_of_a_wrong_word(tmp_path):
    case = min((loader.DEFAULT_FOLDER / "cases").glob("*.yaml"), key=lambda file: file.stat().st_size)
    wrong = tmp_path / case.name
    wrong.write_text(re.sub(r"(?m)^  levels: .*$", "  levels: [lwo]", case.read_text("utf-8")), "utf-8")
    found = as_editors_do("cases", wrong)
    assert found.returncode == 1
    assert "$.expect.levels[0]: 'lwo' is not one of ['none', 'low', 'moderate', 'high', 'unacceptable']" in found.stdout


RULE = {"id": "a", "kind": "gap", "because": "It is.", "do": "Do it."}
CASE = {"format": "riskwalk-answers/1", "answers": {}, "expect": {"about": "A", "levels": ["low"]}}


@pytest.mark.parametrize(
    ("kind", "data", "where"),
    [
        ("harms", {"title": "A harm", "summary": "A harm.", "kind": "alocation"}, ["kind"]),
        ("lint", {"rules": [{**RULE, "level": "hihg"}]}, ["level"]),
        ("lint", {"rules": [{**RULE, "when": {"all_of": [{"scael": "few"}]}}]}, ["all_of", 0]),
        ("cases", {**CASE, "answers": {"own-choice": "fre"}}, ["own-choice"]),
        ("cases", {**CASE, "expect": {"about": "A", "levels": ["lwo"]}}, ["levels", 0]),
        ("cases", {"format": "riskwalk-answers/1", "answers": {}}, []),
    ],
)
def test_an_editor_underlines_a_word_that_is_none(kind, data, where):
    validator = validator_of(COMMITTED / f"{kind}.schema.json")
    found = [list(error.absolute_path) for error in validator.iter_errors(data)]
    assert found
    assert all(path[len(path) - len(where) :] == where for path in found), found


@pytest.mark.parametrize("file", sorted(COMMITTED.glob("*.json")), ids=lambda file: file.stem)
def test_a_schema_is_one_and_explains_its_fields(file):
    import jsonschema  # slow, and every worker imports this file

    schema = json.loads(file.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    if schema.get("type") == "object" and file.name.split(".")[0] in KINDS:
        assert "id" not in schema["properties"]
        assert schema["additionalProperties"] is False


def test_schema_and_record_agree_on_every_real_file():
    for file in sorted(loader.DEFAULT_FOLDER.glob("*/*.yaml")) + [
        loader.DEFAULT_FOLDER / name for name in ("vocabulary.yaml", "interview.yaml", "triggers.yaml", "lint.yaml")
    ]:
        kind = file.parent.name if file.parent != loader.DEFAULT_FOLDER else file.stem
        if kind != "cases":
            document = yaml_text.read(file.read_text("utf-8"), file.name, careful=False)
            assert schemas.problems_of(kind, document, file.name) == ()


def test_which_field_is_missing_is_not_read_off_another_library_s_words(monkeypatch):
    """The message of jsonschema may change from one release to the next; what is missing does not."""
    import jsonschema

    message = jsonschema.ValidationError.__init__

    def reworded(self, _message, *more, **named):
        message(self, "another wording, 'of' another 'release'", *more, **named)

    monkeypatch.setattr(jsonschema.ValidationError, "__init__", reworded)
    document = yaml_text.read("summary: A harm.\n", "file", careful=False)
    said = [str(problem) for problem in schemas.problems_of("harms", document, "file")]
    assert said == [
        'file:1: The field "title" is missing. What people call it, in words without jargon; at most 110 characters.',
        'file:1: The field "kind" is missing. The kind of harm, a word of harm_kinds in the vocabulary.',
    ]


def test_very_many_mistakes_of_one_file_are_cut_and_it_is_said(monkeypatch):
    """Each mistake costs a search for the nearest word, so a file of nothing but mistakes would hold us up."""
    searched = []
    monkeypatch.setattr(schemas, "nearest", lambda word, _: searched.append(word) or "")
    text = "".join(f"field{number}: x\n" for number in range(5_000))
    said = schemas.problems_of("harms", yaml_text.read(text, "file", careful=False), "file")
    assert len(said) == yaml_text.MAX_PROBLEMS + 1
    assert "More than 100 problems" in said[-1].message
    assert len(searched) <= yaml_text.MAX_PROBLEMS

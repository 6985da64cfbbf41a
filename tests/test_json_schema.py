"""The published schema of the result: what the records say, and what every worked case keeps to."""

from __future__ import annotations

import json

import pytest
from command import CHOIR

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import FORMAT
from questionnaire.knowledge.loader import DEFAULT_FOLDER, PROJECT
from questionnaire.reports import json_schema, json_text

PUBLISHED = PROJECT / "docs" / "schema" / json_schema.NAME
CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))


@pytest.fixture(scope="module")
def validator():
    import jsonschema  # what it imports is slow, and every worker imports this file

    schema = json.loads(PUBLISHED.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_published_schema_is_current(run):
    assert PUBLISHED.read_text("utf-8") == json_schema.schema_text() == run("schema").out


def test_its_name_holds_the_version_of_the_format():
    assert PUBLISHED.name == "riskwalk-assessment-1.schema.json" and FORMAT == "riskwalk-assessment/1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_worked_case_keeps_to_it(case, validator, network, knowledge):
    data, where = reading.gather(case.read_bytes(), case.name)
    whole = report(network, reading.answers(data, where, case.name, knowledge))
    result = json.loads(json_text.render(whole))
    assert [error.message for error in validator.iter_errors(result)] == []
    assert set(result) == set(validator.schema["properties"])
    assert all(set(each) == set(validator.schema["$defs"]["Finding"]["properties"]) for each in result["findings"])


def test_a_blank_form_keeps_to_it(validator, toy_network):
    result = json.loads(json_text.render(report(toy_network, Answers())))
    assert validator.is_valid(result)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda result: result.pop("verdict"),
        lambda result: result.update(format="riskwalk-assessment/0"),
        lambda result: result["findings"][0].pop("smallest_change"),
        lambda result: result["findings"][0].update(level="high"),
        lambda result: result["unknowns"].append({}),
        lambda result: result["findings"][0]["paths"][0][0].update(sources="one"),
    ],
)
def test_what_breaks_the_format_is_seen(spoil, validator, run):
    result = json.loads(run("assess", CHOIR, "--format", "json").out)
    assert validator.is_valid(result)
    spoil(result)
    assert not validator.is_valid(result)

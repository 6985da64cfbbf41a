"""The bill of materials: valid in the standard's own schemas, a group and a harm for each finding, nothing invented."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.handoffs import handoffs
from questionnaire.knowledge.loader import DEFAULT_FOLDER

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
CV = next(case for case in CASES if case.stem == "cv-ranking-engine")


@pytest.fixture(scope="module")
def whole(network, knowledge):
    def made(case):
        data, where = reading.gather(case.read_bytes(), case.name)
        return report(network, reading.answers(data, where, case.name, knowledge))

    return made


@pytest.fixture(scope="module")
def valid():
    """Whether a text is valid in an edition of the standard."""
    from cyclonedx.schema import SchemaVersion  # slow, and every worker imports this file
    from cyclonedx.validation.json import JsonStrictValidator

    return lambda text, edition: JsonStrictValidator(SchemaVersion[edition]).validate_str(text) is None


def text_of(made, knowledge) -> str:
    return handoffs.named("ml-bom", knowledge).render(made, knowledge).decode()


@pytest.mark.parametrize("case", CASES[::5], ids=lambda case: case.stem)
def test_it_is_valid_in_both_editions(case, whole, valid, knowledge):
    text = text_of(whole(case), knowledge)
    assert valid(text, "V1_6")
    newer = text.replace('"specVersion": "1.6"', '"specVersion": "1.7"').replace("bom-1.6.schema", "bom-1.7.schema")
    assert newer != text and valid(newer, "V1_7")


def test_what_is_wrong_is_seen(whole, valid, knowledge):
    spoiled = text_of(whole(CV), knowledge).replace('"groupAtRisk"', '"level"')
    assert not valid(spoiled, "V1_6")


def test_each_finding_meets_each_group_on_which_it_falls(whole, knowledge):
    made = whole(CV)
    card = json.loads(text_of(made, knowledge))["components"][0]["modelCard"]
    due = [(finding.title, group.title) for finding in made.assessment.findings for group in finding.groups]
    told = [(each["harms"], each["groupAtRisk"]) for each in card["considerations"]["fairnessAssessments"]]
    assert len(told) == len(due)
    assert all(harms.startswith(title) and at == group for (title, group), (harms, at) in zip(due, told, strict=True))
    assert not [each for each in card["considerations"]["fairnessAssessments"] if "benefits" in each]
    assert "quantitativeAnalysis" not in card


def test_only_what_was_declared_is_a_strategy(whole, knowledge):
    made = whole(CV)
    assert "mitigationStrategy" not in text_of(made, knowledge)
    first = replace(made.assessment.recommendations[0], declared="planned", owner="Ada", due="")
    shown = replace(made.assessment, recommendations=(first, *made.assessment.recommendations[1:]))
    text = text_of(replace(made, assessment=shown), knowledge)
    assert f"Planned: {first.title} (owner Ada, no date named)" in text


def test_levels_digest_and_what_is_open_are_properties(whole, knowledge):
    made = whole(CV)
    rows = json.loads(text_of(made, knowledge))["components"][0]["modelCard"]["properties"]
    told = {(row["name"], row["value"]) for row in rows}
    assert ("riskwalk:level", "High") in told
    assert ("riskwalk:still-to-fill", "Version, supplier, licence, hashes (known by: Engineer)") in told
    assert any(
        name == "riskwalk:knowledge-base" and made.assessment.knowledge_base.digest in value for name, value in told
    )


def test_its_number_stays_with_the_result_and_goes_with_it(whole, knowledge):
    one, same, other = (json.loads(text_of(whole(case), knowledge))["serialNumber"] for case in (CV, CV, CASES[0]))
    assert one == same != other

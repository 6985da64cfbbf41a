"""Drafts as files that other tools take: each in the structure that the tool documents, and nothing invented."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.handoffs import handoffs
from questionnaire.knowledge.loader import DEFAULT_FOLDER

PINNED = Path(__file__).parent / "pinned"
CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
SOME = [*CASES[::6], *(case for case in CASES if case.stem == "cv-ranking-engine")]
# The numbers of the questions of CNIL's tool: pia_architecture.json at commit 44dd313.
NUMBERS = {111, 112, 113, 121, 122, 123, *range(211, 216), *range(221, 228)} | {
    section + at for section in (320, 330, 340) for at in range(1, 7)
}
HOSTILE = {"Star rating of CVs": "<script>R&D</script> =1+1 日本語"}
DECLARED = "mitigations: [{id: report-errors-by-group, status: planned, owner: Ada & Co, due: 2027-01-31}]\n"


@pytest.fixture(scope="module")
def made(network, knowledge):
    """The file of a kind for a worked case, with more lines of its answers file and other words in it."""

    def made_(kind: str, case: Path, more: str = "", swaps: dict[str, str] = {}, dated: str = ""):  # noqa: B006
        text = case.read_text("utf-8").split("expect:")[0]
        for old, new in swaps.items():
            assert old in text
            text = text.replace(old, new)
        answers = reading.read((text + more).encode(), case.name, knowledge)
        raw = handoffs.named(kind, knowledge).render(report(network, answers), knowledge, ".json", dated)
        return json.loads(raw)

    return made_


CV = next(case for case in CASES if case.stem == "cv-ranking-engine")


# --- CNIL -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.stem)
def test_the_file_for_cnil_has_all_that_the_import_reads(case, made):
    """The import reads pia.name and status, goes through all four lists unasked, and makes days of created_at."""
    file = made("dpia-cnil", case, dated="2026-11-26")
    assert list(file) == ["pia", "answers", "measures", "evaluations", "comments"]
    assert file["pia"]["name"] and file["pia"]["status"] == 0 and file["pia"]["created_at"] == "2026-11-26"
    told = [answer["reference_to"] for answer in file["answers"]]
    assert set(told) <= NUMBERS and len(told) == len(set(told))
    for answer in file["answers"]:
        assert set(answer) == {"reference_to", "data", "created_at"}
        assert answer["data"]["text"].startswith("<p>") and answer["data"]["gauge"] is answer["data"]["list"] is None
    assert file["evaluations"] == file["comments"] == []


def test_the_form_for_cnil_has_every_question_of_the_tool(knowledge):
    keys = {element.key for element in knowledge.forms["dpia-cnil"].elements}
    assert {int(key) for key in keys if key.isdecimal()} == NUMBERS and len(NUMBERS) == 36


def test_no_risk_to_security_no_legal_basis_and_no_opinion_is_filled_for_cnil(made):
    file = made("dpia-cnil", CV)
    assert not {answer["reference_to"] for answer in file["answers"]} & {212, 215, *range(222, 228), *range(321, 347)}
    assert set(file["pia"]) == {"name", "status", "created_at"}
    described = next(answer for answer in file["answers"] if answer["reference_to"] == 111)["data"]["text"]
    assert described.startswith("<p>Draft, not a filing: ") and "Finding 1, " in described


def test_measures_for_cnil_are_those_that_were_declared_and_text_is_escaped(made):
    assert made("dpia-cnil", CV)["measures"] == []
    file = made("dpia-cnil", CV, DECLARED, HOSTILE)
    (measure,) = file["measures"]
    assert "owner Ada &amp; Co" in measure["content"] and set(measure) == {
        "id",
        "title",
        "content",
        "placeholder",
        "created_at",
    }
    whole = "".join(answer["data"]["text"] for answer in file["answers"])
    assert "<script>" not in whole and "&lt;script&gt;R&amp;D&lt;/script&gt; =1+1 日本語" in whole


# --- Croissant --------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the library that it reads with
@pytest.mark.parametrize("case", SOME, ids=lambda case: case.stem)
def test_mlcroissant_reads_the_metadata_back(case, made, tmp_path, caplog):
    mlcroissant = pytest.importorskip("mlcroissant")
    caplog.set_level(logging.CRITICAL)
    file = made("croissant-rai", case)
    (tmp_path / "croissant.json").write_text(json.dumps(file), "utf-8")
    read = mlcroissant.Dataset(tmp_path / "croissant.json").metadata
    assert read.name == file["name"] and read.description == file["description"]
    assert (read.data_biases or []) == file.get("rai:dataBiases", [])
    assert (read.data_use_cases or []) == file.get("rai:dataUseCases", [])
    assert (read.data_limitations or []) == file.get("rai:dataLimitations", [])
    assert (read.personal_sensitive_information or []) == file.get("rai:personalSensitiveInformation", [])
    assert read.data_social_impact == file["rai:dataSocialImpact"]
    assert not read.issues.errors


def test_biases_of_a_data_set_are_the_findings_from_its_data_and_nothing_is_said_of_labels(made):
    file = made("croissant-rai", CV)
    assert file["description"].startswith("Draft, not a filing: ")
    assert file["rai:dataBiases"] and all(each.startswith("Finding ") for each in file["rai:dataBiases"])
    assert not [key for key in file if "nnotat" in key or "Collection" in key or key in ("license", "url", "version")]


# --- the Dutch register -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.stem)
def test_a_record_keeps_to_the_fields_lengths_and_values_of_the_dutch_register(case, made):
    fields = json.loads((PINNED / "register-nl.json").read_text("utf-8"))["fields"]
    file = made("register-nl", case)
    assert file["draft"].startswith("Draft, not a filing: ")
    for key, value in file["record"].items():
        assert len(value) <= fields[key].get("max_length", len(value)), key
        assert {value} <= set(fields[key].get("permitted_values", [value])), key
    assert not file["record"].keys() & {"organization", "lawful_basis", "provider", "publication_category", "lang"}
    assert {each["field"] for each in file["still_to_fill"]} >= {"organization", "lawful_basis"}


def test_the_form_names_fields_of_the_dutch_register_alone(knowledge):
    fields = json.loads((PINNED / "register-nl.json").read_text("utf-8"))["fields"]
    assert {element.key for element in knowledge.forms["register-nl"].elements} <= fields.keys()


# --- Canada -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def survey() -> dict[str, dict]:
    return json.loads((PINNED / "aia-canada.json").read_text("utf-8"))["questions"]


def test_the_form_names_questions_and_values_of_the_survey_alone(knowledge, survey):
    for element in knowledge.forms["aia-canada"].elements:
        asked = survey[element.key]
        assert element.several == (asked["type"] == "checkbox"), element.key
        assert {pick.value for pick in element.picks} <= set(asked.get("choices", ())), element.key
        if element.picks:
            assert asked["type"] in ("radiogroup", "dropdown", "checkbox")
        if element.needs:  # the survey shows the one only where the other has this value
            key, _, value = element.needs.partition("=")
            assert key in asked["visibleIf"] and value in asked["visibleIf"]


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.stem)
def test_saved_results_are_those_of_the_survey(case, made, survey):
    file = made("aia-canada", case)
    assert (file["version"], file["currentPage"], file["translationsOnResult"]) == ("v1.0.1", 0, {})
    for key, value in file["data"].items():
        choices = survey[key].get("choices")
        assert not choices or set([value] if isinstance(value, str) else value) <= set(choices)
        assert isinstance(value, list) == (survey[key]["type"] == "checkbox")
    assert file["data"]["projectDetailsDescription"].startswith("Draft, not a filing: ")


def test_a_value_is_chosen_only_where_an_answer_means_exactly_it(made):
    data = made("aia-canada", CV)["data"]
    assert data["impact30"] == "item2-2" and data["fairnessDesign13"] == "item2-0" and data["impact23"] == "item1-1"
    assert not data.keys() & {"impact6", "impact7", "impact9", "impact11", "impact13", "impact24", "fairnessDesign18"}
    assert "fairnessDesign13A" not in data  # the survey does not ask it then
    easily = made("aia-canada", CV, swaps={"reversible: unknown": "reversible: easily"})["data"]
    assert easily["impact6"] == "item1-1"
    hardly = made("aia-canada", CV, swaps={"reversible: unknown": "reversible: hardly"})["data"]
    assert "impact6" not in hardly
    unknown = made("aia-canada", CV, swaps={"decision-maker: default-followed": "decision-maker: unknown"})["data"]
    assert "impact30" not in unknown


# --- all of them ------------------------------------------------------------------------------------------------------

KINDS = ("dpia-cnil", "croissant-rai", "register-nl", "aia-canada")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_answers_give_the_same_bytes_and_every_ending_is_made(kind, network, knowledge):
    whole = report(network, reading.read(CV.read_bytes().split(b"expect:")[0], CV.name, knowledge))
    handoff = handoffs.named(kind, knowledge)
    for ending in (".json", ".md"):
        once = handoff.render(whole, knowledge, ending, "2026-11-26")
        assert once == handoff.render(whole, knowledge, ending, "2026-11-26")
    assert "Draft, not a filing" in handoff.render(whole, knowledge, ".md").decode()
    assert "Still to fill" in handoff.render(whole, knowledge, ".md").decode()


def test_what_somebody_who_knows_it_says_is_put_where_the_form_left_room(network, knowledge):
    whole = report(network, reading.read(CV.read_bytes().split(b"expect:")[0], CV.name, knowledge))
    extra = {
        "impact6": {"How far the effects can be undone, on the scale of the form": ("item3-3",)},
        "impact7": {"How long the effects of a decision last": ("About two years.",)},
        "projectDetailsRespondent": {"Who answers": ("Ada",)},
    }
    data = json.loads(handoffs.named("aia-canada", knowledge).render(whole, knowledge, ".json", "", extra))["data"]
    assert (data["impact6"], data["impact7"], data["projectDetailsRespondent"]) == (
        "item3-3",
        "About two years.",
        "Ada",
    )

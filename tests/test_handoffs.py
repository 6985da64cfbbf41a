"""Forms that must be filed anyway: a draft and never a filing, nothing invented, unknown stays unknown."""

from __future__ import annotations

import csv
import io
import json
import re

import docx
import pytest
from command import CHOIR, TOY
from msgspec.structs import replace

from questionnaire.answers import reading
from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Report
from questionnaire.handoffs import forms, handoffs
from questionnaire.handoffs.filling import Field, Filled, fill
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.readings.blocks import plain, texts
from questionnaire.wording import handoffs as say

CASES = sorted((DEFAULT_FOLDER / "cases").glob("*.yaml"))
FEW = [
    case for case in CASES if case.stem in ("cv-ranking-engine", "dog-hip-xrays", "city-welfare-reexamination-score")
]
DECLARED = "mitigations:\n  - {id: record-more-voices, status: planned, owner: Ada, due: 2027-01-31}\n"
# What a draft never says of itself or of the system.
VERDICTS = ("compliant", "approved", "passed", "certified", "lawful", "conforms")


@pytest.fixture
def choir(toy, toy_network):
    """Reports on the toy knowledge base: of the village choir, with more lines of its answers file."""

    def made(more: str = "", **swaps: str) -> Report:
        text = (TOY / "cases" / "village-choir.yaml").read_text("utf-8").split("expect:")[0]
        for old, new in swaps.items():
            text = text.replace(old.replace("_", " "), new)
        return report(toy_network, reading.read((text + more).encode(), "answers.yaml", toy))

    return made


@pytest.fixture(scope="module")
def whole(network, knowledge):
    def made(case) -> Report:
        data, where = reading.gather(case.read_bytes(), case.name)
        return report(network, reading.answers(data, where, case.name, knowledge))

    return made


def filled(whole: Report, toy) -> dict[str, Field]:
    return {field.key: field for field in fill(toy.forms["choir-form"], whole, toy).fields}


def origins(field: Field) -> list[str]:
    return [line.origin for line in field.lines]


# --- nothing invented -------------------------------------------------------------------------------------------------


def test_a_field_is_filled_from_the_answers_that_its_form_names(choir, toy):
    field = filled(choir(), toy)["7-b"]
    assert origins(field) == ["answer:deployment", "answer:who-decides", "answer:data-plan", "answer:second-look"]
    assert "‘A teacher, who listens’" in field.text
    assert field.state == "part" and [(each.what, each.who) for each in field.open] == [
        ("The date of the audition", "Operations")
    ]


def test_unknown_and_unanswered_are_told_apart_and_neither_is_left_out(choir, toy):
    said = filled(choir(), toy)["7-b"].text
    assert "Not known yet; to be found out by the" in said and "Not answered yet" not in said
    said = filled(choir(**{"data-plan: unknown": "size: unknown", "size: [a-few]": ""}), toy)["7-b"].text
    assert "Not answered yet" in said


def test_what_nobody_said_stays_open_with_the_role_that_knows_it(choir, toy):
    fields = filled(choir(), toy)
    assert fields["7-e"].state == "open" and not fields["7-e"].lines
    assert [each.who for each in fields["7-e"].open] == ["Choir office"]
    nameless = report_of(choir(), project={})
    assert filled(nameless, toy)["7-a"].state == "open"
    assert [(each.what, each.who) for each in filled(nameless, toy)["7-a"].open] == [("The choir", "Team")]


def report_of(whole: Report, **changes) -> Report:
    return replace(whole, assessment=replace(whole.assessment, **changes))


def test_recommended_is_not_planned_and_planned_is_not_in_place(choir, toy):
    field = filled(choir(), toy)["7-d"]
    assert origins(field)[0] == "measures" and set(origins(field)[1:]) == {
        f"proposed:{item.id}" for item in choir().assessment.recommendations
    }
    assert "No measure is declared." in field.text and "Proposed, not decided: Record more voices" in field.text
    assert field.state == "open"
    field = filled(choir(DECLARED), toy)["7-d"]
    assert "Planned: Record more voices (owner Ada, until 2027-01-31)" in field.text
    assert "Proposed, not decided: Record more voices" not in field.text
    assert "measure:record-more-voices" in origins(field) and "In place" not in field.text


def test_findings_groups_and_level_are_quoted_in_our_words(choir, toy):
    result = choir().assessment
    field = filled(choir(), toy)["7-c"]
    assert [each for each in origins(field) if each.startswith("finding:")] == [
        f"finding:{finding.id}" for finding in result.findings
    ]
    assert "in the words of Riskwalk: to plan for moderate" in field.text
    assert all(finding.title in field.text for finding in result.findings)
    assert {f"group:{group.id}" for finding in result.findings for group in finding.groups} <= set(origins(field))


def test_a_field_keeps_to_its_limit(choir, toy):
    whole = report_of(choir(), project={"name": "n", "purpose": "p" * 300})
    field = filled(whole, toy)["7-f"]
    assert len(field.text) == 40 and field.text.endswith(say.CUT)
    assert len(filled(choir(), toy)["7-f"].text) <= 40


def test_nothing_answered_fills_nothing_but_says_so(toy, toy_network):
    fields = filled(report(toy_network, Answers()), toy)
    assert fields["7-a"].state == fields["7-b"].state == "open"
    assert say.NOTHING_RULED_OUT in fields["7-c"].text


# --- the forms of the knowledge base ----------------------------------------------------------------------------------


def test_every_key_stands_once_in_its_form(knowledge):
    for form in knowledge.forms.values():
        keys = [element.key for element in form.elements]
        assert len(keys) == len(set(keys)), form.id


def test_what_belongs_to_others_has_no_answer_to_come_from(knowledge):
    """Legal basis, advice, opinions, decisions and signatures are never filled."""
    for form, key in (("dpia", "35-decision"), ("fria", "27-1-b"), ("model-card", "results")):
        (element,) = (each for each in knowledge.forms[form].elements if each.key == key)
        assert element.left and not element.shows
    assert "35-7-b" in {each.key for each in knowledge.forms["dpia"].elements}


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.stem)
def test_every_form_is_a_draft_that_passes_no_verdict(case, whole, knowledge):
    made = whole(case)
    for form in knowledge.forms.values():
        shown: Filled = fill(form, made, knowledge)
        own = [shown.draft, shown.title, *(line.text for field in shown.fields for line in field.lines if field.key)]
        assert shown.draft.startswith("Draft, not a filing") and made.assessment.knowledge_base.version in shown.draft
        assert not [word for word in VERDICTS for text in own[:2] if word in text.lower()]
        for field in shown.fields:
            known = [line for line in field.lines if line.known]
            assert field.state == (
                "open" if not known else "filled" if len(known) == len(field.lines) and not field.open else "part"
            )
            assert field.state != "open" or field.lines or field.open or form.layout == "card"


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.stem)
def test_no_line_comes_from_nowhere(case, whole, knowledge):
    """Each line names an answer, a finding, a measure or a field of the project that is really there."""
    made = whole(case).assessment
    there = {
        *(f"answer:{answer.question}" for answer in made.answers),
        *(f"finding:{finding.id}" for finding in made.findings),
        *(f"{kind}:{item.id}" for item in made.recommendations for kind in ("measure", "proposed")),
        *(f"project:{key}" for key in made.project),
        *(f"group:{group.id}" for finding in made.findings for group in finding.groups),
        *(f"group:{group.id}" for group in made.groups_without_finding),
        *(f"regulation:{rule.id}" for rule in made.regulations),
        *(f"stop:{stop.deployment}" for stop in (*made.verdict.stop, *made.verdict.possible_stops)),
        *(f"ruled_out:{item.risk_factor}" for item in made.ruled_out),
        *(f"no_evidence:{item.risk_factor}" for item in made.no_evidence),
        *(f"metric:{key}" for key in knowledge.metrics),
        "verdict",
        "measures",
        "regulations",
        "formula",
        "form",
        "evidence",
    }
    for form in knowledge.forms.values():
        there |= {f"choice:{pick.value}" for element in form.elements for pick in element.picks}
        for field in fill(form, whole(case), knowledge).fields:
            assert not [line for line in field.lines if line.origin not in there]


def test_a_rule_that_may_apply_offers_the_form_that_it_asks_for(whole, knowledge):
    welfare = whole(FEW[0])
    offered = {each.name: handoffs.asked_for(each, welfare.assessment) for each in handoffs.handoffs(knowledge)}
    assert offered["fria"] and offered["dpia"]
    dogs = whole(FEW[-1])
    assert not any(handoffs.asked_for(each, dogs.assessment) for each in handoffs.handoffs(knowledge))


# --- as files ---------------------------------------------------------------------------------------------------------


def test_the_same_form_as_document_table_and_data(choir, toy):
    form, shown = handoffs.named("choir-form", toy), choir()
    data = json.loads(form.render(shown, toy, ".json"))
    assert data["format"] == "riskwalk-form/1" and data["kind"] == "choir-form"
    word = docx.Document(io.BytesIO(form.render(shown, toy, ".docx", "2026-11-26")))
    told = "\n".join(paragraph.text for paragraph in word.paragraphs)
    text = form.render(shown, toy, ".md").decode()
    for field in data["fields"]:
        assert f"## {field['title']} [{field['key']}]" in text and f"{field['title']} [{field['key']}]" in told
        for line in field["lines"]:
            assert line["text"] in told
        for each in field["open"]:
            assert f"{each['what']} (known by: {each['who']})" in text


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.stem)
def test_the_register_is_a_table_with_the_names_of_the_standard(case, whole, knowledge):
    rows = list(csv.reader(io.StringIO(handoffs.named("register", knowledge).render(whole(case), knowledge).decode())))
    assert rows[0] == ["\ufeffField", "Name", "Text", "State", "Still to fill"]
    assert rows[1][1] == "Draft" and rows[1][2].startswith("Draft, not a filing")
    keys = [row[0] for row in rows[2:]]
    assert len(keys) == 65 and keys[0] == "0.1 id" and keys[-1] == "2.5.2 risks_and_mitigations"
    assert {row[3] for row in rows[2:]} <= {"filled", "in part", "open"}
    assert all(row[2] or row[4] for row in rows[2:])
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("typed", ["=HYPERLINK(1)", "R&D <5%", "<script>alert(1)</script>", "日本語", "# no heading"])
def test_what_somebody_typed_arrives_as_typed_and_does_nothing(typed, choir, toy):
    shown = report_of(choir(), project={"name": typed})
    form = handoffs.named("choir-form", toy)
    data = json.loads(form.render(shown, toy, ".json"))
    assert data["fields"][0]["lines"][0]["text"] == typed
    assert not re.search(r"(?<!\\)<script>", form.render(shown, toy, ".md").decode())
    assert "<script>" not in form.render(shown, toy, ".html").decode()


@pytest.mark.parametrize("case", FEW, ids=lambda case: case.stem)
def test_every_hand_off_gives_the_same_bytes_each_time(case, whole, knowledge):
    made = whole(case)
    for each in handoffs.handoffs(knowledge):
        for ending in set(each.endings) - {".pdf", ".html"}:
            first = each.render(made, knowledge, ending, "2026-11-26")
            assert first and first == each.render(made, knowledge, ending, "2026-11-26")


def test_an_ending_that_is_not_offered_is_refused(choir, toy):
    with pytest.raises(ValueError, match=r"choir-form does not come as \.csv"):
        handoffs.named("choir-form", toy).render(choir(), toy, ".csv")


def test_a_document_of_a_form_can_be_laid_out_in_every_way(choir, toy):
    form = handoffs.named("choir-form", toy)
    for ending in form.endings:
        assert form.render(choir(), toy, ending, "2026-11-26")


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_a_hand_off(run, tmp_path):
    said = run("handoff", CHOIR, "--kind", "choir-form", "-o", "form.docx", "--date", "2026-11-26")
    assert (said.status, said.out) == (0, "")
    assert said.err == "form.docx: Form of the choir office. It is a draft: look for what is still to fill.\n"
    assert (tmp_path / "form.docx").read_bytes().startswith(b"PK")
    assert run("handoff", CHOIR, "--kind", "choir-form").out.startswith(
        "# Form of the choir office: The village choir\n"
    )


def test_without_a_kind_all_are_listed_with_the_rules_that_may_ask_for_them(run):
    lines = run("handoff", CHOIR).out.splitlines()
    assert lines[0] == "choir-form: Form of the choir office (.md, .docx, .html, .pdf, .json)"
    assert lines[1] == "    may be asked for by: Rules of the choirs' union"
    assert [line.split(":")[0] for line in lines[2:]] == ["evaluation-plan", "issues"]


NO_KIND = 'there is no hand-off "chor-form". Did you mean "choir-form"? Allowed: choir-form, evaluation-plan, issues.'


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--kind", "chor-form"), NO_KIND),
        (
            ("--kind", "issues", "-o", "list.xlsx"),
            '"list.xlsx": issues comes as .md, .docx, .html, .pdf, .json. Change the ending.',
        ),
    ],
)
def test_mistakes_say_what_to_do(words, message, run):
    said = run("handoff", CHOIR, *words)
    assert (said.status, said.err) == (2, f"python -m questionnaire: {message}\n")


def test_a_document_says_each_field_once(choir, toy):
    document = forms.document(fill(toy.forms["choir-form"], choir(), toy))
    told = [plain(text) for block in document.blocks for text in texts(block)]
    told = [text for text in told if text != say.STILL_TO_FILL]
    assert len(told) == len(set(told))

"""The checklist of issues: every recommendation once, under its stage, by an id that stays."""

from __future__ import annotations

import io
import json

import docx
import pytest
from command import CHOIR
from docx.oxml.ns import qn

from questionnaire.answers import reading
from questionnaire.assessment.assess import report
from questionnaire.handoffs import handoffs, issues
from questionnaire.knowledge.loader import DEFAULT_FOLDER

CASE = DEFAULT_FOLDER / "cases" / "cv-ranking-engine.yaml"


@pytest.fixture(scope="module")
def made(network, knowledge):
    data, where = reading.gather(CASE.read_bytes(), CASE.name)
    return report(network, reading.answers(data, where, CASE.name, knowledge))


def test_every_recommendation_and_every_telling_question_is_an_issue_once(made):
    shown = issues.issues(made).issues
    ids = [issue.id for issue in shown]
    assert len(ids) == len(set(ids))
    assert [identity for identity in ids if identity.startswith("recommendation:")] and {
        f"recommendation:{item.id}" for item in made.assessment.recommendations
    } == {identity for identity in ids if identity.startswith("recommendation:")}
    assert all(issue.role and issue.body for issue in shown)


def test_ids_stay_when_an_answer_changes(made, network, knowledge):
    text = CASE.read_text("utf-8").split("expect:")[0].replace("oversight: nominal", "oversight: effective")
    other = report(network, reading.read(text.encode(), "answers.yaml", knowledge))
    before = {issue.title: issue.id for issue in issues.issues(made).issues}
    after = {issue.title: issue.id for issue in issues.issues(other).issues}
    assert before.keys() & after.keys() and before != after
    assert all(before[title] == after[title] for title in before.keys() & after.keys())


def test_markdown_and_data_say_the_same(made, knowledge):
    handoff = handoffs.named("issues", knowledge)
    data = json.loads(handoff.render(made, knowledge, ".json"))
    text = handoff.render(made, knowledge, ".md").decode()
    lines = [line for line in text.splitlines() if line.startswith("- [ ] ")]
    assert len(lines) == len(data["issues"]) and data["format"] == "riskwalk-issues/1"
    for line, issue in zip(lines, data["issues"], strict=True):
        assert line.startswith(f"- [ ] {issue['title']} ({issue['role']}; {issue['id']}).")


def test_stages_stand_in_the_order_of_the_work(made):
    stages = [issue.stage for issue in issues.issues(made).issues]
    order = ["", *made.assessment.words["stages"]]
    assert stages == sorted(stages, key=order.index)


def test_the_word_file_has_a_box_for_each(made, knowledge):
    word = docx.Document(io.BytesIO(handoffs.named("issues", knowledge).render(made, knowledge, ".docx")))
    boxes = [
        each
        for each in word.element.body.iter("{http://schemas.microsoft.com/office/word/2010/wordml}checkbox")
        if each.getparent().tag == qn("w:sdtPr")
    ]
    assert len(boxes) == len(issues.issues(made).issues)


def test_a_declared_measure_has_its_owner_and_status(run, tmp_path):
    (tmp_path / "a.yaml").write_text(
        "format: riskwalk-answers/1\nanswers: {task: [voice-sorting], people: yes, deployment: [choir-admission]}\n"
        "mitigations:\n  - {id: record-more-voices, status: in_place, owner: Ada}\n",
        "utf-8",
    )
    said = run("handoff", "a.yaml", "--kind", "issues", "-o", "issues.json")
    assert said.status == 0
    shown = {each["id"]: each for each in json.loads((tmp_path / "issues.json").read_text("utf-8"))["issues"]}
    measure = shown["recommendation:record-more-voices"]
    assert (measure["status"], measure["owner"], measure["due"]) == ("in_place", "Ada", "")
    assert "In place: owner Ada, no date named." in run("handoff", "a.yaml", "--kind", "issues").out
    assert run("handoff", CHOIR, "--kind", "issues").out.startswith("# Issues: The village choir\n")

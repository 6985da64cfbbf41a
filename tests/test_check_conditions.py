"""A board's conditions: written from a review, and checked in a later stage."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from command import run  # noqa: F401 - a fixture by its name
from test_review import course

from questionnaire.answers import conditions
from questionnaire.answers.conditions import ConditionRow
from questionnaire.answers.review import Condition, Dropped, Met

FILE = """\
format: riskwalk-conditions/1
project: Village choir
conditions:
  - {id: C1, text: "Publish the error rates", owner: Ayşe, due: 2027-03-01, evidence: "https://example.org/rates"}
  - {id: C2, text: "Ask the singers", owner: Bo, due: 2027-02-01, evidence: ""}
"""


@pytest.fixture
def check(run, tmp_path):  # noqa: F811 - the fixture
    def check_(text: str, *words: str):
        (tmp_path / "conditions.yaml").write_text(text, "utf-8")
        return run("check-conditions", "conditions.yaml", *words)

    return check_


def test_each_condition_is_said_and_the_status_is_1_where_one_is_overdue(check):
    said = check(FILE, "--on", "2027-02-03")
    assert said.status == 1
    assert said.out == (
        "conditions.yaml:4: C1 “Publish the error rates”: met, see https://example.org/rates\n"
        "conditions.yaml:5: C2 “Ask the singers”: It has no evidence, and its day, 2027-02-01, is past by 2 days.\n"
        "1 met, 1 with problems.\n"
    )


def test_what_has_no_evidence_yet_is_a_problem_unless_it_may_wait(check):
    early = "C2 “Ask the singers”: It has no evidence yet; 1 day left.\n"
    strict, patient = (check(FILE, "--on", "2027-01-31", *more) for more in ((), ("--allow-open",)))
    assert (strict.status, patient.status) == (1, 0)
    assert early in strict.out and early in patient.out
    assert patient.out.endswith("1 met, 1 to be met by a later day, 0 with problems.\n")


def test_all_met_is_status_0_also_after_the_day(check):
    done = FILE.replace('evidence: ""', 'evidence: "https://example.org/minutes"')
    assert check(done, "--on", "2030-01-01").status == 0


def test_a_file_beside_it_is_evidence_and_one_that_is_not_there_is_none(check, tmp_path):
    named = FILE.replace('evidence: ""', 'evidence: "minutes.pdf"')
    said = check(named)
    assert (
        said.status == 1
        and (
            'The evidence "minutes.pdf" is neither an address nor a file that is there. Name one beside the file of '
            "conditions, or write its address with https://.\n"
        )
        in said.out
    )
    (tmp_path / "minutes.pdf").write_text("Minutes")
    assert check(named).status == 0


@pytest.mark.parametrize(
    ("field", "why"),
    [("owner: Bo, ", "It has no owner. Say who sees to it."), ("due: 2027-02-01, ", "It has no day. Say by when.")],
)
def test_who_and_when_must_be_said_also_where_there_is_evidence(check, field, why):
    said = check(FILE.replace('evidence: ""', 'evidence: "https://example.org"').replace(field, ""))
    assert said.status == 1 and why in said.out
    assert check(FILE.replace(field, ""), "--allow-open", "--on", "2027-01-01").status == 1


def test_json_is_read_too_and_from_standard_input(run):  # noqa: F811 - the fixture
    row = {"id": "C1", "text": "Do", "owner": "Bo", "due": "2027-03-01", "evidence": "https://example.org"}
    text = json.dumps({"format": "riskwalk-conditions/1", "project": "", "conditions": [row]})
    said = run("check-conditions", "-", given=text)
    assert (said.status, said.out.startswith("standard input:1: C1")) == (0, True)


def test_no_condition_is_nothing_to_be_met(check):
    said = check("format: riskwalk-conditions/1\nconditions: []\n")
    assert (said.status, said.out) == (0, "There is no condition in this file, so nothing is to be met.\n")


def test_every_mistake_of_the_file_is_said_with_its_line(check):
    said = check("format: riskwalk-conditions/2\nproject: X\nconditions:\n  - {id: C1, txt: Do, due: soon}\n  - C2\n")
    assert said.status == 1
    assert said.err == (
        "conditions.yaml:1: format: This is no file of conditions that can be read. Write: "
        "format: riskwalk-conditions/1\n"
        'conditions.yaml:4: first of conditions: The field "text" is missing. Every condition has one.\n'
        'conditions.yaml:4: first of conditions, due: "soon" is no day. Write it as YYYY-MM-DD.\n'
        "conditions.yaml:4: first of conditions, txt: There is no field with this name. Did you mean "
        '"text"? Allowed: due, '
        "evidence, id, owner, text.\n"
        "conditions.yaml:5: second of conditions: A condition is a mapping. Allowed: due, evidence, id, owner, text.\n"
        "5 problems in 1 file. Nothing was loaded.\n"
    )


@pytest.mark.parametrize("text", ["", "[]", "just words", "format: riskwalk-answers/1\nanswers: {}"])
def test_another_file_is_no_file_of_conditions(check, text):
    said = check(text)
    assert said.status == 1 and "conditions.yaml" in said.err and "Traceback" not in said.err


def test_a_missing_file_and_a_wrong_day_are_wrong_usage(run):  # noqa: F811 - the fixture
    assert run("check-conditions", "no-such-file.yaml").status == 2
    said = run("check-conditions", "x.yaml", "--on", "soon")
    assert said.status == 2 and '"soon" is no day. Write it as year-month-day, such as 2026-01-31.' in said.err


def test_what_a_review_hands_out_reads_back(tmp_path):
    review = course(
        Condition("Publish: R&D <5%, # all\nof it", "Łódź", "2027-03-01"),
        Condition("Given up", "Bo", "2027-03-01"),
        Met(1, "https://example.org/a?b=1"),
        Dropped(2, "It is the law already."),
    )
    text = conditions.write("Choir: *bold*", review.conditions)
    assert conditions.read(text.encode(), "file") == (
        ConditionRow("C1", "Publish: R&D <5%, # all\nof it", "Łódź", "2027-03-01", "https://example.org/a?b=1", 4),
    )
    assert conditions.judge(conditions.read(text.encode(), "file")[0], date(2030, 1, 1), Path.exists).problems == ()

"""The answers at a glance: a part of what an assessment says, word for word, and all that a page of questions needs."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from questionnaire.answers.answers import Answers
from questionnaire.assessment.assess import in_full
from questionnaire.assessment.glance import glance
from questionnaire.assessment.telling import Telling, telling
from questionnaire.knowledge.loader import DEFAULT_FOLDER, load
from questionnaire.picture.picture import picture, picture_at_a_glance
from questionnaire.presentation.counts import counts
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network

KNOWLEDGE = load()
NETWORK = Network(KNOWLEDGE)
CASES = {case.id: case for case in cases.load(DEFAULT_FOLDER, KNOWLEDGE)}
MOST = 8
EARLY = [(case, number) for case in ("cv-ranking-engine", "blog-t2i-website-backgrounds") for number in (0, 1, 2, 4, 8)]
"""Few answers reach the most findings."""


def after_answers(case: str, number: int) -> Telling:
    """What is told when only the first answers of a case were given, in the order of the interview."""
    given = CASES[case].answers.answers
    answers = Answers()
    for key in [key for key in KNOWLEDGE.interview.order() if key in given][:number]:
        answers = answers.with_answer(key, given[key])
    return telling(NETWORK, answers)


@pytest.mark.parametrize(("case", "number"), [*((case, len(KNOWLEDGE.questions)) for case in CASES), *EARLY])
def test_a_glance_says_what_the_assessment_says(case, number):
    told = after_answers(case, number)
    seen, result = glance(told, MOST), in_full(told)
    counted = counts(result)
    assert (seen.verdict, seen.contradictions) == (result.verdict, result.contradictions)
    findings = tuple(replace(finding, recommendations=()) for finding in result.findings)
    assert seen.worst == findings[:MOST]
    assert tuple(finding.id for finding in seen.matter_most) == result.matter_most
    assert set(seen.matter_most) <= set(findings)
    assert (seen.findings, seen.confirmed, seen.possible) == (counted.findings, counted.confirmed, counted.possible)
    assert (seen.answers, seen.words) == (result.answers, result.words)


@pytest.mark.parametrize(("case", "number"), EARLY)
def test_the_picture_at_a_glance_is_that_of_as_many_findings_of_the_assessment(case, number):
    told = after_answers(case, number)
    assert picture_at_a_glance(glance(told, MOST)) == picture(in_full(told), MOST)


def test_what_matters_most_is_told_also_where_it_is_not_among_the_worst():
    """With one finding told, the other two that matter most are told beside it."""
    seen = glance(telling(NETWORK, CASES["cv-ranking-engine"].answers), 1)
    assert len(seen.worst) == 1
    assert len(seen.matter_most) == 3

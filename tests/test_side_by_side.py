"""Ways of one project side by side, and the answer that makes each finding differ."""

from __future__ import annotations

from msgspec.structs import replace
from test_comparison import CHOIR

from questionnaire.answers.answers import Answer, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.comparison import compare
from questionnaire.assessment.side_by_side import ALL, ALONE, TOGETHER, side_by_side


def with_(answers, **changes):
    for question, options in changes.items():
        given = Answer("answered", options) if options else None
        answers = answers.with_answer(question.replace("_", "-"), given)
    return answers


LIKENESS = with_(CHOIR, objective=("likeness-to-last-choir",))


def asked(network, question: str) -> str:
    return network.questions[question].asks


def test_ways_that_are_alike_differ_in_nothing(toy_network):
    result = side_by_side(toy_network, [("one", CHOIR), ("two", CHOIR), ("three", CHOIR)])
    assert [way.name for way in result.ways] == ["one", "two", "three"]
    assert (result.answers, result.findings) == ((), ()) and result.alike == result.ways[0].findings > 0


def test_the_answer_that_brings_a_finding_in_is_its_cause_though_others_differ_too(toy_network):
    other = with_(LIKENESS, size=("thousands",))
    result = side_by_side(toy_network, [("pitch", CHOIR), ("likeness", other)])
    (found,) = [finding for finding in result.findings if finding.id == "last-choir-as-measure--place-refused"]
    assert found.levels[0] == "" and found.levels[1]
    assert found.causes[0].how in (ALONE, TOGETHER)
    assert asked(toy_network, "objective") in found.causes[0].asks


def test_what_differs_is_what_the_comparison_of_two_says(toy_network):
    result = side_by_side(toy_network, [("pitch", CHOIR), ("likeness", LIKENESS)])
    pair = compare(assess(toy_network, CHOIR), assess(toy_network, LIKENESS))
    assert {finding.id for finding in result.findings} == {
        row.id for rows in (pair.appear, pair.disappear, pair.move) for row in rows
    }
    assert [(row.question, *row.said) for row in result.answers] == [
        (row.question, row.a, row.b) for row in pair.answers
    ]
    assert result.alike == pair.unchanged


def test_each_other_way_has_causes_of_its_own(toy_network):
    result = side_by_side(
        toy_network, [("pitch", CHOIR), ("likeness", LIKENESS), ("machine", with_(CHOIR, who_decides=("machine",)))]
    )
    (found,) = [finding for finding in result.findings if finding.id == "last-choir-as-measure--place-refused"]
    assert found.causes[0].how == ALONE and found.causes[1] is None


def test_answers_that_only_together_make_a_finding_differ_are_named_together(toy_network):
    bare = with_(CHOIR, objective=None, data_plan=None, deployment=("birdsong-counting",))
    other = with_(bare, objective=("likeness-to-last-choir",), deployment=("choir-admission",))
    result = side_by_side(toy_network, [("birds", bare), ("choir", other)])
    hows = {finding.id: finding.causes[0] for finding in result.findings}
    cause = hows["last-choir-as-measure--place-refused"]
    assert cause.how == TOGETHER
    assert set(cause.asks) == {asked(toy_network, "objective"), asked(toy_network, "deployment")}


def test_declared_measures_are_a_cause_like_an_answer(toy_network):
    measured = replace(
        CHOIR, mitigations=tuple(Mitigation(each, "in_place") for each in toy_network.knowledge.recommendations)
    )
    result = side_by_side(toy_network, [("as it is", CHOIR), ("with measures", measured)])
    assert result.findings and all(
        finding.causes[0].measures and not finding.causes[0].asks and finding.causes[0].how != ALL
        for finding in result.findings
    )

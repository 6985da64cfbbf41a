"""What the program advises can do no harm: over the worked cases, and over any answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_walk import KNOWLEDGE, NETWORK, QUESTIONS, some_answers

from questionnaire.answers.answers import UNKNOWN, Answer, Answers, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook
from questionnaire.assessment.result import ChangeShown, MeasureShown
from questionnaire.assessment.telling import fitting, outcome, telling
from questionnaire.knowledge.conditions import TRUE, Truths
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.upkeep import cases
from questionnaire.walk.decisions import Change, changes
from questionnaire.walk.levers import helpful, single_levers

CASES = {case.id: case.answers for case in cases.load(DEFAULT_FOLDER, KNOWLEDGE)}
LEVELS = KNOWLEDGE.vocabulary.words("levels")
BOUNDED = settings(max_examples=40, deadline=None)
FEW = settings(max_examples=8, deadline=None)
DONE = {key: entry.already_done for key, entry in KNOWLEDGE.recommendations.items() if entry.already_done}
OPEN = [question for question in QUESTIONS if question.ignorance]


def goes_to_the_safer_side(answers: Answers, change: Change) -> None:
    question = KNOWLEDGE.questions[change.question]
    chosen = answers.answers.get(question.id, Answer(UNKNOWN)).options
    assert question.controllable, "a fact is no decision"
    if question.options_from:
        named = getattr(getattr(KNOWLEDGE, question.options_from)[change.out], "alternatives", ())
        truths = Truths(NETWORK.questions, NETWORK.presumed(answers.given()))
        assert not change.into or any(
            each.use == change.into and truths.condition(each.fits) == TRUE for each in named
        ), "it makes no sense here"
        return
    order = question.safer_first
    assert change.into in order and not question.ignorance.intersection(change.answer.options)
    for gone in set(chosen) - set(change.answer.options):
        assert gone not in order or order.index(change.into) < order.index(gone), (gone, change.into)
    option = next(option for option in question.options if option.id == change.into)
    assert Truths(NETWORK.questions, NETWORK.presumed(answers.given())).condition(option.offered_when) == TRUE


@BOUNDED
@given(some_answers(at_least=6))
def test_every_change_is_a_decision_towards_more_safety_that_is_possible_here(answers):
    for change in changes(NETWORK, answers):
        goes_to_the_safer_side(answers, change)


@FEW
@given(some_answers(at_least=8))
def test_a_change_that_is_shown_changes_something_for_the_better(answers):
    base = outcome(NETWORK, answers)
    for lever in helpful(NETWORK, single_levers(NETWORK, answers, base), base):
        assert lever.after.level <= base.level
        assert lever.after.level < base.level or lever.after.upper < base.upper or lever.removes or lever.lowers


def test_nothing_is_changed_in_a_use_that_is_not_acceptable_but_what_ends_that():
    shown = outlook(NETWORK, CASES["blog-t2i-police-sketch"])
    assert not shown.levers and not shown.combinations
    (answers,) = shown.another_project
    assert any("What does the output do to a person?" in answer for answer in answers)


def after(answers: Answers, taken: tuple[ChangeShown | MeasureShown, ...]) -> int:
    """The level to plan for once these steps are really decided and declared."""
    changed = answers
    for step in taken:
        if isinstance(step, ChangeShown):
            changed = changed.with_answer(step.question, Answer("answered", step.answer))
    measures = (Mitigation(step.id, "planned") for step in taken if isinstance(step, MeasureShown))
    return outcome(NETWORK, Answers(answers=changed.answers, mitigations=(*answers.mitigations, *measures))).residual


@pytest.mark.parametrize("name", CASES)
def test_what_brings_the_level_down_does_so(name):
    """Each combination, really decided and declared, comes out as it says, and needs every one of its steps."""
    answers = CASES[name]
    before, shown = telling(NETWORK, answers).walk.residual, outlook(NETWORK, answers)
    for combination in shown.combinations:
        steps = (*combination.changes, *combination.mitigations)
        assert steps and len(steps) <= shown.most_steps

        reached = LEVELS.index(combination.level)
        assert after(answers, steps) == reached < before
        for step in steps:
            assert after(answers, tuple(other for other in steps if other is not step)) > reached, step
        decided = answers
        for change in combination.changes:
            assert KNOWLEDGE.questions[change.question].controllable
            decided = decided.with_answer(change.question, Answer("answered", change.answer))
        for measure in combination.mitigations:
            done = DONE.get(measure.id)
            assert done is None or telling(NETWORK, decided).truths.condition(done) != TRUE, "one act is told as two"
        before = reached


def never_better_than_unknown(answers: Answers, question, option: str) -> None:
    unknown = outcome(NETWORK, answers.with_answer(question.id, Answer(UNKNOWN)))
    unlooked = outcome(NETWORK, answers.with_answer(question.id, Answer("answered", (option,))))
    assert unlooked.level >= unknown.level and unlooked.lower >= unknown.lower and unlooked.upper >= unknown.upper
    for pair, harmed in unknown.harmed.items():
        assert pair in unlooked.harmed, (pair, option)
        for bound, before in zip(unlooked.harmed[pair].level, harmed.level, strict=True):
            assert bound >= before, (pair, option)


@BOUNDED
@given(some_answers(at_least=4), st.sampled_from(OPEN), st.data())
def test_not_having_looked_is_never_better_than_not_knowing(answers, question, data):
    never_better_than_unknown(answers, question, data.draw(st.sampled_from(sorted(question.ignorance))))


@pytest.mark.parametrize("question", OPEN, ids=[question.id for question in OPEN])
def test_nor_is_it_in_any_worked_case(question):
    for answers in CASES.values():
        for option in question.ignorance:
            never_better_than_unknown(answers, question, option)


@BOUNDED
@given(some_answers())
def test_what_the_answers_raise_is_never_said_to_be_ruled_out(answers):
    told, result = telling(NETWORK, answers), assess(NETWORK, answers)
    affirmed = {factor for factor, reached in told.walk.reached.items() if reached.likelihood.lower}
    assert not affirmed.intersection(item.risk_factor for item in (*result.ruled_out, *result.no_evidence))
    raised = {edge.risk_factor for edges in NETWORK.raises.values() for edge in edges}
    assert (affirmed | raised).issuperset(item.risk_factor for item in result.without_harm)


@pytest.mark.parametrize("name", CASES)
def test_every_recommendation_fits_the_facts_and_is_not_declared_already(name):
    told, result = telling(NETWORK, CASES[name]), assess(NETWORK, CASES[name])
    for item in result.recommendations:
        assert fitting(told, KNOWLEDGE.recommendations[item.id])


@pytest.mark.parametrize("key", DONE)
def test_what_is_done_already_is_not_recommended(key):
    advised = [
        answers for answers in CASES.values() if key in {each.id for each in assess(NETWORK, answers).recommendations}
    ]
    tried = 0
    for answers in advised:
        for question, options in DONE[key].atoms():
            answers = answers.with_answer(question, Answer("answered", options[:1]))  # noqa: PLW2901
        if telling(NETWORK, answers).truths.condition(DONE[key]) == TRUE:
            tried += 1
            assert key not in {each.id for each in assess(NETWORK, answers).recommendations}
    assert tried, "no worked case is advised to do it and could have done it"


@pytest.mark.parametrize("name", CASES)
def test_a_similar_case_is_of_the_same_use_or_a_finding_rests_on_it(name):
    """The same task in another field is no similar case: nobody orders vaccines as a firm ranks applicants."""
    answers = CASES[name]
    result = assess(NETWORK, answers)
    used = [KNOWLEDGE.deployments[key] for key in answers.given().get("deployment") or ()]
    similar = {source for entry in used for source in entry.incidents}
    similar |= {
        source for finding in result.findings for path in finding.paths for step in path for source in step.sources
    }
    assert {incident.source for incident in result.incidents} <= similar


def test_another_objective_is_proposed_only_where_it_makes_sense():
    watched = Answers(answers={"objective": Answer("answered", ("engagement",))})
    for effect, proposed in (("shows", True), ("keeps-company", False)):
        answers = watched.with_answer("effect", Answer("answered", (effect,)))
        swaps = {change.into for change in changes(NETWORK, answers) if change.question == "objective"}
        assert ("engagement-and-diversity" in swaps) is proposed

"""The answers that hold the level down: what is in the list raises it, and what is not never does."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import json
from msgspec.structs import replace
from test_walk import KNOWLEDGE, NETWORK, some_answers

from questionnaire.answers.answers import Answer, Answers, Grounds
from questionnaire.assessment import comparison
from questionnaire.assessment.assess import assess, report
from questionnaire.assessment.outlook import outlook
from questionnaire.assessment.telling import outcome
from questionnaire.knowledge.base import CHOICES
from questionnaire.knowledge.conditions import Truths
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network
from questionnaire.walk.trip_wires import TripWire, to_plan_for, trip_wires

CASES = {case.id: case.answers for case in cases.load(DEFAULT_FOLDER, KNOWLEDGE)}
LEVELS = KNOWLEDGE.vocabulary.words("levels")


def level(network: Network, answers: Answers) -> int:
    return to_plan_for(network, answers.given(), outcome(network, answers))


def wires(network: Network, answers: Answers) -> dict[str, TripWire]:
    return {wire.question: wire for wire in trip_wires(network, answers, outcome(network, answers))}


def counts(answers: Answers, key: str) -> tuple[str, ...] | None:
    """What counts as the answer to a question on the path; None where it is open."""
    if not Truths(NETWORK.questions, NETWORK.presumed(answers.given())).asked(key):
        return None
    said = answers.given().get(key)
    return NETWORK.presumed(answers.given()).get(key) if said is None else said


@st.composite
def a_click(draw, answers: Answers) -> tuple[str, Answers]:
    """An answer that counts, changed by one click; of a choice only what is left out, not known or taken back."""
    key = draw(st.sampled_from([key for key in NETWORK.questions if counts(answers, key) is not None]))
    question, known = KNOWLEDGE.questions[key], counts(answers, key)
    alone = {option.id for option in question.options if option.exclusive}
    others: list[Answer | None] = [Answer("unknown"), None]
    if question.may_not_apply:
        others.append(Answer("not_applicable"))
    for option in NETWORK.offered[key] if question.options_from not in CHOICES else ():
        more = question.several and option not in alone and not alone.intersection(known)
        others.append(Answer("answered", tuple(sorted({*known, option})) if more else (option,)))
    if question.several and len(known) > 1:
        others += [Answer("answered", tuple(each for each in known if each != option)) for option in known]
    return key, answers.with_answer(key, draw(st.sampled_from(others)))


def a_change() -> st.SearchStrategy[tuple[Answers, str, Answers]]:
    answers = st.sampled_from(list(CASES.values())) | some_answers(at_least=1)
    fit = answers.filter(lambda each: any(counts(each, key) is not None for key in NETWORK.questions))
    return fit.flatmap(lambda each: a_click(each).map(lambda changed: (each, *changed)))


@settings(max_examples=100, deadline=None)
@given(a_change())
def test_an_answer_that_is_not_in_the_list_raises_the_level_by_no_click(change):
    answers, key, after = change
    reached = level(NETWORK, after)
    if reached > level(NETWORK, answers):
        assert wires(NETWORK, answers)[key].level >= reached


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(CASES)))
def test_what_is_in_the_list_raises_the_level_as_it_says(name):
    answers = CASES[name]
    for key, wire in wires(NETWORK, answers).items():
        question = KNOWLEDGE.questions[key]
        alone = {option.id for option in question.options if option.exclusive}
        tried = [level(NETWORK, answers.with_answer(key, Answer("unknown")))]
        assert tried[0] == wire.unknown
        for option in wire.options:
            more = question.several and option not in alone and not alone.intersection(wire.counts)
            options = tuple(sorted((*wire.counts, option))) if more else (option,)
            tried.append(level(NETWORK, answers.with_answer(key, Answer("answered", options))))
            assert tried[-1] > level(NETWORK, answers)
        assert max(tried) <= wire.level > level(NETWORK, answers)


def test_how_sure_the_team_is_stands_in_the_list_and_changes_nothing_else():
    answers = next(each for each in CASES.values() if wires(NETWORK, each))
    key = next(iter(wires(NETWORK, answers)))
    unsaid = outlook(NETWORK, answers).trip_wires
    said = outlook(NETWORK, replace(answers, grounds={key: Grounds("guess")})).trip_wires
    assert [wire.confidence for wire in said if wire.question == key] == ["guess"]
    assert tuple(replace(wire, confidence="") for wire in said) == unsaid


def test_a_decision_keeps_what_it_rests_on_and_says_what_of_it_gave_way():
    answers = next(each for each in CASES.values() if wires(NETWORK, each))
    told, key = report(NETWORK, answers), next(iter(wires(NETWORK, answers)))
    task = next(key for key, each in KNOWLEDGE.questions.items() if each.options_from == "tasks")
    kept = comparison.kept(
        told.assessment, comparison.holds(told.assessment, told.outlook.trip_wires, frozenset({task}))
    )
    kept = json.decode(json.encode(kept), type=comparison.Kept)
    assert {hold.question: bool(hold.level) for hold in kept.holds} | {task: False} == {
        **dict.fromkeys(wires(NETWORK, answers), True),
        task: False,
    }
    assert comparison.given_way(kept, told.assessment) == ()
    now = assess(NETWORK, answers.with_answer(key, Answer("unknown")))
    assert key in {hold.question for hold in comparison.given_way(kept, now)}


def test_what_was_decided_before_anybody_kept_this_still_reads():
    kept = json.encode(comparison.kept(assess(NETWORK, Answers())))
    assert b'"holds":[]' in kept
    assert json.decode(kept.replace(b',"holds":[]', b""), type=comparison.Kept).holds == ()


def test_where_nothing_is_answered_nothing_holds_the_level_down():
    assert wires(NETWORK, Answers()) == {}


@pytest.mark.parametrize("name", sorted(CASES)[:3])
def test_the_order_of_answers_changes_nothing(name):
    shuffled = list(CASES[name].answers.items())
    random.Random(1).shuffle(shuffled)
    assert wires(NETWORK, CASES[name]) == wires(NETWORK, replace(CASES[name], answers=dict(shuffled)))

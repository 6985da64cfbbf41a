"""The properties of the walk, over the real knowledge base and any answers."""

from __future__ import annotations

import itertools
import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.answers.answers import Answer, Answers, Mitigation
from questionnaire.assessment.assess import assess, report
from questionnaire.assessment.outlook import outlook
from questionnaire.assessment.telling import outcome
from questionnaire.knowledge.conditions import TRUE, Truths, Worlds
from questionnaire.knowledge.loader import load
from questionnaire.knowledge.presumptions import contradictions
from questionnaire.reports.json_text import render
from questionnaire.walk.decisions import changes
from questionnaire.walk.levers import helpful, single_levers
from questionnaire.walk.network import Network
from questionnaire.walk.removals import smallest_removals
from questionnaire.walk.unknowns import unknowns
from questionnaire.walk.walk import walk

KNOWLEDGE = load()
NETWORK = Network(KNOWLEDGE)
QUESTIONS = [KNOWLEDGE.questions[key] for key in KNOWLEDGE.interview.order()]


def answer_to(question) -> st.SearchStrategy[Answer]:
    """Any answer that the question allows, `unknown` among them."""
    offered = [option for option, _ in KNOWLEDGE.options(question)]
    alone = {option.id for option in question.options if option.exclusive}
    together = [option for option in offered if option not in alone]
    chosen = st.sampled_from(offered).map(lambda option: (option,))
    if question.kind == "many":
        chosen |= st.lists(st.sampled_from(together), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
    answers = chosen.map(lambda options: Answer("answered", options)) | st.just(Answer("unknown"))
    return answers | st.just(Answer("not_applicable")) if question.may_not_apply else answers


@st.composite
def some_answers(draw, at_least: int = 0) -> Answers:
    """Answers to any part of the interview."""
    asked = draw(st.lists(st.sampled_from(QUESTIONS), unique_by=lambda question: question.id, min_size=at_least))
    return Answers(answers={question.id: draw(answer_to(question)) for question in asked})


BOUNDED = settings(max_examples=60, deadline=None)


def within(inner, outer) -> bool:
    return outer.lower <= inner.lower <= inner.upper <= outer.upper


@BOUNDED
@given(some_answers())
def test_bounds_are_in_order(answers):
    result = outcome(NETWORK, answers)
    assert result.lower <= result.level <= result.upper
    planned = max((pair.level.planned for pair in result.harmed.values()), default=0)
    assert result.level in (planned, len(KNOWLEDGE.vocabulary.levels) - 1)
    for pair in result.harmed.values():
        for bounds in (pair.likelihood, pair.severity, pair.level, pair.residual):
            assert bounds.lower <= bounds.planned <= bounds.upper


@settings(max_examples=15, deadline=None)
@given(some_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(answers, shuffler: random.Random):
    items = list(answers.answers.items())
    shuffler.shuffle(items)
    shuffled = Answers(answers=dict(items))
    assert render(assess(NETWORK, answers)) == render(assess(NETWORK, shuffled))


def test_the_order_of_the_knowledge_base_does_not_matter():
    turned = msgspec.structs.replace(
        KNOWLEDGE,
        **{
            kind: dict(reversed(getattr(KNOWLEDGE, kind).items()))
            for kind in (
                "tasks",
                "objectives",
                "affected_groups",
                "deployments",
                "data_plans",
                "risk_factors",
                "harms",
                "recommendations",
                "regulations",
                "questions",
                "sources",
            )
        },
    )
    answers = Answers(
        answers={
            "task": Answer("answered", ("text-to-image",)),
            "deployment": Answer("answered", ("stock-photo-service",)),
        }
    )
    assert render(report(Network(turned), answers)) == render(report(NETWORK, answers))


@BOUNDED
@given(some_answers())
def test_every_finding_has_paths_that_start_at_an_answer_and_say_why_with_a_source(answers):
    for finding in assess(NETWORK, answers).findings:
        assert finding.paths
        for path in finding.paths:
            assert path[0].kind == "answer" and path[-1].kind == "harm" and path[-1].id == finding.harm
            for step in path:
                assert step.because and step.sources
            question, _, option = path[0].id.partition("=")
            counted = NETWORK.presumed(answers.given()).get(question)
            assert option in (counted or ()) if path[0].certain else True
            open_ = counted is None or KNOWLEDGE.questions[question].ignorance.intersection(counted)
            assert open_ or option in counted


@BOUNDED
@given(some_answers(), st.data())
def test_answering_an_unknown_never_widens_bounds(answers, data):
    before = outcome(NETWORK, answers)
    known = NETWORK.presumed(answers.given())
    truths = Truths(NETWORK.questions, known)
    open_ = [question for question in QUESTIONS if truths.asked(question.id) and known.get(question.id) is None]
    if not open_:
        return
    question = data.draw(st.sampled_from(open_))
    more = answers.with_answer(question.id, data.draw(answer_to(question)))
    if contradictions(KNOWLEDGE, answers.given()) or contradictions(KNOWLEDGE, more.given()):
        return  # nobody knows more by saying what cannot be
    after = outcome(NETWORK, more)
    assert before.lower <= after.lower <= after.level <= after.upper <= before.upper
    for pair, harmed in after.harmed.items():
        assert pair in before.harmed
        for scale in ("likelihood", "severity", "level", "residual"):
            assert within(getattr(harmed, scale), getattr(before.harmed[pair], scale))
    for pair, harmed in before.harmed.items():
        if pair not in after.harmed:
            assert harmed.level.lower == 0, "what was certain does not vanish when more is known"


@BOUNDED
@given(some_answers(), st.lists(st.sampled_from(sorted(KNOWLEDGE.recommendations)), unique=True, max_size=8))
def test_a_mitigation_never_raises_a_level(answers, declared):
    without = outcome(NETWORK, answers)
    mitigations = tuple(Mitigation(key, "planned") for key in declared)
    with_ = outcome(NETWORK, Answers(answers=answers.answers, mitigations=mitigations))
    assert with_.residual <= without.residual == without.level
    for pair, harmed in with_.harmed.items():
        assert harmed.level == without.harmed[pair].level
        assert harmed.residual.lower <= harmed.level.lower and harmed.residual.upper <= harmed.level.upper
        if harmed.level.lower:
            assert harmed.residual.lower, "a mitigation lowers a finding; it does not make it vanish"


@pytest.mark.parametrize("declared", [(), "all"])
def test_no_mitigation_lifts_a_stop(declared):
    answers = Answers(
        answers={
            "task": Answer("answered", ("text-to-image",)),
            "about-people": Answer("answered", ("individuals",)),
            "deployment": Answer("answered", ("police-suspect-portraits",)),
        },
        mitigations=tuple(Mitigation(key, "in_place") for key in (KNOWLEDGE.recommendations if declared else ())),
    )
    result = outcome(NETWORK, answers)
    assert KNOWLEDGE.vocabulary.levels[result.level].id == "unacceptable"
    assert result.residual == result.lower == result.level


@BOUNDED
@given(some_answers(), st.data())
def test_aggravating_answers_never_lower_and_attenuating_ones_never_raise(answers, data):
    """The sign of an option's shifts is the sign of its effect, against an option of the same question without any."""
    key, option = data.draw(st.sampled_from([choice for choice, entry in NETWORK.options.items() if entry.shifts]))
    question = KNOWLEDGE.questions[key]
    position = [each.id for each in question.options].index(option)
    for sign in (1, -1):
        kept = tuple(shift for shift in question.options[position].shifts if shift.by * sign > 0)
        if not kept:
            continue
        chosen = answers.with_answer(key, Answer("answered", (option,)))
        levels = []
        for shifts in ((), kept):
            options = list(question.options)
            options[position] = msgspec.structs.replace(options[position], shifts=shifts)
            changed = msgspec.structs.replace(question, options=tuple(options))
            questions = {**KNOWLEDGE.questions, key: changed}
            levels.append(outcome(Network(msgspec.structs.replace(KNOWLEDGE, questions=questions)), chosen))
        plain, moved = levels
        assert (moved.level - plain.level) * sign >= 0
        for pair, harmed in plain.harmed.items():
            for bound in (0, 1):
                assert (moved.harmed[pair].level[bound] - harmed.level[bound]) * sign >= 0


@settings(max_examples=8, deadline=None)
@given(some_answers(at_least=8))
def test_a_lever_does_what_it_promises(answers):
    base = outcome(NETWORK, answers)
    for lever in single_levers(NETWORK, answers, base):
        really = outcome(NETWORK, answers.with_answer(lever.change.question, lever.change.answer))
        assert (really.level, really.upper) == (lever.after.level, lever.after.upper)
        assert set(base.harmed) - set(really.harmed) == set(lever.removes)
        assert set(really.harmed) - set(base.harmed) == set(lever.adds)


@settings(max_examples=6, deadline=None)
@given(some_answers(at_least=10))
def test_the_smallest_removal_removes_and_nothing_smaller_does(answers):
    base = outcome(NETWORK, answers)
    singles = single_levers(NETWORK, answers, base)
    for pair, cut in itertools.islice(smallest_removals(NETWORK, answers, base, singles).items(), 12):
        changed = answers
        for change in cut:
            changed = changed.with_answer(change.question, change.answer)
        assert pair not in outcome(NETWORK, changed).harmed
        if len(cut) == 2:
            assert not any(pair in lever.removes for lever in singles)


@BOUNDED
@given(some_answers())
def test_nothing_disappears_silently(answers):
    """Every risk factor that a chosen entry could raise is a finding, or is set aside with a reason and a way back."""
    result = assess(NETWORK, answers)
    found = {finding.risk_factor for finding in result.findings}
    out = {item.risk_factor: item for item in result.set_aside}
    for choice, where in NETWORK.choices(Worlds(NETWORK.questions, answers.given())):
        for edge in NETWORK.raises[choice]:
            if where.truth(0) == TRUE:
                assert edge.risk_factor in found or edge.risk_factor in out, (choice, edge.risk_factor)
    for item in out.values():
        assert item.because and item.returns_if and item.risk_factor not in found


@BOUNDED
@given(some_answers())
def test_an_answer_that_left_the_path_changes_nothing_and_is_said_to_be_ignored(answers):
    truths = Truths(NETWORK.questions, NETWORK.presumed(answers.given()))
    off = [key for key in answers.answers if not truths.asked(key)]
    result = assess(NETWORK, answers)
    assert set(result.ignored) == set(off)
    kept = Answers(answers={key: value for key, value in answers.answers.items() if key not in off})
    assert outcome(NETWORK, kept).level == outcome(NETWORK, answers).level
    assert set(outcome(NETWORK, kept).harmed) == set(outcome(NETWORK, answers).harmed)


def test_an_empty_answers_file_never_looks_safe():
    result = assess(NETWORK, Answers())
    levels = KNOWLEDGE.vocabulary.words("levels")
    assert levels.index(result.verdict.level) >= levels.index("high")
    assert result.verdict.upper == "unacceptable" and result.verdict.lower == "none"
    assert result.verdict.nothing_ruled_out and "nothing can be ruled out" in result.verdict.because
    assert not result.verdict.stop and result.verdict.possible_stops


def test_a_possible_stop_is_not_the_verdict_but_the_first_question():
    answers = Answers(
        answers={
            "task": Answer("unknown"),
            "about-people": Answer("answered", ("individuals",)),
            "people-in-output": Answer("answered", ("yes",)),
            "deployment": Answer("answered", ("police-suspect-portraits",)),
        }
    )
    result = assess(NETWORK, answers)
    assert result.verdict.level == "high" and result.verdict.upper == "unacceptable"
    first = outlook(NETWORK, answers).unknowns[0]
    assert first.question == "task" and first.settles_stop


def test_unknowns_are_ranked_by_how_far_they_move_the_verdict():
    answers = Answers(
        answers={
            "task": Answer("answered", ("recommendation",)),
            "about-people": Answer("answered", ("individuals",)),
            "deployment": Answer("answered", ("entertainment-recommendations",)),
        }
    )
    base = outcome(NETWORK, answers)
    ranked = unknowns(NETWORK, answers, base)
    widths = [unknown.highest - unknown.lowest for unknown in ranked if not unknown.settles_stop]
    assert widths == sorted(widths, reverse=True)
    for unknown in ranked:
        assert base.lower <= unknown.lowest <= unknown.highest <= base.upper


def test_swapping_an_objective_is_offered_only_for_alternatives_that_its_entry_names():
    answers = Answers(answers={"objective": Answer("answered", ("rmse-on-ratings",))})
    offered = {change.into for change in changes(NETWORK, answers) if change.question == "objective"}
    assert offered == {alternative.use for alternative in KNOWLEDGE.objectives["rmse-on-ratings"].alternatives}


def test_a_walk_without_answers_names_no_certain_finding():
    assert all(pair.level.lower == 0 for pair in walk(NETWORK, {}).harmed.values())


def test_levers_that_help_never_raise_the_verdict():
    answers = Answers(
        answers={
            "task": Answer("answered", ("risk-scoring",)),
            "about-people": Answer("answered", ("individuals",)),
            "deployment": Answer("answered", ("tenant-screening",)),
            "objective": Answer("answered", ("rent-payment-and-eviction",)),
            "telling-inputs": Answer("answered", ("money-records", "place")),
        }
    )
    base = outcome(NETWORK, answers)
    for lever in helpful(NETWORK, single_levers(NETWORK, answers, base), base):
        assert lever.after.level <= base.level

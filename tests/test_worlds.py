"""Many sets of answers walked at once give what walking each by itself gives, told plainly in plain_walk.py."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_walk import PlainWalk
from test_walk import KNOWLEDGE, NETWORK, QUESTIONS, answer_to, some_answers

from questionnaire.answers.answers import UNKNOWN, Answer, Answers, Mitigation
from questionnaire.assessment.telling import outcome
from questionnaire.knowledge.conditions import MAYBE, TRUE
from questionnaire.knowledge.loader import DEFAULT_FOLDER
from questionnaire.upkeep import cases
from questionnaire.walk import combinations
from questionnaire.walk.decisions import changes
from questionnaire.walk.levers import single_levers
from questionnaire.walk.removals import smallest_removals
from questionnaire.walk.scales import Position, Scale
from questionnaire.walk.unknowns import unknowns
from questionnaire.walk.worlds import Walks, walk_worlds

CASES = {case.id: case.answers for case in cases.load(DEFAULT_FOLDER, KNOWLEDGE)}
NEARLY_EMPTY = {
    "no answer": Answers(),
    "one answer": Answers(answers={"about-people": Answer("answered", ("individuals",))}),
}
MEASURES = st.lists(st.sampled_from(sorted(KNOWLEDGE.recommendations)), unique=True, max_size=8)
FEW = settings(max_examples=20, deadline=None)


def plain(answers: Answers) -> PlainWalk:
    return PlainWalk(KNOWLEDGE, answers.given(), answers.declared())


def numbers(walks: Walks, world: int) -> tuple:
    """All numbers of a walk in one of its worlds, as PlainWalk has them."""
    likelihoods, severities, levels = walks.likelihoods, walks.severities, walks.levels
    findings = {
        pair: (
            tuple(likelihoods.bounds(each.likelihood, world)),
            tuple(severities.bounds(each.severity, world)),
            tuple(levels.bounds(each.level, world)),
            tuple(levels.bounds(each.residual, world)),
        )
        for pair, each in walks.arrivals.items()
        if each.some >> world & 1
    }
    stops = [passage.where.truth(world) for passage in walks.stops]
    verdict = tuple(levels.position(each, world) for each in (walks.level, walks.lower, walks.upper, walks.residual))
    return findings, verdict, (stops.count(TRUE), stops.count(MAYBE))


def plain_numbers(answers: Answers) -> tuple:
    walked = plain(answers)
    return walked.findings, walked.verdict, walked.stops


def test_a_scale_has_each_of_its_positions_in_every_world():
    scale = Scale(Position(3), worlds=2)
    assert [[scale.position(positions, world) for world in (0, 1)] for positions in scale.at] == [
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
    ]
    assert [scale.bounds(scale.top, world) for world in (0, 1)] == [(3, 3, 3), (3, 3, 3)]


@FEW
@given(some_answers(), MEASURES, st.data())
def test_every_world_is_walked_as_if_it_were_the_only_one(answers, measures, data):
    answers = Answers(answers=answers.answers, mitigations=tuple(Mitigation(key, "planned") for key in measures))
    worlds = [answers]
    for _ in range(data.draw(st.integers(0, 5))):
        world = answers
        for question in data.draw(st.lists(st.sampled_from(QUESTIONS), max_size=3)):
            world = world.with_answer(question.id, data.draw(answer_to(question)))
        worlds.append(world)
    changed = [
        {
            key: None if answer.status == UNKNOWN else answer.options
            for key, answer in world.answers.items()
            if answer != answers.answers.get(key)
        }
        for world in worlds
    ]
    walks = walk_worlds(NETWORK, answers.given(), changed, answers.declared())
    for place, world in enumerate(worlds):
        assert numbers(walks, place) == plain_numbers(world)


def test_answers_that_clash_only_after_a_change_count_as_a_clash_in_its_world():
    no_people = Answers(answers={"about-people": Answer("answered", ("no-people",))})
    ranked = no_people.with_answer("effect", Answer("answered", ("ranks",)))
    walks = walk_worlds(NETWORK, no_people.given(), [{}, {"effect": ("ranks",)}])
    assert numbers(walks, 1) == plain_numbers(ranked) != numbers(walks, 0)


def test_an_answer_that_a_change_sets_against_a_firm_presumption_counts_by_the_worse_reading():
    sorting = Answers(answers={"deployment": Answer("answered", ("cv-screening",))})
    denied = sorting.with_answer("about-people", Answer("answered", ("no-people",)))
    walks = walk_worlds(NETWORK, sorting.given(), [{"about-people": ("no-people",)}])
    assert numbers(walks, 0) == plain_numbers(denied)


@pytest.mark.parametrize("name", CASES)
def test_a_worked_case_is_walked_as_told(name):
    answers = CASES[name]
    tried = [*changes(NETWORK, answers)][::6]
    walks = walk_worlds(
        NETWORK, answers.given(), [{}, *({each.question: each.answer.options} for each in tried)], answers.declared()
    )
    assert numbers(walks, 0) == plain_numbers(answers)
    for place, change in enumerate(tried, start=1):
        assert numbers(walks, place) == plain_numbers(answers.with_answer(change.question, change.answer))


def plain_unknowns(answers: Answers) -> list[tuple]:
    """Each open question with what it could do, by a walk for each of its answers."""
    base, found = plain(answers), []
    for key in KNOWLEDGE.interview.order():
        if base.asked(key) and base.open(key):
            question = KNOWLEDGE.questions[key]
            possible = [Answer("answered", (option,)) for option, _ in KNOWLEDGE.options(question)]
            possible += [Answer("not_applicable")] * question.may_not_apply
            after = [plain(answers.with_answer(key, answer)) for answer in possible]
            moved = {
                pair
                for walked in after
                for pair, bounds in base.findings.items()
                if pair not in walked.findings or walked.findings[pair][2] != bounds[2]
            }
            levels = [walked.verdict[0] for walked in after]
            settles = base.verdict[2] > base.verdict[0] and any(walked.stops != base.stops for walked in after)
            found.append((key, min(levels), max(levels), settles, len(moved)))
    order = KNOWLEDGE.interview.order()
    return sorted(found, key=lambda each: (not each[3], each[1] - each[2], -each[4], order.index(each[0])))


@pytest.mark.parametrize("name", [*CASES][::20])
def test_the_open_questions_of_a_worked_case_are_those_of_repeated_walks(name):
    answers = CASES[name]
    assert [tuple(each) for each in unknowns(NETWORK, answers, outcome(NETWORK, answers))] == plain_unknowns(answers)


def passes(monkeypatch, work) -> int:
    """How often the whole network is walked in some work."""
    from questionnaire.walk import levers, removals, unknowns, walk

    walked = []

    def counted(*arguments):
        walked.append(arguments)
        return walk_worlds(*arguments)

    for module in (levers, removals, unknowns, walk):
        monkeypatch.setattr(module, "walk_worlds", counted)
    work()
    return len(walked)


@pytest.mark.parametrize("answers", [*NEARLY_EMPTY.values(), CASES["cv-ranking-engine"]], ids=[*NEARLY_EMPTY, "a case"])
def test_the_network_is_walked_a_few_times_whatever_is_open(monkeypatch, answers):
    def look_out():
        base = outcome(NETWORK, answers)
        unknowns(NETWORK, answers, base)
        smallest_removals(NETWORK, answers, base, single_levers(NETWORK, answers, base))

    assert passes(monkeypatch, look_out) <= 8


@given(st.lists(st.tuples(st.integers(0, 2**12 - 1), st.integers(1, 40)), max_size=9))
def test_the_first_of_the_lightest_worlds_is_found(weighed):
    weights = [sum(weight for some, weight in weighed if some >> world & 1) for world in range(12)]
    least = min(weights)
    assert combinations._least(weighed, 2**12 - 1) == (weights.index(least), least)

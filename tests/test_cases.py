"""The worked cases, and the scenarios from which the idea comes, told as given these answers, these findings."""

from __future__ import annotations

import pytest

from questionnaire.answers.answers import Answer
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook
from questionnaire.assessment.result import Assessment
from questionnaire.knowledge.loader import DEFAULT_FOLDER, load
from questionnaire.knowledge.presumptions import presumed, presuming
from questionnaire.upkeep import cases
from questionnaire.walk.interview import next_questions
from questionnaire.walk.network import Network

KNOWLEDGE = load()
NETWORK = Network(KNOWLEDGE)
CASES = {case.id: case for case in cases.load(DEFAULT_FOLDER, KNOWLEDGE)}
LEVELS = KNOWLEDGE.vocabulary.words("levels")


def result_of(case_id: str) -> Assessment:
    return assess(NETWORK, CASES[case_id].answers)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_has_the_result_that_it_expects(case):
    _, misses = cases.run(case, NETWORK)
    assert not misses, "\n".join(misses)


@pytest.mark.parametrize("folder", ["first", "second"])
def test_cases_that_were_held_back_can_still_be_measured(folder):
    found = cases.load_from(DEFAULT_FOLDER.parent / "benchmarks" / "held_back" / folder, KNOWLEDGE)
    assert len(found) == {"first": 60, "second": 30}[folder]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_has_at_most_28_questions_on_its_path(case):
    presumed = {key for _, _, taken in presuming(KNOWLEDGE, case.answers.given()) for key in taken.answers}
    shown = assess(NETWORK, case.answers).answers
    assert sum(answer.on_path and answer.question not in presumed for answer in shown) <= 28


def test_backgrounds_without_people_ask_for_no_mitigation_and_say_what_would_bring_the_risk_back():
    result = result_of("blog-t2i-website-backgrounds")
    assert result.verdict.level in ("none", "low")
    assert not result.recommendations and not result.verdict.stop
    out = {item.risk_factor: item for item in result.ruled_out}["stereotyped-depiction-of-people"]
    assert "people" in out.because.lower()
    assert "people-in-output" in out.questions and "is not ‘No" in out.returns_if


def test_showing_people_brings_the_stereotypes_back():
    without_people = CASES["blog-t2i-website-backgrounds"].answers
    result = assess(NETWORK, without_people.with_answer("people-in-output", Answer("answered", ("yes",))))
    assert result.verdict.level not in ("none", "low")
    assert any(finding.risk_factor == "stereotyped-depiction-of-people" for finding in result.findings)


def test_stock_photos_of_people_lock_in_and_amplify_for_several_groups():
    result = result_of("blog-t2i-stock-people")
    assert result.verdict.level == "moderate"
    depicted = [
        finding
        for finding in result.findings
        if finding.risk_factor == "stereotyped-depiction-of-people" and finding.harm_kind == "representational"
    ]
    assert depicted and {"lock_in", "amplify"} <= set(depicted[0].pathways)
    assert {"race_ethnicity", "sex_gender"} <= {group.attribute for group in depicted[0].groups}
    advice = " ".join(item.title.lower() for item in result.recommendations)
    assert "tell" in advice and "divers" in advice


def test_a_police_sketch_artist_is_unacceptable_whatever_is_done_about_it():
    result = result_of("blog-t2i-police-sketch")
    verdict = result.verdict
    assert verdict.level == verdict.lower == verdict.residual == "unacceptable"
    assert verdict.stop and verdict.stop[0].sources and "No mitigation makes this use acceptable" in verdict.because
    assert any(finding.harm_kind == "liberty_physical" for finding in result.findings)


def test_ratings_lock_in_past_taste_and_modelling_diversity_lowers_the_level():
    result = result_of("blog-movie-rating-recommender")
    assert result.verdict.level == "moderate"
    groups = {group.id for finding in result.findings for group in finding.groups}
    assert "black-people" in groups and "small-and-independent-creators" in groups
    levers = outlook(NETWORK, CASES["blog-movie-rating-recommender"].answers).levers
    lever = next(each for each in levers if (each.question, each.to) == ("objective", "engagement-and-diversity"))
    assert LEVELS.index(lever.level) < LEVELS.index("moderate")


def test_a_hate_speech_filter_silences_dialect_speakers_and_people_who_reclaim_words():
    result = result_of("hate-speech-filter-tweets")
    groups = {group.id for finding in result.findings for group in finding.groups}
    assert {"speakers-of-african-american-english", "lgbtq-people-who-reclaim-words"} <= groups
    assert any(
        finding.bias_source == "disparate_performance" and finding.harm == "speech-removed"
        for finding in result.findings
    )


BENIGN = [case.id for case in CASES.values() if set(case.expect.levels) <= {"none", "low"}]


@pytest.mark.parametrize("case_id", BENIGN)
def test_a_benign_case_stays_at_none_or_low_without_a_demand(case_id):
    result = result_of(case_id)
    assert result.verdict.upper in ("none", "low")
    if result.verdict.level == "none":
        assert not result.recommendations


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_after_ten_answers_in_the_order_of_next_the_level_is_that_of_all_answers(case):
    """The next best question asks what matters first: ten answers give the level to plan for, or one beside it. What
    the choices presume is shown at once, so a team corrects there what is not so."""
    answers = type(case.answers)()
    first = ("about-people", "task", "deployment")
    for key in first:
        answers = answers.with_answer(key, case.answers.answers[key])
    for key, taken in presumed(KNOWLEDGE, answers.given()).items():  # shown at once, to be corrected
        said = case.answers.answers.get(key, Answer("unknown"))
        if key not in answers.answers and said.options and said.options != taken:
            answers = answers.with_answer(key, said)
    while len(answers.answers) < 10:
        asked = next_questions(NETWORK, answers)
        if not asked:
            break
        key = asked[0].question
        answers = answers.with_answer(key, case.answers.answers.get(key, Answer("unknown")))
    early, late = (assess(NETWORK, given).verdict for given in (answers, case.answers))
    assert abs(LEVELS.index(early.level) - LEVELS.index(late.level)) <= 1


def test_what_two_answers_close_returns_only_where_both_change():
    """Either of them closes the way by itself, so that changing one alone brings nothing back."""
    closed = [
        item.returns_if
        for case in CASES.values()
        for item in assess(NETWORK, case.answers).ruled_out
        if item.closed_by == "answer"
    ]
    assert any("; and " in returns for returns in closed)
    assert not any("; or " in returns for returns in closed)


def test_what_falls_on_anybody_falls_on_everybody():
    """Naming everybody is no gap in what is known where findings fall on some."""
    named = [case for case in CASES.values() if "people-in-general" in str(case.answers.given())]
    assert named
    for case in named:
        result = assess(NETWORK, case.answers)
        if any(finding.groups for finding in result.findings):
            assert "people-in-general" not in [group.id for group in result.groups_without_finding]


def test_a_harm_of_some_alone_falls_on_no_others():
    """A name that brings adverts on arrests makes suspects of those who bear such names, and of nobody else."""
    alone = {
        (key, edge.harm): set(edge.groups)
        for key, factor in KNOWLEDGE.risk_factors.items()
        for edge in factor.leads_to
        if edge.alone
    }
    seen = 0
    for case in CASES.values():
        for finding in assess(NETWORK, case.answers).findings:
            if groups := alone.get((finding.risk_factor, finding.harm)):
                seen += 1
                assert {group.id for group in finding.groups} <= groups | {
                    group.id for group in finding.groups if group.named_by_team
                }
            spared = set(KNOWLEDGE.harms[finding.harm].spares)
            edges = [edge for edge in KNOWLEDGE.risk_factors[finding.risk_factor].leads_to if edge.harm == finding.harm]
            named = {group for edge in edges for group in edge.groups}
            assert not {group.id for group in finding.groups} & (spared - named)
    assert seen

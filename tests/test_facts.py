"""Facts in place of lists: what a choice presumes, what contradicts it, and what one new file reaches."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_walk import KNOWLEDGE, NETWORK, some_answers

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.knowledge.conditions import TRUE, Truths
from questionnaire.knowledge.loader import DEFAULT_FOLDER, load
from questionnaire.knowledge.presumptions import contradictions, presumed
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network

LEVELS = KNOWLEDGE.vocabulary.words("levels")
CASES = cases.load(DEFAULT_FOLDER, KNOWLEDGE)


def answered(**options: tuple[str, ...] | str) -> Answers:
    return Answers(
        answers={
            key.replace("_", "-"): Answer("answered", (value,) if isinstance(value, str) else value)
            for key, value in options.items()
        }
    )


# --- what a choice presumes -------------------------------------------------------------------------------------------


def test_a_deployment_brings_its_facts_along():
    facts = presumed(KNOWLEDGE, answered(deployment="tenant-screening").given())
    assert "home" in facts["at-stake"]
    assert facts["about-people"] == ("individuals",)


def test_what_the_team_says_itself_outweighs_what_is_presumed():
    said = answered(deployment="tenant-screening", at_stake=("price",))
    assert presumed(KNOWLEDGE, said.given())["at-stake"] == ("price",)


def test_what_the_team_does_not_know_is_not_presumed():
    said = answered(deployment="tenant-screening").with_answer("at-stake", Answer("unknown"))
    assert presumed(KNOWLEDGE, said.given())["at-stake"] is None


def test_two_deployments_bring_along_what_each_of_them_presumes():
    both = presumed(KNOWLEDGE, answered(deployment=("consumer-credit-decisions", "tenant-screening")).given())
    assert {"home", "credit"} <= set(both["at-stake"])


def test_a_fact_that_is_presumed_is_shown_as_such():
    shown = {answer.question: answer for answer in assess(NETWORK, answered(deployment="tenant-screening")).answers}
    assert (shown["used-by"].status, shown["used-by"].options) == ("presumed", ("landlord",))


def test_every_deployment_presumes_whom_it_concerns():
    assert not [key for key, entry in KNOWLEDGE.deployments.items() if "about-people" not in entry.presumes.answers]


# --- contradictions ---------------------------------------------------------------------------------------------------

NOBODY = answered(deployment="cv-screening", task="ranking", about_people="no-people")


def test_a_ranking_of_applicants_that_concerns_nobody_is_named_and_counts_as_the_worse():
    result = assess(NETWORK, NOBODY)
    (found,) = result.contradictions
    assert found.questions == ("deployment", "about-people")
    assert found.because.startswith("You chose ‘Sorting or rating job applications (CV screening)’, for which ")
    assert "cannot be true together" in result.verdict.because
    settled = assess(NETWORK, NOBODY.with_answer("about-people", None))
    assert LEVELS.index(result.verdict.level) >= LEVELS.index(settled.verdict.level)


def test_answers_that_clash_are_named_and_the_one_that_closes_most_is_taken_to_be_open():
    said = answered(about_people="no-people", effect="flags")
    assert "concerns no people" in assess(NETWORK, said).contradictions[0].because
    assert presumed(KNOWLEDGE, said.given())["about-people"] is None


def test_an_answer_to_a_question_that_is_not_asked_contradicts_nothing():
    said = answered(about_people="no-people", telling_inputs="none-of-these", protected_use="input")
    assert not contradictions(KNOWLEDGE, said.given())


def test_a_clash_does_not_open_again_what_a_choice_settles():
    """The output does something to applicants, and it concerns nobody: that of a ranking of applicants is known."""
    said = NOBODY.with_answer("effect", Answer("answered", ("ranks",)))
    assert len(contradictions(KNOWLEDGE, said.given())) == 2
    assert presumed(KNOWLEDGE, said.given())["about-people"] == ("individuals",)


def test_a_clash_needs_each_of_its_questions_on_the_path():
    said = answered(
        about_people="individuals", effect="converts", telling_inputs="none-of-these", protected_use="input"
    )
    assert not contradictions(KNOWLEDGE, said.given())


def test_a_contradiction_does_not_end_in_none_where_nothing_else_is_reached():
    result = assess(NETWORK, answered(deployment="equipment-maintenance", about_people="individuals"))
    assert result.contradictions and not result.findings
    assert (result.verdict.level, result.verdict.upper) == ("low", "low")


@settings(deadline=None, max_examples=40)
@given(answers=some_answers(), data=st.data())
def test_a_contradiction_never_ends_in_none_nor_lowers_a_level(answers, data):
    deployment = data.draw(st.sampled_from(sorted(KNOWLEDGE.deployments)))
    entry = KNOWLEDGE.deployments[deployment]
    firm = [key for key in entry.presumes.firm if "no-people" not in entry.presumes.answers[key]]
    agreed = answers.with_answer("deployment", Answer("answered", (deployment,))).with_answer("about-people", None)
    denied = agreed.with_answer("about-people", Answer("answered", ("no-people",)))
    if "about-people" in firm and not contradictions(KNOWLEDGE, agreed.given()):
        before, after = assess(NETWORK, agreed).verdict, assess(NETWORK, denied).verdict
        assert after.level != LEVELS[0]
        assert LEVELS.index(after.level) >= LEVELS.index(before.level)


# --- what follows of facts --------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(answers=some_answers())
def test_what_to_plan_for_lies_between_what_is_certain_and_what_is_possible(answers):
    for finding in assess(NETWORK, answers).findings:
        for scale, bounds in (
            ("likelihoods", finding.likelihood),
            ("severities", finding.severity),
            ("levels", finding.level),
            ("levels", finding.residual),
        ):
            lower, planned, upper = (
                KNOWLEDGE.vocabulary.words(scale).index(word) for word in (bounds.lower, bounds.planned, bounds.upper)
            )
            assert lower <= planned <= upper


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_recommendation_in_a_report_fits_its_facts_and_every_finding_has_one(case):
    result = assess(NETWORK, case.answers)
    truths = Truths(NETWORK.questions, presumed(KNOWLEDGE, case.answers.given()))
    assert all(truths.condition(KNOWLEDGE.recommendations[item.id].fits) == TRUE for item in result.recommendations)
    assert all(finding.recommendations for finding in result.findings)


def test_a_use_that_no_list_names_is_walked_by_its_facts():
    """A companion for teenagers, entered as something else."""
    result = assess(
        NETWORK,
        answered(
            deployment="other-service-to-people",
            effect="keeps-company",
            at_stake=("mind", "respect"),
            used_by="person-themselves",
            reached_by="text",
            task="dialogue-generation",
            dependence="yes",
            general_model="as-it-is",
        ),
    )
    assert {"health", "dignity"} <= {finding.harm_kind for finding in result.findings}
    assert result.verdict.level == "high"


# --- one new file -----------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path):
    folder = tmp_path / "knowledge_base"
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("cases"))
    return folder


def with_file(folder, path: str, text: str) -> Network:
    (folder / path).write_text(text, "utf-8")
    return Network(load(folder, cache=None))


def test_a_new_deployment_is_one_file(copied):
    network = with_file(
        copied,
        "deployments/school-canteen.yaml",
        """\
title: Paying in a school canteen by face
summary: Pupils pay for their lunch by looking into a camera.
domain: education
presumes:
  answers:
    about-people: [individuals]
    effect: [identifies, admits]
    at-stake: [service, respect]
    used-by: [school]
    reached-by: [face]
  firm: [about-people]
  because: a camera at the till recognises pupils, and who is not recognised waits or is shown up.
""",
    )
    result = assess(network, answered(deployment="school-canteen", task="face-identification"))
    assert any(finding.bias_source == "disparate_performance" and finding.groups for finding in result.findings)


def test_a_new_task_is_one_file(copied):
    network = with_file(
        copied,
        "tasks/lip-reading.yaml",
        """\
title: Read lips
summary: Writes down what a person says from pictures of the mouth.
modality: video
presumes:
  answers: {reached-by: [face]}
  because: the model sees people's faces.
raises:
  - risk_factor: face-analysis-errs-unequally
    likelihood: likely
    because: What reads faces errs more for some people.
    sources: [buolamwini-gebru-2018]
""",
    )
    result = assess(network, answered(task="lip-reading", deployment="voice-assistant"))
    assert any(finding.paths[0][0].id == "task=lip-reading" for finding in result.findings)


def test_a_new_group_is_one_file(copied):
    network = with_file(
        copied,
        "affected_groups/people-with-tattooed-faces.yaml",
        """\
title: People with tattooed faces
summary: People who wear tattoos on the face.
attribute: race_ethnicity
exposed:
  - when: {all_of: [{reached-by: face}]}
    because: Faces with tattoos are hardly ever in the data.
    sources: [expert-judgement]
""",
    )
    result = assess(network, answered(task="face-verification", deployment="account-face-verification"))
    assert "people-with-tattooed-faces" in {group.id for finding in result.findings for group in finding.groups}


def test_a_new_recommendation_is_one_file(copied):
    network = with_file(
        copied,
        "recommendations/let-somebody-else-look.yaml",
        """\
title: Let somebody else look
summary: A person who did not see the match looks at the face.
kind: adapt
stage: deployment
role: operations
done_when: Every refusal was looked at.
works_on:
  - risk_factor: face-analysis-errs-unequally
    moves: likelihood
    by: 2
    because: A second pair of eyes finds the mistakes.
    sources: [grother-2019]
""",
    )
    result = assess(network, answered(task="face-verification", deployment="account-face-verification"))
    assert "let-somebody-else-look" in {item.id for item in result.recommendations}


def test_no_question_is_presumed_that_does_not_exist():
    assert {
        key for entry in KNOWLEDGE.deployments.values() for key in entry.presumes.answers
    } <= KNOWLEDGE.questions.keys()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_verdict_says_why_the_first_finding_is_first(case):
    """Certain before possible, then severity, likelihood, what is still open, and reach."""
    result = assess(NETWORK, case.answers)
    if result.verdict.stop or len(result.findings) < 2:
        return
    one, other = (
        (
            LEVELS.index(finding.level.lower),
            KNOWLEDGE.vocabulary.words("severities").index(finding.severity.planned),
            KNOWLEDGE.vocabulary.words("likelihoods").index(finding.likelihood.planned),
            LEVELS.index(finding.level.upper),
            len(finding.groups),
        )
        for finding in result.findings[:2]
    )
    said = "It stands first because" in result.verdict.because
    assert said == (result.findings[0].level.planned == result.findings[1].level.planned and one != other)
    assert one >= other or result.findings[0].level.planned != result.findings[1].level.planned

"""Gaps: what leads nowhere, what matters to no answer, what no worked case meets."""

from __future__ import annotations

import re

import pytest

from questionnaire.assessment.telling import telling
from questionnaire.knowledge.loader import DEFAULT_FOLDER, load
from questionnaire.upkeep import cases
from questionnaire.upkeep.coverage import every_edge, gaps, on_judgement_alone
from questionnaire.walk.network import Network


def gaps_of(folder) -> list[str]:
    network = Network(load(folder, cache=None))
    walks = [telling(network, case.answers).walk for case in cases.load(folder, network.knowledge)]
    return [f"{gap.kind}/{gap.id}: {gap.message}" for gap in gaps(network, walks)]


def test_the_knowledge_base_has_no_gap():
    assert gaps_of(DEFAULT_FOLDER) == []


def test_the_toy_has_no_gap(toy_folder):
    assert gaps_of(toy_folder) == []


def test_a_choice_from_which_no_answers_reach_a_finding_is_a_dead_end(toy_copy):
    deployment = toy_copy / "deployments" / "choir-admission.yaml"
    deployment.write_text(re.sub(r"harms: .*", "harms: [wrong-part]", deployment.read_text()))
    assert (
        "objectives/likeness-to-last-choir: No answers lead from here to a finding. Mend its edges, or say in "
        "`harmless` why it does no harm by itself."
    ) in gaps_of(toy_copy)


def test_a_condition_that_names_a_deployment_stands_in_that_deployments_file_alone(changed):
    folder = changed("questions/who-decides.yaml", '{people: "yes"}', "{deployment: choir-admission}")
    (found,) = gaps_of(folder)
    assert found == (
        "questions/who-decides: A condition names choir-admission, so it holds for no use that nobody listed. Say by "
        "facts where it holds; what concerns one use alone stands in that deployment's file."
    )


def test_two_options_that_nothing_tells_apart_are_one_too_many(changed):
    folder = changed(
        "questions/people.yaml",
        "options:\n",
        """\
options:
  - {id: perhaps, label: Perhaps}
  - {id: sometimes, label: Sometimes}
""",
    )
    assert (
        'questions/people: Nothing tells the option "sometimes" from "perhaps". Let one of them raise or move '
        "something, or merge the two."
    ) in gaps_of(folder)


def test_a_risk_factor_needs_a_study_or_a_published_case(toy_copy):
    for file in (toy_copy / "risk_factors").glob("*.yaml"):
        text = file.read_text()
        for source in ("study-of-voices", "second-study", "choir-incident", "choir-law"):
            text = text.replace(source, "expert-judgement")
        file.write_text(text.replace("expert-judgement, expert-judgement", "expert-judgement"))
    found = gaps_of(toy_copy)
    assert "risk_factors/few-deep-voices: None of its sources is a study or a published case of harm. Add one." in found
    assert any("edges rest on expert judgement alone; at most 10% may" in gap for gap in found)


def test_what_a_source_shows_follows_from_the_vocabulary_and_not_from_words_in_code(toy_copy, toy_network):
    """Kinds of source under other names, with the same weight, give the same strengths, gaps and counts."""
    renamed = {"paper": "treatise", "law": "statute", "incident": "mishap", "expert_judgement": "opinion"}
    for file in (toy_copy / "vocabulary.yaml", toy_copy / "sources" / "toy.yaml"):
        text = file.read_text()
        for old, new in renamed.items():
            text = text.replace(f"id: {old},", f"id: {new},").replace(f"kind: {old}\n", f"kind: {new}\n")
        assert not any(f": {old}\n" in text or f": {old}," in text for old in renamed)
        file.write_text(text)
    network = Network(load(toy_copy, cache=None))
    assert gaps_of(toy_copy) == []
    assert len(on_judgement_alone(network.knowledge, every_edge(network.knowledge))) == 1
    for before, after in zip(
        cases.load(toy_copy, toy_network.knowledge), cases.load(toy_copy, network.knowledge), strict=True
    ):
        strengths = [
            [(finding.id, finding.evidence_strength) for finding in cases.run(case, under)[0].findings]
            for case, under in ((before, toy_network), (after, network))
        ]
        assert strengths[0] == strengths[1]


@pytest.mark.parametrize(
    ("case", "gap"),
    [
        ("village-choir", "risk_factors/few-deep-voices: No worked case finds it. Add one to cases/."),
        (
            "counting-birds",
            "risk_factors/few-deep-voices: No worked case comes near it and rules it out. Add one to cases/.",
        ),
    ],
)
def test_a_risk_factor_is_met_by_a_case_and_by_a_near_miss(toy_copy, case, gap):
    (toy_copy / "cases" / f"{case}.yaml").unlink()
    assert gap in gaps_of(toy_copy)

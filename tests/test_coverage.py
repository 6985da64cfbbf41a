"""Gaps: what leads nowhere, what matters to no answer, what no worked case meets."""

from __future__ import annotations

import re

import pytest

from questionnaire.knowledge.loader import DEFAULT_FOLDER, load
from questionnaire.upkeep import cases
from questionnaire.upkeep.coverage import gaps
from questionnaire.walk.network import Network


def gaps_of(folder) -> list[str]:
    network = Network(load(folder, cache=None))
    results = [cases.run(case, network)[0] for case in cases.load(folder, network.knowledge)]
    return [f"{gap.kind}/{gap.id}: {gap.message}" for gap in gaps(network, results)]


def test_the_knowledge_base_has_no_gap():
    assert gaps_of(DEFAULT_FOLDER) == []


def test_the_toy_has_no_gap(toy_folder):
    assert gaps_of(toy_folder) == []


def test_a_choice_from_which_no_answers_reach_a_finding_is_a_dead_end(toy_copy):
    deployment = toy_copy / "deployments" / "choir-admission.yaml"
    deployment.write_text(re.sub(r"harm_kind: \w+", "harm_kind: dignity", deployment.read_text()))
    assert (
        "data_plans/old-recordings: No answers lead from here to a finding. Mend its edges, or say in `harmless` "
        "why it does no harm by itself."
    ) in gaps_of(toy_copy)


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

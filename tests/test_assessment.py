"""How the result is told, on the toy knowledge base about choirs."""

from __future__ import annotations

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.knowledge.loader import load
from questionnaire.walk.network import Network

CHOIR = Answers(
    answers={
        "task": Answer("answered", ("voice-sorting",)),
        "people": Answer("answered", ("yes",)),
        "deployment": Answer("answered", ("choir-admission",)),
    }
)


def strength_of_a_wrong_part(folder) -> str:
    findings = assess(Network(load(folder, cache=None)), CHOIR).findings
    return next(finding.evidence_strength for finding in findings if finding.harm == "wrong-part")


def test_two_studies_on_a_path_are_established_evidence(toy_folder):
    assert strength_of_a_wrong_part(toy_folder) == "established"


def test_one_study_cited_on_every_step_of_a_path_is_one_study(changed):
    folder = changed("tasks/voice-sorting.yaml", "[study-of-voices, second-study]", "[second-study]")
    assert strength_of_a_wrong_part(folder) == "studied"

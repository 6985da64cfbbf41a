"""Counts and coverage of a knowledge base."""

from __future__ import annotations

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.knowledge.loader import load
from questionnaire.upkeep import stats
from questionnaire.walk.network import Network


def test_entries_edges_and_sources_are_counted(toy_network):
    numbers = stats.stats(toy_network, ())
    assert numbers.entries == {
        "tasks": 1,
        "objectives": 2,
        "affected_groups": 1,
        "deployments": 2,
        "data_plans": 1,
        "risk_factors": 2,
        "harms": 2,
        "recommendations": 2,
        "regulations": 1,
        "questions": 9,
        "metrics": 1,
        "forms": 1,
        "sources": 5,
    }
    assert numbers.sources_by_kind == {"expert_judgement": 1, "incident": 1, "law": 1, "paper": 2}
    # 3 raises, 4 of risk factors, 2 + 1 + 1 of the deployment, 1 of the group, 4 of recommendations, 4 of options
    assert numbers.edges == 20
    assert numbers.edges_on_judgement_alone == 1
    assert numbers.specificity == {}


def test_two_edges_between_the_same_two_are_two(changed, toy_network):
    folder = changed(
        "data_plans/old-recordings.yaml",
        "raises:\n",
        """\
raises:
  - risk_factor: few-deep-voices
    likelihood: likely
    because: The tapes of one year are lost.
    sources: [study-of-voices]
    when:
      any_of: [{size: thousands}]
""",
    )
    changed_network = Network(load(folder, cache=None))
    assert stats.stats(changed_network, ()).edges == stats.stats(toy_network, ()).edges + 1


def test_specificity_is_over_the_reports(toy_network):
    choir = Answers(
        answers={"task": Answer("answered", ("voice-sorting",)), "deployment": Answer("answered", ("choir-admission",))}
    )
    birds = Answers(answers={"people": Answer("answered", ("no",))})
    reports = tuple(assess(toy_network, answers) for answers in (choir, choir, birds))
    found = len(reports[0].findings)
    numbers = stats.specificity(reports)
    assert numbers["cases"] == 3
    assert numbers["findings, median"] == numbers["findings, 90th percentile"] == found
    assert numbers["overlap of two reports, mean"] == 1.0
    assert stats.specificity(reports[2:])["overlap of two reports, mean"] == 0.0


def test_the_text_names_every_number_and_gap(toy_network):
    text = stats.render(stats.stats(toy_network, ()))
    assert text.startswith("Knowledge base toy.1 (")
    assert "    20  edges, 1 of them (5.0%) on expert judgement alone" in text
    assert "Gaps: 4\n  risk_factors/few-deep-voices: No worked case finds it. Add one to cases/.\n" in text

"""What removes a finding, where changes depend on one another: on the base about garden plots, with an edge more."""

from __future__ import annotations

import msgspec
import pytest
from test_pinned import answer_of, change_of, plots  # noqa: F401 - a fixture

from questionnaire.answers.answers import Answers
from questionnaire.assessment.telling import outcome
from questionnaire.knowledge.entries import Condition, Raise
from questionnaire.walk.levers import single_levers
from questionnaire.walk.network import Network
from questionnaire.walk.removals import smallest_removals

GIVEN = {
    "task": ["plot-ranking"],
    "used": "yes",
    "objective": ["likeness-to-last-year"],
    "data-plan": ["old-lists"],
    "inputs": ["nothing"],
    "deployment": ["town-plots"],
    "who-decides": "clerk",
    "appeal": "yes",
    "applicants": "many",
    "public-list": "no",
}
REFUSED = "few-newcomers", "plot-refused"


def raising(risk_factor: str, likelihood: str = "likely", **when: tuple) -> Raise:
    edge = Raise(risk_factor=risk_factor, likelihood=likelihood, because="It is so.", sources=("second-study",))
    return msgspec.structs.replace(edge, when=Condition(**when)) if when else edge


def with_option(network: Network, question: str, option: str, *edges: Raise) -> Network:
    """The same base with more edges from one option."""
    asked = network.knowledge.questions[question]
    options = tuple(
        msgspec.structs.replace(each, raises=(*each.raises, *edges)) if each.id == option else each
        for each in asked.options
    )
    questions = network.knowledge.questions | {question: msgspec.structs.replace(asked, options=options)}
    return Network(msgspec.structs.replace(network.knowledge, questions=questions))


def removal(network: Network, **given) -> str:
    """The smallest changes that remove the refusal of newcomers, in words; empty where there are none."""
    said = GIVEN | {key.replace("_", "-"): value for key, value in given.items()}
    answers = Answers(answers={key: answer_of(value) for key, value in said.items()})
    base = outcome(network, answers)
    removals = smallest_removals(network, answers, base, single_levers(network, answers, base))
    return " and ".join(map(change_of, removals.get(REFUSED, ())))


@pytest.fixture
def reopening(plots):  # noqa: F811
    """Where the longest wait decides and lists are made from door to door, the clerk guesses who is new."""
    together = ({"objective": "longest-wait"}, {"data-plan": "door-to-door"})
    return with_option(plots, "who-decides", "clerk", raising("few-newcomers", all_of=together))


def test_two_changes_that_open_another_way_together_remove_nothing(plots, reopening):  # noqa: F811
    two = "objective: likeness-to-last-year → longest-wait and data-plan: old-lists → door-to-door"
    assert removal(plots) == two
    assert removal(reopening) == "data-plan: old-lists → door-to-door and who-decides: clerk → lots"


def test_more_than_three_changes_are_not_told(plots):  # noqa: F811
    four = with_option(plots, "who-decides", "clerk", raising("few-newcomers"))
    assert removal(four, inputs=["club"]) == (
        "data-plan: old-lists → door-to-door and inputs: club → nothing and who-decides: clerk → lots"
    )
    five = with_option(four, "appeal", "no", raising("few-newcomers"))
    assert removal(five, inputs=["club"], appeal="no") == ""


def test_what_is_unlikely_and_certain_brings_about_the_next_for_certain(plots):  # noqa: F811
    factors = plots.knowledge.risk_factors
    street = msgspec.structs.replace(factors["street-as-stand-in"], raises=(raising("few-newcomers"),))
    chained = Network(msgspec.structs.replace(plots.knowledge, risk_factors=factors | {"street-as-stand-in": street}))
    said = GIVEN | {"inputs": ["house-number"], "data-plan": ["door-to-door"], "objective": ["longest-wait"]}
    answers = Answers(answers={key: answer_of(value) for key, value in said.items()})
    assert tuple(outcome(chained, answers).reached["few-newcomers"].likelihood) == (1, 1, 1)

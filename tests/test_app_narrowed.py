"""Lists narrowed by what is known: what fits first, the rest on request, what is chosen always."""

from __future__ import annotations

import shutil

import pytest
from app import go, keys, saved

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.telling import outcome
from questionnaire.knowledge import loader
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network

HIRES, HOMES = "likeness-to-past-hires", "rent-payment-and-eviction"


@pytest.fixture
def hiring(begun, monkeypatch):
    """An assessment of the ranking of applicants, on its objective."""

    def opened(at: str = "objective"):
        monkeypatch.setenv("RISKWALK_KB", str(loader.DEFAULT_FOLDER))
        app = begun("deployment")
        app.multiselect(key="many-deployment").set_value(["cv-screening"]).run()
        return go(app, at)

    return opened


@pytest.fixture
def fitting_elsewhere(toy_folder, tmp_path):
    """The toy knowledge base, where likeness to the last choir fits only where no people sing."""
    folder = tmp_path / "kb"
    shutil.copytree(toy_folder, folder)
    likeness = folder / "objectives" / "likeness-to-last-choir.yaml"
    likeness.write_text(likeness.read_text(encoding="utf-8") + 'fits: {all_of: [{people: "no"}]}\n', encoding="utf-8")
    return folder


def offered(app) -> list[str]:
    return list(app.multiselect(key="many-objective").options)


def titles(*options: str) -> list[str]:
    known = loader.load(loader.DEFAULT_FOLDER).objectives
    return [known[option].title for option in options]


def test_objectives_that_fit_are_listed_and_the_others_on_request_behind_them(hiring):
    app = hiring()
    hires, homes = titles(HIRES, HOMES)
    few = offered(app)
    assert hires in few and homes not in few
    app.checkbox(key="all-objective").check().run()
    assert offered(app)[: len(few)] == few and homes in offered(app)
    assert len(offered(app)) == len(loader.load(loader.DEFAULT_FOLDER).objectives)


def test_what_is_chosen_is_always_in_the_list_and_stays_chosen(hiring):
    app = hiring()
    (homes,) = titles(HOMES)
    app.checkbox(key="all-objective").check().run()
    app.multiselect(key="many-objective").set_value([HOMES]).run()
    app.checkbox(key="all-objective").uncheck().run()
    assert homes in offered(app) and app.multiselect(key="many-objective").value == [HOMES]
    assert saved(app).answers.answers["objective"].options == (HOMES,)


def test_where_nothing_is_known_everything_is_listed(begun, monkeypatch):
    monkeypatch.setenv("RISKWALK_KB", str(loader.DEFAULT_FOLDER))
    app = begun("objective")
    assert "all-objective" not in keys(app)
    assert len(offered(app)) == len(loader.load(loader.DEFAULT_FOLDER).objectives)


def test_fits_closes_nothing_in_the_walk(toy_folder, fitting_elsewhere):
    with_, without = (Network(loader.load(each, cache=None)) for each in (fitting_elsewhere, toy_folder))
    given = {"task": ("voice-sorting",), "people": ("yes",), "objective": ("likeness-to-last-choir",)}
    answers = Answers(answers={key: Answer("answered", options) for key, options in given.items()})
    assert outcome(with_, answers).harmed.keys() == outcome(without, answers).harmed.keys()
    assert outcome(with_, answers).level == outcome(without, answers).level


def test_a_worked_case_whose_objective_does_not_fit_its_own_answers_fails(fitting_elsewhere):
    knowledge = loader.load(fitting_elsewhere, cache=None)
    network = Network(knowledge)
    (choir,) = [case for case in cases.load(fitting_elsewhere, knowledge) if case.id == "village-choir"]
    assert (
        "The case optimizes “Likeness to last year's choir”, which by its `fits` nobody would here. "
        "Widen `fits` in its file."
    ) in cases.run(choir, network)[1]

"""What a choice presumes stands beside the question that it answers, and can be corrected; contradictions are named."""

from __future__ import annotations

import pytest
import streamlit as st
from app import go, saved, seen

PRESUMES = """\
presumes:
  answers: {size: [thousands], people: "yes"}
  firm: [people]
  because: a choir of a whole country takes singers.
stakes:
"""


@pytest.fixture
def choir(changed, monkeypatch, begun):
    """A new assessment in which admission to a choir presumes how many apply."""
    folder = changed("deployments/choir-admission.yaml", "stakes:\n", PRESUMES)
    people = folder / "questions" / "people.yaml"
    people.write_text(people.read_text().replace('"No, only birds"', '"No, only birds"\n    exclusive: true'))
    monkeypatch.setenv("RISKWALK_KB", str(folder))
    st.cache_resource.clear()
    app = begun("use")
    return app.checkbox(key="many-deployment-choir-admission").check().run()


def test_what_is_taken_to_be_so_is_said_and_shown_as_the_answer(choir):
    assert "we take it that a choir of a whole country takes singers. Right?" in seen(choir)
    assert choir.checkbox(key="many-size-thousands").value
    assert "size" not in saved(choir).answers.answers


def test_a_presumed_answer_is_corrected_by_a_click(choir):
    app = choir.checkbox(key="many-size-a-few").check().run()
    app = app.checkbox(key="many-size-thousands").uncheck().run()
    assert saved(app).answers.answers["size"].options == ("a-few",)
    assert not app.checkbox(key="many-size-thousands").value


def test_a_contradiction_is_named_beside_the_questions_and_in_the_result(choir):
    app = go(choir, "task")
    app = app.radio(key="one-people").set_value("no").run()
    assert "These answers cannot be true together" in seen(app)
    app = go(app, "result")
    assert "You chose ‘Admission to a choir’" in seen(app)

"""The drafts among the downloads: every one that may be of use here, made when it is asked for."""

from __future__ import annotations

import pytest
from app import answer_village_choir, go, seen

from questionnaire.handoffs import handoffs
from questionnaire.handoffs.handoffs import Handoff


@pytest.fixture
def result(begun):
    """The result of the village choir, with the drafts opened."""
    app = begun()
    answer_village_choir(app)
    go(app, "result")
    app.session_state["hand-offs"] = True
    return app.run()


def buttons(app) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def test_nothing_of_a_draft_is_on_the_page_before_somebody_asks(begun):
    app = begun()
    go(app, "result")
    assert "Download the draft" not in buttons(app)
    assert "draft" not in {box.key for box in app.selectbox}


def test_what_a_rule_may_ask_for_comes_first_and_every_draft_can_be_chosen(result, toy):
    offered = [each.label for each in handoffs.handoffs(toy)]
    assert result.selectbox(key="draft").options == offered
    assert "May be asked for by:" in seen(result) and "Rules of the choirs" in seen(result)
    assert "A draft, not a filing." in seen(result)


def test_each_comes_in_every_file_in_which_the_command_writes_it(result, toy):
    for each in handoffs.handoffs(toy):
        result.selectbox(key="draft").select(each.name).run()
        assert len(result.selectbox(key=f"draft-format-{each.name}").options) == len(each.endings)
        for ending in each.endings:
            result.selectbox(key=f"draft-format-{each.name}").select(ending).run()
            assert buttons(result)[-1] == "Download the draft"


def test_a_form_is_not_offered_where_no_rule_that_may_apply_asks_for_it(begun, toy):
    app = begun()
    go(app, "result")
    app.session_state["hand-offs"] = True
    app.run()
    asked = {each.label for each in handoffs.handoffs(toy) if each.regulations}
    assert asked and not asked & set(app.selectbox(key="draft").options)


def test_a_draft_is_made_when_its_button_is_pressed_and_is_that_of_the_command(result, toy, monkeypatch):
    from questionnaire.web import downloads

    made: list = []
    monkeypatch.setattr(Handoff, "render", lambda *_: pytest.fail("made for the page"))
    monkeypatch.setattr(downloads, "_button", lambda *words, **_: made.append(words))
    result.selectbox(key="draft-format-choir-form").select(".json").run()
    monkeypatch.undo()
    label, ending, mime, make = made[-1]
    assert (label, ending, mime) == ("Download the draft", ".json", "application/json")
    assert b'"format": "riskwalk-form/1"' in make()


# --- what a form asks beside the answers ------------------------------------------------------------------------------

FILLED = """\
format: riskwalk-extra/1
form: choir-form
answers:
  "7-b": {"The date of the audition": "3 May, in the hall"}
"""


def bring(app, text: str):
    return app.file_uploader(key="extra-choir-form").set_value(("more.yaml", text.encode(), "application/yaml")).run()


def made_by(app, monkeypatch, change) -> dict:
    """What each button of the drafts makes, by its label, once the change is made."""
    from questionnaire.web import downloads

    made: dict = {}
    monkeypatch.setattr(downloads, "_button", lambda label, _ending, _mime, make, **_: made.update({label: make}))
    change(app)
    monkeypatch.undo()
    return made


def test_the_questions_of_a_form_can_be_taken_along_and_are_those_of_the_command(result, toy, monkeypatch):
    assert "Download its open questions" in buttons(result)
    made = made_by(result, monkeypatch, lambda app: app.selectbox(key="draft-format-choir-form").select(".json").run())
    questions = made["Download its open questions"]().decode()
    assert questions.startswith("format: riskwalk-extra/1\nform: choir-form\n")
    assert '"The date of the audition": ""' in questions and "THIS_FILE" not in questions


def test_what_was_filled_in_stands_in_the_draft_and_in_the_questions(result, monkeypatch):
    result.selectbox(key="draft-format-choir-form").select(".json").run()
    made = made_by(result, monkeypatch, lambda app: bring(app, FILLED))
    assert "1 answer from the file will stand in the draft." in seen(result)
    assert "3 May, in the hall" in made["Download the draft"]().decode()
    assert '"The date of the audition": "3 May, in the hall"' in made["Download its open questions"]().decode()


def test_mistakes_in_what_was_filled_in_are_told_line_by_line_and_the_draft_stays_without_it(result, monkeypatch):
    result.selectbox(key="draft-format-choir-form").select(".json").run()
    wrong = FILLED.replace("The date of", "The data of")
    made = made_by(result, monkeypatch, lambda app: bring(app, wrong))
    told = seen(result)
    assert "1 problem in this file. Nothing was loaded" in told
    assert "more.yaml, line 4" in told and "This field does not ask that. Did you mean" in told
    assert "3 May" not in made["Download the draft"]().decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILLED.replace("choir-form", "chorus"), "Choose the draft that they belong to, or write: form: choir-form"),
        ("", "Take it from: the button “Download its open questions”."),
    ],
)
def test_a_file_for_something_else_says_what_to_do_on_the_page(result, text, says):
    bring(result, text)
    assert says in seen(result)


def test_what_is_no_form_asks_for_no_file(result):
    result.selectbox(key="draft").select("issues").run()
    assert "Download its open questions" not in buttons(result) and not result.get("file_uploader")

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

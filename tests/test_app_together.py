"""What a team does together on a question: how sure it is, what holds a decision up, whom it asks."""

from __future__ import annotations

import re

import pytest
from app import AWKWARD, answer_village_choir, go, keys, open_notes, saved, seen, token, ways
from msgspec.structs import replace
from test_app_review import click, part, store

from questionnaire.answers.answers import Answer, Answers, Grounds
from questionnaire.answers.changes import Change
from questionnaire.answers.store import Refused
from questionnaire.web import browser

# --- what an answer rests on ------------------------------------------------------------------------------------------


def test_an_answer_bears_how_sure_the_team_is_and_what_shows_it(begun) -> None:
    app = begun("task")
    open_notes(app, "people")
    app.radio(key="confidence-people").set_value("guess").run()
    app.text_input(key="link-people").set_value("https://example.org/minutes").run()
    app.text_input(key="shows-people").set_value(AWKWARD).run()
    assert saved(app).answers.grounds == {"people": Grounds("guess", "https://example.org/minutes", AWKWARD)}
    assert "people" not in saved(app).answers.answers
    open_notes(app, "people")
    app.radio(key="confidence-people").set_value("").run()
    assert saved(app).answers.grounds["people"].confidence == ""


def test_how_sure_a_team_is_changes_nothing_that_is_worked_out(begun) -> None:
    app = begun()
    answer_village_choir(app)
    before = worked_out(go(app, "result"))
    go(app, "task")
    open_notes(app, "people")
    app.radio(key="confidence-people").set_value("guess").run()
    assert "confirmed" in before and worked_out(go(app, "result")) == before


def worked_out(app) -> str:
    """What the page says, but for when it was saved."""
    return re.sub(r"<p[^>]*rw-saved.*?</p>", "", seen(app))


def test_the_list_of_all_answers_says_how_sure_the_team_is(begun) -> None:
    app = begun("task")
    app.radio(key="one-people").set_value("yes").run()
    open_notes(app, "people")
    app.radio(key="confidence-people").set_value("evidenced").run()
    app.text_input(key="link-people").set_value("https://example.org/minutes").run()
    go(app, "result")
    app.session_state["result-part"] = "All answers"
    app.run()
    assert "How sure: Evidenced" in seen(app) and 'href="https://example.org/minutes"' in seen(app)


def test_folded_it_adds_nothing_to_the_page(begun) -> None:
    app = begun("task")
    assert not [widget.key for widget in (*app.radio, *app.text_input) if widget.key.startswith(("confid", "link-"))]


# --- what holds the level down, and a decision up ---------------------------------------------------------------------


def test_the_result_lists_what_holds_the_level_down_once_somebody_opens_it(begun) -> None:
    app = begun("task")
    app.radio(key="one-people").set_value("no").run()
    open_notes(app, "people")
    app.radio(key="confidence-people").set_value("guess").run()
    go(app, "result")
    assert "Look at those first that are a guess" not in seen(app)
    app.session_state["holds-down"] = True
    app.run()
    shown = seen(app)
    assert "Look at those first that are a guess" in shown and "A guess" in shown


def test_who_changes_what_a_decision_rests_on_is_told_that_it_asks_for_a_new_review(choir) -> None:
    click(choir, "step-submit")
    click(choir, "step-approved")
    click(choir, "step-begin_edition")
    go(choir, "task")
    assert "holds the decision" not in seen(choir)
    choir.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    assert "This holds the decision of edition 1 up: it asks for a new review." in seen(choir).replace("*", "")
    go(choir, "review")
    part(choir, "Editions")
    assert "otherwise: a new review is due" in seen(choir)
    go(choir, "task")
    choir.checkbox(key="many-objective-likeness-to-last-choir").check().run()
    assert "holds the decision" not in seen(choir)


# --- one question asked of one person ---------------------------------------------------------------------------------


def links(app) -> list[str]:
    return [element.value for element in app.code]


@pytest.fixture
def secret(choir) -> str:
    """The link to one question, as the team sees it once; the page is on the section of the question."""
    begin_to_ask(choir)
    field_of(choir, "asked-whom-size").set_value("Legal")
    field_of(choir, "asked-words-size").set_value("Roughly is enough")
    click(choir, "ask-size")
    return links(choir)[0].partition("#invitation=")[2]


def begin_to_ask(app) -> None:
    """On the section of the question, with the form open by which it is sent to somebody."""
    go(app, "use")
    app.session_state["asking-size"] = True
    open_notes(app, "size")


def field_of(app, begins: str):
    (found,) = [one for one in app.text_input if (one.key or "").startswith(begins)]
    return found


def test_a_question_is_sent_by_a_link_that_is_shown_once_and_listed(choir, secret) -> None:
    assert len(secret) == 43
    assert "Asked: Legal" in seen(choir) and "open" in seen(choir)
    choir.run()
    assert links(choir) == []
    go(choir, "next")
    assert "Asked: Legal" in seen(choir)


def test_nobody_is_asked_without_a_name(choir) -> None:
    begin_to_ask(choir)
    click(choir, "ask-size")
    assert "Say whom you ask." in seen(choir) and links(choir) == []


@pytest.fixture
def asked(choir, secret, open_app, from_elsewhere):
    """Who was asked, on the page that their link opens."""
    from_elsewhere("b")
    kept = store()
    kept.sharing.accept(secret, browser.known_as("b" * 32), "Bo")
    kept.close()
    return open_app(assessment=token(choir))


def test_who_is_asked_sees_this_question_alone_and_answers_it(choir, asked) -> None:
    told = seen(asked)
    assert "A question to you" in told and "Roughly is enough" in told
    for elsewhere in ("Village", "likeness", "High", "verdict", "Review"):
        assert elsewhere not in told
    assert {key for key in keys(asked) if key.startswith(("one-", "many-"))} == {
        key for key in keys(asked) if key.startswith("many-size-")
    }
    assert set(asked.session_state["held"].answers.answers) <= {"size"}
    asked.checkbox(key="many-size-a-few").check().run()
    asked.radio(key="confidence-size").set_value("evidenced").run()
    assert "Your answer is with the team." in seen(asked)
    assert saved(choir).answers.answers["size"] == Answer("answered", ("a-few",))
    assert saved(choir).answers.grounds["size"] == Grounds("evidenced")


def test_what_somebody_forges_for_another_question_is_refused(choir, asked) -> None:
    before = saved(choir).answers
    kept = store()
    for change in (Change("answer", "people", None, None, 0), Change("project", "name", None, "Mine", 0)):
        with pytest.raises(Refused):
            kept.record(token(choir), [replace(change, by=browser.known_as("b" * 32))])
    kept.close()
    assert saved(choir).answers == before


@pytest.mark.parametrize("place", ["result", "review", "task", "next", "alone"])
def test_no_address_opens_anything_else_to_who_is_asked(choir, asked, open_app, place) -> None:
    app = open_app(assessment=token(choir), at=place)
    assert "A question to you" in seen(app) and not ways(app)


def test_unknown_withdrawn_and_forbidden_look_alike(choir, asked, open_app, visitor, from_elsewhere) -> None:
    found = token(choir)
    visitor.headers, visitor.cookies = {"Host": "localhost:8501"}, {"riskwalk-browser": "a" * 32}
    (end,) = [key for key in keys(open_with_notes(choir)) if key.startswith("asked-end-")]
    click(choir, end)
    from_elsewhere("b")
    withdrawn, unknown = open_app(assessment=found), open_app(assessment="no-such")
    from_elsewhere("c")
    forbidden = open_app(assessment=found)
    assert seen(withdrawn) == seen(unknown) == seen(forbidden)


def open_with_notes(app):
    open_notes(app, "size")
    return app


def test_the_team_reads_that_it_was_answered(choir, asked, visitor) -> None:
    asked.checkbox(key="many-size-a-few").check().run()
    visitor.headers, visitor.cookies = {"Host": "localhost:8501"}, {"riskwalk-browser": "a" * 32}
    go(choir, "use")
    assert "Asked: Legal, Bo" in seen(choir) and "answered" in seen(choir)


RENAMED = """\
renames:
  - {question: how-many, now: how-large, since: toy.2, because: It is clearer.}
  - {question: how-large, now: size, since: toy.3, because: It is shorter.}
"""


@pytest.mark.parametrize("asked_by", ["how-many", "how-large", "size"])
@pytest.mark.parametrize("answered_by", ["how-many", "how-large"])
def test_who_was_asked_before_the_question_was_renamed_finds_their_answer_and_can_take_it_back(
    open_app, toy_copy, visitor, from_elsewhere, monkeypatch, asked_by: str, answered_by: str
) -> None:
    (toy_copy / "renames.yaml").write_text(RENAMED, "utf-8")
    monkeypatch.setenv("RISKWALK_KB", str(toy_copy))
    kept = store()
    mark = kept.begin(Answers({"name": "Village"}), visitor.cookies["riskwalk-browser"])
    kept.sharing.accept(kept.asking.ask(mark, asked_by, "Legal", "Roughly", 3), browser.known_as("b" * 32), "Bo")
    there = {"status": "answered", "options": ["a-few"]}
    kept.record(mark, [Change("answer", answered_by, None, there, kept.revision(mark))])
    kept.close()
    team = open_app(assessment=mark, at="use")
    assert "Asked: Legal, Bo" in seen(team) and ">answered " not in seen(team)
    here = visitor.headers, visitor.cookies
    from_elsewhere("b")
    app = open_app(assessment=mark)
    assert "Roughly" in seen(app) and app.checkbox(key="many-size-a-few").value
    app.checkbox(key="many-size-a-few").uncheck().run()
    assert saved(app).answers.answers == {} and "Saved at" in seen(app)
    again = open_app(assessment=mark)
    assert not again.checkbox(key="many-size-a-few").value
    again.checkbox(key="many-size-a-few").check().run()
    assert saved(again).answers.answers == {"size": Answer("answered", ("a-few",))}
    visitor.headers, visitor.cookies = here
    assert ">answered " in seen(team.run())

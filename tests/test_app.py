"""Journeys through the web app, on the toy knowledge base: what a person does, and what the page then shows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from questionnaire.answers import writing
from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.changes import Change
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Saved, Store, default_url
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.web import browser

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"
AWKWARD = "R&D <5% *bold* $x$ :smile: [x](javascript:alert(1)) Łódź <script>"


class Visitor:
    """Who opens the app: what their browser keeps, and what it asks for."""

    def __init__(self) -> None:
        self.cookies = {"riskwalk-browser": "a" * 32}
        self.headers = {"Host": "localhost:8501"}


@pytest.fixture(autouse=True)
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The visitor of all runs that follow; a test may change them."""
    one = Visitor()
    for name in ("cookies", "headers"):
        monkeypatch.setattr(type(st.context), name, property(lambda _, name=name: getattr(one, name)))
    return one


@pytest.fixture
def open_app(tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens the app as a new browser tab would: with an address, and with an empty session."""
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RISKWALK_KB", str(toy_folder))
    st.cache_resource.clear()

    def open_(**address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return open_


@pytest.fixture
def begun(open_app: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """A new assessment, opened at one section."""

    def begun_(at: str = "task") -> AppTest:
        app = open_app()
        app.button(key="begin").click().run()
        return go(app, at)

    return begun_


def go(app: AppTest, at: str) -> AppTest:
    return app.button(key=f"nav-{at}").click().run()


def token(app: AppTest) -> str:
    return _one(app.query_params["assessment"])


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def saved(app: AppTest) -> Saved:
    """What the store holds, read afresh as another process would."""
    store = Store(default_url())
    state = store.replay(token(app))
    store.close()
    assert state is not None
    return state


def seen(app: AppTest) -> str:
    """All text on the page that is no widget."""
    assert not app.exception, app.exception
    parts = [
        element.value
        for kind in (
            app.title,
            app.header,
            app.subheader,
            app.markdown,
            app.caption,
            app.error,
            app.info,
            app.warning,
            app.success,
        )
        for element in kind
    ]
    parts += [element.proto.body for element in app.get("html") if "<style>" not in element.proto.body]
    return re.sub(r"\\(?=[^\w\s])", "", "\n".join(parts)).replace("\u2060", "")


def keys(app: AppTest) -> set[str]:
    return {
        widget.key
        for kind in (app.radio, app.checkbox, app.multiselect, app.selectbox, app.text_input, app.text_area, app.button)
        for widget in kind
        if widget.key
    }


def _go_on(app: AppTest):
    """The button of the one assessment that the start page lists."""
    (button,) = (button for button in app.button if button.label == "Go on")
    return button


def answer_village_choir(app: AppTest) -> None:
    """A choir that sorts by likeness to the last one."""
    go(app, "task")
    app.checkbox(key="many-task-voice-sorting").check().run()
    app.radio(key="one-people").set_value("yes").run()
    app.checkbox(key="many-objective-likeness-to-last-choir").check().run()
    app.checkbox(key="many-data-plan-old-recordings").check().run()
    go(app, "use")
    app.checkbox(key="many-deployment-choir-admission").check().run()
    app.radio(key="one-who-decides").set_value("machine").run()


# --- start ------------------------------------------------------------------------------------------------------------


def test_the_start_page_offers_three_ways_in_and_no_list_while_nothing_was_begun(open_app) -> None:
    page = seen(open_app())
    assert all(words in page for words in ("Start new", "See a worked example", "Open an answers file"))
    assert "Begun" not in page


def test_from_nothing_to_a_verdict(begun) -> None:
    app = begun()
    assert "Nothing can be ruled out yet" in seen(app)
    answer_village_choir(app)
    assert "finding" in seen(app) and "Nothing can be ruled out yet" not in seen(app)
    go(app, "result")
    page = seen(app)
    assert "Level to plan for: High" in page
    assert "Saved at" in page
    assert {button.proto.label for button in app.get("download_button")} >= {"Report as PDF", "Result as JSON"}


def test_every_part_of_the_result_shows(open_app, begun) -> None:
    app = begun()
    answer_village_choir(app)
    go(app, "result")
    for part, words in {
        "Findings": "Ruled out, and why",
        "To find out": "What to find out first",
        "What if": "What if …",
        "What to do": "What to do",
        "Law and cases": "It happened here",
        "All answers": "Who decides?",
    }.items():
        app.session_state["result-part"] = part
        assert words in seen(app.run()), part


def test_what_was_begun_is_listed_with_its_name_as_typed(open_app) -> None:
    app = open_app()
    app.text_input(key="new-name").set_value(AWKWARD).run()
    app.button(key="begin").click().run()
    again = open_app()
    html = "\n".join(element.proto.body for element in again.get("html"))
    assert "R&amp;D &lt;5% *bold* $x$ :smile:" in html and "Łódź &lt;script&gt;" in html
    _go_on(again).click().run()
    assert saved(again).answers.project["name"] == AWKWARD
    assert again.text_input(key="project-name").value == AWKWARD


def test_a_worked_example_opens_as_a_copy_of_its_own(open_app) -> None:
    first, second = (open_app() for _ in range(2))
    for app in (first, second):
        app.selectbox(key="example").set_value("village-choir").run()
        app.button(key="open-example").click().run()
    assert token(first) != token(second)
    assert saved(first).answers.answers["deployment"] == Answer("answered", ("choir-admission",))
    assert "The village choir" in seen(first)


def test_an_unknown_address_gets_a_clear_page(open_app) -> None:
    app = open_app(assessment="no-such-token")
    assert "There is no assessment at this address" in seen(app)
    app.button(key="to-start").click().run()
    assert "Start new" in seen(app)


# --- answers ----------------------------------------------------------------------------------------------------------


def test_back_and_forth_keeps_the_answers(begun) -> None:
    app = begun()
    app.radio(key="one-people").set_value("yes").run()
    app.checkbox(key="many-task-voice-sorting").check().run()
    app.button(key="forth").click().run()
    app.button(key="back").click().run()
    assert app.radio(key="one-people").value == "yes"
    assert app.checkbox(key="many-task-voice-sorting").value is True


def test_a_new_tab_shows_what_was_saved_and_progress(begun, open_app) -> None:
    app = begun()
    app.radio(key="one-people").set_value("no").run()
    other = open_app(assessment=token(app), at="task")
    assert other.radio(key="one-people").value == "no"
    assert "1 of 5 looked at" in other.button(key="nav-task").proto.label


def test_not_known_and_does_not_apply_are_answers_that_options_replace(begun) -> None:
    app = begun()
    app.checkbox(key="status-groups-unknown").check().run()
    assert saved(app).answers.answers["groups"] == Answer("unknown")
    app.checkbox(key="status-groups-not_applicable").check().run()
    assert saved(app).answers.answers["groups"] == Answer("not_applicable")
    assert app.checkbox(key="status-groups-unknown").value is False
    app.checkbox(key="many-groups-older-singers").check().run()
    assert saved(app).answers.answers["groups"] == Answer("answered", ("older-singers",))
    assert app.checkbox(key="status-groups-not_applicable").value is False
    app.radio(key="one-people").set_value("unknown").run()
    assert saved(app).answers.answers["people"] == Answer("unknown")


def test_does_not_apply_is_offered_only_where_it_can_be(begun) -> None:
    app = begun()
    assert "status-groups-not_applicable" in keys(app)
    assert "status-task-not_applicable" not in keys(app)


def test_an_option_that_stands_alone_takes_the_place_of_others_and_gives_way(begun) -> None:
    app = begun("use")
    app.checkbox(key="many-size-a-few").check().run()
    app.checkbox(key="many-size-thousands").check().run()
    app.checkbox(key="many-size-nobody").check().run()
    assert saved(app).answers.answers["size"].options == ("nobody",)
    assert app.checkbox(key="many-size-a-few").value is False
    app.checkbox(key="many-size-a-few").check().run()
    assert saved(app).answers.answers["size"].options == ("a-few",)


def test_an_answer_can_be_taken_back(begun) -> None:
    app = begun()
    app.radio(key="one-people").set_value("yes").run()
    app.button(key="clear-people").click().run()
    assert "people" not in saved(app).answers.answers
    assert app.radio(key="one-people").value is None


def test_notes_and_project_fields_are_saved_as_typed(begun) -> None:
    app = begun()
    app.text_area(key="note-people").set_value(AWKWARD).run()
    go(app, "project")
    app.text_input(key="project-team").set_value(AWKWARD).run()
    assert saved(app).answers.notes["people"] == AWKWARD
    assert saved(app).answers.project["team"] == AWKWARD


def test_what_nobody_can_see_is_left_out_of_typed_text(begun) -> None:
    app = begun()
    app.text_area(key="note-people").set_value("two\x07words").run()
    go(app, "project")
    app.text_input(key="project-team").set_value("\x00A\x1bB\x08").run()
    assert saved(app).answers.notes["people"] == "two words"
    assert saved(app).answers.project["team"] == "A B"


def test_an_answer_that_left_the_path_is_kept_ignored_said_and_comes_back(begun) -> None:
    app = begun("use")
    app.checkbox(key="many-deployment-choir-admission").check().run()
    app.radio(key="one-who-decides").set_value("teacher").run()
    app.checkbox(key="many-deployment-birdsong-counting").check().run()
    app.checkbox(key="many-deployment-choir-admission").uncheck().run()
    assert "one-who-decides" not in keys(app)
    assert "A teacher, who listens" in seen(app)
    assert any("kept but ignored" in box.label for box in app.expander)
    assert saved(app).answers.answers["who-decides"].options == ("teacher",)
    app.checkbox(key="many-deployment-choir-admission").check().run()
    assert app.radio(key="one-who-decides").value == "teacher"
    assert not any("kept but ignored" in box.label for box in app.expander)


def test_the_next_best_questions_stay_while_they_are_answered(begun) -> None:
    app = go(begun(), "next")
    asked = _one(app.query_params["ask"]).split(",")
    assert asked
    app.checkbox(key=f"status-{asked[0]}-unknown").check().run() if f"status-{asked[0]}-unknown" in keys(app) else (
        app.radio(key=f"one-{asked[0]}").set_value("unknown").run()
    )
    assert _one(app.query_params["ask"]).split(",") == asked
    app.button(key="next-after").click().run()
    assert asked[0] not in _one(app.query_params["ask"]).split(",")


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_with_mistakes_shows_all_of_them_and_begins_nothing(open_app) -> None:
    app = open_app()
    app.file_uploader(key="answers-file").set_value(
        (
            "mine.yaml",
            b"""format: riskwalk-answers/1
answers:
  people: perhaps
  tusk: [voice-sorting]
  size: [nobody, a-few]
""",
            "application/yaml",
        )
    ).run()
    page = seen(app)
    assert "3 problems in this file" in page
    for words in ("line 3", "line 4", "line 5", "Did you mean &quot;task&quot;", "perhaps"):
        assert words in page, words
    assert "open-file" not in keys(app)
    assert not Store(default_url()).begun("") and "Begun" not in seen(open_app())


def test_a_file_in_order_opens(open_app, toy: KnowledgeBase) -> None:
    text = writing.write(Answers({"name": "Mine"}, {"people": Answer("unknown")}), toy)
    app = open_app()
    app.file_uploader(key="answers-file").set_value(("mine.yaml", text.encode(), "application/yaml")).run()
    app.button(key="open-file").click().run()
    assert saved(app).answers.answers == {"people": Answer("unknown")}


def test_a_text_from_a_file_is_not_cut_because_it_is_long(open_app, toy: KnowledgeBase) -> None:
    long = Answers({"name": "N" * 500}, {}, {"people": "y " * 3000 + "end"})
    app = open_app()
    given = ("mine.yaml", writing.write(long, toy).encode(), "application/yaml")
    app.file_uploader(key="answers-file").set_value(given).run()
    app.button(key="open-file").click().run()
    for at in ("project", "task"):
        other = open_app(assessment=token(app), at=at)
        assert not other.run().exception
    assert (saved(app).answers.project, saved(app).answers.notes) == (long.project, long.notes)


def test_what_the_team_found_in_the_field_is_saved_and_no_script_becomes_a_link(
    begun, toy_copy: Path, open_app, monkeypatch
) -> None:
    interview = toy_copy / "interview.yaml"
    interview.write_text(interview.read_text("utf-8").replace("  - id: use\n", "  - id: evidence\n"), "utf-8")
    monkeypatch.setenv("RISKWALK_KB", str(toy_copy))
    st.cache_resource.clear()
    app = begun("evidence")
    app.button(key="evidence-add").click().run()
    app.text_input(key="evidence-0-title").set_value(AWKWARD).run()
    app.text_input(key="evidence-0-url").set_value("javascript:alert(1)").run()
    assert [(row.title, row.url) for row in saved(app).answers.evidence] == [(AWKWARD, "javascript:alert(1)")]
    go(app, "result")
    app.session_state["result-part"] = "Law and cases"
    page = seen(app.run())
    assert "javascript:alert(1)" in page and 'href="javascript' not in page
    go(app, "evidence")
    app.button(key="evidence-0-remove").click().run()
    assert saved(app).answers.evidence == ()


# --- what if, measures ------------------------------------------------------------------------------------------------


def test_what_if_shows_the_effect_and_changes_nothing_until_asked(begun) -> None:
    app = begun()
    answer_village_choir(app)
    before = saved(app).revision
    go(app, "result")
    app.session_state["result-part"] = "What if"
    app.run()
    switch = next(toggle for toggle in app.toggle if toggle.key.startswith("what-if-"))
    switch.set_value(True).run()
    assert "With this change" in seen(app) and saved(app).revision == before
    make = next(button for button in app.button if button.key.startswith("make-"))
    make.click().run()
    assert saved(app).revision == before + 1


def test_a_declared_measure_is_saved_with_owner_and_date_and_moves_the_residual_level(begun) -> None:
    app = begun()
    answer_village_choir(app)
    go(app, "result")
    app.session_state["result-part"] = "What to do"
    app.run()
    for key in ("record-more-voices", "listen-to-everybody"):
        if f"declare-{key}" in keys(app):
            app.radio(key=f"declare-{key}").set_value("planned").run()
    app.text_input(key="owner-record-more-voices").set_value("Ayşe").run()
    app.date_input[0].set_value("2027-01-31").run()
    row = next(row for row in saved(app).answers.mitigations if row.id == "record-more-voices")
    assert (row.status, row.owner) == ("planned", "Ayşe")
    assert "2027-01-31" in {row.due for row in saved(app).answers.mitigations}
    assert "With your measures" in seen(app)
    app.radio(key="declare-record-more-voices").set_value("open").run()
    assert "record-more-voices" not in {row.id for row in saved(app).answers.mitigations}


# --- saving -----------------------------------------------------------------------------------------------------------


def test_two_tabs_that_change_different_answers_keep_both(begun, open_app) -> None:
    one = begun()
    two = open_app(assessment=token(one), at="task")
    one.radio(key="one-people").set_value("yes").run()
    two.checkbox(key="many-task-voice-sorting").check().run()
    assert two.radio(key="one-people").value == "yes"
    assert set(saved(one).answers.answers) == {"people", "task"}


def test_two_tabs_that_change_the_same_answer_get_a_choice(begun, open_app) -> None:
    one = begun()
    two = open_app(assessment=token(one), at="task")
    one.radio(key="one-people").set_value("yes").run()
    two.radio(key="one-people").set_value("no").run()
    assert saved(one).answers.answers["people"].options == ("yes",)
    assert "Changed in another window" in seen(two) and "No, only birds" in seen(two)
    two.button(key="clash-use-0").click().run()
    assert saved(one).answers.answers["people"].options == ("no",)
    assert two.radio(key="one-people").value == "no"
    assert "Changed in another window" not in seen(two)


def test_what_cannot_be_saved_is_said_loudly_kept_and_saved_later(begun, monkeypatch: pytest.MonkeyPatch) -> None:
    app = begun()
    working = Store.record

    def full(*_: object) -> None:
        raise StoreUnavailable("There is no room left on the disk.")

    monkeypatch.setattr(Store, "record", full)
    app.radio(key="one-people").set_value("yes").run()
    assert "Not saved" in seen(app) and "no room left" in seen(app) and "Saved at" not in seen(app)
    assert app.radio(key="one-people").value == "yes"
    assert "people" not in saved(app).answers.answers
    monkeypatch.setattr(Store, "record", working)
    app.button(key="save-again").click().run()
    assert "Saved at" in seen(app)
    assert saved(app).answers.answers["people"].options == ("yes",)


def test_answers_that_the_knowledge_base_no_longer_knows_are_set_aside_and_said(begun, open_app) -> None:
    app = begun()
    store = Store(default_url())
    store.record(token(app), [Change("answer", "retired", None, {"status": "unknown", "options": []}, 99)])
    assert "set aside: retired" in seen(open_app(assessment=token(app), at="task"))


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Nothing can be saved until what is returned is called."""
    working = Store.record

    def full(*_: object) -> None:
        raise StoreUnavailable("There is no room left on the disk.")

    monkeypatch.setattr(Store, "record", full)
    return lambda: monkeypatch.setattr(Store, "record", working)


def test_what_was_typed_last_is_what_is_saved_also_after_the_disk_was_full(begun, monkeypatch) -> None:
    app = go(begun(), "project")
    app.text_input(key="project-team").set_value("A").run()
    make_room = fill_the_disk(monkeypatch)
    app.text_input(key="project-team").set_value("B").run()
    make_room()
    app.text_input(key="project-team").set_value("A").run()
    assert "Saved at" in seen(app)
    assert saved(app).answers.project["team"] == "A"


def test_two_tabs_that_choose_the_same_answer_do_not_clash(begun, open_app) -> None:
    one = begun()
    two = open_app(assessment=token(one), at="task")
    one.radio(key="one-people").set_value("yes").run()
    two.radio(key="one-people").set_value("yes").run()
    assert "Changed in another window" not in seen(two)
    assert saved(one).answers.answers["people"].options == ("yes",)


def test_a_page_says_which_answers_were_changed_in_another_window(begun, open_app) -> None:
    one = begun()
    two = open_app(assessment=token(one), at="task")
    one.radio(key="one-people").set_value("yes").run()
    two.checkbox(key="many-task-voice-sorting").check().run()
    assert "Changed in another window in the meantime, and shown here as it was saved there" in seen(two)
    assert "Do people sing?" in seen(two).partition("as it was saved there")[2].partition("\n")[0]
    two.checkbox(key="many-objective-likeness-to-last-choir").check().run()
    assert "Changed in another window" not in seen(two)


def test_the_first_click_after_a_restart_is_saved_and_nothing_else_that_the_page_still_shows(begun, open_app) -> None:
    app = begun()
    app.radio(key="one-people").set_value("yes").run()
    shown = saved(app).revision
    store = Store(default_url())
    no = {"status": "answered", "options": ["no"]}
    store.record(token(app), [Change("answer", "people", None, no, shown)])
    late = AppTest.from_file(str(APP), default_timeout=30)
    late.query_params["assessment"], late.query_params["at"] = token(app), "task"
    late.session_state["page-base"] = f"{token(app)} {shown}"
    late.session_state["one-people"] = "yes"
    late.session_state["many-task-voice-sorting"] = True
    late.run()
    assert saved(app).answers.answers["people"].options == ("no",)
    assert saved(app).answers.answers["task"].options == ("voice-sorting",)
    assert [event.name for event in store.history(token(app))] == ["people", "people", "task"]
    assert late.radio(key="one-people").value == "no"
    assert "Changed in another window in the meantime, and shown here" in seen(late)


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_the_start_page_lists_what_this_browser_began_and_nobody_elses(begun, open_app, visitor) -> None:
    mine = token(begun())
    visitor.cookies = {"riskwalk-browser": "b" * 32}
    assert "Begun" not in seen(open_app())
    theirs = token(begun())
    assert token(_go_on(open_app()).click().run()) == theirs
    visitor.cookies = {"riskwalk-browser": "a" * 32}
    assert token(_go_on(open_app()).click().run()) == mine


def test_a_browser_that_changed_an_assessment_finds_it_again(begun, open_app, visitor) -> None:
    mine = token(begun())
    visitor.cookies = {"riskwalk-browser": "b" * 32}
    other = open_app(assessment=mine, at="task")
    assert "Begun" not in seen(open_app())
    other.radio(key="one-people").set_value("yes").run()
    assert "Begun in this browser" in seen(open_app())


def test_what_no_browser_is_known_of_is_listed_on_this_machine_alone(open_app, visitor) -> None:
    begun_before = Store(default_url()).begin(Answers({"name": "Before"}))
    assert "Begun on this machine" in seen(open_app()) and "Before" in seen(open_app())
    visitor.headers = {"Host": "risks.example.org"}
    assert "Before" not in seen(open_app())
    visitor.headers = {"Host": "localhost:8501", "X-Forwarded-For": "192.0.2.7"}
    assert "Before" not in seen(open_app())
    assert "Before" in seen(open_app(assessment=begun_before))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST:8501", True),
        ("127.0.0.1:8501", True),
        ("127.8.8.8", True),
        ("[::1]:8501", True),
        ("risks.example.org", False),
        ("localhost.example.org:8501", False),
        ("127.0.0.1.example.org", False),
        ("192.168.1.7:8501", False),
        ("0.0.0.0", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_loopback_addresses(host, here) -> None:
    assert browser.is_loopback(host) == here


@pytest.mark.parametrize("word", ["", "a" * 31, "a" * 33, "A" * 32, "' OR 1=1 --", "é" * 32])
def test_a_word_that_no_browser_of_ours_keeps_is_none(visitor, word) -> None:
    visitor.cookies = {"riskwalk-browser": word}
    assert browser.known() == ""


def test_the_key_to_an_assessment_stands_in_nothing_that_the_start_page_sends(begun, open_app) -> None:
    key = token(begun())
    sent = "".join(str(getattr(part, "proto", "")) for part in open_app()._tree)
    assert "Go on" in sent and key not in sent


# --- odd visitors -----------------------------------------------------------------------------------------------------


def test_an_odd_address_is_no_error_page(begun, open_app) -> None:
    known = token(begun())
    for odd in (
        {"at": "next", "ask": "task,task"},
        {"at": "next", "ask": ",,people,,people,nothing"},
        {"at": "next", "ask": ""},
        {"at": "../../etc", "ask": "x" * 5000},
        {"at": "", "more": "\x00"},
    ):
        assert "Saved at" in seen(open_app(assessment=known, **odd)), odd
    for nobodys in ("\x00", "x" * 5000, "'; DROP TABLE events; --"):
        assert "There is no assessment at this address" in seen(open_app(assessment=nobodys)), nobodys


def test_an_option_that_does_not_exist_is_refused_and_said(begun) -> None:
    app = begun()
    forged = app._tree.get_widget_states()
    forged.widgets.add(id=app.radio(key="one-people").id, string_value="bribed")
    app._run(forged)
    assert "Not saved" in seen(app) and "has no option “bribed”" in seen(app)
    assert saved(app).answers == Answers() and saved(app).revision == 0
    assert app.radio(key="one-people").value is None
    app.radio(key="one-people").set_value("yes").run()
    assert "Not saved" not in seen(app)
    assert saved(app).answers.answers["people"].options == ("yes",)


def test_an_assessment_that_is_damaged_is_shown_as_such_and_the_rest_work(begun, open_app) -> None:
    good, bad = begun(), begun()
    good.radio(key="one-people").set_value("yes").run()
    bad.radio(key="one-people").set_value("yes").run()
    with sqlite3.connect(Store(default_url()).file) as connection:
        connection.execute("UPDATE events SET new = '{' WHERE token = ?", (token(bad),))
    connection.close()
    start = open_app()
    assert "An assessment that cannot be read" in seen(start)
    assert token(_go_on(start).click().run()) == token(good)
    assert "cannot be read just now" in seen(open_app(assessment=token(bad)))


# --- a broken knowledge base ------------------------------------------------------------------------------------------


def test_a_knowledge_base_with_a_mistake_is_not_loaded(open_app, changed, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = changed("questions/people.yaml", "kind: one", "kind: won")
    monkeypatch.setenv("RISKWALK_KB", str(folder))
    app = open_app()
    page = seen(app)
    assert "nothing was loaded" in page and "questions/people.yaml" in page
    assert not keys(app)

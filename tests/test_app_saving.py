"""Saving in the web app: what was confirmed is kept, two windows overwrite nothing silently, who finds what again."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st
from app import APP, answer_village_choir, go, go_on, open_notes, saved, seen, token
from streamlit.testing.v1 import AppTest

from questionnaire.answers.answers import LONGEST, Answer, Answers
from questionnaire.answers.changes import Change
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Store, default_url
from questionnaire.assessment.telling import telling
from questionnaire.web import browser, views

# --- two windows ------------------------------------------------------------------------------------------------------


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


# --- a disk that is full, a server that was restarted -----------------------------------------------------------------


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
    assert "Changed in another window in the meantime, and shown as it is now" in seen(two)
    assert "Do people sing?" in seen(two).partition("shown as it is now")[2].partition("\n")[0]
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
    assert "Changed in another window in the meantime, and shown as it is now" in seen(late)


# --- who sees what ----------------------------------------------------------------------------------------------------


def test_the_start_page_lists_what_this_browser_began_and_nobody_elses(begun, open_app, visitor) -> None:
    mine = token(begun())
    visitor.cookies = {"riskwalk-browser": "b" * 32}
    assert "Begun" not in seen(open_app())
    theirs = token(begun())
    assert token(go_on(open_app()).click().run()) == theirs
    visitor.cookies = {"riskwalk-browser": "a" * 32}
    assert token(go_on(open_app()).click().run()) == mine


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


def test_what_this_browser_changed_is_listed_once_whoever_began_it(open_app) -> None:
    nobodys = Store(default_url()).begin(Answers({"name": "Before"}))
    open_app(assessment=nobodys, at="task").radio(key="one-people").set_value("yes").run()
    start = open_app()
    assert "Begun in this browser" in seen(start) and "Begun on this machine" not in seen(start)
    assert token(go_on(start).click().run()) == nobodys


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
    assert token(go_on(start).click().run()) == token(good)
    assert "cannot be read just now" in seen(open_app(assessment=token(bad)))


def test_what_cannot_be_does_not_wait_for_the_store_either(begun, monkeypatch) -> None:
    app = begun()
    make_room = fill_the_disk(monkeypatch)
    app.checkbox(key="many-task-voice-sorting").check().run()
    forged = app._tree.get_widget_states()
    forged.widgets.add(id=app.radio(key="one-people").id, string_value="bribed")
    app._run(forged)
    assert "no room left" in seen(app) and "has no option “bribed”" in seen(app)
    make_room()
    app.button(key="save-again").click().run()
    assert set(saved(app).answers.answers) == {"task"} and app.radio(key="one-people").value is None


def test_a_text_longer_than_its_field_takes_is_cut_also_where_a_client_sends_it_whole(begun) -> None:
    app = go(begun(), "project")
    forged = app._tree.get_widget_states()
    forged.widgets.add(id=app.text_input(key="project-team").id, string_value="t" * 100_000)
    app._run(forged)
    assert 0 < len(saved(app).answers.project["team"]) <= LONGEST["project.team"]


def test_more_text_than_an_answers_file_can_hold_is_refused_and_said(begun, open_app) -> None:
    full = Answers(notes={"people": "n" * 60_000, "size": "n" * 60_000, "task": "n" * 5_000})
    app = open_app(assessment=Store(default_url()).begin(full), at="project")
    app.text_input(key="project-team").set_value("T").run()
    assert "Not saved. All texts together can have 125,000 characters: make some shorter." in seen(app)
    assert saved(app).answers == full and app.text_input(key="project-team").value == ""
    go(app, "task")
    open_notes(app, "task")
    app.text_area(key="note-task").set_value("short").run()
    assert "Not saved" not in seen(app) and saved(app).answers.notes["task"] == "short"


def test_a_store_that_can_only_be_read_is_shown_and_says_so(begun, open_app, monkeypatch) -> None:
    app = begun()
    app.radio(key="one-people").set_value("yes").run()
    why = "The folder there cannot be written to."
    monkeypatch.setattr(Store, "read_only", property(lambda _: why))
    shown = open_app(assessment=token(app), at="task")
    assert f"Nothing can be saved now. {why}" in seen(shown).replace("*", "") and "Saved at" not in seen(shown)
    assert shown.radio(key="one-people").value == "yes"
    assert f"Nothing can be saved now. {why}" in seen(open_app()).replace("*", "")


# --- worked out once --------------------------------------------------------------------------------------------------


def test_what_takes_long_is_worked_out_once_for_all_who_gave_the_same_answers(begun, open_app, monkeypatch) -> None:
    worked_out, ranks = [], views.unknowns
    monkeypatch.setattr(views, "unknowns", lambda *given: worked_out.append(given[1]) or ranks(*given))
    app = begun()
    answer_village_choir(app)
    for _ in range(2):
        go(app, "result")
        assert "Level to plan for: High" in seen(open_app(assessment=token(app), at="result"))
    assert len(worked_out) == 1
    go(app, "task")
    app.radio(key="one-people").set_value("unknown").run()
    go(app, "result")
    assert [answers.answers["people"].status for answers in worked_out] == ["answered", "unknown"]


def test_what_takes_long_is_never_worked_out_twice_at_once(toy_network, monkeypatch) -> None:
    st.cache_resource.clear()
    worked_out, looks = [], views.look_out

    def slowly(*given):
        worked_out.append(given)
        time.sleep(0.2)
        return looks(*given)

    monkeypatch.setattr(views, "look_out", slowly)
    told = telling(toy_network, Answers(answers={"people": Answer("unknown")}))
    with ThreadPoolExecutor(8) as pool:
        shown = list(pool.map(lambda _: views._outlook("digest", "key", told), range(8)))
    assert len(worked_out) == 1 and all(each is shown[0] for each in shown)


# --- a question that was renamed --------------------------------------------------------------------------------------

RENAMED = """\
renames:
  - {question: kind-of-model, now: what-for, since: toy.2, because: It is clearer.}
  - {question: what-for, now: task, since: toy.3, because: It is shorter.}
"""


def test_taking_back_an_answer_takes_it_back_under_every_id_that_its_question_had(
    open_app, toy_copy, visitor, monkeypatch
) -> None:
    (toy_copy / "renames.yaml").write_text(RENAMED, "utf-8")
    monkeypatch.setenv("RISKWALK_KB", str(toy_copy))
    store = Store(default_url())
    old = Answers(
        answers={key: Answer("answered", ("voice-sorting",)) for key in ("kind-of-model", "what-for")},
        notes={"what-for": "so says the teacher"},
    )
    mark = store.begin(old, visitor.cookies["riskwalk-browser"])
    store.close()
    app = open_app(assessment=mark, at="task")
    assert app.checkbox(key="many-task-voice-sorting").value
    app.checkbox(key="many-task-voice-sorting").uncheck().run()
    assert saved(app).answers.answers == {}
    again = open_app(assessment=mark, at="task")
    assert not again.checkbox(key="many-task-voice-sorting").value
    assert saved(again).answers.notes == {"what-for": "so says the teacher"}


def test_a_first_run_that_was_cut_short_does_not_count_as_one() -> None:
    """After a restart a second click may come while the page of the first is made; both bring what the page shows."""

    def script() -> None:
        import streamlit as st

        from questionnaire.web import session

        session.begin_run(None)
        st.text("first" if session.just_begun() else "later")
        if st.session_state.get("whole"):
            session.end_run()

    app = AppTest.from_function(script)
    said = [app.run().text[0].value for _ in range(2)]
    app.session_state["whole"] = True
    said += [app.run().text[0].value for _ in range(2)]
    assert said == ["first", "first", "first", "later"]

"""Journeys through the web app, on the toy knowledge base: what a person does, and what the page then shows."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from app import AWKWARD, answer_village_choir, go, go_on, keys, one, open_notes, saved, seen, token, ways

from questionnaire.answers import writing
from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.store import Store, default_url
from questionnaire.knowledge.base import KnowledgeBase

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
        "Law and cases": "Similar documented cases",
        "All answers": "Who decides?",
    }.items():
        app.session_state["result-part"] = part
        assert words in seen(app.run()), part


def test_open_questions_that_move_nothing_are_not_said_to_be_none(begun) -> None:
    app = begun()
    answer_village_choir(app)
    app.radio(key="one-who-decides").set_value("teacher").run()
    app.checkbox(key="many-size-a-few").check().run()
    go(app, "task")
    app.checkbox(key="many-objective-pitch-kept").check().run()
    app.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    page = seen(go(app, "result"))
    assert "2 open questions" in page
    assert "No open question would move anything as things stand." in page


def test_what_was_begun_is_listed_with_its_name_as_typed(open_app) -> None:
    app = open_app()
    app.text_input(key="new-name").set_value(AWKWARD).run()
    app.button(key="begin").click().run()
    again = open_app()
    html = "\n".join(element.proto.body for element in again.get("html"))
    assert "R&amp;D &lt;5% *bold* $x$ :smile:" in html and "Łódź &lt;script&gt;" in html
    go_on(again).click().run()
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
    assert "1 of 5 looked at" in ways(other)["task"]


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
    open_notes(app, "people")
    app.button(key="clear-people").click().run()
    assert "people" not in saved(app).answers.answers
    assert app.radio(key="one-people").value is None


def test_notes_and_project_fields_are_saved_as_typed(begun) -> None:
    app = begun()
    open_notes(app, "people")
    app.text_area(key="note-people").set_value(AWKWARD).run()
    go(app, "project")
    app.text_input(key="project-team").set_value(AWKWARD).run()
    assert saved(app).answers.notes["people"] == AWKWARD
    assert saved(app).answers.project["team"] == AWKWARD


def test_what_nobody_can_see_is_left_out_of_typed_text(begun) -> None:
    app = begun()
    open_notes(app, "people")
    app.text_area(key="note-people").set_value("two\x07words").run()
    go(app, "project")
    app.text_input(key="project-team").set_value("\x00A\x1bB\x08").run()
    assert saved(app).answers.notes["people"] == "two words"
    assert saved(app).answers.project["team"] == "A B"


def test_what_stands_below_a_question_opens_stays_open_and_closes_and_what_was_written_is_told_then(begun) -> None:
    app = begun("task")
    assert "note-people" not in keys(app)
    open_notes(app, "people")
    app.text_area(key="note-people").set_value("Ask the choir").run()
    app.radio(key="one-people").set_value("yes").run()
    assert "note-people" in keys(app) and "Ask the choir" not in seen(app)
    app.toggle(key="notes-people").set_value(False).run()
    assert "note-people" not in keys(app) and "Ask the choir" in seen(app)
    open_notes(app, "people")
    assert app.text_area(key="note-people").value == "Ask the choir"


def test_an_answer_that_left_the_path_is_kept_ignored_said_and_comes_back(begun) -> None:
    app = begun("task")
    app.radio(key="one-people").set_value("yes").run()
    app = go(app, "use")
    app.radio(key="one-who-decides").set_value("teacher").run()
    app = go(app, "task")
    app.radio(key="one-people").set_value("no").run()
    app = go(app, "use")
    assert "one-who-decides" not in keys(app)
    assert "A teacher, who listens" in seen(app)
    assert "1 answer kept but ignored" in seen(app)
    assert saved(app).answers.answers["who-decides"].options == ("teacher",)
    app = go(app, "task")
    app.radio(key="one-people").set_value("yes").run()
    app = go(app, "use")
    assert app.radio(key="one-who-decides").value == "teacher"
    assert "kept but ignored" not in seen(app)


def test_the_next_best_questions_stay_while_they_are_answered(begun) -> None:
    app = go(begun(), "next")
    asked = one(app.query_params["ask"]).split(",")
    assert asked
    app.checkbox(key=f"status-{asked[0]}-unknown").check().run() if f"status-{asked[0]}-unknown" in keys(app) else (
        app.radio(key=f"one-{asked[0]}").set_value("unknown").run()
    )
    assert one(app.query_params["ask"]).split(",") == asked
    app.button(key="next-after").click().run()
    assert asked[0] not in one(app.query_params["ask"]).split(",")


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
    for words in ("line 3", "line 4", "line 5", "Did you mean &#34;task&#34;", "perhaps"):
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


# --- in one's own words -----------------------------------------------------------------------------------------------


def test_what_a_team_writes_suggests_what_to_choose(begun) -> None:
    app = begun()
    go(app, "project")
    assert "Your words suggest" not in seen(app)
    app.text_area(key="project-purpose").set_value("Sort voices at the auditions of our choir").run()
    assert "Your words suggest" in seen(app)
    offered = [box for box in app.checkbox if box.key.startswith("suggest-deployment-")]
    assert offered and "choir" in offered[0].label.casefold()
    offered[0].set_value(True).run()
    chosen = offered[0].key.removeprefix("suggest-deployment-")
    assert saved(app).answers.answers["deployment"].options == (chosen,)
    app.checkbox(key=offered[0].key).set_value(False).run()
    assert "deployment" not in saved(app).answers.answers


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


def test_what_brings_the_level_down_together_can_be_decided_at_once(begun) -> None:
    app = begun()
    answer_village_choir(app)
    go(app, "result")
    app.session_state["result-part"] = "What if"
    app.run()
    assert "From High to" in seen(app) and "all of these together" in seen(app)
    next(button for button in app.button if button.key == "take-way-down-0").click().run()
    answers = saved(app).answers
    assert answers.mitigations or answers.answers["who-decides"].options == ("teacher",)
    app.session_state["result-part"] = "Summary"
    app.run()
    assert "From High to" not in seen(app)


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


# --- a broken knowledge base ------------------------------------------------------------------------------------------


def test_a_knowledge_base_with_a_mistake_is_not_loaded(open_app, changed, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = changed("questions/people.yaml", "kind: one", "kind: won")
    monkeypatch.setenv("RISKWALK_KB", str(folder))
    app = open_app()
    page = seen(app)
    assert "nothing was loaded" in page and "questions/people.yaml" in page
    assert not keys(app)

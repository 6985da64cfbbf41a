"""The review in the app: alone on one's own machine, together from elsewhere, and what a stranger gets to see."""

from __future__ import annotations

import pytest
from app import go, keys, open_notes, saved, seen, token

from questionnaire.answers.answers import Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import APPROVED, DRAFT, IN_REVIEW, Comment, Condition, Step
from questionnaire.answers.reviews import Reviews, Who
from questionnaire.answers.sharing import Sharing
from questionnaire.answers.store import Store, default_url
from questionnaire.web import browser

SECRET = "s" * 43


def store() -> Store:
    return Store(default_url())


def review(app):
    return store().reviews.of(token(app))


def part(app, name: str):
    """Opens a part of the review page."""
    app.session_state["review-part"] = name
    return app.run()


def field(app, kind: str, form: str, name: str):
    """The field of a form, whichever turn it has."""
    (found,) = [one for one in getattr(app, kind) if (one.key or "").startswith(f"review-{form}-{name}-")]
    return found


def click(app, key: str):
    return app.button(key=key).click().run()


def forged(app, key: str, value: str) -> None:
    """What a client of somebody's own making can send, though the page lets nobody choose it."""
    widget = app.radio(key=key)
    widget._assert_can_interact = lambda: None
    widget.set_value(value).run()


def entered(app, role: str, letter: str, from_elsewhere) -> str:
    """Somebody in this role, who then asks next; returns the key to the assessment."""
    kept, found = store(), token(app)
    kept.sharing.accept(kept.sharing.invite(found, role, "", 30), _word(letter), "Bo")
    kept.close()
    from_elsewhere(letter)
    return found


def _word(letter: str) -> str:
    import hashlib

    return hashlib.sha256((letter * 32).encode()).hexdigest()[:32]


# --- alone ------------------------------------------------------------------------------------------------------------


def test_alone_on_this_machine_one_plays_every_part_to_the_next_edition(choir) -> None:
    field(choir, "text_area", "step", "reason").set_value("Look, please.").run()
    click(choir, "step-submit")
    assert review(choir).state == IN_REVIEW and "Ada (Owner) asked for a review" in seen(choir)
    click(choir, "step-approved")
    decided = review(choir)
    assert decided.state == APPROVED and decided.decided[0].decision.entry.level == "high"
    click(choir, "step-begin_edition")
    assert (review(choir).state, review(choir).edition.number) == (DRAFT, 2)
    go(choir, "task")
    choir.checkbox(key="many-objective-pitch-kept").check().run()
    choir.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    go(choir, "review")
    part(choir, "Editions")
    told = seen(choir)
    assert "What is kept of it is as it was decided." in told
    assert "vanished" in told and "an answer" in told and "Answers that have changed" in told


def test_the_board_pack_says_what_has_changed_since_the_last_decision(choir, monkeypatch) -> None:
    from questionnaire.readings import readings
    from questionnaire.web import downloads

    made: list = []
    monkeypatch.setattr(downloads, "_button", lambda *words, **_: made.append(words[3]))
    click(choir, "step-submit")
    click(choir, "step-approved")
    click(choir, "step-begin_edition")
    go(choir, "task")
    choir.checkbox(key="many-objective-pitch-kept").check().run()
    choir.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    go(choir, "result")
    report_, *_ = (make for make in made[::-1] if make.func is downloads._report and make.args[0].name == "md")
    format_, network, answers, _, beside = report_.args
    pack = report_.func(format_, network, answers, readings.named("pack"), beside).decode()
    assert "Since edition 1, decided on" in pack and "| vanished |" in pack and "an answer" in pack
    assert "- Status: Draft (edition 2)" in pack and f"- Revision: {saved(choir).revision}" in pack
    card = report_.func(format_, network, answers, readings.named("card"), beside).decode()
    assert "What has changed" not in card and "- Status: Draft (edition 2)" in card


def test_the_digests_are_those_of_the_files_that_anybody_can_take_away(choir) -> None:
    from questionnaire.answers import writing
    from questionnaire.answers.reviews import digest
    from questionnaire.assessment.assess import report
    from questionnaire.knowledge import loader
    from questionnaire.reports import json_text
    from questionnaire.walk.network import Network

    click(choir, "step-submit")
    click(choir, "step-approved")
    network = Network(loader.load(loader.PROJECT / "tests" / "toy", cache=None))
    step, answers = review(choir).decided[0].decision.entry, saved(choir).answers
    assert step.answers_digest == digest(writing.write(answers, network.knowledge))
    assert step.report_digest == digest(json_text.render(report(network, answers)))


def test_who_says_nothing_of_who_they_are_takes_no_step(begun) -> None:
    app = go(begun(), "review")
    click(app, "step-submit")
    assert "Say who you are: your name is missing." in seen(app) and review(app).state == DRAFT


def test_in_review_nothing_can_be_changed_and_it_is_said_and_taken_back_it_can(choir) -> None:
    click(choir, "step-submit")
    go(choir, "task")
    assert "Answers cannot be changed meanwhile" in seen(choir)
    assert choir.radio(key="one-people").disabled and choir.checkbox(key="many-task-voice-sorting").disabled
    open_notes(choir, "people")
    click(choir, "clear-people")
    assert "Not saved. Answers cannot be changed now, or not by you." in seen(choir)
    forged(choir, "one-people", "no")
    assert saved(choir).answers.answers["people"].options == ("yes",)
    go(choir, "review")
    click(choir, "step-take_back")
    go(choir, "task")
    assert not choir.radio(key="one-people").disabled


def test_a_tab_that_does_not_know_yet_saves_nothing_into_a_review(begun, open_app) -> None:
    app = begun()
    other = open_app(assessment=token(app), at="task")
    kept = store()
    kept.reviews.add(token(app), Step("submit"), Who("", "Ada", frozenset({"owner"})), seen=kept.revision(token(app)))
    kept.close()
    other.radio(key="one-people").set_value("yes").run()
    assert "people" not in saved(app).answers.answers and "Not saved." in seen(other)


# --- comments, conditions, opinions -----------------------------------------------------------------------------------


def test_a_comment_is_written_shown_and_resolved(choir) -> None:
    part(choir, "Comments")
    field(choir, "selectbox", "comment", "about").set_value("answer people").run()
    field(choir, "text_area", "comment", "text").set_value("Who *sings* <b>?").run()
    click(choir, "save-comment")
    assert "1 open, of 1 in all." in seen(choir) and "Answer: Do people sing?" in seen(choir)
    assert field(choir, "text_area", "comment", "text").value == ""
    (comment,) = review(choir).open_comments
    assert comment.said.entry.text == "Who *sings* <b>?"
    click(choir, f"settle-{comment.said.id}")
    assert "0 open, of 1 in all." in seen(choir) and "Resolved by Ada" in seen(choir)


def test_a_browser_that_comes_back_is_known_by_its_name(choir, open_app) -> None:
    click(choir, "step-submit")
    assert open_app(assessment=token(choir), at="review").text_input(key="review-name").value == "Ada"


def test_what_is_typed_stays_while_another_part_is_open(choir) -> None:
    part(choir, "Comments")
    field(choir, "text_area", "comment", "text").set_value("Half a thought").run()
    part(choir, "Conditions")
    part(choir, "Comments")
    assert field(choir, "text_area", "comment", "text").value == "Half a thought"


def test_what_cannot_be_saved_is_said_and_stays(choir, monkeypatch) -> None:
    part(choir, "Comments")
    field(choir, "text_area", "comment", "text").set_value("Do not lose me").run()

    def full(*_: object, **__: object) -> None:
        raise StoreUnavailable("There is no room left on the disk. Make room and try again.")

    with monkeypatch.context() as while_it_is_full:
        while_it_is_full.setattr(Reviews, "add", full)
        click(choir, "save-comment")
    assert "Nothing was saved." in seen(choir) and "There is no room left on the disk." in seen(choir)
    assert field(choir, "text_area", "comment", "text").value == "Do not lose me"
    click(choir, "save-comment")
    assert len(review(choir).comments) == 1


def test_a_rating_stands_beside_what_was_worked_out_here_and_at_the_finding(choir) -> None:
    click(choir, "step-submit")
    part(choir, "Likelihood and severity")
    field(choir, "selectbox", "rating", "likelihood").set_value("likely").run()
    field(choir, "selectbox", "rating", "severity").set_value("serious").run()
    field(choir, "text_area", "rating", "reason").set_value("It happened twice.").run()
    click(choir, "save-rating")
    told = seen(choir)
    assert "Worked out" in told and "It happened twice." in told
    (rating,) = review(choir).edition.ratings
    go(choir, "result")
    choir.session_state["result-part"] = "Findings"
    choir.session_state[f"finding-{rating.entry.finding}"] = True
    choir.run()
    assert "It happened twice." in seen(choir) and "In the review" in seen(choir)


def test_a_condition_is_set_met_and_handed_out_as_a_file(choir) -> None:
    import datetime

    click(choir, "step-submit")
    part(choir, "Conditions")
    field(choir, "text_area", "condition", "text").set_value("Publish the rates").run()
    field(choir, "text_input", "condition", "owner").set_value("Bo").run()
    field(choir, "date_input", "condition", "due").set_value(datetime.date(2020, 1, 1)).run()
    click(choir, "save-condition")
    assert "overdue" in seen(choir)
    (condition,) = review(choir).conditions
    key = f"met-{condition.said.id}"
    click(choir, key)
    assert "Say where it can be seen that the condition is met." in seen(choir)
    field(choir, "text_input", f"condition-{condition.said.id}", "evidence").set_value("https://example.org/x").run()
    click(choir, key)
    assert "https://example.org/x" in seen(choir) and not review(choir).conditions[0].open


def test_that_nobody_asked_the_people_concerned_is_said(choir) -> None:
    part(choir, "People concerned")
    assert "were not asked yet in this edition" in seen(choir)


# --- together ---------------------------------------------------------------------------------------------------------


def test_unknown_and_forbidden_look_alike(choir, open_app, from_elsewhere) -> None:
    from_elsewhere("z")
    forbidden, unknown = open_app(assessment=token(choir)), open_app(assessment="no-such-assessment")
    assert seen(forbidden) == seen(unknown) and "There is no assessment at this address" in seen(unknown)
    assert keys(forbidden) == keys(unknown)
    assert "Choir" not in str([part.proto for part in forbidden._tree if hasattr(part, "proto")])


def test_what_is_deleted_looks_like_what_never_was(choir, open_app) -> None:
    store().shelf.put(token(choir), "deleted", "")
    assert seen(open_app(assessment=token(choir))) == seen(open_app(assessment="no-such-assessment"))


@pytest.mark.parametrize("role", ["reviewer", "approver", "reader"])
def test_who_may_not_edit_sees_the_answers_and_changes_none(role, choir, open_app, from_elsewhere) -> None:
    found = entered(choir, role, "b", from_elsewhere)
    app = open_app(assessment=found, at="task")
    assert "You may read this assessment, but not change its answers" in seen(app).replace("*", "")
    assert app.radio(key="one-people").disabled
    forged(app, "one-people", "no")
    open_notes(app, "people")
    click(app, "clear-people")
    assert "Not saved. Answers cannot be changed now, or not by you." in seen(app)
    assert saved(app).answers.answers["people"].options == ("yes",)


def test_an_author_edits_from_elsewhere(choir, open_app, from_elsewhere) -> None:
    app = open_app(assessment=entered(choir, "author", "b", from_elsewhere), at="task")
    app.radio(key="one-people").set_value("no").run()
    assert saved(app).answers.answers["people"].options == ("no",)


def test_a_reader_is_offered_no_step_no_comment_and_no_invitation(choir, open_app, from_elsewhere) -> None:
    app = open_app(assessment=entered(choir, "reader", "b", from_elsewhere), at="review")
    assert "Nothing is to be done by you now." in seen(app)
    part(app, "Comments")
    assert "save-comment" not in keys(app)
    part(app, "Who takes part")
    assert "invite-now" not in keys(app) and "You take part as: Reader." in seen(app)


def test_who_is_shut_out_in_the_middle_sees_and_saves_nothing_more(choir, open_app, from_elsewhere) -> None:
    found = entered(choir, "author", "b", from_elsewhere)
    app = open_app(assessment=found, at="task")
    kept = store()
    kept.sharing.withdraw(found, kept.sharing.invitations(found)[0].id)
    app.radio(key="one-people").set_value("no").run()
    assert "There is no assessment at this address" in seen(app)
    assert kept.replay(found).answers.answers["people"].options == ("yes",)
    kept.close()


def test_an_owner_makes_an_invitation_whose_link_is_shown_once(choir) -> None:
    part(choir, "Who takes part")
    field(choir, "text_input", "invite", "label").set_value("Bo").run()
    click(choir, "invite-now")
    (link,) = [block.value for block in choir.code]
    secret = link.partition("#invitation=")[2]
    assert len(secret) == 43 and "Reviewer: Bo" in seen(choir) and "Not taken yet" in seen(choir)
    choir.run()
    assert not choir.code and secret not in repr(choir.session_state)
    assert store().sharing.offer(secret) == ("reviewer", "Bo")
    click(choir, "withdraw-1")
    assert "withdrawn" in seen(choir) and store().sharing.offer(secret) is None


@pytest.fixture
def invited(monkeypatch, choir, from_elsewhere) -> str:
    """Somebody from elsewhere brings an invitation; the key to what it is for."""
    kept, found = store(), token(choir)
    secret = kept.sharing.invite(found, "reviewer", "Bo", 30)
    kept.close()
    from_elsewhere("b")
    introduced = browser.introduce

    def introduce() -> None:
        introduced()
        import streamlit as st

        if secret != st.session_state.get(browser._DONE):
            st.session_state[browser._INVITED] = secret

    monkeypatch.setattr(browser, "introduce", introduce)
    return found


def test_who_opens_an_invitation_says_who_they_are_and_takes_part(invited, open_app) -> None:
    app = open_app()
    assert "You are invited" in seen(app) and "Choir" not in seen(app)
    assert app.text_input(key="invited-name").value == "Bo"
    app.text_input(key="invited-name").set_value("").run()
    click(app, "invited-take")
    assert "Say who you are first." in seen(app)
    app.text_input(key="invited-name").set_value("Bo B.").run()
    click(app, "invited-take")
    assert token(app) == invited and "You take part as" not in seen(app)
    start = open_app()
    assert "Shared with you" in seen(start) and "you are reviewer" in seen(start)


def test_who_does_not_want_to_take_part_sees_the_start_page(invited, open_app) -> None:
    app = click(open_app(), "invited-not")
    assert "You are invited" not in seen(app) and "Start new" in seen(app)


def test_an_invitation_that_cannot_be_taken_now_is_said_and_kept(invited, open_app, monkeypatch) -> None:
    app = open_app()

    def busy(*_: object) -> None:
        raise StoreUnavailable("The file is kept busy by another program. Try again in a moment.")

    with monkeypatch.context() as while_it_is_busy:
        while_it_is_busy.setattr(Sharing, "accept", busy)
        click(app, "invited-take")
    assert "Try again in a moment." in seen(app) and "You are invited" in seen(app)
    assert token(click(app, "invited-take")) == invited


def test_what_cannot_be_read_of_an_edition_is_said(choir, monkeypatch) -> None:
    click(choir, "step-submit")
    click(choir, "step-approved")

    def damaged(*_: object) -> None:
        raise StoreUnavailable("What is kept of this assessment is damaged and cannot be read.")

    monkeypatch.setattr(Reviews, "kept", damaged)
    part(choir, "Editions")
    assert "is damaged and cannot be read." in seen(choir)


def test_an_invitation_that_is_over_says_what_an_unknown_one_says(invited, open_app) -> None:
    kept = store()
    kept.sharing.withdraw(invited, 1)
    kept.close()
    assert "This invitation is not known here." in seen(open_app())


# --- the start page and the list of all -------------------------------------------------------------------------------


@pytest.fixture
def listed(open_app, visitor) -> str:
    """One assessment that this browser began; the key to it."""
    kept = store()
    found = kept.begin(Answers({"name": "Choir"}), by=_word("a"))
    kept.close()
    return found


def only(app, prefix: str):
    (found,) = [button.key for button in app.button if (button.key or "").startswith(prefix)]
    return found


def test_rename_duplicate_archive_delete_and_undo(listed, open_app) -> None:
    app = open_app()
    (name,) = [one for one in app.text_input if (one.key or "").startswith("name-")]
    name.set_value("Choir of old").run()
    click(app, only(app, "rename-"))
    assert "Choir of old" in seen(app)
    click(app, only(app, "copy-"))
    assert "Choir of old (copy)" in seen(app) and len(store().begun(_word("a"))) == 2
    store().shelf.put(listed, "deleted", "")
    app = open_app()
    click(app, only(app, "archive-"))
    assert "Archived" in [one.label for one in app.expander]
    assert {one.label for one in app.expander} == {"Archived", "Deleted"}
    for _ in range(2):
        click(app, next(button.key for button in app.button if (button.key or "").startswith("back-")))
    assert len(store().begun(_word("a"))) == 2 and not app.expander
    click(app, next(button.key for button in app.button if (button.key or "").startswith("delete-")))
    assert "erased in" in seen(app) and len(store().begun(_word("a"))) == 1


def test_who_is_no_owner_is_offered_neither_archive_nor_deletion(choir, open_app, from_elsewhere) -> None:
    entered(choir, "author", "b", from_elsewhere)
    offered = {(key or "").split("-")[0] for key in keys(open_app())}
    assert "rename" in offered and not offered & {"archive", "delete"}


def test_the_list_of_all_shows_level_state_conditions_and_what_is_due(listed, open_app) -> None:
    kept, ada = store(), Who(_word("a"), "Ada", frozenset({"owner", "reviewer", "approver"}))
    kept.reviews.add(listed, Step("submit"), ada, seen=1)
    kept.reviews.add(listed, Condition("Publish", "Bo", "2020-01-01"), ada, seen=1)
    kept.reviews.add(listed, Comment("Hm"), ada, seen=1)
    kept.begin(Answers({"name": "Birds"}), by=_word("a"))
    kept.begin(Answers({"name": "Foreign"}), by=_word("z"))
    kept.close()
    app = open_app(page="portfolio")
    told = seen(app)
    assert "Choir" in told and "1, 1 overdue" in told and "In review" in told and "Foreign" not in told
    assert "not worked out" in told and listed not in str([getattr(one, "proto", "") for one in app._tree])
    click(app, "portfolio-work-out")
    assert "not worked out" not in seen(app)
    app.text_input(key="portfolio-search").set_value("bird").run()
    assert "Birds" in seen(app) and "Choir" not in seen(app)
    app.text_input(key="portfolio-search").set_value("").run()
    app.selectbox(key="portfolio-state").set_value("in_review").run()
    assert "Choir" in seen(app) and "Birds" not in seen(app)
    app.selectbox(key="portfolio-state").set_value("").run()
    app.checkbox(key="portfolio-due").check().run()
    assert "Choir" in seen(app) and "Birds" not in seen(app)


def test_the_list_of_all_is_empty_for_a_stranger(listed, open_app, from_elsewhere) -> None:
    from_elsewhere("z")
    assert "Nothing is listed here" in seen(open_app(page="portfolio"))

"""Assessments looked at again with a later knowledge base: a preview first, then saved, also in the reviews."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from app import answer_village_choir, choir, from_elsewhere, go, keys, seen, token  # noqa: F401
from test_app_review import click, entered, store

from questionnaire.answers.review import APPROVED, DRAFT
from questionnaire.answers.reviews import Noted
from questionnaire.web import again

LIKENESS = "objectives/likeness-to-last-choir.yaml"


@pytest.fixture
def knowledge(toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Turns to a later knowledge base, in which likeness to the last choir harms nobody where a machine
    decides."""

    def later() -> None:
        folder = tmp_path / "later"
        shutil.copytree(toy_folder, folder)
        text = (folder / LIKENESS).read_text(encoding="utf-8")
        now = text.replace("alternatives:", "    when: {all_of: [{who-decides: teacher}]}\nalternatives:")
        (folder / LIKENESS).write_text(now, encoding="utf-8")
        monkeypatch.setenv("RISKWALK_KB", str(folder))
        st.cache_resource.clear()

    return later


def decided(app) -> str:
    click(app, "step-submit")
    click(app, "step-approved")
    assert store().reviews.of(token(app)).state == APPROVED
    return token(app)


def portfolio(open_app):
    return open_app(page="portfolio")


def test_a_level_by_an_earlier_knowledge_base_is_shown_as_such_and_looked_at_again(begun, open_app) -> None:
    app = begun()
    answer_village_choir(app)
    first = token(app)
    app = click(portfolio(open_app), "portfolio-work-out")
    assert "portfolio-again" not in keys(app), "what today's knowledge base worked out is not by an earlier one"
    (now,) = store().reviews.noted([first]).values()
    then = Noted("low", now.revision, "earlier")
    store().reviews.note_levels({first: then})
    app = portfolio(open_app)
    assert "The level of 1 was worked out with an earlier knowledge base." in seen(app)
    assert ">earlier knowledge<" in seen(app) and "Low" in seen(app)
    told = seen(click(app, "portfolio-again"))
    assert "nothing is saved before you say so" in told and "1 looked at, 1 changed." in told
    assert "what was found then was not kept" in told and "Low" in told and "High" in told
    assert store().reviews.noted([first]) == {first: then}, "a preview saves nothing"
    assert "Saved: 1 level." in seen(click(app, "again-save-levels"))
    assert store().reviews.noted([first]) == {first: now}
    assert "portfolio-again" not in keys(portfolio(open_app))


def _word(letter: str) -> str:
    import hashlib

    return hashlib.sha256((letter * 32).encode()).hexdigest()[:32]


def test_what_was_decided_is_compared_finding_by_finding_and_a_note_leaves_the_decision(
    choir,  # noqa: F811
    open_app,
    knowledge,
) -> None:
    first = decided(choir)
    assert "portfolio-again" not in keys(portfolio(open_app)), "a decision notes the level with it"
    knowledge()
    app = click(portfolio(open_app), "portfolio-again")
    assert "Vanished: " in seen(app)
    click(app, "again-save-levels")
    assert "Saved: 1 level, 1 note in a review." in seen(app)
    assert store().reviews.of(first).state == APPROVED
    (note,) = store().reviews.of(first).edition.reassessed
    assert (note.entry.before, note.entry.vanished, note.name) == ("high", 1, "Ada")
    page = open_app(assessment=first, at="review")
    assert "Assessed again" in seen(page) and "findings: 1 vanished" in seen(page)


def test_a_new_edition_is_begun_where_that_is_wanted_with_what_changed_as_its_reason(
    choir,  # noqa: F811
    open_app,
    knowledge,
) -> None:
    first = decided(choir)
    knowledge()
    app = click(portfolio(open_app), "portfolio-again")
    app.radio(key="again-how").set_value("edition").run()
    click(app, "again-save-levels")
    assert "Saved: 1 level, 1 new edition." in seen(app)
    review = store().reviews.of(first)
    assert (review.state, review.edition.number) == (DRAFT, 2)
    assert "Assessed again with knowledge base" in review.steps[-1].entry.reason


def test_who_only_reviews_leaves_a_note_where_a_new_edition_is_not_theirs_to_begin(
    choir,  # noqa: F811
    open_app,
    knowledge,
    from_elsewhere,  # noqa: F811
) -> None:
    first = decided(choir)
    entered(choir, "reviewer", "b", from_elsewhere)
    knowledge()
    app = click(portfolio(open_app), "portfolio-again")
    app.text_input(key="again-name").set_value("Bo").run()
    app.radio(key="again-how").set_value("edition").run()
    click(app, "again-save-levels")
    assert "1 note in a review" in seen(app) and store().reviews.of(first).state == APPROVED


def test_who_only_reads_changes_nothing_in_a_review(
    choir,  # noqa: F811
    open_app,
    knowledge,
    from_elsewhere,  # noqa: F811
) -> None:
    first = decided(choir)
    entered(choir, "reader", "b", from_elsewhere)
    knowledge()
    app = click(portfolio(open_app), "portfolio-again")
    app.text_input(key="again-name").set_value("Bo").run()
    click(app, "again-save-levels")
    assert "1 left as they were." in seen(app) and store().reviews.of(first).edition.reassessed == ()


def test_one_alone_and_no_name_and_what_did_not_change(choir, open_app, knowledge) -> None:  # noqa: F811
    decided(choir)
    go(choir, "task")
    knowledge()
    app = portfolio(open_app)
    (one,) = [key for key in keys(app) if key.startswith("again-")]
    click(app, one)
    assert "Vanished: " in seen(app)
    app.text_input(key="again-name").set_value("").run()
    click(app, "again-save-levels")
    assert "Say who you are first." in seen(app)


def test_where_nothing_changes_it_says_so_and_all_can_still_be_shown(choir, open_app, knowledge) -> None:  # noqa: F811
    go(choir, "task")
    choir.checkbox(key="many-objective-pitch-kept").check().run()
    choir.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    go(choir, "review")
    decided(choir)
    knowledge()
    app = click(portfolio(open_app), "portfolio-again")
    assert "Nothing changes" in seen(app)
    app.checkbox(key="again-only").uncheck().run()
    assert "no difference" in seen(app)


def test_each_slice_takes_one_step_however_short_and_work_can_be_stopped(
    begun, open_app, knowledge, monkeypatch
) -> None:
    store_with(begun, 5)
    knowledge()
    looked: list[str] = []
    really = again._look
    monkeypatch.setattr(again, "SLICE", 0.0)
    monkeypatch.setattr(again, "_look", lambda row: looked.append(row.listed.token) or really(row))
    click(portfolio(open_app), "portfolio-again")
    assert len(looked) == len(set(looked)) == 5


def store_with(begun, number: int) -> list[str]:
    from questionnaire.answers.answers import Answers

    begun()
    kept = store()
    tokens = [kept.begin(Answers({"name": f"Choir {at}"}), by=_word("a")) for at in range(number)]
    kept.reviews.note_levels({token_: Noted("high", 1, "earlier") for token_ in tokens})
    kept.close()
    return tokens

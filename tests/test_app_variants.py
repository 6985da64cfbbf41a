"""Other ways to do a project in the app: tried, put side by side, adopted."""

from __future__ import annotations

import pytest
from app import ELSEWHERE, answer_village_choir, from_elsewhere, go, keys, saved, seen, token  # noqa: F401
from test_app_review import click, entered, store

from questionnaire.answers.review import APPROVED


@pytest.fixture
def choir(begun):
    """An assessment whose result is open."""
    app = begun()
    answer_village_choir(app)
    return go(app, "result")


def fork(app, name: str = "By pitch", question: str | None = "objective"):
    """Makes a variant and lands in it."""
    if "to-variants" in keys(app):
        click(app, "to-variants")
    app.text_input(key="variant-name").set_value(name).run()
    if question:
        app.selectbox(key="variant-question").set_value(question).run()
    return click(app, "variant-make")


def try_pitch(app):
    """A variant that takes another objective."""
    fork(app)
    app.checkbox(key="many-objective-likeness-to-last-choir").uncheck().run()
    app.checkbox(key="many-objective-pitch-kept").check().run()
    return app


def at_variants(app, token_: str):
    app.query_params["assessment"], app.query_params["at"] = token_, "variants"
    return app.run()


def button(app, start: str):
    (found,) = [one for one in app.button if (one.key or "").startswith(start)]
    return found


def objective(token_: str) -> tuple[str, ...]:
    kept = store()
    found = kept.replay(token_).answers.answers["objective"].options
    kept.close()
    return found


def test_the_result_leads_to_other_ways_and_a_variant_begins_with_the_chosen_question(choir):
    first = token(choir)
    fork(choir)
    assert token(choir) != first and "many-objective-pitch-kept" in keys(choir)
    kept = store()
    assert kept.variants.first(token(choir)) == first
    assert saved(choir).answers.project["name"].endswith("By pitch")
    assert saved(choir).answers.answers == kept.replay(first).answers.answers
    kept.close()


def test_side_by_side_shows_what_each_way_loses_and_the_answer_that_does_it(choir):
    first = token(choir)
    told = seen(at_variants(try_pitch(choir), token(choir)))
    assert "First way" in told and "By pitch" in told and "you are here" in told
    assert "Findings that differ" in told and "because of: What is optimized?" in told
    assert "Likeness to last year" in told and "Pitch that is kept" in told
    assert objective(first) == ("likeness-to-last-choir",), "the first way is as it was"


def test_adopting_puts_the_answers_into_the_first_as_changes_of_its_history(choir):
    first = token(choir)
    at_variants(try_pitch(choir), token(choir))
    before = store().revision(first)
    button(choir, "way-adopt-").click().run()
    assert token(choir) == first and "Adopted." in seen(choir)
    assert objective(first) == ("pitch-kept",)
    event = store().history(first)[-1]
    assert (event.field, event.name, event.revision, event.applied) == ("answer", "objective", before + 1, True)
    assert saved(choir).answers.project.get("name", "") != "By pitch", "the first keeps its name"
    button(choir, "way-adopt-").click().run()
    assert "It says the same as the first way." in seen(choir)


def test_nothing_is_adopted_while_the_first_is_in_review_nor_once_it_is_decided(choir):
    first = token(choir)
    try_pitch(choir)
    variant = token(choir)
    at_variants(choir, first)
    go(choir, "review")
    choir.text_input(key="review-name").set_value("Ada").run()
    click(choir, "step-submit")
    for state in ("in review", "decided"):
        at_variants(choir, variant)
        button(choir, "way-adopt-").click().run()
        assert "These answers are in review, or decided" in seen(choir)
        assert objective(first) == ("likeness-to-last-choir",)
        if state == "in review":
            at_variants(choir, first)
            go(choir, "review")
            click(choir, "step-approved")
            assert store().reviews.of(first).state == APPROVED


def test_what_was_changed_since_it_was_shown_is_not_adopted(choir):
    from questionnaire.answers.changes import Change

    first = token(choir)
    at_variants(try_pitch(choir), token(choir))
    store().record(first, [Change("note", "size", None, "later", store().revision(first))])
    button(choir, "way-adopt-").click().run()
    assert "It was changed in the meantime." in seen(choir) and objective(first) == ("likeness-to-last-choir",)


def test_a_variant_needs_a_name_of_its_own(choir):
    click(choir, "to-variants")
    click(choir, "variant-make")
    assert "Say in a few words what is different" in seen(choir)
    fork(choir)
    at_variants(choir, token(choir))
    fork(choir)
    assert "There is a variant of this name already." in seen(choir)


@pytest.mark.parametrize("role", ["reader", "reviewer", "approver"])
def test_who_only_reads_compares_but_makes_and_adopts_nothing(choir, role, from_elsewhere, open_app):  # noqa: F811
    first = token(choir)
    variant = token(try_pitch(choir))
    at_variants(choir, first)
    entered(choir, role, "b", from_elsewhere)
    for each in (first, variant):
        theirs = open_app(assessment=each, at="variants")
        assert "Findings that differ" in seen(theirs)
        assert not {key for key in keys(theirs) if key.startswith(("way-adopt", "way-away", "variant-"))}


def test_a_stranger_sees_neither_the_first_nor_its_variant(choir, from_elsewhere, open_app):  # noqa: F811
    first, variant = token(choir), token(try_pitch(choir))
    from_elsewhere("z")
    for each in (first, variant):
        theirs = open_app(assessment=each, at="variants")
        assert "By pitch" not in seen(theirs) and not any(key.startswith("way-") for key in keys(theirs))


def test_an_author_who_was_invited_may_fork_and_adopt(choir, from_elsewhere, open_app):  # noqa: F811
    first = entered(choir, "author", "b", from_elsewhere)
    theirs = try_pitch(open_app(assessment=first, at="variants"))
    button(at_variants(theirs, token(theirs)), "way-adopt-").click().run()
    assert token(theirs) == first and objective(first) == ("pitch-kept",)


def test_a_variant_that_is_put_away_is_gone_from_the_page_and_can_be_had_back(choir):
    first = token(choir)
    at_variants(try_pitch(choir), token(choir))
    button(choir, "way-away-").click().run()
    assert token(choir) == first and "By pitch" not in seen(choir)
    click(choir, "nav-start")
    assert "Deleted" in [one.label for one in choir.expander]

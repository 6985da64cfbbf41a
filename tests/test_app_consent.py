"""On the review page the owner allows an assessment to be taken as it is, and takes that back; nobody else does."""

from __future__ import annotations

import pytest
from app import keys, seen, token
from test_app_review import click, entered, part, store

from questionnaire.answers.consents import Consents
from questionnaire.answers.database import StoreUnavailable
from questionnaire.wording import consent as say

PART = "Who takes part"


def allowed(key: str) -> bool:
    kept = store()
    try:
        return kept.consents.since(key) is not None
    finally:
        kept.close()


def test_it_is_off_until_the_owner_allows_it_and_again_once_they_take_it_back(choir, open_app) -> None:
    app = part(choir, PART)
    assert "This assessment may **not** be taken as it is." in seen(app) and not allowed(token(app))
    click(app, "consent-allow")
    assert allowed(token(app)) and "This assessment **may be taken as it is**, since " in seen(app)
    again = part(open_app(assessment=token(app), at="review"), PART)
    assert "consent-allow" not in keys(again)
    click(again, "consent-take-back")
    assert not allowed(token(app)) and "This assessment may **not** be taken as it is." in seen(again)


def test_it_is_said_also_while_the_answers_are_locked(choir) -> None:
    click(choir, "step-submit")
    click(choir, "step-approved")
    app = part(choir, PART)
    click(app, "consent-allow")
    assert allowed(token(app)) and not app.button(key="consent-take-back").disabled
    click(app, "consent-take-back")
    assert not allowed(token(app))


def test_one_word_holds_for_the_variants_of_an_assessment(choir, open_app) -> None:
    click(part(choir, PART), "consent-allow")
    kept, first = store(), token(choir)
    variant = kept.begin(kept.replay(first).answers, of=first, called="Another way")
    kept.close()
    app = part(open_app(assessment=variant, at="review"), PART)
    click(app, "consent-take-back")
    assert not allowed(first)


@pytest.mark.parametrize("role", ["author", "reviewer", "approver", "reader"])
def test_who_is_no_owner_is_not_asked(role, choir, open_app, from_elsewhere) -> None:
    found = entered(choir, role, "b", from_elsewhere)
    app = part(open_app(assessment=found, at="review"), PART)
    assert not {key for key in keys(app) if key.startswith("consent")} and say.MEANS not in seen(app)


def test_who_is_no_owner_any_more_changes_nothing(choir, from_elsewhere) -> None:
    app = part(choir, PART)
    from_elsewhere("b")
    click(app, "consent-allow")
    assert not allowed(token(app)) and "may be taken as it is" not in seen(app)


def test_where_it_cannot_be_kept_that_is_said_and_nothing_is_allowed(choir, monkeypatch) -> None:
    app = part(choir, PART)

    def full(*_: object, **__: object) -> None:
        raise StoreUnavailable("There is no room left on the disk. Make room and try again.")

    with monkeypatch.context() as while_it_is_full:
        while_it_is_full.setattr(Consents, "say", full)
        click(app, "consent-allow")
    assert "**Nothing was saved.** There is no room left on the disk. Make room and try again." in seen(app)
    assert "This assessment may **not** be taken as it is." in seen(app)


def test_the_app_reads_it_nowhere_else(choir, monkeypatch) -> None:
    click(part(choir, PART), "consent-allow")

    def asked(*_: object, **__: object) -> None:
        raise AssertionError("who asks?")

    monkeypatch.setattr(Consents, "since", asked)
    for name in ("Where it stands", "Comments", "Conditions", "Editions"):
        assert not part(choir, name).exception


def test_a_store_that_goes_away_just_then_is_said(choir, monkeypatch) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable("The store cannot be read just now.")

    monkeypatch.setattr(Consents, "since", gone)
    app = part(choir, PART)
    assert "consent-allow" not in keys(app)
    assert "The store cannot be read just now." in seen(app)

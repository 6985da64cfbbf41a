"""Variants of an assessment in the store: what they are of, who has a part in them, and when they go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from databases import NOON
from test_store import named

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.shelf import ACTIVE, DELETED, UNDO_DAYS


def names(store, token: str) -> list[str]:
    return [variant.name for variant in store.variants.of(token)]


def test_a_variant_remembers_the_first_also_where_it_was_forked_from_another_variant(store):
    first = store.begin(named("Choir"), by="me")
    by_lot = store.begin(named("Choir · by lot"), "me", of=first, called="by lot")
    in_turn = store.begin(named("Choir · in turn"), "me", of=by_lot, called="in turn")
    assert names(store, first) == ["by lot", "in turn"]
    assert [store.variants.first(token) for token in (first, by_lot, in_turn, "no-such")] == [
        first,
        first,
        first,
        "no-such",
    ]


def test_a_variant_of_nothing_is_not_begun(store):
    with pytest.raises(StoreUnavailable, match="Nothing was saved"):
        store.begin(named("Choir"), "me", of="no-such", called="by lot")
    assert store.begun("me") == ()


def test_lists_show_the_first_alone(store):
    first = store.begin(named("Choir"), by="me")
    store.begin(named("Choir · by lot"), "me", of=first, called="by lot")
    assert [row.token for row in store.begun("me")] == [first]
    assert [row.token for row in store.catalogue("me")] == [first]


def test_who_has_a_part_in_the_first_has_the_same_in_the_variant_and_loses_it_with_it(store):
    first = store.begin(named("Choir"), by="me")
    store.sharing.accept(store.sharing.invite(first, "author", "Bo", days=3), "bo", "Bo")
    variant = store.begin(named("Choir · by lot"), "bo", of=first, called="by lot")
    roles = store.sharing.roles
    assert (roles(variant, "me"), roles(variant, "bo"), roles(variant, "stranger")) == ({"owner"}, {"author"}, set())
    store.sharing.withdraw(variant, store.sharing.invitations(variant)[0].id)
    assert roles(variant, "bo") == roles(first, "bo") == set()


def test_who_is_invited_to_a_variant_is_invited_to_the_first(store):
    first = store.begin(named("Choir"), by="me")
    variant = store.begin(named("Choir · by lot"), "me", of=first, called="by lot")
    secret = store.sharing.invite(variant, "reader", "Bo", days=3)
    assert store.sharing.accept(secret, "bo", "Bo") == first
    assert store.sharing.roles(variant, "bo") == {"reader"}
    assert [invitation.label for invitation in store.sharing.invitations(first)] == ["Bo"]


def test_a_variant_that_is_deleted_can_be_had_back_and_goes_with_the_first(store):
    first = store.begin(named("Choir"), by="me")
    variant = store.begin(named("Choir · by lot"), "me", of=first, called="by lot")
    store.shelf.put(variant, DELETED, "me")
    assert names(store, first) == [] and [row.token for row in store.begun("me", where=DELETED)] == [variant]
    store.shelf.put(variant, ACTIVE, "me")
    assert names(store, first) == ["by lot"]
    store.shelf.put(first, DELETED, "me")
    assert store.part(variant, "me") is None
    store.clock = lambda: NOON + timedelta(days=UNDO_DAYS + 1)
    assert store.shelf.erase() == 1
    assert store.replay(variant) is store.replay(first) is None

"""Who has a part in an assessment: invitations, what they give and when it ends; archive, deletion and its undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from databases import NOON
from test_store import named, note

from questionnaire.answers.changes import Change
from questionnaire.answers.review import Comment, NotAllowed, Review
from questionnaire.answers.reviews import Who
from questionnaire.answers.shelf import ARCHIVED, DELETED, UNDO_DAYS


def roles(store, token: str, by: str) -> list[str]:
    return sorted(store.sharing.roles(token, by))


def listed(store, by: str, **where) -> list[str]:
    return [row.token for row in store.begun(by, **where)]


# --- roles ------------------------------------------------------------------------------------------------------------


def test_who_began_it_is_its_owner_and_nobody_else_has_a_part(store):
    token = store.begin(named("Choir"), by="me")
    assert roles(store, token, "me") == ["owner"]
    assert roles(store, token, "them") == roles(store, token, "") == roles(store, "no-such", "me") == []


def test_what_was_begun_by_nobody_known_has_no_key_but_its_address(store):
    token = store.begin(named("Choir"))
    assert roles(store, token, "me") == roles(store, token, "") == ["owner"]


def test_who_changed_it_while_its_address_was_the_key_stays_an_author(store):
    token = store.begin(named("Choir"), by="me")
    store.record(token, [Change("note", "scale", None, "from them", 1, "them")])
    assert roles(store, token, "them") == ["author"] and listed(store, "them") == [token]


@pytest.mark.parametrize("role", ["author", "reviewer", "approver", "reader"])
def test_an_invitation_gives_its_role_and_lists_the_assessment(store, role):
    token = store.begin(named("Choir"), by="me")
    secret = store.sharing.invite(token, role, "Bo", days=14)
    assert store.sharing.offer(secret) == (role, "Bo")
    assert listed(store, "them") == []
    assert store.sharing.accept(secret, "them", " Bo ") == token
    assert roles(store, token, "them") == [role] and listed(store, "them") == [token]
    assert store.sharing.name_of(token, "them") == "Bo"
    assert roles(store, token, "stranger") == []


def test_taking_an_invitation_twice_changes_nothing(store):
    token = store.begin(by="me")
    secret = store.sharing.invite(token, "reviewer", "", days=14)
    assert {store.sharing.accept(secret, "them", "Bo") for _ in range(2)} == {token}
    assert [[one.name for one in row.members] for row in store.sharing.invitations(token)] == [["Bo"]]


def test_an_owner_stays_one_whatever_they_take(store):
    token = store.begin(by="me")
    assert store.sharing.accept(store.sharing.invite(token, "reader", "", days=14), "me", "Ada") == token
    assert roles(store, token, "me") == ["owner"] and store.sharing.invitations(token)[0].members == ()


def test_two_invitations_give_both_roles(store):
    token = store.begin(by="me")
    for role in ("reviewer", "approver"):
        store.sharing.accept(store.sharing.invite(token, role, "", days=14), "them", "Bo")
    assert roles(store, token, "them") == ["approver", "reviewer"]


def test_what_is_withdrawn_ends_at_once_also_for_who_wrote_something(store):
    token = store.begin(named("Choir"), by="me")
    secret = store.sharing.invite(token, "author", "Bo", days=14)
    store.sharing.accept(secret, "them", "Bo")
    store.record(token, [Change("note", "scale", None, "from them", 1, "them")])
    store.sharing.withdraw(token, store.sharing.invitations(token)[0].id)
    assert roles(store, token, "them") == [] and listed(store, "them") == []
    assert store.sharing.offer(secret) is None and store.sharing.accept(secret, "others", "Cy") is None
    assert store.sharing.invitations(token)[0].withdrawn


def test_an_invitation_of_another_assessment_cannot_be_withdrawn(store):
    mine, theirs = store.begin(by="me"), store.begin(by="them")
    secret = store.sharing.invite(theirs, "reader", "", days=14)
    store.sharing.withdraw(mine, store.sharing.invitations(theirs)[0].id)
    assert store.sharing.offer(secret)


def test_what_expires_ends_by_itself(store):
    token = store.begin(by="me")
    secret = store.sharing.invite(token, "reviewer", "", days=1)
    store.sharing.accept(secret, "them", "Bo")
    store.clock.now += timedelta(days=1)
    assert roles(store, token, "them") == [] and listed(store, "them") == []
    assert store.sharing.offer(secret) is None


@pytest.mark.parametrize("secret", ["", "no-such-secret", "\ud800", "' OR 1=1 --"])
def test_an_unknown_secret_is_nothing(store, secret):
    store.sharing.invite(store.begin(by="me"), "reader", "", days=14)
    assert store.sharing.offer(secret) is None and store.sharing.accept(secret, "them", "Bo") is None


def test_a_secret_cannot_be_guessed_and_stands_nowhere_on_the_disk(store, database):
    token = store.begin(named("Choir"), by="me")
    secrets = {store.sharing.invite(token, "reviewer", "", days=14) for _ in range(20)}
    assert len(secrets) == 20 and {len(secret) for secret in secrets} == {43}  # 256 bits
    store.close()
    kept = database.kept()
    assert b"Choir" in kept
    assert not [secret for secret in secrets if secret.encode() in kept]


@pytest.mark.parametrize(
    ("role", "days", "why"),
    [
        ("owner", 14, "There is no such role"),
        ("reader", 0, "An invitation stands for 1 to 366 days"),
        ("reader", 367, "An invitation stands for 1 to 366 days"),
    ],
)
def test_what_no_invitation_can_give_is_said(store, role, days, why):
    with pytest.raises(NotAllowed, match=why):
        store.sharing.invite(store.begin(by="me"), role, "", days)


def test_many_are_asked_for_at_once(store):
    mine, theirs = store.begin(by="me"), store.begin(by="them")
    assert store.sharing.roles_in([mine, theirs], "me") == {mine: {"owner"}, theirs: frozenset()}


# --- archive, deletion and its undo -----------------------------------------------------------------------------------


def test_what_is_archived_or_deleted_is_listed_apart_and_can_be_had_back(store):
    token, other = store.begin(named("Choir"), by="me"), store.begin(named("Other"), by="me")
    for place in (ARCHIVED, DELETED):
        store.shelf.put(token, place, "me")
        assert store.shelf.where(token)[0] == place
        assert listed(store, "me") == [other] and listed(store, "me", where=place) == [token]
    store.shelf.put(token, "active", "me")
    assert sorted(listed(store, "me")) == sorted([token, other]) and listed(store, "me", where=DELETED) == []
    assert store.shelf.where(other) == ("active", None)


def test_what_was_deleted_is_erased_when_its_time_is_over_and_nothing_beside_it(store):
    gone, back, other = (store.begin(named(name), by="me") for name in ("Gone", "Back", "Other"))
    for token in (gone, back):
        store.record(token, [note("scale", "secret plan", 1)])
        store.reviews.add(token, Comment("Hello"), Who("me", "Ada", frozenset({"owner"})), seen=2)
        store.sharing.accept(store.sharing.invite(token, "reader", "", days=300), "them", "Bo")
        store.reviews.note_level(token, 2, "kb", "high")
        store.shelf.put(token, DELETED, "me")
    store.shelf.put(back, "active", "me")
    assert store.shelf.erase() == 0 and store.replay(gone)
    store.clock.now += timedelta(days=UNDO_DAYS)
    assert store.shelf.erase() == 1
    assert store.replay(gone) is None and store.history(gone) == () and store.reviews.of(gone) == Review()
    assert roles(store, gone, "me") == [] and store.sharing.invitations(gone) == ()
    assert store.replay(back) and store.replay(other) and len(store.reviews.of(back).comments) == 1


def test_looking_creates_nothing(sqlite_file, tmp_path):
    with sqlite_file.opened() as store:
        assert store.sharing.roles("any", "me") == frozenset() and store.sharing.offer("any") is None
        assert store.sharing.invitations("any") == () and store.reviews.of("any") == Review()
        assert store.shelf.where("any") == ("active", None) and store.shelf.erase() == 0
        assert store.reviews.name_of("me") == "" and store.sharing.accept("any", "me", "Ada") is None
    assert list(tmp_path.iterdir()) == [] and NOON

"""One question asked of one person: what they may do, and what they may not, as the store holds it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from test_store import named, note

from questionnaire.answers.asked import Asked
from questionnaire.answers.changes import Change
from questionnaire.answers.review import NotAllowed
from questionnaire.answers.store import ONE_QUESTION, Refused

YES = {"status": "answered", "options": ["yes"]}


@pytest.fixture
def token(store) -> str:
    return store.begin(named("Choir"), by="me")


def ask(store, token: str, question: str = "scale", by: str = "them", days: int = 14) -> str:
    secret = store.asking.ask(token, question, "Legal", "Is this settled?", days)
    assert store.sharing.accept(secret, by, "Bo") == token
    return secret


def says(token: str, question: str, by: str = "them", field: str = "answer", new=YES) -> Change:
    return Change(field, question, None, new, 1, by)


def asked_of(store, token: str) -> tuple[Asked, ...]:
    """The questions that people were asked, as every page reads them."""
    return store.part(token, "me")[2]


def test_who_is_asked_may_answer_this_question_with_note_and_grounds(store, token):
    ask(store, token)
    assert store.sharing.roles(token, "them") == {"answerer"}
    assert store.asking.of_person(token, "them") == {"scale": "Is this settled?"}
    made = [says(token, "scale"), says(token, "scale", field="note", new="As agreed")]
    store.record(token, [*made, says(token, "scale", field="grounds", new={"confidence": "evidenced"})])
    assert store.replay(token).answers.grounds["scale"].confidence == "evidenced"


@pytest.mark.parametrize(
    "change",
    [
        Change("answer", "people", None, YES, 1, "them"),
        Change("note", "people", None, "mine", 1, "them"),
        Change("grounds", "people", None, {"confidence": "guess"}, 1, "them"),
        Change("project", "name", "Choir", "Mine", 1, "them"),
        Change("project", "scale", None, "Mine", 1, "them"),
        Change("evidence", "", None, [{"title": "t"}], 1, "them"),
        Change("mitigation", "scale", None, {"status": "planned"}, 1, "them"),
    ],
    ids=lambda change: f"{change.field} {change.name}",
)
def test_who_is_asked_may_change_nothing_else(store, token, change):
    ask(store, token)
    with pytest.raises(Refused, match=ONE_QUESTION):
        store.record(token, [says(token, "scale"), change])
    assert store.replay(token).answers == named("Choir")


def test_who_is_asked_two_questions_may_answer_both_and_only_in_their_assessment(store, token):
    other = store.begin(named("Other"), by="me")
    ask(store, token)
    ask(store, token, "people")
    ask(store, other, "size")
    store.record(token, [says(token, "scale"), says(token, "people")])
    with pytest.raises(Refused):
        store.record(token, [says(token, "size")])


def test_whoever_has_another_part_keeps_it(store, token):
    store.sharing.accept(store.sharing.invite(token, "author", "", 14), "them", "Bo")
    ask(store, token)
    store.record(token, [says(token, "people")])
    ask(store, token, by="me")
    assert store.sharing.roles(token, "me") == {"owner"}
    store.record(token, [says(token, "size", by="me")])


@pytest.mark.parametrize("ends", ["withdrawn", "over"])
def test_what_is_withdrawn_or_over_ends_at_once_whatever_was_answered(store, token, ends):
    secret = ask(store, token)
    store.record(token, [says(token, "scale")])
    if ends == "withdrawn":
        store.sharing.withdraw(token, asked_of(store, token)[0].id)
    else:
        store.clock.now += timedelta(days=14)
    assert store.sharing.roles(token, "them") == frozenset() and store.asking.of_person(token, "them") == {}
    assert store.sharing.offer(secret) is None and store.sharing.accept(secret, "others", "Cy") is None
    with pytest.raises(Refused, match=ONE_QUESTION):
        store.record(token, [says(token, "scale", new=None)])


def test_what_somebody_is_asked_about_is_in_no_list_of_theirs(store, token):
    ask(store, token)
    store.record(token, [says(token, "scale")])
    assert store.begun("them") == () and store.catalogue("them") == ()


def test_it_is_no_invitation_to_take_part_and_none_gives_it(store, token):
    ask(store, token)
    assert store.sharing.invitations(token) == ()
    with pytest.raises(NotAllowed, match="There is no such role"):
        store.sharing.invite(token, "answerer", "", 14)


def test_the_team_sees_whom_it_asked_and_whether_they_answered(store, token):
    store.asking.ask(token, "people", "Sales", "", 14)
    ask(store, token)
    (legal, sales) = asked_of(store, token)
    assert (legal.question, legal.whom, legal.words, legal.names) == ("scale", "Legal", "Is this settled?", ("Bo",))
    assert legal.answered is None and sales.names == () and sales.answered is None
    assert legal.stands(store.clock.now) and not legal.stands(store.clock.now + timedelta(days=14))
    store.record(token, [says(token, "scale", by="me"), says(token, "people", by="me")])
    assert [row.answered for row in asked_of(store, token)] == [None, None]
    store.clock.now += timedelta(hours=1)
    store.record(token, [Change("answer", "scale", YES, {"status": "unknown", "options": []}, 3, "them")])
    assert [bool(row.answered) for row in asked_of(store, token)] == [True, False]


def test_the_secret_stands_nowhere_on_the_disk(store, token, database):
    secret = ask(store, token)
    store.close()
    kept = database.kept()
    assert b"Choir" in kept and secret.encode() not in kept


def test_what_is_too_long_or_asked_of_nothing_is_refused(store, token):
    with pytest.raises(NotAllowed, match="This has 501 characters"):
        store.asking.ask(token, "scale", "Legal", "w" * 501, 14)
    with pytest.raises(NotAllowed, match="An invitation stands for 1 to 366 days"):
        store.asking.ask(token, "scale", "Legal", "", 0)
    assert asked_of(store, token) == () == asked_of(store, "no-such")


def test_it_is_erased_with_its_assessment(store, token):
    ask(store, token)
    store.record(token, [note("scale", "x", 1)])
    store.shelf.put(token, "deleted", "me")
    store.clock.now += timedelta(days=31)
    assert store.shelf.erase() == 1 and asked_of(store, token) == ()

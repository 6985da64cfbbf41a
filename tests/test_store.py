"""The store: what it confirmed is there, whatever happens; two tabs overwrite nothing silently; a bad disk is said."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from databases import NOON
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.answers.changes import Change, Value, values
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Begun, Clash, Conflict, Recorded, Refused, Store

YES, NO = Answer("answered", ("yes",)), Answer("answered", ("no",))
WRITER = """
import sys
from questionnaire.answers.answers import Answers
from questionnaire.answers.changes import Change
from questionnaire.answers.store import Store
store = Store(sys.argv[1])
token = store.begin(Answers({"name": "Killed"}))
print(token, flush=True)
revision = 1
while True:
    revision = store.record(token, [Change("note", "scale", None, f"note {revision}", revision)]).revision
    print(revision, flush=True)
"""


def named(name: str) -> Answers:
    return Answers({"name": name})


def note(name: str, new: Value, revision: int, old: Value = None) -> Change:
    """A note on a question, by somebody who saw the revision."""
    return Change("note", name, old, new, revision)


def edits(before: Answers, after: Answers, revision: int) -> list[Change]:
    """What a page that shows `before` sends until it shows `after`."""
    old, new = values(before), values(after)
    return [
        Change(*key, old.get(key), new.get(key), revision) for key in {**new, **old} if old.get(key) != new.get(key)
    ]


def state(store: Store, token: str) -> Answers:
    return store.replay(token).answers


# --- what was said is there -------------------------------------------------------------------------------------------

texts = st.text(max_size=12)
names = st.sampled_from(["task", "scale", "recourse", "region"])
states = st.builds(
    Answers,
    project=st.dictionaries(st.sampled_from(["name", "team", "purpose"]), texts, max_size=3),
    answers=st.dictionaries(
        names,
        st.sampled_from([YES, NO, Answer("unknown"), Answer("not_applicable"), Answer("answered", ("a", "b"))]),
        max_size=4,
    ),
    notes=st.dictionaries(names, texts, max_size=3),
    evidence=st.lists(st.builds(Evidence, texts, texts, texts), max_size=3).map(tuple),
    mitigations=st.lists(
        st.builds(Mitigation, st.sampled_from("abc"), st.sampled_from(["planned", "in_place"]), texts),
        max_size=3,
        unique_by=lambda mitigation: mitigation.id,
    ).map(tuple),
)


def normal(answers: Answers) -> Answers:
    return replace(answers, mitigations=tuple(sorted(answers.mitigations, key=lambda mitigation: mitigation.id)))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(states, min_size=1, max_size=4))
def test_the_replay_of_the_history_is_the_state(database, course):
    with database.opened() as store:
        token, before, revision = store.begin(), Answers(), 0
        for after in course:
            revision = store.record(token, edits(before, after, revision)).revision
            before = after
            assert state(store, token) == normal(after)
        with database.opened() as later:
            assert state(later, token) == normal(course[-1])


def test_the_history_says_when_which_field_old_and_new(store):
    token = store.begin(named("Portraits"))
    store.record(token, [note("scale", "ask sales", 1)])
    store.record(token, [note("scale", None, 2)])
    told = [(event.at, event.revision, event.field, event.name, event.old, event.new) for event in store.history(token)]
    assert told == [
        (NOON, 1, "project", "name", None, "Portraits"),
        (NOON + timedelta(minutes=1), 2, "note", "scale", None, "ask sales"),
        (NOON + timedelta(minutes=2), 3, "note", "scale", "ask sales", None),
    ]


def test_what_was_begun_is_listed_the_last_changed_first(store):
    first, second = store.begin(named("First")), store.begin(named("Second"))
    store.record(
        first, edits(named("First"), Answers({"name": "Renamed"}, {"task": YES, "scale": Answer("unknown")}), 1)
    )
    assert store.begun("") == (
        Begun(first, "Renamed", NOON, NOON + timedelta(minutes=2), 2, readable=True),
        Begun(second, "Second", NOON + timedelta(minutes=1), NOON + timedelta(minutes=1), 0, readable=True),
    )
    assert [begun.token for begun in store.begun("", limit=1)] == [first]


def test_all_are_listed_the_last_changed_first_those_of_which_nothing_was_said_last(store):
    empty, first, second = store.begin(), store.begin(named("First")), store.begin(named("Second"))
    assert [row.token for row in store.catalogue("")] == [second, first, empty]


def test_the_last_twenty_are_listed(store):
    tokens = [store.begin() for _ in range(21)]
    assert [row.token for row in store.begun("")] == tokens[:0:-1]


def test_tokens_cannot_be_guessed(store):
    tokens = {store.begin() for _ in range(20)}
    assert len(tokens) == 20 and {len(token) for token in tokens} == {32}


def test_what_changes_nothing_leaves_no_trace(store):
    token = store.begin(named("Same"))
    assert store.record(token, [Change("project", "name", "Other", "Same", 1)]).revision == 1
    assert len(store.history(token)) == 1


@pytest.mark.parametrize(
    "text", ["R&D <5%", "Łódź", "日本語", "=HYPERLINK(1)", "'; DROP TABLE events; --", "w" * 400, "a\x00b", "\ud800"]
)
def test_any_text_comes_back_as_typed(store, text):
    token = store.begin(named(text))
    assert state(store, token).project == {"name": text}


# --- two tabs ---------------------------------------------------------------------------------------------------------


def test_the_second_of_two_tabs_is_told_and_both_values_are_kept(store):
    token = store.begin(named("Tabs"))
    one = store.record(token, [note("scale", "from one", 1)])
    two = store.record(token, [note("scale", "from two", 1), note("task", "only two", 1)])
    assert one == Recorded(2, NOON + timedelta(minutes=1), overtaken=False)
    assert two == Conflict(3, NOON + timedelta(minutes=2), (Clash("note", "scale", "from one", "from two"),))
    assert state(store, token).notes == {"scale": "from one", "task": "only two"}
    assert [(event.new, event.applied) for event in store.history(token) if event.name == "scale"] == [
        ("from one", True),
        ("from two", False),
    ]


def test_a_tab_can_insist_after_a_conflict(store):
    token = store.begin(named("Tabs"))
    store.record(token, [note("scale", "from one", 1)])
    conflict = store.record(token, [note("scale", "from two", 1)])
    assert isinstance(store.record(token, [note("scale", "from two", conflict.revision)]), Recorded)
    assert state(store, token).notes == {"scale": "from two"}


def test_tabs_that_change_different_fields_both_save_and_the_second_hears_of_it(store):
    token = store.begin(named("Tabs"))
    store.record(token, [note("scale", "from one", 1)])
    assert store.record(token, [note("task", "from two", 1)]).overtaken
    assert state(store, token).notes == {"scale": "from one", "task": "from two"}


def test_a_tab_hears_of_another_also_where_only_its_first_change_was_made_before_it(store):
    token = store.begin()
    store.record(token, [note("scale", "first tab", 0)])
    assert store.record(token, [note("region", "typed before", 0), note("task", "typed after", 1)]).overtaken


def test_a_field_of_which_nothing_was_said_was_not_changed_first(store):
    token = store.begin()
    assert store.replay(token).revision == 0
    store.record(token, [note("scale", "first tab", 0)])
    assert store.record(token, [note("region", "second tab", 0, "seen in no store")]).overtaken


def test_two_tabs_that_say_the_same_do_not_clash(store):
    token = store.begin(named("Tabs"))
    store.record(token, [note("scale", "same", 1)])
    assert isinstance(store.record(token, [note("scale", "same", 1)]), Recorded)


def test_changes_are_applied_in_their_order_also_those_that_go_back(store):
    token = store.begin()
    store.record(token, [note("scale", "A", 0)])
    outcome = store.record(token, [note("scale", "B", 1, "A"), note("scale", "A", 1, "B"), note("task", "C", 1)])
    assert outcome == Recorded(2, outcome.at, overtaken=False)
    assert [(event.old, event.new) for event in store.history(token) if event.name == "scale"] == [
        (None, "A"),
        ("A", "B"),
        ("B", "A"),
    ]
    assert state(store, token).notes == {"scale": "A", "task": "C"}


def test_a_field_that_is_again_what_was_seen_does_not_clash(store):
    token = store.begin()
    store.record(token, [note("scale", "A", 0)])
    store.record(token, [note("scale", "B", 1, "A")])
    store.record(token, [note("scale", "A", 2, "B")])
    assert store.record(token, [note("scale", "C", 1, "A")]).overtaken
    assert state(store, token).notes == {"scale": "C"}


def test_options_that_come_as_a_tuple_are_the_same_as_on_the_disk(store):
    token = store.begin()
    tuples = {"status": "answered", "options": ("a", "b")}
    for revision in (0, 0):
        assert isinstance(store.record(token, [Change("answer", "task", None, tuples, revision)]), Recorded)
    assert len(store.history(token)) == 1


def test_a_change_that_cannot_be_is_refused_and_nothing_beside_it_is_saved(database):
    with database.opened(refusal=lambda change: "There is no such thing." if change.new == "odd" else "") as store:
        token = store.begin()
        with pytest.raises(Refused, match="There is no such thing") as caught:
            store.record(token, [note("task", "good", 0), note("scale", "odd", 0)])
        assert caught.value.change == note("scale", "odd", 0)
        assert store.history(token) == ()


def test_an_assessment_begins_whole_or_not_at_all(store):
    with pytest.raises(TypeError):
        store.begin(Answers({"name": "Half"}, notes={"scale": {1, 2}}))
    assert store.begun("") == ()


def test_what_stood_at_an_earlier_revision_can_be_replayed(store):
    token = store.begin(named("Then"))
    store.record(token, [note("scale", "A", 1), note("task", "T", 1)])
    store.record(token, [note("scale", None, 2, "A")])
    assert [store.replay(token, until=revision).answers.notes for revision in (1, 2, 3, 99)] == [
        {},
        {"scale": "A", "task": "T"},
        {"task": "T"},
        {"task": "T"},
    ]
    assert store.replay(token, until=2).revision == 2 and store.revision(token) == 3


def test_it_is_kept_who_made_a_change_and_everybody_is_listed_their_own(store):
    mine, theirs = store.begin(named("Mine"), by="me"), store.begin(named("Theirs"), by="them")
    store.record(theirs, [Change("note", "scale", None, "from me", 1, "me")])
    assert [(event.new, event.by) for event in store.history(theirs)] == [("Theirs", "them"), ("from me", "me")]
    assert [row.token for row in store.begun("me")] == [theirs, mine]
    assert [row.token for row in store.begun("them")] == [theirs]
    assert store.begun("") == store.begun("nobody") == ()


def test_writers_at_the_same_time_wait_for_one_another(database):
    with database.opened() as store:
        token = store.begin()

    def write(writer: int) -> list[int]:
        with database.opened() as own:
            return [own.record(token, [note(f"{writer}-{at}", "typed", 99)]).revision for at in range(6)]

    with ThreadPoolExecutor(4) as pool:
        revisions = [revision for row in pool.map(write, range(4)) for revision in row]
    assert sorted(revisions) == list(range(1, 25))
    with database.opened() as store:
        assert len(state(store, token).notes) == 24


# --- unknown addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["nobody-knows-it", "", "' OR 1=1 --", "a\x00b", "\ud800"])
def test_an_unknown_token_is_nothing_and_cannot_be_written_to(store, token):
    store.begin(named("Another"))
    assert store.replay(token) is None
    assert store.history(token) == ()
    with pytest.raises(StoreUnavailable, match="There is no assessment with this address on this machine"):
        store.record(token, [note("scale", "lost?", 0)])


# --- crashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("confirmations", [1, 7, 40])
def test_a_killed_writer_loses_nothing_that_was_confirmed(database, confirmations):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database.url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    ) as writer:
        token = writer.stdout.readline().strip()
        confirmed = [int(writer.stdout.readline()) for _ in range(confirmations)][-1]
        writer.send_signal(signal.SIGKILL)
        confirmed = max([confirmed, *map(int, writer.stdout.read().split("\n")[:-1])])
    store = Store(database.url)
    saved, history = store.replay(token), store.history(token)
    store.close()
    assert saved.revision >= confirmed
    assert [event.new for event in history[1:]] == [f"note {number}" for number in range(1, saved.revision)]


def test_a_transaction_that_fails_half_way_leaves_nothing(store):
    token = store.begin(named("Half"))
    with pytest.raises(TypeError):
        store.record(token, [note("scale", "good", 1), note("task", {1, 2}, 1)])
    assert state(store, token).notes == {}

"""The store: what it confirmed is there, whatever happens; two tabs overwrite nothing silently; a bad disk is said."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy
from disk import without_root
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from questionnaire.answers import store as store_module
from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.answers.changes import Change, Value, values
from questionnaire.answers.database import SCHEMA_VERSION, StoreUnavailable
from questionnaire.answers.store import Begun, Clash, Conflict, Recorded, Refused, Store, default_url

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
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


class Clock:
    """Goes on by one minute each time it is read."""

    def __init__(self):
        self.now = NOON - timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@contextmanager
def opened(folder: Path, **more):
    store = Store(f"sqlite:///{folder / 'data' / 'kept.sqlite3'}", Clock(), **more)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        yield store


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


@settings(deadline=None, max_examples=40)
@given(st.lists(states, min_size=1, max_size=4))
def test_the_replay_of_the_history_is_the_state(course):
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
        token, before, revision = store.begin(), Answers(), 0
        for after in course:
            revision = store.record(token, edits(before, after, revision)).revision
            before = after
            assert state(store, token) == normal(after)
        with opened(Path(folder)) as later:
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


def test_a_change_that_cannot_be_is_refused_and_nothing_beside_it_is_saved(tmp_path):
    with opened(tmp_path, refusal=lambda change: "There is no such thing." if change.new == "odd" else "") as store:
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


def test_an_edit_reads_what_it_needs_however_long_the_history_is(store):
    token = store.begin()
    for revision in range(3):
        store.record(token, [note("scale", f"{revision}", revision)])
    with store._database.transaction(writes=False) as connection:
        asked: list[str] = []
        sqlalchemy.event.listen(connection, "before_cursor_execute", lambda *seen: asked.append(seen[2:4]))
        store_module._last(connection, token)
        store_module._current(connection, token, note("scale", "new", 3))
        plans = [
            row[3] for sql, given in asked[:] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
        ]
    assert plans and not [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan]
    assert any("field=? AND name=?" in plan for plan in plans)


def test_writers_at_the_same_time_wait_for_one_another(tmp_path):
    with opened(tmp_path) as store:
        token = store.begin()

    def write(writer: int) -> list[int]:
        with opened(tmp_path) as own:
            return [own.record(token, [note(f"{writer}-{at}", "typed", 99)]).revision for at in range(6)]

    with ThreadPoolExecutor(4) as pool:
        revisions = [revision for row in pool.map(write, range(4)) for revision in row]
    assert sorted(revisions) == list(range(1, 25))
    with opened(tmp_path) as store:
        assert len(state(store, token).notes) == 24


# --- unknown addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["nobody-knows-it", "", "' OR 1=1 --"])
def test_an_unknown_token_is_nothing_and_cannot_be_written_to(store, token):
    store.begin(named("Another"))
    assert store.replay(token) is None
    assert store.history(token) == ()
    with pytest.raises(StoreUnavailable, match="There is no assessment with this address on this machine"):
        store.record(token, [note("scale", "lost?", 0)])


def test_looking_creates_nothing(tmp_path):
    with opened(tmp_path) as store:
        assert store.begun("") == () and store.replay("any") is None
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_can_be_named(tmp_path):
    odd = tmp_path / "what? 100% #1"
    url = default_url({"RISKWALK_DATA": str(odd)})
    store = Store(url)
    token = store.begin(named("Here"))
    store.close()
    assert (odd / "assessments.sqlite3").is_file()
    assert Store(url).file == Store(url.render_as_string()).file == odd / "assessments.sqlite3"
    assert token
    assert Path(default_url({}).database) == Path(__file__).parents[1] / ".riskwalk" / "assessments.sqlite3"


# --- crashes ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("confirmations", [1, 7, 40])
def test_a_killed_writer_loses_nothing_that_was_confirmed(tmp_path, confirmations):
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    ) as writer:
        token = writer.stdout.readline().strip()
        confirmed = [int(writer.stdout.readline()) for _ in range(confirmations)][-1]
        writer.send_signal(signal.SIGKILL)
        confirmed = max([confirmed, *map(int, writer.stdout.read().split("\n")[:-1])])
    store = Store(url)
    saved, history = store.replay(token), store.history(token)
    store.close()
    assert saved.revision >= confirmed
    assert [event.new for event in history[1:]] == [f"note {number}" for number in range(1, saved.revision)]


def test_a_transaction_that_fails_half_way_leaves_nothing(store):
    token = store.begin(named("Half"))
    with pytest.raises(TypeError):
        store.record(token, [note("scale", "good", 1), note("task", {1, 2}, 1)])
    assert state(store, token).notes == {}


def test_confirmed_means_on_the_disk(store):
    store.begin(named("Durable"))
    with store._database.transaction(writes=False) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


# --- bad disks --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="folders are protected differently there")
def test_a_read_only_folder_is_said_in_a_sentence(read_only_folder):
    with without_root(), opened(read_only_folder) as store, pytest.raises(StoreUnavailable) as caught:
        store.begin(named("Nowhere"))
    assert str(caught.value) == (
        f"The folder {read_only_folder / 'data'} cannot be written to. Make it writable, or "
        "name another folder in RISKWALK_DATA."
    )


@pytest.mark.skipif(os.name == "nt", reason="folders are protected differently there")
def test_a_folder_that_became_read_only_is_said_and_what_was_saved_stays(tmp_path):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder) as store:
            token = store.begin(named("Before"))
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        with without_root(), opened(folder) as store, pytest.raises(StoreUnavailable, match="cannot be written to"):
            store.record(token, [note("scale", "lost?", 1)])
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        with opened(folder) as store:
            assert state(store, token) == Answers({"name": "Before"})


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with opened(tmp_path) as store, pytest.raises(StoreUnavailable, match="cannot be written to"):
        store.begin(named("Nowhere"))


def test_a_full_disk_is_said_and_what_was_saved_stays(store):
    token = store.begin(named("Full"))
    with store._database._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with store._database._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreUnavailable, match="There is no room left on the disk"):
        store.record(token, [note("scale", "x" * 200_000, 1)])
    assert state(store, token) == Answers({"name": "Full"})


def test_a_locked_file_is_said_in_time(tmp_path):
    with opened(tmp_path, timeout=0.1) as store:
        token = store.begin(named("Locked"))
        other = sqlite3.connect(store.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="is kept busy by another program"):
            store.record(token, [note("scale", "wait", 1)])
        assert store.replay(token) is not None
        other.execute("ROLLBACK")
        other.close()
        assert isinstance(store.record(token, [note("scale", "now", 1)]), Recorded)


@pytest.mark.parametrize("rubbish", [b"this is no database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_is_said_and_not_touched(tmp_path, rubbish):
    with opened(tmp_path) as store:
        store.file.parent.mkdir()
        store.file.write_bytes(rubbish)
        with pytest.raises(StoreUnavailable, match="is damaged, or is not one of Riskwalk"):
            store.begun("")
        assert store.file.read_bytes() == rubbish


def test_a_file_of_a_newer_version_is_left_alone(tmp_path):
    with opened(tmp_path) as store:
        store.begin(named("Newer"))
        file = store.file
    connection = sqlite3.connect(file)
    connection.execute("UPDATE about SET value = ?", (str(SCHEMA_VERSION + 1),))
    connection.commit()
    connection.close()
    with opened(tmp_path) as store, pytest.raises(StoreUnavailable, match="was written by a newer version"):
        store.begun("")


def test_a_file_that_was_removed_meanwhile_is_not_written_to_in_vain(store):
    token = store.begin(named("Gone"))
    for file in store.file.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreUnavailable, match="There is no assessment with this address"):
        store.record(token, [note("scale", "into nothing?", 1)])

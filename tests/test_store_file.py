"""The store in a file: where it is, how little it reads, and that a bad disk is said."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy
from databases import Database
from disk import without_root
from test_store import named, note, state

from questionnaire.answers import store as store_module
from questionnaire.answers.answers import Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Recorded, Store, default_url
from questionnaire.answers.tables import SCHEMA_VERSION


@contextmanager
def opened(folder: Path, **more):
    """A store in a file in the folder."""
    with Database(f"sqlite:///{folder / 'data' / 'kept.sqlite3'}").opened(**more) as store:
        yield store


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path) as store:
        yield store


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

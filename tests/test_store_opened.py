"""Opening the store: files of earlier versions, files that are damaged in places, that can only be read, and whose."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from disk import without_root
from test_store import note
from test_store_file import opened

from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Recorded, Store
from questionnaire.answers.tables import SCHEMA_VERSION

OLD = Path(__file__).parent / "assessments_of_schema_1.sql"
FIRST, SECOND = "Qm9pcnMtb2YtdGhlLW9sZC12ZXJzaW9u", "QW5vdGhlci1vZi10aGUtb2xkLXZlcnM1"
CHOIR = Answers(
    {"name": "Łódź choir R&D <5%", "team": "Voices"},
    {
        "people": Answer("answered", ("no",)),
        "groups": Answer("unknown"),
        "size": Answer("answered", ("a-few", "thousands")),
    },
    {},
    (Evidence("A study", "https://example.org", "It says"),),
    (Mitigation("record-more-voices", "planned", "Ayşe", "2027-01-31"),),
)


def old_file(folder: Path) -> Path:
    """A file that version 1 wrote."""
    file = folder / "data" / "kept.sqlite3"
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return file


def tamper(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.executescript(sql)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    old_file(tmp_path)
    with opened(tmp_path) as store:
        yield store


# --- files of an earlier version --------------------------------------------------------------------------------------


def test_a_file_of_version_1_is_carried_over_with_all_its_history(old):
    saved = old.replay(FIRST)
    assert (saved.answers, saved.revision) == (CHOIR, 4)
    assert saved.changed == datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    history = old.history(FIRST)
    assert len(history) == 11 and {event.by for event in history} == {""}
    assert [(event.new and event.new["options"], event.applied) for event in history if event.field == "answer"][
        -2:
    ] == [
        (["no"], True),
        ([], False),
    ]
    assert old.replay(FIRST, until=1).answers.notes == {"people": "asked \u2028 twice"}
    assert [row.name for row in old.begun("")] == ["Second", "Łódź choir R&D <5%"]


def test_a_file_of_version_1_is_carried_over_once_and_goes_on(old, tmp_path):
    assert isinstance(old.record(FIRST, [note("people", "later", 4)]), Recorded)
    with opened(tmp_path) as again:
        assert again.replay(FIRST).answers.notes == {"people": "later"}
    with closing(sqlite3.connect(old.file)) as connection:
        assert connection.execute("SELECT value FROM about").fetchall() == [(str(SCHEMA_VERSION),)]


# --- files that are damaged in places ---------------------------------------------------------------------------------

THEIR = f"WHERE token = '{FIRST}'"
ODD_ROWS = {
    "no JSON": f"UPDATE events SET new = '{{' {THEIR}",
    "no value at all": f"UPDATE events SET new = '' {THEIR}",
    "a number for an answer": f"UPDATE events SET new = '7' {THEIR} AND field = 'answer'",
    "a list for an answer": f"UPDATE events SET new = '[]' {THEIR} AND field = 'answer'",
    "a text for an answer": f"UPDATE events SET new = '\"yes\"' {THEIR} AND field = 'answer'",
    "an odd status": f"""UPDATE events SET new = '{{"status": "perhaps"}}' {THEIR} AND field = 'answer'""",
    "options that are a text": f"""UPDATE events SET new = '{{"status": "answered", "options": "yes"}}' {THEIR}""",
    "a mapping for a name": f"UPDATE events SET new = '{{}}' {THEIR} AND field = 'project'",
    "a list for a note": f"UPDATE events SET new = '[1]' {THEIR} AND field = 'note'",
    "evidence without a title": f"UPDATE events SET new = '[{{}}]' {THEIR} AND field = 'evidence'",
    "evidence that is a text": f"UPDATE events SET new = '\"x\"' {THEIR} AND field = 'evidence'",
    "a mitigation that is a text": f"UPDATE events SET new = '\"x\"' {THEIR} AND field = 'mitigation'",
    "a mitigation without a status": f"UPDATE events SET new = '{{}}' {THEIR} AND field = 'mitigation'",
    "an odd day": f"""UPDATE events SET new = '{{"status": "", "due": "soon"}}' {THEIR} AND field = 'mitigation'""",
    "a field that nobody knows": f"UPDATE events SET field = 'mood' {THEIR}",
    "an odd time": f"UPDATE events SET at = 'yesterday' {THEIR}",
    "a time without a zone": f"UPDATE events SET at = '2026-11-20T09:05:00' {THEIR}",
    "an odd beginning": f"UPDATE assessments SET begun = 'once' {THEIR}",
    "an odd revision": f"UPDATE events SET revision = 'many' {THEIR}",
    "bytes for a value": f"UPDATE events SET new = x'ff00' {THEIR}",
    "deep nesting": f"UPDATE events SET new = '{'[' * 100_000}' {THEIR}",
}


@pytest.mark.parametrize("sql", ODD_ROWS.values(), ids=ODD_ROWS)
def test_an_assessment_that_is_damaged_is_listed_as_such_and_the_others_as_ever(old, sql):
    damaged_note = "UPDATE events SET applied = 0 WHERE id = 11"
    old.begun("")
    tamper(old.file, f"{damaged_note}; {sql};")
    rows = {row.token: row for row in old.begun("")}
    assert (rows[FIRST].readable, rows[FIRST].name, rows[FIRST].answers) == (False, "", 0)
    assert (rows[SECOND].readable, rows[SECOND].name) == (True, "Second")
    with pytest.raises(StoreUnavailable, match="What is kept of this assessment is damaged and cannot be read"):
        old.replay(FIRST)
    assert old.replay(SECOND).answers == Answers({"name": "Second"})


def test_damaged_characters_and_marks_keep_nothing_else_from_being_read(old):
    old.begun("")
    tamper(
        old.file,
        f"""UPDATE events SET new = CAST(x'22ff22' AS TEXT) {THEIR} AND name = 'team';
                         UPDATE events SET applied = 'perhaps' {THEIR} AND name = 'groups';""",
    )
    saved = old.replay(FIRST).answers
    assert saved.project["team"] == "\ufffd" and "groups" not in saved.answers
    assert saved.answers["people"] == CHOIR.answers["people"]


@pytest.mark.parametrize("version", ["two", "", "-1", "1.5", "\u00b2"])
def test_an_odd_version_is_said(tmp_path, version):
    file = old_file(tmp_path)
    tamper(file, f"UPDATE about SET value = '{version}'")
    with opened(tmp_path) as store, pytest.raises(StoreUnavailable, match="is damaged, or is not one of Riskwalk"):
        store.begun("")


# --- files that can only be read --------------------------------------------------------------------------------------


@pytest.fixture(params=["current", "version 1", "after a crash"])
def only_readable(request, tmp_path, read_only_folder) -> Iterator[Store]:
    """A store in a folder that cannot be written to, as somebody finds it who may not write everywhere."""
    read_only_folder.chmod(0o755)
    if request.param == "version 1":
        old_file(read_only_folder)
    else:
        with opened(tmp_path) as store:
            store.begin(Answers({"name": "Kept"}))
            if request.param == "after a crash":  # what was saved last stands in the log beside the file
                shutil.copytree(store.file.parent, read_only_folder / "data")
                assert Path(f"{read_only_folder / 'data' / store.file.name}-wal").stat().st_size
        if request.param == "current":
            shutil.copytree(store.file.parent, read_only_folder / "data")
    paths = (read_only_folder, *read_only_folder.rglob("*"))
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with without_root(), opened(read_only_folder) as found:
        yield found
    for path in paths:
        path.chmod(0o755)


@pytest.mark.skipif(os.name == "nt", reason="folders are protected differently there")
def test_a_store_that_can_only_be_read_is_read_and_says_so(only_readable):
    store = only_readable
    listed = store.begun("")
    assert "Kept" in [row.name for row in listed] or "Second" in [row.name for row in listed]
    assert store.read_only == (
        f"The folder {store.file.parent} cannot be written to. Make it writable, or name another folder in "
        "RISKWALK_DATA."
    )
    assert store.replay(listed[0].token).answers.project and store.history(listed[0].token)
    assert store.revision(listed[0].token) == store.replay(listed[0].token).revision
    with pytest.raises(StoreUnavailable, match="cannot be written to"):
        store.record(listed[0].token, [note("scale", "lost?", 1)])
    assert store.replay(listed[0].token).answers.notes == {}


@contextmanager
def only_just_writable(folder: Path) -> Iterator[tuple[Store, str]]:
    """A store that was read while nobody could write to it, once they can, and the one assessment that it keeps."""
    folder.chmod(0o755)
    with opened(folder) as store:
        token = store.begin(Answers({"name": "Kept"}))
    paths = (folder, *folder.rglob("*"))
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with opened(folder) as store:
        with without_root():
            assert store.replay(token) and store.read_only
        for path in paths:
            path.chmod(0o755)
        yield store, token


@pytest.mark.skipif(os.name == "nt", reason="folders are protected differently there")
def test_a_store_that_could_only_be_read_is_written_to_once_it_can_be(read_only_folder):
    with only_just_writable(read_only_folder) as (store, token):
        assert isinstance(store.record(token, [note("scale", "now", 1)]), Recorded) and not store.read_only


@pytest.mark.skipif(os.name == "nt", reason="folders are protected differently there")
def test_an_assessment_is_begun_in_a_store_that_could_only_be_read_once_it_can_be_written_to(read_only_folder):
    with only_just_writable(read_only_folder) as (store, _):
        assert store.replay(store.begin(Answers({"name": "Second"}))).answers.project == {"name": "Second"}


# --- whose files they are ---------------------------------------------------------------------------------------------


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind there")
def test_the_files_are_for_their_owner_only(tmp_path):
    before = os.umask(0)
    try:
        with opened(tmp_path) as store:
            store.begin()
            files = sorted(store.file.parent.iterdir())
            assert [file.name.partition("3")[2] for file in files] == ["", "-shm", "-wal"]
            assert {rights(file) for file in files} == {0o600}
            assert rights(store.file.parent) == 0o700
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind there")
def test_a_file_that_others_could_read_is_taken_from_them(tmp_path):
    file = old_file(tmp_path)
    file.chmod(0o644)
    with opened(tmp_path) as store:
        store.begun("")
        assert {rights(path) for path in file.parent.iterdir()} == {0o600}

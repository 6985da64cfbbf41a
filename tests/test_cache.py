"""What is kept on disk is used only by the code that made it, as it was written, and only by its owner."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import msgspec
import pytest
from test_house import MAY_IMPORT

from questionnaire.answers.answers import Answer, Answers
from questionnaire.assessment.assess import assess
from questionnaire.cli.parser import main
from questionnaire.files import yaml_text
from questionnaire.knowledge import cache as cache_
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.cache import Cache, code_print
from questionnaire.walk.network import Network

CHOIR = Answers(
    answers={
        "task": Answer("answered", ("voice-sorting",)),
        "deployment": Answer("answered", ("choir-admission",)),
        "people": Answer("answered", ("yes",)),
    }
)


@pytest.fixture
def kept(toy_copy, tmp_path) -> Cache:
    """A cache that holds the toy knowledge base."""
    loader.load(toy_copy, cache=tmp_path / "cache")
    return Cache(tmp_path / "cache")


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """The names of the files that are parsed from here on."""
    names: list[str] = []
    gather = yaml_text.gather
    monkeypatch.setattr(yaml_text, "gather", lambda text, name, **how: names.append(name) or gather(text, name, **how))
    return names


def files_of(cache: Cache) -> list[Path]:
    return sorted(cache.folder.glob("*.json"))


def whole(cache: Cache) -> Path:
    return next(cache.folder.glob("knowledge-*.json"))


# --- whoever edits what is kept changes nothing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "checksum",
    [
        lambda name, payload: hashlib.sha256(payload).hexdigest().encode(),
        lambda name, payload: cache_._checksum(b"", name, payload),
        lambda name, payload: cache_._checksum(bytes(cache_.KEY_BYTES), name, payload),
    ],
    ids=["of the content", "with no key", "with a guessed key"],
)
def test_an_edited_file_with_a_matching_checksum_does_not_change_a_verdict(toy_copy, toy, kept, checksum):
    for file in files_of(kept):
        payload = file.read_bytes().partition(b"\n")[2]
        edited = payload.replace(b'"severity":"serious"', b'"severity":"limited"')
        assert edited != payload
        file.write_bytes(checksum(file.name, edited) + b"\n" + edited)
    after = loader.load(toy_copy, cache=kept.folder)
    assert after == toy
    assert assess(Network(after), CHOIR).verdict == assess(Network(toy), CHOIR).verdict


def test_an_older_file_under_a_newer_name_is_not_used(toy_copy, kept):
    older = whole(kept).read_bytes()
    file = toy_copy / "harms" / "wrong-part.yaml"
    file.write_text(file.read_text().replace("A part that does not fit", "Another title"))
    loader.load(toy_copy, cache=kept.folder)
    whole(kept).write_bytes(older)
    assert loader.load(toy_copy, cache=kept.folder).harms["wrong-part"].title == "Another title"


def test_what_other_code_kept_is_not_used(kept, monkeypatch):
    name = whole(kept).name
    assert kept.read(name, KnowledgeBase)
    monkeypatch.setattr(cache_, "MADE_BY", "other code")
    assert kept.read(name, KnowledgeBase) is None


# --- the key ----------------------------------------------------------------------------------------------------------


def test_only_its_owner_can_read_the_key_and_it_lies_beside_the_folder(kept):
    assert kept.key_file.parent == kept.folder.parent
    assert kept.key_file.stat().st_mode & 0o777 == 0o600
    assert len(kept.key_file.read_bytes()) == cache_.KEY_BYTES


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_could_know_is_replaced(toy_copy, toy, kept, mode):
    known = kept.key_file.read_bytes()
    kept.key_file.chmod(mode)
    assert kept.read(whole(kept).name, KnowledgeBase) is None
    assert loader.load(toy_copy, cache=kept.folder) == toy
    assert kept.key_file.read_bytes() != known
    assert kept.key_file.stat().st_mode & 0o777 == 0o600
    assert kept.read(whole(kept).name, KnowledgeBase) == toy


def test_a_key_of_somebody_else_is_replaced(toy_copy, toy, kept, monkeypatch):
    known = kept.key_file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: kept.key_file.stat().st_uid + 1)
        assert kept.read(whole(kept).name, KnowledgeBase) is None
        assert loader.load(toy_copy, cache=kept.folder) == toy
    assert kept.key_file.read_bytes() != known


@pytest.mark.parametrize("spoil", ["short", "long", "folder", "link", "gone"])
def test_a_key_that_is_none_is_no_mistake(toy_copy, toy, kept, spoil):
    key = kept.key_file.read_bytes()
    kept.key_file.unlink()
    if spoil == "folder":
        kept.key_file.mkdir()
    elif spoil == "link":
        aside = kept.key_file.with_name("aside")
        aside.write_bytes(key)
        aside.chmod(0o600)
        kept.key_file.symlink_to(aside)
    elif spoil != "gone":
        kept.key_file.write_bytes(key[:5] if spoil == "short" else key * 2)
        kept.key_file.chmod(0o600)
    assert kept.read(whole(kept).name, KnowledgeBase) is None
    for _ in range(2):
        assert loader.load(toy_copy, cache=kept.folder) == toy


def test_a_copied_folder_brings_no_key_along(toy_copy, toy, kept, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    copied = Cache(Path(shutil.copytree(kept.folder, tmp_path / "elsewhere" / "cache")))
    assert copied.read(whole(copied).name, KnowledgeBase) is None
    assert loader.load(toy_copy, cache=copied.folder) == toy


# --- what is malformed is ignored -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"null",
        b"{}",
        b"[]",
        b'{"vocabulary.yaml": ["x"]}',
        b'{"vocabulary.yaml": ["PRINT", {"levels": 5}]}',
        b'{"vocabulary.yaml": ["PRINT", null]}',
        b'{"about.yaml": ["PRINT", {}]}',
        b'{"about.yaml": ["PRINT", {"version": 5}]}',
        b'{"sources/toy.yaml": ["PRINT", {"id": 1}]}',
        b'{"sources/toy.yaml": ["PRINT", [[]]]}',
        b'{"harms/wrong-part.yaml": ["PRINT", [{"kind": {}}]]}',
        b"[" * 100_000,
        b'{"about.yaml": ["PRINT", ' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'"\xff"',
        b"1" * 5000,
        b'{"digest": 1e999}',
    ],
    ids=lambda payload: payload[:44].decode("latin-1"),
)
def test_an_odd_shape_behind_a_right_checksum_is_ignored(toy_copy, toy, kept, payload):
    for file in files_of(kept):
        odd = payload
        if b"PRINT" in payload:
            named = toy_copy / payload.split(b'"')[1].decode()
            odd = payload.replace(b"PRINT", hashlib.sha256(named.read_bytes()).hexdigest().encode())
        file.write_bytes(cache_._checksum(kept.key_file.read_bytes(), file.name, odd) + b"\n" + odd)
    assert loader.load(toy_copy, cache=kept.folder) == toy


def test_a_file_that_is_huge_is_not_read(kept, monkeypatch):
    assert kept.read(whole(kept).name, KnowledgeBase)
    monkeypatch.setattr(cache_, "MOST_BYTES", whole(kept).stat().st_size - 1)
    assert kept.read(whole(kept).name, KnowledgeBase) is None


@pytest.mark.parametrize("what", ["folder", "pipe", "link", "loop", "unreadable"])
def test_what_is_no_plain_file_is_ignored(toy_copy, toy, kept, what):
    for file in files_of(kept):
        raw = file.read_bytes()
        file.unlink()
        if what == "folder":
            file.mkdir()
        elif what == "pipe":  # opening it would wait for a writer for ever
            os.mkfifo(file)
        elif what == "link":
            aside = file.with_suffix(".aside")
            aside.write_bytes(raw)
            file.symlink_to(aside)
        elif what == "loop":
            file.symlink_to(file)
        else:
            file.write_bytes(raw)
            file.chmod(0)
    assert loader.load(toy_copy, cache=kept.folder) == toy


# --- the code that made it --------------------------------------------------------------------------------------------


def test_every_room_that_reading_uses_is_in_the_print_of_the_code():
    rooms = {"knowledge"}
    while further := {used for room in rooms for used in MAY_IMPORT[room].split()} - rooms:
        rooms |= further
    assert set(cache_._ROOMS) == rooms


@pytest.mark.parametrize(
    "change",
    [
        lambda room: (room / "b.py").write_text("2"),
        lambda room: (room / "b.py").rename(room / "c.py"),
        lambda room: (room / "b.py").unlink(),
        lambda room: (room / "d.py").write_text(""),
        lambda room: (room / "inner" / "e.py").write_text("2"),
        lambda room: ((room / "a.py").write_text("1b"), (room / "b.py").write_text("")),
    ],
    ids=["changed", "renamed", "removed", "added", "changed in a folder", "moved from one module to the next"],
)
def test_a_module_that_is_changed_renamed_or_removed_changes_the_print(tmp_path, change):
    room = tmp_path / "room"
    (room / "inner").mkdir(parents=True)
    for name, text in (("a.py", "1"), ("b.py", "b"), ("inner/e.py", "1")):
        (room / name).write_text(text)
    before = code_print((room,), ("1",))
    assert code_print((room,), ("1",)) == before
    assert code_print((room,), ("2",)) != before
    change(room)
    assert code_print((room,), ("1",)) != before


# --- who looks after the knowledge base looks at the files ------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [["check"], ["test"], ["stats"], ["show", "wrong-part"], ["schema"]], ids=lambda words: words[0]
)
def test_no_command_on_the_knowledge_base_uses_or_makes_a_cache(toy_copy, monkeypatch, words, capsys):
    cache = toy_copy.parent / "kept"
    monkeypatch.setitem(loader.load.__kwdefaults__, "cache", cache)
    assert main(["kb", *words, "--kb", str(toy_copy)]) == 0
    assert not cache.exists()
    capsys.readouterr()


def test_check_parses_every_file_once(toy_copy, parsed, capsys):
    assert main(["kb", "check", "--kb", str(toy_copy)]) == 0
    assert sorted(parsed) == sorted(map(str, toy_copy.rglob("*.yaml")))
    file = toy_copy / "tasks" / "voice-sorting.yaml"
    file.write_text(file.read_text().replace("few-deep-voices", "few-deep-voice").replace("older-singers", "singers"))
    parsed.clear()
    assert main(["kb", "check", "--kb", str(toy_copy)]) == 1
    assert len(parsed) == len(set(parsed))
    assert "voice-sorting.yaml:5: first of raises, risk_factor" in capsys.readouterr().out


def test_what_is_kept_is_readable_as_what_it_says(kept, toy):
    """The kept whole is the records' own JSON, so that it can be looked into."""
    assert msgspec.json.decode(whole(kept).read_bytes().partition(b"\n")[2], type=KnowledgeBase) == toy

"""What an installation keeps, taken out to try changes of the knowledge base on: without names, or as owners allow."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import tempfile
from functools import cache
from pathlib import Path

import pytest
import yaml
from command import TOY
from databases import NOON
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from questionnaire.answers import reading, writing
from questionnaire.answers.answers import Answer, Answers, Evidence, Grounds, Mitigation
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.nameless import nameless
from questionnaire.answers.review import OWNER, Comment, Opinion
from questionnaire.answers.reviews import Who
from questionnaire.answers.shelf import ARCHIVED, DELETED
from questionnaire.answers.store import FILE, Store, Taken
from questionnaire.answers.tables import SCHEMA_VERSION, about
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase

CHOIR = Answers(
    {"name": "The choir of Łódź", "team": "Ada, Bo", "purpose": "Sort voices", "contact": "ada@example.org"},
    {
        "task": Answer("answered", ("voice-sorting",)),
        "people": Answer("answered", ("yes",)),
        "objective": Answer("answered", ("likeness-to-last-choir",)),
        "deployment": Answer("answered", ("choir-admission",)),
        "who-decides": Answer("answered", ("machine",)),
        "data-plan": Answer("unknown"),
    },
    {"people": "Mrs. Nowak's singers"},
    (Evidence("What we counted", "https://choir.example.org/counts", "Fewer low voices"),),
    (Mitigation("record-more-voices", "planned", "Bo", "2027-01-31"),),
    {"people": Grounds("evidenced", "https://choir.example.org/list", "the list of singers")},
)
WITHOUT_NAMES = """\
format: riskwalk-answers/1
answers:
  task:
    - voice-sorting
  people: 'yes'
  objective:
    - likeness-to-last-choir
  data-plan: unknown
  deployment:
    - choir-admission
  who-decides: machine
mitigations:
  - id: record-more-voices
    status: planned
"""


def kept(store: Store) -> list[Taken]:
    return list(store.everything(lambda _number, _of: None))


# --- whether it is allowed --------------------------------------------------------------------------------------------


def test_nothing_may_be_taken_as_it_is_unless_its_owner_says_so_and_only_until_they_take_it_back(store):
    token, other = store.begin(CHOIR, by="ada"), store.begin(by="ada")
    assert store.consents.since(token) is None and [each.whole for each in kept(store)] == [False, False]
    store.consents.say(token, "ada", allowed=True)
    since = store.consents.since(token)
    assert since > NOON and store.consents.since(other) is None
    assert sorted(each.whole for each in kept(store)) == [False, True]
    store.consents.say(token, "ada", allowed=True)
    assert store.consents.since(token) == since
    store.consents.say(token, "ada", allowed=False)
    assert store.consents.since(token) is None and not any(each.whole for each in kept(store))
    store.consents.say(token, "ada", allowed=True)
    assert store.consents.since(token) > since


def test_one_word_holds_for_an_assessment_and_its_variants(store):
    token = store.begin(CHOIR, by="ada")
    variant = store.begin(CHOIR, by="ada", of=token, called="Another way")
    store.consents.say(variant, "ada", allowed=True)
    assert store.consents.since(token) == store.consents.since(variant) is not None
    assert [each.whole for each in kept(store)] == [True, True]
    store.consents.say(token, "ada", allowed=False)
    assert not any(each.whole for each in kept(store))


def test_nothing_is_said_of_what_is_not_there(store):
    store.begin(by="ada")
    assert store.consents.since("no-such") is None
    with pytest.raises(StoreUnavailable) as caught:
        store.consents.say("no-such", "ada", allowed=True)
    assert str(caught.value) == "There is no assessment with this address on this machine. Nothing was saved."


def test_what_was_allowed_is_erased_with_the_assessment(store, database):
    token = store.begin(CHOIR, by="ada")
    store.consents.say(token, "ada", allowed=True)
    store.shelf.put(token, DELETED, "ada")
    store.clock.now = store.clock.now.replace(year=store.clock.now.year + 1)
    assert store.shelf.erase() == 1
    store.close()
    with database.engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM consents").scalar() == 0


# --- what is taken ----------------------------------------------------------------------------------------------------


def test_what_was_archived_and_variants_are_taken_and_what_was_deleted_is_not(store):
    named = {name: store.begin(Answers({"name": name}), by="ada") for name in ("Here", "Archived", "Gone", "Parent")}
    store.begin(Answers({"name": "Variant"}), by="ada", of=named["Here"], called="b")
    left = store.begin(Answers({"name": "Variant put away"}), by="ada", of=named["Here"], called="c")
    store.begin(Answers({"name": "Of one that is gone"}), by="ada", of=named["Parent"], called="d")
    store.shelf.put(named["Archived"], ARCHIVED, "ada")
    for token in (named["Gone"], named["Parent"], left):
        store.shelf.put(token, DELETED, "ada")
    assert sorted(each.answers.project["name"] for each in kept(store)) == ["Archived", "Here", "Variant"]
    store.shelf.put(named["Parent"], "active", "ada")
    assert {each.answers.project["name"] for each in kept(store)} >= {"Parent", "Of one that is gone"}


def test_how_far_it_has_come_is_told_and_no_store_is_nothing(store):
    told = []
    assert store.everything(lambda *words: told.append(words)) in (None, ())  # a file, and a server, that is not there
    for _ in range(3):
        store.begin(by="ada")
    store.everything(lambda *words: told.append(words))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_is_damaged_is_there_as_such(store, database):
    store.begin(CHOIR, by="ada")
    store.begin(by="ada")
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE events SET new = '{' WHERE field = 'note'")
    assert sorted(each.answers is None for each in kept(store)) == [False, True]


def test_without_names_is_what_was_chosen_alone(toy):
    found, left_out = nameless(CHOIR, toy)
    assert writing.write(found, toy) == WITHOUT_NAMES and left_out == 0
    assert reading.read(WITHOUT_NAMES.encode(), "file", toy) == found


def test_what_the_knowledge_base_does_not_know_is_left_out_and_counted(toy):
    strange = Answers(
        answers={
            "task": Answer("answered", ("our-own-task", "voice-sorting")),
            "deployment": Answer("answered", ("the-choir-of-lodz",)),
            "asked-nowhere": Answer("unknown"),
            "people": Answer("answered", ("yes",)),
        },
        mitigations=(Mitigation("hire-mrs-nowak", "planned"), Mitigation("record-more-voices", "planned")),
    )
    found, left_out = nameless(strange, toy)
    assert found.answers == {"task": Answer("answered", ("voice-sorting",)), "people": Answer("answered", ("yes",))}
    assert found.mitigations == (Mitigation("record-more-voices", "planned"),) and left_out == 4


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept_here(tmp_path, monkeypatch) -> Store:
    """The store of the installation that the command is run on: a file that is not there yet."""
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("RISKWALK_DATABASE_URL", raising=False)
    store = Store(f"sqlite:///{tmp_path / 'data' / FILE}")
    yield store
    store.close()


def all_files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}


KEEP = (
    "1 of 1 without names chose a task, objective, data, use and groups that no other one chose together. Who knows "
    "such a project can tell whose it is: keep the folder as you keep the store.\n"
)


def test_one_file_for_each_without_names(run, kept_here, tmp_path):
    kept_here.begin(CHOIR, by="ada")
    said = run("stored", "export", "out")
    assert (said.status, said.out) == (0, "")
    assert said.err == f"\r1 of 1 read\n\r1 of 1 made ready\nout: 1 assessment written, 1 without names.\n{KEEP}"
    assert all_files(tmp_path / "out") == {"0001.yaml": WITHOUT_NAMES}
    if os.name != "nt":
        assert [path.stat().st_mode & 0o777 for path in (tmp_path / "out", tmp_path / "out" / "0001.yaml")] == [
            0o700,
            0o600,
        ]


def test_a_number_says_nothing_of_when_an_assessment_was_begun(run, kept_here, tmp_path, toy):
    courses = [Answers(answers={"size": Answer("answered", (size,))}) for size in ("a-few", "thousands")]
    for number, course in enumerate((courses, courses[::-1])):
        for file in (tmp_path / "data").glob("*"):
            file.unlink()
        for answers in course:
            kept_here.begin(answers, by="ada")
        assert run("stored", "export", f"out{number}").status == 0
    assert all_files(tmp_path / "out0") == all_files(tmp_path / "out1") and len(all_files(tmp_path / "out0")) == 2


def test_those_whose_owners_allow_it_are_taken_whole_where_it_is_asked_for(run, kept_here, tmp_path, toy):
    token = kept_here.begin(CHOIR, by="ada")
    kept_here.begin(Answers({"name": "Nobody allowed it"}, {"people": Answer("answered", ("no",))}), by="bo")
    kept_here.consents.say(token, "ada", allowed=True)
    assert run("stored", "export", "out").status == 0
    assert all("name" not in text for text in all_files(tmp_path / "out").values())
    said = run("stored", "export", "with", "--with-consent")
    assert said.err == (
        "\r1 of 2 read\r2 of 2 read\n\r1 of 2 made ready\r2 of 2 made ready\n"
        "with: 2 assessments written, 1 without names, 1 whole, as their owners allow.\n"
    )
    files = all_files(tmp_path / "with")
    assert list(files) == ["0001.yaml", "whole-0001.yaml"]
    assert files["0001.yaml"] == "format: riskwalk-answers/1\nanswers:\n  people: 'no'\n"
    assert reading.read(files["whole-0001.yaml"].encode(), "file", toy) == CHOIR


def test_the_choices_that_stand_alone_are_counted(run, kept_here):
    birds = Answers(answers={"deployment": Answer("answered", ("birdsong-counting",))})
    for answers in (CHOIR, birds, birds, Answers()):
        kept_here.begin(answers, by="ada")
    assert run("stored", "export", "out").err.endswith(
        "\nout: 4 assessments written, 4 without names.\n" + KEEP.replace("1 of 1", "1 of 4")
    )


def test_what_is_not_known_and_what_is_damaged_is_said(run, kept_here, tmp_path):
    kept_here.begin(Answers(answers={"people": Answer("answered", ("ours",)), "ours": Answer("unknown")}), by="ada")
    damaged = kept_here.begin(Answers({"name": "Damaged"}), by="ada")
    kept_here.close()
    with sqlite3.connect(kept_here.file) as connection:
        connection.execute("UPDATE events SET new = '{' WHERE token = ?", (damaged,))
    said = run("stored", "export", "out")
    assert said.status == 1 and damaged not in said.err
    assert said.err == (
        "\r1 of 2 read\r2 of 2 read\n\r1 of 1 made ready\nout: 1 assessment written, 1 without names.\n"
        "2 answers are left out or shortened: this knowledge base does not know all of it. To have those of a layer, "
        "name it with --kb.\n"
        "1 assessment is damaged and is left out. Restore a copy of the store.\n"
    )
    assert all_files(tmp_path / "out") == {"0001.yaml": "format: riskwalk-answers/1\nanswers: {}\n"}


def test_where_nothing_is_kept_nothing_is_written(run, kept_here, tmp_path):
    gone = kept_here.begin(CHOIR, by="ada")
    kept_here.shelf.put(gone, DELETED, "ada")
    said = run("stored", "export", "out")
    assert (said.status, said.err) == (0, "No assessment is kept here, so nothing was written.\n")
    assert not (tmp_path / "out").exists()


# --- what cannot be ---------------------------------------------------------------------------------------------------

COMMAND = "python -m questionnaire: "


def test_nothing_is_overwritten(run, kept_here, tmp_path):
    kept_here.begin(CHOIR, by="ada")
    (tmp_path / "out").mkdir()
    assert run("stored", "export", "out").status == 0
    before = all_files(tmp_path / "out")
    said = run("stored", "export", "out", "--with-consent")
    assert (said.status, said.err) == (
        2,
        f'{COMMAND}"out" is not empty, and nothing is overwritten. Name a new folder, or empty this one.\n',
    )
    assert all_files(tmp_path / "out") == before


def test_a_file_in_place_of_the_folder_is_said(run, kept_here, tmp_path):
    kept_here.begin(CHOIR, by="ada")
    (tmp_path / "out").write_text("mine")
    said = run("stored", "export", "out")
    assert (said.status, said.err) == (2, f'{COMMAND}"out" is no folder. Name a new one.\n')
    said = run("stored", "export", "out/below")
    assert (said.status, said.err) == (2, f'{COMMAND}"out/below" is no folder. Name a new one.\n')


def test_a_full_disk_is_said(run, kept_here, monkeypatch):
    kept_here.begin(CHOIR, by="ada")
    opened = os.open

    def full(name: object, *words: object, **more: object) -> int:
        if str(name).endswith("0001.yaml"):
            raise OSError(28, "No space left on device", str(name))
        return opened(name, *words, **more)

    monkeypatch.setattr(os, "open", full)
    said = run("stored", "export", "out")
    assert said.status == 2 and said.err.endswith(
        f'{COMMAND}"{Path("out") / "0001.yaml"}" cannot be written (No space left on device). Name another folder.\n'
    )


def test_a_store_that_is_not_there_is_said_and_none_is_made(run, kept_here, tmp_path):
    said = run("stored", "export", "out")
    assert said.status == 2 and said.err == (
        f'{COMMAND}there is no store at "{kept_here.file}". Name its folder in RISKWALK_DATA, or its database in '
        "RISKWALK_DATABASE_URL, as they are for the app.\n"
    )
    assert not (tmp_path / "data").exists() and not (tmp_path / "out").exists()


def test_an_address_that_is_none_is_said(run, monkeypatch):
    monkeypatch.setenv("RISKWALK_DATABASE_URL", "mysql://root:secret@db/riskwalk")
    said = run("stored", "export", "out")
    assert said.status == 2 and "secret" not in said.err
    assert said.err.startswith(f"{COMMAND}RISKWALK_DATABASE_URL is no address of a database. Write it as ")


def test_a_database_that_is_out_of_reach_is_said(run, monkeypatch, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("RISKWALK_DATABASE_URL", f"postgresql://ada:s3cret@127.0.0.1:{port}/riskwalk")
    said = run("stored", "export", "out")
    assert said.status == 2 and "s3cret" not in said.err and said.err.count("\n") == 1
    assert said.err.startswith(
        f"{COMMAND}The database “riskwalk” at 127.0.0.1:{port} cannot be reached. Start it, or correct "
        "RISKWALK_DATABASE_URL. The cause: "
    )
    assert not (tmp_path / "out").exists()


def test_a_store_of_a_newer_version_is_said_and_left_alone(run, database, monkeypatch, tmp_path):
    with database.opened() as store:
        store.begin(CHOIR, by="ada")
        file = store.file
    with database.engine().begin() as connection:
        connection.execute(about.update().values(value=str(SCHEMA_VERSION + 1)))
    monkeypatch.setenv("RISKWALK_DATABASE_URL", database.url)
    said = run("stored", "export", "out")
    where = f"The file {file}" if database.is_file else database.named
    assert (said.status, said.err) == (
        2,
        f"{COMMAND}{where} was written by a newer version of Riskwalk. Update it.\n",
    )
    assert not (tmp_path / "out").exists()


def test_the_help_says_what_could_still_tell_whose_it_is(run):
    said = " ".join(run("stored", "export", "--help", kb=None).out.split())
    assert "to somebody who knows the project, by a rare combination of answers, or by one rare answer" in said
    assert "Keep the folder as you keep the store." in said


# --- to its end: from the store to what a change moves ----------------------------------------------------------------


@pytest.mark.parametrize("switch", [(), ("--with-consent",)])
def test_a_change_is_tried_on_what_was_taken_as_it_is(run, database, monkeypatch, toy_folder, changed, switch):
    with database.opened() as store:
        token = store.begin(CHOIR, by="ada")
        store.begin(Answers({"name": "Birds"}, {"deployment": Answer("answered", ("birdsong-counting",))}), by="bo")
        store.consents.say(token, "ada", allowed=True)
    monkeypatch.setenv("RISKWALK_DATABASE_URL", database.url)
    assert run("stored", "export", "out", *switch).status == 0
    guard = "  - risk_factor: last-choir-as-measure\n"
    closed = changed(
        "objectives/likeness-to-last-choir.yaml", guard, f'{guard}    when: {{all_of: [{{people: "no"}}]}}\n'
    )
    said = run("kb", "diff", str(toy_folder), "out", kb=closed)
    assert said.status == 0
    moved = re.findall(r"^  (out/\S+): ", said.out, re.MULTILINE)
    assert said.out.startswith("1 entry differs; 2 of 4 assessments change.\n")
    taken = {name for name in moved if yaml.safe_load(Path(name).read_text("utf-8"))["answers"].get("task")}
    assert set(moved) == taken and len(taken) == 1
    assert next(iter(taken)).startswith("out/whole-") == bool(switch)


# --- whatever was typed -----------------------------------------------------------------------------------------------

MARK = "Zażółć"
typed = st.text(max_size=15).map(lambda text: MARK + text)
ids = st.one_of(
    typed, st.sampled_from(["task", "people", "groups", "size", "record-more-voices", "yes", "older-singers"])
)
said_of_a_project = st.builds(
    Answers,
    project=st.dictionaries(st.sampled_from(["name", "team", "purpose", "contact"]) | typed, typed, max_size=3),
    answers=st.dictionaries(
        ids,
        st.builds(lambda options: Answer("answered", tuple(sorted(options))), st.sets(ids, min_size=1, max_size=3))
        | st.sampled_from([Answer("unknown"), Answer("not_applicable")]),
        max_size=5,
    ),
    notes=st.dictionaries(ids, typed, max_size=3),
    evidence=st.lists(st.builds(Evidence, typed, typed, typed), max_size=2).map(tuple),
    mitigations=st.lists(
        st.builds(Mitigation, ids, st.sampled_from(["planned", "in_place"]) | typed, typed, st.just("2027-01-31")),
        max_size=3,
        unique_by=lambda row: row.id,
    ).map(tuple),
    grounds=st.dictionaries(ids, st.builds(Grounds, typed, typed, typed), max_size=2),
)


FORGED = Answers(
    CHOIR.project,
    {
        "task": Answer("answered", (f"{MARK} sorts voices", "voice-sorting")),
        "people": Answer("answered", (MARK,)),
        MARK: Answer("unknown"),
    },
    {"people": MARK},
    (Evidence(MARK, MARK, MARK),),
    (Mitigation(MARK, "planned"), Mitigation("record-more-voices", MARK, MARK, "2027-01-31")),
    {"people": Grounds(MARK, MARK, MARK)},
)
"""Something typed at every place, also where a page lets nobody type."""


@cache
def _toy() -> KnowledgeBase:
    """The toy knowledge base, whose fixture is too large to be told where an example fails."""
    return loader.load(TOY, cache=None)


def closed_words(toy) -> set[str]:
    """All words that a file without names may hold."""
    options = {option for question in toy.questions.values() for option, _ in toy.options(question)}
    frame = {"format", "riskwalk-answers/1", "answers", "mitigations", "id", "status"}
    return {*frame, *options, *toy.questions, *toy.recommendations, "unknown", "not_applicable", "planned", "in_place"}


def words(data: object) -> set[str]:
    if isinstance(data, dict):
        return set().union(*map(words, data.keys()), *map(words, data.values()))
    if isinstance(data, list):
        return set().union(*map(words, data))
    return {data}


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(said_of_a_project, min_size=1, max_size=3), typed)
@example([FORGED], MARK)
def test_whatever_was_typed_anywhere_stands_in_no_exported_file(run, monkeypatch, projects, said):
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("RISKWALK_DATA", folder)
        store = Store(f"sqlite:///{Path(folder) / FILE}")
        tokens = [store.begin(project, by="ada") for project in projects]
        first = tokens[0]
        tokens.append(store.begin(projects[0], by="ada", of=first, called=said))
        store.sharing.accept(store.sharing.invite(first, "reviewer", said, 30), "bo", said)
        who = Who("ada", said[:200], frozenset({OWNER}))
        for entry in (Comment(said), Opinion(said, said, "2026-11-27")):
            store.reviews.add(first, entry, who, seen=1)
        store.consents.say(first, "ada", allowed=True)
        toy = _toy()
        out = Path(folder) / "out"
        told = run("stored", "export", str(out))
        assert told.status == 0 and MARK not in told.err
        files = list(out.iterdir())
        assert len(files) == len(tokens)
        everything = "".join(file.name + file.read_text("utf-8") for file in files)
        assert MARK not in everything and not any(token in everything + told.err for token in tokens)
        for file in files:
            assert re.fullmatch(r"\d{4}\.yaml", file.name)
            assert words(yaml.safe_load(file.read_text("utf-8"))) <= closed_words(toy)
            reading.read(file.read_bytes(), file.name, toy)
        whole = Path(folder) / "whole"
        assert run("stored", "export", str(whole), "--with-consent").status == 0
        taken_whole = {file.read_text("utf-8") for file in whole.glob("whole-*")}
        assert taken_whole == {writing.write(store.replay(first).answers, toy)}

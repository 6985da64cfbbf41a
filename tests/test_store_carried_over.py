"""Databases of earlier versions are carried over, whole; those of later ones are left alone; all ends in one schema."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import Database
from test_store import named, note

from questionnaire.answers import migration
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.tables import ABOUT_ONE, SCHEMA_VERSION, about, metadata

VERSIONS = range(1, SCHEMA_VERSION)
TOKEN = "VG9rZW4tb2YtYW4tZWFybGllci1vbmU0"


def brought_to(database: Database, version: int) -> None:
    """Makes the tables as that version had them, with one assessment."""
    with database.engine().begin() as connection:
        migration.carry_over(connection, 0, version)
        by = version > 1
        connection.execute(about.insert().values(key="schema", value=str(version)))
        connection.exec_driver_sql(
            f"""INSERT INTO assessments (token, begun{', "by"' if by else ""})
            VALUES ('{TOKEN}', '2026-11-20T09:01:00.000+00:00'{", 'ada'" if by else ""})"""
        )
        connection.exec_driver_sql(
            f"""INSERT INTO events (token, revision, at, field, name, old, new, applied{', "by"' if by else ""}) VALUES
            ('{TOKEN}', 1, '2026-11-20T09:02:00.000+00:00', 'project', 'name', 'null', '"Łódź"',
            true{", 'ada'" if by else ""})"""
        )
        connection.exec_driver_sql("DROP TABLE alembic_version")


def shape(database: Database) -> dict[str, object]:
    """Every table with its columns, keys and indexes, as the database itself tells them."""
    seen = sqlalchemy.inspect(database.engine())
    return {
        name: (
            {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(name)
            },
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (key["constrained_columns"], key["referred_table"], key["referred_columns"])
                for key in seen.get_foreign_keys(name)
            ),
            sorted(key["column_names"] for key in seen.get_unique_constraints(name)),
            sorted((index["name"], index["column_names"]) for index in seen.get_indexes(name)),
        )
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def versions(database: Database) -> tuple[str, list[str]]:
    """What the app and what Alembic take it for."""
    with database.engine().connect() as connection:
        return (
            connection.scalar(sqlalchemy.select(about.c.value).where(about.c.key == "schema")),
            list(MigrationContext.configure(connection).get_current_heads()),
        )


def test_the_steps_are_one_road_that_ends_at_this_version():
    config = Config()
    config.set_main_option("script_location", str(migration.STEPS))
    steps = list(ScriptDirectory.from_config(config).walk_revisions())
    assert [step.revision for step in steps] == [migration.named(at) for at in range(SCHEMA_VERSION, 0, -1)]
    assert all(Path(step.path).name.startswith(step.revision) for step in steps)


def test_whoever_adds_a_table_says_what_of_it_belongs_to_an_assessment():
    assert {table for table in metadata.tables.values() if "token" in table.c} == set(ABOUT_ONE)
    before: set[str] = set()
    for table in reversed(ABOUT_ONE):
        assert {key.column.table.name for key in table.foreign_keys} <= before
        before.add(table.name)


def test_a_new_database_and_one_that_went_all_the_way_are_the_same(database, another_database):
    with database.opened() as store:
        store.begin()
    with another_database.engine().begin() as connection:
        migration.carry_over(connection, 0)
    assert shape(database) == shape(another_database)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_an_earlier_version_is_carried_over_without_loss_and_once(database, version):
    brought_to(database, version)
    with database.opened() as store:
        assert store.replay(TOKEN).answers == named("Łódź")
        assert [event.by for event in store.history(TOKEN)] == ["ada" if version > 1 else ""]
        store.record(TOKEN, [note("scale", "later", 1)])
    assert versions(database) == (str(SCHEMA_VERSION), [migration.named(SCHEMA_VERSION)])
    with database.opened() as again:
        assert again.replay(TOKEN).answers.notes == {"scale": "later"}


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_carried_over_is_as_if_it_were_new(database, another_database, version):
    brought_to(database, version)
    for one in (database, another_database):
        with one.opened() as store:
            store.begin()
    assert shape(database) == shape(another_database)


def test_servers_that_start_at_the_same_time_carry_over_one_after_the_other(database):
    brought_to(database, 1)

    def start(_number: int) -> str:
        with database.opened() as store:
            return store.replay(TOKEN).answers.project["name"]

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(start, range(6))) == {"Łódź"}


def test_servers_that_start_at_the_same_time_make_the_tables_once(database):
    def start(number: int) -> str:
        with database.opened() as store:
            return store.begin(named(f"{number}"))

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(start, range(6)))) == 6
    with database.opened() as store:
        assert len(store.begun("")) == 6


def test_a_step_that_fails_leaves_everything_as_it_was(database, monkeypatch):
    brought_to(database, 1)
    before = shape(database)
    monkeypatch.setattr("alembic.op.create_index", lambda *_words, **_more: 1 / 0)
    with database.opened() as store, pytest.raises(ZeroDivisionError):
        store.begun("")
    assert shape(database) == before
    monkeypatch.undo()
    with database.opened() as store:
        assert store.replay(TOKEN)


def test_a_database_of_a_newer_version_is_left_alone(database):
    with database.opened() as store:
        store.begin(named("Newer"))
    with database.engine().begin() as connection:
        connection.execute(about.update().values(value=str(SCHEMA_VERSION + 1)))
    with database.opened() as store, pytest.raises(StoreUnavailable) as caught:
        store.begun("")
    where = f"The file {store.file}" if database.is_file else database.named
    assert str(caught.value) == f"{where} was written by a newer version of Riskwalk. Update it."


def test_tables_of_another_program_are_left_alone(database):
    with database.engine().begin() as connection:
        connection.exec_driver_sql("CREATE TABLE events (id INTEGER, what TEXT)")
    before = shape(database)
    with database.opened() as store, pytest.raises(StoreUnavailable, match="is damaged, or"):
        store.begin()
    assert shape(database) == before


def test_alembic_is_not_imported_where_there_is_nothing_to_carry_over(database):
    with database.opened() as store:
        store.begin()
    asked = (
        "import sys; from questionnaire.answers.store import Store; Store(sys.argv[1]).begin(); "
        "print([name for name in ('alembic', 'psycopg') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked, database.url], capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.strip() == ("[]" if database.is_file else "['psycopg']")


def test_who_takes_the_steps_by_hand_is_told_that_the_app_does():
    told = subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parent.parent,
    )
    assert told.returncode == 1
    assert told.stderr.strip() == "The app carries its database over by itself, whenever it opens one."

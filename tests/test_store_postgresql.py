"""The store in PostgreSQL: what a wrong address is told, who waits for whom, a database that is gone for a while."""

from __future__ import annotations

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
import sqlalchemy
from databases import USER, _free_port
from test_store import named, note, state

from questionnaire.answers.database import StoreUnavailable, checked_url
from questionnaire.answers.store import Recorded, Store, default_url
from questionnaire.answers.tables import events, metadata

pytestmark = pytest.mark.postgresql


def refusal_of(url: str) -> str:
    """What somebody is told who begins an assessment there."""
    with pytest.raises(StoreUnavailable) as caught:
        Store(url, timeout=2).begin()
    return str(caught.value)


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["postgresql+psycopg", "postgresql", "postgres"])
def test_an_address_is_taken_as_services_hand_it_out(postgresql, kind):
    address = postgresql.url.replace("postgresql+psycopg", kind)
    url = default_url({"RISKWALK_DATABASE_URL": f" {address} ", "RISKWALK_DATA": "/nowhere"})
    store = Store(url)
    assert store.replay(store.begin(named("Here"))).answers == named("Here") and store.file is None
    store.close()


@pytest.mark.parametrize(
    "wrong",
    ["nonsense", "mysql://u:hush@h/n", "postgresql+psycopg2://u:hush@h/n", "postgresql://u:hush@h:port/n",
     "postgresql://u:hush@h", "://", "sqlite://"],
)  # fmt: skip
def test_what_is_no_address_is_said_without_it(wrong):
    with pytest.raises(StoreUnavailable) as caught:
        default_url({"RISKWALK_DATABASE_URL": wrong})
    assert str(caught.value) == (
        "RISKWALK_DATABASE_URL is no address of a database. Write it as "
        "postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME, with %40 for an @ in the password, or leave it out to keep "
        "assessments in a file."
    )


def test_a_server_that_does_not_run_is_said(postgresql_server):
    port = _free_port()
    assert refusal_of(postgresql_server.url("riskwalk", port=port)).startswith(
        f"The database “riskwalk” at 127.0.0.1:{port} cannot be reached. Start it, or correct RISKWALK_DATABASE_URL. "
        "The cause: connection failed: "
    )


def test_a_host_that_nobody_knows_is_said(postgresql_server):
    assert refusal_of(postgresql_server.url("riskwalk", host="no-such-host.invalid", port=None)).startswith(
        "The database “riskwalk” at no-such-host.invalid cannot be reached. Start it, or correct RISKWALK_DATABASE_URL."
    )


@pytest.mark.parametrize("wrong", [{"password": "hush-hush"}, {"username": "nobody-knows-me"}])
def test_a_wrong_name_or_password_is_said(postgresql, wrong):
    name = sqlalchemy.make_url(postgresql.url).database
    assert refusal_of(postgresql.server.url(name, **wrong)) == (
        f"{postgresql.named} does not take the name or the password. Correct them in RISKWALK_DATABASE_URL."
    )


def test_a_database_that_is_not_there_is_said(postgresql_server):
    assert refusal_of(postgresql_server.url("no_such")) == (
        f"The database “no_such” at 127.0.0.1:{postgresql_server.port} does not exist. Make it (createdb), or correct "
        "the name in RISKWALK_DATABASE_URL."
    )


def test_the_password_is_in_no_message_and_in_no_log(postgresql_server, caplog):
    caplog.set_level(logging.DEBUG)
    for wrong in ({"port": _free_port()}, {"username": "x"}, {"host": "no-such-host.invalid"}, {"database": "no_such"}):
        with pytest.raises(StoreUnavailable) as caught:
            Store(postgresql_server.url("postgres", **wrong), timeout=2).begin()
        seen: BaseException | None = caught.value
        while seen is not None:
            assert postgresql_server.password not in f"{seen} {seen!r}"
            seen = seen.__cause__ or seen.__context__
    assert postgresql_server.password not in caplog.text
    assert postgresql_server.password not in repr(default_url({"RISKWALK_DATABASE_URL": postgresql_server.url("x")}))


@contextmanager
def as_somebody_else(database, rights: str):
    """The address of the database for a user who may do less."""
    name = sqlalchemy.make_url(database.url).database
    with database.server.connection(name) as connection:
        connection.execute("CREATE USER guest PASSWORD 'guest'")
        connection.execute(rights)
    yield database.server.url(name, username="guest", password="guest")
    with database.server.connection(name) as connection:
        connection.execute("DROP OWNED BY guest; DROP USER guest")


def test_a_user_who_may_make_no_tables_is_told_so(postgresql):
    with as_somebody_else(postgresql, "GRANT USAGE ON SCHEMA public TO guest") as url:
        assert refusal_of(url) == (
            f"{postgresql.named} lets this user make no tables, or not read or change them. Make the user the owner of "
            "the database."
        )


def test_a_database_of_another_alphabet_is_refused(postgresql):
    with postgresql.server.connection("postgres") as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        assert refusal_of(postgresql.server.url("latin")) == (
            f"The database “latin” at 127.0.0.1:{postgresql.server.port} keeps texts in LATIN1. Make one that keeps "
            "them in UTF8, and name it in RISKWALK_DATABASE_URL."
        )
    finally:
        with postgresql.server.connection("postgres") as connection:
            connection.execute("DROP DATABASE latin WITH (FORCE)")


def test_a_database_that_can_only_be_read_is_read_and_says_so(postgresql):
    with postgresql.opened() as store:
        token = store.begin(named("Kept"))
    url = checked_url(postgresql.url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    store = Store(url)
    assert state(store, token) == named("Kept")
    assert store.read_only == (
        f"{postgresql.named} can only be read at the moment. Try again later, or name another one in "
        "RISKWALK_DATABASE_URL."
    )
    with pytest.raises(StoreUnavailable, match="can only be read"):
        store.record(token, [note("scale", "lost?", 1)])
    store.close()


# --- texts ------------------------------------------------------------------------------------------------------------


def test_texts_are_compared_and_sorted_by_their_characters_whatever_the_language(postgresql):
    postgresql.engine()
    with postgresql.opened() as store:
        store.begin()
    with postgresql.server.connection(sqlalchemy.make_url(postgresql.url).database) as connection:
        asked = "SELECT table_name, column_name, collation_name FROM information_schema.columns WHERE data_type = %s"
        rows = connection.execute(asked, ["character varying"]).fetchall()
    ours = [row for row in rows if row[0] in metadata.tables]
    assert len(ours) > 20 and {row[2] for row in ours} == {"C"}


# --- who waits for whom -----------------------------------------------------------------------------------------------


def test_writers_about_one_assessment_wait_and_those_about_others_do_not(postgresql):
    with postgresql.opened(timeout=0.3) as store:
        one, other = store.begin(named("One")), store.begin(named("Other"))
        with store._database.transaction(writes=True, token=one):
            assert isinstance(store.record(other, [note("scale", "not held up", 1)]), Recorded)
            assert store.replay(one).answers == named("One")  # nor is who reads
            with pytest.raises(StoreUnavailable) as caught:
                store.record(one, [note("scale", "held up", 1)])
            with pytest.raises(StoreUnavailable), store._database.transaction(writes=True):
                pass
        assert str(caught.value) == f"{postgresql.named} is kept busy by another program. Try again in a moment."
        with (
            store._database.transaction(writes=True),
            pytest.raises(StoreUnavailable),
            store._database.transaction(writes=True, token=one),
        ):
            pass
        assert isinstance(store.record(one, [note("scale", "now", 1)]), Recorded)


def test_an_invitation_that_is_taken_twice_at_once_is_taken_once(database):
    with database.opened() as store:
        token = store.begin(by="me")
        secret = store.sharing.invite(token, "reader", "", days=14)
        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(lambda _: store.sharing.accept(secret, "them", "Bo"), range(12))) == {token}
        assert [len(one.members) for one in store.sharing.invitations(token)] == [1]


def test_what_one_moment_shows_does_not_change_while_it_is_read(database):
    with database.opened() as store:
        token = store.begin(named("Then"))
        count = sqlalchemy.select(sqlalchemy.func.count()).select_from(events)
        with store._database.transaction(writes=False) as connection:
            before = connection.scalar(count)
            thread = threading.Thread(target=store.record, args=(token, [note("scale", "meanwhile", 1)]))
            thread.start()
            thread.join()
            assert connection.scalar(count) == before
        assert store.revision(token) == 2


def test_the_stamp_is_another_one_also_where_the_earlier_row_is_seen_later(postgresql):
    with postgresql.opened() as store:
        slow, quick = store.begin(named("Slow")), store.begin(named("Quick"))
        with store._database.transaction(writes=True, token=slow) as connection:
            row = {"revision": 2, "at": store._time(), "field": "note", "name": "scale", "old": "null", "new": '"late"'}
            connection.execute(events.insert().values(token=slow, applied=True, **row))
            store.record(quick, [note("scale", "early", 1)])  # its number is the higher one, and it is seen first
            before = store.stamp()
        assert state(store, slow).notes == {"scale": "late"} and store.stamp() != before
        assert store.stamp() == store.stamp()


# --- gone for a while -------------------------------------------------------------------------------------------------


def test_a_database_that_is_gone_for_a_while_is_said_and_then_goes_on(postgresql):
    with postgresql.opened(timeout=2) as store:
        token = store.begin(named("Kept"))
        postgresql.server.stop()
        try:
            for _ in range(2):
                with pytest.raises(StoreUnavailable) as caught:
                    store.record(token, [note("scale", "typed meanwhile", 1)])
                assert str(caught.value).startswith(f"{postgresql.named} cannot be reached. Start it, or correct ")
            with pytest.raises(StoreUnavailable, match="cannot be reached"):
                store.replay(token)
        finally:
            postgresql.server.start()
        assert state(store, token) == named("Kept")
        assert isinstance(store.record(token, [note("scale", "typed meanwhile", 1)]), Recorded)
        assert state(store, token).notes == {"scale": "typed meanwhile"}


def test_a_transaction_whose_connection_breaks_leaves_nothing_and_the_next_one_works(postgresql):
    with postgresql.opened() as store:
        token = store.begin(named("Half"))

        def broken_off(connection: sqlalchemy.Connection) -> None:
            connection.execute(events.delete().where(events.c.token == token))
            with postgresql.server.connection("postgres") as other:
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s "
                              "AND pid <> pg_backend_pid()", [USER])  # fmt: skip
            connection.execute(sqlalchemy.select(events.c.id))

        with pytest.raises(StoreUnavailable), store._database.transaction(writes=True, token=token) as connection:
            broken_off(connection)
        assert state(store, token) == named("Half")


def test_many_people_at_once_share_the_connections_of_a_server(postgresql):
    with postgresql.opened() as store:
        tokens = [store.begin(named(f"{number}")) for number in range(50)]
        begun = time.monotonic()
        with ThreadPoolExecutor(50) as pool:
            made = list(pool.map(lambda token: store.record(token, [note("scale", "typed", 1)]), tokens))
        assert [one.revision for one in made] == [2] * 50 and time.monotonic() - begun < 20
        with postgresql.server.connection("postgres") as connection:
            (open_now,) = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'riskwalk'"
            ).fetchone()
        assert open_now <= 10


def test_the_server_of_the_tests_is_a_real_one(postgresql_server):
    with postgresql_server.connection("postgres") as connection:
        assert connection.info.server_version >= 140_000
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host="127.0.0.1", port=postgresql_server.port, user=USER, password="wrong", dbname="postgres")
    assert os.path.basename(postgresql_server.programs) == "bin"  # noqa: PTH119 - a name alone

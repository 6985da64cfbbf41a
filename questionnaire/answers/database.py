"""The database behind the store: how it is opened, its transactions, and what it says where it cannot be used."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from questionnaire.answers import migration
from questionnaire.answers.postgresql import PostgresqlDatabase
from questionnaire.answers.sqlite import SqliteFile
from questionnaire.answers.tables import SCHEMA_VERSION, about, metadata

KINDS = {
    "sqlite": SqliteFile,
    "postgresql+psycopg": PostgresqlDatabase,
    "postgresql": PostgresqlDatabase,
    "postgres": PostgresqlDatabase,
}


class StoreUnavailable(Exception):
    """Nothing was saved, or nothing could be read; the message is one plain sentence for the reader."""


def checked_url(text: str) -> URL:
    """The address of a database, as RISKWALK_DATABASE_URL says it. Raises StoreUnavailable; its sentence holds nothing
    of the address, in which a password stands."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in KINDS or not url.database:
        raise StoreUnavailable(
            "RISKWALK_DATABASE_URL is no address of a database. Write it as "
            "postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME, with %40 for an @ in the password, or leave it out to "
            "keep assessments in a file."
        )
    return url


class Database:
    """The tables behind one address. Opens nothing and creates nothing until it is used."""

    def __init__(self, url: str | URL, timeout: float):
        made = make_url(url)
        self._kind: SqliteFile | PostgresqlDatabase = KINDS[made.drivername](made, timeout)
        self.file: Path | None = self._kind.file
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self.read_only = ""
        """Why nothing can be saved, in a sentence; empty where it can, or where nobody looked yet."""

    def exists(self) -> bool:
        """Whether there is anything to be read. Raises StoreUnavailable."""
        try:
            return self._kind.exists()
        except OSError as error:
            raise StoreUnavailable(self._sentence(error)) from error

    @contextmanager
    def transaction(self, *, writes: bool, token: str | None = None) -> Iterator[Connection]:
        """A connection in a transaction that is committed at the end; raises StoreUnavailable, and nothing was done.

        One that writes waits for the others that write: for those about the same assessment where it names the
        `token`, else for all. One that reads sees one moment. A database that could not be written to before
        is tried again for each transaction that writes.
        """
        try:
            with self._opening:
                if self._engine is not None and (not self.exists() or writes and self.read_only):
                    self.close()
                if self._engine is None:
                    self._engine = self._opened(writes=writes)
                engine = self._engine
            options = self._kind.options(writes=writes)
            with engine.connect().execution_options(**options) as connection, connection.begin():
                if writes:
                    self._kind.lock(connection, token)
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(self._sentence(error)) from error

    def moment(self, connection: Connection) -> str:
        """What tells two moments apart where the highest ids do not."""
        return self._kind.moment(connection)

    def close(self) -> None:
        """Gives back the connections; the next transaction opens it afresh."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self, *, writes: bool) -> Engine:
        """The database open for writing; where that is refused, and reading is all that is asked, for reading."""
        self.read_only = ""
        try:
            return self._prepared(self._kind.engine())
        except (SQLAlchemyError, OSError) as error:
            if writes or not self.exists() or not self._kind.refuses_writing(_cause(error)):
                raise
            self.read_only = self._sentence(error)
            return self._kind.engine_for_reading(self._prepared)

    def _prepared(self, engine: Engine) -> Engine:
        """The engine, once its database has the tables of this version."""
        try:
            options = self._kind.options(writes=True)
            with engine.connect().execution_options(**options) as connection, connection.begin():
                self._kind.lock_for_opening(connection)
                self._prepare(connection)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _prepare(self, connection: Connection) -> None:
        there = set(sqlalchemy.inspect(connection).get_table_names())
        version = self._version(connection) if about.name in there else None
        if version is None and there & set(metadata.tables):
            raise StoreUnavailable(self._kind.damaged)
        if why := self._kind.unfit(connection):
            raise StoreUnavailable(why)
        if version is None:
            migration.make(connection)
        elif version < SCHEMA_VERSION:
            migration.carry_over(connection, version)
        # Writes nothing, but is refused where nothing can be written: a mere BEGIN is not.
        connection.execute(about.delete().where(about.c.key == ""))

    def _version(self, connection: Connection) -> int | None:
        found = connection.scalar(sqlalchemy.select(about.c.value).where(about.c.key == "schema"))
        if found is None:
            return None
        if not str(found).isdecimal() or not int(found):
            raise StoreUnavailable(self._kind.damaged)
        if int(found) > SCHEMA_VERSION:
            raise StoreUnavailable(f"{self._kind.where} was written by a newer version of Riskwalk. Update it.")
        return int(found)

    def _sentence(self, error: Exception) -> str:
        return self._kind.sentence(_cause(error))


def _cause(error: BaseException) -> BaseException:
    return getattr(error, "orig", None) or error

"""The database behind the store: its tables, how it is opened, and what it says where it cannot be used."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
from sqlalchemy import Boolean, Column, Connection, Engine, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

SCHEMA_VERSION = 3
_BY = ("assessments", "events")
"""Tables that say by whom since version 2."""

_metadata = MetaData()
about = Table("about", _metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))
assessments = Table(
    "assessments",
    _metadata,
    Column("token", String, primary_key=True),
    Column("begun", String, nullable=False),
    Column("by", String, nullable=False, server_default=""),
)
events = Table(
    "events",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", String, ForeignKey("assessments.token"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("field", String, nullable=False),
    Column("name", String, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("by", String, nullable=False, server_default=""),
    Index("events_of", "token", "id"),
    Index("events_of_field", "token", "field", "name", "id"),
    Index("events_by", "by", "token"),
    sqlite_autoincrement=True,
)
review_entries = Table(
    "review_entries",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", String, ForeignKey("assessments.token"), nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("content", Text, nullable=False),
    Index("review_entries_of", "token", "kind", "id"),
    sqlite_autoincrement=True,
)
editions = Table(
    "editions",
    _metadata,
    Column("token", String, ForeignKey("assessments.token"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("answers", Text, nullable=False),
    Column("result", Text, nullable=False),
)
invitations = Table(
    "invitations",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", String, ForeignKey("assessments.token"), nullable=False),
    Column("digest", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("label", String, nullable=False),
    Column("at", String, nullable=False),
    Column("expires", String, nullable=False),
    Column("withdrawn", String, nullable=False, server_default=""),
    Index("invitations_of", "token", "id"),
    sqlite_autoincrement=True,
)
members = Table(
    "members",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("invitation", Integer, ForeignKey("invitations.id"), nullable=False),
    Column("token", String, ForeignKey("assessments.token"), nullable=False),
    Column("by", String, nullable=False),
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
    Index("members_by", "by", "token"),
    Index("members_of", "token", "id"),
    sqlite_autoincrement=True,
)
moves = Table(
    "moves",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", String, ForeignKey("assessments.token"), nullable=False),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("to", String, nullable=False),
    Index("moves_of", "token", "id"),
    sqlite_autoincrement=True,
)
levels = Table(
    "levels",
    _metadata,
    Column("token", String, ForeignKey("assessments.token"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("knowledge", String, nullable=False),
    Column("level", String, nullable=False),
)
"""Levels that were worked out once, so that a list need not do it again; safe to empty."""
LATEST = (events.c.id, review_entries.c.id, moves.c.id, members.c.id, invitations.c.withdrawn, assessments.c.begun)
"""Columns whose highest value grows with all that is done."""
ABOUT_ONE = (levels, moves, members, invitations, editions, review_entries, events, assessments)
"""Tables that hold what belongs to one assessment, those first that name others."""


class StoreUnavailable(Exception):
    """Nothing was saved, or nothing could be read; the message is one plain sentence for the reader."""


class Database:
    """The tables behind one address. Opens nothing and creates nothing until it is used."""

    def __init__(self, url: str | URL, timeout: float):
        self._url, self._timeout = make_url(url), timeout
        is_file = self._url.get_backend_name() == "sqlite" and self._url.database
        self.file = Path(self._url.database) if is_file else None
        self._engine: Engine | None = None
        self._opening = threading.Lock()
        self.read_only = ""
        """Why nothing can be saved, in a sentence; empty where it can, or where nobody looked yet."""

    def exists(self) -> bool:
        """Whether there is anything to be read. Raises StoreUnavailable."""
        try:
            return self.file is None or self.file.exists()
        except OSError as error:
            raise StoreUnavailable(self._sentence(error)) from error

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[Connection]:
        """A connection in a transaction that is committed at the end; raises StoreUnavailable, and nothing was done.

        A file that could not be written to before is tried again for each transaction that writes.
        """
        try:
            with self._opening:
                if self._engine is not None and (not self.exists() or writes and self.read_only):
                    self.close()
                if self._engine is None:
                    self._engine = self._opened(writes=writes)
                engine = self._engine
            with engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(self._sentence(error)) from error

    def close(self) -> None:
        """Gives back the connections; the next transaction opens it afresh."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _opened(self, *, writes: bool) -> Engine:
        """The database open for writing; where that is refused, and reading is all that is asked, for reading."""
        self.read_only = ""
        try:
            return self._prepared()
        except (SQLAlchemyError, OSError) as error:
            if writes or not self.exists() or not _refuses_writing(error):
                raise
            self.read_only = self._sentence(error)
            return self._open_for_reading()

    def _prepared(self) -> Engine:
        """The database with the tables of this version."""
        if self.file is None:
            engine = sqlalchemy.create_engine(self._url, pool_pre_ping=True)
        else:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _for_the_owner_only(self.file)
            engine = sqlalchemy.create_engine(self._url, connect_args={"timeout": self._timeout})
            sqlalchemy.event.listen(engine, "connect", _durable)
            sqlalchemy.event.listen(engine, "begin", _begin)
        try:
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                self._carry_over(connection)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _carry_over(self, connection: Connection) -> None:
        """Makes the tables, or gives those of an earlier version what they lack."""
        there = sqlalchemy.inspect(connection).get_table_names()
        version = self._version(connection) if about.name in there else None
        for name in _BY:
            if name in there and not _says_by_whom(connection, name):
                connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN \"by\" VARCHAR NOT NULL DEFAULT ''")
        _metadata.create_all(connection)
        for index in events.indexes:
            index.create(connection, checkfirst=True)
        # Writes nothing, but is refused where nothing can be written: a mere BEGIN is not.
        connection.execute(about.delete().where(about.c.key == ""))
        if version is None:
            connection.execute(about.insert().values(key="schema", value=str(SCHEMA_VERSION)))
        elif version < SCHEMA_VERSION:
            connection.execute(about.update().where(about.c.key == "schema").values(value=str(SCHEMA_VERSION)))

    def _version(self, connection: Connection) -> int | None:
        found = connection.scalar(sqlalchemy.select(about.c.value).where(about.c.key == "schema"))
        if found is None:
            return None
        if not str(found).isdecimal():
            raise StoreUnavailable(self._damaged())
        if int(found) > SCHEMA_VERSION:
            raise StoreUnavailable(f"{self._where()} was written by a newer version of Riskwalk. Update it.")
        return int(found)

    def _open_for_reading(self) -> Engine:
        """The file as it is, opened afresh for each transaction, since others may be able to write to it."""
        file, log = self.file.absolute(), Path(f"{self.file}-wal")

        def connect() -> sqlite3.Connection:
            # Without a log beside it nobody is writing, and SQLite need not make files there, which it could not.
            still = not (log.exists() and log.stat().st_size)
            address = f"{file.as_uri()}?mode=ro{'&immutable=1' if still else ''}"
            return sqlite3.connect(address, uri=True, timeout=self._timeout, check_same_thread=False)

        engine = sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=NullPool)
        sqlalchemy.event.listen(engine, "connect", _readable)
        sqlalchemy.event.listen(engine, "begin", _begin)
        with engine.connect() as connection:
            self._version(connection)
        return engine

    def _where(self) -> str:
        return f"The file {self.file}" if self.file else "The database"

    def _damaged(self) -> str:
        return f"{self._where()} is damaged, or is not one of Riskwalk. Move it away, or restore a copy of it."

    def _sentence(self, error: Exception) -> str:
        cause = getattr(error, "orig", error)
        name = getattr(cause, "sqlite_errorname", "") or ""
        if name.startswith("SQLITE_FULL") or getattr(cause, "errno", None) == errno.ENOSPC:
            return "There is no room left on the disk. Make room and try again."
        if _refuses_writing(error):
            return (
                f"The folder {self.file.parent if self.file else ''} cannot be written to. Make it writable, or "
                "name another folder in RISKWALK_DATA."
            )
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return f"{self._where()} is kept busy by another program. Try again in a moment."
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_SCHEMA")):
            return self._damaged()
        return f"{self._where()} cannot be used: {cause}."


def _refuses_writing(error: Exception) -> bool:
    cause = getattr(error, "orig", error)
    name = getattr(cause, "sqlite_errorname", "") or ""
    return isinstance(cause, OSError) or name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"))


def _for_the_owner_only(file: Path) -> None:
    """Makes the file, or takes it from others; SQLite gives the files that it makes beside it the same rights."""
    flags = os.O_CREAT | os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
    os.close(os.open(file, flags, 0o600))
    for path in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if path.exists() and path.stat().st_mode & 0o077 and _is_ours(path):
            path.chmod(path.stat().st_mode & 0o700)


def _is_ours(path: Path) -> bool:
    return hasattr(os, "geteuid") and path.stat().st_uid == os.geteuid()


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    """A confirmed change survives a crash and a power cut; transactions are begun by us alone."""
    connection.isolation_level = None
    connection.text_factory = _text
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _readable(connection: sqlite3.Connection, _record: object) -> None:
    """A file of an earlier version, which cannot be carried over here, is looked at as if it had been."""
    connection.isolation_level = None
    connection.text_factory = _text
    connection.execute("PRAGMA temp_store = MEMORY")
    for name in _BY:
        if "by" not in {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}:
            connection.execute(f"CREATE TEMP VIEW {name} AS SELECT *, '' AS \"by\" FROM main.{name}")  # noqa: S608 - ours
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    for table in _metadata.tables.values():
        if table.name not in there:
            made = str(CreateTable(table).compile(dialect=sqlite.dialect()))
            connection.execute(made.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))


def _text(found: bytes) -> str:
    """A damaged character shows as one, and does not keep the rest from being read."""
    return found.decode("utf-8", "replace")


def _says_by_whom(connection: Connection, name: str) -> bool:
    return any(column["name"] == "by" for column in sqlalchemy.inspect(connection).get_columns(name))


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

"""The store in one SQLite file: how it is opened, what makes its transactions safe, and what its errors mean."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from questionnaire.answers.tables import SCHEMA_VERSION

WRITES = "writes"
"""The option of a connection that says whether its transaction writes."""


class SqliteFile:
    """A file, or a database in memory where the address names none."""

    def __init__(self, url: URL, timeout: float):
        self._url, self._timeout = url, timeout
        self.file = Path(url.database) if url.database else None
        self.where = f"The file {self.file}" if self.file else "The database"
        self.damaged = f"{self.where} is damaged, or is not one of Riskwalk. Move it away, or restore a copy of it."

    def exists(self) -> bool:
        """Whether there is anything to be read. Raises OSError."""
        return self.file is None or self.file.exists()

    def engine(self) -> Engine:
        """The file open for writing, made where there was none, for its owner only. Raises OSError."""
        if self.file is not None:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _for_the_owner_only(self.file)
        engine = sqlalchemy.create_engine(self._url, connect_args={"timeout": self._timeout})
        sqlalchemy.event.listen(engine, "connect", _durable)
        sqlalchemy.event.listen(engine, "begin", _begin)
        return engine

    def engine_for_reading(self, carry_over: Callable[[Engine], Engine]) -> Engine:
        """The file as it is, opened afresh for each transaction, since others may be able to write to it.

        A file of an earlier version, which cannot be changed here, is looked at in a copy that `carry_over` brings to
        this version.
        """
        copy = _Copy(carry_over)

        def connect() -> sqlite3.Connection:
            return copy.of_what_is_old(self._readable(), self._written())

        engine = sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=NullPool)
        sqlalchemy.event.listen(engine, "begin", _begin)
        engine.connect().close()
        return engine

    def _readable(self) -> sqlite3.Connection:
        file, log = self.file.absolute(), Path(f"{self.file}-wal")
        # Without a log beside it nobody is writing, and SQLite need not make files there, which it could not.
        still = not (log.exists() and log.stat().st_size)
        address = f"{file.as_uri()}?mode=ro{'&immutable=1' if still else ''}"
        return _ours(sqlite3.connect(address, uri=True, timeout=self._timeout, check_same_thread=False))

    def _written(self) -> tuple[int, ...]:
        """Others once the file was written to."""
        found = [path.stat() for path in (self.file, Path(f"{self.file}-wal")) if path.exists()]
        return tuple(number for one in found for number in (one.st_mtime_ns, one.st_size))

    def options(self, *, writes: bool) -> dict[str, object]:
        """What SQLAlchemy is told of a transaction."""
        return {WRITES: writes}

    def lock(self, _connection: Connection, _token: str | None) -> None:
        """Nothing to do: BEGIN IMMEDIATE lets one writer in at a time."""

    def lock_for_opening(self, _connection: Connection) -> None:
        """Nothing to do either."""

    def unfit(self, _connection: Connection) -> str:
        """Nothing: a file holds every text."""
        return ""

    def moment(self, _connection: Connection) -> str:
        """Nothing: writers come one after the other, so ids grow in the order in which they end."""
        return ""

    def refuses_writing(self, cause: BaseException) -> bool:
        """Whether this error says that the file can only be read, if at all."""
        return isinstance(cause, OSError) or _name(cause).startswith(
            ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")
        )

    def sentence(self, cause: BaseException) -> str:
        """What the error means, and what to do."""
        name = _name(cause)
        if name.startswith("SQLITE_FULL") or getattr(cause, "errno", None) == errno.ENOSPC:
            return "There is no room left on the disk. Make room and try again."
        if self.refuses_writing(cause):
            return (
                f"The folder {self.file.parent if self.file else ''} cannot be written to. Make it writable, or "
                "name another folder in RISKWALK_DATA."
            )
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return f"{self.where} is kept busy by another program. Try again in a moment."
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_SCHEMA")):
            return self.damaged
        return f"{self.where} cannot be used: {cause}."


class _Copy:
    """A copy in memory of a file of an earlier version, carried over; made anew once the file was written to."""

    def __init__(self, carry_over: Callable[[Engine], Engine]):
        self._carry_over, self._making = carry_over, threading.Lock()
        self._of: tuple[int, ...] = ()
        self._kept: bytes | None = None

    def of_what_is_old(self, found: sqlite3.Connection, moment: tuple[int, ...]) -> sqlite3.Connection:
        """The connection itself where its file is of this version, else one to the copy."""
        with self._making:
            if moment != self._of:
                self._kept = None if _is_current(found) else self._made(found)
                self._of = moment
            kept = self._kept
        if kept is None:
            return found
        found.close()
        copy = _ours(sqlite3.connect(":memory:", check_same_thread=False))
        copy.deserialize(kept)
        return copy

    def _made(self, found: sqlite3.Connection) -> bytes:
        copy = _ours(sqlite3.connect(":memory:", check_same_thread=False))
        found.backup(copy)
        engine = sqlalchemy.create_engine("sqlite://", creator=lambda: copy, poolclass=sqlalchemy.StaticPool)
        sqlalchemy.event.listen(engine, "begin", _begin)
        try:
            self._carry_over(engine)
            return _without_log(copy.serialize())
        finally:
            engine.dispose()


def _is_current(found: sqlite3.Connection) -> bool:
    if not found.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        return False
    said = found.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()
    return said == (str(SCHEMA_VERSION),)


def _without_log(file: bytes) -> bytes:
    """The bytes of a database whose header asks for no log beside it: in memory none can be."""
    return file[:18] + b"\x01\x01" + file[20:]


def _name(cause: BaseException) -> str:
    return getattr(cause, "sqlite_errorname", "") or ""


def _for_the_owner_only(file: Path) -> None:
    """Makes the file, or takes it from others; SQLite gives the files that it makes beside it the same rights."""
    flags = os.O_CREAT | os.O_RDONLY | getattr(os, "O_CLOEXEC", 0)
    os.close(os.open(file, flags, 0o600))
    for path in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if path.exists() and path.stat().st_mode & 0o077 and _is_ours(path):
            path.chmod(path.stat().st_mode & 0o700)


def _is_ours(path: Path) -> bool:
    return hasattr(os, "geteuid") and path.stat().st_uid == os.geteuid()


def _ours(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Transactions are begun by us alone."""
    connection.isolation_level = None
    connection.text_factory = _text
    return connection


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    """A confirmed change survives a crash and a power cut."""
    _ours(connection)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _text(found: bytes) -> str:
    """A damaged character shows as one, and does not keep the rest from being read."""
    return found.decode("utf-8", "replace")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

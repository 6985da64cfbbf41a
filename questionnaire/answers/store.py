"""What was begun and answered on this machine, kept so that nothing that was confirmed is ever lost.

Every change is appended as an event with its old and new value; the answers of an assessment are the replay of its
events and are kept nowhere else. The only module that knows SQLAlchemy.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy
from msgspec import Struct, convert, to_builtins
from sqlalchemy import Boolean, Column, Connection, Engine, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from questionnaire.answers.answers import Answer, Answers, Evidence, Mitigation

SCHEMA_VERSION = 1
FOLDER, FILE = ".riskwalk", "assessments.sqlite3"
FIELDS = ("project", "answer", "note", "evidence", "mitigation")
Value = str | list | dict | None

_metadata = MetaData()
_about = Table("about", _metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))
_assessments = Table(
    "assessments", _metadata, Column("token", String, primary_key=True), Column("begun", String, nullable=False)
)
_events = Table(
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
    Index("events_of", "token", "id"),
    sqlite_autoincrement=True,
)


class StoreUnavailable(Exception):
    """Nothing was saved, or nothing could be read; the message is one plain sentence for the reader."""


class Change(Struct, frozen=True):
    """A new value for one field: a project field, an answer, a note, one mitigation, or the list of evidence.
    `new` None takes it away."""

    field: str
    name: str
    new: Value


class Event(Struct, frozen=True):
    """What was said when. Not `applied`: another tab was first; the value is kept here and does not count."""

    at: datetime
    revision: int
    field: str
    name: str
    old: Value
    new: Value
    applied: bool


class Saved(Struct, frozen=True):
    """One assessment as it stands: the answers, how they came about, and the revision to name when saving the next."""

    token: str
    begun: datetime
    changed: datetime
    revision: int
    answers: Answers
    history: tuple[Event, ...]


class Begun(Struct, frozen=True):
    token: str
    name: str
    begun: datetime
    changed: datetime
    answers: int


class Recorded(Struct, frozen=True):
    """The changes are on the disk. `overtaken`: something else was changed elsewhere meanwhile; replay to see it."""

    revision: int
    at: datetime
    overtaken: bool = False


class Clash(Struct, frozen=True):
    field: str
    name: str
    saved: Value
    yours: Value


class Conflict(Struct, frozen=True):
    """Another tab changed the same fields first. Its values stand; yours are in the history and do not count; the
    changes that clash with nothing are saved. To insist, record them again under `revision`."""

    revision: int
    at: datetime
    clashes: tuple[Clash, ...]


def default_url(environment: Mapping[str, str] = os.environ) -> URL:
    """The address of the store: a file in the folder that RISKWALK_DATA names, else in a folder beside the project."""
    named = environment.get("RISKWALK_DATA")
    folder = Path(named).expanduser() if named else Path(__file__).resolve().parents[2] / FOLDER
    return URL.create("sqlite", database=str(folder.absolute() / FILE))


def changes(before: Answers, after: Answers) -> tuple[Change, ...]:
    """What leads from one state to another, to be recorded."""
    old, new = _values(before), _values(after)
    return tuple(
        Change(*key, new.get(key))
        for key in (*new, *(key for key in old if key not in new))
        if old.get(key) != new.get(key)
    )


def replayed(events: Iterable[Event]) -> Answers:
    """The answers that the applied events add up to; mitigations in the order of their ids."""
    values: dict[tuple[str, str], Value] = {}
    for event in events:
        if event.applied:
            values[event.field, event.name] = event.new
    parts: dict[str, dict[str, Value]] = {field: {} for field in FIELDS}
    for (field, name), value in values.items():
        if value is not None:
            parts[field][name] = value
    return Answers(
        parts["project"],
        convert(parts["answer"], dict[str, Answer]),
        parts["note"],
        convert(parts["evidence"].get("", ()), tuple[Evidence, ...]),
        tuple(Mitigation(id=key, **parts["mitigation"][key]) for key in sorted(parts["mitigation"])),
    )


def _values(answers: Answers) -> dict[tuple[str, str], Value]:
    values: dict[tuple[str, str], Value] = {("project", key): text for key, text in answers.project.items()}
    values |= {("answer", key): to_builtins(answer) for key, answer in answers.answers.items()}
    values |= {("note", key): text for key, text in answers.notes.items()}
    if answers.evidence:
        values["evidence", ""] = to_builtins(list(answers.evidence))
    for mitigation in answers.mitigations:
        values["mitigation", mitigation.id] = {
            key: value for key, value in to_builtins(mitigation).items() if key != "id"
        }
    return values


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The assessments behind one database address. Opens nothing and creates nothing until it is used."""

    def __init__(self, url: str | URL, clock: Callable[[], datetime] = _now, timeout: float = 10.0):
        self.clock, self.timeout = clock, timeout
        self._url = make_url(url)
        is_file = self._url.get_backend_name() == "sqlite" and self._url.database
        self.file = Path(self._url.database) if is_file else None
        self._engine: Engine | None = None

    def begin(self, title: str) -> str:
        """Begins an assessment of this name; returns its unguessable token. Raises StoreUnavailable."""
        token, at = secrets.token_urlsafe(24), self._time()
        with self._transaction(writes=True) as connection:
            connection.execute(_assessments.insert().values(token=token, begun=at))
            if title:
                self._append(connection, token, 1, at, Change("project", "name", title), None, applied=True)
        return token

    def record(self, token: str, made: Iterable[Change], revision: int) -> Recorded | Conflict:
        """Appends the changes of someone who saw `revision`; once this returns they are on the disk.

        Returns Conflict where another tab changed one of the same fields after that revision. Raises StoreUnavailable,
        also for a token that is not known.
        """
        at = self._time()
        with self._transaction(writes=True) as connection:
            if self._begun(connection, token) is None:
                raise StoreUnavailable("There is no assessment with this address on this machine. Nothing was saved.")
            events = self._events(connection, token)
            last = max((event.revision for event in events), default=0)
            current = {(event.field, event.name): event for event in events if event.applied}
            clashes, saved = [], False
            for change in made:
                known = current.get((change.field, change.name))
                old = known.new if known else None
                if old == change.new:
                    continue
                clash = known is not None and known.revision > revision
                if clash:
                    clashes.append(Clash(change.field, change.name, old, change.new))
                saved = saved or not clash
                self._append(connection, token, last + 1, at, change, old, applied=not clash)
        reached = last + 1 if saved or clashes else last
        if clashes:
            return Conflict(reached, _moment(at), tuple(clashes))
        return Recorded(reached, _moment(at), overtaken=last > revision)

    def replay(self, token: str) -> Saved | None:
        """The assessment as it stands, or None where the token is not known. Raises StoreUnavailable."""
        if not self._exists():
            return None
        with self._transaction(writes=False) as connection:
            begun = self._begun(connection, token)
            if begun is None:
                return None
            events = self._events(connection, token)
        revision = max((event.revision for event in events), default=0)
        return Saved(token, begun, events[-1].at if events else begun, revision, replayed(events), events)

    def history(self, token: str) -> tuple[Event, ...]:
        """All events of an assessment, the oldest first; none where the token is not known. Raises StoreUnavailable."""
        saved = self.replay(token)
        return saved.history if saved else ()

    def begun(self, limit: int = 20) -> tuple[Begun, ...]:
        """What was begun here, the last changed first. Raises StoreUnavailable."""
        if not self._exists():
            return ()
        changed = sqlalchemy.func.coalesce(sqlalchemy.func.max(_events.c.at), _assessments.c.begun).label("changed")
        with self._transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(_assessments.c.token, _assessments.c.begun, changed)
                .outerjoin_from(_assessments, _events)
                .group_by(_assessments.c.token, _assessments.c.begun)
                .order_by(changed.desc(), _assessments.c.token)
                .limit(limit)
            ).all()
            states = {row.token: replayed(self._events(connection, row.token)) for row in rows}
        return tuple(
            Begun(
                row.token,
                states[row.token].project.get("name", ""),
                _moment(row.begun),
                _moment(row.changed),
                len(states[row.token].answers),
            )
            for row in rows
        )

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    # --- the database ---------------------------------------------------------------------------------------------

    def _time(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def _append(
        self, connection: Connection, token: str, revision: int, at: str, change: Change, old: Value, *, applied: bool
    ) -> None:
        connection.execute(
            _events.insert().values(
                token=token,
                revision=revision,
                at=at,
                field=change.field,
                name=change.name,
                old=json.dumps(old),
                new=json.dumps(change.new),
                applied=applied,
            )
        )

    def _begun(self, connection: Connection, token: str) -> datetime | None:
        found = connection.scalar(sqlalchemy.select(_assessments.c.begun).where(_assessments.c.token == token))
        return _moment(found) if found else None

    def _events(self, connection: Connection, token: str) -> tuple[Event, ...]:
        rows = connection.execute(sqlalchemy.select(_events).where(_events.c.token == token).order_by(_events.c.id))
        return tuple(
            Event(
                _moment(row.at),
                row.revision,
                row.field,
                row.name,
                json.loads(row.old),
                json.loads(row.new),
                row.applied,
            )
            for row in rows
        )

    def _exists(self) -> bool:
        try:
            return self.file is None or self.file.exists()
        except OSError as error:
            raise StoreUnavailable(self._sentence(error)) from error

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        """A connection in a transaction that is committed at the end; what the disk refuses is said in a sentence."""
        try:
            if self.file is not None and not self.file.exists():
                self.close()
            if self._engine is None:
                self._engine = self._opened()
            with self._engine.connect().execution_options(writes=writes) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StoreUnavailable(self._sentence(error)) from error

    def _opened(self) -> Engine:
        if self.file is None:
            engine = sqlalchemy.create_engine(self._url, pool_pre_ping=True)
        else:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            engine = sqlalchemy.create_engine(self._url, connect_args={"timeout": self.timeout})
            sqlalchemy.event.listen(engine, "connect", _durable)
            sqlalchemy.event.listen(engine, "begin", _begin)
        try:
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                _metadata.create_all(connection)
                version = connection.scalar(sqlalchemy.select(_about.c.value).where(_about.c.key == "schema"))
                if version is None:
                    connection.execute(_about.insert().values(key="schema", value=str(SCHEMA_VERSION)))
                elif int(version) > SCHEMA_VERSION:
                    raise StoreUnavailable(f"{self._where()} was written by a newer version of Riskwalk. Update it.")
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _where(self) -> str:
        return f"The file {self.file}" if self.file else "The database"

    def _sentence(self, error: Exception) -> str:
        cause = getattr(error, "orig", error)
        name = getattr(cause, "sqlite_errorname", "") or ""
        if name.startswith("SQLITE_FULL") or getattr(cause, "errno", None) == errno.ENOSPC:
            return "There is no room left on the disk. Make room and try again."
        if isinstance(cause, OSError) or name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
            return (
                f"The folder {self.file.parent if self.file else ''} cannot be written to. Make it writable, or "
                "name another folder in RISKWALK_DATA."
            )
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return f"{self._where()} is kept busy by another program. Try again in a moment."
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_SCHEMA")):
            return f"{self._where()} is damaged, or is not one of Riskwalk. Move it away, or restore a copy of it."
        return f"{self._where()} cannot be used: {cause}."


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    """A confirmed change survives a crash and a power cut; transactions are begun by us alone."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

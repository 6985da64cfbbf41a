"""The store in a PostgreSQL that several servers of the app may share: how it is opened, how its writers wait for one
another, and what its errors mean."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL

from questionnaire.answers.tables import assessments

DRIVER = "postgresql+psycopg"
_OPENING = 0x7269736B77616C6B
"""The lock that a server holds while it makes or changes tables: “riskwalk” in eight bytes."""
_CONNECTIONS, _MORE = 10, 20
"""How many connections a server keeps, and how many more it opens while many people are at work."""
_IDLE = 60
"""Seconds after which the database ends a transaction of a server that no longer speaks."""


class PostgresqlDatabase:
    """One database on a server of PostgreSQL."""

    file = None

    def __init__(self, url: URL, timeout: float):
        self._url, self._timeout = url.set(drivername=DRIVER), timeout
        host = url.host or url.query.get("host") or ""
        named = f" “{url.database}”" if url.database else ""
        self.where = f"The database{named}" + (f" at {host}{f':{url.port}' if url.port else ''}" if host else "")
        self.damaged = (
            f"{self.where} is damaged, or holds tables of another program. Restore a copy of it, or name a database of "
            "its own in RISKWALK_DATABASE_URL."
        )

    def exists(self) -> bool:
        """Always: nobody knows without asking."""
        return True

    def engine(self) -> Engine:
        """The database. A connection that broke is found before it is used, and made anew."""
        given = self._url.query
        milliseconds = round(self._timeout * 1000)
        wanted = {
            "application_name": "riskwalk",
            "connect_timeout": str(max(2, round(self._timeout / 2))),
            "tcp_user_timeout": str(milliseconds),
        }
        limits = f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout={_IDLE * 1000}"
        options = f"{given.get('options', '')} {limits}".strip()
        return sqlalchemy.create_engine(
            self._url,
            pool_pre_ping=True,
            pool_size=_CONNECTIONS,
            max_overflow=_MORE,
            pool_timeout=self._timeout,
            hide_parameters=True,
            connect_args={**{key: text for key, text in wanted.items() if key not in given}, "options": options},
        )

    def engine_for_reading(self, _carry_over: Callable[[Engine], Engine]) -> Engine:
        """The database as it is: which version it is of was looked at before."""
        return self.engine()

    def options(self, *, writes: bool) -> dict[str, object]:
        """What SQLAlchemy is told of a transaction. One that reads sees one moment throughout."""
        if writes:
            return {"isolation_level": "READ COMMITTED"}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    def lock(self, connection: Connection, token: str | None) -> None:
        """Lets one writer in at a time, as SQLite does: one for each assessment, or where it is not said which one it
        is about, one for all. What is asked for after this sees all that earlier writers did."""
        if token is None:
            connection.exec_driver_sql(f"LOCK TABLE {assessments.name} IN EXCLUSIVE MODE")
        else:
            row = sqlalchemy.select(assessments.c.begun).where(assessments.c.token == token)
            connection.execute(row.with_for_update())

    def lock_for_opening(self, connection: Connection) -> None:
        """Lets one server make or change tables at a time."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OPENING})")

    def unfit(self, connection: Connection) -> str:
        """Why the database cannot hold every text, in a sentence; else empty."""
        found = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if found == "UTF8":
            return ""
        return f"{self.where} keeps texts in {found}. Make one that keeps them in UTF8, and name it in {_SETTING}."

    def moment(self, connection: Connection) -> str:
        """Another one whenever a transaction began or ended to write: ids grow in the order in which rows were made,
        which is not that in which others come to see them."""
        return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar())

    def refuses_writing(self, cause: BaseException) -> bool:
        """Whether this error says that the database can only be read."""
        return _state(cause) == "25006"

    def sentence(self, cause: BaseException) -> str:
        """What the error means, and what to do. The password is in no sentence."""
        state, said = _state(cause), self._said(cause)
        if state == "53100":
            return "There is no room left on the disk of the database. Make room and try again."
        if self.refuses_writing(cause):
            return f"{self.where} can only be read at the moment. Try again later, or name another one in {_SETTING}."
        if state in {"55P03", "40001", "40P01"} or isinstance(cause, sqlalchemy.exc.TimeoutError):
            return f"{self.where} is kept busy by another program. Try again in a moment."
        if state == "42501":
            return (
                f"{self.where} lets this user make no tables, or not read or change them. Make the user the owner of "
                "the database."
            )
        if state in {"42P01", "42703"}:
            return self.damaged
        if state == "23503":
            return "There is no assessment with this address on this machine. Nothing was saved."
        if "password" in said or "authentication" in said or "role " in said and "does not exist" in said:
            return f"{self.where} does not take the name or the password. Correct them in {_SETTING}."
        if "database " in said and "does not exist" in said:
            return f"{self.where} does not exist. Make it (createdb), or correct the name in {_SETTING}."
        if not state or state.startswith(("08", "57P")):
            return f"{self.where} cannot be reached. Start it, or correct {_SETTING}. The cause: {said}."
        return f"{self.where} cannot be used: {said}."

    def _said(self, cause: BaseException) -> str:
        """The first thing that the driver says, without the password."""
        said = str(cause).strip().splitlines() or [type(cause).__name__]
        one = said[0] if len(said) < 2 or not said[0].endswith(":") else said[1].lstrip("- ")
        one = one.rpartition("FATAL:")[2].strip().rstrip(".")
        return one.replace(self._url.password, "…") if self._url.password else one


_SETTING = "RISKWALK_DATABASE_URL"


def _state(cause: BaseException) -> str:
    return getattr(cause, "sqlstate", "") or ""

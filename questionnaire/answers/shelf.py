"""Where an assessment lies: on the table, in the archive, or among what was deleted and can still be had back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy
from sqlalchemy import ColumnElement, Connection

from questionnaire.answers.database import Database
from questionnaire.answers.rows import TOKEN, checked, moment, written
from questionnaire.answers.tables import ABOUT_ONE, moves, variants

ACTIVE, ARCHIVED, DELETED = "active", "archived", "deleted"
UNDO_DAYS = 30
"""How long what was deleted can be had back; then it is erased."""
_PLACE = sqlalchemy.select(moves.c.to, moves.c.at).where(moves.c.token == TOKEN).order_by(moves.c.id.desc()).limit(1)


class Shelf:
    """Where the assessments behind one database lie."""

    def __init__(self, database: Database, time: Callable[[], str]):
        self._database, self._time = database, time

    def put(self, token: str, to: str, by: str) -> None:
        """Puts an assessment elsewhere: ACTIVE, ARCHIVED or DELETED. Raises StoreUnavailable."""
        with self._database.transaction(writes=True, token=token) as connection:
            connection.execute(moves.insert().values(token=token, at=self._time(), by=by, to=to))

    def where(self, token: str) -> tuple[str, datetime | None]:
        """Where it lies, and since when where it was ever moved. Raises StoreUnavailable."""
        if not self._database.exists():
            return ACTIVE, None
        with self._database.transaction(writes=False) as connection:
            return place_of(connection, token)

    def erase(self) -> int:
        """Erases what was deleted so long ago that it cannot be had back, with its variants; returns how many were
        deleted. Raises StoreUnavailable."""
        if not self._database.exists():
            return 0
        before = written(datetime.fromisoformat(self._time()) - timedelta(days=UNDO_DAYS))
        with self._database.transaction(writes=True) as connection:
            gone = connection.scalars(
                sqlalchemy.select(moves.c.token).where(_is_last(), moves.c.to == DELETED, moves.c.at < before)
            ).all()
            of_them = connection.scalars(sqlalchemy.select(variants.c.token).where(variants.c.of.in_(gone))).all()
            for token in dict.fromkeys((*of_them, *gone)):
                for table in ABOUT_ONE:
                    connection.execute(table.delete().where(table.c.token == token))
        return len(gone)


def place_of(connection: Connection, token: str) -> tuple[str, datetime | None]:
    """Where an assessment lies, and since when."""
    row = connection.execute(_PLACE, {"token": token}).one_or_none()
    return (ACTIVE, None) if row is None else (checked(row.to, str), moment(row.at))


def lies(token: ColumnElement[str], where: str) -> ColumnElement[bool]:
    """Whether an assessment lies there."""
    elsewhere = sqlalchemy.select(moves.c.token).where(_is_last())
    if where == ACTIVE:
        return token.not_in(elsewhere.where(moves.c.to != ACTIVE))
    return token.in_(elsewhere.where(moves.c.to == where))


def _is_last() -> ColumnElement[bool]:
    return moves.c.id.in_(sqlalchemy.select(sqlalchemy.func.max(moves.c.id)).group_by(moves.c.token))

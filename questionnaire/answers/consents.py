"""Whether the owner of an assessment allows it to be taken as it is, to try changes of the knowledge base on.

Nobody does unless they said so, and what they said last counts. A variant belongs to the first one, so one word holds
for both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy
from sqlalchemy import Connection

from questionnaire.answers.database import Database, StoreUnavailable
from questionnaire.answers.rows import UNKNOWN, last, moment
from questionnaire.answers.tables import consents
from questionnaire.answers.variants import first_of


class Consents:
    """What owners said behind one database."""

    def __init__(self, database: Database, time: Callable[[], str]):
        self._database, self._time = database, time

    def say(self, token: str, by: str, *, allowed: bool) -> None:
        """Keeps what the owner says; saying the same again changes nothing. Raises StoreUnavailable, also for a token
        that is not known."""
        with self._database.transaction(writes=True, token=token) as connection:
            first = first_of(connection, token)
            if last(connection, first) is None:
                raise StoreUnavailable(f"{UNKNOWN} Nothing was saved.")
            if allowed != (_since(connection, first) is not None):
                connection.execute(consents.insert().values(token=first, at=self._time(), by=by, allowed=allowed))

    def since(self, token: str) -> datetime | None:
        """Since when it is allowed; None where it is not, and where the token is not known. Raises StoreUnavailable."""
        if not self._database.exists():
            return None
        with self._database.transaction(writes=False) as connection:
            return _since(connection, first_of(connection, token))


def allowed_in(connection: Connection) -> frozenset[str]:
    """The assessments that can be taken as they are, by their tokens; their variants are not among them."""
    latest = sqlalchemy.select(sqlalchemy.func.max(consents.c.id)).group_by(consents.c.token)
    return frozenset(
        connection.scalars(sqlalchemy.select(consents.c.token).where(consents.c.id.in_(latest), consents.c.allowed))
    )


def _since(connection: Connection, token: str) -> datetime | None:
    row = connection.execute(
        sqlalchemy.select(consents.c.at, consents.c.allowed)
        .where(consents.c.token == token)
        .order_by(consents.c.id.desc())
        .limit(1)
    ).one_or_none()
    return moment(row.at) if row is not None and row.allowed else None

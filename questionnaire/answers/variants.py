"""Variants of an assessment: the same project tried another way, beside the first one.

A variant is an assessment that remembers which one it is of. That is always the first: a variant of a variant is one
more of the first. It belongs to the first, so that whoever has a part there has the same part in it, and it goes when
the first goes.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import Connection

from questionnaire.answers.database import Database
from questionnaire.answers.rows import TOKEN, checked, moment
from questionnaire.answers.shelf import ACTIVE, lies
from questionnaire.answers.tables import variants

_OF = sqlalchemy.select(variants.c.of).where(variants.c.token == TOKEN)
LONGEST_NAME = 80
"""Characters in the name of a variant."""


class Variant(NamedTuple):
    """One variant, what it is called, and since when there is one."""

    token: str
    name: str
    at: datetime


class Variants:
    """The variants behind one database."""

    def __init__(self, database: Database):
        self._database = database

    def first(self, token: str) -> str:
        """The assessment that this one is a variant of; itself where it is of none. Raises StoreUnavailable."""
        if not self._database.exists():
            return token
        with self._database.transaction(writes=False) as connection:
            return first_of(connection, token)

    def of(self, first: str) -> tuple[Variant, ...]:
        """The variants of an assessment that are not put away, the oldest first. Raises StoreUnavailable."""
        if not self._database.exists():
            return ()
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(variants)
                .where(variants.c.of == first, lies(variants.c.token, ACTIVE))
                .order_by(variants.c.at, variants.c.token)
            ).all()
        return tuple(Variant(checked(row.token, str), checked(row.name, str), moment(row.at)) for row in rows)


def first_of(connection: Connection, token: str) -> str:
    """The assessment that this one is a variant of; itself where it is of none."""
    found = connection.scalar(_OF, {"token": token})
    return token if found is None else checked(found, str)

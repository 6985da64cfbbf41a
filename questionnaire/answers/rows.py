"""What all parts of the store read off rows: times, values, the last revision. What is damaged is said."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any

import sqlalchemy
from msgspec import Meta, convert
from sqlalchemy import Connection

from questionnaire.answers.changes import Value
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.tables import assessments, events

UNKNOWN = "There is no assessment with this address on this machine."
UNREADABLE = "What is kept of this assessment is damaged and cannot be read. Restore a copy of the file of assessments."

TOKEN = sqlalchemy.bindparam("token")
"""An assessment, in a statement that is made once: making one anew takes longer than asking it."""

_NEWEST = (
    sqlalchemy.select(events.c.revision)
    .where(events.c.token == assessments.c.token)
    .order_by(events.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_LAST = sqlalchemy.select(assessments.c.token, _NEWEST).where(
    assessments.c.token.in_(sqlalchemy.bindparam("tokens", expanding=True))
)


def last(connection: Connection, token: str) -> int | None:
    """The last revision, 0 where nothing was said yet; None where the token is not known."""
    return last_of_each(connection, (token,)).get(token)


def last_of_each(connection: Connection, tokens: Collection[str]) -> dict[str, int]:
    """The last revisions of those of the assessments that are known, 0 where nothing was said yet."""
    rows = connection.execute(_LAST, {"tokens": tuple(tokens)})
    return {token: checked(revision or 0, int) for token, revision in rows}


def value(text: object) -> Value:
    """What a column of JSON holds."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise StoreUnavailable(UNREADABLE) from error


def checked(found: object, kind: Any) -> Any:
    """What a column holds, if it is of this kind."""
    try:
        return convert(found, kind)
    except ValueError as error:
        raise StoreUnavailable(UNREADABLE) from error


def moment(found: object) -> datetime:
    """The time that a column holds."""
    return checked(found, Annotated[datetime, Meta(tz=True)])


def written(at: datetime) -> str:
    """A time as columns hold it: two of them compare as texts do."""
    return at.isoformat(timespec="milliseconds")

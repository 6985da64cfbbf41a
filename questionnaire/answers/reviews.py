"""Reviews as the store keeps them: entries that are appended, and what stood when an edition was decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, NamedTuple

import msgspec
import sqlalchemy
from sqlalchemy import Connection, Row

from questionnaire.answers.database import Database, StoreUnavailable
from questionnaire.answers.review import (
    ACTIONS,
    DECIDED,
    DRAFT,
    Entry,
    NotAllowed,
    Review,
    Said,
    Step,
    refusal,
    review_of,
    role_for,
)
from questionnaire.answers.rows import TOKEN, UNKNOWN, UNREADABLE, checked, last
from questionnaire.answers.tables import editions, levels, review_entries

_STEP = "step"
_ENTRIES = sqlalchemy.select(review_entries).where(review_entries.c.token == TOKEN).order_by(review_entries.c.id)
_LAST_STEP = (
    sqlalchemy.select(review_entries.c.content)
    .where(review_entries.c.token == TOKEN, review_entries.c.kind == _STEP)
    .order_by(review_entries.c.id.desc())
    .limit(1)
)
_ROW = tuple[int, str, Annotated[datetime, msgspec.Meta(tz=True)], str, str, str, int, str, str]
"""A row of entries, checked in one go."""
_MANY = 500
"""Tokens asked for in one question: databases limit how many values one may hold."""


class Who(NamedTuple):
    """Who makes an entry: the browser as the store keeps it, the person's name, and the roles that they have."""

    by: str
    name: str
    roles: frozenset[str]


class Kept(NamedTuple):
    """What stood when an edition was decided, both as JSON."""

    answers: str
    result: str


class Standing(NamedTuple):
    """One assessment in a list: its review, and the level that was worked out last, with the revision that it is of;
    empty where it was never worked out by this knowledge base."""

    review: Review
    level: str = ""
    revision: int = -1


class Noted(NamedTuple):
    """A level that was worked out, for which revision of the answers, and the digest of the knowledge base used."""

    level: str
    revision: int
    knowledge: str


def digest(text: str) -> str:
    """The SHA-256 of a text, as a decision holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Reviews:
    """The reviews behind one database."""

    def __init__(self, database: Database, time: Callable[[], str]):
        self._database, self._time = database, time

    def of(self, token: str) -> Review:
        """The review as it stands; a draft where nothing was said. Raises StoreUnavailable."""
        if not self._database.exists():
            return Review()
        with self._database.transaction(writes=False) as connection:
            return review_in(connection, token)

    def add(self, token: str, entry: Entry, who: Who, *, seen: int, kept: Kept | None = None) -> Review:
        """Appends an entry of somebody who saw the revision `seen`; returns the review after it.

        A step about answers that have changed since is refused, and so is a decision whose digests are not those of
        what is `kept` with it. Raises NotAllowed, and StoreUnavailable; nothing is saved then.
        """
        at = self._time()
        with self._database.transaction(writes=True, token=token) as connection:
            revision = last(connection, token)
            if revision is None:
                raise StoreUnavailable(f"{UNKNOWN} Nothing was saved.")
            before = review_in(connection, token)
            if why := refusal(before, entry, who.roles, who.name):
                raise NotAllowed(why)
            if isinstance(entry, Step):
                if seen != revision:
                    raise NotAllowed("The answers were changed in the meantime. Look at them again first.")
                if ACTIONS[entry.action].after in DECIDED:
                    _keep(connection, token, before.edition.number, entry, kept)
            connection.execute(
                review_entries.insert().values(
                    token=token,
                    at=at,
                    by=who.by,
                    name=who.name.strip(),
                    role=role_for(entry, who.roles),
                    revision=revision,
                    kind=str(type(entry).__struct_config__.tag),
                    content=msgspec.json.encode(entry).decode(),
                )
            )
            return review_in(connection, token)

    def kept(self, token: str, edition: int) -> Kept | None:
        """What stood when the edition was decided; None where it was not."""
        with self._database.transaction(writes=False) as connection:
            row = connection.execute(
                sqlalchemy.select(editions.c.answers, editions.c.result).where(
                    editions.c.token == token, editions.c.number == edition
                )
            ).one_or_none()
        return None if row is None else Kept(checked(row.answers, str), checked(row.result, str))

    def name_of(self, by: str) -> str:
        """What this browser's person called themself last; empty where they never said."""
        if not by or not self._database.exists():
            return ""
        with self._database.transaction(writes=False) as connection:
            found = connection.scalar(
                sqlalchemy.select(review_entries.c.name)
                .where(review_entries.c.by == by)
                .order_by(review_entries.c.id.desc())
                .limit(1)
            )
        return checked(found or "", str)

    def standings(self, tokens: Iterable[str], knowledge: str) -> dict[str, Standing]:
        """The reviews of several assessments, and their levels by the knowledge base with this digest. Raises
        StoreUnavailable."""
        wanted = list(tokens)
        said: dict[str, list[Said]] = defaultdict(list)
        known: dict[str, tuple[str, int]] = {}
        with self._database.transaction(writes=False) as connection:
            for at in range(0, len(wanted), _MANY):
                some = wanted[at : at + _MANY]
                rows = connection.execute(
                    sqlalchemy.select(review_entries)
                    .where(review_entries.c.token.in_(some))
                    .order_by(review_entries.c.id)
                )
                for row in rows:
                    said[row.token].append(_said(row))
                found = connection.execute(
                    sqlalchemy.select(levels).where(levels.c.token.in_(some), levels.c.knowledge == knowledge)
                )
                known |= {row.token: (checked(row.level, str), checked(row.revision, int)) for row in found}
        nothing = Review()
        reviews = {token: review_of(entries) for token, entries in said.items()}
        return {token: Standing(reviews.get(token, nothing), *known.get(token, ())) for token in wanted}

    def noted(self, tokens: Iterable[str]) -> dict[str, Noted]:
        """The levels that were worked out last, by whatever knowledge base, of those that have one. Raises
        StoreUnavailable."""
        wanted, rows = list(tokens), []
        which = sqlalchemy.select(levels.c.token, levels.c.level, levels.c.revision, levels.c.knowledge)
        with self._database.transaction(writes=False) as connection:
            for at in range(0, len(wanted), _MANY):
                rows += map(tuple, connection.execute(which.where(levels.c.token.in_(wanted[at : at + _MANY]))))
        return {token: Noted(*said) for token, *said in checked(rows, list[tuple[str, str, int, str]])}

    def note_levels(self, worked_out: Mapping[str, Noted]) -> None:
        """Keeps these levels, in place of earlier ones, all or none. Raises StoreUnavailable."""
        if not worked_out:
            return
        rows = [{"token": token, **noted._asdict()} for token, noted in worked_out.items()]
        with self._database.transaction(writes=True) as connection:
            connection.execute(
                levels.delete().where(levels.c.token == sqlalchemy.bindparam("of")),
                [{"of": token} for token in worked_out],
            )
            connection.execute(levels.insert(), rows)

    def note_level(self, token: str, revision: int, knowledge: str, level: str) -> None:
        """Keeps the level that was worked out for these answers, in place of an earlier one."""
        with self._database.transaction(writes=True, token=token) as connection:
            connection.execute(levels.delete().where(levels.c.token == token))
            connection.execute(levels.insert().values(token=token, revision=revision, knowledge=knowledge, level=level))


def state_of(connection: Connection, token: str) -> str:
    """The state that the last step led to."""
    content = connection.scalar(_LAST_STEP, {"token": token})
    if content is None:
        return DRAFT
    step = _entry(content)
    return ACTIONS[step.action].after if isinstance(step, Step) else DRAFT


def _keep(connection: Connection, token: str, number: int, entry: Step, kept: Kept | None) -> None:
    if kept is None or (digest(kept.answers), digest(kept.result)) != (entry.answers_digest, entry.result_digest):
        raise NotAllowed("A decision needs what it is about.")
    connection.execute(editions.insert().values(token=token, number=number, answers=kept.answers, result=kept.result))


def review_in(connection: Connection, token: str) -> Review:
    """The review as it stands."""
    return review_of([_said(row) for row in connection.execute(_ENTRIES, {"token": token})])


def _said(row: Row) -> Said:
    identity, _, at, by, name, role, revision, _, content = checked(tuple(row), _ROW)
    return Said(identity, at, by, name, role, revision, _entry(content))


def _entry(content: object) -> Entry:
    try:
        entry = msgspec.json.decode(str(content), type=Entry)
    except (ValueError, RecursionError) as error:
        raise StoreUnavailable(UNREADABLE) from error
    if isinstance(entry, Step) and entry.action not in ACTIONS:
        raise StoreUnavailable(UNREADABLE)
    return entry

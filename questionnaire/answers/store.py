"""What was begun and answered on this machine, kept so that nothing that was confirmed is ever lost.

Every change is appended as an event with its old and new value; the answers of an assessment are the replay of its
events and are kept nowhere else.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import sqlalchemy
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Row
from sqlalchemy.engine import URL

from questionnaire.answers.answers import Answers
from questionnaire.answers.asked import ABOUT_A_QUESTION, Asked, Asking, Ids, asked_in, limited_to
from questionnaire.answers.changes import Change, Value, answers_of, values
from questionnaire.answers.consents import Consents, allowed_in
from questionnaire.answers.database import Database, StoreUnavailable, checked_url
from questionnaire.answers.review import EDITABLE, Review
from questionnaire.answers.reviews import Reviews, review_in, state_of
from questionnaire.answers.rows import UNKNOWN, UNREADABLE, checked, last_of_each, moment, value, written
from questionnaire.answers.rows import last as _last
from questionnaire.answers.sharing import Sharing, ended, roles_in_first, shared
from questionnaire.answers.shelf import ACTIVE, DELETED, Shelf, lies, place_of
from questionnaire.answers.tables import LATEST, assessments, events, variants
from questionnaire.answers.variants import Variants, first_of

FOLDER, FILE = ".riskwalk", "assessments.sqlite3"
ONE_QUESTION = "You were asked one question, and can change nothing else here."
_STANDS = (
    sqlalchemy.select(events.c.new, events.c.revision, events.c.by)
    .where(*(column == sqlalchemy.bindparam(column.name) for column in (events.c.token, events.c.field, events.c.name)))
    .where(events.c.applied)
    .order_by(events.c.id.desc())
    .limit(1)
)
UNDER_REVIEW = "These answers are in review, or decided, and cannot be changed as they are."


class Refused(Exception):
    """A change that cannot be; nothing was saved. The message is one plain sentence for the reader."""

    def __init__(self, change: Change, why: str):
        self.change = change
        super().__init__(why)


class Event(Struct, frozen=True):
    """What was said when, and by whom where that is known. Not `applied`: another tab was first; the value is kept
    here and does not count."""

    at: datetime
    revision: int
    field: str
    name: str
    old: Value
    new: Value
    applied: bool
    by: str = ""


class Saved(Struct, frozen=True):
    """One assessment as it stands, and the revision to name when saving the next change."""

    token: str
    begun: datetime
    changed: datetime
    revision: int
    answers: Answers


class Begun(Struct, frozen=True):
    """One assessment in a list: its name, and how many questions have an answer. Not `readable`: what is kept of it is
    damaged; its name is then empty and its times may be None."""

    token: str
    name: str
    begun: datetime | None
    changed: datetime | None
    answers: int
    readable: bool = True


class Listed(NamedTuple):
    """One assessment in the list of all; `name` is empty where none was given."""

    token: str
    name: str
    revision: int


class Taken(NamedTuple):
    """An assessment without its token: its answers, None where what is kept of it is damaged, and whether its owner
    allows it to be taken as it is."""

    answers: Answers | None
    whole: bool


class Recorded(Struct, frozen=True):
    """The changes are on the disk. `overtaken`: something else was changed elsewhere meanwhile; replay to see it."""

    revision: int
    at: datetime
    overtaken: bool


class Clash(Struct, frozen=True):
    """One field that was changed elsewhere first: what stands there and by whom, and what was to be saved."""

    field: str
    name: str
    saved: Value
    yours: Value
    by: str = ""


class Conflict(Struct, frozen=True):
    """Another tab changed the same fields first. Its values stand; yours are in the history and do not count; the
    changes that clash with nothing are saved. To insist, record them again under `revision`."""

    revision: int
    at: datetime
    clashes: tuple[Clash, ...]


class _Current(NamedTuple):
    """What stands in a field, and since which revision; 0 where nobody said anything."""

    value: Value
    revision: int
    by: str = ""


def default_url(environment: Mapping[str, str] = os.environ) -> URL:
    """The address of the store: the database that RISKWALK_DATABASE_URL names, else a file in the folder that
    RISKWALK_DATA names, else in a folder beside the project. Raises StoreUnavailable where the first is no address."""
    if address := environment.get("RISKWALK_DATABASE_URL", "").strip():
        return checked_url(address)
    named = environment.get("RISKWALK_DATA")
    folder = Path(named).expanduser() if named else Path(__file__).resolve().parents[2] / FOLDER
    return URL.create("sqlite", database=str(folder.absolute() / FILE))


def _now() -> datetime:
    return datetime.now(UTC)


def _anything(_change: Change) -> str:
    return ""


def _itself(question: str) -> frozenset[str]:
    return frozenset({question})


class Store:
    """The assessments behind one database address. Opens nothing and creates nothing until it is used.

    `refusal` says why a change cannot be, or nothing; `ids` gives every id that a question has or had.
    """

    def __init__(
        self,
        url: str | URL,
        clock: Callable[[], datetime] = _now,
        timeout: float = 10.0,
        refusal: Callable[[Change], str] = _anything,
        ids: Ids = _itself,
    ):
        self.clock, self.refusal, self._ids = clock, refusal, ids
        self._database = Database(url, timeout)
        self.file = self._database.file
        self.reviews = Reviews(self._database, self._time)
        self.sharing = Sharing(self._database, self._time)
        self.asking = Asking(self._database, self.sharing, self._time)
        self.shelf = Shelf(self._database, self._time)
        self.consents = Consents(self._database, self._time)
        self.variants = Variants(self._database)

    @property
    def read_only(self) -> str:
        """Why nothing can be saved here, in a sentence, as far as the last look could tell; else empty."""
        return self._database.read_only

    def begin(self, answers: Answers | None = None, by: str = "", *, of: str = "", called: str = "") -> str:
        """Begins an assessment with these answers, all in one transaction; returns its unguessable token.

        The answers are those of a file or of a worked case, which were checked when they were read. With `of` it is a
        variant of that one, `called` by this name. Raises StoreUnavailable.
        """
        token, at = secrets.token_urlsafe(24), self._time()
        with self._database.transaction(writes=True, token=token) as connection:
            connection.execute(assessments.insert().values(token=token, begun=at, by=by))
            if of:
                first = first_of(connection, of)
                if _last(connection, first) is None:
                    raise StoreUnavailable(f"{UNKNOWN} Nothing was saved.")
                connection.execute(variants.insert().values(token=token, of=first, name=called, at=at))
            for (field, name), said in values(answers or Answers()).items():
                _append(connection, token, 1, at, Change(field, name, None, said, 0, by), None, applied=True)
        return token

    def record(self, token: str, made: Iterable[Change]) -> Recorded | Conflict:
        """Appends the changes in their order, in one transaction; once this returns they are on the disk.

        A change clashes where its field was changed after the revision that it names, and holds now neither what the
        change saw nor what it wants. Returns Conflict where any does. Raises Refused where a change cannot be, and
        StoreUnavailable, also for a token that is not known; nothing is saved then.
        """
        at, made = self._time(), tuple(made)
        with self._database.transaction(writes=True, token=token) as connection:
            last = _last(connection, token)
            if last is None:
                raise StoreUnavailable(f"{UNKNOWN} Nothing was saved.")
            if made and state_of(connection, token) not in EDITABLE:
                raise Refused(made[0], UNDER_REVIEW)
            for by in {change.by for change in made}:
                theirs = limited_to(connection, token, by, at, self._ids)
                if theirs is None:
                    continue
                for change in made:
                    if change.by == by and not (change.field in ABOUT_A_QUESTION and change.name in theirs):
                        raise Refused(change, ONE_QUESTION)
            clashes, reached = [], last
            for given in made:
                change = _plain(given)
                if why := self.refusal(change):
                    raise Refused(given, why)
                known = _current(connection, token, change)
                if known.value == change.new:
                    continue
                clash = change.revision < known.revision <= last and known.value != change.old
                if clash:
                    clashes.append(Clash(change.field, change.name, known.value, change.new, known.by))
                reached = last + 1
                _append(connection, token, reached, at, change, known.value, applied=not clash)
        if clashes:
            return Conflict(reached, moment(at), tuple(clashes))
        return Recorded(reached, moment(at), overtaken=any(change.revision < last for change in made))

    def revision(self, token: str) -> int | None:
        """The last revision of the assessment, or None where the token is not known. Raises StoreUnavailable."""
        return self.revisions((token,)).get(token)

    def revisions(self, tokens: Collection[str]) -> dict[str, int]:
        """The last revisions of those of the assessments that are known. Raises StoreUnavailable."""
        if not self._database.exists():
            return {}
        with self._database.transaction(writes=False) as connection:
            return last_of_each(connection, tokens)

    def last_changes(self, token: str, after: int) -> dict[tuple[str, str], str]:
        """Who changed each field last of those that were changed after this revision. Raises StoreUnavailable."""
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(events.c.field, events.c.name, events.c.by)
                .where(events.c.token == token, events.c.revision > after, events.c.applied)
                .order_by(events.c.id)
            )
            return {(row.field, row.name): row.by for row in rows}

    def replay(self, token: str, until: int | None = None) -> Saved | None:
        """The assessment as it stands, or as it stood at the revision `until`; None where the token is not known.

        Raises StoreUnavailable, also where what is kept of it is damaged.
        """
        if not self._database.exists():
            return None
        with self._database.transaction(writes=False) as connection:
            begun = connection.scalar(sqlalchemy.select(assessments.c.begun).where(assessments.c.token == token))
            return None if begun is None else _saved(connection, token, begun, until)

    def history(self, token: str) -> tuple[Event, ...]:
        """All events of an assessment, the oldest first; none where the token is not known. Raises StoreUnavailable,
        also where what is kept of it is damaged."""
        if not self._database.exists():
            return ()
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(events).where(events.c.token == token).order_by(events.c.id)
            ).all()
        return tuple(_event(row) for row in rows)

    def begun(self, by: str, limit: int = 20, where: str = ACTIVE) -> tuple[Begun, ...]:
        """What was begun or changed by this one, or is shared with them, the last changed first; empty for what is of
        nobody known. `where` it lies: on the table, in the archive, or among what was deleted. Variants are not on the
        table by themselves.

        What is damaged is in the list as such. Raises StoreUnavailable.
        """
        if not self._database.exists():
            return ()
        theirs = _theirs(by, self._time())
        if where == ACTIVE:
            theirs &= ~_is_a_variant()
        changed = sqlalchemy.func.coalesce(sqlalchemy.func.max(events.c.at), assessments.c.begun).label("changed")
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(assessments.c.token, assessments.c.begun, changed)
                .outerjoin_from(assessments, events)
                .where(theirs & lies(assessments.c.token, where))
                .group_by(assessments.c.token, assessments.c.begun)
                .order_by(changed.desc(), assessments.c.token)
                .limit(limit)
            ).all()
            return tuple(_listed(connection, row) for row in rows)

    def catalogue(self, by: str) -> tuple[Listed, ...]:
        """All that `begun` lists of what is on the table, the last changed first, in one question however many there
        are. Raises StoreUnavailable."""
        if not self._database.exists():
            return ()
        theirs = _theirs(by, self._time()) & lies(assessments.c.token, ACTIVE) & ~_is_a_variant()
        of_it = events.c.token == assessments.c.token
        last = sqlalchemy.select(sqlalchemy.func.max(events.c.id)).where(of_it).correlate(assessments).scalar_subquery()
        revision = _newest(events.c.revision, of_it)
        name = _newest(events.c.new, of_it, events.c.field == "project", events.c.name == "name", events.c.applied)
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(assessments.c.token, revision.label("revision"), name.label("named"))
                .where(theirs)
                .order_by(sqlalchemy.func.coalesce(last, 0).desc(), assessments.c.token)
            ).all()
        return tuple(
            Listed(
                row.token, str(value(row.named) or "") if row.named is not None else "", checked(row.revision or 0, int)
            )
            for row in rows
        )

    def everything(self, progress: Callable[[int, int], None]) -> tuple[Taken, ...] | None:
        """All that is kept, variants and archived ones too, but nothing that was deleted, as it stood at one moment,
        in an order that says nothing of when it was begun; None where there is no store.

        `progress` is told how many were read, and of how many. Raises StoreUnavailable.
        """
        if not self._database.exists():
            return None
        first = sqlalchemy.func.coalesce(variants.c.of, assessments.c.token)
        found = []
        with self._database.transaction(writes=False) as connection:
            allowed = allowed_in(connection)
            rows = connection.execute(
                sqlalchemy.select(assessments.c.token, assessments.c.begun, first.label("first"))
                .outerjoin_from(assessments, variants, variants.c.token == assessments.c.token)
                .where(~lies(assessments.c.token, DELETED), ~lies(first, DELETED))
                .order_by(assessments.c.token)
            ).all()
            for row in rows:
                found.append(Taken(_answers(connection, row), row.first in allowed))
                progress(len(found), len(rows))
        return tuple(found)

    def part(self, token: str, by: str) -> tuple[frozenset[str], Review, tuple[Asked, ...]] | None:
        """The roles of this browser in an assessment, its review, and the questions that people were asked; None for
        what was deleted, and where nothing was ever kept. Raises StoreUnavailable."""
        if not self._database.exists():
            return None
        with self._database.transaction(writes=False) as connection:
            first = first_of(connection, token)
            if any(place_of(connection, each)[0] == DELETED for each in {token, first}):
                return None
            roles = roles_in_first(connection, first, by, self._time())
            return roles, review_in(connection, token), asked_in(connection, token, self._ids)

    def stamp(self) -> tuple[object, ...]:
        """Another one whenever something was said, moved, shared or withdrawn since. Raises StoreUnavailable."""
        if not self._database.exists():
            return ()
        latest = [sqlalchemy.func.max(column) for column in LATEST]
        with self._database.transaction(writes=False) as connection:
            highest = [connection.scalar(sqlalchemy.select(one)) for one in latest]
            return (*highest, self._database.moment(connection))

    def close(self) -> None:
        """Gives back what is open; the store can be used again."""
        self._database.close()

    def _time(self) -> str:
        return written(self.clock().astimezone(UTC))


def _theirs(by: str, at: str) -> ColumnElement[bool]:
    """Whether an assessment was begun or changed by this one, or is shared with them at the time."""
    theirs: ColumnElement[bool] = assessments.c.by == by
    if by:
        changed_by_them = assessments.c.token.in_(sqlalchemy.select(events.c.token).where(events.c.by == by))
        theirs |= assessments.c.token.in_(shared(by, at))
        theirs |= changed_by_them & ~assessments.c.token.in_(ended(by, at))
    return theirs


def _newest(column: ColumnElement, *of_it: ColumnElement[bool]) -> ColumnElement:
    """The column of the newest event of each assessment among those that are so. One look into an index each takes a
    third of the time of grouping all events."""
    newest = sqlalchemy.select(column).where(*of_it).order_by(events.c.id.desc()).limit(1)
    return newest.correlate(assessments).scalar_subquery()


def _is_a_variant() -> ColumnElement[bool]:
    """Whether an assessment is listed with another one, not by itself."""
    return assessments.c.token.in_(sqlalchemy.select(variants.c.token))


# --- rows -------------------------------------------------------------------------------------------------------------


def _append(
    connection: Connection, token: str, revision: int, at: str, change: Change, old: Value, *, applied: bool
) -> None:
    connection.execute(
        events.insert().values(
            token=token,
            revision=revision,
            at=at,
            field=change.field,
            name=change.name,
            old=json.dumps(old),
            new=json.dumps(change.new),
            applied=applied,
            by=change.by,
        )
    )


def _current(connection: Connection, token: str, change: Change) -> _Current:
    asked = {"token": token, "field": change.field, "name": change.name}
    row = connection.execute(_STANDS, asked).one_or_none()
    return _Current(None, 0) if row is None else _Current(value(row.new), checked(row.revision, int), row.by)


def _saved(connection: Connection, token: str, begun: object, until: int | None) -> Saved:
    counted = [events.c.token == token, events.c.applied]
    reached = sqlalchemy.select(events.c.revision, events.c.at).where(events.c.token == token)
    if until is not None:
        counted.append(events.c.revision <= until)
        reached = reached.where(events.c.revision <= until)
    latest = sqlalchemy.select(sqlalchemy.func.max(events.c.id)).where(*counted)
    rows = connection.execute(
        sqlalchemy.select(events.c.field, events.c.name, events.c.new)
        .where(events.c.id.in_(latest.group_by(events.c.field, events.c.name)))
        .order_by(events.c.id)
    )
    said = {(row.field, row.name): value(row.new) for row in rows}
    last = connection.execute(reached.order_by(events.c.id.desc()).limit(1)).one_or_none()
    try:
        answers = answers_of(said)
    except ValueError as error:
        raise StoreUnavailable(UNREADABLE) from error
    since = moment(begun)
    if last is None:
        return Saved(token, since, since, 0, answers)
    return Saved(token, since, moment(last.at), checked(last.revision, int), answers)


def _answers(connection: Connection, row: Row) -> Answers | None:
    try:
        return _saved(connection, row.token, row.begun, None).answers
    except StoreUnavailable:
        return None


def _listed(connection: Connection, row: Row) -> Begun:
    try:
        saved = _saved(connection, row.token, row.begun, None)
    except StoreUnavailable:
        return Begun(row.token, "", None, None, 0, readable=False)
    return Begun(
        row.token, saved.answers.project.get("name", ""), saved.begun, saved.changed, len(saved.answers.answers)
    )


def _event(row: Row) -> Event:
    return Event(
        moment(row.at),
        checked(row.revision, int),
        checked(row.field, str),
        checked(row.name, str),
        value(row.old),
        value(row.new),
        row.applied,
        checked(row.by, str),
    )


def _plain(change: Change) -> Change:
    """The change with its values as they come back from the disk: lists, no tuples."""
    old, new = (json.loads(json.dumps(said)) for said in (change.old, change.new))
    return Change(change.field, change.name, old, new, change.revision, change.by)

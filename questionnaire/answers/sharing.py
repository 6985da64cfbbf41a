"""Who has which part in an assessment, by having begun it or by an invitation that they took.

An invitation is a secret that is handed on once. Only its digest is kept, so that whoever reads the store can pass for
nobody. What an invitation gives ends with it: when it is withdrawn, and when its time is over.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy
from msgspec import Struct
from sqlalchemy import Connection, Select

from questionnaire.answers.database import Database, StoreUnavailable
from questionnaire.answers.review import ANSWERER, AUTHOR, INVITED, LONGEST_LINE, OWNER, NotAllowed
from questionnaire.answers.rows import TOKEN, UNKNOWN, checked, moment, written
from questionnaire.answers.tables import assessments, events, invitations, members
from questionnaire.answers.variants import first_of

MOST_DAYS = 366
_BYTES = 32
_OWNER = sqlalchemy.select(assessments.c.by).where(assessments.c.token == TOKEN)
_TOOK = (
    sqlalchemy.select(invitations.c.role, invitations.c.withdrawn, invitations.c.expires)
    .join(members, members.c.invitation == invitations.c.id)
    .where(members.c.by == sqlalchemy.bindparam("by"), members.c.token == TOKEN)
)


class Member(Struct, frozen=True):
    """Who took an invitation, and when."""

    name: str
    at: datetime


class Invitation(Struct, frozen=True):
    """An invitation without its secret. `label` says for whom it is meant; `withdrawn` is None while it stands."""

    id: int
    role: str
    label: str
    at: datetime
    expires: datetime
    withdrawn: datetime | None
    members: tuple[Member, ...] = ()


class Offer(NamedTuple):
    """What an invitation that stands offers whoever holds its secret."""

    role: str
    label: str


class Sharing:
    """The invitations behind one database, and what they give."""

    def __init__(self, database: Database, time: Callable[[], str]):
        self._database, self._time = database, time

    def invite(self, token: str, role: str, label: str, days: int) -> str:
        """Makes an invitation that stands for so many days; returns its secret, which is kept nowhere.

        Raises NotAllowed, and StoreUnavailable.
        """
        if role not in INVITED:
            raise NotAllowed("There is no such role.")
        return self.make(token, role, label, days)

    def make(
        self,
        token: str,
        role: str,
        label: str,
        days: int,
        about: Callable[[Connection, int], None] = lambda _connection, _invitation: None,
    ) -> str:
        """The same for any role; `about` adds in the same transaction what the invitation is about."""
        if not 1 <= days <= MOST_DAYS:
            raise NotAllowed(f"An invitation stands for 1 to {MOST_DAYS} days.")
        if len(label) > LONGEST_LINE:
            raise NotAllowed(f"This has {len(label):,} characters. At most {LONGEST_LINE:,} can be kept here.")
        secret, at = secrets.token_urlsafe(_BYTES), self._time()
        until = written(datetime.fromisoformat(at) + timedelta(days=days))
        with self._database.transaction(writes=True, token=token) as connection:
            token = first_of(connection, token)
            if _owner(connection, token) is None:
                raise StoreUnavailable(f"{UNKNOWN} Nothing was saved.")
            made = connection.execute(
                invitations.insert().values(
                    token=token, digest=_digest(secret), role=role, label=label.strip(), at=at, expires=until
                )
            )
            (number,) = tuple(made.inserted_primary_key or ())
            about(connection, number)
        return secret

    def offer(self, secret: str) -> Offer | None:
        """What the invitation offers; None where there is none, whatever became of it. Raises StoreUnavailable."""
        if not self._database.exists():
            return None
        with self._database.transaction(writes=False) as connection:
            row = _standing(connection, secret, self._time())
        return None if row is None else Offer(checked(row.role, str), checked(row.label, str))

    def accept(self, secret: str, by: str, name: str) -> str | None:
        """Gives this browser what the invitation offers; returns the token of the assessment, None where there is no
        such invitation, whatever became of it. Taking it twice changes nothing. Raises StoreUnavailable."""
        if not by or not self._database.exists():
            return None
        at = self._time()
        with self._database.transaction(writes=True) as connection:
            row = _standing(connection, secret, at)
            if row is None:
                return None
            known = connection.scalar(
                sqlalchemy.select(members.c.id).where(members.c.invitation == row.id, members.c.by == by)
            )
            if known is None and _owner(connection, row.token) != by:
                connection.execute(
                    members.insert().values(
                        invitation=row.id, token=row.token, by=by, name=name.strip()[:LONGEST_LINE], at=at
                    )
                )
            return checked(row.token, str)

    def withdraw(self, token: str, invitation: int) -> None:
        """Ends an invitation and what it gave. Raises StoreUnavailable."""
        with self._database.transaction(writes=True, token=token) as connection:
            first = first_of(connection, token)
            connection.execute(
                invitations.update()
                .where(invitations.c.token == first, invitations.c.id == invitation, invitations.c.withdrawn == "")
                .values(withdrawn=self._time())
            )

    def invitations(self, token: str) -> tuple[Invitation, ...]:
        """The invitations to take part in an assessment, the newest first, with who took them; those to answer one
        question are apart. Raises StoreUnavailable."""
        if not self._database.exists():
            return ()
        with self._database.transaction(writes=False) as connection:
            token = first_of(connection, token)
            took: dict[int, list[Member]] = {}
            for row in connection.execute(
                sqlalchemy.select(members).where(members.c.token == token).order_by(members.c.id)
            ):
                took.setdefault(row.invitation, []).append(Member(checked(row.name, str), moment(row.at)))
            rows = connection.execute(
                sqlalchemy.select(invitations)
                .where(invitations.c.token == token, invitations.c.role != ANSWERER)
                .order_by(invitations.c.id.desc())
            ).all()
        return tuple(
            Invitation(
                row.id,
                checked(row.role, str),
                checked(row.label, str),
                moment(row.at),
                moment(row.expires),
                moment(row.withdrawn) if row.withdrawn else None,
                tuple(took.get(row.id, ())),
            )
            for row in rows
        )

    def roles(self, token: str, by: str) -> frozenset[str]:
        """The roles of this browser in an assessment; none where the token is not known, or is no business of theirs.

        Who began it is its owner. Who changed it while its address was the only key to it stays an author. What was
        begun by nobody known has no other key than its address. In a variant they are those of the first one. Raises
        StoreUnavailable.
        """
        return self.roles_in([token], by)[token]

    def roles_in(self, tokens: Iterable[str], by: str) -> dict[str, frozenset[str]]:
        """The same for several assessments."""
        wanted = list(dict.fromkeys(tokens))
        found: dict[str, frozenset[str]] = dict.fromkeys(wanted, frozenset())
        if not self._database.exists():
            return found
        with self._database.transaction(writes=False) as connection:
            at = self._time()
            for token in wanted:
                found[token] = roles_of(connection, token, by, at)
        return found

    def name_of(self, token: str, by: str) -> str:
        """What somebody called themself when they took an invitation; empty where they took none."""
        if not by or not self._database.exists():
            return ""
        with self._database.transaction(writes=False) as connection:
            return checked(
                connection.scalar(
                    sqlalchemy.select(members.c.name)
                    .where(members.c.token == token, members.c.by == by)
                    .order_by(members.c.id.desc())
                    .limit(1)
                )
                or "",
                str,
            )


def shared(by: str, at: str) -> Select:
    """The tokens in which this browser has a part by an invitation that stands at the time. Who is asked one question
    has none: the rest is not theirs to see."""
    stands = _memberships(by).where(invitations.c.withdrawn == "", invitations.c.expires > at)
    return stands.where(invitations.c.role != ANSWERER)


def ended(by: str, at: str) -> Select:
    """The tokens in which this browser once had a part by invitation, and has none any more."""
    return _memberships(by).where(members.c.token.not_in(shared(by, at)))


def _memberships(by: str) -> Select:
    return (
        sqlalchemy.select(members.c.token)
        .join(invitations, invitations.c.id == members.c.invitation)
        .where(members.c.by == by)
    )


def roles_of(connection: Connection, token: str, by: str, at: str) -> frozenset[str]:
    """The roles of this browser in an assessment at this time, as `Sharing.roles` says them."""
    return roles_in_first(connection, first_of(connection, token), by, at)


def roles_in_first(connection: Connection, token: str, by: str, at: str) -> frozenset[str]:
    """The same in one that is a variant of no other."""
    owner = _owner(connection, token)
    if owner is None:
        return frozenset()
    if by and owner == by:
        return frozenset({OWNER})
    if by:
        took = connection.execute(_TOOK, {"by": by, "token": token}).all()
        if took:
            return frozenset(row.role for row in took if not row.withdrawn and row.expires > at)
    if owner == "":
        return frozenset({OWNER})
    changed = sqlalchemy.select(events.c.id).where(events.c.by == by, events.c.token == token).limit(1)
    return frozenset({AUTHOR}) if by and connection.scalar(changed) is not None else frozenset()


def _owner(connection: Connection, token: str) -> str | None:
    return connection.scalar(_OWNER, {"token": token})


def _standing(connection: Connection, secret: str, at: str) -> sqlalchemy.Row | None:
    return connection.execute(
        sqlalchemy.select(invitations.c.id, invitations.c.token, invitations.c.role, invitations.c.label).where(
            invitations.c.digest == _digest(secret), invitations.c.withdrawn == "", invitations.c.expires > at
        )
    ).one_or_none()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()

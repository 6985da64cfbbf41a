"""One question asked of one person: by an invitation that lets them answer it, and read and change nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy
from msgspec import Struct
from sqlalchemy import Connection

from questionnaire.answers.database import Database
from questionnaire.answers.review import ANSWERER, LONGEST_LINE, WRITERS, NotAllowed
from questionnaire.answers.rows import TOKEN, checked, moment
from questionnaire.answers.sharing import Sharing, roles_of
from questionnaire.answers.tables import asked, events, invitations, members

ABOUT_A_QUESTION = frozenset({"answer", "note", "grounds"})
"""The fields of a change that whoever is asked a question may change for it."""

_ASKED = (
    sqlalchemy.select(asked.c.question, asked.c.words, invitations)
    .join(invitations, invitations.c.id == asked.c.invitation)
    .where(asked.c.token == TOKEN)
    .order_by(asked.c.invitation.desc())
)
_ASKED_OF = (
    sqlalchemy.select(asked.c.question, invitations.c.withdrawn, invitations.c.expires)
    .join(members, members.c.invitation == asked.c.invitation)
    .join(invitations, invitations.c.id == asked.c.invitation)
    .where(members.c.by == sqlalchemy.bindparam("by"), asked.c.token == TOKEN)
)

Ids = Callable[[str], frozenset[str]]
"""Gives every id that a question has or had, whichever of them is given."""


class Asked(Struct, frozen=True):
    """A question that somebody was asked. `whom` is as the sender named them, `names` as they call themselves, `words`
    what the sender wrote to it. `answered` is when they answered it first, None while they have not."""

    id: int
    question: str
    whom: str
    words: str
    at: datetime
    expires: datetime
    withdrawn: datetime | None
    names: tuple[str, ...]
    answered: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it can be answered still."""
        return self.withdrawn is None and self.expires > now


class Asking:
    """The questions asked of people, behind one database."""

    def __init__(self, database: Database, sharing: Sharing, time: Callable[[], str]):
        self._database, self._sharing, self._time = database, sharing, time

    def ask(self, token: str, question: str, whom: str, words: str, days: int) -> str:
        """Makes an invitation to answer one question; returns its secret, which is kept nowhere.

        Raises NotAllowed, and StoreUnavailable.
        """
        if len(words) > LONGEST_LINE:
            raise NotAllowed(f"This has {len(words):,} characters. At most {LONGEST_LINE:,} can be kept here.")

        def about(connection: Connection, invitation: int) -> None:
            connection.execute(
                asked.insert().values(invitation=invitation, token=token, question=question, words=words.strip())
            )

        return self._sharing.make(token, ANSWERER, whom, days, about)

    def of_person(self, token: str, by: str) -> dict[str, str]:
        """The questions that this browser's person may answer now, each with what was written to it."""
        if not by or not self._database.exists():
            return {}
        with self._database.transaction(writes=False) as connection:
            rows = connection.execute(
                sqlalchemy.select(asked.c.question, asked.c.words)
                .join(members, members.c.invitation == asked.c.invitation)
                .join(invitations, invitations.c.id == asked.c.invitation)
                .where(members.c.by == by, asked.c.token == token)
                .where(invitations.c.withdrawn == "", invitations.c.expires > self._time())
                .order_by(asked.c.invitation)
            ).all()
        return {checked(row.question, str): checked(row.words, str) for row in rows}


def limited_to(connection: Connection, token: str, by: str, at: str, ids: Ids) -> frozenset[str] | None:
    """The questions, by every id of theirs, beyond which this browser's person may change nothing at this time; None
    where they have another part in the assessment than being asked."""
    if not by:
        return None
    rows = connection.execute(_ASKED_OF, {"by": by, "token": token}).all()
    if not rows or roles_of(connection, token, by, at) & WRITERS:
        return None
    return frozenset(key for row in rows if not row.withdrawn and row.expires > at for key in ids(row.question))


def asked_in(connection: Connection, token: str, ids: Ids) -> tuple[Asked, ...]:
    """All questions of an assessment that somebody was asked, the newest first."""
    rows = connection.execute(_ASKED, {"token": token}).all()
    if not rows:
        return ()
    named = (
        (asked.c.question == question) & events.c.name.in_(sorted(ids(question)))
        for question in sorted({row.question for row in rows})
    )
    took = connection.execute(
        sqlalchemy.select(members.c.invitation, members.c.name, sqlalchemy.func.min(events.c.at).label("at"))
        .join(asked, asked.c.invitation == members.c.invitation)
        .outerjoin(
            events,
            (events.c.token == asked.c.token)
            & (events.c.field == "answer")
            & sqlalchemy.or_(*named)
            & (events.c.by == members.c.by)
            & events.c.applied
            & (events.c.new != "null"),
        )
        .where(asked.c.token == token)
        .group_by(members.c.id, members.c.invitation, members.c.name)
        .order_by(members.c.id)
    ).all()
    return tuple(
        Asked(
            row.id,
            checked(row.question, str),
            checked(row.label, str),
            checked(row.words, str),
            moment(row.at),
            moment(row.expires),
            moment(row.withdrawn) if row.withdrawn else None,
            tuple(checked(one.name, str) for one in took if one.invitation == row.id),
            min((moment(one.at) for one in took if one.invitation == row.id and one.at), default=None),
        )
        for row in rows
    )

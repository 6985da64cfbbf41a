"""The tables of the store. Who changes one also writes the step of Alembic that brings databases there.

A new table: add it here, add it to ABOUT_ONE if its rows belong to an assessment and to LATEST if it grows with what is
done, write `migrations/versions/NNNN_what.py`, and raise SCHEMA_VERSION to its number. Tests hold the two together.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Dialect, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

SCHEMA_VERSION = 6
"""The number of the last step in `migrations/versions`."""


class Word(TypeDecorator[str]):
    """A short text: compared and sorted by its characters alone, whatever the language of the database. What no
    database keeps, NUL and half characters, is asked for and kept as a replacement character."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """The type in one kind of database."""
        return dialect.type_descriptor(String(collation="C") if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The text as it can be kept."""
        if value is None or (value.isprintable() and value.isascii()):
            return value
        return value.replace("\x00", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


metadata = MetaData()
about = Table("about", metadata, Column("key", Word, primary_key=True), Column("value", Word, nullable=False))
assessments = Table(
    "assessments",
    metadata,
    Column("token", Word, primary_key=True),
    Column("begun", Word, nullable=False),
    Column("by", Word, nullable=False, server_default=""),
)
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Word, nullable=False),
    Column("field", Word, nullable=False),
    Column("name", Word, nullable=False),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("by", Word, nullable=False, server_default=""),
    Index("events_of", "token", "id"),
    Index("events_of_field", "token", "field", "name", "id"),
    Index("events_by", "by", "token"),
    sqlite_autoincrement=True,
)
review_entries = Table(
    "review_entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("at", Word, nullable=False),
    Column("by", Word, nullable=False),
    Column("name", Word, nullable=False),
    Column("role", Word, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Word, nullable=False),
    Column("content", Text, nullable=False),
    Index("review_entries_of", "token", "kind", "id"),
    sqlite_autoincrement=True,
)
editions = Table(
    "editions",
    metadata,
    Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("answers", Text, nullable=False),
    Column("result", Text, nullable=False),
)
invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("digest", Word, nullable=False, unique=True),
    Column("role", Word, nullable=False),
    Column("label", Word, nullable=False),
    Column("at", Word, nullable=False),
    Column("expires", Word, nullable=False),
    Column("withdrawn", Word, nullable=False, server_default=""),
    Index("invitations_of", "token", "id"),
    sqlite_autoincrement=True,
)
members = Table(
    "members",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("invitation", Integer, ForeignKey("invitations.id"), nullable=False),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("by", Word, nullable=False),
    Column("name", Word, nullable=False),
    Column("at", Word, nullable=False),
    Index("members_by", "by", "token"),
    Index("members_of", "token", "id"),
    sqlite_autoincrement=True,
)
asked = Table(
    "asked",
    metadata,
    Column("invitation", Integer, ForeignKey("invitations.id"), primary_key=True, autoincrement=False),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("question", Word, nullable=False),
    Column("words", Text, nullable=False),
    Index("asked_of", "token", "invitation"),
)
"""Which one question an invitation to answer is about, and what its sender wrote to it."""
moves = Table(
    "moves",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("at", Word, nullable=False),
    Column("by", Word, nullable=False),
    Column("to", Word, nullable=False),
    Index("moves_of", "token", "id"),
    sqlite_autoincrement=True,
)
variants = Table(
    "variants",
    metadata,
    Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
    Column("of", Word, nullable=False),
    Column("name", Word, nullable=False),
    Column("at", Word, nullable=False),
    Index("variants_of", "of", "at"),
)
"""Assessments that try another way than the one `of` which they are."""
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token", Word, ForeignKey("assessments.token"), nullable=False),
    Column("at", Word, nullable=False),
    Column("by", Word, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Index("consents_of", "token", "id"),
    sqlite_autoincrement=True,
)
"""Whether an assessment may be taken as it is, to try changes of the knowledge base on: the last word counts."""
levels = Table(
    "levels",
    metadata,
    Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("knowledge", Word, nullable=False),
    Column("level", Word, nullable=False),
)
"""Levels that were worked out once, so that a list need not do it again; safe to empty."""
LATEST = (events.c.id, review_entries.c.id, moves.c.id, members.c.id, invitations.c.withdrawn, assessments.c.begun)
"""Columns whose highest value grows with all that is done."""
ABOUT_ONE = (
    levels,
    consents,
    variants,
    moves,
    members,
    asked,
    invitations,
    editions,
    review_entries,
    events,
    assessments,
)
"""Tables that hold what belongs to one assessment, those first that name others."""

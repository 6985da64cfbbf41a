"""Reviews, invitations, and where an assessment lies."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

from questionnaire.answers.tables import Word

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """Makes the tables of what is said about an assessment."""
    op.create_table(
        "review_entries",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("at", Word, nullable=False),
        Column("by", Word, nullable=False),
        Column("name", Word, nullable=False),
        Column("role", Word, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("kind", Word, nullable=False),
        Column("content", Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "editions",
        Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("answers", Text, nullable=False),
        Column("result", Text, nullable=False),
    )
    op.create_table(
        "invitations",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("digest", Word, nullable=False, unique=True),
        Column("role", Word, nullable=False),
        Column("label", Word, nullable=False),
        Column("at", Word, nullable=False),
        Column("expires", Word, nullable=False),
        Column("withdrawn", Word, nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "members",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("invitation", Integer, ForeignKey("invitations.id"), nullable=False),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("by", Word, nullable=False),
        Column("name", Word, nullable=False),
        Column("at", Word, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "moves",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("at", Word, nullable=False),
        Column("by", Word, nullable=False),
        Column("to", Word, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "levels",
        Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
        Column("revision", Integer, nullable=False),
        Column("knowledge", Word, nullable=False),
        Column("level", Word, nullable=False),
    )
    op.create_index("review_entries_of", "review_entries", ["token", "kind", "id"])
    op.create_index("invitations_of", "invitations", ["token", "id"])
    op.create_index("members_by", "members", ["by", "token"])
    op.create_index("members_of", "members", ["token", "id"])
    op.create_index("moves_of", "moves", ["token", "id"])

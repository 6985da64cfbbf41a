"""Assessments, and the events that they are the replay of."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer, Text

from questionnaire.answers.tables import Word

revision, down_revision = "0001", None


def upgrade() -> None:
    """Makes the first tables."""
    op.create_table("about", Column("key", Word, primary_key=True), Column("value", Word, nullable=False))
    op.create_table("assessments", Column("token", Word, primary_key=True), Column("begun", Word, nullable=False))
    op.create_table(
        "events",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("revision", Integer, nullable=False),
        Column("at", Word, nullable=False),
        Column("field", Word, nullable=False),
        Column("name", Word, nullable=False),
        Column("old", Text, nullable=False),
        Column("new", Text, nullable=False),
        Column("applied", Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_of", "events", ["token", "id"])

"""Variants of an assessment."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey

from questionnaire.answers.tables import Word

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """Makes the table of which assessment tries another way than which one."""
    op.create_table(
        "variants",
        Column("token", Word, ForeignKey("assessments.token"), primary_key=True),
        Column("of", Word, nullable=False),
        Column("name", Word, nullable=False),
        Column("at", Word, nullable=False),
    )
    op.create_index("variants_of", "variants", ["of", "at"])

"""Questions that are asked of one person."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

from questionnaire.answers.tables import Word

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """Makes the table of which question an invitation is about."""
    op.create_table(
        "asked",
        Column("invitation", Integer, ForeignKey("invitations.id"), primary_key=True, autoincrement=False),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("question", Word, nullable=False),
        Column("words", Text, nullable=False),
    )
    op.create_index("asked_of", "asked", ["token", "invitation"])

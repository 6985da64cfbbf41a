"""Which assessments their owners allow to be taken as they are."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, ForeignKey, Integer

from questionnaire.answers.tables import Word

revision, down_revision = "0006", "0005"


def upgrade() -> None:
    """Makes the table of what owners said; nobody has allowed anything yet."""
    op.create_table(
        "consents",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("token", Word, ForeignKey("assessments.token"), nullable=False),
        Column("at", Word, nullable=False),
        Column("by", Word, nullable=False),
        Column("allowed", Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("consents_of", "consents", ["token", "id"])

"""By whom an assessment was begun and a change was made."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column

from questionnaire.answers.tables import Word

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """What stands there already is of nobody known."""
    for table in ("assessments", "events"):
        op.add_column(table, Column("by", Word, nullable=False, server_default=""))
    op.create_index("events_of_field", "events", ["token", "field", "name", "id"], if_not_exists=True)
    op.create_index("events_by", "events", ["by", "token"])

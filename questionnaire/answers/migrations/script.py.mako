"""${message}."""

from __future__ import annotations

import sqlalchemy
from alembic import op

from questionnaire.answers.tables import Word

revision, down_revision = ${repr(up_revision)}, ${repr(down_revision)}


def upgrade() -> None:
    """Gives the tables what this version adds."""
    ${upgrades if upgrades else "raise NotImplementedError"}

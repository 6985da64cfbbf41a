"""Brings the tables of a database to this version, with Alembic, imported only where there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from questionnaire.answers.tables import SCHEMA_VERSION, about, metadata

STEPS = Path(__file__).resolve().parent / "migrations"


def make(connection: Connection) -> None:
    """All tables, in a database that has none."""
    metadata.create_all(connection)
    connection.execute(about.insert().values(key="schema", value=str(SCHEMA_VERSION)))


def carry_over(connection: Connection, version: int, to: int = SCHEMA_VERSION) -> None:
    """Gives the tables of an earlier version what they lack, in the transaction of the connection.

    The row in `about` is what counts, also for versions of Riskwalk that knew no Alembic; Alembic's own follows it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    if version:
        command.stamp(config, named(version), purge=True)
    command.upgrade(config, named(to))
    connection.execute(about.update().where(about.c.key == "schema").values(value=str(to)))


def named(version: int) -> str:
    """What Alembic calls the step to this version."""
    return f"{version:04}"

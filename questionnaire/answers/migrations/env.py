"""What Alembic runs its steps in: the connection and the transaction of the app, which opens the database."""

from __future__ import annotations

from alembic import context

from questionnaire.answers.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("The app carries its database over by itself, whenever it opens one.")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=connection.dialect.name == "sqlite")
with context.begin_transaction():
    context.run_migrations()

"""How Alembic finds the tables: on the connection that `database.migrate` hands over."""

from alembic import context

from huisverbod import tables

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=tables.METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

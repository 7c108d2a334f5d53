"""Alembic's entry: runs the migrations on the connection that ``monitor.storage.schema.upgrade`` hands over."""

from alembic import context

from monitor.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    # SQLite cannot alter most things in place: later migrations copy the table instead.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

"""Run by Alembic: migrates the connection that `monitor.storage.migrate` hands over."""

from alembic import context

from monitor.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # also on SQLite, where our connections begin transactions themselves
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()

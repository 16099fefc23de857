"""The schema's version: created, upgraded and checked when a storage is opened.

Alembic is imported only when there is something to migrate: a new database is made at once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from monitor.rows.revision import REVISION, check, refuse_newer
from monitor.storage.database import Database
from monitor.storage.schema import metadata

_LOCK = 0x706F6C69  # any constant: one migration at a time on a PostgreSQL server


def ensure_schema(
    database: Database, *, migrate: bool, before_new: Callable[[], None] = lambda: None
) -> bool:
    """Bring the database to this code's schema, or raise SchemaError when that may not be.

    `before_new` is asked first where there is no schema yet. True: it was made now.
    """
    with database.read() as connection:
        found = revision(connection)
    if found == REVISION:
        return False
    if not migrate:
        check(found, database.shown)
    refuse_newer(found, database.shown)
    if not found:
        before_new()
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        found = revision(connection)  # another process may have been faster
        if not found:
            _create(connection)
        elif found != REVISION:
            upgrade(connection)
    return not found


def _create(connection: sa.Connection) -> None:
    """All tables at once, and Alembic's own as it would make it: what the migrations come to."""
    metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    stamp = sa.text("INSERT INTO alembic_version VALUES (:revision)")
    connection.execute(stamp, {"revision": REVISION})


def revision(connection: sa.Connection) -> str:
    """The schema's version of an open database, "" when it has none yet."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found or "")


def upgrade(connection: sa.Connection, target: str = "head") -> None:
    """Run the migrations inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)

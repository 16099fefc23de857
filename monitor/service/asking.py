"""What was recorded, for commands that only ask: opened by the shortest way that there is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from monitor.rows.sqlite_file import SqliteFile, file_of

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.rows.plain_queries import Queries


def ask(config: Config) -> AbstractContextManager[Queries]:
    """The configured database, to ask only. Raises MissingError, SchemaError, StorageError.

    An SQLite file is read by its driver; for another database everything is needed.
    """
    file = file_of(config.database)
    if file is not None:
        return SqliteFile(file, config.snapshots)
    from monitor.storage import Storage

    return Storage.open(config.database, config.stored_pages, migrate=False)

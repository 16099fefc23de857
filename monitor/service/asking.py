"""What was recorded, for commands that only ask: opened by the shortest way that there is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.facts.observations import observations
from monitor.rows.sqlite_file import SqliteFile, file_of
from monitor.service.rules_edition import edition

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model import Observed
    from monitor.model.results import Deadline
    from monitor.rows.plain_dates import DateQueries
    from monitor.rows.plain_versions import VersionQueries


def observed(queries: VersionQueries, watch_id: str) -> dict[int, Observed]:
    """How long each version of a page was seen to stand, by its number."""
    return observations(queries.version_times(watch_id), queries.sights(watch_id))


def upcoming(queries: DateQueries, config: Config, now: datetime) -> list[Deadline] | None:
    """The dates to come, the soonest first; None where some are to be worked out first."""
    if queries.not_worked_out(edition(), limit=1):
        return None
    found = queries.deadlines_from(now.date())
    listed = config.among({d.watch_id for d in found})
    watched = {watch.id for watch in listed if watch.enabled}
    return [d for d in found if d.watch_id in watched]


def ask(config: Config) -> AbstractContextManager[DateQueries]:
    """The configured database, to ask only. Raises MissingError, SchemaError, StorageError.

    An SQLite file is read by its driver; for another database everything is needed.
    """
    file = file_of(config.database)
    if file is not None:
        return SqliteFile(file, config.snapshots)
    from monitor.storage import Storage

    return Storage.open(config.database, config.stored_pages, migrate=False)

"""The queue in the database: its tables, putting jobs into it, and what stands there.

A job of a page has its host for a lock, so that no two machines talk to one host at once, and there
is at most one that waits for each host: a host with many pages stands in nobody's way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from monitor.errors import StorageError
from monitor.storage.database import Database

FETCH, BROWSER, DELIVER = "fetch", "browser", "deliver"
QUEUES = (FETCH, BROWSER, DELIVER)
LOOK, OUTBOX, SEND = "look", "outbox", "send"  # tasks

_DEFER = sa.text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(:queue, :task, :priority, :lock, :waiting,"
    " CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
)
_OPEN = "status IN ('todo', 'doing')"
_COUNTS = sa.text(
    "SELECT queue_name, status, count(*) AS number FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing', 'failed') GROUP BY queue_name, status"
)
# When a job began to wait is the time of its first event.
_OLDEST = sa.text(
    "SELECT j.queue_name, min(e.at) AS since FROM procrastinate_jobs j"
    " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
    " WHERE j.status = 'todo' GROUP BY j.queue_name"
)
_WORKERS = sa.text("SELECT id, last_heartbeat FROM procrastinate_workers ORDER BY id")
_FAILED = sa.text(
    "SELECT id, queue_name, task_name, args, attempts FROM procrastinate_jobs"
    " WHERE status = 'failed' ORDER BY id DESC LIMIT 20"
)
_RETRY = sa.text(
    "SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs"
    " WHERE status = 'failed' AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs w"
    " WHERE w.queueing_lock = procrastinate_jobs.queueing_lock AND w.status = 'todo')"
)
_NOTE = "queue_schema"  # our note of which of the queue's own migrations were applied


@dataclass(frozen=True, slots=True)
class QueueState:
    """One queue: how many jobs wait, are done right now and failed; since when the oldest waits."""

    name: str
    waiting: int
    under_way: int
    failed: int
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job that failed."""

    id: int
    queue: str
    task: str
    about: str  # the page or the recipient
    tries: int


@dataclass(frozen=True, slots=True)
class QueueReport:
    """All queues, who works for them, and what failed."""

    queues: tuple[QueueState, ...]
    workers: tuple[tuple[int, datetime], ...]  # number, last sign of life
    failed: tuple[JobRow, ...]


NO_POSTGRESQL = (
    "workers need PostgreSQL: `database: postgresql://…` in the watchlist's settings; on one"
    " machine `monitor run` does it all"
)


class JobQueue:
    """The queue beside our tables. Raises StorageError where there is none, or no PostgreSQL."""

    def __init__(self, database: Database) -> None:
        if database.is_sqlite:
            raise StorageError(NO_POSTGRESQL)
        self._db = database

    def upgrade(self) -> str:
        """Make the queue's tables, or bring them to the installed version: what was done, or ""."""
        applied = _migrations()
        with self._db.write() as connection:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(1886350451)"))
            known = self._known(connection)
            if known is None:
                schema = resources.files("procrastinate.sql").joinpath("schema.sql")
                _run(connection, schema.read_text(encoding="utf-8"))
                connection.execute(sa.text(f"CREATE TABLE {_NOTE} (name TEXT NOT NULL)"))
                connection.execute(sa.text(f"INSERT INTO {_NOTE} VALUES (:n)"), {"n": applied[-1]})  # noqa: S608
                return "the queue's tables were made"
            later = [name for name in applied if name > known]
            for name in later:
                migration = resources.files("procrastinate.sql.migrations").joinpath(name)
                _run(connection, migration.read_text(encoding="utf-8"))
            if later:
                connection.execute(sa.text(f"UPDATE {_NOTE} SET name = :n"), {"n": later[-1]})  # noqa: S608
            return f"the queue's tables were brought to {later[-1]}" if later else ""

    def check(self) -> None:
        """Raise StorageError unless the queue's tables are there."""
        with self._db.read() as connection:
            known = self._known(connection)
        if known is None:
            raise StorageError(
                f"database {self._db.shown} has no queue yet: `monitor database upgrade` makes it"
            )

    def put(
        self,
        connection: sa.Connection,
        queue: str,
        task: str,
        *,
        lock: str | None,
        priority: int = 0,
        **args: str,
    ) -> bool:
        """Put a job into the queue, in the caller's transaction; False where one waits already."""
        waiting = f"{task}:{lock or ''}"
        values = {"queue": queue, "task": task, "priority": priority, "lock": lock}
        values |= {"waiting": waiting, "args": json.dumps(args)}
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(_DEFER, values)
            return True
        return False

    def locked(self, connection: sa.Connection) -> dict[str, str]:
        """The locks of all jobs that wait or are under way, each with its page, "" of another."""
        query = (
            "SELECT lock, max(args->>'watch_id') AS watch_id FROM procrastinate_jobs"  # noqa: S608
            f" WHERE {_OPEN} AND lock IS NOT NULL GROUP BY lock"
        )
        return {row.lock: row.watch_id or "" for row in connection.execute(sa.text(query))}

    def report(self) -> QueueReport:
        """What stands in the queues."""
        self.check()
        with self._db.read() as connection:
            counts: dict[tuple[str, str], int] = {
                (row.queue_name, row.status): row.number for row in connection.execute(_COUNTS)
            }
            since = {row.queue_name: row.since for row in connection.execute(_OLDEST)}
            workers = tuple((row.id, row.last_heartbeat) for row in connection.execute(_WORKERS))
            failed = tuple(
                JobRow(r.id, r.queue_name, r.task_name, _about(r.args), r.attempts)
                for r in connection.execute(_FAILED)
            )
        names = dict.fromkeys((*QUEUES, *sorted({queue for queue, _ in counts})))
        queues = [
            QueueState(
                name=name,
                waiting=counts.get((name, "todo"), 0),
                under_way=counts.get((name, "doing"), 0),
                failed=counts.get((name, "failed"), 0),
                waiting_since=since.get(name),
            )
            for name in names
        ]
        return QueueReport(tuple(queues), workers, failed)

    def retry(self) -> int:
        """Put what failed back into its queue; how many jobs."""
        self.check()
        with self._db.write() as connection:
            return len(connection.execute(_RETRY).all())

    def _known(self, connection: sa.Connection) -> str | None:
        if not connection.scalar(sa.text(f"SELECT to_regclass('{_NOTE}') IS NOT NULL")):
            return None
        found = connection.scalar(sa.text(f"SELECT name FROM {_NOTE}"))  # noqa: S608
        return str(found)


def _migrations() -> list[str]:
    try:
        folder = resources.files("procrastinate.sql.migrations")
    except ModuleNotFoundError:
        raise StorageError(
            "several machines need one more package:"
            " pip install '.[distributed]' in monitor's source"
        ) from None
    return sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))


def _run(connection: sa.Connection, script: str) -> None:
    """Many statements at once, which psycopg takes where none has parameters."""
    driver: Any = connection.connection.driver_connection
    driver.execute(script)


def _about(args: dict[str, Any]) -> str:
    return " ".join(str(value) for value in args.values())


def wanted_queues(text: str) -> list[str]:
    """The queues that a list names. Raises ValueError for one that there is not."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in names if name not in QUEUES]:
        raise ValueError(f"no queue {unknown[0]!r}; there are {', '.join(QUEUES)}")
    return names or list(QUEUES)


def hosts_waiting(connection: sa.Connection, now: datetime) -> set[str]:
    """The hosts that are to be left alone for now."""
    return set(
        connection.scalars(sa.text("SELECT host FROM host WHERE ready_at > :now"), {"now": now})
    )


def ready_at(connection: sa.Connection, host: str) -> datetime | None:
    """When a host may be asked again; None where it was never asked."""
    query = sa.text("SELECT ready_at FROM host WHERE host = :host")
    found: datetime | None = connection.scalar(query, {"host": host})
    return found


def leave_alone(connection: sa.Connection, hosts: Iterable[str], until: datetime) -> None:
    """Nobody asks these hosts before then."""
    query = sa.text(
        "INSERT INTO host (host, ready_at) VALUES (:host, :until)"
        " ON CONFLICT (host) DO UPDATE SET ready_at = greatest(host.ready_at, excluded.ready_at)"
    )
    for host in hosts:
        connection.execute(query, {"host": host, "until": until})

"""Puts what is due into the queue. Any number run; the one that holds a database lock leads.

Of each host at most one page waits. So a slow host delays itself alone, hosts with many pages and
with one take turns, and what waits is bounded by the number of hosts, however much is due. Where
the queue has no room for all, and at a host that several services share, services take turns
(turns.py). What the queue holds follows from what is due: lost, it fills again.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext, suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
import structlog

from monitor.app import Monitor, make_monitor, utc_now
from monitor.config import Config
from monitor.distributed.job_queue import (
    BROWSER,
    DELIVER,
    FETCH,
    LOOK,
    OUTBOX,
    JobQueue,
    hosts_waiting,
)
from monitor.distributed.turns import HostTurns, in_turn
from monitor.errors import ConfigError, PassingError
from monitor.model import Watch
from monitor.storage import Storage

log = structlog.get_logger(__name__)

LEADING = 0x6C656164  # any constant: who holds it leads
LOOK_EVERY = 1.0  # seconds
MOST_WAITING = 2_000  # jobs; what is due beyond that stays in our own table
TICK_EVERY = timedelta(seconds=30)
STALLED_AFTER = 20.0  # seconds without a sign of life; a worker gives one every five
# A machine without power or network closes no connection: its lock would stay for hours. The leader
# asks something on it at each turn; a turn that takes longer loses the lead, which does no harm.
_ENDS_WITH_US = sa.text(f"SET idle_session_timeout = '{STALLED_AFTER:.0f}s'")
_STALLED = sa.text(
    "SELECT j.id, j.args FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w"
    " ON w.id = j.worker_id WHERE j.status = 'doing' AND (w.id IS NULL"
    " OR w.last_heartbeat < now() - make_interval(secs => :seconds)) FOR UPDATE OF j SKIP LOCKED"
)
_WAITS = sa.text(
    "SELECT 1 FROM procrastinate_jobs w JOIN procrastinate_jobs j ON j.id = :id"
    " WHERE w.queueing_lock = j.queueing_lock AND w.status = 'todo'"
)
_AGAIN = sa.text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)")
_DROP = sa.text("SELECT procrastinate_finish_job_v1(:id, 'failed', true)")


class Scheduler:
    """One scheduler. State: whether it leads, and the watchlist it has read."""

    def __init__(
        self,
        load: Callable[[], Config],
        *,
        clock: Callable[[], datetime] = utc_now,
        look_every: float = LOOK_EVERY,
        listen: str = "",
    ) -> None:
        self._load = load
        self._listen = listen
        self._clock = clock
        self._look_every = look_every
        self._stop = asyncio.Event()
        self._ticked: datetime | None = None
        self._reminded: date | None = None
        self._leader: sa.Connection | None = None
        self._turns = HostTurns()

    def stop(self) -> None:
        """Ask it to return."""
        self._stop.set()

    async def run(self) -> None:
        """Run until stopped. Raises ConfigError on a broken first file, StorageError."""
        config = self._load()
        seen = stamp_of(config.path)
        with Storage.open(config.database, config.stored_pages, new=config.begin_anew) as storage:
            queue = JobQueue(storage.database)
            queue.check()
            monitor = make_monitor(config, storage=storage, clock=self._clock)
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self.stop)
            try:
                with self._listening(storage, config):
                    while not self._stop.is_set():
                        if stamp_of(config.path) != seen:
                            seen = stamp_of(config.path)
                            monitor = self._reloaded(monitor, storage)
                        await self._take_turn(monitor, queue)
            finally:
                self._resign()

    async def _take_turn(self, monitor: Monitor, queue: JobQueue) -> None:
        """One turn, and the pause after it."""
        try:
            await asyncio.to_thread(self._turn, monitor, queue)
        except PassingError as error:
            self._resign()
            log.error("waiting until it is well again", reason=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), self._look_every)

    def _listening(self, storage: Storage, config: Config) -> AbstractContextManager[object]:
        """Answer how the database and the queue stand, where it was told to."""
        if not self._listen:
            return nullcontext()
        from monitor.distributed.figures import serve_queue  # needs an extra

        return closing(serve_queue(self._listen, storage, lambda: config, self._clock))

    def _reloaded(self, monitor: Monitor, storage: Storage) -> Monitor:
        try:
            config = self._load()
        except ConfigError as error:
            log.error("watchlist not reloaded, the old one stays", problems=list(error.problems))
            return monitor
        made = make_monitor(config, storage=storage, clock=self._clock)
        if self._leader is not None:
            made.take_over()
        return made

    def _turn(self, monitor: Monitor, queue: JobQueue) -> None:
        """Lead, or try to; a leader puts what is due into the queue."""
        if not self._leads(monitor):
            return
        now = self._clock()
        if self._ticked is None or abs(now - self._ticked) >= TICK_EVERY:
            monitor.storage.tick(now)
            monitor.storage.delivered(now)
            monitor.end_day()
            monitor.work_out_some()
            if self._reminded != now.date():
                monitor.remind()
                self._reminded = now.date()
            with monitor.storage.database.write() as connection:
                queue.put(connection, DELIVER, OUTBOX, lock=None)
            self._ticked = now
        self._take_back(monitor)
        self.enqueue(monitor, queue, now)

    def enqueue(self, monitor: Monitor, queue: JobQueue, now: datetime) -> int:
        """Put a page of each free host into the queue, services in turn; how many."""
        due = monitor.due()
        if not due:
            return 0
        with monitor.storage.database.write(durable=False) as connection:
            locked = queue.locked(connection)
            taken = locked.keys() | hosts_waiting(connection, now)
            open_now = (monitor.config.watch(id_) for id_ in locked.values() if id_)
            busy = Counter(watch.service for watch in open_now if watch)
            room = max(0, MOST_WAITING - len(locked))
            chosen = in_turn(self._turns.next_of_hosts(due, taken), busy)[:room]
            return sum(
                queue.put(connection, queue_of(w), LOOK, lock=w.host, watch_id=w.id) for w in chosen
            )

    def _take_back(self, monitor: Monitor) -> None:
        """Give the jobs of workers that died to others, and their pages with them."""
        storage = monitor.storage
        with storage.database.write() as connection:
            for row in connection.execute(_STALLED, {"seconds": STALLED_AFTER}).all():
                watch_id = row.args.get("watch_id")
                log.warning("its worker is gone", job=row.id, watch=watch_id)
                if watch_id:
                    storage.free_claim(connection, watch_id)
                waits = connection.scalar(_WAITS, {"id": row.id})
                connection.execute(_DROP if waits else _AGAIN, {"id": row.id})

    def _leads(self, monitor: Monitor) -> bool:
        """Hold the lock, on a connection of its own: it ends with us, however we end."""
        if self._leader is not None:
            try:
                self._leader.execute(sa.text("SELECT 1"))
                return True
            except sa.exc.SQLAlchemyError:
                self._resign()
        leader = monitor.storage.database.connect()
        leader.execute(_ENDS_WITH_US)
        if not leader.scalar(sa.text(f"SELECT pg_try_advisory_lock({LEADING})")):
            leader.close()
            return False
        log.info("leading", process=os.getpid())
        self._leader = leader
        monitor.take_over()
        return True

    def _resign(self) -> None:
        leader, self._leader = self._leader, None
        if leader is not None:
            with suppress(sa.exc.SQLAlchemyError):
                leader.invalidate()  # the lock ends with the connection
            leader.close()


def queue_of(watch: Watch) -> str:
    """The queue for a page: one that is drawn by a browser needs a worker that has one."""
    return BROWSER if watch.fetch == "browser" else FETCH


def stamp_of(path: Path | None) -> tuple[int, int] | None:
    """What changes when a file is written; None while it is missing."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found else None

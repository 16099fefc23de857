"""Takes jobs from the queue and does them, as `check` and `run` would.

Nothing is remembered between two jobs. A worker that dies leaves its job to be taken back by the
scheduler within half a minute; what it had recorded stays, and what is no longer due is not done
again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import datetime, timedelta

import procrastinate
import sqlalchemy as sa
import structlog

from monitor.app import make_monitor, utc_now
from monitor.config import Config
from monitor.distributed.job_counts import JobCounts
from monitor.distributed.job_queue import (
    DELIVER,
    LOOK,
    OUTBOX,
    SEND,
    JobQueue,
    leave_alone,
    ready_at,
)
from monitor.distributed.scheduler import stamp_of
from monitor.errors import BugError, ConfigError
from monitor.fetch import HttpFetcher
from monitor.model import Watch
from monitor.model.results import CheckResult
from monitor.service.check import Checker
from monitor.service.readers import Readers, readers_for, rules_loaded
from monitor.service.workers import Workers
from monitor.storage import Storage

log = structlog.get_logger(__name__)

CONCURRENCY = 8
HEARTBEAT = 5.0  # seconds
STOP_WITHIN = 7.0  # seconds; a container engine kills after 10
POLL_EVERY = 1.0  # seconds, should no notification come


class Worker:
    """Does jobs until it is stopped."""

    def __init__(
        self,
        load: Callable[[], Config],
        queues: Sequence[str],
        concurrency: int = CONCURRENCY,
        *,
        clock: Callable[[], datetime] = utc_now,
        listen: str = "",
    ) -> None:
        self._load = load
        self._queues = queues
        self._concurrency = concurrency
        self._clock = clock
        self._listen = listen
        self.counts = JobCounts(concurrency)

    async def run(self, *, wait: bool = True) -> None:
        """Until SIGTERM or SIGINT; without `wait` until nothing waits. Raises StorageError."""
        config = self._load()
        self._seen = stamp_of(config.path)
        # Before there is a thread or a connection: they are copies of this process.
        with (
            Readers(readers_for(config.processes), prepare=rules_loaded) as self._readers,
            Storage.open(config.database, config.stored_pages) as self._storage,
        ):
            self._queue = JobQueue(self._storage.database)
            self._queue.check()
            self._storage.after_alerts = self._put_outbox
            self._fetcher = HttpFetcher(
                user_agent=config.user_agent,
                concurrency=self._concurrency,
                host_pause=config.host_pause,
            )
            self._used: list[Workers] = []
            self._use(config)
            beating = asyncio.create_task(self._beat())
            try:
                with self._listening():
                    await self._work(wait)
            finally:
                beating.cancel()
                for workers in self._used:
                    workers.leaving = True
                    await asyncio.to_thread(workers.close)
                await self._fetcher.aclose()

    def _use(self, config: Config) -> None:
        """Work by this watchlist from now on; checks under way end by the one before."""
        self._monitor = make_monitor(config, storage=self._storage, clock=self._clock)
        workers = self._monitor.workers(self._readers)
        self._used.append(workers)
        self._checker = Checker(self._fetcher, workers, self._clock, only_due=True)

    async def _work(self, wait: bool) -> None:
        app = self._app()
        async with app.open_async():
            log.info("working", queues=list(self._queues), concurrency=self._concurrency)
            await app.run_worker_async(
                queues=list(self._queues),
                concurrency=self._concurrency,
                wait=wait,
                fetch_job_polling_interval=POLL_EVERY,
                update_heartbeat_interval=HEARTBEAT,
                shutdown_graceful_timeout=STOP_WITHIN,
                delete_jobs="successful",
            )

    async def _beat(self) -> None:
        while True:
            self.counts.beat()
            await asyncio.sleep(HEARTBEAT)

    def _listening(self) -> AbstractContextManager[object]:
        """Answer what this worker did, where it was told to. Raises ConfigError."""
        if not self._listen:
            return nullcontext()
        from monitor.distributed.figures import serve_worker  # needs an extra

        return closing(serve_worker(self._listen, self.counts))

    def _app(self) -> procrastinate.App:
        url = self._storage.database.url.set(drivername="postgresql")
        connector = procrastinate.PsycopgConnector(
            conninfo=url.render_as_string(hide_password=False)
        )
        app = procrastinate.App(connector=connector)
        app.task(name=LOOK)(self.look)
        app.task(name=OUTBOX)(self.outbox)
        app.task(name=SEND)(self.send)
        return app

    # ------------------------------------------------------------------ the jobs

    async def look(self, watch_id: str) -> None:
        """One watch's check. The host is ours alone: its name is the job's lock."""
        with self.counts.job(LOOK):
            await self._look(watch_id)

    async def _look(self, watch_id: str) -> None:
        watch = self._watch(watch_id)
        if watch is None:
            log.warning("not in this worker's watchlist", watch=watch_id)
            return
        wait = await asyncio.to_thread(self._begin, watch)
        self.counts.waited += wait
        await asyncio.sleep(wait)
        try:
            result = await self._checker.check(watch)
        finally:
            await asyncio.to_thread(self._leave, watch)
        if result is not None:
            self.counts.looked(str(result.outcome))
        _raise_bug(result)

    async def outbox(self) -> None:
        """See what can be sent to whom; each recipient is a job of its own."""

        def put() -> None:
            recipients = self._monitor.outbox_queues()
            with self._storage.database.write(durable=False) as connection:
                for recipient in recipients:
                    lock = f"recipient {recipient}"
                    self._queue.put(connection, DELIVER, SEND, lock=lock, recipient=recipient)

        with self.counts.job(OUTBOX):
            await asyncio.to_thread(put)

    async def send(self, recipient: str) -> None:
        """Send one recipient what is pending: no other machine sends to it meanwhile."""
        with self.counts.job(SEND):
            await asyncio.to_thread(self._monitor.deliver_to, recipient)

    # ------------------------------------------------------------------ around them

    def _begin(self, watch: Watch) -> float:
        """Seconds until the host may be asked; from now on it is left alone after this request."""
        now = self._clock()
        with self._storage.database.write(durable=False) as connection:
            at = ready_at(connection, watch.host)
            wait = max(0.0, (at - now).total_seconds()) if at else 0.0
            leave_alone(connection, [watch.host], now + timedelta(seconds=wait) + self._pause)
        return wait

    def _leave(self, watch: Watch) -> None:
        with self._storage.database.write(durable=False) as connection:
            leave_alone(connection, [watch.host], self._clock() + self._pause)

    @property
    def _pause(self) -> timedelta:
        return timedelta(seconds=self._monitor.config.host_pause)

    def _put_outbox(self, connection: sa.Connection) -> None:
        """Alerts were stored: somebody is to send them, in the same transaction or not at all."""
        self._queue.put(connection, DELIVER, OUTBOX, lock=None)

    def _watch(self, watch_id: str) -> Watch | None:
        """The watch as the watchlist says now."""
        path = self._monitor.config.path
        if stamp_of(path) != self._seen:
            self._seen = stamp_of(path)
            try:
                self._use(self._load())
            except ConfigError as error:
                log.error("watchlist not reloaded", problems=list(error.problems))
        return self._monitor.config.watch(watch_id)


def _raise_bug(result: CheckResult | None) -> None:
    """A bug of ours fails the job, after it was recorded as the page's own failure."""
    if result is not None and result.bug:
        raise BugError([result.watch_id], [result]) from result.bug

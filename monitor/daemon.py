"""The daemon: repeat (check what is due, deliver what is pending) until told to stop.

What is due comes from the database, so a restart, a second process or a laptop's long sleep
needs no special case: overdue pages are checked once and scheduled from now on. SIGTERM and SIGINT
finish what is under way (for at most STOP_WITHIN) and end cleanly; SIGHUP or a changed file reloads
the watchlist, and a broken new file keeps the old one and says so.

A bug of ours ends the daemon, but only after the page that brought it to light has been put off to
its next turn and the others were told of: started again it goes on with them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from monitor.app import Monitor, make_monitor, utc_now
from monitor.config import Config
from monitor.crew import Crew
from monitor.errors import BugError, ConfigError
from monitor.fetch import Fetcher, HttpFetcher
from monitor.notify import Notifier
from monitor.storage import Storage
from monitor.types import Watch

log = structlog.get_logger(__name__)

STOP_WITHIN = 8.0  # seconds; a container engine kills after 10
LOOK_EVERY = 5.0  # seconds between two looks at the database
TICK_EVERY = timedelta(seconds=30)


class Daemon:
    """Runs one monitor for ever. State: what is under way right now, nothing about pages."""

    def __init__(
        self,
        load: Callable[[], Config],
        *,
        fetcher: Fetcher | None = None,
        notifier: Notifier | None = None,
        clock: Callable[[], datetime] = utc_now,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._load = load
        self._fetcher_given = fetcher
        self._notifier = notifier
        self._clock = clock
        self._look_every = look_every
        self._stop = asyncio.Event()
        self._reload = False
        self._under_way: dict[str, asyncio.Task[object]] = {}
        self._delivering: asyncio.Task[object] | None = None
        self._closing: list[asyncio.Task[None]] = []
        self.left_sending = False  # a channel that hangs was not waited for
        self._reminded: date | None = None
        self._ticked: datetime | None = None

    def stop(self) -> None:
        """Ask it to finish what is under way and return."""
        self._stop.set()
        log.info("stopping")

    def reload(self) -> None:
        """Ask it to read the watchlist again."""
        self._reload = True

    async def run(self) -> None:
        """Run until stopped. Raises ConfigError on a broken first file, StorageError, BugError."""
        config = self._load()
        self._file_seen = _stamp(config.path)
        self._listen()
        with Storage.open(config.database, config.snapshots) as storage:
            monitor = self._make(config, storage)
            log.info("started", watches=len(config.watches), watchlist=str(config.path))
            try:
                while not self._stop.is_set():
                    monitor = await self._renewed(monitor, storage)
                    self._round(monitor)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._stop.wait(), self._look_every)
            except BugError:
                await self._finish()
                with suppress(BugError):
                    await asyncio.to_thread(monitor.deliver)
                raise
            finally:
                await self._finish()
                await asyncio.gather(*self._closing, self._close(self._crew, self._fetcher))
        log.info("stopped")

    def _round(self, monitor: Monitor) -> None:
        """Start what is due; raise what a finished task raised."""
        now = self._clock()
        self._collect()
        if self._ticked is None or now - self._ticked >= TICK_EVERY:
            monitor.storage.tick(now)
            self._ticked = now
        hosts: dict[str, list[Watch]] = defaultdict(list)
        for watch in monitor.due():
            hosts[urlsplit(watch.url).netloc.lower()].append(watch)
        for host, watches in hosts.items():
            if host not in self._under_way:
                self._under_way[host] = asyncio.create_task(
                    monitor.check_async(watches, crew=self._crew)
                )
        if self._delivering is None:
            self._delivering = asyncio.create_task(self._tell(monitor, now.date()))

    async def _tell(self, monitor: Monitor, today: date) -> None:
        """Reminders once a day, then everything pending; in a thread, for channels are slow."""
        if self._reminded != today:
            await asyncio.to_thread(monitor.remind)
            self._reminded = today
        await asyncio.to_thread(monitor.deliver)

    def _collect(self) -> None:
        """Forget finished tasks; a storage error or a bug in one ends the daemon here."""
        for host, task in list(self._under_way.items()):
            if task.done():
                del self._under_way[host]
                task.result()
        if self._delivering is not None and self._delivering.done():
            done, self._delivering = self._delivering, None
            done.result()

    async def _finish(self) -> None:
        """Let what is under way end, then cancel the rest: a check not recorded is done again."""
        tasks = [*self._under_way.values(), *([self._delivering] if self._delivering else [])]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN)
        self.left_sending = self._delivering in late
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ------------------------------------------------------------------ configuration

    def _make(self, config: Config, storage: Storage) -> Monitor:
        self._fetcher = self._fetcher_given or HttpFetcher(
            user_agent=config.user_agent,
            concurrency=config.concurrency,
            host_pause=config.host_pause,
        )
        monitor = make_monitor(
            config,
            fetcher=self._fetcher,
            storage=storage,
            notifier=self._notifier,
            clock=self._clock,
        )
        self._crew = monitor.crew()
        return monitor

    async def _renewed(self, monitor: Monitor, storage: Storage) -> Monitor:
        """The monitor of the watchlist as it is now; the old one while the new file is broken."""
        if not self._reload and _stamp(monitor.config.path) == self._file_seen:
            return monitor
        self._reload = False
        self._file_seen = _stamp(monitor.config.path)
        try:
            config = self._load()
        except ConfigError as error:
            log.error("watchlist not reloaded, the old one stays", problems=list(error.problems))
            return monitor
        # Not awaited: a page that hangs must delay neither the new watchlist nor a tick or a stop.
        old = self._close(self._crew, self._fetcher, tuple(self._under_way.values()))
        self._closing = [task for task in self._closing if not task.done()]
        self._closing.append(asyncio.create_task(old))
        log.info("watchlist reloaded", watches=len(config.watches))
        return self._make(config, storage)

    async def _close(
        self, crew: Crew, fetcher: Fetcher, checks: Collection[asyncio.Task[object]] = ()
    ) -> None:
        """Close what these checks work with, once they have ended."""
        if checks:
            await asyncio.wait(checks)
        await asyncio.to_thread(crew.close)
        if fetcher is not self._fetcher_given:
            await fetcher.aclose()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for name, action in (
            ("SIGTERM", self.stop),
            ("SIGINT", self.stop),
            ("SIGHUP", self.reload),
        ):
            if number := getattr(signal, name, None):  # no SIGHUP on Windows
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, action)


def run(load: Callable[[], Config]) -> None:
    """Run the daemon in the foreground until SIGTERM or SIGINT."""

    async def main() -> None:
        daemon = Daemon(load)
        await daemon.run()
        if daemon.left_sending:
            # Python would wait for the channel's thread, for minutes. All that matters is stored:
            # the alert is still in the outbox and is sent after the next start.
            sys.stderr.flush()
            os._exit(0)

    asyncio.run(main())


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What changes when a file is written; None while it is missing (an editor mid-save)."""
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size

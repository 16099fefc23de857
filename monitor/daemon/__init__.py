"""The daemon: repeat (check what is due, deliver what is pending) until told to stop.

What is due comes from the database, so a restart, a second process or a laptop's long sleep
needs no special case: overdue pages are checked once and scheduled from now on. SIGTERM and SIGINT
finish what is under way (for at most STOP_WITHIN) and end cleanly; SIGHUP or a changed file reloads
the watchlist, and a broken new file keeps the old one and says so.

A bug of ours ends the daemon, but only after the page that brought it to light has been put off to
its next turn and the others were reported: started again it goes on with them.

What waits (for a database that another process has locked, a page, a channel) waits in a thread, so
that a signal is always heard; and a thread that still waits at the end is not waited for. All that
matters is stored: what was not recorded is done again, what was not sent is sent later.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from monitor.app import Monitor, http_fetcher, make_monitor, utc_now
from monitor.config import Config
from monitor.daemon.deliveries import Deliveries
from monitor.errors import BugError, ConfigError, MonitorError, PassingError
from monitor.fetch import Fetcher
from monitor.model import Watch
from monitor.model.results import CheckResult
from monitor.notify import Notifier, heartbeat
from monitor.service import memory
from monitor.service.check import Checker
from monitor.service.host_turns import HostTurns
from monitor.service.readers import Readers, readers_for, rules_loaded
from monitor.service.workers import Workers
from monitor.storage import Storage

if TYPE_CHECKING:
    from monitor.service.metrics import MetricsServer

log = structlog.get_logger(__name__)

STOP_WITHIN = 7.0  # seconds; a container engine kills after 10
CLOSE_WITHIN = 1.0  # more of them, for what was cancelled
TELL_WITHIN = 60.0  # seconds to send what is pending, after a bug
LOOK_EVERY = 5.0  # seconds between two looks at the database
TICK_EVERY = timedelta(seconds=30)
HOUR = timedelta(hours=1)


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
        on_end: Callable[[], None] = lambda: None,
        listen: str = "",
    ) -> None:
        """`on_end` is called as soon as it begins to end, once or more.

        `listen`: the address where Prometheus finds it, "" for none.
        """
        self._listen_at = listen
        self._load = load
        self._on_end = on_end
        self._fetcher_given = fetcher
        self._notifier = notifier
        self._clock = clock
        self._look_every = look_every
        self._stop = asyncio.Event()
        self._reload = False
        self._turns = HostTurns()  # also across a reload of the watchlist
        self._checks: dict[str, asyncio.Task[CheckResult | None]] = {}  # by watch
        self._deliveries = Deliveries(clock)
        self._beating: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[int] | None = None  # the second reader
        self._stamping: asyncio.Task[int] | None = None  # of sealed days
        self._stamped: datetime | None = None  # when it was last tried
        self._turn: asyncio.Task[Monitor] | None = None
        self._closing: list[asyncio.Task[None]] = []
        self._metrics: MetricsServer | None = None
        self.left_something = False  # a thread still waits, and was not waited for
        self.error: Exception | None = None  # what it ended with
        self._ticked: datetime | None = None
        self._announced: tuple[str, datetime] | None = None  # the look that was said to be next

    def stop(self) -> None:
        """Ask it to finish what is under way and return."""
        self._on_end()
        self._stop.set()
        log.info("stopping")

    def reload(self) -> None:
        """Ask it to read the watchlist again."""
        self._reload = True

    async def run(self) -> None:
        """Run until stopped. Raises ConfigError on a broken first file, StorageError, BugError."""
        config = self._load()
        self._file_seen = _stamp(config.path)
        # Before there is a thread or a connection: they are copies of this process.
        self._readers = Readers(readers_for(config.processes), prepare=rules_loaded)
        with Storage.open(config.database, config.stored_pages, new=config.begin_anew) as storage:
            self._fetcher = self._new_fetcher(config)
            monitor = self._monitor(config, self._fetcher, storage)
            self._begin_checking(monitor)
            self._listen()  # until now a signal ends the process at once, which does no harm
            log.info("started", watches=len(config.watches), watchlist=str(config.path))
            self._config = config
            try:
                self._open_metrics(storage)
                while not self._stop.is_set():
                    try:
                        monitor = await self._next(monitor, storage)
                    except PassingError as error:  # nothing is lost: what is not recorded is due
                        log.error("waiting until it is well again", reason=str(error))
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._stop.wait(), self._look_every)
            except Exception as error:
                self.error = error
                if isinstance(error, BugError):
                    await self._finish()
                    await self._tell_the_rest(monitor)
                raise
            finally:
                self._on_end()
                await self._finish()
                await self._close_all()
                if self._metrics is not None:
                    self._metrics.close()
                if not self.left_something:  # else a page that is still being read would fail
                    self._readers.close()
        log.info("stopped")

    def _open_metrics(self, storage: Storage) -> None:
        if self._listen_at:
            from monitor.service.metrics import serve_database  # needs an extra

            self._metrics = serve_database(
                self._listen_at, storage, lambda: self._config, self._clock
            )

    async def _next(self, monitor: Monitor, storage: Storage) -> Monitor:
        """One turn, which a stop does not wait for; the monitor of the next one."""
        self._turn = asyncio.create_task(self._take_turn(monitor, storage))
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait((self._turn, stopped), return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not self._turn.done():
            return monitor
        turn, self._turn = self._turn, None
        return turn.result()

    async def _take_turn(self, monitor: Monitor, storage: Storage) -> Monitor:
        """Start what is due; raise what a finished task raised."""
        monitor = await self._renewed(monitor, storage)
        self._collect()
        now = self._clock()
        # However far: a clock that was put right must not end the ticks.
        if self._ticked is None or abs(now - self._ticked) >= TICK_EVERY:
            await asyncio.to_thread(storage.tick, now)
            await asyncio.to_thread(monitor.end_day)
            await asyncio.to_thread(monitor.work_out_some)
            await asyncio.to_thread(_tidy)
            self._ticked = now
            self._beat(monitor.config.heartbeat)
            self._stamp(monitor, now)
        due = await asyncio.to_thread(monitor.due)
        if not self._stop.is_set():
            self._start(monitor, due, now.date())
            if not self._checks:
                await self._say_what_is_next(storage)
        return monitor

    async def _say_what_is_next(self, storage: Storage) -> None:
        """Whoever watches the log sees that it waits, and for what; each look once."""
        coming = await asyncio.to_thread(storage.next_due)
        if coming and coming != self._announced:
            self._announced = coming
            log.info("waiting", next_watch=coming[0], next_at=f"{coming[1]:%Y-%m-%d %H:%M} UTC")

    def _start(self, monitor: Monitor, due: Sequence[Watch], today: date) -> None:
        """Check these, and send what is pending."""
        for watch in due:
            if watch.id not in self._checks:
                self._checks[watch.id] = asyncio.create_task(self._checker.check(watch))
        if monitor.config.reader is not None and self._asking is None:
            self._asking = asyncio.create_task(asyncio.to_thread(monitor.ask_second_reader))
        self._deliveries.start(monitor, today)

    def _beat(self, address: str) -> None:
        """Say that a round was done; nobody waits for the answer."""
        if address and (self._beating is None or self._beating.done()):
            self._beating = asyncio.create_task(asyncio.to_thread(heartbeat.beat, address))

    def _stamp(self, monitor: Monitor, now: datetime) -> None:
        """Have sealed days time-stamped, once an hour; nobody waits for it."""
        tried, busy = self._stamped, self._stamping is not None and not self._stamping.done()
        if monitor.config.timestamp and not busy and (tried is None or abs(now - tried) >= HOUR):
            self._stamped = now
            self._stamping = asyncio.create_task(asyncio.to_thread(monitor.stamp_days))

    def _collect(self) -> None:
        """Forget finished tasks; a storage error or a bug in one ends the daemon here."""
        checks = [task for task in self._checks.values() if task.done()]
        self._checks = {id_: task for id_, task in self._checks.items() if not task.done()}
        # Each task is asked: what nobody asks for ends as a traceback in the log.
        failed = [error for task in checks if (error := task.exception()) is not None]
        results = [task.result() for task in checks if task.exception() is None]
        if bugs := [result for result in results if result is not None and result.bug]:
            raise BugError([r.watch_id for r in bugs], bugs) from bugs[0].bug
        if failed:
            raise min(failed, key=lambda error: isinstance(error, PassingError))
        self._deliveries.collect()
        if self._asking is not None and self._asking.done():
            asked, self._asking = self._asking, None
            asked.result()

    async def _finish(self) -> None:
        """Let what is under way end, then cancel the rest: a check not recorded is done again."""
        self._workers.leaving = True
        own = [task for task in (self._turn, self._asking) if task]
        single: list[asyncio.Task[Any]] = [*own, *self._deliveries.end()]
        tasks: list[asyncio.Task[Any]] = [*self._checks.values(), *single]
        self._checks, self._turn, self._asking = {}, None, None
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN)
            self.left_something |= bool(late.intersection(single))  # their threads go on
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        unawaited = (self._stamping, self._beating)  # their servers may be silent
        self.left_something |= any(task is not None and not task.done() for task in unawaited)

    async def _tell_the_rest(self, monitor: Monitor) -> None:
        """After a bug: send what is pending, unless it takes for ever or a stop comes."""
        if self.left_something:
            return
        telling = asyncio.create_task(asyncio.to_thread(monitor.deliver))
        stopped = asyncio.create_task(self._stop.wait())
        await asyncio.wait(
            (telling, stopped), timeout=TELL_WITHIN, return_when=asyncio.FIRST_COMPLETED
        )
        stopped.cancel()
        self.left_something = not telling.done()
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)

    async def _close_all(self) -> None:
        self._deliveries.close()
        closing = [*self._closing, asyncio.create_task(self._close(self._workers, self._fetcher))]
        _, late = await asyncio.wait(closing, timeout=CLOSE_WITHIN)
        self.left_something |= bool(late)
        for task in late:
            task.cancel()
        await asyncio.gather(*closing, return_exceptions=True)

    # ------------------------------------------------------------------ configuration

    def _new_fetcher(self, config: Config) -> Fetcher:
        return self._fetcher_given or http_fetcher(config)

    def _monitor(self, config: Config, fetcher: Fetcher, storage: Storage) -> Monitor:
        monitor = make_monitor(
            config, fetcher=fetcher, storage=storage, notifier=self._notifier, clock=self._clock
        )
        monitor.take_over()
        return monitor

    async def _renewed(self, monitor: Monitor, storage: Storage) -> Monitor:
        """The monitor of the watchlist as it is now; the old one while the new file is broken."""
        if not self._reload and _stamp(monitor.config.path) == self._file_seen:
            return monitor
        self._reload = False
        self._file_seen = _stamp(monitor.config.path)
        try:
            config = await asyncio.to_thread(self._load)
        except ConfigError as error:
            log.error("watchlist not reloaded, the old one stays", problems=list(error.problems))
            return monitor
        fetcher = self._new_fetcher(config)
        monitor = await asyncio.to_thread(self._monitor, config, fetcher, storage)
        self._workers.leaving = True  # what has not begun is due again, by the new watchlist
        # Not awaited: a page that hangs must delay neither the new watchlist nor a tick or a stop.
        old = self._close(self._workers, self._fetcher, tuple(self._checks.values()))
        self._closing = [task for task in self._closing if not task.done()]
        self._closing.append(asyncio.create_task(old))
        self._config = config
        log.info("watchlist reloaded", watches=len(config.watches))
        self._fetcher = fetcher
        self._begin_checking(monitor)
        return monitor

    def _begin_checking(self, monitor: Monitor) -> None:
        self._workers = monitor.workers(self._readers)
        self._checker = Checker(
            self._fetcher, self._workers, self._clock, only_due=True, turns=self._turns
        )

    async def _close(
        self, workers: Workers, fetcher: Fetcher, checks: Collection[asyncio.Task[Any]] = ()
    ) -> None:
        """Close what these checks work with, once they have ended."""
        if checks:
            await asyncio.wait(checks)
        await asyncio.to_thread(workers.close)
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


def run(load: Callable[[], Config], listen: str = "") -> None:
    """Run the daemon in the foreground until SIGTERM or SIGINT."""
    memory.share()
    memory.freeze()

    async def main() -> None:
        daemon = Daemon(load, on_end=lambda: _end_in_time(daemon), listen=listen)
        try:
            await daemon.run()
        finally:
            if daemon.left_something:
                _leave(daemon.error)

    asyncio.run(main())


def _tidy() -> None:
    """Give back what the pages left: circles of objects, and what the C library keeps for later."""
    gc.collect()
    memory.give_back()


def _end_in_time(daemon: Daemon) -> None:
    """Whatever holds up the end (a file system that hangs): a container engine would kill us."""
    last = threading.Timer(STOP_WITHIN + CLOSE_WITHIN + 0.5, lambda: _leave(daemon.error))
    last.daemon = True
    last.start()


def _leave(error: Exception | None) -> None:
    """End without the threads that still wait: Python would wait for them, for minutes."""
    if isinstance(error, MonitorError | BugError):
        log.error("ended", reason=str(error))
    elif error is not None:
        log.error("a bug in monitor; please report it", exc_info=error)
    sys.stderr.flush()
    os._exit(0 if error is None else 1 if isinstance(error, MonitorError) else 70)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What changes when a file is written; None while it is missing (an editor mid-save)."""
    if path is None:
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size

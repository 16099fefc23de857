"""The product as one object: every command and the daemon call the methods of :class:`Monitor`.

The only module that wires the edges (fetcher, storage, notifier, clock) to the stages. What a
method needs is imported when it is called: `monitor health` runs every minute and reads no page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

import structlog

from monitor.config import Config
from monitor.errors import BugError, NotFoundError, StorageError
from monitor.model import Watch
from monitor.model.results import CheckResult, DeliveryResult, SentTest, TryResult
from monitor.questions import Questions
from monitor.storage import Storage

if TYPE_CHECKING:
    from monitor.fetch import Fetcher, HttpFetcher
    from monitor.model.archived import Archived, ImportResult
    from monitor.notify import Notifier
    from monitor.service.deliver import Deliverer
    from monitor.service.imported_history import HistoryImporter
    from monitor.service.readers import Readers
    from monitor.service.workers import Workers

log = structlog.get_logger(__name__)


WORTH_PREPARING = 40  # pages; for fewer, all rules are seldom needed


def utc_now() -> datetime:
    """The clock everything uses unless a test or the demo brings its own."""
    return datetime.now(UTC)


def make_monitor(
    config: Config,
    *,
    fetcher: Fetcher | None = None,
    storage: Storage | None = None,
    notifier: Notifier | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Monitor:
    """Wire the product from its configuration. Opens the database (and migrates it).

    Which pages are watched stays as it is until something is checked. What is passed in is not
    closed on exit. Raises StorageError, SchemaError.
    """
    clock = clock or utc_now
    owned = storage is None
    storage = storage or Storage.open(config.database, config.stored_pages, new=config.begin_anew)
    return Monitor(config, storage, fetcher, notifier, clock, owned)


def http_fetcher(config: Config) -> HttpFetcher:
    """The fetcher that a watchlist's settings ask for; it opens nothing yet."""
    from monitor.fetch import HttpFetcher, default_user_agent

    agent = config.user_agent
    if config.contact:
        agent = f"{agent} (+{config.contact})" if agent else default_user_agent(config.contact)
    return HttpFetcher(
        user_agent=agent,
        concurrency=config.concurrency,
        host_pause=config.host_pause,
        browser=config.browser,
    )


def readers_of(config: Config, pages: int | None = None) -> Readers:
    """The processes that read this many pages (None: any number); to be closed."""
    from monitor.service.readers import Readers, readers_for, rules_loaded

    count = readers_for(config.processes)
    if pages is None or pages >= WORTH_PREPARING:
        return Readers(count, prepare=rules_loaded)
    return Readers(min(count, pages))


def open_to_write(config: Config, *, clock: Callable[[], datetime] | None = None) -> Monitor:
    """A monitor that may write to a database that is there; its pages stay as they are.

    Raises MissingError, SchemaError.
    """
    Storage.open(config.database, config.stored_pages, migrate=False).close()
    return Monitor(
        config,
        Storage.open(config.database, config.stored_pages),
        None,
        None,
        clock or utc_now,
        True,
    )


def index_history(config: Config) -> None:
    """Take up into the search what was recorded since the last time, where that can be written."""
    with suppress(StorageError), open_to_write(config) as monitor:
        monitor.storage.index_versions()


def work_out_history(config: Config) -> None:
    """Work out the facts and dates of what was recorded since, where they can be kept."""
    with suppress(StorageError), open_to_write(config) as monitor:
        monitor.upcoming()  # keeps what it works out


def send_tests(config: Config, route: str | None = None) -> list[SentTest]:
    """Send a test message to every recipient (of one route) right now; needs no database.

    Raises NotFoundError.
    """
    from monitor.notify import AppriseNotifier
    from monitor.service import by_hand

    return by_hand.send_tests(config, AppriseNotifier(), route, utc_now())


def open_history(config: Config, *, clock: Callable[[], datetime] | None = None) -> Monitor:
    """A monitor to ask: neither database nor rows are created. Raises MissingError, SchemaError."""
    storage = Storage.open(config.database, config.stored_pages, migrate=False)
    return Monitor(config, storage, None, None, clock or utc_now, True)


class Monitor(Questions):
    """A configured monitor on an open database. Use as a context manager."""

    def __init__(
        self,
        config: Config,
        storage: Storage,
        fetcher: Fetcher | None,
        notifier: Notifier | None,
        clock: Callable[[], datetime],
        owns_storage: bool,
    ) -> None:
        super().__init__(config, storage, clock)
        self._fetcher = fetcher
        self._own_notifier = notifier
        self._owns_storage = owns_storage

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._owns_storage:
            self.storage.close()

    # ------------------------------------------------------------------ the main job

    def check(
        self,
        ids: Sequence[str] | None = None,
        *,
        on_result: Callable[[CheckResult], None] | None = None,
    ) -> list[CheckResult]:
        """Check these watches now (None: all), whatever their schedule says."""
        from monitor.service import interrupts

        watches = [self.watch(id_) for id_ in ids] if ids else list(self._watches.values())
        self.storage.add_watches(self.config.watches, self.clock())
        try:
            with self.readers(len(watches)) as readers, self.workers(readers) as workers:
                results = interrupts.run(self.check_async(watches, on_result, workers=workers))
            return self._read_again(results)
        except BugError:
            self.ask_second_reader()  # the alerts of the others go with this run
            raise
        finally:
            self.end_day()
            self.stamp_days()

    def stamp_days(self) -> int:
        """Have sealed days stamped by the watchlist's authority, if it names one; how many."""
        if not self.config.timestamp:
            return 0
        from monitor.service.stamping import stamp  # needs an extra

        return stamp(self.storage, self.config.timestamp, self.clock)

    def work_out_some(self) -> None:
        """Facts and dates of a few pages whose rows are missing, or of another edition."""
        from monitor.service import working_out

        working_out.bring_up_to_date(self.storage, working_out.AT_A_TICK)

    def end_day(self) -> None:
        """Seal what was recorded, once a day, and leave out attempts that are too old."""
        now = self.clock()
        if self.storage.seal(now):
            self.storage.prune(now - timedelta(days=self.config.keep_fetches), now)

    def ask_second_reader(self) -> int:
        """Have the lines of new changes written; how many were taken. Bounded by its timeout.

        Nothing where the watchlist has no `reader`. Raises StorageError.
        """
        if self.config.reader is None:
            return 0
        from monitor.service import second_opinion

        return second_opinion.ask(self.storage, self.config.reader, self.clock)

    def second_reader_trouble(self) -> str:
        """Why the second reader does not answer, after one try; "" also where there is none."""
        if self.config.reader is None:
            return ""
        from monitor.service import second_opinion

        return second_opinion.trouble(self.config.reader, self.clock())

    def _read_again(self, results: list[CheckResult]) -> list[CheckResult]:
        """The results with the lines of the second reader, as they are stored."""
        if self.config.reader is None or not any(result.change for result in results):
            return results
        self.ask_second_reader()
        return [
            replace(r, change=self.storage.change(r.change.id)) if r.change else r for r in results
        ]

    def readers(self, pages: int | None = None) -> Readers:
        """The processes that read this many pages (None: any number); to be closed."""
        return readers_of(self.config, pages)

    def workers(self, readers: Readers | None = None) -> Workers:
        """Who reads the pages of the checks; to be closed after them."""
        from monitor.service.process import PageProcessor
        from monitor.service.workers import Workers

        return Workers(PageProcessor(self.config, self.storage, self.clock, readers))

    async def check_async(
        self,
        watches: Sequence[Watch],
        on_result: Callable[[CheckResult], None] | None = None,
        *,
        workers: Workers | None = None,
    ) -> list[CheckResult]:
        """The same for callers with a running event loop; a `workers` of theirs is not closed."""
        from monitor.service.check import Checker

        fetcher = self._fetcher or self._http_fetcher()
        own = workers or self.workers()
        try:
            return await Checker(fetcher, own, self.clock).check_all(watches, on_result)
        finally:
            if own is not workers:
                own.close()
            if fetcher is not self._fetcher:
                await fetcher.aclose()

    def take_over(self) -> None:
        """Make the database's pages those of this watchlist; all others are no longer due.

        For the daemon alone: one that runs on the same database has its pages stopped by it.
        """
        self.storage.sync_watches(list(self._watches.values()), self.clock())

    def due(self) -> list[Watch]:
        """The watches whose time has come, most overdue first."""
        return [
            self._watches[id_] for id_ in self.storage.due(self.clock()) if id_ in self._watches
        ]

    def deliver(self) -> DeliveryResult:
        """Send what the outbox holds; never raises for a channel's failure."""
        if not self.storage.addressees_due(self.clock()):
            return DeliveryResult()  # without loading what sends
        return self._deliverer().deliver()

    def outbox_queues(self) -> list[str]:
        """The recipients that something can be sent to now; a remark names the others."""
        deliverer = self._deliverer()
        deliverer.unaddressed()
        return deliverer.queues()

    def deliver_to(self, recipient: str) -> DeliveryResult:
        """Send what the outbox holds for one of `outbox_queues`."""
        return self._deliverer().deliver_to(recipient)

    def _deliverer(self) -> Deliverer:
        from monitor.service.deliver import Deliverer

        return Deliverer(self.config, self.storage, self._notifier, self.clock)

    def remind(self) -> None:
        """Queue the reminders that are due today; each is sent once."""
        if not any(route.reminders or route.all_quiet for route in self.config.routes):
            return  # without loading the rules that read dates
        from monitor.service import reminders

        reminders.queue_reminders(self.storage, self.config, self.clock())
        reminders.queue_all_quiet(self.storage, self.config, self.clock())

    # ------------------------------------------------------------------ acting on a page

    def try_page(self, watch: Watch) -> TryResult:
        """Fetch and read a page, of the watchlist or not, storing nothing. Raises FetchError."""
        from monitor.service.trial import look_once

        async def once() -> TryResult:
            fetcher = self._fetcher or self._http_fetcher()
            try:
                return await look_once(fetcher, readers, watch)
            finally:
                if fetcher is not self._fetcher:
                    await fetcher.aclose()

        with self.readers(1) as readers:
            return asyncio.run(once())

    def release(self, watch_id: str, *, force: bool = False) -> CheckResult:
        """Accept the quarantined answer as the page: a person has looked at it.

        Raises RefusedError when it reads like a block page or a login page, unless with `force`.
        """
        from monitor.service.process import PageProcessor

        page = self.storage.page(watch_id)
        if page.state.quarantine is None:
            raise NotFoundError(f"{watch_id} has nothing in quarantine")
        processor = PageProcessor(self.config, self.storage, self.clock)
        result = processor.release(self.watch(watch_id), page, force=force)
        return self._read_again([result])[0]

    @contextmanager
    def importer(self, readers: Readers | None = None) -> Iterator[HistoryImporter]:
        """What records the pasts of pages, each answer at its time; nobody is alerted.

        `readers`: those of the caller, who closes them.
        """
        from monitor.service.imported_history import HistoryImporter
        from monitor.service.process import PageProcessor

        with nullcontext(readers) if readers else self.readers(1) as found:
            processor = PageProcessor(self.config, self.storage, self.clock, found)
            yield HistoryImporter(processor, self.clock)

    def import_history(
        self,
        watch: Watch,
        archived: Iterable[Archived],
        progress: Callable[[Archived], None] = lambda one: None,
    ) -> ImportResult:
        """Record what others received of one page, which need not be in the watchlist.

        Raises RefusedError where some of it would lie before what is recorded, ConflictError,
        StorageError.
        """
        with self.importer() as importer:
            return importer.take(watch, archived, progress)

    # ------------------------------------------------------------------ alerts and health

    def retry_alerts(self, ids: Sequence[str] | None = None) -> int:
        """Put failed and dead alerts back in line; returns how many."""
        return self.storage.retry_alerts(self.clock(), ids)

    def resend(self, change_id: str, route: str | None = None) -> int:
        """Queue a change once more for a route, or for all that it was meant for; how many alerts.

        Raises NotFoundError.
        """
        from monitor.service import by_hand

        return by_hand.resend(self.storage, self.config, change_id, route, self.clock())

    def beat(self) -> None:
        """Tell the heartbeat's address, if there is one, that a round was done."""
        if self.config.heartbeat:
            from monitor.notify import heartbeat

            heartbeat.beat(self.config.heartbeat)

    def mend(self) -> list[str]:
        """Put right what is damaged in the database and can be; a line for each."""
        from monitor.service import repair

        with self.readers(1) as readers:
            mended = repair.mend_all(self.storage, readers, self._watches)
        return mended + self.storage.remove_orphans()

    @property
    def _notifier(self) -> Notifier:
        from monitor.notify import AppriseNotifier

        self._own_notifier = self._own_notifier or AppriseNotifier()
        return self._own_notifier

    def _http_fetcher(self) -> HttpFetcher:
        return http_fetcher(self.config)

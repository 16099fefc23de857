"""The unit of work: one watch's check, from its row in the database back to its row.

    claim -> fetch -> process (keep the answer, judge it, record what came of it)

Nothing is remembered between two checks except what the database holds, so any process may do the
next one. What goes wrong with one page is recorded with that page, a bug of ours included: the
others are checked, then BugError ends the run. StorageError stops it at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from monitor.errors import (
    BugError,
    ConflictError,
    DamagedError,
    EvidenceError,
    FetchError,
    MonitorError,
    NotFoundError,
    ReaderLostError,
)
from monitor.extract import extractor_digest
from monitor.fetch import DrawingFetcher, Fetcher
from monitor.model import Fetched, Watch
from monitor.model.records import PageRecord
from monitor.model.results import CheckResult
from monitor.service import drawing, gathered_pages
from monitor.service.drawing import Shell, Step
from monitor.service.host_turns import HostTurns
from monitor.service.workers import Workers
from monitor.text.bundle import PartBody, parts_of

log = structlog.get_logger(__name__)

_FOLLOWED = 10  # pages that a document may have where nobody listed them, for its claim
# Once a day a page is fetched without validators: a server that answers 304 for ever hides changes.
TRUST_304_FOR = timedelta(hours=24)


class Checker:
    """Checks watches. Holds connections and settings, never what was learned about a page."""

    def __init__(
        self,
        fetcher: Fetcher,
        workers: Workers,
        clock: Callable[[], datetime],
        *,
        only_due: bool = False,
        turns: HostTurns | None = None,
    ) -> None:
        """`only_due`: leave out what another process has looked at meanwhile.

        `turns`: shared with other checkers of the same event loop.
        """
        self._only_due = only_due
        self._fetcher = fetcher
        self._drawing = fetcher if isinstance(fetcher, DrawingFetcher) else None
        self._workers = workers
        self._processor = workers.processor
        self._storage = workers.processor.storage
        self._clock = clock
        self._turns = turns or HostTurns()

    async def check_all(
        self, watches: Sequence[Watch], on_result: Callable[[CheckResult], None] | None = None
    ) -> list[CheckResult]:
        """Check many watches at once, those of one host one after the other, in stable order.

        Raises StorageError at once; BugError with the results when all are through.
        """
        results: dict[str, CheckResult] = {}

        async def look(watch: Watch) -> None:
            result = await self.check(watch)
            if result is None:
                return
            results[watch.id] = result
            if on_result:
                on_result(result)

        try:
            async with asyncio.TaskGroup() as group:
                for watch in watches:
                    group.create_task(look(watch))
        except ExceptionGroup as failed:
            # One storage error stops the run; the group only wraps it.
            raise failed.exceptions[0] from None
        ordered = [results[watch.id] for watch in watches if watch.id in results]
        if bugs := [result for result in ordered if result.bug]:
            raise BugError([r.watch_id for r in bugs], ordered) from bugs[0].bug
        return ordered

    async def check(self, watch: Watch) -> CheckResult | None:
        """Check one watch; None when another process is at it right now.

        While its answer is read the next page of the same host is fetched.
        """
        now, page = self._clock(), None
        try:
            async with AsyncExitStack() as held:
                async with self._turns.of(watch.host):
                    async with self._workers.room:
                        now = self._clock()  # fetching stops while reading cannot keep up
                    if self._workers.leaving:
                        return None
                    page = await self._claim(watch, now)
                    if page is None:
                        log.info("claimed elsewhere", watch=watch.id)
                        return None
                    if page.version and page.extractor != extractor_digest(watch.rules):
                        page = await self._workers.in_thread(self._processor.upgrade, watch, page)
                    step = self._step(watch, page, now)
                    answer = await self._fetch(watch, page, now, step)
                    await held.enter_async_context(self._workers.room)
                result = await self._workers.process(watch, page, answer, now, step, final=False)
            if isinstance(result, Shell):
                result = await self._by_browser(watch, page, answer, now, step, result)
            return result
        except ConflictError as conflict:  # this check outlived its claim (a laptop's sleep)
            log.warning("checked elsewhere meanwhile", watch=watch.id, detail=str(conflict))
            return None
        except DamagedError as damage:  # that could not be put right
            return await self._workers.in_thread(self._processor.set_aside, watch, damage, now)
        except MonitorError:
            self._give_back(page)
            raise
        except Exception as bug:  # raised at the end, by check_all
            return await self._workers.in_thread(self._processor.set_aside, watch, bug, now)
        except BaseException:  # else recording has ended the claim
            self._give_back(page)
            raise

    def _step(self, watch: Watch, page: PageRecord, now: datetime) -> Step:
        """How the page is asked for. Whether there is a browser is asked at the first shell."""
        if self._drawing is None:
            return Step.PLAIN
        step = drawing.step(watch, page.state, now)
        guessed = step is Step.BROWSER and page.state.drawing is None  # by the watch alone
        return Step.TRY if guessed and self._drawing.no_browser() else step

    async def _by_browser(
        self,
        watch: Watch,
        page: PageRecord,
        plain: Fetched | FetchError,
        now: datetime,
        step: Step,
        shell: Shell,
    ) -> CheckResult:
        """What a browser makes of a page whose plain answer is a shell; else that answer counts."""
        note, answer = "", plain
        try:
            answer = await self._drawn(watch)
        except FetchError as error:
            note = drawing.not_drawn(error)
            # It was drawn until now, or is drawn: it is the page that failed.
            if step is Step.AGAIN or error.reason == gathered_pages.PART:
                answer = error
        final = not shell.readable or answer is plain
        async with self._workers.room:
            process = partial(self._workers.process, watch, page, note=note)
            result = await process(answer, now, step, final=final)
            if isinstance(result, Shell):
                result = await process(plain, now, Step.LESS)
        assert isinstance(result, CheckResult)  # noqa: S101 - what is final is recorded
        return result

    async def _drawn(self, watch: Watch) -> Fetched:
        assert self._drawing is not None  # noqa: S101 - else there is no such step
        return await self._whole(watch, await self._drawing.draw(watch))

    async def _whole(self, watch: Watch, first: Fetched) -> Fetched:
        """The answer of all its pages."""
        read, kept = partial(self._read_part, watch), partial(self._kept_parts, watch)
        return await gathered_pages.whole(self._fetcher, watch, first, read, kept)

    async def _claim(self, watch: Watch, now: datetime) -> PageRecord | None:
        tries = 1 if watch.fetch == "plain" else 2  # plainly, and by a browser
        tries *= 1 + len(watch.pages) + (_FOLLOWED if watch.follow else 0)
        lease = timedelta(seconds=watch.timeout * tries + 120)
        claim = partial(self._storage.claim, watch.id, now, lease, only_due=self._only_due)
        try:
            return await self._workers.in_thread(claim)
        except DamagedError:  # of this page: the others must not wait for it
            mended = (await self._workers.in_thread(self._processor.mend, watch)).mended
            page = await self._workers.in_thread(claim)
            return page and replace(page, mended=mended)

    def _give_back(self, page: PageRecord | None) -> None:
        if page is not None:
            self._storage.release_claim(page.watch_id)

    async def _fetch(
        self, watch: Watch, page: PageRecord, now: datetime, step: Step
    ) -> Fetched | FetchError:
        """Conditional only where a 304 can be trusted to mean that nothing is waiting."""
        recent = page.full_fetch_at is not None and now - page.full_fetch_at < TRUST_304_FOR
        validators = {}
        if recent and page.state.at_rest:
            validators = {"etag": page.etag, "last_modified": page.last_modified}
        try:
            if step is Step.BROWSER:
                return await self._drawn(watch)
            return await self._whole(watch, await self._fetcher.fetch(watch, **validators))
        except FetchError as error:
            return error

    async def _read_part(
        self, watch: Watch, answer: Fetched, follow: Sequence[str]
    ) -> gathered_pages.PartRead:
        run = self._processor.readers.run
        work = partial(run, gathered_pages.part_read, answer, watch.rules, follow)
        try:
            return await self._workers.in_thread(work)
        except ReaderLostError as lost:
            return gathered_pages.PartRead(str(lost), "unreadable")

    async def _kept_parts(self, watch: Watch) -> dict[str, PartBody]:
        """The parts of the version by their addresses; none where there is no version."""

        def found() -> dict[str, PartBody]:
            with suppress(NotFoundError, EvidenceError):
                body = self._storage.read_snapshot(self._storage.version(watch.id).snapshot)
                return {part.url: part for part in parts_of(body)}
            return {}

        return await self._workers.in_thread(found)

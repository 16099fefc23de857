"""The unit of work: one watch's check, from its row in the database back to its row.

    claim -> fetch -> snapshot (committed) -> examine (pure) -> record (one transaction) -> release

Nothing is remembered between two checks except what the database holds, so any process may do the
next one. What goes wrong with one page is recorded with that page, a bug of ours included: the
others are checked, then BugError ends the run. StorageError stops it at once.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import structlog

from monitor import alerting, bookkeeping, pipeline, schedule
from monitor.classify.severity import severity
from monitor.config import Config
from monitor.errors import (
    BugError,
    ConflictError,
    EvidenceError,
    ExtractError,
    FetchError,
    MonitorError,
    NotFoundError,
    StorageError,
)
from monitor.extract import extract, extractor_digest
from monitor.fetch import Fetcher
from monitor.media import decode, media_type
from monitor.records import ChangeRecord, NewAlert, NewVersion, PageRecord, Recording
from monitor.results import CheckResult
from monitor.storage import Storage
from monitor.types import SEVERITIES, Document, ExtractRules, Fetched, Intent, Outcome, Watch

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# Once a day a page is fetched without validators: a server that answers 304 for ever hides changes.
TRUST_304_FOR = timedelta(hours=24)


class Checker:
    """Checks watches. Holds connections and settings, never what was learned about a page."""

    def __init__(
        self, config: Config, fetcher: Fetcher, storage: Storage, clock: Callable[[], datetime]
    ) -> None:
        self._config = config
        self._fetcher = fetcher
        self._storage = storage
        self._clock = clock
        # Two: while one waits for the disk the other computes. More only cost memory.
        self._threads = ThreadPoolExecutor(2, "check")

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))

    async def check_all(
        self, watches: Sequence[Watch], on_result: Callable[[CheckResult], None] | None = None
    ) -> list[CheckResult]:
        """Check many watches at once, those of one host one after the other, in stable order.

        Raises StorageError at once; BugError with the results when all are through.
        """
        hosts: dict[str, list[Watch]] = defaultdict(list)
        for watch in watches:
            hosts[urlsplit(watch.url).netloc.lower()].append(watch)
        results: dict[str, CheckResult] = {}

        async def visit(host: list[Watch]) -> None:
            for watch in host:
                result = await self.check(watch)
                if result is None:
                    continue
                results[watch.id] = result
                if on_result:
                    on_result(result)

        try:
            async with asyncio.TaskGroup() as group:
                for host in hosts.values():
                    group.create_task(visit(host))
        except ExceptionGroup as failed:
            # One storage error stops the run; the group only wraps it.
            raise failed.exceptions[0] from None
        finally:
            # When the run is cancelled a thread may still be recording: the database waits for it.
            self._threads.shutdown(wait=True)
        ordered = [results[watch.id] for watch in watches if watch.id in results]
        if bugs := [result for result in ordered if result.bug]:
            raise BugError([r.watch_id for r in bugs], ordered) from bugs[0].bug
        return ordered

    async def check(self, watch: Watch) -> CheckResult | None:
        """Check one watch; None when another process is at it right now.

        What waits for the disk or the processor runs in a thread, so that other pages go on.
        """
        now = self._clock()
        lease = timedelta(seconds=watch.timeout + 120)
        try:
            page = await self._in_thread(self._storage.claim, watch.id, now, lease)
        except MonitorError:
            raise
        except Exception as bug:  # in reading its row
            return await self._in_thread(self._set_aside, watch, bug, now)
        if page is None:
            log.info("claimed elsewhere", watch=watch.id)
            return None
        try:
            if page.version and page.extractor != extractor_digest(watch.rules):
                page = await self._in_thread(self._upgrade, watch, page)
            answer: Fetched | FetchError
            try:
                answer = await self._fetch(watch, page, now)
            except FetchError as error:
                answer = error
            return await self._in_thread(self._finish, watch, page, answer, now)
        except ConflictError as conflict:  # this check outlived its claim (a laptop's sleep)
            log.warning("checked elsewhere meanwhile", watch=watch.id, detail=str(conflict))
            return None
        except MonitorError:
            self._storage.release_claim(watch.id)
            raise
        except Exception as bug:  # told at the end, by check_all
            return await self._in_thread(self._set_aside, watch, bug, now)
        except BaseException:  # else recording has ended the claim
            self._storage.release_claim(watch.id)
            raise

    def _set_aside(self, watch: Watch, bug: Exception, now: datetime) -> CheckResult:
        """Record a bug as this page's failure: the others go on, and it waits for its next turn."""
        log.error("a bug in monitor; please report it", watch=watch.id, exc_info=bug)
        error = FetchError("bug", f"{type(bug).__name__} in monitor; the log has the traceback")
        try:
            page = self._storage.page(watch.id)
            result = self._record(
                watch, page, pipeline.failed(page.state, error, now), now, error=error
            )
            return replace(result, bug=bug)
        except StorageError:
            raise
        except Exception:  # its row is broken as well: only its time moves
            self._storage.set_next_due(watch.id, schedule.next_due(watch, now))
            self._storage.release_claim(watch.id)
        return CheckResult(
            watch.id, watch.service, watch.document, Outcome.FAILED, str(error), bug=bug
        )

    def _finish(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        """Keep the answer as evidence, judge it, record what came of it."""
        if isinstance(answer, FetchError):
            intent = pipeline.failed(page.state, answer, now)
            return self._record(watch, page, intent, now, error=answer)
        if answer.not_modified or self._same_bytes(page, answer):
            return self._record(watch, page, pipeline.unchanged(page.state, now), now, answer)
        snapshot = self._storage.add_snapshot(watch.id, answer, keep=watch.keep).sha256
        try:
            examined = pipeline.examine(
                pipeline.Observation.of(answer),
                rules=watch.rules,
                state=page.state,
                current=self._storage.current_document(watch.id) if page.version else None,
                confirm=watch.confirm,
                confirm_after=watch.confirm_after,
            )
        except ExtractError as problem:
            intent = pipeline.failed(page.state, FetchError("unreadable", str(problem)), now)
            return self._record(watch, page, intent, now, answer, snapshot)
        return self._record(watch, page, examined.intent, now, answer, snapshot, examined.document)

    def _same_bytes(self, page: PageRecord, fetched: Fetched) -> bool:
        """The very bytes of the answer before, with nothing waiting: no need to read them."""
        if fetched.status != 200 or not _settled(page) or not page.state.texts:
            return False  # without texts the version was extracted anew: compare once
        return hashlib.sha256(fetched.body).hexdigest() == page.snapshot

    async def _fetch(self, watch: Watch, page: PageRecord, now: datetime) -> Fetched:
        """Conditional only where a 304 can be trusted to mean that nothing is waiting."""
        recent = page.full_fetch_at is not None and now - page.full_fetch_at < TRUST_304_FOR
        if recent and _settled(page):
            return await self._fetcher.fetch(
                watch, etag=page.etag, last_modified=page.last_modified
            )
        return await self._fetcher.fetch(watch)

    def _upgrade(self, watch: Watch, page: PageRecord) -> PageRecord:
        """Extract the current version anew, because our code or the watch's rules have changed.

        So that the next comparison shows what the page changed, never what we changed.
        """
        version = self._storage.version(watch.id)
        row = self._storage.snapshot(version.snapshot)
        try:
            body = self._storage.read_snapshot(version.snapshot)
            document = extract_snapshot(body, row.media_type, watch.rules)
        except (EvidenceError, ExtractError) as lost:
            # Old text by old code against new text by new code would show changes that are ours.
            log.error("the page begins anew", watch=watch.id, reason=str(lost))
            return replace(page, state=pipeline.begun_anew(page.state))
        state = pipeline.upgraded(page.state, document)
        renewed = NewVersion(
            document=document,
            digest=document.digest,
            extractor=extractor_digest(watch.rules),
            snapshot=version.snapshot,
            seen_at=version.seen_at,
            technical=True,
        )
        self._storage.upgrade_version(
            watch.id, renewed, state, now=self._clock(), expected_version=page.version
        )
        log.info("extracted anew", watch=watch.id, version=version.number)
        return self._storage.page(watch.id)

    def _weighed(self, intent: Intent) -> Intent:
        """The intent with the severity that the user's own table gives its change."""
        change = intent.change
        table = {n: SEVERITIES.index(s) for n, s in self._config.severity.items()}
        if change is None or not table:
            return intent
        own = severity(change.kind, change.classes, change.dates, change.findings, table)
        return replace(intent, change=replace(change, severity=own))

    def release(self, watch: Watch) -> CheckResult:
        """Take the quarantined answer for the page, because a person says so."""
        now = self._clock()
        page = self._storage.page(watch.id)
        quarantined = page.state.quarantine
        if quarantined is None:
            raise NotFoundError(f"{watch.id} has nothing in quarantine")
        sha256 = quarantined.snapshot or page.snapshot
        body = self._storage.read_snapshot(sha256)
        document = extract_snapshot(body, self._storage.snapshot(sha256).media_type, watch.rules)
        examined = pipeline.release(
            page.state,
            document,
            current=self._storage.current_document(watch.id) if page.version else None,
            at=now,
            body=sha256,
        )
        return self._record(
            watch, page, examined.intent, now, snapshot=sha256, document=examined.document
        )

    def _record(
        self,
        watch: Watch,
        page: PageRecord,
        intent: Intent,
        now: datetime,
        fetched: Fetched | None = None,
        snapshot: str = "",
        document: Document | None = None,
        *,
        error: FetchError | None = None,
    ) -> CheckResult:
        """Store everything this check leaves behind in one transaction."""
        version = bookkeeping.new_version(watch, page, intent, now, snapshot, document)
        change = bookkeeping.change_record(watch, page, self._weighed(intent), version, now)
        recording = Recording(
            watch_id=watch.id,
            fetched_at=now,
            outcome=intent.outcome,
            reason=intent.reason,
            state=intent.state,
            next_due_at=schedule.due_after(
                watch,
                now,
                again_after=intent.again_after,
                # What will not pass by itself (robots.txt, a bad address) can wait for its turn.
                failures=intent.state.failures if error is None or error.transient else 0,
                retry_after=bookkeeping.asked_to_wait(fetched, error, now),
            ),
            expected_version=page.version,
            version=version,
            change=change.change if change else None,
            change_id=change.id if change else "",
            note=intent.note,
            alerts=self._alerts(watch, page, intent, change, now),
            keep_body=intent.keep_body,
            snapshot=snapshot,
            ok=intent.outcome not in (Outcome.FAILED, Outcome.QUARANTINED),
        )
        recording = bookkeeping.with_answer(recording, fetched)
        if error is not None:
            recording = replace(recording, seconds=error.seconds, tries=error.tries)
        self._storage.record(recording)
        log.info(
            "checked", watch=watch.id, outcome=str(intent.outcome), reason=intent.reason or None
        )
        return CheckResult(
            watch_id=watch.id,
            service=watch.service,
            document=watch.document,
            outcome=intent.outcome,
            reason=intent.reason,
            change=change,
            seconds=recording.seconds,
            version=page.version + 1 if version else page.version or None,
        )

    def _alerts(
        self,
        watch: Watch,
        page: PageRecord,
        intent: Intent,
        change: ChangeRecord | None,
        now: datetime,
    ) -> tuple[NewAlert, ...]:
        """Who is told what of this check: of its change, of the page's trouble, of a return."""
        routes = self._config.routes
        alerts = alerting.for_page(routes, watch, page, intent, now)
        if change and intent.alert:
            alerts = alerting.for_change(routes, watch, change, now) + alerts
        if intent.note:
            told = self._storage.changes(watch_id=watch.id, kind="substantive", limit=1)
            last = told[0] if told else None
            alerts += alerting.for_note(routes, watch, page, intent, last, now)
        return alerts


def extract_snapshot(body: bytes, content_type: str, rules: ExtractRules) -> Document:
    """The document in stored bytes, read with the Content-Type header they came with."""
    return extract(decode(body, content_type), media_type(content_type, body), rules)


def _settled(page: PageRecord) -> bool:
    """Nothing waits for a second look, so that the same bytes again mean: unchanged."""
    state = page.state
    return bool(page.version and state.current_digest) and not (
        state.waves or state.candidate or state.quarantine
    )

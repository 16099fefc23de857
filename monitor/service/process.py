"""Taking in what a fetch brought: keep the answer, judge it, record what came of it.

    snapshot (committed) -> examine (pure) -> record (one transaction)

Synchronous, and without memory: any thread or process with the configuration and the database may
take in the next answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from monitor import pipeline
from monitor.classify.severities import severity
from monitor.config import Config
from monitor.errors import (
    DamagedError,
    EvidenceError,
    ExtractError,
    FetchError,
    MonitorError,
    NotFoundError,
    ReaderLostError,
    RefusedError,
    StorageError,
)
from monitor.extract import extractor_digest
from monitor.model import SEVERITIES, Document, Fetched, Intent, Outcome, Watch
from monitor.model.records import ChangeRecord, NewAlert, NewVersion, PageRecord
from monitor.model.results import CheckResult
from monitor.pipeline import Examined
from monitor.service import recording, repair, routing, schedule
from monitor.service.readers import Readers
from monitor.service.recording import Look
from monitor.storage import Storage

log = structlog.get_logger(__name__)


# Seconds until a page is read again that cost a reader its life: others come first, also after the
# daemon was started again.
AFTER_READER_LOST = 3600.0


class PageProcessor:
    """Holds the configuration and the database, never what was learned about a page."""

    def __init__(
        self,
        config: Config,
        storage: Storage,
        clock: Callable[[], datetime],
        readers: Readers | None = None,
    ) -> None:
        """Without `readers` the pages are read in this process."""
        self.config = config
        self.storage = storage
        self._clock = clock
        self.readers = readers or Readers(0)

    def process(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        """Record what came of the answer; the page's claim ends with it.

        A bug of ours is recorded as this page's failure, in `CheckResult.bug`. Raises ConflictError
        when another process recorded the page meanwhile, StorageError.
        """
        try:
            try:
                return self._process(watch, page, answer, now)
            except DamagedError:
                return self._process(watch, self.mend(watch), answer, now)
        except MonitorError:
            raise
        except Exception as bug:
            return self.set_aside(watch, bug, now)

    def set_aside(self, watch: Watch, bug: Exception, now: datetime) -> CheckResult:
        """Record a bug as this page's failure: the others go on, and it waits for its next turn."""
        log.error("a bug in monitor; please report it", watch=watch.id, exc_info=bug)
        error = FetchError("bug", f"{type(bug).__name__} in monitor; the log has the traceback")
        try:
            look = Look(watch, self.storage.page(watch.id), now, error=error)
            result = self._record(look, pipeline.failed(look.page.state, error, now))
            return replace(result, bug=bug)
        except Exception as other:  # its row is broken as well: only its time moves
            if isinstance(other, StorageError) and not isinstance(other, DamagedError):
                raise
            self.storage.set_next_due(watch.id, schedule.next_due(watch, now))
            self.storage.release_claim(watch.id)
        return CheckResult(
            watch.id, watch.service, watch.document, Outcome.FAILED, str(error), bug=bug
        )

    def mend(self, watch: Watch) -> PageRecord:
        """Put right what is damaged of a page in the database. Where it stands then."""
        return repair.mend(self.storage, self.readers, watch)

    def upgrade(self, watch: Watch, page: PageRecord) -> PageRecord:
        """Extract the current version anew, because our code or the watch's rules have changed.

        So that the next comparison shows what the page changed, never what we changed.
        """
        try:
            version = self.storage.version(watch.id)
            document = repair.read_again(self.storage, self.readers, version.snapshot, watch.rules)
        except DamagedError:
            return self.mend(watch)
        except (EvidenceError, ExtractError, NotFoundError) as lost:
            # Old text by old code against new text by new code would show changes that are ours.
            log.error("the page begins anew", watch=watch.id, reason=str(lost))
            return replace(page, state=pipeline.begun_anew(page.state))
        state, document = pipeline.upgraded(page.state, document, version.document)
        renewed = NewVersion(
            document=document,
            digest=document.digest,
            extractor=extractor_digest(watch.rules),
            snapshot=version.snapshot,
            seen_at=version.seen_at,
            technical=True,
        )
        self.storage.upgrade_version(
            watch.id, renewed, state, now=self._clock(), expected_version=page.version
        )
        log.info("extracted anew", watch=watch.id, version=version.number)
        return self.storage.page(watch.id)

    def release(self, watch: Watch, page: PageRecord, *, force: bool = False) -> CheckResult:
        """Take the quarantined answer for the page, because a person says so.

        Raises RefusedError when it reads like a block page or a login page, unless with `force`.
        """
        now = self._clock()
        quarantined = page.state.quarantine
        sha256 = (quarantined.snapshot if quarantined else "") or page.snapshot
        examined = pipeline.release(
            page.state,
            repair.read_again(self.storage, self.readers, sha256, watch.rules),
            current=self._current(page),
            at=now,
            body=sha256,
            force=force,
        )
        if examined.intent.outcome is Outcome.QUARANTINED:
            raise RefusedError(
                f"{watch.id}: what is in quarantine is not the page ({examined.intent.reason});"
                " --force accepts it all the same"
            )
        look = Look(watch, page, now, snapshot=sha256, document=examined.document)
        return self._record(look, examined.intent)

    def _process(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        if isinstance(answer, FetchError):
            failed = pipeline.failed(page.state, answer, now)
            return self._record(Look(watch, page, now, error=answer), failed)
        look = Look(watch, page, now, fetched=answer)
        if nothing_to_read(page, answer):
            return self._record(look, pipeline.unchanged(page.state, now))
        snapshot = self.storage.add_snapshot(watch.id, answer, keep=watch.keep).sha256
        look = replace(look, snapshot=snapshot)
        try:
            seen = self.readers.run(pipeline.glance, answer)
            examined = self.readers.run(
                _examined,
                answer,
                seen=seen,
                rules=watch.rules,
                state=page.state,
                current=None if seen.same(page.state) else self._current(page),
                confirm=watch.confirm,
                confirm_after=watch.confirm_after,
            )
        except ExtractError as problem:
            unreadable = FetchError("unreadable", str(problem))
            if isinstance(problem, ReaderLostError):
                unreadable.retry_after = AFTER_READER_LOST
                look = replace(look, error=unreadable)
            return self._record(look, pipeline.failed(page.state, unreadable, now))
        return self._record(replace(look, document=examined.document), examined.intent)

    def _current(self, page: PageRecord) -> Document | None:
        """None where there is none yet, or none any more."""
        if not page.version or page.damage:
            return None
        return self.storage.current_document(page.watch_id)

    def _record(self, look: Look, intent: Intent) -> CheckResult:
        """Store everything this check leaves behind in one transaction."""
        watch, page = look.watch, look.page
        if page.mended:
            said = [intent.reason] if intent.reason else []
            intent = replace(intent, reason="; ".join([*said, page.mended]))
        version = recording.new_version(look, intent)
        change = recording.change_record(look, self._weighed(intent), version)
        alerts = self._alerts(look, intent, change)
        made = recording.recording(look, intent, version, change, alerts)
        self.storage.record(made)
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
            seconds=made.seconds,
            version=page.version + 1 if version else page.version or None,
        )

    def _weighed(self, intent: Intent) -> Intent:
        """The intent with the severity that the user's own table gives its change."""
        change = intent.change
        table = {n: SEVERITIES.index(s) for n, s in self.config.severity.items()}
        if change is None or not table:
            return intent
        own = severity(change.kind, change.classes, change.dates, change.findings, table)
        return replace(intent, change=replace(change, severity=own))

    def _alerts(
        self, look: Look, intent: Intent, change: ChangeRecord | None
    ) -> tuple[NewAlert, ...]:
        """Who is told what of this check: of its change, of the page's trouble, of a return."""
        routes, watch, now = self.config.routes, look.watch, look.now
        alerts = routing.for_page(routes, watch, look.page, intent, now)
        if change and intent.alert:
            alerts = routing.for_change(routes, watch, change, now) + alerts
        if intent.note:
            told = self.storage.changes(watch_id=watch.id, kind="substantive", limit=1)
            last = told[0] if told else None
            version = self._current(look.page) if last else None
            alerts += routing.for_note(
                routes, watch, look.page, intent, last, now, before=version, after=look.document
            )
        return alerts


def _examined(answer: Fetched, **settings: Any) -> Examined:
    """:func:`pipeline.examine`, less what would make the way back from a reader long."""
    examined = pipeline.examine(answer, **settings)
    wanted = examined.intent.new_version or examined.intent.note
    return replace(examined, comparison=None, document=examined.document if wanted else None)


def settled(page: PageRecord) -> bool:
    """Nothing waits for a second look, so that the same bytes again mean: unchanged.

    After a failure they may be the bytes that could not be read.
    """
    state = page.state
    return bool(page.version and state.current_digest) and not (
        state.pending or state.candidate or state.quarantine or state.failures
    )


def nothing_to_read(page: PageRecord, answer: Fetched | FetchError) -> bool:
    """No page came, or the very bytes of the answer before with nothing waiting."""
    if isinstance(answer, FetchError) or answer.not_modified:
        return True
    if answer.status != 200 or not settled(page) or not page.state.texts:
        return False  # without texts the version was extracted anew: compare once
    return answer.sha256 == page.snapshot

"""A page's way from the answer to the database.

    store (committed) -> observe -> read -> decide -> route alerts -> record (one transaction)

Synchronous, and without memory: any thread or process with the configuration and the database may
process the next answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from monitor import pipeline
from monitor.config import Config
from monitor.confirm import extracted_again
from monitor.errors import (
    DamagedError,
    EvidenceError,
    ExtractError,
    ExtraMissingError,
    FetchError,
    MonitorError,
    NotFoundError,
    ReaderLostError,
    RefusedError,
    StorageError,
)
from monitor.extract import extractor_digest
from monitor.model import (
    SEVERITIES,
    Change,
    Decision,
    Fetched,
    Observation,
    Outcome,
    PageState,
    Verdict,
    Watch,
)
from monitor.model.archived import RETOLD
from monitor.model.records import ChangeRecord, NewVersion, PageRecord
from monitor.model.results import CheckResult
from monitor.rows.codec import Packed
from monitor.service import (
    drawing,
    lost_pages,
    page_look,
    recording,
    repair,
    routing,
    schedule,
)
from monitor.service.drawing import Shell, Step
from monitor.service.readers import Readers
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
        self._severities = {n: SEVERITIES.index(s) for n, s in config.severity.items()}

    def process(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        """Record what came of the answer; the page's claim ends with it.

        A bug of ours is recorded as this page's failure, in `CheckResult.bug`. Raises ConflictError
        when another process recorded the page meanwhile, StorageError.
        """
        result = self.process_or_shell(watch, page, answer, now, Step.PLAIN, final=True)
        assert isinstance(result, CheckResult)  # noqa: S101 - what is final is recorded
        return result

    def process_or_shell(
        self,
        watch: Watch,
        page: PageRecord,
        answer: Fetched | FetchError,
        now: datetime,
        step: Step,
        *,
        final: bool = False,
        note: str = "",
    ) -> CheckResult | Shell:
        """The same, but of a plain answer that a browser is to be asked about nothing is recorded.

        `final`: it is recorded whatever it is, with the `note` on the browser in its reason.
        """
        try:
            try:
                return self._process(watch, page, answer, now, step, final, note)
            except DamagedError:
                return self._process(watch, self.mend(watch), answer, now, step, final, note)
        except MonitorError:
            raise
        except Exception as bug:
            return self.set_aside(watch, bug, now)

    def _process(
        self,
        watch: Watch,
        page: PageRecord,
        answer: Fetched | FetchError,
        now: datetime,
        step: Step,
        final: bool,
        note: str,
    ) -> CheckResult | Shell:
        """The whole way of one answer, from top to bottom."""
        observation, decision, version = self._looked(watch, page, answer, now)
        drawn = isinstance(answer, Fetched) and answer.first is not None
        if not final and (why := drawing.wanted(step, observation, drawn=drawn)):
            return Shell(why, drawing.readable(observation))
        decision = drawing.remembered(decision, page.state, step, observation, drawn=drawn)
        if observation.shell:
            decision = drawing.noted(decision, note)
        return self._record(watch, page, observation, decision, version)

    def _looked(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> tuple[Observation, Decision, NewVersion | None]:
        """The answer stored, what it shows and what follows."""
        snapshot = self._store(watch, page, answer)
        try:
            observation, decision, version = page_look.looked(
                self.readers if snapshot else None,
                partial(self._known, page),
                watch,
                page,
                answer,
                now,
                self._severities,
            )
        except ReaderLostError as lost:
            error = FetchError("unreadable", str(lost), retry_after=AFTER_READER_LOST)
            observation = pipeline.observe(error, now)
            decision, version = pipeline.decide(observation, page.state, None), None
        came = None if isinstance(answer, FetchError) else answer
        return replace(observation, answer=came, snapshot=snapshot), decision, version

    def take_in(
        self,
        watch: Watch,
        page: PageRecord,
        answer: Fetched,
        source: str,
        *,
        retold: bool,
        next_due_at: datetime,
    ) -> CheckResult:
        """Record an answer that others received, at its time, and alert nobody.

        `source`: whose record it is, and when it was imported. `retold`: it is a text that they
        made of the page. Raises ConflictError, StorageError.
        """
        observation, decision, version = self._looked(watch, page, answer, answer.fetched_at)
        reason = "; ".join(part for part in (decision.reason, f"from {source}") if part)
        decision = replace(decision, reason=reason, state=_untold(decision.state))
        if version is not None:
            extractor = RETOLD if retold else version.extractor
            version = replace(version, source=source, extractor=extractor)
        change = recording.change_record(watch, page, decision, version, observation.at)
        made = recording.recording(watch, page, observation, decision, version, change)
        self.storage.record(
            replace(
                made,
                next_due_at=next_due_at,
                etag="",  # what another got is not asked for by us
                last_modified="",
                imported_at=self._clock(),
            )
        )
        return recording.check_result(watch, made)

    def _store(self, watch: Watch, page: PageRecord, answer: Fetched | FetchError) -> str:
        """Make the answer durable before anything reads it; "" where it brings nothing new."""
        if isinstance(answer, FetchError):
            return ""
        if pipeline.brings_nothing(answer, page.state, page.snapshot):
            if answer.body and self.storage.has_lost(page.snapshot):  # here it is once more
                self.storage.add_snapshot(watch.id, answer, keep=watch.keep)
            return ""
        for first in (*((answer.first,) if answer.first else ()), *answer.firsts_of_parts):
            self.storage.add_snapshot(watch.id, first, keep=watch.keep)
        return self.storage.add_snapshot(watch.id, answer, keep=watch.keep).sha256

    def _known(self, page: PageRecord) -> tuple[Packed | None, Change | None]:
        """The version to compare with, packed, and the last change told."""
        if not page.version:
            return None, None
        told = self._told(page)
        return self._packed(page), told.change if told else None

    def _told(self, page: PageRecord) -> ChangeRecord | None:
        """The last change that anybody was told."""
        found = self.storage.changes(
            watch_id=page.watch_id, kind="substantive", limit=1, as_recorded=True
        )
        return found[0] if found else None

    def _record(
        self,
        watch: Watch,
        page: PageRecord,
        observation: Observation,
        decision: Decision,
        version: NewVersion | None = None,
    ) -> CheckResult:
        """Route the alerts, and store everything this check leaves behind in one transaction."""
        if page.mended:
            said = [decision.reason] if decision.reason else []
            decision = replace(decision, reason="; ".join([*said, page.mended]))
        now, decision = observation.at, lost_pages.told(page, decision)
        told = self._told(page) if decision.turned else None
        change = recording.change_record(watch, page, decision, version, now)
        alerts = routing.alerts(self.config.routes, watch, page, decision, change, told, now)
        if change is not None and self.config.reader is not None:
            from monitor.service import second_opinion  # few have one

            alerts = second_opinion.waiting(alerts, change.change, self.config.reader, now)
        made = recording.recording(watch, page, observation, decision, version, change, alerts)
        self.storage.record(made)
        outcome, reason = str(decision.outcome), decision.reason or None
        log.info("checked", watch=watch.id, outcome=outcome, reason=reason)
        return recording.check_result(watch, made)

    def set_aside(self, watch: Watch, bug: Exception, now: datetime) -> CheckResult:
        """Record a bug as this page's failure: the others go on, and it waits for its next turn."""
        log.error("a bug in monitor; please report it", watch=watch.id, exc_info=bug)
        error = FetchError("bug", f"{type(bug).__name__} in monitor; the log has the traceback")
        try:
            page = self.storage.page(watch.id)
            observation = pipeline.observe(error, now)
            decision = pipeline.decide(observation, page.state, None)
            return replace(self._record(watch, page, observation, decision), bug=bug)
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
        """Extract the current version again, because our code or the watch's rules have changed.

        So that the next comparison shows what the page changed, never what we changed.
        """
        if page.extractor == RETOLD:
            log.info("the page begins again after a past that others retold", watch=watch.id)
            return replace(page, state=extracted_again.begun_again(page.state))
        version = None
        try:
            version = self.storage.version(watch.id)
            document = repair.read_again(self.storage, self.readers, watch, version.snapshot)
        except DamagedError:
            return self.mend(watch)
        except ExtraMissingError:  # installed elsewhere, or soon: the check says what is missing
            return page
        except (EvidenceError, ExtractError, NotFoundError) as lost:
            log.error("its stored page cannot be read again", watch=watch.id, reason=str(lost))
            return lost_pages.by_its_text(page, version, str(lost))
        state, document = extracted_again.upgraded(page.state, document, version.content)
        renewed = NewVersion(
            content=document,
            digest=document.digest,
            extractor=extractor_digest(watch.rules),
            snapshot=version.snapshot,
            seen_at=version.seen_at,
            technical=True,
            source=version.source,
        )
        self.storage.upgrade_version(
            watch.id, renewed, state, now=self._clock(), expected_version=page.version
        )
        log.info("extracted again", watch=watch.id, version=version.number)
        return self.storage.page(watch.id)

    def release(self, watch: Watch, page: PageRecord, *, force: bool = False) -> CheckResult:
        """Take the quarantined answer for the page, because a person says so.

        Raises RefusedError when it reads like a block page or a login page, unless with `force`.
        """
        quarantined = page.state.quarantine
        sha256 = (quarantined.snapshot if quarantined else "") or page.snapshot
        document = repair.read_again(self.storage, self.readers, watch, sha256)
        seen = Observation(self._clock(), snapshot=sha256)
        packed, told = self._known(page)
        current = packed.content if packed else None
        observation = pipeline.released(seen, document, page.state, current)
        verdict = observation.verdict
        if not (verdict.may_be or force):
            raise RefusedError(
                f"{watch.id}: what is in quarantine is not the page"
                f" ({verdict.reason}: {verdict.detail}); --force accepts it all the same"
            )
        observation = replace(observation, verdict=Verdict(True))
        decision = pipeline.decide(
            observation,
            page.state,
            current,
            confirm=False,
            severities=self._severities,
            told=told,
        )
        version = recording.new_version(watch.rules, page.state, observation, decision)
        return self._record(watch, page, observation, decision, version)

    def _packed(self, page: PageRecord) -> Packed | None:
        """None where there is none yet, or none any more."""
        if not page.version or page.damage:
            return None
        return self.storage.packed_document(page.watch_id)


def _untold(state: PageState) -> PageState:
    """The state without its troubles that were told: nobody was told."""
    gone = state.trouble is not None and state.trouble.gone
    trouble = replace(state.trouble, told=False) if gone and state.trouble else None
    return replace(state, trouble=trouble, troubles=())

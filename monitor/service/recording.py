"""What a check leaves behind, put together from answer, intent, version and change. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import FetchError
from monitor.extract import extractor_digest
from monitor.fetch import retry_after, validators
from monitor.model import Document, Fetched, Intent, Outcome, Watch
from monitor.model.records import ChangeRecord, NewAlert, NewVersion, PageRecord, Recording
from monitor.service import schedule


@dataclass(frozen=True, slots=True)
class Look:
    """What one check has in hand: the page as it stood, and what was received for it."""

    watch: Watch
    page: PageRecord
    now: datetime
    fetched: Fetched | None = None  # neither this nor an error: a stored answer is released
    error: FetchError | None = None  # beside an answer: reading it failed
    snapshot: str = ""  # SHA-256 of the answer, when it was kept
    document: Document | None = None  # what was read from it


def new_version(look: Look, intent: Intent) -> NewVersion | None:
    """The version that the intent asks for, if it does."""
    if not intent.new_version or look.document is None:
        return None
    candidate = look.page.state.candidate
    return NewVersion(
        document=look.document,
        digest=look.document.digest,
        extractor=extractor_digest(look.watch.rules),
        snapshot=look.snapshot,
        seen_at=candidate.first_seen_at if candidate else look.now,
    )


def change_record(look: Look, intent: Intent, version: NewVersion | None) -> ChangeRecord | None:
    """The change that led to the version, if there is one; its id says what changed into what."""
    if intent.change is None or version is None:
        return None
    watch, number = look.watch, look.page.version + 1
    key = f"{watch.id}\0{look.page.version}\0{number}\0{version.digest}"
    return ChangeRecord(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        watch_id=watch.id,
        service=watch.service,
        document=watch.document,
        url=watch.url,
        from_version=look.page.version,
        to_version=number,
        seen_at=version.seen_at,
        recorded_at=look.now,
        change=intent.change,
        note=intent.note,
    )


def recording(
    look: Look,
    intent: Intent,
    version: NewVersion | None,
    change: ChangeRecord | None,
    alerts: tuple[NewAlert, ...],
) -> Recording:
    """All of it, for one transaction."""
    bare = Recording(
        watch_id=look.watch.id,
        fetched_at=look.now,
        outcome=intent.outcome,
        reason=intent.reason,
        state=intent.state,
        next_due_at=_next_due_at(look, intent),
        expected_version=look.page.version,
        version=version,
        change=change.change if change else None,
        change_id=change.id if change else "",
        note=intent.note,
        alerts=alerts,
        keep_body=intent.keep_body,
        snapshot=look.snapshot,
        ok=intent.outcome not in (Outcome.FAILED, Outcome.QUARANTINED),
    )
    if look.fetched is not None:
        return _with_answer(bare, look.fetched)
    if look.error is not None:
        return replace(bare, seconds=look.error.seconds, tries=look.error.tries)
    return bare


def _next_due_at(look: Look, intent: Intent) -> datetime:
    # What will not pass by itself (robots.txt, a bad address) can wait for its turn.
    passing = look.error is None or look.error.transient
    return schedule.due_after(
        look.watch,
        look.now,
        again_after=intent.again_after,
        failures=intent.state.failures if passing else 0,
        retry_after=_asked_to_wait(look),
    )


def _asked_to_wait(look: Look) -> float | None:
    """Seconds that the server asked us to stay away, if it did."""
    if look.error is not None:
        return look.error.retry_after
    if look.fetched is not None and look.fetched.status in (429, 503):
        return retry_after(look.fetched.headers, look.now)
    return None


def _with_answer(recording: Recording, fetched: Fetched) -> Recording:
    """The recording with what the server's answer adds."""
    answered = replace(
        recording,
        seconds=fetched.seconds,
        status=fetched.status,
        final_url=fetched.final_url,
        size=len(fetched.body),
        tries=fetched.tries,
    )
    if fetched.not_modified:
        return answered
    # Validators of a block page must not be sent with the next request for the page.
    etag, last_modified = validators(fetched) if recording.ok else ("", "")
    return replace(answered, full=True, etag=etag, last_modified=last_modified)

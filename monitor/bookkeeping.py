"""What a check leaves behind, put together from answer, intent, version and change. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from monitor.errors import FetchError
from monitor.extract import extractor_digest
from monitor.fetch import retry_after, validators
from monitor.records import ChangeRecord, NewVersion, PageRecord, Recording
from monitor.types import Document, Fetched, Intent, Watch


def asked_to_wait(fetched: Fetched | None, error: FetchError | None, now: datetime) -> float | None:
    """Seconds that the server asked us to stay away, if it did."""
    if error is not None:
        return error.retry_after
    if fetched is not None and fetched.status in (429, 503):
        return retry_after(fetched.headers, now)
    return None


def with_answer(recording: Recording, fetched: Fetched | None) -> Recording:
    """The recording with what the server's answer adds, if there was one."""
    if fetched is None:
        return recording
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
    # Validators of a wall must not be sent with the next request for the page.
    etag, last_modified = validators(fetched) if recording.ok else ("", "")
    return replace(answered, full=True, etag=etag, last_modified=last_modified)


def new_version(
    watch: Watch,
    page: PageRecord,
    intent: Intent,
    now: datetime,
    snapshot: str,
    document: Document | None,
) -> NewVersion | None:
    """The version that the intent asks for, if it does."""
    if not intent.new_version or document is None:
        return None
    candidate = page.state.candidate
    return NewVersion(
        document=document,
        digest=document.digest,
        extractor=extractor_digest(watch.rules),
        snapshot=snapshot,
        seen_at=candidate.first_seen_at if candidate else now,
    )


def change_record(
    watch: Watch,
    page: PageRecord,
    intent: Intent,
    version: NewVersion | None,
    now: datetime,
) -> ChangeRecord | None:
    """The change that led to the version, if there is one; its id says what changed into what."""
    if intent.change is None or version is None:
        return None
    number = page.version + 1
    key = f"{watch.id}\0{page.version}\0{number}\0{version.digest}"
    return ChangeRecord(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        watch_id=watch.id,
        service=watch.service,
        document=watch.document,
        url=watch.url,
        from_version=page.version,
        to_version=number,
        seen_at=version.seen_at,
        recorded_at=now,
        change=intent.change,
        note=intent.note,
    )

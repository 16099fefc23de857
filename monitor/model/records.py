"""What the storage is given and gives back: rows as frozen dataclasses, free of SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from monitor.model import (
    DOUBTFUL,
    Change,
    Decision,
    Document,
    Observation,
    Outcome,
    PageState,
    Watch,
)
from monitor.model.reading import Reading

if TYPE_CHECKING:
    from monitor.model.outgoing import NewAlert


LATE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """All that is known about one watch between two checks."""

    watch_id: str
    service: str
    document: str
    url: str
    state: PageState
    active: bool = True  # False: no longer in the watchlist; its history stays
    version: int = 0  # number of the version that counts, 0 before the first
    extractor: str = ""  # digest of the extractor and rules that made that version
    snapshot: str = ""  # SHA-256 of the latest body seen
    etag: str = ""
    last_modified: str = ""
    full_fetch_at: datetime | None = None  # last answer with a body (not a 304)
    next_due_at: datetime | None = None
    fetched_at: datetime | None = None  # last attempt
    ok_at: datetime | None = None  # last attempt that gave the page
    outcome: Outcome | None = None  # of the last attempt
    reason: str = ""
    damage: str = ""  # what of its rows cannot be read: an unreadable `state` is an empty one
    mended: str = ""  # what this check found damaged, and what it did about it
    text_only: bool = False  # the bytes of its version are lost: there is its text alone

    @property
    def standing(self) -> str:
        """One word for where it stands."""
        if self.fetched_at is None:
            return "new"
        if self.damage:
            return "damaged"
        if self.outcome is Outcome.FAILED:
            return "failing"
        if self.state.doubtful:
            return DOUBTFUL
        if self.state.quarantine or self.outcome is Outcome.QUARANTINED:
            return "quarantined"
        if self.state.unstable:  # which is to say: pending now and then
            return "unstable"
        return "pending" if self.state.candidate or self.outcome is Outcome.PENDING else "ok"

    def overdue(self, now: datetime) -> bool:
        """Was it due more than a day ago, and nobody looked?"""
        return self.active and bool(self.next_due_at and self.next_due_at < now - LATE)


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """One watch and where its page stands."""

    record: PageRecord
    watch: Watch

    def __repr__(self) -> str:
        """Without what was learned of the page, which is long."""
        version = f", version {self.record.version}" * bool(self.record.version)
        return f"<WatchStatus of {self.watch.id}: {self.state}{version}>"

    @property
    def state(self) -> str:
        """One word for where the page stands."""
        return self.record.standing if self.watch.enabled else "disabled"


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One attempt, also the unchanged and the failed; a run of unchanged ones with their number.

    `seconds` and `tries` are those of all its looks together, the rest is of the first.
    """

    id: int
    watch_id: str
    fetched_at: datetime
    seconds: float
    status: int | None  # None: no answer
    outcome: Outcome
    reason: str
    final_url: str
    size: int  # decoded bytes
    snapshot: str  # SHA-256 of the body, "" without one
    tries: int
    version: int | None = None  # the version this attempt made
    looks: int = 1
    last_at: datetime | None = None  # the last of several looks


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """One body as it was received."""

    sha256: str
    watch_id: str
    fetched_at: datetime  # first seen
    url: str
    status: int
    media_type: str  # the Content-Type header as sent
    size: int  # decoded bytes
    stored: int  # bytes on disk, 0 once dropped
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """The extracted sections of one snapshot that counted."""

    watch_id: str
    number: int
    seen_at: datetime  # the fetch in which this text was first seen
    recorded_at: datetime  # the fetch that confirmed it
    snapshot: str
    extractor: str
    digest: str
    content: Document
    technical: bool = False  # made by a new extractor from an old snapshot, not by the page
    damage: str = ""  # why `document` is not what was stored
    source: str = ""  # of one that was imported: whose record it is, and when; "": we saw it


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One change with where it stands."""

    id: str
    watch_id: str
    service: str
    document: str
    url: str
    from_version: int
    to_version: int
    seen_at: datetime  # first seen
    recorded_at: datetime
    change: Change
    reading: Reading | None = None  # by the optional second reader

    @property
    def taken_down(self) -> bool:
        """The page went: there is no later version to compare its text with."""
        return self.from_version == self.to_version

    def reference(self) -> dict[str, Any]:
        """Which change it is, in the words of every JSON that has one."""
        return {
            "id": self.id,
            "watch": self.watch_id,
            "service": self.service,
            "document": self.document,
            "url": self.url,
            "from_version": self.from_version,
            "to_version": self.to_version,
        }


NOTE, SEEN, FALSE_ALARM = "note", "seen", "false-alarm"


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """What somebody said of a change. `kind`: NOTE, SEEN or FALSE_ALARM."""

    change_id: str
    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A block of a page's text with the versions in which it stood, or what a change says."""

    watch_id: str
    change_id: str  # "": the text of a page
    first_version: int
    last_version: int
    section: str  # headings, outermost first, joined by " › "
    text: str


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be stored with a recording."""

    content: Document | bytes  # bytes: as the storage packs it, which a reader did
    digest: str
    extractor: str
    snapshot: str
    seen_at: datetime
    technical: bool = False
    source: str = ""  # whose record it was imported from, and when


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything one check leaves behind; stored in one transaction or not at all.

    What came, what follows, and what of that becomes rows of their own.
    """

    watch_id: str
    observation: Observation
    decision: Decision
    next_due_at: datetime
    expected_version: int  # the page's version when the check began; another value is a conflict
    etag: str | None = None  # None: leave as it is
    last_modified: str | None = None
    version: NewVersion | None = None
    change: ChangeRecord | None = None
    alerts: tuple[NewAlert, ...] = ()
    imported_at: datetime | None = None  # when it was imported, where it was: not seen by us

"""What the storage is given and gives back: rows as frozen dataclasses, free of SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Change, Decision, Document, Observation, Outcome, PageState
from monitor.model.reading import Reading


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


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One attempt, also the unchanged and the failed."""

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
    document: Document
    technical: bool = False  # made by a new extractor from an old snapshot, not by the page
    damage: str = ""  # why `document` is not what was stored


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


@dataclass(frozen=True, slots=True)
class AlertSubject:
    """What a message is about, so that it can be written again when it is sent late.

    `change` is the id of the change it tells of or follows on, `thread` that of the alert to the
    same recipient which told of it first. `role` and `day` (ISO) are the date of a reminder.
    """

    severity: str = "medium"
    service: str = ""
    document: str = ""
    url: str = ""
    watch: str = ""
    change: str = ""
    thread: str = ""
    reason: str = ""
    role: str = ""
    day: str = ""
    at: datetime | None = None  # when it happened

    def to_json(self) -> str:
        """As it is stored; what is empty is left out."""
        values = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}
        if self.at is not None:
            values["at"] = self.at.isoformat()
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> AlertSubject:
        """What `to_json` gave; fields of a later release are left out."""
        values = {k: v for k, v in json.loads(text or "{}").items() if k in cls.__slots__}
        if "at" in values:
            values["at"] = datetime.fromisoformat(values["at"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Addressee:
    """One recipient as the outbox knows it: the route, the address's place in it, its key.

    `recipient` is "" where the address was not known when the alert was written.
    """

    route: str
    slot: int | None
    recipient: str


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
class NewAlert:
    """A message to one recipient, to be stored with its change."""

    id: str  # stable: the same change and recipient give the same id
    kind: str  # change, quarantined, failing, recovered, reminder, withdrawn, settled, test
    route: str
    recipient: str  # hash of the Apprise URL, "" while that is unknown; the URL is never stored
    label: str  # for people: "slack://…", never a secret
    title: str
    text: str
    html: str
    slot: int | None = None  # which of the route's addresses, from 1
    about: AlertSubject = AlertSubject()
    hold_until_at: datetime | None = None  # not to be sent before
    first_try_at: datetime | None = None  # waits for the second reader until then at most


@dataclass(frozen=True, slots=True)
class AlertRecord:
    """A message in the outbox. `status`: pending, sent, failed (will be tried again), dead."""

    id: str
    kind: str
    watch_id: str
    change_id: str
    route: str
    recipient: str
    label: str
    title: str
    text: str
    html: str
    status: str
    tries: int
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None
    error: str = ""
    about: AlertSubject = AlertSubject()
    slot: int | None = None
    hold_until_at: datetime | None = None
    first_tried_at: datetime | None = None
    parts_sent: tuple[str, ...] = ()  # parts and addressees that have it already
    answer: str = ""  # the channel's last words
    sent_as: str = ""  # id of the message that it was part of; its own when it went alone

    @property
    def addressee(self) -> Addressee:
        """To whom it goes."""
        return Addressee(self.route, self.slot, self.recipient)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be stored with a recording."""

    document: Document
    digest: str
    extractor: str
    snapshot: str
    seen_at: datetime
    technical: bool = False


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

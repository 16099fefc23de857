"""Messages to recipients, as the outbox holds them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlertSubject:
    """What a message is about, so that it can be written again when it is sent late.

    `change` is the id of the change it tells of or follows on, `thread` that of the alert to the
    same recipient which reported it first. `role` and `day` (ISO) are the date of a reminder.
    """

    severity: str = "medium"
    service: str = ""
    document: str = ""
    url: str = ""
    watch: str = ""
    change: str = ""
    thread: str = ""
    reason: str = ""
    link: str = ""  # the page's own, to what is to be done
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
class Seal:
    """The newest sealed day: who has kept its head can prove what was recorded until then."""

    day: str  # 2026-03-01, in UTC
    head: str  # SHA-256, see monitor.storage.chain


@dataclass(frozen=True, slots=True)
class Addressee:
    """One recipient as the outbox knows it: the route, the address's place in it, its key.

    `recipient` is "" where the address was not known when the alert was written.
    """

    route: str
    slot: int | None
    recipient: str


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

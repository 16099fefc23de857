"""What :class:`monitor.app.Monitor` gives back: frozen dataclasses, ready to print or to serialise.

Made by app.py, shown by cli/ and output.py. No behaviour, no SQL, no terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from monitor.model import (
    Block,
    Document,
    Fetched,
    Finding,
    Observed,
    Outcome,
    Verdict,
)
from monitor.model.records import ChangeRecord, VersionRecord

Day: TypeAlias = date  # for fields that are called so themselves


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check of one watch came to."""

    watch_id: str
    service: str
    document: str
    outcome: Outcome
    reason: str = ""  # one line: why quarantined, failed, pending, noise
    change: ChangeRecord | None = None  # recorded by this check
    seconds: float = 0.0
    version: int | None = None  # number of the version that counts now
    bug: Exception | None = None  # a bug of ours ended this check


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """What one round of sending came to, in alerts."""

    sent: int = 0
    failed: int = 0  # will be tried again
    dead: int = 0  # given up; `monitor alerts retry` sends them again
    waiting: int = 0  # for an address that this run does not know
    held: int = 0  # for a digest, the end of quiet hours, or others to come with them

    def __add__(self, other: DeliveryResult) -> DeliveryResult:
        """Both rounds together."""
        return DeliveryResult(
            self.sent + other.sent,
            self.failed + other.failed,
            self.dead + other.dead,
            self.waiting + other.waiting,
            self.held + other.held,
        )


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One version and the change that led to it (None for the first and for technical ones)."""

    version: VersionRecord
    change: ChangeRecord | None = None


@dataclass(frozen=True, slots=True)
class TryResult:
    """A dry run: what was received and what would be read from it. Nothing is stored."""

    fetched: Fetched
    verdict: Verdict
    content: Document | None  # None when the answer cannot be read at all


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which blocks of the current version count, and which do not and why."""

    watch_id: str
    service: str
    document: str
    version: int
    counting: tuple[Block, ...] = ()
    not_counting: tuple[tuple[Block, str], ...] = ()  # block, reason
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRow:
    """One thing a document says, with its quote, and when it was seen to say it."""

    watch_id: str
    service: str
    document: str
    finding: Finding
    version: int  # the version since which it stands
    seen: Observed  # from that version's first sight to the last sight of the one it was read from
    url: str = ""
    snapshot: str = ""  # SHA-256 of the page it was read from

    def __repr__(self) -> str:
        """What a list of them shows in Python."""
        f = self.finding
        said = f"{f.cls}, {f.role or f.fact} {f.new!r}"
        return f"<FactRow of {self.watch_id}: {said}, {self.seen}>"

    @property
    def since_at(self) -> datetime:
        """The first sight; of a page's first version it may be older."""
        return self.seen.first_seen


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date in the future that a document gives."""

    watch_id: str
    service: str
    document: str
    role: str  # effective, deadline
    date: Day
    days_left: int
    summary: str  # what the change said besides its dates, else the date's sentence
    change_id: str  # "" when the date stood in the first version
    url: str
    known_at: datetime
    what_to_do: str = ""
    link: str = ""  # the page's own, to what is to be done
    first_date: str = ""  # as it was first set, ISO: what a moved date is known by
    moves: int = 0
    revision: int = 0  # the version since which the page says so, or no longer does
    cancelled: bool = False  # it gave the date, and gives it no more
    quote: str = ""  # the sentence that gives the date
    seen: Observed | None = None  # when the page was seen to say so
    snapshot: str = ""  # SHA-256 of the page


@dataclass(frozen=True, slots=True)
class SentTest:
    """One test message to one recipient. Never holds a full Apprise URL."""

    route: str
    label: str  # "slack://…"
    ok: bool
    error: str = ""

"""What one observation of a page comes to, and what the page taught us so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model.change import Change


class Outcome(StrEnum):
    """What one fetch of one watch came to."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    NOISE = "noise"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"
    PENDING = "pending"  # new text seen, waiting for its confirmation
    QUARANTINED = "quarantined"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BlockHistory:
    """What a page taught us about one block, by the hash of its key."""

    seen: int  # observations in which it stood on the page
    first: int  # number of the observation in which it was first seen
    last: int  # number of the observation in which it was last seen
    returns: int = 0  # how often it came back after having been away
    told: int = 0  # day (proleptic ordinal) on which its leaving was told as a change; 0 never


@dataclass(frozen=True, slots=True)
class Profile:
    """What was learned about a page; kept with it, bounded in size, shown by `monitor explain`."""

    observations: int = 0
    blocks: Mapping[str, BlockHistory] = field(default_factory=dict)
    volatile: Mapping[str, str] = field(default_factory=dict)  # block hash -> why it does not count


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new text that waits for its confirmation, or a suspect answer in quarantine."""

    digest: str
    first_seen_at: datetime
    seen: int
    snapshot: str = ""  # SHA-256 of the body
    reason: str = ""  # for quarantine


@dataclass(frozen=True, slots=True)
class PendingChange:
    """Blocks that came to or left a page in one observation and still differ from the version.

    `arrived` and `left` are block hashes (`confirm.block_history.block_hash`), sorted.
    """

    first_seen_at: datetime
    seen: int = 1  # observations in a row, this text's first included
    arrived: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageState:
    """All that one check of a watch needs to know from the checks before. Stored with the page."""

    current_digest: str = ""  # of the version that counts; "" before the first
    profile: Profile = Profile()
    candidate: Candidate | None = None
    quarantine: Candidate | None = None
    known: tuple[str, ...] = ()  # digests of texts seen before, newest last, bounded
    reversions: int = 0  # recent returns to a known text
    unstable: bool = False
    failures: int = 0  # failed fetches in a row
    pending: tuple[PendingChange, ...] = ()  # unsettled, oldest first
    body: str = ""  # SHA-256 of the latest body read that held the version's text
    texts: tuple[str, ...] = ()  # fingerprints of answers that held it
    churn: int = 0  # observations in a row with something that did not stay


@dataclass(frozen=True, slots=True)
class Intent:
    """What to do about one observation. Says it all, does nothing."""

    outcome: Outcome
    state: PageState  # to store in place of the old
    reason: str = ""  # one line for `fetches`
    new_version: bool = False  # store the document as a version
    change: Change | None = None  # to record (editorial and substantive)
    alert: bool = False  # the routes may send it (they filter by kind, class …)
    note: str = ""  # "settled", "withdrawn": told with the alert or in history
    keep_body: bool = False  # this snapshot's body is evidence
    again_after: timedelta | None = None  # look again sooner than the schedule

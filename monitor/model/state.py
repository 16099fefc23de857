"""What one observation of a page comes to, and what the page taught us so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.errors import FetchError
from monitor.model.change import Change
from monitor.model.document import Document, Fetched, Verdict

# Why a first answer that looks wrong waits in quarantine: for a second look that finds the same.
DOUBTFUL = "doubtful"


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

    first: int  # number of the observation in which it was first seen
    last: int  # number of the observation in which it was last seen
    returns: int = 0  # how often it came back after having been away
    told: int = 0  # day (proleptic ordinal) on which its leaving was told as a change; 0 never
    since: int = 0  # day on which it last came to the page; 0 unknown
    counted: bool = True  # it has been text of a version
    turns: int = 0  # how often it came back soon after its leaving was told as a change


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
class Trouble:
    """Looks in a row that did not find the page."""

    since: datetime
    told: bool = False  # somebody was told, or would have been at a page that comes and goes less
    gone: bool = False  # it was told that the policy was taken down


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a browser was found to do for a page whose plain answer is a shell."""

    since: datetime
    helps: bool  # it finds the text; else it was tried in vain


@dataclass(frozen=True, slots=True)
class PageState:
    """All that one check of a watch needs to know from the checks before. Stored with the page."""

    current_digest: str = ""  # of the version that counts; "" before the first
    profile: Profile = Profile()
    candidate: Candidate | None = None
    quarantine: Candidate | None = None
    reversions: int = 0  # recent returns to a known text
    unstable: bool = False
    failures: int = 0  # failed fetches in a row
    pending: tuple[PendingChange, ...] = ()  # unsettled, oldest first
    texts: tuple[str, ...] = ()  # fingerprints of answers that held it
    churn: int = 0  # observations in a row with something that did not stay
    trouble: Trouble | None = None  # since when it cannot be read, while it cannot
    troubles: tuple[datetime, ...] = ()  # when its last troubles were told
    drawing: Drawing | None = None  # None: its text comes plainly, as far as is known

    @property
    def doubtful(self) -> bool:
        """Its first answer looks wrong, and waits for a second look or for a person."""
        suspect = self.quarantine
        return not self.current_digest and suspect is not None and suspect.reason == DOUBTFUL

    @property
    def at_rest(self) -> bool:
        """There is a version, nothing waits for another look, and the last one did not fail."""
        waits = self.pending or self.candidate or self.quarantine
        return bool(self.current_digest) and not (waits or self.failures)


@dataclass(frozen=True, slots=True)
class Observation:
    """What came of asking for a page once: an answer and what was read from it, or an error."""

    at: datetime
    answer: Fetched | None = None  # None without one, and where a person releases stored bytes
    error: FetchError | None = None  # why there is no answer, or why it cannot be read
    snapshot: str = ""  # SHA-256 of its body, "" where none was kept
    text: str = ""  # fingerprint of all its text, "" where it was not asked for
    same: bool = False  # it says what the version says
    verdict: Verdict = field(default_factory=lambda: Verdict(True))  # is it the page?
    content: Document | None = None  # what counts of it; None: it was not read
    shell: str = ""  # why a browser may find more text than this answer has

    @property
    def seconds(self) -> float:
        """How long the fetch took."""
        came = self.answer or self.error
        return came.seconds if came else 0.0

    @property
    def tries(self) -> int:
        """Requests that it took."""
        came = self.answer or self.error
        return came.tries if came else 1

    @property
    def to_read(self) -> bool:
        """Only its text can show whether it is the page, and what it says."""
        return self.answer is not None and not self.same and self.verdict.ok

    @property
    def has_body(self) -> bool:
        """Did the whole page come, and not only word that it is the one of before?"""
        return self.answer is not None and not self.answer.not_modified


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from one observation. Says it all, does nothing."""

    outcome: Outcome
    state: PageState  # to store in place of the old
    reason: str = ""  # one line for `fetches`
    version: Document | None = None  # to store as the version that counts
    change: Change | None = None  # to record, and to send to whoever wants it
    trouble: str = ""  # worth a word; one of `gathering.PROBLEMS`
    trouble_reason: str = ""  # why, where `reason` says another thing
    turned: str = ""  # a change came to stay ("settled"), was taken back ("withdrawn"), "swinging"
    says_now: str = ""  # the sentence that stands where that change's point stood, where known
    keep_body: bool = False  # this snapshot's body is evidence
    again_after: timedelta | None = None  # look again sooner than the schedule

    @property
    def ok(self) -> bool:
        """It was the page."""
        return self.outcome not in (Outcome.FAILED, Outcome.QUARANTINED)

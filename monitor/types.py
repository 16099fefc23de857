"""The words of the product as frozen dataclasses. No behaviour beyond what follows from the data.

watch (an entry of the watchlist) -> fetch (one attempt) -> snapshot (the raw bytes) ->
version (the extracted sections) -> change (what differs between two versions, classified) made of
findings (one classified fact with its quote) -> alert (a message to one recipient).

Times are aware and in UTC and end in `_at`. Places are ISO 3166 codes plus the blocs EU and EEA.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any

# --------------------------------------------------------------------------- watchlist


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a page between two elements, each named by a CSS selector. Empty: no bound."""

    start_before: str = ""
    start_after: str = ""
    end_before: str = ""
    end_after: str = ""


@dataclass(frozen=True, slots=True)
class ExtractRules:
    """What a person told us about a page. All empty: the page is read without help."""

    select: tuple[str, ...] = ()  # CSS; the content is inside these
    ranges: tuple[Range, ...] = ()  # or between these
    remove: tuple[str, ...] = ()  # CSS; cut out first
    include: tuple[str, ...] = ()  # headings (any case, * as wildcard) to keep, with what is below
    exclude: tuple[str, ...] = ()  # headings to leave out, with what is below


@dataclass(frozen=True, slots=True)
class Watch:
    """One entry of the watchlist: one document at one address."""

    id: str  # slug, stable: the key of all history
    service: str  # "LinkedIn"
    document: str  # "User Agreement"
    url: str
    every: timedelta | None = timedelta(hours=6)
    cron: str = ""  # used when `every` is None
    timezone: str = "UTC"  # for cron
    jitter: float = 0.1  # share of the interval, 0 to 1, spread by watch id
    rules: ExtractRules = ExtractRules()
    headers: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()  # names of routes; empty: all routes whose filters match
    keep: str = "versions"  # or "all": which snapshot bodies are kept
    confirm: bool = True  # see a new version twice before it counts
    confirm_after: timedelta = timedelta(minutes=2)
    robots: bool = False  # obey robots.txt
    allow_private: bool = False  # may connect to private, loopback and link-local addresses
    timeout: float = 60.0  # seconds for the whole fetch
    max_bytes: int = 20_000_000  # of the decoded body
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """Where alerts go and which. Empty filters match everything."""

    name: str
    urls: tuple[str, ...]  # Apprise URLs, one alert row each; secret, never logged
    kinds: tuple[str, ...] = ("substantive",)
    classes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    severity: str = "low"  # the least severity that is sent
    reminders: tuple[int, ...] = ()  # days before a deadline or date in force


# --------------------------------------------------------------------------- fetch, snapshot


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, whatever its status. `body` is free of its content coding, not of its charset."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # names in lower case
    body: bytes
    fetched_at: datetime
    seconds: float = 0.0
    not_modified: bool = False
    redirects: tuple[str, ...] = ()
    tries: int = 1

    def header(self, name: str) -> str:
        """The first value of a header, "" when absent."""
        name = name.lower()
        return next((v for k, v in self.headers if k == name), "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Is this answer the page? `reason` is a short stable word, `detail` one line for a person."""

    ok: bool
    reason: str = ""
    detail: str = ""
    # A page that merely shrank or lost its heading may be the new truth: seen again unchanged after
    # its confirmation it is released. A wall never is.
    confirmable: bool = False


# --------------------------------------------------------------------------- extraction


class BlockKind(StrEnum):
    """What a block of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"  # a table row, cells joined by " | "


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, table row or heading.

    `text` is what a person reads (stored); `key` is its canonical form for comparing
    (:func:`monitor.text.canonical`): equal keys mean that nothing of the policy's text differs.
    """

    kind: BlockKind
    text: str
    key: str
    level: int = 0  # heading level 1 to 6, list depth for items
    links: tuple[str, ...] = ()  # targets, apart from the text
    chrome: str = ""  # why this is not policy text ("in <nav>", "link list"); "" for content


@dataclass(frozen=True, slots=True)
class Section:
    """The content blocks below one heading. `path` is the headings from the top, its own last."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]  # the heading itself is not among them

    @property
    def name(self) -> str:
        """The path for a person: "Privacy › Your rights"."""
        return " › ".join(self.path)


@dataclass(frozen=True)
class Document:
    """What was extracted from one snapshot. Pure function of the bytes and the rules.

    What is asked of the whole text again and again is worked out once.
    """

    title: str
    language: str  # BCP 47 as declared or detected, "" unknown
    sections: tuple[Section, ...]
    chrome: tuple[Block, ...] = ()  # what does not count, with its reason
    warnings: tuple[str, ...] = ()  # e.g. a selector that matched nothing

    def blocks(self) -> Iterator[Block]:
        """The content blocks in order, without headings."""
        return chain.from_iterable(section.blocks for section in self.sections)

    @property
    def text(self) -> str:
        """Readable Markdown-like text: # headings, "- " items, a blank line between blocks."""
        lines: list[str] = []
        for section in self.sections:
            if section.path:
                lines.append("#" * min(6, len(section.path)) + " " + section.path[-1])
            for block in section.blocks:
                lines.append(("- " if block.kind is BlockKind.ITEM else "") + block.text)
        return "\n\n".join(lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over headings' and blocks' keys: equal digests, nothing changed for a reader."""
        parts: list[str] = []
        for section in self.sections:
            parts.append("\x1e" + "\x1f".join(section.path).casefold())
            parts += ["\x1d" + block.key for block in section.blocks]
        return hashlib.sha256("".join(parts).encode("utf-8", "replace")).hexdigest()

    @cached_property
    def words(self) -> int:
        """How many words the content blocks hold."""
        texts = [b.text for s in self.sections for b in s.blocks if b.text]
        return " ".join(texts).count(" ") + 1 if texts else 0


# --------------------------------------------------------------------------- diff


class Op(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words with one fate. A block's spans without INSERT give the old text."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """One block that differs. `fate`: added, removed, changed or moved (same text, other place)."""

    fate: str
    spans: tuple[Span, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    old: Block | None = None
    new: Block | None = None


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One section that differs. `fate`: added, removed, changed, renamed, moved.

    A renamed or moved section may hold block diffs of its own as well.
    """

    fate: str
    old_path: tuple[str, ...]
    new_path: tuple[str, ...]
    blocks: tuple[BlockDiff, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The path to show: the new one where there is one."""
        return self.new_path or self.old_path


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two documents, in the order of the new one."""

    old: Document
    new: Document
    sections: tuple[SectionDiff, ...]
    words_added: int = 0
    words_removed: int = 0

    @property
    def empty(self) -> bool:
        """Nothing differs for a reader."""
        return not self.sections


# --------------------------------------------------------------------------- classification


class Kind(StrEnum):
    """How much a change matters. See docs/noise.md."""

    NOISE = "noise"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that was set (old None), moved or removed (new None); ISO, a month as "2025-11"."""

    role: str  # effective, updated, deadline
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One classified fact with the words that prove it.

    `fact` is what sort of fact: class, place, date, opt-out, default, retroactive, form, age,
    retention, basis, recipient, data. `rule` and `words` say which rule and words made it.
    """

    cls: str  # one of the classes of docs/classes
    fact: str
    quote: str
    section: tuple[str, ...] = ()
    old: str | None = None
    new: str | None = None
    role: str = ""  # of a date
    rule: str = ""
    words: tuple[str, ...] = ()
    quote_before: str = ""  # where a value was replaced: the words that proved the old one


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions, classified."""

    kind: Kind
    classes: tuple[str, ...] = ()
    regions_added: tuple[str, ...] = ()
    regions_removed: tuple[str, ...] = ()
    dates: tuple[DateChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    severity: str = "low"
    summary: str = ""  # one line, without service and document
    sections: tuple[SectionDiff, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON: kind, classes, regions_added, regions_removed, dates, findings."""
        return {
            "kind": str(self.kind),
            "classes": list(self.classes),
            "regions_added": list(self.regions_added),
            "regions_removed": list(self.regions_removed),
            "dates": [{"role": d.role, "old": d.old, "new": d.new} for d in self.dates],
            "severity": self.severity,
            "summary": self.summary,
            "findings": [
                {
                    "class": f.cls,
                    "fact": f.fact,
                    "old": f.old,
                    "new": f.new,
                    **({"role": f.role} if f.role else {}),
                    "quote": f.quote,
                    **({"quote_before": f.quote_before} if f.quote_before else {}),
                    "section": list(f.section),
                    "rule": f.rule,
                    "words": list(f.words),
                }
                for f in self.findings
            ],
        }


# --------------------------------------------------------------------------- decision


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
class Wave:
    """Blocks that came to or left a page in one observation and still differ from the version.

    `arrived` and `left` are block hashes (:func:`monitor.learn.block_hash`), sorted.
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
    waves: tuple[Wave, ...] = ()  # what differs from the version, unsettled, oldest first
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


def utc_date(at: datetime) -> date:
    """The UTC day of an aware time."""
    return at.date()

"""The words of the product as frozen dataclasses. No behaviour beyond what follows from the data.

watch (an entry of the watchlist) -> fetch (one attempt) -> snapshot (the raw bytes) ->
version (the extracted sections) -> change (what differs between two versions, classified) made of
findings (one classified fact with its quote) -> alert (a message to one recipient).

Times are aware and in UTC and end in `_at`. Places are ISO 3166 codes plus the blocs EU and EEA.
"""

from __future__ import annotations

from monitor.model.change import (
    SEVERITIES,
    TOLD_WHOLE,
    BlockDiff,
    Change,
    Comparison,
    DateChange,
    Finding,
    Kind,
    Op,
    Point,
    SectionDiff,
    Span,
)
from monitor.model.document import Block, BlockKind, Document, Fetched, Section, Verdict
from monitor.model.sight import GAP, Observed, Sight
from monitor.model.state import (
    DOUBTFUL,
    BlockHistory,
    Candidate,
    Decision,
    Drawing,
    Observation,
    Outcome,
    PageState,
    PendingChange,
    Profile,
    Trouble,
)
from monitor.model.watch import (
    CONCURRENCY,
    CONNECTION_HEADERS,
    HOST_PAUSE,
    KEEP_FETCHES,
    BrowserSettings,
    Digest,
    ExtractRules,
    QuietHours,
    Range,
    Route,
    Watch,
)

__all__ = [
    "CONCURRENCY",
    "CONNECTION_HEADERS",
    "DOUBTFUL",
    "GAP",
    "HOST_PAUSE",
    "KEEP_FETCHES",
    "SEVERITIES",
    "TOLD_WHOLE",
    "Block",
    "BlockDiff",
    "BlockHistory",
    "BlockKind",
    "BrowserSettings",
    "Candidate",
    "Change",
    "Comparison",
    "DateChange",
    "Decision",
    "Digest",
    "Document",
    "Drawing",
    "ExtractRules",
    "Fetched",
    "Finding",
    "Kind",
    "Observation",
    "Observed",
    "Op",
    "Outcome",
    "PageState",
    "PendingChange",
    "Point",
    "Profile",
    "QuietHours",
    "Range",
    "Route",
    "Section",
    "SectionDiff",
    "Sight",
    "Span",
    "Trouble",
    "Verdict",
    "Watch",
]

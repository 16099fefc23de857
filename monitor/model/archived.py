"""Answers that others received and kept, to be imported as a page's past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.document import Fetched

# The `extractor` of a version whose text others made of the page (Open Terms Archive's Markdown):
# the page itself cannot be compared with it.
RETOLD = "imported-text"


@dataclass(frozen=True, slots=True)
class Archived:
    """One answer in somebody else's record."""

    at: datetime  # when it was received there
    source: str  # where a person finds it: "Wayback Machine, https://web.archive.org/web/2020…"
    load: Callable[[], Fetched]  # raises MonitorError when it cannot be had
    retold: bool = False  # not the page, but a text that others made of it
    counted: bool = False  # of a record of texts that counted there, not of all looks


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What importing one page's past came to, in answers."""

    watch_id: str
    taken: int = 0  # looks that were recorded
    versions: int = 0  # of them became versions
    changes: int = 0  # of them are changes
    known: int = 0  # had been imported before
    first_at: datetime | None = None  # of what was recorded now
    last_at: datetime | None = None
    refused: dict[str, int] = field(default_factory=dict)  # why what was not the page was set aside
    lost: tuple[str, ...] = ()  # what could not be had, a line for each
    stopped: str = ""  # why it ended early; the same import goes on from there

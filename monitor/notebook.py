"""The recorded history from Python, read-only: `monitor.open("watchlist.yaml")`.

import monitor

with monitor.open("watchlist.yaml") as history:
    for change in history.changes(since=date(2026, 5, 1)):
        print(change.service, change.headline)
    history.diff("linkedin-user-agreement", 1, 4)      # a notebook shows the words in colour
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Self

from monitor.app import Monitor, index_history, open_history
from monitor.config import load_config
from monitor.model import Change, Comparison, Document, Observed, Op, SectionDiff
from monitor.model.records import ChangeRecord, WatchStatus
from monitor.model.results import FactRow
from monitor.render.excerpts import excerpt, section_name
from monitor.render.wording import told
from monitor.service import passages
from monitor.text.safe import clean, web_link

WORDS = 600  # of a diff that a notebook shows; all of it is in `comparison`
_STYLE = {
    "insert": '<ins style="background:#e5f5ea;color:#14602f">{}</ins>',
    "delete": '<del style="background:#fdecec;color:#9b1c1c">{}</del>',
    "gap": '<em style="color:#545b64">{}</em>',
}


@dataclass(frozen=True, slots=True, repr=False)
class RecordedVersion:
    """One text of a page: `number` from 1, `seen` the span of looks that found it."""

    watch: str
    number: int
    content: Document
    seen: Observed
    snapshot: str  # SHA-256 of the page as it was received
    technical: bool  # by a newer extractor from the same page: no change of it

    def __repr__(self) -> str:
        return f"<RecordedVersion {self.number} of {self.watch}, {self.seen}>"

    @property
    def text(self) -> str:
        """Headings and paragraphs, one a line."""
        lines = []
        for section in self.content.sections:
            lines += [section.path[-1]] if section.path else []
            lines += [block.text for block in section.blocks]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, repr=False)
class RecordedChange:
    """One change, with where it stands; a notebook shows its words."""

    id: str
    watch: str
    service: str
    document: str
    url: str
    from_version: int
    to_version: int
    seen_at: datetime
    headline: str
    change: Change

    def __repr__(self) -> str:
        seen = f"{self.seen_at:%Y-%m-%d}"
        return f"<RecordedChange {self.id} of {self.watch}, {seen}: {clean(self.headline)}>"

    def _repr_html_(self) -> str:
        head = f"{self.service}, {self.document}: {self.headline}"
        link = web_link(self.url)
        named = f'<a href="{html.escape(link)}">{_shown(head)}</a>' if link else _shown(head)
        points = "".join(f"<li>{_shown(point.text)}</li>" for point in self.change.points)
        return (
            f"<div><p><strong>{named}</strong><br>{self.seen_at:%Y-%m-%d}, {self.change.kind}"
            f", {self.change.severity}</p>"
            + (f"<ul>{points}</ul>" if points else "")
            + f"{_words(self.change.sections)}</div>"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Difference:
    """What differs between two versions; a notebook shows the words."""

    watch: str
    old: RecordedVersion
    new: RecordedVersion
    comparison: Comparison

    def __repr__(self) -> str:
        words = (
            f"{self.comparison.words_added} words added, {self.comparison.words_removed} removed"
        )
        return f"<Difference of {self.watch}, {self.old.number} to {self.new.number}: {words}>"

    def _repr_html_(self) -> str:
        head = (
            f"{self.watch}: version {self.old.number} ({self.old.seen}) →"
            f" {self.new.number} ({self.new.seen})"
        )
        return (
            f"<div><p><strong>{_shown(head)}</strong></p>{_words(self.comparison.sections)}</div>"
        )


class History:
    """Everything recorded for a watchlist. Changes nothing; use it as a context manager."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<History of {len(self._monitor.config.watches)} watches>"

    def close(self) -> None:
        """Close the database."""
        self._monitor.storage.close()

    def watches(self) -> list[WatchStatus]:
        """The watches with where their pages stand, in the order of the watchlist."""
        return self._monitor.status()

    def versions(self, watch: str) -> list[RecordedVersion]:
        """All versions of a page, oldest first. Raises MonitorError for an unknown id."""
        seen = self._monitor.observed(watch)
        return [
            RecordedVersion(watch, v.number, v.content, seen[v.number], v.snapshot, v.technical)
            for v in reversed(self._monitor.storage.versions(watch))
        ]

    def version(
        self, watch: str, number: int | None = None, *, on: date | None = None
    ) -> RecordedVersion:
        """One version: by number, as it stood at the end of a day, or the latest.

        Whether it was seen on that day, its `seen` says. Raises MonitorError where there is none.
        """
        at = datetime.combine(on, time(23, 59, 59), UTC) if on else None
        v = self._monitor.version(watch, number, at)
        seen = self._monitor.observed(watch)[v.number]
        return RecordedVersion(watch, v.number, v.content, seen, v.snapshot, v.technical)

    def raw(self, watch: str, number: int) -> bytes:
        """The bytes that a version was read from, as they were received."""
        return self._monitor.raw(watch, number)

    def changes(
        self,
        watch: str | None = None,
        *,
        since: date | None = None,
        until: date | None = None,
        service: str | None = None,
        cls: str | None = None,
    ) -> list[RecordedChange]:
        """Changes that were first seen on these days, newest first."""
        found = self._monitor.changes(
            watch_id=watch,
            since=datetime.combine(since, time(), UTC) if since else None,
            until=datetime.combine(until, time(23, 59, 59), UTC) if until else None,
            service=service,
            cls=cls,
        )
        return [self._change(record) for record in found]

    def diff(self, watch: str, old: int, new: int) -> Difference:
        """What differs between two versions, word by word."""
        before, after = self.version(watch, old), self.version(watch, new)
        return Difference(watch, before, after, self._monitor.diff(watch, old, new))

    def facts(
        self, watch: str | None = None, *, cls: str | None = None, on: date | None = None
    ) -> list[FactRow]:
        """What the documents say, each fact with its quote and when it was seen to stand."""
        at = datetime.combine(on, time(23, 59, 59), UTC) if on else None
        return self._monitor.facts(watch, cls, at)

    def search(self, words: str, *, inside: str = "all", limit: int = 50) -> list[passages.Hit]:
        """Where words, "phrases" and beginnings* stand; `inside` is all, current or changes."""
        index_history(self._monitor.config)
        wanted = passages.wanted(words, inside=inside)
        return passages.search(self._monitor.storage, wanted, limit)

    def blame(self, watch: str, *, on: date | None = None) -> list[passages.Blamed]:
        """Each sentence with the span since when it stands, and what it replaced."""
        at = datetime.combine(on, time(23, 59, 59), UTC) if on else None
        return passages.blamed(self._monitor.storage, watch, at)

    def _change(self, record: ChangeRecord) -> RecordedChange:
        return RecordedChange(
            id=record.id,
            watch=record.watch_id,
            service=record.service,
            document=record.document,
            url=record.url,
            from_version=record.from_version,
            to_version=record.to_version,
            seen_at=record.seen_at,
            headline=told(record, self._monitor.clock().date()),
            change=record.change,
        )


def open_watchlist(watchlist: str | os.PathLike[str] | None = None) -> History:
    """The history of a watchlist (None: MONITOR_WATCHLIST or ./watchlist.yaml), read-only.

    Raises MonitorError: the watchlist is wrong, or there is no database yet.
    """
    path = Path(watchlist) if watchlist is not None else None
    return History(open_history(load_config(path, thorough=False)))


def _words(sections: Iterable[SectionDiff]) -> str:
    """A diff around its changes, as HTML in which page text is inert."""
    shown = excerpt(sections, words=WORDS)
    lines = []
    for part in shown.parts:
        lines.append(f"<p><em>{_shown(part.name or section_name(()))}</em></p>")
        for paragraph in part.paragraphs:
            pieces = (
                _STYLE.get(piece.op, "{}").format(_shown(piece.text))
                if piece.op != Op.EQUAL.value
                else _shown(piece.text)
                for piece in paragraph.pieces
            )
            lines.append(f"<p>{''.join(pieces)}</p>")
    if not shown.complete:
        lines.append("<p><em>… and more</em></p>")
    return "".join(lines)


def _shown(text: str) -> str:
    return html.escape(clean(text))

"""What each address of the web pages shows. Asks the history, changes nothing.

Addresses end in the kind of file they are (`changes/ab12.html`), and links are relative: the same
pages are served below any address and lie as files in any folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from monitor.errors import MonitorError, NotFoundError
from monitor.facts.lineage import VersionText
from monitor.facts.overview import TRAINING, training_overview
from monitor.model import Observed, Outcome, SectionDiff
from monitor.model.records import ChangeRecord, PageRecord, WatchStatus
from monitor.render.calendar import calendar
from monitor.render.telling import by_importance
from monitor.render.wording import class_label, line_note, proofs, told, values_said, without_days
from monitor.service import passages
from monitor.text.safe import clean, web_link
from monitor.web.ages import AGES, sections_by_age
from monitor.web.differences import alike, brief_part, whole_part
from monitor.web.feed_choice import Choice, choices, grouped
from monitor.web.feeds import Feed, Item, atom, json_feed
from monitor.web.page_templates import template_of
from monitor.web.said import KINDS, Said
from monitor.web.same_looks import runs

if TYPE_CHECKING:
    from monitor.app import Monitor

HTML = "text/html; charset=utf-8"
TYPES = {
    "html": HTML,
    "css": "text/css; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "bin": "application/octet-stream",  # pages as they were received: never shown, only saved
}
AROUND = timedelta(days=14)  # suspect answers are shown with a change that is so near
FEED_ITEMS = 100
HITS = 100
UNFOLDED = 5  # points beside the headline; more are folded


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gives."""

    media_type: str
    body: bytes
    status: int = 200


class Views:
    """The pages over one open history. `base` is the address they will have, for the feeds.

    `writable`: a change has a form for notes, which needs the token.
    """

    def __init__(
        self, monitor: Monitor, *, base: str = "", searchable: bool = False, writable: bool = False
    ) -> None:
        self._monitor = monitor
        self._storage = monitor.storage
        self._base = base.rstrip("/") + "/" if base else ""
        self._searchable = searchable
        self._writable = writable
        self._now = monitor.clock()
        self._spans: dict[str, dict[int, Observed]] = {}
        self._texts: dict[str, list[VersionText]] = {}

    # ----------------------------------------------------------------- addresses

    def answer(self, path: str) -> Answer | None:
        """What stands at an address (without a leading slash); None where there is nothing."""
        path = path or "index.html"
        for pattern, view in _VIEWS:
            if found := re.fullmatch(pattern, path):
                try:
                    body = view(self, path, *found.groups())
                except (NotFoundError, KeyError):
                    return None
                made = body if isinstance(body, bytes) else body.encode("utf-8", "replace")
                return Answer(TYPES[path.rpartition(".")[2]], made)
        return None

    def paths(self) -> Iterator[str]:
        """Every address there is, the search apart."""
        yield from ("index.html", "style.css", "changes.html", "facts.html", "upcoming.html")
        yield from ("upcoming.ics", "feeds.html")
        for change in self.changes:
            yield f"changes/{change.id}.html"
        for page in self.pages:
            yield f"documents/{page.watch_id}/index.html"
            for number, _ in self._storage.version_times(page.watch_id):
                yield f"documents/{page.watch_id}/{number}.html"
                if sha256 := self._storage.snapshot_of(page.watch_id, number):
                    yield f"raw/{sha256}.bin"
        for feed in self.feeds:
            yield f"feeds/{feed}.atom"
            yield f"feeds/{feed}.json"

    # ----------------------------------------------------------------- what is known

    @cached_property
    def pages(self) -> list[PageRecord]:
        """Every page that was ever looked at, by service and document."""
        known = (page for page in self._storage.pages(active_only=False) if page.version)
        return sorted(known, key=_by_name)

    @cached_property
    def changes(self) -> list[ChangeRecord]:
        """Every change, newest first."""
        return self._monitor.changes()

    @cached_property
    def feeds(self) -> dict[str, Choice]:
        """Every feed by its file's name: what it is called, and which changes are in it."""
        return choices(self.pages, self.changes, self._monitor.config.watches)

    def _observed(self, watch_id: str) -> dict[int, Observed]:
        if watch_id not in self._spans:
            self._spans[watch_id] = self._monitor.observed(watch_id)
        return self._spans[watch_id]

    def _version_texts(self, watch_id: str) -> list[VersionText]:
        if watch_id not in self._texts:
            self._texts = {watch_id: passages.version_texts(self._storage, watch_id)}
        return self._texts[watch_id]

    # ----------------------------------------------------------------- pages

    def _page(self, template: str, path: str, **values: Any) -> str:
        root = values.pop("root", "../" * path.count("/"))
        return template_of(template).render(
            root=root,
            path=path,
            searchable=self._searchable,
            now=self._now,
            **values,
        )

    def index(self, path: str) -> str:
        """The watch table: state, last change, next look."""
        last: dict[str, ChangeRecord] = {}
        for change in self.changes:
            last.setdefault(change.watch_id, change)
        watches = {watch.id: watch for watch in self._monitor.config.watches}
        rows = []
        for page in sorted(self._storage.pages(active_only=False), key=_by_name):
            watch = watches.get(page.watch_id)
            if not page.version and not watch:
                continue  # was never read, and nobody wants to know
            latest = last.get(page.watch_id)
            word = WatchStatus(page, watch).state if watch else "no longer watched"
            rows.append(
                {
                    "page": page,
                    "state": word,
                    "reason": page.reason if word in ("quarantined", "doubtful", "failing") else "",
                    "change": latest,
                    "headline": _line(latest, self._now),
                    "late": bool(watch) and page.overdue(self._now),
                }
            )
        return self._page("index.html.j2", path, rows=rows)

    def change_list(self, path: str) -> str:
        """All changes, newest first, month by month."""
        months: dict[str, list[dict[str, Any]]] = {}
        for change in self.changes:
            line = {"change": change, "headline": told(change, self._now.date())}
            months.setdefault(f"{change.seen_at:%B %Y}", []).append(line)
        return self._page("changes.html.j2", path, months=months)

    def _both_versions(self, record: ChangeRecord) -> list[dict[str, object]]:
        """Those before and after a change: number, how long it was seen, snapshot."""
        of, spans = record.watch_id, self._observed(record.watch_id)
        return [
            {"number": n, "seen": spans[n], "snapshot": self._storage.snapshot_of(of, n)}
            for n in dict.fromkeys((record.from_version, record.to_version))
            if n in spans
        ]

    def change(self, path: str, id_: str, said: Said | None = None) -> str:
        """One change: what it says, its proofs, the words, and what was set aside around it.

        `said`: a form that was not taken, to be mended.
        """
        record = self._storage.change(id_)
        suspect = [
            look
            for look in self._storage.sights(record.watch_id)
            if look.outcome is Outcome.QUARANTINED and abs(look.at - record.seen_at) <= AROUND
        ]
        sections, language = self._differing(record)
        today = self._now.date()
        headline = told(record, today)
        return self._page(
            "change.html.j2",
            path,
            record=record,
            headline=headline,
            points=[p for p in record.change.points if p.text not in headline],
            few=UNFOLDED,
            note=line_note(record, today),
            labels=[class_label(cls) for cls in record.change.classes],
            proofs=proofs(record.change.findings, today),
            versions=self._both_versions(record),
            suspect=runs(suspect),
            brief=alike(part for section in sections for part in brief_part(section)),
            parts=[whole_part(section) for section in sections],
            language=language,
            marks=self._storage.marks([id_]),
            writable=self._writable,
            said=said or Said(),
            kinds=KINDS,
        )

    def _differing(self, record: ChangeRecord) -> tuple[list[SectionDiff], str]:
        """The sections that differ, those that matter first, and the language of the newer text."""
        change = record.change
        if change.reason:  # what cost a reader its life is not tried again for a visitor
            return list(change.sections), ""
        comparison = self._monitor.diff(record.watch_id, record.from_version, record.to_version)
        whole = replace(change, sections=comparison.sections)
        return by_importance(whole), comparison.new.language

    def document(self, path: str, watch_id: str, number: str | None = None) -> str:
        """A version's text, coloured by how long each sentence stands, and the list of versions."""
        page = self._storage.page(watch_id)
        texts = self._version_texts(watch_id)
        wanted = int(number) if number else texts[-1].number
        until = [text for text in texts if text.number <= wanted]
        if not until or until[-1].number != wanted:
            raise NotFoundError(path)
        spans = self._observed(watch_id)
        of_page = [c for c in self.changes if c.watch_id == watch_id]
        changes = {c.to_version: c for c in of_page if not c.taken_down}
        ends = {c.to_version: c for c in of_page if c.taken_down}
        versions = [
            {
                "number": text.number,
                "seen": spans[text.number],
                "change": changes.get(text.number),
                "headline": _line(changes.get(text.number), self._now),
                "end": ends.get(text.number),
                "end_line": _line(ends.get(text.number), self._now),
            }
            for text in reversed(texts)
        ]
        return self._page(
            "document.html.j2",
            path,
            page=page,
            number=wanted,
            latest=texts[-1].number,
            seen=spans[wanted],
            late=self._late(spans[wanted]) if wanted == texts[-1].number else "",
            snapshot=self._storage.snapshot_of(watch_id, wanted),
            versions=versions,
            sections=sections_by_age(until, spans),
            document=until[-1].content,
            ages=AGES,
        )

    def _late(self, seen: Observed) -> str:
        """That nobody knows what stands there now; "" where it was looked at lately."""
        if not seen.stale(self._now):
            return ""
        days = (self._now - seen.last_seen).days
        return f"last looked at {days} days ago; it may have changed since"

    def facts(self, path: str) -> str:
        """Who trains on what: one row per service, with the sentences that say so."""
        rows = training_overview(self._monitor.facts(None, TRAINING))
        columns = [
            {
                "service": row.service,
                "cells": [values_said(found) for found in row.columns],
                "since": row.since,
                "rows": row.rows,
            }
            for row in rows
        ]
        return self._page("facts.html.j2", path, rows=columns)

    def upcoming(self, path: str) -> str:
        """Dates to come, and what to do by then."""
        deadlines = self._monitor.upcoming(self._now)
        rows = [{"deadline": d, "summary": without_days(d.summary)} for d in deadlines]
        return self._page("upcoming.html.j2", path, rows=rows)

    def upcoming_calendar(self, path: str) -> bytes:
        """The same for a calendar."""
        monitor = self._monitor
        return calendar([*monitor.upcoming(self._now), *monitor.called_off(self._now)])

    def feed_list(self, path: str) -> str:
        """Every feed that there is."""
        return self._page("feeds.html.j2", path, groups=grouped(self.feeds))

    def feed(self, path: str, name: str, form: str) -> str:
        """The latest changes of one feed, with their full text."""
        title, chosen = self.feeds[name]
        # What was confirmed late is new to whoever reads the feed.
        told = sorted(self.changes, key=attrgetter("recorded_at"), reverse=True)
        newest = [change for change in told if chosen(change)][:FEED_ITEMS]
        updated = max((c.recorded_at for c in newest), default=datetime(2020, 1, 1, tzinfo=UTC))
        feed = Feed(
            id=f"tag:policy-monitor,2026:feed/{name}",
            title=f"{title}: changes of policies",
            address=self._base + path if self._base else "",
            home=self._base + "index.html" if self._base else "",
            updated=updated,
            items=tuple(self._item(change) for change in newest),
        )
        return atom(feed) if form == "atom" else json_feed(feed)

    def _item(self, record: ChangeRecord) -> Item:
        line = told(record, self._now.date())
        html = template_of("item.html.j2").render(
            record=record, parts=[whole_part(section) for section in record.change.sections]
        )
        page = f"{self._base}changes/{record.id}.html" if self._base else web_link(record.url)
        return Item(
            id=f"tag:policy-monitor,2026:change/{record.id}",
            title=clean(f"{record.service}, {record.document}: {line}"),
            address=page,
            published=record.seen_at,
            updated=record.recorded_at,
            html=html,
            tags=record.change.classes,
        )

    def search(self, words: str, inside: str) -> str:
        """What was found, or the empty form."""
        hits: list[passages.Hit] = []
        error = ""
        if words.strip():
            try:
                wanted = passages.wanted(words[:400], inside=inside)
                hits = passages.search(self._storage, wanted, HITS)
            except MonitorError as e:
                error = str(e)
        return self._page(
            "search.html.j2", "search.html", words=words, inside=inside, hits=hits, error=error
        )

    def missing(self) -> str:
        """What a mistyped address gets."""
        return self._page("missing.html.j2", "", root="/")

    def style(self, path: str) -> bytes:
        """The one style sheet."""
        return files("monitor.web").joinpath("style.css").read_bytes()

    def raw(self, path: str, sha256: str) -> bytes:
        """A page as it was received."""
        return self._storage.read_snapshot(sha256)


_ID = r"(\w[\w.@-]*)"  # of a page, or of a variant of it
_VIEWS: tuple[tuple[str, Callable[..., str | bytes]], ...] = (
    (r"index\.html", Views.index),
    (r"changes\.html", Views.change_list),
    (r"changes/([\w-]+)\.html", Views.change),
    (rf"documents/{_ID}/index\.html", Views.document),
    (rf"documents/{_ID}/(\d{{1,7}})\.html", Views.document),
    (r"facts\.html", Views.facts),
    (r"upcoming\.html", Views.upcoming),
    (r"upcoming\.ics", Views.upcoming_calendar),
    (r"feeds\.html", Views.feed_list),
    (rf"feeds/{_ID}\.(atom|json)", Views.feed),
    (r"style\.css", Views.style),
    (r"raw/([0-9a-f]{64})\.bin", Views.raw),
)


def _by_name(page: PageRecord) -> tuple[str, str]:
    return page.service.lower(), page.document.lower()


def _line(change: ChangeRecord | None, now: datetime) -> str:
    return told(change, now.date()) if change else ""

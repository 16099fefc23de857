"""Pages: the watchlist's entries as the database knows them, what is due, who is at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from monitor.model import PageState, Watch
from monitor.model.records import PageRecord
from monitor.rows.codec import pack
from monitor.rows.plain_queries import PAGE_COLUMNS, page_record
from monitor.storage.part import Part, Row, of_page
from monitor.storage.prepared import Prepared
from monitor.storage.schema import page

_AHEAD = timedelta(minutes=10)  # more than the clocks of two machines differ

# Statements are built once: building one costs more than running it.
_COLUMNS = [page.c[name] for name in PAGE_COLUMNS]
_ID = of_page(page.c.watch_id)
_CLAIMED_BY = of_page(page.c.claimed_by)
_IDENTITY = sa.select(page.c.watch_id, page.c.service, page.c.document, page.c.url, page.c.active)
_UPDATE = sa.update(page).where(page.c.watch_id == sa.bindparam("id"))
_FREE = _UPDATE.where(
    page.c.claimed_until_at.is_(None)
    | (page.c.claimed_until_at <= sa.bindparam("now"))
    | (page.c.claimed_by == sa.bindparam("gone"))
)
_IS_DUE = (page.c.next_due_at <= sa.bindparam("now")) | (page.c.fetched_at > sa.bindparam("ahead"))
_CLAIM = Prepared(_FREE.returning(*_COLUMNS))
_CLAIM_DUE = Prepared(_FREE.where(_IS_DUE).returning(*_COLUMNS))
# Two questions, each of which one index answers.
_DUE_COLUMNS = (
    *(page.c.watch_id, page.c.next_due_at, page.c.claimed_until_at, page.c.claimed_by),
    page.c.active,
)
_DUE = sa.select(*_DUE_COLUMNS).where(page.c.active, page.c.next_due_at <= sa.bindparam("now"))
_AHEAD_OF_US = sa.select(*_DUE_COLUMNS).where(page.c.fetched_at > sa.bindparam("ahead"))


class Pages(Part):
    """Watches, due times and claims."""

    def sync_watches(self, watches: Sequence[Watch], now: datetime) -> None:
        """Make the pages those of the watchlist: new ones are due now, missing ones inactive.

        A disabled watch is inactive too. All history stays. A new URL is due at once and forgets
        the ETag of the old one.
        """
        self._sync(watches, now, others=False)

    def add_watches(self, watches: Sequence[Watch], now: datetime) -> None:
        """The same for these watches only: whatever else is watched stays so."""
        self._sync(watches, now, others=True)

    def _sync(self, watches: Sequence[Watch], now: datetime, *, others: bool) -> None:
        with self._db.read() as connection:  # mostly there is nothing to do
            new, changed = _differences(connection, watches, now, others=others)
        if not new and not changed:
            return
        with self._db.write() as connection:
            new, changed = _differences(connection, watches, now, others=others)
            if new:
                connection.execute(self._db.insert_new(page), new)
            for watch_id, values in changed.items():
                _update(connection, watch_id, values)

    def due(self, now: datetime, limit: int | None = None) -> list[str]:
        """Ids of the active pages to check now and claimed by nobody, most overdue first; those at
        which their process died come after all others.

        Also those last checked by a clock that was ahead: they would wait until it is that late.
        """
        with self._db.read() as connection:
            found = {
                row.watch_id: row
                for query, values in (
                    (_DUE, {"now": now}),
                    (_AHEAD_OF_US, {"ahead": now + _AHEAD}),
                )
                for row in connection.execute(query, values)
                if row.active
            }
        # Last those that were being checked when their process died: they may be why.
        rows = sorted(
            found.values(), key=lambda r: (r.claimed_by is not None, r.next_due_at, r.watch_id)
        )
        free = (row.watch_id for row in rows if self._is_free(row, now))
        return list(islice(free, limit))

    def next_due(self) -> tuple[str, datetime] | None:
        """The active page that is due first, and when; None without one."""
        query = sa.select(page.c.watch_id, page.c.next_due_at).where(page.c.active)
        query = query.where(page.c.next_due_at.is_not(None))
        with self._db.read() as connection:
            row = connection.execute(query.order_by(page.c.next_due_at).limit(1)).one_or_none()
        return None if row is None else (row.watch_id, row.next_due_at)

    def claim(
        self, watch_id: str, now: datetime, lease: timedelta, *, only_due: bool = False
    ) -> PageRecord | None:
        """Reserve a page for one check: where it stands. None: another process has it.

        `only_due`: nor one that another process has looked at meanwhile, since it was found due.

        Ends with `record`, `release_claim`, this process, or when the lease is over. Raises
        NotFoundError, DamagedError (then it is not claimed).
        """
        claim = {"claimed_until_at": now + lease, "claimed_by": self._holder.name()}
        values = {"id": watch_id, "now": now, "gone": None, **claim}
        statement = _CLAIM_DUE if only_due else _CLAIM
        if only_due:
            values["ahead"] = now + _AHEAD
        with self._db.write(durable=False) as connection:
            row = statement.one(connection, values)
            if row is None:
                by = self._one(connection, _CLAIMED_BY, watch_id).claimed_by
                if self._holder.is_gone(by):
                    row = statement.one(connection, values | {"gone": by})
            # One that cannot be read is not claimed.
            return None if row is None else page_record(row._asdict())

    def release_claim(self, watch_id: str) -> None:
        """Give a page back without having recorded anything."""
        with self._db.write(durable=False) as connection:
            _update(connection, watch_id, {"claimed_until_at": None, "claimed_by": None})

    def free_claim(self, connection: sa.Connection, watch_id: str) -> None:
        """Give back the page of a worker that is gone, in the caller's transaction."""
        _update(connection, watch_id, {"claimed_until_at": None, "claimed_by": None})

    def next_due_at(self) -> datetime | None:
        """When the next active page is due; None without pages."""
        query = sa.select(sa.func.min(page.c.next_due_at, type_=page.c.next_due_at.type))
        with self._db.read() as connection:
            at: datetime | None = connection.scalar(query.where(page.c.active))
            return at

    def set_next_due(self, watch_id: str, at: datetime) -> None:
        """Check a page at another time than planned. Raises NotFoundError."""
        with self._db.write() as connection:
            self._one(connection, _ID, watch_id)
            _update(connection, watch_id, {"next_due_at": at})

    # ----------------------------------------------------------------- for this package

    def _is_free(self, row: Row, now: datetime) -> bool:
        until: datetime | None = row.claimed_until_at
        return until is None or until <= now or self._holder.is_gone(row.claimed_by)


def _update(connection: sa.Connection, watch_id: str, values: dict[str, Any]) -> None:
    connection.execute(_UPDATE, {"id": watch_id, **values})


def _differences(
    connection: sa.Connection, watches: Sequence[Watch], now: datetime, *, others: bool
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The pages to insert, and by id what to update, for the pages to be those of the watches.

    `others`: pages that none of the watches is about stay active.
    """
    watches = tuple(watches)  # each of a long list is read from its file when it is asked for
    known = {row.watch_id: row for row in connection.execute(_IDENTITY)}
    new = [_new_page(w, now) for w in watches if w.enabled and w.id not in known]
    changed = {w.id: _updates(known[w.id], w, now) for w in watches if w.id in known}
    for watch_id in () if others else sorted(known.keys() - {w.id for w in watches}):
        changed[watch_id] = {"active": False} if known[watch_id].active else {}
    return new, {watch_id: values for watch_id, values in changed.items() if values}


def _new_page(watch: Watch, now: datetime) -> dict[str, Any]:
    return {
        "watch_id": watch.id,
        "service": watch.service,
        "document": watch.document,
        "url": watch.url,
        "active": watch.enabled,
        "version": 0,
        "extractor": "",
        "snapshot": "",
        "etag": "",
        "last_modified": "",
        "next_due_at": now,
        "reason": "",
        "state": pack(PageState()),
    }


def _updates(row: Row, watch: Watch, now: datetime) -> dict[str, Any]:
    """What differs between a page and its watch now."""
    wanted = {"service": watch.service, "document": watch.document, "active": watch.enabled}
    values: dict[str, Any] = {k: v for k, v in wanted.items() if getattr(row, k) != v}
    if row.url != watch.url:
        values |= {"url": watch.url, "etag": "", "last_modified": "", "next_due_at": now}
    if values.get("active"):  # it came back
        values["next_due_at"] = now
    return values

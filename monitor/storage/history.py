"""Reading history: versions, changes, attempts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from monitor.errors import DamagedError, NotFoundError
from monitor.model import Document, Outcome, Sight
from monitor.model.records import FetchRecord, VersionRecord
from monitor.rows.codec import Packed
from monitor.rows.plain_queries import MEND
from monitor.storage.damage import altered
from monitor.storage.part import Part, Row, of_page
from monitor.storage.schema import fetch, page, version

_CURRENT = (
    sa.select(version.c.document, version.c.number)
    .join_from(
        page,
        version,
        (version.c.watch_id == page.c.watch_id) & (version.c.number == page.c.version),
    )
    .where(page.c.watch_id == sa.bindparam("watch_id"))
)


class History(Part):
    """Queries over what was recorded."""

    def current_document(self, watch_id: str) -> Document | None:
        """The document of the version that counts; None before the first. Raises DamagedError."""
        packed = self.packed_document(watch_id)
        return None if packed is None else packed.document

    def packed_document(self, watch_id: str) -> Packed | None:
        """The same as it is stored: to be opened elsewhere."""
        with self._db.read() as connection:
            row = connection.execute(_CURRENT, {"watch_id": watch_id}).one_or_none()
        return None if row is None else Packed(row.document, _name(watch_id, row.number))

    def versions(self, watch_id: str) -> list[VersionRecord]:
        """All versions of a page with their documents, newest first.

        Also those whose document cannot be read, or has another hash: their `damage` says so.
        """
        query = sa.select(version).where(version.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(version.c.number.desc())).all()
        return [_version(row, even_damaged=True) for row in rows]

    def sights(self, watch_id: str) -> list[Sight]:
        """When a page was checked, with which outcome and why, oldest first."""
        columns = (fetch.c.fetched_at, fetch.c.outcome, fetch.c.reason)
        query = sa.select(*columns, fetch.c.last_at, fetch.c.looks)
        # A past may have been imported behind looks that found nothing.
        query = query.where(fetch.c.watch_id == watch_id).order_by(fetch.c.fetched_at, fetch.c.id)
        with self._db.read() as connection:
            return [
                Sight(row.fetched_at, Outcome(row.outcome), row.reason, row.last_at, row.looks)
                for row in connection.execute(query)
            ]

    def version(
        self,
        watch_id: str,
        number: int | None = None,
        at: datetime | None = None,
        *,
        even_damaged: bool = False,
    ) -> VersionRecord:
        """One version: by number, or the one that stood on the page at a time, or the newest.

        Raises NotFoundError that says which exist; DamagedError unless it is wanted
        `even_damaged`.
        """
        query = sa.select(version).where(version.c.watch_id == watch_id)
        if number is not None:
            query = query.where(version.c.number == number)
        if at is not None:
            query = query.where(version.c.seen_at <= at)
        with self._db.read() as connection:
            row = connection.execute(query.order_by(version.c.number.desc()).limit(1)).one_or_none()
            if row is None:
                raise NotFoundError(self._no_version(connection, watch_id, number, at))
        return _version(row, even_damaged=even_damaged)

    def snapshot_of(self, watch_id: str, number: int) -> str:
        """SHA-256 of the page that a version was read from; "" without such a version."""
        query = sa.select(version.c.snapshot).where(
            version.c.watch_id == watch_id, version.c.number == number
        )
        with self._db.read() as connection:
            return connection.scalar(query) or ""

    def fetches(self, watch_id: str, limit: int = 50) -> list[FetchRecord]:
        """The last attempts, newest first; a run of those that found nothing new is one."""
        query = sa.select(fetch).where(fetch.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(fetch.c.id.desc()).limit(limit)).all()
        return [FetchRecord(**{**r._mapping, "outcome": Outcome(r.outcome)}) for r in rows]

    # ----------------------------------------------------------------- for this package

    def _no_version(
        self, connection: sa.Connection, watch_id: str, number: int | None, at: datetime | None
    ) -> str:
        """Why a version was not found, with what there is."""
        newest: int = self._one(connection, of_page(page.c.version), watch_id).version
        if not newest:
            return f"{watch_id} has no version yet"
        if number is not None:
            return f"{watch_id} has no version {number}; it has 1 to {newest}"
        first = sa.select(sa.func.min(version.c.seen_at, type_=version.c.seen_at.type))
        seen_at = connection.scalar(first.where(version.c.watch_id == watch_id))
        times = [f"{t:%Y-%m-%d %H:%M} UTC" if t else "any time" for t in (at, seen_at)]
        return f"{watch_id} was not known at {times[0]}; its first version was seen at {times[1]}"


def _name(watch_id: str, number: int) -> str:
    return f"version {number} of {watch_id}"


def _version(row: Row, *, even_damaged: bool) -> VersionRecord:
    values = dict(row._mapping)
    values["source"] = row.source or ""
    try:
        packed = Packed(row.document, _name(row.watch_id, row.number))
        document = values["document"] = packed.document
    except DamagedError as error:
        if not even_damaged:
            raise DamagedError(f"{error}{MEND}") from error
        values |= {"document": Document("", "", ()), "damage": str(error)}
        return VersionRecord(**values)
    if even_damaged and document.digest != row.digest:
        values["damage"] = altered(row.watch_id, row.number)
    return VersionRecord(**values)

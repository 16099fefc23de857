"""Reading history: versions, changes, attempts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.records import ChangeRecord, FetchRecord, VersionRecord
from monitor.storage.codec import unpack
from monitor.storage.part import Part, Row, between, of_page
from monitor.storage.schema import change, change_class, fetch, page, version
from monitor.types import Change, Document, Outcome

_CURRENT = (
    sa.select(version.c.document)
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
        """The document of the version that counts; None before the first."""
        with self._db.read() as connection:
            data = connection.scalar(_CURRENT, {"watch_id": watch_id})
        return None if data is None else unpack(Document, data)

    def versions(self, watch_id: str) -> list[VersionRecord]:
        """All versions of a page with their documents, newest first."""
        query = sa.select(version).where(version.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(version.c.number.desc())).all()
        return [_version(row) for row in rows]

    def version(
        self, watch_id: str, number: int | None = None, at: datetime | None = None
    ) -> VersionRecord:
        """One version: by number, or the one that stood on the page at a time, or the newest.

        Raises NotFoundError that says which exist.
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
        return _version(row)

    def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        watch_id: str | None = None,
        service: str | None = None,
        cls: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
    ) -> list[ChangeRecord]:
        """Changes with `since` <= recorded_at < `until`, newest first.

        `service` in any case; `cls` one of the classes; `kind` "substantive" or "editorial".
        """
        query = sa.select(change).order_by(change.c.recorded_at.desc(), change.c.seq.desc())
        query = query.where(*between(change.c.recorded_at, since, until)).limit(limit)
        if watch_id is not None:
            query = query.where(change.c.watch_id == watch_id)
        if service is not None:
            query = query.where(sa.func.lower(change.c.service) == service.lower())
        if kind is not None:
            query = query.where(change.c.kind == str(kind))
        if cls is not None:
            has = sa.exists().where(
                change_class.c.change_id == change.c.id, change_class.c.cls == cls
            )
            query = query.where(has)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return [_change(row) for row in rows]

    def change(self, change_id: str) -> ChangeRecord:
        """One change. Raises NotFoundError."""
        with self._db.read() as connection:
            row = connection.execute(
                sa.select(change).where(change.c.id == change_id)
            ).one_or_none()
        if row is None:
            raise NotFoundError(f"no change {change_id!r}; `monitor changes` lists them")
        return _change(row)

    def fetches(self, watch_id: str, limit: int = 50) -> list[FetchRecord]:
        """The last attempts, newest first."""
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


def _version(row: Row) -> VersionRecord:
    return VersionRecord(**{**row._mapping, "document": unpack(Document, row.document)})


def _change(row: Row) -> ChangeRecord:
    values = dict(row._mapping)
    for column in ("seq", "kind", "severity"):  # for queries; the change itself has them
        del values[column]
    return ChangeRecord(**{**values, "change": unpack(Change, row.change)})

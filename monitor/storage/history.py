"""Reading history: versions, changes, attempts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa

from monitor.errors import DamagedError, NotFoundError
from monitor.model import Change, Document, Kind, Outcome
from monitor.model.reading import Claim, Reading
from monitor.model.records import ChangeRecord, FetchRecord, VersionRecord
from monitor.storage.codec import unpack
from monitor.storage.damage import MEND, altered
from monitor.storage.part import Part, Row, between, of_page
from monitor.storage.schema import change, change_class, fetch, page, reading, version

_CURRENT = (
    sa.select(version.c.document, version.c.number)
    .join_from(
        page,
        version,
        (version.c.watch_id == page.c.watch_id) & (version.c.number == page.c.version),
    )
    .where(page.c.watch_id == sa.bindparam("watch_id"))
)


_NONE: Mapping[str, Reading] = MappingProxyType({})
_AT_ONCE = 500  # ids in one query; SQLite takes 32,766 parameters


class History(Part):
    """Queries over what was recorded."""

    def current_document(self, watch_id: str) -> Document | None:
        """The document of the version that counts; None before the first. Raises DamagedError."""
        with self._db.read() as connection:
            row = connection.execute(_CURRENT, {"watch_id": watch_id}).one_or_none()
        return None if row is None else _document(watch_id, row)

    def versions(self, watch_id: str) -> list[VersionRecord]:
        """All versions of a page with their documents, newest first.

        Also those whose document cannot be read, or has another hash: their `damage` says so.
        """
        query = sa.select(version).where(version.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(version.c.number.desc())).all()
        return [_version(row, even_damaged=True) for row in rows]

    def version_times(self, watch_id: str) -> list[tuple[int, datetime]]:
        """Number and first sight of each version of a page, oldest first, without its text."""
        query = sa.select(version.c.number, version.c.seen_at).order_by(version.c.number)
        with self._db.read() as connection:
            rows = connection.execute(query.where(version.c.watch_id == watch_id)).all()
        return [(row.number, row.seen_at) for row in rows]

    def sights(self, watch_id: str) -> list[tuple[datetime, Outcome, str]]:
        """When a page was checked, with which outcome and why, oldest first."""
        query = sa.select(fetch.c.fetched_at, fetch.c.outcome, fetch.c.reason)
        query = query.where(fetch.c.watch_id == watch_id).order_by(fetch.c.id)
        with self._db.read() as connection:
            return [(at, Outcome(o), reason) for at, o, reason in connection.execute(query)]

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
        """Changes that were first seen with `since` <= time < `until`, the latest recorded first.

        `service` in any case; `cls` one of the classes; `kind` "substantive" or "editorial". Of
        one that is damaged what stands beside it is given, and its summary says so.
        """
        query = sa.select(change).order_by(change.c.recorded_at.desc(), change.c.seq.desc())
        query = query.where(*between(change.c.seen_at, since, until)).limit(limit)
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
            readings = _readings(connection, [row.id for row in rows])
            return [self._change(connection, row, readings) for row in rows]

    def change(self, change_id: str) -> ChangeRecord:
        """One change. Raises NotFoundError."""
        with self._db.read() as connection:
            row = connection.execute(
                sa.select(change).where(change.c.id == change_id)
            ).one_or_none()
            if row is not None:
                return self._change(connection, row, _readings(connection, [row.id]))
        raise NotFoundError(f"no change {change_id!r}; `monitor changes` lists them")

    def changes_like(self, beginning: str) -> list[str]:
        """The ids of the changes that begin so; "%" and "_" mean themselves."""
        query = sa.select(change.c.id).where(change.c.id.startswith(beginning, autoescape=True))
        with self._db.read() as connection:
            return list(connection.scalars(query.order_by(change.c.seq).limit(20)))

    def snapshot_of(self, watch_id: str, number: int) -> str:
        """SHA-256 of the page that a version was read from; "" without such a version."""
        query = sa.select(version.c.snapshot).where(
            version.c.watch_id == watch_id, version.c.number == number
        )
        with self._db.read() as connection:
            return connection.scalar(query) or ""

    def fetches(self, watch_id: str, limit: int = 50) -> list[FetchRecord]:
        """The last attempts, newest first."""
        query = sa.select(fetch).where(fetch.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(fetch.c.id.desc()).limit(limit)).all()
        return [FetchRecord(**{**r._mapping, "outcome": Outcome(r.outcome)}) for r in rows]

    # ----------------------------------------------------------------- for this package

    def _change(
        self, connection: sa.Connection, row: Row, readings: Mapping[str, Reading] = _NONE
    ) -> ChangeRecord:
        values = dict(row._mapping)
        values["reading"] = readings.get(row.id)
        for column in ("seq", "kind", "severity"):  # for queries; the change itself has them
            del values[column]
        try:
            values["change"] = unpack(Change, row.change, f"change {row.id}")
        except DamagedError as error:
            query = sa.select(change_class.c.cls).where(change_class.c.change_id == row.id)
            values["change"] = Change(
                kind=Kind(row.kind),
                classes=tuple(sorted(connection.scalars(query))),
                severity=row.severity,
                summary=f"{error}; see `monitor diff {row.watch_id}"
                f" {row.from_version} {row.to_version}`",
            )
        return ChangeRecord(**values)

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


def _readings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Reading]:
    """What a model made of these changes, by their ids."""
    found: dict[str, Reading] = {}
    for start in range(0, len(ids), _AT_ONCE):
        query = sa.select(reading).where(reading.c.change_id.in_(ids[start : start + _AT_ONCE]))
        for row in connection.execute(query):
            claims = tuple(Claim(**claim) for claim in json.loads(row.claims))
            found[row.change_id] = Reading(row.model, row.at, row.line, claims, row.problem)
    return found


def _document(watch_id: str, row: Row) -> Document:
    return unpack(Document, row.document, f"version {row.number} of {watch_id}")


def _version(row: Row, *, even_damaged: bool) -> VersionRecord:
    values = dict(row._mapping)
    try:
        document = values["document"] = _document(row.watch_id, row)
    except DamagedError as error:
        if not even_damaged:
            raise DamagedError(f"{error}{MEND}") from error
        values |= {"document": Document("", "", ()), "damage": str(error)}
        return VersionRecord(**values)
    if even_damaged and document.digest != row.digest:
        values["damage"] = altered(row.watch_id, row.number)
    return VersionRecord(**values)

"""Reading history: versions, changes, attempts."""

from __future__ import annotations

import sqlalchemy as sa

from monitor.model import Document, Outcome
from monitor.model.records import FetchRecord, VersionRecord
from monitor.rows.codec import Packed
from monitor.rows.plain_versions import version_name, version_record
from monitor.storage.part import Part, of_page
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
        return None if packed is None else packed.content

    def packed_document(self, watch_id: str) -> Packed | None:
        """The same as it is stored: to be opened elsewhere."""
        with self._db.read() as connection:
            row = connection.execute(_CURRENT, {"watch_id": watch_id}).one_or_none()
        return None if row is None else Packed(row.document, version_name(watch_id, row.number))

    def versions(self, watch_id: str) -> list[VersionRecord]:
        """All versions of a page with their documents, newest first.

        Also those whose document cannot be read, or has another hash: their `damage` says so.
        """
        query = sa.select(version).where(version.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(version.c.number.desc())).all()
        return [version_record(dict(row._mapping), even_damaged=True) for row in rows]

    def fetches(self, watch_id: str, limit: int = 50) -> list[FetchRecord]:
        """The last attempts, newest first; a run of those that found nothing new is one."""
        query = sa.select(fetch).where(fetch.c.watch_id == watch_id)
        with self._db.read() as connection:
            self._one(connection, of_page(page.c.watch_id), watch_id)
            rows = connection.execute(query.order_by(fetch.c.id.desc()).limit(limit)).all()
        return [FetchRecord(**{**r._mapping, "outcome": Outcome(r.outcome)}) for r in rows]

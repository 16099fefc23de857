"""What every part of the storage shares: the database, the folder, and how rows become records."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa

from monitor.rows.plain_dates import DateQueries
from monitor.rows.plain_queries import Ask
from monitor.rows.plain_versions import unknown_watch
from monitor.storage.blobs import BlobStore
from monitor.storage.claims import Holder
from monitor.storage.database import Database
from monitor.storage.schema import page

Row: TypeAlias = sa.Row[*tuple[Any, ...]]


class Part(DateQueries):
    """Base of the storage's parts, which are one object: `monitor.storage.Storage`."""

    _db: Database
    _blobs: BlobStore
    _holder: Holder

    def _asking(self) -> AbstractContextManager[Ask]:
        return self._db.asking()

    def places(self) -> list[Path]:
        """The folders that are written to: that of an SQLite file, and the snapshots."""
        own = [Path(self._db.url.database or "").parent] if self._db.is_sqlite else []
        return [*own, *([self._blobs.root] if self._blobs.is_folder else [])]

    def _one(
        self,
        connection: sa.Connection,
        query: sa.Select[*tuple[Any, ...]],
        watch_id: str,
        **parameters: Any,
    ) -> Row:
        """The one row of a query with the parameter `watch_id`, which gives one per page.

        Raises NotFoundError that names the watches which exist.
        """
        row = connection.execute(query, {"watch_id": watch_id, **parameters}).one_or_none()
        if row is None:
            known = connection.scalars(sa.select(page.c.watch_id).order_by(page.c.watch_id))
            raise unknown_watch(list(known), watch_id)
        return row


def of_page(*columns: sa.Column[Any], lock: bool = False) -> sa.Select[*tuple[Any, ...]]:
    """A query of these columns of the page `watch_id`, a parameter."""
    query = sa.select(*columns).where(page.c.watch_id == sa.bindparam("watch_id"))
    # key_share: rows that refer to this one may be inserted meanwhile; else two could deadlock.
    return query.with_for_update(key_share=True) if lock else query


def between(
    column: sa.Column[datetime], since: datetime | None, until: datetime | None
) -> list[sa.ColumnElement[bool]]:
    """Conditions for since <= column < until, either of which may be missing."""
    return [
        *([column >= since] if since is not None else []),
        *([column < until] if until is not None else []),
    ]

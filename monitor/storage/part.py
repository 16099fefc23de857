"""What every part of the storage shares: the database, the folder, and how rows become records."""

from __future__ import annotations

import difflib
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.storage.blobs import BlobStore
from monitor.storage.database import Database
from monitor.storage.schema import page

Row: TypeAlias = sa.Row[*tuple[Any, ...]]


class Part:
    """Base of the storage's parts, which are one object: `monitor.storage.Storage`."""

    _db: Database
    _blobs: BlobStore

    def _page_row(
        self, connection: sa.Connection, watch_id: str, *columns: sa.Column[Any], lock: bool = False
    ) -> Row:
        """The row of one page. Raises NotFoundError that names what exists."""
        query = sa.select(*(columns or (page,))).where(page.c.watch_id == watch_id)
        row = connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is not None:
            return row
        known = list(connection.scalars(sa.select(page.c.watch_id).order_by(page.c.watch_id)))
        near = difflib.get_close_matches(watch_id, known, n=3) or known[:5]
        hint = f"did you mean {', '.join(near)}?" if near else "none has been recorded yet"
        raise NotFoundError(f"no watch {watch_id!r}; {hint}")


def between(
    column: sa.Column[datetime], since: datetime | None, until: datetime | None
) -> list[sa.ColumnElement[bool]]:
    """Conditions for since <= column < until, either of which may be missing."""
    return [
        *([column >= since] if since is not None else []),
        *([column < until] if until is not None else []),
    ]

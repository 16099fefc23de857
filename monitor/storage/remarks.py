"""What people say of changes: notes, "seen", "false alarm". Added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from monitor.model.records import MarkRecord
from monitor.storage.part import Part
from monitor.storage.schema import mark


class Remarks(Part):
    """Who said what of which change, and when."""

    def add_mark(self, change_id: str, kind: str, *, text: str, by: str, at: datetime) -> None:
        """Say something of a change that exists."""
        values = {"change_id": change_id, "kind": kind, "text": text, "by": by, "at": at}
        with self._db.write() as connection:
            connection.execute(sa.insert(mark), values)

    def marks(
        self, change_ids: Sequence[str] | None = None, kind: str | None = None
    ) -> list[MarkRecord]:
        """What was said, oldest first: of these changes (None: all), of this kind (None: any)."""
        query = sa.select(*(c for c in mark.c if c.name != "id")).order_by(mark.c.id)
        if change_ids is not None:
            query = query.where(mark.c.change_id.in_(change_ids))
        if kind is not None:
            query = query.where(mark.c.kind == kind)
        with self._db.read() as connection:
            return [MarkRecord(**row._mapping) for row in connection.execute(query)]

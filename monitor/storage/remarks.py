"""What people say of changes: notes, "seen", "false alarm". Added, never changed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from monitor.storage.part import Part
from monitor.storage.schema import mark


class Remarks(Part):
    """Who said what of which change, and when."""

    def add_mark(self, change_id: str, kind: str, *, text: str, by: str, at: datetime) -> None:
        """Say something of a change that exists."""
        values = {"change_id": change_id, "kind": kind, "text": text, "by": by, "at": at}
        with self._db.write() as connection:
            connection.execute(sa.insert(mark), values)

"""What the optional second reader made of changes: one reading each, stored before its alerts go.

An alert that may get a line waits for a moment (`NewAlert.first_try_at`). Once one is on its way
the line is decided: history must show the same as the mail.
"""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa

from monitor.model.reading import Reading
from monitor.model.records import ChangeRecord
from monitor.storage.history import History
from monitor.storage.schema import alert, change, reading

_UNREAD = (change.c.kind == "substantive") & ~sa.exists().where(reading.c.change_id == change.c.id)


def _on_its_way(now: datetime) -> sa.ColumnElement[bool]:
    """Was an alert of the change tried already, or is it being sent?"""
    begun = alert.c.first_tried_at.is_not(None) | (alert.c.claimed_until_at > now)
    return sa.exists().where((alert.c.change_id == change.c.id) & begun)


class Readings(History):
    """Which changes are to be read, and what came of it."""

    def unread(self, since: datetime, now: datetime) -> list[ChangeRecord]:
        """Substantive changes recorded since then of which nobody was told, the oldest first."""
        query = sa.select(change.c.id).where(
            _UNREAD, change.c.recorded_at >= since, ~_on_its_way(now)
        )
        with self._db.read() as connection:
            ids = list(connection.scalars(query.order_by(change.c.seq)))
        return [self.change(id_) for id_ in ids]

    def add_reading(self, change_id: str, found: Reading, now: datetime) -> bool:
        """Store it and let the change's alerts go. False where it comes too late, or second."""
        claims = json.dumps([claim.to_dict() for claim in found.claims], ensure_ascii=False)
        values = {
            "change_id": change_id,
            "at": found.at,
            "model": found.model,
            "line": found.line,
            "claims": claims,
            "problem": found.problem,
        }
        ours = change.c.id == change_id
        with self._db.write() as connection:
            late = connection.scalar(sa.select(change.c.id).where(ours, _on_its_way(now)))
            if late is None:
                late = not connection.execute(self._db.insert_new(reading), values).rowcount
            waits = (alert.c.change_id == change_id) & (alert.c.status == "pending")
            query = sa.update(alert).where(waits, alert.c.tries == 0, alert.c.next_try_at > now)
            connection.execute(query.values(next_try_at=now))
        return not late

    def readings_by_result(self) -> tuple[int, int]:
        """How many lines were taken, and how many were not."""
        count = sa.select(sa.func.count()).select_from(reading)
        with self._db.read() as connection:
            both = connection.scalar(count) or 0
            taken = connection.scalar(count.where(reading.c.line != "")) or 0
        return taken, both - taken

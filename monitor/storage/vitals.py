"""Writing the signs of life; :mod:`monitor.rows.life_signs` reads them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from monitor.rows.life_signs import DELIVERY, TICK
from monitor.storage.part import Part
from monitor.storage.schema import fetch, heartbeat


class VitalSigns(Part):
    """What the daemon leaves behind of its being alive."""

    def totals(self) -> dict[str, tuple[int, float]]:
        """By outcome: how many checks there were, and the seconds that their fetches took."""
        query = sa.select(fetch.c.outcome, sa.func.count(), sa.func.sum(fetch.c.seconds))
        with self._db.read() as connection:
            rows = connection.execute(query.group_by(fetch.c.outcome))
            return {outcome: (count, seconds or 0.0) for outcome, count, seconds in rows}

    def delivered(self, now: datetime) -> None:
        """The outbox was gone through; for the health check."""
        self._beat(DELIVERY, now)

    def tick(self, now: datetime) -> None:
        """The daemon is alive; for the health check."""
        self._beat(TICK, now)

    def last_tick(self) -> datetime | None:
        """The daemon's last sign of life."""
        query = sa.select(heartbeat.c.ticked_at).where(heartbeat.c.id == TICK)
        with self._db.read() as connection:
            at: datetime | None = connection.scalar(query)
            return at

    def _beat(self, which: int, now: datetime) -> None:
        change = sa.update(heartbeat).where(heartbeat.c.id == which).values(ticked_at=now)
        with self._db.write(durable=False) as connection:
            if not connection.execute(change).rowcount:
                values = {"id": which, "ticked_at": now}
                connection.execute(self._db.insert_new(heartbeat).values(**values))

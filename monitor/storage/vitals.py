"""Writing the signs of life; :mod:`monitor.rows.life_signs` reads them."""

from __future__ import annotations

import json
from datetime import datetime

import sqlalchemy as sa

from monitor.rows.life_signs import DELIVERY, TICK
from monitor.storage.chain import PRUNED
from monitor.storage.part import Part
from monitor.storage.schema import fetch, heartbeat, link


class VitalSigns(Part):
    """What the daemon leaves behind of its being alive."""

    def totals(self) -> dict[str, tuple[int, float]]:
        """By outcome: how many checks there were, and the seconds that their fetches took."""
        query = sa.select(fetch.c.outcome, sa.func.sum(fetch.c.looks), sa.func.sum(fetch.c.seconds))
        pruned = sa.select(link.c.what).where(link.c.what.startswith(f'{{"{PRUNED}"'))
        with self._db.read() as connection:
            rows = [tuple(row) for row in connection.execute(query.group_by(fetch.c.outcome))]
            for what in connection.scalars(pruned):
                left_out = json.loads(what)[PRUNED]["totals"]
                rows += [(outcome, *sums) for outcome, sums in left_out.items()]
        totals: dict[str, tuple[int, float]] = {}
        for outcome, count, seconds in rows:
            known = totals.get(outcome, (0, 0.0))
            totals[outcome] = (known[0] + count, known[1] + (seconds or 0.0))
        return totals

    def delivered(self, now: datetime) -> None:
        """The outbox was gone through; for the health check."""
        self._beat(DELIVERY, now)

    def tick(self, now: datetime) -> None:
        """The daemon is alive; for the health check."""
        self._beat(TICK, now)

    def _beat(self, which: int, now: datetime) -> None:
        change = sa.update(heartbeat).where(heartbeat.c.id == which).values(ticked_at=now)
        with self._db.write(durable=False) as connection:
            if not connection.execute(change).rowcount:
                values = {"id": which, "ticked_at": now}
                connection.execute(self._db.insert_new(heartbeat).values(**values))

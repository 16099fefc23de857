"""The signs of life that `monitor health` goes by, read in a few small queries."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from monitor.storage.part import Part
from monitor.storage.schema import alert, fetch, heartbeat, page

TICK, DELIVERY = 1, 2  # rows of heartbeat
READER_LOST = "unreadable: the process that read it was ended"  # begins the reason of such a fetch
_LOST_SINCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the database and its folders show at one moment."""

    ticked_at: datetime | None  # the daemon's last look at what is due
    delivered_at: datetime | None  # its last time through the outbox
    due: dict[str, datetime]  # when each active page is due
    fetched_at: datetime | None  # the newest attempt at any active page
    waiting: int  # alerts that are to be sent
    waiting_since: datetime | None  # the oldest of them
    dead: int  # alerts given up
    readers_lost: int  # within a day
    quarantined: int = 0  # pages by the outcome of their last look
    failing: int = 0


class VitalSigns(Part):
    """Reads them. Never writes."""

    def vitals(self, now: datetime) -> Vitals:
        """See :class:`Vitals`."""
        beats = sa.select(heartbeat.c.id, heartbeat.c.ticked_at)
        pages = sa.select(
            page.c.watch_id, page.c.next_due_at, page.c.fetched_at, page.c.outcome
        ).where(page.c.active)
        # Held for a digest, or for an address that nobody has given yet: both are meant to wait.
        free = alert.c.hold_until_at.is_(None) | (alert.c.hold_until_at <= now)
        alerts = (
            sa.select(alert.c.status, sa.func.count(), sa.func.min(alert.c.created_at, type_=_TIME))
            .where(free, alert.c.recipient != "")
            .group_by(alert.c.status)
        )
        lost = (
            sa.select(sa.func.count())
            .select_from(fetch)
            .where(
                fetch.c.fetched_at > now - _LOST_SINCE,
                fetch.c.outcome == "failed",
                fetch.c.reason.startswith(READER_LOST),
            )
        )
        with self._db.read() as connection:
            at = {row.id: row.ticked_at for row in connection.execute(beats)}
            rows = connection.execute(pages).all()
            counts = {status: (n, since) for status, n, since in connection.execute(alerts)}
            ended: int = connection.scalar(lost) or 0
        waiting = [counts[status] for status in ("pending", "failed") if status in counts]
        return Vitals(
            ticked_at=at.get(TICK),
            delivered_at=at.get(DELIVERY),
            due={row.watch_id: row.next_due_at for row in rows if row.next_due_at},
            fetched_at=max((row.fetched_at for row in rows if row.fetched_at), default=None),
            waiting=sum(n for n, _ in waiting),
            waiting_since=min((since for _, since in waiting), default=None),
            dead=counts.get("dead", (0, None))[0],
            readers_lost=ended,
            quarantined=sum(row.outcome == "quarantined" for row in rows),
            failing=sum(row.outcome == "failed" for row in rows),
        )

    def totals(self) -> dict[str, tuple[int, float]]:
        """By outcome: how many checks there were, and the seconds that their fetches took."""
        query = sa.select(fetch.c.outcome, sa.func.count(), sa.func.sum(fetch.c.seconds))
        with self._db.read() as connection:
            rows = connection.execute(query.group_by(fetch.c.outcome))
            return {outcome: (count, seconds or 0.0) for outcome, count, seconds in rows}

    def places(self) -> list[Path]:
        """The folders that are written to: that of an SQLite file, and the snapshots."""
        own = [Path(self._db.url.database or "").parent] if self._db.is_sqlite else []
        return [*own, self._blobs.root]

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


_TIME = alert.c.created_at.type


def trouble_with(folder: Path, least: int) -> str:
    """Why nothing could be written to this folder, "" when it could. Writes nothing.

    `least`: bytes that should be free.
    """
    try:
        found = os.statvfs(folder)
    except OSError as error:
        return f"{folder} cannot be used: {error.strerror or error}"
    if found.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} is read-only"
    free = found.f_bavail * found.f_frsize
    if free < least:
        return f"the disk of {folder} is full: {free // 1_000_000} MB are free"
    if found.f_files and not found.f_favail:
        return f"the disk of {folder} is full: it has no room for another file"
    return ""

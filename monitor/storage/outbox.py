"""The outbox: one row per message and recipient, sent after it was committed, at least once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.model.records import AlertRecord, NewAlert
from monitor.storage.part import Part, Row, of_page
from monitor.storage.schema import alert, page

_RECORD = [c for c in alert.c if c.name not in ("seq", "claimed_until_at", "claimed_by")]
_LEASE = timedelta(minutes=5)
_AHEAD = timedelta(days=1)
_UNCLAIMED = {"claimed_until_at": None, "claimed_by": None}


class Outbox(Part):
    """Alerts: pending, sent, failed (tried again at `next_try_at`) or dead."""

    def alerts(
        self, *, status: str | None = None, watch_id: str | None = None, limit: int | None = None
    ) -> list[AlertRecord]:
        """Messages, newest first."""
        query = sa.select(*_RECORD).order_by(alert.c.seq.desc()).limit(limit)
        if status is not None:
            query = query.where(alert.c.status == status)
        if watch_id is not None:
            query = query.where(alert.c.watch_id == watch_id)
        with self._db.read() as connection:
            return [_alert(row) for row in connection.execute(query)]

    def add_alerts(self, watch_id: str, alerts: Sequence[NewAlert], now: datetime) -> None:
        """Messages without a change (`watch_id` "": about no page). Existing ids are left alone."""
        with self._db.write() as connection:
            if watch_id:
                self._one(connection, of_page(page.c.watch_id), watch_id)
            self._insert_alerts(connection, watch_id, "", alerts, now)

    def due_alerts(
        self, now: datetime, limit: int, *, lease: timedelta = _LEASE
    ) -> list[AlertRecord]:
        """Messages to send now, oldest first, for this caller alone until the lease is over.

        A caller that dies between sending and `alert_sent` leaves the message to be sent again.
        """
        # Nothing is put off for so long: the clock was ahead then.
        due = (alert.c.next_try_at <= now) | (alert.c.next_try_at > now + _AHEAD)
        due &= alert.c.status.in_(("pending", "failed"))
        claimed = due & (alert.c.claimed_until_at > now)
        free = alert.c.claimed_until_at.is_(None) | (alert.c.claimed_until_at <= now)
        query = (
            sa.select(alert.c.seq, *_RECORD)
            .order_by(alert.c.next_try_at, alert.c.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._db.write(durable=False) as connection:
            holders = connection.scalars(sa.select(alert.c.claimed_by).where(claimed).distinct())
            if gone := [name for name in holders if self._holder.is_gone(name)]:
                free |= alert.c.claimed_by.in_(gone)
            rows = connection.execute(query.where(due, free)).all()
            if rows:
                taken = alert.c.seq.in_([row.seq for row in rows])
                claim = {"claimed_until_at": now + lease, "claimed_by": self._holder.name()}
                connection.execute(sa.update(alert).where(taken).values(claim))
        return [_alert(row) for row in rows]

    def alert_sent(self, alert_id: str, now: datetime) -> None:
        """The channel took it. Raises NotFoundError."""
        self._settle(alert_id, {"status": "sent", "sent_at": now, "next_try_at": None, "error": ""})

    def alert_failed(
        self, alert_id: str, now: datetime, error: str, next_try_at: datetime | None
    ) -> None:
        """The channel refused it: again at `next_try_at`, or never (None: dead)."""
        status = "dead" if next_try_at is None else "failed"
        self._settle(alert_id, {"status": status, "next_try_at": next_try_at, "error": error})

    def retry_alerts(self, now: datetime, ids: Sequence[str] | None = None) -> int:
        """Make dead and failed messages pending again, with all their tries (all, or these).

        Returns how many there were.
        """
        query = sa.update(alert).where(alert.c.status.in_(("dead", "failed")))
        if ids is not None:
            query = query.where(alert.c.id.in_(ids))
        values = {"status": "pending", "tries": 0, "next_try_at": now, **_UNCLAIMED}
        with self._db.write() as connection:
            return connection.execute(query.values(values)).rowcount

    # ----------------------------------------------------------------- for this package

    def _settle(self, alert_id: str, values: dict[str, Any]) -> None:
        values |= {"tries": alert.c.tries + 1, **_UNCLAIMED}
        with self._db.write() as connection:
            query = sa.update(alert).where(alert.c.id == alert_id).values(values)
            if not connection.execute(query).rowcount:
                raise NotFoundError(f"no alert {alert_id!r}")

    def _insert_alerts(
        self,
        connection: sa.Connection,
        watch_id: str,
        change_id: str,
        alerts: Sequence[NewAlert],
        now: datetime,
    ) -> None:
        rows = [
            {
                "id": a.id,
                "kind": a.kind,
                "watch_id": watch_id or None,
                "change_id": change_id or None,
                "route": a.route,
                "recipient": a.recipient,
                "label": a.label,
                "title": a.title,
                "text": a.text,
                "html": a.html,
                "status": "pending",
                "tries": 0,
                "created_at": now,
                "next_try_at": now,
                "error": "",
            }
            for a in alerts
        ]
        if rows:
            connection.execute(self._db.insert_new(alert), rows)


def _alert(row: Row) -> AlertRecord:
    values = {c.name: getattr(row, c.name) for c in _RECORD}
    values["watch_id"] = row.watch_id or ""
    values["change_id"] = row.change_id or ""
    return AlertRecord(**values)

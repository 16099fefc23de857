"""The outbox: one row per message and recipient, sent after it was committed, at least once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.model.outgoing import Addressee, AlertRecord, AlertSubject, NewAlert
from monitor.storage.part import Part, Row, of_page
from monitor.storage.schema import alert, page

_RECORD = [c for c in alert.c if c.name not in ("seq", "claimed_until_at", "claimed_by")]
_LEASE = timedelta(minutes=5)
_AHEAD = timedelta(days=1)
_UNCLAIMED = {"claimed_until_at": None, "claimed_by": None}
_OPEN = ("pending", "failed")
_ANSWER = 500  # characters kept of what a channel said


class Outbox(Part):
    """Alerts: pending, sent, failed (tried again at `next_try_at`) or dead.

    `after_alerts` is called in the transaction that stores new ones: where several machines share
    the work, it asks one of them to send.
    """

    after_alerts: Callable[[sa.Connection], object] | None = None

    def alerts(
        self,
        *,
        status: str | None = None,
        watch_id: str | None = None,
        change_id: str | None = None,
        limit: int | None = None,
    ) -> list[AlertRecord]:
        """Messages, newest first."""
        query = sa.select(*_RECORD).order_by(alert.c.seq.desc()).limit(limit)
        wanted = {"status": status, "watch_id": watch_id, "change_id": change_id}
        for name, value in wanted.items():
            if value is not None:
                query = query.where(alert.c[name] == value)
        with self._db.read() as connection:
            return [_alert(row) for row in connection.execute(query)]

    def add_alerts(
        self, watch_id: str, alerts: Sequence[NewAlert], now: datetime, *, change_id: str = ""
    ) -> None:
        """Messages outside a check (`watch_id` "": about no page). Existing ids are left alone."""
        with self._db.write() as connection:
            if watch_id:
                self._one(connection, of_page(page.c.watch_id), watch_id)
            self._insert_alerts(connection, watch_id, change_id, alerts, now)

    def addressees_due(self, now: datetime) -> list[Addressee]:
        """Whoever has something that could be sent now, the longest waiting first."""
        columns = (alert.c.route, alert.c.slot, alert.c.recipient)
        query = (
            sa.select(*columns)
            .where(_due(now))
            .group_by(*columns)
            .order_by(sa.func.min(alert.c.seq))
        )
        with self._db.read() as connection:
            return [Addressee(*row) for row in connection.execute(query)]

    def wait_for_address(self, to: Iterable[Addressee], now: datetime, reason: str) -> int:
        """Say of what is due to these that it waits, and why; how many alerts that are."""
        mine = _due(now) & _is_to(to)
        with self._db.read() as connection:
            rows = connection.execute(sa.select(alert.c.id, alert.c.error).where(mine)).all()
        if new := [row.id for row in rows if row.error != reason]:
            with self._db.write() as connection:
                query = sa.update(alert).where(alert.c.id.in_(new)).values(error=reason)
                connection.execute(query)
        return len(rows)

    def due_alerts(
        self,
        now: datetime,
        limit: int,
        *,
        lease: timedelta = _LEASE,
        to: Iterable[Addressee] | None = None,
    ) -> list[AlertRecord]:
        """Messages to send now, for this caller alone until the lease is over.

        Untried ones come first, then the oldest: what a channel refuses never holds up the rest.
        `to` None: to anyone. A caller that dies between sending and `alert_sent` leaves the message
        to be sent again.
        """
        due = _due(now) if to is None else _due(now) & _is_to(to)
        claimed = due & (alert.c.claimed_until_at > now)
        free = alert.c.claimed_until_at.is_(None) | (alert.c.claimed_until_at <= now)
        query = (
            sa.select(alert.c.seq, *_RECORD)
            .order_by(alert.c.tries > 0, alert.c.next_try_at, alert.c.seq)
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

    def keep_claim(self, ids: Sequence[str], until: datetime) -> None:
        """Go on holding these: what was claimed together is sent one after the other."""
        with self._db.write(durable=False) as connection:
            query = sa.update(alert).where(alert.c.id.in_(ids))
            connection.execute(query.values(claimed_until_at=until))

    def alert_sent(
        self,
        alert_id: str,
        now: datetime,
        *,
        answer: str = "",
        sent_as: str = "",
        to: tuple[str, str] | None = None,
        message: tuple[str, str, str] | None = None,
    ) -> None:
        """The channel took it. Raises NotFoundError.

        `to`: key and label of who got it, where that was not known when it was written; `message`:
        title, text and HTML as sent.
        """
        values: dict[str, Any] = {"status": "sent", "sent_at": now, "next_try_at": None}
        values |= {"error": "", "answer": answer[:_ANSWER], "sent_as": sent_as or alert_id}
        if to is not None:
            values |= dict(zip(("recipient", "label"), to, strict=True))
        if message is not None:
            values |= dict(zip(("title", "text", "html"), message, strict=True))
        self._settle(alert_id, now, values)

    def alert_failed(
        self,
        alert_id: str,
        now: datetime,
        error: str,
        next_try_at: datetime | None,
        *,
        answer: str = "",
    ) -> None:
        """The channel refused it: again at `next_try_at`, or never (None: dead)."""
        status = "dead" if next_try_at is None else "failed"
        values = {"status": status, "next_try_at": next_try_at, "error": error}
        self._settle(alert_id, now, values | {"answer": answer[:_ANSWER]})

    def part_sent(self, alert_id: str, part: str) -> None:
        """One part, or one addressee, has it: a later try leaves it out."""
        with self._db.write() as connection:
            mine = alert.c.id == alert_id
            found = connection.scalar(sa.select(alert.c.parts_sent).where(mine).with_for_update())
            parts = json.dumps(sorted({*json.loads(found or "[]"), part}))
            connection.execute(sa.update(alert).where(mine).values(parts_sent=parts))

    def put_off(self, ids: Sequence[str], until: datetime, reason: str = "") -> None:
        """Not tried, and not counted as a try: given back, to be sent at `until`.

        `reason` is shown with them while they wait.
        """
        values: dict[str, Any] = {**_UNCLAIMED, "hold_until_at": until}
        if reason:
            values["error"] = reason
        with self._db.write() as connection:
            query = sa.update(alert).where(alert.c.id.in_(ids), alert.c.status.in_(_OPEN))
            connection.execute(query.values(values))

    def alert(self, alert_id: str) -> AlertRecord:
        """One message. Raises NotFoundError."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(*_RECORD).where(alert.c.id == alert_id)).first()
        if row is None:
            raise NotFoundError(f"no alert {alert_id!r}")
        return _alert(row)

    def sent_since(self, to: Iterable[Addressee], since: datetime) -> list[AlertRecord]:
        """What these were sent since then, oldest first, without the bodies."""
        columns = [
            sa.literal("").label(c.name) if c.name in ("text", "html") else c for c in _RECORD
        ]
        query = sa.select(*columns).where(_is_to(to), alert.c.sent_at >= since)
        with self._db.read() as connection:
            return [_alert(row) for row in connection.execute(query.order_by(alert.c.sent_at))]

    def routes_heard(self, since: datetime) -> set[str]:
        """The routes for which a message was written since then."""
        query = sa.select(alert.c.route).where(alert.c.created_at > since).distinct()
        with self._db.read() as connection:
            return set(connection.scalars(query))

    def is_told(self, kind: str, change_id: str, recipient: str) -> bool:
        """Was this recipient sent this change already, or will it be, by another route's row?"""
        query = sa.select(alert.c.id).where(
            alert.c.kind == kind,
            alert.c.change_id == change_id,
            alert.c.recipient == recipient,
            alert.c.status != "dead",
        )
        with self._db.read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def retry_alerts(self, now: datetime, ids: Sequence[str] | None = None) -> int:
        """Make dead and failed messages pending again, with all their tries (all, or these).

        Returns how many there were.
        """
        query = sa.update(alert).where(alert.c.status.in_(("dead", "failed")))
        if ids is not None:
            query = query.where(alert.c.id.in_(ids))
        values = {"status": "pending", "tries": 0, "next_try_at": now, **_UNCLAIMED}
        values |= {"hold_until_at": None, "first_tried_at": None}
        with self._db.write() as connection:
            return connection.execute(query.values(values)).rowcount

    # ----------------------------------------------------------------- for this package

    def _settle(self, alert_id: str, now: datetime, values: dict[str, Any]) -> None:
        first = sa.func.coalesce(alert.c.first_tried_at, sa.literal(now, alert.c.sent_at.type))
        values |= {"tries": alert.c.tries + 1, "first_tried_at": first, **_UNCLAIMED}
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
                "next_try_at": a.first_try_at or now,
                "error": "",
                "slot": a.slot,
                "about": a.about.to_json(),
                "hold_until_at": a.hold_until_at,
            }
            for a in alerts
        ]
        if rows:
            connection.execute(self._db.insert_new(alert), rows)
            if self.after_alerts is not None:
                self.after_alerts(connection)


def _due(now: datetime) -> sa.ColumnElement[bool]:
    # Nothing is tried again so late: the clock was ahead then.
    due = (alert.c.next_try_at <= now) | (alert.c.next_try_at > now + _AHEAD)
    held = alert.c.hold_until_at.is_not(None) & (alert.c.hold_until_at > now)
    return due & ~held & alert.c.status.in_(_OPEN)


def _is_to(to: Iterable[Addressee]) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.false(),
        *(
            (alert.c.route == one.route)
            & (alert.c.slot.is_(None) if one.slot is None else alert.c.slot == one.slot)
            & (alert.c.recipient == one.recipient)
            for one in to
        ),
    )


def _alert(row: Row) -> AlertRecord:
    values = {c.name: getattr(row, c.name) for c in _RECORD}
    values["about"] = AlertSubject.from_json(row.about)
    values["parts_sent"] = tuple(json.loads(row.parts_sent or "[]"))
    for name in ("watch_id", "change_id", "answer", "sent_as"):
        values[name] = values[name] or ""
    return AlertRecord(**values)

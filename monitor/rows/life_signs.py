"""The signs of life that `monitor health` goes by, read in a few small queries."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.rows.times import time_or_none

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


_BEATS = "SELECT id, ticked_at FROM heartbeat"
_PAGES = "SELECT watch_id, next_due_at, fetched_at, outcome FROM page WHERE active"
# Held for a digest, or for an address that nobody has given yet: both are meant to wait.
_ALERTS = """
    SELECT status, count(*) AS number, min(created_at) AS since FROM alert
    WHERE recipient <> '' AND (hold_until_at IS NULL OR hold_until_at <= :now) GROUP BY status
"""
_LOST = """
    SELECT count(*) AS number FROM "fetch"
    WHERE fetched_at > :since AND outcome = 'failed' AND substr(reason, 1, :length) = :lost
"""


def read(ask: Callable[[str, Mapping[str, Any]], list[Mapping[str, Any]]], now: datetime) -> Vitals:
    """See :class:`Vitals`; `ask` as in :mod:`monitor.rows.plain_queries`."""
    at = {row["id"]: time_or_none(row["ticked_at"]) for row in ask(_BEATS, {})}
    pages = ask(_PAGES, {})
    alerts = {row["status"]: row for row in ask(_ALERTS, {"now": now})}
    lost = {"since": now - _LOST_SINCE, "lost": READER_LOST, "length": len(READER_LOST)}
    waiting = [alerts[status] for status in ("pending", "failed") if status in alerts]
    looks = (row["fetched_at"] for row in pages if row["fetched_at"])
    due = {row["watch_id"]: time_or_none(row["next_due_at"]) for row in pages}
    return Vitals(
        ticked_at=at.get(TICK),
        delivered_at=at.get(DELIVERY),
        due={watch_id: when for watch_id, when in due.items() if when},
        fetched_at=time_or_none(max(looks, default=None)),
        waiting=sum(row["number"] for row in waiting),
        waiting_since=time_or_none(min((row["since"] for row in waiting), default=None)),
        dead=alerts["dead"]["number"] if "dead" in alerts else 0,
        readers_lost=ask(_LOST, lost)[0]["number"],
        quarantined=sum(row["outcome"] == "quarantined" for row in pages),
        failing=sum(row["outcome"] == "failed" for row in pages),
    )


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

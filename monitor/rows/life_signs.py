"""The signs of life that `monitor health` goes by, read in a few small queries."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.rows.times import time_of, time_or_none

TICK, DELIVERY = 1, 2  # rows of heartbeat
READER_LOST = "unreadable: the process that read it was ended"  # begins the reason of such a fetch
_LOST_SINCE = timedelta(days=1)
MOST_LATE = 2_000  # pages that are looked at one by one: more are said to be so many
BEGUN_WITHIN = timedelta(minutes=2)  # after it is due a page should be under way, or in its queue


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the database and its folders show at one moment."""

    ticked_at: datetime | None  # the daemon's last look at what is due
    delivered_at: datetime | None  # its last time through the outbox
    pages: int  # active ones
    due_first: datetime | None  # when the first of them is due
    late: dict[str, datetime]  # when those are due that should have been begun; the most late first
    late_in_all: int  # `late` holds no more than MOST_LATE
    fetched_at: datetime | None  # the newest attempt at any page
    waiting: int  # alerts that are to be sent
    waiting_since: datetime | None  # the oldest of them
    dead: int  # alerts given up
    readers_lost: int  # within a day
    unstamped_since: str = ""  # the oldest sealed day of the last weeks without a time stamp


_BEATS = "SELECT id, ticked_at FROM heartbeat"
_PAGES = "SELECT count(*) AS pages, min(next_due_at) AS first FROM page WHERE active"
_FETCHED = "SELECT max(fetched_at) AS newest FROM page"
_LATE = "FROM page WHERE active AND next_due_at < :late"
_LATEST = f"SELECT watch_id, next_due_at {_LATE} ORDER BY next_due_at LIMIT {MOST_LATE}"
# Held for a digest, or for an address that nobody has given yet: both are meant to wait.
_ALERTS = """
    SELECT status, count(*) AS number, min(created_at) AS since FROM alert
    WHERE recipient <> '' AND (hold_until_at IS NULL OR hold_until_at <= :now) GROUP BY status
"""
_LOST = """
    SELECT count(*) AS number FROM "fetch"
    WHERE fetched_at > :since AND outcome = 'failed' AND substr(reason, 1, :length) = :lost
"""
_UNSTAMPED = """
    SELECT min(day) AS day FROM head
    WHERE day >= :since AND NOT EXISTS (SELECT 1 FROM stamp WHERE stamp.day = head.day)
"""
_STAMPED_WITHIN = timedelta(days=28)  # older days are given up


def read(ask: Callable[[str, Mapping[str, Any]], list[Mapping[str, Any]]], now: datetime) -> Vitals:
    """See :class:`Vitals`; `ask` as in :mod:`monitor.rows.plain_queries`."""
    at = {row["id"]: time_or_none(row["ticked_at"]) for row in ask(_BEATS, {})}
    (pages,), (newest,) = ask(_PAGES, {}), ask(_FETCHED, {})
    since = {"late": now - BEGUN_WITHIN}
    late = {row["watch_id"]: time_of(row["next_due_at"]) for row in ask(_LATEST, since)}
    in_all = len(late)
    if in_all == MOST_LATE:
        in_all = ask(f"SELECT count(*) AS number {_LATE}", since)[0]["number"]
    alerts = {row["status"]: row for row in ask(_ALERTS, {"now": now})}
    lost = {"since": now - _LOST_SINCE, "lost": READER_LOST, "length": len(READER_LOST)}
    waiting = [alerts[status] for status in ("pending", "failed") if status in alerts]
    oldest = f"{now - _STAMPED_WITHIN:%Y-%m-%d}"
    return Vitals(
        ticked_at=at.get(TICK),
        delivered_at=at.get(DELIVERY),
        pages=pages["pages"],
        due_first=time_or_none(pages["first"]),
        late=late,
        late_in_all=in_all,
        fetched_at=time_or_none(newest["newest"]),
        waiting=sum(row["number"] for row in waiting),
        waiting_since=time_or_none(min((row["since"] for row in waiting), default=None)),
        dead=alerts["dead"]["number"] if "dead" in alerts else 0,
        readers_lost=ask(_LOST, lost)[0]["number"],
        unstamped_since=ask(_UNSTAMPED, {"since": oldest})[0]["day"] or "",
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

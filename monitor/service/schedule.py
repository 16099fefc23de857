"""When to look at a page again. Pure: the time is given, the spread comes from the watch's id."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim

from monitor.model import Watch

# After a failed fetch: again soon, then less and less often, never less than the schedule.
RETRY_FIRST = timedelta(minutes=10)


def next_due(watch: Watch, now: datetime, planned: datetime | None = None) -> datetime:
    """The next regular check after `now` (aware); the result is in UTC.

    Every watch gets its own fixed offset within `watch.jitter` of its interval, so that a hundred
    watches started together spread out. `planned` is when this check was due: one that came a
    little late does not move those after it, which keep the rhythm that the offset began.
    """
    if watch.every is None:
        local = now.astimezone(ZoneInfo(watch.timezone))
        following = next(CronSim(watch.cron, local)).astimezone(UTC)
        return following + _offset(watch, timedelta(minutes=5))
    if planned is not None and timedelta(0) <= now - planned < watch.every / 2:
        return planned.astimezone(UTC) + watch.every
    return now.astimezone(UTC) + watch.every + _offset(watch, watch.every) / 2


def due_after(
    watch: Watch,
    now: datetime,
    *,
    planned: datetime | None = None,
    again_after: timedelta | None = None,
    failures: int = 0,
    retry_after: float | None = None,
) -> datetime:
    """The next check, given the outcome of this one.

    `planned` is when this check was due. `again_after` asks for an earlier look (confirmation,
    quarantine), `failures` counts failed fetches in a row, `retry_after` is the server's wish in
    seconds and is obeyed up to a day.
    """
    regular = next_due(watch, now, planned)
    due = regular
    if failures:
        due = min(due, now + RETRY_FIRST * 2 ** min(failures - 1, 10))
    if again_after is not None:
        due = min(due, now + again_after)
    if retry_after is not None:
        due = max(due, now + timedelta(seconds=min(retry_after, 86_400.0)))
    return due


def _offset(watch: Watch, interval: timedelta) -> timedelta:
    """A share of the interval between 0 and `jitter`, fixed for this watch."""
    digest = hashlib.sha256(watch.id.encode()).digest()
    return interval * (watch.jitter * int.from_bytes(digest[:4], "big") / 2**32)

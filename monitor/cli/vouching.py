"""For which days an answer can be vouched for, said with every answer about a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import click

from monitor.cli.output import Output, count, safe
from monitor.model import Observed

SHOWN = 5  # pages that a warning names

LAST = click.option(
    "--last", is_flag=True, help="Answer with what was seen last, also for a later day."
)


def observed_json(seen: Observed) -> dict[str, Any]:
    """When it was seen, for programs."""
    return {
        "first_seen": seen.first_seen,
        "last_seen": seen.last_seen,
        "first_look": seen.first_look,
        "after": seen.after or None,
        "gaps": seen.gaps,
        "unseen_since": seen.unseen_since,
    }


def vouched(
    out: Output,
    seen: Iterable[tuple[str, Observed]],
    at: datetime | None,
    *,
    last: bool,
    of_today: bool = True,
) -> bool:
    """Warn of pages that were not seen on the day in question; False when there is one.

    `at` None: no day was asked for, so that of what still stood at the last look it is only said
    when that look is too long ago to vouch for today: no failure where the answer is not `of_today`
    but gives the days of each sentence. With `last` all is said and nothing a failure.
    """
    now = datetime.now(UTC)
    day = at or now
    if day.astimezone(UTC).date() == now.date():
        day = min(day, now)  # today is not over; a later day nobody has seen
    beyond = {name: s for name, s in seen if not s.covers(day)}
    old = {} if at else {name: s for name, s in beyond.items() if s.stale(now)}
    if old:
        out.warn(_not_looked_at(old, now))
    if not at:
        beyond = {name: s for name, s in beyond.items() if s.after}
    for name, found in beyond.items():
        out.warn(f"{name} was not seen on {day:%Y-%m-%d}: {found}")
    return last or not (beyond or (old and of_today))


def _not_looked_at(old: Mapping[str, Observed], now: datetime) -> str:
    """ "acme-terms was last looked at on 2026-05-02, 90 days ago; it may have changed since"."""
    if len(old) == 1:
        ((name, seen),) = old.items()
        days = count((now - seen.last_seen).days, "day")
        return (
            f"{name} was last looked at on {seen.last_seen:%Y-%m-%d}, {days} ago;"
            " it may have changed since"
        )
    named = ", ".join([*old][:SHOWN]) + (f" and {len(old) - SHOWN} more" * (len(old) > SHOWN))
    newest = max(seen.last_seen for seen in old.values())
    return (
        f"{count(len(old), 'page')} were last looked at on {newest:%Y-%m-%d} or before and may have"
        f" changed since: {named}"
    )


def origin(out: Output, name: str, url: str, version: int, seen: Observed, snapshot: str) -> None:
    """Where a text is from, above it: a file that it is written to says what it is."""
    out.line(f"{safe(name)}, version {version}")
    out.line(url)
    out.line(str(seen))
    out.line(f"SHA-256 {snapshot}")

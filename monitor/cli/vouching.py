"""For which days an answer can be vouched for, said with every answer about a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    if beyond:
        out.warn(_not_seen(beyond, day))
    return last or not (beyond or (old and of_today))


def _not_seen(pages: Mapping[str, Observed], day: datetime) -> str:
    """ "acme-terms was not seen on 2026-08-15: seen …"; of several pages no more than one line."""
    if len(pages) == 1:
        ((name, seen),) = pages.items()
        return f"{name} was not seen on {day:%Y-%m-%d}: {seen}"
    gone = {name: f"{name} ({seen.after})" for name, seen in pages.items() if seen.after}
    said = _named([*gone.values(), *(name for name in pages if name not in gone)])
    return f"{len(pages)} pages were not seen on {day:%Y-%m-%d}: {said}"


def not_known(first_looks: Mapping[str, datetime]) -> str:
    """ "acme-terms was not known then: its first look was on 2026-01-15"."""
    soonest = min(first_looks.values())
    if len(first_looks) == 1:
        (name,) = first_looks
        return f"{name} was not known then: its first look was on {soonest:%Y-%m-%d}"
    return (
        f"{len(first_looks)} pages were not known then, their first looks were on"
        f" {soonest:%Y-%m-%d} or later: {_named([*first_looks])}"
    )


def _named(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _not_looked_at(old: Mapping[str, Observed], now: datetime) -> str:
    """ "acme-terms was last looked at on 2026-05-02, 90 days ago; it may have changed since"."""
    if len(old) == 1:
        ((name, seen),) = old.items()
        days = count((now - seen.last_seen).days, "day")
        return (
            f"{name} was last looked at on {seen.last_seen:%Y-%m-%d}, {days} ago;"
            " it may have changed since"
        )
    newest = max(seen.last_seen for seen in old.values())
    return (
        f"{count(len(old), 'page')} were last looked at on {newest:%Y-%m-%d} or before and may have"
        f" changed since: {_named([*old])}"
    )


def origin(out: Output, name: str, url: str, version: int, seen: Observed, snapshot: str) -> None:
    """Where a text is from, above it: a file that it is written to says what it is."""
    out.line(f"{safe(name)}, version {version}")
    out.line(url)
    out.line(str(seen))
    out.line(f"SHA-256 {snapshot}")

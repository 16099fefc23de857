"""What the stored documents say of days to come, and reminders of them.

Reads versions and writes nothing but reminders into the outbox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import structlog

from monitor import render
from monitor.config import Config
from monitor.errors import DamagedError, MonitorError
from monitor.facts.reader import facts as facts_of
from monitor.model import DateChange, Finding, Route
from monitor.model.records import AlertSubject, ChangeRecord, NewAlert
from monitor.model.results import Deadline
from monitor.service.routing import addressed, concerns
from monitor.service.standing import facts
from monitor.storage import Storage

log = structlog.get_logger(__name__)

WEEK = timedelta(days=7)
FUTURE_ROLES = ("effective", "deadline")
NO_WAY = ("not possible", "possible")  # opt-outs that say nothing of how

_DATED = re.compile(r"(?:takes effect|in effect since|act by|dated|date|deadline) .*\d{4}")


def upcoming(storage: Storage, watch_ids: Sequence[str], now: datetime) -> list[Deadline]:
    """Dates in force and deadlines in the future, as the current versions give them."""
    deadlines: dict[tuple[str, str, date], Deadline] = {}
    for watch_id in watch_ids:
        try:
            dated = facts(storage, watch_id, "effective-date")
        except DamagedError as error:  # the other pages' dates must not be lost with it
            log.error("left out", watch=watch_id, reason=str(error))
            continue
        rows = [(r, day) for r in dated if (day := _ahead(r.finding, now.date()))]
        if not rows:
            continue
        changes = storage.changes(watch_id=watch_id)
        stated = facts_of(storage.version(watch_id).document)
        for row, day in rows:
            change = next(
                (c for c in changes if any(d.new == row.finding.new for d in c.change.dates)), None
            )
            first, moves = _origin(row.finding, changes)
            deadlines.setdefault(
                (watch_id, row.finding.role, day),
                Deadline(
                    watch_id=watch_id,
                    service=row.service,
                    document=row.document,
                    role=row.finding.role,
                    date=day,
                    days_left=(day - now.date()).days,
                    summary=(_besides_dates(change.change.summary) if change else "")
                    or row.finding.quote,
                    change_id=change.id if change else "",
                    url=row.url,
                    what_to_do=_what_to_do(stated, row.finding, change),
                    known_at=change.recorded_at if change else row.since_at,
                    first_date=first,
                    moves=moves,
                    quote=row.finding.quote,
                    seen=row.seen,
                    snapshot=row.snapshot,
                ),
            )
    return sorted(deadlines.values(), key=lambda d: (d.date, d.watch_id, d.role))


def queue_reminders(storage: Storage, config: Config, now: datetime) -> None:
    """Put the reminders of today into the outbox; an id that is there already is not doubled.

    A date that was moved or withdrawn is not among the upcoming ones: nothing reminds of it. A
    route's services and tags and the watch's own routes decide; its classes and kinds are about
    changes and do not.
    """
    routes = [route for route in config.routes if route.reminders]
    if not routes:
        return
    watches = {watch.id: watch for watch in config.watches if watch.enabled}
    for deadline in _readable(storage, watches, now):
        alerts = [
            alert
            for route in routes
            if concerns(route, watches[deadline.watch_id])
            and _reminder_due(route, deadline) is not None
            for alert in _reminders(route, deadline, now)
        ]
        if alerts:
            storage.add_alerts(deadline.watch_id, alerts, now)


def queue_all_quiet(storage: Storage, config: Config, now: datetime) -> None:
    """Once in each week without another message, for routes that want it: pages read, what comes.

    Not before there is a week to speak of.
    """
    routes = [route for route in config.routes if route.all_quiet]
    begun = now - WEEK
    if not routes or not _older_than(storage, begun):
        return
    heard = storage.routes_heard(begun)
    silent = [route for route in routes if route.name not in heard]
    if not silent:
        return
    watches = {watch.id: watch for watch in config.watches if watch.enabled}
    read = sum(1 for p in storage.pages() if p.ok_at is not None and p.ok_at > begun)
    coming = sorted(_readable(storage, watches, now), key=lambda d: d.date)
    reason = f"{read} of {len(watches)} pages read in the last seven days"
    if coming:
        first = coming[0]
        reason += f"; next: {first.date:%d %b %Y}, {first.service} · {first.document}"
    year, week, _ = now.isocalendar()
    about = AlertSubject("low", "monitor", "weekly word", reason=reason, at=now)
    message = render.notice(
        "quiet",
        watch_id="",
        service="monitor",
        document="weekly word",
        url="",
        now=now,
        reason=reason,
        severity="low",
    )
    for route in silent:
        alerts = addressed("quiet", f"{route.name}\0{year}\0{week}", message, (route,), about)
        storage.add_alerts("", alerts, now)


def _older_than(storage: Storage, day: datetime) -> bool:
    """Was a page read before that day?"""
    first = next((page for page in storage.pages() if page.version), None)
    return first is not None and storage.version(first.watch_id, 1).recorded_at <= day


def _readable(storage: Storage, watch_ids: Iterable[str], now: datetime) -> Iterator[Deadline]:
    """The upcoming dates of all pages but those that bring a bug of ours to light.

    Such a page must not keep the daemon from ever coming to its work.
    """
    for watch_id in watch_ids:
        try:
            yield from upcoming(storage, [watch_id], now)
        except MonitorError:
            raise
        except Exception as bug:
            log.error("a bug in monitor; please report it", watch=watch_id, exc_info=bug)


def _reminder_due(route: Route, deadline: Deadline) -> int | None:
    """The step (days before) that stands now: the smallest one not yet passed.

    None when the date came to light in a change after that step's day: the change's own alert
    has just said how many days are left.
    """
    steps = [step for step in route.reminders if deadline.days_left <= step]
    step = min(steps, default=None)
    if step is None or not deadline.change_id:
        return step
    return step if deadline.date - timedelta(days=step) > deadline.known_at.date() else None


def _reminders(route: Route, deadline: Deadline, now: datetime) -> Iterable[NewAlert]:
    step = _reminder_due(route, deadline)
    reason = deadline.what_to_do or deadline.summary
    message = render.notice(
        "reminder",
        watch_id=deadline.watch_id,
        service=deadline.service,
        document=deadline.document,
        url=deadline.url,
        now=now,
        reason=reason,
        date=DateChange(deadline.role, None, deadline.date.isoformat()),
    )
    about = AlertSubject(
        severity="high" if deadline.role == "deadline" else "medium",
        service=deadline.service,
        document=deadline.document,
        url=deadline.url,
        watch=deadline.watch_id,
        change=deadline.change_id,
        reason=reason,
        role=deadline.role,
        day=deadline.date.isoformat(),
    )
    subject = f"{deadline.watch_id}\0{deadline.role}\0{deadline.date}\0{step}"
    return addressed("reminder", subject, message, (route,), about)


def _ahead(finding: Finding, today: date) -> date | None:
    """The day of a date in force or a deadline that has not passed."""
    day = _day(finding.new) if finding.role in FUTURE_ROLES else None
    return day if day and day >= today else None


def _what_to_do(findings: Iterable[Finding], dated: Finding, change: ChangeRecord | None) -> str:
    """What is to be done by a day: a deadline says it; else where the switch or the form is.

    A page tells how to opt out of many things. The way must have come with the change, or be of
    what it was about; where no change is known, it must stand in the section of the date.
    """
    if dated.role == "deadline":
        return dated.quote
    came = {(f.cls, f.fact, f.new) for f in change.change.findings} if change else set()
    about = set(change.change.classes) - {"choice"} if change else set()
    ways = [f for f in findings if f.fact in ("opt-out", "form") and f.new not in NO_WAY]
    for way in sorted(ways, key=lambda f: (f.cls, f.fact, f.new) not in came):
        if (way.cls, way.fact, way.new) in came or way.cls in about:
            return way.quote
        if change is None and way.section == dated.section:
            return way.quote
    return ""


def _origin(finding: Finding, changes: Sequence[ChangeRecord]) -> tuple[str, int]:
    """The date as it was first set, and how often it was moved since. `changes`: newest first."""
    day, moves = finding.new or "", 0
    for record in changes:
        moved = next(
            (
                d
                for d in record.change.dates
                if d.role == finding.role and d.new == day and d.old and _still_ahead(d.old, record)
            ),
            None,
        )
        if moved and moved.old:
            day, moves = moved.old, moves + 1
    return day, moves


def _still_ahead(old: str, record: ChangeRecord) -> bool:
    """Was the old date to come when it was replaced? Else the new one is of another revision."""
    day = _day(old)
    return day is not None and day >= record.recorded_at.date()


def _besides_dates(summary: str) -> str:
    """A change's line without its dates, which a list of dates says anyway."""
    parts = [part for part in summary.split(" · ") if not _DATED.match(part)]
    return " · ".join(parts)


def _day(value: str | None) -> date | None:
    """An ISO date; a month alone counts as its first day."""
    if not value:
        return None
    try:
        return date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    except ValueError:
        return None

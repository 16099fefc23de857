"""Reminders of days to come, and the weekly word of routes that want it. Writes the outbox only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import structlog

from monitor.config import Config
from monitor.errors import MonitorError
from monitor.model import Route
from monitor.model.outgoing import AlertSubject, NewAlert
from monitor.model.results import Deadline
from monitor.service.deadlines import upcoming
from monitor.service.messages import notice
from monitor.service.routing import addressed, concerns
from monitor.storage import Storage

log = structlog.get_logger(__name__)

WEEK = timedelta(days=7)


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
    message = notice("quiet", about, now)
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
    about = AlertSubject(
        severity="high" if deadline.role == "deadline" else "medium",
        service=deadline.service,
        document=deadline.document,
        url=deadline.url,
        watch=deadline.watch_id,
        change=deadline.change_id,
        reason=deadline.what_to_do or deadline.summary,
        link=deadline.link,
        role=deadline.role,
        day=deadline.date.isoformat(),
    )
    subject = f"{deadline.watch_id}\0{deadline.role}\0{deadline.date}\0{step}"
    return addressed("reminder", subject, notice("reminder", about, now), (route,), about)

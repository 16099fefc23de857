"""Who gets what: routes x (change | page trouble) -> messages for the outbox. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from monitor import render
from monitor.model import SEVERITIES, Decision, Route, Watch
from monitor.model.outgoing import AlertRecord, AlertSubject, NewAlert
from monitor.model.records import ChangeRecord, PageRecord
from monitor.render import Message
from monitor.service.messages import alert_id, notice

UNREACHED = ("undelivered", "delayed")  # that one of these does not arrive is told to nobody


def alerts(
    routes: Sequence[Route],
    watch: Watch,
    page: PageRecord,
    decision: Decision,
    change: ChangeRecord | None,
    told: ChangeRecord | None,
    now: datetime,
) -> tuple[NewAlert, ...]:
    """Who gets what after one check: its change, the page's trouble, a change that turned.

    `told`: the last change that anybody was told.
    """
    return (
        *(for_change(routes, watch, change, now) if change else ()),
        *for_page(routes, watch, page, decision, now),
        *(for_turn(routes, watch, page, decision, told, now) if told else ()),
    )


def for_change(
    routes: Sequence[Route], watch: Watch, change: ChangeRecord, now: datetime
) -> tuple[NewAlert, ...]:
    """One alert for each recipient of each route whose filters match this change."""
    wanted = [route for route in routes if meant_for(route, watch, change)]
    if not wanted:
        return ()
    message = render.alert(change, now=now)
    return addressed("change", change.id, message, wanted, _subject(change))


def meant_for(route: Route, watch: Watch, change: ChangeRecord) -> bool:
    """Do the route's filters let this change of this watch through?"""
    return concerns(route, watch) and _wants(route, change)


def again(routes: Sequence[Route], change: ChangeRecord, now: datetime) -> tuple[NewAlert, ...]:
    """The change once more to all recipients of these routes, as messages of their own."""
    message = render.alert(change, now=now)
    subject = f"{change.id}\0{now.isoformat()}"
    return addressed("change", subject, message, routes, _subject(change))


def _subject(change: ChangeRecord, at: datetime | None = None) -> AlertSubject:
    return AlertSubject(
        severity=change.change.severity,
        service=change.service,
        document=change.document,
        url=change.url,
        watch=change.watch_id,
        change=change.id,
        at=at,
    )


def for_page(
    routes: Sequence[Route], watch: Watch, page: PageRecord, decision: Decision, now: datetime
) -> tuple[NewAlert, ...]:
    """Notices about the page itself: failing, in quarantine, coming and going, well again."""
    kind = decision.trouble
    if not kind:
        return ()
    wanted = [route for route in routes if concerns(route, watch) and "problem" in route.kinds]
    if not wanted:
        return ()
    about = AlertSubject(
        severity="low" if kind == "recovered" else "medium",
        service=watch.service,
        document=watch.document,
        url=watch.url,
        watch=watch.id,
        reason=decision.trouble_reason or decision.reason or page.reason,
        at=now,
    )
    return addressed(
        kind, f"{watch.id}\0{now.isoformat()}", notice(kind, about, now), wanted, about
    )


def for_turn(
    routes: Sequence[Route],
    watch: Watch,
    page: PageRecord,
    decision: Decision,
    told: ChangeRecord,
    now: datetime,
) -> tuple[NewAlert, ...]:
    """A notice to the recipients of a change's alert that it was withdrawn, or came to stay.

    A page that keeps swinging says so once in each direction; after that only its rest is news.
    """
    stable_again = page.state.unstable and not decision.state.unstable
    if not decision.turned or (page.state.unstable and not stable_again):
        return ()
    wanted = [route for route in routes if concerns(route, watch) and _wants(route, told)]
    if not wanted:
        return ()
    reason = f"The page now says: “{decision.says_now}”" if decision.says_now else ""
    about = replace(
        _subject(told, now),
        service=watch.service,
        document=watch.document,
        url=watch.url,
        watch=watch.id,
        reason=reason,
    )
    message = notice(decision.turned, about, now, change=told)
    subject = f"{told.id}\0{now.isoformat()}"
    return addressed(decision.turned, subject, message, wanted, about)


def for_undelivered(
    routes: Sequence[Route], alert: AlertRecord, why: str, now: datetime, kind: str = "undelivered"
) -> tuple[NewAlert, ...]:
    """A word to the others who hear of problems: this recipient is not reached.

    `kind`: "undelivered" for what is given up, at most once a day, or "delayed" for what has waited
    for long, once for all that began to wait in one week.
    """
    if alert.kind in UNREACHED:
        return ()
    wanted = [route for route in routes if "problem" in route.kinds]
    about = AlertSubject(
        severity="high", service=alert.route, document=alert.label, reason=why, at=now
    )
    since = alert.first_tried_at or alert.created_at
    when = f"{now.date()}" if kind == "undelivered" else f"{since:%G week %V}"
    subject = f"{alert.route}\0{alert.recipient or alert.slot}\0{when}"
    notices = addressed(kind, subject, notice(kind, about, now), wanted, about)
    return tuple(notice for notice in notices if notice.recipient != alert.recipient)


def test_message(now: datetime) -> Message:
    """What `monitor alerts test` sends."""
    about = AlertSubject(
        service="monitor", document="test alert", reason="This is a test: alerts reach you here."
    )
    return notice("test", about, now)


def concerns(route: Route, watch: Watch) -> bool:
    """Does this route cover this watch at all?"""
    if watch.notify and route.name not in watch.notify:
        return False
    services = {service.casefold() for service in route.services}
    if services and watch.service.casefold() not in services:
        return False
    return not route.tags or bool(set(route.tags) & set(watch.tags))


def _wants(route: Route, record: ChangeRecord) -> bool:
    """Do the route's filters on the change itself let it through?"""
    change = record.change
    if str(change.kind) not in route.kinds:
        return False
    if route.classes and not set(route.classes) & set(change.classes):
        return False
    return SEVERITIES.index(change.severity) >= SEVERITIES.index(route.severity)


def recipients(routes: Iterable[Route]) -> Iterator[tuple[Route, int, str, str]]:
    """(route, place of the address in it, key, URL) of every address that stands in the routes.

    One that is not known in this run (an unset variable) has key and URL "": what is for it waits.
    A recipient named twice is given once.
    """
    from monitor.notify import recipient_key  # a check that finds nothing new tells nobody

    seen: set[tuple[str, str, int]] = set()
    for route in routes:
        for slot, url in route.places():
            key = recipient_key(url) if url else ""
            who = (key, "", 0) if key else ("", route.name, slot)
            if who not in seen:
                seen.add(who)
                yield route, slot, key, url


def addressed(
    kind: str,
    subject: str,
    message: Message,
    routes: Iterable[Route],
    about: AlertSubject,
) -> tuple[NewAlert, ...]:
    """One row per recipient; what follows on a change's alert hangs on that alert's thread."""
    from monitor.notify import label

    alerts = []
    for route, slot, key, url in recipients(routes):
        who = key or f"{route.name}\0{slot}"
        thread = alert_id("change", about.change, who) if about.change else ""
        alerts.append(
            NewAlert(
                id=alert_id(kind, subject, who),
                kind=kind,
                route=route.name,
                recipient=key,
                label=label(url) if url else "(no address)",
                title=message.title,
                text=message.text,
                html=message.html,
                slot=slot,
                about=replace(about, thread=thread),
            )
        )
    return tuple(alerts)

"""Who is told what: routes x (change | page trouble) -> messages for the outbox. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from monitor import render
from monitor.model import (
    SEVERITIES,
    Change,
    Document,
    Intent,
    Outcome,
    PageState,
    Route,
    Watch,
)
from monitor.model.records import ChangeRecord, NewAlert, PageRecord
from monitor.notify import label, recipient_key
from monitor.render import Message

# A page that fails this often in a row is worth a message, once; so is a quarantine that lasts.
FAILING_AFTER = 5
QUARANTINED_AFTER = 4


def for_change(
    routes: Sequence[Route], watch: Watch, change: ChangeRecord, now: datetime
) -> tuple[NewAlert, ...]:
    """One alert for each recipient of each route whose filters match this change."""
    wanted = [route for route in routes if concerns(route, watch) and _wants(route, change)]
    if not wanted:
        return ()
    message = render.alert(change, now=now)
    return _addressed("change", change.id, message, wanted)


def for_page(
    routes: Sequence[Route], watch: Watch, page: PageRecord, intent: Intent, now: datetime
) -> tuple[NewAlert, ...]:
    """Notices about the page itself: failing, in quarantine, well again. Each once."""
    kind = _trouble(page, intent)
    if not kind:
        return ()
    wanted = [route for route in routes if concerns(route, watch) and "problem" in route.kinds]
    if not wanted:
        return ()
    message = render.notice(
        kind,
        service=watch.service,
        document=watch.document,
        url=watch.url,
        watch_id=watch.id,
        reason=intent.reason or page.reason,
        now=now,
    )
    return _addressed(kind, f"{watch.id}\0{now.isoformat()}", message, wanted)


def for_note(
    routes: Sequence[Route],
    watch: Watch,
    page: PageRecord,
    intent: Intent,
    told: ChangeRecord | None,
    now: datetime,
    *,
    before: Document | None = None,
    after: Document | None = None,
) -> tuple[NewAlert, ...]:
    """A word to those who were told of a change that was taken back, or that came to stay.

    `told` is the last change they heard of, `before` and `after` the page's version until now and
    what it says now: only they show whether it is that change that turned, and which way. A page
    that keeps swinging says so once in each direction; after that only its settling is news.
    """
    stable_again = page.state.unstable and not intent.state.unstable
    if not intent.note or told is None or (page.state.unstable and not stable_again):
        return ()
    wanted = [route for route in routes if concerns(route, watch) and _wants(route, told)]
    stands = _stands(told.change, after or before)
    turned = stable_again or stands is None or stands != _stands(told.change, before)
    if not wanted or not turned:
        return ()
    kind = intent.note if stands is None else "settled" if stands else "withdrawn"
    message = render.notice(
        kind,
        service=watch.service,
        document=watch.document,
        url=watch.url,
        watch_id=watch.id,
        change=told,
        now=now,
    )
    return _addressed(kind, f"{told.id}\0{now.isoformat()}", message, wanted)


def _stands(change: Change, document: Document | None) -> bool | None:
    """Does the document say what the change brought, rather than what stood there before?

    None where that cannot be told: a change of headings only, or no document.
    """
    blocks = [block for section in change.sections for block in section.blocks]
    new = {block.new.key for block in blocks if block.new and block.fate != "moved"}
    old = {block.old.key for block in blocks if block.old and block.fate != "moved"}
    came, went = new - old, old - new
    if document is None or not came | went:
        return None
    texts = {block.key for block in document.blocks()}
    return 2 * (len(came & texts) + len(went - texts)) > len(came) + len(went)


def test_message(now: datetime) -> Message:
    """What `monitor alerts test` sends."""
    return render.notice(
        "test",
        service="monitor",
        document="test alert",
        url="",
        watch_id="",
        reason="This is a test: alerts reach you here.",
        now=now,
    )


def _trouble(page: PageRecord, intent: Intent) -> str:
    before, after = page.state, intent.state
    if after.failures == FAILING_AFTER and before.failures < FAILING_AFTER:
        return "failing"
    if _set_aside(after) and not _set_aside(before):
        return "quarantined"
    was_told = before.failures >= FAILING_AFTER or _set_aside(before)
    good = intent.outcome not in (Outcome.FAILED, Outcome.QUARANTINED)
    return "recovered" if was_told and good else ""


def _set_aside(state: PageState) -> bool:
    return state.quarantine is not None and state.quarantine.seen >= QUARANTINED_AFTER


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


def _addressed(
    kind: str, subject: str, message: Message, routes: Sequence[Route]
) -> tuple[NewAlert, ...]:
    """One row per recipient; a recipient named by two routes gets the message once."""
    alerts: dict[str, NewAlert] = {}
    for route in routes:
        for url in route.urls:
            recipient = recipient_key(url)
            key = hashlib.sha256(f"{kind}\0{subject}\0{recipient}".encode()).hexdigest()[:16]
            alerts.setdefault(
                key,
                NewAlert(
                    id=key,
                    kind=kind,
                    route=route.name,
                    recipient=recipient,
                    label=label(url),
                    title=message.title,
                    text=message.text,
                    html=message.html,
                ),
            )
    return tuple(alerts.values())

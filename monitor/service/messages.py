"""An alert of the outbox as the message that it is today. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from monitor import render
from monitor.model import SEVERITIES, DateChange
from monitor.model.outgoing import AlertRecord, AlertSubject, Seal
from monitor.model.records import ChangeRecord
from monitor.render import Message


def alert_id(kind: str, subject: str, recipient: str) -> str:
    """The id of a message: the same of the same to the same recipient."""
    return hashlib.sha256(f"{kind}\0{subject}\0{recipient}".encode()).hexdigest()[:16]


def severity(alerts: Sequence[AlertRecord]) -> str:
    """The gravest of them."""
    return max((a.about.severity for a in alerts), key=SEVERITIES.index, default="medium")


def renewed(
    alert: AlertRecord,
    change: ChangeRecord | None,
    now: datetime,
    templates: render.Templates = (),
    web: str = "",
    seal: Seal | None = None,
) -> Message:
    """Written again, as of now; as it was stored where not all is known that this needs.

    `change`: the one that the alert is about or follows on.
    """
    about = alert.about
    if alert.kind == "change" and change is not None:
        return render.alert(change, now=now, templates=templates, web=web, seal=seal)
    needs_change = bool(about.change) and alert.kind != "reminder"
    if not render.is_notice(alert.kind) or not about.document or (needs_change and change is None):
        return Message(alert.title, alert.text, alert.html)
    change = change if needs_change else None
    return notice(alert.kind, about, now, change=change, templates=templates, web=web)


def notice(
    kind: str,
    about: AlertSubject,
    now: datetime,
    *,
    change: ChangeRecord | None = None,
    templates: render.Templates = (),
    web: str = "",
) -> Message:
    """A message that is not about a new change. `change`: the one that it follows on."""
    from monitor.render.telling import permalink  # who only asks needs no message

    return render.notice(
        kind,
        watch_id=about.watch,
        service=about.service,
        document=about.document,
        url=about.url,
        now=now,
        at=about.at,
        reason=about.reason,
        change=change,
        date=DateChange(about.role, None, about.day) if about.day else None,
        severity=about.severity,
        act=about.link,
        permalink=permalink(about.change, web),
        templates=templates,
    )


def together(
    kind: str,
    alerts: Sequence[AlertRecord],
    entries: Sequence[Message],
    now: datetime,
    templates: render.Templates = (),
    seal: Seal | None = None,
) -> Message:
    """Several alerts as one message that lists them. `kind`: service, problems, digest, …"""
    items = [
        render.Entry(
            title=message.title,
            kind=alert.kind,
            severity=alert.about.severity,
            service=alert.about.service,
            document=alert.about.document,
            url=alert.about.url,
            content=message.content,
        )
        for alert, message in zip(alerts, entries, strict=True)
    ]
    return render.together(kind, items, now=now, templates=templates, seal=seal)

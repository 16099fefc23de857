"""Deadlines as an iCalendar file. Pure: the same deadline keeps its UID."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from monitor.model.results import Deadline
from monitor.render.wording import without_days
from monitor.text.safe import clean

WORDS = {"effective": "takes effect", "deadline": "last day to act"}


def calendar(deadlines: Iterable[Deadline]) -> bytes:
    """One all-day event per deadline; the same deadlines give the same bytes.

    The UID comes from watch, role and the day first set: importing a newer file moves an event
    that the document has moved, instead of doubling it, and strikes out one that was called off.
    """
    made = Calendar()
    made.add("prodid", "-//policy-monitor//deadlines//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Policy deadlines")
    for deadline in deadlines:
        made.add_component(_event(deadline))
    return bytes(made.to_ical())


def uid(deadline: Deadline) -> str:
    """Stable for one date that one document gives, also when it moves the date."""
    text = f"{deadline.watch_id}|{deadline.role}|{deadline.first_date}"
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@policy-monitor"


def _event(deadline: Deadline) -> Event:
    event = Event()
    event.add("uid", uid(deadline))
    event.add("dtstamp", deadline.known_at)
    event.add("sequence", max(deadline.moves, deadline.revision))  # grows with time
    if deadline.cancelled:
        event.add("status", "CANCELLED")
    event.add("dtstart", deadline.date)
    event.add("dtend", deadline.date + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    role = WORDS.get(deadline.role, deadline.role)
    off = "Cancelled: " * deadline.cancelled
    event.add("summary", clean(f"{off}{deadline.service}: {deadline.document}, {role}"))
    said = (without_days(deadline.summary), deadline.what_to_do, deadline.link, deadline.url)
    lines = dict.fromkeys(said)
    event.add("description", "\n".join(clean(line) for line in lines if line))
    if deadline.url:
        event.add("url", clean(deadline.url))
    if deadline.cancelled:
        return event
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean(f"{deadline.service}: {deadline.document}"))
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event

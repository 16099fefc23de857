"""What the stored documents say of days to come, and which were called off. Reads only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import structlog

from monitor.errors import DamagedError
from monitor.facts.reader import facts as facts_of
from monitor.headline.of_what import scope
from monitor.model import Document, Finding
from monitor.model.records import ChangeRecord
from monitor.model.results import Deadline, FactRow
from monitor.render.wording import headline
from monitor.service.standing import facts
from monitor.storage import Storage

log = structlog.get_logger(__name__)

FUTURE_ROLES = ("effective", "deadline")
NO_WAY = ("not possible", "possible")  # opt-outs that say nothing of how

_DATED = re.compile(r"(?:takes effect|in effect since|act by|dated|date|deadline) .*\d{4}")


def upcoming(storage: Storage, watch_ids: Sequence[str], now: datetime) -> list[Deadline]:
    """Dates in force and deadlines in the future, as the current versions give them."""
    found: list[Deadline] = []
    for watch_id in watch_ids:
        try:
            found += of_page(storage, watch_id, now.date())
        except DamagedError as error:  # the other pages' dates must not be lost with it
            log.error("left out", watch=watch_id, reason=str(error))
    return sorted(found, key=lambda d: (d.date, d.watch_id, d.role))


def of_page(
    storage: Storage, watch_id: str, today: date, stated: Sequence[FactRow] | None = None
) -> list[Deadline]:
    """The same of one page, from this day on. `stated`: all its facts, where they are known."""
    dated = facts(storage, watch_id, "effective-date") if stated is None else stated
    rows = [(r, day) for r in dated if (day := _ahead(r.finding, today))]
    if not rows:
        return []
    changes = storage.changes(watch_id=watch_id, as_recorded=True)
    document = storage.version(watch_id).content
    known = facts_of(document) if stated is None else [row.finding for row in stated]
    deadlines: dict[tuple[str, date], Deadline] = {}
    for row, day in rows:
        if (row.finding.role, day) not in deadlines:
            deadlines[row.finding.role, day] = _deadline(row, day, today, changes, document, known)
    return list(deadlines.values())


def _deadline(
    row: FactRow,
    day: date,
    today: date,
    changes: Sequence[ChangeRecord],
    document: Document,
    known: Sequence[Finding],
) -> Deadline:
    """A day that a document states, with the change of its page that told it, if one did."""
    change = next(
        (c for c in changes if any(d.new == row.finding.new for d in c.change.dates)), None
    )
    first, moves = _origin(row.finding.role, row.finding.new or "", changes)
    what = _what_to_do(known, row.finding, change)
    line = headline(change.change, change.recorded_at.date()) if change else ""
    return Deadline(
        watch_id=row.watch_id,
        service=row.service,
        document=row.document,
        role=row.finding.role,
        date=day,
        days_left=(day - today).days,
        summary=_besides_dates(line) or row.finding.quote,
        change_id=change.id if change else "",
        url=row.url,
        what_to_do=what,
        link=_link(document, what, row.url),
        known_at=change.recorded_at if change else row.since_at,
        first_date=first,
        moves=moves,
        quote=row.finding.quote,
        seen=row.seen,
        snapshot=row.snapshot,
        revision=row.version,
    )


def called_off(storage: Storage, watch_ids: Sequence[str], now: datetime) -> list[Deadline]:
    """Days to come that changes brought or took away and that no current version gives any more.

    A calendar that has them must be told: a file without them leaves them there.
    """
    found: dict[tuple[str, str, str], Deadline] = {}
    for watch_id in watch_ids:
        changes = storage.changes(watch_id=watch_id, as_recorded=True)
        named = list(_named_ahead(changes, now.date()))
        standing = upcoming(storage, [watch_id], now) if named else []
        known = {(d.role, d.first_date) for d in standing}
        for record, role, day in named:
            first, _ = _origin(role, day, changes)
            key, when = (watch_id, role, first), _day(day)
            if (role, first) not in known and key not in found and when:
                found[key] = _cancelled(storage, record, role, when, first, now)
    return sorted(found.values(), key=lambda d: (d.date, d.watch_id, d.role))


def _named_ahead(
    changes: Sequence[ChangeRecord], today: date
) -> Iterable[tuple[ChangeRecord, str, str]]:
    """The days ahead that changes name, with the change: the newest first."""
    for record in changes:
        for dated in record.change.dates:
            for value in (dated.new, dated.old):
                day = _day(value) if dated.role in FUTURE_ROLES else None
                if value and day and day >= today:
                    yield record, dated.role, value


def _cancelled(
    storage: Storage, record: ChangeRecord, role: str, day: date, first: str, now: datetime
) -> Deadline:
    """An event that is called off. `record`: the latest change that names its day."""
    taken = any(d.role == role and _day(d.old) == day for d in record.change.dates)
    version = storage.version(record.watch_id)
    return Deadline(
        watch_id=record.watch_id,
        service=record.service,
        document=record.document,
        role=role,
        date=day,
        days_left=(day - now.date()).days,
        summary=_besides_dates(headline(record.change, record.recorded_at.date()))
        if taken
        else "no longer on the page",
        change_id=record.id,
        url=record.url,
        known_at=record.recorded_at if taken else version.recorded_at,
        first_date=first,
        revision=version.number,
        cancelled=True,
    )


def _ahead(finding: Finding, today: date) -> date | None:
    """The day of a date in force or a deadline that has not passed."""
    day = _day(finding.new) if finding.role in FUTURE_ROLES else None
    return day if day and day >= today else None


def _what_to_do(findings: Iterable[Finding], dated: Finding, change: ChangeRecord | None) -> str:
    """What is to be done by a day: a deadline says it; else where the switch or the form is.

    A page tells how to opt out of many things. The way must have come with the change, or be of
    what it was about, by its class and in its own words: below a heading on AI training an opt-out
    of analytics helps nobody. Where no change is known, it must stand in the section of the date.
    """
    if dated.role == "deadline":
        return dated.quote
    came = {(f.cls, f.fact, f.new) for f in change.change.findings} if change else set()
    about = set(change.change.classes) - {"choice"} if change else set()
    ways = [f for f in findings if f.fact in ("opt-out", "form") and f.new not in NO_WAY]
    for way in sorted(ways, key=lambda f: (f.cls, f.fact, f.new) not in came):
        if (way.cls, way.fact, way.new) in came or (way.cls in about and not scope(way)):
            return way.quote
        if change is None and way.section == dated.section:
            return way.quote
    return ""


def _link(document: Document, what: str, url: str) -> str:
    """The link that the page itself gives where it says what to do; "" where it gives none."""
    from monitor.render.telling import own_link  # who only asks for days ahead needs no message

    return own_link(document.blocks(), what, url) if what else ""


def _origin(role: str, day: str, changes: Sequence[ChangeRecord]) -> tuple[str, int]:
    """The date as it was first set, and how often it was moved since. `changes`: newest first."""
    moves = 0
    for record in changes:
        dated = next(
            (
                d
                for d in record.change.dates
                if d.role == role and d.new == day and d.old and _still_ahead(d.old, record)
            ),
            None,
        )
        if dated and dated.old:
            day, moves = dated.old, moves + 1
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

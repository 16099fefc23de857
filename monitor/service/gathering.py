"""Which waiting alerts go to a recipient now, alone or together, and which a little later. Pure.

Nobody reads fifty mails because a company renewed fifty pages. Critical changes go at once and
alone, whatever else happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model import Digest, QuietHours, Route
from monitor.model.outgoing import AlertRecord

STORM = 4  # messages about one service at once are one message
OUTAGE = 3  # so are notices about pages that cannot be read, whichever
LATELY = timedelta(minutes=15)  # after some of them, more are gathered for so long
PER_HOUR = 20  # messages to one recipient
PROBLEMS = frozenset(
    (
        *("failing", "quarantined", "part", "selector", "browser", "swings", "recovered"),
        *("by-text", "begun-again"),
    )
)
TURNS = frozenset(("change", "withdrawn", "settled"))


@dataclass(frozen=True, slots=True)
class Bundle:
    """One message: a single alert, or several as a list. `kind`: single, service, problems, …"""

    kind: str
    alerts: tuple[AlertRecord, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sent now, in this order, and what is held until when."""

    now: tuple[Bundle, ...]
    held: tuple[tuple[AlertRecord, datetime], ...] = ()


def gather(
    alerts: Sequence[AlertRecord],
    sent: Sequence[AlertRecord],
    routes: Mapping[str, Route],
    now: datetime,
) -> Plan:
    """The plan for one recipient's due alerts; `sent`: what it got within the last hour."""
    held: list[tuple[AlertRecord, datetime]] = []
    free: list[AlertRecord] = []
    digests: dict[str, list[AlertRecord]] = defaultdict(list)
    urgent = [alert for alert in alerts if is_urgent(alert)]
    for alert in alerts:
        if is_urgent(alert):
            continue
        route = routes.get(alert.route)
        until = _not_before(alert, route, now)
        if until is not None:
            held.append((alert, until))
        elif route is not None and route.digest is not None and alert.hold_until_at:
            digests[alert.route].append(alert)
        else:
            free.append(alert)
    bundles = [Bundle("single", (alert,)) for alert in urgent]
    bundles += [Bundle("digest", tuple(group)) for group in digests.values()]
    for bundle, until in _storms(free, sent, now):
        if until is None:
            bundles.append(bundle)
        else:
            held += [(alert, until) for alert in bundle.alerts]
    limit = min((routes[a.route].per_hour for a in alerts if a.route in routes), default=PER_HOUR)
    return _limited(bundles, held, sent, limit, now)


def is_urgent(alert: AlertRecord) -> bool:
    """Never held, never in a list."""
    return alert.about.severity == "critical" and alert.kind in ("change", "reminder")


def next_digest(digest: Digest, after: datetime) -> datetime:
    """The first time of the digest later than `after`, in UTC terms of `after`'s own zone."""
    zone = ZoneInfo(digest.timezone)
    day = after.astimezone(zone).date()
    days = (day + timedelta(days=n) for n in range(9))
    times = (
        at
        for d in days
        if digest.weekday in (None, d.weekday())
        for at in _on_clock(d, digest.at, zone)[:1]  # once, where the hour comes twice
    )
    return next(at.astimezone(after.tzinfo) for at in times if at > after)


def quiet_until(quiet: QuietHours, now: datetime) -> datetime | None:
    """When the quiet hours that hold now end; None outside them. Always later than `now`."""
    zone = ZoneInfo(quiet.timezone)
    local = now.astimezone(zone)
    clock, begin, end = local.time(), quiet.begin, quiet.end
    inside = begin <= clock < end if begin <= end else clock >= begin or clock < end
    if not inside:
        return None
    day = local.date() + timedelta(days=begin > end and clock >= begin)
    later = [at for at in _on_clock(day, end, zone) if at > now]
    return later[0].astimezone(now.tzinfo) if later else None


def _on_clock(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """When clocks there show this time on this day, in UTC: twice in the hour that comes twice, an
    hour later in the one that is left out.

    Aware times of one zone are compared by what the clock shows, so that all goes through UTC.
    """
    local = datetime.combine(day, at, zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return [first, second] if first < second else [first]


def _not_before(alert: AlertRecord, route: Route | None, now: datetime) -> datetime | None:
    """Until when the route keeps this alert back; None: it may go."""
    if route is None or alert.kind == "test":
        return None
    if route.digest is not None and alert.hold_until_at is None:
        return next_digest(route.digest, now)
    return quiet_until(route.quiet, now) if route.quiet is not None else None


def _storms(
    alerts: Iterable[AlertRecord], sent: Sequence[AlertRecord], now: datetime
) -> Iterable[tuple[Bundle, datetime | None]]:
    """What belongs together as one message; with a time where more of it is waited for."""
    groups: dict[tuple[str, str], list[AlertRecord]] = defaultdict(list)
    for alert in alerts:
        groups[_group(alert)].append(alert)
    for (kind, about), group in groups.items():
        lately = [s for s in sent if _group(s) == (kind, about) and s.sent_at is not None]
        lately = [s for s in lately if s.sent_at and now - s.sent_at < LATELY]
        messages = {s.sent_as for s in lately}
        goes_on = len(messages) >= _most(kind) or len(messages) < len(lately)
        whole = [alert for alert in group if not alert.parts_sent]
        if goes_on and whole and lately[0].sent_at is not None:
            yield Bundle(kind, tuple(whole)), lately[0].sent_at + LATELY
        elif len(whole) > _most(kind):
            yield Bundle(kind, tuple(whole)), None
        else:
            yield from ((Bundle("single", (alert,)), None) for alert in whole)
        # What has arrived in part is finished as it began.
        yield from ((Bundle("single", (alert,)), None) for alert in group if alert.parts_sent)


def _most(kind: str) -> int:
    """This many messages about one thing go alone."""
    return (OUTAGE if kind == "problems" else STORM) - 1


def _group(alert: AlertRecord) -> tuple[str, str]:
    if alert.kind in PROBLEMS:
        return "problems", ""
    if alert.kind in TURNS and alert.about.service:  # unknown in alerts of an older release
        return "service", alert.about.service
    return ("reminders", "") if alert.kind == "reminder" else ("other", alert.id)


def _limited(
    bundles: list[Bundle],
    held: list[tuple[AlertRecord, datetime]],
    sent: Sequence[AlertRecord],
    limit: int,
    now: datetime,
) -> Plan:
    """Within the recipient's limit: what is beyond it is one list, and after that it waits."""
    lately = {s.sent_as: s.sent_at for s in sent if s.sent_at and s.sent_at <= now}
    room = max(0, limit - len(lately))
    urgent = [b for b in bundles if any(is_urgent(a) for a in b.alerts)]
    others = [b for b in bundles if b not in urgent]
    if len(others) <= room:
        return Plan((*urgent, *others), tuple(held))
    if room == 0:
        until = min(at for at in lately.values() if at) + timedelta(hours=1)
        late = [(alert, until) for bundle in others for alert in bundle.alerts]
        return Plan(tuple(urgent), (*held, *late))
    first, rest = others[: room - 1], others[room - 1 :]
    more = Bundle("more", tuple(alert for bundle in rest for alert in bundle.alerts))
    return Plan((*urgent, *first, more), tuple(held))

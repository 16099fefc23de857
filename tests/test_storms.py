"""Nobody gets fifty mails because a company renewed fifty pages, nor any at night."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from monitor.model import Digest, QuietHours, Route
from monitor.model.outgoing import AlertSubject
from monitor.render import Entry, together
from monitor.render.telling import content
from monitor.service.gathering import next_digest, quiet_until
from monitor.storage import Storage
from tests.outbox import HOOK, Channel, deliverer, outbox, put, status, storm
from tests.pages import Clock
from tests.test_render import NOW, STORY, TODAY, record

storage = outbox


def test_fifty_pages_of_one_service_at_once_are_one_message(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    storm(storage, clock, 50)
    assert deliverer(storage, clock, channel).deliver().sent == 50
    (title,) = channel.titles
    assert title == "Acme: 50 pages changed"
    assert all(f"Title s{n:03}" in channel.texts[0] for n in range(50))
    assert {a.sent_as for a in storage.alerts()} == set(channel.taken)


def test_fifty_pages_one_after_the_other_are_a_few_messages(storage: Storage) -> None:
    """A daemon sees them one by one, minutes apart."""
    clock, channel = Clock(), Channel()
    for n in range(50):
        storm(storage, clock, 1, first=n)
        deliverer(storage, clock, channel).deliver()
        clock.advance(seconds=20)
    for _ in range(4):
        clock.advance(minutes=10)
        deliverer(storage, clock, channel).deliver()
    assert set(status(storage).values()) == {"sent"}
    assert len(channel.titles) <= 6


def test_what_is_critical_goes_at_once_and_alone(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    storm(storage, clock, 5)
    storm(storage, clock, 2, first=900, severity="critical")
    night = QuietHours(clock().time(), clock().replace(hour=23).time())
    route = Route("team", (HOOK,), digest=Digest(clock().time()), quiet=night)
    result = deliverer(storage, clock, channel, route).deliver()
    assert (result.sent, result.held) == (2, 5)
    assert channel.titles == ["title s900", "title s901"]


def test_an_outage_and_its_end_are_one_message(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    for n in range(30):
        put(storage, clock, f"f{n}", kind="failing")
        put(storage, clock, f"r{n}", kind="recovered")
    deliverer(storage, clock, channel).deliver()
    assert channel.titles == ["Policy pages: 30 pages cannot be read, 30 pages back"]


def test_what_is_the_same_of_many_pages_is_said_once() -> None:
    """Fifty times the same sentence is a list that nobody reads to its end."""
    said = content(record(STORY), TODAY)
    entries = [
        Entry("t", "change", "high", "Acme", f"Terms {n}", f"https://acme.example/{n}", said)
        for n in range(12)
    ]
    message = together("service", entries, now=NOW)
    assert message.listed == (said,) * 12
    for body in (message.text, message.html):
        assert body.count(said.line) == 1
        assert "The same of 11 more" in body
        assert body.index("Terms 2") < body.index("Terms 10")
    assert all(f"https://acme.example/{n}" in message.text for n in range(12))


def test_beyond_the_hours_limit_the_rest_is_one_list(storage: Storage) -> None:
    clock, channel = Clock(), Channel()
    for n in range(33):
        put(storage, clock, f"o{n:02}", kind="change", about=AlertSubject(service=f"S{n}"))
    deliverer(storage, clock, channel, Route("team", (HOOK,), per_hour=20)).deliver()
    assert len(channel.titles) == 20
    assert channel.titles[-1] == "Policy changes: 14 more changes · S19, S20, S21 and 11 more"
    assert channel.texts[-1].count("Title o") == 14
    put(storage, clock, "late", kind="change", about=AlertSubject(service="Late"))
    route = Route("team", (HOOK,), per_hour=20)
    assert deliverer(storage, clock, channel, route).deliver().held == 1
    clock.advance(minutes=61)
    assert deliverer(storage, clock, channel, route).deliver().sent == 1


@pytest.mark.parametrize(
    ("digest", "hours"),
    [
        (Digest(Clock().now.replace(hour=8).time(), "Europe/Paris"), 22),  # 06:00 UTC tomorrow
        (Digest(Clock().now.replace(hour=20).time(), "UTC"), 12),
        (Digest(Clock().now.replace(hour=8).time(), "UTC", weekday=0), 96),  # from Thursday
    ],
)
def test_a_digest_comes_when_the_route_says(storage: Storage, digest: Digest, hours: int) -> None:
    clock, channel = Clock(), Channel()
    route = Route("team", (HOOK,), digest=digest)
    storm(storage, clock, 2)
    put(storage, clock, "p", kind="failing")
    assert deliverer(storage, clock, channel, route).deliver().held == 3
    clock.advance(hours=hours, seconds=-1)
    assert deliverer(storage, clock, channel, route).deliver().sent == 0
    clock.advance(seconds=1)
    assert deliverer(storage, clock, channel, route).deliver().sent == 3
    assert len(channel.titles) == 1


SPRING, AUTUMN = datetime(2026, 3, 28, 18, tzinfo=UTC), datetime(2026, 10, 24, 18, tzinfo=UTC)


@pytest.mark.parametrize("evening", [SPRING, AUTUMN])
@pytest.mark.parametrize("hour", ["01:30", "02:00", "02:30", "03:00", "08:00"])
def test_a_night_with_a_clock_change_has_one_digest_and_an_end(
    evening: datetime, hour: str
) -> None:
    """In the hour that comes twice the next time was in the past: an alert was held until then,
    was due at once, and was held again, as fast as the machine could."""
    at = time.fromisoformat(hour)
    digest, night = Digest(at, "Europe/Paris"), QuietHours(time(22), at, "Europe/Paris")
    times = set()
    for minutes in range(0, 24 * 60, 10):
        now = evening + timedelta(minutes=minutes)
        times.add(next_digest(digest, now))
        assert next_digest(digest, now) > now
        until = quiet_until(night, now)
        assert until is None or now < until < now + timedelta(hours=12)
    assert len(times) == 2, "that of this night, and the next one"


@pytest.mark.parametrize(("begin", "end", "hours"), [(7, 9, 1), (22, 10, 2), (8, 7, 23)])
def test_quiet_hours_end_when_they_say(storage: Storage, begin: int, end: int, hours: int) -> None:
    clock, channel = Clock(), Channel()
    now = clock()
    quiet = QuietHours(now.replace(hour=begin).time(), now.replace(hour=end).time())
    route = Route("team", (HOOK,), quiet=quiet)
    storm(storage, clock, 1)
    assert deliverer(storage, clock, channel, route).deliver().held == 1
    clock.advance(hours=hours, minutes=-1)
    assert deliverer(storage, clock, channel, route).deliver().sent == 0
    clock.advance(minutes=1)
    assert deliverer(storage, clock, channel, route).deliver().sent == 1


def test_alerts_of_an_older_release_go_as_they_were_written(storage: Storage) -> None:
    """Nothing is known of them but their text: a list could not say whose pages they are about."""
    clock, channel = Clock(), Channel()
    put(storage, clock, *(f"old{n}" for n in range(6)), kind="change")
    deliverer(storage, clock, channel).deliver()
    assert sorted(channel.titles) == [f"title old{n}" for n in range(6)]

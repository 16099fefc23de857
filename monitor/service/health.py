"""Is the daemon at work, and could it store what it finds? Each broken state by its name.

A monitor is trusted when its silence means that nothing changed: so whatever keeps it from looking,
or from telling, must show here, also while the process lives and ticks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from monitor.config import Config
from monitor.errors import StorageError
from monitor.rows.life_signs import BEGUN_WITHIN, MOST_LATE, Vitals, trouble_with
from monitor.rows.plain_queries import Queries
from monitor.service.asking import ask

T = TypeVar("T")

TICK_OVERDUE = timedelta(minutes=2)  # it ticks every half minute
DELIVERY_OVERDUE = timedelta(minutes=10)  # it looks at the outbox every few seconds
PROGRESS_OVERDUE = timedelta(minutes=5)  # something is due, and nothing at all was looked at
OUTBOX_OLD = timedelta(hours=1)
CRON_OVERDUE = timedelta(hours=26)  # without a daemon: `monitor check` once a day is enough
UNSTAMPED = timedelta(days=2)  # a day is sealed on the next and stamped within the hour
CLOCK_SLACK = timedelta(minutes=2)
PER_PAGE = timedelta(seconds=10)  # beside the pause, for each page of one host: they take turns
READERS_LOST = 3  # within a day; a single page does not make a machine ill
LEAST_FREE = 20_000_000  # bytes
ANSWER_WITHIN = 4.0  # seconds, of a folder: one on a lost network drive never answers


@dataclass(frozen=True, slots=True)
class Health:
    """Is the daemon at work, and could it store what it finds?"""

    ok: bool
    problems: tuple[str, ...] = ()
    last_tick_at: datetime | None = None
    cures: tuple[str, ...] = ()  # one for each problem
    last_look_at: datetime | None = None  # at any page, also by `monitor check`


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is wrong, and what helps."""

    what: str
    cure: str
    of_daemon: bool = False  # nothing to worry about where none is meant to run


def health(config: Config, now: datetime) -> Health:
    """Of the daemon on the configured database, which is only looked at.

    Never migrates it or changes its pages: another version's daemon may be at work. What makes it
    unusable is a problem like any other.
    """
    found = in_time(partial(_looked_at, config, now))
    return found or _ill(
        "the database or its folder does not answer: a network drive that is gone?"
    )


def _looked_at(config: Config, now: datetime) -> Health:
    try:
        with ask(config) as queries:
            return health_of(queries, config, now)
    except StorageError as error:
        return _ill(str(error))


def _ill(what: str) -> Health:
    return Health(False, (what,), None, ("nothing can be told before it can be read",))


def health_of(queries: Queries, config: Config, now: datetime) -> Health:
    """The same of a database that is open."""
    vitals = queries.vitals(now)
    found = list(ailments(vitals, config, now, queries))
    return Health(
        not found,
        tuple(ailment.what for ailment in found),
        vitals.ticked_at,
        tuple(ailment.cure for ailment in found),
        vitals.fetched_at,
    )


def ailments(vitals: Vitals, config: Config, now: datetime, queries: Queries) -> Iterator[Ailment]:
    """All that is wrong, what matters most first."""
    ticking = vitals.ticked_at is not None and abs(now - vitals.ticked_at) <= TICK_OVERDUE
    yield from _clock(vitals, now)
    yield from _daemon(vitals, now)
    yield from _storage(queries.places())
    if ticking:  # else all of these follow
        yield from _progress(vitals, config, now)
        yield from _outbox(vitals, now, OUTBOX_OLD)
    elif by_cron(vitals):
        yield from _outbox(vitals, now, CRON_OVERDUE)
    yield from _dead(vitals)
    if config.timestamp:
        yield from _unstamped(vitals, now)
    if vitals.readers_lost >= READERS_LOST:
        yield Ailment(
            f"{vitals.readers_lost} processes that read pages were ended within a day",
            "`monitor list --problems` names the pages; each takes more memory or time than it may",
        )
    if not by_cron(vitals):  # else the next `monitor check` goes by the watchlist as it is then
        yield from _differences(queries, config)


def _clock(vitals: Vitals, now: datetime) -> Iterator[Ailment]:
    known = [at for at in (vitals.ticked_at, vitals.fetched_at) if at is not None]
    if known and max(known) > now + CLOCK_SLACK:
        yield Ailment(
            f"the clock has gone back: it is {now:%Y-%m-%d %H:%M} UTC, and the database holds"
            f" what was done at {max(known):%Y-%m-%d %H:%M}",
            "set the clock right (NTP); pages and alerts go on meanwhile",
        )


def by_cron(vitals: Vitals) -> bool:
    """Was everything that was ever done here done by `monitor check`, with no daemon?"""
    return vitals.ticked_at is None and vitals.fetched_at is not None


def _daemon(vitals: Vitals, now: datetime) -> Iterator[Ailment]:
    last = vitals.ticked_at
    if by_cron(vitals):
        first = vitals.due_first or now
        if now - first > CRON_OVERDUE:
            yield Ailment(
                f"no daemon has ever run here, and `monitor check` not since"
                f" {vitals.fetched_at:%Y-%m-%d %H:%M} UTC; a page is due since"
                f" {first:%Y-%m-%d %H:%M}",
                "look at the job that runs `monitor check`, or start `monitor run`",
                of_daemon=True,
            )
    elif last is None:
        yield Ailment("the daemon has never run on this database", "`monitor run`", of_daemon=True)
    elif now - last > TICK_OVERDUE:
        yield Ailment(
            f"no tick since {last:%Y-%m-%d %H:%M} UTC",
            "the daemon has ended or hangs: its log says why; start `monitor run` again",
            of_daemon=True,
        )


def _storage(places: Collection[Path]) -> Iterator[Ailment]:
    for place in places:
        trouble = in_time(partial(trouble_with, place, LEAST_FREE))
        if trouble is None:
            trouble = f"{place} does not answer: a network drive that is gone?"
        if trouble:
            yield Ailment(trouble, "nothing is lost: it goes on when the folder can be used again")


def _progress(vitals: Vitals, config: Config, now: datetime) -> Iterator[Ailment]:
    late = overdue(vitals, config, now)
    since = [vitals.late[id_] for id_ in late]
    quiet = vitals.fetched_at is None or now - vitals.fetched_at > PROGRESS_OVERDUE
    waiting = vitals.due_first is not None and now - vitals.due_first > PROGRESS_OVERDUE
    cure = "the network, the names' server or a page hangs: see the log, and start it again"
    if quiet and waiting:
        seen = f"since {vitals.fetched_at:%Y-%m-%d %H:%M} UTC" if vitals.fetched_at else "yet"
        yield Ailment(
            f"the daemon ticks but gets no further: {vitals.late_in_all} pages are due, and none"
            f" was looked at {seen}",
            cure,
        )
    elif late:
        yield Ailment(
            f"{_named(late, vitals.late_in_all)}: overdue, the longest since"
            f" {min(since):%Y-%m-%d %H:%M} UTC",
            cure,
        )
    if vitals.delivered_at is not None and now - vitals.delivered_at > DELIVERY_OVERDUE:
        yield Ailment(
            f"the outbox has not been looked at since {vitals.delivered_at:%Y-%m-%d %H:%M} UTC",
            "reminders or the database hang: see the log, and start the daemon again",
        )


def overdue(vitals: Vitals, config: Config, now: datetime) -> list[str]:
    """The pages that should have been looked at by now, also in a long queue of one host."""
    if not vitals.late:
        return []
    queue = config.pages_of_hosts()
    late = []
    for watch_id, due_at in vitals.late.items():
        watch = config.watch(watch_id)
        if watch is None:
            continue
        slack = BEGUN_WITHIN + timedelta(seconds=watch.timeout)
        slack += queue[watch.host] * (PER_PAGE + timedelta(seconds=config.host_pause))
        if now - due_at > slack:
            late.append(watch_id)
    return late


def _outbox(vitals: Vitals, now: datetime, old: timedelta) -> Iterator[Ailment]:
    if vitals.waiting_since is not None and now - vitals.waiting_since > old:
        yield Ailment(
            f"{vitals.waiting} alerts wait to be sent, the oldest since"
            f" {vitals.waiting_since:%Y-%m-%d %H:%M} UTC",
            "`monitor alerts` says what the channel answers, `monitor alerts test` tries it",
        )


def _dead(vitals: Vitals) -> Iterator[Ailment]:
    if vitals.dead:
        yield Ailment(
            f"{vitals.dead} alerts could not be delivered and were given up",
            "`monitor alerts --status dead` shows them, `monitor alerts retry` sends them again",
        )


def _unstamped(vitals: Vitals, now: datetime) -> Iterator[Ailment]:
    since = vitals.unstamped_since
    if since and since < f"{now - UNSTAMPED:%Y-%m-%d}":
        yield Ailment(
            f"no time stamp for the day {since} and those after it",
            "the authority of `timestamp` does not answer, or not with a stamp: the log says which;"
            " days of the last four weeks are stamped when it does",
        )


def _differences(queries: Queries, config: Config) -> Iterator[Ailment]:
    """What the watchlist asks for and the database does not hold active, and the reverse."""
    if not config.watches:  # it cannot be read; a warning says so
        return
    wanted, active = config.enabled_ids(), queries.active_ids()
    found = (
        (wanted - active, "in the watchlist but not checked"),
        (active - wanted, "checked but not in this watchlist"),
    )
    for ids, what in found:
        if ids:
            yield Ailment(
                f"{_named(ids)}: {what}",
                "the daemon has another watchlist, or has not read this one: start it again",
                of_daemon=True,
            )


def _named(ids: Collection[str], in_all: int = 0, most: int = 5) -> str:
    """The first of them by name, and how many more there are; of MOST_LATE, of `in_all`."""
    number = max(len(ids), in_all) if len(ids) == MOST_LATE else len(ids)
    first = ", ".join(sorted(ids)[:most])
    return first + (f" and {number - most} more" if number > most else "")


def in_time(look: Callable[[], T], seconds: float = ANSWER_WITHIN) -> T | None:
    """What `look` returns; None when it hangs. Its thread is then left behind."""
    found: list[T] = []
    thread = threading.Thread(target=lambda: found.append(look()), daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else None

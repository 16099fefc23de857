"""A health check runs every minute beside a daemon: it must look and never touch."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.app import make_monitor
from monitor.config import Config
from monitor.errors import FetchError, ReaderLostError
from monitor.model import Outcome, Watch
from monitor.rows import life_signs
from monitor.rows.life_signs import READER_LOST
from monitor.service import health as health_module
from monitor.service.health import health
from monitor.storage import Storage
from tests.pages import START
from tests.stored import HOUR, alert, check


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        path=tmp_path / "w.yaml",
        database=f"sqlite:///{tmp_path / 'monitor.db'}",
        snapshots=tmp_path / "snapshots",
    )


def test_a_ticking_daemon_is_healthy_and_a_stuck_one_is_not(config: Config) -> None:
    with Storage.open(config.database, config.snapshots) as storage:
        storage.tick(START)
    assert health(config, START).ok
    late = health(config, START + timedelta(minutes=3))
    assert late.problems == ("no tick since 2025-09-18 08:00 UTC",)


def test_it_never_migrates_the_database_below_a_running_daemon(
    config: Config, tmp_path: Path
) -> None:
    Storage.open(config.database, config.snapshots).close()
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    found = health(config, START)
    assert not found.ok
    assert "of schema 0000, older" in found.problems[0]
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("0000",)]


def test_a_database_that_cannot_be_opened_is_a_problem_and_no_error(config: Config) -> None:
    Path(config.database.removeprefix("sqlite:///")).write_bytes(b"not a database" * 100)
    assert "not an SQLite database" in health(config, START).problems[0]


# --------------------------------------------------------------------------- each broken state

MINUTE = timedelta(minutes=1)
WATCH = Watch("acme-terms", "Acme", "Terms", "https://acme.example/terms")


def told(config: Config, at: timedelta = timedelta()) -> str:
    """What is said of the daemon so long after START; "" for nothing."""
    found = health(config, START + at)
    assert len(found.problems) == len(found.cures)
    assert found.ok == (not found.problems)
    return "; ".join(found.problems)


@pytest.fixture
def storage(config: Config) -> Iterator[Storage]:
    """One page, looked at just now; the daemon ticks."""
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        check(opened, "acme-terms", at=START, next_due_at=START + 6 * HOUR)
        opened.tick(START)
        opened.delivered(START)
        yield opened


def test_a_daemon_that_waits_for_its_next_page_is_well(storage: Storage, config: Config) -> None:
    storage.tick(START + 5 * HOUR)
    storage.delivered(START + 5 * HOUR)
    assert told(config, 5 * HOUR) == ""


def test_a_daemon_that_ticks_and_looks_at_nothing_is_ill(storage: Storage, config: Config) -> None:
    """Pages stuck while they are read, hung look-ups of names, a hung folder of snapshots."""
    at = 6 * HOUR + 10 * MINUTE
    storage.tick(START + at)
    storage.delivered(START + at)
    assert "ticks but gets no further: 1 pages are due" in told(config, at)


def test_a_page_that_is_overdue_while_others_go_on_is_named(
    storage: Storage, config: Config
) -> None:
    at = 7 * HOUR
    others = Watch("other", "Other", "Terms", "https://other.example/terms")
    storage.sync_watches([WATCH, others], START + at)
    check(storage, "other", at=START + at, next_due_at=START + 9 * HOUR)
    storage.tick(START + at)
    storage.delivered(START + at)
    config = replace(config, watches=(WATCH, others))
    assert told(config, at) == "acme-terms: overdue, the longest since 2025-09-18 14:00 UTC"


def test_a_long_queue_of_one_host_is_no_illness(storage: Storage, config: Config) -> None:
    """The first look at 200 pages of one host takes its time, and others wait for their turn."""
    many = [
        Watch(f"page-{n}", "Acme", f"Page {n}", f"https://acme.example/{n}") for n in range(200)
    ]
    storage.sync_watches([WATCH, *many], START)
    at = 20 * MINUTE
    check(storage, "page-1", at=START + at, next_due_at=START + 9 * HOUR)
    storage.tick(START + at)
    storage.delivered(START + at)
    assert told(replace(config, watches=(WATCH, *many)), at) == ""


def test_alerts_that_wait_for_a_channel_are_told(storage: Storage, config: Config) -> None:
    storage.add_alerts("acme-terms", [alert("x"), alert("y")], START)
    assert told(config) == ""
    at = 2 * HOUR
    storage.tick(START + at)
    storage.delivered(START + at)
    assert "2 alerts wait to be sent, the oldest since 2025-09-18 08:00 UTC" in told(config, at)


def test_alerts_that_were_given_up_are_told(storage: Storage, config: Config) -> None:
    storage.add_alerts("acme-terms", [alert("x")], START)
    storage.alert_failed("x", START, "gone", None)
    assert told(config) == "1 alerts could not be delivered and were given up"


def test_an_outbox_that_nobody_looks_at_is_told(storage: Storage, config: Config) -> None:
    """Reminders that hang keep all alerts back, while pages are checked as ever."""
    storage.tick(START + HOUR)
    assert "outbox has not been looked at since 2025-09-18 08:00 UTC" in told(config, HOUR)


def test_a_clock_that_went_back_is_told(storage: Storage, config: Config) -> None:
    assert "the clock has gone back: it is 2025-09-18 07:00 UTC" in told(config, -HOUR)


def test_readers_that_are_ended_again_and_again_are_told(storage: Storage, config: Config) -> None:
    lost = "unreadable: the process that read it was ended: it wanted more than 128 MB"
    for n in range(3):
        assert told(config) == ""
        check(
            storage,
            "acme-terms",
            at=START + n * timedelta(seconds=1),
            next_due_at=START + 6 * HOUR,
            outcome=Outcome.FAILED,
            reason=lost,
        )
    assert told(config) == "3 processes that read pages were ended within a day"
    assert lost.startswith(READER_LOST)
    assert str(FetchError("unreadable", str(ReaderLostError("x")))) == "unreadable: x"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"f_flag": os.ST_RDONLY}, "is read-only"),
        ({"f_bavail": 0}, "is full: 0 MB are free"),
        ({"f_favail": 0}, "is full: it has no room for another file"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_told(
    storage: Storage,
    config: Config,
    found: dict[str, int],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = {"f_flag": 0, "f_bavail": 10**9, "f_frsize": 4096, "f_files": 10**6, "f_favail": 10**6}
    monkeypatch.setattr(life_signs.os, "statvfs", lambda _: SimpleNamespace(**(whole | found)))
    assert said in told(config)


def test_a_folder_that_does_not_answer_is_told_in_time(
    storage: Storage, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A health check that hangs with the drive says nothing."""
    free = threading.Event()
    monkeypatch.setattr(health_module, "ANSWER_WITHIN", 0.05)
    monkeypatch.setattr(health_module, "trouble_with", lambda *_: str(free.wait(20) or ""))
    assert "does not answer" in "; ".join(
        a.what for a in health_module._storage([config.snapshots])
    )
    free.set()


def test_doctor_tells_the_cure_and_asks_for_no_daemon(storage: Storage, config: Config) -> None:
    """Who runs `monitor check` by cron has no daemon, and nothing is wrong with that."""
    with make_monitor(config, clock=lambda: START + 30 * MINUTE) as monitor:
        assert monitor.ailments() == []
        storage.add_alerts("acme-terms", [alert("x")], START)
        storage.alert_failed("x", START, "gone", None)
        assert [a.cure.split(",")[0] for a in monitor.ailments()] == [
            "`monitor alerts --status dead` shows them"
        ]


# --------------------------------------------------------------------------- without a daemon


def test_checks_by_cron_are_healthy_until_a_day_is_left_out(config: Config) -> None:
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        check(opened, "acme-terms", at=START, next_due_at=START + 6 * HOUR)
    config = replace(config, watches=(WATCH,))
    assert told(config, 24 * HOUR) == ""
    late = told(config, 33 * HOUR)
    assert "`monitor check` not since 2025-09-18 08:00 UTC; a page is due since" in late
    assert health(config, START + 33 * HOUR).cures[0].startswith("look at the job")


def test_a_weekly_cron_job_is_healthy_for_a_week(config: Config) -> None:
    """A page goes by its own schedule: `every: 7d` is due in a week."""
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        check(opened, "acme-terms", at=START, next_due_at=START + 7 * 24 * HOUR)
    config = replace(config, watches=(WATCH,))
    assert told(config, 7 * 24 * HOUR) == ""
    assert told(config, 9 * 24 * HOUR) != ""


def test_alerts_that_cron_leaves_behind_are_told(config: Config) -> None:
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        check(opened, "acme-terms", at=START, next_due_at=START + 99 * HOUR, alerts=(alert("a"),))
    config = replace(config, watches=(WATCH,))
    assert told(config, 20 * HOUR) == ""
    assert "1 alerts wait to be sent" in told(config, 27 * HOUR)


def test_a_daemon_that_stopped_is_not_excused_by_a_check(config: Config) -> None:
    """Else a `monitor check` by hand would hide for a day that nobody watches."""
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        opened.tick(START)
        check(opened, "acme-terms", at=START + HOUR, next_due_at=START + 7 * HOUR)
    config = replace(config, watches=(WATCH,))
    assert "no tick since" in told(config, HOUR)


def test_a_watchlist_edited_since_the_last_check_is_no_illness_without_a_daemon(
    config: Config,
) -> None:
    """After the starter's watches were taken out it said "the daemon has another watchlist" and
    "no daemon has ever run here" in one answer."""
    with Storage.open(config.database, config.snapshots) as opened:
        opened.sync_watches([WATCH], START)
        check(opened, "acme-terms", at=START, next_due_at=START + 6 * HOUR)
    other = replace(WATCH, id="acme-faq", document="FAQ", url="https://acme.example/faq")
    assert told(replace(config, watches=(other,)), HOUR) == ""

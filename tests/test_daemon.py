"""A daemon that stops looking, or cannot be stopped, is worse than none."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Config
from monitor.daemon import Daemon
from monitor.errors import BugError, ConfigError, NotFoundError, PassingError, StorageError
from monitor.model import Fetched, Route, Watch
from monitor.model.outgoing import NewAlert
from monitor.notify import recipient_key
from monitor.storage import Storage
from tests.pages import Clock, Internet, Mailbox, page

URL = "https://plaza.example/terms"
WATCH = Watch(id="plaza-terms", service="Plaza", document="Terms", url=URL)
TRAINS = page("From 3 November 2025 we use your posts to train generative AI models in the EU.")


class Running:
    """A daemon on a thread of its own, and what it is given to work with."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.net = Internet(self.clock, {URL: page()})
        self.mail = Mailbox()
        self.file = folder / "watchlist.yaml"
        self.file.write_text("one")
        self.config = Config(
            path=self.file,
            watches=(WATCH,),
            routes=(Route(name="dpo", urls=("json://dpo.example/x",)),),
            database=f"sqlite:///{folder / 'monitor.db'}",
            snapshots=folder / "snapshots",
        )
        self.broken: Exception | None = None
        self.ended: BaseException | None = None
        self.daemon = Daemon(
            self._load, fetcher=self.net, notifier=self.mail, clock=self.clock, look_every=0.02
        )
        self._thread = threading.Thread(target=self._run)

    def _load(self) -> Config:
        if self.broken:
            raise self.broken
        return self.config

    def _run(self) -> None:
        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            await self.daemon.run()

        try:
            asyncio.run(main())
        except BaseException as error:
            self.ended = error

    def __enter__(self) -> Running:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread.is_alive():
            self.stop()
        self._thread.join(10)
        assert not self._thread.is_alive(), "the daemon did not stop"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self.daemon.stop)

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 10
        while not true():
            assert time.monotonic() < end, "it never happened"
            time.sleep(0.02)

    def last_tick(self) -> datetime | None:
        return self.storage.vitals(self.clock()).ticked_at

    def version(self) -> int:
        with suppress(NotFoundError):
            return self.storage.page(WATCH.id).version
        return 0

    @property
    def storage(self) -> Storage:
        return Storage.open(self.config.database, self.config.snapshots)


@pytest.fixture
def running(tmp_path: Path) -> Running:
    return Running(tmp_path)


def test_pages_of_one_host_are_one_queue_whatever_the_port_and_the_login() -> None:
    """A server that asks for a pause is one machine: two ports would be two requests at once."""
    addresses = (URL, "https://plaza.example:8443/a", "https://me:secret@PLAZA.example/b")
    assert {replace(WATCH, url=url).host for url in addresses} == {"plaza.example"}


def test_it_checks_what_is_due_and_delivers_without_being_asked(running: Running) -> None:
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        running.net.pages[URL] = TRAINS
        running.clock.advance(hours=7)
        running.until(lambda: len(running.net.requests) == 2)
        running.clock.advance(hours=7)
        running.until(lambda: len(running.mail.received) == 1)


def test_after_a_long_sleep_every_page_is_checked_once_not_once_per_missed_interval(
    running: Running,
) -> None:
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        running.clock.advance(days=30)
        running.until(lambda: len(running.net.requests) == 2)
        time.sleep(0.3)
        assert len(running.net.requests) == 2


def test_a_changed_watchlist_is_taken_over_and_a_broken_one_is_not(running: Running) -> None:
    other = replace(WATCH, id="plaza-faq", url="https://plaza.example/faq")
    running.net.pages[other.url] = page()
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        running.broken = ConfigError("watchlist.yaml:3: watches: expected a list")
        running.file.write_text("two!")
        time.sleep(0.3)
        running.clock.advance(hours=7)
        running.until(lambda: len(running.net.requests) == 2)
        running.broken = None
        running.config = replace(running.config, watches=(WATCH, other))
        running.file.write_text("three!!")
        running.until(lambda: len(running.net.requests) == 3)
        assert running.net.requests[-1][0] == other.url


def test_it_says_that_it_is_alive(running: Running) -> None:
    with running:
        running.until(lambda: running.last_tick() is not None)


class SlowHost(Running):
    """Thirty pages of one host, a quarter of a second each."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        watches = [replace(WATCH, id=f"p{n}", url=f"{URL}/{n}") for n in range(30)]
        self.config = replace(self.config, watches=tuple(watches))
        self.net.pages = dict.fromkeys((watch.url for watch in watches), page())
        fetch = self.net.fetch

        async def slowly(watch: Watch, **validators: str) -> Fetched:
            await asyncio.sleep(0.25)
            return await fetch(watch, **validators)

        self.net.fetch = slowly  # type: ignore[method-assign]


def test_a_long_list_of_one_host_is_not_gone_through_before_it_ends(tmp_path: Path) -> None:
    """A container engine would kill it in the middle."""
    with SlowHost(tmp_path) as running:
        running.until(lambda: len(running.net.requests) >= 3)
        began = time.monotonic()
    assert time.monotonic() - began < 4
    assert len(running.net.requests) < 20
    with running.storage as storage:
        assert len(storage.due(running.clock())) == 30 - len(running.net.requests)


def test_a_new_watchlist_holds_for_what_has_not_begun(tmp_path: Path) -> None:
    with SlowHost(tmp_path) as running:
        running.until(lambda: len(running.net.requests) >= 3)
        running.config = replace(running.config, watches=(running.config.watches[-1],))
        running.file.write_text("shorter")
        running.until(lambda: running.net.requests[-1][0].endswith("/29"))
        assert len(running.net.requests) < 20


def test_a_clock_that_is_put_back_ends_neither_the_ticks_nor_the_checks(running: Running) -> None:
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        running.clock.advance(days=3)
        running.until(lambda: len(running.net.requests) == 2)
        running.until(lambda: running.last_tick() == running.clock())
        running.clock.advance(days=-3)
        running.until(lambda: running.last_tick() == running.clock())
        running.until(lambda: len(running.net.requests) == 3)
        time.sleep(0.2)
        assert len(running.net.requests) == 3


def test_a_watchlist_that_is_gone_keeps_the_old_one(running: Running) -> None:
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        running.broken = ConfigError("watchlist.yaml: no such file")
        running.file.unlink()
        running.clock.advance(hours=7)
        running.until(lambda: len(running.net.requests) == 2)
        running.clock.advance(hours=7)
        running.until(lambda: len(running.net.requests) == 3)


def test_a_database_that_is_locked_does_not_keep_it_from_ending(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor from hearing that it should."""
    monkeypatch.setattr("monitor.daemon.STOP_WITHIN", 0.5)
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        blocker = sqlite3.connect(running.file.parent / "monitor.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        running.clock.advance(hours=7)
        time.sleep(0.3)
        began = time.monotonic()
        running.stop()
        running.until(lambda: running.daemon.left_something)
        assert time.monotonic() - began < 3
        blocker.close()


def test_a_bug_beside_a_channel_that_hangs_ends_it_with_one_wait(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.daemon.STOP_WITHIN", 0.5)
    answer, asked = threading.Event(), threading.Event()

    def hang(*_: object, **__: object) -> None:
        asked.set()
        answer.wait(20)

    monkeypatch.setattr(running.mail, "send", hang)
    with running:
        running.until(lambda: len(running.net.requests) == 1)
        alert = NewAlert(
            "a1", "test", "dpo", recipient_key("json://dpo.example/x"), "json", "T", "t", ""
        )
        running.storage.add_alerts(WATCH.id, [alert], running.clock())
        assert asked.wait(10)
        monkeypatch.setattr(Storage, "packed_document", lambda *_: 1 / 0)
        running.net.pages[URL] = TRAINS
        running.clock.advance(hours=7)
        running.until(lambda: running.daemon.left_something)
        answer.set()
        running.until(lambda: running.ended is not None)
    assert isinstance(running.ended, BugError)
    assert running.daemon.error is running.ended


def test_a_bug_or_a_broken_database_ends_it_loudly(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(Storage, "record", broken)
    with running:
        running.until(lambda: running.ended is not None)
    assert isinstance(running.ended, StorageError)


@pytest.mark.parametrize("step", ["tick", "due", "claim", "add_snapshot", "record"])
def test_it_waits_for_what_passes_and_goes_on(
    running: Running, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that a backup keeps locked for a minute, or a full disk, ended it at night."""
    works, left = getattr(Storage, step), [3]

    def locked(*args: Any, **kwargs: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise PassingError("another process has kept it locked for 30 s")
        return works(*args, **kwargs)

    monkeypatch.setattr(Storage, step, locked)
    with running:
        running.until(lambda: left == [0] and running.version() == 1)
    assert running.ended is None


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_container_engine_can_stop_it_within_ten_seconds(tmp_path: Path, name: str) -> None:
    (tmp_path / "watchlist.yaml").write_text(
        textwrap.dedent("""\
            watches:
              - {service: Plaza, document: Terms, url: "http://192.0.2.1/terms"}
            """)
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env={**os.environ, "MONITOR_LOG": "json,info"},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if b'"started"' in line:
            break
    time.sleep(0.5)
    process.send_signal(getattr(signal, name))
    began = time.monotonic()
    rest = process.communicate(timeout=10)[1]
    assert time.monotonic() - began < 10
    assert process.returncode == 0, rest
    assert b'"stopped"' in rest


def test_a_page_that_hangs_delays_neither_a_new_watchlist_nor_the_end(tmp_path: Path) -> None:
    file = tmp_path / "watchlist.yaml"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        file.write_text(
            "defaults: {allow_private: yes}\n"
            "watches: [{service: Plaza, document: Terms, "
            f"url: 'http://127.0.0.1:{silent.getsockname()[1]}/terms'}}]\n"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            env={**os.environ, "MONITOR_LOG": "json,info"},
        )
        connection, _ = silent.accept()
        with connection:
            began = time.monotonic()
            file.write_text(file.read_text() + "# more\n")
            assert process.stderr is not None
            assert any(b"watchlist reloaded" in line for line in process.stderr)
            process.terminate()
            rest = process.communicate(timeout=20)[1]
    assert time.monotonic() - began < 20, "the fetch may take 60 s"
    assert process.returncode == 0, rest


def test_a_channel_that_hangs_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    """A container engine would kill it after 10 s, in the middle of something else."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hook = f"json://127.0.0.1:{silent.getsockname()[1]}/"
        (tmp_path / "watchlist.yaml").write_text(f"notify: [{{name: hook, urls: ['{hook}']}}]\n")
        with Storage.open(
            f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path / "snapshots"
        ) as storage:
            storage.sync_watches([WATCH], datetime.now(UTC))
            alert = NewAlert("a1", "test", "hook", recipient_key(hook), "json", "T", "t", "")
            storage.add_alerts(WATCH.id, [alert], datetime.now(UTC))
        process = subprocess.Popen([sys.executable, "-m", "monitor", "run"], cwd=tmp_path)
        connection, _ = silent.accept()
        with connection:
            began = time.monotonic()
            process.terminate()
            assert process.wait(timeout=30) == 0
    assert time.monotonic() - began < 10


def test_a_change_made_while_the_list_is_being_read_is_read_as_well(tmp_path: Path) -> None:
    loads = []

    class Edited(Running):
        def _load(self) -> Config:
            loads.append(self.file.read_text())
            if loads[-1] == "second":
                self.file.write_text("and third")
            return super()._load()

    with Edited(tmp_path) as running:
        running.until(lambda: bool(loads))
        running.file.write_text("second")
        running.until(lambda: "and third" in loads)

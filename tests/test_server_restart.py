"""PostgreSQL is restarted for an update while the daemon works: nothing is lost, nothing ends."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from monitor.model import Watch
from tests.conftest import _database, _server
from tests.pages import page
from tests.test_daemon import Running

PAGES, ROUNDS = 6, 3


@pytest.fixture
def server() -> Iterator[Any]:
    """One that may be stopped: all other tests share theirs."""
    with (
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        _server(Path(folder)) as running,
    ):
        with psycopg.connect(str(running.get_uri()), autocommit=True) as connection:
            connection.execute("CREATE DATABASE restarted")
        yield running


def restarted(server: Any) -> None:
    """As an update does it: connections are cut off, and the server is back in a moment."""
    pid = server.get_pid()
    os.kill(pid, signal.SIGINT)
    with suppress(ProcessLookupError):
        while True:
            os.kill(pid, 0)
            time.sleep(0.05)
    server.start()


class Busy(Running):
    """Pages of several hosts, each of which says something else in each round."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.watches = tuple(
            Watch(f"p{n}", f"Plaza{n}", "Terms", f"https://p{n}.example/terms", confirm=False)
            for n in range(PAGES)
        )
        self.config = replace(self.config, watches=self.watches, database=url)
        self.say(0)

    def say(self, number: int) -> None:
        """What all pages say from now on."""
        text = f"From 3 November 2025 we keep your posts for {30 + number} days."
        self.net.pages = {watch.url: page(text) for watch in self.watches}

    def read(self, number: int) -> bool:
        """Is this version of each page recorded?"""
        try:
            with self.storage as storage:
                return all(storage.page(w.id).version == number for w in self.watches)
        except Exception:  # the server is down just now
            return False

    def all_sent(self) -> bool:
        with self.storage as storage:
            statuses = [alert.status for alert in storage.alerts(limit=999)]
        return len(statuses) == PAGES * ROUNDS and set(statuses) == {"sent"}

    def wait_for(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not true():
            assert time.monotonic() < end, "it never happened"
            assert self.ended is None, "the daemon has ended"
            time.sleep(0.1)
            self.clock.advance(seconds=10)  # claims that could not be given back run out


def test_a_restart_of_postgresql_under_load_loses_and_doubles_nothing(
    tmp_path: Path, server: Any, caplog: pytest.LogCaptureFixture
) -> None:
    url = _database(str(server.get_uri()), "restarted")
    with Busy(tmp_path, url) as running:
        running.wait_for(lambda: running.read(1))
        for number in range(1, ROUNDS + 1):
            running.say(number)
            restart = threading.Timer(0.05 * number, restarted, (server,))
            restart.start()
            running.clock.advance(hours=7)
            restart.join()
            running.wait_for(partial(running.read, number + 1))
        running.wait_for(running.all_sent)
    assert running.ended is None
    assert "never retrieved" not in caplog.text, "a traceback in the log for each page"
    with running.storage as storage:
        assert storage.verify().problems == ()
        assert len(storage.changes()) == PAGES * ROUNDS
    titles = [title for _, title, _ in running.mail.received]
    assert all(any(f"Plaza{n} " in title for title in titles) for n in range(PAGES))

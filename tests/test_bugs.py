"""A bug of ours at one page must be loud, and must not take the other pages down with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor import pipeline
from monitor.errors import BugError, StorageError
from monitor.model import Observation, Outcome, Route, Watch
from monitor.model.records import Recording
from monitor.service import reminders
from monitor.storage import Storage
from tests.pages import Desk, page
from tests.site import TRAINING, Site, terms

POISON = "https://plaza.example/poison"
GOOD = "https://plaza.example/good"
WATCHES = tuple(
    Watch(id=name, service="Plaza", document=name, url=f"https://plaza.example/{name}")
    for name in ("poison", "good")
)
ROUTE = Route(
    name="dpo", urls=("json://dpo.example/x",), kinds=("substantive", "problem"), reminders=(30,)
)


class DeepError(RecursionError):
    """Stands for whatever a stage may raise on evil input."""


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a stage has a bug that pages with the word "poison" bring to light."""
    read = pipeline.read

    def broken(observation: Observation, *rest: Any) -> Observation:
        if observation.answer and b"poison" in observation.answer.body:
            raise DeepError("too deep")
        return read(observation, *rest)

    monkeypatch.setattr(pipeline, "read", broken)


@pytest.fixture
def desk(storage: Storage) -> Desk:
    """A monitor of a page that brings a bug to light, and of another after it on the same host."""
    return Desk(storage, {POISON: page("poison"), GOOD: page()}, WATCHES, (ROUTE,))


@pytest.mark.usefixtures("poison")
def test_the_other_pages_are_checked_and_the_run_ends_with_the_page_and_the_cause(
    desk: Desk,
) -> None:
    with pytest.raises(BugError, match="came to light at poison") as ended:
        desk.monitor.check()
    assert isinstance(ended.value.__cause__, DeepError)
    assert [r.outcome for r in ended.value.results] == [Outcome.FAILED, Outcome.FIRST]
    assert desk.storage.page("good").version == 1


@pytest.mark.usefixtures("poison")
def test_the_page_waits_for_its_regular_turn_and_its_attempts_say_why(desk: Desk) -> None:
    """Else a daemon that is started again runs into it at once, for ever."""
    with pytest.raises(BugError):
        desk.monitor.check()
    due = desk.storage.page("poison").next_due_at
    assert due is not None
    assert (due - desk.clock()).total_seconds() >= 6 * 3600
    assert desk.storage.due(desk.clock()) == []
    (attempt,) = desk.storage.fetches("poison")
    assert attempt.reason == "bug: DeepError in monitor; the log has the traceback"


@pytest.mark.usefixtures("poison")
def test_a_page_that_is_well_again_goes_on_where_it_stood(desk: Desk) -> None:
    desk.net.pages[POISON] = page()
    desk.monitor.check()
    desk.net.pages[POISON] = page("poison")
    desk.clock.advance(hours=7)
    with pytest.raises(BugError):
        desk.monitor.check()
    desk.net.pages[POISON] = page()
    desk.clock.advance(hours=7)
    assert [r.outcome for r in desk.monitor.check()] == [Outcome.UNCHANGED] * 2
    assert desk.storage.page("poison").version == 1


@pytest.mark.usefixtures("poison")
def test_after_five_times_people_are_told_once(desk: Desk) -> None:
    for _ in range(7):
        desk.clock.advance(hours=7)
        with pytest.raises(BugError):
            desk.monitor.check(["poison"])
    desk.monitor.deliver()
    assert len(desk.mail.received) == 1


def test_a_bug_in_recording_itself_still_lets_the_page_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Storage.record

    def broken(storage: Storage, recording: Recording) -> None:
        if recording.watch_id == "poison":
            raise KeyError("a bug")
        record(storage, recording)

    monkeypatch.setattr(Storage, "record", broken)
    with pytest.raises(BugError):
        desk.monitor.check()
    assert desk.storage.due(desk.clock()) == []
    desk.clock.advance(hours=7)
    assert sorted(desk.storage.due(desk.clock())) == ["good", "poison"]  # and claimed by nobody


def test_a_broken_database_stops_the_run_at_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(Storage, "record", broken)
    desk.config = replace(
        desk.config, watches=tuple(replace(WATCHES[1], id=f"good-{n}") for n in range(30))
    )
    with pytest.raises(StorageError, match="the disk is full"):
        desk.monitor.check()
    assert len(desk.net.requests) < 10  # those that were under way


def test_an_alert_that_brings_a_bug_to_light_is_put_off_and_the_others_are_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.config = replace(
        desk.config, routes=(ROUTE, replace(ROUTE, name="b", urls=("json://b.example/x",)))
    )
    desk.monitor.check()
    desk.net.pages[GOOD] = page("From 3 November 2099 we train generative AI models on your posts.")
    for _ in range(2):
        desk.clock.advance(hours=7)
        desk.monitor.check()
    sent: list[str] = []

    def send(url: str, **_: object) -> None:
        if "dpo" in url:
            raise ZeroDivisionError
        sent.append(url)

    monkeypatch.setattr(desk.mail, "send", send)
    with pytest.raises(BugError, match="came to light at alert ") as ended:
        desk.monitor.deliver()
    assert (ended.value.results.sent, ended.value.results.failed) == (1, 1)
    assert sent == ["json://b.example/x"]
    (failed,) = desk.storage.alerts(status="failed")
    assert failed.next_try_at is not None
    assert failed.next_try_at > desk.clock()
    assert "bug in monitor: ZeroDivisionError" in failed.error


def test_a_page_whose_dates_bring_a_bug_to_light_keeps_no_one_from_being_reminded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = (desk.clock.now.date().replace(month=10, day=1)).strftime("%-d %B %Y")
    desk.net.pages = dict.fromkeys((POISON, GOOD), page(f"From {day} we train AI on your posts."))
    desk.monitor.check()
    upcoming = reminders.upcoming

    def broken(storage: Storage, watch_ids: list[str], *rest: Any) -> Any:
        if "poison" in watch_ids:
            raise IndexError
        return upcoming(storage, watch_ids, *rest)

    monkeypatch.setattr(reminders, "upcoming", broken)
    desk.monitor.remind()
    assert {alert.watch_id for alert in desk.storage.alerts()} == {"good"}


# --------------------------------------------------------------------------- as processes


PATCHED = """
import monitor.pipeline as pipeline
read = pipeline.read
def broken(observation, *rest):
    if observation.answer and b"poison" in observation.answer.body:
        raise RecursionError("too deep \\x1b[2J")
    return read(observation, *rest)
pipeline.read = broken
from monitor.cli import main
main()
"""


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with Site() as running:
        running.pages["/poison"] = terms(training="poison")
        (tmp_path / "watchlist.yaml").write_text(
            textwrap.dedent(f"""\
            settings: {{host_pause: 0}}
            defaults: {{allow_private: true, confirm: no}}
            notify: [{{name: all, urls: ["json://127.0.0.1:{running.port}/hook"]}}]
            watches:
              - {{service: A, document: Poison, url: "{running.url}/poison"}}
              - {{service: A, document: Terms, url: "{running.url}/terms"}}
            """)
        )
        yield running


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PATCHED, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "MONITOR_LOG": "text"},
    )


def test_check_shows_and_sends_all_the_rest_then_ends_with_70(site: Site, tmp_path: Path) -> None:
    _run(tmp_path, "check")
    site.pages["/terms"] = terms(training=TRAINING)
    ended = _run(tmp_path, "check", "--json")
    assert ended.returncode == 70
    outcomes = {r["watch"]: r["outcome"] for r in json.loads(ended.stdout)["results"]}
    assert outcomes == {"a-poison": "failed", "a-terms": "substantive"}
    assert len(site.received) == 1
    assert "watch=a-poison" in ended.stderr
    assert "in broken" in ended.stderr
    assert "\x1b[2J" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("error: a bug in monitor came to light at a-")


def test_the_daemon_ends_with_70_and_the_next_one_goes_on(site: Site, tmp_path: Path) -> None:
    ended = _run(tmp_path, "run")
    assert ended.returncode == 70, ended.stderr
    assert "watch=a-poison" in ended.stderr
    assert "Traceback" in ended.stderr
    with Storage.open(f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path / "snapshots") as storage:
        assert storage.page("a-terms").version == 1
        assert storage.page("a-poison").outcome is Outcome.FAILED
    with subprocess.Popen(
        [sys.executable, "-c", PATCHED, "run"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as again:
        assert again.stderr is not None
        # Only once it has said so does it listen to signals, however slow the machine.
        assert any("started" in line for line in again.stderr)
        with pytest.raises(subprocess.TimeoutExpired):
            again.wait(2)
        again.terminate()
        assert again.wait(15) == 0

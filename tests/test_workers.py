"""Reading a large check's pages in two processes must be the same check, only sooner."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.app import utc_now
from monitor.cli.output import Output
from monitor.cli.running import _progress
from monitor.config import Config
from monitor.errors import FetchError
from monitor.service import workers
from monitor.service.process import PageProcessor
from monitor.service.workers import WORTH_A_PROCESS, Workers, processes_for
from monitor.storage import Storage
from tests.site import TRAINING, Site, terms

linux = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process need Linux")
PAGES = WORTH_A_PROCESS + 5

# `monitor`, with a bug or a wait at pages that say so; every check tells which process read it.
PATCHED = """
import os, signal, sys, time
from multiprocessing import parent_process
from pathlib import Path
from monitor.service.process import PageProcessor
process = PageProcessor._process
def patched(self, watch, page, answer, now):
    os.write(2, f"read by {os.getpid()}\\n".encode())
    body = getattr(answer, "body", b"")
    if b"poison" in body:
        raise RecursionError("too deep")
    if b"killer" in body and parent_process() and not Path("killed").exists():
        Path("killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if b"slow" in body:
        time.sleep(60)
    return process(self, watch, page, answer, now)
PageProcessor._process = patched
from monitor.cli import main
main()
"""


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    with Site() as running:
        lines = [
            f"settings: {{host_pause: 0, processes: 2, database: '{database_url}'}}",
            "defaults: {allow_private: true, confirm: no}",
            "watches:",
        ]
        for n in range(PAGES):
            running.pages[f"/{n}"] = terms(places=f"This is our service number {n} in Peru.")
            url = f"{running.url}/{n}"
            lines.append(f"  - {{service: S, document: 'Page {n}', url: '{url}'}}")
        (tmp_path / "watchlist.yaml").write_text("\n".join(lines))
        yield running


def start(folder: Path, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PATCHED, "check", "--json", *args],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "MONITOR_LOG": "text"},
    )


def check(folder: Path) -> tuple[int, dict[str, Any], str]:
    process = start(folder)
    out, notes = process.communicate(timeout=90)
    rows = json.loads(out)["results"] if out.strip().startswith("{") else []
    return process.returncode, {row["watch"]: row for row in rows}, notes


def readers(notes: str) -> set[str]:
    return set(re.findall(r"read by (\d+)\n", notes))


@linux
def test_two_processes_find_what_one_finds(site: Site, tmp_path: Path, database_url: str) -> None:
    """First, unchanged, changed: every page once, in order, whoever read it."""
    code, rows, notes = check(tmp_path)
    assert (code, len(rows), {row["outcome"] for row in rows.values()}) == (0, PAGES, {"first"})
    assert list(rows) == [f"s-page-{n}" for n in range(PAGES)]
    assert len(readers(notes)) == 2
    for n in range(0, PAGES, 2):
        site.pages[f"/{n}"] = terms(training=TRAINING, places=f"This is number {n} in Peru.")
    code, rows, _ = check(tmp_path)
    assert code == 0
    changed = {id_ for id_, row in rows.items() if row["outcome"] == "substantive"}
    assert changed == {f"s-page-{n}" for n in range(0, PAGES, 2)}
    with Storage.open(database_url, tmp_path / "snapshots") as storage:
        assert len(storage.changes()) == len(changed)
        assert storage.integrity() == []


@linux
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bug_in_the_other_process_is_told_and_the_others_are_done(
    site: Site, tmp_path: Path
) -> None:
    site.pages = {path: terms(places=f"poison {path}") for path in site.pages}
    site.pages["/7"] = terms()
    code, rows, notes = check(tmp_path)
    assert code == 70
    assert len(readers(notes)) == 2
    assert [id_ for id_, row in rows.items() if row["outcome"] == "first"] == ["s-page-7"]
    assert "RecursionError: too deep" in notes


@linux
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_that_kills_its_reader_fails_alone(site: Site, tmp_path: Path) -> None:
    """The kernel kills who takes the memory: the other pages must not wait for that one."""
    site.pages = {path: terms(places=f"{path} killer") for path in site.pages}
    code, rows, notes = check(tmp_path)
    assert code == 1
    assert "Traceback" not in notes
    failed = [row for row in rows.values() if row["outcome"] == "failed"]
    assert 1 <= len(failed) <= 2  # the one it read, and the one that waited for it
    assert "was killed (out of memory?)" in failed[0]["reason"]
    assert len(rows) == PAGES
    code, rows, _ = check(tmp_path)
    assert (code, len(rows)) == (0, PAGES)


@linux
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_stays_behind_when_the_first_is_killed(
    site: Site, tmp_path: Path, signal_: signal.Signals
) -> None:
    """Else each aborted run would leave 50 MB behind for ever."""
    site.pages = {path: terms(places=f"{path} slow") for path in site.pages}
    process = start(tmp_path)
    assert process.stderr is not None
    seen: set[str] = set()
    while len(seen) < 2:
        seen |= readers(process.stderr.readline())
    process.send_signal(signal_)
    process.wait(10)
    until = time.monotonic() + 10
    while any(_alive(int(pid)) for pid in seen):
        assert time.monotonic() < until
        time.sleep(0.05)
    process.stderr.close()
    if process.stdout:
        process.stdout.close()


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_few_pages_or_one_core_need_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(path=Path("w.yaml"))
    monkeypatch.setattr(workers.sys, "platform", "linux")
    monkeypatch.setattr(workers.os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    assert processes_for(config, WORTH_A_PROCESS - 1) == 1
    assert processes_for(config, WORTH_A_PROCESS) == 2
    assert processes_for(replace(config, processes=4), 300) == 4
    assert processes_for(replace(config, processes=1), 300) == 1
    monkeypatch.setattr(workers.os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert processes_for(config, 300) == 1
    monkeypatch.setattr(workers.sys, "platform", "darwin")
    assert processes_for(replace(config, processes=4), 300) == 1


@linux
def test_where_no_process_can_be_started_one_reads_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container that may have few processes must still check its pages."""

    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(workers.os, "fork", full)
    with Storage.open(f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path / "snapshots") as storage:
        processor = PageProcessor(Config(path=Path("w.yaml")), storage, utc_now)
        with Workers(processor, processes=3) as made:
            assert asyncio.run(made.in_thread(storage.pages)) == []


def test_no_thread_draws_while_processes_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the process would wait for ever for what the thread held just then."""
    monkeypatch.setattr(Output, "live", True)
    before = threading.active_count(), sys.stderr
    with _progress(Output(as_json=False), ["a", "b"]):
        assert (threading.active_count(), sys.stderr) == before


def test_a_failed_fetch_keeps_what_it_knows_on_the_way_to_another_process() -> None:
    import pickle

    error = FetchError("busy", "status 503", transient=True, retry_after=30.0)
    error.tries = 3
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.transient, copy.retry_after, copy.tries) == (
        "busy: status 503",
        True,
        30.0,
        3,
    )

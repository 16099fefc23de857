"""What a stranger wrote is read in a process of its own: it takes neither memory nor time of ours.

Everything here runs in a fresh interpreter, as `monitor` does: a process with threads, such as that
of the tests, is never copied.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.app import utc_now
from monitor.cli.output import Output
from monitor.cli.progress import progress
from monitor.service import readers
from monitor.service.readers import Readers, readers_for
from monitor.storage import Storage
from tests.site import TRAINING, Site, terms

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process need Linux")

# Markup that takes a parser, or us, more memory or time than any page may have: each a kind.
GREEDY = {
    "formatting that is never closed": "''.join(f'<font a={i}><p>' for i in range(4000))",
    "its sibling with <b>": "''.join(f'<b id={i}><p>' for i in range(6000))",
    "its sibling with <tt> and <li>": "''.join(f'<tt c={i}><li><p>' for i in range(6000))",
    "many options": "'<select>' + '<option>' * 400_000",
    "options in groups": "'<select>' + '<optgroup><option>' * 300_000",
    "a million <i>": "'<i>' * 1_200_000",
    "nested beyond sense": "'<i><em><u><s>' * 250_000",
}


BEGIN = """
import os, sys, time
import structlog
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
from monitor.errors import *
from monitor.extract import extract
from monitor.service.readers import Readers, rules_loaded
"""


def alone(code: str, folder: Path, *, fails: bool = False) -> str:
    """What the code prints in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + textwrap.dedent(code)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert fails or done.returncode == 0, done.stderr
    return done.stdout


# --------------------------------------------------------------------------- readers


@pytest.mark.parametrize("markup", GREEDY.values(), ids=GREEDY)
def test_a_greedy_page_fails_and_the_next_one_is_read(markup: str, tmp_path: Path) -> None:
    """67 kB took 4.4 GB, and the daemon was killed, started, and killed by the same page."""
    printed = alone(
        f"""
        with Readers(1, seconds=1.5) as readers:
            for page in ({markup}, "<h1>Terms</h1><p>You keep the rights in what you post.</p>"):
                try:
                    print([b.text for b in readers.run(extract, page, "text/html").blocks()])
                except ReaderLostError as error:
                    print("lost:", error)
        """,
        tmp_path,
    )
    greedy, good = printed.splitlines()
    assert greedy.startswith("lost: the process that read it was ended: it wanted more than")
    assert "You keep the rights" in good


def test_no_reader_grows_beyond_200_mb(tmp_path: Path) -> None:
    """A container that allows the daemon 512 MB must hold it and its readers."""
    printed = alone(
        """
        def peak():
            status = open("/proc/self/status").read()
            return int(status.partition("VmHWM:")[2].split()[0]) * 1024

        with Readers(1, prepare=rules_loaded) as readers:
            print(readers.run(peak))
            readers.run(extract, "<p>" + "word " * 1_600_000, "text/html")
            print(readers.run(peak))
        """,
        tmp_path,
    )
    begins_with, after_a_line_of_8_mb = map(int, printed.split())
    assert begins_with + readers.READER_MEMORY < 200_000_000
    assert after_a_line_of_8_mb < 200_000_000


def test_a_reader_asks_for_what_it_seldom_needs_and_works_on(tmp_path: Path) -> None:
    """Else a page would be sent and parsed twice: once to see that its version is needed."""
    printed = alone(
        """
        def read(ask, page):
            return page, os.getpid(), ask() if "new" in page else None

        with Readers(1) as readers:
            for page in ("old", "new"):
                said, where, version = readers.converse(read, lambda: f"of {os.getpid()}", page)
                print(said, where != os.getpid(), version == f"of {os.getpid()}")
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["old True False", "new True True"]


def test_what_cannot_be_given_to_a_reader_is_raised_and_the_next_page_is_read(
    tmp_path: Path,
) -> None:
    """A damaged version would otherwise leave a reader that waits for it for ever."""
    printed = alone(
        """
        def damaged():
            raise DamagedError("version 3 is damaged")

        def read(ask, page):
            return ask()

        with Readers(1) as readers:
            try:
                readers.converse(read, damaged, "a page")
            except DamagedError as error:
                print(error)
            print(readers.converse(read, lambda: "well again", "a page"))
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["version 3 is damaged", "well again"]


def test_a_reader_raises_what_a_page_raises_and_tells_a_bug_in_its_own_words(
    tmp_path: Path,
) -> None:
    printed = alone(
        """
        def bug():
            class Local(Exception):
                pass
            raise Local("only known here")

        with Readers(1) as readers:
            for work in ((extract, b"x", "image/png"), (bug,)):
                try:
                    readers.run(*work)
                except Exception as error:
                    print(type(error).__name__, "only known here" in str(error))
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["ExtractError False", "RuntimeError True"]


def test_a_reader_that_is_killed_costs_its_page_and_no_other(tmp_path: Path) -> None:
    printed = alone(
        """
        with Readers(1) as readers:
            try:
                readers.run(os.kill, readers.run(os.getpid), 9)
            except ReaderLostError as error:
                print("lost")
            print(readers.run(len, "abc"))
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["lost", "3"]


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_what_ends_the_whole_service_costs_no_page_under_way(how: str, tmp_path: Path) -> None:
    """systemd's stop and a closed terminal end all processes at once: the page that was read just
    then was recorded as one that wanted more than 128 MB, and looked at an hour later."""
    printed = alone(
        f"""
        import signal
        def stopped(answer):
            for process in (os.getpid(), os.getppid()):
                os.kill(process, signal.{how})
            return "read"
        with Readers(1) as readers:
            print(readers.converse(stopped, lambda: None))
            print(readers.run(len, "abc"))
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["read", "3"]


def test_a_reader_is_kept_for_the_next_page(tmp_path: Path) -> None:
    """A new copy for each page would cost more than most pages."""
    printed = alone(
        """
        with Readers(2, prepare=rules_loaded) as readers:
            print(len({readers.run(os.getpid) for _ in range(20)}))
        """,
        tmp_path,
    )
    assert printed == "1\n"


def test_a_reader_has_no_file_and_no_connection_of_the_first_process(tmp_path: Path) -> None:
    """What makes a parser do more than parse finds neither the database nor the network's ends."""
    printed = alone(
        """
        import socket
        from pathlib import Path
        from monitor.storage import Storage

        def open_files():
            links = ((f, Path("/proc/self/fd", f)) for f in os.listdir("/proc/self/fd"))
            return sorted(os.readlink(p).split(":")[0] for f, p in links if p.exists() and f > "2")

        with Storage.open("sqlite:///monitor.db", Path("snapshots")) as storage:
            storage.pages()
            listening = socket.create_server(("127.0.0.1", 0))
            with Readers(1) as readers:
                print(readers.run(open_files))
        """,
        tmp_path,
    )
    assert printed == "['socket']\n"


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT", "exit"])
def test_no_process_stays_behind(how: str, tmp_path: Path) -> None:
    """Else each aborted run would leave its readers behind for ever, also one that computes."""
    end = "os._exit(0)" if how == "exit" else f"os.kill(os.getpid(), signal.{how})"
    printed = alone(
        f"""
        import signal, threading
        def busy():
            while True:
                pass
        readers = Readers(2)
        print(readers.run(os.getpid), readers.run(os.getppid), flush=True)
        for _ in range(2):
            threading.Thread(target=readers.run, args=(busy,), daemon=True).start()
        time.sleep(0.3)
        {end}
        time.sleep(5)
        """,
        tmp_path,
        fails=True,
    )
    until = time.monotonic() + 10
    while any(_alive(int(pid)) for pid in printed.split()):
        assert time.monotonic() < until
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_nothing_is_left_of_it_when_it_is_closed(tmp_path: Path) -> None:
    """Who opens and closes it often would collect dead processes until none can be started."""
    printed = alone(
        """
        def children():
            return open(f"/proc/self/task/{os.getpid()}/children").read().split()
        for _ in range(3):
            with Readers(2) as readers:
                readers.run(os.getpid)
                print(len(children()))
            print(len(children()))
        """,
        tmp_path,
    )
    assert printed.split() == ["1", "0"] * 3


def test_a_greedy_page_holds_up_no_other(tmp_path: Path) -> None:
    """The parser works in C and holds Python's lock: in this process nothing else would go on."""
    printed = alone(
        """
        import threading
        def busy():
            while True:
                pass
        with Readers(2, seconds=3) as readers:
            def first():
                try:
                    readers.run(busy)
                except ReaderLostError:
                    print("lost")
            thread = threading.Thread(target=first)
            thread.start()
            for _ in range(3):
                print(len(readers.run(extract, "<p>word</p>" * 100, "text/html").sections))
            thread.join()
        """,
        tmp_path,
    )
    assert printed.splitlines() == ["1", "1", "1", "lost"]


def test_one_reader_per_core_and_never_one_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers.sys, "platform", "linux")
    for cores, wanted in ((1, 2), (2, 2), (3, 3), (64, readers.MOST)):
        monkeypatch.setattr(readers.os, "sched_getaffinity", lambda _, n=cores: set(range(n)))
        assert readers_for(0) == wanted
    assert readers_for(7) == 7
    monkeypatch.setattr(readers.sys, "platform", "darwin")
    assert readers_for(7) == 0


def test_where_no_process_can_be_started_this_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that may have few processes must still check its pages."""

    def full() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(readers.threading, "active_count", lambda: 1)
    monkeypatch.setattr(readers.os, "fork", full)
    with Readers(3) as made:
        assert (made.count, made.run(len, "abc")) == (0, 3)


def test_no_thread_draws_while_processes_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with a thread is not copied: its pages would be read without limits."""
    import threading

    monkeypatch.setattr(Output, "live", True)
    before = threading.active_count(), sys.stderr
    with progress(Output(as_json=False), ["a", "b"]):
        assert (threading.active_count(), sys.stderr) == before


# --------------------------------------------------------------------------- monitor check

PAGES = 6

# `monitor`, which tells which process read a page, and has a bug at one that says so.
PATCHED = """
import os, sys
from monitor import pipeline
read = pipeline.read
def patched(observation, *settings):
    os.write(2, f"read by {os.getpid()}\\n".encode())
    if observation.answer and b"poison" in observation.answer.body:
        raise RecursionError("too deep")
    return read(observation, *settings)
pipeline.read = patched
from monitor.service import readers
readers.READER_SECONDS = 2
from monitor.cli import main
main()
"""


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    with Site() as running:
        lines = [
            f"settings: {{host_pause: 0, processes: 2, database: '{database_url}'}}",
            "defaults: {allow_private: true, confirm: no, every: 5m, jitter: 0%}",
            "watches:",
        ]
        for n in range(PAGES):
            running.pages[f"/{n}"] = terms(places=f"This is our service number {n} in Peru.")
            url = f"{running.url}/{n}"
            lines.append(f"  - {{service: S, document: 'Page {n}', url: '{url}'}}")
        (tmp_path / "watchlist.yaml").write_text("\n".join(lines))
        yield running


def check(folder: Path) -> tuple[int, dict[str, Any], str]:
    done = subprocess.run(
        [sys.executable, "-c", PATCHED, "check", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "MONITOR_LOG": "text"},
    )
    rows = json.loads(done.stdout)["results"] if done.stdout.strip().startswith("{") else []
    return done.returncode, {row["watch"]: row for row in rows}, done.stderr


def test_pages_are_read_elsewhere_and_found_the_same(
    site: Site, tmp_path: Path, database_url: str
) -> None:
    """First, unchanged, changed: every page once, in order, whoever read it."""
    code, rows, notes = check(tmp_path)
    assert (code, len(rows), {row["outcome"] for row in rows.values()}) == (0, PAGES, {"first"})
    assert list(rows) == [f"s-page-{n}" for n in range(PAGES)]
    assert 1 <= len(set(re.findall(r"read by (\d+)\n", notes))) <= 2
    for n in range(0, PAGES, 2):
        site.pages[f"/{n}"] = terms(training=TRAINING, places=f"This is number {n} in Peru.")
    code, rows, _ = check(tmp_path)
    assert code == 0
    changed = {id_ for id_, row in rows.items() if row["outcome"] == "substantive"}
    assert changed == {f"s-page-{n}" for n in range(0, PAGES, 2)}
    with Storage.open(database_url, tmp_path / "snapshots") as storage:
        assert len(storage.changes()) == len(changed)
        assert storage.integrity() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bug_in_a_reader_is_told_and_the_others_are_done(site: Site, tmp_path: Path) -> None:
    site.pages = {path: terms(places=f"poison {path}") for path in site.pages}
    site.pages["/3"] = terms()
    code, rows, notes = check(tmp_path)
    assert code == 70
    assert [id_ for id_, row in rows.items() if row["outcome"] == "first"] == ["s-page-3"]
    assert "RecursionError: too deep" in notes


def test_a_page_that_ends_its_reader_fails_alone_and_is_not_met_first_again(
    site: Site, tmp_path: Path, database_url: str
) -> None:
    """Else a daemon that is started again would meet the same page at once, for ever."""
    site.pages["/2"] = "<h1>Terms</h1>" + "".join(f"<font a={i}><p>" for i in range(4000))
    before = utc_now()
    code, rows, notes = check(tmp_path)
    assert code == 1
    assert "Traceback" not in notes
    failed = {id_: row["reason"] for id_, row in rows.items() if row["outcome"] == "failed"}
    assert list(failed) == ["s-page-2"]
    assert failed["s-page-2"].startswith("unreadable: the process that read it was ended")
    with Storage.open(database_url, tmp_path / "snapshots") as storage:
        due = {page.watch_id: page.next_due_at for page in storage.pages()}
        assert all(at is not None for at in due.values())
        assert max(due, key=lambda id_: due[id_] or before) == "s-page-2"
        assert (due["s-page-2"] or before) >= before + timedelta(hours=1)

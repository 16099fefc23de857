"""Check a local site many thousand times in compressed time: does anything grow?

    python bench/soak.py [--checks 100000] [--pages 40] [--folder FOLDER]

The pages are served over HTTP on this machine, each by a host of its own, and looked at every six
hours of a clock that jumps from one round to the next. Now and then a page says something else or
answers 503; one in two knows ETags. Each round does what the daemon does in its turn: what is due,
reminders, alerts, and once a day the seal and the pruning. Samples are taken ten times. In the end
each text that a page had must have come to one change and to one message, no more and no less. Exit
code 1 when that is not so, when a link does not hold, or when the second half took over 10% more
memory or descriptors than the first, or threads that no pool explains. A commit waits for the disk;
with FOLDER in a memory file system, such as /dev/shm, the checks are twice as many a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import multiprocessing
import os
import re
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import structlog

from monitor.app import Monitor, make_monitor
from monitor.config import Config
from monitor.fetch import HttpFetcher
from monitor.model import Route, Watch
from monitor.service.check import Checker

START = datetime(2026, 3, 1, tzinfo=UTC)
EVERY = timedelta(hours=6)
CHANGES, FAILS = 200, 97  # a page says something else after so many looks, and fails so often
CLAUSES = 120  # some 10 kB
SAMPLES = 10
SLACK = 1.1
POOL = 4  # threads that asyncio's own pool, made when first wanted, may not have had yet


class Site(BaseHTTPRequestHandler):
    """Pages whose text depends on how often they were asked for."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()
    told: ClassVar[Counter[str]] = Counter()  # messages, by the words that name page and text
    frozen: ClassVar[list[bool]] = []

    def do_GET(self) -> None:
        """A page, the error that is its turn, or that it is unchanged."""
        name = self.headers["Host"].partition(":")[0]
        number = int(name.rpartition(".")[2])
        if self.path == "/end":  # from here on nothing fails and nothing changes
            self.frozen.append(True)
            reached = {n.rpartition(".")[2]: text(look, n) for n, look in self.asked.items()}
            self._say(200, json.dumps({"texts": reached, "told": self.told}).encode(), "")
            return
        self.asked[name] += not self.frozen
        look = self.asked[name]
        if self.path != "/terms" or (look % FAILS == 0 and not self.frozen):
            self._say(404 if self.path != "/terms" else 503, b"not now", "")
            return
        version = text(look, name)
        tag = f'"{number}-{version}"' if number % 2 else ""
        if tag and self.headers["If-None-Match"] == tag:
            self._say(304, b"", tag)
            return
        rest = "".join(
            f"<h2>{n}. Clause</h2><p>Clause {n} says that you and we keep to part {n} of it.</p>"
            for n in range(CLAUSES)
        )
        kept = f"<p>We keep your data for {30 + version} days after you close your account.</p>"
        body = f"<html lang=en><title>Terms</title><main><h1>Terms</h1>{kept}{rest}</main></html>"
        self._say(200, body.encode(), tag)

    def do_POST(self) -> None:
        """The recipient of all alerts."""
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        named = re.search(r"Service (\d+)", said["title"])
        self.told[named[1] if named else said["title"]] += 1
        self._say(200, b"ok", "")

    def _say(self, status: int, body: bytes, tag: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if tag:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: it would be a line for each of them."""


def text(look: int, name: str) -> int:
    """The number of the text that a page has when it is asked for the so-manieth time."""
    return (look + 7 * int(name.rpartition(".")[2])) // CHANGES


class Server(ThreadingHTTPServer):
    """Many connections at once, none of them waited for."""

    daemon_threads = True
    request_queue_size = 128


def serve(port: Any) -> None:
    """The site, in a process of its own: its memory is not the monitor's."""
    server = Server(("0.0.0.0", 0), Site)  # 127.0.0.1, 127.0.0.2 and so on
    port.value = server.server_address[1]
    server.serve_forever()


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process and its readers hold at one moment."""

    checks: int
    memory: int  # kB, of the process itself
    readers: int  # kB, of the processes that read pages
    descriptors: int
    threads: int
    database: int  # bytes
    snapshots: int  # bytes


def taken(checks: int, config: Config, site: int) -> Sample:
    """A sample now; `site`: the process of the site, which does not count."""
    here = os.getpid()
    children = [pid for pid in _descendants(here) if pid != site]
    folder = config.snapshots.parent
    return Sample(
        checks,
        _resident(here),
        sum(map(_resident, children)),
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
        sum(f.stat().st_size for f in folder.glob("monitor.db*")),
        sum(f.stat().st_size for f in config.snapshots.rglob("*") if f.is_file()),
    )


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *_descendants(child)]
    return found


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def configured(folder: Path, port: int, pages: int) -> Config:
    """So many pages of as many hosts, and one recipient."""
    watches = tuple(
        Watch(
            f"page-{n}", f"Service {n}", "Terms", f"http://127.0.0.{n + 1}:{port}/terms",
            every=EVERY, jitter=0.0, allow_private=True,
        )
        for n in range(pages)
    )  # fmt: skip
    route = Route("all", (f"json://127.0.0.1:{port}/hook",), per_hour=1_000_000, reminders=(30, 7))
    database = f"sqlite:///{folder / 'monitor.db'}"
    config = Config(folder / "w.yaml", watches, (route,), database, folder / "snapshots")
    return replace(config, allow_private=True, host_pause=0.0, processes=1)


async def soak(config: Config, checks: int, site: int, port: int) -> tuple[list[Sample], bool]:
    """Round after round until so many checks are done, a sample after each tenth; is all exact?"""
    now = [START]
    fetcher = HttpFetcher(host_pause=0, retries=0, clock=lambda: now[0])
    samples: list[Sample] = []
    done = 0
    with make_monitor(config, fetcher=fetcher, clock=lambda: now[0]) as monitor:
        monitor.take_over()
        with monitor.readers() as readers, monitor.workers(readers) as workers:
            checker = Checker(fetcher, workers, lambda: now[0], only_due=True)

            async def turn() -> int:
                count = len(await checker.check_all(monitor.due()))
                await asyncio.to_thread(_rest_of_the_turn, monitor)
                waiting = monitor.storage.next_due()
                now[0] = max(now[0] + timedelta(minutes=1), waiting[1] if waiting else now[0])
                return count

            while done < checks:
                done += await turn()
                if done * SAMPLES >= checks * (len(samples) + 1):
                    samples.append(taken(done, config, site))
                    print(row(samples[-1]), file=sys.stderr, flush=True)
            days = (now[0] - START).days
            await asyncio.to_thread(ended, port)
            settled = now[0] + timedelta(days=2)
            while now[0] < settled:
                await turn()
        await fetcher.aclose()
        problems = monitor.storage.verify().problems
        print(f"{done:,} checks of {days} days; verify: {problems or 'clean'}")
        exact = counted(monitor, ended(port))
    return samples, exact and not problems


def ended(port: int) -> Any:
    """Have the site change no more; which text each page has, and what was sent of it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/end") as answer:
        return json.load(answer)


def counted(monitor: Monitor, site: Any) -> bool:
    """Has each new text of a page one change and one message?"""
    messages = Counter(site["told"])
    changes = Counter(row.watch_id for row in monitor.changes())
    odd = []
    for number, reached in site["texts"].items():
        n = int(number) - 1
        expected = reached - text(1, number)
        told, found = messages.pop(str(n), 0), changes.pop(f"page-{n}", 0)
        if not expected == told == found:
            odd.append(f"page-{n}: {expected} texts, {found} changes, {told} messages")
    odd += [f"nobody expected {count} of {what}" for what, count in (changes + messages).items()]
    sent = len(monitor.alerts(limit=99_999))
    print(f"{sent} alerts; each new text one change and one message: {'no' if odd else 'yes'}")
    for line in odd:
        print(line)
    return not odd


def _rest_of_the_turn(monitor: Monitor) -> None:
    monitor.remind()
    monitor.deliver()
    monitor.end_day()


def main() -> int:
    """Print the samples; 1 when something grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--checks", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    port = multiprocessing.Value("i", 0)
    site = multiprocessing.get_context("fork").Process(target=serve, args=(port,), daemon=True)
    site.start()
    while not port.value:
        time.sleep(0.05)
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        config = configured(folder, port.value, args.pages)
        began = time.monotonic()
        samples, exact = asyncio.run(soak(config, args.checks, site.pid or 0, port.value))
        seconds = time.monotonic() - began
    site.kill()
    print(f"{seconds:,.0f} s, {samples[-1].checks / seconds:,.0f} checks a second")
    print("  checks  MB here  MB readers  descriptors  threads  MB database  MB snapshots")
    for sample in samples:
        print(row(sample))
    return 1 if grew(samples) or not exact else 0


def row(s: Sample) -> str:
    """A line of the table."""
    return (
        f"{s.checks:8,}  {s.memory / 1e3:7.1f}  {s.readers / 1e3:10.1f}  {s.descriptors:11}"
        f"  {s.threads:7}  {s.database / 1e6:11.2f}  {s.snapshots / 1e6:12.2f}"
    )


def grew(samples: list[Sample]) -> bool:
    """Did the most of the second half exceed that of the first?"""
    first, second = samples[1 : SAMPLES // 2], samples[SAMPLES // 2 :]

    def most(half: list[Sample], name: str) -> int:
        return max(int(getattr(s, name)) for s in half)

    roughly = ("memory", "readers", "descriptors")  # a connection may be closing at that moment
    found = [n for n in roughly if most(second, n) > SLACK * most(first, n)]
    more = most(second, "threads") - most(first, "threads")
    found += ["threads"] * (more > POOL)
    print(f"grew: {', '.join(found)}" if found else "nothing grew")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

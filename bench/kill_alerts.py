"""Kill the monitor at random and at each named step, and count alerts that were lost or came twice.

    python bench/kill_alerts.py [--kills 500] [--pages 20] [--versions 10] [--seed 1]

A process reads made-up pages that change each time and sends to three recipients (local HTTP
servers); it is killed (SIGKILL) and started again until the kills are used up, then it may finish.
In the end every change must have reached every recipient. A message that came twice is explained by
the step at which the process died between the channel's answer and its note of it.
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import os
import random
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import structlog

from monitor import compare
from monitor.app import make_monitor
from monitor.config import Config
from monitor.model import Fetched, Route, Watch
from monitor.notify import AppriseNotifier, problem
from monitor.service.process import PageProcessor
from monitor.storage import Storage

START = datetime(2026, 3, 1, tzinfo=UTC)
RECIPIENTS = ("a", "b", "c")
STEPS: dict[str, tuple[type, str, bool]] = {
    # name: (class, method, killed after it rather than before)
    "before a check is recorded": (Storage, "record", False),
    "after a check was recorded": (Storage, "record", True),
    "after alerts were claimed": (Storage, "due_alerts", True),
    "after a claim was kept up": (Storage, "keep_claim", True),
    "before a message is sent": (AppriseNotifier, "send", False),
    "after a message was sent": (AppriseNotifier, "send", True),
    "before a part is noted": (Storage, "part_sent", False),
    "after a part was noted": (Storage, "part_sent", True),
    "before a message is noted": (Storage, "alert_sent", False),
    "after a message was noted": (Storage, "alert_sent", True),
}


def answer(watch: Watch, number: int, at: datetime) -> Fetched:
    """A page that says something else in each version."""
    rest = "".join(f"<p>Clause {n} says what clause {n} always said here.</p>" for n in range(9))
    body = f"<main><h1>Terms</h1><p>We keep your data for {number} days.</p>{rest}</main>"
    headers = (("content-type", "text/html"),)
    page = f"<html><body>{body}</body></html>".encode()
    return Fetched(watch.url, watch.url, 200, headers, page, at)


def configured(folder: Path, port: int, pages: int) -> Config:
    """So many pages, each of a service of its own, and three recipients."""
    watches = tuple(
        Watch(f"page-{n}", f"Service {n}", "Terms", f"https://p{n}.example/", confirm=False)
        for n in range(pages)
    )
    urls = tuple(f"json://127.0.0.1:{port}/{name}" for name in RECIPIENTS)
    return Config(
        folder / "watchlist.yaml",
        watches,
        (Route("all", urls, per_hour=1_000_000),),
        f"sqlite:///{folder / 'monitor.db'}",
        folder / "snapshots",
        processes=1,
    )


def work(config: Config, versions: int, kill: tuple[str, int] | None) -> None:
    """Check and deliver until all versions are recorded and the outbox is empty."""
    if kill is not None:
        arm(*kill)
    rounds = config.path.with_name("rounds")
    with Storage.open(config.database, config.snapshots) as storage:

        def clock() -> datetime:
            return START + timedelta(hours=rounds.stat().st_size if rounds.exists() else 0)

        storage.sync_watches(config.watches, clock())
        monitor = make_monitor(config, storage=storage, clock=clock)
        processor = PageProcessor(config, storage, clock)
        while True:
            with rounds.open("ab") as file:
                file.write(b".")
            monitor.deliver()
            behind = [p for p in storage.pages() if p.version <= versions]
            if not behind and not any(storage.alerts(status=s) for s in ("pending", "failed")):
                return
            for page in behind:
                watch = monitor.watch(page.watch_id)
                now = clock()
                if claimed := storage.claim(watch.id, now, timedelta(minutes=9)):
                    processor.process(watch, claimed, answer(watch, page.version + 1, now), now)


def arm(step: str, count: int) -> None:
    """Die at the count-th time that this step is reached."""
    owner, name, after = STEPS[step]
    original = getattr(owner, name)
    reached = 0

    def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal reached
        reached += 1
        if reached == count and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if reached == count and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def receive(port: int, log: Path) -> None:
    """The three recipients: a line for each message that arrived."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with log.open("a") as file:
                file.write(f"{self.path} {body['alert_id']}\n")
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """The log is the file."""

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


def warm_up() -> None:
    """Load once what every life would load again: they are forks."""
    pages = [answer(Watch("w", "S", "D", "https://a.example/"), n, START).body for n in (1, 2)]
    compare(*pages, media_type="text/html")
    problem("json://127.0.0.1:9/a")


def run_once(config: Config, versions: int, dice: random.Random, steps: list[str]) -> str:
    """One life of the process; what ended it ("" when it finished)."""
    step = steps[0] if steps and dice.random() < 0.6 else ""
    kill = (step, dice.randint(1, 12)) if step else None
    child = multiprocessing.get_context("fork").Process(target=work, args=(config, versions, kill))
    child.start()
    if kill is None:
        time.sleep(dice.uniform(0.0, 0.8))
        child.kill()
    child.join(120)
    if child.exitcode == 0:
        return ""
    if step:
        steps.append(steps.pop(0))
    return step or "at random"


def main() -> None:
    """Kill, finish, count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in (("kills", 500), ("pages", 20), ("versions", 10), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warm_up()
    dice, steps = random.Random(options.seed), list(STEPS)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder, log = Path(name), Path(name) / "received"
        log.touch()
        server = multiprocessing.get_context("fork").Process(
            target=receive, args=(port, log), daemon=True
        )
        server.start()
        config = configured(folder, port, options.pages)
        ends: Counter[str] = Counter()
        versions = options.versions
        while sum(ends.values()) < options.kills:
            end = run_once(config, versions, dice, steps)
            if end:
                ends[end] += 1
            else:
                versions += 1  # all told: more changes for the rest of the kills
        work(config, versions, None)
        report(config, log, ends)
        server.kill()


def report(config: Config, log: Path, ends: Counter[str]) -> None:
    """What was lost and what came twice. Exit code 1 when something was lost."""
    received = Counter(log.read_text().split("\n")[:-1])
    with Storage.open(config.database, config.snapshots) as storage:
        changes, alerts = storage.changes(), storage.alerts()
    places = {n: f"/{name}" for n, name in enumerate(RECIPIENTS, start=1)}
    by_change = Counter(alert.change_id for alert in alerts)
    lost = sum(len(RECIPIENTS) - by_change[change.id] for change in changes)
    lost += sum(not received[f"{places[a.slot or 0]} {a.sent_as}"] for a in alerts)
    twice = sum(n - 1 for n in received.values())
    print(f"{sum(ends.values())} kills, {len(changes)} changes, {len(alerts)} alerts")
    for step, number in sorted(ends.items()):
        print(f"  {number:4} {step}")
    print(f"lost: {lost}")
    between = ("after a message was sent", "before a part is noted", "after a part was noted")
    deaths = sum(ends[step] for step in (*between, "before a message is noted"))
    print(
        f"came twice: {twice}; {deaths} deaths were between a message's acceptance and the note of"
    )
    print("it, others of those at random; each may double one message of every recipient")
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()

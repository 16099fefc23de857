"""Kill the monitor at random and at each named step, and count alerts that were lost or came twice.

    python bench/kill_alerts.py [--kills 500] [--tracks 2] [--pages 10] [--folder FOLDER]

A process reads made-up pages that change each time and sends to three recipients (local HTTP
servers); it is killed (SIGKILL) and started again until the kills are used up, then it may finish.
In the end every change must have reached every recipient. `--tracks` such histories run side by
side and share the kills. With `--folder` a run that was interrupted goes on where it stood.

A message that came twice is explained when its first copy was the last that its recipient got from
a life of the process, and that life was killed: it died between the channel's answer and its own
note of it. Anything else that came twice is counted as unexplained.
"""

from __future__ import annotations

import argparse
import itertools
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
from dataclasses import dataclass
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
NAMED = 0.6  # share of the kills that are at a named step
REACHED = (1, 1, 2, 2, 3, 4, 8)  # times that a step is reached before the process dies there
LIFE = 0.5  # seconds until it dies at random, at most
CRASHED = "crashed by itself"  # a fault of monitor's own
UNEXPLAINED = "not explained"
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
        arm(STEPS[kill[0]], kill[1])
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


def arm(step: tuple[type, str, bool], count: int) -> None:
    """Die at the count-th time that this step is reached."""
    owner, name, after = step
    original = getattr(owner, name)
    numbers = itertools.count(1)  # its own to each call: several threads pass here at once

    def deadly(*args: Any, **kwargs: Any) -> Any:
        number = next(numbers)
        if number == count and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        if number == count and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def receive(port: int, folder: Path) -> None:
    """The three recipients: of each message that came whole, from which life, to whom, its id."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                name = json.loads(raw)["alert_id"]
            except ValueError:
                return  # the sender died while it wrote
            with (folder / "received").open("a") as file:
                file.write(f"{(folder / 'life').read_text()} {self.path[1:]} {name}\n")
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


def run_once(config: Config, versions: int, dice: random.Random, step: str) -> str:
    """One life of the process; what ended it ("" when it finished)."""
    kill = (step, dice.choice(REACHED)) if step else None
    child = multiprocessing.get_context("fork").Process(target=work, args=(config, versions, kill))
    child.start()
    if kill is None:
        time.sleep(dice.uniform(0.0, LIFE))
        child.kill()
    child.join(120)
    if child.exitcode in (0, -signal.SIGKILL):
        return "" if child.exitcode == 0 else step or "at random"
    child.kill()  # it hangs, where it has no exit code
    return CRASHED


def run_track(folder: Path, kills: int, pages: int, versions: int, seed: int) -> None:
    """One history with its recipients: kill, go on, and in the end let it finish.

    The files of `folder` are all that is known, so that it can be taken up again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = _port(folder / "port")
    (folder / "received").touch()
    server = multiprocessing.get_context("fork").Process(target=receive, args=(port, folder))
    server.start()
    config, deaths = configured(folder, port, pages), folder / "deaths"
    ends = deaths.read_text().split("\n")[:-1] if deaths.exists() else []
    steps = list(STEPS)
    try:
        while (died := sum(end != "" for end in ends)) < kills:
            dice = random.Random(f"{seed} {len(ends)}")
            step = steps[len(ends) % len(steps)] if dice.random() < NAMED else ""
            (folder / "life").write_text(str(len(ends)))
            # When all is told there are more changes for the rest of the kills.
            ends.append(run_once(config, versions + len(ends) - died, dice, step))
            with deaths.open("a") as file:
                file.write(f"{ends[-1]}\n")
        (folder / "life").write_text(str(len(ends)))
        last = multiprocessing.get_context("fork").Process(
            target=work, args=(config, versions + len(ends) - died, None)
        )
        last.start()
        last.join()
        sys.exit(last.exitcode)
    finally:
        server.kill()


def _port(file: Path) -> int:
    """The same for a history that is taken up again: an address is who a recipient is."""
    if not file.exists():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            file.write_text(str(free.getsockname()[1]))
    return int(file.read_text())


@dataclass(frozen=True)
class Count:
    """What one history came to: deaths by step, and messages that came twice by the step too."""

    deaths: Counter[str]
    changes: int
    alerts: int
    lost: int
    twice: Counter[str]


def count(folder: Path) -> Count:
    """What was lost and what came twice."""
    ends = (folder / "deaths").read_text().split("\n")[:-1]
    received = [line.split() for line in (folder / "received").read_text().splitlines()]
    with Storage.open(f"sqlite:///{folder / 'monitor.db'}", folder / "snapshots") as storage:
        changes, alerts = storage.changes(), storage.alerts()
    places = dict(enumerate(RECIPIENTS, start=1))
    arrived = {(who, name) for _, who, name in received}
    by_change = Counter(alert.change_id for alert in alerts)
    lost = sum(len(RECIPIENTS) - by_change[change.id] for change in changes)
    lost += sum((places[a.slot or 0], a.sent_as) not in arrived for a in alerts)
    last = {(life, who): name for life, who, name in received}
    seen: dict[tuple[str, str], str] = {}
    twice: Counter[str] = Counter()
    for life, who, name in received:
        if (before := seen.get((who, name))) is not None:
            killed = int(before) < len(ends) and ends[int(before)]
            explained = killed and life != before and last[before, who] == name
            twice[str(killed) if explained else UNEXPLAINED] += 1
        seen[who, name] = life
    return Count(Counter(end for end in ends if end), len(changes), len(alerts), lost, twice)


def report(counts: list[Count]) -> None:
    """The sums of all tracks. Exit code 1 when something was lost, crashed or is not explained."""
    deaths, twice = Counter[str](), Counter[str]()
    for one in counts:
        deaths += one.deaths
        twice += one.twice
    lost = sum(one.lost for one in counts)
    changes, alerts = sum(one.changes for one in counts), sum(one.alerts for one in counts)
    print(f"{deaths.total()} kills, {changes} changes, {alerts} alerts: {lost} lost")
    print(f"{twice.total()} came twice; by where the process died after the first copy:")
    print(f"  {'kills':>6} {'twice':>6}")
    for step in (*STEPS, "at random", CRASHED, UNEXPLAINED):
        if deaths[step] or twice[step]:
            print(f"  {deaths[step]:6} {twice[step]:6} {step}")
    sys.exit(1 if lost or deaths[CRASHED] or twice[UNEXPLAINED] else 0)


def main() -> None:
    """Kill, finish, count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    given = (("kills", 500), ("tracks", 2), ("pages", 10), ("versions", 10), ("seed", 1))
    for name, default in given:
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--folder", type=Path, help="keep all here, and go on from it")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warm_up()
    with tempfile.TemporaryDirectory() as name:
        folders = [(options.folder or Path(name)) / f"track-{n}" for n in range(options.tracks)]
        tracks = []
        for number, folder in enumerate(folders):
            kills = options.kills * (number + 1) // options.tracks
            kills -= options.kills * number // options.tracks
            seed = options.seed * 1_000 + number
            args = (folder, kills, options.pages, options.versions, seed)
            track = multiprocessing.get_context("fork").Process(target=run_track, args=args)
            track.start()
            tracks.append(track)
        for track in tracks:
            track.join()
        if any(track.exitcode for track in tracks):
            sys.exit(f"a track did not come to its end: {[track.exitcode for track in tracks]}")
        report([count(folder) for folder in folders])


if __name__ == "__main__":
    main()

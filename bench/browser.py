"""What a browser costs, and what it finds: plain, auto and browser on a local site.

    python bench/browser.py [--rounds 3]

Each kind of page of tests/drawn_site.py is checked as `monitor check` does it, three ways: seconds
for one page, the most memory that the browser held, and how much of the policy was read. Then 60
pages that come with their text, plainly and with `auto`, in turns: what auto costs them.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from monitor.app import make_monitor
from monitor.cli.logs import configure
from monitor.config import Config
from monitor.fetch import HttpFetcher
from monitor.model import Watch
from tests import drawn_site
from tests.drawn_site import BROWSER, CLAUSES, KINDS
from tests.rawserver import RawServer, ok

WAYS = ("plain", "auto", "browser")
MANY = 60


class Memory(threading.Thread):
    """The most that processes below this one held for themselves, while it runs."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._ended = threading.Event()

    def run(self) -> None:
        """Look four times a second."""
        while not self._ended.wait(0.25):
            held = 0
            for process in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if "chrom" in process.name() or process.name() == "node":
                        memory = process.memory_info()
                        held += memory.rss - memory.shared
            self.most = max(self.most, held)

    def end(self) -> int:
        """Bytes."""
        self._ended.set()
        self.join()
        return self.most


def checked(
    watches: tuple[Watch, ...], folder: Path, fetcher: HttpFetcher
) -> tuple[float, list[str]]:
    """Seconds of a second check (the first starts what has to start), and the texts read."""
    config = Config(
        path=folder / "watchlist.yaml",
        watches=watches,
        database=f"sqlite:///{folder / 'monitor.db'}",
        snapshots=folder / "snapshots",
    )
    with make_monitor(config, fetcher=fetcher) as monitor:
        monitor.check()
        began = time.perf_counter()
        monitor.check()
        seconds = time.perf_counter() - began
        pages = [monitor.storage.page(watch.id) for watch in watches]
        texts = [
            monitor.storage.version(page.watch_id).content.text if page.version else ""
            for page in pages
        ]
    return seconds, texts


def by_kind() -> None:
    """One line for each way, over all kinds."""
    print(f"{'':10} {'pages read':>12} {'text found':>12} {'s a page':>10} {'MB':>6}")
    for way in WAYS:
        memory, took, found, read = Memory(), [], 0, 0
        fetcher = HttpFetcher(host_pause=0.0, browser=BROWSER)
        memory.start()
        for name, routes in KINDS.items():
            with RawServer(routes(CLAUSES)) as site, tempfile.TemporaryDirectory() as folder:
                extra = drawn_site.settings(name) if way != "plain" else {}
                watch = Watch(
                    "w", "S", "D", drawn_site.address(name, site.url), allow_private=True,
                    confirm=False, fetch=way, **extra,
                )  # fmt: skip
                seconds, (text,) = checked((watch,), Path(folder), fetcher)
            clauses = sum(words in text for _, words in CLAUSES)
            found += clauses
            read += clauses == len(CLAUSES)
            took.append(seconds)
        asyncio.run(fetcher.aclose())
        share = f"{found / len(KINDS) / len(CLAUSES):.0%}"
        middle, most = statistics.median(took), memory.end() // 1_000_000
        print(f"{way:10} {f'{read} of {len(KINDS)}':>12} {share:>12} {middle:>10.2f} {most:>6}")


def what_auto_costs(rounds: int) -> None:
    """Pages with their text, plainly and with auto, in turns."""
    long = drawn_site.body_of(CLAUSES * 40)
    bodies = {f"/{n}": ok(drawn_site.page(f"<main>{long}<p>{n}</p></main>")) for n in range(MANY)}
    seconds: dict[str, list[float]] = {"plain": [], "auto": []}
    fetcher = HttpFetcher(host_pause=0.0, browser=BROWSER)
    with RawServer(bodies) as site:
        one = Watch("w", "S", "D", site.url, allow_private=True, confirm=False)
        for turn in range(2 * rounds):
            way = ("plain", "auto")[(turn + turn // 2) % 2]
            watches = tuple(
                replace(one, id=f"w{n}", url=f"{site.url}/{n}", fetch=way) for n in range(MANY)
            )
            with tempfile.TemporaryDirectory() as folder:
                before = _cores()
                checked(watches, Path(folder), fetcher)
                seconds[way].append(_cores() - before)
    for way, found in seconds.items():
        print(f"{MANY} pages with their text, {way}: {statistics.median(found):.2f} s of the cores")
    ratio = statistics.median(seconds["auto"]) / statistics.median(seconds["plain"]) - 1
    print(f"auto costs them {ratio:+.1%} (the middle of {rounds} each)")


def _cores() -> float:
    """Seconds that the cores worked for this process and those it has ended: no wall clock, which
    other work on the machine would move more than what is measured."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    configure(Config(path=Path("watchlist.yaml")), least="critical")
    if not drawn_site.WHY_NOT:
        by_kind()
    what_auto_costs(rounds)


if __name__ == "__main__":
    main()

"""What a browser leaves behind: python bench/drawn_stress.py [--draws 200]

Every kind of page of tests/drawn_site.py and its hostile twins (windows, downloads, crashes, hung
scripts, ever more memory) in a fixed disorder, two at a time. Every ten draws: the memory and
descriptors of this process, the browser's processes, those that nobody reaped, the memory of
its driver, and how many objects of playwright are held here. All are to stay as they are.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher
from monitor.model import Watch
from tests import drawn_site
from tests.drawn_site import BROWSER, CLAUSES, KINDS, endless, hostile, restless
from tests.rawserver import RawServer

NOWHERE = "127.0.0.1:1"
SECONDS = 8.0  # for one page
MEMORY = 700_000_000  # of the browser, after which it is ended
TOO_BIG = "500 MB of page"  # takes its whole time and shows nothing more


def figures() -> str:
    """What is held just now."""
    gc.collect()
    held = sum("playwright" in type(thing).__module__ for thing in gc.get_objects())
    browsers = unreaped = driver = 0
    for process in psutil.Process().children(recursive=True):
        try:
            name, status, rss = process.name(), process.status(), process.memory_info().rss
        except psutil.Error:  # it ends while it is asked
            continue
        unreaped += status == psutil.STATUS_ZOMBIE
        browsers += "chrom" in name
        driver += rss if "node" in name else 0
    own = psutil.Process()
    return (
        f"{own.memory_info().rss / 1e6:4.0f} MB here, {own.num_fds():3} descriptors,"
        f" {browsers:2} processes of a browser, {unreaped} not reaped,"
        f" driver {driver / 1e6:3.0f} MB, {held:3} objects"
    )


async def drawn(draws: int, addresses: list[tuple[str, str]]) -> Counter[str]:
    """What became of so many draws of these pages, by the reason of a failure."""
    fetcher = HttpFetcher(
        host_pause=0.0, retries=0, browser=replace(BROWSER, allow=("*",), memory=MEMORY)
    )
    came: Counter[str] = Counter()
    waiting = iter(addresses[:draws])

    async def one_after_the_other(host: str) -> None:
        for name, url in waiting:
            watch = Watch(
                *("w", "S", "D", url.replace("127.0.0.1", host)),
                allow_private=True,
                fetch="browser",
                timeout=SECONDS,
            )
            try:
                await fetcher.fetch(replace(watch, **drawn_site.settings(name)))
                came["drawn"] += 1
            except FetchError as error:
                came[error.reason] += 1
            if came.total() % 10 == 0:
                print(f"{came.total():4}  {figures()}", flush=True)

    try:
        await asyncio.gather(*map(one_after_the_other, ("127.0.0.1", "localhost")))
    finally:
        await fetcher.aclose()
    return came


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=200)
    draws = parser.parse_args().draws
    pages = {name: make(CLAUSES) for name, make in KINDS.items()}
    pages |= hostile(NOWHERE) | restless() | endless()
    del pages[TOO_BIG]
    with ExitStack() as open_:
        sites = {name: open_.enter_context(RawServer(routes)) for name, routes in pages.items()}
        all_of_them = [(name, drawn_site.address(name, site.url)) for name, site in sites.items()]
        many = all_of_them * (draws // len(all_of_them) + 1)
        random.Random(1).shuffle(many)
        came = asyncio.run(drawn(draws, many))
        print(f" end  {figures()}")
    print(", ".join(f"{number} {reason}" for reason, number in came.most_common()))


if __name__ == "__main__":
    main()

"""What questions and looks cost with 10, 10,000 and 100,000 watches: a generated list and history.

    python bench/scale.py FOLDER [--watches 10 10000 100000] [--part questions upcoming growth …]

FOLDER is filled once and used again. Seconds are CPU of the whole command, the least of three runs,
as other work on the machine only adds; memory is the most that the command had. The watches are of
2,000 hosts on 127.x addresses; nothing is fetched but by `connections`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from monitor.app import make_monitor
from monitor.config import load_config
from monitor.fetch import HttpFetcher
from monitor.model import (
    Block,
    BlockKind,
    Change,
    DateChange,
    Decision,
    Document,
    Fetched,
    Kind,
    Observation,
    Outcome,
    PageState,
    Section,
    Watch,
)
from monitor.model.records import ChangeRecord, NewVersion, Recording
from monitor.service import working_out
from monitor.storage import Storage
from monitor.storage.schema import page

MONITOR = str(Path(sys.executable).with_name("monitor"))
HOSTS = 2_000
NOW = datetime.now(UTC).replace(microsecond=0)
RUNS = 3
DATED, VERSIONS = 1_000, 20
PAGES, LOOKS = 50, 120  # a page every six hours for a month


def host(number: int) -> str:
    """One of the hosts, on the loopback."""
    number %= HOSTS
    return f"127.1.{number // 250}.{number % 250 + 1}"


def watchlist(count: int, every: str = "6h") -> Iterator[str]:
    """The lines of a list of so many watches."""
    yield f"defaults:\n  every: {every}\n  allow_private: true\nwatches:\n"
    for n in range(count):
        yield (
            f"  - id: service-{n % HOSTS}-terms-{n}\n    service: Service {n % HOSTS}\n"
            f"    document: Terms {n // HOSTS}\n    url: http://{host(n)}:8000/terms/{n}\n"
        )


def prepared(folder: Path, count: int) -> Path:
    """A folder with a list of so many watches, all looked at, none due."""
    place = folder / f"{count}"
    if (place / "monitor.db").exists():
        return place
    place.mkdir(parents=True)
    (place / "watchlist.yaml").write_text("".join(watchlist(count)))
    config = load_config(place / "watchlist.yaml", {}, thorough=False)
    with make_monitor(config) as monitor:
        monitor.take_over()
        storage = monitor.storage
        first = config.watches[0]
        _record(storage, first, NOW - timedelta(hours=3), _document(1), 0)
        with storage._db.write() as connection:
            # Spread over six hours to come, as after a day of work.
            for n, watch in enumerate(config.watches):
                values = {"next_due_at": NOW + timedelta(days=30, seconds=21_600 * n / count)}
                values |= {"fetched_at": NOW - timedelta(hours=1), "outcome": "unchanged"}
                values |= {"ok_at": NOW - timedelta(hours=1)}
                mine = page.c.watch_id == watch.id
                connection.execute(sa.update(page).where(mine).values(values))
        storage.tick(datetime.now(UTC))
        storage.delivered(datetime.now(UTC))
    return place


def _document(number: int, day: date = date(2027, 3, 1)) -> Document:
    """Some 8 kB of terms; each version has another sentence."""
    text = (
        "We collect the information that you give us when you open an account, and use it to"
        " provide the service, to keep it secure and to tell you of changes."
    )
    blocks = [
        Block(BlockKind.PARAGRAPH, f"{n}. {text}", f"{n}. {text}".casefold()) for n in range(50)
    ]
    new = f"These terms take effect on {day:%d %B %Y}. Revision {number} of our practices."
    blocks.insert(3, Block(BlockKind.PARAGRAPH, new, new.casefold()))
    return Document("Terms", "en", (Section(("Terms", "General"), tuple(blocks)),))


def _record(
    storage: Storage, watch: Watch, at: datetime, document: Document | None, expected: int
) -> None:
    """One look, with a version if there is a document, and a change if it is not the first."""
    version, change = None, None
    body = f"<p>{watch.id} {expected}".encode()
    answer = Fetched(watch.url, watch.url, 200, (), body, at, seconds=0.2)
    if document is not None:
        sha256 = storage.add_snapshot(watch.id, answer).sha256
        version = NewVersion(document, document.digest, "bench", sha256, at)
        if expected:
            change = ChangeRecord(
                f"{abs(hash((watch.id, expected))):x}"[:12], watch.id, watch.service,
                watch.document, watch.url, expected, expected + 1, at, at,
                Change(Kind.SUBSTANTIVE, ("effective-date",), severity="medium",
                       dates=(DateChange("effective", None, "2027-03-01"),),
                       summary="takes effect 1 March 2027"),
            )  # fmt: skip
    outcome = Outcome.UNCHANGED if version is None else Outcome.SUBSTANTIVE
    observation = Observation(at, answer, None, version.snapshot if version else "")
    decision = Decision(outcome=outcome, state=PageState(), change=change and change.change)
    storage.record(
        Recording(watch.id, observation, decision, at + timedelta(days=60), expected,
                  version=version, change=change)
    )  # fmt: skip


def command(folder: Path, *words: str) -> tuple[float, float]:
    """CPU seconds and MB of a command in a folder."""
    best, most = float("inf"), 0.0
    environ = dict(os.environ, XDG_CACHE_HOME=str(folder / "cache"))
    for _ in range(RUNS):
        code = (
            "import resource,subprocess,sys;"
            "r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.PIPE);"
            "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
            "print(u.ru_maxrss, u.ru_utime + u.ru_stime)"
        )
        done = subprocess.run(
            [sys.executable, "-S", "-c", code, MONITOR, *words],
            cwd=folder, env=environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
        memory, used = map(float, done.stdout.split())
        best, most = min(best, used), memory / 1024
    return best, most


def questions(folder: Path, counts: list[int]) -> None:
    """Show, list, health, and a tick with nothing to do."""
    for count in counts:
        place = prepared(folder, count)
        with Storage.open(f"sqlite:///{place}/monitor.db", place / "snapshots") as storage:
            storage.tick(datetime.now(UTC))
            storage.delivered(datetime.now(UTC))
        for words in (("show", "service-0-terms-0"), ("list",), ("health",)):
            seconds, memory = command(place, *words)
            print(f"{count:7,} watches  {words[0]:8} {seconds:7.2f} s {memory:6.0f} MB", flush=True)
        tick(place, count)


def tick(place: Path, count: int) -> None:
    """What the daemon asks every few seconds."""
    config = load_config(place / "watchlist.yaml", {}, thorough=False)
    with make_monitor(config) as monitor:
        least = min(_seconds(lambda: (monitor.due(), monitor.storage.next_due())) for _ in range(9))
    print(f"{count:7,} watches  idle tick {least * 1000:6.1f} ms", flush=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def upcoming(folder: Path, counts: list[int]) -> None:
    """Dates to come in the current versions of many pages with many versions."""
    place = folder / "dated"
    if not (place / "monitor.db").exists():
        place.mkdir(parents=True)
        (place / "watchlist.yaml").write_text("".join(watchlist(DATED)))
        config = load_config(place / "watchlist.yaml", {}, thorough=False)
        with make_monitor(config) as monitor:
            monitor.take_over()
            for watch in config.watches:
                for n in range(VERSIONS):
                    at = NOW - timedelta(days=10 * (VERSIONS - n))
                    _record(monitor.storage, watch, at, _document(n), n)
    with make_monitor(load_config(place / "watchlist.yaml", {}, thorough=False)) as monitor:
        working_out.bring_up_to_date(monitor.storage)  # as the daemon does, or `monitor check`
    for words in (("upcoming",), ("facts",)):
        start = time.perf_counter()
        first = command(place, *words)
        whole = time.perf_counter() - start
        print(f"{DATED:,} watches x {VERSIONS} versions  {words[0]:8} {first[0]:6.2f} s"
              f" {first[1]:5.0f} MB ({RUNS} runs {whole:.1f} s)", flush=True)  # fmt: skip


def growth(folder: Path, counts: list[int]) -> None:
    """Bytes of the database for each look that found nothing new."""
    place = folder / "growth"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "watchlist.yaml").write_text("".join(watchlist(PAGES)))
    config = load_config(place / "watchlist.yaml", {}, thorough=False)
    database = place / "monitor.db"
    with make_monitor(config) as monitor:
        monitor.take_over()
        storage = monitor.storage
        begin = NOW - timedelta(days=LOOKS / 4)
        for watch in config.watches:
            _record(storage, watch, begin, _document(1), 0)
        before = _packed_size(storage, database)
        for n in range(LOOKS):
            at = begin + timedelta(hours=6 * (n + 1))
            for watch in config.watches:
                _record(storage, watch, at, None, 1)
            storage.seal(at)
        grown = _packed_size(storage, database) - before
        problems = storage.verify().problems
    print(f"{grown / PAGES / LOOKS:.0f} bytes per unchanged look, every 6 h, sealed daily"
          f" ({len(problems)} problems found by verify)")  # fmt: skip


def _packed_size(storage: Storage, database: Path) -> int:
    with storage._db._engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database.stat().st_size


def connections(folder: Path, counts: list[int]) -> None:
    """CPU of one page with 8 and with 64 connections, over 512 hosts of a local server."""
    for at_once in (8, 64, 256):
        print(f"{at_once:3} at once: {asyncio.run(_fetched(at_once)) * 1000:.2f} ms CPU per page")


async def _fetched(at_once: int, pages: int = 1_536) -> float:
    body = b"<p>terms</p>" * 400
    head = f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(body)}\r\n\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
    port = server.sockets[0].getsockname()[1]
    fetcher = HttpFetcher(host_pause=0, retries=0, concurrency=at_once)
    watches = [
        Watch(f"w{n}", "", "", f"http://{host(n % 512)}:{port}/{n}", allow_private=True)
        for n in range(pages)
    ]
    before = resource.getrusage(resource.RUSAGE_SELF)
    await asyncio.gather(*(fetcher.fetch(watch) for watch in watches))
    after = resource.getrusage(resource.RUSAGE_SELF)
    await fetcher.aclose()
    server.close()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used / pages


PARTS = {
    "questions": questions,
    "upcoming": upcoming,
    "growth": growth,
    "connections": connections,
}


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--watches", type=int, nargs="*", default=[10, 10_000, 100_000])
    parser.add_argument("--part", nargs="*", choices=PARTS, default=list(PARTS))
    args = parser.parse_args()
    for name in args.part:
        PARTS[name](args.folder.absolute(), args.watches)


if __name__ == "__main__":
    main()

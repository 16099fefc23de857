"""How small recorded pages become with `keep: all`, and how long that takes.

    python bench/snapshots.py STREAM… [--limit N] [--database URL] [--read]

STREAM: recorded snapshots as JSON Lines (watch, url, fetched_at, status, content_type, body), plain
or .zst, or a folder of them. Every snapshot goes through Storage.add_snapshot into a scratch
folder; printed are the raw bytes (of all snapshots, and of the distinct bodies), the bytes on disk,
their ratio, and the milliseconds a snapshot took. `--read` reads every body back.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from monitor.model import Fetched, Watch
from monitor.storage import Storage


@dataclass
class Totals:
    """What one stream came to."""

    snapshots: int = 0
    distinct: int = 0
    raw: int = 0  # bytes of all snapshots
    raw_distinct: int = 0
    stored: int = 0
    seconds: float = 0.0
    read_seconds: float = 0.0

    def add(self, other: Totals) -> None:
        """Sum up, field by field."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def line(self, name: str) -> str:
        """One row of the table."""
        return (
            f"{name[:44]:44} {self.snapshots:6} {self.distinct:6} {self.raw / 1e6:9.1f}"
            f" {self.raw_distinct / 1e6:9.1f} {self.stored / 1e6:8.2f}"
            f" {self.stored / max(1, self.raw):7.2%} {self.stored / max(1, self.raw_distinct):7.2%}"
            f" {self.seconds / max(1, self.snapshots) * 1e3:6.2f}"
            f" {self.read_seconds / max(1, self.distinct) * 1e3:6.2f}"
        )


def main() -> None:
    """Measure, a line per stream and one for all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("streams", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, help="snapshots per stream")
    parser.add_argument("--database", help="URL; default: a scratch SQLite file")
    parser.add_argument("--read", action="store_true", help="read every body back")
    arguments = parser.parse_args()
    total = Totals()
    heading = ("stream", "snaps", "bodies", "raw MB", "distinct", "disk MB", "of raw", "of dist.")
    print("{:44} {:>6} {:>6} {:>9} {:>9} {:>8} {:>7} {:>7} ms/add ms/read".format(*heading))
    for path in _files(arguments.streams):
        with tempfile.TemporaryDirectory(prefix="snapshots-") as scratch:
            url = arguments.database or f"sqlite:///{scratch}/monitor.db"
            with Storage.open(url, Path(scratch) / "snapshots") as storage:
                one = _measure(storage, path, arguments.limit, arguments.read)
        print(one.line(_name(path)), flush=True)
        total.add(one)
    print(total.line("all"))


def _measure(storage: Storage, path: Path, limit: int | None, read: bool) -> Totals:
    totals = Totals()
    watch = Watch(id=_name(path), service="", document="", url="https://example.com/", keep="all")
    storage.sync_watches([watch], datetime.now(UTC))
    for snapshot in itertools.islice(_snapshots(path), limit):
        fetched = _fetched(snapshot)
        start = time.perf_counter()
        storage.add_snapshot(watch.id, fetched, keep=watch.keep)
        totals.seconds += time.perf_counter() - start
        totals.snapshots += 1
        totals.raw += len(fetched.body)
    records = storage.snapshots(watch.id)
    totals.distinct = len(records)
    totals.raw_distinct = sum(r.size for r in records)
    totals.stored = sum(r.stored for r in records)
    start = time.perf_counter()
    for record in records if read else []:
        storage.read_snapshot(record.sha256)
    totals.read_seconds = time.perf_counter() - start
    return totals


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(f for f in path.iterdir() if ".jsonl" in f.suffixes)
        else:
            yield path


def _name(path: Path) -> str:
    return path.name.split(".jsonl")[0]


def _snapshots(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        decompressor = zstandard.ZstdDecompressor(max_window_size=2**31)
        plain = decompressor.stream_reader(file) if path.suffix == ".zst" else file
        yield from map(json.loads, io.TextIOWrapper(plain, encoding="utf-8"))


def _fetched(snapshot: dict[str, Any]) -> Fetched:
    url = snapshot.get("url") or ""  # not every record has one
    return Fetched(
        url=url,
        final_url=url,
        status=snapshot["status"],
        headers=(("content-type", snapshot.get("content_type") or ""),),
        body=snapshot["body"].encode("utf-8", "surrogatepass"),
        fetched_at=datetime.fromisoformat(snapshot["fetched_at"]),
    )


if __name__ == "__main__":
    main()

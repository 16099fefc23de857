"""Recorded pages into a database, as if the daemon had looked at them day by day.

    python bench/recorded_history.py OUT RECORD... [--since 2026-01-01]

RECORD is JSON Lines as `monitor backtest` reads them; a manifest.json beside it may name the
service and terms of each `watch`. A record without an address gets a made-up one. OUT gets
watchlist.yaml, monitor.db and snapshots/, so that every command can be tried on a history:
`cd OUT && monitor changes`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
import zstandard

from monitor.app import make_monitor
from monitor.config import Config
from monitor.config.values import slug
from monitor.model import Fetched, Watch
from monitor.replay import WINDOW
from monitor.storage import Storage


@dataclass
class Tape:
    """A fetcher that answers with the record at hand, and the clock that goes with it."""

    row: dict[str, Any]
    at: datetime

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        """The record as an answer."""
        kind = self.row.get("content_type") or "text/html; charset=utf-8"
        return Fetched(
            url=watch.url,
            final_url=self.row.get("url") or watch.url,
            status=int(self.row.get("status") or 200),
            headers=(("content-type", kind),),
            body=self.row["body"].encode("utf-8", "surrogatepass"),
            fetched_at=self.at,
        )

    async def aclose(self) -> None:
        """Nothing is open."""

    def now(self) -> datetime:
        """When the record was made."""
        return self.at


def records(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of one file, one after the other: together they would not fit into memory."""
    with file.open("rb") as raw:
        stream: Any = raw
        if file.suffix == ".zst":
            stream = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(raw)
        with io.TextIOWrapper(stream, encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def names(file: Path, watch: str) -> tuple[str, str]:
    """Service and document, as the manifest beside the record names them, else from the id."""
    manifest = file.parent / "manifest.json"
    for entry in json.loads(manifest.read_text()) if manifest.exists() else ():
        if entry["watch"] == watch:
            service, document = entry["service"], entry["terms"]
            part = watch.removeprefix(slug(f"{service} {document}")).strip("-").replace("-", " ")
            known = part.isdecimal() or set(part.split()) <= set(document.lower().split())
            return service, document if known else f"{document}: {part.capitalize()}"
    service, _, document = watch.partition("-")
    return service.capitalize(), document.replace("-", " ").capitalize() or "Policy"


async def take(
    storage: Storage, out: Path, file: Path, since: datetime
) -> tuple[Watch | None, int]:
    """Look at one page as often as it was recorded, and read it in this process.

    `Monitor.check` makes readers and threads for each call: nine tenths of the time of a look.
    """
    watch, tape, looks = None, Tape({}, since), 0
    with ExitStack() as held:
        for row in records(file):
            tape.at = datetime.fromisoformat(row["fetched_at"]).astimezone(UTC)
            if tape.at < since:
                continue
            tape.row = row
            if watch is None:
                service, document = names(file, row["watch"])
                url = row["url"] or f"https://{slug(service)}.example/{slug(document)}"
                watch = Watch(row["watch"], service, document, url)
                config = Config(path=out / "watchlist.yaml", watches=(watch,))
                monitor = make_monitor(config, fetcher=tape, storage=storage, clock=tape.now)
                storage.add_watches(config.watches, tape.at)
                workers = held.enter_context(monitor.workers())
            await monitor.check_async([watch], workers=workers)
            monitor.end_day()
            looks += 1
    return watch, looks


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("record", type=Path, nargs="+")
    parser.add_argument("--since", default="1970-01-01")
    args = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    args.out.mkdir(parents=True, exist_ok=True)
    since = datetime.fromisoformat(args.since).replace(tzinfo=UTC)
    lines = ["watches:"]
    with Storage.open(f"sqlite:///{args.out}/monitor.db", args.out / "snapshots") as storage:
        for file in args.record:
            watch, looks = asyncio.run(take(storage, args.out, file, since))
            if watch is None:
                continue
            entry = {"service": watch.service, "document": watch.document, "id": watch.id}
            lines.append(f"  - {json.dumps({**entry, 'url': watch.url})}")
            print(
                f"{watch.id}: {looks} looks, {storage.page(watch.id).version} versions", flush=True
            )
            (args.out / "watchlist.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()

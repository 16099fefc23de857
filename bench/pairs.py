"""Compare labelled pairs of versions; write the answers, print the times.

    python bench/pairs.py PAIRS.jsonl[.zst] RESULTS.jsonl [--limit N]

A line of PAIRS holds id, media_type, old, new and at (when `new` was seen). A line of RESULTS is
the change as `monitor.compare` tells it, with the id.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

from monitor.api import compare

WINDOW = 2**31  # the recorded pairs were compressed with a long window


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The pairs of a JSON Lines file, plain or .zst."""
    with path.open("rb") as file:
        stream: Any = file
        if path.suffix == ".zst":
            stream = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(file)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            if line.strip():
                yield json.loads(line)


def seen_on(pair: dict[str, Any]) -> date | None:
    """The day of the newer version, where the pair tells it."""
    return date.fromisoformat(pair["at"][:10]) if pair.get("at") else None


def run(pairs: Iterator[dict[str, Any]], results: Path) -> list[tuple[float, str]]:
    """Compare all; return the seconds and id of each pair."""
    times = []
    with results.open("w", encoding="utf-8") as out:
        for pair in pairs:
            start = time.perf_counter()
            change = compare(pair["old"], pair["new"], pair["media_type"], on=seen_on(pair))
            times.append((time.perf_counter() - start, pair["id"]))
            out.write(json.dumps({"id": pair["id"], **change.to_dict()}, ensure_ascii=False) + "\n")
    return times


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    pairs = islice(read(options.pairs), options.limit)
    times = sorted(run(pairs, options.results))
    print(f"pairs   {len(times)}")
    for name, share in (("median", 0.5), ("p95", 0.95), ("max", 1.0)):
        seconds, id_ = times[min(len(times) - 1, int(len(times) * share))]
        print(f"{name:7} {1000 * seconds:8.1f} ms  {id_}")
    print(f"sum     {sum(t for t, _ in times):8.1f} s")


if __name__ == "__main__":
    main()

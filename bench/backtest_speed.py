"""How long the whole pipeline takes against a bare parse of the same bytes, in one process.

    python bench/backtest_speed.py [--snapshots 24]

Takes the first snapshots of every recorded page, reads them into memory, then measures in turn
selectolax's parse plus text of the body, and `monitor backtest`'s pipeline. Reading and
decompressing is in neither.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from datetime import datetime
from itertools import islice
from pathlib import Path

import zstandard
from selectolax.lexbor import LexborHTMLParser

from monitor.backtest import Page, observation_of
from monitor.pipeline import Observation
from monitor.types import ExtractRules

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ROUNDS = 3


def main() -> None:
    """Measure page by page, so that both see the same heat of the machine; print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--snapshots", type=int, default=24, help="of each page")
    parser.add_argument("--pages", action="store_true", help="a line for each page")
    options = parser.parse_args()
    if not options.corpus.is_dir():
        sys.exit(f"{options.corpus}: the recorded pages are not here")
    bare = whole = size = count = 0.0
    for path in sorted((options.corpus / "streams").glob("*.jsonl.zst")):
        observations = sample(path, options.snapshots)
        parse = min(_bare(observations) for _ in range(ROUNDS))
        replay = min(_replay(observations) for _ in range(ROUNDS))
        bare, whole = bare + parse, whole + replay
        size += sum(len(o.body) for o in observations)
        count += len(observations)
        if options.pages:
            print(f"{replay / parse:6.2f}  {path.name.partition('.')[0]}")
    print(
        f"{count:.0f} snapshots, {size / 1e6:.0f} MB: bare parse and text {bare:.2f} s "
        f"({count / bare:.0f} pages/s), pipeline {whole:.2f} s ({count / whole:.0f} pages/s), "
        f"ratio {whole / bare:.2f}"
    )


def sample(path: Path, number: int) -> list[Observation]:
    """The first snapshots of a page, as the pipeline takes them."""
    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        rows = [json.loads(line) for line in islice(io.BufferedReader(reader), number)]
    return [observation_of(row, datetime.fromisoformat(row["fetched_at"])) for row in rows]


def _bare(observations: list[Observation]) -> float:
    began = time.process_time()
    for observation in observations:
        body = LexborHTMLParser(observation.body).body
        if body is not None:
            body.text()
    return time.process_time() - began


def _replay(observations: list[Observation]) -> float:
    page = Page(ExtractRules())
    began = time.process_time()
    for observation in observations:
        page.see(observation)
    return time.process_time() - began


if __name__ == "__main__":
    main()

"""How long the whole pipeline takes against a bare parse of the same bytes, in one process.

    python bench/backtest_speed.py [--snapshots 200] [--pages]

For each snapshot in turn: selectolax's parse plus text of the body, then `monitor backtest`'s
pipeline, in processor time. Reading and decompressing the record is in neither.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import zstandard
from selectolax.lexbor import LexborHTMLParser

from monitor.model import ExtractRules, Fetched
from monitor.replay import Page, answer_of

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def main() -> None:
    """Measure snapshot by snapshot, so that both see the same machine; print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--snapshots", type=int, default=200, help="the first of each page")
    parser.add_argument("--pages", action="store_true", help="a line for each page")
    options = parser.parse_args()
    if not options.corpus.is_dir():
        sys.exit(f"{options.corpus}: the recorded pages are not here")
    bare = whole = 0.0
    size = count = 0
    for path in sorted((options.corpus / "streams").glob("*.jsonl.zst")):
        page, parse, replay = Page(ExtractRules()), 0.0, 0.0
        for answer in sample(path, options.snapshots):
            parse += _timed(lambda o=answer: _bare(o.body))
            replay += _timed(lambda o=answer, p=page: p.see(o))
            size += len(answer.body)
            count += 1
        bare, whole = bare + parse, whole + replay
        if options.pages:
            print(f"{replay / parse:6.2f}  {path.name.partition('.')[0]}")
    print(
        f"{count} snapshots, {size / 1e6:.0f} MB: bare parse and text {bare:.1f} s "
        f"({count / bare:.0f} pages/s), pipeline {whole:.1f} s ({count / whole:.0f} pages/s), "
        f"ratio {whole / bare:.2f}"
    )


def sample(path: Path, number: int) -> Iterator[Fetched]:
    """The first snapshots of a page, as the pipeline takes them."""
    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        for line in islice(io.BufferedReader(reader), number):
            row = json.loads(line)
            yield answer_of(row, datetime.fromisoformat(row["fetched_at"]))


def _bare(body: bytes) -> None:
    tree = LexborHTMLParser(body)
    if tree.body is not None:
        tree.body.text()


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()

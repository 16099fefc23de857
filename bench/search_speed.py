"""How long a search takes over ten thousand versions, and how long they take to be indexed.

    python bench/search_speed.py [--versions 10000] [--database sqlite:///FILE]

100 pages of 60 paragraphs, of which each version changes two.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from monitor.extract import extract
from monitor.model import Watch
from monitor.rows.codec import pack
from monitor.service import passages
from monitor.storage import Storage
from monitor.storage.schema import page, version

PAGES, PARAGRAPHS = 100, 60
QUERIES = ("personal data", '"share your data"', "train*", "arbitration", "zzz", "we data you")
TEXT = """
we you may share your personal data with partners train models on posts keep logs delete account
notice terms arbitration court law rights opt out settings retention consent days
"""


def fill(storage: Storage, versions: int) -> None:
    """Write the versions as a check would, without the checks."""
    chance = random.Random(1)
    start = datetime(2020, 1, 1, tzinfo=UTC)

    def sentence() -> str:
        return " ".join(chance.choices(TEXT.split(), k=24)).capitalize() + "."

    ids = [f"page-{n}" for n in range(PAGES)]
    storage.sync_watches([Watch(i, "S", i, f"https://x.example/{i}") for i in ids], start)
    for watch_id in ids:
        texts = [sentence() for _ in range(PARAGRAPHS)]
        rows = []
        for number in range(1, versions // PAGES + 1):
            for _ in range(2):
                texts[chance.randrange(PARAGRAPHS)] = sentence()
            document = extract("# Terms\n\n" + "\n\n".join(texts), "text/markdown")
            at = start + timedelta(days=number)
            times = {"seen_at": at, "recorded_at": at, "technical": False}
            names = {"watch_id": watch_id, "number": number, "snapshot": "", "extractor": "x"}
            rows.append({**names, **times, "digest": "", "document": pack(document)})
        with storage._db.write() as connection:
            connection.execute(sa.insert(version), rows)
            of_page = sa.update(page).where(page.c.watch_id == watch_id)
            connection.execute(of_page.values(version=len(rows)))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--versions", type=int, default=10_000)
    parser.add_argument("--database")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = args.database or f"sqlite:///{folder}/monitor.db"
        with Storage.open(url, Path(folder) / "snapshots") as storage:
            fill(storage, args.versions)
            started = time.perf_counter()
            storage.index_versions()
            print(f"indexed {args.versions} versions in {time.perf_counter() - started:.1f} s")
            for query in QUERIES:
                times, used = [], []
                for _ in range(9):
                    started, before = time.perf_counter(), time.process_time()
                    hits = passages.search(storage, passages.wanted(query))
                    used.append((time.process_time() - before) * 1000)
                    times.append((time.perf_counter() - started) * 1000)
                print(
                    f"{query:22} {len(hits):3} hits  {median(times):6.1f} ms  {max(times):6.1f} max"
                    f"  {median(used):6.1f} ms of a processor"
                )


if __name__ == "__main__":
    main()

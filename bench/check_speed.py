"""How long `monitor check` takes for 300 recorded pages served from this machine.

    python bench/check_speed.py [--pages 300] [--memory] [--urlwatch COMMAND [--times N]]

Four runs, each a process of its own as a user starts it: first, unchanged with ETags, unchanged
without, changed (one new paragraph in every page). Wall clock and CPU are those of `monitor check`
with its second process, peak memory that of the larger of the two; the server is another process.
--memory looks 20 times a second at what both take together, each shared page counted once (PSS),
which slows them down a little. --urlwatch does the same four runs with urlwatch and its html2text
filter (pip install urlwatch html2text) instead, for comparison on the same machine; with --times N
both look N times at pages that did not change, in turns, and the middle CPU of each is told.

The pages come from recorded streams (JSON Lines of snapshots, .zst), about 330 kB each on average.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import io
import json
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from typing import IO

import zstandard

from monitor.service.working_out import AT_A_TICK

HOSTS = 30  # addresses 127.0.0.2 …: pages of one host are fetched one after the other
WANTED = 330_000
PER_STREAM = 75
NOVELTY = (
    "<p>From 3 November 2025 we will also use posts of members in the United Kingdom to train "
    "generative AI models.</p>"
)


def recorded(path: pathlib.Path) -> Iterator[dict]:
    """The snapshots of one recorded page, in order."""
    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        for line in io.TextIOWrapper(reader, encoding="utf-8"):
            yield json.loads(line)


def choose(streams: pathlib.Path, count: int) -> list[bytes]:
    """Different bodies, at most PER_STREAM from one page, whose sizes are nearest to WANTED."""
    pool: list[bytes] = []
    for file in sorted(streams.glob("*.jsonl.zst")):
        bodies: dict[str, bytes] = {}
        for row in recorded(file):
            body = row["body"].encode()
            if len(body) > 20_000 and b"</p>" in body:
                bodies.setdefault(hashlib.sha256(body).hexdigest(), body)
            if len(bodies) >= PER_STREAM:
                break
        pool += bodies.values()
    pool.sort(key=lambda body: abs(len(body) - WANTED))
    return pool[:count]


async def serve(bodies: list[bytes], port: int) -> None:
    """GET /N answers page N; PUT /mode/{etag,plain,changed} sets how."""
    mode = "etag"

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal mode
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, path = head.split(b" ", 2)[:2]
                if method == b"PUT":
                    mode = path.decode().rsplit("/", 1)[-1]
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                    continue
                body = bodies[int(path[1:])]
                tag = b'"%d"' % len(body)
                if mode == "etag" and b"if-none-match: " + tag in head.lower():
                    writer.write(b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % tag)
                    continue
                if mode == "changed":
                    middle = body.find(b"</p>", len(body) // 2)
                    middle = (middle if middle >= 0 else body.find(b"</p>")) + 4
                    body = body[:middle] + NOVELTY.encode() + body[middle:]
                etag = b"ETag: " + tag + b"\r\n" if mode == "etag" else b""
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                    + etag
                    + b"Content-Length: %d\r\n\r\n" % len(body)
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "0.0.0.0", port)
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


def watchlist(folder: pathlib.Path, count: int, port: int) -> pathlib.Path:
    """Write a watchlist of all pages, spread over HOSTS addresses."""
    head = f"""\
        settings:
          database: sqlite:///{folder}/monitor.db
          snapshots: {folder}/snapshots
          host_pause: 0
        defaults:
          allow_private: true
          confirm: false
        watches:
        """
    entries = [
        f"  - {{service: Service {i}, document: Terms, "
        f"url: 'http://127.0.0.{2 + i % HOSTS}:{port}/{i}'}}\n"
        for i in range(count)
    ]
    path = folder / "watchlist.yaml"
    path.write_text(textwrap.dedent(head) + "".join(entries))
    return path


def together(pid: int) -> float:
    """Megabytes of a process and those it started."""
    total, waiting = 0, [pid]
    while waiting:
        folder = pathlib.Path(f"/proc/{waiting.pop()}")
        try:
            rollup = (folder / "smaps_rollup").read_text()
            total += int(rollup.partition("\nPss:")[2].split()[0])
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, IndexError):  # it has just ended
            continue
    return total / 1024


def urlwatch(command: str, folder: pathlib.Path, count: int, port: int) -> list[str]:
    """Write urlwatch's list of the same pages; the command that checks them."""
    jobs = (
        f"url: http://127.0.0.{2 + i % HOSTS}:{port}/{i}\nfilter:\n"
        "  - html2text: {method: pyhtml2text}\n"
        for i in range(count)
    )
    (folder / "urls.yaml").write_text("---\n".join(jobs))
    (folder / "urlwatch.yaml").write_text("report: {stdout: {enabled: true}}\n")
    files = {"--urls": "urls.yaml", "--config": "urlwatch.yaml", "--cache": "cache.db"}
    return [command, *(word for k, v in files.items() for word in (k, str(folder / v)))]


def outcomes(out: IO[bytes]) -> str:
    """How many pages came to what; of urlwatch's report its first word for each."""
    text = out.read().decode()
    if not text.startswith("{"):
        words = re.findall(r"^\d+\. ([A-Z]+):", text, re.MULTILINE)
    else:
        words = [row["outcome"] for row in json.loads(text)["results"]]
    return " ".join(f"{k}:{v}" for k, v in sorted(Counter(words).items()))


def run(command: list[str], memory: bool) -> dict[str, float | str]:
    """One check: wall clock, CPU seconds and peak memory."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        most, ended = 0.0, (0, 0, None)
        while memory and not ended[0]:
            most = max(most, together(process.pid))
            time.sleep(0.05)
            ended = os.wait4(process.pid, os.WNOHANG)
        _, status, usage = ended if ended[0] else os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        out.seek(0)
        found = outcomes(out)
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": most or usage.ru_maxrss / 1024,
        "outcomes": found,
    }


def serve_as(mode: str, port: int) -> None:
    """Let the server answer in another way."""
    put = urllib.request.Request(f"http://127.0.0.1:{port}/mode/{mode}", method="PUT")
    urllib.request.urlopen(put).read()


def four_runs(command: list[str], options: argparse.Namespace) -> None:
    """A table of the runs that the module names."""
    print(f"{'run':22}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}  outcomes")
    for label, mode in (
        ("first", "etag"),
        ("unchanged, ETags", "etag"),
        ("unchanged, no ETags", "plain"),
        ("changed", "changed"),
    ):
        serve_as(mode, options.port)
        r = run(command, options.memory)
        print(
            f"{label:22}{r['wall']:8.2f}{r['cpu']:8.2f}{r['peak']:9.0f}  {r['outcomes']}"
            + (f"  exit {r['exit']}" if r["exit"] else "")
        )


def paired(ours: list[str], theirs: list[str], options: argparse.Namespace) -> None:
    """Both in turns over pages that did not change: what else runs slows both down."""
    for label, mode in (("unchanged, ETags", "etag"), ("unchanged, no ETags", "plain")):
        serve_as(mode, options.port)
        for command in (ours, theirs):
            run(command, False)  # it learns the pages, or their ETags
        for _ in range(0, options.pages, AT_A_TICK):
            run(ours, False)  # until the facts of all are worked out, which is done once a version
        pairs = [[run(command, False) for command in (ours, theirs)] for _ in range(options.times)]
        for what in ("cpu", "wall"):
            us, them = ([float(pair[n][what]) for pair in pairs] for n in (0, 1))
            ratio = statistics.median(a / b for a, b in zip(us, them, strict=True))
            print(
                f"{label:20} {what}: monitor {statistics.median(us):.2f} s,"
                f" urlwatch {statistics.median(them):.2f} s, {ratio:.2f} times it", flush=True
            )  # fmt: skip


def main() -> None:
    """Four runs and a table, or pairs of runs."""
    here = pathlib.Path(__file__).resolve()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = here.parents[2] / "shared" / "corpus" / "streams"
    parser.add_argument("--streams", type=pathlib.Path, default=default)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--memory", action="store_true", help="peak of both processes together")
    parser.add_argument("--urlwatch", help="its command, to be measured instead")
    parser.add_argument("--times", type=int, default=0, help="measure both in turns so often")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--serve", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--choose", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.choose:
        for i, body in enumerate(choose(options.streams, options.pages)):
            (options.choose / f"{i:04}").write_bytes(body)
        return
    if options.serve:
        bodies = [p.read_bytes() for p in sorted(options.serve.iterdir())]
        asyncio.run(serve(bodies, options.port))
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", options.port))
        options.port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pages = folder / "pages"
        pages.mkdir()
        # In a process of its own: a child's peak memory counts from its parent's.
        call = [sys.executable, str(here), "--choose", str(pages)]
        call += ["--streams", str(options.streams), "--pages", str(options.pages)]
        subprocess.run(call, check=True)
        sizes = [page.stat().st_size for page in pages.iterdir()]
        count, total = len(sizes), sum(sizes)
        print(f"{count} pages, {total / count / 1000:.0f} kB each on average")
        server = subprocess.Popen(
            [sys.executable, str(here), "--serve", str(pages), "--port", str(options.port)],
            stdout=subprocess.PIPE,
        )
        assert server.stdout
        server.stdout.readline()
        try:
            command = [sys.executable, "-m", "monitor", "check", "--json", "-w"]
            command.append(str(watchlist(folder, count, options.port)))
            other = options.urlwatch and urlwatch(options.urlwatch, folder, count, options.port)
            if options.times and other:
                paired(command, other, options)
            else:
                four_runs(other or command, options)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()

"""The main job over HTTP: recorded pages served at a movable time, checked every 12 hours.

    python bench/end_to_end.py http://127.0.0.1:8765 [--days 60]

Needs a server of recorded pages that answers GET /__watches (JSON: watch, url, service, terms),
GET /__clock ({"now": …}) and POST /__clock?advance=12h. Writes a watchlist, runs `monitor check` at
every step and ends with the changes found; alerts go to a local HTTP receiver (json://) and a
local SMTP server, both started here, and are counted there.
"""

from __future__ import annotations

import argparse
import collections
import http.server
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from typing import ClassVar

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Mailbox:
    """Keeps the subjects of the mails it was given."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - the name is aiosmtpd's
        """Take a mail."""
        self.mails.append(envelope.content)  # type: ignore[attr-defined]
        return "250 OK"


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps the JSON notifications it was given."""

    received: ClassVar[list[dict]] = []

    def do_POST(self) -> None:
        """Take a notification."""
        size = int(self.headers.get("Content-Length") or 0)
        self.received.append(json.loads(self.rfile.read(size)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


def get(url: str, method: str = "GET") -> object:
    """The JSON behind an address."""
    with urllib.request.urlopen(urllib.request.Request(url, method=method)) as answer:
        return json.load(answer)


def write_watchlist(folder: pathlib.Path, server: str, web: int, smtp: int) -> pathlib.Path:
    """A watchlist of all pages that the server has, and two routes."""
    lines = [
        "settings:",
        f"  database: sqlite:///{folder}/monitor.db",
        f"  snapshots: {folder}/snapshots",
        "  host_pause: 0",
        "defaults: {allow_private: true, every: 12h}",
        "notify:",
        f"  - {{name: web, urls: ['json://127.0.0.1:{web}/alerts'], kinds: [substantive]}}",
        f"  - {{name: mail, kinds: [substantive], urls: ['mailto://127.0.0.1:{smtp}"
        "?from=monitor@example.org&to=dpo@example.org']}",
        "watches:",
    ]
    for row in get(f"{server}/__watches"):
        lines.append(
            "  - "
            + json.dumps(
                {
                    "id": row["watch"],
                    "service": row["service"] or row["watch"],
                    "document": row["terms"] or row["watch"],
                    "url": row["url"],
                }
            )
        )
    path = folder / "watchlist.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def monitor(path: pathlib.Path, *words: str) -> str:
    """What a command prints; 1 (a page failed) is a fine end too."""
    command = [sys.executable, "-m", "monitor", "-w", str(path), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def main() -> None:
    """Move the clock, check, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("server")
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--keep", type=pathlib.Path, help="folder to keep the database in")
    options = parser.parse_args()
    mailbox, smtp, web = Mailbox(), free_port(), free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=smtp)
    controller.start()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", web), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or pathlib.Path(name)
        folder.mkdir(exist_ok=True)
        path = write_watchlist(folder, options.server, web, smtp)
        outcomes: collections.Counter[str] = collections.Counter()
        started = time.perf_counter()
        for step in range(options.days * 2 + 1):
            rows = json.loads(monitor(path, "check", "--json"))
            rows = rows if isinstance(rows, list) else rows["results"]
            outcomes.update(row["outcome"] for row in rows)
            if step % 20 == 0:
                print(get(f"{options.server}/__clock")["now"], dict(outcomes), flush=True)
            get(f"{options.server}/__clock?advance=12h", "POST")
        seconds = time.perf_counter() - started
        print(f"{options.days} days in {seconds:.0f} s: {dict(outcomes)}")
        print(f"alerts received: {len(Receiver.received)} over HTTP, {len(mailbox.mails)} by mail")
        for one in Receiver.received:
            print("  ", one["title"])
        print(monitor(path, "changes", "--kind", "substantive"))
    controller.stop()
    receiver.shutdown()


if __name__ == "__main__":
    main()

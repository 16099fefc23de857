"""The fictional platform and the reader's inbox: one small HTTP server on this machine.

GET /faq and /terms answer with the pages as they stand at the current step, with a new nonce, trace
id and vote count each time, as real sites do. POST /inbox/NAME takes what a channel delivers.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from jinja2 import Environment, PackageLoader, StrictUndefined

PAGES = ("faq", "terms")
_LIMIT = 5_000_000  # bytes of one delivery
_RELATED = (
    ("Manage your profile's visibility", "Download your data", "Report a fake profile"),
    ("Change your password", "Two-step verification", "What recruiters can see", "Events: basics"),
)
_AGES = ("2 months ago", "2 months ago", "3 days ago", "1 day ago", "3 weeks ago")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as it arrived: `channel` is "mail" (HTML) or "chat" (plain text)."""

    channel: str
    title: str
    body: str


@dataclass
class Site:
    """The two pages at one step of the story, and what was delivered."""

    step: int = 1
    requests: int = 0
    inbox: list[Delivery] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pages: Environment = field(
        default_factory=lambda: Environment(
            loader=PackageLoader("monitor.demo", "site"),
            autoescape=True,
            undefined=StrictUndefined,
        )
    )

    def page(self, name: str) -> bytes:
        """The page's HTML. Two calls never give the same bytes."""
        with self._lock:
            self.requests += 1
            count = self.requests
        nonce = hashlib.sha256(f"{name} {count}".encode()).hexdigest()[:24]
        html = self._pages.get_template(f"{name}.html.j2").render(
            page=name,
            step=self.step,
            nonce=nonce,
            build=f"3.{self.step}.0",
            related=_RELATED[self.step >= 5],
            age=_AGES[self.step - 1],
            votes=1_200 + 7 * count,
            year=2026 if self.step >= 5 else 2025,
        )
        return html.encode()

    def receive(self, channel: str, body: bytes) -> None:
        """Keep one delivery. Raises ValueError when it is not what Apprise sends."""
        message = json.loads(body)
        if not isinstance(message, dict) or "title" not in message or "message" not in message:
            raise ValueError("expected an object with title and message")
        with self._lock:
            self.inbox.append(Delivery(channel, str(message["title"]), str(message["message"])))


class Handler(BaseHTTPRequestHandler):
    """Answers with a body of known length, and logs nothing."""

    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: bytes, media_type: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing: the demo's own lines tell the story."""


class LocalServer:
    """An HTTP server on a free port of the loopback interface. Use as a context manager."""

    def __init__(self, handler: type[Handler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    @property
    def address(self) -> str:
        """Host and port: "127.0.0.1:41234"."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class DemoServer(LocalServer):
    """Serves a Site."""

    def __init__(self, site: Site) -> None:
        super().__init__(_handler(site))
        self.site = site


def _handler(site: Site) -> type[Handler]:
    class SiteHandler(Handler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0].strip("/")
            if name in PAGES:
                self.answer(200, site.page(name), "text/html; charset=utf-8")
            else:
                self.answer(404, b"<h1>Page not found</h1>", "text/html; charset=utf-8")

        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            if not self.path.startswith("/inbox/") or size > _LIMIT:
                self.close_connection = True
                self.answer(404, b"", "text/plain")
                return
            try:
                site.receive(self.path.rpartition("/")[2], self.rfile.read(size))
            except ValueError:
                self.answer(400, b"expected JSON", "text/plain")
            else:
                self.answer(200, b"{}", "application/json")

    return SiteHandler

"""A server that answers byte for byte what a test tells it to, also what no library would send."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import pytest
import requests


@dataclass
class Seen:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes = b""
    at: float = field(default_factory=time.monotonic)


Answer = bytes | Callable[[BinaryIO, Seen], None]


def ok(
    body: bytes = b"<p>Policy</p>",
    *headers: str,
    status: str = "200 OK",
    kind: str = "text/html",
) -> bytes:
    """A complete answer with a Content-Length, on a connection that stays open."""
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, *headers)).encode() + b"\r\n\r\n" + body


def redirect(location: str, *headers: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return ok(b"", f"Location: {location}", *headers, status=status)


class RawServer:
    """Serves `routes` (path without query -> answer, or a list of them for one after the other)."""

    def __init__(self, routes: dict[str, Answer | list[Answer]], host: str = "127.0.0.1") -> None:
        self.routes = routes
        self.seen: list[Seen] = []
        self.busiest = 0  # most requests at one time
        self._busy = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._serve(self.rfile, self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is what many tests are about."""

        self._server = Server((host, 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"

    def _serve(self, rfile: BinaryIO, wfile: BinaryIO) -> None:
        while line := rfile.readline(65536):
            path = line.split()[1].decode()
            headers = {}
            while (row := rfile.readline(65536).strip()) and b":" in row:
                name, _, value = row.decode().partition(":")
                headers[name.lower()] = value.strip()
            body = rfile.read(int(headers.get("content-length", 0)))
            with self._lock:
                self.seen.append(seen := Seen(path, headers, body))
                self._busy += 1
                self.busiest = max(self.busiest, self._busy)
            try:
                closes = self._answer(wfile, seen)
            finally:
                with self._lock:
                    self._busy -= 1
            if closes:
                return

    def _answer(self, wfile: BinaryIO, seen: Seen) -> bool:
        answer = self.routes.get(seen.path.partition("?")[0], ok(b"no", status="404 Not Found"))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if isinstance(answer, bytes):
            wfile.write(answer)
            return b"content-length" not in answer.lower()
        answer(wfile, seen)
        return True

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class AnswersAll(dict[str, Any]):
    """Routes that give any path that is not among them the same answer."""

    def __init__(self, answer: Callable[[str], bytes]) -> None:
        self._answer = answer

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, self._answer(key))


def takes_all_requests(server: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever host `requests` is asked for, this server answers."""
    original = requests.Session.request

    def redirected(self: requests.Session, method: str, url: str, **kwargs: Any) -> Any:
        return original(self, method, f"{server.url}{urlsplit(url).path}", **kwargs)

    monkeypatch.setattr(requests.Session, "request", redirected)

"""A server that floods its HTTP/2 connection costs one failed page: neither memory nor time."""

from __future__ import annotations

import asyncio
import itertools
import ssl
import struct
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import hpack
import pytest

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher
from monitor.model import Watch
from tests.test_fetch_tls import PAGE, Speak, TlsServer, certificate, fetch, http2, trusting

__all__ = ["certificate", "trusting"]

SECONDS = 1.0  # that the watch allows
MEMORY = 30_000_000  # bytes that an answer may cost at most, whatever comes
DATA, HEADERS, PRIORITY, RESET, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUED = range(10)
END_STREAM, END_HEADERS = 1, 4
OK = hpack.Encoder().encode([(b":status", b"200"), (b"content-type", b"text/html")])


def frame(kind: int, payload: bytes = b"", *, flags: int = 0, stream: int = 1) -> bytes:
    head = len(payload).to_bytes(3, "big") + bytes((kind, flags))
    return head + struct.pack(">I", stream) + payload


def sent(first: bytes, flood: Iterator[bytes]) -> Speak:
    """Its settings and `first`, then of the flood as much as the client takes."""

    def speak(connection: ssl.SSLSocket) -> None:
        connection.settimeout(10)
        with suppress(OSError):
            connection.recv(65536)
            connection.sendall(frame(SETTINGS, stream=0) + first)
            for piece in flood:
                connection.sendall(piece)
            while connection.recv(65536):
                pass

    return speak


def forever(*frames: bytes) -> Iterator[bytes]:
    return itertools.repeat(b"".join(frames) * 50)


def bomb() -> bytes:
    """A header of 4 kB that is named, by one byte each, 60,000 times."""
    encoder = hpack.Encoder()
    block = encoder.encode([(b":status", b"200"), (b"x-large", b"a" * 4000)])
    again = encoder.encode([(b"x-large", b"a" * 4000)])
    return block + again * (60_000 // len(again))


def in_frames(block: bytes) -> bytes:
    """A block of headers, in as many frames as it takes."""
    pieces = [block[at : at + 16_000] for at in range(0, len(block), 16_000)]
    made = [frame(HEADERS if n == 0 else CONTINUED, p) for n, p in enumerate(pieces[:-1])]
    kind = CONTINUED if made else HEADERS
    return b"".join(made) + frame(kind, pieces[-1], flags=END_HEADERS)


ANSWER = frame(HEADERS, OK, flags=END_HEADERS)
INTERIM = frame(HEADERS, hpack.Encoder().encode([(b":status", b"103")]), flags=END_HEADERS)
ONE_SETTING = frame(SETTINGS, struct.pack(">HI", 3, 100), stream=0)
TABLES = [frame(SETTINGS, struct.pack(">HI", 1, size), stream=0) for size in (0, 1 << 30)]
FULL = frame(DATA, b"x" * 16_000)
PADDED = frame(DATA, bytes((255,)) + b"\0" * 255, flags=8)
PUSHED = frame(PUSH, struct.pack(">I", 2) + OK, flags=END_HEADERS)
FLOODS = {
    "continuation": (frame(HEADERS, OK), forever(frame(CONTINUED, b""))),
    "continuation with headers": (frame(HEADERS, OK), forever(frame(CONTINUED, b"\x00\x01a\x01b"))),
    "rapid reset": (b"", forever(frame(RESET, struct.pack(">I", 8)))),
    "reset of streams that never were": (
        b"",
        (frame(RESET, struct.pack(">I", 8), stream=n) for n in itertools.count(3, 2)),
    ),
    "settings": (b"", forever(ONE_SETTING)),
    "sizes of the header table": (b"", forever(*TABLES)),
    "ping": (b"", forever(frame(PING, b"12345678", stream=0))),
    "priority": (b"", forever(frame(PRIORITY, struct.pack(">IB", 3, 1)))),
    "goaway": (b"", forever(frame(GOAWAY, struct.pack(">II", 1, 0) + b"x" * 8000, stream=0))),
    "window of a connection": (b"", forever(frame(WINDOW, struct.pack(">I", 2**31 - 1), stream=0))),
    "window of a stream": (b"", forever(frame(WINDOW, struct.pack(">I", 2**31 - 1)))),
    "window of nothing": (b"", forever(frame(WINDOW, struct.pack(">I", 0)))),
    "more than the window": (ANSWER, forever(FULL)),
    "empty data": (ANSWER, forever(frame(DATA))),
    "padding": (ANSWER, forever(PADDED)),
    "interim answers": (b"", forever(INTERIM)),
    "trailers": (ANSWER, forever(ANSWER)),
    "pushed pages": (b"", forever(PUSHED)),
    "headers that unpack to 240 MB": (in_frames(bomb()), iter(())),
    "frames of no known kind": (b"", forever(frame(0xBE, b"x" * 8000))),
    "a frame longer than allowed": (b"", iter([b"\xff\xff\xff" + frame(DATA, b"x" * 99)[3:]])),
    "nothing at all": (b"", iter(())),
    "headers and then nothing": (ANSWER, iter(())),
}  # fmt: skip


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_one_failed_page(name: str, trusting: Path) -> None:
    """Else the server says how long the check takes, or how much memory."""
    first, flood = FLOODS[name]

    async def look(port: int) -> None:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        url = f"https://127.0.0.1:{port}/"
        try:
            await fetcher.fetch(Watch("w", "S", "D", url, allow_private=True, timeout=SECONDS))
        finally:
            await fetcher.aclose()

    with TlsServer(trusting, sent(first, flood), "h2") as server:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError):
                asyncio.run(look(server.port))
            assert tracemalloc.get_traced_memory()[1] < MEMORY
        finally:
            tracemalloc.stop()


def test_a_page_is_read_after_all_that_is_allowed(trusting: Path) -> None:
    """Pings, settings and priorities alone are what good servers send as well."""
    plain = http2(PAGE, len(PAGE))

    def speak(connection: ssl.SSLSocket) -> None:
        few = [ONE_SETTING, frame(PING, b"12345678", stream=0), frame(0xBE, b"x")]
        connection.sendall(frame(SETTINGS, stream=0) + b"".join(few) * 3)
        plain(connection)

    with TlsServer(trusting, speak, "h2") as server:
        assert fetch(server.port)[0].body == PAGE

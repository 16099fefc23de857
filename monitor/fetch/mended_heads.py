"""Answers whose headers have a slip that browsers and curl forgive and h11 refuses.

`X-Foo : bar`, a line without a colon, `Transfer-Encoding: chunked` said twice or `identity`. Only
asked for again, with these connections, where h11 has refused an answer: others are read strictly.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpcore

from monitor.fetch.stream import PassingStream

LONGEST = 100_000  # bytes of a head; h11 reads no longer one
_END = re.compile(rb"\r?\n\r?\n")
_NAME = re.compile(rb"[-!#$%&'*+.^_`|~0-9a-zA-Z]+")  # RFC 9110, a token
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_INTERIM = re.compile(rb"HTTP/\d\.\d 1\d\d\b")


class MendingBackend(httpcore.AsyncNetworkBackend):
    """Another backend's connections, with the heads of the answers mended."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """As the other backend does."""
        return MendedStream(await self._inner.connect_tcp(*args, **kwargs))

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for it."""
        await asyncio.sleep(seconds)


class MendedStream(PassingStream):
    """A connection for one answer, whose head is read as a whole and passed on mended."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        super().__init__(inner)
        self._in_head = True
        self._begun = b""  # of a head, behind the hints that came before it

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end."""
        if not self._in_head:
            return await self._inner.read(max_bytes, timeout)
        data, self._begun = self._begun, b""
        data = data or await self._inner.read(max_bytes, timeout)
        ready = b""
        while True:
            while self._in_head and (end := _END.search(data)):
                head, data = data[: end.start()], data[end.end() :]
                self._in_head = bool(_INTERIM.match(head))  # then another head comes
                ready += mended(head)
            if ready and self._in_head:
                self._begun = data
                return ready
            if ready or len(data) > LONGEST:
                return ready + data
            more = await self._inner.read(max_bytes, timeout)
            if not more:
                self._in_head = False
                return data
            data += more


def mended(head: bytes) -> bytes:
    """A head, without its blank line, with the lines that are headers; the blank line after it."""
    status, *rest = head.replace(b"\r\n", b"\n").split(b"\n")
    lines, transfer, kept = [status], False, False
    for line in rest:
        if line[:1] in b" \t" and line:  # goes on with the one before
            if kept and not _CONTROL.search(line):
                lines.append(line)
            continue
        name, colon, value = line.partition(b":")
        name = name.strip()
        kept = bool(colon and _NAME.fullmatch(name)) and not _CONTROL.search(value)
        if kept and name.lower() == b"transfer-encoding":
            codings = {coding.strip().lower() for coding in value.split(b",")}
            kept = not transfer and codings != {b"identity"}
            transfer |= kept
            value = b" chunked" if codings <= {b"chunked", b"identity"} else value
        if kept:
            lines.append(name + b":" + value)
    return b"\r\n".join(lines) + b"\r\n\r\n"

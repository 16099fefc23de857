"""Connections around other ones: what reads or says something else derives from `PassingStream`."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore


class PassingStream(httpcore.AsyncNetworkStream):
    """Passes everything on to the connection inside it."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end."""
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all bytes."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> PassingStream:
        """The same connection, encrypted from here on."""
        return type(self)(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks for it: the socket, the TLS state, whether something is to be read."""
        return self._inner.get_extra_info(info)


class ClosingBackend(httpcore.AsyncNetworkBackend):
    """Another backend's connections, all of which can be closed.

    httpcore forgets the connection of a handshake that was cancelled, without closing it.
    """

    def __init__(self, inner: httpcore.AsyncNetworkBackend) -> None:
        self._inner = inner
        self._open: set[_Registered] = set()

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """As the other backend does."""
        return _Registered(await self._inner.connect_tcp(*args, **kwargs), self._open)

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for it."""
        await asyncio.sleep(seconds)

    async def aclose(self) -> None:
        """Close what is still open."""
        for stream in list(self._open):
            await stream.aclose()


class _Registered(PassingStream):
    """Stands in the backend's set until it is closed, or replaced by its encrypted self."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, among: set[_Registered]) -> None:
        super().__init__(inner)
        self._among = among
        among.add(self)

    async def aclose(self) -> None:
        """Close the connection."""
        self._among.discard(self)
        await super().aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> _Registered:
        """The same connection, encrypted from here on."""
        inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        self._among.discard(self)
        return _Registered(inner, self._among)

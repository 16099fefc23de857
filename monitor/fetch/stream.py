"""A connection around another one: what reads or says something else derives from it."""

from __future__ import annotations

import ssl
from typing import Any, Self

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
    ) -> Self:
        """The same connection, encrypted from here on."""
        return type(self)(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks for it: the socket, the TLS state, whether something is to be read."""
        return self._inner.get_extra_info(info)

"""Connections to checked addresses.

A watchlist may hold addresses that other people chose, and any page can redirect or change its DNS
answer between two look-ups. So names are resolved here, each address is judged, and the connection
is made to that address and not to the name.
"""

from __future__ import annotations

import asyncio
import select
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import Any

import httpcore

from monitor.errors import FetchError
from monitor.fetch.addresses import METADATA, Address, closed_port, refusal
from monitor.fetch.stream import PassingStream

CONNECT_TIMEOUT = 15.0  # seconds for one address; the next one, or the next try, may be better
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, judges and connects. One for public addresses only, one for all but metadata."""

    def __init__(self, *, allow_private: bool, lookups: ThreadPoolExecutor) -> None:
        self._allow_private = allow_private
        self._lookups = lookups
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; FetchError dns or forbidden-address."""
        if closed_port(port):
            raise FetchError("forbidden-address", f"{host}: port {port} is not of a web server")
        addresses = self._permitted(host, await self._resolve(host, port))
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = await self._inner.connect_tcp(
                    str(address),
                    port,
                    timeout=timeout if last == 0 else CONNECT_TIMEOUT / 3,
                    local_address=local_address,
                    socket_options=socket_options,
                )
                return PromptStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise AssertionError("unreachable: there is at least one address")

    async def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        """Pages are not fetched from sockets of this machine."""
        raise FetchError("forbidden-address", "a Unix socket")

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for it; unused without its own retries."""
        await asyncio.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        try:
            return [ip_address(host)]
        except ValueError:
            pass  # a name
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._lookups, _lookup, host, port
            )
        except socket.gaierror as error:
            again = error.errno == socket.EAI_AGAIN
            raise FetchError("dns", f"{host}: {error.strerror}", transient=again) from None
        except (ValueError, OverflowError):  # UnicodeError too: too long, a NUL, an empty label
            raise FetchError("dns", f"{host} is not a host name") from None
        return [ip_address(text) for text in dict.fromkeys(found)]

    def _permitted(self, host: str, addresses: list[Address]) -> list[Address]:
        refused = ""
        permitted = []
        for address in addresses:
            why = refusal(address)
            if not why or (self._allow_private and why != METADATA):
                permitted.append(address)
            else:
                refused = refused or _refused(host, str(address), why)
        if not permitted:
            raise FetchError("forbidden-address", refused or f"{host} has no address")
        return permitted


def _lookup(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]


class PromptStream(PassingStream):
    """A connection that acknowledges what it has read at once.

    Many small servers send headers and body in two writes and wait for the first to be
    acknowledged before the second; the system's delay makes each such page 40 ms slower.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        super().__init__(inner)
        self._socket = inner.get_extra_info("socket")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, b"" at the end."""
        data = await super().read(max_bytes, timeout)
        if self._socket is not None and _QUICKACK is not None and data:
            try:
                self._socket.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
            except OSError:
                self._socket = None  # closed meanwhile; the next read says so
        return data

    async def aclose(self) -> None:
        """Close the connection."""
        self._socket = None
        await super().aclose()

    def get_extra_info(self, info: str) -> Any:
        """As httpcore asks for it: the TLS state, whether something is to be read."""
        # The latter of each idle connection at each request: anyio would look up ten other things.
        if info != "is_readable" or self._socket is None or not hasattr(select, "poll"):
            return super().get_extra_info(info)
        descriptor = self._socket.fileno()
        if descriptor < 0:
            return True  # closed: the next read says so
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        return bool(waiting.poll(0))


def _refused(host: str, address: str, why: str) -> str:
    """ "localhost is at 127.0.0.1 (loopback)"; of an address itself only what it is."""
    return f"{host} ({why})" if host == address else f"{host} is at {address} ({why})"

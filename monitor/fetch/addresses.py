"""Which addresses a fetch may connect to, checked on the very address that is connected to.

A watchlist may hold addresses that other people chose, and any page can redirect or change its DNS
answer between two look-ups. So names are resolved here, each address is judged, and the connection
is made to that address and not to the name.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

import httpcore

from monitor.errors import FetchError

Address = IPv4Address | IPv6Address

CONNECT_TIMEOUT = 15.0  # seconds for one address; the next one, or the next try, may be better

# Where clouds hand out credentials. No policy page lives there, so no setting opens them.
_METADATA = frozenset(
    ip_address(text)
    for text in ("169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200",
                 "fd00:ec2::254", "fd20:ce::254")
)  # fmt: skip
_CGNAT = IPv4Network("100.64.0.0/10")
# IPv6 addresses that stand for an IPv4 address in their last 32 bits: NAT64, and the old
# "IPv4-compatible" form, which some systems still route.
_EMBEDDED = (IPv6Network("64:ff9b::/96"), ip_network("::/96"))


def refusal(address: Address) -> str:
    """Why this address is not a public one ("loopback", "private", …); "" when it is public."""
    address = _plain(address)
    if address in _METADATA:
        return "cloud metadata"
    kinds = (
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("shared (carrier NAT)", isinstance(address, IPv4Address) and address in _CGNAT),
        ("private", address.is_private or getattr(address, "is_site_local", False)),
        ("reserved", address.is_reserved or not address.is_global),
    )
    return next((kind for kind, applies in kinds if applies), "")


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and address.teredo:
        embedded = address.teredo[1]
    if embedded is None and int(address) > 1 and any(address in net for net in _EMBEDDED):
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address


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
        addresses = self._permitted(host, await self._resolve(host, port))
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                return await self._inner.connect_tcp(
                    str(address),
                    port,
                    timeout=timeout if last == 0 else CONNECT_TIMEOUT / 3,
                    local_address=local_address,
                    socket_options=socket_options,
                )
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
        except UnicodeError:
            raise FetchError("dns", f"{host} is not a host name") from None
        return [ip_address(text) for text in dict.fromkeys(found)]

    def _permitted(self, host: str, addresses: list[Address]) -> list[Address]:
        refused = ""
        permitted = []
        for address in addresses:
            why = refusal(address)
            if not why or (self._allow_private and why != "cloud metadata"):
                permitted.append(address)
            else:
                refused = refused or f"{host} is at {address} ({why})"
        if not permitted:
            raise FetchError("forbidden-address", refused or f"{host} has no address")
        return permitted


def _lookup(host: str, port: int) -> list[str]:
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(row[4][0]) for row in rows]

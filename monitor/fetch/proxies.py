"""Which proxy a request goes through, if any: the watch's own, else the environment's.

A proxy looks names up itself, so that only what the address itself says can be judged here.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address
from typing import Any
from urllib import request as urllib_request

import httpcore
import httpx

from monitor.errors import FetchError
from monitor.fetch.addresses import METADATA, Address, closed_port, refusal

DIRECT = "none"  # as a watch's proxy: not through the environment's
_PORTS = {"http": 80, "https": 443}
_SCHEMES = ("http", "https", "socks5", "socks5h")


@dataclass(frozen=True, slots=True)
class Way:
    """How a request may go: to private addresses too, and through which proxy ("": none).

    `mended`: by connections on which slips in an answer's headers are mended.
    """

    private: bool = False
    proxy: str = ""
    mended: bool = False


# What the standard library has, and typeshed has forgotten.
_goes_without = urllib_request.proxy_bypass_environment  # type: ignore[attr-defined]


class Proxies:
    """HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, as they stand now."""

    def __init__(self) -> None:
        self._by_scheme = urllib_request.getproxies_environment()

    def of(self, url: httpx.URL, own: str) -> str:
        """The proxy for an address, "" for none. `own`: what its watch says, "" for nothing."""
        if own:
            return "" if own == DIRECT else own
        if not self._by_scheme:
            return ""
        if _here(url.host) or _goes_without(url.host, self._by_scheme):
            return ""  # no browser asks a proxy for this machine either
        proxy = self._by_scheme.get(url.scheme) or self._by_scheme.get("all", "")
        return proxy if "://" in proxy or not proxy else f"http://{proxy}"


def pool(proxy: str, **settings: Any) -> httpcore.AsyncConnectionPool:
    """Connections through a proxy; FetchError proxy where it cannot be used.

    `settings`: as for httpcore's other pools.
    """
    try:
        url = httpx.URL(proxy)
    except (httpx.InvalidURL, ValueError):
        raise FetchError("proxy", "its address cannot be read") from None
    if url.scheme not in _SCHEMES or not url.host:
        raise FetchError("proxy", f"not {', '.join(_SCHEMES)}: {named(proxy)}")
    login = (url.username.encode(), url.password.encode()) if url.userinfo else None
    socks = url.scheme.startswith("socks")
    kind = _socks() if socks else httpcore.AsyncHTTPProxy
    address = httpcore.URL(
        scheme="socks5" if socks else url.scheme,
        host=url.raw_host,
        port=url.port or _PORTS.get(url.scheme, 1080),
        target=b"/",
    )
    made: httpcore.AsyncConnectionPool = kind(proxy_url=address, proxy_auth=login, **settings)
    return made


def _socks() -> Any:
    try:
        import socksio  # noqa: F401 - httpcore needs it, and says so only when it connects
    except ImportError:
        raise needs_socks() from None
    return httpcore.AsyncSOCKSProxy


def needs_socks() -> FetchError:
    """The error where the package for SOCKS is not installed."""
    return FetchError(
        "proxy", "a SOCKS proxy needs one more package: pip install '.[socks]' in monitor's source"
    )


def named(proxy: str) -> str:
    """A proxy's address without its password."""
    scheme, _, rest = proxy.rpartition("://")
    host = rest.rpartition("@")[2].partition("/")[0]
    return f"{scheme}://{host}" if scheme else host


def permit(url: httpx.URL, way: Way) -> None:
    """FetchError forbidden-address where a proxy must not be asked for an address.

    Which address a name stands for only the proxy finds out: what it lets through, it reaches.
    """
    port = url.port or _PORTS.get(url.scheme, 0)
    if closed_port(port):
        raise FetchError("forbidden-address", f"{url.host}: port {port} is not of a web server")
    address = _literal(url.host)
    why = "loopback" if address is None and _here(url.host) else ""
    if address is not None:
        why = refusal(address)
    if why and not (way.private and why != METADATA):
        raise FetchError("forbidden-address", f"{url.host} ({why}), asked of a proxy")


def _literal(host: str) -> Address | None:
    """The address that a host is in digits, also as C libraries read them (127.1, 0x7f000001)."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None


def _here(host: str) -> bool:
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _literal(name)
    return address is not None and address.is_loopback

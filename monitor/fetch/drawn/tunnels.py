"""Connections for the browser: to a judged address, or through the watch's own proxy."""

from __future__ import annotations

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore
import httpx

from monitor.errors import FetchError
from monitor.fetch import proxies
from monitor.fetch.network import CONNECT_TIMEOUT, CheckedBackend
from monitor.fetch.proxies import Way

_READ = 4096  # bytes of a proxy's reply


class Tunnels:
    """Opens connections whose bytes the browser encrypts itself."""

    def __init__(self, lookups: ThreadPoolExecutor) -> None:
        self._public = CheckedBackend(allow_private=False, lookups=lookups)
        self._private = CheckedBackend(allow_private=True, lookups=lookups)

    async def open(self, host: str, port: int, way: Way) -> httpcore.AsyncNetworkStream:
        """A connection to a host; FetchError dns, forbidden-address, refused or proxy."""
        if way.proxy:
            return await self._proxied(host, port, way)
        backend = self._private if way.private else self._public
        try:
            return await backend.connect_tcp(host, port, timeout=CONNECT_TIMEOUT)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            detail = f"no connection to {host}: {error}"
            raise FetchError("refused", detail, transient=True) from None

    async def _proxied(self, host: str, port: int, way: Way) -> httpcore.AsyncNetworkStream:
        bracketed = f"[{host}]" if ":" in host else host
        proxies.permit(httpx.URL(f"https://{bracketed}:{port}"), way)
        proxy = httpx.URL(way.proxy)
        try:
            if proxy.scheme.startswith("socks"):
                return await _through_socks(proxy, host, port)
            return await _through_http(proxy, f"{bracketed}:{port}")
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            detail = f"no connection to {proxies.named(way.proxy)} or from it to {host}: {error}"
            raise FetchError("proxy", detail, transient=True) from None


async def _through_http(proxy: httpx.URL, target: str) -> httpcore.AsyncNetworkStream:
    headers = [("Host", target)]
    if proxy.userinfo:
        login = b64encode(f"{proxy.username}:{proxy.password}".encode()).decode("ascii")
        headers.append(("Proxy-Authorization", f"Basic {login}"))
    request = httpcore.Request(
        "CONNECT",
        httpcore.URL(
            scheme=proxy.scheme,
            host=proxy.raw_host,
            port=proxy.port or (443 if proxy.scheme == "https" else 80),
            target=target,
        ),
        headers=headers,
        extensions={"timeout": {"connect": CONNECT_TIMEOUT, "read": CONNECT_TIMEOUT}},
    )
    # A pool of its own: its one connection becomes the tunnel, and ends with it.
    pool = httpcore.AsyncConnectionPool()
    try:
        response = await pool.handle_async_request(request)
    except BaseException:  # also where the page was read meanwhile
        await pool.aclose()
        raise
    if response.status != 200:
        await response.aclose()
        await pool.aclose()
        passing = response.status != 407
        raise FetchError("proxy", f"it refuses: {response.status}", transient=passing)
    stream: httpcore.AsyncNetworkStream = response.extensions["network_stream"]
    return stream


async def _through_socks(proxy: httpx.URL, host: str, port: int) -> httpcore.AsyncNetworkStream:
    try:
        from socksio import socks5
    except ImportError:
        raise proxies.needs_socks() from None
    stream = await httpcore.AnyIOBackend().connect_tcp(
        proxy.host, proxy.port or 1080, timeout=CONNECT_TIMEOUT
    )
    talk = socks5.SOCKS5Connection()

    async def ask(request: Any) -> Any:
        talk.send(request)
        await stream.write(talk.data_to_send(), timeout=CONNECT_TIMEOUT)
        return talk.receive_data(await stream.read(_READ, timeout=CONNECT_TIMEOUT))

    try:
        method = socks5.SOCKS5AuthMethod
        wanted = method.USERNAME_PASSWORD if proxy.userinfo else method.NO_AUTH_REQUIRED
        reply = await ask(socks5.SOCKS5AuthMethodsRequest([wanted]))
        if reply.method != wanted:
            raise FetchError("proxy", "it wants another login")
        if proxy.userinfo:
            login = proxy.username.encode(), proxy.password.encode()
            if not (await ask(socks5.SOCKS5UsernamePasswordRequest(*login))).success:
                raise FetchError("proxy", "it refuses the login")
        command = socks5.SOCKS5CommandRequest.from_address(
            socks5.SOCKS5Command.CONNECT, (host, port)
        )
        reply = await ask(command)
        if reply.reply_code != socks5.SOCKS5ReplyCode.SUCCEEDED:
            raise FetchError("proxy", f"it refuses: {reply.reply_code.name}", transient=True)
    except BaseException:  # also where the page was read meanwhile
        await stream.aclose()
        raise
    return stream

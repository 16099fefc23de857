"""httpx's way to the network with our address check in it, and its errors in our words.

The transport is used without httpx's client: its cookies, redirects, environment and log lines are
what a monitor must decide itself.
"""

from __future__ import annotations

import importlib.util
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, TypeAlias

import h11
import httpcore
import httpx

from monitor.errors import FetchError
from monitor.fetch import certificates, proxies, request_rules
from monitor.fetch.mended_heads import MendingBackend
from monitor.fetch.network import CONNECT_TIMEOUT, CheckedBackend
from monitor.fetch.proxies import Way
from monitor.fetch.stream import ClosingBackend

WAY = "monitor.way"  # request extension: how this request may go, a Way
KEEP_ALIVE = 20.0  # seconds; the next page of a host comes after its pause

# httpcore tries to import it for each lock it makes, 16 times a page, and the search through all
# of sys.path took a quarter of a look that finds nothing new. None says at once that it is missing.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # what the import system asks for


Place: TypeAlias = tuple[Way, bytes, bytes, int | None]  # how, and scheme, host and port


class CheckedTransport(httpx.AsyncBaseTransport):
    """A pool of connections for each host and each way there: openly, to private addresses, by a
    proxy.

    So a connection opened for a watch that may go to private addresses is never reused by one that
    may not. One pool for all hosts would look at each of its connections at each request: with 64
    at once that was most of the work.
    """

    def __init__(self, *, connections: int) -> None:
        # Threads of our own: names that hang must not hold up other work, nor the end of the loop.
        self._lookups = ThreadPoolExecutor(connections, thread_name_prefix="dns")
        self._settings: dict[str, Any] = {
            "ssl_context": httpx.create_ssl_context(),  # once: reading the certificates takes 20 ms
            "max_connections": None,  # the fetcher's own limit decides
            "keepalive_expiry": KEEP_ALIVE,
            "http1": True,
            "http2": True,
        }
        self._most = 4 * connections  # pools: hosts take turns
        self._pools: dict[Place, _Pool] = {}  # the longest unused first

    async def _pool(self, way: Way, url: httpcore.URL) -> httpcore.AsyncConnectionPool:
        """The connections to a host, made at their first use; FetchError proxy."""
        await self._close_unused()
        place = (way, url.scheme, url.host, url.port)
        kept = self._pools.pop(place, None)
        made = replace(kept, used_at=time.monotonic()) if kept else self._made(way)
        self._pools[place] = made
        return made.pool

    def _made(self, way: Way) -> _Pool:
        backend = ClosingBackend(
            httpcore.AnyIOBackend()  # to the proxy's own address, wherever it is
            if way.proxy
            else CheckedBackend(allow_private=way.private, lookups=self._lookups)
        )
        settings: dict[str, Any] = {**self._settings, "network_backend": backend}
        if way.mended:
            settings |= {
                "network_backend": MendingBackend(backend),
                "http2": False,
                "max_keepalive_connections": 0,
            }
        make = partial(proxies.pool, way.proxy) if way.proxy else httpcore.AsyncConnectionPool
        return _Pool(make(**settings), backend, time.monotonic())

    async def _close_unused(self) -> None:
        """Close what has waited for too long, or is too much; two at a time keep up with one new.

        One that is at work is put behind those that are not.
        """
        for place in list(islice(self._pools, 2)):
            found = self._pools.get(place)
            if found is None:  # another request has closed it while this one closed the first
                continue
            late = time.monotonic() - found.used_at > KEEP_ALIVE
            if not late and len(self._pools) < self._most:
                return
            del self._pools[place]
            if all(connection.is_idle() for connection in found.pool.connections):
                await found.aclose()
            else:
                self._pools[place] = replace(found, used_at=time.monotonic())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is still to be read."""
        way = request.extensions.get(WAY) or Way()
        if way.proxy:
            proxies.permit(request.url, way)
        sent = _sent(request)
        try:
            response = await self._exchanged(sent, way)
        except httpcore.ConnectError:
            if not way.proxy:
                raise
            detail = f"no connection to {proxies.named(way.proxy)} or from it to {request.url.host}"
            raise FetchError("proxy", detail, transient=True) from None
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response.stream)
        )

    async def _exchanged(self, sent: httpcore.Request, way: Way) -> httpcore.Response:
        """Send a GET, which may be said again where it came to nothing by no fault of the page."""
        pool = await self._pool(way, sent.url)
        kept = any(c.is_idle() and c.can_handle_request(sent.url.origin) for c in pool.connections)
        try:
            return await pool.handle_async_request(sent)
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError) as error:
            if not way.mended and any(_of_headers(cause) for cause in _causes(error)):
                return await self._exchanged(sent, replace(way, mended=True))
            # A kept connection that the server had closed meanwhile is not the page's failure: it
            # is out of the pool now. Without this a site that closes and redirects would lose
            # every try.
            if not kept:
                raise
            return await pool.handle_async_request(sent)

    async def aclose(self) -> None:
        """Close all connections and stop looking up names."""
        for kept in self._pools.values():
            await kept.aclose()
        self._lookups.shutdown(wait=False, cancel_futures=True)


def _sent(request: httpx.Request) -> httpcore.Request:
    """The request in httpcore's words."""
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        headers=request.headers.raw,
        content=request.stream,
        extensions={"timeout": {"connect": CONNECT_TIMEOUT}},
    )


@dataclass(frozen=True, slots=True)
class _Pool:
    pool: httpcore.AsyncConnectionPool
    backend: ClosingBackend
    used_at: float  # monotonic

    async def aclose(self) -> None:
        await self.pool.aclose()
        await self.backend.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = self._stream.__aiter__()
        return chunks

    async def aclose(self) -> None:
        await self._stream.aclose()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one request, all of it."""

    status: int
    headers: request_rules.Headers
    body: bytes  # without its content codings
    response: httpx.Response  # for its cookies

    @property
    def location(self) -> str:
        """Where a redirect leads, "" for any other answer."""
        redirects = self.status in request_rules.REDIRECTS
        return self.response.headers.get("location", "") if redirects else ""


async def exchange(
    transport: httpx.AsyncBaseTransport, request: httpx.Request, limit: int, *, cut: bool = False
) -> Answer:
    """Send one request and read the whole answer; FetchError for anything else.

    At most `limit` bytes are read, then FetchError too-large; with `cut` the rest is left.
    """
    answered = False
    try:
        response = await transport.handle_async_request(request)
        answered = True
        try:
            raw = await _read(response, limit, cut=cut)
        finally:
            await response.aclose()
    except FetchError:
        raise
    except Exception as error:  # what a stranger sends makes h11, h2 and hpack raise
        # more than they promise (KeyError, ValueError, …): never a reason to end a daemon.
        raise translated(error, answered=answered) from None
    response.request = request
    headers = request_rules.readable_headers(response.headers.raw)
    body = raw if cut else request_rules.decoded(raw, headers, limit)
    return Answer(response.status_code, headers, body, response)


async def _read(response: httpx.Response, limit: int, *, cut: bool) -> bytes:
    """The body as sent, at most `limit` bytes of it (FetchError too-large, or cut there)."""
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > limit and not cut:
        raise request_rules.too_large(limit)
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            if cut:
                break
            raise request_rules.too_large(limit)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def translated(error: Exception, *, answered: bool) -> FetchError:
    """Our word for what httpcore or httpx raised; `answered`: the headers had come already."""
    causes = tuple(_causes(error))
    what = str(error)[:200]  # may quote what the server sent
    if isinstance(error, (httpcore.TimeoutException, httpx.TimeoutException, TimeoutError)):
        return FetchError("timeout", "no connection in time", transient=True)
    if isinstance(error, (httpcore.ConnectError, httpx.ConnectError)):
        return _unconnected(error, causes)
    if isinstance(error, httpcore.ProxyError):  # its status and what it says
        return FetchError("proxy", f"it refuses: {what}", transient=not what.startswith("407"))
    if answered and isinstance(error, (httpcore.ProtocolError, httpx.ProtocolError)):
        return FetchError("truncated", f"the page ends early: {what}", transient=True)
    if isinstance(error, (httpcore.ProtocolError, httpx.ProtocolError)):
        if any(getattr(cause, "error_status_hint", 0) == 431 for cause in causes):
            return FetchError("too-large", "the answer's headers are larger than 100 kB")
        if any(isinstance(cause, h11.ProtocolError) for cause in causes):
            return FetchError("protocol", f"not HTTP: {what}")
        # The server has just closed the connection, or one stream of HTTP/2.
        return FetchError("reset", what, transient=True)
    if isinstance(error, (httpcore.NetworkError, httpx.NetworkError, OSError)):
        return FetchError("reset", "the connection was lost", transient=True)
    return FetchError("protocol", f"{type(error).__name__}: {what}")


def _unconnected(error: Exception, causes: tuple[BaseException, ...]) -> FetchError:
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            if isinstance(cause, ssl.SSLCertVerificationError):
                return FetchError("tls", certificates.why(cause))
            return FetchError("tls", cause.reason or str(cause), transient=True)
        if isinstance(cause, socket.gaierror):
            return FetchError("dns", str(cause.strerror))
        if isinstance(cause, ConnectionRefusedError):
            return FetchError("refused", "nothing listens there", transient=True)
        if isinstance(cause, ConnectionResetError):
            return FetchError("reset", "the connection was lost", transient=True)
    return FetchError("refused", str(error) or "no connection", transient=True)


def _of_headers(error: BaseException) -> bool:
    """Has h11 refused an answer, for another reason than its size?"""
    return isinstance(error, h11.RemoteProtocolError) and error.error_status_hint != 431


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        if isinstance(error, BaseExceptionGroup):
            found.extend(error.exceptions)
        error = error.__cause__ or error.__context__
    return found

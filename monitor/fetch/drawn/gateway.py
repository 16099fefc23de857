"""The proxy of one page: every request of the browser, whatever made it, goes through here.

Subresources, redirects, frames, workers, websockets and beacons are all judged where the plain
fetch judges: the name is resolved here, and the address that was judged is the one connected to.
A browser that does not know this proxy reaches nothing: it resolves no names itself.
"""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpcore
import httpx

from monitor.errors import FetchError
from monitor.fetch import request_rules
from monitor.fetch.drawn import sites
from monitor.fetch.drawn.tunnels import Tunnels
from monitor.fetch.proxies import Way
from monitor.fetch.transport import WAY, CheckedTransport, translated

LONGEST_HEAD = 65_536
LARGEST_UPLOAD = 1_000_000  # bytes that a page's script may post at once
HEAD_WITHIN = 30.0  # seconds
DECLARED_WITHIN = 0.5  # seconds until the page has said that it goes on to another host
CHUNK = 65_536
MOST_CONNECTIONS = 64  # of one page at one time
REFUSED = "x-gateway-refused"  # our own answers: what stands in them is not the site's
# Of one connection, or of a proxy: never handed on.
_HOP = frozenset(
    (b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"te", b"trailer")
) | {b"transfer-encoding", b"upgrade", b"proxy-authenticate"}


@dataclass
class Leave:
    """What one page may reach."""

    home: httpx.URL
    allow_private: bool  # the page's own host and port, nothing else, may be private
    way: Callable[[httpx.URL], str]  # the watch's own proxy for an address, "" for none
    allow: tuple[str, ...]  # hosts of others that may be loaded from
    most_bytes: int  # of everything that is loaded for it
    admitted: set[str] = field(default_factory=set)  # sites that the page itself went on to
    went: list[str] = field(default_factory=list)  # "host:port" of them, the last one last

    def admit(self, address: str) -> None:
        """The page goes on to this address, as a redirect of its own does."""
        with suppress(httpx.InvalidURL, ValueError):
            url = httpx.URL(address)
            self.admitted.add(sites.site_of(url.host))
            self.went.append(f"{url.host}:{port_of(url)}")

    def includes(self, host: str) -> bool:
        """Is that a host of the page's site, or one that is allowed?"""
        site = sites.site_of(host)
        own = site == sites.site_of(self.home.host) or site in self.admitted
        return own or sites.matches(host, self.allow)

    def way_to(self, scheme: str, host: str, port: int) -> Way:
        """How a connection may be made."""
        bracketed = f"[{host}]" if ":" in host else host
        url = httpx.URL(f"{scheme}://{bracketed}:{port}")
        own = (host, port) == (self.home.host, port_of(self.home))
        return Way(self.allow_private and own, self.way(url))


class Gateway:
    """Listens on this machine while a page is drawn; only who knows its password is served."""

    def __init__(self, leave: Leave, tunnels: Tunnels, transport: CheckedTransport) -> None:
        self.leave = leave
        self.user, self.password = "page", secrets.token_urlsafe(18)
        self.refused: dict[str, FetchError] = {}  # by "host:port"
        self.spilled = asyncio.Event()  # more was loaded than a page may take
        self.loaded = 0  # bytes
        self.port = 0
        self._tunnels = tunnels
        self._transport = transport
        self._login = b"Basic " + b64encode(f"{self.user}:{self.password}".encode())
        self._room = asyncio.Semaphore(MOST_CONNECTIONS)
        self._serving: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self, address: str = "127.0.0.1") -> AsyncIterator[Gateway]:
        """Serve until the page is read; then every connection ends."""
        server = await asyncio.start_server(self._accept, address, 0, limit=LONGEST_HEAD)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._serving:
                task.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a callback of a server runs as one
        self._serving.add(task)
        try:
            async with self._room:
                await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # the browser hung up, or sent something else than a request
        except asyncio.CancelledError:
            writer.transport.abort()  # the page is read: nobody takes what is still to be sent
        finally:
            self._serving.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(HEAD_WITHIN):
            head = await reader.readuntil(b"\r\n\r\n")
        line, *rows = head[:-4].split(b"\r\n")
        method, target, *_ = [*line.split(b" "), b""]
        headers = [(n.strip(), v.strip()) for n, _, v in (row.partition(b":") for row in rows)]
        named = {name.lower(): value for name, value in headers}
        if not secrets.compare_digest(named.get(b"proxy-authorization", b""), self._login):
            await _say(writer, b"407 Login", b'Proxy-Authenticate: Basic realm="page"\r\n')
            return
        try:
            if method == b"CONNECT":
                await self._tunnel(target, reader, writer)
            else:
                await self._forward(method, target, headers, reader, writer)
        except FetchError as error:
            await _say(writer, b"502 Refused", REFUSED.encode() + b": 1\r\n")
            if error.reason == "too-large":
                self.spilled.set()

    async def _judged(self, scheme: str, host: str, port: int) -> Way:
        """The way to a host; FetchError forbidden-host for one that is not the page's affair."""
        if not self.leave.includes(host):
            # A redirect of the page itself is told by the browser at the same time.
            for _ in range(10):
                await asyncio.sleep(DECLARED_WITHIN / 10)
                if self.leave.includes(host):
                    break
            else:
                raise FetchError("forbidden-host", f"{host} is another site's")
        return self.leave.way_to(scheme, host, port)

    async def _tunnel(
        self, target: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        host, _, port = target.decode("ascii", "replace").rpartition(":")
        host = host.strip("[]")
        number = int(port) if port.isdigit() else 0
        async with self._noted(f"{host}:{number}"):
            way = await self._judged("https", host, number)
            stream = await self._tunnels.open(host, number, way)
        try:
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await self._relay(stream, reader, writer)
        finally:
            await stream.aclose()

    async def _relay(
        self,
        stream: httpcore.AsyncNetworkStream,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Bytes both ways until either side ends."""

        async def up() -> None:
            while data := await reader.read(CHUNK):
                await stream.write(data)

        async def down() -> None:
            while data := await stream.read(CHUNK):
                self._count(len(data))
                writer.write(data)
                await writer.drain()

        ways = [asyncio.ensure_future(up()), asyncio.ensure_future(down())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in ways:
                task.cancel()
            results = await asyncio.gather(*ways, return_exceptions=True)
        if any(isinstance(r, FetchError) and r.reason == "too-large" for r in results):
            self.spilled.set()

    async def _forward(
        self,
        method: bytes,
        target: bytes,
        headers: list[tuple[bytes, bytes]],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """One plain request; its connection is not used for a second one."""
        try:
            url = httpx.URL(target.decode("ascii", "replace"))
            usable = url.scheme == "http" and request_rules.usable(url)
        except (httpx.InvalidURL, ValueError):
            usable = False
        if not usable:
            raise FetchError("protocol", "not an address of the web")
        size = next((v for n, v in headers if n.lower() == b"content-length"), b"0")
        if not size.isdigit() or int(size[:9]) > LARGEST_UPLOAD:
            raise FetchError("protocol", "the page's script sends too much")
        body = await reader.readexactly(int(size))
        async with self._noted(f"{url.host}:{port_of(url)}"):
            way = await self._judged("http", url.host, port_of(url))
            request = httpx.Request(
                method.decode("ascii", "replace"),
                url,
                headers=[(n, v) for n, v in headers if n.lower() not in _HOP],
                content=body,
                extensions={WAY: way},
            )
            try:
                response = await self._transport.handle_async_request(request)
            except FetchError:
                raise
            except Exception as error:  # as in transport.exchange: strangers make libraries raise
                raise translated(error, answered=False) from None
        try:
            await self._answer(response, writer)
        finally:
            await response.aclose()

    async def _answer(self, response: httpx.Response, writer: asyncio.StreamWriter) -> None:
        kept = [(n, v) for n, v in response.headers.raw if n.lower() not in _HOP]
        head = [b"HTTP/1.1 %d X" % response.status_code, *(n + b": " + v for n, v in kept)]
        writer.write(b"\r\n".join(head) + b"\r\nConnection: close\r\n\r\n")
        try:
            async for chunk in response.aiter_raw():
                self._count(len(chunk))
                writer.write(chunk)
                await writer.drain()
        except FetchError:
            self.spilled.set()
        except Exception as error:  # the site's half of an answer; the browser sees it end early
            if isinstance(error, OSError):
                raise

    @asynccontextmanager
    async def _noted(self, place: str) -> AsyncIterator[None]:
        """What is refused is remembered: of the page's own address it is the fetch's error."""
        try:
            yield
        except FetchError as error:
            self.refused[place] = error
            raise

    def _count(self, size: int) -> None:
        self.loaded += size
        if self.loaded > self.leave.most_bytes:
            raise request_rules.too_large(self.leave.most_bytes)


def port_of(url: httpx.URL) -> int:
    """The port of an address, also where it does not name it."""
    return url.port or (443 if url.scheme in ("https", "wss") else 80)


async def _say(writer: asyncio.StreamWriter, status: bytes, headers: bytes) -> None:
    closing = b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    with suppress(OSError):
        writer.write(b"HTTP/1.1 " + status + b"\r\n" + headers + closing)
        await writer.drain()

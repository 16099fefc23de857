"""Get one page over HTTP: politely, safely, and on time.

Every fetch ends with a `Fetched` (any final status; the guard judges it) or a `FetchError` (no
usable answer) within the watch's timeout. Waiting for a host's turn does not count against it.

Proxies from the environment are not used: the address check must see the address that is really
connected to. SSL_CERT_FILE and SSL_CERT_DIR are respected.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import httpx
import structlog

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch import request_rules
from monitor.fetch.drawn import errands
from monitor.fetch.proxies import Proxies, Way
from monitor.fetch.robots import MAX_BYTES as ROBOTS_BYTES
from monitor.fetch.robots import Robots
from monitor.fetch.transport import WAY, Answer, CheckedTransport, exchange
from monitor.fetch.visit import Job, Visit, start
from monitor.model import (
    CONCURRENCY,
    CONNECTION_HEADERS,
    HOST_PAUSE,
    BrowserSettings,
    Fetched,
    Watch,
)

if TYPE_CHECKING:
    from monitor.fetch.drawn.drawer import Drawer

log = structlog.get_logger(__name__)

PROJECT = "https://pypi.org/project/policy-monitor/"
RETRY_STATUS = frozenset((429, 502, 503, 504))
LONGEST_WAIT = 30.0  # seconds between two tries; a server that asks for more is visited later
FIRST_WAIT = 0.5
WAIT_MORE_429 = 10  # times longer after "too many requests" without a Retry-After
MAX_ROBOTS_REDIRECTS = 5

# These go along to whatever host a redirect names; all other headers of a watch may be secrets.
_HARMLESS = frozenset(("accept", "accept-language", "user-agent"))


def default_user_agent(contact: str = PROJECT) -> str:
    """Who we are and where to complain: "policy-monitor/0.1.0 (+https://…)"."""
    return f"policy-monitor/{__version__} (+{contact})"


class Fetcher(Protocol):
    """Gets pages. The tests' fakes and :class:`HttpFetcher` look the same from outside."""

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        """One answer for the watch's address, whatever its status. Raises FetchError.

        `etag` and `last_modified` as :func:`monitor.fetch.validators` gave them for the last
        answer; with them the answer may be `not_modified`, with an empty body.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


@runtime_checkable
class DrawingFetcher(Fetcher, Protocol):
    """A fetcher that has a browser, or could have one."""

    def no_browser(self) -> str:
        """Why no page can be drawn here, and what to do; "" where one can."""
        ...

    async def draw(self, watch: Watch) -> Fetched:
        """The page as its scripts leave it, whatever the watch says. Raises FetchError."""
        ...


class HttpFetcher:
    """Many pages at once, one request per host at a time with a pause after it.

    `concurrency`: hosts talked to at once. `host_pause`: seconds between two requests to one host.
    `retries`: further tries after a failure that may pass (no connection, reset, half a page, 429,
    502, 503, 504). `backoff`: seconds before the first of them, doubled each time, with jitter.
    `browser`: which one draws pages, where the watch or `draw` asks for one.
    Usable from one event loop after another, never from two at once.
    """

    def __init__(
        self,
        *,
        user_agent: str = "",
        concurrency: int = CONCURRENCY,
        host_pause: float = HOST_PAUSE,
        retries: int = 3,
        backoff: float = FIRST_WAIT,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        browser: BrowserSettings | None = None,
    ) -> None:
        self._user_agent = user_agent or default_user_agent()
        self._concurrency = concurrency
        self._host_pause = host_pause
        self._retries = retries
        self._backoff = backoff
        self._clock = clock
        self._proxies = Proxies()
        self._robots = Robots(self._get_robots, user_agent=self._user_agent, clock=clock)
        self._live: _Live | None = None
        self._browser = browser or BrowserSettings()
        self._drawer: Drawer | None = None

    async def fetch(self, watch: Watch, *, etag: str = "", last_modified: str = "") -> Fetched:
        """See :class:`Fetcher`. By a browser where the watch says so, else plainly."""
        if watch.fetch == "browser":
            return await self.draw(watch)
        return await self._tried(start(watch, etag, last_modified), self._attempt)

    def no_browser(self) -> str:
        """See :class:`DrawingFetcher`."""
        from monitor.fetch.drawn.chromium import unavailable

        return unavailable(self._browser)

    async def draw(self, watch: Watch) -> Fetched:
        """See :class:`DrawingFetcher`. A file (a PDF) is fetched plainly instead."""
        from monitor.fetch.drawn.rendering import NotAPageError

        job = start(watch, "", "")
        try:
            return await self._tried(job, self._drawn)
        except NotAPageError:
            return await self._tried(start(watch, "", ""), self._attempt)

    async def _tried(self, job: Job, attempt: Callable[[Job], Awaitable[Fetched]]) -> Fetched:
        while True:
            job.tries += 1
            try:
                return await attempt(job)
            except (_BusyError, FetchError) as error:
                wait = self._wait_before_retry(job, error)
                if wait is None:
                    if isinstance(error, _BusyError):
                        return error.answer
                    error.seconds, error.tries = round(job.spent(), 3), job.tries
                    raise
                # No warning: the outcome is recorded with its page.
                log.info(
                    "tried again", watch=job.watch.id, error=str(error), seconds=round(wait, 1)
                )
            await asyncio.sleep(wait)

    async def aclose(self) -> None:
        """Close all connections; the next fetch opens new ones."""
        live, self._live = self._live, None
        if live is not None and live.loop is asyncio.get_running_loop():
            await live.transport.aclose()
        drawer, self._drawer = self._drawer, None
        if drawer is not None:
            await asyncio.to_thread(drawer.close)

    # ----------------------------------------------------------------- one fetch, several tries

    def _wait_before_retry(self, job: Job, error: _BusyError | FetchError) -> float | None:
        """Seconds to wait before the next try, None for no more. Taken from the job's budget."""
        asked = None
        wait = self._backoff * 2 ** (job.tries - 1)
        if isinstance(error, _BusyError):
            asked = request_rules.retry_after(error.answer.headers, self._clock())
            if error.answer.status == 429:
                wait *= WAIT_MORE_429
        elif not error.transient or error.reason == "robots":
            return None
        wait = min(wait, LONGEST_WAIT) if asked is None else asked
        # Jitter keeps many pages of one troubled server from coming back together.
        wait += random.uniform(0, self._backoff)  # noqa: S311  no secret
        if job.tries > self._retries or wait > LONGEST_WAIT + self._backoff or wait >= job.left:
            return None
        job.left -= wait
        return wait

    async def _attempt(self, job: Job) -> Fetched:
        """One try, through all redirects, one host's turn after the other."""
        visit = Visit(job.url)
        while True:
            async with self._turn(visit.url.host) as turn, job.working():
                answer = await self._on_one_host(job, visit, turn)
            if answer is not None:
                if answer.status in RETRY_STATUS:
                    raise _BusyError(answer)
                return answer

    async def _on_one_host(self, job: Job, visit: Visit, turn: _Turn) -> Fetched | None:
        """Follow redirects while they stay on this host; None when they lead to another."""
        host = visit.url.host
        while visit.url.host == host:
            if job.watch.robots:
                turn.crawl_delay = await self._robots.check(visit.url, self._way(job, visit.url))
            request = self._request(job, visit)
            answer = await exchange(self._now().transport, request, job.watch.max_bytes)
            if not answer.location:
                return self._fetched(job, visit, answer)
            visit.follow(request_rules.target(visit.url, answer.location), answer)
        return None

    async def _drawn(self, job: Job) -> Fetched:
        """One try by the browser, in the host's turn. Its wait for the browser is free."""
        async with self._turn(job.url.host, free=True) as turn:
            if job.watch.robots:
                async with job.working():
                    way = self._way(job, job.url)
                    turn.crawl_delay = await self._robots.check(job.url, way)
            errand = errands.errand(job, self._user_agent)
            leave = errands.leave(job, self._proxies)
            try:
                drawn = await self._now_drawer().draw(errand, leave, job.left)
            except FetchError as error:
                job.left -= error.seconds
                raise
            job.left -= drawn.seconds
            final = httpx.URL(drawn.final_url)
            if job.watch.robots and final.host != job.url.host:
                async with job.working():
                    await self._robots.check(final, self._way(job, final))
        answer = errands.fetched(job, drawn, self._clock())
        if answer.status in RETRY_STATUS:
            raise _BusyError(answer)
        return answer

    def _now_drawer(self) -> Drawer:
        from monitor.fetch.drawn.drawer import Drawer

        self._drawer = self._drawer or Drawer(self._browser)
        return self._drawer

    def _request(self, job: Job, visit: Visit) -> httpx.Request:
        own = visit.at_home(job.url)
        headers = {
            "user-agent": self._user_agent,
            "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "accept-language": request_rules.ACCEPT_LANGUAGE,
            "accept-encoding": request_rules.ACCEPT_ENCODING,
            "connection": "keep-alive",
        }
        for name, value in job.watch.headers:
            if name.lower() in _HARMLESS or (own and name.lower() not in CONNECTION_HEADERS):
                headers[name.lower()] = value
        if own and job.login:
            headers.setdefault("authorization", job.login)
        if visit.first:
            headers.update(job.conditions)
        try:
            raw = [(name.encode("ascii"), value.encode()) for name, value in headers.items()]
        except UnicodeEncodeError:
            raise FetchError("protocol", "a header's name in the watchlist is not ASCII") from None
        request = httpx.Request(
            "GET", visit.url, headers=raw, extensions={WAY: self._way(job, visit.url)}
        )
        if visit.cookies is not None:
            request.headers.encoding = "utf-8"  # else a cookie with an umlaut is an error of ours
            visit.cookies.set_cookie_header(request)
        return request

    def _way(self, job: Job, url: httpx.URL) -> Way:
        return Way(job.private(url), self._proxies.of(url, job.watch.proxy))

    def _fetched(self, job: Job, visit: Visit, answer: Answer) -> Fetched:
        unchanged = answer.status == 304
        if unchanged and not (visit.first and job.conditions):
            raise FetchError("protocol", "304 Not Modified to a request without conditions")
        return Fetched(
            url=str(job.url) if job.login else job.watch.url,
            final_url=str(visit.url),
            status=answer.status,
            headers=answer.headers,
            body=b"" if unchanged else answer.body,
            fetched_at=self._clock(),
            seconds=round(job.spent(), 3),
            not_modified=unchanged,
            redirects=tuple(visit.trail),
            tries=job.tries,
        )

    async def _get_robots(self, url: httpx.URL, way: Way) -> tuple[int, bytes]:
        """For :class:`Robots`: within the turn and the budget of the page that asks."""
        visit = Visit(url)
        for _ in range(MAX_ROBOTS_REDIRECTS + 1):
            request = httpx.Request(
                "GET",
                visit.url,
                headers={"user-agent": self._user_agent, "accept-encoding": "identity"},
                extensions={WAY: replace(way, private=way.private and visit.url.host == url.host)},
            )
            try:
                answer = await exchange(self._now().transport, request, ROBOTS_BYTES, cut=True)
            except FetchError as error:
                if visit.url.host == url.host:
                    raise
                there = f"it leads to {visit.url.host}: {error}"  # no fault of the page's address
                raise FetchError("bad-redirect", there) from error
            if not answer.location:
                return answer.status, answer.body
            visit.follow(request_rules.target(visit.url, answer.location), answer)
        return 404, b""  # the RFC lets a long chain count as "no such file"

    # ----------------------------------------------------------------- turns

    @asynccontextmanager
    async def _turn(self, host: str, *, free: bool = False) -> AsyncIterator[_Turn]:
        """Alone with one host, after its pause, as one of `concurrency` hosts.

        `free`: not counted among them, for the browser has its own limit.
        """
        live = self._now()
        turn = live.turns.setdefault(host, _Turn())
        async with turn.lock:
            if (pause := turn.ready_at - time.monotonic()) > 0:
                await asyncio.sleep(pause)
            async with nullcontext() if free else live.slots:
                try:
                    yield turn
                finally:
                    pause = max(self._host_pause, turn.crawl_delay)
                    turn.ready_at = time.monotonic() + pause

    def _now(self) -> _Live:
        """What belongs to the running event loop; a new loop gets its own."""
        loop = asyncio.get_running_loop()
        if self._live is None or self._live.loop is not loop:
            transport = CheckedTransport(connections=self._concurrency)
            self._live = _Live(loop, transport, asyncio.Semaphore(self._concurrency))
        return self._live


class _BusyError(Exception):
    """An answer that asks to come back; the last one is the fetch's result."""

    def __init__(self, answer: Fetched) -> None:
        super().__init__(f"status {answer.status}")
        self.answer = answer


@dataclass(slots=True)
class _Live:
    """What is bound to one event loop."""

    loop: asyncio.AbstractEventLoop
    transport: CheckedTransport
    slots: asyncio.Semaphore
    turns: dict[str, _Turn] = field(default_factory=dict)


@dataclass(slots=True)
class _Turn:
    """One host: who talks to it now, and when the next may."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ready_at: float = 0.0  # monotonic
    crawl_delay: float = 0.0  # seconds its robots.txt asks for

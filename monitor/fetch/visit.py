"""One fetch on its way: its budget of time, its tries, and where the redirects have led."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from monitor.errors import FetchError
from monitor.fetch import request_rules
from monitor.fetch.transport import Answer
from monitor.model import Watch

MAX_REDIRECTS = 10


@dataclass(slots=True)
class Job:
    """One fetch with all its tries."""

    watch: Watch
    url: httpx.URL
    conditions: dict[str, str]
    login: str  # the Authorization header for a user:password@ in the address, "" without
    left: float  # seconds of work; waiting for a turn is free
    tries: int = 0
    since: float | None = None  # monotonic; None while waiting for a turn

    def private(self, url: httpx.URL) -> bool:
        """May this request go to a private address?

        The watch allows its own host to be private, not whatever host it may redirect to.
        """
        return self.watch.allow_private and url.host == self.url.host

    def spent(self) -> float:
        """Seconds of work and backoff until now."""
        running = time.monotonic() - self.since if self.since is not None else 0.0
        return self.watch.timeout - self.left + running

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """A stretch of work that ends when the budget does."""
        self.since = time.monotonic()
        try:
            async with asyncio.timeout(self.left):
                yield
        except TimeoutError:
            detail = f"no complete answer within {self.watch.timeout:g} s"
            raise FetchError("timeout", detail, transient=True) from None
        finally:
            self.left = self.watch.timeout - self.spent()
            self.since = None


@dataclass(slots=True)
class Visit:
    """Where one try stands on its way through the redirects."""

    url: httpx.URL
    trail: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    cookies: httpx.Cookies | None = None
    left_home: bool = False

    @property
    def first(self) -> bool:
        """No redirect yet."""
        return not self.trail

    def at_home(self, home: httpx.URL) -> bool:
        """Still where the watch's own headers belong? Once away, a way back does not count."""
        self.left_home = self.left_home or not request_rules.same_site(home, self.url)
        return not self.left_home

    def follow(self, url: httpx.URL, answer: Answer) -> None:
        """Go on to `url`, with the cookies the redirect set (some sites loop without them)."""
        if "set-cookie" in answer.response.headers:
            self.cookies = self.cookies or httpx.Cookies()
            self.cookies.extract_cookies(answer.response)
        self.trail.append(str(url))
        # From the jar: two cookies of one name and other paths are an error to ask httpx for.
        jar = self.cookies.jar if self.cookies else ()
        state = (str(url), str(sorted((c.domain, c.path, c.name, c.value or "") for c in jar)))
        if state in self.seen:
            raise FetchError("too-many-redirects", f"a loop through {url.host}")
        if len(self.trail) > MAX_REDIRECTS:
            raise FetchError("too-many-redirects", f"more than {MAX_REDIRECTS}")
        self.seen.add(state)
        self.url = url


def start(watch: Watch, etag: str, last_modified: str) -> Job:
    """The fetch of a watch, not begun yet; FetchError protocol for an unusable address."""
    try:
        url = httpx.URL(watch.url)
        url = url.copy_with(fragment=None) if "#" in watch.url else url
        usable = request_rules.usable(url)
    except (httpx.InvalidURL, ValueError):
        raise FetchError("protocol", "not a usable web address") from None
    if not usable:
        raise FetchError("protocol", "not an http or https address")
    # Dates are for servers without ETags: a new page may well be older than the last one.
    conditions = {"if-none-match": etag} if etag else {}
    if last_modified and not etag:
        conditions = {"if-modified-since": last_modified}
    plain = url.copy_with(userinfo=b"") if url.userinfo else url
    return Job(watch, plain, conditions, _login(url), left=watch.timeout)


def _login(url: httpx.URL) -> str:
    if not url.userinfo:
        return ""
    login = f"{url.username}:{url.password}".encode()
    return "Basic " + b64encode(login).decode("ascii")

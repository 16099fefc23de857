"""robots.txt for the watches that obey it (RFC 9309), remembered per site for a day."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from protego import Protego

from monitor.errors import FetchError
from monitor.fetch.proxies import Way

_DIRECTLY = Way()
KEEP = timedelta(hours=24)  # the longest that the RFC allows
KEEP_UNREACHABLE = timedelta(minutes=10)
MAX_BYTES = 512_000  # the RFC asks for at least 500 KiB; the rest is not read
# What keeps robots.txt from us keeps the page from us as well: to blame the rules would mislead.
OF_THE_SITE = ("dns", "refused", "tls", "forbidden-address", "proxy")
MAX_CRAWL_DELAY = 30.0  # seconds; more would stop all other pages of the host

# Gets one address the way its page is got: (status, body), the body cut at MAX_BYTES, redirects
# followed. FetchError when there is no answer.
Get = Callable[[httpx.URL, Way], Awaitable[tuple[int, bytes]]]


@dataclass(frozen=True, slots=True)
class _Site:
    """What is known about one site's robots.txt. `rules` None: everything is allowed."""

    until: datetime
    rules: Protego | None
    unreachable: str = ""
    reason: str = "robots"


class Robots:
    """Answers whether a page may be fetched, and how slowly."""

    def __init__(self, get: Get, *, user_agent: str, clock: Callable[[], datetime]) -> None:
        self._get = get
        self._token = product_token(user_agent)
        self._clock = clock
        self._sites: dict[tuple[str, Way], _Site] = {}

    async def check(self, url: httpx.URL, way: Way = _DIRECTLY) -> float:
        """Seconds of crawl delay that the site asks for (0 to 30).

        FetchError robots when the rules forbid this address, or when they cannot be read: the RFC
        counts a server error as a complete ban. Where the site itself cannot be reached, the
        reason is that.
        """
        address = url.copy_with(raw_path=b"/robots.txt", fragment=None, userinfo=b"")
        site = self._sites.get((str(address), way))
        if site is None or site.until <= self._clock():
            site = self._sites[str(address), way] = await self._read(address, way)
        if site.unreachable:
            raise FetchError(site.reason, site.unreachable, transient=site.reason == "robots")
        if site.rules is None:
            return 0.0
        if not site.rules.can_fetch(str(url), self._token):
            raise FetchError("robots", f"{url.host}/robots.txt forbids this page to {self._token}")
        delay = site.rules.crawl_delay(self._token) or 0.0
        return min(max(0.0, delay), MAX_CRAWL_DELAY) if not math.isnan(delay) else 0.0

    async def _read(self, address: httpx.URL, way: Way) -> _Site:
        now = self._clock()
        try:
            status, body = await self._get(address, way)
        except FetchError as error:
            if error.reason in OF_THE_SITE:
                return _Site(now + KEEP_UNREACHABLE, None, error.detail, error.reason)
            return _Site(now + KEEP_UNREACHABLE, None, f"{address.host}/robots.txt: {error}")
        if status >= 500 or status == 429:
            detail = f"{address.host}/robots.txt answers with status {status}"
            return _Site(now + KEEP_UNREACHABLE, None, detail)
        if status >= 300 or not body:  # "unavailable": nothing is forbidden
            return _Site(now + KEEP, None)
        text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
        # Half a megabyte of rules takes a while to parse; other pages go on meanwhile.
        return _Site(now + KEEP, await asyncio.to_thread(Protego.parse, text))


def product_token(user_agent: str) -> str:
    """The name that robots.txt rules are matched with, "bot" of "bot/1.0 (+https://…)"."""
    return user_agent.split("/", 1)[0].split(" ", 1)[0].strip() or "policy-monitor"

"""The Wayback Machine of the Internet Archive: which copies of a page there are, and the copies.

The list comes from its CDX server, at most one copy a day, and each copy from its replay with `id_`
behind the time: the bytes as they were received, without the toolbar and the rewritten links. One
request at a time with a pause; what cannot be had now is asked for again by the next import.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Self
from urllib.parse import urlencode, urlsplit

from monitor.errors import ConfigError, FetchError
from monitor.fetch import HttpFetcher
from monitor.model import Fetched, Watch
from monitor.model.archived import Archived

HOST = "https://web.archive.org"
PAUSE = 4.0  # seconds: some fifteen requests a minute are welcome there
PATIENCE = 300.0  # seconds for one copy, waiting for a busy server included
PAGE = 5_000  # copies in one answer of the list
_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest")
_REPLAY = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/")
_BUSY = (429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
_ORIGINAL = "x-archive-orig-"


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy as the list has it."""

    timestamp: str  # 20200131235959
    url: str
    digest: str

    @property
    def at(self) -> datetime:
        """When it was received."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


class Wayback:
    """A connection to it. A context manager, for one thread."""

    def __init__(
        self,
        *,
        user_agent: str = "",
        host: str = HOST,
        pause: float = PAUSE,
        allow_private: bool = False,
        backoff: float = 5.0,
    ) -> None:
        """`host`: of another archive that speaks the same; `pause` in seconds."""
        self._host = host.rstrip("/")
        self._allow_private = allow_private
        self._fetcher = HttpFetcher(
            user_agent=user_agent, concurrency=1, host_pause=pause, backoff=backoff
        )
        self._loop = asyncio.Runner()
        self._last: tuple[str, Fetched] | None = None  # copies one after the other are often equal

    def of(
        self, url: str, since: date | None = None, until: date | None = None, limit: int = 8_000_000
    ) -> list[Archived]:
        """The copies of an address with status 200, one a day, oldest first.

        Copies beyond `limit` bytes cannot be had. Raises FetchError where the list cannot be had.
        """
        return [
            Archived(
                copy.at,
                f"Wayback Machine, {self._replay(copy)}",
                partial(self._answer, url, copy, limit),
            )
            for copy in self._copies(url, since, until)
        ]

    # ----------------------------------------------------------------- the list

    def _copies(self, url: str, since: date | None, until: date | None) -> Iterator[Copy]:
        query = {
            "url": url,
            "output": "json",
            "fl": ",".join(_FIELDS),
            "filter": "statuscode:200",
            "collapse": "timestamp:8",  # the first of each day
            "limit": str(PAGE),
            "showResumeKey": "true",
        }
        if since:
            query["from"] = f"{since:%Y%m%d}"
        if until:
            query["to"] = f"{until:%Y%m%d}"
        while True:
            rows, resume = self._page(query)
            yield from (Copy(row[0], row[1], row[4]) for row in rows)
            if not resume or not rows:
                return
            query["resumeKey"] = resume

    def _page(self, query: dict[str, str]) -> tuple[list[list[str]], str]:
        """One answer of the list: its rows, and with what the next one begins."""
        answer = self._get(f"{self._host}/cdx/search/cdx?{urlencode(query)}", 50_000_000)
        if answer.status != 200:
            raise FetchError("archive", f"{_host(self._host)} answers status {answer.status}")
        try:
            found = json.loads(answer.body or b"[]")
            rows = [row for row in found[1:] if len(row) == len(_FIELDS)]
            for row in rows:
                datetime.strptime(row[0], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            ends = len(found) > 2 and found[-2] == [] and len(found[-1]) == 1
            return rows, str(found[-1][0]) if ends else ""
        except (ValueError, TypeError, IndexError, KeyError):
            shown = answer.body[:80].decode("utf-8", "replace")
            raise FetchError("archive", f"its list cannot be read: {shown!r}") from None

    # ----------------------------------------------------------------- a copy

    def _answer(self, url: str, copy: Copy, limit: int) -> Fetched:
        if self._last is not None and self._last[0] == copy.digest:
            came = self._last[1]
        else:
            came = self._get(self._replay(copy), limit)
            _must_be(copy, came)
            self._last = (copy.digest, came)
        headers = tuple(
            (name.removeprefix(_ORIGINAL), value)
            for name, value in came.headers
            if name.startswith(_ORIGINAL) and name != f"{_ORIGINAL}content-encoding"
        )
        if not any(name == "content-type" for name, _ in headers):
            headers = (*headers, ("content-type", came.content_type))
        return Fetched(url, copy.url, 200, headers, came.body, copy.at, seconds=came.seconds)

    def _replay(self, copy: Copy) -> str:
        return f"{self._host}/web/{copy.timestamp}id_/{copy.url}"

    def _get(self, url: str, limit: int) -> Fetched:
        watch = Watch(
            id="wayback",
            service="",
            document="",
            url=url,
            fetch="plain",
            timeout=PATIENCE,
            max_bytes=limit,
            allow_private=self._allow_private,
        )
        answer = self._loop.run(self._fetcher.fetch(watch))
        if answer.status in _BUSY:
            raise FetchError("busy", f"status {answer.status}; try again later", transient=True)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.run(self._fetcher.aclose())
        self._loop.close()


def day(text: str, *, last: bool = False) -> date:
    """ "2020", "2020-05" or "2020-05-17" as a day: the first that is meant, or the last.

    Raises ConfigError.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    try:
        if match is None:
            raise ValueError
        year, month, of_month = (int(part) if part else None for part in match.groups())
        assert year is not None  # noqa: S101 - the pattern has it
        if of_month or not last:
            return date(year, month or 1, of_month or 1)
        following = date(year + 1, 1, 1) if month in (None, 12) else date(year, (month or 0) + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    except ValueError:
        raise ConfigError(
            f"expected a year, month or day such as 2020-05, found '{text}'"
        ) from None


def _must_be(copy: Copy, came: Fetched) -> None:
    """Raise FetchError unless it is that copy: the archive leads to the nearest one it has."""
    if came.status != 200:
        raise FetchError("archive", f"status {came.status} in place of the copy")
    there = _REPLAY.search(urlsplit(came.final_url).path)
    if there is None or there[1] != copy.timestamp:
        raise FetchError("archive", f"another copy came in its place: {came.final_url}")


def _host(address: str) -> str:
    return urlsplit(address).hostname or address

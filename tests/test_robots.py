"""robots.txt: who obeys it must be able to rely on it, and a broken one must not stop the rest."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher
from monitor.fetch.proxies import Way
from monitor.fetch.robots import Robots, product_token
from monitor.model import Watch
from tests.rawserver import RawServer, ok, redirect

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Site:
    """A robots.txt that counts how often it is asked for."""

    def __init__(self, body: str | bytes = "", status: int = 200) -> None:
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.asked: list[str] = []
        self.now = NOW
        self.robots = Robots(
            self.get, user_agent="policy-monitor/1.0 (+https://x.example)", clock=lambda: self.now
        )

    async def get(self, url: httpx.URL, way: Way) -> tuple[int, bytes]:
        self.asked.append(str(url))
        if self.status == 0:
            raise FetchError("timeout", "no answer")
        return self.status, self.body

    def check(self, url: str = "https://a.example/legal/terms", private: bool = False) -> float:
        return asyncio.run(self.robots.check(httpx.URL(url), Way(private)))

    def forbids(self, url: str = "https://a.example/legal/terms") -> bool:
        try:
            self.check(url)
        except FetchError as error:
            return error.reason == "robots"
        return False


def test_a_forbidden_page_is_not_fetched_and_the_reason_names_the_file() -> None:
    site = Site("User-agent: *\nDisallow: /legal/\n")
    with pytest.raises(FetchError, match=r"a\.example/robots\.txt forbids .* policy-monitor"):
        site.check()
    assert not site.forbids("https://a.example/help")


def test_rules_for_our_own_name_win_over_those_for_all() -> None:
    """LinkedIn allows named programs and forbids all others."""
    rules = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Policy-Monitor\nAllow: /legal/\nDisallow: /\n"
    )
    site = Site(rules)
    assert not site.forbids()
    assert site.forbids("https://a.example/in/someone")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_a_robots_file_everything_is_allowed(status: int) -> None:
    assert not Site("User-agent: *\nDisallow: /", status).forbids()


@pytest.mark.parametrize("status", [0, 429, 500, 503])
def test_a_robots_file_that_cannot_be_read_forbids_everything_for_a_while(status: int) -> None:
    site = Site("", status)
    assert site.forbids()
    site.status = 404
    assert site.forbids()
    site.now += timedelta(minutes=11)
    assert not site.forbids()


def test_the_file_is_read_once_a_day_and_site() -> None:
    site = Site("User-agent: *\nDisallow: /x")
    for url in ("https://a.example/1", "https://a.example/2?q", "https://b.example/1"):
        site.check(url)
    assert site.asked == ["https://a.example/robots.txt", "https://b.example/robots.txt"]
    site.now += timedelta(hours=25)
    site.check("https://a.example/1")
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("delay", "seconds"),
    [("5", 5.0), ("1e308", 30.0), ("inf", 0.0), ("nan", 0.0), ("-3", 0.0), ("soon", 0.0)],
)
def test_an_absurd_crawl_delay_cannot_stop_the_monitor(delay: str, seconds: float) -> None:
    assert Site(f"User-agent: *\nCrawl-delay: {delay}\n").check() == seconds


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /legal",
        b"User-agent: *\r\nDisallow: /legal\r\n\xff\xfe",
        b"User-agent: *\nDisallow: /legal\nDisallow: /" + b"a" * 1_000_000,
    ],
    ids=["byte order mark", "not UTF-8", "a megabyte"],
)
def test_an_odd_file_is_still_understood(body: bytes) -> None:
    assert Site(body).forbids()


@pytest.mark.parametrize("body", [b"<html>Not found</html>", bytes(range(256)) * 10, b":::\n:"])
def test_a_file_that_is_none_forbids_nothing(body: bytes) -> None:
    assert not Site(body).forbids()


def test_patterns_made_to_be_slow_are_not() -> None:
    slow = "User-agent: *\nDisallow: /" + "*a" * 200 + "b$\n"
    started = time.monotonic()
    Site(slow * 50).check("https://a.example/" + "a" * 2_000)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("agent", "token"),
    [
        ("policy-monitor/1.0 (+https://x)", "policy-monitor"),
        ("AcmeBot", "AcmeBot"),
        ("Acme Bot 2", "Acme"),
        ("", "policy-monitor"),
    ],
)
def test_rules_are_matched_by_the_programs_name(agent: str, token: str) -> None:
    assert product_token(agent) == token


# --------------------------------------------------------------------------- over the wire


def outcomes(server: RawServer, *paths: str, **settings: Any) -> list[Any]:
    async def run() -> list[Any]:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        watches = [
            Watch(path, "S", "D", server.url + path, allow_private=True, timeout=3, **settings)
            for path in paths
        ]
        try:
            return await asyncio.gather(
                *(fetcher.fetch(watch) for watch in watches), return_exceptions=True
            )
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


def test_a_watch_obeys_only_when_it_is_told_to() -> None:
    rules = ok(b"User-agent: *\nDisallow: /legal\n", kind="text/plain")
    answers: dict[str, Any] = {"/robots.txt": rules, "/legal": ok(), "/help": ok()}
    with RawServer(answers) as server:
        refused, allowed = outcomes(server, "/legal", "/help", robots=True)
        assert (refused.reason, allowed.status) == ("robots", 200)
        assert [seen.path for seen in server.seen] == ["/robots.txt", "/help"]
        server.seen.clear()
        assert outcomes(server, "/legal", robots=False)[0].status == 200
        assert [seen.path for seen in server.seen] == ["/legal"]


def test_a_redirect_into_the_forbidden_part_is_not_followed() -> None:
    rules = ok(b"User-agent: *\nDisallow: /legal\n", kind="text/plain")
    answers: dict[str, Any] = {"/robots.txt": rules, "/a": redirect("/legal"), "/legal": ok()}
    with RawServer(answers) as server:
        assert outcomes(server, "/a", robots=True)[0].reason == "robots"


def test_a_huge_or_moved_robots_file_is_read_as_far_as_needed() -> None:
    body = b"User-agent: *\nDisallow: /legal\n#" + b"x" * 2_000_000
    answers: dict[str, Any] = {
        "/robots.txt": redirect("/elsewhere.txt"),
        "/elsewhere.txt": ok(body, kind="text/plain"),
        "/legal": ok(),
    }
    with RawServer(answers) as server:
        assert outcomes(server, "/legal", robots=True)[0].reason == "robots"


def test_a_robots_file_that_leads_in_circles_counts_as_unreadable() -> None:
    answers: dict[str, Any] = {"/robots.txt": redirect("/robots.txt"), "/legal": ok()}
    with RawServer(answers) as server:
        assert outcomes(server, "/legal", robots=True)[0].reason == "robots"


@pytest.mark.parametrize(
    "elsewhere", ["http://127.0.0.9:1/robots.txt", "http://169.254.169.254/", "http://[::1]:1/"]
)
def test_a_robots_file_that_leads_where_nothing_may_go_is_named(elsewhere: str) -> None:
    """The page was said to be at a forbidden address, and its owner looked for it in vain."""
    with RawServer({"/robots.txt": redirect(elsewhere), "/legal": ok()}) as server:
        error = outcomes(server, "/legal", robots=True)[0]
        assert error.reason == "robots"
        assert "/robots.txt: bad-redirect: it leads to" in error.detail
        assert "forbidden-address" in error.detail

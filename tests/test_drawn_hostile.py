"""Pages that want to reach what they must not, or never to let go: nothing comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import psutil
import pytest

from monitor.errors import FetchError
from monitor.extract import extract
from monitor.fetch import HttpFetcher, network
from monitor.fetch.drawn import inside
from monitor.fetch.drawn.gateway import Gateway
from monitor.model import Fetched, Watch
from tests.drawn_site import BEFORE, BROWSER, Browser, endless, hostile, needs_browser, restless
from tests.rawserver import RawServer, ok

pytestmark = needs_browser
MEMORY = 700_000_000
NOWHERE = "127.0.0.1:1"
# The page itself is what was refused, or what it went on to.
REFUSED = ("goes there by script", "goes there by redirect", "goes there by refresh")
# Whether it is read first depends on how quick the machine is.
UNSURE = ("posts a form there", "nests ten thousand elements")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Every host is allowed: what holds is the judgement of addresses, not that of sites.
    opened = Browser(replace(BROWSER, allow=("*",), memory=MEMORY), timeout=25.0)
    yield opened
    opened.close()
    left = [p.name() for p in psutil.Process().children(recursive=True) if "chrom" in p.name()]
    assert left == []  # it ended with all its children


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> dict[str, FetchError]:
    """What the gateway refused, by host and port."""
    found: dict[str, FetchError] = {}

    class Telling(Gateway):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            self.refused = found

    monkeypatch.setattr("monitor.fetch.drawn.drawer.Gateway", Telling)
    return found


def private() -> RawServer:
    """A server inside, which would answer whoever asks."""
    open_to_all = "Access-Control-Allow-Origin: *"
    return RawServer({"/key": ok(b"the key of the house", open_to_all)})


@pytest.mark.parametrize("name", hostile(NOWHERE))
def test_no_page_reaches_a_private_address(
    name: str, browser: Browser, refused: dict[str, FetchError]
) -> None:
    with private() as secret:
        within = secret.url.removeprefix("http://")
        with RawServer(hostile(within)[name]) as site:
            try:
                answer = browser.draw(f"{site.url}/")
            except FetchError as error:
                reason = error.reason
            else:
                reason = ""
                assert b"the key of the house" not in answer.body
                assert BEFORE in extract(answer.body, "text/html").text
        assert secret.seen == []
        if name not in UNSURE:
            assert reason == ("forbidden-address" if name in REFUSED else "")
    # Chromium asks for things of its own accord, which need not exist.
    asked = {error.reason for place, error in refused.items() if place == within}
    assert asked <= {"forbidden-address"}


@pytest.mark.parametrize(
    "name",
    [
        "fetches a private address",
        "fetches in a worker",
        "shows a private page in a frame",
        "opens a websocket",
        "loads a script through a redirect",
        "goes there by redirect",
    ],
)
def test_it_is_the_judgement_of_addresses_that_keeps_them_out(
    name: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every address allowed the private server is asked: so the test above could fail."""
    monkeypatch.setattr(network, "refusal", lambda address: "")
    with private() as secret:
        within = secret.url.removeprefix("http://")
        with RawServer(hostile(within)[name]) as site:
            browser.draw(f"{site.url}/")
        assert secret.seen


def test_the_clouds_credentials_are_refused_by_name(
    browser: Browser, refused: dict[str, FetchError]
) -> None:
    """Even to a watch that may visit private addresses."""
    with RawServer(hostile(NOWHERE)["fetches the cloud's credentials"]) as site:
        browser.draw(f"{site.url}/")
    assert "cloud metadata" in refused["169.254.169.254:80"].detail


def test_a_public_watch_does_not_reach_this_machine(browser: Browser) -> None:
    with RawServer({"/": ok(b"<p>Words</p>")}) as site, pytest.raises(FetchError) as raised:
        browser.draw(f"{site.url}/", allow_private=False)
    assert raised.value.reason == "forbidden-address"
    assert site.seen == []


def test_scripts_of_other_sites_are_not_loaded_and_named() -> None:
    """They count visitors, mostly; who needs one allows it."""
    page = b"<!doctype html><p>Words</p><script src='http://ads.example.net/count.js'></script>"
    fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=BROWSER)

    async def draw(url: str) -> Fetched:
        try:
            watch = Watch("w", "S", "D", url, allow_private=True, fetch="browser")
            return await fetcher.fetch(watch)
        finally:
            await fetcher.aclose()

    with RawServer({"/": ok(page)}) as site:
        answer = asyncio.run(draw(f"{site.url}/"))
    assert answer.header("monitor-not-loaded") == "ads.example.net"


@pytest.mark.parametrize("name", [*endless(), *restless()])
def test_a_page_that_never_ends_fails_alone(
    name: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next page is read by the same fetcher, and what the hostile one took is given back."""
    monkeypatch.setattr(inside, "ANSWER_WITHIN", 3.0)
    with RawServer({**endless(), **restless()}[name]) as site:
        try:
            browser.draw(f"{site.url}/", timeout=8.0)
        except FetchError as error:
            reason = error.reason
        else:
            reason = ""
    assert reason in ("timeout", "too-large", "browser") or (not reason and name in restless())
    with RawServer({"/": ok(b"<!doctype html><main><p>A quiet page.</p></main>")}) as site:
        assert b"A quiet page." in browser.draw(f"{site.url}/").body
    assert held() < MEMORY


def held() -> int:
    """Bytes that the browser's processes hold for themselves."""
    found = 0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "chrom" in process.name():
                memory = process.memory_info()
                found += memory.rss - memory.shared
    return found

"""Pages that scripts draw: each kind is read as a reader sees it, and its change is told."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

import monitor
from monitor.errors import FetchError
from monitor.extract import extract
from monitor.fetch import HttpFetcher
from monitor.fetch.drawn import chromium, drawer
from monitor.fetch.drawn.chromium import Chromium
from monitor.fetch.drawn.sites import matches, site_of
from monitor.model import BrowserSettings, Fetched, Watch
from tests import drawn_site
from tests.drawn_site import AFTER, BROWSER, CLAUSES, KINDS, Browser, clauses, needs_browser
from tests.proxyserver import TunnelProxy
from tests.rawserver import RawServer, ok

DAY = date(2099, 10, 1)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    opened = Browser(BROWSER, timeout=40.0)
    yield opened
    opened.close()


# --------------------------------------------------------------------------- what is read


@needs_browser
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_is_read_and_its_change_told(name: str, browser: Browser) -> None:
    texts = []
    for policy in (CLAUSES, clauses(AFTER)):
        with RawServer(KINDS[name](policy)) as site:
            address = drawn_site.address(name, site.url)
            answer = browser.draw(address, **drawn_site.settings(name))
        text = extract(answer.body, answer.content_type).text
        assert [words for _, words in policy if words not in text] == []
        texts.append(answer.body)
    change = monitor.compare(*texts, on=DAY)
    assert change.kind == "substantive"
    assert "train" in change.points[0].text
    assert "ai-training" in change.classes


@needs_browser
def test_the_answer_that_a_page_began_with_is_kept_beside_it(browser: Browser) -> None:
    """Evidence: what the server sent, byte for byte, before its scripts ran."""
    with RawServer(KINDS["client rendered"](CLAUSES)) as site:
        answer = browser.draw(f"{site.url}/")
    assert answer.first is not None
    assert b'<div id="root"></div><script>' in answer.first.body
    assert answer.header("monitor-first-answer") == answer.first.sha256
    assert answer.header("monitor-read-by") == "browser"
    assert b"<script" not in answer.body


@needs_browser
def test_pictures_films_and_fonts_are_not_loaded(browser: Browser) -> None:
    page = (
        b"<!doctype html><style>@font-face {font-family: f; src: url(/f.woff2)}"
        b" body {font-family: f; background: url(/back.png)}</style><p>Words</p>"
        b"<img src=/a.png><video src=/a.mp4></video><link rel=icon href=/i.ico>"
    )
    with RawServer({"/": ok(page)}) as site:
        browser.draw(f"{site.url}/")
        assert [seen.path for seen in site.seen] == ["/"]


@needs_browser
def test_a_watchs_headers_go_to_its_own_site_alone_and_the_robots_name_everywhere() -> None:
    """A key in a header must not be handed to whoever serves the scripts."""
    other = RawServer({"/lib.js": ok(b"", "Access-Control-Allow-Origin: *")}, host="127.0.0.2")
    settings = replace(BROWSER, allow=("127.0.0.2",))
    fetcher = HttpFetcher(
        host_pause=0.0, retries=0, browser=settings, user_agent="bot/1 (+mailto:a@b.example)"
    )
    with other, pytest.MonkeyPatch.context() as patched:
        patched.setattr("monitor.fetch.network.refusal", lambda address: "")
        page = f"<!doctype html><p>Words</p><script src='{other.url}/lib.js'></script>"
        with RawServer({"/": ok(page.encode())}) as site:
            headers = (("X-Key", "secret"), ("Accept-Language", "de"))
            watch = Watch("w", "S", "D", f"{site.url}/", headers=headers, fetch="browser")

            async def draw() -> None:
                await fetcher.fetch(watch)
                await fetcher.aclose()

            asyncio.run(draw())
    assert site.seen[0].headers["x-key"] == "secret"
    assert site.seen[0].headers["accept-language"] == "de"
    assert "x-key" not in other.seen[0].headers
    for seen in (site.seen[0], other.seen[0]):
        assert seen.headers["user-agent"].endswith("bot/1 (+mailto:a@b.example)")


@needs_browser
def test_what_is_to_be_clicked_and_is_not_there_is_named(browser: Browser) -> None:
    with RawServer(KINDS["client rendered"](CLAUSES)) as site:
        answer = browser.draw(f"{site.url}/", click=("#agree-to-all",))
    assert answer.header("monitor-not-clicked") == "#agree-to-all"


@needs_browser
@pytest.mark.parametrize("kind", ["application/pdf", "application/msword"])
def test_a_file_is_fetched_plainly(kind: str) -> None:
    """`fetch: browser` in `defaults` must not lose the PDFs of the list."""
    pdf = b"%PDF-1.4 and so on"

    async def draw(url: str) -> Fetched:
        fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=BROWSER)
        try:
            watch = Watch("w", "S", "D", url, allow_private=True, fetch="browser")
            return await fetcher.fetch(watch)
        finally:
            await fetcher.aclose()

    with RawServer({"/terms.pdf": ok(pdf, kind=kind)}) as site:
        answer = asyncio.run(draw(f"{site.url}/terms.pdf"))
    assert (answer.body, answer.content_type, answer.first) == (pdf, kind, None)


@needs_browser
def test_an_error_page_keeps_its_status(browser: Browser) -> None:
    with RawServer({}) as site:
        assert browser.draw(f"{site.url}/gone").status == 404


@needs_browser
def test_robots_are_asked_before_the_browser_is(browser: Browser) -> None:
    rules = {"/robots.txt": ok(b"User-agent: *\nDisallow: /", kind="text/plain")}
    with RawServer({**rules, "/": ok(b"<p>Words</p>")}) as site:
        with pytest.raises(FetchError, match="forbids this page"):
            browser.draw(f"{site.url}/", robots=True)
        assert [seen.path for seen in site.seen] == ["/robots.txt"]


# --------------------------------------------------------------------------- through a proxy


@needs_browser
def test_a_watchs_own_proxy_carries_all_that_its_page_loads(browser: Browser) -> None:
    """A page that is read from another country would else give our own address away."""
    with TunnelProxy() as proxy, RawServer(KINDS["script module"](CLAUSES)) as site:
        for way in (proxy.http, proxy.socks):
            proxy.asked.clear()
            body = browser.draw(f"{site.url}/", proxy=way).body
            assert b"You keep the rights" in body
            assert set(proxy.asked) == {site.url.removeprefix("http://")}


@pytest.mark.parametrize("kind", ["http", "socks"])
def test_what_the_browser_encrypts_goes_through_the_proxy_as_well(kind: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from monitor.fetch.drawn.tunnels import Tunnels
    from monitor.fetch.proxies import Way

    async def said(url: str, way: Way) -> bytes:
        with ThreadPoolExecutor(1) as lookups:
            host, _, port = url.removeprefix("http://").partition(":")
            stream = await Tunnels(lookups).open(host, int(port), way)
            await stream.write(b"GET / HTTP/1.1\r\n\r\n")
            answer = await stream.read(1000)
            await stream.aclose()
            return answer

    with TunnelProxy() as proxy, RawServer({"/": ok(b"Words")}) as site:
        address = getattr(proxy, kind)
        assert asyncio.run(said(site.url, Way(True, address))).endswith(b"Words")
        assert proxy.asked == [site.url.removeprefix("http://")]
        with pytest.raises(FetchError, match="forbidden-address"):
            asyncio.run(said(site.url, Way(False, address)))
        proxy.refuses = True
        with pytest.raises(FetchError, match="proxy: it refuses"):
            asyncio.run(said(site.url, Way(True, address)))


# --------------------------------------------------------------------------- the browser itself


def test_hosts_of_one_owner_are_one_site() -> None:
    for one, other in (
        ("www.example.com", "help.example.com"),
        ("example.co.uk", "a.b.example.co.uk"),
        ("docs.someone.github.io", "someone.github.io"),
    ):
        assert site_of(one) == site_of(other)
    for one, other in (
        ("example.com", "example.org"),
        ("one.co.uk", "two.co.uk"),
        ("one.github.io", "two.github.io"),
        ("10.0.0.1", "11.0.0.1"),
    ):
        assert site_of(one) != site_of(other)
    assert matches("cdn.example.com", ["*.example.com"])
    assert matches("example.com", ["*.example.com"])
    assert not matches("badexample.com", ["*.example.com"])


def test_without_a_browser_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    missing = chromium.unavailable(BrowserSettings(executable_path=str(tmp_path / "none")))
    assert f"there is no browser at {tmp_path / 'none'}" in missing or "pip install" in missing
    monkeypatch.setattr(chromium, "find_spec", lambda name: None)
    assert "pip install '.[browser]'" in chromium.unavailable(BrowserSettings())


@needs_browser
def test_a_browser_that_does_not_start_is_the_pages_error(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    fetcher = HttpFetcher(retries=0, browser=BrowserSettings(executable_path=str(broken)))

    async def draw() -> None:
        await fetcher.fetch(Watch("w", "S", "D", "http://127.0.0.1:9/", fetch="browser"))

    with pytest.raises(FetchError, match="browser: it does not start"):
        asyncio.run(draw())


@needs_browser
def test_many_pages_share_one_browser(browser: Browser) -> None:
    with RawServer(KINDS["client rendered"](CLAUSES)) as site:
        browser.draw(f"{site.url}/")
        first = _browsers()
        browser.draw(f"{site.url}/")
        assert _browsers() == first
        assert len(first) == 1


@needs_browser
def test_a_worn_browser_is_renewed_also_where_pages_never_end_coming(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a page beside each it was never renewed: what it had once taken it kept for days."""
    monkeypatch.setattr(drawer, "PAGES", 3)
    started: list[BrowserSettings] = []

    class Counted(Chromium):
        def __init__(self, settings: BrowserSettings) -> None:
            started.append(settings)
            super().__init__(settings)

    monkeypatch.setattr(drawer, "Chromium", Counted)
    fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=BROWSER)

    async def draw(url: str, host: str) -> int:
        address = url.replace("127.0.0.1", host) + "/"
        watch = Watch("w", "S", "D", address, allow_private=True, fetch="browser", timeout=40.0)
        return [(await fetcher.fetch(watch)).status for _ in range(5)].count(200)

    async def all_of_them(url: str) -> list[int]:
        try:
            return await asyncio.gather(draw(url, "127.0.0.1"), draw(url, "localhost"))
        finally:
            await fetcher.aclose()

    with RawServer({"/": ok(b"<!doctype html><p>Words</p>")}) as site:
        assert asyncio.run(all_of_them(site.url)) == [5, 5]
    assert len(started) >= 2


@needs_browser
def test_a_browser_that_runs_elsewhere_is_used_and_left_running(tmp_path: Path) -> None:
    """`cdp`: its owner's other pages must not go with ours, and it goes out through our gateway."""
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0")
    started = subprocess.Popen(
        [BROWSER.executable_path, *flags, f"--user-data-dir={tmp_path}", "about:blank"],
        stderr=subprocess.DEVNULL,
    )
    try:
        port = tmp_path / "DevToolsActivePort"
        assert _until(port.exists, bool)
        cdp = f"http://127.0.0.1:{_until(port.read_text, bool).split()[0]}"
        fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=BrowserSettings(cdp=cdp))

        async def draw(url: str) -> Fetched:
            try:
                return await fetcher.fetch(
                    Watch("w", "S", "D", url, allow_private=True, fetch="browser")
                )
            finally:
                await fetcher.aclose()

        secret = RawServer({"/key": ok(b"the key", "Access-Control-Allow-Origin: *")})
        with secret:
            inside = secret.url.removeprefix("http://")
            kinds = drawn_site.hostile(inside)
            with RawServer(kinds["fetches a private address"]) as site:
                body = asyncio.run(draw(f"{site.url}/")).body
        assert b"You keep the rights" in body
        assert secret.seen == []
        assert started.poll() is None
    finally:
        started.kill()
        started.wait()


@needs_browser
def test_it_ends_with_the_process_that_started_it_even_if_that_is_killed() -> None:
    """Else each kill of the daemon would leave 200 MB behind."""
    code = (
        "import asyncio, sys\n"
        "from monitor.fetch import HttpFetcher\n"
        "from monitor.model import Watch\n"
        "from tests.drawn_site import BROWSER\n"
        "watch = Watch('w', 'S', 'D', sys.argv[1], allow_private=True, fetch='browser')\n"
        "asyncio.run(HttpFetcher(browser=BROWSER).fetch(watch))\n"
    )
    with RawServer({"/": ok(b"<script>while (true) ;</script>")}) as site:
        started = subprocess.Popen([sys.executable, "-c", code, site.url + "/"])
        try:
            parts = _until(lambda: _children(started.pid), lambda found: len(found) > 4)
            assert parts, "the browser did not start"
        finally:
            os.kill(started.pid, signal.SIGKILL)
            started.wait()
        left = _until(lambda: [p for p in parts if _lives(p)], lambda found: not found)
    assert left == []


def _until(look: Any, enough: Any) -> Any:
    found = look()
    for _ in range(200):
        if enough(found):
            break
        time.sleep(0.1)
        found = look()
    return found


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _browsers() -> set[int]:
    """The first process of each browser that this process has started."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it ends while it is asked
            said = " ".join(process.cmdline())
            if "--monitor-browser=" in said and "--type=" not in said:
                found.add(process.pid)
    return found

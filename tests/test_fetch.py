"""Fetching from a real, often misbehaving server: every fetch ends on time with a clear outcome."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import random
import socket
import struct
import sys
import time
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib.abc import MetaPathFinder
from typing import Any, BinaryIO

import brotli
import httpcore
import pytest
import zstandard

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch import HttpFetcher, validators
from monitor.fetch import network as fetch_network
from monitor.fetch.mended_heads import MendedStream
from monitor.fetch.transport import CheckedTransport
from monitor.model import Fetched, Watch
from tests.rawserver import RawServer, Seen, ok, redirect

PAGE = b"<h1>Privacy Policy</h1>" + b"<p>We process your data.</p>" * 100


def watch(url: str, **settings: Any) -> Watch:
    """A watch that may visit this machine, impatient."""
    return replace(Watch("w", "S", "D", url, allow_private=True, timeout=5.0), **settings)


def fetch_all(*watches: Watch, **settings: Any) -> list[Fetched | FetchError]:
    """Fetch them all at once with one fetcher."""

    async def run() -> list[Any]:
        fetcher = HttpFetcher(**{"host_pause": 0.0, "backoff": 0.01, **settings})
        try:
            return await asyncio.gather(
                *(fetcher.fetch(one) for one in watches), return_exceptions=True
            )
        finally:
            await fetcher.aclose()

    outcomes = asyncio.run(run())
    for outcome in outcomes:
        assert isinstance(outcome, (Fetched, FetchError)), repr(outcome)
    return outcomes


def fetch(url: str, *, etag: str = "", last_modified: str = "", **settings: Any) -> Fetched:
    """Fetch one page; conditions and the watch's settings by name."""
    fetcher_settings = {k: settings.pop(k) for k in ("retries", "user_agent") if k in settings}

    async def run() -> Fetched:
        fetcher = HttpFetcher(host_pause=0.0, backoff=0.01, **fetcher_settings)
        try:
            return await fetcher.fetch(
                watch(url, **settings), etag=etag, last_modified=last_modified
            )
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


class Searched(MetaPathFinder):
    """Notes what is searched for and finds nothing."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, *_: object) -> None:
        self.names.append(name)


def test_a_page_makes_no_search_for_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """httpcore tries for one that is not installed at each lock: half of what a 304 cost."""
    with RawServer({"/": ok(PAGE)}) as server:
        fetch(server.url)  # what is loaded at the first page
        searched = Searched()
        monkeypatch.setattr(sys, "meta_path", [searched, *sys.meta_path])
        assert fetch(server.url).body == PAGE
    assert searched.names == []


def refused(url: str, **settings: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, **settings)
    return caught.value


# --------------------------------------------------------------------------- the plain case


def test_a_page_arrives_whole_with_what_is_needed_to_judge_it() -> None:
    with RawServer({"/terms": ok(PAGE, 'ETag: "v1"', "X-Test: a")}) as server:
        fetched = fetch(f"{server.url}/terms#section-2")
    assert fetched.body == PAGE
    assert fetched.status == 200
    assert fetched.final_url == f"{server.url}/terms"
    assert fetched.header("ETag") == '"v1"'
    assert fetched.header("x-test") == "a"
    assert fetched.fetched_at.tzinfo is not None
    assert (fetched.tries, fetched.redirects, fetched.not_modified) == (1, (), False)
    assert 0 < fetched.seconds < 5


def test_the_site_learns_who_asks_and_where_to_complain() -> None:
    with RawServer({"/": ok()}) as server:
        fetch(server.url + "/")
        fetch(server.url + "/", user_agent="acme-legal/2 (+https://acme.example/bot)")
        agents = [seen.headers["user-agent"] for seen in server.seen]
    assert agents[0].startswith(f"policy-monitor/{__version__} (+http")
    assert agents[1] == "acme-legal/2 (+https://acme.example/bot)"


def test_a_password_in_an_address_is_used_and_never_told() -> None:
    answers: dict[str, Any] = {"/a": redirect("/b"), "/b": ok(PAGE)}
    with RawServer(answers) as server:
        fetched = fetch(f"http://bob:s3cret@127.0.0.1:{server.port}/a")
        logins = {seen.headers.get("authorization") for seen in server.seen}
    assert logins == {"Basic Ym9iOnMzY3JldA=="}
    assert "s3cret" not in repr(fetched)


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "410 Gone", "999 Denied"])
def test_an_error_page_is_an_answer_for_the_guard_to_judge(status: str) -> None:
    with RawServer({"/": ok(b"<h1>no</h1>", status=status)}) as server:
        fetched = fetch(server.url + "/")
    assert (fetched.status, fetched.tries) == (int(status[:3]), 1)


def test_one_fetcher_serves_one_event_loop_after_another() -> None:
    """`monitor check` in a test or a notebook runs its own loop each time."""
    fetcher = HttpFetcher(host_pause=0.0)

    async def check(url: str) -> bytes:
        body = (await fetcher.fetch(watch(url))).body
        await fetcher.aclose()
        return body

    with RawServer({"/": ok(PAGE)}) as server:
        for _ in range(2):
            assert asyncio.run(check(f"http://localhost:{server.port}/")) == PAGE


@pytest.mark.parametrize("url", ["ftp://example.org/", "https://", "not an address", "http://[x/"])
def test_an_address_that_is_none_is_an_error_and_not_a_crash(url: str) -> None:
    assert refused(url, retries=0).reason in ("protocol", "dns")


# --------------------------------------------------------------------------- unchanged pages


def test_an_unchanged_page_costs_no_body() -> None:
    answers: dict[str, Any] = {"/": ok(b"", 'ETag: "v1"', status="304 Not Modified")}
    with RawServer(answers) as server:
        fetched = fetch(server.url + "/", etag='"v1"')
        assert server.seen[0].headers["if-none-match"] == '"v1"'
    assert (fetched.not_modified, fetched.status, fetched.body) == (True, 304, b"")


def test_a_date_is_sent_only_where_there_is_no_etag() -> None:
    """A new page may be older than the last one; its honest 304 by date would hide it."""
    with RawServer({"/": ok()}) as server:
        fetch(server.url + "/", etag='"v1"', last_modified="Mon, 02 Jun 2025 00:01:27 GMT")
        fetch(server.url + "/", last_modified="Mon, 02 Jun 2025 00:01:27 GMT")
        fetch(server.url + "/")
        sent = [[h for h in seen.headers if h.startswith("if-")] for seen in server.seen]
    assert sent == [["if-none-match"], ["if-modified-since"], []]


def test_304_without_a_condition_is_not_taken_for_an_unchanged_page() -> None:
    with RawServer({"/": b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"}) as server:
        assert refused(server.url + "/").reason == "protocol"


def test_conditions_stop_at_a_redirect_and_its_validators_are_not_kept() -> None:
    """Else a redirect that now leads to an older page would look unchanged for ever."""
    answers: dict[str, Any] = {"/": redirect("/new"), "/new": ok(PAGE, 'ETag: "n"')}
    with RawServer(answers) as server:
        fetched = fetch(server.url + "/", etag='"old"')
        conditional = ["if-none-match" in seen.headers for seen in server.seen]
    assert conditional == [True, False]
    assert validators(fetched) == ("", "")


# --------------------------------------------------------------------------- time


def drip(head: bytes, piece: bytes) -> Callable[[BinaryIO, Seen], None]:
    def answer(wfile: BinaryIO, _: Seen) -> None:
        wfile.write(head)
        for _ in range(100):
            wfile.write(piece)
            wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-A: y\r\n"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda wfile, seen: time.sleep(3),
    ],
    ids=["slow body", "slow headers", "endless 100 Continue", "silence"],
)
def test_a_slow_server_cannot_hold_a_check_beyond_its_timeout(answer: Any) -> None:
    with RawServer({"/": answer}) as server:
        started = time.monotonic()
        error = refused(server.url + "/", timeout=0.4)
        assert time.monotonic() - started < 1.5
    assert (error.reason, error.transient) == ("timeout", True)


def test_waiting_for_a_hosts_turn_does_not_eat_a_pages_own_time() -> None:
    """Else the last of 100 pages of one host would always time out."""

    def slow(wfile: BinaryIO, _: Seen) -> None:
        time.sleep(0.2)
        wfile.write(ok(PAGE))

    with RawServer({"/": slow}) as server:
        outcomes = fetch_all(*[watch(server.url + "/", timeout=0.8)] * 6)
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)


# --------------------------------------------------------------------------- politeness


def test_one_host_gets_one_request_at_a_time_with_a_pause() -> None:
    with RawServer({"/": ok(PAGE)}) as server:
        fetch_all(*[watch(server.url + "/")] * 4, host_pause=0.1)
        times = [seen.at for seen in server.seen]
        assert server.busiest == 1
    assert all(later - sooner >= 0.1 for sooner, later in itertools.pairwise(times))


def test_other_hosts_do_not_wait_for_a_slow_one() -> None:
    def slow(wfile: BinaryIO, _: Seen) -> None:
        time.sleep(0.5)
        wfile.write(ok(PAGE))

    with RawServer({"/": slow}) as first, RawServer({"/": slow}) as second:
        fetch_all(watch(first.url + "/"), watch(f"http://localhost:{second.port}/"))
        assert abs(first.seen[0].at - second.seen[0].at) < 0.4


def test_no_more_hosts_at_once_than_asked_for() -> None:
    def slow(wfile: BinaryIO, _: Seen) -> None:
        time.sleep(0.1)
        wfile.write(ok(PAGE))

    with RawServer({"/": slow}) as server:
        hosts = ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")
        fetch_all(*(watch(f"http://{host}:{server.port}/") for host in hosts), concurrency=1)
        times = [seen.at for seen in server.seen]
    # The next request comes after the answer, however long the server then takes to see its end.
    assert len(times) == 3
    assert all(later - sooner >= 0.1 for sooner, later in itertools.pairwise(times))


# --------------------------------------------------------------------------- size


@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip"])
def test_a_bomb_is_stopped_before_it_fills_the_memory(coding: str) -> None:
    bomb = zlib.compress(bytes(200_000_000), 9) if coding == "deflate" else b""
    if not bomb:
        bomb = gzip.compress(bytes(200_000_000), 9)
        bomb = gzip.compress(bomb) if coding.count("gzip") == 2 else bomb
    with RawServer({"/": ok(bomb, f"Content-Encoding: {coding}")}) as server:
        tracemalloc.start()
        error = refused(server.url + "/", max_bytes=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert error.reason == "too-large"
    assert not error.transient
    assert peak < 8_000_000


def test_an_endless_page_is_cut_off_at_the_limit() -> None:
    sent = 0

    def endless(wfile: BinaryIO, _: Seen) -> None:
        nonlocal sent
        wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while sent < 500_000_000:
            sent += wfile.write(b"<p>lorem</p>" * 10_000)

    with RawServer({"/": endless}) as server:
        assert refused(server.url + "/", max_bytes=1_000_000).reason == "too-large"
    assert sent < 30_000_000


def test_a_page_announced_too_large_is_not_even_begun() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nx"
    with RawServer({"/": head}) as server:
        assert refused(server.url + "/").reason == "too-large"
        assert len(server.seen) == 1


def test_a_flood_of_headers_is_refused_and_a_wave_is_cut() -> None:
    flood = [f"X-{i}: {'y' * 2_000}" for i in range(200)]
    wave = [f"X-{i}: y" for i in range(2_000)]
    answers: dict[str, Any] = {"/flood": ok(PAGE, *flood), "/wave": ok(PAGE, *wave)}
    with RawServer(answers) as server:
        assert fetch(server.url + "/wave").body == PAGE
        assert len(fetch(server.url + "/wave").headers) <= 200
        outcome = fetch_all(watch(server.url + "/flood"))[0]
    if isinstance(outcome, Fetched):  # arrived in one piece
        assert len(outcome.headers) <= 200
    else:
        assert outcome.reason == "too-large"


def test_a_giant_etag_is_not_stored() -> None:
    with RawServer({"/": ok(PAGE, f'ETag: "{"e" * 20_000}"')}) as server:
        fetched = fetch(server.url + "/")
    assert validators(fetched) == ("", "")
    assert fetched.header("etag") == ""


# --------------------------------------------------------------------------- half a page


HALVES: dict[str, bytes] = {
    "content-length": b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + PAGE[:1000],
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + PAGE[:1024],
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<h1>\r\nZZZ\r\n",
    "gzip": ok(gzip.compress(PAGE)[:-20], "Content-Encoding: gzip"),
}


@pytest.mark.parametrize("half", HALVES)
def test_half_a_page_is_never_taken_for_the_page(half: str) -> None:
    def answer(wfile: BinaryIO, _: Seen) -> None:
        wfile.write(HALVES[half])

    with RawServer({"/": answer}) as server:
        error = refused(server.url + "/", retries=1)
        assert len(server.seen) == 2
    assert (error.reason, error.transient) == ("truncated", True)


def test_a_connection_that_breaks_once_is_tried_again() -> None:
    def reset(wfile: BinaryIO, _: Seen) -> None:
        connection = wfile._sock  # type: ignore[attr-defined]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    def half(wfile: BinaryIO, _: Seen) -> None:
        wfile.write(HALVES["content-length"])

    with RawServer({"/": [reset, half, ok(PAGE)]}) as server:
        fetched = fetch(server.url + "/")
    assert (fetched.body, fetched.tries) == (PAGE, 3)


def test_what_is_not_http_is_an_error() -> None:
    with RawServer({"/": lambda wfile, seen: wfile.write(b"SSH-2.0-OpenSSH_9\r\n\r\n")}) as server:
        assert refused(server.url + "/", retries=0).reason in ("protocol", "reset")
    with RawServer({"/": lambda wfile, seen: wfile.write(PAGE)}) as server:
        assert refused(server.url + "/", retries=0).reason in ("protocol", "reset")


def test_a_host_where_nothing_listens_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = refused(f"http://127.0.0.1:{port}/", retries=1)
    assert (error.reason, error.transient) == ("refused", True)


def test_a_server_without_the_certificate_is_refused() -> None:
    with RawServer({"/": ok()}) as server:
        assert refused(f"https://127.0.0.1:{server.port}/", retries=0).reason in ("tls", "reset")


# --------------------------------------------------------------------------- busy servers


def test_a_busy_server_is_asked_again_when_it_said_so() -> None:
    busy = ok(b"busy", "Retry-After: 1", status="503 Service Unavailable")
    with RawServer({"/": [busy, ok(PAGE)]}) as server:
        fetched = fetch(server.url + "/")
        waited = server.seen[1].at - server.seen[0].at
    assert (fetched.status, fetched.tries) == (200, 2)
    assert waited >= 1.0


@pytest.mark.parametrize("after", ["99999999999", "3600", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_server_that_wants_long_peace_gets_it(after: str) -> None:
    limited = ok(b"slow down", f"Retry-After: {after}", status="429 Too Many Requests")
    with RawServer({"/": limited}) as server:
        started = time.monotonic()
        fetched = fetch(server.url + "/")
        assert time.monotonic() - started < 2
        assert len(server.seen) == 1
    assert (fetched.status, fetched.header("retry-after")) == (429, after)


def test_a_server_that_stays_down_ends_with_its_answer() -> None:
    with RawServer({"/": ok(b"down", status="502 Bad Gateway")}) as server:
        fetched = fetch(server.url + "/", retries=2)
        assert len(server.seen) == 3
    assert (fetched.status, fetched.tries) == (502, 3)


def test_no_retry_starts_that_could_not_end_in_time() -> None:
    busy = ok(b"busy", "Retry-After: 2", status="503 Service Unavailable")
    with RawServer({"/": busy}) as server:
        assert fetch(server.url + "/", timeout=1.0).status == 503
        assert len(server.seen) == 1


# --------------------------------------------------------------------------- redirects


def test_redirects_are_followed_and_told() -> None:
    answers: dict[str, Any] = {
        "/a": redirect("b?x=1"),
        "/b": redirect("//127.0.0.1:{port}/c"),
        "/c": ok(PAGE),
    }
    with RawServer(answers) as server:
        answers["/b"] = redirect(f"//127.0.0.1:{server.port}/c", status="308 Permanent Redirect")
        fetched = fetch(server.url + "/a")
    assert fetched.final_url == f"{server.url}/c"
    assert fetched.redirects == (f"{server.url}/b?x=1", f"{server.url}/c")


def test_a_site_that_sends_us_in_circles_is_left_soon() -> None:
    answers: dict[str, Any] = {"/a": redirect("/b"), "/b": redirect("/a")}
    with RawServer(answers) as server:
        assert refused(server.url + "/a").reason == "too-many-redirects"
        assert len(server.seen) <= 4


def test_a_long_chain_ends() -> None:
    answers: dict[str, Any] = {f"/{i}": redirect(f"/{i + 1}") for i in range(30)}
    with RawServer(answers) as server:
        assert refused(server.url + "/0").reason == "too-many-redirects"
        assert len(server.seen) == 11


def test_a_site_that_sets_a_cookie_and_returns_is_not_a_loop() -> None:
    """Consent and language pages do this; without the cookie they would never let us in."""

    def door(wfile: BinaryIO, seen: Seen) -> None:
        inside = "lang=en" in seen.headers.get("cookie", "")
        wfile.write(ok(PAGE) if inside else redirect("/", "Set-Cookie: lang=en; Path=/"))

    with RawServer({"/": door}) as server:
        assert fetch(server.url + "/").body == PAGE
        outcomes = fetch_all(watch(server.url + "/"), watch(server.url + "/"))
        cookies = [seen.headers.get("cookie") for seen in server.seen]
    assert all(isinstance(outcome, Fetched) for outcome in outcomes)
    # A kept connection that the server had closed is tried once more: the same request twice.
    turns = [cookie for cookie, _ in itertools.groupby(cookies)]
    assert turns == [None, "lang=en"] * 3, "a cookie must not outlive its fetch"


def test_a_site_that_hangs_up_after_every_answer_can_still_redirect() -> None:
    """It does not announce it, so the next request goes to a connection that is gone."""

    def bye(answer: bytes) -> Callable[[BinaryIO, Seen], None]:
        def send(wfile: BinaryIO, seen: Seen) -> None:
            wfile.write(answer)
            raise ConnectionAbortedError

        return send

    with RawServer({"/": bye(redirect("/en")), "/en": bye(ok(PAGE))}) as server:
        fetched = fetch(server.url + "/")
    assert fetched.body == PAGE
    assert fetched.tries == 1


def test_a_redirect_without_a_location_is_the_answer() -> None:
    with RawServer({"/": ok(b"gone", status="302 Found")}) as server:
        assert fetch(server.url + "/").status == 302


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/x",
        "javascript:alert(1)",
        r"http:\\evil.example\x",
        r"/\evil.example",
        "http://user:secret@127.0.0.1/",
        "http://[::1",
        "x" * 9_000,
    ],
)
def test_an_evil_location_is_refused(location: str) -> None:
    with RawServer({"/": redirect(location)}) as server:
        assert refused(server.url + "/").reason in ("bad-redirect", "forbidden-address")
        assert len(server.seen) == 1


# --------------------------------------------------------------------------- addresses


def test_a_page_of_this_machine_needs_leave() -> None:
    with RawServer({"/": ok(b"internal")}) as server:
        for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
            error = refused(f"http://{host}:{server.port}/", allow_private=False)
            assert error.reason == "forbidden-address", host
            assert not error.transient
        assert not server.seen


def test_a_redirect_cannot_lead_inside() -> None:
    """The watch's leave is for its own host, not for wherever that host sends us."""
    with RawServer({"/x": ok(b"secret")}) as inside:
        inner = f"http://localhost:{inside.port}/x"
        answers: dict[str, Any] = {
            "/": redirect(inner),
            "/meta": redirect("http://169.254.169.254/latest/meta-data/"),
        }
        with RawServer(answers) as server:
            assert refused(server.url + "/").reason == "forbidden-address"
            assert refused(server.url + "/meta").reason == "forbidden-address"
        assert not inside.seen


def test_cloud_metadata_needs_more_than_leave() -> None:
    assert refused("http://169.254.169.254/", allow_private=True).reason == "forbidden-address"


def test_a_name_cannot_change_its_address_after_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the address that was judged is the one that is connected to."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    connected: list[str] = []

    async def connect(self: Any, host: str, port: int, **_: Any) -> Any:
        connected.append(host)
        raise httpcore.ConnectError("no network in tests")

    monkeypatch.setattr(fetch_network, "_lookup", lambda host, port: next(answers))
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    error = refused("http://policy.example/", allow_private=False, retries=1)
    assert error.reason == "forbidden-address", "the second answer was judged as well"
    assert connected == ["93.184.216.34"]


def test_a_name_with_public_and_private_addresses_is_reached_at_the_public_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[str] = []

    async def connect(self: Any, host: str, port: int, **_: Any) -> Any:
        connected.append(host)
        raise httpcore.ConnectError("no network in tests")

    found = ["127.0.0.1", "2606:2800:220:1::1", "10.0.0.1", "93.184.216.34"]
    monkeypatch.setattr(fetch_network, "_lookup", lambda host, port: found)
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    assert refused("http://p.example/", allow_private=False, retries=0).reason == "refused"
    assert connected == ["2606:2800:220:1::1", "93.184.216.34"]


def test_a_connection_that_one_watch_may_use_is_closed_to_the_others() -> None:
    with RawServer({"/": ok(PAGE)}) as server:
        may = watch(server.url + "/")

        async def run() -> Fetched:
            fetcher = HttpFetcher(host_pause=0.0)
            try:
                await fetcher.fetch(may)  # leaves an open connection behind
                return await fetcher.fetch(replace(may, allow_private=False))
            finally:
                await fetcher.aclose()

        with pytest.raises(FetchError, match="forbidden-address"):
            asyncio.run(run())


def test_a_request_looks_at_the_connections_of_its_own_host_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With one pool for all, 64 hosts at once cost ten times as much for each page."""
    asked = Counter[int]()
    real = httpcore.AsyncHTTPConnection.is_idle
    monkeypatch.setattr(
        httpcore.AsyncHTTPConnection,
        "is_idle",
        lambda self: asked.update([1]) or real(self),
    )
    with RawServer({"/terms": ok()}, host="0.0.0.0") as server:
        pages = [f"http://127.0.1.{n % 60 + 1}:{server.port}/terms" for n in range(180)]
        answers = fetch_all(*map(watch, pages), concurrency=64)
        assert not [answer for answer in answers if isinstance(answer, FetchError)]
    assert asked[1] < 180 * 8


def test_connections_that_wait_for_too_long_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of hosts in a day must not leave as many open connections behind."""
    made: list[Any] = []
    real = CheckedTransport._made
    monkeypatch.setattr(
        CheckedTransport, "_made", lambda self, way: made.append(real(self, way)) or made[-1]
    )
    with RawServer({"/terms": ok()}, host="0.0.0.0") as server:
        pages = [f"http://127.0.1.{n + 1}:{server.port}/terms" for n in range(40)]

        async def look() -> int:
            fetcher = HttpFetcher(host_pause=0, retries=0, concurrency=2)
            for page in pages:
                await fetcher.fetch(watch(page))
            open_ = sum(len(kept.pool.connections) for kept in made)
            await fetcher.aclose()
            return open_

        assert asyncio.run(look()) <= 8, "four for each host that is talked to at once"
    assert len(made) == 40


def test_a_name_that_does_not_exist_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(fetch_network, "_lookup", unknown)
    error = refused("https://no-such-host.example/")
    assert (error.reason, error.transient) == ("dns", False)
    assert "no-such-host.example" in error.detail


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would make the address check worthless."""
    with RawServer({"/": ok(PAGE)}) as server, RawServer({}) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert fetch(server.url + "/").body == PAGE
        assert not proxy.seen


def test_a_network_that_is_not_there_yet_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A laptop that wakes up has no network for some seconds."""

    def offline(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(fetch_network, "_lookup", offline)
    error = refused("https://plaza.example/", retries=2)
    assert (error.reason, error.transient, error.tries) == ("dns", True, 3)


def test_a_failure_says_how_long_it_took() -> None:
    """`monitor fetches` would show 0.0 seconds for a page that took its whole time."""

    def hang(wfile: BinaryIO, _: Seen) -> None:
        time.sleep(2)

    with RawServer({"/": hang}) as server:
        error = refused(server.url + "/", timeout=0.5)
    assert error.reason == "timeout"
    assert 0.4 < error.seconds < 1.5


# --------------------------------------------------------------------------- what ended a daemon


@pytest.mark.parametrize(
    "cookies",
    [
        ("a=1; Path=/", "a=2; Path=/b"),
        ("a=1; Path=/; Domain=127.0.0.1", "a=2; Path=/"),
        ("flag", "flag; Path=/b", "flag=", "="),
        ("city=Zürich",),
        ("ü=1", "b=\u2028"),
        ("a=b; Max-Age=99999999999999999999", "a=b; Expires=Wed, 99 Foo 99999 99:99:99 GMT"),
    ],
)
def test_no_cookie_on_the_way_ends_the_daemon(cookies: tuple[str, ...]) -> None:
    rows = [f"Set-Cookie: {cookie}" for cookie in cookies]
    answers: dict[str, Any] = {"/": redirect("/b/c", *rows), "/b/c": ok(PAGE)}
    with RawServer(answers) as server:
        assert fetch(server.url + "/").body == PAGE


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:65536/",
        "http://127.0.0.1:99999999999/",
        "http://xn--a/",
        "http://xn--/",
        "http://xn--n3h.example/",
    ],
)
def test_no_location_ends_the_daemon(location: str) -> None:
    with RawServer({"/": redirect(location)}) as server:
        assert refused(server.url + "/").reason == "bad-redirect"


@pytest.mark.parametrize(
    "length", ["\u00b2", "-1", "1e3", "99999999999999999999", "5, 6", "\uff15"]
)
def test_no_content_length_ends_the_daemon(length: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello".encode()
    with RawServer({"/": answer}) as server:
        assert refused(server.url + "/", retries=0).reason in ("protocol", "too-large")


@pytest.mark.parametrize("raised", [KeyError("x"), ValueError("x"), AssertionError(), IndexError()])
def test_what_the_http_library_never_promised_to_raise_is_this_pages_failure(
    raised: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as h2's KeyError for a stream that the server has closed."""

    async def fails(self: Any, request: Any) -> Any:
        raise raised

    monkeypatch.setattr(httpcore.AsyncConnectionPool, "handle_async_request", fails)
    assert refused("https://plaza.example/", retries=0).reason == "protocol"


UNSAID = {
    "gzip": gzip.compress(PAGE),
    "brotli": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
    "gzip twice": gzip.compress(gzip.compress(PAGE)),
    "brotli in gzip": gzip.compress(brotli.compress(PAGE)),
}


@pytest.mark.parametrize("how", UNSAID)
def test_a_page_that_was_packed_without_a_word_is_read(how: str) -> None:
    """Taken for text its bytes would be the policy, and every one of them a change."""
    with RawServer({"/terms": ok(UNSAID[how])}) as server:
        assert fetch(server.url + "/terms").body == PAGE
        with pytest.raises(FetchError, match="too-large"):
            fetch(server.url + "/terms", max_bytes=len(PAGE) - 1)


def test_bytes_that_are_neither_text_nor_packed_are_left_as_they_are() -> None:
    noise = random.Random(3).randbytes(4_000)
    latin = "Größe, Qualität und façade. ".encode("latin-1") * 20
    with RawServer({"/noise": ok(noise), "/latin": ok(latin)}) as server:
        assert fetch(server.url + "/noise").body == noise
        assert fetch(server.url + "/latin").body == latin


# --------------------------------------------------------------------------- slips in headers

BODY = b"<h1>Terms</h1><p>You may close your account.</p>"
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
SLIPS = {
    "a space before the colon": (["X-Foo : bar"], None),
    "two of them, and a tab": (["Server\t: x", "X-Powered-By : y"], None),
    "a line without a colon": (["X-Frame-Options SAMEORIGIN"], None),
    "a name with a space": (["X Foo: bar"], None),
    "a control character": (["X-Trace: a\x01b"], None),
    "chunked twice": (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], CHUNKED),
    "chunked twice in a line": (["Transfer-Encoding: chunked, Chunked"], CHUNKED),
    "identity": (["Transfer-Encoding: identity"], None),
    "an early hint before it": (["X-Foo : bar"], None),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_headers_that_browsers_forgive_is_no_failure(slip: str) -> None:
    """Else the page cannot be read for as long as its server stays as it is."""
    lines, body = SLIPS[slip]
    length = [] if body else [f"Content-Length: {len(BODY)}"]
    head = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines, *length])
    before = b"HTTP/1.1 103 Early Hints\r\nLink : </a>\r\n\r\n" if "early" in slip else b""
    whole = before + head.encode() + b"\r\n\r\n" + (body or BODY)

    def bit_by_bit(wfile: BinaryIO, _: Seen) -> None:
        for at in range(0, len(whole), 9):
            wfile.write(whole[at : at + 9])
            wfile.flush()

    with RawServer({"/terms": whole, "/slow": bit_by_bit}) as server:
        for path in ("/terms", "/slow"):
            answer = fetch(server.url + path)
            assert answer.body == BODY
            assert answer.header("content-type") == "text/html"


class Pieces(httpcore.AsyncNetworkStream):
    """A connection that answers so many bytes at a time."""

    def __init__(self, whole: bytes, size: int) -> None:
        self._left = [whole[at : at + size] for at in range(0, len(whole), size)]

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """httpcore's name."""
        return self._left.pop(0) if self._left else b""


@pytest.mark.parametrize("size", range(1, 90))
def test_a_head_behind_a_hint_is_mended_wherever_the_network_cuts_it(size: int) -> None:
    """Where one piece held the end of a hint and the beginning of the head, that went on raw."""
    hint = b"HTTP/1.1 103 Early Hints\r\nLink : </a>\r\n\r\n"
    whole = hint + b"HTTP/1.1 200 OK\r\nX-Foo : bar\r\nContent-Length: 4\r\n\r\nbody"

    async def read() -> bytes:
        stream, found = MendedStream(Pieces(whole, size)), b""
        while more := await stream.read(65536):
            found += more
        return found

    assert asyncio.run(read()) == whole.replace(b" : ", b": ")


def test_what_is_no_http_at_all_still_fails() -> None:
    with RawServer({"/": b"220 mail.example ESMTP ready\r\n\r\n"}) as server:
        with pytest.raises(FetchError, match="protocol"):
            fetch(server.url + "/")
        assert len(server.seen) <= 2

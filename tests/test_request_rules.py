"""The rules of HTTP that are ours: addresses, codings, redirects, Retry-After, secret headers."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import brotli
import httpx
import pytest
import respx
import zstandard

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher, request_rules, retry_after
from monitor.fetch.addresses import refusal
from monitor.model import Fetched, Watch

PAGE = b"<p>We share data with partners.</p>" * 50
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


# --------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.9.1", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.31.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd12:3456::1", "private"),
        ("fec0::1", "private"),
        ("169.254.7.7", "link-local"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("100.64.0.1", "shared (carrier NAT)"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("240.0.0.1", "reserved"),
        ("169.254.169.254", "cloud metadata"),
        ("168.63.129.16", "cloud metadata"),
        ("100.100.100.200", "cloud metadata"),
        ("fd00:ec2::254", "cloud metadata"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("::ffff:169.254.169.254", "cloud metadata"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::169.254.169.254", "cloud metadata"),
        ("2002:7f00:1::", "loopback"),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", "private"),
    ],
)
def test_an_address_inside_is_known_in_every_disguise(address: str, why: str) -> None:
    assert refusal(ip_address(address)) == why


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::8.8.8.8"],
)
def test_public_addresses_are_reached(address: str) -> None:
    assert refusal(ip_address(address)) == ""


# --------------------------------------------------------------------------- content codings


def zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(body)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


CODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "GZIP": gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]),
    "deflate": zlib.compress(PAGE),
    "Deflate": raw_deflate(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd(PAGE),
    "zstd ": zstd(PAGE[:100]) + zstd(PAGE[100:]),
    "gzip, br": brotli.compress(gzip.compress(PAGE)),
    "identity": PAGE,
    "utf-8": PAGE,
    "": PAGE,
}


@pytest.mark.parametrize("coding", CODED)
def test_a_page_is_read_in_any_coding_that_servers_use(coding: str) -> None:
    headers = (("content-encoding", coding),)
    assert request_rules.decoded(CODED[coding], headers, limit=len(PAGE)) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "deflate", "Deflate", "br", "zstd"])
def test_a_body_one_byte_over_the_limit_is_refused_in_any_coding(coding: str) -> None:
    with pytest.raises(FetchError, match="too-large"):
        request_rules.decoded(CODED[coding], (("content-encoding", coding),), limit=len(PAGE) - 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_stream_that_ends_early_is_half_a_page(coding: str) -> None:
    with pytest.raises(FetchError) as caught:
        request_rules.decoded(CODED[coding][:-6], (("content-encoding", coding),), limit=10**6)
    assert (caught.value.reason, caught.value.transient) == ("truncated", True)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_what_it_says_is_an_error(coding: str) -> None:
    with pytest.raises(FetchError) as caught:
        request_rules.decoded(
            b"<html>plain</html>" * 20, (("content-encoding", coding),), limit=10**6
        )
    assert caught.value.reason in ("protocol", "truncated")


def test_a_zstd_bomb_ends_at_the_limit() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(300_000_000))
    with pytest.raises(FetchError, match="too-large"):
        request_rules.decoded(bomb, (("content-encoding", "zstd"),), limit=1_000_000)


def test_a_pile_of_codings_is_refused() -> None:
    with pytest.raises(FetchError, match="protocol"):
        request_rules.decoded(PAGE, (("content-encoding", "gzip, gzip"),) * 2, limit=10**6)


def test_an_empty_body_has_no_coding() -> None:
    assert request_rules.decoded(b"", (("content-encoding", "gzip"),), limit=10) == b""


# --------------------------------------------------------------------------- Retry-After, ETags


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("99999999999999999999999", None),
        ("99999999999", 604_800.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Sun, 01 Mar 2026 12:02:00 GMT", 120.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 604_800.0),
        ("Sun, 01 Mar 2026 12:02:00", 120.0),
        ("Sun, 99 Mar 2026 12:02:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_every_form_and_never_for_more_than_a_week(
    value: str, seconds: float | None
) -> None:
    assert retry_after((("retry-after", value),), NOW) == seconds


def answer(
    *headers: tuple[str, str], status: int = 200, redirects: tuple[str, ...] = ()
) -> Fetched:
    return Fetched("https://a.example/", "https://a.example/", status, headers, b"", NOW,
                   redirects=redirects)  # fmt: skip


def test_validators_are_kept_only_where_they_can_be_sent_back() -> None:
    date = "Mon, 02 Jun 2025 00:01:27 GMT"
    good = (("etag", 'W/"a"'), ("last-modified", date))
    assert request_rules.validators(answer(*good)) == ('W/"a"', date)
    assert request_rules.validators(answer(*good, status=304)) == ('W/"a"', date)
    assert request_rules.validators(answer(*good, status=503)) == ("", "")
    assert request_rules.validators(answer(*good, redirects=("https://a.example/x",))) == ("", "")
    assert request_rules.validators(answer(("etag", "x" * 200_000))) == ("", "")
    assert request_rules.validators(answer(("etag", '"a\x00b"'))) == ("", "")
    assert request_rules.validators(answer(("etag", '"é"'))) == ("", "")


def test_a_sites_cookies_are_not_kept() -> None:
    """They were stored with every page, and may be the keys of a session."""
    raw = [(b"Set-Cookie", b"sid=secret"), (b"set-cookie2", b"b"), (b"Vary", b"Cookie")]
    assert request_rules.readable_headers(raw) == (("vary", "Cookie"),)


def test_headers_in_any_bytes_become_text() -> None:
    raw = [(b"X-A", "é".encode()), (b"X-B", b"\xe9"), (b"X-C", b"y" * 9_000)]
    assert request_rules.readable_headers(raw) == (("x-a", "é"), ("x-b", "é"))


# --------------------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("current", "location", "where"),
    [
        ("https://a.example/x/y?q", "z", "https://a.example/x/z"),
        ("https://a.example/x", "?v=2", "https://a.example/x?v=2"),
        ("https://a.example/x", "//b.example/p", "https://b.example/p"),
        ("http://a.example/x", "https://a.example/x#top", "https://a.example/x"),
        ("https://a.example/", "/über uns", "https://a.example/%C3%BCber%20uns"),
        ("https://a.example/", "/a%0d%0aX:y", "https://a.example/a%0d%0aX:y"),
    ],
)
def test_honest_redirects_lead_where_a_browser_would_go(
    current: str, location: str, where: str
) -> None:
    assert str(request_rules.target(httpx.URL(current), location)) == where


@pytest.mark.parametrize(
    "location",
    [
        "http://a.example/",
        "/a\r\nX: y",
        "/a\x00",
        "mailto:a@b.example",
        "https://u:p@a.example/",
        "",
    ],
)
def test_a_redirect_that_no_honest_site_sends_is_refused(location: str) -> None:
    """From https down to http, anyone on the way could write the policy."""
    with pytest.raises(FetchError, match="bad-redirect"):
        request_rules.target(httpx.URL("https://a.example/"), location)


# --------------------------------------------------------------------------- who gets which header

SECRETS = (("Authorization", "Bearer s3cret"), ("Cookie", "session=1"), ("X-Api-Key", "k"))


def sent_along(*steps: tuple[str, str], headers: Any = SECRETS) -> list[httpx.Headers]:
    """Fetch the first address; each step answers with a redirect to the next. What was sent?"""

    async def run() -> None:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        await fetcher.fetch(Watch("w", "S", "D", steps[0][0], headers=headers))
        await fetcher.aclose()

    with respx.mock(assert_all_called=False) as router:
        for url, location in steps:
            reply = (
                httpx.Response(302, headers={"Location": location})
                if location
                else httpx.Response(200, content=PAGE)
            )
            router.get(url).mock(return_value=reply)
        asyncio.run(run())
        return [call.request.headers for call in router.calls]


def test_passwords_of_a_watch_stay_with_its_host() -> None:
    first, second, back = sent_along(
        ("https://a.example/1", "https://b.example/2"),
        ("https://b.example/2", "https://a.example/3"),
        ("https://a.example/3", ""),
    )
    assert (first["authorization"], first["cookie"]) == ("Bearer s3cret", "session=1")
    for headers in (second, back):
        assert not {"authorization", "cookie", "x-api-key"} & set(headers)


def test_passwords_follow_the_upgrade_to_https_and_no_other_port() -> None:
    _, upgraded = sent_along(
        ("http://a.example/", "https://a.example/"), ("https://a.example/", "")
    )
    assert "authorization" in upgraded
    _, elsewhere = sent_along(
        ("https://a.example/1", "https://a.example:8443/2"), ("https://a.example:8443/2", "")
    )
    assert "authorization" not in elsewhere


def test_the_language_of_a_watch_goes_along_to_the_last_host() -> None:
    """Else a redirect to www. would give the page in another language."""
    _, second = sent_along(
        ("https://a.example/", "https://www.a.example/"),
        ("https://www.a.example/", ""),
        headers=(("Accept-Language", "de-AT"),),
    )
    assert second["accept-language"] == "de-AT"


def test_a_header_that_would_break_the_exchange_is_not_sent() -> None:
    (sent,) = sent_along(
        ("https://a.example/", ""),
        headers=(("Host", "evil.example"), ("Content-Length", "5"), ("Accept-Encoding", "lzma")),
    )
    assert sent["host"] == "a.example"
    assert "content-length" not in sent
    assert "zstd" in sent["accept-encoding"]


@pytest.mark.parametrize("header", [("X-A", "a\r\nX-B: c"), ("X-Ü", "a"), ("X A", "a")])
def test_a_broken_header_in_the_watchlist_fails_its_page_only(header: tuple[str, str]) -> None:
    async def run() -> None:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        watch = Watch("w", "S", "D", "http://127.0.0.1:1/", headers=(header,), allow_private=True)
        try:
            await fetcher.fetch(watch)
        finally:
            await fetcher.aclose()

    with pytest.raises(FetchError):
        asyncio.run(run())


@pytest.mark.parametrize(
    ("raised", "reason", "tries"),
    [
        (httpx.ConnectTimeout("x"), "timeout", 2),
        (httpx.ReadError("x"), "reset", 2),
        (httpx.ConnectError("x"), "refused", 2),
        (httpx.UnsupportedProtocol("x"), "protocol", 1),
    ],
)
def test_only_what_may_pass_is_tried_again(raised: Exception, reason: str, tries: int) -> None:
    async def run() -> None:
        fetcher = HttpFetcher(host_pause=0.0, retries=1, backoff=0.01)
        await fetcher.fetch(Watch("w", "S", "D", "https://a.example/"))

    with respx.mock() as router:
        route = router.get("https://a.example/").mock(side_effect=raised)
        with pytest.raises(FetchError) as caught:
            asyncio.run(run())
        assert route.call_count == tries
    assert caught.value.reason == reason


def test_no_server_says_that_a_browser_read_its_page() -> None:
    """Such a page would be trusted with few words, and name another answer as its evidence."""
    raw = [(b"Monitor-Read-By", b"browser"), (b"monitor-first-answer", b"0" * 64), (b"A", b"b")]
    assert request_rules.readable_headers(raw) == (("a", "b"),)

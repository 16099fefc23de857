"""Nobody gets the monitor to knock at a door inside: judged at the socket, in every spelling."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import httpcore
import pytest

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher
from monitor.fetch import network as fetch_network
from monitor.model import Fetched, Watch
from tests.rawserver import RawServer, ok, redirect

PUBLIC = "93.184.216.34"

_INSIDE = """
127.0.0.1  127.1  127.0.1  2130706433  0x7f000001  0x7f.1  0177.0.0.1  017700000001  127.8.9.1
127.0.0.1.  0x7f.0x0.0x0.0x1  0177.0x0.1  [::1]  [0:0:0:0:0:0:0:1]  [::ffff:127.0.0.1]
[::ffff:7f00:1]  [::127.0.0.1]  [::ffff:0:127.0.0.1]  [64:ff9b::127.0.0.1]  [64:ff9b::7f00:1]
[2002:7f00:1::]  [2001:0:4136:e378:8000:63bf:80ff:fffe]  [2606:2800:220:1:0:5efe:7f00:1]
[2606:2800:220:1:200:5efe:a00:1]  [64:ff9b:1::a00:1]  [100::1]  [5f00::1]  [2001:db8::1]
[3fff::1]  [2001:2::1]  [2001:20::1]  [fec0::1]  [fc00::1]  [fd12:3456::1]  [fe80::1]  [ff02::1]
[::]  0  0.0.0.0  0.1.2.3  10.0.0.1  10.1  167772161  0xa000001  012.0.0.1  172.16.0.1
172.31.255.254  192.168.0.1  192.168.257  3232235521  100.64.0.1  100.127.255.254  169.254.1.1
198.18.0.1  198.19.255.254  192.0.2.1  198.51.100.1  203.0.113.1  192.88.99.1  192.0.0.8
192.0.0.170  224.0.0.1  239.255.255.250  240.0.0.1  255.255.255.255
169.254.169.254  2852039166  0xa9fea9fe  0251.0376.0251.0376  169.254.43518
[::ffff:169.254.169.254]  [::ffff:a9fe:a9fe]  [64:ff9b::a9fe:a9fe]
169.254.170.2  169.254.170.23  168.63.129.16
100.100.100.200  192.0.0.192  [fd00:ec2::254]  [fd00:ec2::23]  [fd20:ce::254]
localhost  LOCALHOST  inside.example  metadata.example  mapped.example  １２７.0.0.1  127。0。0。1
"""
INSIDE = tuple(_INSIDE.split())

NAMES = {  # what their owner's name server says
    "localhost": ["127.0.0.1", "::1"],
    "inside.example": ["10.0.0.7"],
    "metadata.example": ["169.254.169.254", "192.0.0.192"],
    "mapped.example": ["::ffff:192.168.1.1", "64:ff9b::a00:1"],
    "public.example": [PUBLIC],
}

LOCATIONS = [
    *(f"http://{host}/" for host in INSIDE),
    "http://public.example:22/",
    "http://public.example:25/",
    "http://public.example:3306/",
    "http://public.example:5432/",
    "http://public.example:6379/",
    "http://public.example:11211/",
    "http://public.example:65536/",
    "http://public.example:0/",
    "http://user@public.example/",
    "http://public.example@127.0.0.1/",
    "http://127.0.0.1#@public.example/",
    "http://127.0.0.1?@public.example/",
    r"http://public.example\@127.0.0.1/",
    r"http:\\127.0.0.1\x",
    r"/\127.0.0.1/",
    "//127.0.0.1/",
    "///127.0.0.1/",
    "http:127.0.0.1/",
    "http://xn--a/",
    "http://public.example%00.127.0.0.1/",
    "http://127.0.0.1%2f@public.example/",
    "file:///etc/passwd",
    "ftp://public.example/",
    "gopher://127.0.0.1:6379/_INFO",
    "data:text/html,x",
    "unix:/var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/x",
]


HARMLESS = (  # what looks like a host is the name of a user, or comes after the host
    "http://user@public.example/",
    "http://127.0.0.1%2f@public.example/",
)


class Knocked(list[str]):
    """Where connections went to, and the server behind the public address."""

    server: RawServer


@pytest.fixture
def knocked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands between the monitor and the network; the public address is a server of this test."""
    seen = Knocked()
    connect = httpcore.AnyIOBackend.connect_tcp

    async def knock(self: Any, host: str, port: int, **settings: Any) -> Any:
        seen.append(f"{host}:{port}")
        if host != PUBLIC or port != 80:
            raise httpcore.ConnectError("there is nothing for a monitor here")
        return await connect(self, "127.0.0.1", seen.server.port, **settings)

    def lookup(host: str, port: int) -> list[str]:
        if found := NAMES.get(host.lower().rstrip(".")):
            return found
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        return [str(row[4][0]) for row in rows]

    monkeypatch.setattr(fetch_network, "_lookup", lookup)
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", knock)
    with RawServer({"/": ok(b"public")}) as seen.server:
        yield seen


def visited(knocked: Knocked, *urls: str, **settings: Any) -> list[tuple[str, Any, list[str]]]:
    """Each address with how its fetch ended and where it connected to."""

    async def run() -> list[tuple[str, Any, list[str]]]:
        fetcher, rows = HttpFetcher(host_pause=0, retries=0), []
        for url in urls:
            knocked.clear()
            ended: Fetched | FetchError
            try:
                ended = await fetcher.fetch(Watch("w", "S", "D", url, timeout=5, **settings))
            except FetchError as error:
                ended = error
            rows.append((url, ended, list(knocked)))
        await fetcher.aclose()
        return rows

    return asyncio.run(run())


def refused(ended: Fetched | FetchError) -> bool:
    """For what it is, not because nothing answered."""
    reasons = ("forbidden-address", "bad-redirect", "protocol", "dns")
    return isinstance(ended, FetchError) and ended.reason in reasons


def test_the_table_is_long_enough_to_be_worth_its_name() -> None:
    assert len(set(LOCATIONS)) >= 80


def test_no_address_of_a_watchlist_leads_inside(knocked: Knocked) -> None:
    """A watchlist may hold addresses that other people chose."""
    for url, ended, doors in visited(knocked, *LOCATIONS):
        assert not [door for door in doors if door != f"{PUBLIC}:80"], (url, doors)
        assert url in HARMLESS or (refused(ended) and not doors), (url, ended)


def test_no_redirect_leads_inside(knocked: Knocked) -> None:
    """Any page can send us anywhere."""
    starts = []
    for number, url in enumerate(LOCATIONS):
        knocked.server.routes[f"/{number}"] = redirect(url)
        starts.append(f"http://public.example/{number}")
    for (_, ended, doors), url in zip(visited(knocked, *starts), LOCATIONS, strict=True):
        assert not [door for door in doors if door != f"{PUBLIC}:80"], (url, doors)
        # Some of these are paths of the same site, for a browser too.
        stayed = isinstance(ended, Fetched) and ended.final_url.startswith("http://public.example/")
        assert stayed or refused(ended), (url, ended)


def test_no_leave_opens_what_hands_out_credentials(knocked: Knocked) -> None:
    """192.0.0.192 counts as public for the interpreter of Python 3.11 and 3.12."""
    hosts = ("169.254.169.254", "192.0.0.192", "metadata.example", "[::ffff:a9fe:a9fe]")
    for url, ended, doors in visited(
        knocked, *(f"http://{host}/" for host in hosts), allow_private=True
    ):
        assert refused(ended), url
        assert not doors, url


def test_no_leave_makes_a_database_or_a_mail_server_a_page(knocked: Knocked) -> None:
    ports = (22, 25, 110, 143, 587, 3306, 5432, 6379, 9200, 11211, 27017, 65536)
    for url, ended, doors in visited(
        knocked, *(f"http://10.0.0.1:{port}/" for port in ports), allow_private=True
    ):
        assert refused(ended), url
        assert not doors, url


def test_a_public_page_is_read(knocked: Knocked) -> None:
    for _, ended, _ in visited(knocked, "http://public.example/", "http://PUBLIC.example./"):
        assert isinstance(ended, Fetched)
        assert ended.body == b"public"

"""Pages through a proxy: asked of the right one, and never for an address that is not public."""

from __future__ import annotations

import asyncio
import select
import socket
import socketserver
import ssl
import struct
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from monitor.config import load_config
from monitor.errors import ConfigError, FetchError
from monitor.fetch import HttpFetcher
from monitor.fetch.proxies import Way
from monitor.fetch.transport import WAY, CheckedTransport
from monitor.model import Fetched, Watch
from tests.rawserver import RawServer, ok, redirect
from tests.test_fetch_tls import TlsServer, certificate, trusting  # noqa: F401 - fixtures

PAGE = ok(b"<h1>Terms</h1><p>You may close your account.</p>")
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def fetch(url: str, **settings: Any) -> Fetched:
    async def run() -> Fetched:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        try:
            return await fetcher.fetch(replace(Watch("w", "S", "D", url, timeout=5.0), **settings))
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


class Tunnels:
    """A proxy that leads every tunnel, by CONNECT or SOCKS 5, to one port of this machine."""

    def __init__(self, port: int, answer: bytes = b"HTTP/1.1 200 OK\r\n\r\n") -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                if self.request.recv(1, socket.MSG_PEEK) == b"\x05":
                    outer._socks(self.request)
                else:
                    head = self.request.recv(65536)
                    outer.asked.append(head.decode())
                    self.request.sendall(answer)
                if b" 200 " in answer:
                    _pump(self.request, socket.create_connection(("127.0.0.1", port)))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def _socks(self, client: socket.socket) -> None:
        client.recv(2 + client.recv(2, socket.MSG_PEEK)[1])
        client.sendall(b"\x05\x00")
        head = client.recv(5)
        name = client.recv(head[4])
        (port,) = struct.unpack("!H", client.recv(2))
        self.asked.append(f"{name.decode()}:{port}")
        client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")

    def __enter__(self) -> Tunnels:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _pump(one: socket.socket, other: socket.socket) -> None:
    with other:
        while True:
            for ready in select.select([one, other], [], [], 5)[0]:
                data = ready.recv(65536)
                if not data:
                    return
                (other if ready is one else one).sendall(data)


def speak(stream: ssl.SSLSocket) -> None:
    stream.recv(65536)
    stream.sendall(PAGE)


def test_a_page_is_asked_of_the_proxy_with_its_whole_address() -> None:
    with RawServer({"http://policies.example/terms": PAGE}) as proxy:
        answer = fetch("http://policies.example/terms", proxy=f"http://ana:s3cret@{proxy.url[7:]}")
    assert answer.status == 200
    assert b"close your account" in answer.body
    assert proxy.seen[0].headers["proxy-authorization"] == "Basic YW5hOnMzY3JldA=="


def test_the_environment_names_a_proxy_and_the_names_that_go_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RawServer({"http://policies.example/terms": PAGE, "/terms": PAGE}) as server:
        monkeypatch.setenv("HTTP_PROXY", server.url.removeprefix("http://"))
        monkeypatch.setenv("NO_PROXY", "intranet.example, .office.example")
        assert fetch("http://policies.example/terms").status == 200
        # This machine goes without, and so does a page that says so.
        assert fetch(f"{server.url}/terms", allow_private=True).status == 200
        for url, settings in (
            ("http://wiki.office.example.invalid/terms", {"proxy": "none"}),
            ("http://intranet.example.invalid/terms", {"proxy": "none"}),
        ):
            with pytest.raises(FetchError, match="dns"):
                fetch(url, **settings)
        monkeypatch.setenv("NO_PROXY", ".invalid")
        with pytest.raises(FetchError, match="dns"):
            fetch("http://policies.invalid/terms")
    assert [seen.path for seen in server.seen] == ["http://policies.example/terms", "/terms"]


def test_an_encrypted_page_goes_through_a_tunnel(
    trusting: Path,  # noqa: F811 - the fixture
) -> None:
    with TlsServer(trusting, speak) as site, Tunnels(site.port) as proxy:
        answer = fetch(
            "https://127.0.0.1:8443/terms", proxy=f"http://{proxy.address}", allow_private=True
        )
    assert b"close your account" in answer.body
    assert proxy.asked[0].startswith("CONNECT 127.0.0.1:8443 ")


@pytest.mark.parametrize("kind", ["http", "socks5", "https"])
def test_a_proxy_that_never_answers_is_let_go(kind: str) -> None:
    """Each look that ran out of time would leave a connection open, until none can be made."""
    heard, ended = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        heard.set()
        await reader.read()
        ended.set()
        writer.close()

    async def look() -> None:
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as proxy:
            port = proxy.sockets[0].getsockname()[1]
            transport = CheckedTransport(connections=1)
            way = Way(False, f"{kind}://127.0.0.1:{port}")
            request = httpx.Request("GET", "https://policies.example/", extensions={WAY: way})
            asked = asyncio.ensure_future(transport.handle_async_request(request))
            await heard.wait()
            asked.cancel()
            await asyncio.wait({asked})
            await transport.aclose()
            async with asyncio.timeout(10):
                await ended.wait()

    asyncio.run(look())


def test_a_socks_proxy_looks_up_the_name() -> None:
    with RawServer({"/terms": PAGE}) as site, Tunnels(site.port) as proxy:
        answer = fetch("http://policies.example/terms", proxy=f"socks5://{proxy.address}")
    assert b"close your account" in answer.body
    assert proxy.asked == ["policies.example:80"]


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.7/terms",
        "http://127.1/terms",
        "http://0x7f000001/terms",
        "http://[::ffff:192.168.0.1]/terms",
        "http://localhost/terms",
        "http://admin.localhost:8080/terms",
        "http://169.254.169.254/latest/meta-data/",
        "http://policies.example:6379/",
    ],
)
def test_no_proxy_is_asked_for_what_is_not_public(url: str) -> None:
    """It would reach what stands beside it, with nobody's leave."""
    with RawServer({}) as proxy, pytest.raises(FetchError, match="forbidden-address"):
        fetch(url, proxy=proxy.url)
    assert proxy.seen == []


def test_a_redirect_through_a_proxy_is_held_to_the_same() -> None:
    for target in ("http://192.168.1.1/", "http://169.254.169.254/"):
        routes = {"http://policies.example/terms": redirect(target)}
        with RawServer(routes) as proxy, pytest.raises(FetchError, match="forbidden-address"):
            fetch("http://policies.example/terms", proxy=proxy.url, allow_private=True)
        assert len(proxy.seen) == 1


def test_robots_txt_is_asked_of_the_same_proxy() -> None:
    routes = {
        "http://policies.example/robots.txt": ok(b"User-agent: *\nDisallow: /", kind="text/plain")
    }
    with RawServer(routes) as proxy, pytest.raises(FetchError, match="robots"):
        fetch("http://policies.example/terms", proxy=proxy.url, robots=True)
    assert len(proxy.seen) == 1


def test_what_is_wrong_with_a_proxy_is_said_without_its_password() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="proxy: no connection") as gone:
        fetch("http://policies.example/terms", proxy=f"http://ana:s3cret@127.0.0.1:{port}")
    refused = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
    with Tunnels(0, refused) as proxy, pytest.raises(FetchError, match="proxy: it refuses: 407"):
        fetch("https://policies.example/terms", proxy=f"http://ana:s3cret@{proxy.address}")
    with pytest.raises(FetchError, match="proxy: not http"):
        fetch("http://policies.example/terms", proxy="ftp://ana:s3cret@proxy.example")
    assert "s3cret" not in str(gone.value)


def test_a_proxy_in_the_watchlist(tmp_path: Path) -> None:
    file = tmp_path / "watchlist.yaml"
    watch = "  - {service: A, document: T, url: 'https://a.example/t', proxy: '%s'}\n"
    file.write_text("watches:\n" + watch % "socks5://proxy.example:1080")
    assert load_config(file).watches[0].proxy == "socks5://proxy.example:1080"
    file.write_text("watches:\n" + watch % "none")
    assert load_config(file).watches[0].proxy == "none"
    file.write_text("watches:\n" + watch % "ana:s3cret@proxy.example")
    with pytest.raises(ConfigError) as wrong:
        load_config(file)
    assert "expected a proxy" in str(wrong.value)

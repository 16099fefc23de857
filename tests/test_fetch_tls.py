"""Encrypted pages: HTTP/2 where the site speaks it, and no page from a site that is not itself."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpx
import pytest
import trustme

from monitor.errors import FetchError
from monitor.fetch import HttpFetcher
from monitor.fetch import transport as fetch_transport
from monitor.fetch.drawn import chromium
from monitor.model import Fetched, Watch
from tests.drawn_site import BROWSER, needs_browser

PAGE = b"<p>We share data.</p>" * 20_000
Speak = Callable[[ssl.SSLSocket], None]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody trusts, with its key in the same file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
        " -subj /CN=policy.example -addext subjectAltName=IP:127.0.0.1 -keyout key -out cert"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes((folder / "key").read_bytes() + (folder / "cert").read_bytes())
    return both


@pytest.fixture
def trusting(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fetcher trusts the certificate, as it does a real site's."""
    trusted = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr(fetch_transport.httpx, "create_ssl_context", lambda: trusted)
    return certificate


class TlsServer:
    """Hands each connection, encrypted, to `speak`."""

    def __init__(self, certificate: Path, speak: Speak, *protocols: str) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.set_alpn_protocols(list(protocols))
        self._speak = speak
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self) -> TlsServer:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
                with self._context.wrap_socket(plain, server_side=True) as connection:
                    self._speak(connection)
            except ssl.SSLError:
                continue  # a client that did not trust us
            except OSError:
                return


def http2(body: bytes, announced: int) -> Speak:
    """Answers each request of one connection over HTTP/2, in window-sized pieces."""

    def speak(connection: ssl.SSLSocket) -> None:
        server = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        server.initiate_connection()
        connection.sendall(server.data_to_send())
        left: dict[int, bytes] = {}
        while data := connection.recv(65536):
            for event in server.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    head = [(":status", "200"), ("content-length", str(announced))]
                    server.send_headers(event.stream_id, head)
                    left[event.stream_id] = body
            for stream in tuple(left):
                while left[stream] and (room := server.local_flow_control_window(stream)) > 0:
                    size = min(room, server.max_outbound_frame_size)
                    server.send_data(stream, left[stream][:size])
                    left[stream] = left[stream][size:]
                if not left[stream]:
                    server.end_stream(stream)
                    del left[stream]
            connection.sendall(server.data_to_send())

    return speak


def http1(connection: ssl.SSLSocket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


def fetch(port: int, times: int = 1) -> list[Fetched]:
    watch = Watch("w", "S", "D", f"https://127.0.0.1:{port}/", allow_private=True, timeout=5)

    async def run() -> list[Fetched]:
        fetcher = HttpFetcher(host_pause=0.0, retries=0)
        try:
            return [await fetcher.fetch(replace(watch, id=str(n))) for n in range(times)]
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


def test_a_site_that_speaks_http2_is_read_over_one_connection(trusting: Path) -> None:
    with TlsServer(trusting, http2(PAGE, len(PAGE)), "h2", "http/1.1") as server:
        answers = fetch(server.port, times=3)
    assert all(answer.body == PAGE for answer in answers)
    assert answers[0].headers == (("content-length", str(len(PAGE))),)


def test_half_a_page_over_http2_is_no_page(trusting: Path) -> None:
    with (
        TlsServer(trusting, http2(PAGE[:1_000], len(PAGE)), "h2") as server,
        pytest.raises(FetchError) as caught,
    ):
        fetch(server.port)
    assert caught.value.reason in ("truncated", "reset")
    assert caught.value.transient


def test_a_site_that_speaks_http1_only_is_read_as_well(trusting: Path) -> None:
    with TlsServer(trusting, http1, "http/1.1") as server:
        assert fetch(server.port)[0].body == PAGE


def test_a_site_that_is_not_itself_is_not_read(certificate: Path) -> None:
    with (
        TlsServer(certificate, http1, "http/1.1") as server,
        pytest.raises(FetchError, match="tls: the certificate vouches for itself") as caught,
    ):
        fetch(server.port)
    assert not caught.value.transient


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("127.0.0.1", (-9, 9), ""),
        ("127.0.0.1", (-9, -2), "the certificate has expired"),
        ("policy.example", (-9, 9), "the certificate is for another host"),
        ("127.0.0.2", (-9, 9), "the certificate is for another host"),
        ("127.0.0.1", (2, 9), "the certificate is not valid yet"),
        ("127.0.0.1", (-9, 9), "nobody known here vouches for the certificate"),
    ],
)
def test_why_a_certificate_is_not_believed_is_said_in_one_clear_line(
    name: str, days: tuple[int, int], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An expired one is the site's to renew, one for another host a wrong address in the list."""
    known, today = trustme.CA(), datetime.now(UTC)
    known.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    issuer = trustme.CA() if "vouches" in said else known
    valid = {"not_before": today + timedelta(days[0]), "not_after": today + timedelta(days[1])}
    made = issuer.issue_cert(name, **valid)
    made.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "site.pem"))
    with TlsServer(tmp_path / "site.pem", http1, "http/1.1") as server:
        if not said:
            assert fetch(server.port)[0].body == PAGE
            return
        with pytest.raises(FetchError) as caught:
            fetch(server.port)
    assert str(caught.value).startswith(f"tls: {said}")
    assert "\n" not in str(caught.value)
    assert not caught.value.transient


def test_the_certificates_of_the_system_can_be_named(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Companies with a proxy or a certificate authority of their own set SSL_CERT_FILE."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert httpx.create_ssl_context().verify_mode is ssl.CERT_REQUIRED
    with TlsServer(certificate, http1, "http/1.1") as server:
        assert fetch(server.port)[0].body == PAGE


@needs_browser
@pytest.mark.parametrize("trusted", [False, True])
def test_a_site_that_is_not_itself_is_not_drawn(
    trusted: bool, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the browser encrypts goes through the gateway unseen; whom it speaks to it checks."""
    if trusted:
        monkeypatch.setattr(
            chromium, "FLAGS", (*chromium.FLAGS, "--ignore-certificate-errors", "--no-sandbox")
        )

    async def draw(port: int) -> Fetched:
        fetcher = HttpFetcher(host_pause=0.0, retries=0, browser=BROWSER)
        url = f"https://127.0.0.1:{port}/"
        try:
            return await fetcher.fetch(
                Watch("w", "S", "D", url, allow_private=True, fetch="browser", timeout=40)
            )
        finally:
            await fetcher.aclose()

    def page(connection: ssl.SSLSocket) -> None:
        connection.recv(65536)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
        body = b"<!doctype html><p>We share data.</p>"
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    with TlsServer(certificate, page, "http/1.1") as server:
        if trusted:
            answer = asyncio.run(draw(server.port))
            assert b"We share data." in answer.body
            assert answer.final_url == f"https://127.0.0.1:{server.port}/"
            return
        with pytest.raises(FetchError) as raised:
            asyncio.run(draw(server.port))
    assert raised.value.reason == "tls"
    assert "vouches for the certificate" in str(raised.value)

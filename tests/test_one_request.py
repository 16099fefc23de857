"""Servers that we tell something: webhooks, a heartbeat, an authority. None may hold us up."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from contextlib import suppress
from typing import BinaryIO

import httpx
import pytest
import requests

from monitor.errors import NotifyError
from monitor.notify import AppriseNotifier, answers, heartbeat
from monitor.notify.one_request import LARGEST, ask
from tests.rawserver import Answer, RawServer, Seen, ok

WITHIN = 1.0  # seconds; what follows would take four or more


def slow(head: bytes, rest: bytes = b"", pause: float = 0.04) -> Answer:
    def reply(wfile: BinaryIO, _: Seen) -> None:
        with suppress(OSError):  # nobody waits for the rest
            wfile.write(head)
            for byte in rest:
                time.sleep(pause)
                wfile.write(bytes((byte,)))

    return reply


NEVER_DONE = {
    "silent": slow(b"", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", pause=9),
    "headers": slow(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 100 + b"\r\nContent-Length: 0\r\n\r\n"),
    "body": slow(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"x" * 100),
}


@pytest.mark.parametrize("way", NEVER_DONE)
def test_a_server_that_does_not_come_to_an_end_is_left(way: str) -> None:
    """Each single byte comes in time; the thread that waits for all of them would be lost."""
    with RawServer({"/": NEVER_DONE[way]}) as server, pytest.raises(httpx.TimeoutException):
        ask("GET", server.url, within=WITHIN)


@pytest.mark.parametrize("way", NEVER_DONE)
def test_a_webhook_that_does_not_come_to_an_end_is_tried_again_later(way: str) -> None:
    """Its recipient's queue would stand for ever, and the alerts in it."""
    notifier = AppriseNotifier(timeout=WITHIN)
    with (
        RawServer({"/hook": NEVER_DONE[way]}) as server,
        pytest.raises(NotifyError, match=r"no answer within 1 s"),
    ):
        notifier.send(
            f"json://127.0.0.1:{server.port}/hook", title="T", text="t", html="", alert_id="a"
        )


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"],
)
def test_no_thread_stays_with_a_chat_server_that_does_not_come_to_an_end(head: bytes) -> None:
    """Apprise stops waiting and leaves its thread there; after six alerts it has none left, and
    no channel gets anything."""
    hung_up = threading.Event()

    def drip(wfile: BinaryIO, _: Seen) -> None:
        try:
            wfile.write(head)
            for byte in b"x" * 9_999:
                time.sleep(0.04)
                wfile.write(bytes((byte,)))
        except OSError:
            hung_up.set()

    notifier = AppriseNotifier(timeout=WITHIN)
    with RawServer({"/": drip}) as server:
        with pytest.raises(NotifyError, match=r"no answer within 1 s"):
            notifier.send(
                f"ntfy://127.0.0.1:{server.port}/topic", title="T", text="t", html="", alert_id="a"
            )
        assert hung_up.wait(30), "the answer would have gone on for six minutes"


def test_a_chat_server_cannot_fill_the_memory_with_its_answer() -> None:
    with RawServer({"/": ok(b"x" * 1_000_000)}) as server, answers.listening() as heard:
        assert len(requests.get(server.url, timeout=9).content) == LARGEST
    assert heard.heard[0][0] == 200


@pytest.mark.parametrize("way", NEVER_DONE)
def test_a_heartbeat_that_does_not_come_to_an_end_is_not_the_last(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other would be sent while this one waits, and somebody would be called at night."""
    monkeypatch.setattr(heartbeat, "WITHIN", WITHIN)
    with RawServer({"/ping": [NEVER_DONE[way], ok()]}) as server:
        heartbeat.beat(f"{server.url}/ping")
        heartbeat.beat(f"{server.url}/ping")
        assert len(server.seen) == 2


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python looks names up in a thread that cannot be ended, for as long as the system likes."""
    release, came_back = threading.Event(), []

    def look_up(*_: object, **__: object) -> list[object]:
        release.wait(9)
        came_back.append("late")
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(httpx.TimeoutException):
        ask("GET", "http://hooks.example/ping", within=WITHIN)
    assert not came_back
    release.set()


def test_an_answer_without_end_or_a_bomb_takes_no_memory() -> None:
    """Who runs a webhook could end the daemon with its answer."""
    bomb = gzip.compress(b"x" * 10_000_000)
    with RawServer(
        {"/long": ok(b"x" * 1_000_000), "/bomb": ok(bomb, "Content-Encoding: gzip")}
    ) as s:
        assert len(ask("GET", f"{s.url}/long", within=9).content) == LARGEST + 1
        assert ask("GET", f"{s.url}/bomb", within=9).content == bomb

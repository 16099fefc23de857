"""The connections of one delivery, which can be cut from another thread when its time is up.

The limits of sockets are for single reads: a server that sends a byte now and then would keep a
thread, and the alerts behind it, for ever. Apprise's plugins open their connections themselves, by
`urllib3` or `smtplib`; each of these has one place that all of them pass. Both are wrapped once,
and do nothing more but within a delivery.
"""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any


class Lines:
    """Copies of the descriptors, since TLS takes the first ones over before its handshake."""

    def __init__(self) -> None:
        self.late = False  # the time was up before the end
        self._ended = False
        self._lock = threading.Lock()
        self._copies: list[socket.socket] = []

    def keep(self, line: socket.socket) -> None:
        """Have it cut with the others. Raises TimeoutError when that has been done."""
        with self._lock:
            if self._ended:
                line.close()
                raise TimeoutError("the delivery's time is up")
            self._copies.append(line.dup())

    def cut(self) -> None:
        """End what is open, whoever waits for it, and let nothing else begin."""
        with self._lock:
            self._ended = True
            for copy in self._copies:
                with suppress(OSError):  # the other side has ended it
                    copy.shutdown(socket.SHUT_RDWR)
                copy.close()
            self._copies.clear()

    def time_is_up(self) -> None:
        """The same, before the end."""
        self.late = True
        self.cut()

    def in_time(self) -> None:
        """Raises TimeoutError when the time was up."""
        if self.late:
            raise TimeoutError("the delivery's time is up")


_current: ContextVar[Lines | None] = ContextVar("lines", default=None)


@contextmanager
def kept(within: float | None = None) -> Iterator[Lines]:
    """All connections that are opened inside, also by the threads that Apprise starts, are cut
    at the end, or after `within` seconds.
    """
    _wrap()
    lines = Lines()
    token = _current.set(lines)
    timer = threading.Timer(within, lines.time_is_up) if within is not None else None
    if timer is not None:
        timer.daemon = True
        timer.start()
    try:
        yield lines
    finally:
        if timer is not None:
            timer.cancel()
        _current.reset(token)
        lines.cut()


def _wrap() -> None:
    from urllib3.connection import HTTPConnection  # comes with Apprise

    for kind, name in ((HTTPConnection, "_new_conn"), (smtplib.SMTP, "_get_socket")):
        opening = getattr(kind, name)
        if not getattr(opening, "keeps", False):
            setattr(kind, name, _keeping(opening))


def _keeping(opening: Callable[..., socket.socket]) -> Callable[..., socket.socket]:
    def opened(*args: Any, **kwargs: Any) -> socket.socket:
        line = opening(*args, **kwargs)
        if (lines := _current.get()) is not None:
            lines.keep(line)
        return line

    opened.keeps = True  # type: ignore[attr-defined]
    return opened

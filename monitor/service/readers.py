"""Processes that read pages, so that what strangers wrote can take neither memory nor time of ours.

    this process ──► nursery ──► reader, reader, …
                     a copy of this process, made while it has one thread; copies itself on demand

A reader runs a pure function on what it is sent and answers with the result. It has the memory and
the computing time of READER_MEMORY and READER_SECONDS and is ended when it wants more: the page
fails, the next one gets a new reader. It holds neither the database nor a connection, and it ends
with the process that started it. Readers are kept, because a copy costs more than most pages.

Linux only: elsewhere a process with threads, or with what its system keeps in it, cannot be copied
safely, and memory is not limited. There the function runs in this process.
"""

from __future__ import annotations

import ctypes
import gc
import io
import os
import pickle
import queue
import resource
import signal
import socket
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec, Self, TypeVar, cast

import structlog

from monitor.errors import MonitorError, ReaderLostError, ReadersGoneError
from monitor.model import Document
from monitor.rows.codec import pack, unpack
from monitor.service import memory

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A")

READER_MEMORY = 128_000_000  # bytes beyond what it begins with; a page of 2 MB takes 20
READER_SECONDS = 10.0  # of computing; an ordinary page takes a tenth of one
WALL = 6  # times as long by the clock: a busy machine is not the page's fault
MOST = 4  # readers, unless the settings say otherwise: each takes some 20 MB
TRIM_EVERY = 64  # answers
WORN = 64_000_000  # bytes more than in the beginning that it could not give back: another is better

_LENGTH = struct.Struct(">Q")
_PR_SET_PDEATHSIG = 1  # of prctl.h


def readers_for(asked: int | None) -> int:
    """How many readers this machine should have: one per core, and never one alone.

    With two a page that keeps its reader busy to the end of its time holds up no other.
    """
    if not sys.platform.startswith("linux"):
        return 0
    return asked or max(2, min(MOST, len(os.sched_getaffinity(0))))


def rules_loaded() -> None:
    """For `prepare`: whatever a page may need is there, once for all readers."""
    from monitor.api import compare  # the rules, which this process itself may never need
    from monitor.confirm.idle_lines import idle

    nothing = Document("", "", ())
    idle(nothing, nothing, frozenset(), frozenset())
    compare("<p>A year: 2 May 2025.</p>", "<p>In Peru you may opt out.</p>")
    unpack(Document, pack(nothing))


class Readers:
    """Up to this many readers. Safe to use from several threads; to be closed."""

    def __init__(
        self,
        count: int,
        *,
        prepare: Callable[[], object] = lambda: None,
        memory_limit: int = READER_MEMORY,
        seconds: float = READER_SECONDS,
    ) -> None:
        """`prepare` is called in the nursery, once for all readers and before the first of them.

        A check that finds each page as it was needs no reader, and pays for none.

        With `count` 0, or once there are other threads, everything runs in this process.
        """
        self._limits = memory_limit, seconds
        made = _nursery(prepare, memory_limit, seconds) if count else None
        self._nursery: socket.socket | None = made[0] if made else None
        self._nursery_pid = made[1] if made else 0
        self.count = count if self._nursery is not None else 0
        self._asking = threading.Lock()
        # A place for each reader, which is started when it is first needed; the last used first.
        self._free: queue.LifoQueue[socket.socket | None] = queue.LifoQueue()
        for _ in range(count):
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all readers that have nothing to do, and start no more."""
        nursery, self._nursery = self._nursery, None
        if nursery is not None:
            nursery.close()
            with suppress(OSError):  # it ends by itself, but perhaps after its preparations
                os.kill(self._nursery_pid, signal.SIGKILL)
                os.waitpid(self._nursery_pid, 0)
        with suppress(queue.Empty):
            while True:
                if (reader := self._free.get_nowait()) is not None:
                    reader.close()

    def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """`function(*args, **kwargs)` in a reader: a function of a module, with picklable values.

        Raises what it raises; ReaderLostError when it wants more than a reader has, or crashes.
        """
        if self._nursery is None:
            return function(*args, **kwargs)
        return cast(T, self._sent(self._nursery, function, args, kwargs))

    def converse(
        self,
        function: Callable[Concatenate[Callable[[], A], P], T],
        answer: Callable[[], A],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """:meth:`run` of a function that may ask for more: its first argument calls `answer` here.

        So what it seldom needs is not fetched for it, and what it has in hand need not be made
        twice. Raises also what `answer` raises.
        """
        if self._nursery is None:
            return function(answer, *args, **kwargs)
        return cast(T, self._sent(self._nursery, function, args, kwargs, answer))

    def _sent(
        self,
        nursery: socket.socket,
        function: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
        answer: Callable[[], object] | None = None,
    ) -> object:
        reader = self._free.get()
        kept: socket.socket | None = None
        began = time.monotonic()
        try:
            reader = reader or self._begun(nursery)
            _send(reader, (function, args, kwargs, answer is not None))
            kind, value, goes_on = cast(tuple[str, Any, bool], _receive(reader))
            while kind == "asks" and answer is not None:
                _send(reader, answer())
                kind, value, goes_on = cast(tuple[str, Any, bool], _receive(reader))
            kept = reader if goes_on else None
        except (EOFError, OSError):
            raise self._lost(time.monotonic() - began) from None
        finally:
            if reader is not None and kept is None:
                reader.close()
            self._free.put(kept)
        if kind == "memory":
            raise self._lost(0.0)
        if kind == "raised":
            raise value
        return value

    def _begun(self, nursery: socket.socket) -> socket.socket:
        """A new reader. Raises EOFError where the machine has no room for it, ReadersGoneError."""
        ours, its = socket.socketpair()
        try:
            with self._asking, its:
                socket.send_fds(nursery, [b"r"], [its.fileno()])
        except OSError:
            ours.close()
            # Its pages must not be read here instead: nothing limits what they take.
            raise ReadersGoneError("no page can be read: the readers' process has ended") from None
        try:
            _receive(ours)  # it says that it is there
        except EOFError:
            ours.close()
            raise
        return ours

    def _lost(self, took: float) -> ReaderLostError:
        allowed, seconds = self._limits
        why = f"{seconds:g} s" if took >= seconds else f"{allowed // 1_000_000} MB"
        log.error("a reader was ended", limit=why)
        return ReaderLostError(f"the process that read it was ended: it wanted more than {why}")


def _send(to: socket.socket, value: object) -> None:
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    to.sendall(_LENGTH.pack(len(data)))
    to.sendall(data)


def _receive(source: socket.socket) -> object:
    """What `_send` sent. Raises EOFError when the other end is gone."""
    size = _LENGTH.unpack(_exactly(source, _LENGTH.size))[0]
    return pickle.loads(_exactly(source, size))  # noqa: S301  from a copy of this process


def _exactly(source: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = source.recv_into(view, 0, socket.MSG_WAITALL)
        if not count:
            raise EOFError
        view = view[count:]
    return data


# --------------------------------------------------------------------------- in the nursery


def _nursery(
    prepare: Callable[[], object], limit: int, seconds: float
) -> tuple[socket.socket, int] | None:
    """A copy of this process that makes readers, and its id; None where it cannot be copied."""
    if threading.active_count() > 1:
        return None
    gc.collect()
    gc.freeze()  # what the copies do not touch is in memory only once
    ours, its = socket.socketpair()
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        log.error("pages are read in this process: no other could be started", reason=str(error))
        ours.close()
        its.close()
        return None
    if pid == 0:
        _leave_nothing_behind(parent, its)
        with suppress(BaseException):
            _nurse(its, prepare, limit, seconds)
        os._exit(0)
    its.close()
    return ours, pid


def _nurse(
    parent: socket.socket, prepare: Callable[[], object], limit: int, seconds: float
) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
    prepared = False
    while True:
        _, descriptors, _, _ = socket.recv_fds(parent, 1, 1)
        if not descriptors:
            return
        if not prepared:
            prepare()
            gc.collect()
            gc.freeze()
            prepared = True
        own, child = os.getpid(), -1
        with suppress(OSError):  # no room for another process: the page fails, the next may do
            child = os.fork()
        if child == 0:
            reader = socket.socket(fileno=descriptors[0])
            _leave_nothing_behind(own, reader)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with suppress(BaseException):
                _read_for_ever(reader, limit, seconds)
            os._exit(1)
        os.close(descriptors[0])


def _leave_nothing_behind(parent: int, keep: socket.socket) -> None:
    """A copy that ends with its parent, hears no signal meant for it, and has none of its files.

    Ctrl-C, a closed terminal and a supervisor that ends a service reach all its processes: the
    first stops in order and ends the others then, else each page under way would count as one that
    wanted too much.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before we said so
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    gc.freeze()  # else a forgotten object of the parent's would close a descriptor of ours
    os.closerange(3, keep.fileno())
    os.closerange(keep.fileno() + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


# --------------------------------------------------------------------------- in a reader


def _read_for_ever(parent: socket.socket, limit: int, seconds: float) -> NoReturn:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = _bytes(0) + limit
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    fresh, done, goes_on = _bytes(1), 0, True
    _send(parent, os.getpid())
    while goes_on:
        # The kernel ends us, even in the middle of a call to C: nobody handles these signals.
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        kind, value = _done(parent, seconds)
        done += 1
        goes_on = kind != "memory"
        if done % TRIM_EVERY == 0 or _bytes(1) > fresh + WORN:
            memory.give_back()
            goes_on = goes_on and _bytes(1) < fresh + WORN
        _send(parent, (kind, value, goes_on))
    os._exit(0)


def _done(parent: socket.socket, seconds: float) -> tuple[str, Any]:
    """The next piece of work and its result."""
    try:
        function, args, kwargs, may_ask = cast(Any, _receive(parent))
        if may_ask:
            args = (partial(_ask, parent), *args)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(max(1, round(WALL * seconds)))
        return "done", function(*args, **kwargs)
    except EOFError:
        os._exit(0)
    except MemoryError:
        return "memory", None
    except MonitorError as error:
        return "raised", error
    except Exception as bug:
        return "raised", _portable(bug)


def _ask(parent: socket.socket) -> object:
    """What the other process has for whoever works here."""
    _send(parent, ("asks", None, True))
    return _receive(parent)


def _portable(bug: Exception) -> Exception:
    """The exception with the words of its traceback; not every one survives the way itself."""
    text = io.StringIO()
    traceback.print_exception(bug, file=text)
    try:
        copy = cast(Exception, pickle.loads(pickle.dumps(bug)))  # noqa: S301  our own
    except Exception:
        return RuntimeError(text.getvalue())
    copy.add_note(text.getvalue())
    return copy


def _bytes(which: int) -> int:
    """Of this process's memory: 0 all that it has mapped, 1 what is really there."""
    text = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(text.split()[which]) * resource.getpagesize()

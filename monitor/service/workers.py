"""Who reads the answers of a check, beside the event loop that fetches them.

A few pages are read in a thread of this process. For many a second process helps: Python computes
in one thread at a time, and reading pages is computing. Any process can, because a processor
remembers nothing.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import count
from typing import ParamSpec, Self, TypeVar

import structlog

from monitor.api import compare
from monitor.config import Config
from monitor.errors import FetchError
from monitor.model import Fetched, Watch
from monitor.model.records import PageRecord
from monitor.model.results import CheckResult
from monitor.service import memory
from monitor.service.process import PageProcessor, nothing_to_read

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

WORTH_A_PROCESS = 40  # pages; for fewer, starting it costs more than it saves
WAITING = 4  # answers in memory for each to have its next: one may be megabytes
TRIM_EVERY = 16  # answers
PROCESSES = 2  # with this one, unless the settings say otherwise: each takes some 50 MB


def processes_for(config: Config, pages: int) -> int:
    """How many processes should read so many pages on this machine, this one included."""
    # Only Linux can safely copy a process with all that it has loaded.
    if pages < WORTH_A_PROCESS or not sys.platform.startswith("linux"):
        return 1
    return config.processes or min(PROCESSES, len(os.sched_getaffinity(0)))


class Workers:
    """Runs a processor beside the event loop. Close it, or use it as a context manager."""

    def __init__(self, processor: PageProcessor, *, processes: int = 1) -> None:
        """More than one process must be asked for before this one has a second thread."""
        self.processor = processor
        # Two: while one waits for the disk the other computes. More only cost memory.
        self._threads = ThreadPoolExecutor(2, "check")
        self._others = _started(processor, processes - 1) if processes > 1 else None
        self._broken = False  # one of them was killed: from then on this process reads alone
        self.room = asyncio.Semaphore(processes + WAITING)  # to be held by who calls `process`
        self._room_there = 2 * (processes - 1)  # one at work and one waiting in each
        self._reading_here = False
        self.leaving = False  # what has not begun shall not begin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what is under way, which may be recording just now."""
        self._threads.shutdown(wait=True)
        if self._others is not None:
            self._others.shutdown(wait=True, cancel_futures=True)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Something short that waits, for the database as a rule."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))

    async def process(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        """:meth:`PageProcessor.process`, by whichever worker is free."""
        if self._others is None or self._broken or nothing_to_read(page, answer):
            return await self.in_thread(_process_here, self.processor, watch, page, answer, now)
        if self._room_there > 0 or self._reading_here:
            return await self._process_elsewhere(watch, page, answer, now)
        self._reading_here = True
        try:
            return await self.in_thread(_process_here, self.processor, watch, page, answer, now)
        finally:
            self._reading_here = False

    async def _process_elsewhere(
        self, watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
    ) -> CheckResult:
        loop = asyncio.get_running_loop()
        self._room_there -= 1
        try:
            return await loop.run_in_executor(
                self._others, _process_in_child, watch, page, answer, now
            )
        except BrokenProcessPool:
            # Its page may do the same to this process; the others must not wait for it.
            log.error("a process was killed while it read a page", watch=watch.id)
            self._broken = True
            lost = FetchError("unreadable", "the process that read it was killed (out of memory?)")
            return await self.in_thread(self.processor.process, watch, page, lost, now)
        finally:
            self._room_there += 1


_processed = count(1)  # answers by this process


def _process_here(
    processor: PageProcessor,
    watch: Watch,
    page: PageRecord,
    answer: Fetched | FetchError,
    now: datetime,
) -> CheckResult:
    """:meth:`PageProcessor.process`; now and then, what large pages left free goes back."""
    result = processor.process(watch, page, answer, now)
    if next(_processed) % TRIM_EVERY == 0:
        memory.give_back()
    return result


# --------------------------------------------------------------------------- in other processes

_processor: list[PageProcessor] = []  # set in a worker process, for the work it is sent


def _started(processor: PageProcessor, count: int) -> ProcessPoolExecutor | None:
    """None where this machine has no room for more processes or no locks for them to share."""
    before = multiprocessing.active_children()
    try:
        return _start(processor, count)
    except (OSError, ImportError, BrokenProcessPool) as error:
        log.error("one process reads all pages: no other could be started", reason=str(error))
        for child in multiprocessing.active_children():
            if child not in before:  # it came before the one that did not
                child.kill()
        return None


def _start(processor: PageProcessor, count: int) -> ProcessPoolExecutor:
    """Copies of this process, which for a moment has no connection to the database."""
    memory.share()
    compare("<p>A year: 2 May 2025.</p>", "<p>In Peru you may opt out.</p>")  # loads all rules once
    gc.collect()
    gc.freeze()  # what the copies do not touch is in memory only once
    context = multiprocessing.get_context("fork")
    processor.storage.share_with_processes(context.RLock())
    pool = ProcessPoolExecutor(count, context, _begin, (processor,))
    pool.submit(os.getpid).result()  # copied now, before there are threads
    return pool


def _begin(processor: PageProcessor) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the first process ends them
    threading.Thread(target=_end_with_the_first, daemon=True).start()
    _processor.append(processor)


def _end_with_the_first() -> None:
    """When the first process is killed, nobody else would tell this one to go."""
    if first := multiprocessing.parent_process():
        first.join()
        os._exit(1)


def _process_in_child(
    watch: Watch, page: PageRecord, answer: Fetched | FetchError, now: datetime
) -> CheckResult:
    result = _process_here(_processor[0], watch, page, answer, now)
    if result.bug is None:
        return result
    # Not every exception survives the way between processes; its words do.
    return replace(result, bug=RuntimeError("".join(traceback.format_exception(result.bug))))

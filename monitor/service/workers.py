"""Who works beside the event loop: threads that wait for the database, readers that compute.

The event loop only fetches. What an answer came to is worked out by a thread, which has a reader
(another process) parse and judge it; see `readers`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from itertools import count
from typing import ParamSpec, Self, TypeVar

from monitor.errors import FetchError
from monitor.model import Fetched, Watch
from monitor.model.records import PageRecord
from monitor.model.results import CheckResult
from monitor.pipeline import brings_nothing
from monitor.service import memory
from monitor.service.drawing import Shell, Step
from monitor.service.process import PageProcessor

P = ParamSpec("P")
T = TypeVar("T")

WAITING = 4  # answers in memory for each reader to have its next: one may be megabytes
TRIM_EVERY = 16  # answers


class Workers:
    """Runs a processor beside the event loop. Close it, or use it as a context manager."""

    def __init__(self, processor: PageProcessor) -> None:
        self.processor = processor
        readers = processor.readers.count
        # Two: while one waits for the disk the other computes. More only cost memory.
        self._threads = ThreadPoolExecutor(2, "check")
        # One more than readers, which records what came of a page while they all read.
        self._reading = ThreadPoolExecutor(readers + 1, "read") if readers else self._threads
        self.room = asyncio.Semaphore(readers + WAITING)  # to be held by who calls `process`
        self.leaving = False  # what has not begun shall not begin

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what is under way, which may be recording just now."""
        self._reading.shutdown(wait=True)
        self._threads.shutdown(wait=True)

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Something short that waits, for the database as a rule."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *args, **kwargs))

    async def process(
        self,
        watch: Watch,
        page: PageRecord,
        answer: Fetched | FetchError,
        now: datetime,
        step: Step = Step.PLAIN,
        *,
        final: bool = True,
        note: str = "",
    ) -> CheckResult | Shell:
        """:meth:`PageProcessor.process_or_shell`; pages to be read do not hold up the others."""
        unread = brings_nothing(answer, page.state, page.snapshot)
        threads = self._threads if unread else self._reading
        work = partial(
            _process, self.processor, watch, page, answer, now, step, final=final, note=note
        )
        return await asyncio.get_running_loop().run_in_executor(threads, work)


_processed = count(1)  # answers by this process


def _process(
    processor: PageProcessor,
    watch: Watch,
    page: PageRecord,
    answer: Fetched | FetchError,
    now: datetime,
    step: Step,
    *,
    final: bool,
    note: str,
) -> CheckResult | Shell:
    """Now and then what large pages have left free goes back to the system."""
    result = processor.process_or_shell(watch, page, answer, now, step, final=final, note=note)
    if next(_processed) % TRIM_EVERY == 0:
        memory.give_back()
    return result

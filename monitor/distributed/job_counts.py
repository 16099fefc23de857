"""What one worker did since it began: counted as it goes, read by whoever asks for figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SILENT_FOR = 30.0  # seconds without a beat; it beats every five


class JobCounts:
    """Counts of one worker. Written by its event loop alone, read from any thread."""

    def __init__(self, concurrency: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.concurrency = concurrency
        self.under_way = 0
        self.done: dict[tuple[str, str], int] = {}  # by task, and "done" or "failed"
        self.outcomes: dict[str, int] = {}  # of looks
        self.seconds: dict[str, float] = {}  # by task, with what it waited for its host
        self.waited = 0.0  # seconds for hosts that were to be left alone
        self._clock = clock
        self._beat_at = clock()

    def beat(self) -> None:
        """The event loop turns."""
        self._beat_at = self._clock()

    def healthz(self) -> tuple[bool, tuple[str, ...]]:
        """Does it still turn? What the database lacks is no reason to start a worker again."""
        silent = self._clock() - self._beat_at
        if silent <= SILENT_FOR:
            return True, ()
        return False, (f"the worker has been stuck for {silent:.0f} s",)

    @contextmanager
    def job(self, task: str) -> Iterator[None]:
        """Count what is done within, and how it ended."""
        begun, result = self._clock(), "failed"
        self.under_way += 1
        try:
            yield
            result = "done"
        finally:
            self.under_way -= 1
            self.done[task, result] = self.done.get((task, result), 0) + 1
            self.seconds[task] = self.seconds.get(task, 0.0) + self._clock() - begun

    def looked(self, outcome: str) -> None:
        """A look came to this."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

"""What the daemon sends: reminders once a day, and what is pending, one recipient beside the other.

Each recipient in a thread of its own: a channel that hangs delays no other one, nor a check.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from monitor.app import Monitor

CHANNELS_AT_ONCE = 32  # recipients that are sent to at one time
SAY_EVERY = timedelta(seconds=30)


class Deliveries:
    """Sends beside the checks. State: what is being sent right now."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._channels = ThreadPoolExecutor(CHANNELS_AT_ONCE, thread_name_prefix="channel")
        self._sending: dict[str, asyncio.Task[object]] = {}  # by recipient
        self._outbox: asyncio.Task[None] | None = None  # a look at what is to be sent
        self._reminded: date | None = None
        self._said: datetime | None = None  # when the database was last told that it delivers

    def start(self, monitor: Monitor, today: date) -> None:
        """Send what is pending, unless it is being looked for already."""
        if self._outbox is None:
            self._outbox = asyncio.create_task(self._look(monitor, today))

    def collect(self) -> None:
        """Forget what is sent; raise what came up."""
        for recipient, task in list(self._sending.items()):
            if task.done():
                del self._sending[recipient]
                task.result()
        if self._outbox is not None and self._outbox.done():
            done, self._outbox = self._outbox, None
            done.result()

    def end(self) -> list[asyncio.Task[object]]:
        """What is under way, for whoever waits for it; nothing is begun afterwards."""
        under_way = [*self._sending.values(), *([self._outbox] if self._outbox else [])]
        self._sending, self._outbox = {}, None
        return under_way

    def close(self) -> None:
        """Start no more threads; one that still waits goes on."""
        self._channels.shutdown(wait=False)

    async def _look(self, monitor: Monitor, today: date) -> None:
        if self._reminded != today:
            await asyncio.to_thread(monitor.remind)
            self._reminded = today
        await asyncio.to_thread(self._say, monitor)
        for recipient in await asyncio.to_thread(monitor.outbox_queues):
            if recipient not in self._sending:
                self._sending[recipient] = asyncio.create_task(self._send(monitor, recipient))

    def _say(self, monitor: Monitor) -> None:
        now = self._clock()
        # However far: a clock that was put right must not end it.
        if self._said is None or abs(now - self._said) >= SAY_EVERY:
            monitor.storage.delivered(now)
            self._said = now

    async def _send(self, monitor: Monitor, recipient: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._channels, monitor.deliver_to, recipient)

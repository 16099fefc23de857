"""Which page of a host is looked at now: the one place that decides it."""

from __future__ import annotations

import asyncio


class HostTurns:
    """Pages of one host one after the other, in the order in which they asked; hosts side by side.

    A page is claimed when its turn has come, not before: its claim would run out in the queue. The
    turn ends when its answer is there, and lasts for one event loop. How long a host is left alone
    between two requests, and what a redirect to another host means, is the fetcher's to know.
    """

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def of(self, host: str) -> asyncio.Lock:
        """To be held while the page is claimed and fetched."""
        return self._locks.setdefault(host, asyncio.Lock())

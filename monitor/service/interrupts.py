"""Ctrl-C: the first ends what is under way, in order; whoever presses it again waits a moment.

A second one would come while connections are closed and transactions rolled back, and leave a
traceback of them in the place of the line that says what was done.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 5.0  # seconds in which the end may come by itself; then Ctrl-C is obeyed at once


def only_first() -> None:
    """From here on the first Ctrl-C raises KeyboardInterrupt, and no other does.

    What was started deaf to it, as shells start background jobs, stays so.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _first)


def run(work: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run: Ctrl-C cancels the work, and none that follows disturbs its end."""
    import asyncio  # not for those who only ask

    if signal.getsignal(signal.SIGINT) is not _first:
        return asyncio.run(work)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio takes over no other
    try:
        return asyncio.run(_in_order(work))
    finally:
        only_first()


async def _in_order(work: Coroutine[Any, Any, T]) -> T:
    import asyncio

    try:
        return await work
    except asyncio.CancelledError:
        _be_patient()
        raise


def _first(*_: object) -> None:
    _be_patient()
    raise KeyboardInterrupt


def _be_patient() -> None:
    if threading.current_thread() is not threading.main_thread():
        return
    until = time.monotonic() + PATIENCE

    def again(*_: object) -> None:
        if time.monotonic() > until:
            sys.stderr.flush()
            os._exit(130)

    signal.signal(signal.SIGINT, again)

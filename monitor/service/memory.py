"""How memory is kept: by Python's collector, and by the C library where possible (glibc)."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def freeze() -> None:
    """What was imported stays: the collector need not look at it again and again."""
    gc.freeze()
    gc.set_threshold(20_000)  # reading a page makes thousands of objects, and few circles


def share() -> None:
    """One arena for all threads: each more is 10 MB, and Python runs one thread at a time."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what large pages have left free. Takes a millisecond."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)

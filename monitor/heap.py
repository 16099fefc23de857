"""What the C library does with memory, where it can be told (glibc). Elsewhere nothing happens."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def share() -> None:
    """One heap for all threads: each of its own is 10 MB more, and Python's take turns anyway."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what large pages have left free. Takes a millisecond."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)

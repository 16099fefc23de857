"""Work that can be counted: the same on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable


def calls(work: Callable[[int], object], size: int) -> int:
    """How many functions are called, ours and the interpreter's, by the work at this size.

    The first work of a process also reads tables and compiles patterns.
    """
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work(size)
    finally:
        sys.setprofile(before)
    return counted

"""Decoders of our classes, each made once in a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
Hook = Callable[[type[Any], Any], Any]

_decoders: dict[tuple[type[object], Hook | None], msgspec.json.Decoder[Any]] = {}
_learning = threading.Lock()  # msgspec ends the process where two threads learn a class at once


def decoder(cls: type[T], hook: Hook | None = None) -> msgspec.json.Decoder[T]:
    """Made at the first use, by one thread alone; the others wait for it.

    One lock for all: classes that hold the same one are learned with it. `hook` makes what JSON has
    no form for.
    """
    found = _decoders.get((cls, hook))
    if found is None:
        with _learning:
            found = _decoders.get((cls, hook))
            if found is None:
                found = _decoders[cls, hook] = msgspec.json.Decoder(cls, dec_hook=hook)
    return found

"""Dataclasses as compressed JSON in a column."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, TypeVar

import zstandard

from monitor.errors import StorageError
from monitor.serial import from_json, to_json

T = TypeVar("T")
_local = threading.local()  # zstd contexts are reusable, but only by one thread at a time


def pack(value: Any) -> bytes:
    """A dataclass of ours as zstd-compressed JSON."""
    text = json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=3)
    data: bytes = _local.compressor.compress(text.encode("utf-8", "surrogatepass"))
    return data


def unpack(cls: type[T], data: bytes) -> T:
    """The dataclass again. Raises StorageError for damaged data."""
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    try:
        text = _local.decompressor.decompress(data).decode("utf-8", "surrogatepass")
        loaded: Mapping[str, Any] = json.loads(text)
        return from_json(cls, loaded)
    except (zstandard.ZstdError, ValueError, TypeError, KeyError, AttributeError) as e:
        raise StorageError(f"a stored {cls.__name__} is damaged: {e}") from e

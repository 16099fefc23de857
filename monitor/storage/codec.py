"""Dataclasses as compressed JSON in a column."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, TypeVar

import orjson
import zstandard

from monitor.errors import StorageError
from monitor.serial import from_json, to_json

T = TypeVar("T")
_local = threading.local()  # zstd contexts are reusable, but only by one thread at a time


def pack(value: Any) -> bytes:
    """A dataclass of ours as zstd-compressed JSON."""
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=3)
    data: bytes = _local.compressor.compress(_written(to_json(value)))
    return data


def unpack(cls: type[T], data: bytes) -> T:
    """The dataclass again. Raises StorageError for damaged data."""
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    try:
        return from_json(cls, _read(_local.decompressor.decompress(data)))
    except (zstandard.ZstdError, ValueError, TypeError, KeyError, AttributeError) as e:
        raise StorageError(f"a stored {cls.__name__} is damaged: {e}") from e


def _written(value: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # half of a surrogate pair, which only our own kind can read
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


def _read(data: bytes) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = orjson.loads(data)
    except orjson.JSONDecodeError:
        found = json.loads(data.decode("utf-8", "surrogatepass"))
    return found

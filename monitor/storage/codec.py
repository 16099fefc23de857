"""Dataclasses as compressed JSON in a column."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import orjson
import zstandard

from monitor.errors import DamagedError
from monitor.model import Document
from monitor.storage.documents import from_columns, to_columns
from monitor.storage.serial import from_json, to_json

T = TypeVar("T")

_MAX_SIZE = 1 << 30  # bytes; a header that claims more is damaged
_local = threading.local()  # zstd contexts are reusable, but only by one thread at a time


def pack(value: Any) -> bytes:
    """A dataclass of ours as zstd-compressed JSON."""
    if not hasattr(_local, "compressor"):
        # The checksum costs nothing beside the rest, and no damage is taken for text.
        _local.compressor = zstandard.ZstdCompressor(level=3, write_checksum=True)
    plain = to_columns(value) if isinstance(value, Document) else to_json(value)
    data: bytes = _local.compressor.compress(_written(plain))
    return data


def unpack(cls: type[T], data: bytes, of: str = "") -> T:
    """The dataclass again. Raises DamagedError, which names what this is `of`."""
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    try:
        found = _read(_local.decompressor.decompress(data))
        return cast("T", from_columns(found)) if cls is Document else from_json(cls, found)
    except (zstandard.ZstdError, ValueError, TypeError, LookupError, AttributeError) as e:
        raise _damaged(cls, of, e) from e
    except (MemoryError, RecursionError) as e:  # a size or a depth that we never wrote
        if isinstance(e, MemoryError) and zstandard.frame_content_size(data) <= _MAX_SIZE:
            raise
        raise _damaged(cls, of, e) from e


def _damaged(cls: type[object], of: str, error: Exception) -> DamagedError:
    what = " ".join(str(error).split()) or type(error).__name__
    return DamagedError(f"{of or 'a stored ' + cls.__name__} is damaged in the database: {what}")


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

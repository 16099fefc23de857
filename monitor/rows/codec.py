"""Dataclasses as compressed JSON in a column: written by pydantic, read by msgspec.

A field at its default is not written, one that is missing gets its default, and one of a newer
monitor is ignored: a field that is added with a default needs nothing here. What was written in a
former way is read by :mod:`monitor.rows.former_rows`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import zstandard

from monitor.errors import DamagedError
from monitor.model import Document
from monitor.rows.former_rows import is_former, renewed
from monitor.rows.learned import decoder

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_MAX_SIZE = 1 << 30  # bytes; a header that claims more is damaged
_adapters: dict[type[object], TypeAdapter[Any]] = {}
_local = threading.local()  # zstd contexts are reusable, but only by one thread at a time


@dataclass(frozen=True, slots=True)
class Packed:
    """A document as it is stored: a few kilobytes, where its objects are a hundred."""

    data: bytes
    name: str  # what it is, for whom it may concern that it is damaged

    @property
    def content(self) -> Document:
        """Unpacked. Raises DamagedError."""
        return unpack(Document, self.data, self.name)


def pack(value: Any) -> bytes:
    """A dataclass of ours as zstd-compressed JSON."""
    if not hasattr(_local, "compressor"):
        # The checksum costs nothing beside the rest, and no damage is taken for text.
        _local.compressor = zstandard.ZstdCompressor(level=3, write_checksum=True)
    data: bytes = _local.compressor.compress(_written(value))
    return data


def unpack(cls: type[T], data: bytes, of: str = "") -> T:
    """The dataclass again. Raises DamagedError, which names what this is `of`."""
    try:
        return _read(cls, _decompressor().decompress(data))
    except (
        zstandard.ZstdError,
        msgspec.MsgspecError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as e:
        raise _damaged(cls, of, e) from e
    except (MemoryError, RecursionError) as e:  # a size or a depth that we never wrote
        if isinstance(e, MemoryError) and zstandard.frame_content_size(data) <= _MAX_SIZE:
            raise
        raise _damaged(cls, of, e) from e


def may_hold(data: bytes, fields: Iterable[str]) -> bool:
    """False where none of these fields was written: each is at its default. Nothing is decoded.

    True of anything that cannot be told so: read it, and it says what is wrong.
    """
    try:
        text = _decompressor().decompress(data)
    except (zstandard.ZstdError, MemoryError, TypeError):  # TypeError: no bytes in the column
        return True
    return any(f'"{name}":'.encode() in text for name in fields) or is_former(text)


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    found: zstandard.ZstdDecompressor = _local.decompressor
    return found


def _damaged(cls: type[object], of: str, error: Exception) -> DamagedError:
    what = " ".join(str(error).split()) or type(error).__name__
    return DamagedError(f"{of or 'a stored ' + cls.__name__} is damaged in the database: {what}")


def _adapter(cls: type[object]) -> TypeAdapter[Any]:
    """Made at the first use; two threads that make it at once make the same."""
    found = _adapters.get(cls)
    if found is None:
        from pydantic import TypeAdapter  # whoever only reads does without

        found = _adapters[cls] = TypeAdapter(cls)
    return found


def _written(value: Any) -> bytes:
    from pydantic_core import PydanticSerializationError

    adapter = _adapter(type(value))
    try:
        return adapter.dump_json(value, exclude_defaults=True)
    except PydanticSerializationError:  # half of a surrogate pair, which JSON in UTF-8 cannot hold
        plain = adapter.dump_python(value, exclude_defaults=True)
        text = json.dumps(plain, ensure_ascii=False, default=datetime.isoformat)
        return text.encode("utf-8", "surrogatepass")


def _read(cls: type[T], data: bytes) -> T:
    if _is_utf8(data) and not is_former(data):
        return decoder(cls).decode(data)
    found = renewed(json.loads(data.decode("utf-8", "surrogatepass")))
    decoder(cls)  # learns the class, which `convert` would do without the lock
    return msgspec.convert(found, cls)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True

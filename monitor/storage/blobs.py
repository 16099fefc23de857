"""Bodies as files: snapshots/ab/cdef….zst, named by the SHA-256 of what is inside.

A file is a zstd frame. One that was compressed against an earlier body starts with a skippable
frame that names this base, so a folder can be read without the database:
`zstd -dc --long=27 --patch-from=BASE FILE`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from io import FileIO
from pathlib import Path

import zstandard

from monitor.errors import EvidenceError, PassingError, StorageError

FULL_EVERY = 5  # at most this many bodies depend on one: a flipped bit in it loses them all

_SKIPPABLE = struct.pack("<II", 0x184D2A5B, 4 + 32)  # magic and length of "base" + 32 bytes
_HEAD = _SKIPPABLE + b"base"
HEAD_SIZE = len(_HEAD) + 32
_FULL_LEVEL = 3  # as fast as the disk; the pages are 5 to 8 times smaller with it
_DELTA_LEVEL = 6  # measured: 3 is 5 times larger on some pages, 12 a tenth smaller and slow
_MAX_BODY = 1 << 30  # a header that claims more is damaged
_STALE = 3600.0  # seconds after which a temporary file has no writer any more
# The folder may be one that a person has put here, with other things in it: only names of ours.
_TEMPORARY = ".monitor-tmp"
_OURS = re.compile(r"[0-9a-f]{16}-[0-9a-f]{12}")
BODY = re.compile(r"[0-9a-f]{62}\.zst")
PLACE = re.compile(r"[0-9a-f]{2}")
MARKER = ".monitor.json"


class BlobStore:
    """The snapshots folder. Knows nothing of watches and rows; safe to use from several threads."""

    is_folder = True

    def __init__(self, root: Path) -> None:
        self.root = root
        self.shown = str(root)
        self._recent: tuple[str, bytes] = ("", b"")  # the last base

    def prepare(self) -> None:
        """Create the folder, remove what a crash of ours left half written."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = self.root / _TEMPORARY
            temporary.mkdir(mode=0o700, exist_ok=True)
            for entry in os.scandir(temporary):
                with suppress(FileNotFoundError):  # another process has put it in its place
                    stale = time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE
                    ours = _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
                    if stale and ours:
                        Path(entry.path).unlink()
        except OSError as e:
            raise _error("use", self.root, e) from e

    def marked_since(self) -> str:
        """Since when pages have been stored here, as it was noted; "" for a folder of nothing.

        What has bodies and no note is of an older version: "some time ago".
        """
        try:
            found = json.loads((self.root / MARKER).read_text(encoding="utf-8"))
            return str(found["since"])
        except FileNotFoundError:
            return "some time ago" if next(self.files(), None) else ""
        except (OSError, ValueError, KeyError, TypeError):
            return "some time ago"

    def mark(self, since: datetime) -> None:
        """Note beside the bodies that a database belongs to them; an older note stays."""
        try:
            with _opened(self.root / MARKER) as file:
                file.write(json.dumps({"since": f"{since:%Y-%m-%d %H:%M} UTC"}).encode() + b"\n")
        except FileExistsError:
            pass
        except OSError as e:
            raise _error("write to", self.root, e) from e

    def path(self, sha256: str) -> Path:
        """Where a body is, or would be."""
        return self.root / sha256[:2] / f"{sha256[2:]}.zst"

    def at_hand(self, sha256: str) -> bool:
        """Is its file there, as far as that costs nothing?"""
        return self.path(sha256).exists()

    def inspect(self, sha256: str) -> tuple[int, str]:
        """Bytes on disk (0: no file) and the hash of the base ("" for one that stands alone)."""
        try:
            file = os.open(self.path(sha256), os.O_RDONLY)
            try:
                return os.fstat(file).st_size, base_of(os.read(file, HEAD_SIZE))
            finally:
                os.close(file)
        except FileNotFoundError:
            return 0, ""
        except OSError as e:
            raise _error("read", self.root, e) from e

    def write(self, sha256: str, body: bytes, base: str = "") -> int:
        """Make `body` durable under its hash, compressed against `base` if given. Bytes on disk."""
        data = self._compress(sha256, body, base)
        self._check(sha256, data, body, base)
        self._put(sha256, data)
        return len(data)

    def read(self, sha256: str) -> bytes:
        """The body, its hash verified. Bases are read first, oldest first."""
        chain = [(sha256, *self._load(sha256))]
        while base := chain[-1][1]:
            if base == self._recent[0]:
                break
            chain.append((base, *self._load(base)))
            if len(chain) > 10 * FULL_EVERY:
                raise EvidenceError(f"snapshot {sha256[:12]} is damaged: its bases form a circle")
        recent, body = self._recent, self._recent[1] if base else b""
        for name, below, frame in reversed(chain):
            body = _decompress(name, frame, body)
            if not below:  # stands alone: the next one may be compressed against it
                recent = (name, body)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise EvidenceError(
                f"snapshot {self.named(sha256)} is damaged: its hash does not match"
            )
        self._recent = recent
        return body

    def age(self, sha256: str) -> float:
        """Seconds since the file was written; 0 when it is gone."""
        try:
            return max(0.0, time.time() - self.path(sha256).stat().st_mtime)
        except OSError:
            return 0.0

    def remove(self, sha256: str) -> None:
        """Delete the file; nothing happens when it is gone already."""
        try:
            self.path(sha256).unlink(missing_ok=True)
        except OSError as e:
            raise _error("delete from", self.root, e) from e

    def is_name(self, name: str) -> bool:
        """Whether a file of this name (ab/cd….zst, or the note) could be one of ours."""
        folder, _, file = name.rpartition("/")
        return name == MARKER or bool(PLACE.fullmatch(folder) and BODY.fullmatch(file))

    def files(self) -> Iterator[tuple[str, int]]:
        """Hash and bytes on disk of every stored body, in order."""
        try:
            for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
                for file in sorted(folder.glob("*.zst")):
                    if BODY.fullmatch(file.name):
                        yield folder.name + file.stem, file.stat().st_size
        except OSError as e:
            raise _error("read", self.root, e) from e

    def named(self, sha256: str) -> str:
        """Where a body is, or would be, for people."""
        return str(self.path(sha256))

    def _put(self, sha256: str, data: bytes) -> None:
        """Make a body's file durable."""
        path = self.path(sha256)
        temporary = self.root / _TEMPORARY / f"{sha256[:16]}-{secrets.token_hex(6)}"
        try:
            try:
                _write_durably(temporary, data)
                if not path.parent.exists():
                    path.parent.mkdir(mode=0o700, exist_ok=True)
                    _sync_folder(self.root)
                temporary.replace(path)
                _sync_folder(path.parent)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
        except OSError as e:
            raise _error("write to", self.root, e) from e

    def _data(self, sha256: str) -> bytes:
        """A body's file. Raises EvidenceError when it is missing."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise EvidenceError(f"a snapshot's file is missing: {self.path(sha256)}") from None
        except OSError as e:
            raise _error("read", self.root, e) from e

    def _check(self, sha256: str, data: bytes, body: bytes, base: str) -> None:
        """Can it be read again? Memory that flips a bit would else be noticed years later."""
        frame = data[HEAD_SIZE:] if base_of(data) else data
        if _decompress(sha256, frame, self.read(base) if base_of(data) else b"") != body:
            raise StorageError(f"snapshot {sha256[:12]} was not compressed right; failing memory?")

    def _load(self, sha256: str) -> tuple[str, bytes]:
        data = self._data(sha256)
        base = base_of(data)
        return base, data[HEAD_SIZE:] if base else data

    def _compress(self, sha256: str, body: bytes, base: str) -> bytes:
        try:
            prefix = self.read(base) if base else b""
        except EvidenceError:  # `monitor doctor` reports it; this body stands alone
            prefix = b""
        if not prefix:
            return zstandard.ZstdCompressor(level=_FULL_LEVEL, write_checksum=True).compress(body)
        both = len(prefix) + len(body)
        positions = max(17, min(22, len(prefix).bit_length() - 1))  # 22: tables of 24 MB
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _DELTA_LEVEL,
            source_size=both,
            window_log=max(17, min(27, both.bit_length())),
            hash_log=positions,  # the level's own forgets the beginning of a base over 1 MB
            chain_log=positions - 1,
            write_checksum=True,
        )
        compressor = zstandard.ZstdCompressor(
            dict_data=_prefix(prefix), compression_params=parameters
        )
        return _HEAD + bytes.fromhex(base) + compressor.compress(body)


def base_of(data: bytes) -> str:
    """The hash of the base that the beginning of a file names."""
    return data[len(_HEAD) : HEAD_SIZE].hex() if data.startswith(_HEAD) else ""


def _prefix(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _decompress(sha256: str, frame: bytes, base: bytes) -> bytes:
    try:
        if zstandard.get_frame_parameters(frame).content_size > _MAX_BODY:
            raise zstandard.ZstdError("absurd size")
        if not base:
            return zstandard.ZstdDecompressor().decompress(frame)
        decompressor = zstandard.ZstdDecompressor(dict_data=_prefix(base), max_window_size=1 << 27)
        return decompressor.decompress(frame)
    except zstandard.ZstdError as e:
        raise EvidenceError(f"snapshot {sha256[:12]} is damaged: {e}") from e


def _write_durably(path: Path, data: bytes) -> None:
    with _opened(path) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())


def _opened(path: Path) -> FileIO:
    """A new file that nobody else may read: pages may come from inside a company."""
    return FileIO(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _sync_folder(path: Path) -> None:
    """Make a rename survive a power loss."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _error(verb: str, root: Path, error: OSError) -> StorageError:
    return PassingError(f"cannot {verb} the snapshots folder {root}: {error.strerror or error}")

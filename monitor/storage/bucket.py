"""Bodies in an object store (S3 and its like), named and packed as they are on disk.

An object is there for good when the store has said so, before its row is written; what is read is
held against its hash; and it is deleted only when no row asks for it any more. Keys and endpoint
come from the environment, as every tool of the store reads them (AWS_ACCESS_KEY_ID, …).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import EvidenceError, PassingError, StorageError
from monitor.storage.blobs import BODY, HEAD_SIZE, MARKER, PLACE, BlobStore, base_of

SCHEMES = ("s3",)


def is_address(place: Path | str) -> bool:
    """Is this the address of an object store, and not a folder?"""
    return isinstance(place, str) and urlsplit(place).scheme in SCHEMES


class Bucket(BlobStore):
    """The same as a folder, in a bucket. Safe to use from several threads."""

    is_folder = False

    def __init__(self, address: str) -> None:
        """Raises StorageError when the address or its settings cannot be used."""
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        # Of this machine alone: whose claims are whose, see monitor.storage.claims.
        super().__init__(Path(tempfile.gettempdir()) / f"policy-monitor-{os.getuid()}-{name}")
        self.shown = address
        try:
            import obstore
            from obstore.store import from_url
        except ImportError:
            raise StorageError(
                f"{address}: an object store needs one more package:"
                " pip install '.[s3]' in monitor's source"
            ) from None
        self._ob: Any = obstore
        try:
            self._store: Any = from_url(address)
        except (ValueError, obstore.exceptions.BaseError) as error:
            raise StorageError(f"{address} cannot be used: {_line(error)}") from error

    def prepare(self) -> None:
        """Ask the store for something, so that a wrong key shows at once."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.marked_since()

    def marked_since(self) -> str:
        """As of a folder."""
        found = self._got(MARKER)
        if found is None:
            return "some time ago" if next(self.files(), None) else ""
        try:
            return str(json.loads(found)["since"])
        except (ValueError, KeyError, TypeError):
            return "some time ago"

    def mark(self, since: datetime) -> None:
        """As of a folder: an older note stays."""
        if self._got(MARKER) is None:
            note = json.dumps({"since": f"{since:%Y-%m-%d %H:%M} UTC"}).encode()
            with self._translated("write to"):
                self._ob.put(self._store, MARKER, note + b"\n")

    def named(self, sha256: str) -> str:
        """Where a body is, or would be, for people."""
        return f"{self.shown.rstrip('/')}/{_key(sha256)}"

    def at_hand(self, sha256: str) -> bool:
        """Taken for granted: to know would cost a request."""
        return True

    def inspect(self, sha256: str) -> tuple[int, str]:
        """Bytes stored (0: none) and the hash of the base ("" for one that stands alone)."""
        with self._translated("read"):
            try:
                size = int(self._ob.head(self._store, _key(sha256))["size"])
                end = min(size, HEAD_SIZE)
                start = self._ob.get_range(self._store, _key(sha256), start=0, end=end)
            except FileNotFoundError:
                return 0, ""
        return size, base_of(bytes(start))

    def age(self, sha256: str) -> float:
        """Seconds since it was written; 0 when it is gone."""
        with self._translated("read"):
            try:
                at: datetime = self._ob.head(self._store, _key(sha256))["last_modified"]
            except FileNotFoundError:
                return 0.0
        return max(0.0, (datetime.now(UTC) - at).total_seconds())

    def remove(self, sha256: str) -> None:
        """Delete it; nothing happens when it is gone already."""
        with self._translated("delete from"):
            try:
                self._ob.delete(self._store, _key(sha256))
            except FileNotFoundError:
                return

    def files(self) -> Iterator[tuple[str, int]]:
        """Hash and bytes of every stored body, in order."""
        found = []
        with self._translated("read"):
            for part in self._ob.list(self._store):
                for one in part:
                    folder, _, file = str(one["path"]).rpartition("/")
                    if PLACE.fullmatch(folder[-2:]) and BODY.fullmatch(file):
                        found.append((folder[-2:] + file.removesuffix(".zst"), int(one["size"])))
        yield from sorted(found)

    # ----------------------------------------------------------------- for the base

    def _put(self, sha256: str, data: bytes) -> None:
        with self._translated("write to"):
            self._ob.put(self._store, _key(sha256), data)

    def _data(self, sha256: str) -> bytes:
        found = self._got(_key(sha256))
        if found is None:
            raise EvidenceError(f"a snapshot is missing: {self.named(sha256)}")
        return found

    def _got(self, key: str) -> bytes | None:
        with self._translated("read"):
            try:
                return bytes(self._ob.get(self._store, key).bytes())
            except FileNotFoundError:
                return None

    @contextmanager
    def _translated(self, verb: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:  # the bucket itself
            raise StorageError(f"cannot {verb} {self.shown}: {_line(error)}") from error
        except (self._ob.exceptions.BaseError, OSError) as error:
            raise PassingError(f"cannot {verb} {self.shown}: {_line(error)}") from error


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:]}.zst"


def _line(error: Exception) -> str:
    """The first line: what follows is the library's own trace."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]

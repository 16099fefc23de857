"""Who holds a claim, and whether that process still runs.

A process that claims something keeps a lock on a place of its own in one file beside the
snapshots, and the claim names that place. The kernel takes the lock back when the process ends,
however it ends, so any process of the same kernel can tell: also one in another container with the
same folder, where a process number would say nothing. No lock is ever waited for.

Nothing is known of a holder on another machine, with another folder, or without such locks (they
are Linux's): its lease decides.
"""

from __future__ import annotations

import os
import secrets
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path

FILE = "claims.lock"

# struct flock: type, whence, start, length, process; padded like the compiler does
_FLOCK = struct.Struct("hhqqi0q")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # of this kernel, the same in all containers


class Holder:
    """One storage as a holder of claims, and what it knows of the others. Safe to use in threads.

    The file is opened with the first claim. Copies of the process hold the same lock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._making = threading.Lock()
        self._file: int | None = None
        self._place = ""  # kernel and file
        self._name: str | None = None

    def name(self) -> str | None:
        """What to write beside a claim; None where nobody could tell whether we still run."""
        with self._making:
            if self._file is None and not self._place:
                self._begin()
            return self._name

    def is_gone(self, name: str | None) -> bool:
        """Whether this holder has ended for certain; its claims are free then."""
        own = self.name()
        place, _, start = (name or "").rpartition(" ")
        if own is None or name == own or place != self._place or not start.isdigit():
            return False
        with self._making, suppress(OSError):
            return self._file is not None and _is_free(self._file, int(start))
        return False

    def close(self) -> None:
        """Hold nothing any more: claims that are left are free for the next process."""
        with self._making:
            if self._file is not None:
                os.close(self._file)
            self._file, self._place, self._name = None, "", None

    def _begin(self) -> None:
        self._place = "nowhere"  # not tried again
        with suppress(OSError):
            boot = _BOOT_ID.read_text(encoding="ascii").strip()
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                # The file too: a deleted and remade one has other locks.
                stat, start = os.fstat(file), secrets.randbits(48)
                _lock(file, start)
            except BaseException:
                os.close(file)
                raise
            self._file, self._place = file, f"{boot} {stat.st_dev} {stat.st_ino}"
            self._name = f"{self._place} {start}"


if sys.platform == "linux":
    import fcntl

    # Locks of the open file, not of the process: those would end with any other descriptor.
    def _lock(file: int, start: int) -> None:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _flock(fcntl.F_WRLCK, start))

    def _is_free(file: int, start: int) -> bool:
        found = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _flock(fcntl.F_WRLCK, start))
        return bool(_FLOCK.unpack(found)[0] == fcntl.F_UNLCK)

    def _flock(kind: int, start: int) -> bytes:
        return _FLOCK.pack(kind, os.SEEK_SET, start, 1, 0)

else:

    def _lock(file: int, start: int) -> None:
        raise OSError("no locks that end with their process")

    def _is_free(file: int, start: int) -> bool:
        return False

"""Writing a file in one step: a reader sees the old text or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from monitor.errors import ConfigError


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step; a link stays a link, the file's mode is kept.

    Raises ConfigError when the folder may not be written to, or the disk is full.
    """
    target = path.resolve()
    try:
        _replace(target, text)
    except OSError as e:
        raise ConfigError(f"{path}: cannot be written: {e.strerror}") from None


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

"""A watchlist as questions need it, remembered by the hash of its file: they read no YAML.

Kept beside other caches of its reader, for that reader's eyes only, one file for each watchlist.
Neither addresses of recipients nor headers, proxies and keys are in it, and nothing is kept of a
list in which a value of the environment shows elsewhere: what is secret stays where it was put. Any
file that is missing, damaged or of another edition is made again; where none can be written, none
is needed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from monitor import model
from monitor.config.environment import referenced

if TYPE_CHECKING:
    from monitor.config import Config

_FOLDER = "policy-monitor"
_TELLING = 4  # characters; shorter values of the environment are not taken for secrets


def outlined(config: Config) -> Config:
    """Without what is secret, or may be."""
    return replace(
        config,
        heartbeat="",
        reader=None,  # with its key
        watches=tuple(replace(watch, headers=(), proxy="") for watch in config.watches),
        routes=tuple(replace(route, urls=(), unknown=()) for route in config.routes),
    )


def recall(kind: type[Config], data: bytes, file: Path, environ: Mapping[str, str]) -> Any:
    """What was kept of this text of the watchlist `file`, a Config; None without."""
    with suppress(OSError, RuntimeError, msgspec.MsgspecError, ValueError):
        kept = _place(file, environ).read_bytes()
        key, _, text = kept.partition(b"\n")
        if key.decode() == _key(data, file, environ):
            return msgspec.json.decode(text, type=kind, dec_hook=lambda of, value: of(value))
    return None


def keep(config: Config, data: bytes, file: Path, environ: Mapping[str, str]) -> None:
    """For the next question about the same text."""
    text = msgspec.json.encode(config, enc_hook=str)
    values = (environ.get(name, "") for name in referenced(data.decode("utf-8", "replace")))
    if any(len(value) >= _TELLING and value.encode() in text for value in values):
        return
    with suppress(OSError, RuntimeError):  # also where nobody has a home
        place = _place(file, environ)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = place.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600, exist_ok=False)
        made.write_bytes(_key(data, file, environ).encode() + b"\n" + text)
        made.replace(place)


def _place(file: Path, environ: Mapping[str, str]) -> Path:
    caches = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(os.fsencode(file.absolute())).hexdigest()[:32]
    return caches / _FOLDER / f"{name}.json"


def _key(data: bytes, file: Path, environ: Mapping[str, str]) -> str:
    """Of everything that a configuration follows from: the text, the environment, our code."""
    from monitor import __version__

    key = hashlib.sha256(data)
    names = referenced(data.decode("utf-8", "replace"))
    for part in (__version__, str(file.absolute()), *(f"{n}={environ.get(n)}" for n in names)):
        key.update(b"\0" + os.fsencode(part))
    for source in (*sorted(Path(__file__).parent.glob("*.py")), Path(model.watch.__file__)):
        found = source.stat()
        key.update(f"\0{found.st_mtime_ns} {found.st_size}".encode())
    return key.hexdigest()

"""A watchlist as questions need it, remembered by the hash of its file: they read no YAML.

A question about one page reads one of its watches, also of 100,000: see :class:`Remembered`.

Kept beside other caches of its reader, for that reader's eyes only, one file for each watchlist.
Neither addresses of recipients nor headers, proxies and keys are in it, and nothing is kept of a
list in which a value of the environment shows elsewhere: what is secret stays where it was put. Any
file that is missing, damaged or of another edition is made again; where none can be written, none
is needed.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import msgspec

from monitor import model
from monitor.config.environment import referenced
from monitor.model import Watch
from monitor.rows.learned import decoder

if TYPE_CHECKING:
    from monitor.config import Config

_FOLDER = "policy-monitor"
_WIDTH = 12  # bytes of a line of the table
_CHECKING = ("apprise", "selectolax", "jsonpath")  # libraries that refuse addresses and selectors
_TELLING = 4  # characters; shorter values of the environment are not taken for secrets


def outlined(config: Config) -> Config:
    """Without what is secret, or may be."""
    return replace(
        config,
        heartbeat="",
        reader=None,  # with its key
        watches=tuple(
            replace(watch, headers=(), proxy="") if watch.headers or watch.proxy else watch
            for watch in config.watches
        ),
        routes=tuple(replace(route, urls=(), unknown=()) for route in config.routes),
    )


def recall(kind: type[Config], data: bytes, file: Path, environ: Mapping[str, str]) -> Any:
    """What was kept of this text of the watchlist `file`, a Config; None without."""
    with suppress(OSError, RuntimeError, msgspec.MsgspecError, ValueError):
        with _place(file, environ).open("rb") as kept:
            key, line = kept.readline().strip().decode(), kept.readline()
            head = decoder(_Head).decode(line)
            place = kept.tell()
            if head.size != os.fstat(kept.fileno()).st_size - place:
                return None
            hashed = hashlib.sha256(data).digest()
            if hashed.hex() != head.text or key != _key(hashed, head.names, file, environ):
                return None
            whole = mmap.mmap(kept.fileno(), 0, access=mmap.ACCESS_READ)
        config = decoder(kind, _made).decode(head.config)
        return replace(config, watches=Remembered(whole, place, head))
    return None


def keep(config: Config, data: bytes, file: Path, environ: Mapping[str, str]) -> None:
    """For the next question about the same text."""
    names = referenced(data.decode("utf-8", "replace"))
    settings = msgspec.json.encode(replace(config, watches=()), enc_hook=str)
    watches, lines = config.watches, [msgspec.json.encode(w) + b"\n" for w in config.watches]
    values = [value for name in names if len(value := environ.get(name, "")) >= _TELLING]
    if any(value.encode() in text for value in values for text in (settings, *lines)):
        return
    ends = list(accumulate(map(len, lines)))
    table = b"".join(b"%0*d\n" % (_WIDTH - 1, end - len(line))
                     for end, line in zip(ends, lines, strict=True))  # fmt: skip
    index = sorted(f"{w.id}\t{n}\t{w.host}\n".encode() for n, w in enumerate(watches))
    looked_at = "\n".join(w.id for w in watches if w.enabled).encode()
    body = b"".join((table, *lines, *index, looked_at))
    hashed = hashlib.sha256(data).digest()
    before = len(table) + (ends[-1] if ends else 0)
    place_of = (before, len(body) - len(looked_at), len(body))
    head = _Head(hashed.hex(), names, msgspec.Raw(settings), len(watches), *place_of)
    with suppress(OSError, RuntimeError):  # also where nobody has a home
        key = _key(hashed, names, file, environ).encode()
        _written(_place(file, environ), b"\n".join((key, msgspec.json.encode(head), body)))


def place_in_file(config: Config, entries: int, watch_id: str) -> int | None:
    """Which entry of the file, of so many, the one with this id is; None where that is not known.

    Of an entry with variants several watches are made, and then they are counted otherwise.
    """
    watches = config.watches
    if not isinstance(watches, Remembered) or len(watches) != entries:
        return None
    return watches.place_of(watch_id)


def found_right(data: bytes, file: Path, environ: Mapping[str, str]) -> bool:
    """Was this text checked thoroughly, with what checks it as it is now?"""
    with suppress(OSError, RuntimeError):
        return _right(file, environ).read_text("ascii") == _key_of_checks(data, file, environ)
    return False


def note_right(config: Config, data: bytes, file: Path, environ: Mapping[str, str]) -> None:
    """For the next check of the same text, unless other files have a part in it."""
    text = data.decode("utf-8", "replace")
    texts = [text, *(environ.get(name, "") for name in referenced(text))]
    if any("file:" in t.lower() for t in texts) or any(r.templates for r in config.routes):
        return
    with suppress(OSError, RuntimeError):
        _written(_right(file, environ), _key_of_checks(data, file, environ).encode())


def _key_of_checks(data: bytes, file: Path, environ: Mapping[str, str]) -> str:
    """As `_key`, with the code and the data by which addresses, selectors and classes are checked:
    all of ours, and the libraries."""
    names = referenced(data.decode("utf-8", "replace"))
    key = hashlib.sha256(_key(hashlib.sha256(data).digest(), names, file, environ).encode())
    ours = Path(__file__).parents[1]
    places = [ours / "notify", ours / "extract", ours / "classify" / "rules"]
    sources = [source for place in places for source in sorted(place.glob("*.*"))]
    found_specs = map(find_spec, _CHECKING)
    sources += [Path(spec.origin) for spec in found_specs if spec and spec.origin]
    for source in sources:
        found = source.stat()
        key.update(f"\0{source} {found.st_mtime_ns} {found.st_size}".encode())
    return key.hexdigest()


def _right(file: Path, environ: Mapping[str, str]) -> Path:
    return _place(file, environ).with_suffix(".right")


def _written(place: Path, data: bytes) -> None:
    """Whole or not at all, for its owner's eyes."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = place.with_suffix(f".{os.getpid()}")
    made.touch(mode=0o600, exist_ok=False)
    made.write_bytes(data)
    made.replace(place)


def _made(of: type[Any], value: Any) -> Any:
    """What JSON has no form for, such as a path."""
    return of(value)


class _Head(msgspec.Struct, frozen=True):
    """The second line of what is kept; the sizes are of what comes after it."""

    text: str  # SHA-256 of the watchlist
    names: list[str]  # variables of the environment that it asks for
    config: msgspec.Raw  # without its watches
    count: int  # of watches
    index: int  # where the index begins
    enabled: int  # where the ids of all that are looked at begin
    size: int


class Remembered(Sequence[Watch]):
    """Watches in the order of the list, each read from the file when it is asked for.

    Below the head the file has a table of where each watch begins, the watches, a line of JSON
    each, a line for each in the order of their ids (id, place in the list, host), and the ids of
    those that are looked at.
    """

    def __init__(self, whole: mmap.mmap, place: int, head: _Head) -> None:
        self._known: Mapping[str, Watch] = {}
        self._whole = whole
        self._table = place
        self._lines = place + head.count * _WIDTH
        self._index = place + head.index
        self._enabled = place + head.enabled
        self._count = head.count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Watch: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Watch, ...]: ...
    def __getitem__(self, place: int | slice) -> Watch | tuple[Watch, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(self._count)))
        n = place + self._count if place < 0 else place
        if not 0 <= n < self._count:
            raise IndexError(place)
        at = self._table + n * _WIDTH
        return self._watch(self._lines + int(self._whole[at : at + _WIDTH]))

    def __iter__(self) -> Iterator[Watch]:
        return (self[n] for n in range(self._count))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as a list's

    def with_known(self, watches: Iterable[Watch]) -> Remembered:
        """The same, with these as they are given: with what is not kept of them here."""
        found = copy(self)
        found._known = {watch.id: watch for watch in watches}
        return found

    def of_id(self, watch_id: str) -> Watch | None:
        """The watch with this id."""
        place = self.place_of(watch_id)
        return None if place is None else self[place]

    def among(self, watch_ids: Iterable[str]) -> list[Watch]:
        """Those of these ids, in the order of the list."""
        places = (self.place_of(watch_id) for watch_id in watch_ids)
        return [self[place] for place in sorted(p for p in places if p is not None)]

    def holding(self, text: str) -> Iterator[Watch]:
        """Those of which some value is this text: the others are not even parsed."""
        wanted, at = msgspec.json.encode(text), self._lines
        while (found := self._whole.find(wanted, at, self._index)) >= 0:
            begin = max(self._lines, self._whole.rfind(b"\n", self._lines, found) + 1)
            yield self._watch(begin)
            at = self._whole.find(b"\n", found) + 1

    def place_of(self, watch_id: str) -> int | None:
        """Where in the list the watch with this id stands."""
        wanted, low, high = watch_id.encode() + b"\t", self._index, self._enabled
        while low < high:  # each is where a line begins
            middle = self._whole.rfind(b"\n", self._index, (low + high) // 2) + 1
            middle = max(middle, self._index)
            after = self._whole.find(b"\n", middle) + 1
            line = self._whole[middle:after]
            if line.startswith(wanted):
                return int(line.split(b"\t")[1])
            low, high = (after, high) if line < wanted else (low, middle)
        return None

    def enabled_ids(self) -> set[str]:
        """Those of all that are to be looked at."""
        found = self._whole[self._enabled :].decode()
        return set(found.split("\n")) if found else set()

    def pages_of_hosts(self) -> Counter[str]:
        """How many watches each host has."""
        text = self._whole[self._index : self._enabled].decode()
        return Counter(line.rpartition("\t")[2] for line in text.splitlines())

    def _watch(self, at: int) -> Watch:
        line = self._whole[at : self._whole.find(b"\n", at)]
        watch = decoder(Watch).decode(line)
        return self._known.get(watch.id, watch) if self._known else watch


def _place(file: Path, environ: Mapping[str, str]) -> Path:
    caches = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(os.fsencode(file.absolute())).hexdigest()[:32]
    return caches / _FOLDER / f"{name}.json"


def _key(hashed: bytes, names: Sequence[str], file: Path, environ: Mapping[str, str]) -> str:
    """Of everything that a configuration follows from: the text, the environment, our code."""
    from monitor import __version__

    key = hashlib.sha256(hashed)
    for part in (__version__, str(file.absolute()), *(f"{n}={environ.get(n)}" for n in names)):
        key.update(b"\0" + os.fsencode(part))
    for source in (*sorted(Path(__file__).parent.glob("*.py")), Path(model.watch.__file__)):
        found = source.stat()
        key.update(f"\0{found.st_mtime_ns} {found.st_size}".encode())
    return key.hexdigest()

"""The watchlist and the environment in, one frozen Config out. The only reader of the environment.

Wrong input never gets further than here: :func:`load_config` raises one ConfigError with every
problem that was found, each with file, line, key and what was expected.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from monitor.config.environment import Environment, current, watchlist_path
from monitor.errors import ConfigError, Problem
from monitor.model import CONCURRENCY, HOST_PAUSE, KEEP_FETCHES, BrowserSettings, Route, Watch
from monitor.model.reading import ReaderServer

__all__ = ["Config", "json_schema", "load_config", "watchlist_path"]

FIRST_FOUND = BrowserSettings()
MOST_AT_ONCE = 256  # sites; as in the file
LOG_FORMATS = ("auto", "text", "json")
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set. `database` and `snapshots` are absolute."""

    path: Path  # of the watchlist
    watches: Sequence[Watch] = ()  # a tuple, or one that reads each when it is asked for
    routes: tuple[Route, ...] = ()
    database: str = "sqlite:///monitor.db"  # SQLAlchemy URL
    snapshots: Path = Path("snapshots")
    object_store: str = ""  # s3://bucket/prefix, in the place of the folder
    begin_anew: bool = False  # also where a lost database's pages are
    user_agent: str = ""  # "": the fetcher's own, with its name, version and address
    contact: str = ""  # at which a site's operators reach whoever runs this
    browser: BrowserSettings = FIRST_FOUND
    concurrency: int = CONCURRENCY  # pages fetched at once
    processes: int = 0  # that read the pages; 0: one per core, 2 to 4
    host_pause: float = HOST_PAUSE  # seconds between two requests to one host
    severity: Mapping[str, str] = field(default_factory=dict)  # class -> severity
    allow_private: bool = False  # for addresses that have no watch yet: `monitor try`
    web: str = ""  # address at which the history's web pages are read; alerts link to it
    heartbeat: str = ""  # address to GET after each round; may hold a secret
    keep_fetches: float = KEEP_FETCHES  # days, how long each attempt is kept
    timestamp: str = ""  # address of a time stamping authority; may hold a secret
    reader: ReaderServer | None = None  # the optional second reader
    log_format: str = "auto"  # text on a terminal, JSON elsewhere
    log_level: str = "info"

    def watch(self, watch_id: str) -> Watch | None:
        """The watch with this id, enabled or not."""
        from monitor.config.remembered import Remembered

        if isinstance(self.watches, Remembered):
            return self.watches.of_id(watch_id)
        return next((w for w in self.watches if w.id == watch_id), None)

    def among(self, watch_ids: Collection[str]) -> list[Watch]:
        """The watches with these ids, in the order of the list."""
        from monitor.config.remembered import Remembered

        if isinstance(self.watches, Remembered):
            return self.watches.among(watch_ids)
        return [watch for watch in self.watches if watch.id in watch_ids]

    def holding(self, text: str) -> Iterable[Watch]:
        """All watches of which some value is this text, and maybe others."""
        from monitor.config.remembered import Remembered

        return self.watches.holding(text) if isinstance(self.watches, Remembered) else self.watches

    @property
    def stored_pages(self) -> Path | str:
        """Where the raw pages are: a folder, or the address of an object store."""
        return self.object_store or self.snapshots

    def enabled_ids(self) -> set[str]:
        """The ids of all watches that are to be looked at."""
        from monitor.config.remembered import Remembered

        if isinstance(self.watches, Remembered):
            return self.watches.enabled_ids()
        return {watch.id for watch in self.watches if watch.enabled}

    def pages_of_hosts(self) -> Counter[str]:
        """How many watches each host has."""
        from monitor.config.remembered import Remembered

        if isinstance(self.watches, Remembered):
            return self.watches.pages_of_hosts()
        return Counter(watch.host for watch in self.watches)

    @property
    def entries(self) -> tuple[str, ...]:
        """The id of each entry of the file, in its order; variants are of one."""
        return tuple(dict.fromkeys(watch.entry for watch in self.watches))


def load_config(
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    thorough: bool = True,
    once: bool = False,
) -> Config:
    """Read the watchlist. `path` None: MONITOR_WATCHLIST or ./watchlist.yaml.

    `environ` None is the process's own environment. Without `thorough`, what takes long to check
    (Apprise addresses, CSS selectors) is taken on trust: for commands that only read history, and,
    with `once`, for a list that was found right and is the same since. Raises ConfigError with all
    problems.
    """
    from monitor.config import remembered

    environ = current(environ)
    file = watchlist_path(path, environ)
    data = _text(file)
    if not (thorough and once):
        return parse_config(data, file, environ, thorough=thorough)
    right = remembered.found_right(data, file, environ)
    config = parse_config(data, file, environ, thorough=not right)
    if not right:
        remembered.note_right(config, data, file, environ)
    return config


def load_for(
    asked: Callable[[Config], Collection[str]],
    path: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Config:
    """As load_config (thorough, once), to act on the watches that `asked` names of the outline: all
    others are as in an outline. Of a long list that is known nothing else is parsed.
    """
    from monitor.config import remembered

    environ = current(environ)
    file = watchlist_path(path, environ)
    data = _text(file)
    outline: Config | None = remembered.recall(Config, data, file, environ)
    if outline and remembered.found_right(data, file, environ):
        some = _excerpt(outline, asked(outline), data, file, environ)
        if some is not None:
            return _from_environment(some, Environment(environ))
    config = load_config(file, environ, thorough=True, once=True)
    if outline is None:
        remembered.keep(remembered.outlined(config), data, file, environ)
    return config


def _excerpt(
    outline: Config, ids: Collection[str], data: bytes, file: Path, environ: Mapping[str, str]
) -> Config | None:
    """The configuration with these watches parsed; None where they are not told apart."""
    from monitor.config.conversion import convert
    from monitor.config.excerpt import entries_of
    from monitor.config.remembered import Remembered, place_in_file
    from monitor.config.source import SourceError

    entries = entries_of(data)
    if entries is None or not isinstance(outline.watches, Remembered):
        return None
    places = [place_in_file(outline, len(entries.begins), watch_id) for watch_id in ids]
    known = sorted(place for place in places if place is not None)
    if len(known) < len(places):
        return None
    try:
        found = convert(entries.alone(known).encode(), file, environ, thorough=False, excerpt=True)
    except (ConfigError, SourceError):
        return None
    if {watch.id for watch in found.watches} != set(ids):
        return None
    return replace(found, watches=outline.watches.with_known(found.watches))


def load_outline(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """The same for questions: without the addresses of routes, headers and heartbeat.

    Remembered by the file's hash, so that it need not be parsed again. Raises ConfigError.
    """
    from monitor.config import remembered

    environ = current(environ)
    file = watchlist_path(path, environ)
    data = _text(file)
    config: Config | None = remembered.recall(Config, data, file, environ)
    if config is None:
        with _keeping_all():
            config = remembered.outlined(_converted(data, file, environ, thorough=False))
            remembered.keep(config, data, file, environ)
    return _from_environment(config, Environment(environ))


def note_enabled(file: Path, before: bytes, after: bytes, watch_id: str, enabled: bool) -> None:
    """Remember for questions a list in which one watch is paused or resumed, and nothing else."""
    from monitor.config import remembered

    environ = current()
    known: Config | None = remembered.recall(Config, before, file, environ)
    if known is None:
        return
    watches = (replace(w, enabled=enabled) if w.id == watch_id else w for w in known.watches)
    remembered.keep(replace(known, watches=tuple(watches)), after, file, environ)
    if remembered.found_right(before, file, environ):
        remembered.note_right(known, after, file, environ)


def _text(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise ConfigError(
            f"{file}: no such file; `monitor init` writes a watchlist, --watchlist names another"
        ) from None
    except OSError as e:
        raise ConfigError(f"{file}: cannot be read: {e.strerror}") from None


def load_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Where the database is, of a watchlist that load_config refuses: no watches, no routes.

    From `settings` as far as it can be read, else as if it were empty. Raises ConfigError when the
    settings themselves are wrong.
    """
    from monitor.config.conversion import settings_only
    from monitor.config.source import SourceError

    environ = current(environ)
    file = watchlist_path(path, environ)
    try:
        config = settings_only(file.read_bytes(), file, environ)
    except (OSError, SourceError):
        config = settings_only(b"", file, environ)
    return _from_environment(config, Environment(environ))


def parse_config(
    data: bytes, file: Path, environ: Mapping[str, str], *, thorough: bool = True
) -> Config:
    """As load_config, for the text of a watchlist that (will) stand at `file`."""
    with _keeping_all():
        config = _converted(data, file, environ, thorough=thorough)
    return _from_environment(config, Environment(environ))


def usual_watch(path: Path | None) -> Watch:
    """What the `defaults` of a watchlist that is right make of an entry with none of its own."""
    from monitor.config.conversion import usual

    environ = current()
    file = watchlist_path(path, environ)
    return usual(file.read_bytes() if file.exists() else b"", file, environ)


@contextmanager
def _keeping_all() -> Iterator[None]:
    """Nothing made meanwhile is looked through for what may go: of 100,000 watches all stays, and
    to look again and again took a quarter of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _converted(data: bytes, file: Path, environ: Mapping[str, str], *, thorough: bool) -> Config:
    from monitor.config.conversion import convert
    from monitor.config.source import SourceError

    try:
        return convert(data, file, environ, thorough=thorough)
    except SourceError as e:
        _of_another_program(data, file)
        raise ConfigError(Problem(str(file), e.line, "", str(e))) from None
    except ConfigError:
        _of_another_program(data, file)
        raise


def _of_another_program(data: bytes, file: Path) -> None:
    """Raise ConfigError that says how to take it over when the list is another program's."""
    from monitor.config.foreign import maker

    if name := maker(data):
        how = f"this is a list of {name}; `monitor import {file.name}` takes it over"
        raise ConfigError(Problem(str(file), 0, "", how))


def json_schema() -> dict[str, Any]:
    """The JSON Schema of watchlist.yaml, for editors."""
    from monitor.config.models import Watchlist

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Watchlist.model_json_schema(by_alias=True),
        "title": "monitor watchlist",
    }


def _from_environment(config: Config, environment: Environment) -> Config:
    """MONITOR_… variables come before the file."""
    problems: list[str] = []
    changes: dict[str, Any] = {}
    if database := environment["MONITOR_DATABASE"]:
        changes["database"] = absolute_database(database, Path.cwd())
        if not known_database(database):
            problems.append(
                "MONITOR_DATABASE: expected sqlite:///file.db or postgresql://host/name"
            )
    if snapshots := environment["MONITOR_SNAPSHOTS"]:
        changes |= snapshots_at(snapshots, Path.cwd())
    if agent := environment["MONITOR_USER_AGENT"]:
        changes["user_agent"] = agent
        if not agent.isprintable():
            problems.append("MONITOR_USER_AGENT: expected one line of text")
    if concurrency := environment["MONITOR_CONCURRENCY"]:
        if re.fullmatch(r"[1-9]\d{0,2}", concurrency) and int(concurrency) <= MOST_AT_ONCE:
            changes["concurrency"] = int(concurrency)
        else:
            problems.append(
                f"MONITOR_CONCURRENCY: expected a whole number from 1 to {MOST_AT_ONCE}"
            )
    if log := environment["MONITOR_LOG"]:
        try:
            changes |= log_settings(log)
        except ValueError as e:
            problems.append(f"MONITOR_LOG: {e}")
    if problems:
        raise ConfigError(*problems)
    return replace(config, **changes) if changes else config


def log_settings(text: str) -> dict[str, str]:
    """ "json, debug" as the log fields of Config."""
    from monitor.config.values import one_of

    found: dict[str, str] = {}
    for word in re.findall(r"[^\s,]+", text.lower()):
        name = one_of(word, (*LOG_FORMATS, *LOG_LEVELS))
        found["log_format" if name in LOG_FORMATS else "log_level"] = name
    return found


def known_database(url: str) -> bool:
    """Whether this is a kind of database that monitor can use."""
    return bool(re.match(r"(sqlite|postgres|postgresql)(\+\w+)?:", url))


def snapshots_at(text: str, folder: Path) -> dict[str, Any]:
    """Where raw pages are kept, as fields of Config: a folder, or an object store."""
    if text.startswith("s3://"):
        return {"object_store": text}
    return {"snapshots": (folder / Path(text).expanduser()).absolute(), "object_store": ""}


def absolute_database(url: str, folder: Path) -> str:
    """A relative SQLite file taken from `folder`; everything else as it is."""
    match = re.fullmatch(r"(sqlite(?:\+\w+)?:///)([^/?][^?]*)(\?.*)?", url)
    if not match or match[2] == ":memory:" or match[2].startswith("file:"):
        return url
    return f"{match[1]}{(folder / match[2]).absolute()}{match[3] or ''}"

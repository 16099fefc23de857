"""Taking over lists of pages of other programs as entries of ours."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.import_group import import_
from monitor.cli.output import Output, count
from monitor.cli.session import Session, command
from monitor.cli.watchlist_edits import extended, to_extend
from monitor.config import Config, foreign, usual_watch, watchlist_path
from monitor.config.foreign import Foreign, selectors_and_ranges
from monitor.config.values import same_address, slug
from monitor.config.writing import guess_names
from monitor.errors import ConfigError, NotFoundError
from monitor.model import ExtractRules, Watch

if TYPE_CHECKING:
    from monitor.config.writing import Value

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LIST = click.Path(exists=True, path_type=Path)

# --------------------------------------------------------------------------- lists


@command("list", "monitor import urls.yaml", group=import_)
@click.argument("file", type=_LIST)
def any_list(session: Session, out: Output, file: Path) -> None:
    """Import a list of urlwatch or changedetection.io, whichever it is."""
    _take_list(session, out, file, "")


@command("urlwatch", "monitor import urlwatch urls.yaml", group=import_)
@click.argument("file", type=_LIST)
def urlwatch(session: Session, out: Output, file: Path) -> None:
    """Import the list of urlwatch or webchanges (urls.yaml, jobs.yaml).

    Its pages are added to the watchlist, which is created if it is missing. Settings that have no
    counterpart here are listed.
    """
    _take_list(session, out, file, foreign.URLWATCH)


@command("changedetection", "monitor import changedetection url-watches.json", group=import_)
@click.argument("file", type=_LIST)
def changedetection(session: Session, out: Output, file: Path) -> None:
    """Import the list of changedetection.io: url-watches.json, a watch.json, or its whole folder.

    Its pages are added to the watchlist, which is created if it is missing. Settings that have no
    counterpart here are listed.
    """
    _take_list(session, out, file, foreign.CHANGEDETECTION)


def _take_list(session: Session, out: Output, file: Path, expected: str) -> None:
    data = _datastore(file) if file.is_dir() else _with_proxies(file)
    try:
        found, pages = foreign.listed(data)
    except ValueError as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    if not found or expected not in ("", found):
        raise NotFoundError(
            f"{file}: expected the list of {expected or 'urlwatch or of changedetection.io'}"
            + (f", found one of {found}" if found else "")
        )
    added = add_entries(session, out, [(entry, "") for entry in pages.entries], pages.skipped)
    print_added(out, file, added)


def _datastore(folder: Path) -> bytes:
    """The folder of a changedetection.io, in which each watch and tag has a file of its own."""
    settings = _json(folder / "changedetection.json")
    tags = {file.parent.name: _json(file) for file in sorted(folder.glob("*/tag.json"))}
    watches = {file.parent.name: _json(file) for file in sorted(folder.glob("*/watch.json"))}
    if not watches:
        former = folder / "url-watches.json"
        return _with_proxies(former) if former.is_file() else b""
    own = settings.get("settings") or {}
    app = {**own.get("application", {})}
    app["tags"] = {**app.get("tags", {}), **tags}
    whole = {"watching": watches, "settings": {**own, "application": app}}
    return json.dumps({**whole, "proxies": _json(folder / "proxies.json")}).encode()


def _with_proxies(file: Path) -> bytes:
    """A list, with the proxies that a changedetection.io keeps beside its own."""
    proxies = file.with_name("proxies.json")
    if file.name != "url-watches.json" or not proxies.is_file():
        return file.read_bytes()
    found = _json(file)
    return json.dumps({**found, "proxies": _json(proxies)}).encode() if found else b""


def _json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text("utf-8-sig"))
    except ValueError as error:
        line = f":{error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ConfigError(f"{file}{line}: is not JSON: {error}") from None
    return found if isinstance(found, dict) else {}


# --------------------------------------------------------------------------- entries


class Added:
    """What became of entries of another program's list."""

    def __init__(
        self,
        path: Path,
        config: Config,
        entries: Sequence[tuple[Foreign, str]],
        skipped: Sequence[str],
    ) -> None:
        """`config`: as it is now; `entries`: those that are new, with their ids."""
        self.skipped = skipped
        self.path = path
        self.config = config
        self.ids = [id_ for _, id_ in entries]
        self.left_out = {id_: entry.left_out for entry, id_ in entries if entry.left_out}

    def watch(self, id_: str, entry: Foreign) -> Watch | None:
        """The watch of an entry: the one of that id, or the one that has its address."""
        address = same_address(entry.url)
        named = (watch for watch in self.config.watches if watch.id == id_)
        same = (watch for watch in self.config.watches if same_address(watch.url) == address)
        return next(named, None) or next(same, None)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "watchlist": self.path,
            "added": self.ids,
            "left_out": self.left_out,
            "skipped": self.skipped,
        }


def add_entries(
    session: Session,
    out: Output,
    entries: Sequence[tuple[Foreign, str]],
    skipped: Sequence[str] = (),
) -> Added:
    """Write those into the watchlist that it does not have; each with the id it is to have, or "".

    The watchlist is created if it is missing. Raises ConfigError, and then nothing is written.
    """
    path, config = watchlist_path(session.watchlist), to_extend(session)
    seen: set[object] = {(same_address(w.url), w.rules, w.headers) for w in config.watches}
    usual = usual_watch(session.watchlist)
    ids = {watch.id for watch in config.watches}
    new: list[tuple[Foreign, str]] = []
    for entry, wanted in entries:
        page = (same_address(entry.url), *_read_as(entry, usual))
        if page in seen or (wanted and wanted in ids):
            continue
        seen.add(page)
        id_ = _free(wanted or slug(" ".join(_names(entry))), ids)
        ids.add(id_)
        new.append((entry, id_))
    if new:
        values = [_values(entry, id_) for entry, id_ in new]
        config = extended(session, out, values, "imported")
    return Added(path, config, new, skipped)


def print_added(out: Output, source: Path, added: Added) -> None:
    """What was added, and what of it was left out."""
    if out.as_json:
        out.json(added.to_json())
        return
    out.line(f"{added.path}: {count(len(added.ids), 'page')} added from {source}")
    for id_, what in added.left_out.items():
        out.line(f"  {id_}: not taken over: {', '.join(what)}")
    for line in added.skipped:
        out.line(f"  not imported: {line}")
    if added.ids:
        out.note("next: monitor validate, then monitor check")


def _read_as(entry: Foreign, usual: Watch) -> tuple[ExtractRules, tuple[tuple[str, str], ...]]:
    """How its page would be read and asked for: its own keys, else those of `defaults`."""
    headers = {name.lower(): (name, value) for name, value in (*usual.headers, *entry.headers)}
    rules = usual.rules
    if entry.select:
        select, ranges = selectors_and_ranges(entry.select)
        rules = replace(rules, select=select, ranges=ranges)
    if entry.remove:
        remove, cuts = selectors_and_ranges(entry.remove)
        rules = replace(rules, remove=remove, cuts=cuts)
    return rules, tuple(headers.values())


def _names(entry: Foreign) -> tuple[str, str]:
    service, document = guess_names(entry.url, ())
    return entry.service or service, entry.title or document


def _free(wanted: str, taken: set[str]) -> str:
    """This id, or the first of "id-2", "id-3" … that nothing has."""
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    return found


def _values(entry: Foreign, id_: str) -> dict[str, Value]:
    service, document = _names(entry)
    return {
        "service": service,
        "document": document,
        "id": id_ if id_ != slug(f"{service} {document}") else "",
        "url": entry.url,
        "pages": entry.pages,
        "every": entry.every,
        "tags": entry.tags,
        "select": entry.select,
        "remove": entry.remove,
        "fetch": entry.fetch,
        "headers": dict(entry.headers),
        "proxy": entry.proxy,
        "timeout": entry.timeout,
        "enabled": False if entry.paused else "",
    }

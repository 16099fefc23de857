"""The entries of the watchlist: more of them, remove, pause, resume, rename."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from monitor.cli.output import Output
from monitor.cli.parameters import ID
from monitor.cli.session import Session, choose, command
from monitor.cli.whole_files import write_whole
from monitor.config import Config, watchlist_path
from monitor.errors import ConfigError, MissingError, Problem

if TYPE_CHECKING:
    from monitor.config.writing import Value

# --------------------------------------------------------------------------- remove, pause, rename


@command("remove", "monitor remove linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
def remove(session: Session, out: Output, watch: str) -> None:
    """Take a watch out of the watchlist. Its recorded history stays and can still be queried."""
    from monitor.config.writing import without_entry

    watch_id, index = _entry(session, watch)
    rewritten(session, lambda data: without_entry(data, index()), "removed")
    if out.as_json:
        out.json({"id": watch_id, "removed": True})
        return
    out.line(Text(watch_id, style="bold"), " removed from the watchlist; its history stays")


@command("pause", "monitor pause linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
def pause(session: Session, out: Output, watch: str) -> None:
    """Stop looking at a page (enabled: no); its entry and its history stay."""
    _enable(session, out, watch, enabled=False)


@command("resume", "monitor resume linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
def resume(session: Session, out: Output, watch: str) -> None:
    """Look at a paused page again."""
    _enable(session, out, watch, enabled=True)


def _enable(session: Session, out: Output, watch: str, *, enabled: bool) -> None:
    from monitor.config.writing import with_value

    watch_id, index = _entry(session, watch)
    if not _enabled_by_itself(session, watch_id, enabled=enabled):
        rewritten(session, lambda data: with_value(data, index(), "enabled", enabled), "changed")
    if out.as_json:
        out.json({"id": watch_id, "enabled": enabled})
        return
    word = "is looked at again, from the next check on" if enabled else "paused"
    out.line(Text(watch_id, style="bold"), f" {word}")


@command("rename", "monitor rename linkedin-user-agreement linkedin-terms")
@click.argument("watch", metavar="ID", type=ID)
@click.argument("new", metavar="NEW-ID")
def rename(session: Session, out: Output, watch: str, new: str) -> None:
    """Give a watch another id, in the watchlist and in all of its history; variants go with it."""
    from monitor.config.writing import with_value

    watch_id, index = _entry(session, watch)
    path, text, _ = _text(session, lambda data: with_value(data, index(), "id", new), "renamed")
    taken: list[str] = []
    try:
        with session.write() as monitor:
            known = [
                id_ for id_ in monitor.storage.watch_ids() if id_.partition("@")[0] == watch_id
            ]
            taken = monitor.storage.rename_pages(
                {old: new + old.removeprefix(watch_id) for old in known},
                datetime.now(UTC),
                before_commit=lambda: write_whole(path, text),
            )
    except MissingError:
        if session.database:  # asked for by its name: mistyped, and the history is elsewhere
            raise
        write_whole(path, text)  # nothing was looked at yet
    if out.as_json:
        out.json({"id": new, "before": watch_id, "history": bool(taken), "taken": taken})
        return
    variants = any("@" in old for old in taken)
    whose = "the histories of its variants go" if variants else "its history goes"
    out.line(
        Text(new, style="bold"),
        f" is the id of {watch_id} now" + (f"; {whose} with it" if taken else ""),
    )


def _entry(session: Session, text: str) -> tuple[str, Callable[[], int]]:
    """The id that is meant and its place in the watchlist. A variant is not written by itself."""
    config = session.outline()
    known = config.watch(text)
    watch_id = known.entry if known else choose(text.partition("@")[0], config.entries)
    if "@" in text:
        raise ConfigError(f"{text} is a variant: change `variants` of {watch_id} in the watchlist")
    return watch_id, lambda: config.entries.index(watch_id)


def _enabled_by_itself(session: Session, watch_id: str, *, enabled: bool) -> bool:
    """Write it into the entry, which changes nothing else in the list, without parsing the others;
    False where that cannot be done.
    """
    from monitor.config import note_enabled
    from monitor.config.excerpt import entries_of
    from monitor.config.remembered import place_in_file
    from monitor.config.source import SourceError
    from monitor.config.writing import with_value

    path = watchlist_path(session.watchlist)
    before = path.read_bytes()
    outline, entries = session.outline(), entries_of(before)
    place = entries and place_in_file(outline, len(entries.begins), watch_id)
    if entries is None or not isinstance(place, int):
        return False
    try:
        text = entries.edited(place, lambda data: with_value(data, 0, "enabled", enabled))
    except (ConfigError, SourceError):
        return False  # what is said of it is of the whole file's lines
    write_whole(path, text)
    note_enabled(path, before, text.encode(), watch_id, enabled)
    return True


# --------------------------------------------------------------------------- more entries


def to_extend(session: Session) -> Config:
    """The configuration that pages are added to; where there is no watchlist yet, an empty one."""
    path = watchlist_path(session.watchlist)
    return session.config() if path.exists() else _text(session, bytes.decode, "written")[2]


def extended(
    session: Session, out: Output, entries: Sequence[Mapping[str, Value]], what: str
) -> Config:
    """Write more entries; the watchlist is made where there is none yet, and the reader told.

    Raises ConfigError where the next command would refuse them, and then nothing is written.
    """
    from monitor.config.writing import with_entries

    path = watchlist_path(session.watchlist)
    new = not path.exists()
    _accepted(with_entries(b"", entries), path, what)
    after = rewritten(session, lambda data: with_entries(data, entries), what)
    if new:
        out.note(f"{path.absolute()} is new: `notify` in it says who is told of a change")
    return after


def _accepted(text: str, path: Path, what: str) -> None:
    """Raise ConfigError where entries by themselves are refused: a selector that is none."""
    from monitor.config import parse_config
    from monitor.config.environment import current

    try:
        parse_config(text.encode(), path, current(), thorough=True)
    except ConfigError as error:
        told = [
            f"{p.key.partition('.')[2] or p.key}: {p.message}" if isinstance(p, Problem) else p
            for p in error.problems
        ]
        raise ConfigError(f"not {what}: {path} would be invalid:", *told) from None


def _beginning() -> str:
    """The starter watchlist down to its pages, which nobody has asked for here.

    Nor for its language: pages of another program's list are asked for as they were there. And the
    schema of its first line is not there.
    """
    text = files("monitor.config").joinpath("starter.yaml").read_text(encoding="utf-8")
    head = text.partition("\nwatches:\n")[0].partition("\n#\n")[2]
    language = re.compile(r"^  headers:\n    (.+)$", re.MULTILINE)
    return language.sub(r"  # headers: {\1}", head) + "\nwatches:\n"


# --------------------------------------------------------------------------- the file


def rewritten(session: Session, edit: Callable[[bytes], str], what: str) -> Config:
    """Write the edited watchlist; the configuration that it is now. Nothing where it is wrong."""
    path, text, after = _text(session, edit, what)
    write_whole(path, text)
    return after


def _text(session: Session, edit: Callable[[bytes], str], what: str) -> tuple[Path, str, Config]:
    from monitor.config import parse_config
    from monitor.config.environment import current

    path = watchlist_path(session.watchlist)
    try:
        text = edit(path.read_bytes() if path.exists() else _beginning().encode())
    except ConfigError as e:
        raise ConfigError(*(f"{path}: {problem}" for problem in e.problems)) from None
    try:
        return path, text, parse_config(text.encode(), path, current(), thorough=False)
    except ConfigError as e:
        raise ConfigError(f"not {what}: the watchlist would be invalid:", *e.problems) from None

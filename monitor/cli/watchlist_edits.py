"""The entries of the watchlist: remove, pause, resume, rename."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.output import Output
from monitor.cli.parameters import ID
from monitor.cli.session import Session, choose, command
from monitor.cli.whole_files import write_whole
from monitor.config import Config, watchlist_path
from monitor.errors import ConfigError, MissingError

# --------------------------------------------------------------------------- remove, pause, rename


@command("remove", "monitor remove linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
def remove(session: Session, out: Output, watch: str) -> None:
    """Take a watch out of the watchlist. Its recorded history stays and can still be queried."""
    from monitor.config.writing import without_entry

    watch_id, index = _entry(session, watch)
    rewritten(session, lambda data: without_entry(data, index), "removed")
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
    rewritten(session, lambda data: with_value(data, index, "enabled", enabled), "changed")
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
    path, text, _ = _text(session, lambda data: with_value(data, index, "id", new), "renamed")
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


def _entry(session: Session, text: str) -> tuple[str, int]:
    """The id that is meant and its place in the watchlist. A variant is not written by itself."""
    ids = session.config().entries
    watch_id = choose(text.partition("@")[0], ids)
    if "@" in text:
        raise ConfigError(f"{text} is a variant: change `variants` of {watch_id} in the watchlist")
    return watch_id, ids.index(watch_id)


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
        text = edit(path.read_bytes())
    except ConfigError as e:
        raise ConfigError(*(f"{path}: {problem}" for problem in e.problems)) from None
    try:
        return path, text, parse_config(text.encode(), path, current(), thorough=False)
    except ConfigError as e:
        raise ConfigError(f"not {what}: the watchlist would be invalid:", *e.problems) from None

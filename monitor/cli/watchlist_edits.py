"""The entries of the watchlist: add, remove, pause, resume, rename."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Output, count
from monitor.cli.parameters import ID
from monitor.cli.session import Session, choose, command
from monitor.cli.whole_files import write_whole
from monitor.config import Config, watchlist_path
from monitor.errors import ConfigError, FetchError, MissingError
from monitor.model import DOUBTFUL

if TYPE_CHECKING:
    from monitor.config.writing import Value
    from monitor.model import Watch
    from monitor.model.results import TryResult

FACTS_SHOWN = 6
HINTS = {  # what helps when a page cannot be read, by the reason
    "robots": "docs/watchlist.md says more on robots.txt",
    "forbidden-address": "`allow_private: yes` in its entry permits it (add --allow-private)",
    "dns": "is the address right?",
}

# --------------------------------------------------------------------------- add


@command(
    "add",
    "monitor add https://www.linkedin.com/legal/user-agreement",
    "monitor add https://example.com/tos --service Example --document 'Terms' --tag terms",
    "monitor add linkedin",
    "monitor add openai --tag ai",
)
@click.argument("url", metavar="URL|SERVICE")
@click.option(
    "--service", metavar="NAME", help="Whose document it is. Default: taken from the address."
)
@click.option("--document", metavar="NAME", help="Which document. Default: taken from the address.")
@click.option("--id", "id_", metavar="ID", help="Its id. Default: made from service and document.")
@click.option("--every", metavar="6h", help="How often to look; a duration or cron expression.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag (may be repeated).")
@click.option("--allow-private", is_flag=True, help="It may be on this machine or network.")
@click.option("--no-look", is_flag=True, help="Do not fetch the page now.")
def add(
    session: Session,
    out: Output,
    url: str,
    service: str | None,
    document: str | None,
    id_: str | None,
    every: str | None,
    tags: tuple[str, ...],
    allow_private: bool,
    no_look: bool,
) -> None:
    """Add an address, or a service's documents, to the watchlist; comments and layout stay.

    Nothing is written when the result would not be valid. Then the page is looked at once, unless
    its robots.txt forbids that: what is read from it is shown and not stored. For a page that is in
    the list already, --allow-private is added to its entry. A SERVICE is one of
    `monitor catalogue`; --tag then chooses among its documents, and none is looked at.
    """
    from monitor.catalogue.known_documents import knows
    from monitor.config.values import web_address
    from monitor.config.writing import guess_names, with_entries, with_value

    if knows(url) or not set("./:") & set(url):
        if service or document or id_ or allow_private:
            raise click.UsageError(f"{url} is a service: of the options only --tag and --every")
        from monitor.cli.catalogue_list import add_service

        add_service(session, out, url, tags, every or "")
        return
    try:
        url = web_address(url if "://" in url else f"https://{url}")
    except ValueError as e:
        raise click.UsageError(f"URL: {e}") from None
    watches = session.config().watches
    if known := _same(url, watches):
        if not allow_private or known.allow_private or service or document or id_ or every or tags:
            raise ConfigError(f"not added: this address is already watched, as {known.id}")
        place = session.config().entries.index(known.entry)
        after = rewritten(session, lambda d: with_value(d, place, "allow_private", True), "changed")
        _print_added(
            session, out, after.watch(known.id) or known, "allow_private: yes", look=not no_look
        )
        return
    site, page = guess_names(url, watches)
    entry: dict[str, Value] = {
        "service": service or site,
        "document": document or page,
        "id": id_ or "",
        "url": url,
        "every": every or "",
        "tags": list(tags),
        "allow_private": allow_private or "",
    }
    after = rewritten(session, lambda data: with_entries(data, [entry]), "added")
    watch = after.watches[-1]
    _print_added(session, out, watch, f"added: {watch.service}, {watch.document}", look=not no_look)


def _same(url: str, watches: Sequence[Watch]) -> Watch | None:
    """The watch of this very address."""
    from monitor.config.values import same_address

    wanted = same_address(url)
    return next((watch for watch in watches if same_address(watch.url) == wanted), None)


def _print_added(session: Session, out: Output, watch: Watch, what: str, *, look: bool) -> None:
    found = _look(session, watch) if look else {"ok": None}
    if out.as_json:
        names = {"id": watch.id, "service": watch.service, "document": watch.document}
        out.json({**names, "url": watch.url, "look": found})
        return
    out.line(Text(watch.id, style="bold"), f" {what}")
    _print_look(out, found)


def _look(session: Session, watch: Watch) -> dict[str, Any]:
    """What one polite look at the page finds, for programs and for people."""
    from monitor.cli.running import tried

    try:
        result = tried(session, watch.url, robots=True, allow_private=watch.allow_private)
    except FetchError as error:
        return {"ok": False, "reason": str(error)}
    verdict = result.verdict
    doubtful = verdict.reason == DOUBTFUL
    if not (verdict.ok or doubtful) or result.document is None:
        reason = verdict.reason + (f": {verdict.detail}" if verdict.detail else "")
        return {"ok": False, "reason": reason}
    return _found(result)


def _found(result: TryResult) -> dict[str, Any]:
    from monitor.facts.reader import facts
    from monitor.render.wording import fact_value

    document = result.document
    assert document is not None  # noqa: S101 - asked by the caller
    found = facts(document)
    return {
        "ok": True,
        "state": DOUBTFUL if result.verdict.reason == DOUBTFUL else "ok",
        "warnings": document.warnings,
        "title": document.title,
        "language": document.language,
        "words": sum(len(block.text.split()) for block in document.blocks()),
        "facts": [{"class": f.cls, "fact": f.fact, "says": fact_value(f)} for f in found],
    }


def _print_look(out: Output, look: Mapping[str, Any]) -> None:
    if look["ok"] is None:
        return
    if not look["ok"]:
        reason = str(look["reason"])
        out.line(Text("not read now: ", style=STYLES["quarantined"]), reason)
        hint = HINTS.get(reason.partition(":")[0], "`monitor try URL` shows what came")
        out.note(f"the watch stays in the list; {hint}")
        return
    out.line(f"“{look['title']}”, {count(look['words'], 'word')}, {look['language'] or 'unknown'}")
    for warning in look["warnings"]:
        out.line(Text("warning: ", style=STYLES["pending"]), warning)
    if look["state"] == DOUBTFUL:
        out.note("it looks wrong: it counts when the next look finds the same, or monitor release")
    facts = look["facts"]
    told = [f"{f['class']}: {f['says']}" for f in facts[:FACTS_SHOWN]]
    more = f" and {len(facts) - FACTS_SHOWN} more" if len(facts) > FACTS_SHOWN else ""
    out.line(f"{count(len(facts), 'fact')}" + (f": {'; '.join(told)}{more}" if facts else ""))


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
    """Give a watch another id, in the watchlist and in all of its history."""
    from monitor.config.writing import with_value

    watch_id, index = _entry(session, watch)
    if session.config().watch(watch_id) is None:
        raise ConfigError(f"{watch_id} has variants, whose histories go by its id")
    path, text, _ = _text(session, lambda data: with_value(data, index, "id", new), "renamed")
    try:
        with session.write() as monitor:
            taken = monitor.storage.rename_page(
                watch_id, new, datetime.now(UTC), before_commit=lambda: write_whole(path, text)
            )
    except MissingError:  # nothing was looked at yet
        write_whole(path, text)
        taken = False
    if out.as_json:
        out.json({"id": new, "before": watch_id, "history": taken})
        return
    with_it = "; its history goes with it" if taken else ""
    out.line(Text(new, style="bold"), f" is the id of {watch_id} now{with_it}")


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

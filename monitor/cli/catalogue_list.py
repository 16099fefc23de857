"""The catalogue: what is in it, whether its addresses answer, and entries of it for a watchlist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from monitor.catalogue.known_documents import Entry, chosen
from monitor.cli.columns import Column
from monitor.cli.output import Output, count
from monitor.cli.progress import progress
from monitor.cli.session import Session, command, shared
from monitor.cli.watchlist_edits import extended, to_extend
from monitor.config import Config, watchlist_path
from monitor.model import Outcome, Watch
from monitor.model.results import CheckResult

if TYPE_CHECKING:
    from monitor.config.writing import Value

UNTRIED = "not tried: these addresses were written down without asking them; catalogue check does"
SHUT_OUT = (
    "its robots.txt lets in named robots only: with `robots: yes` nothing will be fetched"
    " (docs/watchlist.md says what `no` means)"
)
_COLUMNS = (
    Column("SERVICE"),
    Column("DOCUMENT", wide=True),
    Column("TAGS", rank=3),
    Column("ROBOTS", rank=2),
    Column("BROWSER", rank=2),
    Column("CHECKED", rank=1),
    Column("URL", wide=True, rank=4),
)
_SERVICE = click.option("--service", default="", metavar="NAME", help="Only of this service.")
_TAG = click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag.")

# --------------------------------------------------------------------------- catalogue


@click.group("catalogue", invoke_without_command=True)
@shared
@_SERVICE
@_TAG
@click.pass_context
def catalogue(
    ctx: click.Context,
    as_json: bool,
    watchlist: str | None,
    database: str | None,
    service: str,
    tags: tuple[str, ...],
) -> None:
    """Documents that people ask for, by service; `monitor add NAME` adds them.

    \b
    Examples:
      monitor catalogue
      monitor catalogue --tag ai --tag eu
      monitor catalogue --service linkedin --json
      monitor catalogue check --tag ai
    """
    if ctx.invoked_subcommand:
        return
    out = Output(as_json=as_json)
    found = chosen(service, tags)
    if out.as_json:
        out.json([_entry_json(entry) for entry in found])
        return
    out.table(
        _COLUMNS,
        [
            (e.service, e.document, ", ".join(e.tags), e.robots, e.browser, e.checked, e.url)
            for e in found
        ],
        "",
    )
    services = len({entry.service for entry in found})
    out.note(f"{count(len(found), 'document')} of {count(services, 'service')}")
    if any(entry.checked == "no" for entry in found):
        out.note(UNTRIED)


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "service": entry.service,
        "document": entry.document,
        "url": entry.url,
        "tags": entry.tags,
        "robots": entry.robots,
        "browser": entry.browser,
        "note": entry.note,
        "checked": entry.checked,
    }


# --------------------------------------------------------------------------- catalogue check


@command("check", "monitor catalogue check", "monitor catalogue check --tag ai", group=catalogue)
@_SERVICE
@_TAG
def check(session: Session, out: Output, service: str, tags: tuple[str, ...]) -> None:
    """Ask the catalogue's addresses once each: does the text still stand there?

    Nothing is stored. robots.txt is obeyed, and a site is asked for one page at a time. Exit code 1
    when a page could not be read.
    """
    entries = chosen(service, tags)
    results, moved = _asked(session, out, entries)
    rows = [
        {
            "id": entry.id,
            "url": entry.url,
            "ok": results[entry.id].outcome is Outcome.FIRST,
            "reason": results[entry.id].reason,
            "moved_to": moved.get(entry.id, ""),
        }
        for entry in entries
        if entry.id in results
    ]
    if out.as_json:
        out.json(rows)
    else:
        _print_asked(out, rows)
    if not all(row["ok"] for row in rows):
        raise click.exceptions.Exit(1)


def _asked(
    session: Session, out: Output, entries: Sequence[Entry]
) -> tuple[dict[str, CheckResult], dict[str, str]]:
    """What came of asking each once, on a scratch database; where one leads to another address."""
    from monitor.app import make_monitor
    from monitor.cli.logs import configure

    there = watchlist_path(session.watchlist).exists() or session.watchlist
    config = session.config() if there else Config(path=Path("watchlist.yaml"))
    configure(config, least="error")
    watches = tuple(
        Watch(e.id, e.service, e.document, e.url, robots=True, allow_private=config.allow_private)
        for e in entries
    )
    with TemporaryDirectory(prefix="monitor-catalogue-") as folder:
        scratch = replace(
            config,
            watches=watches,
            routes=(),
            reader=None,
            timestamp="",
            database=f"sqlite:///{folder}/catalogue.db",
            snapshots=Path(folder) / "snapshots",
        )
        with (
            make_monitor(scratch) as monitor,
            progress(out, [watch.id for watch in watches]) as advance,
        ):
            results = {r.watch_id: r for r in monitor.check(on_result=advance)}
            finals = {w.id: monitor.storage.fetches(w.id, limit=1) for w in watches}
    moved = {
        watch.id: look.final_url
        for watch in watches
        for look in finals[watch.id]
        if look.final_url and look.final_url != watch.url
    }
    return results, moved


def _print_asked(out: Output, rows: Sequence[dict[str, Any]]) -> None:
    out.table(
        (Column("ID"), Column("READ"), Column("WHAT", wide=True)),
        [
            (
                row["id"],
                "yes" if row["ok"] else "no",
                row["reason"] or (f"now {row['moved_to']}" if row["moved_to"] else ""),
            )
            for row in rows
        ],
        "",
    )
    read = sum(row["ok"] for row in rows)
    out.note(f"{read} of {count(len(rows), 'page')} read")


# --------------------------------------------------------------------------- add


def add_service(
    session: Session, out: Output, name: str, tags: tuple[str, ...], every: str
) -> None:
    """Write a service's documents into the watchlist, but for those that it has already."""
    from monitor.config.values import same_address

    found = chosen(name, tags)
    watches = to_extend(session).watches
    ids = {watch.id for watch in watches}
    addresses = {same_address(watch.url) for watch in watches}
    new = [e for e in found if e.id not in ids and same_address(e.url) not in addresses]

    if new:
        extended(session, out, [_values(entry, every) for entry in new], "added")
    if out.as_json:
        had = [entry.id for entry in found if entry not in new]
        out.json({"service": found[0].service, "added": list(map(_entry_json, new)), "had": had})
        return
    _print_added(out, found, new)


def _values(entry: Entry, every: str) -> dict[str, Value]:
    return {
        "service": entry.service,
        "document": entry.document,
        "id": entry.id,
        "url": entry.url,
        "every": every,
        "tags": list(entry.tags),
        "robots": True,
    }


def _print_added(out: Output, found: Sequence[Entry], new: Sequence[Entry]) -> None:
    service = found[0]
    for entry in new:
        out.line(f"{entry.id} added: {entry.url}")
    if had := len(found) - len(new):
        out.note(f"{count(had, 'document')} of {service.service} watched already")
    if not new:
        return
    if service.note:
        out.note(service.note)
    if service.robots == "invited only":
        out.note(SHUT_OUT)
    if any(entry.checked == "no" for entry in new):
        out.note(UNTRIED.removesuffix("; catalogue check does"))
    out.note("next: monitor check")

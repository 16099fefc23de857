"""Taking over the past of pages from what others recorded of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.import_group import import_
from monitor.cli.list_imports import FILE, add_entries, print_added
from monitor.cli.output import Output, count
from monitor.cli.parameters import ID
from monitor.cli.session import Session, choose, command
from monitor.errors import ConfigError, NotFoundError

if TYPE_CHECKING:
    from monitor.archives.ota_records import OtaRecords
    from monitor.cli.pasts import Past
    from monitor.config.ota_declarations import Declared
    from monitor.model import Watch


# --------------------------------------------------------------------------- Open Terms Archive

_RECORDS = click.Path(exists=True, file_okay=False, path_type=Path)


@command(
    "ota",
    "monitor import ota contrib-declarations",
    "monitor import ota pga-declarations --service Facebook --snapshots pga-snapshots",
    group=import_,
)
@click.argument("declarations", type=click.Path(exists=True, path_type=Path))
@click.option("--service", "services", multiple=True, metavar="NAME", help="Only these services.")
@click.option("--without-selectors", is_flag=True, help="Leave the selectors out.")
@click.option("--snapshots", type=_RECORDS, metavar="DIR", help="Its raw pages.")
@click.option("--versions", type=_RECORDS, metavar="DIR", help="Its Markdown.")
def ota(
    session: Session,
    out: Output,
    declarations: Path,
    services: tuple[str, ...],
    without_selectors: bool,
    snapshots: Path | None,
    versions: Path | None,
) -> None:
    """Import declarations of Open Terms Archive, and what an instance of it has recorded.

    DECLARATIONS is its folder of services/*.json. Broken files, filters and anything else without a
    counterpart here are listed. --snapshots (what pages sent) or --versions (Markdown made from
    them) also imports the past of the pages: nobody is alerted, and every version names its source.
    Use only one of the two: records are imported in their order, and none can be inserted later.
    """
    if snapshots and versions:
        raise click.UsageError("one of --snapshots and --versions: a page has one past")
    declared, broken = _declared(declarations, services, with_selectors=not without_selectors)
    entries = [(d.entry, d.id) for d in declared]
    records = snapshots or versions
    if records is None:
        print_added(out, declarations, add_entries(session, out, entries, broken))
        return
    from monitor.archives.ota_records import OtaRecords
    from monitor.cli.pasts import Past, take_pasts

    with OtaRecords(records, {d.service_id for d in declared} if services else ()) as found:
        # Only now: a daemon that runs would look at new pages before their past is in.
        added = add_entries(session, out, entries, broken)
        pasts = [
            Past(watch, found.of((d.service_id, d.terms), watch.url))
            for d in declared
            if (watch := added.watch(d.id, d.entry)) is not None
        ]
        if not out.as_json:
            print_added(out, declarations, added)
        take_pasts(session, out, lambda: pasts, added.to_json(), _left_out(found, declared))


def _declared(
    declarations: Path, services: Sequence[str], *, with_selectors: bool
) -> tuple[list[Declared], list[str]]:
    """What is declared, of these services if any are named, and what is wrong with files that say
    nothing. Raises NotFoundError.
    """
    from monitor.config.ota_declarations import read_declarations

    declared, broken = read_declarations(declarations, with_selectors=with_selectors)
    if not services:
        return declared, broken
    of_them = [d for d in declared if {d.service_id, d.entry.service} & set(services)]
    if not of_them:
        raise NotFoundError(f"{declarations}: no service {', '.join(services)}")
    return of_them, broken


def _left_out(found: OtaRecords, declared: Sequence[Declared]) -> list[str]:
    """What is recorded there and not imported, and why."""
    named = {f"{d.service_id}, {d.terms}" for d in declared}
    others = sorted({f"{service}, {terms}" for service, terms in found.by_document} - named)
    left_out = [f"{one}: not declared" for one in others]
    return left_out + [f"{one}: one page of several" for one in sorted(found.parts)]


# --------------------------------------------------------------------------- WARC

_AS = click.option("--as", "as_id", metavar="NEW-ID", help="As a history of its own, of this name.")


@command(
    "warc",
    "monitor import warc crawl.warc.gz",
    "monitor import warc old-site.warc.gz --id acme-terms --url https://old.example/terms",
    group=import_,
)
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
@click.option("--id", "watch", metavar="ID", type=ID, help="Only of this page.")
@click.option("--url", help="Where the page stood then, if elsewhere.")
@_AS
def warc(
    session: Session,
    out: Output,
    files: tuple[Path, ...],
    watch: str | None,
    url: str | None,
    as_id: str | None,
) -> None:
    """Import what WARC files hold of the watched pages, found by their addresses.

    Redirects and revisits within the files are followed. It alerts nobody, and every version says
    in which file it stands.
    """
    from monitor.cli.exports import PACKAGE

    try:
        from monitor.archives.warc_files import WarcFiles
    except ModuleNotFoundError:
        raise ConfigError(PACKAGE) from None
    from monitor.cli.pasts import Past, take_pasts

    if (url or as_id) and not watch:
        raise click.UsageError("--url and --as belong to one page: name it with --id")
    config = session.config()
    watches = list(config.watches)
    if watch:
        meant = choose(watch, [one.id for one in watches])
        watches = [one for one in watches if one.id == meant]
    found = WarcFiles(files)
    pasts = [Past(one, found.of(url or one.url, one.max_bytes)) for one in watches]
    if not any(past.archived for past in pasts):
        there = sorted(found.addresses(), key=lambda address: -found.addresses()[address])
        shown = f"; there is {', '.join(there[:3])}" if there else ""
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        wanted = url or (watches[0].url if watch else "any address of the watchlist")
        raise NotFoundError(f"no answer to {wanted} in it{shown}{more}")
    take_pasts(session, out, lambda: _named(pasts, as_id))


def _named(pasts: Sequence[Past], as_id: str | None) -> Sequence[Past]:
    """The pasts; with a new id that of the only one is a history of its own."""
    return [replace(p, watch=replace(p.watch, id=as_id)) for p in pasts] if as_id else pasts


# --------------------------------------------------------------------------- Wayback Machine


@command(
    "wayback",
    "monitor import wayback linkedin-user-agreement --from 2020",
    "monitor import wayback acme-terms --from 2023-05 --to 2024 --url https://old.example/terms",
    group=import_,
)
@click.argument("watch", metavar="ID", type=ID)
@click.option("--from", "since", metavar="DAY", help="A year, month or day. Default: all there is.")
@click.option("--to", "until", metavar="DAY", help="Up to this year, month or day.")
@click.option("--url", help="Where the page stood then, if elsewhere.")
@click.option("--pause", metavar="4s", default="4s", help="Between two requests.")
@click.option("--archive", metavar="URL", help="Another archive with the same interface.")
@_AS
def wayback(
    session: Session,
    out: Output,
    watch: str,
    since: str | None,
    until: str | None,
    url: str | None,
    pause: str,
    archive: str | None,
    as_id: str | None,
) -> None:
    """Import the copies of a page that the Wayback Machine of the Internet Archive has.

    At most one copy a day, each as it was received, with a pause between requests: 100 copies take
    about 7 minutes. Nobody is alerted, and every version keeps the address of its copy. If the
    archive stops answering, the import ends; the same command continues where it stopped.
    """
    from monitor.archives.wayback import HOST, Wayback, day
    from monitor.cli.pasts import Past, take_pasts

    begin, end = (day(since) if since else None), (day(until, last=True) if until else None)
    wait, host, address = _how_to_ask(pause, archive or HOST, url)
    config = session.config()
    one = _meant(config.watches, watch)
    with Wayback(
        user_agent=config.user_agent,
        host=host,
        pause=wait,
        allow_private=one.allow_private and bool(archive),
    ) as machine:

        def found() -> Sequence[Past]:
            out.note(f"asking {host} which copies of {address or one.url} it has")
            copies = machine.of(address or one.url, begin, end, one.max_bytes)
            if not copies:
                raise NotFoundError(f"the archive has no copy of {address or one.url} then")
            out.note(f"{count(len(copies), 'copy', 'copies')} to look at")
            return _named([Past(one, copies)], as_id)

        take_pasts(session, out, found)


def _meant(watches: Sequence[Watch], name: str) -> Watch:
    known = {watch.id: watch for watch in watches}
    return known[choose(name, list(known))]


def _how_to_ask(pause: str, archive: str, url: str | None) -> tuple[float, str, str]:
    """The pause in seconds, the archive's address and the page's. Raises UsageError."""
    from monitor.config.values import seconds, web_address

    try:
        return seconds(pause), web_address(archive), web_address(url) if url else ""
    except ValueError as error:
        raise click.UsageError(str(error)) from None

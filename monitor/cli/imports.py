"""Taking over what others have: lists of pages, and the past of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.output import Output, count
from monitor.cli.parameters import ID
from monitor.cli.session import Session, choose, command, shared
from monitor.cli.watchlist_edits import rewritten
from monitor.cli.whole_files import write_whole
from monitor.config import Config, foreign, watchlist_path
from monitor.config.foreign import Foreign
from monitor.config.values import same_address, slug
from monitor.config.writing import guess_names, with_entries
from monitor.errors import ConfigError, NotFoundError
from monitor.model import ExtractRules, Range, Watch

if TYPE_CHECKING:
    from monitor.cli.pasts import Past
    from monitor.config.ota_declarations import Declared
    from monitor.config.writing import Value

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ENDS = {  # as the watchlist writes them, and as the model names them
    "startBefore": "start_before",
    "startAfter": "start_after",
    "endBefore": "end_before",
    "endAfter": "end_after",
}


class _Imports(click.Group):
    """`monitor import FILE` finds out by itself whose list it is."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named, or the one for a file; it gets the options before it."""
        before = ["--json"] if ctx.params["as_json"] else []
        for name in ("watchlist", "database"):
            before += [f"--{name}", ctx.params[name]] if ctx.params[name] else []
        if args and args[0] not in self.commands and Path(args[0]).exists():
            return "list", self.commands["list"], [*before, *args]
        named, found, rest = super().resolve_command(ctx, args)
        return named, found, [*before, *rest]


@click.group("import", cls=_Imports)
@shared
def import_(as_json: bool, watchlist: str | None, database: str | None) -> None:
    """Take over another program's list of pages, or a page's past from an archive.

    What is imported says whose record it is, and alerts nobody. An import that was stopped goes on
    where it was when it is called again.

    \b
    Examples:
      monitor import urls.yaml
      monitor import changedetection url-watches.json --watchlist new.yaml
      monitor import ota contrib-declarations --service LinkedIn --snapshots contrib-snapshots
      monitor import warc crawl.warc.gz
    """


# --------------------------------------------------------------------------- lists


@command("list", "monitor import urls.yaml", group=import_)
@click.argument("file", type=FILE)
def any_list(session: Session, out: Output, file: Path) -> None:
    """Import a list of urlwatch or changedetection.io, whichever it is."""
    _take_list(session, out, file, "")


@command("urlwatch", "monitor import urlwatch urls.yaml", group=import_)
@click.argument("file", type=FILE)
def urlwatch(session: Session, out: Output, file: Path) -> None:
    """Import the list of urlwatch or webchanges (urls.yaml, jobs.yaml).

    Its pages are added to the watchlist, which is created if it is missing. Settings that have no
    counterpart here are listed.
    """
    _take_list(session, out, file, foreign.URLWATCH)


@command("changedetection", "monitor import changedetection url-watches.json", group=import_)
@click.argument("file", type=FILE)
def changedetection(session: Session, out: Output, file: Path) -> None:
    """Import the list of changedetection.io (url-watches.json, or one watch.json).

    Its pages are added to the watchlist, which is created if it is missing. Settings that have no
    counterpart here are listed.
    """
    _take_list(session, out, file, foreign.CHANGEDETECTION)


def _take_list(session: Session, out: Output, file: Path, expected: str) -> None:
    data = file.read_bytes()
    found = foreign.maker(data)
    if not found or expected not in ("", found):
        raise NotFoundError(
            f"{file}: expected the list of {expected or 'urlwatch or of changedetection.io'}"
            + (f", found one of {found}" if found else "")
        )
    added = add_entries(session, [(entry, "") for entry in foreign.entries(data)])
    print_added(out, file, added)


# --------------------------------------------------------------------------- entries


class Added:
    """What became of entries of another program's list."""

    def __init__(self, path: Path, config: Config, entries: Sequence[tuple[Foreign, str]]) -> None:
        """`config`: as it is now; `entries`: those that are new, with their ids."""
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
        return {"watchlist": self.path, "added": self.ids, "left_out": self.left_out}


def add_entries(session: Session, entries: Sequence[tuple[Foreign, str]]) -> Added:
    """Write those into the watchlist that it does not have; each with the id it is to have, or "".

    The watchlist is created if it is missing. Raises ConfigError, and then nothing is written.
    """
    path = watchlist_path(session.watchlist)
    if not path.exists():
        write_whole(path, "watches:\n")
    config = session.config()
    seen: set[object] = {(same_address(w.url), w.rules) for w in config.watches}
    ids = {watch.id for watch in config.watches}
    new: list[tuple[Foreign, str]] = []
    for entry, wanted in entries:
        page = (same_address(entry.url), rules(entry))
        if page in seen or (wanted and wanted in ids):
            continue
        seen.add(page)
        id_ = _free(wanted or slug(" ".join(_names(entry))), ids)
        ids.add(id_)
        new.append((entry, id_))
    if new:
        values = [_values(entry, id_) for entry, id_ in new]
        config = rewritten(session, lambda data: with_entries(data, values), "imported")
    return Added(path, config, new)


def print_added(out: Output, source: Path, added: Added) -> None:
    """What was added, and what of it was left out."""
    if out.as_json:
        out.json(added.to_json())
        return
    out.line(f"{added.path}: {count(len(added.ids), 'page')} added from {source}")
    for id_, what in added.left_out.items():
        out.line(f"  {id_}: not taken over: {', '.join(what)}")
    out.note("next: monitor validate, then monitor check")


def rules(entry: Foreign) -> ExtractRules:
    """Its selectors, as a watch has them."""
    ranges = (one for one in entry.select if isinstance(one, dict))
    return ExtractRules(
        select=tuple(one for one in entry.select if isinstance(one, str)),
        ranges=tuple(Range(**{_ENDS[k]: end for k, end in one.items()}) for one in ranges),
        remove=entry.remove,
    )


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
        "every": entry.every,
        "tags": entry.tags,
        "select": entry.select,
        "remove": entry.remove,
        "enabled": False if entry.paused else "",
    }


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

    DECLARATIONS is its folder of services/*.json. Filters and what else cannot be done here are
    named. With --snapshots (what pages sent) or --versions (Markdown that was made of them) the
    past of the pages is imported as well: it alerts nobody, and every version says whose it is. One
    of the two: what is recorded stands in its order, and nothing is put in between.
    """
    from monitor.config.ota_declarations import read_declarations

    if snapshots and versions:
        raise click.UsageError("one of --snapshots and --versions: a page has one past")
    declared = read_declarations(declarations, with_selectors=not without_selectors)
    if services:
        declared = [d for d in declared if {d.service_id, d.entry.service} & set(services)]
        if not declared:
            raise NotFoundError(f"{declarations}: no service {', '.join(services)}")
    added = add_entries(session, [(d.entry, d.id) for d in declared])
    records = snapshots or versions
    if records is None:
        print_added(out, declarations, added)
        return
    from monitor.archives.ota_records import OtaRecords
    from monitor.cli.pasts import Past, take_pasts

    with OtaRecords(records, {d.service_id for d in declared} if services else ()) as found:
        pasts = [
            Past(watch, found.of((d.service_id, d.terms), watch.url))
            for d in declared
            if (watch := added.watch(d.id, d.entry)) is not None
        ]
        others = sorted({f"{s}, {t}" for s, t in found.by_document} - _names_of(declared))
        parts = sorted(found.parts)
        if not out.as_json:
            print_added(out, declarations, added)
        left_out = [f"{one}: not declared" for one in others]
        left_out += [f"{one}: one page of several" for one in parts]
        take_pasts(session, out, lambda: pasts, added.to_json(), left_out)


def _names_of(declared: Sequence[Declared]) -> set[str]:
    return {f"{d.service_id}, {d.terms}" for d in declared}


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

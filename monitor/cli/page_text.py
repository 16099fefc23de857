"""The text of a page: show, explain, and how a document is printed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from monitor.cli.changes import change_json
from monitor.cli.columns import Column
from monitor.cli.diffing import print_change
from monitor.cli.judging import mark_json, said_text
from monitor.cli.output import STYLES, Output, count, safe, safe_lines
from monitor.cli.parameters import AT, ID, NUMBER
from monitor.cli.session import Session, change_meant, command, looked_at, looked_at_of
from monitor.cli.vouching import LAST, observed_json, origin, vouched
from monitor.errors import NotFoundError
from monitor.model import Block, BlockKind, Document, Observed
from monitor.model.document import READ_BY
from monitor.model.records import ChangeRecord, PageRecord, VersionRecord
from monitor.service.asking import observed
from monitor.text.bundle import parts_of

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.rows.plain_versions import VersionQueries

# --------------------------------------------------------------------------- show


@command(
    "show",
    "monitor show linkedin-user-agreement",
    "monitor show linkedin-user-agreement --at 2025-09-17",
    "monitor show linkedin-user-agreement --version 2 --raw > page.html",
)
@click.argument("watch", metavar="ID", type=ID)
@AT
@click.option("--version", "number", type=NUMBER, metavar="N", help="This version.")
@click.option("--raw", is_flag=True, help="The page's bytes as they were received.")
@click.option("--part", type=NUMBER, metavar="N", help="With --raw: the Nth of several pages.")
@LAST
def show(
    session: Session,
    out: Output,
    watch: str,
    at: datetime | None,
    number: int | None,
    raw: bool,
    part: int | None,
    last: bool,
) -> None:
    """A page's text as it stands, or as it stood, with when it was seen; or a change, by its id.

    Exit code 1 when it was not seen on that day (without --at: today): the page may be gone since,
    or nobody looked. With --last that is only a warning.
    """
    if at is not None and number is not None:
        raise click.UsageError("--at and --version exclude each other")
    if part is not None and not raw:
        raise click.UsageError("--part goes with --raw")
    if raw and out.as_json:
        raise click.UsageError("--raw and --json exclude each other")
    config = session.outline()
    with session.ask(config) as queries:
        if change := change_meant(queries, watch):
            _show_change(queries, out, change)
            return
        watch_id = looked_at_of(config, queries, watch)
        version = queries.version(watch_id, number, at)
        page, seen = queries.page(watch_id), observed(queries, watch_id)[version.number]
        asked = _asked(config, queries, version)
    if raw:
        with session.read() as monitor:
            body = monitor.storage.read_snapshot(version.snapshot)
        _print_raw(out, body if part is None else _part(watch_id, body, part))
    elif out.as_json:
        out.json({**_version_json(page, version, seen), **asked})
    else:
        _print_version(out, page, version, seen, asked)
    if number is None and not vouched(out, [(watch_id, seen)], at, last=last):
        raise click.exceptions.Exit(1)


def _print_version(
    out: Output, page: PageRecord, version: VersionRecord, seen: Observed, asked: Mapping[str, Any]
) -> None:
    """For a person: where it comes from, then its text."""
    name = f"{page.service}, {page.document}"
    origin(out, name, page.url, version.number, seen, version.snapshot)
    if version.content.language:
        out.line(f"edition {safe(version.content.language)}")
    if asked["robots"] is not None:
        out.line(f"robots.txt: {asked['robots']}")
    if asked["read_by"] == "browser":
        out.line("drawn by a browser")
    out.line("")
    print_document(out, version.content)


def _asked(
    config: Config, queries: VersionQueries, version: VersionRecord
) -> dict[str, str | None]:
    """How the page is asked for: what the watchlist says of robots.txt, and what read the version.

    `robots` is None of a page that is no longer in the watchlist.
    """
    watch = config.watch(version.watch_id)
    read_by = queries.headers_of(version.snapshot, version.watch_id).get(READ_BY, "")
    robots = None if watch is None else "obey" if watch.robots else "ignore"
    return {"robots": robots, "read_by": read_by or "plain"}


def _part(watch_id: str, body: bytes, number: int) -> bytes:
    """The bytes of one of several pages. Raises NotFoundError."""
    parts = list(parts_of(body))
    if number > len(parts):
        raise NotFoundError(
            f"{watch_id}: the version was read from {count(len(parts) or 1, 'page')}"
        )
    return parts[number - 1].body


def _version_json(page: PageRecord, version: VersionRecord, seen: Observed) -> dict[str, Any]:
    return {
        "watch": page.watch_id,
        "service": page.service,
        "document": page.document,
        "url": page.url,
        "version": version.number,
        "seen_at": version.seen_at,
        "recorded_at": version.recorded_at,
        **observed_json(seen),
        "snapshot": version.snapshot,
        "technical": version.technical,
        "source": version.source or None,
        **document_json(version.content),
    }


def _show_change(queries: VersionQueries, out: Output, record: ChangeRecord) -> None:
    """A change by the id that its alert prints: what it says, and where the rest is."""
    seen = observed(queries, record.watch_id)[record.to_version]
    marks = queries.marks([record.id])
    if out.as_json:
        said = [mark_json(mark) for mark in marks]
        out.json({**change_json(record), **observed_json(seen), "marks": said})
        return
    snapshot = queries.snapshot_of(record.watch_id, record.to_version)
    name = f"{record.service}, {record.document}"
    origin(out, name, record.url, record.to_version, seen, snapshot)
    out.line("")
    print_change(out, record.change, record)
    for mark in marks:
        out.line(said_text(mark))
    if record.taken_down:
        out.note(f"its last text: monitor show {record.watch_id} --version {record.to_version}")
    else:
        out.note(f"word by word: monitor diff {record.id}")


def _print_raw(out: Output, body: bytes) -> None:
    """The exact bytes to a file or pipe; to a terminal nothing that could act on it."""
    if out.console.is_terminal:
        out.raw(safe_lines(body.decode("utf-8", "replace")) + "\n")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


def document_json(document: Document) -> dict[str, Any]:
    """A document for programs."""
    return {
        "title": document.title,
        "language": document.language,
        "warnings": document.warnings,
        "sections": [
            {
                "path": section.path,
                "blocks": [
                    {"kind": b.kind, "text": b.text, **({"links": b.links} if b.links else {})}
                    for b in section.blocks
                ],
            }
            for section in document.sections
        ],
    }


def print_document(out: Output, document: Document) -> None:
    """Headings, paragraphs and items, readable."""
    for warning in document.warnings:
        out.note(f"warning: {warning}")
    first = True
    for section in document.sections:
        if section.path:
            if not first:
                out.line("")
            depth = "#" * min(6, len(section.path))
            out.line(Text(f"{depth} {safe(section.path[-1])}", style="bold"))
            first = False
        for block in section.blocks:
            if not first and block.kind is not BlockKind.ITEM:
                out.line("")
            out.line(_prefix(block), block.text)
            first = False


def _prefix(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return "  " * max(0, min(block.level, 8) - 1) + "- "
    return "| " if block.kind is BlockKind.ROW else ""


# --------------------------------------------------------------------------- explain


@command("explain", "monitor explain linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
@click.option("--all", "whole", is_flag=True, help="The whole text of every block.")
def explain(session: Session, out: Output, watch: str, whole: bool) -> None:
    """Which blocks of a page count, which do not, and why.

    Navigation, footers, dialogs and lists of links do not count, nor do blocks that have been seen
    to come and go on this page. "as label" and the like names the rule that keeps a block's coming
    and going from being reported; a changed figure, date or place in it still may be.
    """
    with session.read() as monitor:
        found = monitor.explain(looked_at(monitor, watch))
    if out.as_json:
        out.json(
            {
                "watch": found.watch_id,
                "version": found.version,
                "warnings": found.warnings,
                "counting": [{"kind": b.kind, "text": b.text} for b in found.counting],
                "not_counting": [
                    {"kind": b.kind, "text": b.text, "reason": why} for b, why in found.not_counting
                ],
            }
        )
        return
    out.line(
        Text(f"{found.watch_id}", style="bold"),
        f", version {found.version}: {count(len(found.counting), 'block')} of text count, "
        f"{len(found.not_counting)} do not",
    )
    for warning in found.warnings:
        out.line(Text(f"warning: {safe(warning)}", style=STYLES["pending"]))
    rows: list[tuple[object, ...]] = [("yes", "", _shown(b, whole)) for b in found.counting]
    rows += [("no", why, _shown(b, whole)) for b, why in found.not_counting]
    out.table(
        (Column("COUNTS"), Column("WHY NOT", wide=True), Column("TEXT", wide=True)),
        rows,
        "nothing was read from this page",
    )


def _shown(block: Block, whole: bool) -> str:
    text = safe(block.text)
    return text if whole or len(text) <= 160 else text[:159] + "…"

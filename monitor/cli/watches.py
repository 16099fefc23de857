"""Reading what is known about pages: list, history, show, fetches, explain."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Column, Output, count, safe, safe_lines, when
from monitor.cli.session import (
    ID,
    NUMBER,
    SERVICE,
    TAG,
    UNTIL,
    Session,
    command,
    looked_at,
    one_service,
    one_tag,
)
from monitor.cli.vouching import LAST, observed_json, origin, vouched
from monitor.errors import MissingError
from monitor.model import Block, BlockKind, Document, Observed, Outcome, Watch
from monitor.model.records import FetchRecord, PageRecord
from monitor.model.results import HistoryEntry, WatchStatus
from monitor.render.wording import headline

# --------------------------------------------------------------------------- list


@command("list", "monitor list", "monitor list --problems", "monitor list --tag ai --json")
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--tag", type=TAG, metavar="TAG", help="Only watches with this tag.")
@click.option("--problems", is_flag=True, help="Only pages that need a look.")
def list_(
    session: Session, out: Output, service: str | None, tag: str | None, problems: bool
) -> None:
    """The watches and where their pages stand.

    States: ok, new (not looked at yet), pending (a new text waits to be seen again), quarantined
    (the answer is not the page; the reason says why), failing, unstable (swings between texts),
    damaged (in the database; the next check mends it), disabled.
    """
    watches = _chosen(session.config().watches, service, tag)
    try:
        with session.read() as monitor:
            known = {status.watch.id: status for status in monitor.status()}
    except MissingError as missing:
        if session.database:  # asked for by its name: mistyped
            raise
        known = {}
        out.note(str(missing))
    rows = [(w, known.get(w.id)) for w in watches]
    if problems:
        rows = [(w, s) for w, s in rows if state(w, s) not in ("ok", "new", "disabled")]
    if out.as_json:
        out.json([_status_json(w, s) for w, s in rows])
        return
    out.table(
        (
            Column("ID"),
            Column("SERVICE", wide=True, rank=4),
            Column("DOCUMENT", wide=True, rank=3),
            Column("STATE"),
            Column("V", right=True, rank=2),
            Column("CHECKED (UTC)", rank=1),
            Column("NEXT (UTC)"),
            Column("REASON", wide=True),
        ),
        [_status_row(w, s) for w, s in rows],
        "nothing to show"
        if problems or service or tag
        else "the watchlist is empty: monitor add URL",
    )


def _chosen(watches: Sequence[Watch], service: str | None, tag: str | None) -> list[Watch]:
    """The watches of a service and with a tag; NotFoundError where there are none such."""
    if service:
        service = one_service(service, (w.service for w in watches))
    if tag:
        tag = one_tag(tag, watches)
    return [
        w for w in watches if (not service or service == w.service) and (not tag or tag in w.tags)
    ]


def state(watch: Watch, status: WatchStatus | None) -> str:
    """One word for where a page stands."""
    if not watch.enabled:
        return "disabled"
    if status is None or status.record.fetched_at is None:
        return "new"
    page = status.record
    if page.damage:
        return "damaged"
    if page.outcome is Outcome.FAILED:
        return "failing"
    if page.state.quarantine or page.outcome is Outcome.QUARANTINED:
        return "quarantined"
    if page.state.unstable:  # which is to say: pending now and then
        return "unstable"
    return "pending" if page.state.candidate or page.outcome is Outcome.PENDING else "ok"


def _status_row(watch: Watch, status: WatchStatus | None) -> tuple[object, ...]:
    page = status.record if status else None
    word = state(watch, status)
    return (
        watch.id,
        watch.service,
        watch.document,
        word,
        page.version or "" if page else "",
        page.fetched_at if page else None,
        page.next_due_at if page and watch.enabled else None,
        _reason(page) if page and word not in ("ok", "new", "disabled") else "",
    )


def _reason(page: PageRecord) -> str:
    failures = page.state.failures
    return page.damage or page.reason + (f" ({failures} times in a row)" if failures > 1 else "")


def _status_json(watch: Watch, status: WatchStatus | None) -> dict[str, Any]:
    page = status.record if status else None
    return {
        "id": watch.id,
        "service": watch.service,
        "document": watch.document,
        "url": watch.url,
        "tags": watch.tags,
        "enabled": watch.enabled,
        "state": state(watch, status),
        "version": page.version if page else 0,
        "outcome": page.outcome if page else None,
        "reason": (page.damage or page.reason) if page else "",
        "failures": page.state.failures if page else 0,
        "unstable": page.state.unstable if page else False,
        "fetched_at": page.fetched_at if page else None,
        "ok_at": page.ok_at if page else None,
        "next_due_at": page.next_due_at if page else None,
    }


# --------------------------------------------------------------------------- history, fetches


@command("history", "monitor history linkedin-user-agreement")
@click.argument("watch", metavar="ID", type=ID)
def history(session: Session, out: Output, watch: str) -> None:
    """The versions of a page, newest first, each with the change that led to it."""
    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        entries, seen = monitor.history(watch_id), monitor.observed(watch_id)
    if out.as_json:
        numbers = [entry.version.number for entry in entries]
        out.json(
            [
                {**_history_json(entry), **observed_json(seen[number])}
                for entry, number in zip(entries, numbers, strict=True)
            ]
        )
        return
    out.table(
        (
            Column("V", right=True),
            Column("SEEN (UTC)"),
            Column("LAST SEEN", rank=1),
            Column("KIND"),
            Column("SEVERITY"),
            Column("WHAT", wide=True),
        ),
        [_history_row(entry, seen[entry.version.number]) for entry in entries],
        f"{watch_id} has no version yet: monitor check {watch_id}",
    )


def _history_row(entry: HistoryEntry, seen: Observed) -> tuple[object, ...]:
    change, version = entry.change, entry.version
    last = when(seen.last_seen)[:10] + (f"; {seen.after}" if seen.after else "")
    row = (version.number, version.seen_at, last)
    if version.damage:
        return (*row, "", "", version.damage)
    if change is None:
        what = "re-read by a new extractor" if version.technical else "first version"
        return (*row, "", "", what)
    what = headline(change.change, datetime.now(UTC).date())
    what += f" ({change.note})" if change.note else ""
    return (*row, str(change.change.kind), change.change.severity, what)


def _history_json(entry: HistoryEntry) -> dict[str, Any]:
    change, version = entry.change, entry.version
    return {
        "watch": version.watch_id,
        "version": version.number,
        "seen_at": version.seen_at,
        "recorded_at": version.recorded_at,
        "technical": version.technical,
        "snapshot": version.snapshot,
        "digest": version.digest,
        "title": version.document.title,
        "change": None
        if change is None
        else {"id": change.id, "note": change.note, **change.change.to_dict()},
    }


@command("fetches", "monitor fetches linkedin-user-agreement --limit 10")
@click.argument("watch", metavar="ID", type=ID)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
def fetches(session: Session, out: Output, watch: str, limit: int) -> None:
    """Every attempt to get a page, newest first: also the unchanged and the failed ones."""
    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        records = monitor.fetches(watch_id, limit)
    if out.as_json:
        out.json([_fetch_json(record) for record in records])
        return
    out.table(
        (
            Column("WHEN (UTC)"),
            Column("STATUS", right=True),
            Column("OUTCOME"),
            Column("SIZE", right=True, rank=1),
            Column("SECONDS", right=True, rank=2),
            Column("TRIES", right=True, rank=2),
            Column("V", right=True),
            Column("REASON", wide=True),
        ),
        [
            (
                r.fetched_at,
                r.status or "",
                str(r.outcome),
                f"{r.size / 1000:,.0f} kB" if r.size else "",
                f"{r.seconds:.1f}",
                r.tries,
                r.version or "",
                r.reason,
            )
            for r in records
        ],
        f"{watch_id} was not looked at yet: monitor check {watch_id}",
    )


def _fetch_json(record: FetchRecord) -> dict[str, Any]:
    return {
        "watch": record.watch_id,
        "fetched_at": record.fetched_at,
        "outcome": record.outcome,
        "reason": record.reason,
        "status": record.status,
        "final_url": record.final_url,
        "size": record.size,
        "seconds": round(record.seconds, 3),
        "tries": record.tries,
        "snapshot": record.snapshot or None,
        "version": record.version,
    }


# --------------------------------------------------------------------------- show


@command(
    "show",
    "monitor show linkedin-user-agreement",
    "monitor show linkedin-user-agreement --at 2025-09-17",
    "monitor show linkedin-user-agreement --version 2 --raw > page.html",
)
@click.argument("watch", metavar="ID", type=ID)
@click.option("--at", type=UNTIL, metavar="DATE", help="As it stood then (end of the day).")
@click.option("--version", "number", type=NUMBER, metavar="N", help="This version.")
@click.option("--raw", is_flag=True, help="The page's bytes as they were received.")
@LAST
def show(
    session: Session,
    out: Output,
    watch: str,
    at: datetime | None,
    number: int | None,
    raw: bool,
    last: bool,
) -> None:
    """A page's text as it stands, or as it stood, with when it was seen.

    Exit code 1 when it was not seen on that day (without --at: today): the page may be gone since,
    or nobody looked. With --last that is only a warning.
    """
    if at is not None and number is not None:
        raise click.UsageError("--at and --version exclude each other")
    if raw and out.as_json:
        raise click.UsageError("--raw and --json exclude each other")
    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        version = monitor.version(watch_id, number, at)
        body = monitor.raw(watch_id, version.number) if raw else b""
        page, seen = monitor.storage.page(watch_id), monitor.observed(watch_id)[version.number]
    if raw:
        _print_raw(out, body)
    elif out.as_json:
        out.json(
            {
                "watch": watch_id,
                "service": page.service,
                "document": page.document,
                "url": page.url,
                "version": version.number,
                "seen_at": version.seen_at,
                "recorded_at": version.recorded_at,
                **observed_json(seen),
                "snapshot": version.snapshot,
                "technical": version.technical,
                **document_json(version.document),
            }
        )
    else:
        name = f"{page.service}, {page.document}"
        origin(out, name, page.url, version.number, seen, version.snapshot)
        out.line("")
        print_document(out, version.document)
    if number is None and not vouched(out, [(watch_id, seen)], at, last=last):
        raise click.exceptions.Exit(1)


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

    What stands in navigation, footers, dialogs and lists of links does not count, nor does what was
    learned to come and go on this page.
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

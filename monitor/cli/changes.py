"""What changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.columns import Column
from monitor.cli.days import in_order
from monitor.cli.judging import by_change, mark_json, said_text
from monitor.cli.output import Output, csv_text, when
from monitor.cli.parameters import CLASS, ID, SERVICE, SINCE, UNTIL
from monitor.cli.session import Session, command, looked_at_of, one_service
from monitor.model.change import SEVERITIES, Kind
from monitor.render.wording import line_json, told

if TYPE_CHECKING:
    from monitor.app import Monitor
    from monitor.model import Observed
    from monitor.model.records import ChangeRecord, MarkRecord
    from monitor.rows.plain_queries import Queries


@command(
    "changes",
    "monitor changes --since 30d",
    "monitor changes --service LinkedIn --class region --json",
    "monitor changes --kind substantive --severity high",
)
@click.argument("watch", metavar="[ID]", required=False, type=ID)
@click.option("--since", type=SINCE, metavar="WHEN", help="From this time on: 30d, 2025-09-01.")
@click.option("--until", type=UNTIL, metavar="WHEN", help="Up to this time.")
@click.option(
    "--class", "cls", type=CLASS, metavar="CLASS", help="Only this class (monitor classes)."
)
@click.option("--kind", type=click.Choice([str(k) for k in Kind]), help="Only this kind.")
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="At least this severe.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the latest N.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
def changes(
    session: Session,
    out: Output,
    watch: str | None,
    since: datetime | None,
    until: datetime | None,
    cls: str | None,
    kind: str | None,
    service: str | None,
    severity: str | None,
    limit: int | None,
    as_csv: bool,
) -> None:
    """List changes, newest first. Without --since: all of them.

    --since and --until go by when a change was first seen on the page.
    """
    in_order(since, until)
    filters = {"since": since, "until": until, "cls": cls, "kind": kind, "limit": limit}
    if as_csv:  # with what the other tables have no room for
        with session.read() as monitor:
            found = _found(session, monitor.storage, watch, service, severity, filters)
            out.raw(csv_text(CSV_COLUMNS, change_cells(monitor, found)))
        return
    with session.ask() as queries:
        found = _found(session, queries, watch, service, severity, filters)
        said = by_change(queries.marks())
    if out.as_json:
        out.json([{**change_json(c), "marks": [mark_json(m) for m in said(c.id)]} for c in found])
    else:
        _change_table(out, found, said)


def _found(
    session: Session,
    queries: Queries,
    watch: str | None,
    service: str | None,
    severity: str | None,
    filters: dict[str, Any],
) -> list[ChangeRecord]:
    """The changes that were asked for. Raises NotFoundError for a page or service unknown."""
    if watch:
        filters["watch_id"] = looked_at_of(session.outline(), queries, watch)
    if service:
        filters["service"] = one_service(service, queries.services())
    if not severity:
        return queries.changes(**filters)
    least, limit = SEVERITIES.index(severity), filters.pop("limit")
    found = queries.changes(**filters)
    return [c for c in found if SEVERITIES.index(c.change.severity) >= least][:limit]


def _change_table(
    out: Output, found: Sequence[ChangeRecord], said: Callable[[str], list[MarkRecord]]
) -> None:
    """What it says before where it is: a row of 100 columns has to tell something."""
    today = datetime.now(UTC).date()
    out.table(
        (
            Column("SEEN"),
            Column("SEVERITY"),
            Column("WHAT", wide=True, least=60),
            Column("PAGE", below=True),
            Column("NOTES", wide=True, below=True),
            Column("CHANGE", below=True),
            Column("V", rank=1, below=True),
            Column("KIND", rank=2, below=True),
        ),
        [
            (
                when(c.seen_at)[:10],
                c.change.severity,
                told(c, today),
                c.watch_id,
                "; ".join(said_text(mark) for mark in said(c.id)),
                c.id,
                f"{c.from_version}→{c.to_version}",
                str(c.change.kind),
            )
            for c in found
        ],
        "nothing changed",
    )


CSV_COLUMNS = (
    "change",
    "watch",
    "service",
    "document",
    "kind",
    "severity",
    "classes",
    "what",
    "quotes",
    "first_seen",
    "last_seen",
    "after",
    "not_seen",
    "from_version",
    "to_version",
    "url",
    "snapshot",
)


def change_cells(monitor: Monitor, found: Sequence[ChangeRecord]) -> Iterator[tuple[object, ...]]:
    """One change for a spreadsheet, with its proof, how long its text stood, and its hash."""
    today = datetime.now(UTC).date()
    seen: dict[str, dict[int, Observed]] = {}
    for c in found:
        if c.watch_id not in seen:
            seen[c.watch_id] = monitor.observed(c.watch_id)
        stood = seen[c.watch_id][c.to_version]
        yield (
            c.id,
            c.watch_id,
            c.service,
            c.document,
            str(c.change.kind),
            c.change.severity,
            " ".join(c.change.classes),
            told(c, today),
            " | ".join(dict.fromkeys(f.quote for f in c.change.findings if f.quote)),
            when(c.seen_at)[:10],
            when(stood.last_seen)[:10] if stood.last_seen >= c.seen_at else "",  # taken down
            stood.after,
            stood.not_seen,
            c.from_version,
            c.to_version,
            c.url,
            monitor.storage.snapshot_of(c.watch_id, c.to_version),
        )


def change_json(record: ChangeRecord) -> dict[str, Any]:
    """A change for programs: where it stands, then what it is."""
    return {
        **record.reference(),
        "seen_at": record.seen_at,
        "recorded_at": record.recorded_at,
        **line_json(record, datetime.now(UTC).date()),
        **record.change.to_dict(),
    }

"""A report of changes for a board, an article or a sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.changes import CSV_COLUMNS, change_cells, change_json
from monitor.cli.days import in_order
from monitor.cli.judging import by_change, mark_json
from monitor.cli.output import Output, csv_text
from monitor.cli.parameters import CLASS, SERVICE, SINCE, UNTIL
from monitor.cli.session import Session, command, one_service
from monitor.cli.vouching import observed_json
from monitor.model import Kind
from monitor.model.records import FALSE_ALARM, ChangeRecord, MarkRecord

if TYPE_CHECKING:
    from monitor.app import Monitor

FORMS = ("md", "html", "csv")

SHOWN = 5  # points of a change; a board reads no thirty


@command(
    "report",
    "monitor report --since 2026-05 > report.md",
    "monitor report --since '3 months' --class ai-training --html > report.html",
)
@click.option("--since", type=SINCE, metavar="WHEN", help="From then on: 2026-05, 3 months.")
@click.option("--until", type=UNTIL, metavar="WHEN", help="Until then.")
@click.option("--class", "cls", type=CLASS, metavar="CLASS", help="Only this class.")
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--all", "every", is_flag=True, help="Editorial changes as well.")
@click.option("--md", "form", flag_value="md", default=True, help="As Markdown (the default).")
@click.option("--html", "form", flag_value="html", help="As one HTML page.")
@click.option("--csv", "form", flag_value="csv", help="As CSV for a spreadsheet.")
def report(
    session: Session,
    out: Output,
    since: datetime | None,
    until: datetime | None,
    cls: str | None,
    service: str | None,
    every: bool,
    form: str,
) -> None:
    """Report the changes, each with its main points, quotes, when it was seen, hash and notes.

    Changes marked as false alarms are left out, and counted.
    """
    in_order(since, until)
    now = datetime.now(UTC)
    with session.read() as monitor:
        if service:
            service = one_service(service, monitor.storage.services())
        kind = None if every else str(Kind.SUBSTANTIVE)
        records = monitor.changes(since=since, until=until, cls=cls, service=service, kind=kind)
        said = by_change(monitor.storage.marks())
        false = [r for r in records if any(m.kind == FALSE_ALARM for m in said(r.id))]
        records = [r for r in records if r not in false]
        cells = list(change_cells(monitor, records))
        entries = [_entry(monitor, record, said(record.id), now.date()) for record in records]
    if out.as_json:
        out.json([_json(entry) for entry in entries])
    elif form == "csv":
        out.raw(csv_text(CSV_COLUMNS, cells))
    else:
        from monitor.web.page_templates import rendered

        told = {"entries": entries, "left_out": len(false)}
        out.raw(rendered(f"report.{form}.j2", **told, since=since, until=until, now=now))


def _entry(
    monitor: Monitor, record: ChangeRecord, marks: list[MarkRecord], today: date
) -> dict[str, Any]:
    """One change as the templates of a report take it."""
    from monitor.render.wording import proofs, told

    headline = told(record, today)
    points = [point.text for point in record.change.points if point.text not in headline]
    return {
        "record": record,
        "headline": headline,
        "points": points[:SHOWN],
        "left": len(points) - SHOWN,
        "proofs": proofs(record.change.findings, today),
        "seen": monitor.observed(record.watch_id)[record.to_version],
        "snapshot": monitor.storage.snapshot_of(record.watch_id, record.to_version),
        "marks": marks,
    }


def _json(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        **change_json(entry["record"]),
        **observed_json(entry["seen"]),
        "snapshot": entry["snapshot"],
        "marks": [mark_json(mark) for mark in entry["marks"]],
    }

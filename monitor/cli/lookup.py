"""What the documents say: facts, upcoming, classes."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.output import STYLES, Column, Output, count, safe, when
from monitor.cli.session import CLASS, ID, UNTIL, Session, command, looked_at
from monitor.model import Finding
from monitor.model.results import Deadline, FactRow
from monitor.render.wording import fact_value

OF_TRAINING = {
    "class": "training",
    "data": "trained on",
    "excluded": "not trained on",
    "trainer": "also trained by",
}
CSV_COLUMNS = (
    "watch",
    "service",
    "document",
    "class",
    "fact",
    "value",
    "since",
    "version",
    "section",
    "quote",
    "url",
)


# --------------------------------------------------------------------------- facts


@command(
    "facts",
    "monitor facts linkedin-user-agreement",
    "monitor facts --class ai-training",
    "monitor facts linkedin-user-agreement --at 2025-09-01 --json",
    "monitor facts --class retention --csv > retention.csv",
)
@click.argument("watch", metavar="[ID]", required=False, type=ID)
@click.option("--at", type=UNTIL, metavar="DATE", help="As it stood then (end of the day).")
@click.option(
    "--class", "cls", type=CLASS, metavar="CLASS", help="Only this class (monitor classes)."
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
def facts(
    session: Session,
    out: Output,
    watch: str | None,
    at: datetime | None,
    cls: str | None,
    as_csv: bool,
) -> None:
    """What a document says now (or said at a time), each fact with its quote and since when.

    Without ID: all watches, the table for a class across services.
    """
    with session.read() as monitor:
        rows = monitor.facts(looked_at(monitor, watch) if watch else None, cls, at)
    if out.as_json:
        out.json([_fact_json(row) for row in rows])
    elif as_csv:
        out.raw(_csv(rows))
    else:
        _fact_table(out, rows, one_watch=bool(watch), one_class=bool(cls))


def _fact_table(out: Output, rows: list[FactRow], *, one_watch: bool, one_class: bool) -> None:
    """What was asked for needs no column of its own where a terminal is narrow."""
    out.table(
        (
            Column("ID", rank=3 if one_watch else 0),
            Column("CLASS", rank=2 if one_class else 0),
            Column("FACT"),
            Column("SAYS", wide=True),
            Column("SINCE", rank=1),
            Column("QUOTE", wide=True),
        ),
        [
            (
                rows[0].watch_id,
                rows[0].finding.cls,
                _fact_name(rows[0].finding),
                ", ".join(fact_value(r.finding) for r in rows),
                f"{when(rows[0].since_at)[:10]} (v{rows[0].version})",
                f"“{rows[0].finding.quote}”" if rows[0].finding.quote else "",
            )
            for rows in _by_quote(rows)
        ],
        "no facts found",
    )


def _by_quote(rows: list[FactRow]) -> list[list[FactRow]]:
    """Rows that one sentence proves together: a list of places is one line, not one for each."""
    groups: dict[tuple[object, ...], list[FactRow]] = {}
    for r in rows:
        f = r.finding
        key = (r.watch_id, f.cls, f.fact, f.role, f.quote, r.version)
        groups.setdefault(key, []).append(r)
    return list(groups.values())


def _fact_name(finding: Finding) -> str:
    if finding.cls == "ai-training" and finding.fact in OF_TRAINING:
        return OF_TRAINING[finding.fact]
    return "" if finding.fact == "class" else finding.role or finding.fact


def _fact_json(row: FactRow) -> dict[str, object]:
    finding = row.finding
    return {
        "watch": row.watch_id,
        "service": row.service,
        "document": row.document,
        "url": row.url,
        "class": finding.cls,
        "fact": finding.fact,
        "role": finding.role,
        "value": finding.new,
        "quote": finding.quote,
        "section": finding.section,
        "rule": finding.rule,
        "words": finding.words,
        "version": row.version,
        "since_at": row.since_at,
    }


def _csv(rows: list[FactRow]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for r in rows:
        f = r.finding
        cells = (
            r.watch_id,
            r.service,
            r.document,
            f.cls,
            f.role or f.fact,
            f.new or "",
            when(r.since_at)[:10],
            str(r.version),
            " › ".join(f.section),
            f.quote,
            r.url,
        )
        writer.writerow([_cell(cell) for cell in cells])
    return text.getvalue()


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = safe(text)
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


# --------------------------------------------------------------------------- upcoming


@command("upcoming", "monitor upcoming", "monitor upcoming --ics deadlines.ics")
@click.option("--ics", metavar="FILE", help="Write an iCalendar file instead (- for the output).")
def upcoming(session: Session, out: Output, ics: str | None) -> None:
    """Dates in the future that the documents give, soonest first, and what to do by then."""
    from monitor.render.calendar import without_days

    now = datetime.now(UTC)
    with session.read() as monitor:
        deadlines = monitor.upcoming(now)
    if ics:
        _write_calendar(out, ics, deadlines)
    elif out.as_json:
        out.json([_deadline_json(d) for d in deadlines])
    else:
        out.table(
            (
                Column("DATE"),
                Column("DAYS", right=True),
                Column("WHAT"),
                Column("SERVICE", wide=True),
                Column("DOCUMENT", wide=True),
                Column("SUMMARY", wide=True, rank=1),
                Column("WHAT TO DO", wide=True),
            ),
            [
                (
                    d.date.isoformat(),
                    Text(str(d.days_left), style=_urgency(d.days_left)),
                    "act by" if d.role == "deadline" else "takes effect",
                    d.service,
                    d.document,
                    without_days(d.summary),
                    d.what_to_do if d.what_to_do != d.summary else "",
                )
                for d in deadlines
            ],
            "no document gives a date in the future",
        )


def _deadline_json(deadline: Deadline) -> dict[str, object]:
    return {
        "watch": deadline.watch_id,
        "service": deadline.service,
        "document": deadline.document,
        "url": deadline.url,
        "role": deadline.role,
        "date": deadline.date,
        "days_left": deadline.days_left,
        "summary": deadline.summary,
        "what_to_do": deadline.what_to_do,
        "change": deadline.change_id or None,
        "moved": deadline.moves,
    }


def _urgency(days: int) -> str:
    return STYLES["high"] if days <= 7 else STYLES["medium"] if days <= 30 else ""


def _write_calendar(out: Output, file: str, deadlines: list[Deadline]) -> None:
    from monitor.render.calendar import calendar

    data = calendar(deadlines)
    if file == "-":
        out.raw(data.decode())
        return
    try:
        Path(file).expanduser().write_bytes(data)
    except OSError as e:
        raise click.UsageError(f"--ics {file}: {e.strerror}") from None
    out.note(f"{file}: {count(len(deadlines), 'date')}")


# --------------------------------------------------------------------------- classes


@command("classes", "monitor classes", "monitor classes ai-training")
@click.argument("wanted", metavar="[CLASS]", required=False, type=CLASS)
def classes(session: Session, out: Output, wanted: str | None) -> None:
    """The classes of changes: what they mean, with an example. Needs no watchlist."""
    from monitor.classify import catalogue

    found = [info for info in catalogue() if wanted in (None, info.name)]
    if out.as_json:
        out.json([{"class": i.name, "meaning": i.meaning, "examples": i.examples} for i in found])
        return
    out.table(
        (Column("CLASS"), Column("MEANING", wide=True), Column("EXAMPLE", wide=True)),
        [(i.name, i.meaning, i.examples[0] if i.examples else "") for i in found],
        "no classes",
    )

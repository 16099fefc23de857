"""What is to come and what classes there are: upcoming, classes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.columns import Column
from monitor.cli.output import STYLES, Output, count, csv_text, when
from monitor.cli.parameters import CLASS, SERVICE
from monitor.cli.session import Session, command, one_service
from monitor.cli.vouching import observed_json
from monitor.model.results import Deadline

# --------------------------------------------------------------------------- upcoming


@command(
    "upcoming",
    "monitor upcoming",
    "monitor upcoming --service LinkedIn --days 30",
    "monitor upcoming --ics deadlines.ics",
)
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--days", type=click.IntRange(0), metavar="N", help="Only within this many days.")
@click.option("--ics", metavar="FILE", help="Write an iCalendar file instead (- for the output).")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
def upcoming(
    session: Session,
    out: Output,
    service: str | None,
    days: int | None,
    ics: str | None,
    as_csv: bool,
) -> None:
    """List the future dates in the documents, soonest first, and what to do by then."""
    service, found = _to_come(session, service, called_off=bool(ics))
    deadlines = [
        d for d in found if service in (None, d.service) and (days is None or d.days_left <= days)
    ]
    if ics:
        _write_calendar(out, ics, deadlines)
    elif as_csv:
        out.raw(csv_text(CSV_COLUMNS, map(_deadline_cells, deadlines)))
    elif out.as_json:
        out.json([_deadline_json(d) for d in deadlines])
    else:
        _deadline_table(out, deadlines)


def _to_come(
    session: Session, service: str | None, *, called_off: bool
) -> tuple[str | None, list[Deadline]]:
    """The service as it is written there, and the dates: by the shortest way that has them."""
    from monitor.service import asking

    now = datetime.now(UTC)
    config = session.outline()
    with session.ask(config) as queries:
        if service:
            service = one_service(service, queries.services())
        found = None if called_off else asking.upcoming(queries, config, now)
    if found is not None:
        return service, found
    with session.read() as monitor:
        return service, [*monitor.upcoming(now), *(monitor.called_off(now) if called_off else ())]


def _deadline_table(out: Output, deadlines: list[Deadline]) -> None:
    from monitor.render.wording import without_days

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


CSV_COLUMNS = (
    "date",
    "days_left",
    "role",
    "watch",
    "service",
    "document",
    "what_to_do",
    "quote",
    "first_seen",
    "last_seen",
    "not_seen",
    "change",
    "url",
    "snapshot",
)


def _deadline_cells(d: Deadline) -> tuple[object, ...]:
    s = d.seen
    seen = (s.since, when(s.last_seen)[:10], s.not_seen) if s else ("", "", "")
    names = (d.watch_id, d.service, d.document)
    what = (d.what_to_do, d.quote, *seen, d.change_id, d.url, d.snapshot)
    return (d.date.isoformat(), d.days_left, d.role, *names, *what)


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
        "link": deadline.link,
        "change": deadline.change_id or None,
        "moved": deadline.moves,
        "quote": deadline.quote,
        "snapshot": deadline.snapshot,
        **(observed_json(deadline.seen) if deadline.seen else {}),
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

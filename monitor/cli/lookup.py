"""What is to come and what classes there are: upcoming, classes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.output import STYLES, Column, Output, count
from monitor.cli.session import CLASS, Session, command
from monitor.model.results import Deadline

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

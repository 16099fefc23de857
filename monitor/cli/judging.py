"""What people say of changes: note, seen, false-alarm. Nothing learns from it silently."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.output import Output, count, when
from monitor.cli.session import Session, change_meant, command
from monitor.errors import NotFoundError
from monitor.model.records import FALSE_ALARM, NOTE, SEEN, ChangeRecord, MarkRecord

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.app import Monitor

BY = click.option("--by", metavar="NAME", help="Who says so. Default: your name on this machine.")


@command("note", "monitor note 3f2a9c11d0e4 'Told the works council on Monday.'")
@click.argument("change", metavar="CHANGE")
@click.argument("text", metavar="TEXT")
@BY
def note(session: Session, out: Output, change: str, text: str, by: str | None) -> None:
    """Write something down beside a change; lists, pages and reports show it."""
    _mark(session, out, (change,), NOTE, text, by)


@command("seen", "monitor seen 3f2a9c11d0e4")
@click.argument("changes", metavar="CHANGE...", nargs=-1, required=True)
@BY
def seen(session: Session, out: Output, changes: tuple[str, ...], by: str | None) -> None:
    """Say that you have read a change."""
    _mark(session, out, changes, SEEN, "", by)


@command(
    "false-alarm",
    "monitor false-alarm 3f2a9c11d0e4 'only the menu changed'",
    "monitor false-alarm --json > false-alarms.json",
)
@click.argument("change", metavar="[CHANGE]", required=False)
@click.argument("text", metavar="[WHY]", default="")
@BY
def false_alarm(
    session: Session, out: Output, change: str | None, text: str, by: str | None
) -> None:
    """Say that a change should not have been reported; shows the rules and words behind it.

    Without CHANGE: all false alarms so far, with --json for measuring. No rule changes by itself:
    the list is for whoever maintains them.
    """
    if change:
        record = _mark(session, out, (change,), FALSE_ALARM, text, by)[0]
        if not out.as_json:
            for line in _made_by(record):
                out.line(line)
        return
    with session.read() as monitor:
        said = monitor.storage.marks(kind=FALSE_ALARM)
        records = [(mark, monitor.storage.change(mark.change_id)) for mark in said]
    if out.as_json:
        out.json([_alarm_json(mark, record) for mark, record in records])
        return
    for mark, record in records:
        out.line(f"{mark.change_id}  {record.watch_id}  {said_text(mark)}")
        for line in _made_by(record):
            out.line(line)
    out.note(count(len(records), "false alarm"))


def _mark(
    session: Session, out: Output, changes: Sequence[str], kind: str, text: str, by: str | None
) -> list[ChangeRecord]:
    """Say it of these changes. Raises NotFoundError before anything is written."""
    with session.write() as monitor:
        records = [_change(monitor, change) for change in changes]
        who, at = by or _name(), datetime.now(UTC)
        for record in records:
            monitor.storage.add_mark(record.id, kind, text=text, by=who, at=at)
    if out.as_json:
        out.json([{"change": r.id, "kind": kind, "text": text, "by": who} for r in records])
    else:
        for record in records:
            out.line(f"{record.id}: {said_text(MarkRecord(record.id, kind, text, who, at))}")
    return records


def _change(monitor: Monitor, text: str) -> ChangeRecord:
    found = change_meant(monitor.storage, text)
    if found is None:
        raise NotFoundError(f"no change '{text}'; `monitor changes` lists them")
    return found


def _name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "somebody"


def said_text(mark: MarkRecord) -> str:
    """ "false alarm (ana, 2026-05-01 09:00): only the menu"."""
    what = mark.kind.replace("-", " ")
    return f"{what} ({mark.by}, {when(mark.at)})" + (f": {mark.text}" if mark.text else "")


def _made_by(record: ChangeRecord) -> Iterable[str]:
    """The rules and words by which a change was judged."""
    yield f"  it was {record.change.kind}, {record.change.severity}: {record.change.summary}"
    for finding in record.change.findings:
        words = ", ".join(f"“{word}”" for word in finding.words)
        yield f"  {finding.cls}, by rule {finding.rule or 'class'}" + (
            f": {words}" if words else ""
        )


def _alarm_json(mark: MarkRecord, record: ChangeRecord) -> dict[str, Any]:
    return {
        "change": record.id,
        "watch": record.watch_id,
        "url": record.url,
        "text": mark.text,
        "by": mark.by,
        "at": mark.at,
        "kind": record.change.kind,
        "severity": record.change.severity,
        "classes": record.change.classes,
        "rules": [
            {"class": f.cls, "rule": f.rule, "words": f.words, "quote": f.quote}
            for f in record.change.findings
        ],
    }


def mark_json(mark: MarkRecord) -> dict[str, Any]:
    """One thing that was said, for programs."""
    return {"kind": mark.kind, "text": mark.text, "by": mark.by, "at": mark.at}


def by_change(marks: Iterable[MarkRecord]) -> Callable[[str], list[MarkRecord]]:
    """What was said of a change, by its id."""
    grouped: dict[str, list[MarkRecord]] = {}
    for mark in marks:
        grouped.setdefault(mark.change_id, []).append(mark)
    return lambda change_id: grouped.get(change_id, [])

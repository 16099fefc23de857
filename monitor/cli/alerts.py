"""The outbox: alerts (sent, pending, failed), alerts show, test, retry, resend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.text import Text

from monitor.cli import alert_forms
from monitor.cli.alert_forms import FORMS
from monitor.cli.columns import Column
from monitor.cli.output import STYLES, Output, count, safe, when
from monitor.cli.parameters import ROUTE
from monitor.cli.session import Session, choose, command, session_of, shared
from monitor.errors import NotFoundError, StorageError
from monitor.model.outgoing import AlertRecord
from monitor.model.records import ChangeRecord
from monitor.model.results import SentTest

STATUSES = ("pending", "sent", "failed", "dead")


@click.group("alerts", invoke_without_command=True)
@shared
@click.option("--status", type=click.Choice(STATUSES), help="Only these.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
@click.pass_context
def alerts(
    ctx: click.Context,
    as_json: bool,
    watchlist: str | None,
    database: str | None,
    status: str | None,
    limit: int,
) -> None:
    """Messages sent, pending, failed (will be tried again) and dead (given up), newest first.

    \b
    Examples:
      monitor alerts
      monitor alerts --status dead
      monitor alerts show 3f2a
      monitor alerts preview --as slack
      monitor alerts test
      monitor alerts retry
      monitor alerts resend 9c1d --route legal
    """
    if ctx.invoked_subcommand:
        return
    session = session_of(watchlist, database)
    out = Output(as_json=as_json)
    with session.read() as monitor:
        found = monitor.alerts(status, limit)
    if out.as_json:
        out.json([_alert_json(a) for a in found])
    else:
        _alert_table(out, found, "no alerts" if status is None else f"no {status} alerts")


def _alert_table(out: Output, found: Sequence[AlertRecord], empty: str) -> None:
    out.table(
        (
            Column("CREATED (UTC)"),
            Column("STATUS"),
            Column("KIND"),
            Column("ROUTE", rank=2),
            Column("TO", rank=1),
            Column("TRIES", right=True, rank=3),
            Column("TITLE", wide=True),
            Column("NOTE", wide=True),
            Column("ID", rank=3),
        ),
        [
            (
                a.created_at,
                a.status,
                a.kind,
                a.route,
                a.label,
                a.tries,
                a.title,
                a.error,
                a.id,
            )
            for a in found
        ],
        empty,
    )


def _alert_json(alert: AlertRecord) -> dict[str, Any]:
    """Without the bodies: they are long, and in the message."""
    return {
        "id": alert.id,
        "watch": alert.watch_id,
        "change": alert.change_id or None,
        "kind": alert.kind,
        "route": alert.route,
        "to": alert.label,
        "title": alert.title,
        "status": alert.status,
        "tries": alert.tries,
        "created_at": alert.created_at,
        "next_try_at": alert.next_try_at,
        "sent_at": alert.sent_at,
        "error": alert.error,
        "answer": alert.answer,
        "sent_as": alert.sent_as or None,
        "hold_until_at": alert.hold_until_at,
    }


@command("show", "monitor alerts show 3f2a", group=alerts)
@click.argument("alert_id", metavar="ID")
def show(session: Session, out: Output, alert_id: str) -> None:
    """Show what was sent or is waiting: to whom, when, what the channel answered, and the text."""
    with session.read() as monitor:
        found = monitor.alert(_alert(alert_id, monitor.alerts(), "no alert"))
    if out.as_json:
        out.json({**_alert_json(found), "text": found.text, "html": found.html})
        return
    rows = (
        ("alert", found.id),
        ("kind", found.kind),
        ("change", found.change_id or found.about.change),
        ("to", f"{found.label} (route {found.route})"),
        ("status", f"{found.status}, tries: {found.tries}"),
        ("created", found.created_at),
        ("sent", found.sent_at),
        ("sent as", found.sent_as if found.sent_as != found.id else ""),
        ("next try", found.next_try_at if found.status in ("pending", "failed") else None),
        ("held until", found.hold_until_at if found.status in ("pending", "failed") else None),
        ("note" if found.status == "pending" else "error", found.error),
        ("answer", found.answer),
    )
    for name, value in rows:
        if value:
            shown = f"{when(value)} UTC" if isinstance(value, datetime) else value
            out.line(Text(f"{name}: ", "dim"), shown)
    for line in ("", found.title, "", *found.text.splitlines()):
        out.line(_indented(line))


@command("resend", "monitor alerts resend 9c1d --route legal", group=alerts)
@click.argument("change", metavar="CHANGE")
@click.option("--route", metavar="ROUTE", help="Only to this route, whatever its filters say.")
def resend(session: Session, out: Output, change: str, route: str | None) -> None:
    """Send a change again, to all routes that it was meant for or to one of them.

    Also for a change that was found while nobody's address was known. Exit code 1 when it fails.
    """
    with session.write(thorough=True) as monitor:
        if route:
            route = _route(route, [r.name for r in monitor.config.routes])
        known = [record.id for record in monitor.changes()]
        number = monitor.resend(choose(change, known), route)
        delivered = monitor.deliver()
    if out.as_json:
        out.json({"queued": number, "alerts": delivered})
    else:
        out.line(f"{count(number, 'alert')} queued: {delivered.sent} sent in all")
        if delivered.waiting:
            out.note(f"{count(delivered.waiting, 'alert')} waiting for an address")
    if delivered.failed or delivered.dead:
        raise click.exceptions.Exit(1)


@command(
    "preview",
    "monitor alerts preview --as email --open",
    "monitor alerts preview 9c1d --as slack",
    group=alerts,
)
@click.argument("change", metavar="[CHANGE]", required=False)
@click.option(
    "--as",
    "form",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="The channel's form.",
)
@click.option("--route", metavar="ROUTE", help="With this route's templates.")
@click.option("--open", "in_browser", is_flag=True, help="Show it in the browser.")
def preview(
    session: Session,
    out: Output,
    change: str | None,
    form: str,
    route: str | None,
    in_browser: bool,
) -> None:
    """Show what a channel would get for a change: this one, else the latest, else a made-up one."""
    from monitor.config import template_files
    from monitor.render import sample

    config = session.config()
    folder = ""
    if route:
        name = _route(route, [r.name for r in config.routes])
        folder = next(r.templates for r in config.routes if r.name == name)
    now = datetime.now(UTC)
    record = _change(session, change) or sample.change(now)
    text, kind = alert_forms.written(form, record, now, template_files.read(folder), config.web)
    if out.as_json:
        out.json({"change": record.id, "as": form, "kind": kind, "content": text})
    else:
        for line in text.splitlines():
            out.line(_indented(line))
    if in_browser:
        out.note(str(alert_forms.show_in_browser(text, kind)))


def _indented(line: str) -> Text:
    text = line.lstrip(" ")
    return Text(" " * (len(line) - len(text)) + safe(text))


def _change(session: Session, text: str | None) -> ChangeRecord | None:
    """The change that is meant, else the latest; None where there is none yet."""
    try:
        with session.read() as monitor:
            known = [record.id for record in monitor.changes()]
            if text:
                return monitor.storage.change(choose(text, known))
            return monitor.storage.change(known[0]) if known else None
    except StorageError:
        if text:
            raise
        return None  # nothing was looked at yet


@command("test", "monitor alerts test", "monitor alerts test team", group=alerts)
@click.argument("route", required=False, type=ROUTE)
def test(session: Session, out: Output, route: str | None) -> None:
    """Send a test message to every recipient (of one route) now. Exit code 1 when one failed."""
    from monitor.app import send_tests

    config = session.config(thorough=True)
    if route:
        route = _route(route, [r.name for r in config.routes])
    results = send_tests(config, route)
    if out.as_json:
        out.json([{"route": r.route, "to": r.label, "ok": r.ok, "error": r.error} for r in results])
    else:
        out.table(
            (Column("ROUTE"), Column("TO", wide=True), Column("RESULT"), Column("NOTE", wide=True)),
            [
                (r.route, label, _verdict(r.ok), r.error)
                for r, label in zip(results, _told_apart(results), strict=True)
            ],
            "no route has an address; see 'notify' in the watchlist",
        )
    if not results or not all(r.ok for r in results):
        raise click.exceptions.Exit(1)


def _told_apart(results: Sequence[SentTest]) -> Iterator[str]:
    """The labels; where one route has the same twice, with their place among its addresses."""
    places = Counter((r.route, r.label) for r in results)
    seen: Counter[tuple[str, str]] = Counter()
    for r in results:
        seen[r.route, r.label] += 1
        several = places[r.route, r.label]
        place = f" ({seen[r.route, r.label]} of {several})" if several > 1 else ""
        yield r.label + place


def _verdict(ok: bool) -> Text:
    return Text("sent", STYLES["ok"]) if ok else Text("failed", STYLES["failed"])


def _route(text: str, known: list[str]) -> str:
    from monitor.config.values import nearest

    if text in known:
        return text
    names = ", ".join(known) or "none"
    raise NotFoundError(f"no route '{text}'{nearest(text, known) or f'; there are: {names}'}")


@command("retry", "monitor alerts retry", "monitor alerts retry 3f2a", group=alerts)
@click.argument("ids", metavar="[ID]...", nargs=-1)
def retry(session: Session, out: Output, ids: tuple[str, ...]) -> None:
    """Send failed and dead alerts again: all, or those named. Exit code 1 when one fails again."""
    with session.write(thorough=True) as monitor:
        wanted = None
        if ids:
            waiting = [a for s in ("failed", "dead") for a in monitor.alerts(s)]
            wanted = [_alert(text, waiting) for text in ids]
        number = monitor.retry_alerts(wanted)
        delivered = monitor.deliver()
    if out.as_json:
        out.json({"retried": number, "alerts": delivered})
    elif not number:
        out.note("no alert has failed")
    else:
        out.line(
            f"{count(number, 'alert')} tried again: {delivered.sent} sent, "
            f"{delivered.failed} failed, {delivered.dead} given up"
        )
    if delivered.failed or delivered.dead:
        raise click.exceptions.Exit(1)


def _alert(text: str, known: list[AlertRecord], none: str = "no failed or dead alert") -> str:
    try:
        return choose(text, [a.id for a in known])
    except NotFoundError:
        raise NotFoundError(f"{none} '{safe(text)}'") from None

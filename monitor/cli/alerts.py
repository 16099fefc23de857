"""The outbox: alerts (sent, pending, failed), alerts test, alerts retry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.text import Text

from monitor.cli.output import STYLES, Column, Output, count, safe
from monitor.cli.session import ROUTE, Session, choose, command, session_of, shared
from monitor.errors import NotFoundError
from monitor.model.records import AlertRecord
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
      monitor alerts test
      monitor alerts retry
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
    }


@command("test", "monitor alerts test", "monitor alerts test team", group=alerts)
@click.argument("route", required=False, type=ROUTE)
def test(session: Session, out: Output, route: str | None) -> None:
    """Send a test message to every recipient (of one route) now. Exit code 1 when one failed."""
    with session.open(thorough=True) as monitor:
        if route:
            route = _route(route, [r.name for r in monitor.config.routes])
        results = monitor.test_alerts(route)
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
    with session.open(thorough=True) as monitor:
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


def _alert(text: str, waiting: list[AlertRecord]) -> str:
    try:
        return choose(text, [a.id for a in waiting])
    except NotFoundError:
        raise NotFoundError(f"no failed or dead alert '{safe(text)}'") from None

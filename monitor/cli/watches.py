"""Where pages stand: list, history, fetches."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.columns import Column
from monitor.cli.output import Output, count, when
from monitor.cli.parameters import ID, SERVICE, TAG
from monitor.cli.session import Session, command, looked_at, one_service, one_tag
from monitor.cli.vouching import observed_json
from monitor.errors import MissingError
from monitor.model import Observed, Watch
from monitor.model.records import ChangeRecord, FetchRecord, PageRecord, WatchStatus
from monitor.render.wording import line_json
from monitor.text.bundle import KEPT

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.model.results import HistoryEntry

_WELL = ("ok", "new", "disabled")
AT_ONCE = 1_000  # watches of a list, for people
_COLUMNS = (
    Column("ID"),
    Column("SERVICE", wide=True, rank=4),
    Column("DOCUMENT", wide=True, rank=3),
    Column("STATE"),
    Column("V", right=True, rank=2),
    Column("CHECKED (UTC)", rank=1),
    Column("NEXT (UTC)"),
    Column("REASON", wide=True),
)

# --------------------------------------------------------------------------- list


@command("list", "monitor list", "monitor list --problems", "monitor list --tag ai --json")
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option("--tag", type=TAG, metavar="TAG", help="Only watches with this tag.")
@click.option("--problems", is_flag=True, help="Only pages that need attention.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N (1000; --json: all).")
@click.option(
    "--page", type=click.IntRange(1), default=1, metavar="N", help="The Nth thousand of them."
)
def list_(
    session: Session,
    out: Output,
    service: str | None,
    tag: str | None,
    problems: bool,
    limit: int | None,
    page: int,
) -> None:
    """List the watches and the state of their pages, 1,000 at a time.

    States: ok, new (not checked yet), pending (a new text waits to be seen again), quarantined
    (the answer is not the page; the reason says why), doubtful (the first answer looks wrong: a
    second look that finds the same confirms it, or `monitor release`), failing, unstable (swings
    between texts), damaged (in the database; the next check mends it), disabled.
    """
    config = session.outline()
    if problems:
        chosen = _chosen(config, service, tag) if service or tag else None
        ill = _troubled(session, config, out, chosen)
        in_all, rows = len(ill), ill[_part(out, limit, page)]
    else:
        watches = _chosen(config, service, tag)
        in_all = len(watches)
        rows = _standing(session, config, out, watches[_part(out, limit, page)])
    if out.as_json:
        out.json([_status_json(w, s) for w, s in rows])
        return
    narrowed = problems or service or tag or page > 1
    empty = "nothing to show" if narrowed else "the watchlist is empty: monitor add URL"
    out.table(_COLUMNS, [_status_row(w, s) for w, s in rows], empty)
    now = datetime.now(UTC)
    if late := sum(s is not None and w.enabled and s.record.overdue(now) for w, s in rows):
        out.note(f"{count(late, 'page')} {'is' if late == 1 else 'are'} overdue: monitor health")
    if len(rows) < in_all:
        more = f"; --page {page + 1} goes on" if page * (limit or AT_ONCE) < in_all else ""
        out.note(f"{len(rows):,} of {count(in_all, 'page')}{more}")


def _troubled(
    session: Session, config: Config, out: Output, chosen: Sequence[Watch] | None
) -> list[tuple[Watch, WatchStatus | None]]:
    """The pages that a person should look at; of all where none are `chosen`."""
    watches = config.among(_ill(session, config)) if chosen is None else chosen
    return [(w, s) for w, s in _standing(session, config, out, watches) if needs_attention(w, s)]


def _part(out: Output, limit: int | None, page: int) -> slice:
    """Which of them are shown: programs get all unless they say otherwise."""
    if out.as_json and limit is None and page == 1:
        return slice(None)
    size = limit or AT_ONCE
    return slice((page - 1) * size, page * size)


def _ill(session: Session, config: Config) -> set[str]:
    """The pages that may need attention: of 100,000 few do, and only their ids are kept."""
    with suppress(MissingError), session.ask(config) as queries:  # said when the rest is asked
        return queries.worrying()
    return set()


def _standing(
    session: Session, config: Config, out: Output, watches: Sequence[Watch]
) -> list[tuple[Watch, WatchStatus | None]]:
    """These watches with where their pages stand; None where nothing is known yet."""
    try:
        with session.ask(config) as queries:
            pages = queries.pages_of([watch.id for watch in watches])
    except MissingError as missing:
        if session.database:  # asked for by its name: mistyped
            raise
        pages = {}
        out.note(str(missing))
    return [(w, WatchStatus(pages[w.id], w) if w.id in pages else None) for w in watches]


def needs_attention(watch: Watch, status: WatchStatus | None) -> bool:
    """Should a person look at this page?"""
    if status is not None and KEPT in status.record.reason:
        return True
    return state(watch, status) not in _WELL


def _chosen(config: Config, service: str | None, tag: str | None) -> Sequence[Watch]:
    """The watches of a service and with a tag; NotFoundError where there are none such."""
    found: Sequence[Watch] = config.watches
    if service:
        found = [w for w in config.holding(service) if w.service == service]
        if not found:  # written in another case, or there is none
            service = one_service(service, (w.service for w in config.watches))
            found = [w for w in config.watches if w.service == service]
    if tag:
        tagged = found if service else config.holding(tag)
        found = [w for w in tagged if tag in w.tags]
        if not found:
            one_tag(tag, config.watches)
    return found


def state(watch: Watch, status: WatchStatus | None) -> str:
    """One word for where a page stands."""
    if status is None:
        return "new" if watch.enabled else "disabled"
    return status.state


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
        _reason(page) if page and needs_attention(watch, status) else "",
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
    """List the versions of a page, newest first, each with the change that led to it."""
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
    if imported := [entry.version for entry in entries if entry.version.source]:
        newest, oldest = imported[0], imported[-1]
        out.note(
            (
                f"version {oldest.number} was"
                if len(imported) == 1
                else f"versions {oldest.number} to {newest.number} were"
            )
            + f" imported and not seen by monitor: {oldest.source}"
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
    from monitor.render.wording import told

    what = told(change, datetime.now(UTC).date())
    return (*row, str(change.change.kind), change.change.severity, what)


def _history_json(entry: HistoryEntry) -> dict[str, Any]:
    change, version = entry.change, entry.version
    return {
        "watch": version.watch_id,
        "version": version.number,
        "seen_at": version.seen_at,
        "recorded_at": version.recorded_at,
        "technical": version.technical,
        "source": version.source or None,
        "snapshot": version.snapshot,
        "digest": version.digest,
        "title": version.content.title,
        "change": None if change is None else _change_json(change),
    }


_FETCH_COLUMNS = (
    Column("WHEN (UTC)"),
    Column("LAST", rank=1),
    Column("LOOKS", right=True),
    Column("STATUS", right=True),
    Column("OUTCOME"),
    Column("SIZE", right=True, rank=1),
    Column("SECONDS", right=True, rank=2),
    Column("TRIES", right=True, rank=2),
    Column("V", right=True),
    Column("REASON", wide=True),
)


@command("fetches", "monitor fetches linkedin-user-agreement --limit 10")
@click.argument("watch", metavar="ID", type=ID)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
def fetches(session: Session, out: Output, watch: str, limit: int) -> None:
    """List every attempt to get a page, newest first, including unchanged and failed ones.

    Looks one after the other that found nothing new are one line, with the first, the last and
    their number; SECONDS is then their mean.
    """
    with session.read() as monitor:
        watch_id = looked_at(monitor, watch)
        records = monitor.fetches(watch_id, limit)
    if out.as_json:
        out.json([_fetch_json(record) for record in records])
        return
    out.table(
        _FETCH_COLUMNS,
        [
            (
                r.fetched_at,
                r.last_at,
                r.looks,
                r.status or "",
                str(r.outcome),
                f"{r.size / 1000:,.0f} kB" if r.size else "",
                f"{r.seconds / r.looks:.1f}",
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
        "looks": record.looks,
        "last_at": record.last_at or record.fetched_at,
    }


def _change_json(change: ChangeRecord) -> dict[str, Any]:
    line = line_json(change, datetime.now(UTC).date())
    return {"id": change.id, **line, **change.change.to_dict()}

"""What the documents say: facts as a list, one row per platform, or between two days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.columns import Column
from monitor.cli.output import Output, csv_text, when
from monitor.cli.parameters import AT, CLASS, ID, SERVICE, UNTIL
from monitor.cli.session import Session, command, looked_at, one_service
from monitor.cli.vouching import LAST, not_known, observed_json, origin, vouched
from monitor.facts.overview import TRAINING, FactTurn, TrainingRow, training_overview, turns
from monitor.headline.of_what import scope
from monitor.model import Finding, Observed
from monitor.model.results import FactRow
from monitor.render.wording import fact_value, values_said

if TYPE_CHECKING:
    from monitor.app import Monitor

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
    "scope",
    "since",
    "first_seen",
    "last_seen",
    "after",
    "not_seen",
    "version",
    "section",
    "quote",
    "url",
    "snapshot",
)
PIVOT_COLUMNS = ("service", "trains", "trained_on", "default", "opt_out", "excluded", "since")


def _check_between(between: tuple[datetime, datetime] | None, another_day: object) -> None:
    if between and another_day:
        raise click.UsageError("--between goes with neither --at nor --pivot")
    if between and between[0] > between[1]:
        raise click.UsageError("--between: expected the earlier day first")


@command(
    "facts",
    "monitor facts linkedin-user-agreement",
    "monitor facts --class ai-training",
    "monitor facts --pivot --csv > who-trains-on-what.csv",
    "monitor facts linkedin-user-agreement --at 2025-09-01 --json",
    "monitor facts --class retention --between 2026-01-15 2026-07-01",
)
@click.argument("watch", metavar="[ID]", required=False, type=ID)
@AT
@click.option(
    "--class", "cls", type=CLASS, metavar="CLASS", help="Only this class (monitor classes)."
)
@click.option("--service", type=SERVICE, metavar="NAME", help="Only this service.")
@click.option(
    "--between", nargs=2, type=UNTIL, metavar="DATE DATE", help="What differs between two days."
)
@click.option(
    "--pivot",
    is_flag=True,
    help="AI training: one row per service.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for a spreadsheet.")
@LAST
def facts(
    session: Session,
    out: Output,
    watch: str | None,
    at: datetime | None,
    cls: str | None,
    service: str | None,
    between: tuple[datetime, datetime] | None,
    pivot: bool,
    as_csv: bool,
    last: bool,
) -> None:
    """What a document says now (or said at a time), each fact with its quote and since when.

    Without ID: all watches; with --class, a table across services. "≤" marks a fact that stood
    there at the first look and may be older. In --pivot, ALL SINCE is the day from which the whole
    row holds. Exit code 1 when a page was not seen on that day, or on one of the two of --between
    (unless with --last), or nothing was known that early.
    """
    _check_between(between, at or pivot)
    days = between or (at,)
    if pivot:
        cls = TRAINING
    with session.read() as monitor:
        watch_id = looked_at(monitor, watch) if watch else None
        service = one_service(service, monitor.storage.services()) if service else None
        rows = [_known(monitor, watch_id, cls, day, service) for day in days]
        spans = monitor.observed(watch_id) if watch_id else {}
        owns = [spans.get(found[0].seen.version) if found else None for found in rows]
        early = days[0]
        unknown = {} if watch_id or early is None else _before_first(monitor, early, service)
    _print_asked(out, rows, owns[0], pivot=pivot, as_csv=as_csv, one_class=bool(cls))
    if unknown:
        out.warn(not_known(unknown))
    seen = [
        vouched(out, ((r.watch_id, own or r.seen) for r in found), day, last=last)
        for found, own, day in zip(rows, owns, days, strict=True)
    ]
    if not all(seen) or (unknown and (not last if between else not rows[0])):
        raise click.exceptions.Exit(1)


def _known(
    monitor: Monitor,
    watch_id: str | None,
    cls: str | None,
    day: datetime | None,
    service: str | None,
) -> list[FactRow]:
    found = monitor.facts(watch_id, cls, day)
    return [row for row in found if service in (None, row.service)]


def _print_asked(
    out: Output,
    asked: Sequence[list[FactRow]],
    own: Observed | None,
    *,
    pivot: bool,
    as_csv: bool,
    one_class: bool,
) -> None:
    """The facts of one day, or of two what became of them; `own`: see `_print_facts`."""
    rows, *later = asked
    if later:
        _print_turns(out, turns(rows, later[0]), as_csv)
    elif pivot:
        _print_pivot(out, training_overview(rows), as_csv)
    elif out.as_json:
        out.json([fact_json(row) for row in rows])
    elif as_csv:
        out.raw(csv_text(CSV_COLUMNS, map(fact_cells, rows)))
    else:
        _print_facts(out, rows, own, one_class=one_class)


def _before_first(monitor: Monitor, at: datetime, service: str | None) -> dict[str, datetime]:
    """The pages of which nothing is known at that time, each with its first look."""
    pages = [p for p in monitor.storage.pages() if service in (None, p.service) and p.version]
    first = {p.watch_id: monitor.storage.version_times(p.watch_id)[0][1] for p in pages}
    return {name: seen_at for name, seen_at in first.items() if seen_at > at}


# --------------------------------------------------------------------------- a list


def _print_facts(
    out: Output, rows: Sequence[FactRow], own: Observed | None, *, one_class: bool
) -> None:
    """What was asked for needs no column of its own where a terminal is narrow.

    `own`: of one page, when the version was seen that they were read from; each fact has a span
    of its own, which may be longer.
    """
    if own:
        first = rows[0]
        name = f"{first.service}, {first.document}"
        origin(out, name, first.url, own.version, own, first.snapshot)
        out.line("")
    out.table(
        (
            Column("ID", rank=3 if own else 0),
            Column("CLASS", rank=2 if one_class else 0),
            Column("FACT"),
            Column("SAYS", wide=True),
            Column("SINCE", rank=1),
            Column("LAST SEEN", rank=2),
            Column("UNDER", wide=True, rank=2),
            Column("QUOTE", wide=True),
        ),
        [
            (
                same[0].watch_id,
                same[0].finding.cls,
                fact_name(same[0].finding),
                ", ".join(fact_value(r.finding) for r in same),
                f"{same[0].seen.since} (v{same[0].version})",
                when(same[0].seen.last_seen)[:10],
                same[0].finding.section[-1] if same[0].finding.section else "",
                f"“{same[0].finding.quote}”" if same[0].finding.quote else "",
            )
            for same in _by_quote(rows)
        ],
        "no facts found",
    )


def _by_quote(rows: Iterable[FactRow]) -> list[list[FactRow]]:
    """Rows that one sentence proves together: a list of places is one line, not one for each."""
    groups: dict[tuple[object, ...], list[FactRow]] = {}
    for r in rows:
        f = r.finding
        key = (r.watch_id, f.cls, f.fact, f.role, f.quote, r.version)
        groups.setdefault(key, []).append(r)
    return list(groups.values())


def fact_name(finding: Finding) -> str:
    """What sort of fact it is, for people."""
    if finding.cls == TRAINING and finding.fact in OF_TRAINING:
        return OF_TRAINING[finding.fact]
    return "" if finding.fact == "class" else finding.role or finding.fact


def fact_json(row: FactRow) -> dict[str, Any]:
    """One fact for programs."""
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
        "scope": scope(finding),
        "quote": finding.quote,
        "section": finding.section,
        "rule": finding.rule,
        "words": finding.words,
        "version": row.version,
        "since_at": row.since_at,
        **observed_json(row.seen),
        "snapshot": row.snapshot,
    }


def fact_cells(row: FactRow) -> tuple[str, ...]:
    """One fact for a spreadsheet, in the order of CSV_COLUMNS."""
    f = row.finding
    return (
        row.watch_id,
        row.service,
        row.document,
        f.cls,
        f.role or f.fact,
        f.new or "",
        scope(f),
        row.seen.since,
        when(row.seen.first_seen)[:10],
        when(row.seen.last_seen)[:10],
        row.seen.after,
        row.seen.not_seen,
        str(row.version),
        " › ".join(f.section),
        f.quote,
        row.url,
        row.snapshot,
    )


# --------------------------------------------------------------------------- per platform


def _print_pivot(out: Output, rows: Sequence[TrainingRow], as_csv: bool) -> None:
    cells = [
        (
            row.service,
            *("; ".join(values_said(facts)) for facts in row.columns),
            row.since,
        )
        for row in rows
    ]
    if out.as_json:
        out.json([_pivot_json(row) for row in rows])
    elif as_csv:
        columns = (*PIVOT_COLUMNS, "quotes", "last_seen", "snapshots")
        proofs = [(_quotes(row), _last_seen(row), _snapshots(row)) for row in rows]
        out.raw(csv_text(columns, (a + b for a, b in zip(cells, proofs, strict=True))))
    else:
        # The day since which all of the row is as it is: it may have been trained on for longer.
        names = ("SERVICE", "TRAINS", "TRAINED ON", "DEFAULT", "OPT-OUT", "EXCLUDED", "ALL SINCE")
        out.table(
            tuple(Column(name, wide=name not in ("SERVICE", "ALL SINCE")) for name in names),
            cells,
            "no document says anything of AI training",
        )


def values(rows: Iterable[FactRow]) -> str:
    """What they say, each value once."""
    return "; ".join(dict.fromkeys(fact_value(row.finding) for row in rows))


def _pivot_json(row: TrainingRow) -> dict[str, Any]:
    parts = zip(PIVOT_COLUMNS[1:-1], row.columns, strict=True)
    facts = {name: [fact_json(fact) for fact in found] for name, found in parts}
    return {"service": row.service, **facts, "since": row.since}


def _quotes(row: TrainingRow) -> str:
    return " | ".join(dict.fromkeys(fact.finding.quote for fact in row.rows))


def _last_seen(row: TrainingRow) -> str:
    return when(min(fact.seen.last_seen for fact in row.rows))[:10]


def _snapshots(row: TrainingRow) -> str:
    return " ".join(dict.fromkeys(fact.snapshot for fact in row.rows))


# --------------------------------------------------------------------------- between two days


def _print_turns(out: Output, found: Sequence[FactTurn], as_csv: bool) -> None:
    if out.as_json:
        out.json(
            [
                {
                    "watch": turn.row.watch_id,
                    "class": turn.row.finding.cls,
                    "fact": turn.row.finding.fact,
                    "before": [fact_json(row) for row in turn.before],
                    "after": [fact_json(row) for row in turn.after],
                }
                for turn in found
            ]
        )
        return
    cells = [
        (
            turn.row.watch_id,
            turn.row.finding.cls,
            fact_name(turn.row.finding),
            values(turn.before),
            values(turn.after),
            " | ".join(dict.fromkeys(r.finding.quote for r in (*turn.before, *turn.after))),
        )
        for turn in found
    ]
    names = ("watch", "class", "fact", "before", "after", "quote")
    if as_csv:
        out.raw(csv_text(names, cells))
        return
    out.table(
        tuple(Column(n.upper(), wide=n in ("before", "after", "quote")) for n in names),
        cells,
        "no fact differs between the two days",
    )

"""What changed: changes, and diff for two versions of a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.text import Text

from monitor.cli.days import in_order
from monitor.cli.judging import by_change, mark_json, said_text
from monitor.cli.output import STYLES, Column, Output, count, csv_text, safe, when
from monitor.cli.session import (
    CLASS,
    ID,
    SERVICE,
    SINCE,
    UNTIL,
    VERSION,
    Session,
    change_meant,
    command,
    looked_at,
    one_service,
)
from monitor.cli.vouching import observed_json
from monitor.cli.word_diffs import side_by_side, unified
from monitor.model import SEVERITIES, Change, Comparison, Kind, Observed, SectionDiff
from monitor.model.records import ChangeRecord, MarkRecord, VersionRecord
from monitor.render.wording import headline, line_json, line_note, proofs, told

if TYPE_CHECKING:
    from monitor.app import Monitor

# --------------------------------------------------------------------------- changes


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
    with session.read() as monitor:
        known = [page.service for page in monitor.storage.pages(active_only=False)]
        found = monitor.changes(
            watch_id=looked_at(monitor, watch) if watch else None,
            since=since,
            until=until,
            cls=cls,
            kind=kind,
            service=one_service(service, known) if service else None,
            limit=None if severity else limit,
        )
        if severity:
            least = SEVERITIES.index(severity)
            found = [c for c in found if SEVERITIES.index(c.change.severity) >= least][:limit]
        rows = list(change_cells(monitor, found)) if as_csv else []
        said = by_change(monitor.storage.marks())
    if out.as_json:
        out.json([{**change_json(c), "marks": [mark_json(m) for m in said(c.id)]} for c in found])
    elif as_csv:
        out.raw(csv_text(CSV_COLUMNS, rows))
    else:
        _change_table(out, found, said)


def _change_table(
    out: Output, found: Sequence[ChangeRecord], said: Callable[[str], list[MarkRecord]]
) -> None:
    """What it says before where it is: a row of 100 columns has to tell something."""
    today = datetime.now(UTC).date()
    out.table(
        (
            Column("SEEN"),
            Column("SEVERITY", rank=1),
            Column("WHAT", wide=True),
            Column("PAGE", wide=True),
            Column("SAID", wide=True, rank=1),
            Column("CHANGE"),
            Column("V", rank=2),
            Column("KIND", rank=3),
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
            when(stood.last_seen)[:10],
            stood.after,
            c.from_version,
            c.to_version,
            c.url,
            monitor.storage.snapshot_of(c.watch_id, c.to_version),
        )


def change_json(record: ChangeRecord) -> dict[str, Any]:
    """A change for programs: where it stands, then what it is."""
    return {
        "id": record.id,
        "watch": record.watch_id,
        "service": record.service,
        "document": record.document,
        "url": record.url,
        "from_version": record.from_version,
        "to_version": record.to_version,
        "seen_at": record.seen_at,
        "recorded_at": record.recorded_at,
        **line_json(record, datetime.now(UTC).date()),
        **record.change.to_dict(),
    }


# --------------------------------------------------------------------------- diff


@command(
    "diff",
    "monitor diff linkedin-user-agreement",
    "monitor diff linkedin-user-agreement 3 5 --side-by-side",
    "monitor diff linkedin-user-agreement 2025-09-01 2025-11-10",
)
@click.argument("watch", metavar="ID", type=ID)
@click.argument("old", metavar="[FROM]", required=False, type=VERSION)
@click.argument("new", metavar="[TO]", required=False, type=VERSION)
@click.option("-s", "--side-by-side", "beside", is_flag=True, help="Old left, new right.")
@click.option("--full", is_flag=True, help="Changed paragraphs whole, not only around the change.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when there is a difference.")
def diff(
    session: Session,
    out: Output,
    watch: str,
    old: str | None,
    new: str | None,
    beside: bool,
    full: bool,
    exit_code: bool,
) -> None:
    """What differs between two versions of a page, word by word. ID: a page or a change.

    FROM and TO are version numbers or days (the version that stood at the end of that day). By
    default: the last two versions; with FROM only: from there to the latest. Of versions that do
    not follow each other the changes in between are listed as well.
    """
    with session.read() as monitor:
        if change := change_meant(monitor, watch):
            watch, old, new = change.watch_id, str(change.from_version), str(change.to_version)
        found = _compared(monitor, looked_at(monitor, watch), old, new)
    if out.as_json:
        out.json(
            {
                "watch": found.watch_id,
                "url": found.url,
                "from_version": found.old.number,
                "to_version": found.new.number,
                "from": _version_json(found.old, found.seen),
                "to": _version_json(found.new, found.seen),
                "words_added": found.comparison.words_added,
                "words_removed": found.comparison.words_removed,
                "change": _judged_json(found),
                "between": [change_json(c) for c in found.between],
                "sections": [section_json(s) for s in found.comparison.sections],
            }
        )
    else:
        if found.change:
            print_change(out, found.change, found.record)
        out.line(found.url)
        if len(found.between) > 1:
            out.line(f"{count(len(found.between), 'change')} in between:")
            today = datetime.now(UTC).date()
            for c in reversed(found.between):
                said = told(c, today)
                out.line(f"  {when(c.seen_at)[:10]}  v{c.to_version}  {c.id}  {said}")
            out.line("")
        labels = [
            f"version {v.number}, {found.seen[v.number]}, SHA-256 {v.snapshot}"
            for v in (found.old, found.new)
        ]
        print_sections(out, found.comparison.sections, *labels, beside=beside, full=full)
    if exit_code and not found.comparison.empty:
        raise click.exceptions.Exit(3)


class _Compared(NamedTuple):
    """Two versions, what differs, and the change that was recorded between them."""

    watch_id: str
    url: str
    seen: dict[int, Observed]
    old: VersionRecord
    new: VersionRecord
    comparison: Comparison
    change: Change | None
    record: ChangeRecord | None  # of the change, where it was recorded
    between: list[ChangeRecord]  # all that led from one to the other, newest first


def _compared(monitor: Monitor, watch_id: str, old: str | None, new: str | None) -> _Compared:
    first, second = _version(monitor, watch_id, old), _version(monitor, watch_id, new)
    if second is None:
        second = monitor.version(watch_id).number
    comparison = monitor.diff(watch_id, first, second)
    if first is None:
        first = second - 1
    between = [
        c
        for c in monitor.changes(watch_id=watch_id)
        if first <= c.from_version and c.to_version <= second
    ]
    recorded = (c for c in between if (c.from_version, c.to_version) == (first, second))
    record = next(recorded, None)
    change = record.change if record else None
    if change is None and not comparison.empty:
        change = monitor.judged(watch_id, comparison, second)
    return _Compared(
        watch_id,
        monitor.storage.page(watch_id).url,
        monitor.observed(watch_id),
        monitor.version(watch_id, first),
        monitor.version(watch_id, second),
        comparison,
        change,
        record,
        between,
    )


def _judged_json(found: _Compared) -> dict[str, Any] | None:
    """As what was recorded between the two versions, else as it is judged now."""
    if found.record is not None:
        return change_json(found.record)
    return found.change.to_dict() if found.change else None


def _version_json(version: VersionRecord, seen: dict[int, Observed]) -> dict[str, Any]:
    return {"snapshot": version.snapshot, **observed_json(seen[version.number])}


def _version(monitor: Monitor, watch_id: str, text: str | None) -> int | None:
    """A version number from what was typed: the number, or the day on which it stood."""
    if text is None:
        return None
    if text.lstrip("vV").isdecimal():
        return monitor.version(watch_id, int(text.lstrip("vV"))).number
    at = UNTIL.convert(text, None, click.get_current_context())
    return monitor.version(watch_id, at=at).number


def print_sections(
    out: Output,
    sections: tuple[SectionDiff, ...],
    left: str,
    right: str,
    *,
    beside: bool,
    full: bool,
) -> None:
    """The words that differ, in one column or two."""
    if not sections:
        out.line("no difference in the text")
    elif beside:
        side_by_side(out, sections, left, right)
    else:
        out.line(Text(f"--- {safe(left)}", style="red"))
        out.line(Text(f"+++ {safe(right)}", style="green"))
        unified(out, sections, full=full)


def section_json(section: SectionDiff) -> dict[str, Any]:
    """One section's diff for programs: spans joined without inserts are the old text."""
    return {
        "fate": section.fate,
        "old_path": section.old_path,
        "new_path": section.new_path,
        "blocks": [
            {
                "fate": block.fate,
                "kind": block.kind,
                "old": block.old.text if block.old else None,
                "new": block.new.text if block.new else None,
                "spans": [{"op": s.op, "text": s.text} for s in block.spans],
            }
            for block in section.blocks
        ],
    }


def print_change(out: Output, change: Change, record: ChangeRecord | None = None) -> None:
    """What the classification says, above the words; with its `record` also what a model wrote."""
    head = Text(str(change.kind), style=STYLES.get(str(change.kind), ""))
    if change.kind is Kind.SUBSTANTIVE:
        head.append(f", {change.severity}", style=STYLES.get(change.severity, ""))
    today = datetime.now(UTC).date()
    out.line(head, Text("  "), told(record, today) if record else headline(change, today))
    if record and (note := line_note(record, today)):
        out.line(Text(safe(f"({note})"), style="dim"))
    facts = [("point", point.text) for point in change.points]
    facts += [("classes", ", ".join(change.classes))] if change.classes else []
    places = [f"+{code}" for code in change.regions_added]
    places += [f"-{code}" for code in change.regions_removed]
    if places:
        facts.append(("places", " ".join(places)))
    for item in change.dates:
        moved = f"{item.old} → {item.new}" if item.old and item.new else item.new
        facts.append(("date", f"{item.role} {moved or f'{item.old} removed'}"))
    for proof in proofs(change.findings, today):
        before = "before: " if proof.gone else ""
        facts.append(("proof", f"{'; '.join(proof.labels)}: {before}“{proof.quote}”"))
    out.pairs(facts)
    out.line("")

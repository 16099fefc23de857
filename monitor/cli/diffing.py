"""What differs between two versions of a page, word by word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from rich.text import Text

from monitor.cli.changes import change_json
from monitor.cli.output import STYLES, Output, count, safe, when
from monitor.cli.parameters import ID, UNTIL, VERSION
from monitor.cli.session import Session, change_meant, command, looked_at
from monitor.cli.vouching import observed_json
from monitor.cli.word_diffs import side_by_side, unified
from monitor.model import Change, Comparison, Kind, Observed, SectionDiff
from monitor.model.records import ChangeRecord, VersionRecord
from monitor.render.wording import headline, line_note, proofs, told

if TYPE_CHECKING:
    from monitor.app import Monitor


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
    default: the last two versions; with FROM only: from there to the latest. Between versions that
    do not follow each other, the changes in between are listed as well. From a version back to an
    earlier one only the words are shown: it was no change.
    """
    with session.read() as monitor:
        if change := change_meant(monitor.storage, watch):
            watch, old, new = change.watch_id, str(change.from_version), str(change.to_version)
        found = _compared(monitor, looked_at(monitor, watch), old, new)
    if found.backwards:
        out.warn(
            f"version {found.old.number} is newer than version {found.new.number}: what reads as"
            " added was removed, and what reads as removed was added"
        )
    if out.as_json:
        out.json(_json(found))
    else:
        _print(out, found, beside=beside, full=full)
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

    @property
    def backwards(self) -> bool:
        """Is it read from a version to one that stood before it?"""
        return self.old.number > self.new.number


def _compared(monitor: Monitor, watch_id: str, old: str | None, new: str | None) -> _Compared:
    begin, end = _day(old), _day(new)
    if begin and end and begin > end:
        raise click.UsageError(f"{old} is after {new}: expected the earlier day first")
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
    if change is None and not comparison.empty and first <= second:
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


def _json(found: _Compared) -> dict[str, Any]:
    return {
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


def _print(out: Output, found: _Compared, *, beside: bool, full: bool) -> None:
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
    if at := _day(text):
        return monitor.version(watch_id, at=at).number
    return monitor.version(watch_id, int(text.lstrip("vV"))).number


def _day(text: str | None) -> datetime | None:
    """The day that was typed, None for a version's number."""
    if text is None or text.lstrip("vV").isdecimal():
        return None
    return UNTIL.convert(text, None, click.get_current_context())


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
        shown = f"{item.old} → {item.new}" if item.old and item.new else item.new
        facts.append(("date", f"{item.role} {shown or f'{item.old} removed'}"))
    for proof in proofs(change.findings, today):
        before = "before: " if proof.gone else ""
        facts.append(("proof", f"{'; '.join(proof.labels)}: {before}“{proof.quote}”"))
    out.pairs(facts)
    out.line("")

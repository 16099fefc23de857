"""What a caller's type checker sees of the public names; mypy reads this file, nothing runs it."""

from __future__ import annotations

from datetime import date
from typing import Any, assert_type

import monitor
from monitor import Change, DateChange, Document, Finding, Kind, Op, Point, SectionDiff, Span
from monitor.api import extract

change = monitor.compare("<p>old", b"<p>new", "text/html", on=date(2026, 1, 1))
assert_type(change, Change)
assert_type(change.kind, Kind)
assert_type(change.classes, tuple[str, ...])
assert_type(change.regions_added, tuple[str, ...])
assert_type(change.dates, tuple[DateChange, ...])
assert_type(change.findings, tuple[Finding, ...])
assert_type(change.points, tuple[Point, ...])
assert_type(change.sections, tuple[SectionDiff, ...])
assert_type(change.sections[0].blocks[0].spans, tuple[Span, ...])
assert_type(change.sections[0].blocks[0].spans[0].op, Op)
assert_type(change.summary, str)
assert_type(change.to_dict(), dict[str, Any])

document = extract("# Terms", "text/markdown")
assert_type(document, Document)
assert_type(document.sections[0].blocks[0].text, str)

with monitor.open("watchlist.yaml") as history:
    assert_type(history, monitor.History)
    assert_type(history.changes(since=date(2026, 1, 1))[0].change, Change)
    assert_type(history.version("a").text, str)

monitor.compare(1, 2)  # type: ignore[arg-type]  # an error that must be one

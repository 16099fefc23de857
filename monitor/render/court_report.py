"""A change as a page that a court can read: what was said, seen when, with which hashes. Pure.

It says nothing that the files beside it do not prove, and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.model import Outcome, Sight
from monitor.model.records import ChangeRecord
from monitor.render.excerpts import excerpt, section_name
from monitor.render.templating import page
from monitor.render.wording import line_note, say_time, told
from monitor.text.safe import clean

_UNLIMITED = 10_000_000  # words: a message is limited, evidence is not
_RUNS = 400  # runs of looks that are listed; more are only counted
_SAID = {
    Outcome.FIRST: "seen for the first time",
    Outcome.UNCHANGED: "the same text",
    Outcome.NOISE: "the same text, differences that do not count",
    Outcome.EDITORIAL: "another text",
    Outcome.SUBSTANTIVE: "another text",
    Outcome.PENDING: "another text, not yet confirmed",
    Outcome.QUARANTINED: "not the page",
    Outcome.FAILED: "no readable answer",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One version as the report shows it; `text` is the file `folder`/text.txt."""

    folder: str  # before, after
    number: int
    seen_at: datetime
    recorded_at: datetime
    url: str  # "" where the answer is lost
    status: int | None
    raw: str  # SHA-256 of page.raw
    text: str
    source: str = ""  # whose record it was imported from


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a version, with the characters of its text.txt where they stand (from 0)."""

    folder: str
    text: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks one after the other that came to the same."""

    first: str
    last: str
    number: int
    said: str
    reason: str


def report(
    record: ChangeRecord,
    versions: Sequence[Shown],
    looks: Sequence[Sight],
    hashes: Mapping[str, str],
    sealed: tuple[str, str] | None,
) -> str:
    """The whole page as HTML.

    `looks` are all attempts, oldest first; `hashes` the SHA-256 of the files beside it, by their
    names; `sealed` the day that seals the change, and its head.
    """
    day = record.recorded_at.date()
    runs = list(_runs(looks))
    change = record.change
    return page(
        "court_report.html.j2",
        {
            "record": record,
            "line": told(record, day),
            "note": line_note(record, day),
            "versions": [(v, say_time(v.seen_at), say_time(v.recorded_at)) for v in versions],
            "points": [
                (point.side, section_name(point.section), _words(versions, point.old, point.new))
                for point in change.points
            ],
            "taken_down": record.taken_down,
            "parts": [
                part
                for section in change.sections
                for part in excerpt([section], words=_UNLIMITED).parts
            ],
            "runs": runs[-_RUNS:],
            "runs_left": max(0, len(runs) - _RUNS),
            "looks": sum(look.looks for look in looks),
            "hashes": sorted(hashes.items()),
            "sealed": sealed,
        },
    )


def _words(versions: Sequence[Shown], old: str | None, new: str | None) -> list[Words]:
    found = []
    for shown in versions:
        words = old if shown.folder == "before" else new
        if words:
            at = shown.text.find(words)
            span = (at, at + len(words)) if at >= 0 else None
            found.append(Words(shown.folder, clean(words).strip(), span))
    return found


def _runs(looks: Sequence[Sight]) -> Iterator[Looks]:
    run: list[Sight] = []
    for n, look in enumerate(looks):
        run.append(look)
        after = looks[n + 1] if n + 1 < len(looks) else None
        if after and (after.outcome, after.reason) == (look.outcome, look.reason):
            continue
        first, last = say_time(run[0].at), say_time(look.last_at)
        number = sum(one.looks for one in run)
        yield Looks(first, last, number, _SAID[look.outcome], clean(look.reason).strip())
        run = []

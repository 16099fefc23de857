"""The days of a change as the line tells them: what is to come with the days left, what is over."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from monitor.model.change import DATE_AFTER, DATE_STANDS, DateChange, Finding

ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(iso: str) -> str:
    """ "2025-11-03" as "3 Nov 2025", "2025-11" as "Nov 2025"."""
    if not _ISO_DAY.fullmatch(iso):
        return iso
    year, month, *rest = iso.split("-")
    name = f"{MONTHS[int(month) - 1]} {int(year)}"
    return f"{int(rest[0])} {name}" if rest else name


def days_left(iso: str, on: date) -> int | None:
    """Days from `on` to a full date, None for a month."""
    try:
        return (date.fromisoformat(iso) - on).days
    except ValueError:
        return None


def days(
    dates: tuple[DateChange, ...], findings: Iterable[Finding], on: date | None
) -> tuple[list[str], list[str]]:
    """Deadlines and dates in force that are still to come, and those that have passed; what was
    to come and now is over stands first."""
    senses = {(f.role, f.old, f.new): f.rule for f in findings if f.fact == "date"}
    ranked = sorted((d for d in dates if d.role != "updated"), key=lambda d: d.role != "deadline")
    ahead: list[str] = []
    past: list[str] = []
    for d in ranked:
        if text := told_day(d, on, senses.get((d.role, d.old, d.new), "")):
            hurried = passed(d.new, on) and d.old and not passed(d.old, on)
            today = d.role == "deadline" and d.new and on and days_left(d.new, on) == 0
            over = passed(d.new or d.old, on) and not hurried and not today
            (past if over else ahead).append(text)
    return ahead, past


def changed_days(dates: Iterable[DateChange]) -> list[DateChange]:
    """Without a day of which only the label changed: it was neither removed nor set."""
    told = list(dates)
    went, came = {d.old for d in told if not d.new}, {d.new for d in told if not d.old}
    return [
        d
        for d in told
        if (d.old and d.new)
        or (d.old not in came if d.old else d.role != "updated" or d.new not in went)
    ]


def worked_out(findings: Iterable[Finding]) -> list[DateChange]:
    """The days that the text tells by others, where they are known."""
    told = [f for f in findings if f.rule == DATE_AFTER]
    came = [f for f in told if f.new and ISO.fullmatch(f.new)]
    went = [f.old for f in told if f.old and ISO.fullmatch(f.old)]
    before = went[0] if len(went) == len(came) == 1 else None
    return [DateChange(f.role, before, f.new) for f in came]


def passed(iso: str | None, on: date | None) -> bool:
    """Is that day over, as seen on another? Not where one of them is unknown."""
    left = days_left(iso, on) if iso and on else None
    return left is not None and left <= 0


def told_day(d: DateChange, on: date | None, sense: str = "") -> str:
    """ "takes effect 3 Nov 2025 (46 days), was 1 Oct 2025"; `sense`: the rule that read it."""
    if d.new is None:
        if sense == DATE_STANDS:
            return ""
        if sense == "date-postponed":
            return f"postponed, was {day(d.old)}" if d.old else "postponed"
        what = "deadline" if d.role == "deadline" else "date"
        return f"{what} {day(d.old)} removed" if d.old and d.role != "updated" else ""
    left = days_left(d.new, on) if on else None
    count = f" ({left} day{'s' if left != 1 else ''})" if left is not None and left > 0 else ""
    if left == 0 and d.role == "deadline":
        count = " (today)"
    # The date of an earlier revision was not put off.
    before = f", was {day(d.old)}" if d.old and not passed(d.old, on) else ""
    over = left is not None and left < 0
    if d.role == "deadline" and over:
        return f"deadline over since {day(d.new)}{before}"
    if d.role == "deadline":
        return f"act by {day(d.new)}{count}{before}"
    if d.role == "updated":
        return f"dated {day(d.new)}"
    verb = "in effect since" if left is not None and left <= 0 else "takes effect"
    if sense == "date-end":
        verb = "ended" if over else "ends"
    return f"{verb} {day(d.new)}{count}{before}"

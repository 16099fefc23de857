"""Days and times as people write them, on the command line."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:

    class TimeType(click.ParamType[datetime]):
        """A parameter that is a time."""

else:
    TimeType = click.ParamType  # generic in new versions of click only

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH = re.compile(r"([a-z]+)\.?\s+(\d{4})")
_AGO = re.compile(r"(\d+|an?|one)\s*(day|week|month|year)s?(?:\s+ago)?")
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}


class When(TimeType):
    """A day, a month, a time or how long ago, as an aware time in UTC.

    A day or month means its beginning, with `end` its last second: "as it stood on".
    """

    name = "when"

    def __init__(self, *, end: bool = False) -> None:
        self.end = end

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """See the class."""
        if isinstance(value, datetime):
            return value
        try:
            return self.parsed(str(value), datetime.now(UTC))
        except (ValueError, OverflowError):
            self.fail(
                f"expected a day (2025-11-03, 3 Nov 2025), a month (2025-11), a time"
                f" (2025-11-03T09:00Z) or how long ago (30d, 3 months), found '{value}'",
                param,
                ctx,
            )

    def parsed(self, written: str, now: datetime) -> datetime:
        """The time that is meant. Raises ValueError."""
        text = " ".join(written.lower().split())
        if text == "now":
            return now
        if text in ("today", "yesterday"):
            return self._days(now.date() - timedelta(days=text == "yesterday"))
        if span := _span(text):
            first, last = span
            return self._days(first, last)
        if re.match(r"\d{4}-\d{2}-\d{2}[t ]", text):
            at = datetime.fromisoformat(text.upper())
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        if ago := _AGO.fullmatch(text):
            number = int(ago[1]) if ago[1].isdigit() else 1
            return now - timedelta(days=number * _DAYS_OF[ago[2]])
        from monitor.config.values import duration

        return now - duration(text.removesuffix(" ago"))

    def _days(self, first: Any, last: Any = None) -> datetime:
        if self.end:
            return datetime.combine(last or first, time(23, 59, 59), UTC)
        return datetime.combine(first, time(), UTC)


def _span(text: str) -> tuple[Any, Any] | None:
    """First and last day of a written day, month or year; None where it is none of them."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = datetime.fromisoformat(text).date()
        return day, day
    if m := re.fullmatch(r"(\d{4})(?:-(\d{2}))?", text):
        return _months(int(m[1]), int(m[2])) if m[2] else _year(int(m[1]))
    if m := _DAY_FIRST.fullmatch(text):
        number, name, year = int(m[1]), m[2], int(m[3])
    elif m := _MONTH_FIRST.fullmatch(text):
        number, name, year = int(m[2]), m[1], int(m[3])
    elif (m := _MONTH.fullmatch(text)) and m[1] in MONTHS:
        return _months(int(m[2]), MONTHS[m[1]])
    else:
        return None
    if name not in MONTHS:
        raise ValueError(name)
    day = datetime(year, MONTHS[name], number, tzinfo=UTC).date()
    return day, day


def _months(year: int, month: int) -> tuple[Any, Any]:
    first = datetime(year, month, 1, tzinfo=UTC).date()
    return first, first.replace(day=calendar.monthrange(year, month)[1])


def _year(year: int) -> tuple[Any, Any]:
    first = datetime(year, 1, 1, tzinfo=UTC).date()
    return first, first.replace(month=12, day=31)


def in_order(since: datetime | None, until: datetime | None) -> None:
    """Raise UsageError for a range that ends before it begins: it would be empty without a word."""
    if since and until and since > until:
        raise click.UsageError(
            f"--until ({until:%Y-%m-%d}) is before --since ({since:%Y-%m-%d}): nothing is between"
        )

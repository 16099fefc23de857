"""Times as they stand in a row."""

from __future__ import annotations

from datetime import UTC, datetime


def time_of(value: datetime | str) -> datetime:
    """A time as it stands in a row, aware and in UTC: SQLite has text without a zone."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def time_or_none(value: datetime | str | None) -> datetime | None:
    """The same where there may be none."""
    return None if value is None else time_of(value)

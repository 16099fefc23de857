"""Facts and dates of the current versions, which were worked out before: asked in plain SQL.

Rows that are of another version, or of another edition of our rules, are named and to be made again
(:mod:`monitor.service.working_out`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from monitor.facts.observations import joined, observations
from monitor.model import Finding, Observed, Outcome, Sight
from monitor.model.results import Deadline, FactRow
from monitor.rows.codec import unpack
from monitor.rows.plain_queries import Ask
from monitor.rows.plain_versions import VersionQueries
from monitor.rows.times import time_of, time_or_none

_MISSING = (  # of active pages with a version
    "SELECT watch_id FROM page WHERE active AND version > 0 AND NOT EXISTS (SELECT 1 FROM said"
    " WHERE said.watch_id = page.watch_id AND said.version = page.version"
    " AND said.edition = :edition) ORDER BY watch_id LIMIT :limit"
)
_ALL = 2**31 - 1  # pages
_AHEAD = "FROM deadline JOIN page ON page.watch_id = deadline.watch_id WHERE active AND day >= :day"
_DEADLINES = (
    "SELECT deadline.watch_id, deadline.deadline, version, service, document, url"
    f" {_AHEAD} ORDER BY day, deadline.watch_id, role"
)
_STATED = (
    "FROM fact JOIN page ON page.watch_id = fact.watch_id"
    " WHERE active AND (:cls = '' OR fact.cls = :cls)"
)
_FACTS = (
    "SELECT fact.watch_id, fact.since, fact.finding, page.version, service, document, url,"  # noqa: S608 - words of ours
    " (SELECT snapshot FROM version WHERE version.watch_id = page.watch_id"
    f" AND number = page.version) AS body {_STATED} ORDER BY fact.watch_id, place"
)
_TIMES = "SELECT watch_id, number, seen_at FROM version WHERE watch_id IN ({}) ORDER BY number"
_LOOKS = (
    'SELECT watch_id, fetched_at, outcome, reason, last_at, looks FROM "fetch"'
    " WHERE watch_id IN ({}) ORDER BY id"
)
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class DateQueries(VersionQueries):
    """Read-only, as :class:`Queries`."""

    def not_worked_out(self, edition: str, limit: int | None = None) -> list[str]:
        """The active pages with a version whose rows are missing, or of another edition."""
        values = {"edition": edition, "limit": limit or _ALL}
        with self._asking() as ask:
            return [row["watch_id"] for row in ask(_MISSING, values)]

    def deadlines_from(self, day: date) -> list[Deadline]:
        """The dates in force and deadlines of active pages from this day on, the soonest first."""
        values = {"day": day.isoformat()}
        with self._asking() as ask:
            rows = ask(_DEADLINES, values)
            seen = _spans(ask, f"SELECT deadline.watch_id {_AHEAD}", values) if rows else {}
        return [_deadline(row, day, seen[row["watch_id"]]) for row in rows]

    def facts_now(self, cls: str | None = None) -> list[FactRow]:
        """What the current versions of active pages say, by page and place."""
        values = {"cls": cls or ""}
        with self._asking() as ask:
            rows = ask(_FACTS, values)
            seen = _spans(ask, f"SELECT fact.watch_id {_STATED}", values) if rows else {}
        return [_fact(row, seen[row["watch_id"]]) for row in rows]


def _deadline(row: Mapping[str, Any], day: date, seen: Mapping[int, Observed]) -> Deadline:
    one = unpack(Deadline, row["deadline"], f"a date of {row['watch_id']}")
    return replace(
        one,
        days_left=(one.date - day).days,
        seen=joined(seen, one.revision, row["version"]),
        service=row["service"],
        document=row["document"],
        url=row["url"],
    )


def _fact(row: Mapping[str, Any], seen: Mapping[int, Observed]) -> FactRow:
    return FactRow(
        watch_id=row["watch_id"],
        service=row["service"],
        document=row["document"],
        finding=unpack(Finding, row["finding"], f"a fact of {row['watch_id']}"),
        version=row["since"],
        seen=joined(seen, row["since"], row["version"]),
        url=row["url"],
        snapshot=row["body"] or "",
    )


def _spans(ask: Ask, pages: str, values: Mapping[str, Any]) -> dict[str, dict[int, Observed]]:
    """How long each version of the pages that a query gives was seen to stand."""
    times: dict[str, list[tuple[int, datetime]]] = {}
    for row in ask(_TIMES.format(pages), values):
        times.setdefault(row["watch_id"], []).append((row["number"], time_of(row["seen_at"])))
    looks: dict[str, list[Sight]] = {}
    for row in ask(_LOOKS.format(pages), values):
        looks.setdefault(row["watch_id"], []).append(
            Sight(
                time_of(row["fetched_at"]),
                _OUTCOMES[row["outcome"]],
                row["reason"],
                time_or_none(row["last_at"]),
                row["looks"],
            )
        )
    return {id_: observations(numbers, looks.get(id_, [])) for id_, numbers in times.items()}

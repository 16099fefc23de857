"""Facts and dates of the current versions, as rows: to work them out takes longer than to ask.

All of it follows from versions and changes. `said` names the version and the edition of our rules
that the rows of a page are of; rows of another one are not given, and are made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from monitor.facts.observations import joined, observations
from monitor.model import Finding, Observed, Outcome, Sight
from monitor.model.results import Deadline, FactRow
from monitor.rows.codec import pack, unpack
from monitor.storage.part import Part
from monitor.storage.schema import deadline, fact, fetch, page, said, version

_AT_ONCE = 500  # parameters of a statement


class WorkedOut(Part):
    """Keeping what was worked out, and giving it back."""

    def not_worked_out(self, edition: str, limit: int | None = None) -> list[str]:
        """The active pages with a version whose rows are missing, or of another edition."""
        known = (said.c.watch_id == page.c.watch_id) & (said.c.version == page.c.version)
        query = sa.select(page.c.watch_id).where(page.c.active, page.c.version > 0)
        query = query.where(~sa.exists().where(known, said.c.edition == edition))
        with self._db.read() as connection:
            return list(connection.scalars(query.order_by(page.c.watch_id).limit(limit)))

    def keep_worked_out(
        self,
        watch_id: str,
        number: int,
        edition: str,
        facts: Sequence[FactRow],
        deadlines: Sequence[Deadline],
    ) -> None:
        """Put the rows of this version in the place of those that are there."""
        facts_made = [
            {
                "watch_id": watch_id,
                "place": place,
                "cls": row.finding.cls,
                "since": row.version,
                "finding": pack(row.finding),
            }
            for place, row in enumerate(facts)
        ]
        deadlines_made = [
            {
                "watch_id": watch_id,
                "role": one.role,
                "day": one.date.isoformat(),
                "deadline": pack(replace(one, days_left=0, seen=None)),
            }
            for one in deadlines
        ]
        with self._db.write(durable=False) as connection:  # it can be worked out again
            for table in (fact, deadline, said):
                connection.execute(sa.delete(table).where(table.c.watch_id == watch_id))
            for table, rows in ((fact, facts_made), (deadline, deadlines_made)):
                if rows:
                    connection.execute(sa.insert(table), rows)
            values = {"watch_id": watch_id, "version": number, "edition": edition}
            connection.execute(sa.insert(said), values)

    def deadlines_from(self, day: date) -> list[Deadline]:
        """The dates in force and deadlines of active pages from this day on, the soonest first."""
        columns = (deadline.c.watch_id, deadline.c.deadline, page.c.version)
        query = (
            sa.select(*columns, page.c.service, page.c.document, page.c.url)
            .join_from(deadline, page)
            .where(page.c.active, deadline.c.day >= day.isoformat())
            .order_by(deadline.c.day, deadline.c.watch_id, deadline.c.role)
        )
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            seen = self._spans(connection, sorted({row.watch_id for row in rows}))
        found = []
        for row in rows:
            one = unpack(Deadline, row.deadline, f"a date of {row.watch_id}")
            names = {"service": row.service, "document": row.document, "url": row.url}
            span = joined(seen[row.watch_id], one.revision, row.version)
            found.append(replace(one, days_left=(one.date - day).days, seen=span, **names))
        return found

    def facts_now(self, cls: str | None = None) -> list[FactRow]:
        """What the current versions of active pages say, by page and place."""
        snapshot = sa.select(version.c.snapshot).where(
            version.c.watch_id == page.c.watch_id, version.c.number == page.c.version
        )
        columns = (page.c.watch_id, page.c.service, page.c.document, page.c.url, page.c.version)
        query = (
            sa.select(*columns, snapshot.scalar_subquery().label("snapshot"), fact.c.since)
            .add_columns(fact.c.finding)
            .join_from(fact, page)
            .where(page.c.active)
            .order_by(fact.c.watch_id, fact.c.place)
        )
        if cls:
            query = query.where(fact.c.cls == cls)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            seen = self._spans(connection, sorted({row.watch_id for row in rows}))
        return [
            FactRow(
                watch_id=row.watch_id,
                service=row.service,
                document=row.document,
                finding=unpack(Finding, row.finding, f"a fact of {row.watch_id}"),
                version=row.since,
                seen=joined(seen[row.watch_id], row.since, row.version),
                url=row.url,
                snapshot=row.snapshot or "",
            )
            for row in rows
        ]

    # ----------------------------------------------------------------- for this package

    def _spans(
        self, connection: sa.Connection, watch_ids: Sequence[str]
    ) -> dict[str, dict[int, Observed]]:
        """How long each version of these pages was seen to stand."""
        times: dict[str, list[tuple[int, datetime]]] = {id_: [] for id_ in watch_ids}
        looks: dict[str, list[Sight]] = {id_: [] for id_ in watch_ids}
        for ids in _parts(watch_ids):
            versions = sa.select(version.c.watch_id, version.c.number, version.c.seen_at)
            versions = versions.where(version.c.watch_id.in_(ids)).order_by(version.c.number)
            for watch_id, number, seen_at in connection.execute(versions):
                times[watch_id].append((number, seen_at))
            attempts = sa.select(
                *(fetch.c.watch_id, fetch.c.fetched_at, fetch.c.outcome, fetch.c.reason),
                *(fetch.c.last_at, fetch.c.looks),
            )
            attempts = attempts.where(fetch.c.watch_id.in_(ids)).order_by(fetch.c.id)
            for row in connection.execute(attempts):
                look = (row.fetched_at, Outcome(row.outcome), row.reason, row.last_at, row.looks)
                looks[row.watch_id].append(Sight(*look))
        return {id_: observations(times[id_], looks[id_]) for id_ in watch_ids}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[n : n + _AT_ONCE] for n in range(0, len(ids), _AT_ONCE))

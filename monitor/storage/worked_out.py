"""Facts and dates of the current versions, as rows: to work them out takes longer than to ask.

All of it follows from versions and changes. `said` names the version and the edition of our rules
that the rows of a page are of; rows of another one are not given, and are made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from monitor.model.results import Deadline, FactRow
from monitor.rows.codec import pack
from monitor.storage.part import Part
from monitor.storage.schema import deadline, fact, said


class WorkedOut(Part):
    """Keeping what was worked out; it is given back by :mod:`monitor.rows.plain_dates`."""

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

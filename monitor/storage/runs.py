"""Looks that find nothing new, one after the other: one row with their number and their span.

The row is that of the first of them. The others brought nothing else: the page said
the same, and their bytes, where those differed, are not kept. Its link states how many looks there
were and when the last one was. Until its day is sealed that link is written over by the next look;
from then on it stays, and the next look is stated by a new one.
"""

from __future__ import annotations

import sqlalchemy as sa

from monitor.model import GAP, Outcome
from monitor.model.records import Recording
from monitor.storage.chain import Chain
from monitor.storage.part import Row
from monitor.storage.prepared import Prepared
from monitor.storage.schema import fetch

_LAST = Prepared(
    sa.select(
        *(fetch.c.id, fetch.c.fetched_at, fetch.c.last_at, fetch.c.looks, fetch.c.outcome),
        *(fetch.c.reason, fetch.c.final_url, fetch.c.version),
    )
    .where(fetch.c.watch_id == sa.bindparam("watch_id"))
    .order_by(fetch.c.id.desc())
    .limit(1)
)
_LONGER = Prepared(
    sa.update(fetch)
    .where(fetch.c.id == sa.bindparam("row"))
    .values(
        looks=fetch.c.looks + 1,
        last_at=sa.bindparam("at"),
        seconds=fetch.c.seconds + sa.bindparam("more"),
        tries=fetch.c.tries + sa.bindparam("further"),
    )
)


class Runs(Chain):
    """Making a run of looks longer."""

    def _join_run(self, connection: sa.Connection, r: Recording) -> bool:
        """Count this look to the run that it goes on with; False: it begins one.

        The page's row is locked.
        """
        if r.decision.outcome is not Outcome.UNCHANGED or r.version or r.change or r.imported_at:
            return False
        last = _LAST.one(connection, {"watch_id": r.watch_id})
        if last is None or not _goes_on(last, r):
            return False
        at, seen = r.observation.at, r.observation
        if not self._link_run(connection, r.watch_id, last, at):
            return False
        values = {"row": last.id, "at": at, "more": seen.seconds, "further": seen.tries}
        _LONGER.run(connection, values)
        return True


def _goes_on(last: Row, r: Recording) -> bool:
    """Did the last look find the same, for the same reason, and not too long ago?"""
    answer = r.observation.answer
    same = (
        last.outcome == str(Outcome.UNCHANGED)
        and last.version is None
        and last.reason == r.decision.reason
        and last.final_url == (answer.final_url if answer else "")
    )
    since = r.observation.at - (last.last_at or last.fetched_at)
    return same and 0 < since.total_seconds() <= GAP.total_seconds()

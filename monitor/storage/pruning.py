"""Old attempts go, what they prove stays: a run of the same looks keeps its ends and some between.

Only looks that found the same text, or failed for the same reason, are left out; when a version
was seen to stand follows from the ends of runs, and is the same without what lies between them. A
link states which were left out, so that they are told apart from what somebody removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

import sqlalchemy as sa

from monitor.facts.observations import SAW_IT
from monitor.model import GAP, Outcome
from monitor.storage.chain import PRUNED, Chain
from monitor.storage.part import Row, of_page
from monitor.storage.schema import fetch, page, version

LEAST = 50  # rows of a page for which it is done: each time is a link, which stays
_KINDS = (Outcome.UNCHANGED, Outcome.NOISE, Outcome.FAILED)
_PAGE = of_page(page.c.watch_id, lock=True)


class Pruning(Chain):
    """Leaving out old attempts."""

    def prune(self, before: datetime, now: datetime) -> int:
        """Leave out attempts from before this day that lie within a run; how many.

        What is kept for ever: looks that made a version, found another text or something that is
        not the page, the first and the last of each run, and one in some weeks between.
        """
        enough = sa.select(fetch.c.watch_id).where(fetch.c.fetched_at < before)
        enough = enough.group_by(fetch.c.watch_id).having(sa.func.count() >= LEAST)
        with self._db.read() as connection:
            ids = list(connection.scalars(enough.order_by(fetch.c.watch_id)))
        return sum(self._prune(watch_id, before, now) for watch_id in ids)

    def _prune(self, watch_id: str, before: datetime, now: datetime) -> int:
        columns = (fetch.c.id, fetch.c.fetched_at, fetch.c.outcome, fetch.c.reason)
        looks = sa.select(
            *columns, fetch.c.version, fetch.c.seconds, fetch.c.looks, fetch.c.last_at
        )
        looks = looks.where(fetch.c.watch_id == watch_id).order_by(fetch.c.id)
        seen = sa.select(version.c.seen_at).where(version.c.watch_id == watch_id)
        with self._db.write() as connection:
            self._one(connection, _PAGE, watch_id)  # nobody records meanwhile
            rows = connection.execute(looks).all()
            gone = list(_within_runs(rows, sorted(connection.scalars(seen)), before))
            number = sum(map(len, gone))
            if number < LEAST:
                return 0
            for run in gone:
                ids = fetch.c.id.between(run[0].id, run[-1].id)
                connection.execute(sa.delete(fetch).where(fetch.c.watch_id == watch_id, ids))
            what = {
                "fetch": [[run[0].id, run[-1].id, len(run)] for run in gone],
                "totals": _totals([row for run in gone for row in run]),
            }
            self._append(connection, watch_id, now, [{PRUNED: what}])
        return number


def _within_runs(
    rows: Sequence[Row], versions: Sequence[datetime], before: datetime
) -> Iterator[list[Row]]:
    """For each run of the same looks those between its ends which are old enough."""
    run: list[Row] = []
    run_key: object = None
    for row in [*rows, None]:
        key = _key(row, versions) if row is not None else None
        if run and (key is None or key != run_key):
            if inner := _thinned(run, before):
                yield from _unbroken(inner, run)
            run = []
        run_key = key
        if row is not None and key is not None:
            run.append(row)


def _thinned(run: Sequence[Row], before: datetime) -> list[Row]:
    """What may go of a run without tearing a hole into it that looks like weeks unseen."""
    gone: list[Row] = []
    kept = run[0].last_at or run[0].fetched_at
    for row, after in pairwise(run[1:]):
        if (row.last_at or row.fetched_at) < before and after.fetched_at - kept <= GAP:
            gone.append(row)
        else:
            kept = row.last_at or row.fetched_at
    return gone


def _unbroken(inner: Sequence[Row], run: Sequence[Row]) -> Iterator[list[Row]]:
    """Stretches without a row between them that is kept (a clock that went back makes some)."""
    places = {row.id: place for place, row in enumerate(run)}
    stretch = [inner[0]]
    for row in inner[1:]:
        if places[row.id] != places[stretch[-1].id] + 1:
            yield stretch
            stretch = []
        stretch.append(row)
    yield stretch


def _key(row: Row, versions: Sequence[datetime]) -> tuple[object, ...] | None:
    """What looks of one run have in common; None for one that is always kept."""
    outcome = Outcome(row.outcome)
    if outcome not in _KINDS or row.version is not None:
        return None
    stood = sum(seen_at <= row.fetched_at for seen_at in versions)
    return (stood, "seen") if outcome in SAW_IT else (stood, outcome, row.reason)


def _totals(rows: Sequence[Row]) -> dict[str, list[float]]:
    """By outcome how many and their seconds: counters of what was ever done must not go back."""
    totals: dict[str, list[float]] = {}
    for row in rows:
        of_outcome = totals.setdefault(row.outcome, [0, 0.0])
        of_outcome[0] += row.looks
        of_outcome[1] = round(of_outcome[1] + row.seconds, 3)
    return totals

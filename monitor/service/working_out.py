"""Facts and dates worked out once for each version, and kept as rows.

By the daemon, a few pages at each tick, or at the end of `monitor check`, once its alerts are sent:
it takes longer than all else that is done for a page. So it is for new versions, for those of a new
extractor, and for all after our rules were edited. Questions write nothing: what is missing then is
worked out and not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

import structlog

from monitor.errors import DamagedError, StorageError
from monitor.model.results import Deadline, FactRow
from monitor.service.rules_edition import edition
from monitor.storage import Storage

log = structlog.get_logger(__name__)

LONG_AGO = date(1, 1, 1)
AT_A_TICK = 20  # pages, or with a check: a second of a processor where each is long


def upcoming(storage: Storage, watch_ids: Iterable[str], now: datetime) -> list[Deadline]:
    """As :func:`deadlines.upcoming`, of all these pages, from rows."""
    found = bring_up_to_date(storage)
    wanted = set(watch_ids)
    kept = wanted - found  # of the others there are rows of an edition before, at most
    rows = [one for one in storage.deadlines_from(now.date()) if one.watch_id in kept]
    if not found:
        return rows
    from monitor.service import deadlines  # with the rules, which rows do without

    for watch_id in found & wanted:  # nothing could be kept of it
        rows += deadlines.upcoming(storage, [watch_id], now)
    return sorted(rows, key=lambda d: (d.date, d.watch_id, d.role))


def facts_now(storage: Storage, watch_ids: Iterable[str], cls: str | None) -> list[FactRow]:
    """What the current versions of these pages say, in their order, from rows."""
    found = bring_up_to_date(storage)
    by_page: dict[str, list[FactRow]] = {}
    for row in storage.facts_now(cls):
        by_page.setdefault(row.watch_id, []).append(row)
    if found:
        from monitor.service import standing

        for watch_id in found:
            with suppress(DamagedError):
                by_page[watch_id] = standing.facts(storage, watch_id, cls)
    return [row for watch_id in watch_ids for row in by_page.get(watch_id, ())]


def bring_up_to_date(storage: Storage, limit: int | None = None) -> set[str]:
    """Work out what is not; the pages of which nothing could be kept."""
    left: set[str] = set()
    for watch_id in storage.not_worked_out(edition(), limit):
        try:
            work_out(storage, watch_id)
        except DamagedError as error:  # the other pages' must not be lost with it
            log.error("left out", watch=watch_id, reason=str(error))
        except StorageError:
            left.add(watch_id)
        except Exception as bug:  # such a page must not keep the others from being told
            log.error("a bug in monitor; please report it", watch=watch_id, exc_info=bug)
    return left


def work_out(storage: Storage, watch_id: str) -> None:
    """Work out and keep what the page's current version says. Raises StorageError."""
    from monitor.service import deadlines, standing

    version = storage.page(watch_id, even_damaged=True).version
    rows = standing.facts(storage, watch_id)
    dates = deadlines.of_page(storage, watch_id, LONG_AGO, rows)
    storage.keep_worked_out(watch_id, version, edition(), rows, dates)

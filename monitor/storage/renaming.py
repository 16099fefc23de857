"""Giving a page another id: all of its history goes with it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import sqlalchemy as sa

from monitor.errors import RefusedError
from monitor.storage.part import of_page
from monitor.storage.schema import metadata, page, said
from monitor.storage.search import Search

_OF_PAGES = [t for t in metadata.sorted_tables if t is not page and "watch_id" in t.c]


class Renaming(Search):
    """Pages under another id."""

    def rename_pages(
        self, names: Mapping[str, str], now: datetime, *, before_commit: Callable[[], None]
    ) -> list[str]:
        """Move all that is known of some pages to their new ids; the old ones of those there were.

        What `before_commit` raises undoes it. Raises RefusedError when a new id has a history of
        its own, or another process is at the page.
        """
        with self._db.write() as connection:
            renamed = [o for o, n in names.items() if self._rename_page(connection, o, n, now)]
            before_commit()
        return renamed

    def _rename_page(self, connection: sa.Connection, old: str, new: str, now: datetime) -> bool:
        row = connection.execute(of_page(*page.c), {"watch_id": old}).one_or_none()
        if row is None:
            return False
        if connection.execute(of_page(page.c.watch_id), {"watch_id": new}).first():
            raise RefusedError(f"{new} has a history of its own; choose another id")
        if row.claimed_until_at is not None and row.claimed_until_at > now:
            raise RefusedError(f"{old} is being looked at right now; try again")
        # Rows refer to the page: the new one must be there before they can.
        connection.execute(sa.insert(page), {**row._mapping, "watch_id": new})
        for table in _OF_PAGES:
            renamed = sa.update(table).where(table.c.watch_id == old).values(watch_id=new)
            connection.execute(renamed)
        connection.execute(sa.delete(page).where(page.c.watch_id == old))
        # What was worked out names the page: it is made again.
        connection.execute(sa.delete(said).where(said.c.watch_id == new))
        self._rename_in_index(connection, old, new)
        return True

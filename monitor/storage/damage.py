"""Putting right what cannot be read: a version's text, what was learned about a page.

Nothing that can be read is ever replaced: another process may have mended it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from monitor.errors import DamagedError
from monitor.model import Change, Document, PageState
from monitor.model.records import VersionRecord
from monitor.rows.codec import pack, unpack
from monitor.rows.plain_versions import altered
from monitor.storage.chain import Chain
from monitor.storage.part import of_page
from monitor.storage.schema import change, page, version

_STATE = of_page(page.c.state, page.c.version, lock=True)
_DOCUMENT = sa.select(version.c.document, version.c.digest).where(
    version.c.watch_id == sa.bindparam("watch_id"), version.c.number == sa.bindparam("number")
)
_UPDATE_PAGE = sa.update(page).where(page.c.watch_id == sa.bindparam("id"))
_UPDATE_VERSION = sa.update(version).where(
    version.c.watch_id == sa.bindparam("id"), version.c.number == sa.bindparam("at")
)
# Read one by one: a year's documents are more than a small machine has memory.
_PACKED: tuple[tuple[sa.Select[*tuple[Any, ...]], type[object], str], ...] = (
    (sa.select(page.c.watch_id, page.c.state), PageState, "{}: what was learned about it"),
    (
        sa.select(version.c.watch_id, version.c.number, version.c.digest, version.c.document),
        Document,
        "version {1} of {0}",
    ),
    (sa.select(change.c.id, change.c.change), Change, "change {}"),
)


class Mending(Chain):
    """Rows that were damaged: which, and how they become readable again."""

    def mend_state(self, watch_id: str, state: PageState) -> None:
        """Give a page this state in place of one that cannot be read. Raises NotFoundError."""
        packed = pack(state)
        with self._db.write() as connection:
            row = self._one(connection, _STATE, watch_id)
            with suppress(DamagedError):
                unpack(PageState, row.state)
                return  # it is well again
            connection.execute(_UPDATE_PAGE, {"id": watch_id, "state": packed})

    def mend_version(self, mended: VersionRecord, state: PageState | None) -> bool:
        """Give a version this text, digest and extractor in place of a text that is damaged.

        `state`: what becomes of the page where this is the version that counts. False: the version
        is well, or the page has moved on; nothing was done.
        """
        m, document = mended, pack(mended.content)
        packed = pack(state) if state is not None else b""
        with self._db.write() as connection:
            row = self._one(connection, _STATE, m.watch_id)
            if packed and row.version != m.number:
                return False
            key = {"watch_id": m.watch_id, "number": m.number}
            found = connection.execute(_DOCUMENT, key).one_or_none()
            if found is None or _is_whole(found.document, found.digest):
                return False
            values = {"document": document, "digest": m.digest, "extractor": m.extractor}
            connection.execute(_UPDATE_VERSION, {"id": m.watch_id, "at": m.number, **values})
            if packed:
                values = {"state": packed, "extractor": m.extractor}
                connection.execute(_UPDATE_PAGE, {"id": m.watch_id, **values})
            self._link(connection, m.watch_id, datetime.now(UTC), version=m.number)
        return True

    # ----------------------------------------------------------------- for this package

    def _damaged_rows(self) -> Iterator[str]:
        """One line per row that cannot be read, or whose text is not the one that was stored."""
        for query, cls, name in _PACKED:
            with self._db.read() as connection:
                for row in connection.execution_options(yield_per=20).execute(query):
                    what = name.format(*row[:2])
                    try:
                        value = unpack(cls, row[-1], what)
                    except DamagedError as error:
                        yield str(error)
                        continue
                    if isinstance(value, Document) and value.digest != row.digest:
                        yield altered(row.watch_id, row.number)


def _is_whole(document: bytes, digest: str) -> bool:
    try:
        return unpack(Document, document).digest == digest
    except DamagedError:
        return False

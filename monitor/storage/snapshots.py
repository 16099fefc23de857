"""Snapshots: bodies on disk with their rows, and when a body may go.

A file is written before its row and removed after its row says so; both settle under the row's
lock. So whatever is interrupted, or happens in two processes at once, leaves at worst a file
without a row, which costs space and is found by `integrity`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.records import SnapshotRecord
from monitor.storage.blobs import FULL_EVERY
from monitor.storage.part import Part, Row
from monitor.storage.schema import (
    NEED_EVIDENCE,
    NEED_LATEST,
    NEED_NEW,
    NEED_NOT,
    body,
    page,
    snapshot,
)
from monitor.types import Fetched

_RANK = {NEED_NOT: 0, NEED_NEW: 1, NEED_LATEST: 2, NEED_EVIDENCE: 3}
_JOINED = sa.select(snapshot, body.c.size, body.c.stored).join_from(snapshot, body)


class Snapshots(Part):
    """Raw bodies as evidence."""

    def add_snapshot(
        self, watch_id: str, fetched: Fetched, *, keep: str = "versions"
    ) -> SnapshotRecord:
        """Make an answer's body durable and commit its row, before anything looks at it.

        `keep`: "versions" (the body may go after `record`) or "all" (it stays, compressed against
        the one before). The same bytes are stored once. Raises NotFoundError, StorageError.
        """
        sha256 = hashlib.sha256(fetched.body).hexdigest()
        need = NEED_EVIDENCE if keep == "all" else NEED_NEW
        with self._db.read() as connection:
            self._page_row(connection, watch_id, page.c.watch_id)
            known = _find(connection, watch_id, sha256)
            base = _last_kept(connection, watch_id) if keep == "all" and not known else ""
        there = self._blobs.inspect(sha256)[0] > 0
        if known and there and known.stored and _RANK[known.need] >= _RANK[need]:
            return _snapshot(known)
        if not there:
            self._blobs.write(sha256, fetched.body, base)
        with self._db.write() as connection:
            self._settle_body(connection, sha256, fetched.body)
            self._settle_row(connection, watch_id, sha256, fetched, need)
            return _snapshot(_one(connection, watch_id, sha256))

    def read_snapshot(self, sha256: str) -> bytes:
        """The body as received, its hash verified.

        Raises NotFoundError when it is unknown or dropped, StorageError when it is damaged.
        """
        record = self.snapshot(sha256)
        if not record.stored:
            raise NotFoundError(
                f"the body of snapshot {sha256[:12]} was dropped: it made no version"
                " (`keep: all` in the watchlist keeps every body)"
            )
        return self._blobs.read(sha256)

    def snapshot(self, sha256: str) -> SnapshotRecord:
        """Where and when a body was first received. Raises NotFoundError."""
        query = _JOINED.where(snapshot.c.sha256 == sha256).order_by(snapshot.c.id).limit(1)
        with self._db.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(f"no snapshot {sha256!r}")
        return _snapshot(row)

    def snapshots(self, watch_id: str) -> list[SnapshotRecord]:
        """All distinct bodies of one page, also the dropped, newest first."""
        query = _JOINED.where(snapshot.c.watch_id == watch_id).order_by(snapshot.c.id.desc())
        with self._db.read() as connection:
            self._page_row(connection, watch_id, page.c.watch_id)
            return [_snapshot(row) for row in connection.execute(query)]

    # ----------------------------------------------------------------- for this package

    def _release_bodies(
        self,
        connection: sa.Connection,
        watch_id: str,
        *,
        keep: Collection[str],
        latest: Collection[str],
    ) -> list[str]:
        """Settle what a page needs: `keep` for good, `latest` for now. Bodies nobody needs now.

        Their files go with `_remove_files`, after the transaction.
        """
        mine = snapshot.c.watch_id == watch_id
        if keep:
            _set_need(connection, mine & snapshot.c.sha256.in_(keep), NEED_EVIDENCE)
        passing = mine & snapshot.c.need.in_((NEED_NEW, NEED_LATEST))
        rows = connection.execute(
            sa.select(snapshot.c.sha256, snapshot.c.need).where(passing)
        ).all()
        fresh = [r.sha256 for r in rows if r.sha256 in latest and r.need != NEED_LATEST]
        done = sorted(r.sha256 for r in rows if r.sha256 not in latest)
        if fresh:
            _set_need(connection, mine & snapshot.c.sha256.in_(fresh), NEED_LATEST)
        if not done:
            return []
        _set_need(connection, mine & snapshot.c.sha256.in_(done), NEED_NOT, headers="[]")
        other = body.alias()
        needed = sa.exists().where(snapshot.c.sha256 == body.c.sha256, snapshot.c.need != NEED_NOT)
        is_base = sa.exists().where(other.c.base == body.c.sha256, other.c.stored > 0)
        free = sa.select(body.c.sha256).where(body.c.sha256.in_(done), ~needed, ~is_base)
        gone = list(connection.scalars(free.order_by(body.c.sha256).with_for_update()))
        if gone:
            connection.execute(sa.update(body).where(body.c.sha256.in_(gone)).values(stored=0))
        return gone

    def _remove_files(self, gone: Collection[str]) -> None:
        """Delete the files of dropped bodies, unless one was received again meanwhile."""
        if not gone:
            return
        query = sa.select(body.c.sha256).where(body.c.sha256.in_(gone), body.c.stored == 0)
        with self._db.write() as connection:  # no other process adds them while we hold the rows
            for sha256 in connection.scalars(query.with_for_update()).all():
                self._blobs.remove(sha256)

    def _settle_body(self, connection: sa.Connection, sha256: str, content: bytes) -> None:
        """Make the row say what the file is, under the row's lock.

        Since the file was written another process may have removed it, or dropped its base: then
        it is written again, standing alone.
        """
        mine = body.c.sha256 == sha256
        connection.execute(
            self._db.insert_new(body).values(sha256=sha256, size=len(content), stored=0, depth=0)
        )
        connection.execute(sa.select(body.c.stored).where(mine).with_for_update())
        stored, base = self._blobs.inspect(sha256)
        depth = 0
        if base:
            query = sa.select(body.c.depth).where(body.c.sha256 == base, body.c.stored > 0)
            below = connection.scalar(query.with_for_update(read=True))
            depth = -1 if below is None else below + 1
        if not stored or depth < 0:
            stored, base, depth = self._blobs.write(sha256, content), "", 0
        values = {"stored": stored, "base": base or None, "depth": depth}
        connection.execute(sa.update(body).where(mine).values(values))

    def _settle_row(
        self, connection: sa.Connection, watch_id: str, sha256: str, fetched: Fetched, need: str
    ) -> None:
        """Insert the page's row of this body, or raise its need."""
        headers = json.dumps(fetched.headers, separators=(",", ":"))
        values = {
            "sha256": sha256,
            "watch_id": watch_id,
            "fetched_at": fetched.fetched_at,
            "url": fetched.final_url or fetched.url,
            "status": fetched.status,
            "media_type": fetched.header("content-type"),
            "headers": headers,
            "need": need,
        }
        if connection.execute(self._db.insert_new(snapshot).values(values)).rowcount:
            return
        lower = [n for n, rank in _RANK.items() if rank < _RANK[need]]
        mine = (snapshot.c.watch_id == watch_id) & (snapshot.c.sha256 == sha256)
        _set_need(connection, mine & snapshot.c.need.in_(lower), need, headers=headers)


def _set_need(
    connection: sa.Connection, where: sa.ColumnElement[bool], need: str, **values: Any
) -> None:
    connection.execute(sa.update(snapshot).where(where).values(need=need, **values))


def _find(connection: sa.Connection, watch_id: str, sha256: str) -> Row | None:
    query = _JOINED.where(snapshot.c.watch_id == watch_id, snapshot.c.sha256 == sha256)
    return connection.execute(query).one_or_none()


def _one(connection: sa.Connection, watch_id: str, sha256: str) -> Row:
    query = _JOINED.where(snapshot.c.watch_id == watch_id, snapshot.c.sha256 == sha256)
    return connection.execute(query).one()


def _last_kept(connection: sa.Connection, watch_id: str) -> str:
    """The body to compress the page's next one against, "" when it is time for a full one."""
    query = (
        sa.select(body.c.sha256, body.c.depth)
        .join_from(snapshot, body)
        .where(snapshot.c.watch_id == watch_id, snapshot.c.need == NEED_EVIDENCE)
        .where(body.c.stored > 0, body.c.size > 0)
        .order_by(snapshot.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return row.sha256 if row is not None and row.depth < FULL_EVERY - 1 else ""


def _snapshot(row: Row) -> SnapshotRecord:
    return SnapshotRecord(
        sha256=row.sha256,
        watch_id=row.watch_id,
        fetched_at=row.fetched_at,
        url=row.url,
        status=row.status,
        media_type=row.media_type,
        size=row.size,
        stored=row.stored,
        headers=tuple((name, value) for name, value in json.loads(row.headers)),
    )

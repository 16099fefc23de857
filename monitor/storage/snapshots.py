"""Snapshots: bodies on disk with their rows, and when a body may go.

A file is written before its row and removed after its row says so; both are decided under the row's
lock. So whatever is interrupted, or happens in two processes at once, leaves at worst a file
without a row, which costs space and is found by `integrity`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.model import Fetched
from monitor.model.document import FIRST_ANSWER
from monitor.model.records import SnapshotRecord
from monitor.storage.blobs import FULL_EVERY
from monitor.storage.part import Part, Row
from monitor.storage.prepared import Prepared
from monitor.storage.schema import (
    NEED_EVIDENCE,
    NEED_LATEST,
    NEED_NEW,
    NEED_NOT,
    body,
    fetch,
    page,
    snapshot,
)

_RANK = {NEED_NOT: 0, NEED_NEW: 1, NEED_LATEST: 2, NEED_EVIDENCE: 3}

# Statements are built once: building one costs more than running it.
_SHA256: sa.BindParameter[str] = sa.bindparam("sha256")
_WATCH_ID: sa.BindParameter[str] = sa.bindparam("watch_id")
_JOINED = sa.select(snapshot, body.c.size, body.c.stored).join_from(snapshot, body)
_KNOWN = (  # one row for a known page, NULLs where it has not seen the body
    sa.select(snapshot, body.c.size, body.c.stored)
    .select_from(page)
    .outerjoin(snapshot, (snapshot.c.watch_id == page.c.watch_id) & (snapshot.c.sha256 == _SHA256))
    .outerjoin(body, body.c.sha256 == snapshot.c.sha256)
    .where(page.c.watch_id == _WATCH_ID)
)
_FIRST = (  # this page's own row before that of another which received the same bytes
    _JOINED.where(snapshot.c.sha256 == _SHA256)
    .order_by(sa.case((snapshot.c.watch_id == _WATCH_ID, 0), else_=1), snapshot.c.id)
    .limit(1)
)
_OF_PAGE = _JOINED.where(snapshot.c.watch_id == _WATCH_ID).order_by(snapshot.c.id.desc())
_OLDER = body.alias()
_LAST_FULL = (  # the newest kept body that stands alone, and how many were compressed against it
    sa.select(
        body.c.sha256,
        sa.select(sa.func.count())
        .select_from(_OLDER)
        .where(_OLDER.c.base == body.c.sha256, _OLDER.c.stored > 0)
        .scalar_subquery()
        .label("depending"),
    )
    .join_from(snapshot, body)
    .where(snapshot.c.watch_id == _WATCH_ID, snapshot.c.need == NEED_EVIDENCE)
    .where(body.c.stored > 0, body.c.size > 0, body.c.base.is_(None))
    .order_by(snapshot.c.id.desc())
    .limit(1)
)
_PASSING = Prepared(
    sa.select(snapshot.c.id, snapshot.c.sha256, snapshot.c.need, snapshot.c.headers)
    # Not IN: a list is written into the statement for each execution.
    .where(snapshot.c.watch_id == _WATCH_ID)
    .where((snapshot.c.need == NEED_NEW) | (snapshot.c.need == NEED_LATEST))
    .order_by(snapshot.c.id)
)
_UPDATE = sa.update(snapshot).where(snapshot.c.id == sa.bindparam("row"))
_BODY_STORED = sa.select(body.c.stored).where(body.c.sha256 == _SHA256)
_BODY_DEPTH = (
    sa.select(body.c.depth)
    .where(body.c.sha256 == _SHA256, body.c.stored > 0)
    .with_for_update(read=True)
)
_BODY_LOCK = (
    sa.select(body.c.stored).where(body.c.sha256 == _SHA256).with_for_update(key_share=True)
)
_BODY_UPDATE = sa.update(body).where(body.c.sha256 == sa.bindparam("of"))
_BASED = body.alias()
_FREE = (  # of these bodies, those that no page needs and no other body is compressed against
    sa.select(body.c.sha256)
    .where(
        body.c.sha256.in_(sa.bindparam("of", expanding=True)),
        ~sa.exists().where(snapshot.c.sha256 == body.c.sha256, snapshot.c.need != NEED_NOT),
        ~sa.exists().where(_BASED.c.base == body.c.sha256, _BASED.c.stored > 0),
    )
    .order_by(body.c.sha256)
)
# What no attempt names any more: a look that found nothing new is counted, its body is not named.
_FORGET = sa.delete(snapshot).where(
    snapshot.c.id.in_(sa.bindparam("rows", expanding=True)),
    ~sa.exists().where(fetch.c.watch_id == _WATCH_ID, fetch.c.snapshot == snapshot.c.sha256),
)
_FORGET_BODIES = sa.delete(body).where(
    body.c.sha256.in_(sa.bindparam("of", expanding=True)),
    body.c.stored == 0,
    ~sa.exists().where(snapshot.c.sha256 == body.c.sha256),
    ~sa.exists().where(_BASED.c.base == body.c.sha256),
)
_LOCK_ALL = (
    sa.select(body.c.sha256, body.c.stored)
    .where(body.c.sha256.in_(sa.bindparam("of", expanding=True)))
    .order_by(body.c.sha256)
    .with_for_update(key_share=True)
)


class Snapshots(Part):
    """Raw bodies as evidence."""

    def add_snapshot(
        self, watch_id: str, fetched: Fetched, *, keep: str = "versions"
    ) -> SnapshotRecord:
        """Make an answer's body durable and commit its row, before anything looks at it.

        `keep`: "versions" (the body may go after `record`) or "all" (it stays, compressed against
        the one before). The same bytes are stored once. Raises NotFoundError, StorageError.
        """
        sha256 = fetched.sha256
        need = NEED_EVIDENCE if keep == "all" else NEED_NEW
        with self._db.read() as connection:
            known = self._one(connection, _KNOWN, watch_id, sha256=sha256)
            base = _last_full(connection, watch_id) if keep == "all" and not known.id else ""
        there = self._blobs.inspect(sha256)
        if there[0] and known.id and known.stored and _RANK[known.need] >= _RANK[need]:
            return _snapshot(known)
        if not there[0]:
            there = self._blobs.write(sha256, fetched.body, base), base
        # The body is on disk by now. Its row is synced with the recording that follows: a power
        # loss before that leaves an answer of which nothing was ever said, fetched again later.
        with self._db.write(durable=False) as connection:
            stored = self._settle_body(connection, sha256, fetched.body, there)
            if self._settle_row(connection, watch_id, sha256, fetched, need):
                return _new_snapshot(watch_id, sha256, fetched, stored)
            return _snapshot(self._one(connection, _KNOWN, watch_id, sha256=sha256))

    def has_lost(self, sha256: str) -> bool:
        """Is the file of a body that is to be kept not there? Not asked of a bucket: each look
        would send a request.
        """
        if self._blobs.at_hand(sha256):
            return False
        with self._db.read() as connection:
            return bool(connection.scalar(_BODY_STORED, {"sha256": sha256}))

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

    def snapshot(self, sha256: str, watch_id: str = "") -> SnapshotRecord:
        """Where, when and with which headers a body was first received: by this page, else by any.

        Raises NotFoundError.
        """
        with self._db.read() as connection:
            row = connection.execute(_FIRST, {"sha256": sha256, "watch_id": watch_id}).one_or_none()
        if row is None:
            raise NotFoundError(f"no snapshot {sha256!r}")
        return _snapshot(row)

    def snapshots(self, watch_id: str) -> list[SnapshotRecord]:
        """All distinct bodies of one page, also the dropped, newest first."""
        with self._db.read() as connection:
            self._one(connection, _KNOWN, watch_id, sha256="")
            return [_snapshot(row) for row in connection.execute(_OF_PAGE, {"watch_id": watch_id})]

    # ----------------------------------------------------------------- for this package

    def _link_firsts(
        self, connection: sa.Connection, watch_id: str, sha256: str, firsts: Sequence[str]
    ) -> None:
        """Name these answers in the row of a body that a browser drew from them."""
        row = self._one(connection, _KNOWN, watch_id, sha256=sha256)
        headers = json.loads(row.headers)
        known = {value for name, value in headers if name == FIRST_ANSWER}
        more = [[FIRST_ANSWER, first] for first in dict.fromkeys(firsts) if first not in known]
        if more:
            text = json.dumps([*headers, *more], separators=(",", ":"))
            connection.execute(_UPDATE, {"row": row.id, "headers": text})

    def _release_bodies(
        self,
        connection: sa.Connection,
        watch_id: str,
        *,
        keep: Collection[str],
        latest: Collection[str],
    ) -> list[str]:
        """Decide what a page needs: `keep` for good, `latest` for now.

        Returns the bodies that nobody needs now; their files go with `_remove_files`, after the
        transaction.
        """
        done: list[str] = []
        absorbed: list[int] = []
        rows = _PASSING.all(connection, {"watch_id": watch_id})
        keep, latest = _with_firsts(rows, keep), _with_firsts(rows, latest)
        for row in rows:
            values = {"row": row.id, "need": NEED_NOT}
            if row.sha256 in keep:
                values["need"] = NEED_EVIDENCE
            elif row.sha256 in latest:
                values["need"] = NEED_LATEST
            else:
                values["headers"] = "[]"
                done.append(row.sha256)
                absorbed.append(row.id)
            if values["need"] != row.need:
                connection.execute(_UPDATE, values)
        if not done:
            return []
        connection.execute(_FORGET, {"watch_id": watch_id, "rows": absorbed})
        # Locked before it is asked who needs them: a page that is just adding one then counts.
        connection.execute(_LOCK_ALL, {"of": done}).all()
        gone = list(connection.scalars(_FREE, {"of": done}))
        for sha256 in gone:
            connection.execute(_BODY_UPDATE, {"of": sha256, "stored": 0})
        return gone

    def _remove_files(self, gone: Collection[str]) -> None:
        """Delete the files of dropped bodies, unless one was received again meanwhile."""
        if not gone:
            return
        with self._db.write() as connection:  # no other process adds them while we hold the rows
            rows = connection.execute(_LOCK_ALL, {"of": list(gone)}).all()
            unneeded = sorted(set(gone) - {row.sha256 for row in rows if row.stored})
            for sha256 in unneeded:
                self._blobs.remove(sha256)
            connection.execute(_FORGET_BODIES, {"of": unneeded})

    def _settle_body(
        self, connection: sa.Connection, sha256: str, content: bytes, there: tuple[int, str]
    ) -> int:
        """Make the row say what the file is, under the row's lock. Bytes on disk.

        Since the file was `there` (bytes on disk, base) another process may have removed it, or
        dropped its base: then it is written again, standing alone.
        """
        stored, base = there
        row = {"sha256": sha256, "size": len(content), "stored": stored, "base": None, "depth": 0}
        inserted = connection.execute(self._db.insert_new(body), row).rowcount
        if not inserted:
            connection.execute(_BODY_LOCK, {"sha256": sha256})
        stored, base = self._blobs.inspect(sha256)
        if inserted and not base and (stored, base) == there:
            return stored  # the usual case
        depth = _depth_on(connection, base)
        if not stored or depth is None:
            stored, base, depth = self._blobs.write(sha256, content), "", 0
        values = {"stored": stored, "base": base or None, "depth": depth}
        connection.execute(_BODY_UPDATE, {"of": sha256, **values})
        return stored

    def _settle_row(
        self, connection: sa.Connection, watch_id: str, sha256: str, fetched: Fetched, need: str
    ) -> bool:
        """Insert the page's row of this body, or raise its need. True: it was new."""
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
        if connection.execute(self._db.insert_new(snapshot), values).rowcount:
            return True
        row = self._one(connection, _KNOWN, watch_id, sha256=sha256)
        if _RANK[row.need] < _RANK[need]:
            connection.execute(_UPDATE, {"row": row.id, "need": need, "headers": headers})
        return False


def _with_firsts(rows: Sequence[Row], wanted: Collection[str]) -> Collection[str]:
    """These bodies, and the answers from which a browser drew them."""
    firsts = [
        value
        for row in rows
        if row.sha256 in wanted and FIRST_ANSWER in row.headers
        for name, value in json.loads(row.headers)
        if name == FIRST_ANSWER
    ]
    return {*wanted, *firsts} if firsts else wanted


def _last_full(connection: sa.Connection, watch_id: str) -> str:
    """The body to compress the page's next one against, "" when it is time for a full one.

    Always one that stands alone: a flipped bit in one that does not loses nothing else.
    """
    row = connection.execute(_LAST_FULL, {"watch_id": watch_id}).one_or_none()
    return row.sha256 if row is not None and row.depending < FULL_EVERY - 1 else ""


def _depth_on(connection: sa.Connection, base: str) -> int | None:
    """How deep a body on this base is in its chain; None when the base is gone."""
    if not base:
        return 0
    below: int | None = connection.scalar(_BODY_DEPTH, {"sha256": base})
    return None if below is None else below + 1


def _new_snapshot(watch_id: str, sha256: str, fetched: Fetched, stored: int) -> SnapshotRecord:
    """What was just stored, as it would be read."""
    return SnapshotRecord(
        sha256=sha256,
        watch_id=watch_id,
        fetched_at=fetched.fetched_at,
        url=fetched.final_url or fetched.url,
        status=fetched.status,
        media_type=fetched.header("content-type"),
        size=len(fetched.body),
        stored=stored,
        headers=fetched.headers,
    )


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

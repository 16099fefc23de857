"""What one check leaves behind, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.errors import ConflictError
from monitor.model import Change, PageState
from monitor.model.records import NewVersion, Recording
from monitor.storage.codec import pack
from monitor.storage.outbox import Outbox
from monitor.storage.part import Row, of_page
from monitor.storage.schema import change, change_class, fetch, page, version
from monitor.storage.snapshots import Snapshots

_PAGE = of_page(page.c.version, lock=True)
# Statements are built once: building one costs more than running it.
_UPDATE = sa.update(page).where(page.c.watch_id == sa.bindparam("id"))
_UPDATE_AT = _UPDATE.where(page.c.version == sa.bindparam("expected")).returning(
    page.c.service, page.c.document, page.c.url, page.c.snapshot
)
_INSERT_VERSION = sa.insert(version)
_INSERT_FETCH = sa.insert(fetch)
_INSERT_CHANGE = sa.insert(change)


class Recordings(Snapshots, Outbox):
    """Writing versions, changes and attempts."""

    def record(self, recording: Recording) -> None:
        """Store a check's outcome: all of it or nothing; the page's claim ends with it.

        Afterwards bodies go which are neither evidence nor the latest. Raises ConflictError when
        the page is at another version than when the check began, NotFoundError for an unknown one.
        """
        r = recording
        # Packed before the transaction: other writers wait for it.
        packed = pack(r.state)
        document = pack(r.version.document) if r.version else b""
        number = r.expected_version + 1 if r.version else r.expected_version
        with self._db.write() as connection:
            row = self._update_page(connection, r, number, packed)
            if r.version:
                _insert_version(connection, r.watch_id, number, r.version, r.fetched_at, document)
            _insert_fetch(connection, r, number if r.version else None)
            change_id = _insert_change(connection, r, r.change, row, number) if r.change else ""
            self._insert_alerts(connection, r.watch_id, change_id, r.alerts, r.fetched_at)
            gone = self._release_bodies(
                connection,
                r.watch_id,
                keep=_evidence(r),
                latest={row.snapshot, *_waiting(r.state)},
            )
        self._remove_files(gone)

    def upgrade_version(
        self,
        watch_id: str,
        version: NewVersion,
        state: PageState,
        *,
        now: datetime | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Store what a new extractor makes of an old snapshot as a technical version.

        Never a change, never an alert. Returns its number. `now` becomes its `recorded_at` (else
        its `seen_at`). Raises ConflictError when the page is not at `expected_version`.
        """
        packed, document = pack(state), pack(version.document)
        with self._db.write() as connection:
            row = self._one(connection, _PAGE, watch_id)
            if expected_version not in (None, row.version):
                raise _conflict(watch_id, row.version, expected_version)
            number: int = row.version + 1
            at = now or version.seen_at
            _insert_version(connection, watch_id, number, version, at, document, technical=True)
            values = {"version": number, "extractor": version.extractor, "state": packed}
            connection.execute(_UPDATE, {"id": watch_id, **values})
        return number

    def _update_page(
        self, connection: sa.Connection, r: Recording, number: int, state: bytes
    ) -> Row:
        """Move the page on; its name and its latest body. Locks its row."""
        values = _page_values(r, number, state)
        parameters = {"id": r.watch_id, "expected": r.expected_version, **values}
        row = connection.execute(_UPDATE_AT, parameters).one_or_none()
        if row is None:
            found = self._one(connection, _PAGE, r.watch_id).version
            raise _conflict(r.watch_id, found, r.expected_version)
        return row


def _conflict(watch_id: str, found: int, expected: int) -> ConflictError:
    return ConflictError(
        f"{watch_id}: another process recorded version {found} during this check, which began"
        f" at version {expected}; nothing was stored, check again"
    )


def _evidence(r: Recording) -> set[str]:
    """The bodies that this recording makes evidence."""
    return {
        *({r.snapshot} if r.keep_body and r.snapshot else ()),
        *({r.version.snapshot} if r.version and r.version.snapshot else ()),
    }


def _waiting(state: PageState) -> Sequence[str]:
    """The bodies of which the next check may make a version."""
    return [c.snapshot for c in (state.candidate, state.quarantine) if c and c.snapshot]


def _insert_version(
    connection: sa.Connection,
    watch_id: str,
    number: int,
    new: NewVersion,
    at: datetime,
    document: bytes,
    technical: bool = False,
) -> None:
    connection.execute(
        _INSERT_VERSION,
        {
            "watch_id": watch_id,
            "number": number,
            "seen_at": new.seen_at,
            "recorded_at": at,
            "snapshot": new.snapshot,
            "extractor": new.extractor,
            "digest": new.digest,
            "technical": technical or new.technical,
            "document": document,
        },
    )


def _insert_fetch(connection: sa.Connection, r: Recording, number: int | None) -> None:
    connection.execute(
        _INSERT_FETCH,
        {
            "watch_id": r.watch_id,
            "fetched_at": r.fetched_at,
            "seconds": r.seconds,
            "status": r.status,
            "outcome": str(r.outcome),
            "reason": r.reason,
            "final_url": r.final_url,
            "size": r.size,
            "snapshot": r.snapshot,
            "tries": r.tries,
            "version": number,
        },
    )


def _page_values(r: Recording, number: int, state: bytes) -> dict[str, Any]:
    values: dict[str, Any] = {
        "version": number,
        "state": state,
        "next_due_at": r.next_due_at,
        "claimed_until_at": None,
        "claimed_by": None,
        "fetched_at": r.fetched_at,
        "outcome": str(r.outcome),
        "reason": r.reason,
    }
    optional = {"etag": r.etag, "last_modified": r.last_modified, "snapshot": r.snapshot or None}
    values |= {k: v for k, v in optional.items() if v is not None}
    if r.version:
        values["extractor"] = r.version.extractor
    if r.full:
        values["full_fetch_at"] = r.fetched_at
    if r.ok:
        values["ok_at"] = r.fetched_at
    return values


def _insert_change(
    connection: sa.Connection, r: Recording, new: Change, row: Row, number: int
) -> str:
    """The change with its classes; its id."""
    change_id = r.change_id or f"{r.watch_id}-{number}"
    connection.execute(
        _INSERT_CHANGE,
        {
            "id": change_id,
            "watch_id": r.watch_id,
            "service": row.service,
            "document": row.document,
            "url": row.url,
            "from_version": r.expected_version,
            "to_version": number,
            "seen_at": r.version.seen_at if r.version else r.fetched_at,
            "recorded_at": r.fetched_at,
            "kind": str(new.kind),
            "severity": new.severity,
            "note": r.note,
            "change": pack(new),
        },
    )
    classes = [{"change_id": change_id, "cls": c} for c in dict.fromkeys(new.classes)]
    if classes:
        connection.execute(sa.insert(change_class), classes)
    return change_id

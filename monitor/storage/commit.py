"""What one check leaves behind, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from monitor.errors import ConflictError
from monitor.model import PageState
from monitor.model.document import FIRST_ANSWER
from monitor.model.records import ChangeRecord, NewVersion, Recording
from monitor.rows.codec import pack
from monitor.storage.outbox import Outbox
from monitor.storage.part import Row, of_page
from monitor.storage.prepared import Prepared
from monitor.storage.runs import Runs
from monitor.storage.schema import change, change_class, fetch, page, version
from monitor.storage.snapshots import Snapshots

_PAGE = of_page(page.c.version, lock=True)
# Statements are built once: building one costs more than running it.
_UPDATE = sa.update(page).where(page.c.watch_id == sa.bindparam("id"))
_UPDATE_AT = Prepared(
    _UPDATE.where(page.c.version == sa.bindparam("expected")).returning(page.c.snapshot)
)
_INSERT_VERSION = sa.insert(version)
_INSERT_FETCH = sa.insert(fetch)
_INSERT_CHANGE = sa.insert(change)
_CHANGE_COLUMNS = [f.name for f in fields(ChangeRecord) if f.name not in ("change", "reading")]


class Recordings(Snapshots, Outbox, Runs):
    """Writing versions, changes and attempts."""

    def record(self, recording: Recording) -> None:
        """Store a check's outcome: all of it or nothing; the page's claim ends with it.

        Afterwards bodies go which are neither evidence nor the latest. Raises ConflictError when
        the page is at another version than when the check began, NotFoundError for an unknown one.
        """
        r = recording
        # Packed before the transaction: other writers wait for it.
        at, state = r.observation.at, r.decision.state
        packed = pack(state)
        document = _packed(r.version) if r.version else b""
        number = r.expected_version + 1 if r.version else r.expected_version
        with self._db.write() as connection:
            row = self._update_page(connection, r, number, packed)
            if r.version:
                _insert_version(connection, r.watch_id, number, r.version, at, document)
            if not self._join_run(connection, r):
                self._insert_records(connection, r, number)
            change_id = r.change.id if r.change else ""
            self._insert_alerts(connection, r.watch_id, change_id, r.alerts, at)
            gone = self._release_bodies(
                connection,
                r.watch_id,
                keep={*_evidence(r), *self._linked_firsts(connection, r)},
                latest={row.snapshot, *_waiting(state)},
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
        packed, document = pack(state), _packed(version)
        with self._db.write() as connection:
            row = self._one(connection, _PAGE, watch_id)
            if expected_version not in (None, row.version):
                raise _conflict(watch_id, row.version, expected_version)
            number: int = row.version + 1
            at = now or version.seen_at
            _insert_version(connection, watch_id, number, version, at, document, technical=True)
            values = {"version": number, "extractor": version.extractor, "state": packed}
            connection.execute(_UPDATE, {"id": watch_id, **values})
            self._link(connection, watch_id, at, version=number)
        return number

    def _linked_firsts(self, connection: sa.Connection, r: Recording) -> Sequence[str]:
        """The answers that a browser drew the new version from in this look, now known as that.

        The very bytes may have been drawn before, from another answer, whose row they keep.
        """
        answer = r.observation.answer
        if not (answer and r.version and r.version.snapshot == r.observation.snapshot):
            return ()
        firsts = [value for name, value in answer.headers if name == FIRST_ANSWER]
        if firsts:
            self._link_firsts(connection, r.watch_id, r.version.snapshot, firsts)
        return firsts

    def _insert_records(self, connection: sa.Connection, r: Recording, number: int) -> None:
        """The attempt and the change, linked with the version."""
        version = {"version": number} if r.version else {}
        change = {"change": r.change.id} if r.change else {}
        made = {"fetch": _insert_fetch(connection, r, number if r.version else None)}
        if r.change:
            _insert_change(connection, r.change)
        at = r.imported_at or r.observation.at
        self._link(connection, r.watch_id, at, **made, **version, **change)

    def _update_page(
        self, connection: sa.Connection, r: Recording, number: int, state: bytes
    ) -> Row:
        """Move the page on; its latest body. Locks its row."""
        values = _page_values(r, number, state)
        parameters = {"id": r.watch_id, "expected": r.expected_version, **values}
        row: Row | None = _UPDATE_AT.one(connection, parameters)
        if row is None:
            found = self._one(connection, _PAGE, r.watch_id).version
            raise _conflict(r.watch_id, found, r.expected_version)
        return row


def _packed(new: NewVersion) -> bytes:
    return new.content if isinstance(new.content, bytes) else pack(new.content)


def _conflict(watch_id: str, found: int, expected: int) -> ConflictError:
    return ConflictError(
        f"{watch_id}: another process recorded version {found} during this check, which began"
        f" at version {expected}; nothing was stored, check again"
    )


def _evidence(r: Recording) -> set[str]:
    """The bodies that this recording makes evidence."""
    snapshot = r.observation.snapshot
    return {
        *({snapshot} if r.decision.keep_body and snapshot else ()),
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
            "source": new.source or None,
        },
    )


def _insert_fetch(connection: sa.Connection, r: Recording, number: int | None) -> int:
    """The attempt; its id."""
    seen, answer = r.observation, r.observation.answer
    made = connection.execute(
        _INSERT_FETCH,
        {
            "watch_id": r.watch_id,
            "fetched_at": seen.at,
            "seconds": seen.seconds,
            "status": answer.status if answer else None,
            "outcome": str(r.decision.outcome),
            "reason": r.decision.reason,
            "final_url": answer.final_url if answer else "",
            "size": len(answer.body) if answer else 0,
            "snapshot": seen.snapshot,
            "tries": seen.tries,
            "version": number,
        },
    )
    (number,) = made.inserted_primary_key or (0,)
    return int(number)


def _page_values(r: Recording, number: int, state: bytes) -> dict[str, Any]:
    at, snapshot = r.observation.at, r.observation.snapshot
    values: dict[str, Any] = {
        "version": number,
        "state": state,
        "next_due_at": r.next_due_at,
        "claimed_until_at": None,
        "claimed_by": None,
        "fetched_at": at,
        "outcome": str(r.decision.outcome),
        "reason": r.decision.reason,
    }
    optional = {"etag": r.etag, "last_modified": r.last_modified, "snapshot": snapshot or None}
    values |= {k: v for k, v in optional.items() if v is not None}
    if r.version:
        values["extractor"] = r.version.extractor
    if r.observation.has_body:
        values["full_fetch_at"] = at
    if r.decision.ok:
        values["ok_at"] = at
    return values


def _insert_change(connection: sa.Connection, new: ChangeRecord) -> None:
    """The change with its classes."""
    columns = {name: getattr(new, name) for name in _CHANGE_COLUMNS}
    kind, severity = str(new.change.kind), new.change.severity
    packed = {"kind": kind, "severity": severity, "change": pack(new.change)}
    connection.execute(_INSERT_CHANGE, columns | packed)
    classes = [{"change_id": new.id, "cls": c} for c in dict.fromkeys(new.change.classes)]
    if classes:
        connection.execute(sa.insert(change_class), classes)

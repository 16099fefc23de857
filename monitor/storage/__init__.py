"""The storage: all that is known, in SQLite or PostgreSQL, and the raw bodies under snapshots/.

One class, :class:`Storage`; its methods live in a file per concern:

    pages      what is watched, what is due, who is at it     snapshots  raw bodies
    recording  what a check leaves behind, in one transaction history    versions, changes, attempts
    outbox     alerts to be sent                              health     does it still hold together
    mending    what was damaged                               renaming   a page under another id
    search     full text over all of it                       vitals    signs of life
    remarks    what people say of changes             readings  what a model made of changes
    pruning    leaving out old attempts               chain     nothing of it altered unseen
    stamps     somebody else's word for when       worked_out  facts and dates, to be asked quickly

Below them: schema and migrations/ (tables), database (connections, errors), blobs (files), holder
(whose claims those are).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import structlog

from monitor.errors import LostError
from monitor.storage.blobs import BlobStore
from monitor.storage.bucket import Bucket, is_address
from monitor.storage.claims import Holder
from monitor.storage.commit import Recordings
from monitor.storage.database import Database
from monitor.storage.integrity import Health
from monitor.storage.migrate import ensure_schema
from monitor.storage.pages import Pages
from monitor.storage.pruning import Pruning
from monitor.storage.readings import Readings
from monitor.storage.remarks import Remarks
from monitor.storage.renaming import Renaming
from monitor.storage.stamps import Stamps
from monitor.storage.verification import Verification
from monitor.storage.vitals import VitalSigns
from monitor.storage.worked_out import WorkedOut

__all__ = ["Storage"]

log = structlog.get_logger(__name__)


class Storage(
    Pages,
    Recordings,
    Pruning,
    Verification,
    Stamps,
    Readings,
    Remarks,
    Renaming,
    Health,
    VitalSigns,
    WorkedOut,
):
    """Everything stored. Synchronous; one object may be used by several threads.

    Every method raises StorageError when the database or the folder cannot be used. Times are
    aware; naive ones are refused with ValueError.
    """

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._db = database
        self._blobs = blobs
        self._holder = Holder(blobs.root)

    @classmethod
    def open(
        cls, url: str, snapshots: Path | str, *, migrate: bool = True, new: bool = False
    ) -> Storage:
        """Connect to a database (sqlite:///FILE or postgresql://…), creating what is missing.

        `snapshots`: a folder, or the address of an object store (s3://bucket/prefix).

        `migrate=False` creates nothing, leaves the schema alone and only reads. `new`: a database
        may begin also beside the pages of another, which is lost then; else LostError. Raises
        MissingError when there is no database, SchemaError when the schema is newer than this code,
        or older and may not be migrated; the text says which command to run.
        """
        database, blobs = Database(url, create=migrate), _bodies(snapshots)
        try:
            began = ensure_schema(
                database,
                migrate=migrate,
                before_new=lambda: None if new else _refuse_to_forget(database, blobs),
            )
            if migrate:
                blobs.prepare()
                _mark(blobs, began)
        except BaseException:
            database.close()
            raise
        return cls(database, blobs)

    @property
    def database(self) -> Database:
        """For the queue, whose tables are beside ours."""
        return self._db

    def close(self) -> None:
        """Close all connections; claims that are left end."""
        self._db.close()
        self._holder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _bodies(place: Path | str) -> BlobStore:
    if isinstance(place, str) and is_address(place):
        return Bucket(place)
    return BlobStore(Path(place))


def _refuse_to_forget(database: Database, blobs: BlobStore) -> None:
    """A lost database is not a new one: what changed since then would never be reported."""
    since = blobs.marked_since()
    if not since:
        return
    database.discard_empty()
    raise LostError(
        f"database {database.shown} does not exist yet, but pages have been stored in {blobs.shown}"
        f" since {since}: theirs is lost, or another one is meant. Restore it from a backup, or"
        " start over with --new; what has changed since its last check is not told then"
    )


def _mark(blobs: BlobStore, began: bool) -> None:
    now = datetime.now(UTC)
    if began:
        log.warning(
            "a new database: nothing is known of the pages before now",
            since=f"{now:%Y-%m-%d %H:%M} UTC",
        )
    blobs.mark(now)

"""Problems of the stored data, for `monitor doctor`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from monitor.errors import StorageError
from monitor.storage.damage import Mending
from monitor.storage.part import Row
from monitor.storage.schema import body, page, version
from monitor.storage.snapshots import Snapshots

ORPHAN_AFTER = 3600.0  # seconds
NAMED = 3  # versions that a line names


class Health(Snapshots, Mending):
    """Does what was stored still hold together?"""

    def integrity(self) -> list[str]:
        """One line per problem, [] when all is well. Reads every stored body.

        Checks the database file, that every body that should be there is, with its hash, that no
        file is there without a row, and that every version, change and page can be read.
        """
        return [
            *self._database_problems(),
            *self._body_problems(),
            *self._version_problems(),
            *self._damaged_rows(),
        ]

    def remove_orphans(self) -> list[str]:
        """Delete bodies that no row asks for, as a kill may leave them; a line for each.

        Not those of the last hour: a body is on disk before its row is.
        """
        files = dict(self._blobs.files())
        query = sa.select(body.c.sha256).where(body.c.stored > 0)
        with self._db.read() as connection:
            needed = set(connection.scalars(query))
        done = []
        for sha256 in sorted(files.keys() - needed):
            if self._blobs.age(sha256) > ORPHAN_AFTER:
                self._remove_files([sha256])
                done.append(f"snapshot {sha256}: a file that nothing asks for, removed")
        return done

    def _database_problems(self) -> Iterator[str]:
        if not self._db.is_sqlite:
            return
        with self._db.read() as connection:
            for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
                if line != "ok":
                    yield f"database: {line}"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                yield f"database: a row of {row[0]} refers to a missing row of {row[2]}"

    def _body_problems(self) -> Iterator[str]:
        # Files first: a body that is added meanwhile then has its row.
        files = dict(self._blobs.files())
        query = sa.select(body.c.sha256, body.c.stored, body.c.base).order_by(body.c.sha256)
        with self._db.read() as connection:
            rows = {row.sha256: row for row in connection.execute(query)}
        for sha256 in sorted(files.keys() - rows.keys()):
            yield f"snapshot {sha256}: a file without a row ({files[sha256]} bytes)"
        for sha256 in _along_chains({sha256: row.base for sha256, row in rows.items()}):
            yield from self._body_problem(rows[sha256], known=sha256 in files)

    def _body_problem(self, row: Row, *, known: bool) -> Iterator[str]:
        size, base = self._blobs.inspect(row.sha256)
        if not row.stored:
            if size and known:
                yield f"snapshot {row.sha256}: a file of a dropped body ({size} bytes)"
        elif not size:
            yield f"snapshot {row.sha256}: its file is missing{self._whose(row.sha256)}"
        elif (size, base) != (row.stored, row.base or ""):
            whose = self._whose(row.sha256)
            yield f"snapshot {row.sha256}: its file is not the one that was written{whose}"
        else:
            try:
                self._blobs.read(row.sha256)
            except StorageError as e:
                yield f"{e}{self._whose(row.sha256)}"

    def _whose(self, sha256: str) -> str:
        """Of which versions a body is the page, and what helps; "" where it is of none."""
        query = sa.select(version.c.watch_id, version.c.number).where(version.c.snapshot == sha256)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(version.c.watch_id, version.c.number)).all()
        if not rows:
            return ""
        named = ", ".join(f"{row.watch_id} version {row.number}" for row in rows[:NAMED])
        more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        return f"; it is the raw page of {named}{more}, and a backup may have it"

    def _version_problems(self) -> Iterator[str]:
        stored = sa.exists().where(body.c.sha256 == version.c.snapshot, body.c.stored > 0)
        bare = sa.select(version.c.watch_id, version.c.number).where(~stored)
        here = (version.c.watch_id == page.c.watch_id) & (version.c.number == page.c.version)
        headless = sa.select(page.c.watch_id, page.c.version).where(
            page.c.version > 0, ~sa.exists().where(here)
        )
        with self._db.read() as connection:
            for row in connection.execute(bare.order_by(version.c.watch_id, version.c.number)):
                yield f"{row.watch_id}: version {row.number} has lost its snapshot"
            for row in connection.execute(headless.order_by(page.c.watch_id)):
                yield f"{row.watch_id}: version {row.version} is missing"


def _along_chains(bases: Mapping[str, str | None]) -> Iterator[str]:
    """Every body right after its base, so that a chain is read once and not once per body."""
    above: dict[str | None, list[str]] = defaultdict(list)
    for sha256, base in bases.items():
        above[base].append(sha256)
    waiting = above[None][::-1]
    while waiting:
        sha256 = waiting.pop()
        yield sha256
        waiting += above[sha256]

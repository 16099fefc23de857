"""An SQLite file that is only asked, by the driver alone: nothing is made, migrated or locked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from monitor.errors import MissingError, PassingError, StorageError
from monitor.rows import revision
from monitor.rows.plain_dates import DateQueries
from monitor.rows.plain_queries import Ask

BUSY_SECONDS = 30.0  # how long to wait for another process's transaction

_ERRORS = (  # by the beginning of sqlite_errorname
    ("SQLITE_FULL", "the disk is full"),
    ("SQLITE_IOERR", "the disk cannot be read or written (full, over a limit, or failing)"),
    ("SQLITE_BUSY", f"another process has kept it locked for {BUSY_SECONDS:.0f} s"),
    ("SQLITE_LOCKED", "another connection has locked it"),
    ("SQLITE_CANTOPEN", "the file cannot be opened; check the folder and its permissions"),
    ("SQLITE_CORRUPT", "the file is damaged; restore a backup, or try `sqlite3 FILE .recover`"),
    ("SQLITE_NOTADB", "the file is not an SQLite database"),
    ("SQLITE_READONLY", "the file or its folder is not writable"),
    ("SQLITE_PERM", "permission denied"),
)
_PASSING = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")
_PLAIN = re.compile(r"sqlite:///([^?]+)")


def file_of(url: str) -> Path | None:
    """The file of a database URL; None for another database, a driver or options of one's own."""
    match = _PLAIN.fullmatch(url)
    return Path(match[1]) if match and match[1] != ":memory:" else None


def missing(shown: str) -> MissingError:
    """The error for a database that nobody has made yet."""
    return MissingError(
        f"database {shown.removeprefix('sqlite:///')}: no such file yet; `monitor check` makes it"
        " when it first looks at the pages"
    )


class SqliteFile(DateQueries):
    """Answers :class:`DateQueries` from a file. To be closed; a context manager.

    Raises MissingError, SchemaError and StorageError, as the storage does.
    """

    def __init__(self, file: Path, snapshots: Path) -> None:
        self._shown = f"sqlite:///{file}"
        self._folders = [file.parent, snapshots]
        if not file.exists():
            raise missing(self._shown)
        with self._translated():
            self._connection = connect_to_ask(file.absolute())
            self._connection.row_factory = sqlite3.Row
        try:
            with self._asking() as ask:
                revision.check(_revision(ask), self._shown)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def places(self) -> list[Path]:
        """The folders that are written to: the file's own, and the snapshots."""
        return self._folders

    def active_ids(self) -> set[str]:
        """The ids of the pages that are looked at: of 100,000, one text is quicker than rows."""
        query = "SELECT group_concat(watch_id, char(10)) FROM page WHERE active"
        with self._translated():
            cursor = self._connection.cursor()
            cursor.row_factory = None
            ((found,),) = cursor.execute(query)
        return set(found.split("\n")) if found else set()

    @contextmanager
    def _asking(self) -> Iterator[Ask]:
        with self._translated():
            self._connection.execute("BEGIN")
            try:
                yield self._rows
            finally:
                self._connection.rollback()

    def _rows(self, sql: str, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [dict(row) for row in self._connection.execute(sql, plain_values(values))]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            kind = PassingError if passes(error) else StorageError
            raise kind(f"database {self._shown}: {reason(error)}") from error


def _revision(ask: Ask) -> str:
    """The schema's version, "" when there is none yet."""
    known = ask("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'", {})
    rows = ask("SELECT version_num FROM alembic_version", {}) if known else []
    return str(rows[0]["version_num"] or "") if rows else ""


def connect_to_ask(path: Path) -> sqlite3.Connection:
    """Asks only, also in a folder that is read-only, or on a full disk. Raises sqlite3.Error."""
    connection = _reading(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        # Its index of the log can be neither found nor made. Without a log there is no need.
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        connection.close()
        connection = _reading(path, "mode=ro&immutable=1")
    return connection


def _reading(path: Path, how: str) -> sqlite3.Connection:
    name = f"file:{quote(str(path))}?{how}"
    connection = sqlite3.connect(name, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    connection.isolation_level = None
    return connection


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as they stand in the file: times in UTC, without a zone.

    Raises ValueError for a time without time zone: it is somebody's bug.
    """
    return {k: _written(v) if isinstance(v, datetime) else v for k, v in values.items()}


def _written(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"a time without time zone: {at!r}")
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def reason(error: sqlite3.Error) -> str:
    """What went wrong for a person: our words where we know the code, SQLite's beside them."""
    code = str(getattr(error, "sqlite_errorname", None) or "")
    known = next((words for start, words in _ERRORS if code.startswith(start)), "")
    detail = str(error).strip().partition("\n")[0] or type(error).__name__
    return f"{known} ({detail})" if known and code else detail


def passes(error: sqlite3.Error) -> bool:
    """Whether it may be well again without anybody's doing."""
    return str(getattr(error, "sqlite_errorname", None) or "").startswith(_PASSING)

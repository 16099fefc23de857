"""The connection: SQLite or PostgreSQL, transactions, and their errors in one clear line."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    OperationalError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from monitor.errors import PassingError, StorageError
from monitor.rows import sqlite_file
from monitor.rows.plain_queries import Ask
from monitor.storage.schema import complete_for_postgresql

_TURN_SECONDS = 1.0  # how long to wait for our turn before SQLite itself is asked

_POSTGRESQL_ERRORS = (  # by the beginning of SQLSTATE
    ("53100", "the disk is full"),
    ("53", "the server is out of resources"),
    ("25006", "the server is read-only"),
    ("42501", "the user may not do this; check its privileges"),
    ("40", "another process was at the same rows; run it again"),
    ("55P03", f"another process has kept it locked for {sqlite_file.BUSY_SECONDS:.0f} s"),
)
_POSTGRESQL_PASSING = ("53", "40", "55P03", "57", "08", "25006")


_EMPTY = 4096  # bytes: the header, with nothing said


class Database:
    """Opens connections and runs transactions. Safe to use from several threads."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        """`create`: make an SQLite file that is missing. Without, a mistyped name is an error."""
        self.url = parse_url(url)
        self.shown = _without_secrets(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = threading.Lock() if self.is_sqlite else None
        if self.is_sqlite and not create and not Path(self.url.database or "").exists():
            raise sqlite_file.missing(self.shown)
        try:
            sqlite_engine = _sqlite if create else _sqlite_reading
            self._engine = sqlite_engine(self.url) if self.is_sqlite else _postgresql(self.url)
        except ModuleNotFoundError as e:
            raise StorageError(
                "PostgreSQL needs its driver: pip install '.[postgresql]' in monitor's source"
            ) from e
        self._inserts: dict[str, Any] = {}

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def discard_empty(self) -> None:
        """Take back an SQLite file in which there is nothing yet."""
        self._engine.dispose()
        path = Path(self.url.database or "")
        if self.is_sqlite and path.stat().st_size <= _EMPTY:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite has one writer; waiting here is fairer and faster than its own polling.

        Not for ever: it is only a courtesy.
        """
        writer = self._writer
        held = writer is not None and writer.acquire(timeout=_TURN_SECONDS)
        try:
            yield
        finally:
            if held and writer is not None:
                writer.release()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    def connect(self) -> sa.Connection:
        """A connection of its own, without a transaction; for a lock that lasts as long as it."""
        with self._translated():
            return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def asking(self) -> Iterator[Ask]:
        """The same for plain SQL, see :mod:`monitor.rows.plain_queries`."""
        with self.read() as connection:

            def rows(sql: str, values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
                given = sqlite_file.plain_values(values) if self.is_sqlite else values
                return [dict(row) for row in connection.execute(sa.text(sql), given).mappings()]

            yield rows

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[sa.Connection]:
        """A transaction, committed at the end, rolled back by any exception.

        `durable=False`: a power loss may undo it (a lease, a heartbeat), which saves a sync.
        """
        with self._translated(), self._turn(), self._engine.connect() as opened:
            connection = opened.execution_options(writes=True)
            if self.is_sqlite:  # outside of any transaction, where alone it works
                level = "FULL" if durable else "NORMAL"
                _driver(connection).execute(f"PRAGMA synchronous={level}")
            with connection.begin():
                if not self.is_sqlite and not durable:
                    connection.exec_driver_sql("SET LOCAL synchronous_commit TO off")
                yield connection

    def insert_new(self, table: sa.Table) -> Any:
        """An INSERT that leaves rows alone which exist already; `rowcount` says if it did."""
        if table.name not in self._inserts:
            self._inserts[table.name] = self._new_insert(table).execution_options(
                preserve_rowcount=True
            )
        return self._inserts[table.name]

    def _new_insert(self, table: sa.Table) -> Any:
        if self.is_sqlite:
            return sqlite.insert(table).on_conflict_do_nothing()
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table).on_conflict_do_nothing()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as e:
            kind = PassingError if _passes(e) else StorageError
            raise kind(f"database {self.shown}: {_reason(e)}") from e
        except SQLAlchemyError as e:
            if isinstance(e, StatementError) and isinstance(e.orig, ValueError):
                raise e.orig from None  # a value of ours that a column type refused
            raise StorageError(f"database {self.shown}: {_first_line(e)}") from e
        except sqlite3.Error as e:  # from what is said to the driver without SQLAlchemy
            kind = PassingError if _passes(e) else StorageError
            raise kind(f"database {self.shown}: {_reason(e)}") from e


def parse_url(url: str) -> sa.URL:
    """A database URL, normalised: PostgreSQL through psycopg 3; a plain path is an SQLite file."""
    try:
        parsed = sa.make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError as e:
        raise StorageError(f"not a database URL: {_first_line(e)}") from e
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StorageError(f"{backend} is not supported; use sqlite:///FILE or postgresql://…")
    if parsed.database in (None, "", ":memory:"):
        raise StorageError("the database needs a file: sqlite:///monitor.db")
    return parsed


def _without_secrets(url: sa.URL) -> str:
    """For messages: the password is hidden, before the host and among the parameters."""
    secret = [name for name in url.query if "password" in name.lower()]
    return url.update_query_dict(dict.fromkeys(secret, "***")).render_as_string(hide_password=True)


def _sqlite(url: sa.URL) -> sa.Engine:
    path = Path(url.database or "")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise StorageError(f"cannot create the folder {path.parent}: {e.strerror or e}") from e
    with suppress(OSError):  # SQLite says it in its own words
        # Its owner's only; SQLite gives its other files the same permissions.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    engine = sa.create_engine(url, connect_args={"timeout": sqlite_file.BUSY_SECONDS}, pool_size=8)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is late and never IMMEDIATE
        _use_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")  # NORMAL may lose the last commits
        connection.execute("PRAGMA foreign_keys=ON")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        # A read transaction that becomes a writer fails at once when another wrote in between.
        _driver(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _sqlite_reading(url: sa.URL) -> sa.Engine:
    path = Path(url.database or "").absolute()
    return sa.create_engine(url, creator=lambda: sqlite_file.connect_to_ask(path), pool_size=8)


def _use_wal(connection: Any) -> None:
    """Switch to the write-ahead log, once in the life of a file.

    SQLite refuses to wait here for another process that writes to a file not yet switched.
    """
    until = time.monotonic() + sqlite_file.BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as e:
            if e.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.02)


def _postgresql(url: sa.URL) -> sa.Engine:
    complete_for_postgresql()
    settings = f"-c lock_timeout={sqlite_file.BUSY_SECONDS:.0f}s"
    given = url.query.get("options", "")
    options = f"{settings} {given if isinstance(given, str) else ' '.join(given)}".strip()
    return sa.create_engine(
        url.difference_update_query(["options"]),
        connect_args={"options": options, "connect_timeout": 10},
        pool_pre_ping=True,  # a restarted server costs one ping, not one failed check
        pool_size=8,
    )


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _reason(error: DBAPIError | sqlite3.Error) -> str:
    """What went wrong for a person: our words where we know the code, the driver's where not."""
    of_driver = (error.orig or error) if isinstance(error, DBAPIError) else error
    if isinstance(of_driver, sqlite3.Error):
        return sqlite_file.reason(of_driver)
    code = str(getattr(of_driver, "sqlstate", None) or "")
    known = next((words for start, words in _POSTGRESQL_ERRORS if code.startswith(start)), "")
    detail = _first_line(of_driver)
    return f"{known} ({detail})" if known and code else detail


def _passes(error: DBAPIError | sqlite3.Error) -> bool:
    """Whether it may be well again without anybody's doing."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    of_driver = (error.orig or error) if isinstance(error, DBAPIError) else error
    if isinstance(of_driver, sqlite3.Error):
        return sqlite_file.passes(of_driver)
    code = str(getattr(of_driver, "sqlstate", None) or "")
    if code:
        return code.startswith(_POSTGRESQL_PASSING)
    return isinstance(error, OperationalError)  # no connection at all


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__

"""The statements that every look runs, on SQLite said to the driver itself.

A statement's way through SQLAlchemy takes five times as long as the database's answer, and a look
at an unchanged page has eight. What is said, and how values are written and read, is still what
SQLAlchemy makes of the statement; PostgreSQL goes the usual way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")
_Convert = Callable[[Any], Any] | None


class Prepared:
    """A statement with plain parameters (no lists), compiled at its first use."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._made: dict[tuple[str, ...], _Compiled] = {}

    def all(self, connection: sa.Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows that it selects or returns."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self.statement, values).all()
        key = tuple(values)
        made = self._made.get(key)
        if made is None:  # two threads that compile it at once make the same
            made = self._made[key] = _Compiled(self.statement, key)
        return made.rows(connection.connection.driver_connection, values)

    def one(self, connection: sa.Connection, values: Mapping[str, Any]) -> Any:
        """Its only row, None without one."""
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def run(self, connection: sa.Connection, values: Mapping[str, Any]) -> None:
        """For one that gives no rows."""
        if connection.dialect.name == "sqlite":
            self.all(connection, values)
        else:
            connection.execute(self.statement, values)


class _Compiled:
    """The text of a statement for these parameters, and what is done to each value."""

    def __init__(self, statement: Any, names: tuple[str, ...]) -> None:
        compiled = statement.compile(dialect=_DIALECT, column_keys=list(names))
        self._text = str(compiled)
        self._writes: list[tuple[str, _Convert]] = []
        self._constants: dict[str, Any] = {}
        for name, bind in compiled.binds.items():
            write = bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
            if name in names:
                self._writes.append((name, write))
            elif bind.required:
                raise KeyError(name)
            else:
                self._constants[name] = write(bind.value) if write else bind.value
        columns = statement.exported_columns
        self._row: Any = namedtuple("Row", columns.keys()) if len(columns) else None
        self._reads = [
            c.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for c in columns
        ]

    def rows(self, driver: Any, values: Mapping[str, Any]) -> Sequence[Any]:
        written = {
            name: write(values[name]) if write else values[name] for name, write in self._writes
        }
        found = driver.execute(self._text, written | self._constants)
        if self._row is None:
            return ()
        return [
            self._row(*(read(v) if read else v for read, v in zip(self._reads, row, strict=True)))
            for row in found
        ]

"""What was recorded of a page, linked: nothing of it can be edited, removed, added or moved unseen.

Each recording (an attempt, with its version and its change) states the SHA-256 of its rows, and its
link is the SHA-256 of the link before it and this statement. Once a day the last links of all pages
are sealed in one head, which holds the head before it: who has noted one head can prove all that
was recorded until then, whatever happens to the database. A page that was recorded before there
were links begins with a statement of all that it had.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from monitor.errors import NotFoundError
from monitor.model.outgoing import Seal
from monitor.storage.part import Part, Row
from monitor.storage.prepared import Prepared
from monitor.storage.schema import change, fetch, head, link, page, version

# What a statement covers: never edited, or what was stated earlier could not be checked any more.
# A column that was added later (`source`) is left out where it is empty.
# The page's id is not in it, because a page may be renamed.
STATED: dict[str, tuple[sa.Table, str, tuple[str, ...]]] = {
    "fetch": (
        fetch,
        "id",
        ("id", "fetched_at", "status", "outcome", "reason", "final_url", "size", "snapshot",
         "version"),
    ),
    "version": (
        version,
        "number",
        ("number", "seen_at", "recorded_at", "snapshot", "extractor", "digest", "technical",
         "source", "document"),
    ),
    "change": (
        change,
        "id",
        ("seq", "id", "service", "document", "url", "from_version", "to_version", "seen_at",
         "recorded_at", "kind", "severity", "change"),
    ),
}  # fmt: skip
BEGAN = "began"
PRUNED = "pruned"  # a statement of attempts that were left out, see monitor.storage.pruning
RUN = "run"  # beside "fetch": how many looks there were, and when the last one was
_SEALED = sa.select(sa.func.coalesce(head.c.last_link, sa.literal(1 << 31)))
_SEALED = _SEALED.order_by(head.c.day.desc()).limit(1)
_LAST = Prepared(
    sa.select(
        *(link.c.id, link.c.number, link.c.link, link.c.at, link.c.what),
        sa.func.coalesce(_SEALED.scalar_subquery(), 0).label("sealed"),
    )
    .where(link.c.watch_id == sa.bindparam("watch_id"))
    .order_by(link.c.number.desc())
    .limit(1)
)
_BEFORE = Prepared(
    sa.select(link.c.link)
    .where(link.c.watch_id == sa.bindparam("watch_id"), link.c.number == sa.bindparam("n"))
)  # fmt: skip
_INSERT = sa.insert(link)
_WRITE_OVER = Prepared(sa.update(link).where(link.c.id == sa.bindparam("row")))
_SEALING = 0x7365616C  # any constant: on PostgreSQL no link is made while a day is sealed
# Built once: building a statement costs more than running it.
_ROWS = {
    kind: sa.select(*(table.c[c] for c in columns))
    .where(table.c.watch_id == sa.bindparam("watch_id"))
    .order_by(table.c[name])
    for kind, (table, name, columns) in STATED.items()
}
_ROW = {
    kind: _ROWS[kind].where(table.c[name] == sa.bindparam("key"))
    for kind, (table, name, _) in STATED.items()
}


class Chain(Part):
    """Linking what is recorded, and checking it."""

    def seal(self, now: datetime) -> bool:
        """Seal the links of all pages, once a day (UTC). True: it was done now."""
        day = now.date().isoformat()
        last = self.last_seal()
        if last is not None and last.day >= day:
            return False
        with self._db.write() as connection:
            self._alone_with_links(connection, shared=False)
            links = last_links(connection)
            made = sealed_head(last.head if last else "", links)
            values = {"day": day, "sealed_at": now, "links": links, "head": made}
            values["last_link"] = connection.scalar(sa.select(sa.func.max(link.c.id))) or 0
            return bool(connection.execute(self._db.insert_new(head), values).rowcount)

    def heads(self) -> dict[str, str]:
        """The head of each sealed day, the latest first."""
        query = sa.select(head.c.day, head.c.head).order_by(head.c.day.desc())
        with self._db.read() as connection:
            return {row.day: row.head for row in connection.execute(query)}

    def last_seal(self) -> Seal | None:
        """The newest sealed day; None before the first."""
        query = sa.select(head.c.day, head.c.head).order_by(head.c.day.desc()).limit(1)
        with self._db.read() as connection:
            row = connection.execute(query).one_or_none()
        return Seal(row.day, row.head) if row is not None else None

    def links(self, watch_id: str) -> list[tuple[int, str, str]]:
        """All links of a page, oldest first: number, statement, link."""
        query = sa.select(link.c.number, link.c.what, link.c.link).where(
            link.c.watch_id == watch_id
        )
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(link.c.number))
            return [(row.number, row.what, row.link) for row in rows]

    def stated(self, watch_id: str, kind: str, key: object) -> tuple[str, bytes]:
        """The text whose SHA-256 a link states of a version or a change, and the bytes in it."""
        table, name, columns = STATED[kind]
        query = sa.select(*(table.c[c] for c in columns))
        query = query.where(table.c.watch_id == watch_id, table.c[name] == key)
        with self._db.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFoundError(f"{watch_id}: no {kind} {key}")
        return _canonical(row, columns), bytes(row[-1])

    def sealed(self, watch_id: str, number: int) -> tuple[str, str, str, str] | None:
        """The first day that seals this link: day, the head before it, the sealed lines, its head.

        None where the day is not over yet.
        """
        query = sa.select(head).order_by(head.c.day)
        before = ""
        with self._db.read() as connection:
            for row in connection.execute(query):
                for line in row.links.splitlines():
                    name, last, _ = line.rsplit(" ", 2)
                    if name == watch_id and int(last) >= number:
                        return row.day, before, row.links, row.head
                before = row.head
        return None

    # ----------------------------------------------------------------- for this package

    def _link(self, connection: sa.Connection, watch_id: str, at: datetime, **records: Any) -> None:
        """Link these records (kind and key of each), which this transaction has written.

        The page's row is locked, so that no other process links in between.
        """
        statement = {k: _stated(connection, watch_id, k, key) for k, key in records.items()}
        self._append(connection, watch_id, at, [statement], new=records)

    def _append(
        self,
        connection: sa.Connection,
        watch_id: str,
        at: datetime,
        statements: list[dict[str, Any]],
        new: dict[str, Any] | None = None,
    ) -> None:
        """Add a link for each statement. `new`: the records that they are of."""
        self._alone_with_links(connection)
        last = _LAST.one(connection, {"watch_id": watch_id})
        number, before = (last.number, last.link) if last is not None else (0, "")
        if last is None and (older := _older(connection, watch_id, new or {})):
            statements = [{BEGAN: older}, *statements]
        for statement in statements:
            number += 1
            what = json.dumps(statement, sort_keys=True, separators=(",", ":"))
            before = following(before, what)
            row = {"watch_id": watch_id, "number": number, "at": at, "what": what, "link": before}
            connection.execute(_INSERT, row)

    def _link_run(self, connection: sa.Connection, watch_id: str, run: Row, at: datetime) -> bool:
        """Link one more look of a run, whose row has not been changed yet.

        False where the run is not what was linked last: then it cannot become longer.
        """
        self._alone_with_links(connection)
        last = _LAST.one(connection, {"watch_id": watch_id})
        # One that was imported is linked later than it was seen: a run is what we saw ourselves.
        if last is None or last.at != (run.last_at or run.fetched_at):
            return False
        statement = json.loads(last.what)
        if not statement.keys() <= {"fetch", RUN} or statement["fetch"][0] != run.id:
            return False
        statement[RUN] = [run.looks + 1, at.astimezone(UTC).isoformat()]
        if last.id <= last.sealed:
            self._append(connection, watch_id, at, [statement])
            return True
        what = json.dumps(statement, sort_keys=True, separators=(",", ":"))
        values = {"watch_id": watch_id, "n": last.number - 1}
        before = _BEFORE.one(connection, values)
        made = following(before.link if before else "", what)
        _WRITE_OVER.run(connection, {"row": last.id, "what": what, "link": made, "at": at})
        return True

    def _alone_with_links(self, connection: sa.Connection, *, shared: bool = True) -> None:
        """No day is sealed while a link is made: what it seals is never written over.

        SQLite has one writer anyway.
        """
        if not self._db.is_sqlite:
            way = "_shared" if shared else ""
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock{way}({_SEALING})"))


def following(before: str, what: str) -> str:
    """The link after `before` for this statement; `sha256sum` makes it of the two lines as well."""
    return hashlib.sha256(f"{before}\n{what}\n".encode()).hexdigest()


def sealed_head(before: str, links: str) -> str:
    """The head of a day with these lines, after that of the day before."""
    return hashlib.sha256(f"{before}\n{links}".encode()).hexdigest()


def head_file(day: str, before: str, made: str) -> bytes:
    """A sealed day as the file that is handed out and stamped: day, head before, head."""
    return f"{day}\n{before}\n{made}\n".encode()


def last_links(connection: sa.Connection) -> str:
    """A line for each page: its id, the number of its last link, the link."""
    # By each page's index: all links of all pages are many times more.
    of_page = link.alias()
    number = sa.select(sa.func.max(of_page.c.number)).where(of_page.c.watch_id == page.c.watch_id)
    newest = sa.select(page.c.watch_id, number.scalar_subquery().label("number")).subquery()
    query = sa.select(link.c.watch_id, link.c.number, link.c.link).join(
        newest, (link.c.watch_id == newest.c.watch_id) & (link.c.number == newest.c.number)
    )
    rows = connection.execute(query.order_by(link.c.watch_id))
    return "".join(f"{row.watch_id} {row.number} {row.link}\n" for row in rows)


def _canonical(row: Row, columns: Sequence[str]) -> str:
    """A row's stated columns as JSON, with times in UTC and bytes as their hash."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.isoformat()
        return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value

    values = {name: plain(getattr(row, name)) for name in columns}
    if values.get("source", "") is None:
        del values["source"]
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def _digest(row: Row, columns: Sequence[str]) -> str:
    return hashlib.sha256(_canonical(row, columns).encode()).hexdigest()


def _stated(connection: sa.Connection, watch_id: str, kind: str, key: object) -> tuple[object, str]:
    row = connection.execute(_ROW[kind], {"watch_id": watch_id, "key": key}).one()
    return key, _digest(row, STATED[kind][2])


def rows_of(connection: sa.Connection, watch_id: str, kind: str) -> Iterator[tuple[object, str]]:
    """Key and digest of each row of a kind that a page has now."""
    _, name, columns = STATED[kind]
    for row in connection.execute(_ROWS[kind], {"watch_id": watch_id}):
        yield getattr(row, name), _digest(row, columns)


def _older(
    connection: sa.Connection, watch_id: str, records: dict[str, Any]
) -> dict[str, list[Any]]:
    """What the page had before its first link; {} for nothing."""
    found: dict[str, list[Any]] = {
        kind: [row for row in rows_of(connection, watch_id, kind) if row[0] != records.get(kind)]
        for kind in STATED
    }
    found[RUN] = list(runs_of(connection, watch_id).items())
    return {kind: rows for kind, rows in found.items() if rows}


def runs_of(connection: sa.Connection, watch_id: str) -> dict[object, list[object]]:
    """The runs of a page as their links state them, by their rows."""
    query = sa.select(fetch.c.id, fetch.c.looks, fetch.c.last_at)
    query = query.where(fetch.c.watch_id == watch_id, fetch.c.last_at.is_not(None))
    rows = connection.execute(query)
    return {row.id: [row.looks, row.last_at.isoformat()] for row in rows}

"""What quick commands ask: pages, changes, what people said of them, signs of life. Plain SQL.

SQL that SQLite and PostgreSQL both read, with parameters as `:name`; :class:`Queries` is answered
by :class:`monitor.rows.sqlite_file.SqliteFile` and by the storage, which differ in `_asking` only.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from monitor.errors import DamagedError, NotFoundError
from monitor.model.change import Change, Kind
from monitor.model.reading import Claim, Reading
from monitor.model.records import ChangeRecord, MarkRecord, PageRecord
from monitor.model.state import Outcome, PageState
from monitor.rows import life_signs
from monitor.rows.codec import may_hold, unpack
from monitor.rows.former_changes import told_today
from monitor.rows.times import time_of, time_or_none
from monitor.text.bundle import KEPT

# The rows of a query with its parameters. Within one `_asking` all see one state of the database.
Ask: TypeAlias = Callable[[str, Mapping[str, Any]], list[Mapping[str, Any]]]

MEND = "; `monitor doctor --mend` puts it right"

ROWS_AT_ONCE = 2_000  # read before they are let go
# What is wrong with a page shows in the outcome of its last look, in its reason, or in these.
_WORRYING = (Outcome.FAILED, Outcome.QUARANTINED, Outcome.PENDING)
_WORRYING_STATE = ("candidate", "quarantine", "unstable")
_AT_ONCE = 500  # parameters of a statement; SQLite takes 999 of older, 32,766 of newer builds

PAGE_COLUMNS = (
    *("watch_id", "service", "document", "url", "active", "version", "extractor", "snapshot"),
    *("etag", "last_modified", "full_fetch_at", "next_due_at", "fetched_at", "ok_at", "outcome"),
    *("reason", "state"),
)
_CHANGE_COLUMNS = (
    *("id", "watch_id", "service", "document", "url", "from_version", "to_version"),
    *("seen_at", "recorded_at", "kind", "severity", "change"),
)
_CHANGES = f"SELECT {', '.join(_CHANGE_COLUMNS)} FROM change"  # noqa: S608 - names of ours


class Queries(ABC):
    """Read-only. Every method raises StorageError when the database cannot be read."""

    @abstractmethod
    def _asking(self) -> AbstractContextManager[Ask]:
        """One transaction that sees one state of the database."""

    @abstractmethod
    def places(self) -> list[Path]:
        """The folders that are written to: that of an SQLite file, and the snapshots."""

    def pages(self, active_only: bool = True) -> list[PageRecord]:
        """All pages by id, also those whose state cannot be read: their `damage` says so."""
        only = "WHERE active" if active_only else ""
        query = f"SELECT {', '.join(PAGE_COLUMNS)} FROM page {only} ORDER BY watch_id"  # noqa: S608
        with self._asking() as ask:
            return [page_record(row, even_damaged=True) for row in ask(query, {})]

    def worrying(self) -> set[str]:
        """The ids of the active pages that may need a person, and of some that do not.

        Of the others, which are nearly all, nothing is unpacked or kept.
        """
        query = (
            "SELECT watch_id, outcome, reason, state FROM page WHERE active AND watch_id > :after"
            " ORDER BY watch_id LIMIT :limit"
        )
        found: set[str] = set()
        after: str | None = ""
        with self._asking() as ask:
            while after is not None:
                rows = ask(query, {"after": after, "limit": ROWS_AT_ONCE})
                found |= {row["watch_id"] for row in rows if _worries(row)}
                after = rows[-1]["watch_id"] if len(rows) == ROWS_AT_ONCE else None
        return found

    def pages_of(self, watch_ids: Sequence[str]) -> dict[str, PageRecord]:
        """Those of these pages that are active, by their ids."""
        found: dict[str, PageRecord] = {}
        columns = ", ".join(PAGE_COLUMNS)
        with self._asking() as ask:
            for begin in range(0, len(watch_ids), _AT_ONCE):
                ids = {f"id{n}": i for n, i in enumerate(watch_ids[begin : begin + _AT_ONCE])}
                among = ", ".join(f":{name}" for name in ids)
                query = f"SELECT {columns} FROM page WHERE active AND watch_id IN ({among})"  # noqa: S608
                for row in ask(query, ids):
                    found[row["watch_id"]] = page_record(row, even_damaged=True)
        return found

    def is_page(self, watch_id: str) -> bool:
        """Is anything known under this id, also of a former page?"""
        with self._asking() as ask:
            return bool(ask("SELECT 1 FROM page WHERE watch_id = :id", {"id": watch_id}))

    def active_ids(self) -> set[str]:
        """The ids of the pages that are looked at."""
        with self._asking() as ask:
            return {row["watch_id"] for row in ask("SELECT watch_id FROM page WHERE active", {})}

    def watch_ids(self, looked_at: bool = False) -> list[str]:
        """The ids of all pages, also of former ones; only those with a version if `looked_at`."""
        only = "WHERE version > 0" if looked_at else ""
        query = f"SELECT watch_id FROM page {only} ORDER BY watch_id"  # noqa: S608 - one of two
        with self._asking() as ask:
            return [row["watch_id"] for row in ask(query, {})]

    def ids_of(self, service: str) -> list[str]:
        """The ids of all pages of a service, also of former ones."""
        query = "SELECT watch_id FROM page WHERE service = :service ORDER BY watch_id"
        with self._asking() as ask:
            return [row["watch_id"] for row in ask(query, {"service": service})]

    def services(self) -> list[str]:
        """The services of all pages, each once."""
        with self._asking() as ask:
            rows = ask("SELECT DISTINCT service FROM page ORDER BY service", {})
        return [row["service"] for row in rows]

    def version_times(self, watch_id: str) -> list[tuple[int, datetime]]:
        """Number and first sight of each version of a page, oldest first, without its text."""
        query = "SELECT number, seen_at FROM version WHERE watch_id = :watch_id ORDER BY number"
        with self._asking() as ask:
            rows = ask(query, {"watch_id": watch_id})
        return [(row["number"], time_of(row["seen_at"])) for row in rows]

    def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        watch_id: str | None = None,
        service: str | None = None,
        cls: str | None = None,
        kind: str | None = None,
        limit: int | None = None,
        as_recorded: bool = False,
    ) -> list[ChangeRecord]:
        """Changes that were first seen with `since` <= time < `until`, the latest seen first.

        `as_recorded`: the latest recorded first, whenever it was seen: one that waited for its
        confirmation comes behind what was told meanwhile.

        `service` in any case; `cls` one of the classes; `kind` "substantive" or "editorial". Of
        one that is damaged what stands beside it is given, and its summary says so.
        """
        of_class = "id IN (SELECT change_id FROM change_class WHERE cls = :cls)"
        wanted: dict[str, tuple[str, Any]] = {
            "since": ("seen_at >= :since", since),
            "until": ("seen_at < :until", until),
            "watch_id": ("watch_id = :watch_id", watch_id),
            "service": ("lower(service) = :service", service.lower() if service else None),
            "kind": ("kind = :kind", str(kind) if kind else None),
            "cls": (of_class, cls),
        }
        given = {name: pair for name, pair in wanted.items() if pair[1] is not None}
        values = {name: value for name, (_, value) in given.items()}
        where = _where(*(condition for condition, _ in given.values()))
        seen = "" if as_recorded else "seen_at DESC, "
        order = f"ORDER BY {seen}recorded_at DESC, seq DESC"
        last = {} if limit is None else {"limit": limit}
        query = f"{_CHANGES} {where} {order}" + (" LIMIT :limit" if last else "")
        with self._asking() as ask:
            rows = list(ask(query, values | last))
            readings = _readings(ask, where, values) if rows else {}
            return [_change(ask, row, readings) for row in rows]

    def change(self, change_id: str) -> ChangeRecord:
        """One change. Raises NotFoundError."""
        with self._asking() as ask:
            where, values = _where("id = :id"), {"id": change_id}
            for row in ask(f"{_CHANGES} {where}", values):
                return _change(ask, row, _readings(ask, where, values))
        raise NotFoundError(f"no change {change_id!r}; `monitor changes` lists them")

    def changes_like(self, beginning: str) -> list[str]:
        """The ids of the changes that begin so; "%" and "_" mean themselves."""
        query = "SELECT id FROM change WHERE substr(id, 1, :length) = :beginning"
        values = {"length": len(beginning), "beginning": beginning}
        with self._asking() as ask:
            return [row["id"] for row in ask(f"{query} ORDER BY seq LIMIT 20", values)]

    def marks(
        self, change_ids: Sequence[str] | None = None, kind: str | None = None
    ) -> list[MarkRecord]:
        """What was said, oldest first: of these changes (None: all), of this kind (None: any)."""
        of_kind = "WHERE kind = :kind" if kind else ""
        query = f"SELECT * FROM mark {of_kind} ORDER BY id"  # noqa: S608 - one of two
        with self._asking() as ask:
            rows = ask(query, {"kind": kind} if kind else {})
        of = None if change_ids is None else frozenset(change_ids)
        return [
            MarkRecord(r["change_id"], r["kind"], r["text"], r["by"], time_of(r["at"]))
            for r in rows
            if of is None or r["change_id"] in of
        ]

    def outcomes(self) -> dict[str, int]:
        """How many active pages there are by the outcome of their last look."""
        query = "SELECT outcome, count(*) AS number FROM page WHERE active GROUP BY outcome"
        with self._asking() as ask:
            return {row["outcome"]: row["number"] for row in ask(query, {}) if row["outcome"]}

    def vitals(self, now: datetime) -> life_signs.Vitals:
        """The signs of life at one moment."""
        with self._asking() as ask:
            return life_signs.read(ask, now)


def _worries(row: Mapping[str, Any]) -> bool:
    return (
        row["outcome"] in _WORRYING
        or KEPT in row["reason"]
        or may_hold(row["state"], _WORRYING_STATE)
    )


def _where(*conditions: str) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _readings(ask: Ask, where: str, values: Mapping[str, Any]) -> dict[str, Reading]:
    """What a model made of these changes, by their ids."""
    join = "FROM reading JOIN change ON change.id = reading.change_id"
    found = ask(f"SELECT reading.* {join} {where}", values)
    return {
        row["change_id"]: Reading(
            row["model"],
            time_of(row["at"]),
            row["line"],
            tuple(Claim(**claim) for claim in json.loads(row["claims"])),
            row["problem"],
        )
        for row in found
    }


def _change(ask: Ask, row: Mapping[str, Any], readings: Mapping[str, Reading]) -> ChangeRecord:
    values = {**row, "seen_at": time_of(row["seen_at"]), "recorded_at": time_of(row["recorded_at"])}
    values["reading"] = readings.get(row["id"])
    for column in ("kind", "severity"):  # for queries; the change itself has them
        del values[column]
    try:
        values["change"] = told_today(unpack(Change, row["change"], f"change {row['id']}"))
    except DamagedError as error:
        query = "SELECT cls FROM change_class WHERE change_id = :id ORDER BY cls"
        values["change"] = Change(
            kind=Kind(row["kind"]),
            classes=tuple(r["cls"] for r in ask(query, {"id": row["id"]})),
            severity=row["severity"],
            summary=f"{error}; see `monitor diff {row['watch_id']}"
            f" {row['from_version']} {row['to_version']}`",
        )
    return ChangeRecord(**values)


def page_record(row: Mapping[str, Any], *, even_damaged: bool = False) -> PageRecord:
    """A row with `PAGE_COLUMNS` as a record. Raises DamagedError unless wanted `even_damaged`."""
    values = dict(row)
    for name in ("full_fetch_at", "next_due_at", "fetched_at", "ok_at"):
        values[name] = time_or_none(values[name])
    values["active"] = bool(row["active"])
    values["outcome"] = Outcome(row["outcome"]) if row["outcome"] else None
    of = f"{row['watch_id']}: what was learned about it"
    try:
        values["state"] = unpack(PageState, row["state"], of)
    except DamagedError as error:
        if not even_damaged:
            raise DamagedError(f"{error}{MEND}") from error
        values |= {"state": PageState(), "damage": str(error)}
    return PageRecord(**values)

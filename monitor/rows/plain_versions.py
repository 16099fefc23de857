"""What is asked of one page, in plain SQL: where it stands, its versions, when it was looked at."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.errors import DamagedError, NotFoundError
from monitor.model import Document, Outcome, Sight
from monitor.model.records import PageRecord, VersionRecord
from monitor.rows.codec import Packed
from monitor.rows.plain_queries import MEND, PAGE_COLUMNS, Ask, Queries, page_record
from monitor.rows.times import time_of, time_or_none

_PAGE = f"SELECT {', '.join(PAGE_COLUMNS)} FROM page WHERE watch_id = :watch_id"  # noqa: S608 - names of ours
_SIGHTS = (  # a past may have been imported behind looks that found nothing
    'SELECT fetched_at, outcome, reason, last_at, looks FROM "fetch"'
    " WHERE watch_id = :watch_id ORDER BY fetched_at, id"
)
_SNAPSHOT_OF = "SELECT snapshot FROM version WHERE watch_id = :watch_id AND number = :number"
_HEADERS = (  # this page's own row before that of another which received the same bytes
    "SELECT headers FROM snapshot WHERE sha256 = :sha256"
    " ORDER BY CASE WHEN watch_id = :watch_id THEN 0 ELSE 1 END, id LIMIT 1"
)


class VersionQueries(Queries):
    """Read-only, as :class:`Queries`."""

    def page(self, watch_id: str, *, even_damaged: bool = False) -> PageRecord:
        """One page. Raises NotFoundError; DamagedError unless it is wanted `even_damaged`."""
        with self._asking() as ask:
            return page_record(_page(ask, watch_id), even_damaged=even_damaged)

    def version(
        self,
        watch_id: str,
        number: int | None = None,
        at: datetime | None = None,
        *,
        even_damaged: bool = False,
    ) -> VersionRecord:
        """One version: by number, or the one that stood on the page at a time, or the newest.

        Raises NotFoundError that says which exist; DamagedError unless it is wanted
        `even_damaged`.
        """
        asked = {"number": ("number = :number", number), "at": ("seen_at <= :at", at)}
        given = {name: pair for name, pair in asked.items() if pair[1] is not None}
        where = " AND ".join(("watch_id = :watch_id", *(c for c, _ in given.values())))
        query = f"SELECT * FROM version WHERE {where} ORDER BY number DESC LIMIT 1"  # noqa: S608 - conditions of ours
        with self._asking() as ask:
            rows = ask(query, {"watch_id": watch_id, **{n: v for n, (_, v) in given.items()}})
            if not rows:
                raise NotFoundError(_no_version(ask, watch_id, number, at))
        return version_record(rows[0], even_damaged=even_damaged)

    def sights(self, watch_id: str) -> list[Sight]:
        """When a page was checked, with which outcome and why, oldest first."""
        with self._asking() as ask:
            return [
                Sight(
                    time_of(row["fetched_at"]),
                    Outcome(row["outcome"]),
                    row["reason"],
                    time_or_none(row["last_at"]),
                    row["looks"],
                )
                for row in ask(_SIGHTS, {"watch_id": watch_id})
            ]

    def snapshot_of(self, watch_id: str, number: int) -> str:
        """SHA-256 of the page that a version was read from; "" without such a version."""
        with self._asking() as ask:
            rows = ask(_SNAPSHOT_OF, {"watch_id": watch_id, "number": number})
        return rows[0]["snapshot"] if rows else ""

    def headers_of(self, sha256: str, watch_id: str = "") -> dict[str, str]:
        """With which headers a body was first received: by this page, else by any; {} by none."""
        with self._asking() as ask:
            rows = ask(_HEADERS, {"sha256": sha256, "watch_id": watch_id})
        return dict(json.loads(rows[0]["headers"])) if rows else {}


def version_record(row: Mapping[str, Any], *, even_damaged: bool) -> VersionRecord:
    """A row of `version` as a record. Raises DamagedError unless it is wanted `even_damaged`."""
    values = dict(row)
    values |= {name: time_of(row[name]) for name in ("seen_at", "recorded_at")}
    values |= {"source": row["source"] or "", "technical": bool(row["technical"])}
    name = version_name(row["watch_id"], row["number"])
    packed = values.pop("document")
    try:
        document = values["content"] = Packed(packed, name).content
    except DamagedError as error:
        if not even_damaged:
            raise DamagedError(f"{error}{MEND}") from error
        values |= {"content": Document("", "", ()), "damage": str(error)}
        return VersionRecord(**values)
    if even_damaged and document.digest != row["digest"]:
        values["damage"] = altered(row["watch_id"], row["number"])
    return VersionRecord(**values)


def version_name(watch_id: str, number: int) -> str:
    """What a version is called where it is damaged."""
    return f"version {number} of {watch_id}"


def altered(watch_id: str, number: int) -> str:
    """What to say of a version that can be read, but is not what was stored."""
    name = version_name(watch_id, number)
    return f"{name} is damaged in the database: its text has another hash"


def unknown_watch(known: Sequence[str], watch_id: str) -> NotFoundError:
    """The error for a watch that is not in the database, with what is."""
    near = difflib.get_close_matches(watch_id, known, n=3) or known[:5]
    hint = f"did you mean {', '.join(near)}?" if near else "none has been recorded yet"
    return NotFoundError(f"no watch {watch_id!r}; {hint}")


def _page(ask: Ask, watch_id: str) -> Mapping[str, Any]:
    rows = ask(_PAGE, {"watch_id": watch_id})
    if not rows:
        known = ask("SELECT watch_id FROM page ORDER BY watch_id", {})
        raise unknown_watch([row["watch_id"] for row in known], watch_id)
    return rows[0]


def _no_version(ask: Ask, watch_id: str, number: int | None, at: datetime | None) -> str:
    """Why a version was not found, with what there is."""
    newest: int = _page(ask, watch_id)["version"]
    if not newest:
        return f"{watch_id} has no version yet"
    if number is not None:
        return f"{watch_id} has no version {number}; it has 1 to {newest}"
    query = "SELECT min(seen_at) AS seen_at FROM version WHERE watch_id = :watch_id"
    seen_at = time_or_none(ask(query, {"watch_id": watch_id})[0]["seen_at"])
    times = [f"{t:%Y-%m-%d %H:%M} UTC" if t else "any time" for t in (at, seen_at)]
    return f"{watch_id} was not known at {times[0]}; its first version was seen at {times[1]}"

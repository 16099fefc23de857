"""Checking what is linked: every link, every record that they state, every sealed day."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from monitor.storage.chain import (
    BEGAN,
    PRUNED,
    RUN,
    STATED,
    Chain,
    following,
    head_file,
    last_links,
    rows_of,
    runs_of,
    sealed_head,
)
from monitor.storage.part import Row
from monitor.storage.schema import head, link, page, stamp


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at all links came to."""

    problems: tuple[str, ...]
    pages: int
    links: int
    head: str  # of all pages now: whoever notes it can later prove what was recorded until now
    heads: int  # sealed days


class Verification(Chain):
    """Checking all links."""

    def verify(self) -> Verified:
        """Check every link, every record that they state, and every sealed day."""
        problems: list[str] = []
        known: dict[str, list[str]] = {}
        with self._db.read() as connection:
            ids = list(connection.scalars(sa.select(page.c.watch_id).order_by(page.c.watch_id)))
            for watch_id in ids:
                links, found = _verified(connection, watch_id)
                known[watch_id] = links
                problems += found
            heads = connection.execute(sa.select(head).order_by(head.c.day)).all()
            problems += _broken_heads(heads, known)
            stamps = connection.execute(sa.select(stamp.c.day, stamp.c.answer)).all()
            problems += _broken_stamps(heads, {row.day: row.answer for row in stamps})
            now = sealed_head("", last_links(connection))
        count = sum(map(len, known.values()))
        return Verified(tuple(problems), len(ids), count, now, len(heads))


def _verified(connection: sa.Connection, watch_id: str) -> tuple[list[str], list[str]]:
    """A page's links in order, and what is wrong with them or with what they state."""
    query = sa.select(link).where(link.c.watch_id == watch_id).order_by(link.c.number)
    stated: dict[str, dict[object, str]] = {kind: {} for kind in STATED}
    links: list[str] = []
    problems: list[str] = []
    pruned: list[list[int]] = []
    alone: set[object] = set()  # attempts that made nothing: only those may be left out
    runs: dict[object, list[Any]] = {}
    before = ""
    for expected, row in enumerate(connection.execute(query), start=1):
        if row.number != expected:
            problems.append(f"{watch_id}: link {expected} is missing")
            break
        if row.link != following(before, row.what):
            problems.append(f"{watch_id}: link {expected} does not follow from the one before it")
            break
        before = row.link
        links.append(row.link)
        problems += _longer_runs(watch_id, row.what, stated["fetch"], runs)
        for kind, key, digest in (found := list(_statements(row.what))):
            stated[kind][key] = digest
        alone |= {key for kind, key, _ in found if kind == "fetch" and not _made(found, kind)}
        pruned += json.loads(row.what).get(PRUNED, {}).get("fetch", [])
    if links:
        problems += _left_out(watch_id, pruned, stated["fetch"], alone)
        problems += _compared(connection, watch_id, stated)
        problems += _other_runs(watch_id, runs, runs_of(connection, watch_id), stated["fetch"])
    return links, problems


def _statements(what: str) -> Iterator[tuple[str, object, str]]:
    statement = json.loads(what)
    for kind, rows in statement.get(BEGAN, {}).items():
        yield from ((kind, key, digest) for key, digest in rows if kind in STATED)
    for kind in statement.keys() & STATED.keys():
        key, digest = statement[kind]
        yield kind, key, digest


def _made(statements: Sequence[tuple[str, object, str]], kind: str) -> bool:
    """Does one link state a version or a change beside its one attempt?"""
    return len([s for s in statements if s[0] == kind]) == 1 and len(statements) > 1


def _longer_runs(
    watch_id: str, what: str, fetches: Mapping[object, str], runs: dict[object, list[Any]]
) -> Iterator[str]:
    """Take what a link states of runs into `runs`: the last one alone may become longer."""
    statement = json.loads(what)
    runs.update(statement.get(BEGAN, {}).get(RUN, []))
    if "fetch" not in statement:
        return
    key, digest = statement["fetch"]
    before, now = runs.get(key, [1, ""]), statement.get(RUN)
    if key in fetches and (
        next(reversed(fetches)) != key or fetches[key] != digest or not now or now < before
    ):
        yield f"{watch_id}: fetch {key} was stated again, and otherwise"
    if now:
        runs[key] = now


def _other_runs(
    watch_id: str,
    stated: Mapping[object, list[Any]],
    found: Mapping[object, list[object]],
    fetches: Mapping[object, str],
) -> Iterator[str]:
    """What differs between runs and what was stated of them; `fetches` are those still there."""
    for key in sorted({*stated, *found} & fetches.keys(), key=str):
        if stated.get(key) != found.get(key):
            yield f"{watch_id}: the looks of fetch {key} are not those that were recorded"


def _left_out(
    watch_id: str,
    pruned: Sequence[Sequence[int]],
    fetches: dict[object, str],
    alone: set[object],
) -> Iterator[str]:
    """Take what was left out from what must be there; what may not have been left out."""
    known = sorted(key for key in fetches if isinstance(key, int))
    for first, last, number in pruned:
        gone = known[bisect_left(known, first) : bisect_right(known, last)]
        if len(gone) != number or not alone.issuperset(gone):
            yield f"{watch_id}: of the attempts {first} to {last} not all may be left out"
            continue
        for key in gone:
            del fetches[key]


def _compared(
    connection: sa.Connection, watch_id: str, stated: dict[str, dict[object, str]]
) -> Iterator[str]:
    """What differs between the rows and what was stated of them."""
    for kind, expected in stated.items():
        found = dict(rows_of(connection, watch_id, kind))
        for key, digest in expected.items():
            if key not in found:
                yield f"{watch_id}: {kind} {key} was recorded and is gone"
            elif found[key] != digest:
                yield f"{watch_id}: {kind} {key} is not what was recorded"
        for key in found.keys() - expected.keys():
            yield f"{watch_id}: {kind} {key} was never recorded"


def _broken_heads(heads: Sequence[Row], known: dict[str, list[str]]) -> Iterator[str]:
    every = {one for links in known.values() for one in links}
    before = ""
    for row in heads:
        if row.head != sealed_head(before, row.links):
            yield f"the head of {row.day} does not follow from the one before it"
            return
        before = row.head
        for line in row.links.splitlines():
            watch_id, number, of_then = line.rsplit(" ", 2)
            links = known.get(watch_id)
            # One that was renamed has its links under another id.
            if of_then not in every if links is None else links[int(number) - 1 :][:1] != [of_then]:
                yield f"{watch_id}: what was recorded by {row.day} is not what it was then"


def _broken_stamps(heads: Sequence[Row], stamps: Mapping[str, bytes]) -> Iterator[str]:
    """Stamps of other bytes than the sealed day; who signed them is for `openssl ts` to say."""
    before = ""
    for row in heads:
        digest = hashlib.sha256(head_file(row.day, before, row.head)).digest()
        if row.day in stamps and digest not in stamps[row.day]:
            yield f"the time stamp of {row.day} is not of its head"
        before = row.head

"""Full text over all versions and changes: SQLite's FTS5 or PostgreSQL's tsvector, one method.

The index is derived: its tables are made when they are first needed and can be dropped at any
time. A passage is one block of a page's text with the run of versions in which it stood: what ten
thousand versions have in common is stored once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from monitor.errors import DamagedError, MissingError
from monitor.model import Change, Document
from monitor.model.records import PassageRecord
from monitor.rows.codec import unpack
from monitor.storage.part import Part
from monitor.storage.schema import change, page, version
from monitor.text.queries import Term

BATCH = 500  # rows that one regular expression is tried on at a time

_metadata = sa.MetaData()
passage = sa.Table(
    "search_passage",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("watch_id", sa.Text, nullable=False),
    sa.Column("change_id", sa.Text, nullable=False),  # "": the text of a page
    sa.Column("first_version", sa.Integer, nullable=False),
    sa.Column("last_version", sa.Integer, nullable=False),
    sa.Column("section", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("ix_search_passage_run", "watch_id", "last_version"),
)
done = sa.Table(  # how far each page is indexed
    "search_done",
    _metadata,
    sa.Column("watch_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(text, content='search_passage',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3')",
)
_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS ix_search_passage_text ON search_passage"
    " USING gin (to_tsvector('simple', text))",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for and where. Either terms, all of which must be found, or a pattern."""

    terms: tuple[Term, ...] = ()
    pattern: re.Pattern[str] | None = None
    inside: str = "all"  # of IN
    watch_ids: tuple[str, ...] | None = None  # None: everywhere


class Search(Part):
    """The index and what is asked of it."""

    def index_versions(self) -> int:
        """Take up what was recorded since the last time. The number of versions read."""
        with self._db.read() as connection:
            behind, there = self._behind(connection), _there(connection)
        if not there:
            with self._db.write() as connection:
                self._make_index(connection)
        for watch_id, since in behind.items():
            with self._db.write() as connection:
                self._index(connection, watch_id, since)
        return sum(newest - since for newest, since in self._counts(behind))

    def search(self, wanted: Wanted, limit: int = 50) -> list[PassageRecord]:
        """Passages and changes that say it, the latest first.

        Raises MissingError where nothing was indexed yet.
        """
        with self._db.read() as connection:
            if not _there(connection):
                raise MissingError(
                    f"database {self._db.shown} has no search index yet, and it cannot be written:"
                    " run `monitor search` where it can"
                )
            if wanted.pattern is not None:
                return list(_matching(connection, wanted, wanted.pattern, limit))
            query = _narrowed(wanted).where(self._says(wanted.terms)).limit(limit)
            return [PassageRecord(**row._mapping) for row in connection.execute(query)]

    # ----------------------------------------------------------------- indexing

    def _behind(self, connection: sa.Connection) -> dict[str, int]:
        """Pages with versions that are not indexed, and up to which they are."""
        pages = _pairs(connection, sa.select(page.c.watch_id, page.c.version))
        known: dict[str, int] = {}
        if _there(connection):
            known = _pairs(connection, sa.select(done.c.watch_id, done.c.version))
        return {w: known.get(w, 0) for w, newest in pages.items() if newest > known.get(w, 0)}

    def _counts(self, behind: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        if behind:
            with self._db.read() as connection:
                query = sa.select(done.c.watch_id, done.c.version)
                for watch_id, newest in _pairs(connection, query).items():
                    if watch_id in behind:
                        yield newest, behind[watch_id]

    def _make_index(self, connection: sa.Connection) -> None:
        _metadata.create_all(connection)
        for statement in _SQLITE if self._db.is_sqlite else _POSTGRESQL:
            connection.exec_driver_sql(statement)

    def _index(self, connection: sa.Connection, watch_id: str, since: int) -> None:
        """Go on from version `since`: what still stands is prolonged, what is new is added."""
        query = sa.select(version.c.number, version.c.document).order_by(version.c.number)
        rows = connection.execute(
            query.where(version.c.watch_id == watch_id, version.c.number > since)
        ).all()
        runs = _open_runs(connection, watch_id, since)
        newest = since
        for number, packed in rows:
            try:
                texts = _texts(unpack(Document, packed))
            except DamagedError:
                continue  # what stood before and after is taken to have stood in it
            went = [id_ for text, id_ in runs.items() if text not in texts]
            new = {text: section for text, section in texts.items() if text not in runs}
            if went:
                _end(connection, went, newest)
            runs = {text: id_ for text, id_ in runs.items() if text in texts}
            runs |= self._add(connection, watch_id, number, new)
            newest = number
        if runs:
            _end(connection, list(runs.values()), newest)
        self._index_changes(connection, watch_id, since)
        connection.execute(sa.delete(done).where(done.c.watch_id == watch_id))
        last = rows[-1].number if rows else since
        connection.execute(sa.insert(done), {"watch_id": watch_id, "version": last})

    def _index_changes(self, connection: sa.Connection, watch_id: str, since: int) -> None:
        query = sa.select(change.c.id, change.c.to_version, change.c.change)
        query = query.where(change.c.watch_id == watch_id, change.c.to_version > since)
        for id_, number, packed in connection.execute(query).all():
            try:
                said = _said(unpack(Change, packed))
            except DamagedError:
                continue
            self._add(connection, watch_id, number, {said: ""}, change_id=id_)

    def _add(
        self,
        connection: sa.Connection,
        watch_id: str,
        number: int,
        texts: Mapping[str, str],
        change_id: str = "",
    ) -> dict[str, int]:
        """New passages of one version (text to section); their ids."""
        if not texts:
            return {}
        values = [
            {
                "watch_id": watch_id,
                "change_id": change_id,
                "first_version": number,
                "last_version": number,
                "section": section,
                "text": text,
            }
            for text, section in texts.items()
        ]
        insert = sa.insert(passage).returning(passage.c.id, sort_by_parameter_order=True)
        ids = [row.id for row in connection.execute(insert, values)]
        if self._db.is_sqlite:
            rows = [(id_, text) for id_, text in zip(ids, texts, strict=True)]
            connection.exec_driver_sql("INSERT INTO search_text(rowid, text) VALUES (?, ?)", rows)
        return dict(zip(texts, ids, strict=True))

    def _rename_in_index(self, connection: sa.Connection, old: str, new: str) -> None:
        if _there(connection):
            for table in (passage, done):
                renamed = sa.update(table).where(table.c.watch_id == old).values(watch_id=new)
                connection.execute(renamed)

    # ----------------------------------------------------------------- asking

    def runs_of(self, watch_id: str, words: str) -> list[tuple[int, int]]:
        """First and last version of each passage of a page in which these words stand, in order."""
        query = sa.select(passage.c.first_version, passage.c.last_version, passage.c.text).where(
            passage.c.watch_id == watch_id,
            passage.c.change_id == "",
            passage.c.text.contains(words, autoescape=True),
        )
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(passage.c.first_version)).all()
        return [(row.first_version, row.last_version) for row in rows if words in row.text]

    def _says(self, wanted: Sequence[Term]) -> sa.ColumnElement[bool]:
        """The condition that all terms are found, as each database writes it."""
        if self._db.is_sqlite:
            query = sa.text("SELECT rowid FROM search_text WHERE search_text MATCH :match")
            match = " AND ".join(
                '"' + " ".join(term.words) + '"' + ("*" if term.prefix else "") for term in wanted
            )
            return passage.c.id.in_(query.bindparams(match=match).columns(sa.column("rowid")))
        match = " & ".join(_lexemes(term) for term in wanted)
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), passage.c.text)
        return vector.op("@@")(sa.func.to_tsquery(sa.literal_column("'simple'"), match))


def _pairs(connection: sa.Connection, query: sa.Select[Any]) -> dict[str, int]:
    """The rows of a query of two columns."""
    return {row[0]: row[1] for row in connection.execute(query)}


def _there(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table(passage.name)


def _open_runs(connection: sa.Connection, watch_id: str, number: int) -> dict[str, int]:
    """The passages that stand in the version last indexed, by their text."""
    query = sa.select(passage.c.text, passage.c.id).where(
        passage.c.watch_id == watch_id,
        passage.c.last_version == number,
        passage.c.change_id == "",
    )
    return _pairs(connection, query)


def _end(connection: sa.Connection, ids: Sequence[int], number: int) -> None:
    """Say up to which version these stood."""
    for start in range(0, len(ids), BATCH):
        some = passage.c.id.in_(ids[start : start + BATCH])
        connection.execute(sa.update(passage).where(some).values(last_version=number))


def _texts(document: Document) -> dict[str, str]:
    """Every block's text with its section's heading; headings are texts as well."""
    texts: dict[str, str] = {}
    for section in document.sections:
        where = _clean(" › ".join(section.path))
        if section.path:
            texts.setdefault(_clean(section.path[-1]), where)
        for block in section.blocks:
            texts.setdefault(_clean(block.text), where)
    texts.pop("", None)
    return texts


def _clean(text: str) -> str:
    """What neither database refuses."""
    whole = text.replace("\0", "\ufffd")
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _said(told: Change) -> str:
    """What a change says: its line, its points and the words that prove it."""
    parts = [told.summary, *(point.text for point in told.points)]
    parts += [finding.quote for finding in told.findings]
    return _clean("\n".join(dict.fromkeys(part for part in parts if part)))


def _lexemes(term: Term) -> str:
    """ "'personal' <-> 'data':*"; words are of letters and digits alone, which need no escapes."""
    return " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.prefix else "")


def _narrowed(wanted: Wanted) -> sa.Select[Any]:
    """Passages where they are looked for, the latest first."""
    query = sa.select(*(c for c in passage.c if c.name != "id")).order_by(passage.c.id.desc())
    if wanted.inside == "changes":
        query = query.where(passage.c.change_id != "")
    if wanted.inside == "current":
        query = query.join(page, page.c.watch_id == passage.c.watch_id)
        query = query.where(passage.c.change_id == "", passage.c.last_version == page.c.version)
    if wanted.watch_ids is not None:
        query = query.where(passage.c.watch_id.in_(wanted.watch_ids))
    return query


def _matching(
    connection: sa.Connection, wanted: Wanted, pattern: re.Pattern[str], limit: int
) -> Iterable[PassageRecord]:
    """Those in which a regular expression is found; every passage has to be read for it."""
    found = 0
    for row in connection.execute(_narrowed(wanted)).yield_per(BATCH):
        if pattern.search(row.text):
            yield PassageRecord(**row._mapping)
            found += 1
            if found >= limit:
                return

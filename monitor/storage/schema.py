"""The tables (SQLAlchemy Core). A new column: here, a migration, a field of its record, its mapper.

Times are stored in UTC. Documents, changes and page states are zstd-compressed JSON beside the
columns that queries need.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC. Refuses naive ones: they are somebody's bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into UTC; SQLite has no time zones and gets the plain UTC reading."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC, whatever the session's time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Text from the outside: NUL (refused by PostgreSQL) and lone surrogates become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replaced on the way in, so that a strange page never stops its own recording."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        value = value.replace("\0", "\ufffd")
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *args: Any, **kw: Any) -> Column[str]:
    return Column(name, CleanText, *args, nullable=kw.pop("nullable", False), **kw)


def _at(name: str, nullable: bool = True) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=nullable)


page = Table(
    "page",
    metadata,
    _text("watch_id", primary_key=True),
    _text("service"),
    _text("document"),
    _text("url"),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    _text("extractor"),
    _text("snapshot"),
    _text("etag"),
    _text("last_modified"),
    _at("full_fetch_at"),
    _at("next_due_at"),
    _at("claimed_until_at"),
    _at("fetched_at"),
    _at("ok_at"),
    _text("outcome", nullable=True),
    _text("reason"),
    Column("state", LargeBinary, nullable=False),  # late: SQLite reads rows from the left
    _text("claimed_by", nullable=True),  # see monitor.storage.claims
    # What is due, of 100,000 pages, every few seconds, without reading the pages themselves.
    Index("ix_page_due", "active", "next_due_at", "watch_id"),
    Index(None, "fetched_at"),
)

body = Table(  # one file under snapshots/; shared by all watches that received the same bytes
    "body",
    metadata,
    _text("sha256", primary_key=True),
    Column("size", Integer, nullable=False),  # decoded bytes
    Column("stored", Integer, nullable=False),  # bytes on disk, 0 once dropped
    _text("base", ForeignKey("body.sha256"), nullable=True),  # compressed against this one
    Column("depth", Integer, nullable=False),  # bodies to read before it can be read
    Index(None, "base"),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("sha256", ForeignKey("body.sha256")),
    _text("watch_id", ForeignKey("page.watch_id")),
    _at("fetched_at", nullable=False),
    _text("url"),
    Column("status", Integer, nullable=False),
    _text("media_type"),
    _text("headers"),  # JSON list of [name, value]
    _text("need"),  # why the body is kept, see NEED_*
    UniqueConstraint("watch_id", "sha256"),
    Index(None, "sha256"),
    Index(None, "watch_id", "need"),
)

# A body's file goes once every one of its snapshots is NEED_NOT.
NEED_NEW = "new"  # not yet recorded
NEED_LATEST = "latest"  # the page's latest, or a candidate waiting for confirmation
NEED_EVIDENCE = "evidence"  # of a version, of a quarantined answer, or keep=all: for good
NEED_NOT = "dropped"

fetch = Table(
    "fetch",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("watch_id", ForeignKey("page.watch_id")),
    _at("fetched_at", nullable=False),
    Column("seconds", Float, nullable=False),
    Column("status", Integer, nullable=True),
    _text("outcome"),
    _text("reason"),
    _text("final_url"),
    Column("size", Integer, nullable=False),
    _text("snapshot"),
    Column("tries", Integer, nullable=False),
    Column("version", Integer, nullable=True),
    # Looks one after the other that found the same are one row: how many, when the last was.
    Column("looks", Integer, nullable=False, default=1, server_default="1"),
    _at("last_at"),  # NULL for a single one
    Index(None, "watch_id", "id"),
)
_FAILED = text("outcome = 'failed'")  # `monitor health` asks once a minute what failed in a day
_failed_at = Index("ix_fetch_failed_at", fetch.c.fetched_at, sqlite_where=_FAILED)


def complete_for_postgresql() -> None:
    """Say what is of its dialect alone, which takes 0.1 s to load: not where there is SQLite."""
    _failed_at.kwargs["postgresql_where"] = _FAILED


version = Table(
    "version",
    metadata,
    _text("watch_id", ForeignKey("page.watch_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _at("seen_at", nullable=False),
    _at("recorded_at", nullable=False),
    _text("snapshot"),
    _text("extractor"),
    _text("digest"),
    Column("technical", Boolean, nullable=False),
    Column("document", LargeBinary, nullable=False),
    _text("source", nullable=True),  # of one that was imported: whose record, and when; else NULL
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("watch_id", ForeignKey("page.watch_id")),
    _text("service"),  # as they were then
    _text("document"),
    _text("url"),
    Column("from_version", Integer, nullable=False),
    Column("to_version", Integer, nullable=False),
    _at("seen_at", nullable=False),
    _at("recorded_at", nullable=False),
    _text("kind"),
    _text("severity"),
    Column("change", LargeBinary, nullable=False),
    UniqueConstraint("id"),
    Index(None, "watch_id", "seq"),
    Index(None, "recorded_at"),
)

change_class = Table(
    "change_class",
    metadata,
    _text("change_id", ForeignKey("change.id"), primary_key=True),
    _text("cls", primary_key=True),
    Index(None, "cls"),
)

alert = Table(
    "alert",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("id"),
    _text("kind"),
    _text("watch_id", ForeignKey("page.watch_id"), nullable=True),  # NULL: a test message
    _text("change_id", ForeignKey("change.id"), nullable=True),
    _text("route"),
    _text("recipient"),
    _text("label"),
    _text("title"),
    _text("text"),
    _text("html"),
    _text("status"),
    Column("tries", Integer, nullable=False),
    _at("created_at", nullable=False),
    _at("next_try_at"),
    _at("claimed_until_at"),  # a process is sending it until then
    _at("sent_at"),
    _text("error"),
    _text("claimed_by", nullable=True),
    _text("about", nullable=True),  # JSON: what it is written from again, see AlertSubject
    Column("slot", Integer, nullable=True),  # which of the route's addresses, from 1
    _at("hold_until_at"),  # a digest's time, the end of a quiet hour: not before
    _at("first_tried_at"),
    _text("parts_sent", nullable=True),  # JSON list: parts and addressees that have it
    _text("answer", nullable=True),  # the channel's last words
    _text("sent_as", nullable=True),  # the message that it was part of; its own id when alone
    UniqueConstraint("id"),
    Index(None, "status", "next_try_at"),
)

mark = Table(  # what people say of a change
    "mark",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("change_id", ForeignKey("change.id")),
    _text("kind"),  # note, seen, false-alarm
    _text("text"),
    _text("by"),
    _at("at", nullable=False),
    Index(None, "change_id"),
)

reading = Table(  # what the optional second reader made of a change
    "reading",
    metadata,
    _text("change_id", ForeignKey("change.id"), primary_key=True),
    _at("at", nullable=False),
    _text("model"),
    _text("line"),  # "" where it was not taken
    _text("claims"),  # JSON list of {passage, side, words}
    _text("problem"),  # why it was not taken
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    _at("ticked_at", nullable=False),
)

link = Table(  # see monitor.storage.chain
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("watch_id", ForeignKey("page.watch_id")),
    Column("number", Integer, nullable=False),  # from 1, for each page
    _at("at", nullable=False),
    _text("what"),  # JSON: the records and their SHA-256
    _text("link"),  # SHA-256 of the link before and `what`
    UniqueConstraint("watch_id", "number"),
)

head = Table(
    "head",
    metadata,
    _text("day", primary_key=True),  # 2026-03-01, in UTC
    _at("sealed_at", nullable=False),
    _text("links"),  # a line for each page: id, number, link
    _text("head"),  # SHA-256 of the head before and `links`
    Column("last_link", Integer, nullable=True),  # the newest link's id then: those are sealed
)

stamp = Table(  # see monitor.storage.stamps
    "stamp",
    metadata,
    _text("day", ForeignKey("head.day"), primary_key=True),
    _at("at", nullable=False),
    Column("answer", LargeBinary, nullable=False),  # DER, as the authority sent it
)

# What follows from other rows, kept because it takes long to work out; see monitor.storage.said.
said = Table(  # of which version the facts and dates below are, and by which edition of our rules
    "said",
    metadata,
    _text("watch_id", ForeignKey("page.watch_id"), primary_key=True),
    Column("version", Integer, nullable=False),
    _text("edition"),
)

fact = Table(
    "fact",
    metadata,
    _text("watch_id", ForeignKey("page.watch_id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # in the document
    _text("cls"),
    Column("since", Integer, nullable=False),  # the version from which on it stands
    Column("finding", LargeBinary, nullable=False),
    Index(None, "cls"),
)

deadline = Table(
    "deadline",
    metadata,
    _text("watch_id", ForeignKey("page.watch_id"), primary_key=True),
    _text("role", primary_key=True),
    _text("day", primary_key=True),  # 2026-03-01
    Column("deadline", LargeBinary, nullable=False),
    Index(None, "day"),
)

host = Table(  # for workers on several machines: one request to a host at a time, then a pause
    "host",
    metadata,
    _text("host", primary_key=True),
    _at("ready_at", nullable=False),
)

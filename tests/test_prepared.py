"""What every look asks of SQLite past SQLAlchemy is answered as SQLAlchemy answers it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from monitor.errors import ConflictError, StorageError
from monitor.storage import Storage, chain, commit, pages, runs, snapshots
from monitor.storage.prepared import Prepared
from monitor.storage.schema import page
from tests.stored import HOUR, NOW, check, fetched, watch

ASKED: dict[str, tuple[Any, dict[str, Any]]] = {
    "the last attempt": (runs._LAST, {"watch_id": "a"}),
    "the last link": (chain._LAST, {"watch_id": "a"}),
    "the link before": (chain._BEFORE, {"watch_id": "a", "n": 1}),
    "the bodies": (snapshots._PASSING, {"watch_id": "a"}),
    "of a page that is not there": (runs._LAST, {"watch_id": "z"}),
}


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A page that was looked at three times, the last times without a change."""
    storage.sync_watches([watch("a")], NOW)
    for hours, text in enumerate(("One.", "", "Two.")):
        check(storage, "a", f"<p>{text}", at=NOW + hours * HOUR, text=text)
    storage.add_snapshot("a", fetched("<p>Three.", NOW + 3 * HOUR))
    return storage


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_answered_as_sqlalchemy_answers_it(storage: Storage, name: str) -> None:
    """Else a run of looks would be linked to another attempt, or a time read in another zone."""
    prepared, values = ASKED[name]
    with storage._db.read() as connection:
        usual = connection.execute(prepared.statement, values).all()
        found = prepared.all(connection, values)
    assert [row._asdict() for row in found] == [row._asdict() for row in usual]
    assert bool(found) is (name != "of a page that is not there")


def test_every_statement_of_a_look_compiles(storage: Storage) -> None:
    """One that does not would stop each check, also where no test writes what it writes."""
    claim = {"id": "a", "now": NOW, "gone": None, "claimed_until_at": NOW, "claimed_by": "x"}
    with storage._db.write() as connection:
        early = claim | {"now": NOW - HOUR, "ahead": NOW + 9 * HOUR}
        assert pages._CLAIM_DUE.one(connection, early) is None  # not due again yet
        claimed = pages._CLAIM.one(connection, claim)
        assert (claimed.watch_id, claimed.version) == ("a", 2)
        stays = {"id": "a", "expected": 1, "reason": "never"}
        assert commit._UPDATE_AT.one(connection, stays) is None
        runs._LONGER.run(connection, {"row": 1, "at": NOW, "more": 1.0, "further": 2})
        chain._WRITE_OVER.run(connection, {"row": -1, "what": "", "link": "", "at": NOW})


def test_a_look_that_another_process_overtook_stores_nothing(storage: Storage) -> None:
    """Else the version of the other process would be written over."""
    with pytest.raises(ConflictError, match="recorded version 2"):
        check(storage, "a", "<p>three", at=NOW + 4 * HOUR, expected_version=1)


def test_values_are_written_as_sqlalchemy_writes_them(storage: Storage) -> None:
    """A time in a zone of its own, and text that neither SQLite nor PostgreSQL would take."""
    write = Prepared(sa.update(page).where(page.c.watch_id == sa.bindparam("id")))
    at = datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with storage._db.write() as connection:
        write.run(connection, {"id": "a", "ok_at": at, "etag": "a\0b\ud800", "reason": "x"})
        query = sa.select(page.c.ok_at, page.c.etag, page.c.reason)
        found = connection.execute(query).one()
    naive = {"id": "a", "ok_at": at.replace(tzinfo=None)}
    with pytest.raises(ValueError, match="without time zone"), storage._db.write() as connection:
        write.run(connection, naive)
    assert found == (datetime(2026, 5, 1, 10, tzinfo=UTC), "a\ufffdb\ufffd", "x")


def test_a_value_that_was_forgotten_is_an_error(storage: Storage) -> None:
    """Else a claim would compare with NULL, and no page would ever be due."""
    with (
        pytest.raises((KeyError, StorageError), match=r"now|ahead|required"),
        storage._db.write() as connection,
    ):
        pages._CLAIM_DUE.one(connection, {"id": "a", "now": NOW, "gone": None})

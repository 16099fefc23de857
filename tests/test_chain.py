"""Whoever can write the database can change the evidence; nobody can do it unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, watch

DAY = timedelta(days=1)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Two pages, three versions and five looks each, the last two a run; yesterday is sealed."""
    storage.sync_watches([watch("a"), watch("b")], NOW)
    for name in ("a", "b"):
        for n in range(3):
            check(storage, name, f"<p>{name}{n}", text=f"{name} {n}.", at=NOW + n * HOUR)
        for n in (3, 4):
            check(storage, name, f"<p>{name}2", at=NOW + n * HOUR)
    assert storage.seal(NOW + DAY)
    return storage


def test_what_nobody_touched_is_verified(storage: Storage) -> None:
    found = storage.verify()
    assert (found.problems, found.pages, found.links, found.heads) == ((), 2, 8, 1)
    assert not storage.seal(NOW + DAY + HOUR), "once a day"
    check(storage, "a", "<p>a2", at=NOW + DAY + 2 * HOUR)
    later = storage.verify()
    assert (later.problems, later.links) == ((), 9)
    assert later.head != found.head
    assert storage.seal(NOW + 2 * DAY)
    assert storage.verify().problems == ()


TAMPERED = {
    "the text of a version": "UPDATE version SET document = (SELECT document FROM version"
    " WHERE watch_id = 'b' AND number = 2) WHERE watch_id = 'a' AND number = 2",
    "the day it was seen": "UPDATE version SET seen_at = '2020-01-01' WHERE watch_id = 'a'"
    " AND number = 2",
    "the day it was recorded": "UPDATE version SET recorded_at = '2020-01-01'"
    " WHERE watch_id = 'a' AND number = 3",
    "its raw page": "UPDATE version SET snapshot = (SELECT snapshot FROM version"
    " WHERE watch_id = 'b' AND number = 1) WHERE watch_id = 'a' AND number = 1",
    "a version in the middle": "DELETE FROM version WHERE watch_id = 'a' AND number = 2",
    "an attempt": 'DELETE FROM "fetch" WHERE watch_id = \'a\' AND id = (SELECT min(id) FROM "fetch"'
    " WHERE watch_id = 'a')",
    "the day of an attempt": "UPDATE \"fetch\" SET fetched_at = '2020-01-01' WHERE watch_id = 'a'"
    " AND id = (SELECT max(id) FROM \"fetch\" WHERE watch_id = 'a')",
    "what came of an attempt": "UPDATE \"fetch\" SET outcome = 'failed' WHERE watch_id = 'a'",
    "how many looks there were": 'UPDATE "fetch" SET looks = 9 WHERE looks = 2',
    "when the last of them was": "UPDATE \"fetch\" SET last_at = '2027-09-20' WHERE looks = 2",
    "that there were several": 'UPDATE "fetch" SET looks = 1, last_at = NULL WHERE looks = 2',
    "an attempt that never was": 'INSERT INTO "fetch" (id, watch_id, fetched_at, seconds, outcome,'
    " reason, final_url, size, snapshot, tries) VALUES (999, 'a', '2025-09-20', 1, 'unchanged',"
    " '', '', 1, '', 1)",
    "a link": "DELETE FROM link WHERE watch_id = 'a' AND number = 3",
    "the last links": "DELETE FROM link WHERE watch_id = 'a' AND number > 3",
    "what a link states": "UPDATE link SET what = '{}' WHERE watch_id = 'a' AND number = 2",
    "the head of a day": "UPDATE head SET head = 'x'",
    "what a head seals": "UPDATE head SET links = ''",
}


@pytest.mark.parametrize("sql", TAMPERED.values(), ids=TAMPERED)
def test_it_is_seen_when_somebody_changes(storage: Storage, sql: str) -> None:
    with storage._db.write() as connection:
        connection.execute(sa.text(sql))
    assert storage.verify().problems


def test_two_versions_that_changed_places_are_seen(storage: Storage) -> None:
    with storage._db.write() as connection:
        for old, new in ((1, 90), (2, 1), (90, 2)):
            connection.execute(
                sa.text(f"UPDATE version SET number = {new} WHERE watch_id = 'a'"
                        f" AND number = {old}")
            )  # fmt: skip
    assert storage.verify().problems == (
        "a: version 1 is not what was recorded",
        "a: version 2 is not what was recorded",
    )


def test_a_history_that_was_linked_anew_does_not_fit_the_sealed_day(storage: Storage) -> None:
    """Who knows how can compute all links again, but not the head that somebody noted."""
    noted = storage.heads()
    with storage._db.write() as connection:
        connection.execute(sa.text("DELETE FROM link WHERE watch_id = 'a'"))
        connection.execute(sa.text("UPDATE version SET seen_at = '2020-01-01'"))
        storage._link(connection, "a", NOW)
    problems = storage.verify().problems
    assert [p for p in problems if p.startswith("a: what was recorded by ")]
    assert storage.heads() == noted


def test_a_page_that_was_recorded_before_there_were_links_begins_with_all_it_had(
    storage: Storage,
) -> None:
    with storage._db.write() as connection:
        for table in ("link", "head"):
            connection.execute(sa.text(f"DELETE FROM {table}"))
    assert storage.verify().problems == (), "an older version's database"
    check(storage, "a", "<p>new", text="New.", at=NOW + 9 * HOUR)
    assert storage.verify().problems == ()
    assert len(storage.links("a")) == 2
    with storage._db.write() as connection:
        connection.execute(
            sa.text("UPDATE version SET seen_at = '2020-01-01' WHERE watch_id = 'a' AND number = 1")
        )
    assert storage.verify().problems == ("a: version 1 is not what was recorded",)


def test_a_page_keeps_its_links_under_another_name(storage: Storage) -> None:
    assert storage.rename_pages({"a": "z"}, NOW, before_commit=lambda: None)
    assert storage.verify().problems == ()


def test_a_stranger_can_check_a_link_with_sha256sum_alone(storage: Storage) -> None:
    before = ""
    for _, what, made in storage.links("a"):
        assert made == hashlib.sha256(f"{before}\n{what}\n".encode()).hexdigest()
        before = made


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_recording_that_fails_leaves_no_link(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A link of what was rolled back would look like something that was removed."""

    def fails(*_: object, **__: object) -> Callable[[], None]:
        raise RuntimeError("power cut")

    monkeypatch.setattr(storage, "_release_bodies", fails)
    with pytest.raises(RuntimeError):
        check(storage, "a", "<p>a9", text="a 9.", at=NOW + 9 * HOUR)
    assert storage.verify().problems == ()

"""Looks that find nothing new cost next to nothing, and prove as much as before."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from monitor.errors import FetchError
from monitor.model import GAP, Outcome
from monitor.service.asking import observed
from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, watch

DAY = timedelta(days=1)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A page with one version."""
    storage.sync_watches([watch("a")], NOW)
    check(storage, "a", text="One.", at=NOW)
    return storage


def look(storage: Storage, hours: float, **fields: object) -> None:
    check(storage, "a", at=NOW + hours * HOUR, **fields)  # type: ignore[arg-type]


def test_a_month_of_the_same_is_one_row_and_a_link_a_day(storage: Storage) -> None:
    for n in range(1, 121):
        look(storage, 6 * n)
        storage.seal(NOW + 6 * n * HOUR)
    run, made = storage.fetches("a")
    assert (run.looks, run.fetched_at, run.last_at) == (120, NOW + 6 * HOUR, NOW + 720 * HOUR)
    assert made.version == 1
    assert 30 <= len(storage.links("a")) <= 33
    assert storage.verify().problems == ()
    assert storage.totals()["unchanged"][0] == 120
    seen = observed(storage, "a")[1]
    assert (seen.last_seen, seen.gaps) == (NOW + 720 * HOUR, ())


def test_what_a_day_sealed_is_never_written_over(storage: Storage) -> None:
    """Whoever noted a head could not find it again, and would take us for forgers."""
    look(storage, 1)
    look(storage, 2)
    assert storage.seal(NOW + DAY)
    before = storage.links("a")
    look(storage, 25)
    look(storage, 26)
    after = storage.links("a")
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert storage.verify().problems == ()
    assert storage.fetches("a")[0].looks == 4


@pytest.mark.parametrize(
    "between",
    [
        {"error": FetchError("timeout", "no answer")},
        {"outcome": Outcome.NOISE},
        {"reason": "something was mended"},
        {"text": "Two."},
    ],
)
def test_what_comes_between_ends_the_run(storage: Storage, between: dict[str, object]) -> None:
    look(storage, 1)
    look(storage, 2, **between)
    look(storage, 3)
    assert [attempt.looks for attempt in storage.fetches("a")] == [1, 1, 1, 1]
    assert storage.verify().problems == ()


def test_weeks_without_a_look_are_not_inside_a_run(storage: Storage) -> None:
    """Else the page would be vouched for while the machine was off."""
    look(storage, 1)
    check(storage, "a", at=NOW + HOUR + GAP + HOUR)
    assert len(storage.fetches("a")) == 3
    assert len(observed(storage, "a")[1].gaps) == 1


def test_a_clock_that_went_back_begins_a_new_run(storage: Storage) -> None:
    look(storage, 5)
    look(storage, 4)
    assert [attempt.looks for attempt in storage.fetches("a")] == [1, 1, 1]
    assert storage.verify().problems == ()


def test_a_304_and_the_whole_page_are_of_one_run(storage: Storage) -> None:
    """A server that answers both in turn would else cost a row for each."""
    for n in range(1, 9):
        look(storage, n, not_modified=n % 4 != 0)
    assert storage.fetches("a")[0].looks == 8


def test_other_bytes_of_the_same_text_leave_nothing_behind_but_the_latest(
    storage: Storage,
) -> None:
    """A page with a token in it is another body at each look."""
    for n in range(1, 7):
        check(storage, "a", f"<p>one<!--{n}-->", at=NOW + n * HOUR)
    assert storage.fetches("a")[0].looks == 6
    kept = storage.snapshots("a")
    assert len(kept) <= 3, "of the version, of the run's first look, the latest"
    assert storage.integrity() == []
    with storage._db.read() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM body")) == len(kept)
    check(storage, "a", "<p>one<!--2-->", at=NOW + 7 * HOUR, text="Again.")
    assert storage.read_snapshot(storage.version("a").snapshot) == b"<p>one<!--2-->"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE \"fetch\" SET last_at = '2026-03-09' WHERE looks > 1",
        'UPDATE "fetch" SET looks = 2 WHERE looks > 2',
        "UPDATE \"fetch\" SET fetched_at = '2026-02-01' WHERE looks > 1",
        'DELETE FROM "fetch" WHERE looks > 1',
    ],
)
def test_nobody_makes_a_run_longer_or_shorter_unseen(storage: Storage, sql: str) -> None:
    for n in range(1, 5):
        look(storage, n)
    with storage._db.write() as connection:
        connection.execute(sa.text(sql))
    assert storage.verify().problems


def test_an_older_run_cannot_be_stated_again(storage: Storage) -> None:
    """Else a page could be vouched for on days on which it said something else."""
    look(storage, 1)
    look(storage, 2)
    run = storage.fetches("a")[0]
    look(storage, 3, text="Two.")
    _, what, _ = storage.links("a")[1]
    with storage._db.write() as connection:
        longer = what.replace('"run":[2,', '"run":[3,')
        assert longer != what
        connection.execute(sa.text(f'UPDATE "fetch" SET looks = 3 WHERE id = {run.id}'))
        import json

        storage._append(connection, "a", NOW + 4 * HOUR, [json.loads(longer)])
    assert storage.verify().problems

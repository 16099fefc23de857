from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from monitor.errors import NotFoundError
from monitor.model import PageState
from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, watch


def test_new_watches_are_due_now(storage: Storage) -> None:
    storage.sync_watches([watch("b"), watch("a")], NOW)
    assert storage.due(NOW) == ["a", "b"]
    page = storage.page("a")
    assert (page.service, page.document, page.url) == ("Acme", "Terms", "https://acme.example/a")
    assert (page.version, page.state, page.outcome) == (0, PageState(), None)


def test_a_watch_taken_out_of_the_list_keeps_its_history(storage: Storage) -> None:
    """Editing the watchlist must never delete evidence."""
    storage.sync_watches([watch("a"), watch("b")], NOW)
    check(storage, "a", text="We share.")
    storage.sync_watches([watch("b")], NOW)
    assert [p.watch_id for p in storage.pages()] == ["b"]
    assert [p.watch_id for p in storage.pages(active_only=False)] == ["a", "b"]
    assert storage.due(NOW + 9 * HOUR) == ["b"]
    assert len(storage.versions("a")) == 1


def test_a_watch_that_comes_back_is_due_at_once(storage: Storage) -> None:
    storage.sync_watches([watch()], NOW)
    check(storage, text="We share.")
    storage.sync_watches([], NOW)
    storage.sync_watches([watch()], NOW + timedelta(minutes=1))
    page = storage.page("acme-terms")
    assert page.active
    assert page.version == 1
    assert page.next_due_at == NOW + timedelta(minutes=1)


def test_syncing_again_changes_nothing(storage: Storage) -> None:
    """A reload of the watchlist must not start all checks anew."""
    storage.sync_watches([watch()], NOW)
    check(storage, etag='"1"')
    before = storage.page("acme-terms")
    storage.sync_watches([watch()], NOW + 5 * HOUR)
    assert storage.page("acme-terms") == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_syncing_again_waits_for_nobody(storage: Storage) -> None:
    """`monitor list` answers while the daemon writes: every command syncs first."""
    storage.sync_watches([watch()], NOW)
    with storage._db.write():
        storage.sync_watches([watch()], NOW)


def test_watches_that_two_processes_add_at_once_are_one(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    """The daemon reloads the list while a check by hand begins."""
    with (
        Storage.open(database_url, tmp_path / "snapshots") as other,
        ThreadPoolExecutor(8) as pool,
    ):
        watches = [watch(str(i)) for i in range(30)]
        list(pool.map(lambda s: s.sync_watches(watches, NOW), [storage, other] * 4))
    assert len(storage.pages()) == 30


def test_a_disabled_watch_is_not_due(storage: Storage) -> None:
    storage.sync_watches([watch("a", enabled=False), watch("b")], NOW)
    storage.sync_watches([watch("a", enabled=False), watch("b", enabled=False)], NOW)
    assert storage.due(NOW) == []
    assert storage.next_due_at() is None


def test_another_url_forgets_the_etag_of_the_old_one(storage: Storage) -> None:
    """A 304 to a foreign ETag would hide the new page for ever."""
    storage.sync_watches([watch()], NOW)
    check(storage, etag='"1"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT")
    storage.sync_watches([watch(url="https://acme.example/new", document="Terms of use")], NOW)
    page = storage.page("acme-terms")
    assert (page.etag, page.last_modified, page.next_due_at) == ("", "", NOW)
    assert (page.url, page.document) == ("https://acme.example/new", "Terms of use")


def test_most_overdue_first(storage: Storage) -> None:
    """After a long sleep no page starves behind those that come first in the alphabet."""
    storage.sync_watches([watch(w) for w in "abcd"], NOW)
    for offset, watch_id in enumerate("dbca"):
        storage.set_next_due(watch_id, NOW + offset * HOUR)
    assert storage.due(NOW + 2 * HOUR) == ["d", "b", "c"]
    assert storage.due(NOW + 9 * HOUR, limit=2) == ["d", "b"]
    assert storage.next_due_at() == NOW


def test_due_times_compare_across_time_zones(storage: Storage) -> None:
    storage.sync_watches([watch()], NOW)
    tokyo = timezone(timedelta(hours=9))
    storage.set_next_due("acme-terms", NOW.astimezone(tokyo))
    assert storage.due(NOW) == ["acme-terms"]
    assert storage.due(NOW - timedelta(seconds=1)) == []
    next_due_at = storage.page("acme-terms").next_due_at
    assert next_due_at is not None
    assert next_due_at.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(storage: Storage) -> None:
    """It would shift every due time by the server's time zone."""
    with pytest.raises(ValueError, match="without time zone"):
        storage.sync_watches([watch()], datetime(2026, 3, 1))  # noqa: DTZ001  that is the test


def test_a_claimed_page_is_nobody_elses(storage: Storage) -> None:
    """Two workers would alert twice."""
    storage.sync_watches([watch()], NOW)
    assert storage.claim("acme-terms", NOW, HOUR)
    assert not storage.claim("acme-terms", NOW, HOUR)
    assert storage.due(NOW) == []


def test_the_claim_of_a_dead_process_ends(storage: Storage) -> None:
    """A page must not be lost when its worker is killed."""
    storage.sync_watches([watch()], NOW)
    storage.claim("acme-terms", NOW, HOUR)
    assert storage.due(NOW + HOUR) == ["acme-terms"]
    assert storage.claim("acme-terms", NOW + HOUR, HOUR)


def test_a_claim_ends_with_its_recording_or_when_released(storage: Storage) -> None:
    storage.sync_watches([watch()], NOW)
    storage.claim("acme-terms", NOW, 99 * HOUR)
    storage.release_claim("acme-terms")
    assert storage.claim("acme-terms", NOW, 99 * HOUR)
    check(storage, next_due_at=NOW)
    assert storage.due(NOW) == ["acme-terms"]


def test_only_one_of_many_wins_a_claim(storage: Storage, database_url: str, tmp_path: Path) -> None:
    """Threads of this process and another process at the same page at once."""
    storage.sync_watches([watch(str(i)) for i in range(5)], NOW)
    with (
        Storage.open(database_url, tmp_path / "snapshots") as other,
        ThreadPoolExecutor(8) as pool,
    ):
        for i in range(5):
            claims = pool.map(lambda s, i=i: s.claim(str(i), NOW, HOUR), [storage, other] * 4)
            assert sum(claim is not None for claim in claims) == 1


def test_an_unknown_watch_is_named_with_what_exists(storage: Storage) -> None:
    with pytest.raises(NotFoundError, match="none has been recorded"):
        storage.page("acme")
    storage.sync_watches([watch("acme-terms"), watch("beta-terms")], NOW)
    with pytest.raises(NotFoundError, match=r"no watch 'acme-term'; did you mean acme-terms"):
        storage.page("acme-term")
    for call in (
        lambda: storage.claim("x", NOW, HOUR),
        lambda: storage.set_next_due("x", NOW),
        lambda: storage.versions("x"),
        lambda: storage.version("x"),
        lambda: storage.fetches("x"),
        lambda: storage.snapshots("x"),
    ):
        with pytest.raises(NotFoundError, match="acme-terms"):
            call()


def test_the_heartbeat_is_the_last_one(storage: Storage) -> None:
    assert storage.vitals(NOW).ticked_at is None
    storage.tick(NOW)
    storage.tick(NOW + HOUR)
    assert storage.vitals(NOW).ticked_at == NOW + HOUR


def test_strange_texts_do_not_stop_the_recording(storage: Storage) -> None:
    """PostgreSQL refuses NUL, both refuse lone surrogates; pages have them."""
    storage.sync_watches([replace(watch(), service="A\0B", document="C\ud800D")], NOW)
    page = storage.page("acme-terms")
    assert (page.service, page.document) == ("A\ufffdB", "C\ufffdD")


def test_a_clock_that_was_ahead_for_a_while_does_not_end_the_checks(storage: Storage) -> None:
    """They would begin again only once it is as late as the clock said."""
    storage.sync_watches([watch()], NOW)
    for ahead in (500 * HOUR, HOUR, HOUR / 2):  # the last two: set back, or the end of summer time
        check(storage, at=NOW + ahead)
        assert storage.due(NOW) == ["acme-terms"]
    check(storage, at=NOW)
    assert storage.due(NOW) == []


def test_two_daemons_look_at_a_page_once_in_its_turn(storage: Storage) -> None:
    """Both found it due; the second came to it when the first had recorded it: fetched twice."""
    storage.sync_watches([watch()], NOW)
    assert storage.due(NOW) == ["acme-terms"]
    check(storage, at=NOW)
    assert storage.claim("acme-terms", NOW, HOUR, only_due=True) is None
    assert storage.claim("acme-terms", NOW + HOUR, HOUR, only_due=True)
    storage.release_claim("acme-terms")
    assert storage.claim("acme-terms", NOW, HOUR), "asked for by its name it is looked at"

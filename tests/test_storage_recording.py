from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import FetchError, NotFoundError, StorageError
from monitor.model import (
    BlockHistory,
    Candidate,
    Kind,
    Outcome,
    PageState,
    Profile,
)
from monitor.model.records import NewVersion
from monitor.storage import Storage
from tests.stored import HOUR, NOW, alert, change, check, document, fetched, watch


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Knows two pages."""
    storage.sync_watches([watch("a"), watch("b", service="Beta", document="Privacy")], NOW)
    return storage


def test_a_check_leaves_version_change_alerts_and_attempt(storage: Storage) -> None:
    first = check(storage, "a", "<p>one", text="One.", outcome=Outcome.FIRST)
    later = NOW + HOUR
    made = change()
    second = check(
        storage,
        "a",
        "<p>two",
        at=later,
        text="Two.",
        change=made,
        change_id="a-2",
        alerts=(alert("x"), alert("y")),
        reason="2 blocks changed",
    )
    newest, oldest = storage.versions("a")
    assert (newest.number, newest.snapshot, newest.content) == (2, second, document("Two."))
    assert (oldest.number, oldest.snapshot, oldest.technical) == (1, first, False)
    assert newest.digest == document("Two.").digest
    record = storage.change("a-2")
    assert storage.changes() == [record]
    assert record.change == made
    assert (record.from_version, record.to_version) == (1, 2)
    assert (record.service, record.document, record.recorded_at) == ("Acme", "Terms", later)
    assert [(a.id, a.change_id, a.status) for a in storage.alerts()] == [
        ("y", "a-2", "pending"),
        ("x", "a-2", "pending"),
    ]
    attempt, before = storage.fetches("a")
    assert (attempt.version, attempt.snapshot, attempt.status) == (2, second, 200)
    assert (attempt.outcome, attempt.reason) == (Outcome.SUBSTANTIVE, "2 blocks changed")
    assert before.outcome is Outcome.FIRST
    page = storage.page("a")
    assert (page.version, page.extractor, page.snapshot) == (2, "extractor-1", second)
    assert page.fetched_at == page.ok_at == page.full_fetch_at == later
    assert page.next_due_at == later + HOUR
    assert storage.current_document("a") == document("Two.")
    assert storage.current_document("b") is None


def test_a_change_is_dated_by_its_first_sight(storage: Storage) -> None:
    """A reader wants to know since when a text stands there, not when we were sure."""
    check(storage, "a", "<p>one", text="One.")
    sha256 = check(storage, "a", "<p>two", at=NOW + HOUR, keep_body=True)
    new = document("Two.")
    version = NewVersion(new, new.digest, "e", sha256, NOW + HOUR)
    check(storage, "a", "<p>three", at=NOW + 2 * HOUR, version=version, change=change())
    (record,) = storage.changes()
    assert (record.seen_at, record.recorded_at) == (NOW + HOUR, NOW + 2 * HOUR)
    stored = storage.version("a")
    assert (stored.seen_at, stored.recorded_at) == (NOW + HOUR, NOW + 2 * HOUR)


def test_the_state_comes_back(storage: Storage) -> None:
    """What a page taught us would be learned anew after every restart."""
    state = PageState(
        current_digest="d",
        profile=Profile(3, {"h": BlockHistory(1, 3, returns=1)}, {"h2": "a counter"}),
        candidate=Candidate("d2", NOW, 1, "s", "new text"),
        failures=2,
    )
    check(storage, "a", state=state)
    assert storage.page("a").state == state


def test_a_failed_attempt_is_recorded_too(storage: Storage) -> None:
    """A failure that leaves no trace is a silent one."""
    check(storage, "a", "<p>one", text="One.", etag='"1"')
    before = storage.page("a")
    check(
        storage,
        "a",
        at=NOW + HOUR,
        error=FetchError("timeout", "no answer within 60 s"),
        reason="timeout: no answer within 60 s",
        state=PageState(failures=1),
    )
    page = storage.page("a")
    assert page.outcome is Outcome.FAILED
    assert page.fetched_at == NOW + HOUR
    assert (page.ok_at, page.full_fetch_at) == (NOW, NOW)
    assert (page.snapshot, page.etag, page.version) == (before.snapshot, '"1"', 1)
    attempt = storage.fetches("a", limit=1)[0]
    assert (attempt.status, attempt.snapshot, attempt.version) == (None, "", None)


def test_an_etag_can_be_forgotten(storage: Storage) -> None:
    """A page that no longer sends one must not be asked with the old one."""
    check(storage, "a", etag='"1"')
    check(storage, "a", etag="")
    assert storage.page("a").etag == ""


def test_all_or_nothing(storage: Storage) -> None:
    """A version without its alert is a change nobody hears of."""
    check(storage, "a", "<p>one", text="One.", change=change(), change_id="same")
    before = storage.page("a")
    with pytest.raises(StorageError):
        check(
            storage,
            "a",
            "<p>two",
            text="Two.",
            change=change(),
            change_id="same",
            alerts=(alert(),),
        )
    assert storage.page("a") == before
    assert len(storage.versions("a")) == len(storage.fetches("a")) == 1
    assert storage.alerts() == []


def test_a_check_that_was_overtaken_stores_nothing(storage: Storage) -> None:
    """Two processes at one page would record the same change twice."""
    check(storage, "a", "<p>one", text="One.")
    with pytest.raises(StorageError, match="another process recorded version 1 during this check"):
        check(storage, "a", "<p>two", text="Two.", expected_version=0, alerts=(alert(),))
    assert len(storage.versions("a")) == len(storage.fetches("a")) == 1
    assert storage.alerts() == []


def test_only_one_of_many_records_a_version(storage: Storage) -> None:
    """The same race, with real threads."""

    def attempt(number: int) -> bool:
        try:
            check(storage, "a", f"<p>{number}", text=f"{number}.", expected_version=0)
        except StorageError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    assert [v.number for v in storage.versions("a")] == [1]


def test_pages_are_recorded_in_parallel(storage: Storage) -> None:
    """Checks run in threads; the database has one writer."""
    storage.sync_watches([watch(f"w{i}") for i in range(12)], NOW)

    def attempt(number: int) -> None:
        for step in range(4):
            check(storage, f"w{number}", f"<p>{number} {step}", text=f"{number} {step}.")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(attempt, range(12)))
    assert [p.version for p in storage.pages()] == [4] * 12
    assert storage.integrity() == []


def test_a_new_extractor_makes_a_technical_version(storage: Storage) -> None:
    """Our own upgrade must never look like the page's change."""
    sha256 = check(storage, "a", "<p>one", text="One.")
    new = document("One, better read.")
    version = NewVersion(new, new.digest, "extractor-2", sha256, NOW)
    number = storage.upgrade_version(
        "a", version, PageState(current_digest=new.digest), now=NOW + HOUR, expected_version=1
    )
    assert number == 2
    stored = storage.version("a")
    assert (stored.number, stored.technical, stored.snapshot) == (2, True, sha256)
    assert (stored.seen_at, stored.recorded_at) == (NOW, NOW + HOUR)
    page = storage.page("a")
    assert (page.version, page.extractor, page.fetched_at) == (2, "extractor-2", NOW)
    assert page.state.current_digest == new.digest
    assert storage.changes() == []
    assert storage.current_document("a") == new
    with pytest.raises(StorageError, match="another process"):
        storage.upgrade_version("a", version, PageState(), expected_version=1)


def test_versions_are_found_by_number_and_by_time(storage: Storage) -> None:
    for step in range(3):
        at = NOW + timedelta(days=step)
        check(storage, "a", f"<p>{step}", at=at, text=f"Text {step}.")
    assert storage.version("a").number == 3
    assert storage.version("a", number=2).content == document("Text 1.")
    assert storage.version("a", at=NOW + timedelta(hours=30)).number == 2
    with pytest.raises(NotFoundError, match="a has no version 9; it has 1 to 3"):
        storage.version("a", number=9)
    with pytest.raises(NotFoundError, match="was not known at 2026-02-28"):
        storage.version("a", at=NOW - timedelta(days=1))
    with pytest.raises(NotFoundError, match="b has no version yet"):
        storage.version("b")


def test_changes_are_found_by_what_a_person_remembers(storage: Storage) -> None:
    editorial = change(kind=Kind.EDITORIAL, classes=(), severity="low")
    check(storage, "a", text="1", change=change(), change_id="a1")
    check(storage, "b", text="1", change=editorial, change_id="b1", at=NOW + HOUR)
    only_ai = change(classes=("ai-training",))
    check(storage, "b", text="2", change=only_ai, change_id="b2", at=NOW + 2 * HOUR)

    def ids(**filters: object) -> list[str]:
        return [c.id for c in storage.changes(**filters)]  # type: ignore[arg-type]

    assert ids() == ["b2", "b1", "a1"]
    assert ids(limit=2) == ["b2", "b1"]
    assert ids(watch_id="a") == ["a1"]
    assert ids(service="beta") == ["b2", "b1"]
    assert ids(cls="region") == ["a1"]
    assert ids(cls="ai-training", kind="substantive") == ["b2"]
    assert ids(kind="editorial") == ["b1"]
    assert ids(since=NOW + HOUR) == ["b2", "b1"]
    assert ids(until=NOW + HOUR) == ["a1"]
    assert ids(since=NOW + HOUR, until=NOW + 2 * HOUR) == ["b1"]
    with pytest.raises(NotFoundError, match="no change 'z9'"):
        storage.change("z9")


def test_changes_of_one_moment_keep_their_order(storage: Storage) -> None:
    """Lists and feeds would shuffle from call to call."""
    for number in range(5):
        check(storage, "a", text=str(number), change=change(), change_id=f"c{9 - number}")
    assert [c.id for c in storage.changes()] == ["c5", "c6", "c7", "c8", "c9"]


def test_changes_come_in_the_order_in_which_they_were_seen(storage: Storage) -> None:
    """`--since` goes by that, the lists show it; one that was confirmed late is not the newest."""
    first = document("Seen first, confirmed last.")
    sha256 = storage.add_snapshot("a", fetched("<p>2", NOW + HOUR)).sha256
    late = NewVersion(first, first.digest, "extractor-1", sha256, NOW + HOUR)
    made = change()
    check(storage, "b", at=NOW + 2 * HOUR, text="Two.", change=made, change_id="quick")
    check(storage, "a", "<p>2", at=NOW + 9 * HOUR, version=late, change=made, change_id="late")
    assert [c.id for c in storage.changes()] == ["quick", "late"]
    assert [c.id for c in storage.changes(limit=1)] == ["quick"]
    assert [c.id for c in storage.changes(as_recorded=True)] == ["late", "quick"]


def test_a_change_keeps_the_name_it_was_made_under(storage: Storage) -> None:
    check(storage, "a", text="1", change=change(), change_id="a1")
    storage.sync_watches([replace(watch("a"), document="Terms of Use")], NOW)
    assert storage.change("a1").document == "Terms"


def test_a_class_named_twice_is_one(storage: Storage) -> None:
    check(storage, "a", text="1", change=change(classes=("region", "region")))
    assert [c.id for c in storage.changes(cls="region")] == ["a-1"]


def test_attempts_newest_first(storage: Storage) -> None:
    for step in range(4):
        check(storage, "a", at=NOW + step * HOUR, reason=f"{step}")
    assert [f.fetched_at for f in storage.fetches("a", limit=2)] == [NOW + 3 * HOUR, NOW + 2 * HOUR]


def test_an_unknown_page_is_told(storage: Storage) -> None:
    sha256 = check(storage, "a")
    new = document()
    version = NewVersion(new, new.digest, "e", sha256, NOW)
    with pytest.raises(NotFoundError, match="no watch 'x'"):
        storage.upgrade_version("x", version, PageState())
    assert storage.current_document("x") is None

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import NotFoundError
from monitor.storage import Storage
from tests.stored import HOUR, NOW, alert, change, check, watch

MINUTE = timedelta(minutes=1)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Knows one page."""
    storage.sync_watches([watch()], NOW)
    return storage


def _add(storage: Storage, *ids: str) -> None:
    storage.add_alerts("acme-terms", [alert(i) for i in ids], NOW)


def _due(storage: Storage, after: timedelta = timedelta(0)) -> list[str]:
    return [a.id for a in storage.due_alerts(NOW + after, 10)]


def _status(storage: Storage) -> dict[str, str]:
    return {a.id: a.status for a in storage.alerts()}


def test_an_alert_is_sent_once(storage: Storage) -> None:
    _add(storage, "x")
    (due,) = storage.due_alerts(NOW, 10)
    assert (due.id, due.watch_id, due.change_id) == ("x", "acme-terms", "")
    assert (due.title, due.text, due.html) == (alert().title, alert().text, alert().html)
    storage.alert_sent("x", NOW + MINUTE)
    assert _due(storage, 99 * HOUR) == []
    (sent,) = storage.alerts()
    assert (sent.status, sent.sent_at, sent.tries) == ("sent", NOW + MINUTE, 1)


def test_an_alert_outlives_a_crash_between_sending_and_marking(storage: Storage) -> None:
    """At least once: rather twice than never."""
    _add(storage, "x")
    assert _due(storage) == ["x"]
    assert _due(storage) == [], "somebody is at it"
    assert _due(storage, HOUR) == ["x"], "it seems that nobody is any more"


def test_two_deliverers_share_the_work(storage: Storage, database_url: str, tmp_path: Path) -> None:
    """Two daemons must not send everything twice."""
    _add(storage, *(f"x{i:02}" for i in range(40)))
    with (
        Storage.open(database_url, tmp_path / "snapshots") as other,
        ThreadPoolExecutor(6) as pool,
    ):
        batches = pool.map(lambda s: s.due_alerts(NOW, 7), [storage, other] * 6)
        ids = [a.id for batch in batches for a in batch]
        assert sorted(ids) == sorted(set(ids))
        rest = [a.id for a in storage.due_alerts(NOW, 100)]
    assert len(ids) + len(rest) == 40


def test_a_failed_alert_is_tried_again_when_it_is_time(storage: Storage) -> None:
    """An alert must not be lost because the webhook was down once."""
    _add(storage, "x")
    assert _due(storage) == ["x"]
    storage.alert_failed("x", NOW, "connection refused", NOW + 10 * MINUTE)
    (failed,) = storage.alerts(status="failed")
    assert (failed.error, failed.tries, failed.next_try_at) == (
        "connection refused",
        1,
        NOW + 10 * MINUTE,
    )
    assert _due(storage, 9 * MINUTE) == []
    assert _due(storage, 10 * MINUTE) == ["x"]
    storage.alert_sent("x", NOW)
    assert [(a.status, a.tries, a.error) for a in storage.alerts()] == [("sent", 2, "")]


def test_a_dead_alert_stays_visible_and_can_be_revived(storage: Storage) -> None:
    _add(storage, "x", "y", "z")
    storage.alert_failed("x", NOW, "gone", None)
    storage.alert_failed("y", NOW, "later", NOW + 9 * HOUR)
    assert _status(storage) == {"x": "dead", "y": "failed", "z": "pending"}
    assert _due(storage, HOUR) == ["z"]
    assert storage.retry_alerts(NOW, ["x", "z", "unknown"]) == 1
    assert storage.retry_alerts(NOW) == 1
    assert _status(storage) == {"x": "pending", "y": "pending", "z": "pending"}
    assert _due(storage) == ["x", "y"]
    assert {a.tries for a in storage.alerts()} == {0}, "else the next failure is its last"


def test_a_sent_alert_is_never_revived(storage: Storage) -> None:
    _add(storage, "x")
    storage.alert_sent("x", NOW)
    assert storage.retry_alerts(NOW) == 0


def test_oldest_first_and_no_more_than_asked(storage: Storage) -> None:
    _add(storage, "b", "a", "c")
    assert [a.id for a in storage.due_alerts(NOW, 2)] == ["b", "a"]
    assert [a.id for a in storage.due_alerts(NOW, 2)] == ["c"]


def test_an_alert_that_exists_is_left_alone(storage: Storage) -> None:
    """A notice repeated by every failing check would be sent every time."""
    _add(storage, "x")
    storage.alert_sent("x", NOW)
    _add(storage, "x", "y")
    check(storage, text="1", change=change(), alerts=(alert("x"), alert("z"), alert("z")))
    assert _status(storage) == {"x": "sent", "y": "pending", "z": "pending"}


def test_alerts_of_one_page_or_status(storage: Storage) -> None:
    storage.add_alerts("", [alert("test", kind="test")], NOW)
    _add(storage, "x", "y")
    assert [a.id for a in storage.alerts()] == ["y", "x", "test"]
    assert [a.id for a in storage.alerts(limit=1)] == ["y"]
    assert [a.id for a in storage.alerts(watch_id="acme-terms")] == ["y", "x"]
    assert storage.alerts(status="sent") == []
    assert storage.alerts()[-1].watch_id == ""


def test_unknown_alerts_and_pages_are_told(storage: Storage) -> None:
    with pytest.raises(NotFoundError, match="no alert 'x'"):
        storage.alert_sent("x", NOW)
    with pytest.raises(NotFoundError, match="no alert 'x'"):
        storage.alert_failed("x", NOW, "e", None)
    with pytest.raises(NotFoundError, match="no watch 'x'"):
        storage.add_alerts("x", [alert()], NOW)


def test_an_alert_of_a_clock_that_was_ahead_is_sent_now(storage: Storage) -> None:
    storage.add_alerts("", [alert("early")], NOW + 500 * HOUR)
    assert [a.id for a in storage.due_alerts(NOW, 10)] == ["early"]
    storage.alert_failed("early", NOW, "down", NOW + 6 * HOUR)
    assert storage.due_alerts(NOW, 10) == []

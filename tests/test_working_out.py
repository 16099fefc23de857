"""Facts and dates are rows: asked in one query, and the same as if they were read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.app import Monitor, make_monitor
from monitor.config import Config
from monitor.model import Change, DateChange, Kind
from monitor.service import asking, deadlines, standing, working_out
from monitor.storage import Storage
from tests.stored import HOUR, NOW, change, check, watch

DAY = timedelta(days=1)
WATCHES = (watch("a"), watch("b", service="Bolt"), watch("c"))
FIRST = "These terms take effect on 1 June 2026. We keep your data for 30 days."
SECOND = "These terms take effect on 1 July 2026. We keep your data for 30 days."


@pytest.fixture
def monitor(storage: Storage) -> Monitor:
    """Three pages; one of them moved its date, one was never looked at."""
    storage.sync_watches(WATCHES, NOW)
    check(storage, "a", "<p>1", text=FIRST)
    moved = Change(
        kind=Kind.SUBSTANTIVE,
        classes=("effective-date",),
        dates=(DateChange("effective", "2026-06-01", "2026-07-01"),),
        summary="the terms take effect a month later",
        severity="medium",
    )
    check(storage, "a", "<p>2", text=SECOND, change=moved, at=NOW + DAY)
    check(storage, "b", "<p>3", text=FIRST)
    for n in range(1, 30):
        check(storage, "b", "<p>3", at=NOW + n * HOUR)
    return make_monitor(Config(None, WATCHES), storage=storage, clock=lambda: NOW + 2 * DAY)  # type: ignore[arg-type]


def test_the_rows_say_what_reading_again_says(monitor: Monitor) -> None:
    storage, now = monitor.storage, NOW + 2 * DAY
    read = deadlines.upcoming(storage, ["a", "b", "c"], now)
    assert [(d.watch_id, f"{d.date}", d.moves) for d in read] == [
        ("b", "2026-06-01", 0),
        ("a", "2026-07-01", 1),
    ]
    for _ in range(2):  # worked out by the first question, kept for the second
        assert monitor.upcoming(now) == read
    both = [*standing.facts(storage, "a"), *standing.facts(storage, "b")]
    assert monitor.facts() == both
    assert monitor.facts(cls="retention") == [r for r in both if r.finding.cls == "retention"]
    later = now + timedelta(days=60)
    assert monitor.upcoming(later) == deadlines.upcoming(storage, ["a", "b"], later)


def test_a_question_reads_no_document_again(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,000 pages of 20 versions took a minute."""
    before = monitor.upcoming(), monitor.facts()
    monkeypatch.setattr(Storage, "version", None)
    monkeypatch.setattr(Storage, "versions", None)
    assert (monitor.upcoming(), monitor.facts()) == before


def test_a_new_version_and_new_rules_are_worked_out_again(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor.upcoming()
    check(monitor.storage, "b", "<p>4", text=SECOND, change=change(), at=NOW + 2 * DAY)
    assert monitor.storage.not_worked_out(working_out.edition()) == ["b"]
    assert {f"{d.date}" for d in monitor.upcoming()} == {"2026-07-01"}
    monkeypatch.setattr(working_out, "edition", lambda: "other")
    assert monitor.storage.not_worked_out("other") == ["a", "b"]
    monitor.work_out_some()
    assert monitor.storage.not_worked_out("other") == []


def test_a_page_under_another_name_keeps_its_dates(monitor: Monitor) -> None:
    monitor.upcoming()
    monitor.storage.rename_pages({"a": "z"}, NOW + 2 * DAY, before_commit=lambda: None)
    renamed = make_monitor(
        Config(None, (watch("z"), watch("b"))),  # type: ignore[arg-type]
        storage=monitor.storage,
        clock=lambda: NOW + 2 * DAY,
    )
    assert {d.watch_id for d in renamed.upcoming()} == {"z", "b"}


def test_a_page_that_is_watched_no_more_reminds_of_nothing(monitor: Monitor) -> None:
    monitor.upcoming()
    monitor.storage.sync_watches(WATCHES[:1], NOW + 2 * DAY)
    assert {d.watch_id for d in monitor.upcoming()} == {"a"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_history_that_cannot_be_written_answers_all_the_same(
    monitor: Monitor, database_url: str
) -> None:
    """On a read-only disk, or as another user."""
    expected = deadlines.upcoming(monitor.storage, ["a", "b"], NOW + 2 * DAY)
    folder = monitor.storage._blobs.root
    with Storage.open(database_url, folder, migrate=False) as reading:
        reader = make_monitor(
            Config(None, WATCHES),  # type: ignore[arg-type]
            storage=reading,
            clock=lambda: NOW + 2 * DAY,
        )
        assert reader.upcoming() == expected
        assert len(reader.facts()) > 2
    assert monitor.storage.not_worked_out(working_out.edition()) == ["a", "b"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_after_an_upgrade_no_date_is_listed_twice(
    monitor: Monitor, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the former edition's row, and worked out for the question that may not write."""
    expected = monitor.upcoming(), monitor.facts()
    monkeypatch.setattr(working_out, "edition", lambda: "another")
    with Storage.open(database_url, monitor.storage._blobs.root, migrate=False) as reading:
        reader = make_monitor(
            Config(None, WATCHES),  # type: ignore[arg-type]
            storage=reading,
            clock=lambda: NOW + 2 * DAY,
        )
        assert (reader.upcoming(), reader.facts()) == expected


def test_a_quick_question_gives_the_same_dates_or_says_that_they_are_not_there(
    monitor: Monitor,
) -> None:
    """Of a page that was looked at since, no date of the version before is told."""
    config, now = Config(None, WATCHES), NOW + 2 * DAY  # type: ignore[arg-type]
    assert asking.upcoming(monitor.storage, config, now) is None, "nothing is worked out yet"
    expected = monitor.upcoming(now)
    assert asking.upcoming(monitor.storage, config, now) == expected
    fewer = Config(None, (WATCHES[0], replace(WATCHES[1], enabled=False)))  # type: ignore[arg-type]
    assert {d.watch_id for d in asking.upcoming(monitor.storage, fewer, now) or ()} == {"a"}
    check(monitor.storage, "b", "<p>4", text=SECOND, change=change(), at=now)
    assert asking.upcoming(monitor.storage, config, now) is None

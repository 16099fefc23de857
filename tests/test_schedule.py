"""A schedule that drifts, bunches up or stops is the daemon's worst failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Watch
from monitor.service.schedule import due_after, next_due

NOW = datetime(2025, 9, 18, 12, 0, tzinfo=UTC)
WATCH = Watch(id="a", service="A", document="Terms", url="https://a.example/terms", jitter=0.0)


def test_an_interval_counts_from_the_last_check() -> None:
    assert next_due(WATCH, NOW) == NOW + timedelta(hours=6)


def test_a_hundred_watches_started_together_do_not_all_come_due_at_once() -> None:
    dues = {next_due(replace(WATCH, id=f"w{i}", jitter=0.1), NOW) for i in range(100)}
    assert len(dues) == 100
    assert max(dues) <= NOW + timedelta(hours=6) * 1.1
    assert min(dues) >= NOW + timedelta(hours=6)


def test_checks_that_start_a_little_late_do_not_drift() -> None:
    """A daily page would be looked at half a day later within a month."""
    watch = replace(WATCH, every=timedelta(days=1), jitter=0.1)
    due = first = next_due(watch, NOW)
    for _ in range(30):
        due = due_after(watch, due + timedelta(minutes=4), planned=due)
    assert due == first + timedelta(days=30)


def test_a_check_that_comes_very_late_begins_a_new_rhythm() -> None:
    late = NOW + timedelta(hours=5)
    assert next_due(WATCH, late, NOW) == late + timedelta(hours=6)


def test_a_watch_keeps_its_offset_across_restarts() -> None:
    watch = replace(WATCH, jitter=0.5)
    assert next_due(watch, NOW) == next_due(watch, NOW)


def test_cron_runs_at_local_time_also_when_the_clocks_change() -> None:
    watch = replace(WATCH, every=None, cron="0 7 * * *", timezone="Europe/Berlin")
    before = datetime(2025, 10, 25, 12, 0, tzinfo=UTC)
    assert next_due(watch, before) == datetime(2025, 10, 26, 6, 0, tzinfo=UTC)
    summer = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
    assert next_due(watch, summer) == datetime(2025, 7, 2, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 10), (2, 20), (3, 40), (6, 320), (7, 360), (10_000, 360)]
)
def test_a_failing_page_is_tried_soon_then_less_often_but_never_given_up(
    failures: int, minutes: int
) -> None:
    assert due_after(WATCH, NOW, failures=failures) == NOW + timedelta(minutes=minutes)


def test_a_new_text_is_confirmed_before_the_next_regular_check() -> None:
    assert due_after(WATCH, NOW, again_after=timedelta(minutes=2)) == NOW + timedelta(minutes=2)
    assert due_after(WATCH, NOW, again_after=timedelta(days=2)) == NOW + timedelta(hours=6)


def test_retry_after_is_obeyed_but_cannot_silence_a_page_for_years() -> None:
    assert due_after(WATCH, NOW, failures=1, retry_after=7200) == NOW + timedelta(hours=2)
    assert due_after(WATCH, NOW, failures=1, retry_after=1e11) == NOW + timedelta(days=1)

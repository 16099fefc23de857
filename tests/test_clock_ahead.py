"""A machine that wakes up a year ahead, and is put right: no storm, no gap, and alerts go on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model import Outcome, Route, Watch
from monitor.storage import Storage
from tests.pages import Desk, page

YEAR = timedelta(days=365)
PAGES = tuple(
    Watch(f"plaza-{n}", "Plaza", f"Terms {n}", f"https://plaza.example/{n}", confirm=False)
    for n in range(5)
)
SOON = "We train AI models on your posts. You can object until 3 November 2025 in your settings."


@pytest.fixture
def desk(storage: Storage) -> Desk:
    route = Route("dpo", ("json://dpo.example/x",), reminders=(30, 7, 1), kinds=("substantive",))
    made = Desk(storage, {watch.url: page() for watch in PAGES}, PAGES, (route,))
    made.monitor.check()
    return made


def round_of(desk: Desk) -> list[Outcome]:
    """What the daemon does in its turn: what is due, reminders, alerts, the day's end."""
    due = desk.monitor.due()
    outcomes = [r.outcome for r in desk.monitor.check([w.id for w in due])] if due else []
    desk.monitor.remind()
    desk.monitor.deliver()
    return outcomes


def change(desk: Desk, number: int, text: str) -> None:
    desk.net.pages[PAGES[number].url] = page(text)


def test_a_year_ahead_and_back_is_no_storm_and_no_gap(desk: Desk) -> None:
    desk.clock.now += YEAR
    assert Counter(round_of(desk)) == {Outcome.UNCHANGED: 5}, "once, not once a missed interval"
    assert round_of(desk) == []
    assert desk.mail.received == []
    change(desk, 0, "We train AI models on your posts.")
    desk.clock.advance(hours=7)
    assert Counter(round_of(desk)) == {Outcome.UNCHANGED: 4, Outcome.SUBSTANTIVE: 1}
    assert len(desk.mail.received) == 1

    desk.clock.now -= YEAR
    change(desk, 1, "We train AI models on your posts and on your pictures.")
    outcomes = round_of(desk)
    assert Counter(outcomes) == {Outcome.UNCHANGED: 4, Outcome.SUBSTANTIVE: 1}, "all are due again"
    assert round_of(desk) == []
    assert len(desk.mail.received) == 2
    change(desk, 0, "We train AI models on your posts, your pictures and your messages.")
    desk.clock.advance(hours=7)
    round_of(desk)
    assert len(desk.mail.received) == 3
    versions = desk.monitor.history(PAGES[0].id)
    assert [entry.version.number for entry in versions] == [3, 2, 1], "in the order of looks"
    assert desk.monitor.verify().problems == ()


def test_a_reminder_that_the_clock_jumped_over_is_not_sent_and_the_next_one_is(desk: Desk) -> None:
    """Nobody is reminded of a day that is over, nor twice of one that is still to come."""
    change(desk, 0, SOON)
    desk.clock.advance(hours=7)
    round_of(desk)
    before = len(desk.mail.received)
    desk.clock.now += YEAR
    round_of(desk)
    assert len(desk.mail.received) == before, "the day is long over"
    desk.clock.now -= YEAR
    round_of(desk)
    desk.clock.now = replace(desk.clock).now + timedelta(days=40)
    for _ in range(3):
        round_of(desk)
    reminders = [title for _, title, _ in desk.mail.received[before:]]
    assert len(reminders) == 1, reminders

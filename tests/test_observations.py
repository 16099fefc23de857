"""For which days a version can be vouched for: those on which it was seen, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.facts.observations import joined, observations
from monitor.model import Observed, Outcome, Sight

START = datetime(2026, 4, 25, 8, tzinfo=UTC)


def day(number: int, hour: int = 0) -> datetime:
    return START + timedelta(days=number, hours=hour)


def looks(*outcomes: tuple[int, Outcome, str]) -> list[Sight]:
    return [Sight(day(number), outcome, reason) for number, outcome, reason in outcomes]


def test_a_version_is_vouched_for_from_its_first_to_its_last_sight() -> None:
    """A promise not to train, gone since 7 July, was "said" on 15 August without a word."""
    seen = looks(
        (0, Outcome.FIRST, ""),
        (1, Outcome.UNCHANGED, ""),
        (2, Outcome.QUARANTINED, "Page not found"),
        (9, Outcome.QUARANTINED, "Page not found"),
    )
    span = observations([(1, START)], seen)[1]
    assert (span.first_seen, span.last_seen) == (day(0), day(1))
    assert str(span) == (
        "seen unchanged 2026-04-25 to 2026-04-26 (as old as the first look, or"
        " older); since then not readable: Page not found"
    )
    assert span.covers(day(0))
    assert span.covers(day(1, 5)), "the day's end, of the day on which it was seen"
    assert not span.covers(day(3))
    assert not span.covers(day(-1))


def test_a_failure_between_two_sights_ends_no_span() -> None:
    seen = looks(
        (0, Outcome.FIRST, ""),
        (1, Outcome.FAILED, "timeout"),
        (2, Outcome.NOISE, ""),
    )
    span = observations([(1, START)], seen)[1]
    assert span.last_seen == day(2)
    assert span.after == ""
    assert span.covers(day(1))


def test_versions_follow_each_other_by_their_first_sight() -> None:
    """The text that waits for its confirmation is already the next version's."""
    seen = looks(
        (0, Outcome.FIRST, ""),
        (1, Outcome.UNCHANGED, ""),
        (2, Outcome.PENDING, ""),
        (3, Outcome.SUBSTANTIVE, ""),
        (4, Outcome.UNCHANGED, ""),
    )
    found = observations([(1, day(0)), (2, day(2))], seen)
    assert found[1].last_seen == day(1)
    assert (found[2].first_seen, found[2].last_seen) == (day(2), day(4))
    assert not found[2].first_look
    assert found[1].since == "≤ 2026-04-25", "nobody saw the page before"
    assert found[2].since == "2026-04-27"
    both = joined(found, 1, 2)
    assert (both.first_seen, both.last_seen, both.first_look) == (day(0), day(4), True)


@pytest.mark.parametrize(("days", "covered"), [(1, True), (2, False), (30, False)])
def test_a_day_long_after_the_last_look_is_not_vouched_for(days: int, covered: bool) -> None:
    """The monitor itself may have been off."""
    span = Observed(2, day(0), day(5))
    assert span.covers(day(5 + days)) is covered


def test_what_waits_to_be_confirmed_is_said() -> None:
    seen = looks((0, Outcome.FIRST, ""), (3, Outcome.PENDING, ""))
    assert observations([(1, START)], seen)[1].after == "another text, not yet confirmed"


@pytest.mark.parametrize("between", [(), ((30, Outcome.FAILED, "timeout"),)])
def test_weeks_in_which_no_look_saw_it_are_not_vouched_for(between: tuple[()]) -> None:
    """A laptop that slept through May: nobody can say that the page said it on the tenth."""
    seen = looks((0, Outcome.FIRST, ""), (14, Outcome.UNCHANGED, ""), *between)
    seen += looks((48, Outcome.UNCHANGED, ""))
    span = observations([(1, START)], seen)[1]
    assert span.gaps == ((day(14), day(48)),)
    assert str(span).endswith("older), but not between 2026-05-09 and 2026-06-12")
    assert span.covers(day(10)), "two looks that are a fortnight apart vouch for what is between"
    assert span.covers(day(14, 3)), "later on the day of the look"
    assert not span.covers(day(20))
    assert span.covers(day(48))


def test_a_run_of_versions_keeps_the_gaps_of_each_and_those_between_them() -> None:
    seen = looks(
        (0, Outcome.FIRST, ""),
        (30, Outcome.UNCHANGED, ""),
        (60, Outcome.SUBSTANTIVE, ""),
        (61, Outcome.UNCHANGED, ""),
        (62, Outcome.EDITORIAL, ""),
    )
    found = observations([(1, day(0)), (2, day(60)), (3, day(62))], seen)
    both = joined(found, 1, 3)
    assert both.gaps == ((day(0), day(30)), (day(30), day(60)))
    assert joined(found, 2, 3).gaps == ()


@pytest.mark.parametrize(
    ("last", "since", "told"),
    [
        (1, "≤ 2026-06-24", "(the page was not seen since 2026-04-26: it may be older)"),
        (30, "≤ 2026-06-24", "(the page was not seen since 2026-05-25: it may be older)"),
        (45, "2026-06-24", "seen unchanged 2026-06-24 to 2026-06-25"),
    ],
)
def test_a_text_found_after_months_without_a_look_is_not_said_to_stand_since_that_day(
    last: int, since: str, told: str
) -> None:
    """A laptop that slept through the summer: the text came at some time in it."""
    seen = looks((0, Outcome.FIRST, ""), (last, Outcome.UNCHANGED, ""))
    seen += looks((60, Outcome.SUBSTANTIVE, ""), (61, Outcome.UNCHANGED, ""))
    found = observations([(1, day(0)), (2, day(60))], seen)
    assert found[2].since == since
    assert told in str(found[2])
    assert joined(found, 2, 2).since == since
    assert joined(found, 1, 2).unseen_since is None, "it stood before, too"


def test_a_spreadsheet_has_every_span_in_which_nobody_looked() -> None:
    seen = looks((0, Outcome.FIRST, ""), (40, Outcome.SUBSTANTIVE, ""), (80, Outcome.UNCHANGED, ""))
    span = observations([(1, day(0)), (2, day(40))], seen)[2]
    assert span.not_seen == "2026-04-25 to 2026-06-04; 2026-06-04 to 2026-07-14"
    assert observations([(1, day(0))], looks((0, Outcome.FIRST, "")))[1].not_seen == ""

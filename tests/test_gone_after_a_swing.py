"""A text that was away for a look, came back, and then goes for good was removed all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.confirm.pending_change import Sighting, sight
from monitor.model import PageState

_VERSION = ("a", "b", "form")
_WITHOUT = ("a", "b")
_DAY = datetime(2026, 9, 18, 8, tzinfo=UTC)


def looks(pages: list[tuple[str, ...]], hours: int) -> list[Sighting]:
    """One sighting for each look, with a page that was seen swinging once before."""
    state, found = PageState("w"), []
    for n, page in enumerate([_VERSION, _WITHOUT, _VERSION, _VERSION, *pages]):
        found.append(sight(state, _DAY + timedelta(hours=n * hours), page=page, version=_VERSION))
        state = found[-1].state
    return found[4:]


@pytest.mark.parametrize(("hours", "times"), [(7, 30), (12, 20), (24, 16), (168, 8)])
def test_what_stays_away_after_a_swing_is_told(hours: int, times: int) -> None:
    """The removal of a form to object ended as "a text that was there before", and for good."""
    assert looks([_WITHOUT] * times, hours)[-1].left == {"form"}


@pytest.mark.parametrize("hours", [1, 7, 12])
def test_a_swing_of_a_few_looks_is_not_told(hours: int) -> None:
    assert not any(found.news for found in looks([_WITHOUT] * 8, hours))


def test_until_then_the_version_keeps_it() -> None:
    """Else nothing was left to tell a week later."""
    assert not any(found.ready for found in looks([_WITHOUT] * 8, 12))

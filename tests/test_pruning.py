"""Old attempts may go; what they prove, and the proof that nobody removed others, may not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.app import make_monitor
from monitor.config import Config, parse_config
from monitor.errors import ConfigError, FetchError
from monitor.model import Outcome
from monitor.service.asking import observed
from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, watch

DAY = timedelta(days=1)
LATER = NOW + 500 * DAY


def look(storage: Storage, body: str, at: datetime, text: str = "") -> None:
    """A page on which something flickers: looks that find nothing new at all are one row anyway."""
    noise = {} if text else {"outcome": Outcome.NOISE}
    check(storage, "a", body, at=at, text=text, **noise)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Two texts of a page, each seen for 30 days every six hours, and three days without answer."""
    storage.sync_watches([watch("a")], NOW)
    for n in range(252):
        at = NOW + n * 6 * HOUR
        if 120 <= n < 132:
            check(storage, "a", error=FetchError("timeout", "no answer"), at=at)
        else:
            new = n in (0, 132)
            look(storage, f"<p>a{n >= 132}", at, f"Text {n >= 132}." if new else "")
    storage.seal(NOW + 70 * DAY)
    return storage


def test_when_a_text_was_seen_to_stand_is_known_for_ever(storage: Storage) -> None:
    before, totals = observed(storage, "a"), storage.totals()
    gone = storage.prune(LATER - 400 * DAY, LATER)
    assert gone > 200
    assert observed(storage, "a") == before
    assert len(storage.fetches("a", limit=999)) == 252 - gone
    assert storage.totals().keys() == totals.keys()
    assert [n for n, _ in storage.totals().values()] == [n for n, _ in totals.values()]


def test_what_was_left_out_is_not_taken_for_removed_and_the_rest_still_is(
    storage: Storage,
) -> None:
    storage.prune(LATER - 400 * DAY, LATER)
    assert storage.verify().problems == ()
    check(storage, "a", "<p>new", text="New.", at=LATER + HOUR)
    assert storage.seal(LATER + DAY)
    assert storage.verify().problems == ()
    left = storage.fetches("a", limit=999)[-1].id
    with storage._db.write() as connection:
        connection.execute(sa.text(f'DELETE FROM "fetch" WHERE id = {left}'))
    assert storage.verify().problems == (f"a: fetch {left} was recorded and is gone",)


def test_nobody_can_hide_a_look_that_made_a_version_as_left_out(storage: Storage) -> None:
    made = next(f for f in storage.fetches("a", limit=999) if f.version == 2)
    with storage._db.write() as connection:
        connection.execute(sa.text(f'DELETE FROM "fetch" WHERE id = {made.id}'))
        what = {"pruned": {"fetch": [[made.id, made.id, 1]], "totals": {}}}
        storage._append(connection, "a", NOW, [what])
    assert any("not all may be left out" in problem for problem in storage.verify().problems)


def test_what_is_young_enough_stays_and_again_does_nothing(storage: Storage) -> None:
    assert storage.prune(NOW - DAY, LATER) == 0
    storage.prune(NOW + 20 * DAY, LATER)
    kept = [f.fetched_at for f in storage.fetches("a", limit=999)]
    assert sum(at >= NOW + 20 * DAY for at in kept) == 252 - 80
    links = len(storage.links("a"))
    assert storage.prune(NOW + 20 * DAY, LATER) == 0
    assert len(storage.links("a")) == links


def test_the_ends_of_each_run_and_all_that_made_something_are_kept(storage: Storage) -> None:
    storage.prune(LATER, LATER)
    kept = Counter(str(f.outcome) for f in storage.fetches("a", limit=999))
    assert kept["failed"] == 2
    assert kept["noise"] == 6, "the ends of two runs of 30 days, and one look within each"
    assert sum(kept.values()) == 10


def test_a_month_in_which_nobody_looked_still_shows_when_the_looks_are_pruned(
    storage: Storage,
) -> None:
    """And a year of looks that were pruned does not read like one without a look."""
    for n in (63, 64, 65, *range(99, 180)):
        look(storage, "<p>aTrue", NOW + n * DAY)
    before = observed(storage, "a")[2]
    assert before.gaps == ((NOW + 65 * DAY, NOW + 99 * DAY),)
    assert storage.prune(LATER, LATER) > 200
    assert observed(storage, "a")[2] == before


@pytest.mark.parametrize(
    ("said", "days"), [("", 400), ("400d", 400), ("52w", 364), ("2500d", 2500), ("3d", 0)]
)
def test_the_watchlist_says_how_long_each_attempt_is_kept(said: str, days: int) -> None:
    text = "watches: [{service: A, document: B, url: 'https://a.example/b'}]\n"
    text += f"settings: {{keep_fetches: {said}}}\n" if said else ""
    if days:
        assert parse_config(text.encode(), Path("w.yaml"), {}).keep_fetches == days
    else:
        with pytest.raises(ConfigError):  # a week is what the health check looks at
            parse_config(text.encode(), Path("w.yaml"), {})


def test_the_day_s_end_prunes_by_itself(storage: Storage) -> None:
    """A promise that only a command keeps is kept by nobody."""
    monitor = make_monitor(Config(Path("w.yaml")), storage=storage, clock=lambda: LATER)
    monitor.end_day()
    assert len(storage.fetches("a", limit=999)) < 20
    assert storage.verify().problems == ()

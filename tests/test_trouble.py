"""A page that is down is told once it lasts, one that swings once, one that is gone as a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.confirm.trouble import weighed
from monitor.errors import FetchError
from monitor.model import Candidate, Decision, ExtractRules, Outcome, PageState, Watch
from monitor.storage import Storage
from tests.pages import Desk, page
from tests.test_app import DPO, URL, WATCH

START = datetime(2026, 1, 15, 8, tzinfo=UTC)
GONE = (404, "<h1>Page not found</h1><p>There is nothing at this address.")


def told(*looks: tuple[float, Outcome]) -> list[tuple[float, str]]:
    """When what was told, of looks at these hours; `looks` are the hour and what came of it."""
    state, said = PageState(current_digest="d"), []
    for hour, outcome in looks:
        at = START + timedelta(hours=hour)
        decision = weighed(state, Decision(outcome, state), at)
        state = decision.state
        if decision.trouble:
            said.append((hour, decision.trouble))
    return said


DOWN, UP = Outcome.FAILED, Outcome.UNCHANGED


def test_an_hour_of_trouble_is_nobodys_business() -> None:
    """129 pages were set aside and 128 came back: 70% of a privacy officer's mail."""
    assert told((0, UP), (6, DOWN), (7, DOWN), (9, DOWN), (12, UP)) == []
    assert told((0, UP), *((h, DOWN) for h in range(1, 24)), (24, UP)) == []


def test_a_day_of_trouble_is_told_once_and_so_is_its_end() -> None:
    looks = [(0.0, UP), *((h, DOWN) for h in range(6, 200, 6)), (204.0, UP), (210.0, UP)]
    assert told(*looks) == [(30, "failing"), (204, "recovered")]
    aside = [(0.0, UP), *((h, Outcome.QUARANTINED) for h in range(6, 60, 6))]
    assert told(*aside) == [(30, "quarantined")]


def test_a_weekly_look_that_fails_once_is_no_week_of_trouble() -> None:
    assert told((0, UP), (168, DOWN), (169, UP)) == []
    assert told((0, UP), (168, DOWN), (193, DOWN)) == [(193, "failing")]


def test_a_page_that_comes_and_goes_is_told_as_such_and_then_no_more() -> None:
    """One page sent 41 messages that it was down, and 41 that it was back."""
    looks: list[tuple[float, Outcome]] = []
    for turn in range(10):
        looks += [(turn * 60, UP), (turn * 60 + 6, DOWN), (turn * 60 + 32, DOWN)]
    assert [kind for _, kind in told(*looks)] == ["failing", "recovered", "swings"]
    months = [(0, UP), (6, DOWN), (32, DOWN), (40, UP), (1000, DOWN), (1030, DOWN), (1040, UP)]
    assert [kind for _, kind in told(*months)] == ["failing", "recovered"] * 2


def test_what_is_not_there_for_a_week_was_taken_down() -> None:
    state = PageState(current_digest="d")
    changes = []
    for look in range(60):
        at = START + timedelta(hours=6 * look)
        suspect = Candidate("", START, look + 1, "", "not-found")
        aside = Decision(Outcome.QUARANTINED, replace(state, quarantine=suspect))
        decision = weighed(state, aside, at)
        state = decision.state
        if decision.change:
            changes.append((at - START, decision.change.summary))
    line = "the policy was taken down: not there since 15 January 2026"
    assert changes == [(timedelta(days=7), line)]


@pytest.mark.parametrize("reason", ["login", "challenge", "empty", "rate-limited"])
def test_a_page_behind_a_wall_was_not_taken_down(reason: str) -> None:
    suspect = Candidate("", START, 99, "", reason)
    state = PageState(current_digest="d", quarantine=suspect)
    decision = weighed(state, Decision(Outcome.QUARANTINED, state), START + timedelta(days=99))
    assert decision.change is None


def test_a_policy_that_was_taken_down_is_a_change_that_is_told(storage: Storage) -> None:
    desk = Desk(storage, {URL: page()}, (WATCH,), (DPO,))
    desk.monitor.check()
    desk.net.pages[URL] = GONE
    for _ in range(40):
        desk.clock.advance(hours=6)
        desk.monitor.check()
    desk.monitor.deliver()
    titles = [title for _, title, _ in desk.mail.received]
    assert len(titles) == 2, titles
    assert sum("taken down" in title for title in titles) == 1
    (change,) = desk.monitor.changes()
    assert str(change.change.kind) == "substantive"
    assert change.from_version == change.to_version == 1
    desk.net.pages[URL] = page()
    desk.clock.advance(hours=6)
    desk.monitor.check()
    assert len(desk.monitor.changes()) == 1, "that it is back is no change of its text"
    desk.monitor.deliver()
    assert "back" in desk.mail.received[-1][1]


MENU = "<p>Menu: all our products, our shops, our offers of the week and the help that we give.</p>"
ROOT = "<html><title>Plaza</title><h1>Plaza Terms of Service</h1><div id=root></div>"
EMPTY_SHELLS = {
    "asks for scripts": f"{ROOT}<noscript>You need to enable JavaScript to go on.</noscript>",
    "only loads": f"{ROOT}<p>Loading…</p><p>The terms of Plaza are shown here in a moment.</p>",
    "holds the text as data": f"{ROOT}<p>All our terms.</p><script id=__NEXT_DATA__>1</script>",
}
SELECTED = {
    "an element that is gone": (("main",), "main", "article"),
    "a class that was renamed": ((".legal-text",), "main class=legal-text", "main class=x9f3"),
    "one of two": (("h1", "#terms"), "main id=terms", "main id=policy"),
}


def notices(desk: Desk, *pages: str, hours: float = 3, looks: int = 10) -> list[str]:
    """The kinds of all notices when each page stays so long."""
    for content in pages:
        desk.net.pages[URL] = content
        for _ in range(looks):
            desk.monitor.check()
            desk.clock.advance(hours=hours)
    kinds = [alert.kind for alert in desk.storage.alerts() if alert.kind != "change"]
    return kinds[::-1]


@pytest.mark.parametrize("case", SELECTED)
def test_a_selector_that_matches_nothing_any_more_is_told_once(storage: Storage, case: str) -> None:
    """It was released as the whole page after five hours, and nobody heard why."""
    select, before, after = SELECTED[case]
    watch = replace(WATCH, rules=ExtractRules(select=select))
    desk = Desk(storage, {URL: page()}, (watch,), (DPO,))
    old = page(extra=MENU).replace("<main", f"<{before}")
    new = page("We may use your posts.", extra=MENU).replace("<main", f"<{after}")
    assert notices(desk, old, new) == ["selector"]
    (told,) = (a for a in storage.alerts() if a.kind == "selector")
    assert "select matches nothing" in told.title


@pytest.mark.parametrize("shell", EMPTY_SHELLS)
def test_a_page_that_became_a_shell_for_scripts_is_told_to_need_a_browser(
    storage: Storage, shell: str
) -> None:
    desk = Desk(storage, {URL: page()}, (WATCH,), (DPO,))
    assert notices(desk, page(), EMPTY_SHELLS[shell], page()) == ["browser", "recovered"]


def test_a_shell_as_the_first_version_is_told_with_it(storage: Storage) -> None:
    """It became the first version, and only who asked `monitor try` heard that it was none."""
    shell = f"{ROOT}<p>All the terms of Plaza Incorporated.</p><script id=__NEXT_DATA__>1</script>"
    desk = Desk(storage, {URL: shell}, (WATCH,), (DPO,))
    assert notices(desk, shell) == ["browser"]


def test_a_selector_that_never_matched_is_told_once(storage: Storage) -> None:
    watch = replace(WATCH, rules=ExtractRules(select=("#nothing-of-ours",)))
    desk = Desk(storage, {URL: page()}, (watch,), (DPO,))
    assert notices(desk, page()) == ["selector"]


def test_many_pages_of_one_rebuilt_site_are_one_notice(storage: Storage) -> None:
    watches = tuple(
        replace(
            WATCH, id=f"w{n}", url=f"https://plaza.example/{n}", rules=ExtractRules(select=("#x",))
        )
        for n in range(12)
    )
    desk = Desk(storage, {w.url: page() for w in watches}, watches, (DPO,))
    for _ in range(2):  # the first look alone is not trusted
        desk.monitor.check()
        desk.clock.advance(hours=6)
    desk.monitor.deliver()
    (sent,) = desk.mail.received
    head = "Policy pages: 12 pages with a selector that matches nothing · Plaza"
    assert sent[1] == head


def test_a_machine_without_a_network_tells_once(storage: Storage) -> None:
    """Every page of every service fails at once: one message, and one of its end."""
    watches = tuple(Watch(f"w{n}", f"S{n}", "Terms", f"https://h{n}.example/") for n in range(5))
    pages = {watch.url: page(extra=f"<p>Welcome to service {watch.id}.</p>") for watch in watches}
    route = replace(DPO, kinds=("substantive", "problem"), reminders=())
    desk = Desk(storage, pages, watches, (route,))
    desk.monitor.check()
    _days(desk, days=1)
    offline = FetchError("dns", "Temporary failure in name resolution", transient=True)
    desk.net.pages.update(dict.fromkeys(pages, offline))
    _days(desk, days=4)
    assert [title.split(" · ")[0] for _, title, _ in desk.mail.received] == [
        "Policy pages: 5 pages cannot be read"
    ]
    desk.net.pages.update(pages)
    _days(desk, days=2)
    assert len(desk.mail.received) == 2


def _days(desk: Desk, days: int) -> None:
    """What the daemon does, here once an hour."""
    for _ in range(days * 24):
        if due := desk.monitor.due():
            desk.monitor.check([watch.id for watch in due])
        desk.monitor.deliver()
        desk.clock.advance(hours=1)

"""Two versions on one page: what is in force is told, of what was, never the other way round."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.test_pipeline import Page

CLAUSES = "".join(
    f"<h3>{n}. Clause</h3><p>Clause {n} says that you and we keep to part {n} of it.</p>"
    for n in range(1, 9)
)


def policy(says: str, day: str) -> str:
    return f"<p>In force from {day} 2026.</p><p>{says}</p>{CLAUSES}"


FIRST = policy("You may object to AI training by e-mail.", "1 March")
NOW = policy("You may object to AI training with our form.", "1 June")
NEXT = policy("You can no longer object to AI training.", "1 October")


def tabs(now: str, before: str, name: str = "Previous version") -> str:
    return (
        "<div role=tablist><button role=tab aria-controls=p1>Current version</button>"
        f"<button role=tab aria-controls=p2>{name}</button></div>"
        f"<div role=tabpanel id=p1>{now}</div><div role=tabpanel id=p2 hidden>{before}</div>"
    )


def bare_tabs(now: str, before: str) -> str:
    return (
        "<div role=tablist><div role=tab>Current version</div><div role=tab>Previous version</div>"
        f"</div><div class=tab-pane>{now}</div><div class=tab-pane>{before}</div>"
    )


def heading(now: str, before: str) -> str:
    before = before.replace("h3", "h4")
    return f"<h2>Our policy</h2>{now}<h2>Earlier versions (until May)</h2>{before}<h2>Contact</h2>"


def headings_in_a_row(now: str, before: str) -> str:
    return f"<h2>Current</h2><h2>Previous versions</h2><div>{now}</div><div>{before}</div>"


def german(now: str, before: str) -> str:
    return tabs(now, before, "Frühere Fassung")


def html(body: str) -> str:
    return f"<html lang=en><title>Privacy Policy</title><main><h1>Privacy Policy</h1>{body}</main>"


KNOWN = [tabs, heading, german]


@pytest.mark.parametrize("shown", [*KNOWN, bare_tabs, headings_in_a_row])
def test_a_new_version_is_told_wherever_the_old_one_goes(shown: object) -> None:
    assert callable(shown)
    page = Page()
    assert page.play(*[html(shown(NOW, FIRST))] * 2) == ["first", "unchanged"]
    assert page.play(*[html(shown(NEXT, NOW))] * 2) == ["pending", "substantive"]
    change = page.decisions[-1].change
    assert change is not None
    assert "no longer object" in " ".join(point.text for point in change.points)
    if shown in KNOWN:
        assert ("effective", "2026-06-01", "2026-10-01") in [
            (d.role, d.old, d.new) for d in change.dates
        ]


@pytest.mark.parametrize("shown", KNOWN)
def test_that_an_earlier_version_comes_or_goes_is_no_change(shown: object) -> None:
    assert callable(shown)
    page = Page()
    page.play(*[html(shown(NOW, FIRST))] * 2)
    assert "substantive" not in page.play(*[html(shown(NOW, ""))] * 4)


def test_a_page_of_nothing_but_earlier_versions_is_read() -> None:
    page = Page()
    page.play(*[html(f"<h2>Archived policy</h2>{FIRST}")] * 2)
    assert page.play(*[html(f"<h2>Archived policy</h2>{NEXT}")] * 2)[-1] == "substantive"


def test_a_page_that_swings_between_two_texts_is_told_of_once() -> None:
    page = Page()
    swings = [NOW, NOW, FIRST, FIRST, NOW, NOW, FIRST, FIRST, NOW, NOW, FIRST, FIRST, NOW, NOW]
    assert page.play(*map(html, swings)).count("substantive") == 1
    assert page.state.unstable
    assert page.play(*[html(NEXT)] * 3).count("substantive") == 1, "and what is new is told"


def stays(page: Page, body: str, days: int) -> list[str]:
    return page.play(*[html(body)] * days)


@pytest.mark.parametrize("days", [7, 14, 25])
def test_a_page_that_swings_slowly_is_told_as_swinging_once(days: int) -> None:
    """Each text stays for weeks: every turn was told as a change, to and fro."""
    page = Page(every=timedelta(days=1) / (3 if days < 10 else 1))
    looks = days * (3 if days < 10 else 1)
    turns = [d for n in range(9) for d in stays(page, (FIRST, NOW)[n % 2], looks)]
    assert turns.count("substantive") == 2, "it came, and was taken back"
    told = [d.turned for d in page.decisions if d.turned]
    assert set(told) == {"swinging"}
    assert page.state.unstable
    assert page.current is not None
    assert "by e-mail" in page.current.text, "the version is what holds now"
    page.play(*[html(FIRST)] * 130)
    assert not page.state.unstable
    assert stays(page, NEXT, 4).count("substantive") == 1, "what is new is told"


def test_what_is_turned_back_after_months_is_a_change_each_time() -> None:
    page = Page(every=timedelta(days=1))
    turns = [d for n in range(5) for d in stays(page, (FIRST, NOW)[n % 2], 40)]
    assert turns.count("substantive") == 4


def test_a_third_text_between_is_no_swing() -> None:
    """30 days, 60, 90 and 30 again: each is told, and what holds now."""
    page = Page(every=timedelta(days=1))
    turns = [d for says in (FIRST, NOW, NEXT, FIRST) for d in stays(page, says, 20)]
    assert turns.count("substantive") == 3


@pytest.mark.parametrize(
    "looks",
    ["ABAABBBB", "AABAABABBB", "ABABABABAB", "AAABAAAAAAABAAAAAABBBB", "AABBABABBB"],
)
def test_a_text_that_some_servers_show_before_the_others_is_told_once(looks: str) -> None:
    """Seen now and then while it spreads, it is known when it is there to stay: still nobody was
    told.
    """
    page = Page()
    shown = {"A": html(NOW), "B": html(NEXT)}
    assert page.play(*(shown[look] for look in looks)).count("substantive") == 1


def test_texts_that_take_turns_in_one_place_are_not_told_one_by_one() -> None:
    page = Page()
    says = [f"Dana, who works with us since {n} years, likes the way we all work." for n in "23456"]
    looks = [html(policy(says[n % 5], "1 June")) for n in (*range(17), 1, 1, 2, 3, 3, 4, 0, 0)]
    assert page.play(*looks).count("substantive") <= 1

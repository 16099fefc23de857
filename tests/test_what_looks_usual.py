"""What looks like what a page always says and is news: it is told first."""

from __future__ import annotations

import pytest

from monitor import Change, compare

PAGE = "<html lang={}><main><h1>Terms</h1><h2>One</h2><p>{}</p><h2>Two</h2><p>{}</p></main></html>"


def change(language: str, one: tuple[str, str], two: tuple[str, str]) -> Change:
    old, new = (PAGE.format(language, one[n], two[n]) for n in (0, 1))
    return compare(old, new)


def test_for_whom_else_the_document_is_stays_news() -> None:
    told = change(
        "en",
        ("Ask us by mail.", "Ask us by letter."),
        ("This notice applies to customers.", "This notice applies only to customers in Peru."),
    )
    assert "Peru" in told.summary.partition(" · ")[0] or "Peru" in (told.points[0].new or "")


@pytest.mark.parametrize(
    "more",
    [
        "By using the service, you agree that we may sell your personal data to advertisers.",
        "By continuing, you consent to the use of your voice for training AI models.",
        "If you use the beta, you agree to pay for it by the month.",
        "Your use of the service means you waive a trial by jury.",
        "By accessing the site you agree to binding arbitration of all disputes.",
        "When you visit a page of ours, you accept cookies of partners.",
    ],
)
def test_what_else_is_agreed_to_comes_first(more: str) -> None:
    """The line told on which day questions are answered, and not that data is sold."""
    page = "<main><h1>Terms</h1><p>By using our shop you agree to these terms.</p>{}</main>"
    old = page.format("<h2>Two</h2><p>Be kind.</p><h2>Three</h2><p>We answer on Mondays.</p>")
    new = page.format(
        f"<h2>Two</h2><p>Be kind. {more}</p><h2>Three</h2><p>We answer on Tuesdays.</p>"
    )
    assert compare(old, new).points[0].new == more


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("This notice describes how we use your data.", "This notice describes how we sell it."),
        ("These terms apply to business customers.", "These terms apply to all consumers."),
        ("This policy covers our site.", "This policy covers our site and our partners' shops."),
    ],
)
def test_what_the_document_is_for_now_is_news(was: str, now: str) -> None:
    """Whom and what it covers, and what is done with data, came after the day of answers."""
    told = change("en", (was, now), ("We answer on Mondays.", "We answer on Tuesdays."))
    assert told.points[0].new == now


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("We protect your messages.", "We aim to protect your messages."),
        ("We ensure that data is safe.", "We seek to ensure that data is safe."),
        ("We tell you of a breach.", "We try to tell you of a breach."),
    ],
)
def test_what_is_only_tried_now_is_news(was: str, now: str) -> None:
    """Who promises to try promises less."""
    told = change("en", ("We answer on Mondays.", "We answer on Tuesdays."), (was, now))
    assert told.points[0].new == now

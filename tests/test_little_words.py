"""Small words that turn a rule round; small lines, filed under nothing they do not say."""

from __future__ import annotations

import pytest

import monitor

PAGE = """<main><h1>Privacy Policy</h1><h2>Data</h2><p>We keep your password safe, and you keep
it to yourself.</p>{}<p>Write to our office if anything is unclear to you.</p></main>"""


def compared(old: str, new: str) -> monitor.Change:
    pages = (PAGE.format(f"<p>{body}</p>").encode() for body in (old, new))
    return monitor.compare(*pages, "text/html")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The arbitrator is chosen by you.", "The arbitrator is chosen by us."),
        ("Your content stays yours.", "Your content becomes ours."),
        ("The choice is yours.", "The choice is ours."),
    ],
)
def test_what_was_up_to_the_reader_and_now_is_up_to_the_company_is_told(old: str, new: str) -> None:
    assert compared(old, new).kind == "substantive"
    assert compared(new, old).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("This list is updated weekly.", "This list is updated yearly."),
        ("Updated daily.", "Updated monthly."),
        ("The figures are reviewed quarterly.", "The figures are reviewed annually."),
    ],
)
def test_how_often_a_page_is_updated_is_no_rule_for_users(old: str, new: str) -> None:
    """Each "Privacy Policy" has the word in its title: it files nothing under what is allowed."""
    assert "acceptable-use" not in compared(old, new).classes

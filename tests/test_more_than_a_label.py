"""What looks like a label or a contact line and says more: as a wording, nobody would hear it."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind

HEAD = "# Terms\n\nThese terms are the agreement between you and us.\n\n## News\n\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The archive closes on 5 December 2026.", "The shop closes on 5 December 2026."),
        ("On 5 December 2026 we close the archive.", "On 5 December 2026 we close the shop."),
        ("Fees rise on 5 December 2026.", "Taxes rise on 5 December 2026."),
        (
            "On 5 December 2026 these features end: stories, polls.",
            "On 5 December 2026 these features end: stories, polls, rooms.",
        ),
    ],
)
def test_what_happens_on_a_day_is_no_label_of_the_day(old: str, new: str) -> None:
    """Another thing ends on the day that was told before."""
    assert compare(HEAD + old, HEAD + new, "text/markdown").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Effective date: 5 December 2026", "In force from: 5 December 2026"),
        ("Last updated: 5 December 2025", "Last revised on 5 December 2025"),
        ("Stand: 5. Dezember 2025", "Letzte Aktualisierung: 5. Dezember 2025"),
    ],
)
def test_another_label_of_the_same_day_is_style(old: str, new: str) -> None:
    """A false alarm: the day is the same."""
    assert compare(HEAD + old, HEAD + new, "text/markdown").kind is Kind.EDITORIAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Friends get an e-mail.", "Friends get an e-mail, and we keep their address."),
        ("Friends get an e-mail.", "Friends get an e-mail; we share their address."),
        ("Write to our office.", "Write to our office; we store your phone number."),
    ],
)
def test_what_is_done_with_an_address_is_no_contact_line(old: str, new: str) -> None:
    """An address that is kept is data, not a way to reach somebody."""
    assert compare(HEAD + old, HEAD + new, "text/markdown").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Scans apply from 7 November 2026.", "Our founder died on 7 September 2021."),
        ("From 7 November 2026 we scan uploads.", "We like uploads."),
        ("Weekend fees start on 7 November 2026.", "Fees are the same all week."),
    ],
)
def test_what_was_to_begin_and_went_is_more_than_its_date(old: str, new: str) -> None:
    """That a coming thing was dropped would be told to nobody."""
    page = HEAD + "We tell you here what is new.\n\n{}\n"
    assert compare(page.format(old), page.format(new), "text/markdown").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "line",
    [
        "Berlin, 3 May 2026",
        "Version 3.2, 3 May 2026",
        "Last updated on 3 May 2026.",
        "Northgate / Ann Smith, since 7 April 2026",
    ],
)
def test_a_line_with_no_more_than_a_date_is_style(line: str) -> None:
    """A false alarm on each revision."""
    page = HEAD + "We tell you here what is new.\n\n{}\n"
    assert compare(page.format(""), page.format(line), "text/markdown").kind is not Kind.SUBSTANTIVE

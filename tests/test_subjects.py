"""A value takes the place of another only where both are said of the same thing."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare

PAGE = """# Privacy policy

We explain here what we do with your data and which rights you have.

## How long

{}

## Contact

Write to us at the address below at any time, we answer within a week.
"""


def line(old: str, new: str) -> str:
    texts = (PAGE.format(old), PAGE.format(new))
    return compare(*texts, "text/markdown", on=date(2026, 9, 18)).summary


@pytest.mark.parametrize(
    ("old", "new", "never"),
    [
        ("Logs are kept for 30 days.", "Invoices are kept for 10 years.", "30 days → 10 years"),
        (
            "We store queries for 18 months.",
            "We store recordings for 3 years.",
            "18 months → 3 years",
        ),
        (
            "Chats are deleted after 30 days.",
            "Photos are deleted after a year.",
            "30 days → 1 year",
        ),
        ("You must be at least 13 years old.", "Sellers must be at least 18 years old.", "13 → 18"),
    ],
)
def test_a_value_of_another_thing_takes_nothings_place(old: str, new: str, never: str) -> None:
    """ "retention 30 days → 10 years" would be quoted of the logs."""
    said = line(old, new)
    assert never not in said
    assert new.rstrip(".") in said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Logs are kept for 30 days.", "We keep your logs for 90 days.", "30 days → 90 days"),
        ("You must be at least 13 years old.", "Users must be at least 16 years old.", "13 → 16"),
        ("Chats are deleted after 30 days.", "We delete chats after 60 days.", "30 days → 60 days"),
    ],
)
def test_a_value_of_the_same_thing_in_other_words_does(old: str, new: str, told: str) -> None:
    assert told in line(old, new)


def test_a_period_is_not_told_beside_a_point_on_something_else() -> None:
    """ "kept 10 years · Removed: “Logs …”" would be read of the logs."""
    selling = "We sell your personal data and the content of your messages to data brokers."
    said = line("We help you.", f"We help you.\n\n{selling}\n\nInvoices are kept for 10 years.")
    assert selling in said
    assert "kept 10 years" not in said or "Invoices are kept" in said

"""A sentence that says the contrary of before is urgent by what it turns, however few its words."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare

PAGE = """# Privacy policy

We explain here what we do with your data and which rights you have.

## Your data

{}

## Contact

Write to us at the address below at any time, we answer within a week.
"""


def severity(old: str, new: str) -> str:
    texts = (PAGE.format(old), PAGE.format(new))
    return compare(*texts, "text/markdown", on=date(2026, 9, 18)).severity


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell your personal data.", "We may sell your personal data."),
        ("We never share your location with shops.", "We may share your location with shops."),
        ("Your messages are not read by us.", "Your messages can be read by us."),
        ("We don't scan your files.", "We scan your files."),
        (
            "We share your data with advertisers unless you opt out.",
            "We share your data with advertisers.",
        ),
        ("Unless you object, we show you personal ads.", "We show you personal ads."),
        (
            "Your chats improve our products until you turn this off.",
            "Your chats improve our products.",
        ),
        ("We use your photos only with your consent.", "We use your photos."),
        ("We share usage data, except that of children.", "We share usage data."),
        ("We share usage data. This does not apply to children.", "We share usage data."),
        ("We use your posts. Private messages are excluded.", "We use your posts."),
        ("We use your posts, but not private messages.", "We use your posts."),
    ],
)
def test_what_protected_readers_and_is_turned_is_high(old: str, new: str) -> None:
    """Three words make the difference; a weight by their number puts them last."""
    assert severity(old, new) == "high"


@pytest.mark.parametrize(
    ("row", "off", "on"),
    [
        ("Personalised ads", "Off", "On"),
        ("AI training", "Disabled", "Enabled"),
        ("Face recognition", "No", "Yes"),
    ],
)
def test_a_cell_that_turns_on_is_high_and_one_that_turns_off_is_heard(
    row: str, off: str, on: str
) -> None:
    """A row says it in one word."""
    old, new = (f"| Setting | State |\n|---|---|\n| {row} | {cell} |" for cell in (off, on))
    assert severity(old, new) in ("high", "critical")
    assert severity(new, old) == "medium"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may sell your personal data.", "We do not sell your personal data."),
        ("We share usage data.", "We share usage data. This does not apply to children."),
        ("We share usage data.", "We share usage data, except that of children."),
        (
            "We share your data with advertisers.",
            "We share your data with advertisers unless you opt out.",
        ),
        ("You may not share your password.", "You may share your password."),
        (
            "| Setting | State |\n|---|---|\n| Dark mode | Off |",
            "| Setting | State |\n|---|---|\n| Dark mode | On |",
        ),
    ],
)
def test_what_is_turned_for_readers_or_of_no_data_is_medium(old: str, new: str) -> None:
    assert severity(old, new) == "medium"

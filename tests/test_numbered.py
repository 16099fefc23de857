"""The number before a heading or a clause is no word of it: sections are counted anew."""

from __future__ import annotations

import pytest

from monitor.diff.heading_names import differing
from monitor.text.numbered import unnumbered


@pytest.mark.parametrize(
    "line",
    [
        *("6. Fees", "6.1 Fees", "12) Fees", "IV. Fees", "a) Fees", "Section 5. Fees"),
        *("§ 7: Fees", "Article 3. Fees", "**2.** Fees", "- 3.4.1 Fees"),
    ],
)
def test_a_number_goes(line: str) -> None:
    """Else a section that became the sixth would be told as one that came and one that went."""
    assert unnumbered(line).strip("* ") == "Fees"


@pytest.mark.parametrize(
    "line",
    [
        *("30 days", "1.2 million people", "2024 Report", "3D models", "24/7 support", "I agree"),
        *("5 rights that you have", "Fees", "§", ""),
    ],
)
def test_what_is_of_the_words_stays(line: str) -> None:
    """Else "30 days" that became "60 days" would be no change."""
    assert unnumbered(line) == line


def test_places_that_differ_by_their_number_only_are_one_place() -> None:
    """A reader told of "5. Fees" and "6. Fees" looks for what is not there."""
    apart = differing(("1. Users", "5. Fees & taxes"), ("2. Sellers", "6. Fees and taxes"))
    assert apart == ("1. Users", "2. Sellers")
    assert differing(("2023 Report",), ("2024 Report",)) == ("2023 Report", "2024 Report")

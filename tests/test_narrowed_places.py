"""A country of which a part is left, and a place that left a list."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Kind
from tests.test_where import REST, line


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "This notice applies to people who live in the United States.",
            "This notice applies to people who live in California.",
            "now only California (before all of US)",
        ),
        (
            "This notice applies to residents of Canada.",
            "This notice applies to residents of Quebec.",
            "now only Quebec (before all of Canada)",
        ),
        (
            "This notice applies to residents of the United States.",
            "This notice applies to residents of California and Texas.",
            "now only California, Texas (before all of US)",
        ),
    ],
)
def test_a_country_of_which_a_part_is_left_is_not_gone(old: str, new: str, told: str) -> None:
    """ "no longer US" was said to those in California, for whom it holds as before."""
    said = line(old, new)
    assert told in said
    assert "no longer" not in said
    assert "now also" not in said


def test_a_part_that_is_left_out_is_not_all_that_is_left() -> None:
    said = line("We sell it to people in the US.", "We do not sell it to people in California.")
    assert "now only" not in said


def test_england_and_wales_are_not_all_of_the_uk() -> None:
    """A service that ended in Scotland was a place named otherwise: nobody heard of it."""
    page = "# Terms\n\n{}" + REST
    old = page.format("The service is available throughout the United Kingdom.")
    new = page.format("The service is available throughout England and Wales.")
    assert compare(old, new, "text/markdown").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("Trips to Austria, Poland and Italy.", "Trips to Austria and Italy.", "Poland"),
        ("We ship to Chile and Peru.", "We ship to Chile.", "Peru"),
    ],
)  # fmt: skip
def test_a_place_that_left_a_list_is_no_sentence_that_was_removed(
    old: str, new: str, place: str
) -> None:
    """ "Poland: removed “Trips to Austria, Poland and Italy.”" said that of all three."""
    said = line(old, new)
    assert f"no longer {place}" in said
    assert "removed “" not in said

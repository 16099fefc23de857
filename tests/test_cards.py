"""The short lines of a card explain each other only in the order in which they stand."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<!doctype html><html lang=en><title>Partners</title><main><h1>Partners</h1><p>They work for "
    "us and see some of your data.</p><h2>{head}</h2>{cards}</main></html>"
)
KEPT = ("Mill", "Sends letters", "Norway")


def page(head: str, *cards: tuple[str, ...]) -> str:
    lines = (f"<div>{line}</div>" for card in (KEPT, *cards) for line in card)
    return PAGE.format(head=head, cards="".join(lines))


@pytest.mark.parametrize(
    ("head", "cards"),
    [
        ("Subprocessors", [("Persola", "Identity checks", "United States"), ("Yotta", "Canada")]),
        ("Vendors", [("Crate", "Keeps parcels", "Ireland"), ("Lumen", "Lights", "Malta")]),
        ("Recipients", [("Harbour Bank", "Payments and fraud checks", "Panama")]),
    ],
)
@pytest.mark.parametrize("gone", [False, True])
def test_the_lines_of_a_card_are_told_as_they_stand(
    head: str, cards: list[tuple[str, ...]], gone: bool
) -> None:
    """By weight it read "United States, United Kingdom, Persola, …": who is where, nobody knew."""
    pages = page(head), page(head, *cards)
    line = compare(*(pages[::-1] if gone else pages)).summary
    told = [line.find(f"“{entry}”") for card in cards for entry in card]
    assert -1 not in told
    assert told == sorted(told)

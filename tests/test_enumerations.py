"""A list that a server shuffles: its order is no change, and hides none."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from monitor.text.enumerations import in_any_order
from tests.test_pipeline import Page, html

PARTNERS = ["Echotrail BV", "Clickharbor Inc.", "Biddery GmbH", "Adloom Ltd", "Frameset Oy"]
COMES = "Kestrel AI Inc."

Say = Callable[[list[str]], str]


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


SAYINGS: dict[str, Say] = {
    "behind a colon": lambda n: f"We work with these partners: {', '.join(n)}.",
    "in a sentence": lambda n: f"Our partners are {_and(n)}.",
    "parted by dots": lambda n: f"Partners: {' · '.join(n)}",
    "in German": lambda n: f"Wir arbeiten mit {', '.join(n[:-1])} und {n[-1]}.",
    "by semicolons": lambda n: f"Data goes to: {'; '.join(n)}",
    "in Japanese": lambda n: f"提携先：{'、'.join(n)}。",
}


@pytest.mark.parametrize("how", SAYINGS)
def test_a_new_name_in_a_list_that_is_shuffled_is_told_once(how: str) -> None:
    """Seen anew at each look, it would wait for its confirmation for ever."""
    rng, say = random.Random(7), SAYINGS[how]

    def shown(names: list[str]) -> str:
        return html(say(rng.sample(names, len(names))))

    page = Page()
    quiet = page.play(*(shown(PARTNERS) for _ in range(8)))
    assert set(quiet) <= {"first", "noise", "unchanged"}
    told = page.play(*(shown([*PARTNERS, COMES]) for _ in range(8)))
    assert told.count("substantive") == 1
    left = page.play(*(shown([COMES, *PARTNERS[1:]]) for _ in range(20)))
    assert left.count("substantive") + left.count("editorial") == 1, "and one that went"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You may read, copy, print and share it.", "You may share, copy, print and read it."),
        ("We sell in Utah, Ohio, Iowa, not in Texas.", "We sell in Ohio, Utah, Iowa, Texas."),
        ("From A to B, C, D, E: 5 days.", "From B to A, C, D, E: 5 days."),
        (
            "Adloom is the buyer, Biddery the seller, Frameset the bank, Echotrail the judge.",
            "Biddery is the buyer, Adloom the seller, Frameset the bank, Echotrail the judge.",
        ),
        ("Plans: Basic 5, Plus 10, Pro 20, Team 40.", "Plans: Basic 10, Plus 5, Pro 20, Team 40."),
    ],
)  # fmt: skip
def test_what_the_order_says_is_kept(one: str, other: str) -> None:
    assert in_any_order(one) != in_any_order(other)

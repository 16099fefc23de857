"""Policies on the kinds of pages that sites have: no change missed, and no noise told.

A few of each here; `python bench/shells.py` makes forty.
"""

from __future__ import annotations

import random

import pytest

import monitor
from tests.shells import SHELLS, Around, changed, media_type, noisy, policy

EACH = 3


@pytest.mark.parametrize("name", SHELLS)
def test_a_change_of_the_policy_is_told_whatever_page_it_stands_on(name: str) -> None:
    rng = random.Random(name)
    for _ in range(EACH):
        before, around = policy(rng), Around()
        after = changed(before, rng)
        pages = SHELLS[name](before, around), SHELLS[name](after, noisy(around, rng))
        assert monitor.compare(*pages, media_type=media_type(name)).kind == "substantive"


@pytest.mark.parametrize("name", SHELLS)
def test_what_surrounds_the_policy_is_not_told(name: str) -> None:
    rng = random.Random(name)
    for _ in range(EACH):
        same, around = policy(rng), Around()
        pages = SHELLS[name](same, around), SHELLS[name](same, noisy(around, rng))
        assert monitor.compare(*pages, media_type=media_type(name)).kind != "substantive"

"""Policies on the kinds of pages that sites have: no change missed, and no noise told.

A few of each here; `python bench/shells.py` makes forty.
"""

from __future__ import annotations

import random

import pytest

import monitor
from tests.builders import EVERY_SHELL
from tests.shells import Around, changed, media_type, noisy, policy

EACH = 3


@pytest.mark.parametrize("name", EVERY_SHELL)
def test_a_change_of_the_policy_is_told_whatever_page_it_stands_on(name: str) -> None:
    rng = random.Random(name)
    for _ in range(EACH):
        before, around = policy(rng), Around()
        after = changed(before, rng)
        pages = EVERY_SHELL[name](before, around), EVERY_SHELL[name](after, noisy(around, rng))
        assert monitor.compare(*pages, media_type=media_type(name)).kind == "substantive"


@pytest.mark.parametrize("name", EVERY_SHELL)
def test_what_surrounds_the_policy_is_not_told(name: str) -> None:
    rng = random.Random(name)
    for _ in range(EACH):
        same, around = policy(rng), Around()
        pages = EVERY_SHELL[name](same, around), EVERY_SHELL[name](same, noisy(around, rng))
        assert monitor.compare(*pages, media_type=media_type(name)).kind != "substantive"

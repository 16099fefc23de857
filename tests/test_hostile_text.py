"""A page must not be able to stop the monitor: text made to keep it busy is read in time."""

from __future__ import annotations

import random
import time

import pytest

from monitor.comparison import compare
from monitor.extract import extract
from monitor.types import ExtractRules

SIZE = 200_000  # characters of such a text
PATIENCE = 10.0  # seconds, of a busy machine; what is not linear takes minutes

OLD = "Privacy\n\nWe keep your data.\n"


@pytest.mark.parametrize("piece", ["1", "[x](", "may ", "may or must ", "within 30 days of "])
@pytest.mark.parametrize("edited", [False, True], ids=["added", "edited"])
def test_a_text_that_repeats_itself_is_compared_in_time(piece: str, edited: bool) -> None:
    text = piece * (SIZE // len(piece))
    old = OLD + "\n" + text if edited else OLD
    new = OLD + "\n" + text[: SIZE // 2] + " changed in January 2027 " + text[SIZE // 2 :]
    began = time.monotonic()
    compare(old, new, "text/plain")
    assert time.monotonic() - began < PATIENCE


def test_many_chosen_lists_side_by_side_are_read_in_time() -> None:
    lists = "".join(f"<p>Paragraph {n}</p><ul><li>Item {n}</li></ul>" for n in range(4000))
    page = f"<body><div><div>{lists}</div></div></body>"
    began = time.monotonic()
    document = extract(page, "text/html", ExtractRules(select=("ul",)))
    assert time.monotonic() - began < PATIENCE
    assert sum(1 for _ in document.blocks()) == 8000


def test_a_long_paragraph_of_which_every_other_word_changed_is_compared_in_time() -> None:
    letters, choose = "abcdefghijklmnopqrstuvwxyz", random.Random(1)
    words = ["".join(choose.choices(letters, k=choose.randint(3, 10))) for _ in range(12_000)]
    page = "<h1>Privacy</h1><p>{}</p>"
    old, new = words[:8000], [*words[:8000]]
    new[::2] = words[8000:]
    began = time.monotonic()
    compare(page.format(" ".join(old)), page.format(" ".join(new)), "text/html")
    assert time.monotonic() - began < PATIENCE

"""A quote below a class must speak of it: a reader takes it for the reason."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.classify.changed_passages import Passage
from monitor.classify.class_proof import Proof, stands

PAGE = """# Privacy policy

We explain here what we do with your data and which rights you have.

## Sharing

{}

## {}

{}

## Contact

Write to us at the address below at any time, we answer within a week.
"""


@pytest.mark.parametrize(
    ("heading", "cls", "old", "new"),
    [
        ("Logs", "retention", "We keep logs for 30 days.", "We keep logs for 90 days."),
        ("Age", "minors", "You must be 16 years old.", "You must be 18 years old."),
        (
            "Ground",
            "legal-basis",
            "Our legal basis is your consent.",
            "Our legal basis is our legitimate interest.",
        ),
    ],
)
def test_a_fact_is_not_proved_by_a_sentence_on_something_else(
    heading: str, cls: str, old: str, new: str
) -> None:
    """The largest change of the day is of another class."""
    sharing = "We will {}give your address and your telephone number to partners until you object."
    texts = (
        PAGE.format(sharing.format("not "), heading, old),
        PAGE.format(sharing.format(""), heading, new),
    )
    change = compare(*texts, "text/markdown")
    quotes = [f.quote for f in change.findings if f.cls == cls]
    assert quotes
    assert not [q for q in quotes if "partners" in q]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The offer runs until spring.", "The offer runs until summer, and we will see."),
        ("Shops are open.", "Shops are open until noon, and we will tell you."),
        ("We answer letters.", "We answer letters for as it is."),
    ],
)
def test_small_words_prove_no_class(old: str, new: str) -> None:
    """ "until" and "we will" stand in clauses on storage more often than elsewhere."""
    change = compare(
        PAGE.format(old, "Offers", "Prices."),
        PAGE.format(new, "Offers", "Prices."),
        "text/markdown",
    )
    small = {"until", "we will", "will", "for as", "as it", "we", "and we", "it is"}
    assert not [f for f in change.findings if f.words and small.issuperset(f.words)]


def test_words_that_are_not_shown_prove_nothing() -> None:
    passage = Passage("", "We sell it to brokers. We keep it.", ("Sale",), (), ((0, 5),))
    found = Proof(passage, 0, ("sell", "brokers", "erase"))
    assert stands(found, ("We sell it to brokers.",)) == ("sell", "brokers")
    assert stands(found, ("We keep it.",)) == ()

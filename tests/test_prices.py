"""A price is a fact: what it was, what it is, of how long."""

from __future__ import annotations

from datetime import date

import pytest

import monitor
from monitor.classify.statements import find

PAGE = "<main><h1>Terms</h1><h2>Use</h2><p>You keep your password safe.</p>{}</main>"


def compared(old: str, new: str) -> monitor.Change:
    pages = (PAGE.format(f"<p>{body}</p>" if body else "").encode() for body in (old, new))
    return monitor.compare(*pages, "text/html", on=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("Pro costs $10 a month.", "Pro costs $15 a month.", "$10 a month", "$15 a month"),
        ("The late fee is €5.", "The late fee is €8.", "€5", "€8"),
        ("We bill £0.10 per GB.", "We bill £0.25 per GB.", "£0.10 per GB", "£0.25 per GB"),
        ("Seats are $9/month.", "Seats are $1,200/year.", "$9/month", "$1,200/year"),
    ],
)
def test_a_price_that_rose_is_told_with_what_it_was(
    old: str, new: str, before: str, after: str
) -> None:
    change = compared(old, new)
    assert f"price {before} → {after}" in change.summary
    assert "payment" in change.classes
    assert [(f.old, f.new) for f in change.findings if f.fact == "price"] == [(before, after)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Our total liability is limited to $100.",
        "Each violation carries a fine of up to $10,000 per day.",
        "The insurance costs are covered up to $5,000.",
        "We donated $500 to a foundation.",
    ],
)
def test_an_amount_that_nobody_pays_for_the_service_is_no_price(sentence: str) -> None:
    assert "price" not in [s.fact for s in find(sentence)]

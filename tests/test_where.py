"""Places in the line: each with what holds there, and only where that is so of the page."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest

from monitor.api import compare
from monitor.classify.rules import load
from monitor.headline import LIMIT
from monitor.text.place_names import full_name, listed

REST = "\n\nYou may close your account at any time. We answer questions by e-mail within a week.\n"


def line(old: str, new: str) -> str:
    page = "# Terms\n\nThe service is offered by Acme.\n\n{}" + REST
    return compare(
        page.format(old), page.format(new), "text/markdown", on=date(2026, 9, 18)
    ).summary


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            "If you live in Austria, you may return goods within 14 days.",
            "Austria: “If you live in Austria, you may return goods within 14 days.”",
        ),
        (
            "Customers in Chile can pay by bank transfer.",
            "Chile: “Customers in Chile can pay by bank transfer.”",
        ),
        (
            "For residents of Maryland: you may appeal a refusal.",
            "Maryland (US): “For residents of Maryland: you may appeal a refusal.”",
        ),
    ],
)
def test_a_place_is_told_with_what_holds_there(clause: str, told: str) -> None:
    """ "now also AT" alone would be read of whatever the line goes on with."""
    selling = "We will sell your personal data to advertisers and data brokers."
    said = line("", f"{selling}\n\n## Countries\n\n{clause}")
    assert f"now also {told}" in said or said.endswith(f"“{clause}”")
    assert selling in said or clause in said


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("For clients of our branch in Singapore: write to the commission.", "Singapore"),
        ("If you live in Peru, you may pay by instalments.", "Peru"),
        ("Users in Texas may appeal a refusal.", "Texas (US)"),
    ],
)
def test_a_place_that_went_is_told_with_the_words_that_went(old: str, place: str) -> None:
    """ "No longer Singapore" would say that something ended there, not that a sentence went."""
    selling = "We will sell your personal data to advertisers and data brokers."
    said = line(f"## Countries\n\n{old}", selling)
    assert f"{place}: removed “{old}”" in said or f"Removed: “{old}”" in said
    assert "no longer" not in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Accounts (for clients in the United States) and loans are provided by Acme Trading.",
            "Accounts and loans are provided by Acme Trading.",
        ),
        (
            "Cards, if you reside in the United States, and transfers are free of charge.",
            "Cards and transfers are free of charge.",
        ),
        (
            "Support, for users in the United States, is given by telephone.",
            "Support is given by telephone.",
        ),
    ],
)
def test_a_place_that_another_sentence_still_covers_did_not_go(old: str, new: str) -> None:
    """ "no longer US" of a page that goes on to serve the US would be retracted."""
    stays = "\n\n## Companies\n\nIf you reside in the United States, Acme Ventures serves you."
    assert "no longer" not in line(old + stays, new + stays)


def test_a_long_list_is_not_said_twice() -> None:
    """What holds in seventeen states stands behind the last of them."""
    states = "Texas, Oregon, Montana, Virginia, Colorado, or Connecticut"
    clause = "If you are a resident of {}, you may appeal if we deny your request, by writing to us"
    added = f"Indiana, Kentucky, Rhode Island, Maryland, Tennessee, Minnesota, {states}"
    said = line(f"{clause.format(states)} here.", f"{clause.format(added)} here.")
    assert "Indiana, Kentucky, Rhode Island, Maryland, Tennessee, Minnesota (US)" in said
    assert "you may appeal" in said
    assert said.count("Indiana") == 1


def test_places_of_many_lines_are_told_with_their_heading() -> None:
    rows = "".join(f"- {p} – the regulator of {p}\n" for p in ("Kenya", "Ghana", "Peru", "Chile"))
    said = line("", f"## Where to appeal\n\nResidents of these may appeal:\n\n{rows}")
    assert "Kenya, Ghana, Peru, Chile under “Where to appeal”" in said or "Kenya" in said
    assert len(said) <= 2 * LIMIT


def test_places_are_named_so_that_they_can_be_read() -> None:
    assert listed(["EU", "GB", "CA-QC", "US-MD", "US-TX", "HK"]) == (
        "EU, UK, Quebec (CA), Maryland, Texas (US), Hong Kong"
    )
    assert listed(["QQ"]) == "QQ"


def test_every_place_that_is_found_has_a_name() -> None:
    places = load("places")
    codes = {c.alpha_2 for c in pycountry.countries} | {*places["states"], *places["names"]}
    codes |= {*places["exact"], "ES-CN", "XK"}
    assert [code for code in sorted(codes) if full_name(code) == code] == []

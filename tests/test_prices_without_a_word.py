"""A price that no word calls one: who waits for alerts on payment would not hear of it."""

from __future__ import annotations

import pytest

from monitor.classify.other_amounts import reprices
from tests.test_where_nothing_began import changed


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("An extra bag: £20.", "An extra bag: £35.", "en"),
        ("The yearly pass sets you back $40.", "The yearly pass sets you back $60.", "en"),
        ("You get the album for 9 euros.", "You get the album for 12 euros.", "en"),
        ("Ein zweites Gepäckstück: 20 €.", "Ein zweites Gepäckstück: 35 €.", "de"),
        ("Druga walizka to 80 zł.", "Druga walizka to 120 zł.", "pl"),
        ("追加の荷物は2,000円です。", "追加の荷物は3,500円です。", "ja"),
    ],
)
def test_a_price_without_a_word_for_it_is_about_payment(old: str, new: str, language: str) -> None:
    """It was filed nowhere, and of low severity."""
    change = changed(old, new, language)
    assert "payment" in change.classes
    assert change.severity != "low"


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Our liability is limited to $100.", "Our liability is limited to $50.", "en"),
        ("The winner's prize is £500.", "The winner's prize is £900.", "en"),
        (
            "Veldora SA has a share capital of 40,000 euros.",
            "Veldora SA has a share capital of 90,000 euros.",
            "en",
        ),
        ("Die Haftung endet bei 100 €.", "Die Haftung endet bei 500 €.", "de"),
        ("It takes $5 for 3 rides, $9 for 6.", "It takes $6 for 3 rides, $9 for 6.", "en"),
    ],
)
def test_what_is_owed_won_or_held_is_no_price(old: str, new: str, language: str) -> None:
    """Who asks for prices would get alerts on liability and raffles."""
    assert not reprices(old, new, language)

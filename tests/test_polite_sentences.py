"""Politeness comes after what holds; what holds is no politeness however it begins."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.pointers import courteous


@pytest.mark.parametrize(
    "binding",
    [
        "Thank you for using Plaza, which from now on sells your location to advertisers.",
        "We understand that you want privacy, but we share messages with the police.",
        "Please read this: you waive your right to sue us.",
        "Welcome bonuses are forfeited after a month.",
        "Vielen Dank für Ihr Vertrauen, aber wir geben Ihre Adresse weiter.",
        "Merci de votre confiance, mais nous vendons vos données.",
    ],
)
def test_what_begins_politely_and_goes_on_with_what_is_done_is_no_politeness(binding: str) -> None:
    """That the location is sold stood nowhere in the line."""
    assert not courteous(binding)


def test_what_is_sold_is_told_however_politely() -> None:
    page = "<html lang=en><main><h1>X</h1><p>{}</p><h2>A</h2><p>{}</p></main></html>"
    sold = "Thank you for using Plaza, which from now on sells your location to advertisers."
    old = page.format("We keep photos.", "Chairs are blue.")
    new = page.format(sold, "Chairs in our office are painted blue every year.")
    assert "sells your location" in compare(old, new).summary

"""Money with spaces between its thousands, and money written in another form."""

from __future__ import annotations

import re

import pytest

from monitor import compare

SAME = (
    ("es", "Descubierto: 25 €", "Descubierto: 25,00 €"),
    ("en", "Fee: $10 per month", "Fee: $10.00 per month"),
    ("de", "Gebühr: EUR 5", "Gebühr: EUR 5,00"),
    ("cs", "Poplatek 100 Kč za den", "Poplatek 100,00 Kč za den"),
    ("pl", "Opłata 20 zł", "Opłata 20,00 zł"),
    (
        "en",
        "<table><tr><td>Paper bill</td><td>£2</td></tr></table>",
        "<table><tr><td>Paper bill</td><td>£2.00</td></tr></table>",
    ),
    ("fr", "Frais : 1 000 €", "Frais : 1.000 €"),
)
OTHER = (
    (
        "fr",
        "La pénalité est de 1 000 € par infraction.",
        "La pénalité est de 1 500 € par infraction.",
    ),
    ("fr", "Frais de dossier : 1 000 € par an", "Frais de dossier : 12 000 € par an"),
    ("en", "The fee is 1 000 EUR per year.", "The fee is 1 500 EUR per year."),
    ("pt", "A taxa custa 1 000 € por ano.", "A taxa custa 1 500 € por ano."),
    ("de", "Die Gebühr beträgt 1 000 € pro Jahr.", "Die Gebühr beträgt 1 500 € pro Jahr."),
    ("pl", "Kara wynosi 10 000 zł.", "Kara wynosi 20 000 zł."),
    ("cs", "Pokuta činí 10 000 Kč.", "Pokuta činí 50 000 Kč."),
    ("ru", "Штраф составляет 5 000 рублей.", "Штраф составляет 15 000 рублей."),
    ("sv", "Avgiften är 1 200 kr per år.", "Avgiften är 1 450 kr per år."),
    ("fr", "Vous recevez 1 000 points.", "Vous recevez 2 000 points."),
    (
        "fr",
        "Le montant maximal est de 150 000 € par sinistre.",
        "Le montant maximal est de 100 000 € par sinistre.",
    ),
)


def page(code: str, extra: str) -> str:
    markup = extra if extra.startswith("<") else f"<p>{extra}</p>"
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<p>Acme Ltd, 4 Mill Street, Leeds.</p>{markup}</main></body></html>"
    )


@pytest.mark.parametrize(("code", "old", "new"), SAME)
def test_the_same_amount_in_another_form_is_no_change(code: str, old: str, new: str) -> None:
    """It would be told as another price."""
    assert compare(page(code, old), page(code, new)).kind != "substantive"


@pytest.mark.parametrize(("code", "old", "new"), OTHER)
def test_thousands_parted_by_spaces_are_one_number(code: str, old: str, new: str) -> None:
    """ "price 000 € → 500 €" was told of 1 000 € and 1 500 €."""
    change = compare(page(code, old), page(code, new))
    assert change.kind == "substantive"
    for text in (old, new):
        number = re.search(r"\d[\d ]*\d", text)
        assert number is not None
        assert re.search(rf"(?<!\d )\b{number[0]}\b", change.summary), change.summary

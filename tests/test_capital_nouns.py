"""A German noun is no name, also where a page does not say that it is German."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Kind

PAGE = "# Regeln\n\n## Wer darf\n\n{}\n\nDer Dienst ist kostenlos und wird von uns gepflegt.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Kunden und Partner können Fotos hochladen.", "Kunden und Makler können Fotos hochladen."),
        ("Die Lehrer sehen in der App die Noten.", "Die Eltern sehen in der App die Noten."),
        ("Lehrer und Eltern haben die Schlüssel.", "Hausmeister haben die Schlüssel."),
        ("Kunden und Partner lesen mit.", "Kundinnen und Kunden lesen mit."),
    ],
)
def test_other_people_in_german_are_told(old: str, new: str) -> None:
    """Taken for names, as capital letters say in English, they would be a matter of style."""
    change = compare(PAGE.format(old), PAGE.format(new), "text/markdown")
    assert change.kind is Kind.SUBSTANTIVE

"""What a page in German, French, Spanish or Italian states is told as from an English one."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.classify.statements import find

PAGE = """# Datenschutz

Wir erklären hier, was wir mit Ihren Daten tun und welche Rechte Sie haben.

## Weitergabe

{}

## Speicherung

Protokolle speichern wir {} Tage lang.

## Kontakt

Schreiben Sie uns jederzeit an die Adresse unten, wir antworten in einer Woche.
"""


@pytest.mark.parametrize(
    ("language", "sentence", "old", "new", "value"),
    [
        ("de", "Protokolle speichern wir {} lang.", "30 Tage", "90 Tage", "90 days"),
        ("de", "Wir bewahren Belege {} auf.", "sechs Jahre", "zehn Jahre", "10 years"),
        ("es", "Los registros se guardan {}.", "30 días", "90 días", "90 days"),
        ("fr", "Nos journaux sont conservés {}.", "30 jours", "90 jours", "90 days"),
        ("it", "I registri vengono conservati {}.", "30 giorni", "90 giorni", "90 days"),
    ],
)
def test_a_period_without_a_preposition_is_one(
    language: str, sentence: str, old: str, new: str, value: str
) -> None:
    """ "wir speichern … 30 Tage lang" is how most of these pages say it."""
    (was,), (now,) = (
        [s.value for s in find(sentence.format(period), "", language) if s.fact == "retention"]
        for period in (old, new)
    )
    assert (was != now, now) == (True, value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten."),
        ("Wir geben Daten nicht an Partner weiter.", "Wir geben Daten an Partner weiter."),
        ("Wir teilen Ihre Chats nie mit Dritten.", "Wir teilen Ihre Chats mit Dritten."),
    ],
)
def test_a_period_of_another_heading_is_told_beside_a_lost_not(old: str, new: str) -> None:
    """Two changes of one day are both told."""
    change = compare(PAGE.format(old, 30), PAGE.format(new, 90), "text/markdown")
    assert "retention 30 days → 90 days" in change.summary
    assert "retention" in change.classes


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Essential cookies cannot be turned off."),
        ("de", "Notwendige Cookies können nicht abgeschaltet werden."),
        ("fr", "Les cookies nécessaires ne peuvent pas être désactivés."),
        ("es", "Las cookies necesarias no se pueden desactivar."),
        ("it", "I cookie necessari non possono essere disattivati."),
        ("nl", "Noodzakelijke cookies kan niet worden uitgeschakeld."),
        ("pt", "O cookie essencial não pode ser desativado."),
    ],
)
def test_that_needed_cookies_stay_on_takes_no_choice_away(lang: str, said: str) -> None:
    """Nearly every site says so of them: each that begins to would be critical."""
    page = f"<html lang={lang}><main><h1>A</h1><p>1 + 1 = 2.</p>{{}}</main></html>"
    change = compare(page.format(""), page.format(f"<p>{said}</p>"))
    assert change.severity != "critical"
    assert "no opt-out" not in change.summary

"""What reads like a line of the site or of the day and states something is told."""

from __future__ import annotations

import pytest

from monitor import compare

_AROUND = {
    "en": ("You must be 18 to open an account.", "Fees are charged monthly."),
    "es": ("Debes tener 18 años para abrir una cuenta.", "Se cobra una cuota cada mes."),
    "de": ("Sie müssen 18 Jahre alt sein.", "Gebühren werden monatlich erhoben."),
    "fr": ("Vous devez avoir 18 ans.", "Des frais sont prélevés chaque mois."),
    "ja": ("18歳以上の方が利用できます。", "料金は毎月請求されます。"),
}


def page(code: str, extra: str) -> str:
    markup = extra if extra.startswith("<") or not extra else f"<p>{extra}</p>"
    first, second = _AROUND.get(code, _AROUND["en"])
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<h2>1.</h2><p>{first}</p><p>{second}</p>{markup}<h2>3.</h2><p>{second}</p></main></body>"
        "</html>"
    )


def kind(code: str, old: str, new: str) -> str:
    return str(compare(page(code, old), page(code, new), "text/html").kind)


BEHIND_A_DAY = (
    (
        "en",
        "Today, May 1, 2026, we share no data with insurers.",
        "Today, May 1, 2026, we share all data with insurers.",
    ),
    (
        "en",
        "It is now 2025, a year in which we do not sell data.",
        "It is now 2025, a year in which we sell data.",
    ),
    ("de", "", "Heute ist der 1. Mai 2026, ab jetzt verkaufen wir Daten."),
    (
        "fr",
        "Aujourd’hui, 1 mai 2026, nous vendons vos données.",
        "Aujourd’hui, 1 mai 2026, nous ne vendons rien.",
    ),
    ("fr", "", "Nous sommes le 1 mai 2026 : les photos vont aux sponsors."),
    ("ja", "", "本日は2026年5月1日です。写真を公開いたします。"),
    ("es", "Tiempo: 30 días", "Tiempo: 90 días"),
    ("pt", "Tempo: 30 dias", "Tempo: 90 dias"),
    ("nl", "", "Vandaag is het 1 mei 2026 en foto’s gaan naar sponsors."),
)
BEHIND_THE_WAY = (
    (
        "en",
        "Next: we delete your account after 90 days and keep nothing",
        "Next: we sell your data to brokers and keep everything",
    ),
    ("en", "<ul><li>Next: kept 90 days</li></ul>", "<ul><li>Next: kept 900 days</li></ul>"),
    ("en", "<ul><li>Next: kept 90 days</li></ul>", "<ul><li>Next: 900 days</li></ul>"),
    (
        "en",
        "<ul><li>Share to police: nothing</li></ul>",
        "<ul><li>Share to police: all messages</li></ul>",
    ),
    ("en", "", "Next: we hand your location to insurers"),
    ("es", "Anterior: se conservan 30 días", "Anterior: se venden a terceros"),
    ("de", "Nächster Schritt: 30 Tage", "Nächster Schritt: 300 Tage"),
    ("fr", "Suivant : 3 mois", "Suivant : 3 ans"),
    ("en", "", "Total members: 5 may share one account"),
)
THE_DAY = (
    ("en", "Today is Friday, May 1, 2026, 10:22 am", "Today is Monday, May 4, 2026, 8:10 pm"),
    ("de", "Heute ist Freitag, der 1. Mai 2026", "Heute ist Montag, der 4. Mai 2026"),
    ("fr", "Nous sommes le vendredi 1 mai 2026", "Nous sommes le lundi 4 mai 2026"),
    ("de", "Wetter: sonnig, 17 °C", "Wetter: Regen, 9 °C"),
    ("en", "Share on Facebook", "Share on WhatsApp"),
    (
        "en",
        '<p>Next: <a href="/d">Deleting an account</a></p>',
        '<p>Next: <a href="/k">Keys</a></p>',
    ),
    ("en", "<p><a href=/d>Next: Deleting an account</a></p>", "<p><a href=/k>Next: Keys</a></p>"),
)


@pytest.mark.parametrize(("code", "old", "new"), BEHIND_A_DAY + BEHIND_THE_WAY)
def test_what_is_said_behind_such_words_is_told(code: str, old: str, new: str) -> None:
    """Their beginning is not all of them."""
    assert kind(code, old, new) == "substantive"


@pytest.mark.parametrize(("code", "old", "new"), THE_DAY)
def test_a_day_with_nothing_behind_it_is_not_told(code: str, old: str, new: str) -> None:
    assert kind(code, old, new) != "substantive"

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
    (
        "en",
        "<ul><li>Older: anonymised</li></ul>",
        "<ul><li>Older: given to insurers</li></ul>",
    ),
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


def _list(heading: str, entries: str) -> str:
    items = "".join(f"<li>{entry}</li>" for entry in entries.split("/"))
    return f"<h2>{heading}</h2><ul>{items}</ul>"


BELOW_A_WORD = (
    *(
        ("en", f"<h2>{heading}</h2><p>{old}</p>", f"<h2>{heading}</h2><p>{new}</p>")
        for heading, old, new in (
            (
                "Ranking",
                "Offers are ranked by price and distance",
                "Offers are ranked by the commission that hotels give us",
            ),
            (
                "Events",
                "Photos at events stay private for 5 years.",
                "Photos at events go to sponsors after 5 years.",
            ),
            ("Events", "5 years for photos", "15 years for photos"),
            ("Visitor statistics", "Logs kept, in days: 30", "Logs kept, in days: 300"),
            ("Visitor statistics", "Logs, in days: 30", "Logs, in days: 300"),
            ("Site statistics", "Matomo: 30 days", "Matomo: 90 days"),
            (
                "Site statistics",
                "Matomo keeps IP addresses 30 days",
                "Matomo keeps IP addresses 90 days",
            ),
            ("Reviews", "Reviews are shown to all (with names)", "Reviews are shown (with faces)"),
            ("Reviews", "“Helpful” votes stay private", "“Helpful” votes go to sponsors"),
            (
                "Reviews",
                "Hidden reviews: none. Trustpilot",
                "Hidden reviews: bad ones. Trustpilot",
            ),
            ("Most popular", "Distance", "Paid promotion"),
        )
    ),
    ("en", _list("Ranking", "Price/Distance"), _list("Ranking", "Price/Paid promotion")),
    (
        "en",
        _list("Guest reviews", "Sorted by date"),
        _list("Guest reviews", "Sorted by commission"),
    ),
    ("en", _list("Feedback", "Text/Photos"), _list("Feedback", "Text/Photos/Voice recordings")),
    (
        "en",
        _list("Events", "Tickets: 2 per person/Bags searched at the door"),
        _list("Events", "Tickets: 2 per person/Faces scanned at the door"),
    ),
    ("pl", _list("Rekomendacje", "Według daty"), _list("Rekomendacje", "Według prowizji")),
    ("pl", _list("Opinie", "Według daty"), _list("Opinie", "Według prowizji")),
    ("pt", _list("Avaliações", "Por data"), _list("Avaliações", "Por comissão")),
    ("tr", _list("Yorumlar", "Tarihe göre"), _list("Yorumlar", "Komisyona göre")),
    ("ja", _list("レビュー", "保存期間90日"), _list("レビュー", "保存期間900日")),
    ("ja", _list("関連情報", "保存期間90日"), _list("関連情報", "保存期間900日")),
    ("ja", _list("口コミ", "日付順"), _list("口コミ", "広告料順")),
    ("zh", _list("推荐内容", "按距离"), _list("推荐内容", "按佣金")),
    ("it", _list("Novità", "Leggiamo i messaggi"), _list("Novità", "Vendiamo i messaggi")),
    (
        "nl",
        "<h2>Statistieken</h2><p>Bewaartermijn in dagen: 30</p>",
        "<h2>Statistieken</h2><p>Bewaartermijn in dagen: 900</p>",
    ),
    (
        "pl",
        "<h2>Statystyka</h2><p>Google Analytics: 26</p>",
        "<h2>Statystyka</h2><p>Google Analytics: 50</p>",
    ),
)


@pytest.mark.parametrize(("code", "old", "new"), BELOW_A_WORD)
def test_what_stands_below_an_everyday_word_is_told(code: str, old: str, new: str) -> None:
    """A section's heading says nothing of whether its lines change by the day."""
    assert kind(code, old, new) == "substantive"


def test_what_came_to_a_section_is_no_new_section() -> None:
    """It stood there."""
    events = "<h2>Events</h2><p>Tickets: 2 per person</p>"
    added = f"{events}<p>Under 18s: no entry, parents liable</p>"
    change = compare(page("en", events), page("en", added), "text/html")
    assert change.kind == "substantive"
    assert "New section" not in change.summary

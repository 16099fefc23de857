"""What the line says where a sentence or two of a page changed."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change, Kind
from tests.pages import markup

FRAME = (
    "# Acme\n\nWhat holds for the service is told on this page.\n\n{}\n\n## More\n\nWrite to us."
)


def change(old: str, new: str, language: str = "en") -> Change:
    pages = (
        f'<html lang="{language}"><body><main>'
        + "".join(map(markup, FRAME.format(text).split("\n\n")))
        + "</main></body></html>"
        for text in (old, new)
    )
    return compare(*pages, on=date(2026, 9, 18))


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "We warn you 45 days before fees go up.", "Fees may go up without a warning."),
        ("en", "We tell you of a price rise in time.", "Prices may rise whenever we like."),
        ("pl", "Nie przekazujemy nagrań głosowych.", "Przekazujemy nagrania głosowe partnerom."),
        ("sv", "Vi säljer aldrig dina bilder.", "Bilderna kan komma att säljas till annonsörer."),
        (
            "de",
            "Wir löschen Aufnahmen nach einer Woche.",
            "Aufnahmen bewahren wir auf, solange es uns sinnvoll erscheint.",
        ),
    ],
)
def test_a_sentence_that_took_the_place_of_another_is_told_with_it(
    language: str, old: str, new: str
) -> None:
    """Told as "Added: we pass on your recordings", nobody reads that it was ruled out before."""
    told = change(f"## A\n\n{old}", f"## A\n\n{new}", language).summary
    assert old.rstrip(".") in told
    assert new in told
    assert "Added" not in told


def test_what_speaks_of_something_else_took_no_sentences_place() -> None:
    """ "Was we show ads, now you must be 18" joins what nobody joined."""
    told = change("## A\n\nBanners pay for the site.", "## A\n\nMembers must be 18 years old.")
    assert "now “Members" not in told.summary


@pytest.mark.parametrize(
    ("language", "old", "new", "way"),
    [
        ("de", "der Werbung in den Einstellungen", "der Werbung nur noch per Post", "per Post"),
        ("es", "a la publicidad en su configuración", "a la publicidad por carta", "por carta"),
        ("it", "alla pubblicità nelle impostazioni", "alla pubblicità con lettera", "lettera"),
    ],
)
def test_the_only_way_out_that_is_left_is_told(language: str, old: str, new: str, way: str) -> None:
    """ "opt-out possible (was in settings)" kept from readers that they have to write a letter."""
    sentence = {
        "de": "Sie können {} widersprechen.",
        "es": "Puede oponerse {}.",
        "it": "Può opporsi {}.",
    }[language]
    told = change(*(f"## A\n\n{sentence.format(text)}" for text in (old, new)), language).summary
    assert way in told
    assert "opt-out possible" not in told


@pytest.mark.parametrize(
    ("never", "always"),
    [
        ("Data we never share", "Data we share"),
        ("Things we do not ask for", "Things we ask for"),
        ("Optional", "Required"),
    ],
)
def test_of_two_points_both_are_told(never: str, always: str) -> None:
    """That the voice is shared now was hidden behind the face that took its place."""
    old = f"## {never}\n\nYour voice.\n\n## {always}\n\nYour name."
    new = f"## {never}\n\nYour face.\n\n## {always}\n\nYour name.\n\nYour voice."
    told = change(old, new).summary
    assert f"Now under “{always}”, formerly under “{never}”: “Your voice.”" in told
    assert "Your face." in told


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("nl", "Wij bewaren foto's die u plaatst.", "Wij bewaren foto's welke u plaatst."),
        ("pt", "Nós mostramos anúncios a todos.", "Mostramos anúncios a todos."),
        (
            "it",
            "Noi conserviamo le fatture in un archivio.",
            "Conserviamo le fatture in un archivio.",
        ),
    ],
)
def test_a_pronoun_that_says_nothing_is_a_wording(language: str, old: str, new: str) -> None:
    """Nobody is woken for "welke" in the place of "die", nor for a "we" that its verb says."""
    assert change(old, new, language).kind is Kind.EDITORIAL


@pytest.mark.parametrize(
    ("language", "old", "new", "cls"),
    [
        ("it", "Lo diamo ai corrieri.", "Lo diamo ai corrieri e ai negozi.", "ai-training"),
        ("fr", "J’ai lu les règles.", "J’ai lu et j’ai accepté les règles.", "ai-training"),
        ("pt", "Guardamos a voz se você permitir.", "Guardamos a voz.", "contact-entity"),
        ("es", "Se guarda la voz.", "Se guarda la voz y se copia.", "contact-entity"),
        ("de", "Das gilt ab Mai.", "Das gilt ab Mai und ab Werk.", "contact-entity"),
    ],
)
def test_a_small_word_is_no_abbreviation_of_another_language(
    language: str, old: str, new: str, cls: str
) -> None:
    """ "ai corrieri" is not on AI: who follows AI training was woken by couriers."""
    told = change(f"## A\n\n{old}", f"## A\n\n{new}", language)
    assert cls not in told.classes
    assert told.kind is Kind.SUBSTANTIVE


def test_an_abbreviation_written_large_is_one_in_every_language() -> None:
    """Where it says "AI" an Italian text is on AI as well."""
    old, new = "## A\n\nUsiamo i testi.", "## A\n\nUsiamo i testi per modelli di AI."
    assert "ai-training" in change(old, new, "it").classes


@pytest.mark.parametrize(
    ("language", "old", "new", "cls"),
    [
        ("pl", "Rozmowy usuwamy po 30 dniach.", "Rozmowy usuwamy po 5 latach.", "retention"),
        ("pl", "Spory rozstrzyga sąd.", "Spory rozstrzyga arbitraż.", "dispute-resolution"),
        ("pl", "Podajesz imię.", "Podajesz imię i lokalizację.", "data-use"),
        (
            "sv",
            "Prishöjningar meddelas efter 60 dagar.",
            "Prishöjningar meddelas efter 14 dagar.",
            "payment",
        ),
        (
            "sv",
            "Tvister avgörs i domstol.",
            "Tvister avgörs i skiljeförfarande.",
            "dispute-resolution",
        ),
        ("sv", "Loggar raderas efter 6 månader.", "Loggar raderas efter 12 månader.", "retention"),
        ("tr", "Kayıtları 6 ay saklarız.", "Kayıtları 24 ay saklarız.", "retention"),
        ("tr", "Adınızı kimseyle paylaşmayız.", "Adınızı ortaklarla paylaşırız.", "data-sharing"),
        ("tr", "Ayda 20 lira ücret alırız.", "Ayda 30 lira ücret alırız.", "payment"),
    ],
)
def test_a_change_in_polish_swedish_or_turkish_is_filed(
    language: str, old: str, new: str, cls: str
) -> None:
    """Who follows retention heard of no period that a Polish policy made longer."""
    assert cls in change(f"## A\n\n{old}", f"## A\n\n{new}", language).classes


@pytest.mark.parametrize(
    ("language", "old", "new", "who"),
    [
        (
            "it",
            "Comunichiamo il Suo indirizzo ai corrieri.",
            "Comunichiamo il Suo indirizzo ai corrieri e ai broker di dati.",
            "data brokers",
        ),
        (
            "fr",
            "Nous communiquons vos données aux transporteurs.",
            "Nous communiquons vos données aux transporteurs et à des courtiers en données.",
            "data brokers",
        ),
        (
            "nl",
            "Wij delen uw adres met bezorgers.",
            "Wij delen uw adres met bezorgers en met kredietbureaus.",
            "credit agencies",
        ),
    ],
)
def test_brokers_and_credit_agencies_are_told_in_every_language(
    language: str, old: str, new: str, who: str
) -> None:
    """Who sells data on is the recipient that readers ask for, not only in English."""
    told = change(f"## A\n\n{old}", f"## A\n\n{new}", language)
    assert f"data sharing with {who}" in told.summary
    assert "data-sharing" in told.classes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Deposit none", "Deposit 100 kr"),
        ("Retention 90 days", "Retention until deleted"),
        ("Cancellation 14 days", "No cancellation"),
        ("Minimum age 16", "Any age"),
        ("Service charge 3 %", "Service charge none"),
        ("Kaution keine", "Kaution 100 Franken"),
        ("Caution aucune", "Caution 300 euros"),
    ],
)
def test_a_few_words_with_an_amount_are_told(old: str, new: str) -> None:
    """Without a colon, a full stop or a bullet they look like a label, which says nothing."""
    assert change(f"## A\n\n{old}", f"## A\n\n{new}").kind is Kind.SUBSTANTIVE
    assert change(f"## A\n\n{new}", f"## A\n\n{old}").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize("label", ["Lesson 3", "Film 12 minutes", "Schedule 1 h", "Annex 2 d"])
def test_a_label_with_a_number_is_no_amount(label: str) -> None:
    assert change("## A\n\nText.", f"## A\n\nText.\n\n{label}").kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Season ticket valid until 30 June 2027", "Season ticket valid until 30 April 2027"),
        ("en", "Vouchers expire on 30 June 2027.", "Vouchers expire on 30 April 2027."),
        ("en", "Recordings are kept until 1 May 2027.", "Recordings are kept until 1 May 2029."),
        ("en", "The price holds through 30 June 2027.", "The price holds through 31 May 2027."),
        ("de", "Karten gelten bis zum 30. Juni 2027.", "Karten gelten bis zum 30. April 2027."),
        ("fr", "Bons valables jusqu’au 30 juin 2027.", "Bons valables jusqu’au 30 avril 2027."),
        (
            "es",
            "Los vales caducan el 30 de junio de 2027.",
            "Los vales caducan el 3 de mayo de 2027.",
        ),
    ],
)
@pytest.mark.parametrize("beside", ["", "\n\nLast updated: {} August 2026"])
def test_a_day_on_which_something_ends_that_moves_is_told(
    language: str, old: str, new: str, beside: str
) -> None:
    """It is no day in force and none to act by, but the ticket ends two months sooner."""
    before, after = f"## A\n\n{old}{beside.format(3)}", f"## A\n\n{new}{beside.format(9)}"
    assert change(before, after, language).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Last updated: 3 June 2026", "Last updated: 9 July 2026"),
        ("Archived version, valid until 3 June 2026", "Archived version, valid until 9 July 2026"),
        ("Published on 3 June 2026", "Published on 9 July 2026"),
    ],
)
def test_a_day_of_the_text_itself_that_moves_is_editorial(old: str, new: str) -> None:
    assert change(f"{old}\n\n## A\n\nText.", f"{new}\n\n## A\n\nText.").kind is Kind.EDITORIAL

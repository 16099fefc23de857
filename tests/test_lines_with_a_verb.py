"""Rules without a full stop: a line that has a verb says something, a title does not.

Each of these was told to nobody: in a paragraph, on a card, behind a label or as a question's line.
"""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Kind
from monitor.text.finite_verbs import asserts

TEXT = {
    "en": "Your account belongs to you. We keep a log of sign-ins for our own records.",
    "de": "Ihr Konto gehört Ihnen. Wir führen ein Protokoll der Anmeldungen für uns.",
    "fr": "Votre compte vous appartient. Nous tenons un journal des connexions pour nous.",
    "es": "Su cuenta le pertenece a usted. Llevamos un registro de los accesos para nosotros.",
    "it": "Il suo conto le appartiene. Teniamo un registro degli accessi per noi.",
    "pt": "A sua conta pertence a si. Mantemos um registo dos acessos para nós.",
    "nl": "Uw account is van u. Wij houden een lijst van aanmeldingen voor onszelf bij.",
}
RULES = {
    "en": "The app asks for your contacts|Trainers hold the right to end a class"
    "|Tickets are personal|The committee allots the plots by lot|Cyclists dismount on the pier"
    "|Patients bring their card",
    "de": "Hunde bleiben draußen|Die Küche schließt um zehn Uhr"
    "|Der Verein versichert seine Mitglieder",
    "fr": "Les chiens restent dehors|La cuisine ferme à dix heures"
    "|L'association assure ses membres",
    "es": "Los perros esperan fuera|La cocina cierra a las diez|La asociación asegura a sus socios",
    "it": "I cani restano fuori|La cucina chiude alle dieci|L'associazione assicura i soci",
    "pt": "Os cães ficam lá fora|A cozinha fecha às dez|O banco comunica os dados às finanças",
    "nl": "Honden blijven buiten|De keuken sluit om tien uur|Huurders verven de muren voor vertrek",
}
TITLES = {
    "en": "Opening times of the kitchen|Terms used in this policy|Ten tips for a better sleep"
    "|Sales report for the year 2025|Changes to our terms in May|Documents concerning the court"
    "|Information we collect|Things you keep after the end|Members area and login"
    "|Latest posts from our blog|Fees and charges for members",
    "de": "Tipps für die kalte Jahreszeit|Rechte betroffener Personen|Unsere neuen Angebote im Mai",
    "fr": "Les frais bancaires à l'étranger|Conditions générales de vente|Vos droits de passager",
    "es": "Documentos necesarios para la solicitud|Los mejores hoteles cerca de la playa",
    "it": "Documenti necessari per la domanda|I suoi diritti di passeggero",
    "pt": "Os melhores hotéis perto da praia|Guia de licenças também em inglês",
    "nl": "Kosten voor een tweede bestuurder|Regels tegen geluidsoverlast",
}


def _page(line: str, language: str = "en") -> str:
    said = TEXT.get(language, TEXT["en"])
    text = f"<p>{said}</p>"
    return (
        f"<html lang={language}><title>Kiosk</title><main><h1>Kiosk</h1><h2>One</h2>{text}{line}"
        f"<h2>Two</h2><p>{said.split('.')[1]}.</p></main></html>"
    )


def _kind(old: str, new: str, language: str = "en") -> Kind:
    return compare(_page(old, language), _page(new, language)).kind


@pytest.mark.parametrize(
    ("language", "rule"), [(c, r) for c, rules in RULES.items() for r in rules.split("|")]
)
def test_a_rule_without_a_full_stop_is_told(language: str, rule: str) -> None:
    """ "Dogs stay outside" as a paragraph that came or went was taken for a label."""
    assert _kind("", f"<p>{rule}</p>", language) is Kind.SUBSTANTIVE
    assert _kind(f"<p>{rule}</p>", "", language) is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("language", "title"), [(c, t) for c, titles in TITLES.items() for t in titles.split("|")]
)
def test_a_title_alone_is_no_rule(language: str, title: str) -> None:
    """A title of something else that a page shows would alarm whenever it changes."""
    assert not asserts(title, language)
    assert _kind("", f"<p>{title}</p>", language) is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The app asks for your contacts", "The app asks for your contacts and your messages"),
        ("Guests bring their own towels", "Guests bring their own towels and sheets"),
        ("The lift stops in strong wind", "The lift stops in strong wind and at night"),
    ],
)
def test_more_words_of_such_a_rule_are_told(old: str, new: str) -> None:
    """What the app asks for besides was noise, as words that a label gained."""
    assert _kind(f"<p>{old}</p>", f"<p>{new}</p>") is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>House rule:</b> the kitchen closes at ten</p>",
        "<p><b>Elsewhere:</b> by post, with a number to follow it</p>",
        "<p>Deposit: back within ten days</p>",
    ],
)
def test_what_a_label_says_in_several_words_is_told(line: str) -> None:
    """Behind a bold label a rule was editorial, as a label that says what it is called."""
    assert _kind("", line) is Kind.SUBSTANTIVE


@pytest.mark.parametrize("line", ["Related: cookies and other files", "Author: Anna and the team"])
def test_what_a_label_says_of_the_page_is_not(line: str) -> None:
    """A byline or a pointer would alarm with each author."""
    assert _kind("", f"<p>{line}</p>") is not Kind.SUBSTANTIVE


def _cards(*texts: str) -> str:
    return "".join(f"<div class=card><h4>{text}</h4></div>" for text in texts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("No smoking", "Two guests", "Quiet after ten"), ("No smoking", "Two guests")),
        (("No smoking", "Two guests"), ("No smoking", "Two guests", "Dogs outside")),
        (("Cards only", "Two guests", "No dogs"), ("Cash only", "Two guests", "No dogs")),
    ],
)
def test_cards_that_are_a_heading_each_are_entries(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """A grid of rules with an icon each has nothing below its headings: all of it was wording."""
    assert _kind(_cards(*old), _cards(*new)) is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Anything else?", "The operator records all calls"),
        ("Our lifts", "The lift stops in strong wind"),
        ("Dogs stay outside the dunes", "Dogs are welcome in the dunes"),
    ],
)
def test_a_heading_that_says_what_its_text_does_not_is_told(old: str, new: str) -> None:
    """A rule in the line that opens an answer was another wording of a heading."""
    below = "<p>It is for all who come here, every day of the year.</p>"
    old, new = (f"<h3>{text}</h3>{below}" for text in (old, new))
    assert _kind(old, new) is Kind.SUBSTANTIVE


def test_a_heading_that_its_text_says_again_is_wording() -> None:
    """Where the text below says it, another heading above it is none of the news."""
    below = "<p>The lift stops whenever the wind on the ridge is strong.</p>"
    old, new = "<h3>Strong wind and our lift</h3>", "<h3>The lift stops in strong wind</h3>"
    assert _kind(old + below, new + below) is Kind.EDITORIAL


@pytest.mark.parametrize(
    ("language", "rule"),
    [("en", "Online payment only"), ("de", "Nur mit Termin"), ("es", "Pago en efectivo solamente")],
)
def test_what_alone_is_accepted_is_told(language: str, rule: str) -> None:
    """Three words of which one is "only" looked like a label."""
    assert _kind("", f"<p>{rule}</p>", language) is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dogs must be kept on a lead.", "Cats must be kept on a lead."),
        ("Passengers wear seat belts.", "Drivers wear seat belts."),
        ("Parking costs three euros an hour.", "Charging costs three euros an hour."),
        ("Personal accounts are kept for a year.", "Commercial accounts are kept for a year."),
        ("Signs stay where they are.", "Records stay where they are."),
    ],
)
@pytest.mark.parametrize("form", ["<p>{}</p>", "<table><tr><td>Rule<td>{}</table>"])
def test_who_or_what_a_rule_speaks_of_is_told(old: str, new: str, form: str) -> None:
    """The first word of a sentence has a capital letter and was taken for a product's name."""
    assert _kind(form.format(old), form.format(new)) is Kind.SUBSTANTIVE


def test_another_name_of_the_company_is_wording() -> None:
    """A company that goes by another name at the beginning of a sentence changed nothing."""
    old, new = (f"<p>{name} explains below how its shop works.</p>" for name in ("Acme", "Zenith"))
    assert _kind(old, new) is Kind.EDITORIAL


@pytest.mark.parametrize(
    "heading", ["See also", "Trending", "Siehe auch", "Need more help?", "Share this page"]
)
@pytest.mark.parametrize(
    "clause",
    [
        "Calls are recorded.",
        "We share your reading list with publishers.",
        "Visitors under 16 need a parent with them.",
    ],
)
def test_a_clause_below_the_heading_of_other_pages_is_told(heading: str, clause: str) -> None:
    """What stands last on a page stands below its last heading, whatever that is."""
    other = f"<h2>{heading}</h2><p>Ten walks on the dyke</p>"
    assert _kind(other, f"{other}<p>{clause}</p>") is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("See also", "Ten quiet places on the coast"),
        ("Trending", "How to get rid of limescale."),
        ("Latest news", "The bridge is closed and drivers must go round."),
        ("3 comments", "Nobody goes to the one in the harbour."),
        ("Bewertungen (12)", "The soup was cold and the waiter slow."),
        ("12 avis", "Nous avons bien mangé au port."),
        ("Related articles", "Read why we share your data."),
    ],
)
def test_titles_and_news_there_are_not(heading: str, line: str) -> None:
    """Teasers of other pages change with each of them."""
    heading = f"<h2>{heading}</h2><p>Ten walks on the dyke</p>"
    assert _kind(heading, f"{heading}<p>{line}</p>") is not Kind.SUBSTANTIVE


def test_a_rule_that_only_a_title_is_left_of_is_told() -> None:
    """ "No refund" that became "half a refund" lost its verb, and looked like another label."""
    old, new = "<p>As aulas avulsas não dão reembolso</p>", "<p>Aulas com reembolso de metade</p>"
    assert _kind(old, new, "pt") is Kind.SUBSTANTIVE
    assert _kind("<p>The kiln is not heated</p>", "<p>A kiln with heating</p>") is Kind.SUBSTANTIVE


def _named(**lines: str) -> str:
    return "".join(
        f"<div><div>{name}</div><div>{line.replace('_', ' ')}</div></div>"
        for name, line in lines.items()
    )


@pytest.mark.parametrize("line", ["Throw scraps in the bin", "Scraps into the bin outside"])
def test_lines_below_a_name_each_are_entries(line: str) -> None:
    """What one has to do, in three boxes that each have a name, was a label in each of them."""
    old = _named(
        Clay="Recycle scraps in the tub", Glazes="Bring none of your own", Tools="Wash them"
    )
    new = old.replace("Recycle scraps in the tub", line)
    more = _named(Kiln="Ask before you fire it", Shelves="One for each of you")
    assert _kind(old + more, new + more) is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("ko", "오늘 412 어제 530 전체 1,204,331", "오늘 77 어제 498 전체 1,204,906"),
        (
            "en",
            "Today 412 · Yesterday 530 · Total 1,204,331",
            "Today 77 · Yesterday 498 · Total 1,204,906",
        ),
        ("de", "Heute 31, gestern 44, gesamt 90.120", "Heute 12, gestern 52, gesamt 90.184"),
    ],
)
def test_counters_of_yesterday_are_none_of_the_text(language: str, old: str, new: str) -> None:
    """A counter of visitors without the word for them was told each day."""
    assert _kind(f"<p>{old}</p>", f"<p>{new}</p>", language) is Kind.NOISE


@pytest.mark.parametrize("name", ["Priya", "Tom Lund"])
def test_who_touched_a_page_last_is_no_deadline(name: str) -> None:
    """ "by Priya on 29 April" was read as "by 29 April", and the byline told."""
    old = "<p>Last modified on 2 April 2026</p>"
    assert _kind(old, f"<p>Last modified by {name} on 29 April 2026</p>") is not Kind.SUBSTANTIVE


@pytest.mark.parametrize("heading", ["Ultime notizie", "Dernières actualités", "最新ニュース"])
def test_news_below_their_heading_are_not_told(heading: str) -> None:
    """A line of news without a link was told whenever there was another one."""
    old, new = (
        f"<h2>{heading}</h2><p>{x}</p>" for x in ("Nuove fermate a Busseto", "Orario estivo")
    )
    assert _kind(old, new) is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Dogs stay outside", "Dogs may come in"),
        ("en", "Note: fresh food is not taken back", "Note: fresh food is taken back"),
        ("de", "Hunde bleiben draußen", "Hunde dürfen hinein"),
        ("zh", "注意：生鲜商品不退不换", "注意：生鲜商品可以退货"),
    ],
)
def test_the_last_rule_of_a_text_is_no_label_of_the_links_below(
    language: str, old: str, new: str
) -> None:
    """Right above links to other pages a short rule was none of the text."""
    links = "<ul><li><a href=/1>Gift cards</a></li><li><a href=/2>Opening hours</a></li></ul>"
    page = f"<html lang={language}><title>Kiosk</title><h1>Kiosk</h1><p>{TEXT['en']}</p><div>"
    both = (compare(f"{page}{x}</div>{links}", f"{page}{y}</div>{links}") for x, y in ((old, new),))
    assert next(both).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "form",
    [
        "<div><div><input type=checkbox {}></div><div>Disk encryption</div></div>",
        "<ul><li><span><input type=checkbox {}></span><p>Share my location</p></li></ul>",
        "<div><span><input type=radio {}></span></div><div>Everyone sees my posts</div>",
    ],
)
def test_a_tick_in_an_element_of_its_own_is_that_of_its_words(form: str) -> None:
    """What was ticked and is no longer was no change, where the box stands apart from its words."""
    assert _kind(form.format("checked"), form.format("")) is Kind.SUBSTANTIVE


def test_of_a_line_without_end_only_the_beginning_is_read() -> None:
    """Twenty thousand letters without a space took seconds."""
    rule = "Os sócios pagam a taxa"
    assert asserts(f"{rule} {'a' * 20_000}", "pt")
    assert not asserts(f"{'a ' * 10_000} {rule}", "pt")

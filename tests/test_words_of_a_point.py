"""A point is told with the words that decide: what is forbidden, who gets what, what went."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.classify.list_leads import forbids
from monitor.classify.paired_marks import at_the_same_place, where_they_stood
from monitor.classify.quoted_clauses import quoted
from monitor.model import Change
from monitor.text.clause_ends import breaks_off, main_clause

ON = date(2026, 3, 2)


def changed(old: str, new: str, language: str = "en") -> Change:
    pages = (
        f'<html lang="{language}"><main><h1>Policy</h1><p>About us.</p><h2>What we do</h2>{text}'
        "<h2>Help</h2><p>Our help desk answers by post.</p></main></html>"
        for text in (old, new)
    )
    return compare(*pages, "text/html", on=ON)


@pytest.mark.parametrize(
    ("language", "old", "new", "goods"),
    [
        (
            "en",
            "No knives, crossbows, or fireworks",
            "No knives, or fireworks",
            ("Checked sellers can list antiques.", "Checked sellers can list crossbows."),
        ),
        (
            "de",
            "Keine Messer, Armbrüste oder Böller",
            "Keine Messer oder Böller",
            ("Geprüfte können Möbel anbieten.", "Geprüfte können Armbrüste anbieten."),
        ),
        (
            "fr",
            "Pas de couteaux, d'arbalètes ni de pétards",
            "Pas de couteaux ni de pétards",
            ("Les vendeurs vendent des meubles.", "Les vendeurs vendent des arbalètes."),
        ),
        (
            "en",
            "You may not scrape, copy, or resell our maps.",
            "You may not scrape or resell our maps.",
            ("Maps are updated weekly.", "Maps are updated weekly and may be copied by schools."),
        ),
    ],
)
def test_a_ban_that_was_lifted_is_told_with_both_sides(
    language: str, old: str, new: str, goods: tuple[str, str]
) -> None:
    """ "Now with “crossbows”" does not say that they were forbidden until now."""
    pages = (
        f"<ul><li>{b}</li><li>ABC</li></ul><p>{g}</p>"
        for b, g in zip((old, new), goods, strict=True)
    )
    assert changed(*pages, language).summary.startswith(f"Was “{old}”, now “{new}”")


@pytest.mark.parametrize(
    ("sentence", "bans"),
    [
        ("No knives or fireworks", True),
        ("If you are a guest, you may not smoke or cook.", True),
        ("Wir nehmen keine Waffen an.", True),
        ("Use our services if you are not able to sign.", False),
        ("Thus, if you are not sure that a file is yours, ask.", False),
        ("No 103 Main Street, Lagos", False),
        ("We do not sell it, except to our partners:", False),
    ],
)
def test_a_condition_or_a_number_forbids_nothing(sentence: str, bans: bool) -> None:
    assert forbids(sentence) is bans


@pytest.mark.parametrize(
    ("told", "has"),
    [
        (
            "By joining the club you agree that we share your details (name, date of birth, home "
            "address, playing position, shirt number, match statistics, number of yellow and red "
            "cards received in the season, photographs taken at matches, medical certificates, "
            "the name of your doctor, the school that you went to) with the national federation so "
            "that it can issue your licence.",
            "with the national federation",
        ),
        (
            "When you book a table, we pass on what you typed (your name, your telephone number, "
            "how many you are, the day and the hour, allergies, whether somebody needs a high "
            "chair, the occasion, former visits, the bill of each of them, complaints, your card "
            "and the rating that waiters gave you) to the owner of the house and its insurer.",
            "to the owner of the house",
        ),
        (
            "En vous inscrivant, vous acceptez que nous transmettions vos données (nom, date de "
            "naissance, adresse, numéro de maillot, statistiques des matchs, nombre de cartons "
            "jaunes et rouges de la saison, photographies, certificats médicaux, nom des parents, "
            "leur numéro de téléphone, le nom du médecin de famille et celui de l'école, la note "
            "moyenne des deux dernières années et le sport pratiqué) à la fédération nationale.",
            "à la fédération nationale",
        ),
    ],
)
def test_who_gets_what_stands_within_the_quotation(told: str, has: str) -> None:
    """A list in brackets filled all the room, and the quotation ended before the recipient."""
    line = changed("", f"<p>{told}</p>").summary
    assert has in line
    assert ", …) " in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You agree that you will at no time use the library, its rooms, computers, printers, "
            "catalogues or loans, or let anybody else use them, in any manner: (i) which disturbs "
            "other readers or the staff of the house, or (ii) which would require the library to "
            "obtain licences other than those that are listed in the second annex or named in "
            "these terms or, that may be required because of what you print.",
            "You agree that you will at no time use the library, its rooms, computers, printers, "
            "catalogues or loans, or let anybody else use them, in any manner: (i) which disturbs "
            "other readers or the staff of the house, or (ii) which would require the library to "
            "obtain licences other than those that are listed in the second annex or named in "
            "these terms.",
        ),
        (
            "The guest must not use the kitchen, the laundry, the garden, the cellar, the roof or "
            "any other room of the house that all guests share in a way (a) that disturbs those "
            "who sleep or work there, or (b) that makes the landlord answer for damage to what "
            "other guests have left there for a night or longer or for their food.",
            "The guest must not use the kitchen, the laundry, the garden, the cellar, the roof or "
            "any other room of the house that all guests share in a way (a) that disturbs those "
            "who sleep or work there, or (b) that makes the landlord answer for damage to what "
            "other guests have left there for a night or longer.",
        ),
    ],
)
def test_the_end_of_a_long_ban_is_quoted_with_its_not(old: str, new: str) -> None:
    """What went was told from the beginning of the sentence, where nothing had changed; without
    the "not" its end alone would read as something that is done."""
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>").summary
    assert line.startswith("Removed “or")
    assert (" no " in line) or (" not " in line)
    assert line.endswith((new[-40:] + "”", new[-40:-1] + "”"))


@pytest.mark.parametrize(
    ("language", "before", "old", "new", "gone"),
    [
        (
            "en",
            "If you leave notes on, we collect drafts.",
            "This includes titles, deleted lines, drawings, and comments.",
            "This includes titles, drawings, and comments.",
            "deleted lines",
        ),
        (
            "en",
            "Your guests see the calendar.",
            "They can read entries, move appointments, and add comments.",
            "They can read entries and add comments.",
            "move appointments",
        ),
        (
            "de",
            "Wenn Sie Notizen einschalten, sammeln wir Entwürfe.",
            "Dazu gehören Titel, gelöschte Zeilen, Bilder und Kommentare.",
            "Dazu gehören Titel, Bilder und Kommentare.",
            "gelöschte Zeilen",
        ),
    ],
)
def test_what_went_of_a_sentence_is_told_before_what_it_was_said_of(
    language: str, before: str, old: str, new: str, gone: str
) -> None:
    """ "After “…”: Removed “deleted lines,” from “This …”" is read backwards."""
    line = changed(f"<p>{before} {old}</p>", f"<p>{before} {new}</p>", language).summary
    assert line == f"Removed “{gone}” from “{before} {new}”"


def test_what_went_is_not_said_to_be_replaced_by_what_came_elsewhere() -> None:
    """ "Now says … instead of “and legal persons”" names words that nothing took the place of."""
    fees = "the list of fees that hangs in the hall of the house and is sent to all who ask applies"
    old = (
        f"For natural persons in Norway, (i) {fees}, and for sellers from abroad and for clubs and "
        f"firms, (ii) the other list of fees applies."
    )
    new = (
        f"For sellers in Norway, (i) {fees}, and for sellers from abroad, (ii) the other list of "
        f"fees applies."
    )
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>").summary
    assert "instead of" not in line
    assert line.endswith("without “and for clubs and firms”")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "In the event of a difference between the original and a translation, the original "
            "counts.",
            "Please note that in the event of a difference or doubt between the original and a "
            "translation of this page, the original counts.",
        ),
        (
            "En cas de différence entre l'original et une traduction, l'original fait foi.",
            "Veuillez noter qu'en cas de différence ou de doute entre l'original et une traduction "
            "de ce texte, l'original fait foi.",
        ),
        (
            "Bei Abweichungen zwischen dem Original und einer Übersetzung gilt das Original.",
            "Wir weisen darauf hin, dass bei Abweichungen oder Zweifeln zwischen dem Original und "
            "einer Übersetzung dieser Seite das Original gilt.",
        ),
    ],
)
def test_scraps_that_were_put_in_are_not_told_without_their_sentence(old: str, new: str) -> None:
    """ "Now with “Please note that in”, “or doubt”, “of this page”" says nothing."""
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>").summary
    assert "Now with" not in line
    assert "Was “" in line


def test_the_same_line_is_not_told_as_gone_and_as_renamed() -> None:
    """A title that stood as heading and as line was told twice of one change."""
    body = "\n\nWe keep your name.\n\n## Data\n\nWe keep it for a year.\n"
    change = compare(
        f"Privacy notice for www.acme.test\n===\n{body}",
        f"Acme Club privacy notice.\n{body}",
        media_type="text/markdown",
    )
    assert "Removed" not in change.summary


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("en", "4.2. Giving details to the landlord.", "By booking, you let us pass on your name."),
        ("de", "4.2. Weitergabe an Vermieter.", "Sie erlauben uns, Ihren Namen weiterzugeben."),
        ("fr", "4.2. Transmission au bailleur.", "Vous nous autorisez à transmettre votre nom."),
    ],
)
def test_the_title_of_a_paragraph_is_no_point_beside_it(
    language: str, title: str, text: str
) -> None:
    """The line gave its room to “4.2. Giving details to the landlord.”"""
    change = changed("", f"<p><b>{title}</b> {text}</p>", language)
    assert title not in " ".join(p.text for p in change.points)
    assert text in change.summary


@pytest.mark.parametrize(
    ("language", "news", "pointer"),
    [
        ("en", "We may sell your photos.", "You can read the previous version here."),
        ("de", "Wir dürfen Ihre Fotos verkaufen.", "Die bisherige Fassung finden Sie hier."),
        (
            "fr",
            "Nous pouvons vendre vos photos.",
            "Vous pouvez consulter l'ancienne version ici.",
        ),
    ],
)
def test_where_another_version_stands_is_told_beside_nothing(
    language: str, news: str, pointer: str
) -> None:
    line = changed("", f"<p>{news}</p><p>{pointer}</p>", language).summary
    assert news in line
    assert pointer not in line


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We collect photos of meals. This is used to improve our models."),
        ("en", "We collect voice notes. They help our models to understand dialects better."),
        ("en", "We use your answers to mark your test and to improve our grading model."),
        ("en", "We use your essays to make our marking algorithm more accurate."),
        ("en", "You let us use them to improve the performance of machine learning models."),
        ("fr", "Vous nous autorisez à les utiliser pour améliorer nos modèles d'IA."),
        ("en", "Recordings may be reviewed by contractors to improve our speech models."),
        ("de", "Wir speichern Diktate. Diese verwenden wir, um unsere Modelle zu verbessern."),
        ("de", "Wir verwenden Ihre Antworten, um unser Bewertungsmodell zu verbessern."),
        ("fr", "Nous recueillons vos notes vocales. Elles servent à améliorer nos modèles."),
    ],
)
def test_training_is_heard_where_the_sentence_before_says_on_what(language: str, said: str) -> None:
    """A reader whose data trains a model from today on got “medium: data use”."""
    change = changed("", f"<p>{said}</p>", language)
    assert "ai-training" in change.classes
    assert change.severity == "critical"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We use your feedback to improve our pricing model."),
        ("en", "We use survey answers to improve our care model in the clinics."),
        ("de", "Wir verwenden Ihre Antworten, um unser Arbeitszeitmodell zu verbessern."),
    ],
)
def test_another_kind_of_model_is_not_trained(language: str, said: str) -> None:
    change = changed("", f"<p>{said}</p>", language)
    assert "ai-training" not in change.classes
    assert "AI" not in change.summary


@pytest.mark.parametrize(
    ("language", "said", "pays"),
    [
        ("en", "We keep 30% of every sale.", True),
        ("de", "Wir behalten 30 % von jedem Verkauf ein.", True),
        ("es", "Nos quedamos con el 30 % de cada venta.", True),
        ("ja", "返品には1回につき500円の手数料がかかります。", True),
        ("ko", "반품에는 1회당 3,000원의 수수료가 부과됩니다.", True),
        ("zh", "每次退货收取20元手续费。", True),
        ("en", "A fine of up to $500 may be imposed by a court for the sale of it.", False),
        ("en", "We keep 30% of your photos for a year.", False),
        ("en", "We keep records of every sale for ten years.", False),
    ],
)
def test_a_share_of_what_is_sold_is_about_payment(language: str, said: str, pays: bool) -> None:
    """It was filed under retention, where nobody who watches prices looks."""
    assert ("payment" in changed("", f"<p>{said}</p>", language).classes) is pays


@pytest.mark.parametrize(
    ("told", "has"),
    [
        (
            "Starting with the next season, the federation requires every club to ask its members "
            "for their consent before their pictures are passed on to broadcasters or advertisers, "
            "and we do not show this question because we do not pass on any pictures.",
            "we do not pass on any pictures",
        ),
        (
            "Content that promotes a candidate for the council of a town or a county is allowed in "
            "the weeks before an election, with the exception of drawings, photographs and films "
            "that were made by a machine and show what nobody did or said.",
            "what nobody did or said",
        ),
        (
            "Nous utilisons l'outil Regardvif fourni par Regard SA, 16 rue du Lac, 1200 Genève, "
            "Suisse, sur notre site et dans notre application dans le but d'enregistrer ce que les "
            "visiteurs tapent et de vendre ces enregistrements à des annonceurs.",
            "vendre ces enregistrements à des annonceurs",
        ),
    ],
)
def test_a_new_sentence_is_told_to_its_end_where_the_line_has_room(told: str, has: str) -> None:
    """What was cut for 40 words was who gets it, for what, and what is never done."""
    assert has in changed("", f"<p>{told}</p>").summary


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("When you visit us, using your login or our apps, data is collected.", "data"),
        ("If you ask, we may delete it.", "we"),
        ("Where you use our helpers (such as the mirror), you agree that we pay you.", "you agree"),
        ("We sell maps, books and pens.", ""),
    ],
)
def test_what_a_sentence_says_begins_behind_what_it_opens_with(sentence: str, main: str) -> None:
    at = main_clause(sentence)
    assert sentence[at:].startswith(main) if main else at == 0


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("you agree", True),
        ("we may, but are not obliged to", True),
        ("no central body — including us —", True),
        ("Wir sind nicht verpflichtet, zu", True),
        ("we may delete it", False),
    ],
)
def test_a_quotation_ends_behind_no_word_that_wants_another(text: str, off: bool) -> None:
    """ "Where you use our shopping assistant, you agree …": to what?"""
    assert breaks_off(text, len(text)) is off


@pytest.mark.parametrize(
    ("language", "told", "has"),
    [
        (
            "en",
            "If you have booked a room with a view of the lake (or one of the three with a "
            "balcony) and have moved in, but were not given that room for reasons that lie with "
            "us and with nobody else in the house (such as a burst pipe, a guest who stayed on or"
            " a double booking), you may ask for the difference in price that you paid for it.",
            "you may ask for the difference",
        ),
        (
            "de",
            "Wenn Sie einen Platz am Fenster gebucht haben (oder einen der drei mit Tisch) und "
            "mitgefahren sind, Ihnen dieser Platz aber aus Gründen, die allein bei uns liegen, "
            "nicht gegeben werden konnte (etwa weil ein anderer Wagen eingesetzt wurde, der keine"
            " solchen Plätze hat, oder doppelt gebucht war), können Sie den Aufpreis "
            "zurückverlangen, den Sie dafür bezahlt haben, und zwar ein Jahr lang.",
            "können Sie den Aufpreis zurückverlangen",
        ),
        (
            "fr",
            "Si vous avez acheté une place près de la fenêtre (ou l'une des trois avec une table)"
            " et fait le voyage, mais que cette place n'a pas pu vous être donnée pour des "
            "raisons qui nous sont imputables et que personne d'autre n'a causées (comme une "
            "voiture sans ces places, une double réservation ou une panne), vous pouvez demander "
            "le remboursement du supplément que vous avez payé.",
            "demander le remboursement",
        ),
        (
            "de",
            "Zum Schutz der Plätze und weil die Stadt es von allen Vereinen verlangt, die ihre "
            "Plätze benutzen, übergeben wir vom ersten Tag der Saison an eine Liste aller "
            "Mitglieder und Gäste mit den Zeiten, zu denen sie gekommen und gegangen sind, samt "
            "Namen und Anschrift (wie sie an der Schranke erfasst wurden) an das Sportamt der "
            "Stadt und an den Versicherer des Vereins.",
            "an das Sportamt der Stadt",
        ),
    ],
)
def test_what_a_long_condition_is_the_condition_of_is_shown(
    language: str, told: str, has: str
) -> None:
    """The line was all condition: what the reader then gets, or who gets it, was cut off."""
    assert has in changed("", f"<p>{told}</p>", language).summary


@pytest.mark.parametrize(
    ("language", "old", "went", "new", "turned"),
    [
        (
            "en",
            "You may return a bicycle within 30 days and receive half of its price.",
            "We may also give back the whole price of a repaired bicycle on request.",
            "You may return a bicycle within 30 days and receive the whole price.",
            "“half of its” → “the whole”",
        ),
        (
            "de",
            "Sie können ein Rad innerhalb von 30 Tagen zurückgeben und erhalten die Hälfte des "
            "Kaufpreises.",
            "Auf Wunsch können wir auch den vollen Kaufpreis erstatten, wenn es repariert wurde.",
            "Sie können ein Rad innerhalb von 30 Tagen zurückgeben und erhalten den vollen "
            "Kaufpreis.",
            "“die Hälfte des Kaufpreises” → “den vollen Kaufpreis”",
        ),
        (
            "en",
            "You can leave the course within 14 days and get back what is left of its price.",
            "On request, you can get back the full amount that you paid if you are ill.",
            "You can leave the course within 14 days and get back the full amount that you paid.",
            "“the full amount that you paid”",
        ),
    ],
)
def test_what_now_holds_for_all_is_told_before_what_went(
    language: str, old: str, went: str, new: str, turned: str
) -> None:
    """ "Removed: “We may also give a full refund …”" was told where everybody gets one now."""
    line = changed(f"<p>{old} {went}</p>", f"<p>{new}</p>", language).summary
    first = line.partition(" · ")[0]
    assert turned in first or f"now “{new}”" in first
    assert new in first


@pytest.mark.parametrize(
    ("language", "new", "lead"),
    [
        (
            "en",
            "<ul><li>Pay in time.</li><li>Obey the rules of the harbour, in particular not to "
            "unload:<ol><li>fuel in open cans</li><li>live animals</li></ol></li></ul>",
            "in particular not to unload",
        ),
        (
            "en",
            "<p>Guests must not unload:</p><p>1. fuel in open cans or gas bottles;</p>"
            "<p>2. live animals that no vet has seen.</p>",
            "Guests must not unload",
        ),
        (
            "de",
            "<p>Gäste entladen insbesondere nicht:</p><p>1. Treibstoff in offenen Kanistern;</p>"
            "<p>2. lebende Tiere, die kein Tierarzt gesehen hat.</p>",
            "Gäste entladen insbesondere nicht",
        ),
        (
            "en",
            "<p>You may not:</p><ul><li>sleep here</li><li>use the hall for:<ul><li>sales of goods"
            "</li><li>meetings of parties</li></ul></li></ul>",
            "You may not: use the hall for",
        ),
    ],
)
def test_an_item_of_a_list_within_a_list_is_told_with_what_forbids_it(
    language: str, new: str, lead: str
) -> None:
    """ "Added: “fuel in open cans”" says the contrary of "do not unload: fuel in open cans"."""
    told = [p.text for p in changed("<p>Pay in time.</p>", new, language).points]
    items = [text for text in told if any(word in text for word in ("fuel", "Treibst", "sales"))]
    assert items
    assert all(lead in text for text in items)


@pytest.mark.parametrize(
    ("language", "told", "guide"),
    [
        (
            "en",
            "We let Playhouse count which games you open. To learn more about what is counted and "
            "about your choices, please read its policy. They may sell the figures to others.",
            "To learn more",
        ),
        (
            "en",
            "Bots can get your account on other sites locked. We recommend that you read the rules "
            "of the sites on which you use them. We do not answer for what other sites do.",
            "We recommend",
        ),
        (
            "de",
            "Programme können dazu führen, dass andere Ihr Konto sperren. Wir empfehlen Ihnen, die "
            "Regeln dieser Seiten zu lesen, damit das nicht geschieht. Wir haften nicht dafür.",
            "Wir empfehlen",
        ),
        (
            "fr",
            "Les robots peuvent entraîner le blocage de votre compte. Nous vous recommandons de "
            "lire les règles de ces sites pour éviter cela. Nous ne répondons pas de ces sites.",
            "Nous vous recommandons",
        ),
    ],
)
def test_where_to_read_more_is_told_after_what_holds(language: str, told: str, guide: str) -> None:
    """The line began with “To learn more …”, before what is counted and sold."""
    assert guide not in changed("", f"<p>{told}</p>", language).summary


@pytest.mark.parametrize(
    ("language", "old", "new", "has"),
    [
        (
            "en",
            "Returns are free. You have 100 days.",
            "Returns cost $3 a parcel. You have 30 days.",
            ("$3", "30 days"),
        ),
        (
            "de",
            "Die Rücksendung ist kostenlos. Sie haben 100 Tage Zeit.",
            "Die Rücksendung kostet 2,95 Euro je Paket. Sie haben 30 Tage Zeit.",
            ("2,95 Euro", "30 Tage"),
        ),
        (
            "es",
            "La suscripción básica no incluye anuncios. Cuesta 4,99 € al mes.",
            "La suscripción básica incluye anuncios. Cuesta 4,99 € al mes; sin ellos 6,98 €.",
            ("no incluye anuncios", "6,98"),
        ),
    ],
)
def test_a_price_that_is_new_is_told_beside_what_else_changed(
    language: str, old: str, new: str, has: tuple[str, ...]
) -> None:
    """The line said “100 days → 30 days”, and nothing of what returns cost from now on."""
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>", language).summary
    assert all(words in line for words in has)


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "en",
            "You choose which files our helper reads.",
            "Our helper reads all your files unless you switch it off in Settings > Helper.",
        ),
        (
            "de",
            "Sie wählen, welche Dateien unser Helfer liest.",
            "Unser Helfer liest alle Dateien, sofern Sie das nicht unter Einstellungen > Helfer "
            "ausschalten.",
        ),
        (
            "nl",
            "U kiest welke bestanden onze hulp leest.",
            "Onze hulp leest alle bestanden, tenzij u dit uitschakelt in Instellingen > Hulp.",
        ),
    ],
)
def test_a_way_out_is_told_with_what_is_done_unless_it_is_taken(
    language: str, old: str, new: str
) -> None:
    """The line was “opt-out: Settings > Helper” alone: nobody heard that all files are read."""
    assert new in changed(f"<p>{old}</p>", f"<p>{new}</p>", language).summary


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "de",
            "Ihr Konto ist kostenlos. Sie werden per Post benachrichtigt, wenn sich das ändert.",
            "Ihr Konto kostet 3 Euro. Sie werden per E-Mail benachrichtigt, wenn sich das ändert.",
        ),
        (
            "en",
            "Lockers are free. Keys are handed out by the porter.",
            "Lockers cost £5 a month. Keys are handed out by the secretary.",
        ),
        (
            "fr",
            "L'entrée est gratuite. Les groupes s'annoncent au gardien.",
            "L'entrée coûte 4 €. Les groupes s'annoncent au secrétariat.",
        ),
    ],
)
def test_what_was_free_and_costs_money_now_is_told_first(language: str, old: str, new: str) -> None:
    """In German “Sie werden” is “you are”: the sentence hangs on none before it."""
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>", language).summary
    assert new.partition(". ")[0] in line.partition(" · ")[0]
    assert "After “" not in line


@pytest.mark.parametrize(
    ("language", "old", "new", "has"),
    [
        (
            "ja",
            "13歳以上の方がご利用いただけます。",
            "16歳以上の方がご利用いただけます。年齢確認のため身分証明書の提出が必要です。",
            ("16", "身分証明書"),
        ),
        (
            "zh",
            "年满13岁方可使用。",
            "年满16岁方可使用。您须提交身份证照片以验证年龄。",
            ("age 13 → 16", "身份证照片"),
        ),
        (
            "ja",
            "写真は30日間保存します。",
            "写真は90日間保存します。写真を広告会社に提供します。",
            ("30", "90", "広告会社"),
        ),
    ],
)
def test_sentences_without_spaces_are_paired_and_told_like_others(
    language: str, old: str, new: str, has: tuple[str, ...]
) -> None:
    """Each sentence was one word, alike to none: “16歳以上” was new, and what is asked for besides
    was no point at all."""
    line = changed(f"<p>{old}</p>", f"<p>{new}</p>", language).summary
    assert all(words in line for words in has)


def test_where_words_only_went_their_place_is_known() -> None:
    removed, added = ((4, 8), (20, 25)), ((4, 6),)
    assert at_the_same_place(removed, 0, added)
    assert not at_the_same_place(removed, 1, added)
    assert where_they_stood(removed) == ((4, 5), (16, 17))


def test_a_quotation_of_nothing_is_none() -> None:
    assert quoted("", ()) == (None, None)
    assert quoted("We sell maps.", ((0, 13),)) == ("We sell maps.", "We sell maps.")

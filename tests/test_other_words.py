"""A few words in the place of others, on nothing that any class knows: what small pages change.

They were taken for style, so that who holds the keys now, or where the boots go, was never told.
"""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<!doctype html><html lang={lang}><title>Hut</title><main><h1>Hut</h1>"
    "<p>{around}</p><p>{said}</p></main></html>"
)
AROUND = {
    "en": "Guests write to us by post. Answers take two weeks.",
    "de": "Gäste schreiben uns mit der Post. Antworten dauern zwei Wochen.",
    "fr": "Les clients nous écrivent par la poste. La réponse prend deux semaines.",
    "es": "Los clientes nos escriben por correo. La respuesta tarda dos semanas.",
    "it": "Gli ospiti ci scrivono per posta. La risposta arriva in due settimane.",
    "nl": "Gasten schrijven ons per post. Een antwoord duurt twee weken.",
    "pt": "Os hóspedes escrevem por correio. A resposta demora duas semanas.",
}


def kind(said: str, old: str, new: str, lang: str = "en") -> str:
    pages = (
        PAGE.format(lang=lang, around=AROUND[lang], said=said.format(part)) for part in (old, new)
    )
    return compare(*pages).kind


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("Keys are handed out by the {} after supper.", "warden", "night porter"),
        ("Letters of complaint go to the {} and are answered in May.", "trustees", "head cook"),
        ("We pay for what is stolen {}.", "outside a locked room", "anywhere"),
        ("Guests bring a {} and a torch.", "sleeping bag", "bed sheet"),
        ("Beds may be given back until {} noon.", "Friday", "Wednesday"),
        ("Post is handed out on {} by the office.", "Tuesdays", "Thursdays"),
    ],
)
def test_other_words_in_the_place_of_some_are_told(said: str, old: str, new: str) -> None:
    """Of a subject that nobody thought of any word may be the one that matters."""
    assert kind(said, old, new) == "substantive"


@pytest.mark.parametrize(
    ("lang", "said", "old", "new"),
    [
        ("en", "Parcels go back at {} cost.", "our", "your"),
        ("de", "Das Paket geht auf {} Kosten zurück.", "unsere", "Ihre"),
        ("fr", "Le colis revient à {} charge.", "notre", "votre"),
        ("es", "El envío corre por {} cuenta.", "nuestra", "su"),
        ("it", "Il pacco torna a {} spese.", "nostre", "tue"),
        ("nl", "Het pakket komt voor {} rekening.", "onze", "uw"),
        ("pt", "O envio corre por {} conta.", "nossa", "sua"),
    ],
)
def test_whose_cost_it_is_is_told(lang: str, said: str, old: str, new: str) -> None:
    """ "our" and "your" are small words, and who pays is the whole of the sentence."""
    assert kind(said, old, new, lang) == "substantive"
    assert kind(said, new, old, lang) == "substantive"


def test_another_name_on_no_subject_is_only_a_name() -> None:
    """A brand that was renamed has no effect on the reader."""
    assert kind("The {} hut lies above the lake.", "Acme", "Zenith") == "editorial"


def test_their_and_your_of_the_same_people_is_style() -> None:
    """Pages begin to speak to their readers instead of about them; nothing else changes."""
    assert kind("Guests leave {} boots outside.", "their", "your") == "editorial"


LONG = "".join(
    f"<h2>{title}</h2><p>{said}</p>"
    for title, said in (
        ("Data we collect", "We collect your name, your e-mail address and the messages you send."),
        ("How we use it", "We use this information to provide, secure and improve the service."),
        ("Sharing", "We share personal data with processors that host the service for us."),
        ("Legal bases", "We process data because of our contract with you or with consent."),
        ("Retention", "We keep account data for two years after you close the account."),
        ("Your rights", "You have the right to access, correct and delete your personal data."),
        ("Children", "Nobody under the age of sixteen may open an account with us."),
        ("Transfers", "We transfer data to the United States under standard clauses."),
        ("Cookies", "We use cookies to remember your settings and to measure visits."),
        ("Payment", "Fees are charged monthly in advance and are not refunded."),
        ("Liability", "Our liability is limited to the fees that you paid in the last year."),
        ("Termination", "We may suspend or close accounts that violate these terms."),
        ("Law", "These terms are governed by the laws of Ireland and its courts decide."),
    )
)


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("Our team {} that words stay clear.", "takes care", "makes sure"),
        ("Visitors {} the old signs at the gate.", "often seek out", "tend to look for"),
        ("The old lamps {} from the gate.", "shine brightly", "give light"),
    ],
)
def test_on_a_long_policy_other_words_on_none_of_its_subjects_are_style(
    said: str, old: str, new: str
) -> None:
    """Platforms polish their long policies weekly; of a short page each word may be the point."""
    pages = (PAGE.format(lang="en", around=LONG, said=said.format(part)) for part in (old, new))
    assert compare(*pages).kind == "editorial"
    assert kind(said, old, new) == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The plain form serves people at home, the long one people and firms abroad.",
            "The plain form serves folk at home, the long one people abroad.",
        ),
        (
            "Boats wait at the quay, and large barges at the lock.",
            "Ships wait at the quay, and barges at the lock.",
        ),
        (
            "The lamps burn at night and on foggy mornings by the gate.",
            "The lights burn at night by the gate.",
        ),
    ],
)
def test_words_that_nothing_took_the_place_of_are_no_style(old: str, new: str) -> None:
    """Who is left out of a long policy beside a polished word would hear of it too late."""
    pages = (PAGE.format(lang="en", around=LONG, said=said) for said in (old, new))
    assert compare(*pages).kind == "substantive"

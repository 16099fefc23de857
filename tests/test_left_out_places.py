"""Places that a sentence spares, lets in again, or asks first: told the wrong way round, a reader
would hear the contrary of what the page says."""

from __future__ import annotations

import pytest

from monitor.classify.mentions import mentions
from monitor.classify.scope import LEFT_OUT
from tests.test_places import changed

HEAD = "# Policy\n\nThis page says what we do with your data.\n\n## Trips\n\n"


def degrees(text: str, language: str) -> set[int]:
    """How the text speaks of the places that it names."""
    return {m.scope for m in mentions(text, language)}


@pytest.mark.parametrize(
    "text",
    [
        "None of the invoices from Portugal is scanned.",
        "No trips made in Brazil are recorded.",
        "Nobody living in Chile is profiled.",
        "In Greece this does not happen.",
        "In Finland and Sweden we refrain from this.",
        "Orders from Peru remain untouched.",
        "We leave out reviews written in Denmark.",
        "This is true of all countries but Hungary.",
        "Save for trips in Hungary, all trips are recorded.",
        "All trips are recorded, Hungary excepted.",
        "All trips are recorded (not in Hungary or Malta).",
        "Trips are recorded, though not those made in Hungary.",
        "If your card is from Egypt, your trips won’t be recorded.",
        "Vietnam is no longer part of the scheme.",
        "Should you live in Kenya, this processing does not take place.",
        "Members who live in Kenya: your trips stay out of it.",
        "We have stopped this in Kenya for now.",
        "If you ride for us in Kenya, nothing of this applies to you.",
        "Trips are recorded, unless they begin in Kenya.",
        "For the time being, no songs by artists in Mexico are used.",
        "The scheme is not yet running in Hungary.",
        "If you use the app from Hungary, we don’t.",
        "We have no plans to do this in Iceland.",
        "The trial has not yet reached Iceland.",
        "Reviews from Cuba do not count.",
        "Reviews from Cuba play no part in this.",
        "The only exception is Ghana.",
        "This is not the case in Ghana.",
        "We have ended this in Brazil.",
        "Rollout in Egypt is delayed.",
        "Diaries of patients in Norway are left alone.",
        "Users living in Peru have been removed from this scheme.",
        "Until May we do without this in Denmark.",
        "Cashback is paid unless you are a resident of Utah.",
        "We read receipts unless your account is registered in Switzerland.",
        "Adverts are shown to everyone but members from Ontario and Alberta.",
        "We run checks on all applicants but those living in Sweden and Denmark.",
    ],
)
def test_a_place_that_is_spared_in_other_words_is_left_out(text: str) -> None:
    """It would be told as newly covered."""
    assert degrees(text, "en") == {LEFT_OUT}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wenn Sie in Österreich wohnen, werten wir Ihre Anrufe nicht aus.", "de"),
        ("Ausgenommen sind Bewertungen aus Österreich und der Schweiz.", "de"),
        ("Bewertungen aus Österreich bleiben außen vor.", "de"),
        ("In Österreich haben wir dies ausgesetzt.", "de"),
        ("Les avis rédigés en Suisse sont exclus.", "fr"),
        ("Nous avons suspendu cela en Suisse.", "fr"),
        ("Les avis de Suisse ne sont pas concernés.", "fr"),
        ("Si reside en Chile, no analizamos sus llamadas.", "es"),
        ("Las reseñas de Chile quedan excluidas.", "es"),
        ("Hemos suspendido esto en Chile.", "es"),
        ("In Grecia ciò non avviene.", "it"),
        ("Le recensioni scritte in Grecia sono escluse.", "it"),
        ("Abbiamo sospeso questa pratica in Grecia.", "it"),
        ("Woont u in België, dan analyseren wij uw gesprekken niet.", "nl"),
        ("Recensies uit België blijven buiten beschouwing.", "nl"),
        ("Klanten in België vallen hier niet onder.", "nl"),
        ("Se vive no Brasil, não analisamos as suas chamadas.", "pt"),
        ("As avaliações do Brasil ficam excluídas.", "pt"),
        ("Suspendemos isto no Brasil.", "pt"),
        ("In Polen verzichten wir darauf.", "de"),
        ("Dies betrifft Nutzer in Polen nicht.", "de"),
        ("Alle Länder bis auf Polen sind dabei.", "de"),
        ("Nous excluons les avis de Pologne.", "fr"),
        ("Cette pratique ne concerne pas la Pologne.", "fr"),
        ("Excluimos las reseñas de Polonia.", "es"),
        ("En Polonia renunciamos a ello.", "es"),
        ("Escludiamo le recensioni dalla Polonia.", "it"),
        ("In Polen zien wij hiervan af.", "nl"),
        ("ただし、ポーランドを除きます。", "ja"),
        ("Für Gäste in Frankreich findet keine Auswertung statt.", "de"),
        ("韓国のユーザーの写真をAIの学習に使用しません。", "ja"),
        ("我们不会使用韩国用户的照片来训练人工智能。", "zh"),
        ("유럽연합 회원의 사진은 AI 학습에 사용하지 않습니다.", "ko"),
    ],
)
def test_a_place_that_is_spared_in_another_language_is_left_out(text: str, language: str) -> None:
    """It would be told as newly covered, or not at all."""
    assert degrees(text, language) == {LEFT_OUT}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Photos from Norway and Iceland are being added from 2 December 2026.", "en"),
        ("The analysis has resumed in Norway.", "en"),
        ("The scheme is no longer suspended for drivers in Malta.", "en"),
        ("The same goes for Laos.", "en"),
        ("The trial now covers Brazil.", "en"),
        ("We are bringing this to Brazil.", "en"),
        ("Ads in Brazil will be chosen by AI.", "en"),
        ("Members in Turkey are no longer exempt.", "en"),
        ("Rollout in Egypt is complete.", "en"),
        ("We use diaries from Poland.", "en"),
        ("The study takes place in Spain.", "en"),
        ("Die Auswertung erfolgt nun auch in Spanien.", "de"),
        ("Since May, floor plans of homes in Spain have been used to train our model.", "en"),
        ("Anche le foto degli utenti in Grecia saranno usate.", "it"),
        ("We have rolled this out in Vietnam as well.", "en"),
        ("Ab 1. Mai 2027 werden auch Anrufe aus Österreich ausgewertet.", "de"),
        ("Dies gilt nun auch in Österreich.", "de"),
        ("Les appels passés en Suisse sont également analysés.", "fr"),
        ("Cela s’applique désormais aussi en Suisse.", "fr"),
        ("También se analizan las llamadas de Chile.", "es"),
        ("Ahora también se aplica en Chile.", "es"),
        ("Vengono analizzate anche le chiamate dalla Grecia.", "it"),
        ("Ora vale anche in Grecia.", "it"),
        ("Wij analyseren ook gesprekken uit België.", "nl"),
        ("Dit geldt nu ook in België.", "nl"),
        ("Também analisamos chamadas do Brasil.", "pt"),
        ("Das Programm startet am 1. Mai 2027 in Polen.", "de"),
        ("Nous étendons cette pratique à la Pologne.", "fr"),
        ("El programa empieza en Polonia el 1 de mayo de 2027.", "es"),
        ("Estendiamo questa pratica alla Polonia.", "it"),
        ("Wij breiden dit uit naar Polen.", "nl"),
    ],
)
def test_a_place_that_is_let_in_is_covered(text: str, language: str) -> None:
    """What now holds there as well would be told without the place."""
    assert degrees(text, language) == {2}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Members from Ireland must opt in first.", "en"),
        ("In Ireland, your explicit consent is needed.", "en"),
        ("In Ireland we do this only where you have said yes.", "en"),
        ("Visitors from Spain can read this page in Spanish here.", "en"),
        ("We suspended our partner in Spain.", "en"),
        ("No court in Spain is bound by this.", "en"),
        ("We bought a company in Brazil.", "en"),
        ("The picture shows a beach in Brazil.", "en"),
        ("Coffee from Brazil is served in our offices.", "en"),
        ("Data from our servers in Spain is not encrypted.", "en"),
        ("In Österreich nur mit Ihrer Einwilligung.", "de"),
        ("Unser Büro in Österreich ist am Sonntag nicht besetzt.", "de"),
        ("Wir speichern Ihre Daten auch in Österreich.", "de"),
        ("Nos serveurs en Suisse sont également utilisés pour les sauvegardes.", "fr"),
        ("La empresa de Chile no es responsable.", "es"),
        ("La legge della Grecia non si applica.", "it"),
        ("Onze kantoren in België zijn niet open.", "nl"),
    ],
)
def test_a_place_that_is_asked_first_or_named_in_passing_neither_comes_nor_goes(
    text: str, language: str
) -> None:
    """Where people must agree first, or an office stands, nothing is newly done to them."""
    assert degrees(text, language) <= {0}


def test_a_list_below_what_is_not_covered_leaves_its_places_out() -> None:
    """Each entry would be told as a place where the practice begins."""
    old = f"{HEAD}We record trips.\n"
    new = f"{old}\nCountries not covered:\n\n- Germany\n- South Korea\n"
    assert changed(old, new) == (set(), {"DE", "KR"})
    assert changed(new, old) == ({"DE", "KR"}, set())


def test_a_practice_that_resumes_in_a_place_holds_there_again() -> None:
    """Only the verb differs: the place itself stands in both versions."""
    old = f"{HEAD}We record trips. The recording is paused in Norway.\n"
    new = f"{HEAD}We record trips. The recording has resumed in Norway.\n"
    assert changed(old, new) == ({"NO"}, set())


@pytest.mark.parametrize(
    "text",
    [
        "In Spain you may ask that the processing is stopped.",
        "If you live in Spain, your account can be suspended after a warning.",
        "For members in Spain the setting is on until it is switched off.",
    ],
)
def test_what_can_be_stopped_in_a_place_is_done_there(text: str) -> None:
    """A right to have something stopped would be told as its end."""
    assert degrees(text, "en") == {2}


def test_a_place_that_is_no_longer_spared_is_let_in_however_it_is_named() -> None:
    """The words for the place are the same in both versions, and only the denial went."""
    old = f"{HEAD}The songs of Peru are exempt from this.\n"
    new = f"{HEAD}The songs of Peru are offered and shown.\n"
    assert changed(old, new) == ({"PE"}, set())


def test_a_list_of_states_that_becomes_some_states_takes_none_away() -> None:
    """Rights that are now worded for all who have them would be told as lost, and as new."""
    old = f"{HEAD}People in Oregon, Utah and Montana can ask for a copy.\n"
    new = f"{HEAD}In some US states people can ask for a copy.\n"
    assert changed(old, new) == (set(), set())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir zeigen Werbung, es sei denn, Sie wohnen in Belgien.", "de"),
        ("Nous montrons des publicités, à moins que vous ne résidiez au Luxembourg.", "fr"),
        ("Mostramos anuncios, a menos que resida en Uruguay.", "es"),
        ("Mostriamo annunci, a meno che lei non viva in Austria.", "it"),
        ("Wij tonen advertenties, tenzij u in België woont.", "nl"),
        ("Mostramos anúncios, a menos que você more em Portugal.", "pt"),
        ("Pokazujemy reklamy wszystkim poza użytkownikami w Czechach.", "pl"),
        ("Pokazujemy reklamy, z wyjątkiem mieszkańców Niemiec i Szwecji.", "pl"),
        ("Vi visar annonser, utom för användare i Danmark.", "sv"),
        ("Rabatte gelten überall, nur nicht in Luxemburg.", "de"),
        ("Les remises valent partout, mais pas en Suisse.", "fr"),
        ("Los cupones valen en todas partes, pero no en Paraguay.", "es"),
    ],
)
def test_unless_you_live_there_leaves_a_place_out_in_any_language(text: str, language: str) -> None:
    """It would be told as newly covered: the contrary."""
    assert degrees(text, language) == {LEFT_OUT}


@pytest.mark.parametrize(
    "text",
    [
        "Wir löschen die Daten, es sei denn, das Recht in Belgien verlangt sie.",
        "We erase it unless the law of Belgium requires us to keep it.",
    ],
)
def test_a_law_that_is_the_exception_leaves_nobody_out(text: str) -> None:
    """ "Not in Belgium" would be untrue of what is done there."""
    assert LEFT_OUT not in degrees(text, "en" if "unless" in text else "de")


@pytest.mark.parametrize(
    ("heading", "old", "new", "code"),
    [
        ("Norway", "Loans: not available.", "Loans: available.", "NO"),
        ("Brazil", "Face login: disabled.", "Face login: enabled.", "BR"),
        ("Chile", "Off", "On", "CL"),
        ("Japan", "Switched off by default.", "Switched on by default.", "JP"),
    ],
)
def test_a_place_of_its_own_heading_is_let_in_where_its_no_turns(
    heading: str, old: str, new: str, code: str
) -> None:
    """ "Loans: available" below "Norway" names no place, and is news to everybody there."""
    rest = "\n\n### Sweden\n\nPayments are made in crowns.\n"
    a, b = (f"{HEAD}### {heading}\n\n{text}{rest}" for text in (old, new))
    assert changed(a, b) == ({code}, set())
    assert changed(b, a) == (set(), {code})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We do not sell data.", "We sell data."),
        ("You may not be denied a refund.", "You may be denied a refund."),
        ("We are not a bank.", "We are a bank."),
    ],
)
def test_a_not_in_a_notice_to_a_place_does_not_let_it_in(old: str, new: str) -> None:
    """The notice was for people there before, and still is."""
    a, b = (f"{HEAD}### Notice to residents of Colorado\n\n{text}\n" for text in (old, new))
    assert changed(a, b) == (set(), set())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("除欧盟用户外，我们使用您的照片训练模型。", "zh"),
        ("除英国居民以外，所有用户均可使用。", "zh"),
        ("本功能不适用于EU和UK用户。", "zh"),
        ("EUのお客様を除き、写真を学習に利用します。", "ja"),
        ("フランスにお住まいの方以外に適用されます。", "ja"),
        ("독일 이용자를 제외하고 적용됩니다.", "ko"),
    ],
)
def test_all_but_those_there_leaves_a_place_out_where_nothing_is_spaced(
    text: str, language: str
) -> None:
    """ "Now also EU, used for AI training" would be critical, and the contrary."""
    assert degrees(text, language) == {LEFT_OUT}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We train models on your photos, except in Norway.",
            "We do not train models on your photos.",
        ),
        (
            "We share your calls with insurers, unless you live in Spain or Italy.",
            "We never share your calls with insurers.",
        ),
        ("Outside the EU, we scan messages.", "We no longer scan messages."),
        (
            "We scan messages. In France, we do not scan messages.",
            "We do not scan messages.",
        ),
    ],
)
def test_what_is_done_nowhere_any_more_lets_no_place_in(old: str, new: str) -> None:
    """ "Now also Norway · AI training" where training stopped everywhere."""
    assert changed(HEAD + old, HEAD + new)[0] == set()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("We train on posts. In Malta, we do not train on posts.", "We train on posts.", "MT"),
        ("In Malta we do not train on posts.", "We do not train on posts without consent.", "MT"),
        (
            "We do not sell data. We scan messages, except in Malta.",
            "We do not sell data. We scan messages.",
            "MT",
        ),
    ],
)
def test_a_not_of_something_else_does_not_keep_a_place_out(old: str, new: str, code: str) -> None:
    """That it is done in Malta now would not be told."""
    assert changed(HEAD + old, HEAD + new)[0] == {code}

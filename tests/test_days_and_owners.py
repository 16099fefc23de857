"""Small edits that decide: whose a thing is, by which day one must act; and which day does not."""

from __future__ import annotations

from datetime import date

import pytest

import monitor

PAGE = (
    "<html lang={}><body><main><h1>Orlo</h1><p>Guests of the house follow the rules below.</p>"
    "<p>{}</p><p>Whoever loses a key pays for the lock.</p></main></body></html>"
)


def changed(language: str, was: str, now: str) -> monitor.Change:
    old, new = (PAGE.format(language, said) for said in (was, now))
    return monitor.compare(old, new, on=date(2026, 9, 18))


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("de", "Stand: Sonntag, 3. Mai", "Stand: Montag, 1. Juni"),
        ("de", "Stand: 3. Mai", "Stand: 1. Juni"),
        ("en", "Last updated: Sunday, May 3", "Last updated: Monday, June 1"),
        ("fr", "Mis à jour le dimanche 3 mai", "Mis à jour le lundi 1er juin"),
        ("es", "Actualizado: domingo, 3 de mayo", "Actualizado: lunes, 1 de junio"),
        ("it", "Aggiornato: domenica 3 maggio", "Aggiornato: lunedì 1 giugno"),
        ("pt", "Atualizado: domingo, 3 de maio", "Atualizado: segunda-feira, 1 de junho"),
        ("nl", "Bijgewerkt: zondag 3 mei", "Bijgewerkt: maandag 1 juni"),
        ("pl", "Aktualizacja: niedziela, 3 maja", "Aktualizacja: poniedziałek, 1 czerwca"),
    ],
)
def test_another_day_of_the_edition_without_its_year_is_editorial(
    language: str, was: str, now: str
) -> None:
    assert changed(language, was, now).kind == "editorial"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Eine Ummeldung ist nur noch bis zum 30. Juni 2027 möglich."),
        ("de", "Einwände sind bis zum 30. Juni 2027 einzureichen."),
        ("fr", "L’inscription est possible jusqu’au 30 juin 2027."),
        ("es", "Es posible oponerse hasta el 30 de junio de 2027."),
        ("it", "È possibile opporsi fino al 30 giugno 2027."),
        ("pt", "É possível opor-se até 30 de junho de 2027."),
        ("nl", "Bezwaar is mogelijk tot en met 30 juni 2027."),
    ],
)
def test_until_when_something_is_possible_is_a_day_to_act_by(language: str, said: str) -> None:
    change = changed(language, "Gäste bringen ihre Schuhe mit.", said)
    assert [(d.role, d.new) for d in change.dates] == [("deadline", "2027-06-30")]


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("en", "14 June: deadline for objections", "21 June: deadline for objections"),
        ("en", "14 June: last day to apply", "21 June: last day to apply"),
        ("de", "14. Juni: Anmeldeschluss", "21. Juni: Anmeldeschluss"),
        ("fr", "14 juin : date limite d’inscription", "21 juin : date limite d’inscription"),
        ("es", "14 de junio: fecha límite", "21 de junio: fecha límite"),
    ],
)
def test_a_day_to_act_by_that_moved_is_no_number_of_a_list(
    language: str, was: str, now: str
) -> None:
    assert changed(language, was, now).kind == "substantive"


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("en", "We keep his photos for a year.", "We keep your photos for a year."),
        ("en", "The host pays for his damage.", "The host pays for your damage."),
        ("en", "You answer for her debts.", "You answer for our debts."),
        ("fr", "Nous gardons ses photos un an.", "Nous gardons vos photos un an."),
        ("nl", "Wij bewaren haar foto's een jaar.", "Wij bewaren uw foto's een jaar."),
        ("de", "Wir speichern seine Fotos ein Jahr.", "Wir speichern Ihre Fotos ein Jahr."),
    ],
)
def test_whose_a_thing_is_decides(language: str, was: str, now: str) -> None:
    assert changed(language, was, now).kind == "substantive"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("A guest can delete his photos.", "A guest can delete their photos."),
        ("A guest can delete her photos.", "A guest can delete his or her photos."),
        ("Guests change the settings.", "Guests change their settings."),
        ("Guests leave their boots outside.", "Guests leave your boots outside."),
    ],
)
def test_the_same_owner_in_other_words_is_a_matter_of_style(was: str, now: str) -> None:
    assert changed("en", was, now).kind == "editorial"

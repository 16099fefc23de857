"""Places that are named where nothing began or ended for anybody, and ends told in plain words: a
false "now also" or "no longer" is what a reader would repeat."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change
from monitor.render.wording import headline

ON = date(2026, 9, 18)


def changed(old: str, new: str, language: str = "en") -> Change:
    """The change of one sentence for another."""
    pages = (
        f'<html lang="{language}"><main><h1>Policy</h1><p>About us.</p><h2>News</h2><p>{text}</p>'
        "</main></html>"
        for text in (old, new)
    )
    return compare(*pages, "text/html", on=ON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You must be 13.", "You must be 13, or 14 if you live in South Korea."),
        ("You must be 16 to ride.", "You must be 16 (or 18 in Brazil) to ride."),
        (
            "Only people aged 13 and over may ride.",
            "Only people aged 13 and over may ride; for users in Italy the minimum age is 14.",
        ),
        (
            "Riders have to be 13 or older.",
            "Riders have to be 13 or older (15 or older in Slovenia).",
        ),
    ],
)
def test_another_age_in_one_country_does_not_bring_the_rule_there(old: str, new: str) -> None:
    """It held everywhere: "now also South Korea" would say that it did not."""
    there, back = changed(old, new), changed(new, old)
    assert "now also" not in headline(there, ON)
    assert "no longer" not in headline(back, ON)


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Members in Chile are not affected.", "We have stopped in Chile.", "en"),
        ("Customers in Kenya remain unaffected.", "Our shop in Kenya is closed.", "en"),
        ("Riders in Uruguay are not affected.", "We no longer operate in Uruguay.", "en"),
        (
            "Mitglieder in Peru sind nicht betroffen.",
            "Wir haben den Dienst in Peru eingestellt.",
            "de",
        ),
        (
            "Les membres au Pérou ne sont pas concernés.",
            "Nous avons cessé nos activités au Pérou.",
            "fr",
        ),
        (
            "Los miembros de Perú no se ven afectados.",
            "Hemos cerrado el servicio en Perú.",
            "es",
        ),
    ],
)
def test_where_something_closed_nobody_is_let_in(old: str, new: str, language: str) -> None:
    """Who was "not affected" before would be told as covered now, of a place that was left."""
    change = changed(old, new, language)
    assert change.regions_added == ()
    assert new.rstrip(".") in headline(change, ON)


def test_who_is_affected_now_is_let_in() -> None:
    """An end of something else must not hide it."""
    change = changed(
        "Members in Peru are not affected by the scans.",
        "Members in Peru are no longer exempt from the scans.",
    )
    assert change.regions_added == ("PE",)


@pytest.mark.parametrize(
    ("said", "code", "language"),
    [
        ("We block access in Mississippi.", "US-MS", "en"),
        ("We are blocking all access from Utah.", "US-UT", "en"),
        ("Access from Texas is blocked.", "US-TX", "en"),
        ("Bloqueamos el acceso en Francia.", "FR", "es"),
        ("Nous bloquons l’accès en Italie.", "IT", "fr"),
    ],
)
def test_where_access_is_blocked_the_place_is_left_out(said: str, code: str, language: str) -> None:
    """Nobody there would hear that they are shut out."""
    change = changed("The forum is open.", f"The forum is open. {said}", language)
    assert (change.regions_added, change.regions_removed) == ((), (code,))


def test_a_block_that_a_reader_may_set_leaves_no_place_out() -> None:
    """The page shuts nobody out."""
    said = "You can block access from countries such as Chile."
    assert changed("All may post.", f"All may post. {said}").regions_removed == ()


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("Our lamps are made in Poland.", "Our lamps are made in Poland, not in Vietnam.", "en"),
        ("Parts come from Taiwan.", "Parts come from Taiwan and never from Belarus.", "en"),
        (
            "Le borse sono prodotte in Italia.",
            "Le borse sono prodotte in Italia e non in Turchia.",
            "it",
        ),
        (
            "Die Taschen sind genäht.",
            "Die Taschen kommen aus Italien und nicht aus China.",
            "de",
        ),
    ],
)
def test_where_goods_come_from_is_no_place_of_a_reader(old: str, new: str, language: str) -> None:
    """ "not in Vietnam" would read as if people there were left out."""
    for change in (changed(old, new, language), changed(new, old, language)):
        assert (change.regions_added, change.regions_removed) == ((), ())


def test_what_is_made_of_people_is_no_goods() -> None:
    """Recordings that are not made somewhere spare the people there."""
    change = changed("Recordings are made in Kenya.", "Recordings are made in Kenya, not in Ghana.")
    assert change.regions_removed == ("GH",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Loans are offered in Spain and Italy.", "Loans are offered in 25 countries."),
        ("You can order from Chile and Peru.", "You can order from over 40 countries."),
        (
            "Payouts are available in Kenya, Ghana and Nigeria.",
            "Payouts are available in more than 90 countries.",
        ),
    ],
)
def test_a_list_that_becomes_a_number_of_countries_takes_none_away(old: str, new: str) -> None:
    """ "no longer Kenya" is untrue where Kenya may be one of the 90; nor does it come anew."""
    for change in (changed(old, new), changed(new, old)):
        assert (change.regions_added, change.regions_removed) == ((), ())


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("After 4 December 2026, guests cannot see your list.", "en"),
        ("Old cards will stop working after 4 December 2026.", "en"),
        ("Nach dem 4. Dezember 2026 sehen Gäste Ihre Liste nicht mehr.", "de"),
        ("Après le 4 décembre 2026, les anciens badges n’ouvrent plus les portes.", "fr"),
    ],
)
def test_after_a_day_is_from_that_day(said: str, language: str) -> None:
    """Without it no alert would say when, and nothing would remind of it."""
    dates = changed("Guests see your list.", said, language).dates
    assert [(d.role, d.old, d.new) for d in dates] == [("effective", None, "2026-12-04")]

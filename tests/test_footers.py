"""What a footer, a link or a timetable says to readers counts; what is of the site does not."""

from __future__ import annotations

import pytest

import monitor

RULES = "".join(
    f"<p>{n}. Whoever borrows a {thing} brings it back within {n} days, clean and whole.</p>"
    for n, thing in enumerate(("tent", "stove", "rope", "lamp", "map", "boat", "sledge"), 1)
)
LINKS = "<ul><li><a href=/i>Imprint</a></li><li><a href=/j>Jobs</a></li></ul><p>© 2026 Orlo</p>"


def page(here: str = "", footer: str = "", language: str = "en") -> str:
    return (
        f"<html lang={language}><body><main><h1>Orlo</h1>{RULES}{here}</main>"
        f"<footer>{footer}{LINKS}</footer></body></html>"
    )


def kind(old: str, new: str) -> str:
    return str(monitor.compare(old, new).kind)


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("en", "We delete what you send us after 60 days.", "We keep what you send us for years."),
        ("en", "", "A fee of $9 is charged when a parcel is not collected."),
        ("en", "You may ask for a copy of your data at any time.", ""),
        ("de", "Ihre Angaben werden nach 30 Tagen gelöscht.", "Ihre Angaben werden verkauft."),
        ("fr", "", "Vos données peuvent être vendues à nos partenaires."),
        ("es", "Puede cancelar su contrato en 14 días.", "Puede cancelar su contrato en 7 días."),
        ("pl", "Możesz zrezygnować z umowy w ciągu 30 dni.", "Nie możesz zrezygnować z umowy."),
        (
            "ja",
            "お客様の個人情報は第三者に提供しません。",
            "お客様の個人情報は広告会社に提供します。",
        ),
    ],
)
def test_a_clause_in_a_footer_is_told(language: str, was: str, now: str) -> None:
    old, new = (page(footer=f"<p>{said}</p>", language=language) for said in (was, now))
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("© 2025 Orlo Ltd. All rights reserved.", "© 2026 Orlo Ltd. All rights reserved."),
        ("Follow us on Mastodon for more.", "Follow us on Mastodon and Bluesky for more."),
        ("Orlo Ltd, 12 Mill Street, Oxford OX1 2AB", "Orlo Ltd, 4 High Road, Oxford OX3 1PP"),
        ("Sign up to our newsletter, you can leave any time.", "Our newsletter is free for you."),
        ("We use cookies to measure your visits.", "We use cookies to know your visits better."),
        ("Orlo has lent tents since 1998 and loves it.", "Orlo lends tents in Oxford and Bath."),
        ("Call us on 01865 12345, Monday to Friday.", "Call us on 01865 54321, Monday to Friday."),
        (
            "Trusted by more than 9,000 campers in 14 lands.",
            "Trusted by 12,000 campers in 15 lands.",
        ),
        ("This site is protected by reCAPTCHA, whose Privacy Policy and Terms apply.", ""),
        ("By signing up you agree that we write to you. You can unsubscribe at any time.", ""),
        ("Certain features only in some countries. Software updates may be required.", ""),
    ],
)
def test_what_a_footer_says_of_the_site_alarms_nobody(was: str, now: str) -> None:
    old, new = (page(footer=f"<p>{said}</p>") for said in (was, now))
    assert kind(old, new) != "substantive"


@pytest.mark.parametrize(
    "said",
    ["You agree that we read what you write.", "We keep your address for two years after that."],
)
def test_a_form_in_a_footer_is_no_text(said: str) -> None:
    """Its small print is of the newsletter that it is for."""
    form = f"<div class=newsletter><p>{said}</p><input name=email><button>Subscribe</button></div>"
    assert kind(page(footer=form), page()) != "substantive"


def linked(*said: str) -> str:
    return "".join(f"<p><a href=/more/{n}>{text}</a></p>" for n, text in enumerate(said))


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("en", "Late tents cost you 4 euros a day.", "Late tents cost you 9 euros a day."),
        ("de", "Wir löschen Ihr Konto nach drei Jahren.", "Wir löschen Ihr Konto nie."),
        ("fr", "Vous pouvez rendre la tente en 14 jours.", "Vous ne pouvez pas rendre la tente."),
        ("ja", "利用者はいつでも退会できます。", "利用者は退会できません。"),
        ("en", "Delivery of spare parts is free.", "Delivery of spare parts is $4."),
    ],
)
def test_a_link_that_is_a_sentence_is_text(language: str, was: str, now: str) -> None:
    others = ("Those who lose a rope tell us at once.", "You answer for what your guests do.")
    for more in ((), others):
        old, new = (page(linked(said, *more), language=language) for said in (was, now))
        change = monitor.compare(old, new)
        assert change.kind == "substantive", more
        assert was.split()[-1].strip(".") in change.summary + str(change.to_dict())


def test_links_that_lead_elsewhere_alarm_nobody() -> None:
    old = page(linked("How to choose a tent", "Ten walks in the hills", "Our lamps at work"))
    new = page(linked("How to choose a boat", "Twelve walks in the hills", "Our lamps at work"))
    assert kind(old, new) != "substantive"
    mine = page(linked("My account was closed.", "My tent has a hole in it.", "I lost my rope."))
    assert kind(mine, page()) != "substantive"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<tr><td>Wednesday</td><td>9–17</td></tr>", "<tr><td>Wednesday</td><td>closed</td></tr>"),
        ("<tr><td>Mo</td><td>8–12 Uhr</td></tr>", "<tr><td>Mo</td><td>geschlossen</td></tr>"),
        ("<tr><td>Mardi</td><td>fermé</td></tr>", "<tr><td>Mardi</td><td>9h–17h</td></tr>"),
        ("<tr><td>Sábado</td><td>9:00–14:00</td></tr>", "<tr><td>Sábado</td><td>cerrado</td></tr>"),
    ],
)  # fmt: skip
def test_a_day_of_a_timetable_that_closes_is_told(was: str, now: str) -> None:
    rest = "<tr><td>Friday</td><td>9–17</td></tr><tr><td>Sunday</td><td>closed</td></tr>"
    old, new = (page(f"<h2>Office</h2><table>{row}{rest}</table>") for row in (was, now))
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Free delivery on orders over $40.", "Free delivery on orders over $60."),
        ("Free trials last 14 days.", "Free trials last 7 days."),
        ("Order by 5 pm for delivery next day.", "Order by noon for delivery next day."),
    ],
)  # fmt: skip
def test_what_a_shop_promises_is_no_advertisement(was: str, now: str) -> None:
    assert kind(page(f"<p>{was}</p>"), page(f"<p>{now}</p>")) == "substantive"

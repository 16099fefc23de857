"""Who wrote a page, when, and what is new on the site is no change of what the page says."""

from __future__ import annotations

from datetime import date

import pytest

import monitor

RULES = "<p>Guests leave the hut as they found it.</p><p>Dogs stay in the porch at night.</p>"


def page(above: str = "", below: str = "", language: str = "en", beside: str = "") -> str:
    return (
        f"<html lang={language}><head><title>Hut</title></head><body>{beside}"
        f"<div><h1>Hut rules</h1>{above}{RULES}{below}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("en", "Written by Ola<br>Updated over 2 weeks ago", "Written by Jun<br>Updated yesterday"),
        ("en", "By Ola Berg<br>Edited 3 days ago", "By Ola Berg<br>Edited over a month ago"),
        ("de", "Verfasst von Ola<br>Aktualisiert gestern", "Verfasst von Jo<br>Aktualisiert heute"),
        ("fr", "Écrit par Ola<br>Mis à jour il y a 3 jours", "Écrit par Zoé<br>Mis à jour hier"),
        ("es", "Escrito por Ola<br>Actualizado ayer", "Escrito por Ana<br>Actualizado hace un mes"),
    ],
)  # fmt: skip
def test_a_byline_in_two_lines_alarms_nobody(language: str, was: str, now: str) -> None:
    old, new = (page(f"<div><span>{said}</span></div>", language=language) for said in (was, now))
    assert monitor.compare(old, new).kind == "noise"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Last modified on 3 May, 2026", "Last modified by Ola Berg on 21 June, 2026"),
        ("Published 4 May 2023. Updated 2 June 2026.", "Updated 9 July 2026. See all updates"),
        ("By Ola, last edited on 3 May 2026", "By Ola, last edited by Jun Abe on 9 July 2026"),
        ("Reviewed by Ola Berg on 3 May 2026", "Reviewed by Jun Abe on 9 July 2026"),
    ],
)  # fmt: skip
def test_who_touched_the_page_last_and_when_is_editorial(was: str, now: str) -> None:
    old, new = (page(f"<p>{said}</p>") for said in (was, now))
    assert monitor.compare(old, new).kind in ("editorial", "noise")


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Keys are returned by Monday on 3 May 2027", "Keys are returned by Monday on 10 May 2027"),
        ("Keys are returned by 3 May 2027.", "Keys are returned by 10 May 2027."),
        ("Bread is ordered before 3 May 2027", "Bread is ordered before 10 May 2027"),
        ("Prices updated on 3 May 2026: 9 euros", "Prices updated on 3 May 2026: 12 euros"),
    ],
)
def test_a_day_by_which_something_is_done_is_none_of_the_edition(was: str, now: str) -> None:
    old, new = (page(f"<p>{said}</p>") for said in (was, now))
    assert monitor.compare(old, new, on=date(2026, 9, 18)).kind == "substantive"


@pytest.mark.parametrize(
    ("language", "heading"),
    [("de", "Aktuelles"), ("fr", "Actualités"), ("it", "Novità"), ("pl", "Aktualności")],
)
def test_news_beside_the_text_alarm_nobody(language: str, heading: str) -> None:
    old, new = (
        page(language=language, beside=f"<h3>{heading}</h3><ul><li><a href=/{n}>{text}</a></ul>")
        for n, text in ((1, "Weg am Grat gesperrt"), (2, "Hütte am Samstag mit Musik und Tanz"))
    )
    assert monitor.compare(old, new).kind == "noise"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Be the first to like this", "Ola Berg likes this"),
        ("Be the first to review it", "Ola Berg and 3 others like this"),
        ("No labels", "No comments yet"),
    ],
)
def test_what_visitors_liked_alarms_nobody(was: str, now: str) -> None:
    old, new = (page(below=f"<div><span>{said}</span></div>") for said in (was, now))
    assert monitor.compare(old, new).kind == "noise"


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        ("ja", "更新日：2026年3月3日", "更新日：2026年6月19日"),
        ("en", "Modified by Gil Ahn on 3 March 2026", "Modified by Rui Pinto on 19 June 2026"),
        ("pl", "Ostatnia modyfikacja: 03.03.2026 10:11", "Ostatnia modyfikacja: 19.06.2026 08:30"),
        ("de", "Zuletzt bearbeitet: 3. März 2026", "Zuletzt bearbeitet: 19. Juni 2026"),
    ],
)
def test_what_changed_on_a_day_is_told_and_not_the_day(language: str, was: str, now: str) -> None:
    """The line said that the page was updated, and not what was."""
    rules = {"ja": "鍵は三日前までに返してください。", "en": "Keys are kept by the warden."}
    after = {"ja": "鍵は七日前までに返してください。", "en": "Keys are kept by the guests."}
    said, says = (each.get(language, each["en"]) for each in (rules, after))
    old = page(f"<p>{was}</p><p>{said}</p>", language=language)
    change = monitor.compare(old, page(f"<p>{now}</p><p>{says}</p>", language=language))
    assert change.kind == "substantive"
    assert says in change.summary
    assert now not in change.summary


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Created by: Lena Voss<br>Modified on: Tue, 3 Mar, 2026 at 10:12 AM",
         "Created by: Lena Voss<br>Modified on: Mon, 22 Jun, 2026 at 4:40 PM"),
        ("Published 3 March 2026, 10.12", "Published 22 June 2026, 16.40"),
        ("Edited: Fri, 6 Mar 2026 09:00, Otto Brandt", "Edited: Mon, 8 Jun 2026 11:30, Ana Reyes"),
    ],
)  # fmt: skip
def test_the_time_of_day_of_an_edition_is_editorial(was: str, now: str) -> None:
    old, new = (page(f"<p>{said}</p>") for said in (was, now))
    assert monitor.compare(old, new).kind in ("editorial", "noise")


def test_the_strip_across_the_top_of_a_shop_alarms_nobody_but_with_a_notice() -> None:
    strip = '<div class="announcement-bar"><p>{}</p></div>'
    sale, gifts = (
        page(beside=strip.format(said)) for said in ("Mugs from £8", "Gift cards are back!")
    )
    assert monitor.compare(sale, gifts).kind == "noise"
    notice = page(beside=strip.format("From 3 November 2026 we share your orders with partners."))
    assert monitor.compare(sale, notice).kind == "substantive"


@pytest.mark.parametrize(
    ("language", "was", "now"),
    [
        (
            "en",
            "Last updated on 1 May 2026 by Acme Inc.",
            "Last updated on 2 May 2026 by Bolt Ltd.",
        ),
        ("en", "Updated 1 May 2026 (Refunds)", "Updated 2 May 2026 (No Refunds)"),
        ("en", "Published 1 May 2026: Free Returns", "Published 2 May 2026: No Free Returns"),
        (
            "de",
            "Stand: 1. Mai 2026, Kündigung und Widerruf",
            "Stand: 2. Mai 2026, Schiedsgericht und Gebühren",
        ),
    ],
)
def test_what_differs_beside_the_day_of_an_edition_is_told(
    language: str, was: str, now: str
) -> None:
    """Whatever has a capital letter was taken for the name of who edited the page."""
    old, new = (page(f"<p>{said}</p>", language=language) for said in (was, now))
    assert monitor.compare(old, new).kind == "substantive"


@pytest.mark.parametrize(
    ("code", "old", "new", "entry"),
    [
        (
            "es",
            "Última actualización: enero 4, 2026",
            "Última actualización: mayo 2, 2026",
            "brókeres",
        ),
        (
            "fr",
            "Dernière mise à jour : 4 janvier 2026",
            "Dernière mise à jour : 2 mai 2026",
            "courtiers",
        ),
        (
            "pl",
            "Ostatnia aktualizacja: 4 stycznia 2026",
            "Ostatnia aktualizacja: 2 maja 2026",
            "brokerzy",
        ),
        ("tr", "Son güncelleme: 4 Ocak 2026", "Son güncelleme: 2 Mayıs 2026", "aracılar"),
        (
            "ru",
            "Последнее обновление: 4 января 2026",
            "Последнее обновление: 2 мая 2026",
            "брокеры",
        ),
        ("ar", "آخر تحديث: 4 يناير 2026", "آخر تحديث: 2 مايو 2026", "الوسطاء"),
    ],
)
def test_what_came_on_the_day_of_an_edition_is_told(
    code: str, old: str, new: str, entry: str
) -> None:
    """The line quoted the two days of the document, and not the entry."""
    one, other = (
        f'<html lang="{code}"><body><main><h1>Acme?</h1><p>{day}</p><ul><li>Nordhost</li>{more}'
        "<li>Payrail</li></ul></main></body></html>"
        for day, more in ((old, ""), (new, f"<li>{entry}</li>"))
    )
    summary = monitor.compare(one, other).summary
    assert entry in summary
    assert new not in summary

"""What stands first: another value before what a page says of itself in other words."""

from __future__ import annotations

from datetime import date

import pytest

from monitor import compare

PAGE = "<html lang={}><main><h1>X</h1><p>{}</p><h2>A</h2><p>{}</p><h2>B</h2><p>{}</p></main></html>"


@pytest.mark.parametrize(
    ("lang", "old", "new", "value"),
    [
        (
            "en",
            (
                "This policy describes how Parlo (“we”) handles information when you use our apps.",
                "We collect information automatically, such as your device type and log data.",
                "Deleted messages are removed from our systems within 30 days.",
            ),
            (
                "We care about your privacy. This policy explains what Parlo (“we”) does with it.",
                "Information we get automatically. This includes device type and log data.",
                "Deleted messages are removed from our systems within 90 days.",
            ),
            "30 days → within 90 days",
        ),
        (
            "de",
            (
                "Diese Hinweise beschreiben, wie wir mit Angaben umgehen, wenn Sie Parlo nutzen.",
                "Wir erheben Angaben von selbst, etwa die Art Ihres Geräts.",
                "Wir speichern Protokolldaten für 7 Tage.",
            ),
            (
                "Ihre Privatsphäre liegt uns am Herzen. Hier lesen Sie, was Parlo mit Angaben tut.",
                "Angaben, die wir von selbst erhalten. Dazu gehört die Art Ihres Geräts.",
                "Wir speichern Protokolldaten für 90 Tage.",
            ),
            "7 days → 90 days",
        ),
        (
            "en",
            (
                "Welcome to Parlo. These terms tell you how to use our apps and our websites.",
                "You need an account to write. Please choose a good password for it.",
                "You must be at least 13 years old to open an account.",
            ),
            (
                "Thank you for using Parlo! Here is what you should know about our apps and sites.",
                "To write you need an account. A good password helps to protect it.",
                "You must be at least 16 years old to open an account.",
            ),
            "age 13 → 16",
        ),
    ],
)
def test_another_value_comes_before_an_introduction_in_other_words(
    lang: str, old: tuple[str, str, str], new: tuple[str, str, str], value: str
) -> None:
    """The line began “Was “This policy describes how …”, now “This policy explains …””."""
    change = compare(PAGE.format(lang, *old), PAGE.format(lang, *new))
    assert change.points[0].new == new[2]
    assert value in change.summary[:60]


@pytest.mark.parametrize(
    ("value", "beside"),
    [
        (
            "Because of a court order we now keep deleted chats and private chats indefinitely.",
            "API inputs are kept for up to 7 days to monitor abuse, unless the order applies.",
        ),
        (
            "To help our support we now keep deleted chats and private chats for 2 years.",
            "API inputs are kept for up to 7 days to monitor abuse, except those of partners.",
        ),
    ],
)
def test_another_value_comes_before_an_exception_that_joined_another_sentence(
    value: str, beside: str
) -> None:
    page = "<html lang=en><main><h1>How data is used</h1><p>{}</p><p>{}</p></main></html>"
    was = "Deleted chats and private chats are removed from our systems within 30 days."
    common = beside.partition(",")[0] + "."
    change = compare(page.format(was, common), page.format(value, beside))
    assert change.points[0].new == value


@pytest.mark.parametrize(
    ("lang", "dated", "was", "ban", "banned"),
    [
        (
            "en",
            "Ads are based on what you do in our apps and on your chats, from December 16.",
            "Ads are based on what you do in our apps.",
            "We show no personalised ads to people under 18.",
            "We show no ads to people under 18.",
        ),
        (
            "en",
            "From 3 November 2025 we share your messages with partners. We keep logs for a week.",
            "We keep logs for a week.",
            "Messages are private, except those to bots.",
            "Messages are private.",
        ),
        (
            "de",
            "Das Archiv steht ab dem 1. Januar 2026 nur noch Mitgliedern offen.",
            "Das Archiv steht allen offen.",
            "Fotografieren mit Blitz und Drohne ist nicht erlaubt.",
            "Fotografieren mit Blitz, Stativ und Drohne ist nicht erlaubt.",
        ),
    ],
)
def test_what_begins_on_a_day_stands_behind_that_day(
    lang: str, dated: str, was: str, ban: str, banned: str
) -> None:
    """ "takes effect 16 Dec · Now with “personalised”" gave the day to another rule."""
    page = "<html lang={}><main><h1>X</h1><p>{}</p><p>{}</p></main></html>"
    old, new = page.format(lang, was, banned), page.format(lang, dated, ban)
    first = compare(old, new, on=date(2025, 9, 1)).points[0].new
    assert first
    assert first in dated


@pytest.mark.parametrize(
    ("lang", "polite", "rule"),
    [
        (
            "en",
            "We know that plans can change, and want to make it easy for guests and hosts.",
            "If you cancel less than a week ahead, you get no refund of what you have paid.",
        ),
        (
            "en",
            "At Runna, running is what we live for, and you are at the heart of what we do.",
            "We also share the routes of your runs with insurers and advertising partners.",
        ),
        (
            "en",
            "We’ve created this notice specifically for users in Australia, to explain what we do.",
            "If the result shows that you are below 16, your account will be locked.",
        ),
        (
            "de",
            "Vielen Dank für Ihr Vertrauen und dafür, dass Sie unsere Hinweise aufmerksam lesen.",
            "Ihre Bewerbung bewertet künftig ein Programm, bevor ein Mensch sie liest.",
        ),
        (
            "fr",
            "Bienvenue chez Runna, nous sommes ravis de vous compter parmi nos coureurs.",
            "Nous transmettons vos parcours à des assureurs et à des annonceurs.",
        ),
    ],
)
def test_thanks_and_what_a_page_cares_about_come_after_what_holds(
    lang: str, polite: str, rule: str
) -> None:
    """The line began with what a company says of itself."""
    page = "<html lang={}><main><h1>X</h1><p>{}</p><p>{}</p><p>{}</p></main></html>"
    common = "2 + 2 = 4."
    change = compare(page.format(lang, "", common, ""), page.format(lang, polite, common, rule))
    assert change.points[0].new == rule


@pytest.mark.parametrize(
    ("promise", "now"),
    [
        (
            "Our staff cannot read your messages.",
            "Trained moderators may read messages where we suspect a breach of the rules.",
        ),
        (
            "We never read your diary.",
            "Editors may read a diary before it is printed, and shorten it.",
        ),
    ],
)
def test_what_holds_now_is_told_beside_the_promise_that_went(promise: str, now: str) -> None:
    page = "<html lang=en><main><h1>X</h1><p>{}</p><p>{}</p><p>{}</p></main></html>"
    beside = "We use your address to send you offers of shops, banks and insurers near you."
    old, new = page.format("2 + 2 = 4.", promise, ""), page.format("2 + 2 = 4.", beside, now)
    told = compare(old, new).summary
    assert told.startswith(f"Removed: “{promise}”") or promise in told[:120]
    assert now[:50] in told


@pytest.mark.parametrize(
    "ended",
    [
        "As of that date, these Additional Terms no longer apply.",
        "From then on this notice is replaced by the other one.",
    ],
)
def test_that_the_document_ends_stands_before_the_sentence_that_it_goes_on_from(ended: str) -> None:
    page = "<html lang=en><main><h1>Additional terms</h1><p>{}</p><p>2 + 2 = 4.</p></main></html>"
    news = f"We updated our terms of service on 22 May 2024 to cover what is new. {ended}"
    assert compare(page.format("These are the terms."), page.format(news)).points[0].new == ended


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (
            "We will also require your number for this.",
            "We will not also require your number for this.",
        ),
        ("Guests may use the roof at night.", "Guests may not use the roof at night."),
        ("The tap water can be drunk here.", "The tap water can not be drunk here."),
    ],
)
def test_a_not_comes_before_another_line_of_an_address(was: str, now: str) -> None:
    """ "Added under “Contact us”: “Head office”" began the line."""
    page = (
        "<html lang=en><main><h1>X</h1><p>{}</p><h2>Contact us</h2><ul><li>12 High Street</li>"
        "<li>{}</li></ul></main></html>"
    )
    change = compare(page.format(was, "Service centre"), page.format(now, "Head office, Lagos"))
    assert change.points[0].new == now

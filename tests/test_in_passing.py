"""What pages say in passing, beside the policy: none of it alarms or hides a clause."""

from __future__ import annotations

import pytest

import monitor

PAGE = """<html><body>{above}<main><h1>Terms of use</h1><p>Orlo Maps runs the maps and answers for
the personal data that they handle, in all countries where they can be had.</p><h2>Accounts</h2>
<p>You need an account to save places.</p>{here}<p>We may close accounts after a warning.</p></main>
{below}</body></html>"""


def page(here: str = "", above: str = "", below: str = "") -> bytes:
    return PAGE.format(here=here, above=above, below=below).encode()


def kind(old: bytes, new: bytes) -> str:
    return str(monitor.compare(old, new).kind)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("<p><b>Did you know?</b> You can drop a pin.</p>", "<p><b>Did you know?</b> Press K.</p>"),
        (
            "<h3>Tip of the day</h3><p>Press Ctrl+K.</p>",
            "<h3>Tip of the day</h3><p>Hold Shift.</p>",
        ),
        ("<p>Fun fact: maps are old.</p>", "<p>Fun fact: the sea is deep and wide.</p>"),
        ("<p>Wussten Sie schon? Karten falten.</p>", "<p>Wussten Sie schon? Wege sind lang.</p>"),
    ],
)
def test_a_tip_that_rotates_alarms_nobody(one: str, another: str) -> None:
    assert kind(page(one), page(another)) != "substantive"


@pytest.mark.parametrize(
    "tip",
    [
        "<p>Did you know? We share your routes with advertisers.</p>",
        "<h3>Tip of the day</h3><p>You can object to training in the settings until May.</p>",
        "<p>Fun fact: your photos are kept for ten years.</p>",
    ],
)
def test_a_clause_that_is_dressed_as_a_tip_is_told(tip: str) -> None:
    assert kind(page(), page(tip)) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Wednesday: closed", "Wednesday: 10 am – 2 pm"),
        ("Mon–Fri 9:00–17:00", "Mon–Thu 9:00–16:30"),
        ("Öffnungszeiten: Mo bis Fr 9 bis 17 Uhr", "Öffnungszeiten: Mo bis Fr 10 bis 16 Uhr"),
        ("Lundi à vendredi : 9h - 18h", "Lundi à jeudi : 9h - 17h"),
    ],
)
def test_hours_of_opening_alarm_nobody(one: str, another: str) -> None:
    old, new = (page(f"<ul><li>{x}</li><li>Sunday: closed</li></ul>") for x in (one, another))
    assert kind(old, new) != "substantive"


def test_a_duty_with_a_weekday_in_it_is_told() -> None:
    """ "Orders are delivered Monday to Friday" is no line of a timetable."""
    old = page("<p>Objections that reach us by Monday 9 am are handled in the same week.</p>")
    new = page("<p>Objections that reach us by Friday 9 am are handled in the same week.</p>")
    assert kind(old, new) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Orlo 2 is now on Linux", "Orlo Walk is now in beta"),
        ("Meet Orlo Studio. <a href=/s>Try it free</a>", "Orlo raises its Series B"),
        ("The wait for an answer is longer than usual.", "We are hiring map makers!"),
    ],
)
def test_a_banner_above_the_title_alarms_nobody(one: str, another: str) -> None:
    old, new = (page(above=f"<div class=x><span>{text}</span></div>") for text in (one, another))
    assert kind(old, new) != "substantive"


@pytest.mark.parametrize(
    "said",
    [
        "Our terms change on 3 November 2026.",
        "These terms do not apply to residents of Brazil.",
        "We now train our models on your photos.",
    ],
)
def test_a_notice_above_the_title_is_told(said: str) -> None:
    assert kind(page(), page(above=f"<div class=x><span>{said}</span></div>")) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Read the big announcement", "See what is new in Orlo 2"),
        ("Discover tips for long hikes in winter", "Watch our map makers at work"),
        ("Try the new night maps today, free", "Register for the map makers' day"),
    ],
)
def test_a_link_below_the_text_that_invites_elsewhere_alarms_nobody(one: str, another: str) -> None:
    old, new = (page(below=f"<p><a href=/n>{text}</a></p>") for text in (one, another))
    assert kind(old, new) != "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("12,431 happy users", "12,977 happy users"),
        ("Trusted by 3,000 teams", "Trusted by 4,000 teams"),
        ("Visitors today: 312", "Visitors today: 355"),
        ("Tue, 30 Jun 2026 12:43:01 GMT", "Wed, 01 Jul 2026 08:03:11 GMT"),
        ("Showing 1 to 4 of 4 entries", "6 entries shown"),
        ("Updated automatically every 5 minutes", "Updated automatically every 15 minutes"),
        ("Please enable JavaScript to use this site.", "JavaScript is required for maps."),
        ("98.2 % on time this month", "97.9 % on time this month"),
        ("Article View Count 8,312", "Article View Count 8,409"),
        (
            "Published by Google Drive–Report Abuse–Updated automatically every 5 minutes",
            "Published using Google Docs",
        ),
        ("Still need help? Write to us", "Have another question? Ask our team"),
    ],
)
def test_figures_and_words_of_the_site_alarm_nobody(one: str, another: str) -> None:
    assert kind(page(f"<div>{one}</div>"), page(f"<div>{another}</div>")) != "substantive"


@pytest.mark.parametrize("said", ["5 % off this month", "100 % refund this month"])
def test_what_is_granted_for_a_time_is_told(said: str) -> None:
    """It reads like the share of parcels that came on time."""
    assert kind(page(), page(f"<ul><li>{said}</li><li>One map</li></ul>")) == "substantive"


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Printed: 2026-09-03 08:12:44", "Printed: 2026-09-18 17:40:02"),
        ("Generated on 3 Sep 2026 at 08:12", "Generated on 8 Sep 2026 at 11:40"),
        ("Page 1 of 2", "Page 1 of 3"),
    ],
)
def test_what_printed_a_plain_text_alarms_nobody(one: str, another: str) -> None:
    """It stood in one paragraph with the line above it."""
    text = "ORLO MAPS - TERMS\n{}\n\nOrlo Maps answers for the data that the maps handle.\n"
    pages = (text.format(line).encode() for line in (one, another))
    assert monitor.compare(*pages, "text/plain").kind == "noise"


def test_a_link_to_the_whole_document_alarms_nobody() -> None:
    pages = (
        page(below=f"<p><a href=/x>{text}</a></p>")
        for text in ("Show the complete privacy policy", "View the full privacy policy")
    )
    assert kind(*pages) == "noise"


def test_how_many_users_a_plan_has_is_told() -> None:
    """A limit reads like a figure for show."""
    old, new = (page(f"<ul><li>{n} users</li><li>One map</li></ul>") for n in ("10,000", "7,500"))
    assert kind(old, new) == "substantive"


def test_who_last_wrote_a_page_alarms_nobody_and_its_day_is_kept() -> None:
    """Wikis print both in one line, at every save."""
    one = "<ul><li>Created by Ines Pahl, last modified on Sep 03, 2026</li></ul>"
    other = "<ul><li>Created by Tom Reus, last modified on Sep 19, 2026</li></ul>"
    change = monitor.compare(page(one), page(other))
    assert change.kind == "editorial"
    assert [(d.role, d.new) for d in change.dates] == [("updated", "2026-09-19")]


@pytest.mark.parametrize(
    ("lead", "old", "new"),
    [
        ("<p><b>Sections updated in this release</b></p>", "Quotas", "Data"),
        ("<h3>What has changed</h3>", "Data", "Quotas"),
        ("<p>Recently updated:</p>", "Quotas", "Data"),
    ],
)
def test_a_list_of_a_pages_own_sections_that_are_new_alarms_nobody(
    lead: str, old: str, new: str
) -> None:
    rest = "<h2>Quotas</h2><p>100 requests an hour.</p><h2>Data</h2><p>Logs go after a day.</p>"
    pages = (page(f"{lead}<ul><li>{x}</li></ul>{rest}") for x in (old, new))
    assert kind(*pages) != "substantive"


def test_below_a_question_for_feedback_what_becomes_of_the_answer_alarms_nobody() -> None:
    asks = "<div><p>Was this article helpful?</p><p>Yes</p><p>No</p><p>{}</p></div>"
    one = asks.format("This form is used for documentation feedback only.")
    assert kind(page(one), page(asks.format("Your answer goes to the writers."))) != "substantive"
    told = asks.format("We sell your answers and your name.")
    assert kind(page(one), page(told)) == "substantive"

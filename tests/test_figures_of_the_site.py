"""Who is there, what leaves next, who edited a page, when figures are of: none of it alarms
anybody, and a clause that looks most like it is told.
"""

from __future__ import annotations

import pytest

from tests.test_beside_the_policy import quiet
from tests.test_in_passing import kind, page


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (
            "There are currently 14 members and 203 guests browsing the board",
            "There are currently 9 members and 88 guests browsing the board",
        ),
        ("31 guests browsing this forum", "6 members, 12 guests are browsing this forum"),
        ("当前在线：132 人", "当前在线：87 人"),
        ("Currently listening: 17", "Currently listening: 4"),
        ("We have 14 open positions", "There are currently 9 open roles"),
        ("8 vacancies", "We currently have 3 vacancies."),
        ("#12 in Productivity", "#9 in Productivity"),
        ("Nr. 4 in Reisen", "Nr. 11 in Reisen"),
        ("Version 8.14.2 · 3.1k downloads this week", "Version 8.15.0 · 2.7k downloads this week"),
        ("v2.0.1 · 40 installs today", "v2.0.4 · 77 installs today"),
        ("USD 1 = BRL 5.42", "USD 1 = BRL 5.51"),
        ("Served from node fra-07 in 0.132 s", "Served from node ams-02 in 0.087 s"),
    ],
)
def test_what_a_site_counts_at_the_moment_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Next ferry 09:20 from pier B", "Next ferry 10:50 from pier A"),
        ("Nächster Bus um 7:05 ab Markt", "Nächster Bus um 7:35 ab Hafen"),
        ("Prochain train à 14:02 voie 3", "Prochain train à 15:32 voie 1"),
        ("Volgende boot 12.15", "Volgende boot 13.45"),
        ("Data as of Monday, 4 May", "Data as of Thursday, 7 May"),
        ("Figures as at June 3", "Figures as at June 4"),
        ("Kurse vom 3. März, 16 Uhr", "Kurse vom 9. März, 16 Uhr"),
        ("Temperature in Oslo now: 4 °C", "Temperature in Oslo now: −2 °C"),
        ("Wind am Hafen aktuell: 12 km/h", "Wind am Hafen aktuell: 31 km/h"),
        ("API: operational · Login: operational", "API: partial outage · Login: operational"),
    ],
)
def test_what_leaves_next_and_what_is_measured_alarm_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Edited by Ruth Oyelaran 2 hours ago", "Edited by Tom Baird 5 days ago"),
        ("Aktualisiert von Jonas Weber vor 2 Tagen", "Aktualisiert von Mia Krüger vor 3 Wochen"),
        ("Senast ändrad av Karin för 4 timmar sedan", "Senast ändrad av Olle för 2 dagar sedan"),
        ("Bearbeitet von Lea vor 3 Std.", "Bearbeitet von Ben vor 5 Std."),
    ],
)
def test_who_edited_a_page_so_long_ago_alarms_nobody(one: str, another: str) -> None:
    assert quiet(f"<p>{one}</p>", f"<p>{another}</p>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Up to 14 members may browse one account.", "Up to 9 members may browse one account."),
        ("Users browsing the board are filmed.", "Users browsing the board are not filmed."),
        ("Minimum age now: 16", "Minimum age now: 18"),
        ("Fee now: 5 €", "Fee now: 9 €"),
        ("Next payment: 14 days", "Next payment: 3 days"),
        ("Prices as of 4 May 2027: 5 €", "Prices as of 4 May 2027: 9 €"),
        ("Data as of the day you register is kept.", "Data as of the day you register is sold."),
        ("You may edit a post for 2 hours.", "You may edit a post for 5 minutes."),
        ("Edited by us: posts of 2 days", "Edited by our AI: posts of 9 days"),
        ("API: data is logged for 30 days", "API: data is logged for 90 days"),
        ("Downloads · 3 a day · paid", "Downloads · 1 a day · paid"),
    ],
)
def test_a_clause_that_looks_like_such_a_figure_is_told(old: str, new: str) -> None:
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Uppsägningstid 1 månad", "Uppsägningstid 6 månader"),
        ("Lagringstid 30 dagar", "Sparas i 5 år"),
        ("Irtisanomisaika 1 kuukausi", "Irtisanomisaika 6 kuukautta"),
        ("Oppsigelsestid 1 måned", "Oppsigelsestid 6 måneder"),
        ("Opsigelsesvarsel 14 dage", "Opsigelsesvarsel 3 måneder"),
        ("Προθεσμία 1 μήνας", "Προθεσμία 6 μήνες"),
    ],
)
def test_a_period_without_a_full_stop_is_told_in_any_language(old: str, new: str) -> None:
    """It was a label like any other where the language's units were not among those asked for."""
    assert kind(page(f"<p>{old}</p>"), page(f"<p>{new}</p>")) == "substantive"

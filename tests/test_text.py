"""The compare form: what must be neutral, and what must never be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.normalize import canonical, clean, heading

SAME = [
    # relative times, where they say when the page was touched
    ("Last updated: 7 months ago", "Last updated: 8 months ago"),
    ("Updated over a week ago", "Updated over 2 weeks ago"),
    ("Written by Jo Doe. Updated yesterday", "Written by Jo Doe. Updated 3 days ago"),
    ("Mis à jour il y a 3 mois", "Mis à jour il y a un an"),
    ("Aktualisiert vor 2 Tagen", "Aktualisiert vor 3 Tagen"),
    ("Actualizado hace 5 días", "Actualizado hace 6 días"),
    ("hace 2 sem.", "hace 3 sem."),
    ("há 5 min", "há 9 min"),
    ("Atualizado há 2 meses", "Atualizado há 3 meses"),
    ("Aggiornato 2 mesi fa", "Aggiornato 3 mesi fa"),
    ("Bijgewerkt 2 maanden geleden", "Bijgewerkt 3 maanden geleden"),
    ("पिछला अपडेट: 2 साल पहले", "पिछला अपडेट: 3 साल पहले"),
    ("3 May 2025 (2 months ago)", "3 May 2025 (3 months ago)"),
    ("2 hours ago", "5 hours ago"),
    # ids that a server makes up
    ("Trace ID: 4f9c2b7a11", "Trace ID: 77b1e09ac2"),
    ("Request ID 00-5fA9-1", "Request ID 00-77b2-4"),
    ("Reference #13157811459379373041", "Reference #15558811459379370001"),
    ("1f0c3a52-9d6b-4e87-a1b2-c3d4e5f60718", "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"),
    ("Session AbC9dEf0GhI1jKl2MnO3p", "Session ZyX8wVu7TsR6qPo5NmL4k"),
    # counters
    ("1,204 views", "1,377 views"),
    ("Views: 1.5MLast updated: x", "Views: 1.6MLast updated: x"),
    ("4 min read", "5 min read"),
    ("Reading time: 7 min", "Reading time: 8 min"),
    ("Lesezeit: ca. 5 Minuten", "Lesezeit: ca. 6 Minuten"),
    ("Download as PDF (214 KB)", "Download as PDF (218 KB)"),
    ("12 out of 30 found this helpful", "13 out of 33 found this helpful"),
    ("0:00 / 0:00", "0:00 / 1:00"),
    # copyright years, in copyright lines
    ("© 2024 Example Inc. All rights reserved.", "© 2025 Example Inc. All rights reserved."),
    ("Copyright 2019-2024 Example", "Copyright 2019-2025 Example"),
    ("© Example Ltd, 2024", "© Example Ltd, 2025"),
    ("2024 © Example", "2025 © Example"),
    # protected e-mail addresses
    ("Write to [email protected].", "Write to legal[email\u00a0protected]."),
    # asset and tracking parameters
    (
        "See https://example.com/a?id=5&utm_source=x&sid=91ab",
        "See https://example.com/a?id=5&utm_source=y&sid=77cd",
    ),
    ("https://cdn.example.com/p?oh=00_AT9L0f9uxz.", "https://cdn.example.com/p?oh=00_BB7K1e."),
    # the same date in another order or language's habit
    ("Effective September 15, 2025", "Effective 15 September 2025"),
    ("Effective Sept. 15th, 2025", "Effective 2025-09-15"),
    ("En vigueur le 1er mars 2025", "En vigueur le 01.03.2025"),
    ("Stand: 5. März 2025", "Stand: 05.03.2025"),
    ("Updated 12/25/2024", "Updated 25/12/2024"),
    ("Vigente desde el 5 de marzo de 2025", "Vigente desde el 2025-03-05"),
    ("Effective Monday, May 5, 2025Previous Version", "Effective 5 May 2025Previous Version"),
    # typography
    (
        "“Content” means the user’s data — all of it…",
        '"Content" means the user\'s data - all of it...',
    ),
    ("« Contenu »", '"Contenu"'),
    ("we\u00adb\u200bsite\u00a0terms", "website terms"),
    ("\u202aRight\u202c", "Right"),
    ("cafe\u0301", "café"),
    ("• an item", "an item"),
    ("Terms (opens in new window)", "Terms"),
    ("Privacy PolicyOpens in new tab", "Privacy Policy"),
    ("Privacy Policy (new window)", "Privacy Policy"),
    ("Privacy Policy [in a new tab]", "Privacy Policy"),
    ("Datenschutz (in einem neuen Fenster)", "Datenschutz"),
    ("Confidentialité (nouvelle fenêtre)", "Confidentialité"),
    ("Confidentialité (s’ouvre dans un nouvel onglet)", "Confidentialité"),
    ("Conditions (s'ouvre dans une nouvelle fenêtre)", "Conditions"),
    ("Begriffe (öffnet in neuem Fenster)", "Begriffe"),
    ("1. Definitions#", "1. Definitions"),
    ("a **bold** and _marked_ word", "a bold and marked word"),
    ("one , two ( three )", "one, two (three)"),
]


@pytest.mark.parametrize(("old", "new"), SAME, ids=[old for old, _ in SAME])
def test_volatile_text_is_neutral(old: str, new: str) -> None:
    assert canonical(old) == canonical(new)


DIFFERENT = [
    ("We keep logs for 30 days.", "We keep logs for 60 days."),
    ("Data older than 30 days ago is erased.", "Data older than 60 days ago is erased."),
    (
        "We delete what you uploaded more than 90 days ago and keep the rest of your files.",
        "We delete what you uploaded more than 180 days ago and keep the rest of your files.",
    ),
    ("We do not sell your data.", "We do sell your data."),
    ("We may share data.", "We will share data."),
    ("Users in the EU and Canada", "Users in the EU and Japan"),
    ("Effective May 5, 2025", "Effective May 6, 2025"),
    ("Effective 03/04/2025", "Effective 03/05/2025"),
    ("Last updated: March 2025", "Last updated: April 2025"),
    ("Under the Copyright Act 1976", "Under the Copyright Act 1994"),
    ("Copyright infringement since 2019 is", "Copyright infringement since 2020 is"),
    ("The fee is $1,204 a year", "The fee is $1,377 a year"),
    ("You must be 13 years old", "You must be 16 years old"),
    ("You are responsible for your content.", "You are Responsible for your content."),
    ("Call +44 20 7123 4567", "Call +44 20 7123 4568"),
    ("the shares of 5 companies", "the shares of 6 companies"),
    ("Article 6(1)(a)", "Article 6(1)(f)"),
    ("See https://example.com/terms", "See https://example.com/privacy"),
    ("Our registration number is HRB 12345", "Our registration number is HRB 12346"),
    ("within 2 hours of notice", "within 5 hours of notice"),
    ("Today we share data with Alpha.", "Today we share data with Beta."),
]


@pytest.mark.parametrize(("old", "new"), DIFFERENT, ids=[old for old, _ in DIFFERENT])
def test_what_a_reader_relies_on_is_never_neutral(old: str, new: str) -> None:
    assert canonical(old) != canonical(new)


def test_an_impossible_date_is_left_alone() -> None:
    assert canonical("Clause 45.13.2025 applies") == "Clause 45.13.2025 applies"
    assert canonical("May 99, 2025") == "May 99, 2025"
    assert canonical("version 2025/03/05") == "version 2025/03/05"


def test_clean_makes_text_safe_for_terminals_and_databases() -> None:
    evil = "a\x00b\x1b[31mred\x1b[0m\x1b]0;title\x07\x9bz \ud800 \r\n\tend"
    assert clean(evil) == "abredz \ufffd end"
    clean(evil).encode("utf-8")


def test_heading_loses_its_anchor() -> None:
    assert heading("¶ Your rights #") == "Your rights"


@given(st.text("aé \t\n\xa0\u2003\x1f", max_size=12))
def test_clean_text_has_single_plain_spaces(text: str) -> None:
    """The same words in other white space would be another text."""
    assert clean(text) == " ".join(text.split())


@given(st.text(max_size=300))
def test_clean_and_canonical_never_raise_and_clean_is_idempotent(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").isascii() or cleaned
    assert canonical(text) == canonical(cleaned)


EVIL = {
    "letters": "a" * 50_000,
    "parentheses": "(" * 50_000,
    "spaces": " " * 50_000 + "x",
    "spaced letters": "a " * 25_000,
    "stars": "*a" * 25_000,
    "digits": "1." * 25_000,
    "copyright": "© a " * 12_500,
    "addresses": "http://a?" * 6_000,
    "windows": "opens in a " * 5_000,
    "agos": "updated 3 days ago " * 3_000,
    "escapes": "\x1b]" + "a" * 50_000,
}


@pytest.mark.hostile
@pytest.mark.parametrize("name", EVIL)
def test_evil_text_has_a_form_that_stays(name: str) -> None:
    once = canonical.__wrapped__(EVIL[name])
    assert canonical.__wrapped__(once) == once

"""A line that binds nobody is told when it stays, one that does as soon as it was seen twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from monitor import replay
from monitor.model import ExtractRules, Fetched

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
# Language: the text; lines of which a site shows one at a time; a clause as short as they are.
SITES = {
    "en": (
        ("Terms", "You must be 18.", "Fees are charged monthly.", "We delete your files."),
        ("Saturday rides start again in April", "The bakery next door turns fifty."),
        "Late bicycles are charged by the day.",
    ),
    "de": (
        ("Bedingungen", "Sie müssen 18 sein.", "Wir erheben Gebühren.", "Wir löschen Daten."),
        ("Großes Sommerfest am Hafen", "Der Kaffee im Foyer schmeckt wieder."),
        "Minderjährige dürfen nicht teilnehmen.",
    ),
    "fr": (
        ("Conditions", "Vous devez avoir 18 ans.", "Des frais sont dus.", "Nous vendons."),
        ("Grande fête du printemps au jardin", "Un chat dort devant l’atelier."),
        "Les mineurs paient la moitié du prix.",
    ),
    "it": (
        ("Condizioni", "Devi avere 18 anni.", "Il costo è mensile.", "Cancelliamo i dati."),
        ("Grande festa in piazza sabato", "La piazza profuma di limoni."),
        "Il rimborso spetta a chi recede.",
    ),
    "pl": (
        ("Regulamin", "Musisz mieć 18 lat.", "Pobieramy opłaty.", "Usuwamy dane."),
        ("Wielki piknik nad jeziorem", "Jesienią kwitną u nas dalie."),
        "Posty służą do trenowania AI.",
    ),
    "ja": (
        (
            "利用規約",
            "18歳以上の方が対象です。",
            "料金は毎月請求されます。",
            "個人情報を削除します。",
        ),
        ("秋の味覚まつりを開催", "本店の庭に桜が咲いた。"),
        "投稿をAIの学習に利用します。",
    ),
}


def outcomes(language: str, lines: Sequence[str]) -> list[str]:
    """What a page makes of looks twelve hours apart, each with one line below its text."""
    title, *clauses = SITES[language][0]
    page = replay.Page(ExtractRules())
    found = []
    for n, line in enumerate(lines):
        last = f"<p>{line}</p>" if line else ""
        text = "".join(f"<h2>{i}.</h2><p>{clause}</p>" for i, clause in enumerate(clauses * 2))
        html = f"<html lang={language}><title>{title}</title><body><h1>{title}</h1>{text}{last}"
        address = "https://example.org/terms"
        headers = (("content-type", "text/html; charset=utf-8"),)
        at = START + n * timedelta(hours=12)
        row = page.see(Fetched(address, address, 200, headers, html.encode(), at))
        found.append(str(row["outcome"]))
    return found


@pytest.mark.parametrize("language", SITES)
def test_a_line_that_binds_nobody_and_stays_for_three_looks_is_silent(language: str) -> None:
    """Each of a site's little news would be an alert, whatever it is about."""
    for line in SITES[language][1]:
        assert outcomes(language, ["", "", line, line, line, "", ""]).count("substantive") == 0


@pytest.mark.parametrize("language", SITES)
def test_a_line_that_binds_nobody_and_stays_is_not_lost(language: str) -> None:
    """What binds is told by words, and words may be missing: so it is only told later."""
    came = outcomes(language, ["", "", *[SITES[language][1][-1]] * 6])
    assert came.count("substantive") == 1
    assert came.index("substantive") == 5


@pytest.mark.parametrize("language", SITES)
def test_a_line_that_binds_somebody_is_told_when_seen_twice(language: str) -> None:
    """A clause may be as short as a line of news."""
    clause = SITES[language][2]
    assert "substantive" in outcomes(language, ["", "", clause, clause])
    assert "substantive" in outcomes(language, [SITES[language][1][0]] * 2 + [clause] * 2)


@pytest.mark.parametrize("language", SITES)
def test_a_clause_that_comes_with_such_a_line_is_told_alone_and_once(language: str) -> None:
    """The line that another one replaced some looks before would be told first, by itself."""
    first, second = SITES[language][1][0], SITES[language][1][-1]
    clause = SITES[language][2]
    both = f"{second}</p><h2>9.</h2><p>{clause}"
    looks = [first, first, f"{first} 2", f"{first} 2", both, both, both]
    assert outcomes(language, looks).count("substantive") == 1
    assert outcomes(language, looks).index("substantive") == 5


def test_a_line_that_only_goes_is_told_as_soon_as_any_other() -> None:
    """It made no room for another, so a text was taken back."""
    line = SITES["en"][1][1]
    assert outcomes("en", [line] * 3 + [""] * 4).count("substantive") == 1


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "We're hiring map makers and riders!"),
        ("en", "Merry Christmas from all of us!"),
        ("de", "Frohe Weihnachten aus dem Hafen"),
        ("de", "Folgen Sie uns auf Mastodon"),
        ("en", "Did you know? The oldest bicycle has no chain."),
    ],
)
def test_a_line_that_gave_way_to_one_that_is_no_text_was_not_taken_back(
    language: str, line: str
) -> None:
    """A site shows one line at a time, and we know only some of them for what they are."""
    first = SITES[language][1][0]
    assert outcomes(language, [first] * 3 + [line] * 5 + [first] * 2).count("substantive") == 0
    clause = SITES[language][2]
    assert outcomes(language, [clause] * 3 + [line] * 4).count("substantive") == 1

"""A day that is put off, brought forward or over: told as wording, nobody who waits hears."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change, DateChange, Kind

ON = date(2026, 9, 18)
HEAD = "# Policy\n\nThis page says what we do with your data.\n\n## News\n\n"


def moved(old: str, new: str) -> Change:
    """The change of one sentence for another."""
    return compare(HEAD + old, HEAD + new, "text/markdown", on=ON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Late fees apply from 1 December 2026.", "Late fees are postponed until 1 May 2027."),
        ("Late fees apply from 1 December 2026.", "Late fees are pushed back to 1 May 2027."),
        (
            "Adverts launch on 1 December 2026.",
            "The adverts, first planned for 1 December 2026, are delayed to 1 May 2027.",
        ),
        (
            "Die Gebühr gilt ab dem 1. Dezember 2026.",
            "Die Gebühr wird auf den 1. Mai 2027 verschoben.",
        ),
        (
            "Les frais s’appliquent à compter du 1er décembre 2026.",
            "Les frais sont reportés au 1er mai 2027.",
        ),
        (
            "Las tarifas se aplican a partir del 1 de diciembre de 2026.",
            "Las tarifas se aplazan al 1 de mayo de 2027.",
        ),
        (
            "Le tariffe si applicano dal 1° dicembre 2026.",
            "Le tariffe sono rinviate al 1° maggio 2027.",
        ),
        (
            "De tarieven gelden vanaf 1 december 2026.",
            "De tarieven zijn uitgesteld tot 1 mei 2027.",
        ),
    ],
)
def test_the_day_to_which_something_is_put_off_is_told(old: str, new: str) -> None:
    """The line would say that the old day went, and the reader would think that it is off."""
    change = moved(old, new)
    assert change.dates == (DateChange("effective", "2026-12-01", "2027-05-01"),)
    assert change.kind is Kind.SUBSTANTIVE
    assert "takes effect 1 May 2027" in change.summary
    assert moved(new, old).dates == (DateChange("effective", "2027-05-01", "2026-12-01"),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Scans start on 7 November 2026.", "Scans started on 7 September 2026."),
        (
            "We begin reading labels on 7 November 2026.",
            "We began reading labels on 7 September 2026.",
        ),
        (
            "Interest is charged from 7 November 2026.",
            "Interest has been charged since 7 September 2026.",
        ),
        (
            "We share your weekly receipts with the bank from 7 November 2026.",
            "We have shared your weekly receipts with the bank since 7 September 2026.",
        ),
    ],
)
def test_a_day_to_come_that_is_now_over_is_told_as_over(old: str, new: str) -> None:
    """What was to begin has begun: a reader who waited for the day must hear that first."""
    change = moved(old, new)
    assert change.dates == (DateChange("effective", "2026-11-07", "2026-09-07"),)
    assert change.kind is Kind.SUBSTANTIVE
    assert "in effect since 7 Sep 2026" in change.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The trial expires on 5 December 2026.", "The trial expires on 5 October 2026."),
        ("The offer lapses on 5 December 2026.", "The offer lapses on 5 October 2026."),
        ("L’offre se termine le 5 décembre 2026.", "L’offre se termine le 5 octobre 2026."),
        ("Das Forum schließt am 5. Dezember 2026.", "Das Forum schließt am 5. Oktober 2026."),
        (
            "La oferta termina el 5 de diciembre de 2026.",
            "La oferta termina el 5 de octubre de 2026.",
        ),
        ("La prova cessa il 5 dicembre 2026.", "La prova cessa il 5 ottobre 2026."),
        (
            "O programa encerra em 5 de dezembro de 2026.",
            "O programa encerra em 5 de outubro de 2026.",
        ),
        ("Het forum sluit op 5 december 2026.", "Het forum sluit op 5 oktober 2026."),
        ("Tjänsten upphör den 5 december 2026.", "Tjänsten upphör den 5 oktober 2026."),
        ("Photo tagging stops on 5 December 2026.", "Photo tagging stops on 5 October 2026."),
        ("Zajęcia kończą się 5 grudnia 2026 r.", "Zajęcia kończą się 5 października 2026 r."),
        ("Promocja kończy się 5 grudnia 2026 r.", "Promocja kończy się 5 października 2026 r."),
    ],
)
def test_an_end_that_comes_sooner_is_told_as_an_end(old: str, new: str) -> None:
    """As a wording it would reach nobody; as “takes effect” it would say the contrary."""
    change = moved(old, new)
    assert change.kind is Kind.SUBSTANTIVE
    assert "ends 5 Oct 2026" in change.summary


def test_a_month_in_which_something_ends_is_told() -> None:
    """Without it the line calls two months of service a wording."""
    change = moved("Support ends in December 2026.", "Support ends in October 2026.")
    assert change.dates == (DateChange("effective", "2026-12", "2026-10"),)
    assert "ends Oct 2026, was Dec 2026" in change.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We were founded on 3 May 2004.", "We were founded on 4 May 2004."),
        (
            "In a ruling of 3 May 2024 the court agreed.",
            "In a ruling of 4 May 2024 the court agreed.",
        ),
        ("Fees apply from 3 May 2027.", "Our founder was born in Lisbon on 4 May 1971."),
    ],
)
def test_a_day_of_something_else_takes_no_role_from_another_sentence(old: str, new: str) -> None:
    """A founder's birthday would be told as a day in force."""
    assert not [d for d in moved(old, new).dates if d.new]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "The merger of both apps is expected in spring.",
            "The merger of both apps is called off.",
        ),
        ("The move to the new hall is on schedule.", "The move to the new hall is shelved."),
        ("Der Umzug der Konten läuft.", "Der Umzug der Konten ist bis auf weiteres verschoben."),
    ],
)
def test_what_is_called_off_is_no_style_whatever_it_is(old: str, new: str) -> None:
    """No class knows mergers and halls, and readers wait for them all the same."""
    assert moved(old, new).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A tarifa muda em 5 de novembro de 2026.", "A tarifa muda em 5 de janeiro de 2027."),
        ("Die Tarife klettern am 5. November 2026.", "Die Tarife klettern am 5. Januar 2027."),
        ("Fares climb on 5 November 2026.", "Fares climb on 5 January 2027."),
    ],
)
def test_a_day_ahead_that_moves_matters_whatever_happens_on_it(old: str, new: str) -> None:
    """No list of verbs is complete: a day of which nobody knows what it is was called a wording."""
    assert moved(old, new).kind is Kind.SUBSTANTIVE
    assert moved(new, old).kind is Kind.SUBSTANTIVE


def test_a_day_long_gone_that_is_corrected_is_style() -> None:
    """The court agreed in 2024, on whatever day."""
    old = "In a ruling of 3 May 2024 the court agreed."
    assert moved(old, old.replace("3 May", "4 May")).kind is Kind.EDITORIAL


@pytest.mark.parametrize(
    ("lang", "label", "days"),
    [
        ("es", "Fecha de entrada en vigor: {}", ("1 de mayo de 2026", "3 de junio de 2026")),
        ("es", "Fecha de vigencia: {}", ("1 de mayo de 2026", "3 de junio de 2026")),
        ("es", "Vigente a partir del {}", ("1 de mayo de 2026", "3 de junio de 2026")),
        ("pt", "Data de entrada em vigor: {}", ("1 de maio de 2026", "3 de junho de 2026")),
        ("pt", "Em vigor desde {}", ("1 de maio de 2026", "3 de junho de 2026")),
        ("it", "Data di entrata in vigore: {}", ("1 maggio 2026", "3 giugno 2026")),
        ("nl", "Ingangsdatum: {}", ("1 mei 2026", "3 juni 2026")),
        ("fr", "Date d’entrée en vigueur : {}", ("1er mai 2026", "3 juin 2026")),
        ("pl", "Obowiązuje od {}", ("1 maja 2026", "3 czerwca 2026")),
    ],
)
def test_a_day_in_force_of_one_language_is_no_end_in_another(
    lang: str, label: str, days: tuple[str, str]
) -> None:
    """The Spanish "fecha" is a date, the Portuguese one closes: the policy was told to be over."""
    page = "<html lang={}><main><h1>A</h1><p>{}</p><p>{}</p></main></html>"
    pages = (page.format(lang, label.format(d), f"{d[0]} + 2 = 4, as was said.") for d in days)
    told = compare(*pages, on=date(2026, 7, 1)).summary
    assert "in effect since 3 Jun 2026" in told
    assert "ended" not in told

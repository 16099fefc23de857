"""Which small changes a person is told of, and which not (tests/kinds.txt).

A change that is missed costs trust for good; an alert about a comma costs a little of it.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from monitor.api import compare
from monitor.model import Kind
from tests.pages import markup

LINES = (Path(__file__).parent / "kinds.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]
CASE = re.compile(r"([SEN])(?:\[(\w\w)\])? (.*?) => (.*)")
FRAMES = {
    "en": (
        "Acme Privacy Policy",
        "This Privacy Policy explains how Acme collects and uses personal data when you use our "
        "websites, apps and services.",
        "What you should know",
        "You may contact our support team with questions about this policy at any time.",
    ),
    "de": (
        "Datenschutzerklärung",
        "Diese Datenschutzerklärung erläutert, wie Acme personenbezogene Daten erhebt und nutzt.",
        "Was Sie wissen sollten",
        "Bei Fragen erreichen Sie unseren Kundendienst jederzeit.",
    ),
    "fr": (
        "Politique de confidentialité",
        "La présente politique explique comment Acme collecte et utilise vos données personnelles.",
        "Ce que vous devez savoir",
        "Vous pouvez contacter notre service client à tout moment.",
    ),
    "es": (
        "Política de privacidad",
        "Esta política explica cómo Acme recoge y utiliza sus datos personales.",
        "Lo que debe saber",
        "Puede ponerse en contacto con nosotros en cualquier momento.",
    ),
}


def page(text: str, language: str) -> str:
    """A small policy page that says the text."""
    text = "" if text == "-" else text.replace("\\n", "\n")
    title, opening, heading, closing = FRAMES[language]
    blocks = [block for block in text.split("\n\n") if block.strip()]
    body = "".join(map(markup, blocks))
    middle = "" if text.startswith("#") else f"<h2>{heading}</h2>"
    return (
        f'<html lang="{language}"><head><title>{title}</title></head><body>'
        f'<nav><a href="/">Acme</a></nav><main><h1>{title}</h1><p>{opening}</p>'
        f"{middle}{body}<h2>Acme</h2><p>{closing}</p></main>"
        "<footer><p>© 2025 Acme</p></footer></body></html>"
    )


@pytest.mark.parametrize("case", CASES)
def test_a_small_change_is_told_where_it_matters(case: str) -> None:
    found = CASE.fullmatch(case)
    assert found is not None
    kind, language, old, new = found.groups()
    change = compare(*(page(text, language or "en") for text in (old, new)), on=date(2026, 1, 5))
    assert (change.kind is Kind.SUBSTANTIVE) == (kind == "S"), change.summary


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "Faces in pictures are blurred.", "Faces in pictures are recognised."),
        ("en", "Cards of pupils are checked at the door.", "Cards of pupils are tracked there."),
        ("en", "Names on lists are masked for parents.", "Names on lists are shown to parents."),
        ("en", "Plates are blurred in street photos.", "Plates are read in street photos."),
        (
            "de",
            "Widersprechen können Sie über das Formular oder in jeder Schule.",
            "Widersprechen können Sie über einen Brief an die Zentrale oder in jeder Schule.",
        ),
        (
            "fr",
            "Vous pouvez vous opposer par le formulaire.",
            "Vous pouvez vous opposer par lettre.",
        ),
        ("en", "To object, use our form at any time.", "To object, use registered mail any time."),
    ],
)
def test_another_deed_and_another_way_are_no_matter_of_style(
    language: str, old: str, new: str
) -> None:
    """Few words changed, on nothing that the classes know: it was recorded and sent to nobody."""
    page = '<html lang="{}"><h1>Data</h1><p>{}</p><p>{}</p>'
    about = "Orlo Maps runs the maps and answers for the data that they handle."
    pages = (page.format(language, about, text).encode() for text in (old, new))
    assert compare(*pages, "text/html").kind == "substantive"


@pytest.mark.parametrize(
    ("language", "more", "less"),
    [
        ("en", "Send requests by post or by e-mail.", "Send requests by post."),
        ("en", "You may object by post or by form.", "You may object by post."),
        ("en", "Returns go by courier or by post.", "Returns go by courier."),
        ("en", "Reach us by post or fax.", "Reach us by post."),
        ("de", "Widersprechen Sie per Brief oder Telefon.", "Widersprechen Sie per Brief."),
        ("fr", "Opposez-vous par courrier ou par téléphone.", "Opposez-vous par courrier."),
        ("es", "Puede oponerse por carta o por teléfono.", "Puede oponerse por carta."),
    ],
)
def test_a_means_more_or_less_is_told(language: str, more: str, less: str) -> None:
    """A way to object that went was taken for an address put right, and sent to nobody."""
    page = '<html lang="{}"><h1>Data</h1><p>{}</p><p>{}</p>'
    about = "Orlo Maps runs the maps and answers for the data that they handle."
    one, other = (page.format(language, about, text).encode() for text in (more, less))
    assert compare(one, other, "text/html").kind == "substantive"
    assert compare(other, one, "text/html").kind == "substantive"

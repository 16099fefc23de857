"""The same people, names, days and entries in another form are no change; other ones are."""

from __future__ import annotations

import pytest

from monitor import compare

KEPT = {
    "en": "You keep the rights in what you post.",
    "de": "Sie behalten die Rechte an dem, was Sie schreiben.",
    "fr": "Vous gardez les droits sur ce que vous publiez.",
    "es": "Conservas los derechos sobre lo que publicas.",
}


def page(language: str, *paragraphs: str) -> str:
    text = "".join(f"<p>{p}</p>" if p[:1] != "<" else p for p in (*paragraphs, KEPT[language]))
    return f'<html lang="{language}"><title>T</title><main><h1>T</h1>{text}</main></html>'


def listing(*entries: str) -> str:
    return "<ul>" + "".join(f"<li>{entry}</li>" for entry in entries) + "</ul>"


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Moderatoren löschen Beiträge.", "Moderator:innen löschen Beiträge."),
        ("de", "Händler zahlen Gebühren.", "Händlerinnen und Händler zahlen Gebühren."),
        ("de", "Der Kunde kann kündigen.", "Die Kundin oder der Kunde kann kündigen."),
        ("de", "Alle Leser*innen erhalten Auskunft.", "Alle Leser/-innen erhalten Auskunft."),
        ("fr", "Les acheteurs paient.", "Les acheteurs et acheteuses paient."),
        ("fr", "Les lecteurs peuvent voter.", "Les lecteur·rice·s peuvent voter."),
        ("fr", "Les clients sont informés.", "Les clientes et clients sont informés."),
        ("es", "Los vendedores responden.", "Los vendedores y vendedoras responden."),
        ("es", "Cada semana votan los usuarios.", "Cada semana votan los/as usuarios/as."),
        ("en", "A guest may bring his or her dog.", "A guest may bring their dog."),
    ],
)
def test_women_and_men_are_the_same_people(language: str, old: str, new: str) -> None:
    """A site that writes for both would send an alert for each sentence."""
    assert compare(page(language, old), page(language, new)).kind != "substantive"
    assert compare(page(language, new), page(language, old)).kind != "substantive"


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Moderatoren löschen Beiträge.", "Moderatoren und Nutzer löschen Beiträge."),
        ("de", "Mieterinnen und Mieter zahlen Gebühren.", "Mieterinnen zahlen Gebühren."),
        ("fr", "Les acheteurs paient.", "Les acheteurs et vendeurs paient."),
        ("es", "Los vendedores responden.", "Los vendedores y compradores responden."),
        ("en", "A guest may bring his or her dog.", "A guest may bring our dog, not their dog."),
    ],
)
def test_others_who_join_them_are_told(language: str, old: str, new: str) -> None:
    """Who pays, answers or deletes is what a clause is about."""
    assert compare(page(language, old), page(language, new)).kind == "substantive"


@pytest.mark.parametrize("name", ["PinePost", "Pine Post", "pinepost"])
def test_a_name_that_is_spelled_otherwise_makes_no_other_value(name: str) -> None:
    """A new spelling of the brand would be told as another period."""
    said = "We keep your files for as long as you use {}."
    change = compare(page("en", said.format("Pinepost")), page("en", said.format(name)))
    assert change.kind != "substantive"


def test_another_name_is_another_value() -> None:
    """Files that are kept while somebody else's service is used are kept for longer."""
    said = "We keep your files for as long as you use {}."
    change = compare(page("en", said.format("Pinepost")), page("en", said.format("Mossmail")))
    assert change.kind == "substantive"


@pytest.mark.parametrize(
    "line",
    [
        "Updated on Sunday, 3rd of May 2026",
        "Last revised: Sunday, May 3, 2026",
        "Page last modified on 3 May 2026",
    ],
)
def test_the_same_day_in_another_form_is_not_told(line: str) -> None:
    """Three alerts would come while a site tries how to write a date."""
    assert compare(page("en", "Last updated 2026-05-03"), page("en", line)).kind != "substantive"


def test_what_is_said_of_the_same_day_is_told() -> None:
    """The day stands, and another thing ends on it."""
    old, new = (page("en", f"{what} on 3 June 2027") for what in ("Polls close", "Stories vanish"))
    assert compare(old, new).kind == "substantive"


@pytest.mark.parametrize(
    ("language", "entries", "prose"),
    [
        (
            "en",
            ("Cancel your plan", "Leave your teams", "Export the invoices"),
            "Cancel your plan, leave your teams, and export the invoices.",
        ),
        ("en", ("hand in your card", "tell the desk"), "Hand in your card and tell the desk."),
        (
            "de",
            ("den Vertrag kündigen", "das Gerät zurückgeben"),
            "Den Vertrag kündigen und das Gerät zurückgeben",
        ),
    ],
)
def test_a_list_that_becomes_a_sentence_says_the_same(
    language: str, entries: tuple[str, ...], prose: str
) -> None:
    """A page that is laid out anew would be told as a change of each of its lists."""
    old, new = page(language, "A:", listing(*entries)), page(language, "A:", prose)
    assert compare(old, new).kind != "substantive"
    assert compare(new, old).kind != "substantive"


@pytest.mark.parametrize(
    "prose",
    [
        "Cancel your plan, leave your teams, or export the invoices.",
        "Cancel your plan and export the invoices.",
        "Cancel your plan, leave your teams, and never export the invoices.",
    ],
)
def test_a_sentence_that_says_more_or_less_than_the_list_is_told(prose: str) -> None:
    """What is to be done was changed while the page was laid out anew."""
    entries = listing("Cancel your plan", "Leave your teams", "Export the invoices")
    assert compare(page("en", "A:", entries), page("en", "A:", prose)).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("You can ask us for a copy.", "You may ask us for a copy.", "editorial"),
        ("If you like, you may opt out.", "If you like, you can opt out.", "editorial"),
        ("You can not ask us for a copy.", "You may not ask us for a copy.", "substantive"),
        ("You can only post once.", "You may only post once.", "substantive"),
        ("We can share it with partners.", "We may share it with partners.", "substantive"),
        ("You can ask us for a copy.", "You must ask us for a copy.", "substantive"),
    ],
)
def test_what_a_reader_can_do_he_may_do(old: str, new: str, kind: str) -> None:
    """A page that went from "You can" to "You may" alarmed those who could opt out before."""
    page = (
        "<html lang=en><main><h1>Terms</h1><p>Keep your password secret.</p><p>{}</p></main></html>"
    )
    assert compare(page.format(old), page.format(new)).kind == kind

"""A server that uses the wrong charset for a while changes nothing of a policy."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.lost_letters import only_letters_lost
from tests.test_pipeline import Page, html

TEXT = (
    "You don’t have to agree – “Services” are what we offer.",
    "Wir löschen „Beiträge“ nach 30 Tagen – ohne Ausnahme, und zahlen höchstens €100.",
    "Nous utilisons ces informations pour vous fournir nos produits, ainsi qu’à d’autres fins.",
    "¿Qué datos? Vuestra dirección y teléfono, según el artículo 6.",
)


@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("codec", ["ascii", "latin-1", "utf-8 read as cp1252"])
def test_letters_that_a_server_loses_are_no_change(text: str, codec: str) -> None:
    if codec.startswith("utf-8"):
        torn = text.encode().decode("cp1252", "replace")
    else:
        torn = text.encode(codec, "replace").decode(codec)
    rest = "".join(f"<p>Clause {n}: nothing of this is lost on its way.</p>" for n in range(9))
    one, other = (f"<h1>Terms</h1><h2>{t}</h2><p>{t}</p>{rest}" for t in (text, torn))
    assert compare(one, other).kind == "noise"
    assert compare(other, one).kind == "noise"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Costs 5 € a month", "Costs 6 ? a month"),
        ("We don’t sell data", "We do? sell data"),
        ("naïve", "naive"),
        ("für", "fur?"),
        ("Can I object? Yes", "Can I object! Yes"),
        ("pâté", "pàtè"),
    ],
)
def test_other_differences_stay(one: str, other: str) -> None:
    assert not only_letters_lost(one, other)


def test_a_page_whose_letters_are_lost_is_set_aside_and_its_return_is_no_change() -> None:
    page = Page()
    clauses = [f"You don’t pay for service {n} – “ever”." for n in range(30)]
    torn = [clause.encode("latin-1", "replace").decode("latin-1") for clause in clauses]
    whole, lost = html(clauses=clauses), html(clauses=torn)
    assert page.play(whole, lost, lost) == ["first", "quarantined", "quarantined"]
    assert page.decisions[1].reason.startswith("garbled")
    assert page.play(whole, whole) == ["unchanged", "unchanged"]
    told = page.play(*[html("You pay for service 31 from May.", clauses=clauses)] * 2)
    assert told == ["pending", "substantive"]


def test_one_clause_that_asks_now_is_no_loss_of_letters() -> None:
    page = Page()
    page.play(html("Do you don’t pay – ever."))
    assert page.play(*[html("Do you pay? Ever? You do?")] * 2) == ["pending", "substantive"]

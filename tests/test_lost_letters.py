"""A server that uses the wrong charset for a while changes nothing of a policy."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.text.charset import decode
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


def torn(text: str, *letters: str) -> bytes:
    """The text in UTF-8, of each of the letters the first one cut off before its last byte."""
    body = text.encode()
    for letter in letters:
        body = body.replace(letter.encode(), letter.encode()[:-1], 1)
    return body


BROKEN = {
    "most letters of a page": ("<p>Für alle. Größe egal.</p><p>Täglich öffentlich.</p>", "üöä"),
    "typography": ("<p>We don’t sell. It’s ours — not yours.</p><p>Don’t copy.</p>", "’’—"),
    "a name in a list": ("<ul><li>Île-de-France</li><li>Réunion</li><li>Corse</li></ul>", "Î"),
    "a heading": ("<h2>Données</h2><p>Vos données, un an.</p>", "é"),
    "a cell": ("<table><tr><td>Bâle</td><td>3</td></tr><tr><td>Ré</td></tr></table>", "â"),
    "text without spaces": ("<p>注文履歴は三十日間保存します。</p><p>退会</p>", "履退"),
}  # fmt: skip


@pytest.mark.parametrize("declared", ["text/html", "text/html; charset=utf-8"])
@pytest.mark.parametrize("case", BROKEN)
def test_a_few_broken_bytes_neither_garble_the_rest_nor_are_a_change(
    case: str, declared: str
) -> None:
    text, letters = BROKEN[case]
    page = f"<h1>Terms</h1><p>Whoever rents from us returns the bike in time.</p>{text}"
    broken = torn(page, *letters)
    assert decode(broken, declared) == broken.decode("utf-8", "replace")
    assert compare(page, decode(broken, declared)).kind == "noise"
    assert compare(decode(broken, declared), page).kind == "noise"


def test_bytes_from_the_middle_of_a_letter_leave_a_sign_each() -> None:
    assert only_letters_lost(
        "三十日間保存します。", "三十日間\ufffd\ufffdします。".replace("し", "存し")
    )
    assert only_letters_lost("三十日間保存します。", "三十\ufffd\ufffd間保存し\ufffd\ufffdす。")
    assert not only_letters_lost("三十日間保存します。", "三十\ufffd保存します。")
    assert not only_letters_lost("三十日間保存します。", "二十\ufffd\ufffd間保存します。")
    hostile = "あ\ufffd\ufffd" * 5_000
    assert not only_letters_lost("あ" * 10_001 + "い", hostile)


def test_a_change_beside_torn_letters_is_told_without_them() -> None:
    text = "".join(f"<p>{n}. Für die Größe gilt Absatz {n} der Ordnung.</p>" for n in range(9))
    was, now = (f"<h1>AGB</h1>{text}<p>Rückgabe binnen {n} Tagen.</p>" for n in (30, 14))
    page = Page()
    page.play(was, was)
    assert "substantive" in page.play(*[decode(torn(now, "öß", "üc"), "text/html")] * 4)
    told = [d.change.summary for d in page.decisions if d.change]
    assert len(told) == 1
    assert "14" in told[0]
    assert "\ufffd" not in told[0]

"""Where a list says that its order matters, another order is another rule; so is one more value."""

from __future__ import annotations

import pytest

from monitor import compare

RANKED = (
    (
        "en",
        "If they contradict each other, they apply in this order:",
        "the order form",
        "these terms",
    ),
    ("de", "Bei Widersprüchen gilt folgende Reihenfolge:", "das Bestellformular", "diese AGB"),
    (
        "fr",
        "Les documents prévalent dans l’ordre suivant :",
        "le bon de commande",
        "les présentes conditions",
    ),
    ("ja", "次の順に優先して適用されます。", "注文書", "本規約"),
    (
        "ru",
        "При противоречии документы применяются в следующем порядке:",
        "бланк заказа",
        "настоящие условия",
    ),
)
VALUES = (
    (
        "uk",
        "<dl><dt>Платіжні сервіси</dt><dd>ПриватПей</dd></dl>",
        "<dl><dt>Платіжні сервіси</dt><dd>ПриватПей</dd><dd>МоноКарт</dd></dl>",
    ),
    (
        "en",
        "<dl><dt>Delivery</dt><dd>ParcelFox</dd><dt>Payment</dt><dd>Payrail</dd></dl>",
        "<dl><dt>Delivery</dt><dd>ParcelFox</dd><dt>Payment</dt><dd>Payrail</dd><dd>Monocard</dd></dl>",
    ),
    (
        "de",
        "<dl><dt>Versand</dt><dd>Paketfuchs</dd><dt>Zahlung</dt><dd>Payrail</dd></dl>",
        "<dl><dt>Versand</dt><dd>Paketfuchs</dd><dt>Zahlung</dt><dd>Payrail</dd><dd>Monocard</dd></dl>",
    ),
    (
        "ja",
        "<dl><dt>決済</dt><dd>ペイレール</dd></dl>",
        "<dl><dt>決済</dt><dd>ペイレール</dd><dd>モノカード</dd></dl>",
    ),
    (
        "tr",
        "<dl><dt>Ödeme</dt><dd>Payrail</dd></dl>",
        "<dl><dt>Ödeme</dt><dd>Payrail</dd><dd>Monokart</dd></dl>",
    ),
)


def page(code: str, extra: str) -> str:
    return (
        f'<html lang="{code}"><head><title>Acme</title></head><body><main><h1>Acme</h1>'
        f"<p>Acme Ltd, 4 Mill Street, Leeds.</p>{extra}</main></body></html>"
    )


def ranked(code: str, lead: str, *items: str) -> str:
    entries = "".join(f"<li>{item}</li>" for item in items)
    return page(code, f"<p>{lead}</p><ol>{entries}</ol>")


@pytest.mark.parametrize(("code", "lead", "first", "second"), RANKED)
def test_entries_that_change_places_are_told(code: str, lead: str, first: str, second: str) -> None:
    """The order form gave way to the terms without a word."""
    change = compare(ranked(code, lead, first, second), ranked(code, lead, second, first))
    assert change.kind == "substantive"
    assert change.summary.endswith(f"Now in this order: “{second}”, “{first}”")


def test_what_precedes_is_told_below_a_heading_that_says_so() -> None:
    """The words on the order may stand above the line above the list."""
    head = "<h2>Order of precedence</h2>"
    one, other = (
        page("en", f"{head}<ul><li>{a}</li><li>{b}</li></ul>")
        for a, b in (("the law", "these terms"), ("these terms", "the law"))
    )
    assert compare(one, other).kind == "substantive"


def test_a_list_in_any_order_says_the_same() -> None:
    """Names are listed as they come."""
    lead = "We work with these firms:"
    one, other = (
        ranked("en", lead, "ParcelFox", "Payrail"),
        ranked("en", lead, "Payrail", "ParcelFox"),
    )
    assert compare(one, other).kind != "substantive"


@pytest.mark.parametrize(("code", "old", "new"), VALUES)
def test_one_more_value_of_a_term_is_told(code: str, old: str, new: str) -> None:
    """A firm more in a definition list: a word that no list of words knows."""
    for one, other in ((old, new), (new, old)):
        assert compare(page(code, one), page(code, other)).kind == "substantive"


def test_two_lists_below_the_same_words_in_two_sections_are_two_lists() -> None:
    """Neither changed, and the line said “Now in this order: …” of the order of the other one."""
    page = (
        "<html lang=en><main><h1>Rules</h1><h2>Refunds</h2><p>They apply in this order:</p><ol>"
        "<li>Law</li><li>Contract</li><li>Rules</li></ol><h2>Claims</h2><p>They apply in this"
        " order:</p><ol><li>Contract</li><li>Law</li></ol><p>{}</p></main></html>"
    )
    told = compare(page.format("Our desk answers."), page.format("Our desk answer.")).summary
    assert "Now in this order" not in told

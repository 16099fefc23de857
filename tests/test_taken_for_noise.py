"""What reads like a customer's words, a counter or a link to more, and states something."""

from __future__ import annotations

import pytest

from monitor import compare


def page(code: str, markup: str) -> str:
    return (
        f'<html lang="{code}"><head><title>Terms</title></head><body><main><h1>Terms</h1>'
        "<p>You may close your account at any time.</p><p>We may change these terms when the law"
        " does.</p><p>You must be 18 years old to use the service.</p><p>The courts of Dublin have"
        f" jurisdiction over all disputes.</p>{markup}</main></body></html>"
    )


TABLE = (
    "<h2>Related terms</h2><table><tr><th>Company</th><th>Data</th></tr>"
    "<tr><td><a href=/a>Acme gets names</a></td><td>{}</td></tr></table>"
)
CLAUSES = (
    (
        "en",
        "<p>“You may cancel at any time without a fee.” Plaza Guarantee</p>",
        "<p>“You may cancel at any time for a fee of 20 euros.” Plaza Guarantee</p>",
    ),
    (
        "de",
        "<p>„Wir verkaufen nichts an Dritte.“ Unser Versprechen</p>",
        "<p>„Wir verkaufen alles an Dritte.“ Unser Versprechen</p>",
    ),
    (
        "es",
        "<p>“Devolvemos el dinero siempre.” Garantía Plaza</p>",
        "<p>“Devolvemos el dinero a veces.” Garantía Plaza</p>",
    ),
    (
        "pl",
        "<p>„Nie sprzedajemy danych.” Nasza Obietnica</p>",
        "<p>„Sprzedajemy dane klientów.” Nasza Obietnica</p>",
    ),
    (
        "en",
        "<p>“We never sell what you store.” — The Acme Promise</p>",
        "<p>“We sell what you store, for a fee.” — The Acme Promise</p>",
    ),
    ("en", "<li>5 users</li><li>10k views</li>", "<li>3 users</li><li>10k views</li>"),
    ("en", "<li>25 seats</li><li>100,000 views</li>", "<li>5 seats</li><li>100,000 views</li>"),
    ("en", "<li>8 editors</li><li>5 visits</li>", "<li>2 editors</li><li>5 visits</li>"),
    (
        "en",
        "<li><a href=/p>Advertising partners (842)</a></li>",
        "<li><a href=/p>Advertising partners (1543)</a></li>",
    ),
    (
        "de",
        "<li><a href=/p>Empfänger Ihrer Daten (42)</a></li>",
        "<li><a href=/p>Empfänger Ihrer Daten (77)</a></li>",
    ),
    ("en", TABLE.format("names"), TABLE.format("names, messages and health data")),
    ("en", TABLE.format("30 days"), TABLE.format("5 years")),
)
FORUM = (
    "<h2>Related topics</h2><table><tr><th>Topic</th><th>Replies</th><th>Activity</th></tr>"
    "<tr><td><a href=/a>Parcel lost in Leeds</a></td><td>{}</td><td>{}</td></tr></table>"
)


@pytest.mark.parametrize(("code", "old", "new"), CLAUSES)
def test_a_clause_in_the_form_of_noise_is_told(code: str, old: str, new: str) -> None:
    assert compare(page(code, old), page(code, new)).kind == "substantive"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>“They sorted it in a day.” Ruth, Leeds</p>", "<p>“Clear and quick.” Imran, Bath</p>"),
        (FORUM.format(3, "2d"), FORUM.format(14, "Jan 5")),
        ("<li>41 users</li><li>14.2k views</li>", "<li>43 users</li><li>14.3k views</li>"),
    ],
)
def test_noise_in_the_same_form_is_not(old: str, new: str) -> None:
    assert compare(page("en", old), page("en", new)).kind != "substantive"


@pytest.mark.parametrize(
    ("code", "clause", "old", "new"),
    [
        ("es", "Sin suscripción: lectura de {} artículos al mes.", "5", "3"),
        ("fr", "Le forfait gratuit permet la lecture de {} articles par mois.", "10", "4"),
        ("it", "Il piano gratuito consente la lettura di {} articoli al mese.", "10", "4"),
        ("pt", "O plano grátis permite a leitura de {} artigos por mês.", "10", "4"),
        ("zh", "阅读需 {} 岁以上。", "18", "14"),
        (
            "en",
            "Of the changes you have time to read: {} days, and then they bind you.",
            "30",
            "10",
        ),
    ],
)
def test_how_much_may_be_read_is_no_reading_time(
    code: str, clause: str, old: str, new: str
) -> None:
    """The number of a limit was taken for the minutes that a page takes to read."""
    was, now = (page(code, f"<p>{clause.format(number)}</p>") for number in (old, new))
    assert compare(was, now).kind == "substantive"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Reading time: about {} minutes · by the team"),
        ("de", "Lesezeit: ca. {} Min. · aus der Redaktion"),
        ("es", "Lectura de {} minutos · por el equipo"),
        ("zh", "阅读需 {} 分钟 · 编辑部"),
    ],
)
def test_how_long_a_page_takes_to_read_is_noise(code: str, line: str) -> None:
    """A page that says one thing more takes a minute more, and nobody has to hear of that."""
    was, now = (page(code, f"<p>{line.format(minutes)}</p>") for minutes in (5, 7))
    assert compare(was, now).kind == "noise"


@pytest.mark.parametrize("name", ["Reviews", "Comments", "Ratings"])
def test_a_numbered_heading_counts_nothing(name: str) -> None:
    """All rules of section 7 on reviews were taken for the seven reviews of a page."""
    said = (
        f"<h2>6 Payments</h2><p>Pay now.</p><h2>7 {name}</h2><p>Those of others stay for {{}}.</p>"
    )
    was, now = (page("en", said.format(period)) for period in ("a year", "ten years"))
    assert compare(was, now).kind == "substantive"

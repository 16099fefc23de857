"""Content or boilerplate: a small page for each kind of noise, and for each real change like it."""

from __future__ import annotations

import pytest

from monitor.extract import extract
from monitor.model import Document

PROSE = "We collect the information that you give us when you create an account and use it. "
BODY = "".join(f"<h2>{n}. Part</h2><p>{PROSE * 3}</p><p>{PROSE * 2}</p>" for n in range(1, 6))


def page(*, top: str = "", inside: str = "", bottom: str = "", main: bool = True) -> Document:
    """A policy with something before its <main>, at its end, or after it."""
    body = f"<h1>Privacy Policy</h1><p>Effective May 5, 2025</p>{BODY}{inside}"
    if main:
        body = f"<main>{body}</main>"
    return extract(f"<html lang=en><body>{top}{body}{bottom}</body>", "text/html")


def reason(document: Document, text: str) -> str:
    """Why the block with this text is boilerplate, "" for content; fails when it is nowhere."""
    found = {block.text: block.boilerplate for block in document.boilerplate}
    if text in found:
        return found[text]
    assert text in document.text, f"{text!r} was lost altogether"
    return ""


LINKS = '<li><a href="/a">Products</a><li><a href="/b">Pricing</a><li><a href="/c">Company</a>'

BOILERPLATE = {
    "navigation": (f"<nav><ul>{LINKS}</ul></nav>", "Pricing", "in <nav>"),
    "navigation by role": (f'<div role="navigation">{LINKS}</div>', "Pricing", "in a navigation"),
    "navigation by name": (
        f'<div class="siteNav__list">{LINKS}</div>',
        "Pricing",
        "in a navigation",
    ),
    "links of no name": (f'<div class="x7a"><ul>{LINKS}</ul></div>', "Pricing", "a list of links"),
    "a header": ("<header><p>Acme for Business</p></header>", "Acme for Business", "in <header>"),
    "a footer": (
        "<footer><p>Acme Ltd, 1 High Street</p></footer>",
        "Acme Ltd, 1 High Street",
        "in <footer>",
    ),
    "breadcrumbs": (
        '<div class="breadcrumbs">Home / Legal</div>',
        "Home / Legal",
        "in breadcrumbs",
    ),
    "a language picker": (
        '<div class="language-switcher"><p>Deutsch</p><p>日本語の</p></div>',
        "日本語の",
        "in a language picker",
    ),
    "share buttons": (
        '<div class="social-share"><p>Post it</p></div>',
        "Post it",
        "in share buttons",
    ),
    "a feedback widget": (
        "<p>Was this help article really useful?</p>",
        "Was this help article really useful?",
        "a feedback widget",
    ),
    "its answers": ("<p>Was this helpful?</p><button>Yes</button>", "Yes", "a button"),
    "a counter of it": (
        "<p>12 out of 30 found this helpful</p>",
        "12 out of 30 found this helpful",
        "a feedback widget",
    ),
    "a skip link": (
        '<a href="#main">Skip to main content</a>',
        "Skip to main content",
        "interface text",
    ),
    "a button": ("<button>Request a callback</button>", "Request a callback", "a button"),
    "a copyright line": (
        "<p>© 2025 Acme Ltd. All rights reserved.</p>",
        "© 2025 Acme Ltd. All rights reserved.",
        "a copyright line",
    ),
    "paging": ("<p>1-10 of 14 results</p>", "1-10 of 14 results", "pagination"),
    "a bullet alone": ("<div>•</div>", "•", "no word"),
    "a dialog": (
        '<div role="dialog"><p>Sign up for our newsletter today.</p></div>',
        "Sign up for our newsletter today.",
        "in a dialog",
    ),
}


@pytest.mark.parametrize("name", BOILERPLATE)
@pytest.mark.parametrize("place", ["top", "inside", "bottom"])
def test_boilerplate_is_told_without_a_main_element(name: str, place: str) -> None:
    html, text, expected = BOILERPLATE[name]
    assert reason(page(**{place: html}, main=False), text) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BOILERPLATE)
def test_boilerplate_at_the_end_of_the_main_part_changes_nothing(name: str) -> None:
    assert page(inside=BOILERPLATE[name][0]).digest == page().digest


def test_what_stands_outside_the_main_part_is_boilerplate() -> None:
    document = page(top=f"<div>{PROSE}</div>", bottom="<p>Try our new product now</p>")
    assert reason(document, PROSE.strip()) == "outside the main part"
    assert document.digest == page().digest


def test_items_above_the_main_part_are_no_titles() -> None:
    assert page(top="<ul><li>Sale ends on Sunday</ul>").digest == page().digest


def test_the_title_and_its_date_above_the_main_part_are_content() -> None:
    html = f"<div><h1>Policy</h1><p>Last updated: 5 May 2025</p></div><main>{BODY}</main>"
    document = extract(html, "text/html")
    assert reason(document, "Last updated: 5 May 2025") == ""
    assert document.sections[0].path == ("Policy",)


def test_a_main_element_that_holds_little_decides_nothing() -> None:
    document = extract(f"<main><h1>P</h1></main><div>{BODY}</div>", "text/html")
    assert len(list(document.blocks())) == 10


@pytest.mark.parametrize(
    "html",
    [
        '<div class="post-header"><p>Effective May 5, 2025</p></div>',
        '<div class="byline">10 novembre 2022</div>',
        "<header><p>Last updated: March 2025</p></header>",
        '<p><a href="/archive">Entrée en vigueur le 11 août 2020</a></p>',
    ],
)
def test_a_date_line_is_content_wherever_it_stands(html: str) -> None:
    """A date in force that moves must be seen."""
    old = extract(f"<body>{html}<h1>P</h1>{BODY}", "text/html")
    new = extract(f"<body>{html.replace('20', '30')}<h1>P</h1>{BODY}", "text/html")
    assert old.digest != new.digest


def test_a_cookie_dialog_of_a_known_tool_is_boilerplate_even_on_a_short_page() -> None:
    banner = f'<div id="onetrust-consent-sdk"><h2>Your privacy</h2><p>{PROSE * 4}</p></div>'
    document = extract(f"<body><h1>P</h1><p>{PROSE}</p>{banner}", "text/html")
    assert [block.text for block in document.blocks()] == [PROSE.strip()]


def test_a_cookie_dialog_of_no_name_is_told_by_its_buttons() -> None:
    banner = (
        f"<div><p>We use cookies. {PROSE}</p><div><button>Reject</button><button>Accept "
        f"all</button></div></div>"
    )
    for place in ("top", "inside", "bottom"):
        assert page(**{place: banner}, main=False).digest == page(main=False).digest  # type: ignore[arg-type]


def test_a_dialog_says_in_its_label_that_it_asks_about_cookies() -> None:
    """On an error page the dialog is nearly all there is."""
    dialog = f'<div role="dialog" aria-label="Allow the use of cookies?"><p>{PROSE * 9}</p></div>'
    document = extract(f"<body><p>This page is gone.</p>{dialog}", "text/html")
    assert [block.text for block in document.blocks()] == ["This page is gone."]


def test_a_cookie_notice_without_buttons_around_the_text_is_boilerplate() -> None:
    notice = (
        "We use cookies to deliver the best experience. By continuing to use this site you agree."
    )
    document = page(top=f"<p>{notice}</p>", main=False)
    assert reason(document, notice) == "in a cookie dialog"


def test_a_cookie_policy_is_no_cookie_dialog() -> None:
    html = (
        f'<div class="cookie-policy-container"><div id="cookie-notice"><h1>Cookie Policy'
        f"</h1>{BODY}</div></div>"
    )
    document = extract(html, "text/html")
    assert len(list(document.blocks())) == 10


def test_names_do_not_hide_prose() -> None:
    """Names of classes lie: the policy inside a "modal" or "sidebar" layout is still the policy."""
    for name in ("sidebar-layout", "modal-content", "menu-page", "footer-legal", "search-results"):
        document = extract(f'<div class="{name}"><h1>P</h1>{BODY}</div>', "text/html")
        assert len(list(document.blocks())) == 10, name


def test_an_aside_with_a_summary_is_content() -> None:
    note = f"<aside><p>Simply put: {PROSE * 6}</p></aside>"
    assert reason(page(inside=note), f"Simply put: {PROSE * 6}".strip()) == ""


def test_a_page_inside_one_form_or_dialog_is_read() -> None:
    document = extract(f'<form role="search"><h1>P</h1>{BODY}</form>', "text/html")
    assert len(list(document.blocks())) == 10


def test_a_table_of_contents_is_boilerplate_and_its_sections_are_not() -> None:
    toc = (
        '<ul><li><a href="#1">1. Part</a><li><a href="#2">2. Part</a><li><a href="#3">3. '
        "Part</a></ul>"
    )
    document = extract(f"<h1>P</h1><p>{PROSE}</p>{toc}{BODY}", "text/html")
    assert {block.boilerplate for block in document.boilerplate} == {"a table of contents"}
    assert document.sections[1].path == ("P", "1. Part")


def test_links_amid_the_text_are_content() -> None:
    """The list of a person's rights may be links."""
    links = (
        '<ul><li><a href="/x">Access</a><li><a href="/y">Erasure</a><li><a '
        'href="/z">Objection</a></ul>'
    )
    document = extract(f"<h1>P</h1>{BODY}{links}{BODY}", "text/html")
    assert reason(document, "Erasure") == ""


def test_links_that_a_sentence_introduces_are_content() -> None:
    links = f"<p>We share data with these companies for the purposes above:</p><ul>{LINKS}</ul>"
    assert reason(page(inside=links), "Pricing") == ""


def test_a_short_label_introduces_nothing() -> None:
    document = page(inside='<p>Our channels:</p><p><a href="/f">Chirper</a></p>')
    assert reason(document, "Chirper") == "a link by itself"
    assert reason(document, "Our channels:") == "a label of a list of links"


def test_a_long_link_by_itself_may_be_the_only_notice() -> None:
    notice = "Supplemental notice for residents of Türkiye"
    assert reason(page(inside=f'<p><a href="/tr">{notice}</a></p>'), notice) == ""


def test_labels_between_lists_of_links_are_boilerplate() -> None:
    columns = f"<div><p>Products</p>{LINKS}</div><div><p>Company news</p>{LINKS}</div>"
    document = page(bottom=columns, main=False)
    assert reason(document, "Company news") == "a label of a list of links"


def test_a_site_map_amid_the_text_is_boilerplate() -> None:
    column = "".join(f'<li><a href="/{n}">Product {n}</a></li>' for n in range(7))
    columns = f"<h3>Store</h3><ul>{column}</ul><h3>Support</h3><ul>{column}</ul>"
    document = extract(f"<h1>P</h1>{BODY}{columns}{BODY}", "text/html")
    assert reason(document, "Product 5") == "a list of links"
    assert reason(document, "Support") == "a list of links"


def test_related_articles_are_boilerplate_with_their_heading() -> None:
    related = (
        f"<h2>Related articles</h2><ul>{LINKS}</ul><h2>Contact</h2><p>Write to the officer.</p>"
    )
    document = page(inside=related)
    assert reason(document, "Pricing") == "related articles"
    assert document.sections[-1].path == ("Privacy Policy", "Contact")


def test_a_section_on_related_companies_is_content() -> None:
    document = page(inside=f"<h2>Related companies</h2><p>{PROSE}We share with them.</p>")
    assert document.sections[-1].path == ("Privacy Policy", "Related companies")


def test_a_heading_over_boilerplate_only_is_boilerplate() -> None:
    document = page(inside=f"<h2>Our products</h2><nav>{LINKS}</nav>")
    assert reason(document, "Our products") == "heads boilerplate only"
    details = page(
        inside=f"<details><summary>See details</summary><nav>{LINKS}</nav></details><p>The end."
    )
    assert reason(details, "See details") == "heads boilerplate only"


def test_a_section_that_loses_its_text_keeps_its_heading() -> None:
    document = extract(f"<h1>P</h1>{BODY}<h2>Arbitration</h2><h2>Law</h2><p>{PROSE}", "text/html")
    assert ("P", "Arbitration") in [section.path for section in document.sections]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<li>Sell access to your account", "<li>Sell or lend access to your account"),
        ("<table><tr><td>Acme<td>US</table>", "<table><tr><td>Acme<td>IE</table>"),
        ("<p>No.</p>", "<p>Yes.</p>"),
        ("<p>16</p>", "<p>13</p>"),
        (
            "<details><summary>Sale</summary>We do not sell it",
            "<details><summary>Sale</summary>We sell it",
        ),
        ("<p hidden>We keep it for a year", "<p hidden>We keep it for two years"),
        ("<h2>Notice to users in Brazil</h2>", "<h2>Notice to users in Chile</h2>"),
        (
            '<p>See the <a href="/x">EU annex</a> for that',
            '<p>See the <a href="/x">EEA annex</a> for that',
        ),
        ("<label>Opt out of training", "<label>Opt in to training, and do so with care and time"),
    ],
)
def test_a_small_real_change_is_seen(old: str, new: str) -> None:
    if old.startswith("<label>"):  # what only a control says is boilerplate, but kept
        assert "Opt out of training" in [b.text for b in page(inside=old).boilerplate]
        return
    assert page(inside=old).digest != page(inside=new).digest


def test_signs_without_a_word_are_no_text() -> None:
    assert reason(page(inside="<p>###</p>"), "###") == "no word"

"""Pages that show nothing and carry their text for scripts to show."""

from __future__ import annotations

import json

import pytest

from monitor.api import compare
from monitor.extract import extract, fingerprint
from monitor.model import ExtractRules, Kind, Outcome
from tests.test_json_text import ARTICLE, SECTIONS
from tests.test_pdf import SAYS, SHARES
from tests.test_pipeline import Page

MARKUP = (
    f"<h2>Sharing</h2><p>{SHARES * 6}</p><p>{SAYS * 3}</p><p>You may opt out within 30 days.</p>"
)
NEXT = {"props": {"pageProps": {"policy": {"title": "Sharing", "body": MARKUP}, "nav": ["Home"]}}}
FAQ = {
    "@type": "FAQPage",
    "mainEntity": [
        {"@type": "Question", "name": "What do you do?", "acceptedAnswer": {"text": SAYS * 8}},
        {
            "@type": "Question",
            "name": "May I object?",
            "acceptedAnswer": {"text": f"{SHARES} You may opt out within 30 days."},
        },
    ],
}
KINDS = {
    "next": f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(NEXT)}</script>",
    "article": "<script type='application/ld+json'>"
    + json.dumps(
        {"@type": "Article", "articleBody": f"{SAYS * 8}\nYou may opt out within 30 days."}
    )
    + "</script>",
    "faq": f'<script type="application/ld+json">{json.dumps(FAQ)}</script>',
    "state": f"<script>window.__INITIAL_STATE__ = {json.dumps(NEXT)};(function(){{}})()</script>",
    "html": f"<script type='text/html' id='terms'>{MARKUP}</script>",
    "handlebars": f"<script type=text/x-handlebars-template>{MARKUP}</script>",
    "template": f"<template id=terms>{MARKUP}</template>",
    "srcdoc": f"<iframe srcdoc='{MARKUP}'></iframe>",
}


def shell(carried: str, shown: str = "<p>Loading…</p>") -> str:
    return (
        "<!doctype html><html lang=en><title>Terms</title><body><div id=root>"
        f"{shown}</div>{carried}<script>var a = 'b'; if (a < 3) run()</script></body></html>"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_that_a_shell_carries_is_read(kind: str) -> None:
    document = extract(shell(KINDS[kind]), "text/html")
    assert "You may opt out within 30 days." in document.text
    assert "Home" not in document.text
    assert document.title == "Terms"


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_the_text_that_a_shell_carries_is_seen_and_told(kind: str) -> None:
    """Its visible text stays the same: by that alone nothing would ever be read again."""
    before, after = shell(KINDS[kind]), shell(KINDS[kind].replace("30 days", "90 days"))
    assert fingerprint(before.encode(), "text/html") != fingerprint(after.encode(), "text/html")
    assert compare(before, after).kind is Kind.SUBSTANTIVE
    page = Page()
    outcomes = page.play(before, before, after, after)
    assert outcomes[-1] == Outcome.SUBSTANTIVE


def test_where_the_text_was_found_is_said() -> None:
    warnings = extract(shell(KINDS["next"]), "text/html").warnings
    assert any("__NEXT_DATA__" in line for line in warnings)


@pytest.mark.parametrize("kind", ["next", "article", "template"])
def test_a_page_that_shows_its_text_is_read_as_it_shows_it(kind: str) -> None:
    shown = f"<main><h1>Terms</h1><p>{SAYS * 9}</p></main>"
    plain = extract(shell("", shown), "text/html")
    assert extract(shell(KINDS[kind], shown), "text/html") == plain


def test_data_that_holds_no_more_than_the_page_is_left_alone() -> None:
    organization = {"@type": "Organization", "description": SAYS, "name": "Example Inc."}
    carried = f"<script type='application/ld+json'>{json.dumps(organization)}</script>"
    assert SAYS.strip() not in extract(shell(carried, "<p>Be kind to all.</p>"), "text/html").text


def test_a_jsonpath_chooses_in_what_a_page_carries() -> None:
    both = {"a": SECTIONS, "b": ARTICLE, "c": {"text": SAYS * 8}}
    carried = f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(both)}</script>"
    document = extract(shell(carried), "text/html", ExtractRules(select=("$.c.text",)))
    assert document.words > 100
    assert "opt out" not in document.text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script type=application/json>" * 20_000,
        "<script id=__NEXT_DATA__ type=application/json>" + '{"a":' * 50_000 + "</script>",
        "<script>window.__A_STATE__ = " + "[" * 100_000 + "</script>",
        "<template>" * 20_000,
    ],
    ids=["unclosed", "deep", "deep state", "templates"],
)
@pytest.mark.hostile
def test_data_made_to_keep_us_busy_does_not(hostile: str) -> None:
    extract(shell(hostile), "text/html")

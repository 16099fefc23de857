"""What a class is called hides no clause: strips of shops and apps state things as well."""

from __future__ import annotations

import pytest

from monitor import compare


def page(code: str, beside: str) -> str:
    return (
        f'<html lang="{code}"><head><title>Terms</title></head><body><main><h1>Terms</h1>{beside}'
        "<p>You may close your account at any time.</p><p>We may change these terms when the law"
        " does.</p><p>You must be 18 years old to use the service.</p><p>The courts of Dublin have"
        " jurisdiction over all disputes.</p></main></body></html>"
    )


@pytest.mark.parametrize("names", ["notification-bar", "alert-strip", "announcement-bar"])
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "From 1 June 2026 we train AI on your messages."),
        ("de", "Ab dem 1. Juni 2026 liest die App deine Nachrichten mit."),
        ("de", "Die App liest deine Kontakte und Nachrichten mit."),
        ("fr", "Nous vendons vos données à des tiers."),
        ("en", "Refunds are not given."),
    ],
)
def test_a_clause_in_a_strip_is_told(names: str, code: str, said: str) -> None:
    strip = f'<div class="{names}"><p>{said}</p></div>'
    assert compare(page(code, ""), page(code, strip)).kind == "substantive"


@pytest.mark.parametrize(
    ("markup", "old", "new"),
    [
        (
            '<div class="app-banner"><p>{}</p></div>',
            "Faster with the app",
            "From 1 June 2026 the app reads your contacts.",
        ),
        (
            '<div class="banner-app-permissions"><p>The app asks for {}.</p></div>',
            "your contacts",
            "your contacts and your messages",
        ),
        (
            '<section class="appstore"><p>{}</p></section>',
            "Refunds are given by Apple within 14 days.",
            "Refunds are not given.",
        ),
        (
            '<div class="usp-bar"><p>Returns within {} days are free</p></div>',
            "30",
            "3",
        ),
        (
            '<div class="app-data-banner"><p>The app asks for {}.</p></div>',
            "your contacts",
            "your contacts and your messages",
        ),
    ],
)
def test_a_place_by_name_holds_clauses(markup: str, old: str, new: str) -> None:
    one, other = (page("en", markup.format(said)) for said in (old, new))
    assert compare(one, other).kind == "substantive"


@pytest.mark.parametrize("names", ["notification-bar", "announcement-strip", "smart-app-banner"])
def test_a_campaign_in_a_strip_is_not(names: str) -> None:
    strip = f'<div class="{names}"><p>{{}}</p></div>'
    one, other = (
        page("en", strip.format(said))
        for said in ("Free shipping on orders over $50", "Get the app and save 10%")
    )
    assert compare(one, other).kind != "substantive"

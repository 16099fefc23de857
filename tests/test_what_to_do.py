"""What to do about a change: the page's own sentence, and the link that the page gives for it."""

from __future__ import annotations

from datetime import date

import pytest

from monitor import compare
from monitor.render.telling import Act, Content, content
from tests.test_render import record

URL = "https://shop.example/legal/privacy"
ON = date(2026, 3, 2)


def told(new: str, on: date = ON) -> Content:
    """What a message says of a paragraph that was added."""
    page = "<main><h1>Privacy</h1><p>We keep your orders for two years.</p>{}</main>"
    pages = (page.format(text).encode() for text in ("", f"<p>{new}</p>"))
    change = compare(*pages, media_type="text/html", on=on)
    return content(record(change, url=URL), on)


def act(new: str, on: date = ON) -> Act | None:
    """What it says to do about it."""
    return told(new, on).act


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "We sell your data to advertisers. You can opt out of the sale on our "
            '<a href="https://shop.example/do-not-sell">choices page</a>.',
            "https://shop.example/do-not-sell",
        ),
        (
            "We use your posts to train AI models. You can opt out of this in your "
            '<a href="/account/settings/ai">settings</a>, as our <a href="/legal/privacy">policy'
            "</a> says.",
            "https://shop.example/account/settings/ai",
        ),
        (
            "We show you personalised ads. You can opt out of them at any time, see the "
            '<a href="https://www.shop.example/privacy">privacy center</a> or '
            '<a href="https://optout.shop.example/ads">this form</a>.',
            "https://optout.shop.example/ads",
        ),
    ],
)
def test_the_link_is_the_one_that_the_page_gives_for_it(text: str, link: str) -> None:
    """Of 253 recorded changes none had one: "opt-out possible" was no way, whatever it linked."""
    found = act(text)
    assert found is not None
    assert found.link == link


@pytest.mark.parametrize(
    "text",
    [
        "We show you personalised ads. You may opt out of them.",
        f'We show you personal ads. You may opt out of them, as <a href="{URL}#ads">we say</a>.',
        "We show you personalised ads. You cannot opt out of this use.",
    ],
)
def test_that_there_is_a_way_somewhere_is_nothing_to_do(text: str) -> None:
    found = act(text)
    assert found is None or found.link == ""


def test_a_deadline_that_is_over_is_nothing_to_do() -> None:
    """Whatever the line leads with: until the day is over the message says how to object."""
    text = (
        "We sell your location, your contacts and your messages to advertisers and insurers. You "
        "may object to this in writing until 1 April 2026."
    )
    until = "You may object to this in writing until 1 April 2026."
    before, after = (told(text, day) for day in (date(2026, 3, 2), date(2026, 5, 2)))
    first = " ".join(quote for _, quote in before.first.quotes) if before.first else ""
    assert until in (first, before.act.text if before.act else "") or until in before.line
    assert after.act is None

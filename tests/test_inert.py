"""What strangers wrote does nothing in lists and notices either."""

from __future__ import annotations

import re

import pytest

from monitor import render
from monitor.render import Entry, Message
from tests.test_render import ALL_TAGS, EVIL, NOW, Tags, hostile, record

UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def messages(text: str) -> list[Message]:
    """All sorts of lists and notices about a page that says this, and is called so."""
    names = {"service": text, "document": text, "url": "javascript:alert(1)//" + text}
    whole = record(hostile(text), **names)
    said = render.alert(whole, now=NOW).content
    change = Entry(text, "change", "high", text, text, whole.url, said)
    notice = Entry(text, "failing", "low", text, text, whole.url)
    lists = ("digest", "more", "service", "problems", "reminders")
    notices = ("failing", "withdrawn", "selector", "browser", "undelivered", "delayed")
    return [
        *(render.together(kind, [change, change, notice], now=NOW) for kind in lists),
        *(
            render.notice(kind, watch_id="w", now=NOW, reason=text, change=whole, **names)
            for kind in notices
        ),
    ]


@pytest.mark.parametrize("text", EVIL)
def test_page_text_can_do_nothing_in_a_list_or_a_notice(text: str) -> None:
    for message in messages(text):
        assert len(message.title) <= 200
        assert "\n" not in message.title
        for body in (message.title, message.text, message.html):
            assert not UNSEEN.search(body)
            assert "49" not in body.replace("&#49", ""), "7 * 7 was computed"
        page = Tags(message.html)
        assert {tag for tag, _ in page.tags} <= ALL_TAGS
        assert not any(attributes.get("href") for _, attributes in page.tags)
        assert not any(name.startswith("on") for _, names in page.tags for name in names)

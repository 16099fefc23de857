"""The head of the newest sealed day goes out with what is sent, where nobody here can edit it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from monitor import render
from monitor.model import Route, Watch
from monitor.model.outgoing import Seal
from monitor.render.payloads import webhook
from monitor.storage import Storage
from tests.pages import Desk, page
from tests.test_routing import AGED


def test_what_is_sent_holds_the_head_by_which_all_records_are_proved_later(
    storage: Storage,
) -> None:
    """Without it a head is only known here, where whoever edits the records could edit it."""
    first, second = (
        Watch(name, "Plaza", name, f"https://plaza.example/{name}", confirm=False)
        for name in ("terms", "privacy")
    )
    pages = {first.url: page(), second.url: page()}
    routes = (Route("legal", ("json://127.0.0.1:9/a",)),)
    desk = Desk(storage, pages, (first, second), routes)
    desk.monitor.check()
    desk.net.pages[first.url] = page("From 3 November 2025 we use your posts to train AI models.")
    desk.clock.advance(days=1)
    desk.monitor.check()
    desk.monitor.deliver()
    ((_, _, text),) = desk.mail.received
    (sent,) = storage.alerts()
    seal = storage.last_seal()
    assert seal is not None
    assert f"{seal.day} · SHA-256 {seal.head}" in text
    assert seal.head in sent.html
    assert seal.head in storage.heads().values(), "`verify --head` knows it"


@pytest.mark.parametrize("form", ["alert", "list"])
def test_before_the_first_day_is_sealed_no_head_is_claimed(form: str) -> None:
    made = render.alert(AGED, now=AGED.seen_at)
    if form == "list":
        entry = render.Entry(made.title, "change", "high", "Plaza", "Terms", "", made.content)
        made = render.together("digest", [entry, entry], now=AGED.seen_at)
    assert "SHA-256" not in made.text
    assert "SHA-256" not in made.html


def test_a_digest_and_a_webhook_hold_the_head_too() -> None:
    seal = Seal("2026-03-01", "ab" * 32)
    made = render.alert(AGED, now=AGED.seen_at)
    entry = render.Entry(made.title, "change", "high", "Plaza", "Terms", "", made.content)
    digest = render.together("digest", [entry, entry], now=AGED.seen_at, seal=seal)
    assert digest.text.count(seal.head) == digest.html.count(seal.head) == 1
    posted = webhook.payload("t", "m", "id", "high", made.content, seal=seal)
    assert posted["sealed"] == {"day": "2026-03-01", "head": "ab" * 32}
    schema = Path(render.__file__).parents[1] / "webhook.schema.json"
    jsonschema.validate(posted, json.loads(schema.read_text("utf-8")))

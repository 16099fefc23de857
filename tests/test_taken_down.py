"""A policy that was taken down, as each reader of the change sees it: no word changed, it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor import render
from monitor.app import make_monitor
from monitor.cli import cli
from monitor.cli.alert_forms import FORMS, written
from monitor.config import load_config
from monitor.model.records import ChangeRecord
from monitor.web.views import Views
from tests.pages import Clock, Internet, page

URL = "https://acme.example/terms"
USED = "We use your posts to train our AI models."
COMMAND = "monitor show acme-terms --version 2"


@pytest.fixture(scope="module")
def watchlist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Terms that changed once and then were there no more."""
    file = tmp_path_factory.mktemp("gone") / "watchlist.yaml"
    file.write_text(f"watches:\n  - {{service: Acme, document: Terms, url: {URL}}}\n")
    clock = Clock()
    net = Internet(clock, {URL: page()})
    with make_monitor(load_config(file), fetcher=net, clock=clock) as monitor:
        monitor.check()
        for content, looks in ((page(USED), 3), ((404, "<h1>Page not found</h1>"), 11)):
            net.pages[URL] = content
            for _ in range(looks):
                clock.advance(days=1)
                monitor.check()
    return file


@pytest.fixture(scope="module")
def gone(watchlist: Path) -> ChangeRecord:
    """The change that says so."""
    with make_monitor(load_config(watchlist)) as monitor:
        newest, before = monitor.changes()
    assert not before.taken_down
    return newest


@pytest.mark.parametrize("form", FORMS)
def test_no_channel_says_that_only_the_arrangement_changed(gone: ChangeRecord, form: str) -> None:
    """It did, and sent its reader to compare version 2 with version 2."""
    text, _ = written(form, gone, gone.recorded_at, (), "")
    assert "arrangement" not in text
    assert "monitor diff" not in text
    assert "2 → 2" not in text
    assert "taken down" in text


@pytest.mark.parametrize("form", ["text", "email", "slack", "telegram", "discord", "teams"])
def test_the_text_that_is_gone_can_still_be_read_and_the_message_says_where(
    watchlist: Path, gone: ChangeRecord, form: str
) -> None:
    text, _ = written(form, gone, gone.recorded_at, (), "")
    assert COMMAND in text
    shown = CliRunner().invoke(cli, ["-w", str(watchlist), *COMMAND.split()[1:]])
    assert USED in shown.stdout


def test_the_history_still_says_what_led_to_the_last_version(
    watchlist: Path, gone: ChangeRecord
) -> None:
    """That the page went stood in the place of the change before it."""
    args = ["-w", str(watchlist), "history", "acme-terms", "--json"]
    newest, first = json.loads(CliRunner().invoke(cli, args).stdout)
    assert "train" in json.dumps(newest)
    assert gone.id not in json.dumps(newest)
    assert "taken down" not in json.dumps(first)


def test_web_pages_link_both_the_change_and_the_end(watchlist: Path, gone: ChangeRecord) -> None:
    with make_monitor(load_config(watchlist)) as monitor:
        views, changes = Views(monitor), monitor.changes()
        document = views.document("/documents/acme-terms/index.html", "acme-terms")
        assert all(f"changes/{change.id}.html" in document for change in changes)
        html = views.change(f"/changes/{gone.id}.html", gone.id)
    assert html.count("<dt>Version 2</dt>") == 1
    aside = html[html.index("Set aside around it") : html.index("<h2>Evidence")]
    assert aside.count("<li>") == 1, "one line, not one a look"
    assert "11 looks: not-found" in aside
    assert "Word by word" not in html


def test_that_a_page_is_back_does_not_read_as_if_it_were_not() -> None:
    """ "The page is back": and below it "the server says there is no such page"."""
    message = render.notice(
        "recovered",
        watch_id="acme-terms",
        service="Acme",
        document="Terms",
        url=URL,
        now=Clock().now,
        reason="the server says there is no such page",
    )
    assert "Until now: the server says there is no such page" in message.text

"""The web pages and feeds: what they show, that nothing on them can act, and in a real browser."""

from __future__ import annotations

import asyncio
import functools
import json
import re
import socket
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from click.testing import CliRunner

from monitor import compare
from monitor.app import index_history, open_history, open_to_write, work_out_history
from monitor.cli import cli
from monitor.config import Config, load_config
from monitor.errors import RefusedError
from monitor.model import Outcome
from monitor.service import standing
from monitor.storage import Storage
from monitor.web.asgi import HEADERS, Pen, application
from monitor.web.files import write_site
from monitor.web.views import Views
from tests import stored
from tests.browser import CHROMIUM, browser

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> \u202eevil javascript:alert(3)"
TEXTS = (
    "We do not use your posts to train our AI models. You may close your account.",
    f"We use your posts to train our AI models. You may close your account. {HOSTILE}",
)
START = datetime(2026, 1, 15, 8, tzinfo=UTC)
TODAY = datetime(2026, 3, 1, 8, tzinfo=UTC)  # pages say when they were made, to the minute
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """One page in two versions with a change, and a wall between them."""
    (tmp_path / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, tags: [terms],"
        " url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], START)
        first = Outcome.FIRST
        stored.check(storage, body="<p>1" + HOSTILE, at=START, text=TEXTS[0], outcome=first)
        wall = {"outcome": Outcome.QUARANTINED, "reason": "login: the page says: log in"}
        stored.check(storage, body="<p>wall", at=START + timedelta(days=28), **wall)
        change = {"change": compare(*TEXTS, "text/plain"), "change_id": "c0ffee00c0ff"}
        at = START + timedelta(days=30)
        stored.check(storage, body="<p>2", at=at, text=TEXTS[1], **change)
    return load_config(tmp_path / "watchlist.yaml", {})


class Client:
    """Asks the application without a network."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def request(self, method: str, address: str, **fields: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://p") as client:
                return await client.request(method, address, **fields)

        return asyncio.run(once())

    def get(self, address: str, **fields: Any) -> httpx.Response:
        return self.request("GET", address, **fields)


@pytest.fixture
def client(config: Config) -> Client:
    index = functools.partial(index_history, config)
    opened = functools.partial(open_history, config, clock=lambda: TODAY)
    return Client(application(opened, index=index, base="https://p.example"))


def test_every_page_says_what_it_is_about(client: Client) -> None:
    said = {
        "/": [">Acme</th>", ">Terms</a>", "state-ok", "2026-02-14"],
        "/changes.html": ["February 2026", "changes/c0ffee00c0ff.html"],
        "/changes/c0ffee00c0ff.html": ["<ins>", "<del>", "Side by side", "SHA-256", "Set aside"],
        "/documents/acme-terms/index.html": ["Version 2", "since ≤ 2026-01-15", "age-"],
        "/documents/acme-terms/1.html": ["We do not use your posts", "of 2"],
        "/facts.html": ["used for training", "<blockquote>"],
        "/upcoming.html": ["No document gives a date"],
        "/search.html?q=posts": ["We use your posts", "documents/acme-terms/2.html"],
        "/feeds.html": ["feeds/service-acme.atom", "feeds/tag-terms.json"],
    }
    for address, words in said.items():
        answer = client.get(address)
        assert answer.status_code == 200, address
        for word in words:
            assert word in answer.text, (address, word)


@pytest.mark.parametrize("address", ["/facts", "/facts.html", "/upcoming.html", "/upcoming.ics"])
def test_facts_and_dates_are_worked_out_once(
    config: Config, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an upgrade, or with no daemon beside it, each request read every document anew."""
    read: list[str] = []
    facts = standing.facts
    monkeypatch.setattr(standing, "facts", lambda *of: read.append(of[1]) or facts(*of))
    work_out = functools.partial(work_out_history, config)
    client = Client(application(lambda: open_history(config), work_out=work_out))
    assert [client.get(address).status_code for _ in range(3)] == [200] * 3
    assert read == ["acme-terms"]


def test_what_there_is_not_is_a_plain_404(client: Client) -> None:
    for address in ("/nothing", "/changes/none.html", "/documents/x/index.html",
                    "/documents/acme-terms/9.html", "/raw/" + "0" * 64 + ".bin",
                    "/../watchlist.yaml", "/feeds/none.atom"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "There is no such page" in answer.text


def test_an_address_without_its_ending_leads_to_the_page(client: Client) -> None:
    """Links that were shortened by hand, or made for the same pages on GitHub, were not found."""
    for short, whole in {
        "/changes/c0ffee00c0ff": "/changes/c0ffee00c0ff.html",
        "/documents/acme-terms/": "/documents/acme-terms/index.html",
        "/documents/acme-terms/2": "/documents/acme-terms/2.html",
        "/facts": "/facts.html",
        "/search?q=posts": "/search.html?q=posts",
    }.items():
        answer = client.get(short)
        assert answer.status_code == 200, short
        assert answer.text == client.get(whole).text
    folder = client.get("/documents/acme-terms")
    assert (folder.status_code, folder.headers["location"]) == (308, "acme-terms/")
    for path in ("/documents", "/documents/", "/changes/", "/raw/", "/documents/acme-terms/2/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("id_", ["acme-terms@eu", "acme.terms-2", "acme_terms"])
def test_every_id_that_a_watchlist_may_have_has_its_pages(tmp_path: Path, id_: str) -> None:
    """The table linked to the pages of variants, and each of them was a 404."""
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch(id_)], START)
        stored.check(storage, id_, at=START, text=TEXTS[0], outcome=Outcome.FIRST)
    (tmp_path / "watchlist.yaml").write_text("watches: []\n")
    config = load_config(tmp_path / "watchlist.yaml", {})
    client = Client(application(lambda: open_history(config)))
    for name in ("index.html", "1.html"):
        assert client.get(f"/documents/{id_}/{name}").status_code == 200
    with open_history(config) as history:
        write_site(Views(history), tmp_path / "site")
    assert (tmp_path / "site" / "documents" / id_ / "index.html").is_file()


def test_nothing_of_a_page_can_act_on_its_readers(client: Client, config: Config) -> None:
    """A page that is watched writes into these pages: it must not get a script, a frame, a link."""
    with open_history(config) as monitor:
        paths = [*Views(monitor).paths(), "search.html?q=alert"]
    for path in paths:
        answer = client.get("/" + path)
        assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]
        assert "set-cookie" not in answer.headers
        if path.startswith("raw/"):
            assert answer.headers["content-disposition"] == "attachment"
            assert answer.headers["content-type"] == "application/octet-stream"
        elif path.endswith((".html", "q=alert")):
            text = answer.text
            assert "<script" not in text, path
            assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", text), path
            assert "\u202e" not in text
            assert not re.search(r'(?:src|href)="(?:javascript|https?://(?!acme\.example))', text)


def test_pages_load_nothing_from_anywhere_else(client: Client) -> None:
    text = client.get("/").text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', text) == ["style.css"]
    assert "@import" not in client.get("/style.css").text
    assert "url(" not in client.get("/style.css").text
    assert "script-src" not in HEADERS["content-security-policy"]
    assert HEADERS["content-security-policy"].startswith("default-src 'none'")


def test_feeds_have_stable_ids_and_the_full_text(client: Client) -> None:
    answer = client.get("/feeds/all.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == "tag:policy-monitor,2026:change/c0ffee00c0ff"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == "https://p.example/changes/c0ffee00c0ff.html"
    assert "<ins>" in (entry.findtext(f"{ATOM}content") or "")
    assert "<script" not in (entry.findtext(f"{ATOM}content") or "")
    made = client.get("/feeds/service-acme.json").json()
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert made["items"][0]["id"] == entry.findtext(f"{ATOM}id")
    for name in ("document-acme-terms", "class-ai-training", "tag-terms"):
        assert len(client.get(f"/feeds/{name}.json").json()["items"]) == 1, name


def test_a_search_form_survives_what_people_type(client: Client) -> None:
    for query in ('"', "***", "a AND OR (", "'; DROP TABLE page", "x" * 5000, "\x00", "训练"):
        answer = client.get("/search.html", params={"q": query, "in": "nonsense"})
        assert answer.status_code == 200, query
        assert "<script" not in answer.text
    assert "Nothing found" in client.get("/search.html?q=zebra").text


def test_only_reading_is_possible(client: Client) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert client.request(method, "/").status_code == 405


# --------------------------------------------------------------------------- files


def test_the_same_pages_lie_as_files_and_link_to_each_other(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with open_history(config) as monitor:
        written = write_site(Views(monitor), folder)
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")]
    assert written == len(files)
    for file in folder.rglob("*.html"):
        for target in re.findall(r'href="([^"#:]+)"', file.read_text()):
            assert (file.parent / target).resolve().is_file(), (file.name, target)
    assert "search.html" not in (folder / "index.html").read_text()


def test_a_site_is_brought_up_to_date_and_never_written_over_other_files(
    config: Config, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    with open_history(config) as monitor:
        write_site(Views(monitor), folder)
        (folder / ".policy-monitor-site").write_text("index.html\nchanges/gone.html\n")
        (folder / "changes" / "gone.html").write_text("old")
        write_site(Views(monitor), folder)
        assert not (folder / "changes" / "gone.html").exists()
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.txt").write_text("mine")
        with pytest.raises(RefusedError, match="files of something else"):
            write_site(Views(monitor), tmp_path / "mine")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_the_commands(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["site", "public", "--json"], catch_exceptions=False)
    assert json.loads(result.stdout)["files"] > 10
    refused = CliRunner().invoke(cli, ["web", "--listen", "nonsense"])
    assert refused.exit_code == 2
    assert "expected HOST:PORT" in refused.output


def test_an_address_that_is_taken_is_said_in_one_line(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said that it was listening there, and then a server's log that it was not."""
    monkeypatch.chdir(tmp_path)
    for taken in ("127.0.0.1:0", "[::1]:0"):
        host, _, port = taken.rpartition(":")
        family = socket.AF_INET6 if "::" in host else socket.AF_INET
        with socket.create_server((host.strip("[]"), int(port)), family=family) as other:
            address = f"{host}:{other.getsockname()[1]}"
            refused = CliRunner().invoke(cli, ["web", "--listen", address])
        assert refused.exit_code == 2
        assert "Address already in use" in refused.output
        assert "Ctrl-C" not in refused.output
    nowhere = CliRunner().invoke(cli, ["web", "--listen", "no.such.host.invalid:8700"])
    assert nowhere.exit_code == 2
    assert "cannot listen at no.such.host.invalid:8700" in nowhere.output


def test_the_table_says_which_looks_are_overdue(tmp_path: Path) -> None:
    """A page that nobody had looked at for months was "ok", with a next look in the past."""
    (tmp_path / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    looked = START.replace(year=2024)
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], looked)
        stored.check(storage, at=looked, text="We share nothing.", outcome=Outcome.FIRST)
    with open_history(load_config(tmp_path / "watchlist.yaml", {})) as monitor:
        views = Views(monitor)
        assert "overdue since 2024-" in views.index("index.html")
        document = views.document("documents/acme-terms/index.html", "acme-terms")
    assert "days ago; it may have changed since" in document


# --------------------------------------------------------------------------- notes

TOKEN = "a token of 24 characters"
CHANGE = "/changes/c0ffee00c0ff.html"


@pytest.fixture
def desk(config: Config) -> Client:
    """The same pages for readers of whom some know the token."""
    pen = Pen(TOKEN, functools.partial(open_to_write, config))
    return Client(application(lambda: open_history(config), pen=pen))


def test_a_note_is_written_with_the_token_only(
    desk: Client, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.web.asgi.GUESS", 0.0)
    form = {"kind": "note", "text": "Told the works council <b>today</b>.", "by": "Ana"}
    for token in ("", "wrong", TOKEN + "x", "ü" * 30):
        refused = desk.request("POST", CHANGE, data=form | {"token": token})
        assert refused.status_code == 403
        assert "That is not the token" in refused.text
        assert "Told the works council" in refused.text, "what was typed is not lost"
        assert TOKEN not in refused.text
    with open_history(config) as monitor:
        assert monitor.storage.marks() == []
    taken = desk.request("POST", CHANGE, data=form | {"token": TOKEN})
    assert (taken.status_code, taken.headers["location"]) == (303, "c0ffee00c0ff.html#said")
    assert "set-cookie" not in taken.headers
    shown = desk.get(CHANGE).text
    assert "Told the works council &lt;b&gt;today&lt;/b&gt;." in shown
    assert "note (Ana" in shown


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"kind": "note", "text": " "}, 422, "A note needs words"),
        ({"kind": "note", "text": "x", "by": ""}, 422, "Say who you are"),
        ({"kind": "seen"}, 303, ""),
        ({"kind": "false-alarm", "text": "only the menu"}, 303, ""),
        ({"kind": "seen", "text": "x" * 30_000}, 413, "too long"),
    ],
)
def test_a_form_is_taken_or_says_what_it_lacks(
    desk: Client, fields: dict[str, str], status: int, said: str
) -> None:
    form = {"by": "Ana", "token": TOKEN} | fields
    answer = desk.request("POST", CHANGE, data=form)
    assert answer.status_code == status
    assert said in answer.text


def test_notes_go_to_changes_that_exist_and_nowhere_else(desk: Client) -> None:
    form = {"kind": "seen", "by": "Ana", "token": TOKEN}
    assert desk.request("POST", "/changes/none.html", data=form).status_code == 404
    for address in ("/", "/index.html", "/changes/../index.html", "/documents/acme-terms/1.html"):
        assert desk.request("POST", address, data=form).status_code == 405


def test_without_a_token_there_is_no_form(client: Client) -> None:
    assert "<form" not in client.get(CHANGE).text
    assert client.request("POST", CHANGE, data={"token": ""}).status_code == 405


def test_a_token_that_can_be_guessed_is_refused(config: Config) -> None:
    result = CliRunner().invoke(cli, ["-w", str(config.path), "web", "--token", "short"])
    assert result.exit_code == 2
    assert "at least 16 characters" in result.output


def test_a_page_that_was_never_read_is_in_the_table_too(tmp_path: Path) -> None:
    """A page that fails from its first day was nowhere to be seen."""
    (tmp_path / "watchlist.yaml").write_text(
        "watches:\n  - {service: Acme, document: Terms, url: https://acme.example/acme-terms}\n"
    )
    with Storage.open(f"sqlite:///{tmp_path}/monitor.db", tmp_path / "snapshots") as storage:
        storage.sync_watches([stored.watch()], START)
        wall = {"outcome": Outcome.QUARANTINED, "reason": "login: the page says: log in"}
        stored.check(storage, body="<p>wall", at=START, **wall)
    with open_history(load_config(tmp_path / "watchlist.yaml", {})) as monitor:
        answer = Views(monitor).answer("index.html")
    assert answer is not None
    assert ">Acme</th>" in answer.body.decode()
    assert "<td>Terms</td>" in answer.body.decode()
    assert "the page says: log in" in answer.body.decode()
    assert "documents/acme-terms" not in answer.body.decode()


# --------------------------------------------------------------------------- in a browser

PAGES = (
    "index.html",
    "changes.html",
    "changes/c0ffee00c0ff.html",
    "documents/acme-terms/index.html",
    "documents/acme-terms/1.html",
    "facts.html",
    "upcoming.html",
    "feeds.html",
    "search.html",
    "search.html?q=posts",
    "search.html?q=zebra",
    "search.html?q=%22",
    "no-such-page.html",
)
SIZES = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.fixture
def served(config: Config) -> Iterator[str]:
    """The address of `monitor web` with a token, as a browser reaches it."""
    pen = Pen(TOKEN, functools.partial(open_to_write, config))
    index = functools.partial(index_history, config)
    app = application(lambda: open_history(config), index=index, pen=pen)
    settings = uvicorn.Config(app, port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_every_page_is_readable_by_everybody(config: Config, served: str) -> None:
    """Narrow and wide, light and dark: nothing sticks out, and axe finds nothing serious."""
    sync = pytest.importorskip("axe_core_python.sync_playwright", reason="needs axe-core-python")
    wide = "document.documentElement.scrollWidth - window.innerWidth"
    with open_to_write(config) as monitor:
        text = f"From 1 March 2099 we use your posts to train AI, unless you opt out. {HOSTILE}"
        change = {"change": compare(TEXTS[0], text), "change_id": "c0ffee00c0fd"}
        at = START + timedelta(days=40)
        stored.check(monitor.storage, body="<p>3", at=at, text=text, **change)
    assert "2099-03-01" in httpx.get(f"{served}upcoming.html").text, "a table without rows"
    with browser() as opened:
        for width, scheme in SIZES:
            size = {"width": width, "height": 800}
            tab = opened.new_page(viewport=size, color_scheme=scheme)
            for path in PAGES:
                tab.goto(served + path)
                tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                assert tab.evaluate(wide) <= 0, (path, width)
                found = sync.Axe().run(tab)["violations"]
                serious = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
                assert serious == [], (path, width, scheme)
            tab.close()


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_a_keyboard_is_enough(served: str) -> None:
    """Skip link, a change, its two columns, a note, a search and what it found: no mouse."""
    with browser() as opened:
        tab = opened.new_page(viewport={"width": 1280, "height": 800})
        tab.goto(served)
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Terms"
        assert tab.evaluate(OUTLINE) != "none", "one must see where one is"
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/changes/c0ffee00c0ff.html")
        _tab_to(tab, "document.activeElement.tagName == 'SUMMARY'")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.querySelector('details').open")
        for name, typed in (("kind", "a"), ("text", "Told Ana"), ("by", "Ben"), ("token", TOKEN)):
            _tab_to(tab, f"document.activeElement.name == '{name}'")
            tab.keyboard.type(typed)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/changes/c0ffee00c0ff.html#said")
        assert "note (Ben" in tab.content()
        _tab_to(tab, "document.activeElement.textContent == 'Search'", back=True)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/search.html")
        _tab_to(tab, "document.activeElement.name == 'q'")
        tab.keyboard.type("posts")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/search.html?q=posts*")
        _tab_to(tab, "document.activeElement.closest('h2')")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile(r"/(?:changes|documents)/"))
        tab.close()


def _tab_to(tab: Any, wanted: str, *, back: bool = False) -> None:
    for _ in range(60):
        tab.keyboard.press("Shift+Tab" if back else "Tab")
        if tab.evaluate(f"!!({wanted})"):
            return
    raise AssertionError(f"no key leads to {wanted}")

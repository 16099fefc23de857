"""The catalogue: its form, what `add` makes of it, and asking its addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from monitor.catalogue import known_documents
from monitor.catalogue.known_documents import BROWSER, ROBOTS, Entry, entries
from monitor.cli import cli
from monitor.config import load_config
from monitor.config.values import same_address, slug, web_address
from tests.commands import run
from tests.site import Site

README = Path(known_documents.__file__).with_name("README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text("defaults: {allow_private: yes}\nwatches:\n")
    return tmp_path


# ------------------------------------------------------------------ its form


def test_it_has_what_people_ask_for() -> None:
    assert len(entries()) >= 150
    assert len({entry.service for entry in entries()}) >= 60
    services = {entry.service for entry in entries()}
    assert {"LinkedIn", "OpenAI", "WhatsApp", "Google Cloud", "Amazon"} <= services
    regulators = {e.service for e in entries() if "regulator" in e.tags}
    assert {"ICO", "CNIL", "BfDI", "DSK"} <= regulators


def test_no_two_entries_are_one() -> None:
    """Two of one id could not stand in one watchlist."""
    assert len({entry.id for entry in entries()}) == len(entries())
    assert len({same_address(entry.url) for entry in entries()}) == len(entries())
    names = [n.casefold() for e in {e.service: e for e in entries()}.values() for n in e.also]
    services = {entry.service.casefold() for entry in entries()}
    assert len(set(names)) == len(names)
    assert not services & set(names), "a name that means two services finds neither"


def test_every_entry_is_whole() -> None:
    for entry in entries():
        _is_whole(entry)


def _is_whole(entry: Entry) -> None:
    assert entry.url == web_address(entry.url), entry.id
    assert urlsplit(entry.url).scheme == "https"
    assert entry.id == slug(entry.id)
    assert entry.service.strip() == entry.service != ""
    assert entry.document.strip() == entry.document != ""
    assert entry.robots in ROBOTS
    assert entry.browser in BROWSER
    explained = set(re.findall(r"`([a-z-]+)`", README.partition("Tags:")[2]))
    assert entry.tags
    assert set(entry.tags) <= explained, f"{entry.id}: a tag that the README does not explain"
    if entry.checked != "no":
        assert date.fromisoformat(entry.checked) <= date(2100, 1, 1)


def test_all_of_it_makes_a_valid_watchlist(folder: Path) -> None:
    services = dict.fromkeys(entry.service for entry in entries())
    for service in services:
        run("add", service)
    config = load_config(folder / "watchlist.yaml")
    assert [watch.id for watch in config.watches] == [
        entry.id for service in services for entry in entries() if entry.service == service
    ]
    assert all(watch.robots for watch in config.watches), "obeyed, and for everyone to see"


# ------------------------------------------------------------------ taking it over


def test_a_service_is_found_by_any_of_its_names(folder: Path) -> None:
    answer = json.loads(run("add", "linkedIN", "--tag", "ai", "--json").stdout)
    assert answer["service"] == "LinkedIn"
    ids = [entry["id"] for entry in answer["added"]]
    assert ids == [
        "linkedin-generative-ai-faq",
        "linkedin-data-for-generative-ai-improvement",
    ]
    assert json.loads(run("add", "LinkedIn", "--tag", "ai", "--json").stdout)["had"] == ids
    assert "openai-terms-of-use-eu added" in run("add", "chatgpt", "--tag", "eu").stdout
    assert "booking-com-" in run("add", "booking.com").stdout, "a name with a dot is a name"
    text = (folder / "watchlist.yaml").read_text()
    assert text.count("robots: yes") == len(load_config(folder / "watchlist.yaml").watches)


def test_an_address_that_is_watched_already_is_not_added_under_another_name(folder: Path) -> None:
    run("add", "https://signal.org/legal", "--no-look", "--id", "mine")
    assert "watched already" in run("add", "signal").stderr
    assert [w.id for w in load_config(folder / "watchlist.yaml").watches] == ["mine"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["linkedn"], "did you mean LinkedIn"),
        (["google c"], None),
        (["goo"], "may be Google, Google Cloud"),
        (["nobody-has-heard-of-it"], "`monitor catalogue` shows all"),
        (["signal", "--tag", "ai"], "no document of Signal has the tag 'ai'; there are"),
        (["signal", "--document", "Terms"], "only --tag and --every"),
    ],
)
def test_a_name_that_is_not_one_service_is_one_clear_line(
    folder: Path, args: list[str], told: str | None
) -> None:
    before = (folder / "watchlist.yaml").read_text()
    result = CliRunner().invoke(cli, ["add", *args])
    assert "Traceback" not in result.output
    if told is None:
        assert "google-cloud-terms-of-service added" in result.stdout
        return
    assert told in str(result.exception) + result.output
    assert (folder / "watchlist.yaml").read_text() == before


def test_a_service_that_shuts_robots_out_says_so_when_it_is_added(folder: Path) -> None:
    """Else its pages stay "robots" for ever, and nobody knows why."""
    assert "lets in named robots only" in run("add", "linkedin").stderr
    assert "lets in named robots only" not in run("add", "proton").stderr


def test_the_list_says_that_nobody_has_asked_the_addresses(folder: Path) -> None:
    result = run("catalogue", "--tag", "ai", "--tag", "de")
    assert "Orientierungshilfe KI und Datenschutz" in result.stdout
    assert "not tried" in result.stderr
    (first, *_) = json.loads(run("catalogue", "--service", "cnil", "--json").stdout)
    assert first["service"] == "CNIL"
    assert first["checked"] == "no"


# ------------------------------------------------------------------ asking the addresses


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as site:
        made = tuple(
            Entry(
                name,
                "Nimbus",
                name,
                f"{site.url}/{name}",
                ("terms",),
                "unknown",
                "no",
                "",
                "no",
                (),
            )
            for name in ("terms", "gone", "blocked")
        )
        monkeypatch.setattr(known_documents, "entries", lambda: made)
        site.pages["/gone"] = (404, "<h1>Not found</h1>")
        yield site


def test_check_says_which_addresses_answer_with_a_text(folder: Path, site: Site) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /blocked\n"
    site.pages["/blocked"] = "<p>never asked for</p>"
    rows = json.loads(run("catalogue", "check", "--json", code=1).stdout)
    assert {row["id"]: row["ok"] for row in rows} == {
        "terms": True,
        "gone": False,
        "blocked": False,
    }
    assert "404" in rows[1]["reason"]
    assert "robots" in rows[2]["reason"]
    assert not [path for path, _ in site.requests if path == "/blocked"], "robots.txt is obeyed"
    assert sorted(p.name for p in folder.iterdir()) == ["watchlist.yaml"], "nothing is stored"
    assert "1 of 3 pages read" in run("catalogue", "check", code=1).stderr

"""Editions of one document for other countries: each its own history, told by its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.app import make_monitor
from monitor.cli import cli
from monitor.config import Config, parse_config
from monitor.errors import ConfigError
from monitor.model import Outcome, Route
from monitor.storage import Storage
from tests.pages import Clock, Internet, Mailbox, page

LIST = """
watches:
  - service: Plaza
    document: Terms
    url: https://plaza.example/terms
    headers: {X-Client: ours}
    select: main
    variants:
      eu: {headers: {Accept-Language: de}, proxy: "http://proxy.example:8080"}
      us: {url: https://plaza.example/us/terms}
  - {service: Plaza, document: Rules, url: https://plaza.example/rules}
notify:
  - {name: all, urls: ["json://example.org"]}
"""


def parsed(text: str = LIST, folder: Path = Path("/x")) -> Config:
    return parse_config(text.encode(), folder / "watchlist.yaml", {})


def test_each_variant_is_a_watch_that_shares_the_rest() -> None:
    eu, us, rules = parsed().watches
    assert [w.id for w in (eu, us, rules)] == ["plaza-terms@eu", "plaza-terms@us", "plaza-rules"]
    assert (eu.document, us.document) == ("Terms (eu)", "Terms (us)")
    assert (eu.url, us.url) == ("https://plaza.example/terms", "https://plaza.example/us/terms")
    assert dict(eu.headers) == {"X-Client": "ours", "Accept-Language": "de"}
    assert dict(us.headers) == {"X-Client": "ours"}
    assert (eu.proxy, us.proxy) == ("http://proxy.example:8080", "")
    assert eu.rules == us.rules != rules.rules


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("eu: {", "EU!: {"), "variants"),
        (("us: {url: https", "us: {url: ftp"), "watches[0].variants.us.url"),
        (("eu: {headers", "eu: {header"), "did you mean 'headers'"),
        (
            (
                "plaza.example/rules",
                "plaza.example/us/terms, select: main, headers: {X-Client: ours}",
            ),
            "already watched on line 5",
        ),
        (("document: Rules", "document: Rules, id: plaza-terms@eu"), "id"),
    ],
)
def test_a_mistake_in_a_variant_is_named_with_its_place(
    change: tuple[str, str], problem: str
) -> None:
    with pytest.raises(ConfigError) as wrong:
        parsed(LIST.replace(*change))
    assert problem in str(wrong.value)


def test_a_change_in_one_variant_is_told_as_that_one(tmp_path: Path) -> None:
    clock, mail = Clock(), Mailbox()
    net = Internet(clock)
    net.pages |= {
        url: page() for url in ("https://plaza.example/terms", "https://plaza.example/us/terms")
    }
    config = Config(
        path=tmp_path / "watchlist.yaml",
        watches=parsed().watches[:2],
        routes=(Route("all", ("json://example.org",)),),
        database=f"sqlite:///{tmp_path}/monitor.db",
        snapshots=tmp_path / "snapshots",
    )
    monitor = make_monitor(config, fetcher=net, notifier=mail, clock=clock)
    monitor.check()
    net.pages["https://plaza.example/us/terms"] = page("We use your posts to train AI models.")
    for _ in range(2):
        clock.advance(hours=6)
        results = monitor.check()
    assert [str(r.outcome) for r in results] == [Outcome.UNCHANGED, Outcome.SUBSTANTIVE]
    monitor.deliver()
    assert len(mail.received) == 1
    assert "Terms (us)" in mail.received[0][1] + mail.received[0][2]


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a watchlist whose two variants were looked at."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "watchlist.yaml"
    file.write_text(LIST)
    clock = Clock()
    net = Internet(clock)
    net.pages |= {
        "https://plaza.example/terms": page(),
        "https://plaza.example/us/terms": page("We use your posts to train AI models."),
        "https://plaza.example/rules": page(),
    }
    make_monitor(parsed(folder=tmp_path), fetcher=net, clock=clock).check()
    return tmp_path


def test_compare_variants_says_where_they_differ(recorded: Path) -> None:
    run = CliRunner().invoke(cli, ["compare-variants", "plaza-terms", "--exit-code"])
    assert run.exit_code == 3, run.output
    assert "plaza-terms@eu and plaza-terms@us: 1 section differs" in run.output
    assert "We do not use" in run.output or "do not" in run.output
    told = json.loads(CliRunner().invoke(cli, ["compare-variants", "plaza-terms", "--json"]).stdout)
    assert told["variants"] == ["plaza-terms@eu", "plaza-terms@us"]
    assert [(p["old"], p["new"], p["same"]) for p in told["pairs"]] == [
        ("plaza-terms@eu", "plaza-terms@us", False)
    ]
    assert told["pairs"][0]["sections"][0]["blocks"]


@pytest.mark.parametrize("name", ["plaza-rules", "plaza-terms@eu", "nothing"])
def test_compare_variants_of_what_has_none_is_one_line(recorded: Path, name: str) -> None:
    run = CliRunner().invoke(cli, ["compare-variants", name])
    assert run.exit_code == 1
    assert "with `variants` in the watchlist" in run.output


def test_the_entry_of_variants_is_edited_as_one(recorded: Path) -> None:
    """The place of an entry in the file is not that of a watch in the list."""
    for call in (["pause", "plaza-rules"], ["pause", "plaza-terms"]):
        assert CliRunner().invoke(cli, call).exit_code == 0, call
    watches = parsed((recorded / "watchlist.yaml").read_text()).watches
    assert [w.enabled for w in watches] == [False, False, False]
    run = CliRunner().invoke(cli, ["pause", "plaza-terms@eu"])
    assert run.exit_code != 0
    assert "variant" in run.output


def said(*args: str, code: int = 0) -> str:
    result = CliRunner().invoke(cli, list(args), catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_a_check_of_the_entry_is_one_of_all_its_variants(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said that the id may be either of two."""
    net = Internet(Clock())
    net.pages |= {f"https://plaza.example/{n}": page() for n in ("terms", "us/terms", "rules")}
    monkeypatch.setattr("monitor.app.Monitor._http_fetcher", lambda self: net)
    rows = json.loads(said("check", "plaza-terms", "plaza-terms@us", "--json"))["results"]
    assert [row["watch"] for row in rows] == ["plaza-terms@eu", "plaza-terms@us"]
    assert [url for url, _ in net.requests] == [
        "https://plaza.example/terms",
        "https://plaza.example/us/terms",
    ]


@pytest.mark.parametrize(
    "call",
    [
        ["import", "wayback", "plaza-terms"],
        ["import", "wayback", "PLAZA-terms", "--from", "2020"],
        ["show", "plaza-terms"],
        ["history", "plaza-terms"],
    ],
)
def test_what_is_of_one_page_names_the_variants_to_choose_from(
    recorded: Path, call: list[str]
) -> None:
    """An archive has no copy for a country; which of two histories is meant, only you know."""
    told = said(*call, code=1)
    assert "has variants: name one of plaza-terms@eu, plaza-terms@us" in told
    assert told.count("\n") == 1


def test_a_renamed_entry_takes_the_histories_of_its_variants_along(recorded: Path) -> None:
    assert "histories of its variants go with it" in said("rename", "plaza-terms", "plaza-tos")
    ids = [row["id"] for row in json.loads(said("list", "--json"))]
    assert ids == ["plaza-tos@eu", "plaza-tos@us", "plaza-rules"]
    assert "train AI models" in said("show", "plaza-tos@us", "--last")
    assert "no watch 'plaza-terms@us'" in said("show", "plaza-terms@us", code=1)


def test_a_rename_to_a_history_that_is_there_moves_no_variant(recorded: Path) -> None:
    """Half of a document under another name would be worse than none."""
    said("rename", "plaza-terms", "old")
    file = recorded / "watchlist.yaml"
    file.write_text(file.read_text().replace("id: old", "id: new").replace("us: {", "uk: {"))
    with Storage.open(f"sqlite:///{recorded}/monitor.db", recorded / "snapshots") as storage:
        storage.rename_pages({"old@eu": "new@eu"}, Clock()(), before_commit=lambda: None)
        storage.rename_pages({"old@us": "third@us"}, Clock()(), before_commit=lambda: None)
        storage.rename_pages({"plaza-rules": "new@us"}, Clock()(), before_commit=lambda: None)
    assert "has a history of its own" in said("rename", "new", "third", code=1)
    assert "do not use" in said("show", "new@eu", "--last")


def test_editions_and_pages_are_added_from_the_command_line(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They could only be written into the file by hand."""
    net = Internet(Clock())
    net.pages |= {f"https://new.example/{n}": page() for n in ("terms", "us", "robots.txt")}
    net.pages["https://new.example/annex"] = page("We sell your data to the highest bidder.")
    net.pages["https://new.example/terms"] = page('Then comes <a href="/terms/2">part 2</a>.')
    net.pages["https://new.example/terms/2"] = page("Of the second part.")
    monkeypatch.setattr("monitor.app.Monitor._http_fetcher", lambda self: net)
    told = said(
        *("add", "new.example/terms", "--page", "new.example/annex", "--follow", "/terms/*"),
        *("--variant", "eu", "--variant", "us=new.example/us"),
    )
    assert "new-terms added: New, Terms\n" in told
    assert "watched as new-terms@eu, new-terms@us; new-terms@eu now:" in told
    assert "https://new.example/annex" in [url for url, _ in net.requests]
    eu, us = parsed((recorded / "watchlist.yaml").read_text()).watches[-2:]
    assert (eu.id, eu.url) == ("new-terms@eu", "https://new.example/terms")
    assert (us.id, us.url) == ("new-terms@us", "https://new.example/us")
    assert eu.pages == ("https://new.example/annex",)
    assert eu.follow == ("/terms/*",)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--page", "ftp://x"], "--page: expected an address"),
        (["--variant", "=https://x.example"], "--variant: expected names"),
        (["--variant", "eu", "--variant", "eu=x.example"], "--variant: expected names"),
        (["--variant", "us=ftp://x"], "--variant: expected an address"),
        (["--variant", "EU!"], "variants"),
    ],
)
def test_an_edition_that_cannot_be_is_not_written(
    recorded: Path, options: list[str], problem: str
) -> None:
    before = (recorded / "watchlist.yaml").read_text()
    assert problem in said("add", "https://new.example/terms", "--no-look", *options, code=2)
    assert (recorded / "watchlist.yaml").read_text() == before

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
    for call in (["pause", "plaza-terms@eu"], ["rename", "plaza-terms", "other"]):
        run = CliRunner().invoke(cli, call)
        assert run.exit_code != 0
        assert "variant" in run.output

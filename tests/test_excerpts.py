"""One watch of a long list is paused, resumed or checked without the others being parsed."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_config, load_for, load_outline, source
from monitor.config.excerpt import entries_of
from monitor.config.remembered import Remembered

HEAD = """\
# ours
settings: {web: "https://policies.example"}
defaults:
  headers: {Cookie: "s=${TOKEN}"}
notify: [{name: legal, urls: ["mailto://me:pw@mail.example"], services: [Acme], tags: [ai]}]
watches:
"""
ENTRIES = """\
  # the first of all
  - service: Acme
    document: Terms   # & all that
    url: https://acme.example/terms?a=1&b=2
    tags: [ai]

  - {service: Bolt, document: Privacy, url: "https://bolt.example/privacy"}
  # of Cord
  - id: cord
    service: Cord
    document: >-
      Terms
      - and all that
    url: https://cord.example/terms
"""
TAIL = "\n# the end\nreader: {url: 'http://127.0.0.1:9/v1', model: m}\n"
LIST = HEAD + ENTRIES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TOKEN", "hunter2hunter2")
    return tmp_path


def written(text: str) -> Path:
    path = Path("watchlist.yaml")
    path.write_bytes(text.encode())
    load_config(path, once=True)
    load_outline(path)
    return path


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture
def read_sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of YAML are parsed, each time."""
    sizes: list[int] = []
    whole = source.read

    def counted(data: bytes):  # type: ignore[no-untyped-def]
        sizes.append(len(data))
        return whole(data)

    for name in ("source.read", "writing.read"):
        monkeypatch.setattr(f"monitor.config.{name}", counted)
    return sizes


@pytest.mark.parametrize(
    "text",
    [
        LIST,
        LIST + TAIL,
        LIST.replace("\n", "\r\n"),
        "\ufeff" + LIST,
        HEAD + dedent(ENTRIES) + TAIL,
        LIST.replace("  #", "#"),
    ],
    ids=["plain", "tail", "crlf", "mark", "margin", "comments"],
)
@pytest.mark.parametrize("watch_id", ["acme-terms", "bolt-privacy", "cord"])
def test_a_pause_writes_what_it_writes_where_all_is_parsed(text: str, watch_id: str) -> None:
    path = written(text)
    before = path.read_bytes()
    entries = entries_of(before)
    assert entries is not None
    assert len(entries.begins) == 3
    run("pause", watch_id)
    quick = path.read_bytes()
    path.write_bytes(before)
    for kept in Path("cache").rglob("*.json"):
        kept.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.config.excerpt.entries_of", lambda data: None)
        run("pause", watch_id)
    assert path.read_bytes() == quick
    assert [w.id for w in load_config(path).watches if not w.enabled] == [watch_id]


def test_only_the_entry_is_parsed_and_questions_stay_quick(read_sizes: list[int]) -> None:
    many = "".join(
        f"  - {{service: S{n}, document: Terms, url: 'https://s{n}.example/'}}\n"
        for n in range(200)
    )
    path = written(LIST + many)
    read_sizes.clear()
    run("pause", "s150-terms")
    assert [w["id"] for w in json.loads(run("list", "--json")) if not w["enabled"]] == [
        "s150-terms"
    ]
    run("resume", "s150-terms")
    assert read_sizes
    assert max(read_sizes) < 1_000
    assert isinstance(load_outline(path).watches, Remembered)
    elsewhere = {"TOKEN": "hunter2hunter2", "XDG_CACHE_HOME": "/dev/null"}
    assert tuple(load_outline(path).watches) == load_outline(path, elsewhere).watches


def test_of_one_watch_everything_is_known_and_of_the_others_no_secret(
    read_sizes: list[int],
) -> None:
    path = written(LIST)
    read_sizes.clear()
    config = load_for(lambda known: ["bolt-privacy"], path)
    assert max(read_sizes) < len(LIST)
    whole = load_config(path)
    assert config.watch("bolt-privacy") == whole.watch("bolt-privacy")
    assert config.routes == whole.routes
    assert [w.id for w in config.watches] == [w.id for w in whole.watches]
    assert config.watches[1].headers
    assert not config.watches[0].headers


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("service: Acme\n", "service: &name Acme\n").replace("Bolt", "*name"),
        LIST.replace("watches:", '"watches":'),
        LIST.replace("  - service: Acme\n   ", "  -\n    service: Acme\n   "),
        LIST.replace(
            "cord.example/terms\n", "cord.example/terms\n    variants: {de: {}, fr: {}}\n"
        ),
    ],
    ids=["anchor", "quoted", "dash", "variants"],
)
def test_what_lines_do_not_tell_apart_is_parsed_whole(text: str) -> None:
    path = written(text)
    run("pause", "acme-terms")
    assert [w.id for w in load_config(path).watches if not w.enabled] == ["acme-terms"]
    run("resume", "acme-terms")
    config = load_for(lambda known: ["acme-terms"], path)
    assert config.watches == load_config(path).watches

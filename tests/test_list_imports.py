"""The lists of urlwatch, webchanges and changedetection.io, in the forms that those write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_config
from monitor.model import Watch
from tests.commands import run

URLWATCH = """\
name: "Acme terms"
url: "https://acme.example/terms"
headers: {User-Agent: "Mozilla/5.0", Host: evil.example}
timeout: 45
https_proxy: "http://proxy.example:3128"
filter:
  - element-by-id: content
  - css: {selector: "div.text > p", exclude: "a.share", maxitems: 3}
  - html2text
  - shellpipe: "tac"
---
kind: browser
navigate: "https://acme.example/app"
---
name: "webchanges job"
url: "https://acme.example/rendered"
use_browser: true
enabled: false
filter: css:main,html2text
additions_only: true
---
url: "https://acme.example/many"
filter:
  - css: "h1, h2"
  - css: ".x"
  - xpath: "//p"
  - css: "p:nonsense("
---
name: "My home"
command: "ls -al ~"
---
url: "ftp://acme.example/file"
---
- a list
"""
TAG = "0a1b"
CHANGEDETECTION = {
    "app_guid": "x",
    "settings": {
        "application": {
            "fetch_backend": "html_webdriver",
            "tags": {TAG: {"title": "Legal", "uuid": TAG}},
        },
        "requests": {"time_between_check": {"hours": 3, "minutes": None}},
    },
    "watching": {
        "u1": {
            "uuid": "u1",
            "url": "https://acme.example/terms",
            "title": "Acme terms",
            "tags": [TAG, "gone"],
            "fetch_backend": "system",
            "include_filters": ["main", "json:$.article", "xpath://p", "jq:.a", "p:nonsense("],
            "subtractive_selectors": [".ad", "//footer"],
            "time_between_check": {"days": 1},
            "time_between_check_use_default": True,
            "headers": {"Accept-Language": "de", "Host": "evil.example"},
            "processor": "text_json_diff",
        },
        "u2": {
            "uuid": "u2",
            "url": "https://acme.example/price",
            "fetch_backend": "html_requests",
            "processor": "restock_diff",
            "time_between_check": {"minutes": 30},
            "time_between_check_use_default": False,
            "browser_steps": [{"operation": "Click"}],
            "filter_text_removed": False,
            "paused": True,
        },
        "u3": {"uuid": "u3", "url": "{% now %}", "title": "Template"},
    },
}

EXPECTED = "expected an address such as https://example.com/terms"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def taken(folder: Path, *args: str) -> tuple[list[Watch], dict[str, Any]]:
    answer = json.loads(run("import", *args, "--json").stdout)
    run("validate")
    return list(load_config(folder / "watchlist.yaml").watches), answer


def test_jobs_of_urlwatch_and_webchanges(folder: Path) -> None:
    (folder / "urls.yaml").write_text(URLWATCH)
    watches, answer = taken(folder, "urlwatch", "urls.yaml")
    terms, app, rendered, many = watches
    assert terms.rules.select == ("#content div.text > p",), "a filter is of what the last one left"
    assert terms.rules.remove == ("a.share",)
    assert terms.headers == (("User-Agent", "Mozilla/5.0"),)
    assert (terms.timeout, terms.proxy) == (45, "http://proxy.example:3128")
    assert answer["left_out"][terms.id] == ["css maxitems", "filter shellpipe", "header Host"]
    assert (app.url, app.fetch) == ("https://acme.example/app", "browser")
    assert (rendered.fetch, rendered.enabled) == ("browser", False)
    assert rendered.rules.select == ("main",)
    assert answer["left_out"][rendered.id] == ["additions_only"]
    assert many.rules.select == ("h1, h2",)
    named = ["filter css .x", "filter xpath", "filter css p:nonsense("]
    assert answer["left_out"][many.id] == named
    assert answer["skipped"] == [
        "job 5 (My home): a command, not a page",
        f"job 6 (ftp://acme.example/file): url: {EXPECTED}, found 'ftp://acme.example/file'",
        "job 7: expected a job, found a list",
    ]


@pytest.mark.parametrize(
    ("filters", "select", "left_out"),
    [
        ("[{jsonpath: $.article.body}]", ("$.article.body",), []),
        ("[{jsonpath: {query: '$.sections[*].text'}}, html2text]", ("$.sections[*].text",), []),
        ('"jsonpath:$.article.body,html2text"', ("$.article.body",), []),
        ("[{jsonpath: $.a}, {css: main}]", ("$.a",), ["filter css main"]),
        ("[{css: main}, {jsonpath: $.a}]", ("main",), ["filter jsonpath $.a"]),
        ("[{jsonpath: '$.a[?'}]", (), ["filter jsonpath $.a[?"]),
        ("[{jsonpath: article}]", (), ["filter jsonpath"]),
    ],
)
def test_a_path_in_json_is_taken_over(
    folder: Path, filters: str, select: tuple[str, ...], left_out: list[str]
) -> None:
    """Such a job watched the whole answer of an API, though `select` says the same."""
    (folder / "urls.yaml").write_text(f"url: https://acme.example/a.json\nfilter: {filters}\n")
    (watch,), answer = taken(folder, "urlwatch", "urls.yaml")
    assert watch.rules.select == select
    assert list(answer["left_out"].get(watch.id, ())) == left_out


def check_changedetection(watches: list[Watch], answer: dict[str, Any]) -> None:
    terms, price = watches
    assert terms.tags == ("Legal",), "a group by its name, not by its id"
    assert terms.fetch == "browser", "as the whole installation is set"
    assert terms.rules.select == ("main", "$.article")
    assert terms.rules.remove == (".ad",)
    assert terms.headers == (("Accept-Language", "de"),)
    assert terms.every is not None
    assert terms.every.total_seconds() == 3 * 3600, "it uses the default, which is set so"
    assert answer["left_out"][terms.id] == [
        "include_filters xpath://p",
        "include_filters jq:.a",
        "include_filters p:nonsense(",
        "subtractive_selectors //footer",
        "header Host",
    ]
    assert price.every is not None
    assert price.every.total_seconds() == 1800
    assert (price.fetch, price.enabled) == ("auto", False)
    assert answer["left_out"][price.id] == [
        "browser_steps",
        "filter_text_removed off",
        "processor restock_diff",
    ]
    assert answer["skipped"] == [f"watch Template: url: {EXPECTED}, found '{{% now %}}'"]


def test_watches_of_changedetection(folder: Path) -> None:
    (folder / "url-watches.json").write_text(json.dumps(CHANGEDETECTION))
    check_changedetection(*taken(folder, "changedetection", "url-watches.json"))


def test_the_folder_of_a_newer_changedetection(folder: Path) -> None:
    """There each watch and each group has a file of its own."""
    store = folder / "datastore"
    settings: Any = json.loads(json.dumps(CHANGEDETECTION["settings"]))
    settings["application"]["tags"] = {}
    files: dict[str, Any] = {
        "changedetection.json": {"settings": settings},
        f"{TAG}/tag.json": {"title": "Legal", "uuid": TAG},
    }
    watching: Any = CHANGEDETECTION["watching"]
    files |= {f"{uuid}/watch.json": watch for uuid, watch in watching.items()}
    for name, content in files.items():
        (store / name).parent.mkdir(parents=True, exist_ok=True)
        (store / name).write_text(json.dumps(content))
    check_changedetection(*taken(folder, "changedetection", "datastore"))


@pytest.mark.parametrize(
    ("own", "usual", "proxy", "left_out"),
    [
        ("fast", None, "http://a.example:3128", []),
        ("ui-0Office", None, "socks5://b.example:1080", []),
        ("ui-3Office", None, "socks5://b.example:1080", []),
        ("no-proxy", "fast", "none", []),
        (None, "ui-0Office", "socks5://b.example:1080", []),
        (None, "no-proxy", "none", []),
        (None, None, "http://a.example:3128", []),
        ("gone", "fast", "", ["proxy gone"]),
    ],
)
@pytest.mark.parametrize("form", ["folder", "file"])
def test_the_proxy_of_a_page_is_taken_over(
    folder: Path, own: str | None, usual: str | None, proxy: str, left_out: list[str], form: str
) -> None:
    """A page that only opens from another country came back as a wall."""
    watch = {"uuid": "u1", "url": "https://acme.example/terms", "proxy": own}
    extra = [{"proxy_name": "Office", "proxy_url": "socks5://b.example:1080"}]
    settings = {"requests": {"proxy": usual, "extra_proxies": extra}}
    files: dict[str, Any] = {
        "proxies.json": {"fast": {"label": "Fast", "url": "http://a.example:3128"}}
    }
    if form == "folder":
        (folder / "u1").mkdir()
        files |= {"u1/watch.json": watch, "changedetection.json": {"settings": settings}}
    else:
        files["url-watches.json"] = {"watching": {"u1": watch}, "settings": settings}
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    (found,), answer = taken(
        folder, "changedetection", "." if form == "folder" else "url-watches.json"
    )
    assert found.proxy == proxy
    assert list(answer["left_out"].get(found.id, ())) == left_out


def test_no_proxy_means_none_also_where_no_proxies_are_known(folder: Path) -> None:
    watch = {"uuid": "u1", "url": "https://acme.example/terms", "proxy": "no-proxy"}
    (folder / "watch.json").write_text(json.dumps(watch))
    (found,), answer = taken(folder, "watch.json")
    assert (found.proxy, answer["left_out"]) == ("none", {})


@pytest.mark.parametrize(
    ("own", "minutes"),
    [
        ({"time_between_check": {"hours": 1, "minutes": 30}}, 90),
        ({"time_between_check": {"hours": None}}, 300),
        ({}, 300),
        ({"time_between_check": {"days": 2}, "time_between_check_use_default": True}, 300),
    ],
)
def test_the_interval_is_the_pages_own_or_that_of_all(
    folder: Path, own: dict[str, Any], minutes: int
) -> None:
    """Older lists have no word on which of the two counts: an empty one does not."""
    watch = {"uuid": "u1", "url": "https://acme.example/terms", **own}
    settings = {"requests": {"time_between_check": {"hours": 5}}}
    listed = {"watching": {"u1": watch}, "settings": settings}
    (folder / "url-watches.json").write_text(json.dumps(listed))
    (found,), _ = taken(folder, "changedetection", "url-watches.json")
    assert found.every is not None
    assert found.every.total_seconds() == minutes * 60


def test_one_watch_of_changedetection(folder: Path) -> None:
    watching: Any = CHANGEDETECTION["watching"]
    (folder / "watch.json").write_text(json.dumps(watching["u2"]))
    (watch,), _ = taken(folder, "watch.json")
    assert watch.url == "https://acme.example/price"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("u.yaml", "url: https://a.example\nx:\n\t- css: x\n", "u.yaml: cannot be read: line 3"),
        ("w.json", '{"watching": {\n "a": {,}}}', "w.json: cannot be read: line 2"),
        ("b.yaml", "\udcff", "b.yaml: cannot be read: "),
        ("n.yaml", "just words", "expected the list of urlwatch or of changedetection.io"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(
    folder: Path, name: str, text: str, told: str
) -> None:
    (folder / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    result = CliRunner().invoke(cli, ["import", name])
    assert result.exit_code in (1, 2)
    assert told in result.output + str(result.exception)
    assert not (folder / "watchlist.yaml").exists()


def test_the_list_of_one_is_not_taken_for_the_other(folder: Path) -> None:
    (folder / "urls.yaml").write_text(URLWATCH)
    result = CliRunner().invoke(cli, ["import", "changedetection", "urls.yaml"])
    told = result.output + str(result.exception)
    assert "expected the list of changedetection.io, found one of urlwatch" in told


def test_options_may_stand_before_the_file(folder: Path) -> None:
    (folder / "urls.yaml").write_text(URLWATCH)
    answer = json.loads(run("import", "--json", "-w", "mine.yaml", "urls.yaml").stdout)
    assert answer["watchlist"].endswith("mine.yaml")
    assert len(answer["added"]) == 4


# ------------------------------------------------------------------ the watchlist it is added to


@pytest.mark.parametrize(
    "how",
    [
        ["import", "urls.yaml"],
        ["add", "https://acme.example/tos", "--no-look"],
        ["add", "mozilla"],
    ],
    ids=" ".join,
)
def test_the_first_page_makes_the_watchlist_and_says_where(folder: Path, how: list[str]) -> None:
    """`import` made one without a word, `add` refused: who began with it was sent elsewhere."""
    (folder / "urls.yaml").write_text(URLWATCH)
    told = " ".join(run(*how).stderr.split())
    assert f"{folder / 'watchlist.yaml'} is new: `notify` in it says who is told" in told
    config = load_config(folder / "watchlist.yaml")
    assert len(config.watches) in (1, 2, 4), "nothing that nobody asked for"
    assert [route.name for route in config.routes] == ["everyone"], "as `monitor init` writes it"
    text = (folder / "watchlist.yaml").read_text()
    assert text.startswith("# What is watched")
    assert "  # headers: {Accept-Language: en}" in text
    assert "accept-language" not in {k.lower() for w in config.watches for k, _ in w.headers}
    assert " is new" not in run("add", "https://b.example/terms", "--no-look").stderr


@pytest.mark.parametrize(
    "how",
    [
        ["import", "none.yaml"],
        ["add", "https://acme.example/tos", "--every", "never", "--no-look"],
        ["add", "https://acme.example:25/", "--no-look"],
        ["add", "nobody-knows-it"],
        ["pause", "acme"],
        ["remove", "acme"],
        ["check"],
        ["list"],
    ],
    ids=" ".join,
)
def test_what_adds_no_page_makes_no_watchlist(folder: Path, how: list[str]) -> None:
    (folder / "none.yaml").write_text("command: ls\n---\nurl: https://acme.example:25/\n")
    result = CliRunner().invoke(cli, how)
    assert not (folder / "watchlist.yaml").exists(), result.output


@pytest.mark.parametrize(
    "defaults",
    [
        "headers: {Accept-Language: en}",
        "headers: {Accept-Language: en, User-Agent: ours}",
        "remove: [.ad]",
        "select: main",
        "sections: {exclude: [Related]}",
        "allow_private: yes",
    ],
)
def test_a_list_can_be_imported_again_whatever_holds_for_all_pages(
    folder: Path, defaults: str
) -> None:
    """What `defaults` gave the pages made them others than those of the list: nothing was added."""
    (folder / "watchlist.yaml").write_text(f"defaults: {{{defaults}}}\nwatches:\n")
    (folder / "urls.yaml").write_text(URLWATCH)
    assert len(taken(folder, "urls.yaml")[1]["added"]) == 4
    again = URLWATCH + "---\nname: More\nurl: https://more.example/terms\n"
    (folder / "urls.yaml").write_text(again)
    assert len(taken(folder, "urls.yaml")[1]["added"]) == 1


def test_an_address_that_is_refused_is_named_with_the_reason(folder: Path) -> None:
    """ "Expected an address" was said of one that is an address."""
    (folder / "urls.yaml").write_text(
        "url: https://acme.example:25/\n---\nurl: https://user:x@acme.example/\n"
    )
    told = run("import", "urls.yaml").stdout
    assert "expected the port of a web server, not 25" in told
    assert "expected an address without user and password" in told

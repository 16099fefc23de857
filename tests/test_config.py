"""The watchlist: what it gives, and what it says when something is wrong with it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import Config, json_schema, load_config, parse_config
from monitor.config.values import duration, slug
from monitor.config.writing import guess_names, with_entries
from monitor.errors import ConfigError
from monitor.model import Range

ROOT = Path(__file__).resolve().parents[1]
PAGE = "- {service: A, document: T, url: https://a.example/t"


def load(tmp_path: Path, text: str | bytes, **environ: str) -> Config:
    file = tmp_path / "watchlist.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_config(file, environ)


def problems(tmp_path: Path, text: str | bytes, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text, **environ)
    prefix = str(tmp_path / "watchlist.yaml") + ":"
    return [problem.removeprefix(prefix) for problem in caught.value.problems]


# --------------------------------------------------------------------------- what it gives


def test_everything_a_person_may_write_arrives(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
settings:
  database: postgresql+psycopg://me:${PASSWORD}@db/monitor
  snapshots: raw
  user_agent: our-monitor/1.0
  concurrency: ${JOBS:-4}
  host_pause: 1m30s
  severity: {ai-training: critical}
  log: json, debug
defaults:
  every: 1d12h
  headers: {Accept-Language: en, X-One: 1}
  tags: [all]
notify:
  - name: legal
    urls: ["${HOOK}", "${MISSING:-}"]
    kinds: [substantive, editorial]
    classes: region
    services: LinkedIn
    tags: terms
    severity: high
    reminders: [1, 30, 7, 30]
watches:
  - service: LinkedIn
    document: User Agreement
    url: https://www.linkedin.com/legal/user-agreement
    every: "0 9 * * 1-5"
    timezone: Europe/Berlin
    jitter: 25%
    select: [main, {startBefore: h1, endAfter: "[role='toolbar']"}]
    remove: [.banner, {startBefore: .ads, endAfter: .more}]
    sections: {include: [Privacy*], exclude: Related}
    tags: [terms]
    headers: {accept-language: de}
    notify: legal
    keep: all
    confirm: 5m
    robots: yes
    allow_private: yes
    timeout: 1m
    max_bytes: 5 MB
    enabled: no
  - {service: Zoë & Co, document: "Terms (EU)", url: "https://zoe.example/t", confirm: no}
""",
        PASSWORD="secret",
        HOOK="json://localhost",
    )
    watch, other = config.watches
    assert config.database == "postgresql+psycopg://me:secret@db/monitor"
    assert config.snapshots == tmp_path / "raw"
    assert (config.user_agent, config.concurrency, config.host_pause) == ("our-monitor/1.0", 4, 90)
    assert config.severity == {"ai-training": "critical"}
    assert (config.log_format, config.log_level) == ("json", "debug")
    route = config.routes[0]
    assert route.urls == ("json://localhost",), "an empty address is nobody, not an error"
    assert (route.kinds, route.classes) == (("substantive", "editorial"), ("region",))
    assert (route.severity, route.reminders) == ("high", (30, 7, 1))
    assert watch.id == "linkedin-user-agreement"
    assert (watch.every, watch.cron, watch.timezone) == (None, "0 9 * * 1-5", "Europe/Berlin")
    assert watch.jitter == 0.25
    assert watch.rules.select == ("main",)
    assert watch.rules.ranges == (Range(start_before="h1", end_after="[role='toolbar']"),)
    assert watch.rules.cuts == (Range(start_before=".ads", end_after=".more"),)
    assert (watch.rules.remove, watch.rules.include) == ((".banner",), ("Privacy*",))
    assert watch.rules.exclude == ("Related",)
    assert dict(watch.headers) == {"accept-language": "de", "X-One": "1"}
    assert (watch.tags, watch.notify, watch.keep) == (("all", "terms"), ("legal",), "all")
    assert (watch.confirm, watch.confirm_after) == (True, timedelta(minutes=5))
    assert (watch.robots, watch.allow_private, watch.enabled) == (True, True, False)
    assert (watch.timeout, watch.max_bytes) == (60, 5_000_000)
    assert (other.id, other.every) == ("zoe-co-terms-eu", timedelta(hours=36))
    assert other.confirm is False


DEFAULTS = """
defaults:
  every: 2d
  timezone: Europe/Berlin
  jitter: 20%
  select: [main, {startBefore: h1}]
  remove: [.ad]
  sections: {include: [Terms]}
  tags: [all]
  headers: {Cookie: "a=b"}
  keep: all
  confirm: 2h
  fetch: browser
  click: ["#more"]
  robots: true
  allow_private: true
  proxy: http://proxy.example:3128
  timeout: 7
  max_bytes: 1MB
  enabled: no
watches:
"""


@pytest.mark.parametrize("key", ["", "tags: []", "headers: {}", "pages: []", "enabled: no"])
def test_an_entry_with_nothing_of_its_own_is_what_the_defaults_make(
    tmp_path: Path, key: str
) -> None:
    """However little an entry says, each default holds for it, as for one that says more."""
    entry = '- {{service: S, document: "{}", url: "https://a.example/{}", {}}}\n'
    bare, other = load(
        tmp_path, DEFAULTS + entry.format(1, 1, "") + entry.format(2, 2, key)
    ).watches
    assert replace(other, id=bare.id, document="1", url=bare.url) == bare
    assert (bare.id, bare.url, bare.service) == ("s-1", "https://a.example/1", "S")
    assert (bare.headers, bare.proxy) == ((("Cookie", "a=b"),), "http://proxy.example:3128")
    assert (bare.enabled, bare.keep, bare.rules.remove) == (False, "all", (".ad",))


@pytest.mark.parametrize(
    "other",
    [
        "http://www.acme.example/terms/",
        "HTTPS://Acme.example/terms",
        "https://acme.example/terms#top",
        "https://acme.example/terms/?",
    ],
)
def test_one_page_under_two_spellings_is_a_double(tmp_path: Path, other: str) -> None:
    """Else each of its changes would be told twice."""
    entries = [
        f"- {{service: S, document: {n}, url: '{url}'}}"
        for n, url in enumerate(("https://acme.example/terms", other))
    ]
    for order in (entries, entries[::-1]):
        found = problems(tmp_path, "watches:\n" + "\n".join(order))
        assert found == ["3: watches[1].url: this address is already watched on line 2"]


def test_an_almost_empty_file_has_sensible_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, "watches:\n  " + PAGE + "}")
    assert config.database == f"sqlite:///{tmp_path}/monitor.db", "beside the file, not the cwd"
    assert config.snapshots == tmp_path / "snapshots"
    assert config.watches[0].every == timedelta(hours=6)
    assert load(tmp_path, "").watches == ()
    assert load(tmp_path, "watches:\nnotify:\nsettings:\ndefaults:\n").watches == ()


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        "settings: {database: 'sqlite:///file.db', concurrency: 2}",
        MONITOR_DATABASE="sqlite:////data/monitor.db",
        MONITOR_SNAPSHOTS="/data/snapshots",
        MONITOR_USER_AGENT="x/1",
        MONITOR_CONCURRENCY="5",
        MONITOR_LOG="json,warning",
    )
    assert config.database == "sqlite:////data/monitor.db"
    assert config.snapshots == Path("/data/snapshots")
    assert (config.user_agent, config.concurrency) == ("x/1", 5)
    assert (config.log_format, config.log_level) == ("json", "warning")
    with pytest.raises(ConfigError) as caught:
        load(
            tmp_path,
            "",
            MONITOR_DATABASE="mysql://x",
            MONITOR_USER_AGENT="x/1\r\nX-Other: 1",
            MONITOR_CONCURRENCY="257",
            MONITOR_LOG="loud",
        )
    assert [p.split(":")[0] for p in caught.value.problems] == [
        "MONITOR_DATABASE",
        "MONITOR_USER_AGENT",
        "MONITOR_CONCURRENCY",
        "MONITOR_LOG",
    ]


def test_the_file_itself_may_be_named_by_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("watches:\n  " + PAGE + "}")
    assert load_config(None, {"MONITOR_WATCHLIST": str(file)}).watches[0].id == "a-t"
    with pytest.raises(ConfigError, match="monitor init"):
        load_config(tmp_path / "none.yaml", {})
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path, {})


def test_anchors_and_merge_keys_save_typing(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
watches:
  - &first {service: A, document: T, url: https://a.example/t, tags: [x]}
  - {<<: *first, document: P, url: https://a.example/p}
""",
    )
    assert [(w.id, w.tags) for w in config.watches] == [("a-t", ("x",)), ("a-p", ("x",))]


def test_two_parts_of_one_page_are_two_watches(tmp_path: Path) -> None:
    one = "  - {service: A, document: X, url: https://a.example/t, select: '#x'}\n"
    two = "  - {service: A, document: Y, url: https://a.example/t, select: '#y'}\n"
    assert len(load(tmp_path, "watches:\n" + one + two).watches) == 2


# --------------------------------------------------------------------------- what is wrong with it


def _bad() -> dict[str, tuple[str | bytes, str]]:
    text = (Path(__file__).parent / "bad_watchlists.txt").read_text()
    found: dict[str, tuple[str | bytes, str]] = {
        "not UTF-8": (b"a: 1\nb: \xff", "2: expected UTF-8 text, found other bytes"),
        "zero byte": (b"a: \x00", "1: a character that YAML does not allow"),
    }
    for case in text.split("\n## ")[1:]:
        name, _, rest = case.partition("\n")
        file, _, expected = rest.partition("\n=> ")
        found[name] = (file, expected.strip())
    return found


BAD = _bad()


@pytest.mark.parametrize("name", BAD)
def test_a_mistake_is_named_with_its_line_and_what_was_expected(tmp_path: Path, name: str) -> None:
    text, expected = BAD[name]
    found = problems(tmp_path, text)
    assert any(problem.startswith(expected) for problem in found), found
    assert len(found) == 1, "one mistake, one line"


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """settings: {concurency: 3}
defaults: {every: 6}
notify:
  - {name: a, urls: ['${NOPE}'], kinds: [x]}
watches:
  - {service: A, url: nowhere}
  - {servce: A, document: B, url: https://a.example/}
""",
    )
    assert [p.split(":")[0] for p in found] == ["1", "2", "4", "4", "6", "6", "7", "7"]


def test_a_secret_is_never_shown(tmp_path: Path) -> None:
    text = "notify:\n  - {name: a, urls: ['${HOOK}', 'slack://tokenA/tokenB'], kinds: x}\n"
    found = problems(tmp_path, text, HOOK="nonsense://hunter2:tokenC@host")
    assert found
    assert not any(word in "".join(found) for word in ("hunter2", "tokenA", "tokenC"))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b"{a: " * 100_000,
        b"\n".join(b" " * i + b"a:" for i in range(1_200)),
        b"a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + b"".join(
            b"%c: &%c [" % (98 + i, 98 + i) + b",".join([b"*%c" % (97 + i)] * 10) + b"]\n"
            for i in range(9)
        ),
        b"watches: [" + b"{}," * 210_000 + b"]",
        b"# " + b"x" * 65_000_000,
    ],
    ids=["lists", "mappings", "indent", "billion laughs", "many", "large"],
)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(
    tmp_path: Path, data: bytes
) -> None:
    assert len(problems(tmp_path, data)) == 1


def test_reading_commands_do_not_load_channels_and_parsers(tmp_path: Path) -> None:
    """`monitor list` stays quick: addresses and selectors are checked by those who use them."""
    file = tmp_path / "watchlist.yaml"
    file.write_text("notify:\n  - {name: a, urls: [nonsense://x]}\n")
    assert load_config(file, {}, thorough=False).routes[0].name == "a"


KEYS = sorted(
    {"nonsense", "startBefore"}
    | {
        key
        for model in ("WatchModel", "RouteModel", "SettingsModel", "SectionsModel")
        for key in json_schema()["$defs"][model]["properties"]
    }
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 10**20) | st.floats() | st.text(max_size=8)
WORDS = st.sampled_from(["6h", "a", "https://a.example/", "${X}", "${X:-1}", "* * * * *", "1", ""])
TOP = ("settings", "defaults", "watches", "notify", "nonsense")
TREES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(TOP, TREES)))
@settings(max_examples=150)
def test_any_yaml_is_taken_or_refused_in_words(tree: dict[str, Any]) -> None:
    """A traceback is no answer to a wrong file."""
    data = yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace")
    found: tuple[str, ...] = ("w.yaml:",)
    try:
        parse_config(data, Path("w.yaml"), {}, thorough=False)
    except ConfigError as e:
        found = e.problems
    assert found
    assert all(problem.startswith("w.yaml:") for problem in found)


@given(st.binary(max_size=60) | st.text(alphabet="-:[]{}&*!|>'\"%#a1 \n\t", max_size=60))
@settings(max_examples=200)
def test_any_bytes_are_taken_or_refused_in_words(data: bytes | str) -> None:
    with suppress(ConfigError):
        parse_config(data.encode() if isinstance(data, str) else data, Path("w"), {})


# --------------------------------------------------------------------------- what is shipped


def test_the_shipped_watchlist_is_valid_and_has_the_documents_it_promises() -> None:
    config = load_config(ROOT / "watchlist.yaml", {})
    services = {w.service for w in config.watches}
    assert {"LinkedIn", "Meta", "X", "Reddit", "OpenAI", "WeTransfer"} <= services
    urls = {w.url for w in config.watches}
    for part in ("a5538339", "a6278444", "/legal/user-agreement", "/legal/privacy/eu"):
        assert any("linkedin.com" in url and part in url for url in urls), part
    assert not any(w.allow_private for w in config.watches)


def test_the_starter_of_init_is_valid(tmp_path: Path) -> None:
    starter = ROOT / "monitor" / "config" / "starter.yaml"
    assert load(tmp_path, starter.read_bytes()).watches


def test_the_schema_for_editors_is_current() -> None:
    """Else run: monitor schema > monitor/watchlist.schema.json"""
    shipped = json.loads((ROOT / "monitor" / "watchlist.schema.json").read_text())
    assert shipped == json_schema()
    first = (ROOT / "watchlist.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=monitor/watchlist.schema.json"


def test_an_editor_accepts_what_the_docs_write() -> None:
    """`timeout: 60s`, and `robots: yes`, which is a word in YAML 1.2."""
    options = json_schema()["$defs"]["WatchOptions"]["properties"]
    texts = [kind for kind in options["timeout"]["anyOf"] if kind.get("type") == "string"]
    assert any(re.search(kind["pattern"], "60s") for kind in texts)
    for key in ("robots", "allow_private", "enabled", "confirm"):
        assert "yes" in str(options[key]["anyOf"])


def test_the_schema_knows_every_key_of_the_shipped_file() -> None:
    schema = json_schema()
    data = yaml.safe_load((ROOT / "watchlist.yaml").read_text())
    assert set(data) <= set(schema["properties"])
    known = set(schema["$defs"]["WatchModel"]["properties"])
    assert all(set(watch) <= known for watch in data["watches"])
    described = schema["$defs"]["WatchModel"]["properties"].values()
    assert all(p.get("description") for p in described)


# --------------------------------------------------------------------------- adding an entry

ENTRY: dict[str, Any] = {"service": "B", "document": "P", "url": "https://b.example/p"}
FILES = {
    "empty": "",
    "only comments": "# mine\n",
    "no watches": "settings: {concurrency: 2}\n",
    "empty list": "watches: []   # none yet\n",
    "nothing after the key": "watches:\n\nsettings: {concurrency: 2}\n",
    "entries": "watches:\n  " + PAGE + "}\n",
    "entries without indent": "watches:\n" + PAGE + "}\n",
    "no newline at the end": "watches:\n  " + PAGE + "}",
    "a section behind": "watches:\n  " + PAGE + "}   # keep\n\n# about settings\nsettings: {}\n",
    "comments behind": "watches:\n  - service: A\n    document: T\n    url: http://a.example/t\n"
    "    # later\n",
    "windows": "watches:\r\n  - service: A\r\n    document: T\r\n    url: https://a.example/t\r\n",
    "block text": "watches:\n  - service: A\n    document: |\n      T\n    url: https://a.example/t\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_an_added_entry_leaves_every_line_that_was_there(tmp_path: Path, name: str) -> None:
    before = FILES[name]
    text = with_entries(before.encode(), [ENTRY])
    config = load(tmp_path, text)
    assert config.watches[-1].url == "https://b.example/p"
    assert len(config.watches) == before.count("service: A") + 1
    kept = [line.replace("watches: []", "watches:") for line in before.splitlines() if line]
    after = iter(text.splitlines())
    assert all(line in after for line in kept), "lines stay, in their order"


def test_an_added_entry_is_quoted_where_yaml_would_read_something_else(tmp_path: Path) -> None:
    tricky = ["no", "2024", "a: b", "- x", "#1", "${HOME}", "'q'", "ünï", "*x", "[a]", "", "x "]
    for word in tricky:
        entry = {**ENTRY, "document": word or "empty", "tags": [word or "t"]}
        watch = load(tmp_path, with_entries(b"watches:\n", [entry])).watches[-1]
        assert watch.document == (word.strip() or "empty")
        assert watch.tags == (word.strip() or "t",)


def test_an_entry_is_not_added_where_it_could_do_harm() -> None:
    with pytest.raises(ConfigError, match="written as"):
        with_entries(b"watches: [{service: A, document: T, url: https://a.example/t}]", [ENTRY])
    with pytest.raises(ConfigError, match="expected a mapping"):
        with_entries(b"- a", [ENTRY])
    with pytest.raises(ConfigError, match="line 1"):
        with_entries(b"\xff", [ENTRY])


def test_names_are_guessed_from_the_address_and_the_neighbours(tmp_path: Path) -> None:
    config = load(
        tmp_path, "watches:\n  - {service: LinkedIn, document: T, url: https://www.linkedin.com/t}"
    )
    assert guess_names("https://help.linkedin.com/ai-faq.html", config.watches) == (
        "LinkedIn",
        "AI FAQ",
    )
    assert guess_names("https://www.bbc.co.uk/usingthebbc/terms-of-use/", []) == (
        "Bbc",
        "Terms of Use",
    )
    assert guess_names("https://example.com/legal/privacy-policy.pdf", []) == (
        "Example",
        "Privacy Policy",
    )
    assert guess_names("https://example.com/", []) == ("Example", "Home Page")


# --------------------------------------------------------------------------- small things


def test_durations_are_read_as_they_are_written() -> None:
    assert duration("1d12h") == timedelta(hours=36)
    assert duration("1.5h") == timedelta(minutes=90)


def test_an_id_is_made_of_any_script() -> None:
    assert slug("Ünïcode Tèst & Co.") == "unicode-test-co"
    assert slug("服务条款") == "fuwutiaokuan"
    assert slug("!?").startswith("watch-"), "nothing is left of it but a hash"
    assert slug("服务条款") != slug("隐私政策")


# --------------------------------------------------------------------------- the documentation


def test_the_examples_in_the_documentation_are_valid(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "watchlist.md").read_text()
    examples = [block.partition("```")[0] for block in text.split("```yaml\n")[1:]]
    assert len(examples) >= 3
    for example in examples:
        load(tmp_path, example)


def test_the_documentation_names_every_key() -> None:
    text = (ROOT / "docs" / "watchlist.md").read_text()
    for model in ("WatchModel", "RouteModel", "SettingsModel"):
        for key in json_schema()["$defs"][model]["properties"]:
            assert f"`{key}`" in text, f"{model}.{key}"

"""What is asked all day (list, changes, health, each TAB) loads next to nothing.

No time is measured: what makes a command slow is what it imports.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from monitor import compare
from monitor.cli import cli
from monitor.cli.watches import needs_attention
from monitor.config import load_config, load_outline
from monitor.config.remembered import Remembered
from monitor.errors import ConfigError
from monitor.model import Outcome, PageState
from monitor.model.records import WatchStatus
from monitor.model.state import DOUBTFUL, Candidate
from monitor.rows import plain_queries
from monitor.rows.codec import pack
from monitor.rows.plain_queries import PAGE_COLUMNS, Queries, _worries, page_record
from monitor.rows.sqlite_file import SqliteFile
from monitor.storage import Storage
from monitor.text.bundle import KEPT
from tests import stored
from tests.site import Site

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
OLD, NEW = "We do not use your posts to train AI.", "We use your posts to train AI models."
# Each costs between 4 and 20 times what Python takes to start.
HEAVY = (
    *("sqlalchemy", "alembic", "pydantic", "yaml", "structlog", "asyncio", "httpx", "apprise"),
    *("jinja2", "selectolax", "babel", "pycountry", "diff_match_patch", "rich.markdown"),
    *("monitor.app", "monitor.classify", "monitor.extract", "monitor.diff", "monitor.storage"),
)
WATCHLIST = """
settings: {web: "https://policies.example"}
notify: [{name: legal, urls: ["mailto://me:${PASSWORD}@mail.example"]}]
watches:
  - {service: Acme, document: Terms, url: "https://acme.example/acme-terms", tags: [ai]}
  - service: Bolt
    document: Privacy
    url: https://b.example/p
    headers: {Cookie: "s=${PASSWORD}"}
    proxy: http://me:${PASSWORD}@proxy.example:3128
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A page in two versions, and a watchlist with secrets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PASSWORD", "hunter2hunter2")
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST)
    with opened(tmp_path) as storage:
        storage.sync_watches([stored.watch()], NOW)
        stored.check(storage, body="<p>1", at=NOW, text=OLD, outcome=Outcome.FIRST)
        told = {"change": compare(OLD, NEW, "text/plain"), "change_id": "aa11aa11aa11"}
        stored.check(storage, body="<p>2", at=NOW, text=NEW, outcome=Outcome.SUBSTANTIVE, **told)
        yield tmp_path


def opened(folder: Path) -> Storage:
    return Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots")


def asked(*args: str, **environ: str) -> tuple[str, set[str]]:
    """What a command prints, and the modules that it imported."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "monitor", *args],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,  # `health` says what is wrong by its exit code
    )
    lines = [line.split("|")[-1].strip() for line in result.stderr.splitlines() if "|" in line]
    return result.stdout, set(lines)


def heavy(modules: set[str]) -> set[str]:
    return {name for name in HEAVY if name in modules}


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("list",), "acme-terms"),
        (("list", "--tag", "ai", "--json"), "acme-terms"),
        (("changes",), "aa11aa11aa11"),
        (("changes", "acme", "--class", "ai-training", "--json"), "aa11aa11aa11"),
        (("show", "acme-terms"), "We use your posts"),
        (("show", "acme-terms", "--version", "1", "--json"), "We do not use your posts"),
        (("show", "aa11aa11aa11"), "SHA-256"),
        (("health",), "healthy"),
    ],
    ids=" ".join,
)
def test_a_quick_question_loads_neither_database_toolkit_nor_parsers(
    folder: Path, command: tuple[str, ...], shown: str
) -> None:
    asked("list")  # the first reads the watchlist
    printed, modules = asked(*command)
    assert shown in printed
    assert not heavy(modules)


def test_health_loads_nothing_that_writes_alerts(folder: Path) -> None:
    """It is asked once a minute of 100,000 pages."""
    asked("list")
    assert not {m for m in asked("health")[1] if m.startswith("monitor.render")}


def test_a_check_that_finds_each_page_as_it_was_loads_no_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most checks do, each hour from cron: the rules would be half of what they load."""
    monkeypatch.chdir(tmp_path)
    with Site() as site:
        entry = f"{{service: Acme, document: Terms, url: '{site.url}/terms', allow_private: true}}"
        Path("watchlist.yaml").write_text(f"watches:\n  - {entry}\n")
        assert '"outcome": "first"' in asked("check", "--json")[0]
        printed, modules = asked("check", "--json")
    assert '"outcome": "unchanged"' in printed
    assert not modules & {"monitor.classify", "monitor.headline", "monitor.second_reader"}
    assert "monitor.notify" not in modules  # nobody is to be told of anything


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("monitor ", "changes"),
        ("monitor show ac", "acme-terms"),
        ("monitor diff acme-terms 1", "1"),
        ("monitor list --tag a", "ai"),
        ("monitor changes --class ai", "ai-training"),
        ("monitor alerts test le", "legal"),
    ],
)
def test_a_tab_loads_as_little(folder: Path, words: str, shown: str) -> None:
    asked("list")
    environ = {
        "_MONITOR_COMPLETE": "zsh_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    printed, modules = asked(**environ)
    assert shown in printed.splitlines()
    assert not heavy(modules)


def test_part_of_a_long_list_is_found_without_reading_the_rest(folder: Path) -> None:
    """Of 100,000 watches `list --problems` and `--service` show a few, in the list's order."""
    first = load_outline(folder / "watchlist.yaml")
    kept = load_outline(folder / "watchlist.yaml")
    assert isinstance(kept.watches, Remembered)
    assert not isinstance(first.watches, Remembered)
    for config in (first, kept):
        ids = ["bolt-privacy", "gone", "acme-terms"]
        assert [w.id for w in config.among(ids)] == ["acme-terms", "bolt-privacy"]
    assert [w.id for w in kept.holding("Acme")] == ["acme-terms"]
    assert [w.id for w in kept.holding("Bolt")] == ["bolt-privacy"]
    assert [w.id for w in kept.holding("ai")] == ["acme-terms"]
    assert not list(kept.holding('Ac"me'))


@pytest.mark.parametrize("filters", [("--service", "ACME"), ("--tag", "ai"), ("--problems",)])
def test_a_filtered_list_shows_what_it_should_and_no_other(
    folder: Path, filters: tuple[str, ...]
) -> None:
    with opened(folder) as storage:
        stored.check(storage, outcome=Outcome.FAILED, reason="HTTP 500", at=NOW)
    asked("list")
    printed, modules = asked("list", *filters)
    assert "acme-terms" in printed
    assert "bolt" not in printed
    assert not heavy(modules)


ILL = Candidate("d", NOW, 1, reason="bot check")


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize(
    "state",
    [
        PageState(current_digest="d"),
        PageState(current_digest="d", unstable=True),
        PageState(current_digest="d", candidate=ILL),
        PageState(current_digest="d", quarantine=ILL),
        PageState(quarantine=replace(ILL, reason=DOUBTFUL)),
        PageState(current_digest="d", failures=3, reversions=2, churn=4, texts=("candidate",)),
    ],
)
@pytest.mark.parametrize("reason", ["", f"part 2 (https://a.example) {KEPT}: HTTP 500"])
def test_no_page_in_trouble_is_left_out(outcome: Outcome, state: PageState, reason: str) -> None:
    """`list --problems` would say that all is well."""
    row = {"watch_id": "a", "outcome": str(outcome), "reason": reason, "state": pack(state)}
    full = dict.fromkeys(PAGE_COLUMNS) | {"fetched_at": NOW, "active": True} | row
    status = WatchStatus(page_record(full), stored.watch("a"))
    assert _worries(row) or not needs_attention(status.watch, status)
    assert not _worries(row | {"outcome": "unchanged", "state": pack(PageState()), "reason": ""})
    assert _worries(row | {"state": b"\0" + pack(state)}), "a damaged one"


def test_all_pages_are_walked_a_few_at_a_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages at the turn from one part to the next are neither lost nor twice."""
    monkeypatch.setattr(plain_queries, "ROWS_AT_ONCE", 10)
    ids = [f"w{n:02}" for n in range(30)]
    with opened(folder) as storage:
        storage.sync_watches([stored.watch(id_) for id_ in ids], NOW)
        for id_ in (*ids[8:12], ids[19], ids[20], ids[29]):
            stored.check(storage, id_, outcome=Outcome.FAILED, reason="HTTP 500", at=NOW)
        found = storage.worrying()
    with SqliteFile(folder / "monitor.db", folder) as file:
        assert file.worrying() == found == {*ids[8:12], ids[19], ids[20], ids[29]}


def test_what_is_remembered_of_a_watchlist_holds_no_secret(folder: Path) -> None:
    """A cache is copied, synchronised and forgotten: passwords do not belong there."""
    outline = load_outline(folder / "watchlist.yaml")
    assert [w.id for w in outline.watches] == ["acme-terms", "bolt-privacy"]
    assert outline.routes[0].name == "legal"
    (kept,) = (folder / "cache" / "policy-monitor").iterdir()
    assert "hunter2" not in kept.read_text()
    assert "me:" not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_list_with_a_secret_elsewhere_is_not_remembered(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token in an address, a database's password."""
    monkeypatch.setenv("TOKEN", "s3cr3t-token")
    line = "  - {service: C, document: D, url: 'https://c.example/?k=${TOKEN}'}\n"
    (folder / "watchlist.yaml").write_text(WATCHLIST + line)
    assert load_outline(folder / "watchlist.yaml").watches[-1].url.endswith("s3cr3t-token")
    assert not (folder / "cache").exists()


def test_an_edit_shows_at_once_and_so_does_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stale answers would be worse than slow ones."""
    file = folder / "watchlist.yaml"
    first = load_outline(file)
    assert load_outline(file) == first
    file.write_text(WATCHLIST.replace("Acme", "'${NAME:-Acme}'"))
    assert load_outline(file).watches[0].service == "Acme"
    monkeypatch.setenv("NAME", "Zeta Industries")
    assert load_outline(file).watches[0].service == "Zeta Industries"
    monkeypatch.setenv("MONITOR_DATABASE", f"sqlite:///{folder}/other.db")
    assert load_outline(file).database.endswith("other.db")


def test_a_damaged_memory_is_made_again(folder: Path) -> None:
    file = folder / "watchlist.yaml"
    first = load_outline(file)
    (kept,) = (folder / "cache" / "policy-monitor").iterdir()
    whole = kept.read_bytes()
    for damaged in (b"", whole[:-40], b"\xff" * 80, whole.partition(b"\n")[0] + b"\n{}"):
        kept.write_bytes(damaged)
        assert load_outline(file) == first
        assert kept.read_bytes() == whole


def test_what_is_remembered_says_the_same_as_the_file(folder: Path) -> None:
    """But for what is left out on purpose: all keys that a watchlist may have survive."""
    full = {
        "settings": {"host_pause": 3, "log": "json, debug", "severity": {"ai-training": "high"}},
        "notify": [
            {
                "name": "a",
                "urls": ["json://a.example"],
                "digest": "daily at 08:00 UTC",
                "quiet": "22:00-07:00 UTC",
                "reminders": [7],
                "kinds": ["editorial"],
            }
        ],
        "watches": [
            {
                "service": "A",
                "document": "B",
                "url": "https://a.example",
                "every": "1d12h",
                "confirm": "5m",
                "select": ["main", {"startAfter": "h1"}],
                "tags": ["x"],
                "sections": {"include": ["Data*"]},
                "timeout": "30s",
                "enabled": False,
            },
            {"service": "C", "document": "D", "url": "https://c.example", "every": "0 9 * * 1"},
        ],
    }
    file = folder / "full.yaml"
    file.write_text(yaml.safe_dump(full))
    load_outline(file)
    remembered, read = load_outline(file), load_config(file, thorough=False)
    assert remembered.watches == read.watches
    assert [r.name for r in remembered.routes] == [r.name for r in read.routes]
    assert remembered.routes[0].digest == read.routes[0].digest
    for name in ("database", "snapshots", "severity", "host_pause", "log_level", "path"):
        assert getattr(remembered, name) == getattr(read, name)


def _all(queries: Queries) -> list[Any]:
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    return [
        queries.pages(),
        queries.watch_ids(),
        queries.services(),
        queries.version_times("acme-terms"),
        queries.changes(since=since, until=until, service="ACME", cls="ai-training", limit=3),
        queries.changes(since=until),
        queries.change("aa11aa11aa11"),
        queries.changes_like("aa1"),
        queries.changes_like("%"),
        queries.marks(["aa11aa11aa11"], "note"),
        queries.marks(),
        queries.vitals(NOW),
    ]


def test_both_ways_to_the_rows_give_the_same(folder: Path) -> None:
    """`list` would say one thing and the web another."""
    with opened(folder) as storage:
        storage.add_mark("aa11aa11aa11", "note", text="hm", by="ana", at=NOW)
        storage.tick(NOW)
        with SqliteFile(folder / "monitor.db", folder / "snapshots") as quick:
            assert _all(quick) == _all(storage)
            assert quick.places() == storage.places()


def test_a_question_creates_and_locks_nothing(folder: Path) -> None:
    with SqliteFile(folder / "monitor.db", folder / "snapshots") as quick:
        quick.pages()
        with opened(folder) as storage:
            storage.tick(NOW)  # would wait for a lock
        assert quick.vitals(NOW).ticked_at == NOW


def test_either_database_answers_every_question(storage: Storage) -> None:
    """One SQL for both: "fetch" is a word of PostgreSQL's own."""
    storage.sync_watches([stored.watch()], NOW)
    stored.check(storage, body="<p>1", at=NOW, text=OLD, outcome=Outcome.FIRST)
    told = {"change": compare(OLD, NEW, "text/plain"), "change_id": "aa11aa11aa11"}
    stored.check(storage, body="<p>2", at=NOW, text=NEW, outcome=Outcome.SUBSTANTIVE, **told)
    storage.add_mark("aa11aa11aa11", "note", text="hm", by="ana", at=NOW)
    storage.tick(NOW)
    pages, ids, services, times, changes, none, change, like, odd, notes, marks, vitals = _all(
        storage
    )
    assert (len(pages), ids, services) == (1, ["acme-terms"], ["Acme"])
    assert [number for number, _ in times] == [1, 2]
    assert changes == [change]
    assert (none, like, odd) == ([], ["aa11aa11aa11"], [])
    assert notes == marks
    assert marks[0].at == NOW
    assert vitals.ticked_at == NOW


def test_a_question_about_one_page_reads_one_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 100,000 watches all but one are none of its business."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lines = [
        f"  - {{id: 'w{n}', service: S, document: D{n}, url: 'https://h{n % 7}.example/{n}',"
        f" enabled: {'false' if n == 5 else 'true'}}}\n"
        for n in range(300)
    ]
    file = tmp_path / "watchlist.yaml"
    file.write_text("watches:\n" + "".join(lines))
    load_outline(file)
    watches = load_outline(file).watches
    assert isinstance(watches, Remembered)
    read = Counter[int]()
    real = Remembered._watch
    monkeypatch.setattr(Remembered, "_watch", lambda w, at: read.update([at]) or real(w, at))
    config = load_outline(file)
    assert [w and w.document for w in map(config.watch, ("w0", "w299", "w150", "w77"))] == [
        *("D0", "D299", "D150", "D77")
    ]
    assert [config.watch(i) for i in ("", "w", "w300", "w29", "zz", "a")][3] is not None
    assert sum(read.values()) == 5
    assert [w.id for w in config.watches[10:13]] == ["w10", "w11", "w12"]
    assert config.watches[-1].id == "w299"
    read.clear()
    assert config.enabled_ids() == {f"w{n}" for n in range(300)} - {"w5"}
    assert config.pages_of_hosts()["h3.example"] == 43
    assert not read


def test_a_long_list_comes_in_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100,000 rows at once are of use to nobody, and take minutes; a program gets all of them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lines = [
        f"  - {{id: 'w{n:03}', service: S, document: D, url: 'https://a.example/{n}'}}\n"
        for n in range(25)
    ]
    file = tmp_path / "watchlist.yaml"
    file.write_text("watches:\n" + "".join(lines))
    config = load_config(file, thorough=False)
    with Storage.open(config.database, config.snapshots) as storage:
        storage.add_watches(config.watches, datetime.now(UTC))

    def listed(*words: str) -> tuple[str, str]:
        done = CliRunner().invoke(cli, ["list", "--watchlist", str(file), *words])
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr

    rows, note = listed("--limit", "10", "--page", "2")
    shown = [line.split()[0] for line in rows.splitlines()[1:]]
    assert shown == [f"w{n:03}" for n in range(10, 20)]
    assert "10 of 25 pages; --page 3 goes on" in note
    rows, note = listed("--limit", "10", "--page", "3")
    assert len(rows.splitlines()) == 6
    assert "goes on" not in note
    assert len(json.loads(listed("--json")[0])) == 25
    assert len(json.loads(listed("--json", "--limit", "4")[0])) == 4
    assert "of 25" not in listed()[1]


def test_what_reads_pages_is_not_loaded_where_none_is_read() -> None:
    """A check of pages that all answer "not modified" took a fifth longer to load it."""
    wired = "monitor.cli.running, monitor.app, monitor.service.process, monitor.config.conversion"
    code = f"import sys, {wired}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "monitor.pipeline" in loaded
    unread = ("extract.to_document", "extract.page_tree", "guard.judge", "text.normalize", "diff")
    assert not {f"monitor.{name}" for name in unread} & loaded


@pytest.fixture
def looked_through(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The file, as often as its addresses and selectors are checked."""
    from monitor.config import cross_checks

    calls: list[Path] = []
    usual = cross_checks.thorough

    def thorough(model: Any, file: Path, problems: Any) -> None:
        calls.append(file)
        usual(model, file, problems)

    monkeypatch.setattr(cross_checks, "thorough", thorough)
    return calls


def test_a_list_that_was_found_right_is_not_looked_through_again(
    folder: Path, looked_through: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`monitor check` from cron loaded all that knows addresses each time: half of its work."""
    file = folder / "watchlist.yaml"
    first = load_config(file, once=True)
    assert load_config(file, once=True) == first
    assert len(looked_through) == 1
    load_config(file)  # as `monitor config check` does
    assert len(looked_through) == 2
    file.write_text(WATCHLIST + "# edited\n")
    load_config(file, once=True)
    monkeypatch.setenv("PASSWORD", "another")
    load_config(file, once=True)
    assert len(looked_through) == 4
    (kept,) = (folder / "cache" / "policy-monitor").iterdir()
    assert "another" not in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_list_that_was_found_wrong_is_wrong_again(
    folder: Path, looked_through: list[Path]
) -> None:
    """An address that nothing can be sent to must not be taken on trust the second time."""
    file = folder / "watchlist.yaml"
    file.write_text(WATCHLIST.replace("urls: [", "urls: [nonsense, "))
    for _ in range(2):
        with pytest.raises(ConfigError, match="expected an Apprise address"):
            load_config(file, once=True)
    assert len(looked_through) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [("templates", "templates"), ("urls", "[file://people.txt]"), ("urls", "['${PEOPLE}']")],
)
def test_a_list_that_names_other_files_is_looked_through_each_time(
    folder: Path,
    looked_through: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    value: str,
) -> None:
    """They may change while the list stays the same."""
    monkeypatch.setenv("PEOPLE", "file://people.txt")
    file = folder / "watchlist.yaml"
    (folder / "templates").mkdir()
    (folder / "people.txt").write_text("json://a.example\n")
    other = "" if key == "urls" else "urls: ['json://a.example'], "
    watches = WATCHLIST[WATCHLIST.index("watches:") :].partition("notify:")[0]
    file.write_text(f"{watches}notify:\n- {{name: x, {other}{key}: {value}}}\n")
    for _ in range(2):
        load_config(file, once=True)
    assert len(looked_through) == 2


def test_where_nothing_can_be_kept_all_is_looked_through(
    folder: Path, looked_through: list[Path]
) -> None:
    """A read-only home makes a check slower, and no error of it."""
    (folder / "cache").write_text("no folder")
    for _ in range(2):
        load_config(folder / "watchlist.yaml", once=True)
    assert len(looked_through) == 2

"""How the command line behaves where things are not as it would like them; all seen to fail."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import monitor.app
from monitor.cli import cli
from monitor.cli.progress import waiting_for
from monitor.config import values
from monitor.model import Fetched, Watch
from monitor.storage import Storage
from tests import stored
from tests.completion import completed
from tests.pages import Clock, Internet, page
from tests.rawserver import RawServer, ok

NOW = datetime.now(UTC).replace(microsecond=0)
WATCHLIST = """# kept
watches:
  # the terms
  - service: Acme
    document: Terms   # for all
    url: https://acme.example/terms
  - {service: Acme, document: Privacy, url: "https://acme.example/privacy", tags: [privacy]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a watchlist of two pages, no database yet."""
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def recorded(folder: Path) -> Path:
    """The same with a database: the terms have two versions."""
    with Storage.open(f"sqlite:///{folder / 'monitor.db'}", folder / "snapshots") as storage:
        storage.sync_watches([stored.watch("acme-terms"), stored.watch("acme-privacy")], NOW)
        stored.check(storage, at=NOW - timedelta(days=9), text="We share nothing.")
        later = {"change": stored.change(), "change_id": "c0ffee", "body": "<p>two"}
        stored.check(storage, at=NOW - timedelta(days=2), text="We share your data.", **later)
    return folder


def run(*args: str, code: int = 0) -> str:
    """The command's output; fails the test on another exit code."""
    result = CliRunner().invoke(cli, args, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def process(command: str, folder: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A line of bash in which `monitor` is this program."""
    alias = f'monitor() {{ "{sys.executable}" -m monitor "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", alias + command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environ},
    )


# --------------------------------------------------------------------------- what is refused


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that nobody else may write to, with a watchlist."""
    with tempfile.TemporaryDirectory(prefix="locked-") as name:
        folder = Path(name)
        (folder / "watchlist.yaml").write_text(WATCHLIST)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "args", [["add", "https://a.example/terms", "--no-look"], ["demo"], ["pause", "acme-terms"]]
)
def test_a_folder_that_may_not_be_written_to_is_one_line_and_no_traceback(
    locked: Path, args: list[str]
) -> None:
    # Nothing is forbidden to root, unless it lays down the right to pass over permissions.
    as_others = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    if as_others and not shutil.which("setpriv"):
        pytest.skip("runs as root, and setpriv is missing")
    result = subprocess.run(
        [*as_others, sys.executable, "-m", "monitor", *args],
        cwd=locked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode in (1, 2), result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith("error: ")
    assert "denied" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "command",
    [
        *("schema", "classes --json", "list", "changes", "show acme-terms", "demo"),
        *("--help", "--version", "help diff", "list --help"),
    ],
)
def test_a_full_disk_behind_the_output_is_one_line(recorded: Path, command: str) -> None:
    result = process(f"monitor {command} > /dev/full", recorded)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1] == "error: the output: No space left on device"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_is_no_bug(recorded: Path, closed: str) -> None:
    """A cron job that closes its output had a traceback in the place of an exit code."""
    result = process(f"monitor list {closed}", recorded)
    assert result.returncode == 0
    assert "Traceback" not in result.stderr
    assert process(f"monitor show nosuch {closed}", recorded).returncode == 1
    assert process(f"monitor list --nosuch {closed}", recorded).returncode == 2


def test_a_table_that_nobody_reads_on_is_no_failure(recorded: Path) -> None:
    """A long table, or a warning behind it, ended with 1, which is kept for what went wrong."""
    result = process("(sleep .5; monitor list) | true; exit ${PIPESTATUS[0]}", recorded)
    assert result.returncode == 141
    assert not result.stderr


def test_a_reader_that_goes_away_is_no_failure_of_any_command(recorded: Path) -> None:
    """`show | head -1` ended with 1, as if the page could not be shown."""
    with Storage.open(f"sqlite:///{recorded / 'monitor.db'}", recorded / "snapshots") as storage:
        long = " ".join(f"Clause {n} of the terms." for n in range(20_000))
        stored.check(storage, at=NOW, body="<p>3", text=long)
    result = process("monitor show acme-terms | head -c 9; exit ${PIPESTATUS[0]}", recorded)
    assert result.returncode == 141
    assert result.stdout.startswith("Acme, Ter")
    assert "rror" not in result.stderr


# --------------------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Straße Terms", "strasse-terms"),
        ("Łódź", "lodz"),
        ("日本 利用規約", "riben-liyongguiyue"),
        ("Öresund Ærø", "oresund-aero"),
        ("Пользовательское соглашение", "polzovatelskoe-soglashenie"),
        ("O’Reilly", "oreilly"),
    ],
)
def test_an_id_keeps_the_letters_of_every_script(name: str, slug: str) -> None:
    """They vanished or collided, and an id is the key of all history."""
    assert values.slug(name) == slug


def test_two_documents_whose_ids_meet_are_refused_and_not_made_one_history(folder: Path) -> None:
    """“Öl” and “Ol” have one id: the history of one would go on with the text of the other."""
    watches = "".join(
        f"  - {{service: {name}, document: AGB, url: 'https://{host}.example/'}}\n"
        for name, host in (("Öl", "a"), ("Ol", "b"))
    )
    (folder / "watchlist.yaml").write_text(f"watches:\n{watches}")
    assert "the id 'ol-agb' is already that of the watch on line 2" in run("list", code=2)


# --------------------------------------------------------------------------- no database


QUERIES = (
    ["changes"],
    ["upcoming"],
    ["facts"],
    ["history", "acme-terms"],
    ["show", "acme-terms"],
    ["diff", "acme-terms"],
    ["alerts"],
    ["fetches", "acme-terms"],
    ["explain", "acme-terms"],
    ["doctor"],
    ["health"],
    ["search", "words"],
    ["blame", "acme-terms"],
    ["when", "acme-terms", "We share nothing."],
    ["cite", "acme-terms", "We share nothing."],
    ["report"],
    ["note", "c0ffee", "call legal"],
    ["seen", "c0ffee"],
    ["false-alarm", "c0ffee"],
    ["verify"],
    ["evidence", "c0ffee"],
    ["export", "warc", "acme-terms"],
    ["site", "pages"],
    ["web"],
    ["release", "acme-terms"],
    ["alerts", "retry"],
    ["alerts", "resend", "c0ffee"],
    ["doctor", "--mend"],
)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["rename", "acme-terms", "acme-tos"], "no such file yet"),
        (["worker"], "need"),
        (["scheduler"], "need"),
        (["alerts", "test"], "no notification routes"),
        (["check", "mistyped"], "no watch 'mistyped'"),
        (["check", "acme-terms", "acme"], "'acme' may be acme-terms, acme-privacy"),
        (["import", "wayback", "mistyped"], "no watch 'mistyped'"),
        (["import", "wayback", "acme-terms", "--archive", "http://10.0.0.1"], "forbidden-address"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_needs_no_new_database_makes_none(folder: Path, command: list[str], said: str) -> None:
    """A renamed watch lost its history with a mistyped database; others left an empty one."""
    assert said in run(*command, "--database", "sqlite:///mistyped.db", code=1)
    assert [file.name for file in folder.iterdir()] == ["watchlist.yaml"]
    assert (folder / "watchlist.yaml").read_text() == WATCHLIST


def test_a_channel_can_be_tested_before_the_first_check(folder: Path) -> None:
    """The first thing that one wants to know is whether a message would arrive."""
    with RawServer({"/hook": ok()}) as server:
        notify = f"notify: [{{name: team, urls: ['json://127.0.0.1:{server.port}/hook']}}]\n"
        (folder / "watchlist.yaml").write_text(WATCHLIST + notify)
        run("alerts", "test")
        assert [seen.path for seen in server.seen] == ["/hook"]
    assert [file.name for file in folder.iterdir()] == ["watchlist.yaml"]


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_a_mistyped_database_is_said_and_never_made(folder: Path, query: list[str]) -> None:
    """It was made anew, and answered that nothing changed."""
    text = run(*query, "--database", "sqlite:///mistyped.db", code=1)
    assert "mistyped.db: no such file yet; `monitor check` makes it" in text
    assert not (folder / "mistyped.db").exists()
    assert not (folder / "snapshots").exists()


def test_the_list_can_be_seen_before_the_first_check(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["list", "--json"])
    assert [w["state"] for w in json.loads(result.stdout)] == ["new", "new"]
    assert not (folder / "monitor.db").exists()
    run("list", "--database", "sqlite:///mistyped.db", code=1)


def test_a_page_that_was_not_looked_at_says_so(recorded: Path) -> None:
    (recorded / "watchlist.yaml").write_text(
        WATCHLIST + "  - {service: B, document: T, url: https://b.example/}\n"
    )
    assert "b-t has no version yet: monitor check b-t" in run("show", "b-t", code=1)
    with Storage.open("sqlite:///monitor.db", Path("snapshots"), migrate=False) as storage:
        assert {p.watch_id for p in storage.pages(False)} == {"acme-terms", "acme-privacy"}


# --------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("locale", "typed", "code", "told"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "Straße".encode(), 0, ""),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "日本".encode(), 0, ""),
        ({}, "Straße".encode(), 0, ""),
        ({}, "Straße".encode("latin-1"), 2, "expected text in UTF-8, found 'Stra\ufffde'"),
    ],
)
def test_what_is_typed_is_text_whatever_the_locale(
    folder: Path, locale: dict[str, str], typed: bytes, code: int, told: str
) -> None:
    """Where the locale knew only ASCII, adding a service named so ended with a traceback."""
    command = [*(sys.executable, "-m", "monitor", "add", "https://s.example/terms", "--no-look")]
    command += ["--service", typed]  # type: ignore[list-item] - bytes, as a shell hands them on
    environ = {**os.environ, **locale}
    done = subprocess.run(command, env=environ, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode()
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    text = (folder / "watchlist.yaml").read_text("utf-8")
    assert (typed.decode("utf-8", "ignore") in text) is (code == 0)


def test_a_list_that_is_not_there_is_no_command(folder: Path) -> None:
    """ "No such command 'urls.yaml'" was said of a file that was not there."""
    for name in ("urls.yaml", "/nowhere/list", "./urls"):
        assert f"{name}: no such file" in run("import", name, code=2)
    assert "No such command 'urlwach'" in run("import", "urlwach", "x", code=2)


def test_json_is_whole_where_the_terminal_knows_only_ascii(folder: Path) -> None:
    """What was not ASCII became "?", and with it what a program read."""
    (folder / "watchlist.yaml").write_text(
        "watches: [{service: Zoë 🎈, document: 条款, url: https://a.example/, id: a}]"
    )
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    result = process("monitor list --json", folder, **ascii_only)
    assert result.stdout.isascii()
    assert json.loads(result.stdout)[0]["service"] == "Zoë 🎈"
    assert json.loads(result.stdout)[0]["document"] == "条款"


# --------------------------------------------------------------------------- check, run


@pytest.fixture
def online(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Internet:
    """The two pages can be fetched, from memory."""
    clock = Clock(NOW)
    net = Internet(clock, {f"https://acme.example/{n}": page() for n in ("terms", "privacy")})
    monkeypatch.setattr(monitor.app.Monitor, "_http_fetcher", lambda self: net)
    return net


def test_a_check_is_quiet_about_unchanged_pages(online: Internet) -> None:
    """220 lines said that nothing had changed."""
    first = CliRunner().invoke(cli, ["check"])
    assert first.stdout == ""
    assert "2 pages: 2 first" in first.stderr
    assert CliRunner().invoke(cli, ["check"]).stdout == ""
    verbose = CliRunner().invoke(cli, ["check", "-v"]).stdout
    assert verbose.count("unchanged") == 2
    assert "unchanged" in CliRunner().invoke(cli, ["check", "acme-terms"]).stdout, "it was named"
    online.pages["https://acme.example/terms"] = (404, "<h1>Page not found</h1>")
    failed = CliRunner().invoke(cli, ["check"])
    assert failed.exit_code == 1
    assert "acme-terms" in failed.stdout
    assert "acme-privacy" not in failed.stdout
    assert CliRunner().invoke(cli, ["check", "-q"]).stderr == ""


def test_a_check_tells_of_a_part_that_could_not_be_read(folder: Path, online: Internet) -> None:
    """ "1 unchanged", exit code 0, while nobody saw one of the chapters any more."""
    source = folder / "watchlist.yaml"
    part = "https://acme.example/annex"
    parts = source.read_text().replace("/terms\n", f"/terms\n    pages: [{part}]\n")
    source.write_text(parts)
    online.pages[part] = page("An annex that says what is done with the messages you send to us.")
    assert CliRunner().invoke(cli, ["check"]).exit_code == 0
    online.pages[part] = (503, "busy")
    check = CliRunner().invoke(cli, ["check"])
    assert "keeps its last text" in check.stdout
    assert "acme-privacy" not in check.stdout
    assert check.exit_code == 1


def test_a_pending_text_says_why_and_when_it_is_looked_at_again(online: Internet) -> None:
    """ "1 pending" left a person with cron and no daemon to guess."""
    CliRunner().invoke(cli, ["check"])
    online.pages["https://acme.example/terms"] = page("We use your posts to train AI models.")
    result = CliRunner().invoke(cli, ["check"])
    (row,) = [line for line in result.stdout.splitlines() if "acme-terms" in line]
    assert "1 passage new and 1 passage gone, seen once; next look" in row
    assert re.search(r"pending .* 20\d\d-\d\d-\d\d \d\d:\d\d UTC", row)
    assert "acme-privacy" not in result.stdout
    assert "a new text counts when it is seen a second time after 20 minutes" in result.stderr
    answer = json.loads(CliRunner().invoke(cli, ["check", "--json"]).stdout)
    assert all(one["next_due_at"] for one in answer["results"])


@pytest.mark.parametrize(
    ("confirm", "apart"),
    [("30s", "5 minutes or more"), ("6m", "1 hour or more"), ("9s", "90 seconds or more")],
)
def test_when_a_pending_text_counts_goes_by_what_the_watch_says(
    online: Internet, folder: Path, confirm: str, apart: str
) -> None:
    """It said 20 minutes where `confirm` was set to something else."""
    file = folder / "watchlist.yaml"
    file.write_text(f"defaults: {{confirm: {confirm}}}\n{file.read_text()}")
    run("check")
    online.pages["https://acme.example/terms"] = page("We use your posts to train AI models.")
    told = CliRunner().invoke(cli, ["check"]).stderr
    assert f"a second time after {apart}, or a third time" in told


def test_text_that_only_went_is_said_to_need_one_look_more(online: Internet) -> None:
    """ "a second time … or a third time": at the third quick check it still did not count."""
    run("check")
    online.pages["https://acme.example/terms"] = page().replace(
        "<p>We do not use your posts to train AI models.</p>", ""
    )
    told = CliRunner().invoke(cli, ["check"]).stderr
    assert "text that only went counts when it is missed a third time after 20 minutes" in told
    assert "or a fourth time" in told
    assert "a new text counts" not in told
    assert " pending " in run("check")
    assert " pending " in run("check")
    assert " substantive " in run("check")


def test_ctrl_c_says_what_was_done(online: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = online.fetch

    async def interrupted(watch: Watch, **validators: str) -> Fetched:
        if watch.id == "acme-privacy":
            raise KeyboardInterrupt
        return await fetch(watch, **validators)

    monkeypatch.setattr(online, "fetch", interrupted)
    result = CliRunner().invoke(cli, ["check"])
    assert result.exit_code == 130
    assert "of 2 pages looked at and recorded" in result.stderr
    assert "the others are still due" in result.stderr


def test_the_bar_names_the_page_that_is_waited_for() -> None:
    """It named the last one that had answered."""
    assert waiting_for({"b-terms": None, "c-terms": None, "d": None}) == (
        "waiting for b-terms and 2 more"
    )
    assert waiting_for(["b-terms"]) == "waiting for b-terms"
    assert waiting_for([]) == ""


def test_the_daemon_says_when_the_next_look_is(folder: Path) -> None:
    """On a terminal it stood there for hours without a word."""
    with RawServer({}) as server:
        (folder / "watchlist.yaml").write_text(
            "defaults: {allow_private: yes}\nsettings: {host_pause: 0s}\n"
            f"watches: [{{service: A, document: T, url: '{server.url}'}}]"
        )
        daemon = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "--json"],
            cwd=folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert daemon.stderr is not None
        try:
            for line in daemon.stderr:
                if json.loads(line).get("event") == "waiting":
                    break
            waiting = json.loads(line)
        finally:
            daemon.terminate()
            daemon.stderr.close()
            daemon.wait(30)
    assert waiting["next_watch"] == "a-t"
    assert waiting["next_at"].endswith("UTC")


# --------------------------------------------------------------------------- help, lists


def test_help_is_also_a_command() -> None:
    assert run("help", "diff") == run("diff", "--help")
    assert run("help", "alerts", "retry") == run("alerts", "retry", "--help")
    assert run("help") == run("--help")


def test_a_narrow_list_keeps_when_the_next_look_is(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Below 140 columns the one column went for which the list was opened."""
    from monitor.cli import output

    shown = {}
    for width in (80, 100, 139):
        console = output.Console(
            file=io.StringIO(),
            width=width,
            force_terminal=True,
            record=True,
            markup=False,
        )
        monkeypatch.setattr(output, "_console", lambda file, w=None, c=console: c)
        run("list")
        shown[width] = console.export_text()
    assert all("NEXT (UTC)" in text for text in shown.values()), shown
    assert all("acme-terms" in text for text in shown.values())


@pytest.mark.parametrize("enabled", [True, False])
def test_the_list_says_that_nobody_looks_any_more(recorded: Path, enabled: bool) -> None:
    """Every page was "ok", and the next look had been due months ago."""
    if not enabled:
        for name in ("acme-terms", "acme-privacy"):
            run("pause", name)
    with Storage.open(f"sqlite:///{recorded / 'monitor.db'}", recorded / "snapshots") as storage:
        stored.check(storage, at=NOW - timedelta(days=1, hours=30), body="<p>two")
    told = CliRunner().invoke(cli, ["list"]).stderr
    assert ("overdue: monitor health" in told) is enabled


def test_the_starter_list_watches_nothing_that_robots_txt_forbids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`init`, `check`: the third command broke LinkedIn's robots.txt."""
    monkeypatch.chdir(tmp_path)
    run("init")
    text = (tmp_path / "watchlist.yaml").read_text()
    assert "linkedin" not in str(yaml.safe_load(text)["watches"]).lower()
    assert "#   url: https://www.linkedin.com/legal/user-agreement" in text
    assert "robots.txt forbids" in text
    run("validate")


# --------------------------------------------------------------------------- entries


def test_add_shows_what_it_found(online: Internet) -> None:
    online.pages["https://new.example/tos"] = page()
    text = run("add", "https://new.example/tos")
    assert "new-tos added: New, TOS" in text
    assert "“Plaza Terms”" in text
    assert "words, en" in text
    assert "2 facts: " in text
    assert "minors: 16" in text


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("ご登録いただいたお客様の氏名及び連絡先を利用する場合があります。", 15),
        ("我们会收集您的姓名和联系方式用于提供服务。", 9),
        ("เราเก็บรวบรวมข้อมูลส่วนบุคคลของคุณ", 8),
    ],
)
def test_words_are_counted_in_scripts_that_are_written_without_spaces(
    online: Internet, sentence: str, words: int
) -> None:
    """A whole policy in Japanese was said to be of thirty words."""
    plain = page()
    online.pages["https://new.example/tos"] = plain.replace(
        "</main>", f"<p>{sentence * 9}</p></main>"
    )
    online.pages["https://plain.example/tos"] = plain
    look = json.loads(run("add", "https://new.example/tos", "--json"))["look"]
    before = json.loads(run("add", "https://plain.example/tos", "--json"))["look"]
    assert look["words"] - before["words"] >= 9 * words
    tried = CliRunner().invoke(cli, ["try", "https://new.example/tos"])
    assert f", {look['words']:,} words, " in tried.stderr


def test_add_says_what_a_date_is_of(online: Internet) -> None:
    """The day of the last change and the last day to object were both an "effective-date"."""
    clause = "We use your posts to train AI models unless you opt out by 1 March 2097."
    online.pages["https://new.example/tos"] = page(clause, extra="<p>Last updated 1 May 2026.</p>")
    text = run("add", "https://new.example/tos")
    assert "updated: 2026-05-01" in text
    assert "deadline: 2097-03-01" in text


def test_add_keeps_a_page_that_cannot_be_read_now_and_says_why(online: Internet) -> None:
    online.pages["https://new.example/tos"] = (200, "<h1>Please log in</h1>")
    text = run("add", "https://new.example/tos", "--service", "New")
    assert "not read now: " in text
    assert "new-tos" in run("list")
    answer = json.loads(run("add", "https://other.example/t", "--no-look", "--json"))
    assert answer["look"] == {"ok": None}


@pytest.mark.parametrize(
    ("url", "service", "reason"),
    [
        ("http://127.0.0.1:8931/terms", "Localhost", "127.0.0.1 (loopback)"),
        ("http://[::1]:8931/terms", "Localhost", "::1 (loopback)"),
        ("http://192.168.1.20/terms", "192.168.1.20", "192.168.1.20 (private)"),
        ("http://10.0.0.7:8080/terms", "10.0.0.7", "10.0.0.7 (private)"),
        ("http://localhost:8931/terms", "Localhost", "localhost is at "),
    ],
)
def test_add_on_this_machine_says_what_forbids_it(
    folder: Path, url: str, service: str, reason: str
) -> None:
    """It blamed robots.txt, and called the service "127"."""
    result = CliRunner().invoke(cli, ["add", url])
    assert result.exit_code == 0, result.output
    assert f"added: {service}, Terms" in result.stdout
    assert "not read now: forbidden-address: " in result.stdout
    assert reason in result.stdout
    assert "robots" not in result.output
    assert "--allow-private" in result.stderr


def test_add_of_a_page_on_this_machine_may_be_allowed(folder: Path) -> None:
    with RawServer({"/robots.txt": ok(b""), "/terms": ok(page().encode())}) as server:
        text = run("add", f"{server.url}/terms", "--allow-private")
        assert "“Plaza Terms”" in text
    assert "allow_private: yes" in (folder / "watchlist.yaml").read_text()


@pytest.mark.parametrize("layout", ["block", "flow"])
def test_a_page_of_this_machine_may_be_allowed_when_it_is_in_the_list_already(
    folder: Path, layout: str
) -> None:
    """The hint of the first `add` led to "the id is already that of the watch on line 74"."""
    with RawServer({"/robots.txt": ok(b""), "/terms": ok(page().encode())}) as server:
        url = f"{server.url}/terms"
        if layout == "flow":
            entry = f"{{service: Localhost, document: Terms, url: '{url}'}}"
            (folder / "watchlist.yaml").write_text(f"watches:\n  - {entry}  # ours\n")
        else:
            run("add", url)
        result = CliRunner().invoke(cli, ["add", url, "--allow-private"])
        assert result.exit_code == 0, result.output
        assert "localhost-terms allow_private: yes" in result.stdout
        assert "“Plaza Terms”" in result.stdout
        again = CliRunner().invoke(cli, ["add", url, "--allow-private"])
        assert again.exit_code == 2
        assert again.stderr.count("error:") == 1
    assert (folder / "watchlist.yaml").read_text().count("allow_private: yes") == 1


def test_a_site_that_has_no_address_is_not_said_to_forbid_robots(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["add", "https://nosuch.invalid/terms"])
    assert "not read now: dns: nosuch.invalid" in result.stdout
    assert "robots" not in result.output


def test_a_removed_watch_keeps_its_history(recorded: Path) -> None:
    assert "its history stays" in run("remove", "acme-terms")
    text = (recorded / "watchlist.yaml").read_text()
    assert "acme.example/terms" not in text
    assert "# the terms" in text
    assert "We share your data." in run("show", "acme-terms")
    run("remove", "acme-privacy")
    assert yaml.safe_load((recorded / "watchlist.yaml").read_text())["watches"] is None


def test_a_paused_page_is_not_looked_at_until_it_is_resumed(online: Internet) -> None:
    run("pause", "acme-terms")
    run("pause", "acme-privacy")
    run("check")
    assert online.requests == []
    assert "# for all" in Path("watchlist.yaml").read_text()
    run("resume", "acme-terms")
    run("check")
    assert [url for url, _ in online.requests] == ["https://acme.example/terms"]


def test_a_renamed_watch_takes_its_history_along(recorded: Path) -> None:
    run("rename", "acme-terms", "acme-tos")
    assert "We share your data." in run("show", "acme-tos")
    assert json.loads(run("changes", "--json"))[0]["watch"] == "acme-tos"
    assert len(json.loads(run("history", "acme-tos", "--json"))) == 2
    assert "no watch 'acme-terms'" in run("show", "acme-terms", code=1)
    assert "id: acme-tos" in (recorded / "watchlist.yaml").read_text()
    before = (recorded / "watchlist.yaml").read_text()
    assert "already that of the watch" in run("rename", "acme-tos", "acme-privacy", code=2)
    assert (recorded / "watchlist.yaml").read_text() == before


def test_a_rename_that_cannot_be_written_leaves_the_history_where_it_was(
    recorded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.errors import ConfigError

    def refuse(*args: object) -> None:
        raise ConfigError("cannot be written")

    monkeypatch.setattr("monitor.cli.watchlist_edits.write_whole", refuse)
    run("rename", "acme-terms", "acme-tos", code=2)
    assert "We share your data." in run("show", "acme-terms")


def test_pages_of_either_database_can_be_renamed(storage: Storage) -> None:
    storage.sync_watches([stored.watch()], NOW)
    stored.check(storage, text="One.", change=stored.change(), alerts=(stored.alert(),))
    assert storage.rename_pages({"acme-terms": "acme-tos"}, NOW, before_commit=lambda: None)
    assert storage.version("acme-tos").number == 1
    assert storage.alerts()[0].watch_id == "acme-tos"
    assert not storage.rename_pages({"acme-terms": "x"}, NOW, before_commit=lambda: None)


def test_problems_of_the_watchlist_are_data_for_programs(folder: Path) -> None:
    (folder / "watchlist.yaml").write_text("watches:\n  - {service: A, url: x, evry: 1d}\n")
    result = CliRunner().invoke(cli, ["validate", "--json"])
    assert result.exit_code == 2
    problems = json.loads(result.stdout)["problems"]
    assert {"line", "key", "message", "text"} == set(problems[0])
    wrong = next(p for p in problems if p["key"] == "watches[0].evry")
    assert wrong["line"] == 2
    assert wrong["message"].startswith("unknown key (did you mean 'every'?)")


# --------------------------------------------------------------------------- other programs' lists

URLWATCH = """name: Acme terms
url: https://acme.example/terms
filter:
  - css: main
  - html2text
---
name: Other
url: https://other.example/privacy
filter: [{xpath: //main}]
---
name: a command
command: date
"""
CHANGEDETECTION = {
    "watching": {
        "u1": {
            "url": "https://acme.example/terms",
            "title": "Acme terms",
            "tag": "legal, eu",
            "include_filters": ["main", "xpath://p"],
            "subtractive_selectors": [".ad"],
            "time_between_check": {"hours": 12, "minutes": None},
        },
        "u2": {"url": "https://other.example/privacy", "paused": True},
    }
}


@pytest.mark.parametrize(
    ("name", "text", "maker"),
    [
        ("urls.yaml", URLWATCH, "urlwatch"),
        ("url-watches.json", json.dumps(CHANGEDETECTION), "changedetection.io"),
    ],
)
def test_a_list_of_another_watcher_is_told_how_to_convert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, maker: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text)
    told = run("check", "-w", name, code=2)
    assert f"this is a list of {maker}; `monitor import {name}` takes it over" in told
    answer = run("import", name)
    assert "watchlist.yaml: 2 pages added" in answer
    assert "xpath" in answer, "what has no counterpart is named"
    urls = [w["url"] for w in json.loads(run("list", "--json"))]
    assert urls == ["https://acme.example/terms", "https://other.example/privacy"]
    assert "0 pages added" in run("import", name), "what is watched already is not added twice"
    text = (tmp_path / "watchlist.yaml").read_text()
    assert "select: [main]" in text
    run("validate")


def test_an_interval_that_is_taken_over_is_written_as_people_write_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve hours became `every: "720m"`."""
    monkeypatch.chdir(tmp_path)
    times = {"a": {"hours": 12}, "b": {"days": 1, "hours": 24}, "c": {"minutes": 90}}
    watching = {
        name: {"url": f"https://{name}.example/terms", "time_between_check": given}
        for name, given in times.items()
    }
    (tmp_path / "url-watches.json").write_text(json.dumps({"watching": watching}))
    run("import", "url-watches.json")
    entries = yaml.safe_load((tmp_path / "watchlist.yaml").read_text())["watches"]
    assert [entry["every"] for entry in entries] == ["12h", "2d", "90m"]


def test_a_list_of_pages_on_this_network_is_told_what_lets_them_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "forbidden-address: 127.0.0.1 (loopback)": and what was one to do?"""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlist.yaml").write_text(
        "watches: [{service: A, document: T, url: 'http://127.0.0.1:8799/terms'}]"
    )
    result = CliRunner().invoke(cli, ["check"])
    assert "forbidden-address" in result.stdout
    assert "a page on this machine or network needs `allow_private: yes`" in result.stderr


@pytest.mark.parametrize("group", ["import", "alerts", "export", "catalogue"])
def test_the_list_of_a_groups_commands_is_cut_nowhere(group: str) -> None:
    """ "Import the list of changedetection.io:...": and of what?"""
    listed = run(group, "--help").partition("Commands:")[2]
    assert listed.strip()
    assert "..." not in listed


# --------------------------------------------------------------------------- completion


def test_the_shell_completes_versions_and_routes(recorded: Path) -> None:
    routes = "notify: [{name: legal, urls: []}, {name: press, urls: []}]\n"
    (recorded / "watchlist.yaml").write_text(WATCHLIST + routes)
    assert completed(recorded, "monitor diff acme-terms ") == ["2", "1"]
    assert completed(recorded, "monitor show acme-terms --version ") == ["2", "1"]
    assert completed(recorded, "monitor alerts test l") == ["legal"]


def test_a_fetcher_of_add_asks_robots_txt_first(folder: Path) -> None:
    """A page that robots may not read must not be read because it was added."""
    robots = ok(b"User-agent: *\nDisallow: /", kind="text/plain")
    with RawServer({"/robots.txt": robots, "/terms": ok()}) as server:
        config = "defaults: {allow_private: yes}\nsettings: {host_pause: 0s}\nwatches:\n"
        (folder / "watchlist.yaml").write_text(config)
        assert "not read now: robots" in run("add", f"{server.url}/terms", "--service", "A")
        assert [seen.path for seen in server.seen] == ["/robots.txt"]

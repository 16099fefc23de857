"""The command line as such: help, exit codes, pipes, errors, completion. Real processes."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from monitor.app import make_monitor
from monitor.cli import COMMANDS, cli
from monitor.cli.columns import LONGEST, Column
from monitor.cli.output import Output
from monitor.config import load_config
from tests.completion import completed

MONITOR = [sys.executable, "-m", "monitor"]
NAMES = [name for group in COMMANDS.values() for name in group]
WATCHLIST = """watches:
  - {service: LinkedIn, document: User Agreement, url: https://www.linkedin.com/legal/user-agreement}
  - {service: LinkedIn, document: Privacy Policy, url: https://www.linkedin.com/legal/privacy-policy}
  - {service: Meta, document: Terms, url: https://www.facebook.com/legal/terms}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a watchlist, and a database in which its pages are still new."""
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST)
    with make_monitor(load_config(tmp_path / "watchlist.yaml", {})) as made:
        made.take_over()
    return tmp_path


def monitor(
    folder: Path, *args: str, code: int = 0, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does; fails the test on another exit code."""
    result = subprocess.run(
        [*MONITOR, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environ},
        check=False,
    )
    assert result.returncode == code, result.stderr + result.stdout
    return result


# --------------------------------------------------------------------------- help


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(cli, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"  monitor {name}" in result.output or f"monitor {name}" in result.output, result.output
    assert "Example" in result.output
    assert "--json" in result.output


def test_help_is_instant_for_it_imports_no_command(tmp_path: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from monitor.cli import cli;"
        "r = CliRunner().invoke(cli, ['--help']); assert r.exit_code == 0;"
        "heavy = {'rich', 'pydantic', 'sqlalchemy', 'httpx', 'selectolax', 'jinja2', 'yaml'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_help_lists_every_command(tmp_path: Path) -> None:
    text = monitor(tmp_path, "--help").stdout
    assert all(f"  {name} " in text for name in NAMES)
    assert monitor(tmp_path, "--version").stdout.startswith("monitor ")


# --------------------------------------------------------------------------- exit codes, errors


def test_no_watchlist_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    result = monitor(tmp_path, "list", code=2)
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("error: watchlist.yaml: no such file; `monitor init`")


def test_a_broken_watchlist_is_told_problem_by_problem(tmp_path: Path) -> None:
    (tmp_path / "watchlist.yaml").write_text("settings: {a: 1, b: 2}\n")
    result = monitor(tmp_path, "check", code=2)
    assert [line[:7] for line in result.stderr.splitlines()] == ["error: ", "error: "]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["lisst"], 2, "did you mean 'list'"),
        (["show"], 2, "Missing argument"),
        (["show", "linkedin-user", "--at", "yesteryear"], 2, "expected a day (2025-11-03"),
        (
            ["show", "linkedin-user", "--at", "2025-01-01", "--version", "1"],
            2,
            "exclude each other",
        ),
        (["show", "linkedin"], 1, "'linkedin' may be linkedin-user-agreement, linkedin-privacy"),
        (["show", "linkdin-user-agreement"], 1, "did you mean linkedin-user-agreement"),
        (["show", "privacy"], 1, "did you mean linkedin-privacy-policy"),
        (["show", "linkedin-user"], 1, "no version"),
        (["changes", "--class", "ai-trainig"], 2, "did you mean 'ai-training'"),
        (["changes", "--service", "Linkedn"], 1, "no service 'Linkedn'; there are LinkedIn, Meta"),
        (["list", "--service", "Linkedn"], 1, "no service 'Linkedn'; there are LinkedIn, Meta"),
        (["release", "meta"], 1, "nothing in quarantine"),
        (["alerts", "test", "legal"], 1, "no route 'legal'"),
        (["alerts", "retry", "abc"], 1, "no failed or dead alert 'abc'"),
        (["try", "ftp://x"], 2, "expected an address"),
        (["try", "https://a.example", "--select", "p >>"], 2, "expected a CSS selector"),
        (["try", "https://a.example", "--select", "$.a["], 2, "expected a JSONPath"),
        (["try", "https://a.example", "--remove", "$.a"], 2, "expected a CSS selector"),
        (["list", "--database", "mysql://x"], 2, "--database: expected sqlite"),
        (["compare", "none.html", "none.html"], 2, "No such file"),
        (["classes", "region-"], 2, "did you mean 'region'"),
        (["upcoming", "--ics", "none/x.ics"], 2, "No such file or directory"),
        (["init"], 1, "exists; --force overwrites it"),
        (["completion", "tcsh"], 2, "'tcsh' is not one of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_call_is_one_line_and_the_right_code(
    folder: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli, args, catch_exceptions=False)
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert result.stdout == ""


def test_a_process_ends_with_the_same_codes(folder: Path) -> None:
    assert "did you mean 'list'" in monitor(folder, "lisst", code=2).stderr
    unknown = monitor(folder, "show", "linkedin", code=1)
    assert unknown.stderr.startswith("error: 'linkedin' may be ")
    assert unknown.stdout == ""
    assert monitor(folder, "health", code=1).stdout.startswith("unhealthy")


def test_options_of_all_commands_may_stand_before_or_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "watchlist.yaml").rename(folder / "other.yaml")
    monkeypatch.chdir(folder)
    run = CliRunner().invoke
    for args in (["-w", "other.yaml", "list"], ["list", "-w", "other.yaml"]):
        assert "meta-terms" in run(cli, args).stdout
    assert "meta-terms" in run(cli, ["list"], env={"MONITOR_WATCHLIST": "other.yaml"}).stdout
    elsewhere = run(cli, ["--database", "sqlite:///elsewhere.db", "list", "-w", "other.yaml"])
    assert "elsewhere.db: no such file" in elsewhere.stderr


def test_a_database_that_cannot_be_opened_is_one_line(folder: Path) -> None:
    result = monitor(folder, "list", "--database", "sqlite:///watchlist.yaml", code=1)
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.stderr


# --------------------------------------------------------------------------- pipes


def test_a_pipe_gets_no_colour_no_frames_and_whole_ids(folder: Path) -> None:
    result = monitor(folder, "list", COLUMNS="40", FORCE_COLOR="")
    assert "\x1b" not in result.stdout
    assert "─" not in result.stdout
    assert "linkedin-user-agreement " in result.stdout
    assert not any(line != line.rstrip() for line in result.stdout.splitlines())


def test_a_long_text_in_a_pipe_does_not_hide_the_id_behind_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`monitor changes | less` showed 900 columns of one sentence before the change's id."""
    columns = (Column("WHAT", wide=True), Column("CHANGE"), Column("QUOTE", wide=True))
    long, id_ = "word " * 100, "c0ffee000001"
    Output().table(columns, [(long, id_, long), ("short", id_, "short"), (long, "", long)], "")
    first, second, third = capsys.readouterr().out.splitlines()[1:]
    assert first.index(id_) <= LONGEST + 2
    assert first.count("word") > 100, "nothing is looked for behind the last text"
    assert "…" not in second
    assert third.count("word") == 200, "where no id follows, the text is whole"


@pytest.mark.parametrize("width", [80, 100, 110, 140])
@pytest.mark.parametrize(
    "page",
    [
        "acme-help-centre-data-processing-agreement-annex-subprocessors",
        "acme-terms@europe-and-the-united-kingdom-without-switzerland",
        "acme-community-guidelines-on-" + "very-" * 12 + "long-names",
    ],
)
def test_an_id_of_a_change_is_not_broken_up_between_two_letters(width: int, page: str) -> None:
    """At 110 columns both the text and the id had 24: neither could be read or copied."""
    shown = io.StringIO()
    out = Output()
    out.console = Console(file=shown, width=width, force_terminal=True, color_system=None)
    said = "We now share what you write with advertisers unless you object by 3 November."
    names = (Column("WHAT", wide=True, least=44), Column("PAGE", below=True))
    columns = (Column("SEEN"), *names, Column("CHANGE", below=True))
    out.table(columns, [("day", said, page, "c0ffee")], "")
    lines = [" ".join(line.split()) for line in shown.getvalue().splitlines()]
    assert any("c0ffee" in line for line in lines)
    parts = [word for line in lines for word in line.split() if "-" in word]
    assert "".join(parts) == page
    assert all(part.endswith("-") for part in parts[:-1])
    assert len(lines) <= 8


def test_what_belongs_to_a_line_stands_below_it_further_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The sentence of a hit began between its id and the heading it stands under."""
    out = Output()
    out.line("  below  it")
    out.line("acme-terms", "  v1\x1b[2J")
    assert capsys.readouterr().out == "  below it\nacme-terms  v1\n"


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m monitor schema | head -1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.stdout == "{\n"
    assert result.stderr == ""
    assert result.returncode in (0, 141)


@pytest.mark.parametrize("name", ["list", "changes", "upcoming", "facts", "alerts", "classes"])
def test_json_is_json_also_when_there_is_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(cli, [name, "--json"], catch_exceptions=False)
    assert isinstance(json.loads(result.stdout), list)
    assert result.stderr == ""


def test_an_old_encoding_does_not_break_the_output(folder: Path) -> None:
    (folder / "watchlist.yaml").write_text(
        "watches: [{service: Zoë 🎈, document: 条款, url: https://a.example/, id: a}]"
    )
    result = monitor(folder, "list", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert "Zo?" in result.stdout


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("pressed", [1, 4])
def test_ctrl_c_ends_with_130(tmp_path: Path, pressed: int) -> None:
    """Scripts tell an interrupted run from a failed one. Pressed once more while the first was
    obeyed, it left a traceback in the place of what was done.
    """
    with socket.create_server(("127.0.0.1", 0)) as stalled:
        stalled.settimeout(30)
        (tmp_path / "watchlist.yaml").write_text(
            "defaults: {allow_private: yes}\n"
            "watches: [{service: A, document: T, "
            f"url: 'http://127.0.0.1:{stalled.getsockname()[1]}/'}}]"
        )
        with subprocess.Popen(
            [*MONITOR, "check"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Shells start background jobs deaf to Ctrl-C, and tests may run in one.
            preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - this process has no threads of its own
        ) as process:
            connection, _ = stalled.accept()
            assert connection.recv(1)  # it waits for an answer now
            for _ in range(pressed):
                process.send_signal(signal.SIGINT)
                time.sleep(0.02)
            output, errors = process.communicate(timeout=30)
            connection.close()
    # One more while Python itself ends is its own; shells report both as 130.
    assert process.returncode == 130 or (pressed > 1 and process.returncode == -signal.SIGINT)
    assert output == b""
    assert errors.startswith(b"stopped: 0 of 1 page looked at and recorded")
    assert b"Traceback" not in errors


# --------------------------------------------------------------------------- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_gets_code_that_asks_this_program(shell: str) -> None:
    assert "_MONITOR_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).stdout


def test_the_shell_completes_commands_and_ids(folder: Path) -> None:
    complete = partial(completed, folder)
    assert complete("monitor hi") == ["history"]
    assert complete("monitor show li") == ["linkedin-user-agreement", "linkedin-privacy-policy"]
    assert complete("monitor check meta-terms l") == [
        "linkedin-user-agreement",
        "linkedin-privacy-policy",
    ]
    assert complete("monitor changes --service li") == ["LinkedIn"]
    assert complete("monitor list --service me") == ["Meta"]
    (folder / "watchlist.yaml").write_text(WATCHLIST.replace("{", "{tags: [terms], ", 1))
    assert complete("monitor list --tag t") == ["terms"]
    (folder / "watchlist.yaml").write_text("wrong: 1")
    assert complete("monitor list --tag t") == []
    assert complete("monitor show li") == []


def test_a_terminal_that_knows_only_ascii_gets_question_marks_and_no_traceback(
    folder: Path,
) -> None:
    shown = monitor(folder, "demo", PYTHONIOENCODING="ascii")
    assert "Step 1 of 5 ? 10 Sep 2025" in shown.stdout


@pytest.mark.parametrize("name", ["changes", "search", "facts", "show", "list", "note", "report"])
def test_a_command_that_is_completed_or_explained_loads_no_database(name: str) -> None:
    """Each TAB and each --help would wait for what only an answer needs."""
    code = (
        "import sys; from click.testing import CliRunner; from monitor.cli import cli;"
        f"r = CliRunner().invoke(cli, ['{name}', '--help']); assert r.exit_code == 0;"
        "heavy = {'sqlalchemy', 'pydantic', 'httpx', 'selectolax', 'jinja2', 'alembic'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr

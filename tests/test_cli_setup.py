"""The commands that write and check the watchlist: init, add, validate, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import json_schema, load_config
from tests.commands import run

URL = "https://www.linkedin.com/legal/user-agreement"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_init_writes_a_file_that_is_valid_and_known_to_editors() -> None:
    assert "watchlist.yaml written" in run("init").stdout
    first = Path("watchlist.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=watchlist.schema.json"
    assert json.loads(Path("watchlist.schema.json").read_text()) == json_schema()
    assert json.loads(run("validate", "--json").stdout)["ok"] is True


def test_init_never_overwrites_what_someone_wrote() -> None:
    Path("watchlist.yaml").write_text("# mine\n")
    assert "--force" in run("init", code=1).stderr
    assert Path("watchlist.yaml").read_text() == "# mine\n"
    run("init", "--force")
    assert "LinkedIn" in Path("watchlist.yaml").read_text()


def test_init_takes_another_place_and_says_when_it_cannot_write() -> None:
    made = json.loads(run("init", "-w", "a/b/list.yaml", "--json").stdout)
    assert Path(made["watchlist"]).exists()
    assert Path("a/b/watchlist.schema.json").exists()
    Path("file").touch()
    assert "cannot be written" in run("init", "-w", "file/list.yaml", code=2).stderr


def test_add_keeps_comments_links_and_the_mode_of_the_file() -> None:
    real = Path("real.yaml")
    text = "# ours\nwatches:\n  # first\n  - {service: A, document: T, url: https://a.example/t}\n"
    real.write_text(text)
    real.chmod(0o600)
    Path("watchlist.yaml").symlink_to(real)
    shown = run("add", URL, "--tag", "terms", "--every", "0 9 * * 1-5")
    assert "linkedin-user-agreement added" in shown.stdout
    assert real.read_text().startswith(text)
    assert Path("watchlist.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    watch = load_config(real, {}).watches[-1]
    assert (watch.service, watch.document) == ("Linkedin", "User Agreement")
    assert (watch.tags, watch.cron) == (("terms",), "0 9 * * 1-5")
    assert [p.name for p in Path().iterdir() if p.name.startswith(".")] == [], "no scrap is left"


def test_add_writes_nothing_that_would_be_wrong() -> None:
    Path("watchlist.yaml").write_text("watches: []\n")
    run("add", URL, "--service", "LinkedIn", "--document", "Terms", "--id", "li-terms")
    before = Path("watchlist.yaml").read_text()
    for args, said in (
        ([URL], "already watched, as li-terms"),
        (["https://b.example/", "--id", "li-terms"], "already that of the watch on line 2"),
        (["https://b.example/", "--every", "often"], "expected a duration"),
    ):
        result = run("add", *args, code=2)
        assert "not added" in result.stderr
        assert said in result.stderr
    assert "expected an address" in run("add", "ftp://b.example", code=2).stderr
    assert Path("watchlist.yaml").read_text() == before
    Path("watchlist.yaml").write_text(f"watches: [{{service: A, document: B, url: {URL}}}]\n")
    flow = run("add", "https://b.example/", code=2).stderr
    assert flow.startswith("error: watchlist.yaml: line 1: 'watches' is written as")
    Path("watchlist.yaml").write_text("nonsense: 1\n")
    assert "unknown key" in run("add", URL, code=2).stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--follow", "chap*"], "follow[0]: expected a CSS selector, or a pattern that begins"),
        (["--follow", "/a/*", "--follow", "p >>"], "follow[1]: expected a CSS selector"),
        (["--follow", "a:nonsense("], "follow[0]: expected a CSS selector"),
    ],
)
def test_add_writes_nothing_that_the_next_command_refuses(args: list[str], said: str) -> None:
    """It said "added", and from then on no page of the list was looked at."""
    text = "watches:\n  - {service: A, document: T, url: https://a.example/t}\n"
    Path("watchlist.yaml").write_text(text)
    result = run("add", "https://b.example/terms", "--no-look", *args, code=2)
    assert "not added" in result.stderr
    assert said in result.stderr
    assert Path("watchlist.yaml").read_text() == text
    run("validate")


def test_a_mistake_elsewhere_in_the_list_is_not_that_of_a_new_page() -> None:
    """What is wrong with a channel holds up no page: it was said before, and is said again."""
    Path("watchlist.yaml").write_text("notify: [{name: a, urls: ['nonsense://x']}]\nwatches: []\n")
    run("add", "https://b.example/terms", "--no-look", "--follow", "/terms/*")
    assert "expected an Apprise address" in run("validate", code=2).stderr


def test_add_as_json_names_the_id_to_use() -> None:
    Path("watchlist.yaml").write_text("watches: []\n")
    assert json.loads(run("add", "x.com/en/tos", "--json").stdout)["id"] == "x-tos"


def test_validate_tells_programs_and_people_every_problem() -> None:
    Path("watchlist.yaml").write_text("settings: {a: 1}\ndefaults: {every: 6}\n")
    found = json.loads(run("validate", "--json", code=2).stdout)
    assert (found["ok"], len(found["problems"])) == (False, 2)
    people = run("validate", code=2)
    assert people.stdout == ""
    assert people.stderr.count("error: watchlist.yaml:") == 2
    Path("watchlist.yaml").write_text("notify: [{name: team, urls: []}]")
    fine = run("validate")
    assert fine.stdout == "ok  watchlist.yaml: 0 pages of 0 services, 1 route\n"
    assert "nobody is notified by: team" in fine.stderr


def test_schema_prints_what_init_writes() -> None:
    assert json.loads(run("schema").stdout) == json_schema()


def test_a_wide_terminal_gets_a_table_and_a_narrow_one_records() -> None:
    """Ids stay whole at any width."""
    long = "faq-with-a-rather-long-name-of-its-own"
    Path("watchlist.yaml").write_text(
        "watches:\n"
        f"  - {{service: LinkedIn, document: AI FAQ, url: https://a.example/, id: {long}}}\n"
        "  - {service: Meta, document: Terms, url: https://b.example/, enabled: no}\n"
    )
    seen = {}
    for width in (200, 60, 30):
        env = {"FORCE_COLOR": "1", "COLUMNS": str(width), "TERM": "xterm-256color"}
        seen[width] = CliRunner().invoke(cli, ["list"], env=env).stdout
        assert long in seen[width]
        assert "meta-terms" in seen[width]
    assert "AI FAQ" in seen[200]
    assert "─" in seen[60]
    assert "LinkedIn" not in seen[60], "what matters least goes first"
    assert "─" not in seen[30]
    assert "AI FAQ" in seen[30]

"""Who decides what is watched: `run`, and `check` for its own watches; nobody else."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import load_config
from monitor.storage import Storage

ENTRY = "  - {{id: {id}, service: Acme, document: Terms, url: 'http://127.0.0.1:8999/{id}'}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A daemon watches acme-terms and acme-faq; somebody drafts another watchlist beside it."""
    for name, ids in (("watchlist", ("acme-terms", "acme-faq")), ("draft", ("draft-terms",))):
        listed = 'settings: {database: "sqlite:///monitor.db"}\nwatches:\n'
        listed += "".join(ENTRY.format(id=id_) for id_ in ids)
        (tmp_path / f"{name}.yaml").write_text(listed)
    monkeypatch.chdir(tmp_path)
    config = load_config(tmp_path / "watchlist.yaml", {})
    with Storage.open(config.database, config.snapshots) as storage:
        now = datetime.now(UTC)
        storage.sync_watches(config.watches, now)
        storage.tick(now)
    return tmp_path


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, args)
    return result.exit_code, result.output


def active(folder: Path) -> list[str]:
    config = load_config(folder / "watchlist.yaml", {})
    with Storage.open(config.database, config.snapshots) as storage:
        return [page.watch_id for page in storage.pages()]


@pytest.mark.parametrize(
    "command",
    [
        "list",
        "changes",
        "upcoming",
        "alerts",
        "alerts retry",
        "doctor",
        "doctor --mend",
        "health",
        "release draft-terms",
        "history draft-terms",
        "check draft-terms",
        "check",
    ],
)
def test_no_command_with_another_watchlist_stops_the_daemons_pages(
    folder: Path, command: str
) -> None:
    run("-w", "draft.yaml", *command.split())
    assert {"acme-terms", "acme-faq"} <= set(active(folder))


def test_check_watches_its_own_pages_and_stops_those_it_disables(folder: Path) -> None:
    run("-w", "draft.yaml", "check", "--no-alerts")
    assert "draft-terms" in active(folder)
    draft = folder / "draft.yaml"
    draft.write_text(draft.read_text().replace("{id", "{enabled: no, id"))
    run("-w", "draft.yaml", "check", "--no-alerts")
    assert active(folder) == ["acme-faq", "acme-terms"]


def test_health_says_which_pages_of_the_watchlist_are_not_checked(folder: Path) -> None:
    assert run("health")[0] == 0
    code, output = run("-w", "draft.yaml", "health", "--json")
    assert code == 1
    problems = json.loads(output)["problems"]
    assert any(re.search("draft-terms: .*not checked", p) for p in problems)
    assert any(re.search("acme-faq, acme-terms: .*not in this watchlist", p) for p in problems)


def test_a_check_of_one_page_makes_all_of_the_list_known(folder: Path) -> None:
    """Reminders, which go through all watches, asked for pages that were not there yet."""
    told = "notify: [{name: legal, urls: ['json://127.0.0.1:9/'], reminders: [7]}]\n"
    listed = (folder / "draft.yaml").read_text() + ENTRY.format(id="draft-faq")
    (folder / "draft.yaml").write_text(told + listed)
    for _ in range(2):  # the second time with what was remembered of the list
        code, output = run("-w", "draft.yaml", "check", "draft-terms")
        assert code == 1
        assert "1 page: 1 failed" in output
        assert {"draft-terms", "draft-faq"} <= set(active(folder))

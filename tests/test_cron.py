"""`monitor check` from cron does all that the daemon does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.service import deadlines
from tests.pages import markup
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with a date in five days, one that never answers, and a route with reminders."""
    day = datetime.now(UTC).date() + timedelta(days=5)
    terms = f"These terms take effect on {day:%B} {day.day}, {day.year}."
    site.pages["/terms"] = "".join(map(markup, ("# Terms of Service", *[LONG] * 3, terms)))
    (tmp_path / "watchlist.yaml").write_text(WATCHLIST.format(url=site.url, port=site.port))
    monkeypatch.chdir(tmp_path)
    return tmp_path


LONG = "We store what you post for as long as you have an account, and share it with our partners."
WATCHLIST = """
settings: {{host_pause: 0}}
defaults: {{allow_private: true, confirm: no}}
notify:
  - name: dpo
    urls: ["json://127.0.0.1:{port}/hook"]
    reminders: [30, 7, 1]
watches:
  - {{id: acme-terms, service: Acme, document: Terms, url: "{url}/terms"}}
  - {{id: acme-gone, service: Acme, document: FAQ, url: "{url}/nowhere"}}
"""


@pytest.mark.usefixtures("folder")
def test_check_sends_the_reminders_of_the_day_once(site: Site) -> None:
    for _ in range(3):
        CliRunner().invoke(cli, ["check"])
    assert len(site.received) == 1
    found = json.loads(CliRunner().invoke(cli, ["alerts", "--json"]).stdout)
    assert [alert["kind"] for alert in found] == ["reminder"]


@pytest.mark.usefixtures("folder")
def test_check_leaves_nothing_for_questions_to_work_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions write nothing: without a daemon 1,000 pages took `upcoming` 20 s, each time."""
    CliRunner().invoke(cli, ["check"])
    monkeypatch.setattr(deadlines, "of_page", None)
    found = json.loads(CliRunner().invoke(cli, ["upcoming", "--json"]).stdout)
    assert [one["watch"] for one in found] == ["acme-terms"]

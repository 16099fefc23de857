"""A browser that is installed under a name that playwright knows: Chrome, Edge."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.fetch.drawn import chromium
from monitor.model import BrowserSettings


@pytest.fixture
def by_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A watchlist whose page is drawn by Chrome, and the place where that would be."""
    place = tmp_path / "google" / "chrome"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(chromium.CHANNELS, sys.platform, {"chrome": str(place)})
    (tmp_path / "watchlist.yaml").write_text(
        "settings: { browser: { channel: chrome } }\n"
        "watches:\n  - { id: w, service: S, document: D, url: 'http://127.0.0.1:8080/',"
        " fetch: browser, allow_private: true }\n"
    )
    return place


def test_a_channel_that_is_not_installed_is_said_in_one_line(by_channel: Path) -> None:
    """Playwright's own message is a box of twelve lines that tells servers to run npx."""
    line = f"browser.channel is chrome, which is not installed here (nothing at {by_channel})"
    for command in ("check", "doctor"):
        told = CliRunner().invoke(cli, [command])
        assert told.exit_code == 1, told.output
        lines = [text for text in told.output.splitlines() if "not installed" in text]
        assert len(lines) == 1, told.output
        assert line in lines[0]
    by_channel.parent.mkdir()
    by_channel.symlink_to(sys.executable)
    assert chromium.unavailable(BrowserSettings(channel="chrome")) == ""


def test_a_channel_that_there_is_not_is_refused_with_those_that_there_are(by_channel: Path) -> None:
    watchlist = Path("watchlist.yaml")
    watchlist.write_text(watchlist.read_text().replace("channel: chrome", "channel: chrom"))
    told = CliRunner().invoke(cli, ["validate"])
    assert told.exit_code == 2, told.output
    assert "channel" in told.output
    assert "chrome-beta" in told.output

"""A browser that is installed under a name that playwright knows, or whose driver does not run."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.errors import FetchError
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


@pytest.fixture
def without_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A driver that ends as node does where libatomic1 is missing."""
    said = "node: error while loading shared libraries: libatomic.so.1: cannot open"
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 127\n")
    node.chmod(0o700)
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", str(node))
    return said


def test_a_driver_that_does_not_run_is_the_pages_failure(without_a_library: str) -> None:
    """In a small image it was called a bug in monitor, and the daemon ended with 70."""
    pytest.importorskip("playwright")
    browser = chromium.Chromium(BrowserSettings(executable_path=sys.executable))
    with pytest.raises(FetchError, match="driver does not start") as told:
        asyncio.run(browser.start())
    assert told.value.reason == "browser"


def test_doctor_names_what_the_driver_lacks(without_a_library: str, by_channel: Path) -> None:
    """Everything seemed to be there: the package and the browser."""
    pytest.importorskip("playwright")
    by_channel.parent.mkdir()
    by_channel.symlink_to(sys.executable)
    looked = CliRunner().invoke(cli, ["check"])
    assert looked.exit_code == 1, looked.output
    assert "its driver does not start" in looked.output
    told = CliRunner().invoke(cli, ["doctor"])
    assert told.exit_code == 1, told.output
    assert "libatomic.so.1" in told.output

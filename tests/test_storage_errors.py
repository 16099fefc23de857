"""What goes wrong with disks, files and servers arrives as one clear line."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from monitor.errors import StorageError
from monitor.model import PageState
from monitor.rows.codec import unpack
from monitor.storage import Storage
from monitor.storage.database import parse_url
from tests.stored import HOUR, NOW, check, watch

_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def _open(url: str, tmp_path: Path) -> Storage:
    return Storage.open(url, tmp_path / "snapshots")


def _one_line(error: StorageError) -> str:
    assert len(str(error).splitlines()) == 1
    return str(error)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").write_text("this is not a database, it is a letter " * 100)
    with pytest.raises(StorageError, match="not an SQLite database") as caught:
        _open(f"sqlite:///{tmp_path}/monitor.db", tmp_path)
    assert "monitor.db" in _one_line(caught.value)


def test_a_damaged_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.db"
    with _open(url, tmp_path) as storage:
        storage.sync_watches([watch(f"w{i}", url="x" * 500) for i in range(200)], NOW)
    data = bytearray((tmp_path / "monitor.db").read_bytes())
    data[8192:] = b"\xa5" * len(data[8192:])
    (tmp_path / "monitor.db").write_bytes(data)
    with pytest.raises(StorageError, match="the file is damaged; restore a backup"):
        _open(url, tmp_path)


def test_a_database_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        _open(f"sqlite:///{tmp_path}/monitor.db", tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StorageError, match=r"cannot create the folder .*data/deep"):
        _open(f"sqlite:///{tmp_path}/data/deep/monitor.db", tmp_path)


def test_a_folder_of_the_database_is_made(tmp_path: Path) -> None:
    """The first start on a fresh volume."""
    _open(f"sqlite:///{tmp_path}/data/monitor.db", tmp_path).close()
    assert (tmp_path / "data" / "monitor.db").exists()


_FULL_DISK = """
    import resource, sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[2])
    from monitor.errors import StorageError
    from monitor.storage import Storage
    from tests.stored import NOW, check, watch

    folder = Path(sys.argv[1])
    storage = Storage.open(f"sqlite:///{folder}/monitor.db", folder / "snapshots")
    storage.sync_watches([watch()], NOW)
    check(storage, body="<p>one", text="One.")
    limit = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for i in range(200):
            check(storage, body=f"<p>{i}" + sys.argv[4] * 5000, text=f"{i}", keep_body=True)
    except StorageError as e:
        print(e)
    else:
        sys.exit("nothing failed")
"""


@pytest.mark.parametrize(
    ("limit", "filler", "message"),
    [
        (600_000, "", "the disk cannot be read or written"),  # the database grows over it
        (10, "x", "cannot write to the snapshots folder"),
    ],
)
def test_a_full_disk(tmp_path: Path, limit: int, filler: str, message: str) -> None:
    """It stops with a clear line; what was recorded before is whole."""
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(_FULL_DISK),
            str(tmp_path),
            str(root),
            str(limit),
            filler,
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = [line for line in done.stdout.splitlines() if "a new database" not in line]
    assert message in line
    assert list((tmp_path / "snapshots" / ".monitor-tmp").iterdir()) == []
    with _open(f"sqlite:///{tmp_path}/monitor.db", tmp_path) as storage:
        assert len(storage.versions("acme-terms")) == len(storage.fetches("acme-terms"))
        problems = [p for p in storage.integrity() if "a file without a row" not in p]
        assert problems == []


def test_a_locked_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.rows.sqlite_file.BUSY_SECONDS", 0.1)
    with _open(f"sqlite:///{tmp_path}/monitor.db", tmp_path) as storage:
        blocker = sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another process has kept it locked"):
            storage.tick(NOW)
        blocker.close()
        storage.tick(NOW)


def test_readers_are_not_kept_waiting_by_a_writer(storage: Storage) -> None:
    """`monitor list` works while the daemon records."""
    storage.sync_watches([watch()], NOW)
    with storage._db.write() as connection:
        connection.exec_driver_sql("UPDATE page SET reason = 'half done'")
        assert storage.page("acme-terms").reason == ""


def test_an_unreachable_server(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StorageError, match="refused") as caught:
        _open(f"postgresql://anna:secret@127.0.0.1:{port}/monitor", tmp_path)
    line = _one_line(caught.value)
    assert "secret" not in line
    assert "anna:***@127.0.0.1" in line


def test_a_database_that_does_not_exist(postgresql: str, tmp_path: Path) -> None:
    missing = postgresql.replace("/postgres?", "/nowhere?")
    with pytest.raises(StorageError, match='"nowhere" does not exist'):
        _open(missing, tmp_path)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://localhost/x", "mysql is not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("://", "not a database URL"),
    ],
)
def test_a_url_that_cannot_be_used(url: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=message):
        _open(url, tmp_path)


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgresql://h/d", "postgresql+psycopg"),
        ("postgres://h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg"),
        ("sqlite:///x.db", "sqlite"),
        ("data/x.db", "sqlite"),
    ],
)
def test_urls_as_people_write_them(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@_POSTGRESQL
def test_options_in_a_postgresql_url_are_kept(database_url: str, tmp_path: Path) -> None:
    """A schema of one's own is chosen with `?options=-csearch_path=…`."""
    url = f"{database_url}&options=-capplication_name%3Dmonitor"
    with _open(url, tmp_path) as storage, storage._db.read() as connection:
        assert connection.exec_driver_sql("SHOW application_name").scalar() == "monitor"
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "30s"


@_POSTGRESQL
def test_a_connection_that_the_server_closed_is_replaced(
    storage: Storage, database_url: str
) -> None:
    """A restart of PostgreSQL must not stop the daemon for good."""
    storage.sync_watches([watch()], NOW)
    with storage._db.read() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with Storage.open(database_url, storage._blobs.root) as other, other._db.read() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
    assert storage.page("acme-terms").watch_id == "acme-terms"


def test_a_damaged_column_is_told(storage: Storage) -> None:
    """A page's state must not become an empty one: it would be quarantined or alert."""
    storage.sync_watches([watch()], NOW)
    with storage._db.write() as connection:
        connection.exec_driver_sql("UPDATE page SET state = 'garbage'")
    with pytest.raises(StorageError, match="acme-terms: what was learned about it is damaged"):
        storage.page("acme-terms")
    with pytest.raises(StorageError, match="damaged"):
        unpack(PageState, b"")


def test_the_driver_of_postgresql_is_optional(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match=r"pip install '\.\[postgresql\]'"):
        _open("postgresql://localhost/x", tmp_path)


def test_history_outlives_the_process(database_url: str, tmp_path: Path) -> None:
    """What was committed is there after a restart."""
    with _open(database_url, tmp_path) as storage:
        storage.sync_watches([watch()], NOW)
        sha256 = check(storage, text="One.")
    with _open(database_url, tmp_path) as storage:
        assert storage.version("acme-terms").snapshot == sha256
        assert storage.read_snapshot(sha256) == b"<p>one"
        assert storage.due(NOW + HOUR) == ["acme-terms"]

"""Several real processes at one database, and one that is killed in the middle."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from monitor.storage import Storage
from tests.stored import NOW, watch

ROOT = Path(__file__).resolve().parents[1]
RECORD = """
import sys
from pathlib import Path
from monitor.storage import Storage
from tests.stored import change, check, alert

url, snapshots, watch_id, count = sys.argv[1:]
print("started", flush=True)
with Storage.open(url, Path(snapshots)) as storage:
    for i in range(int(count)):
        check(
            storage,
            watch_id,
            f"<p>{i}" + "x" * 20_000,
            keep=("all", "versions")[i % 2],
            text=f"{i}.",
            change=change(),
            alerts=(alert(f"{watch_id}-{i}"),),
        )
        check(storage, watch_id, f"<p>nonce {i}")
"""


@contextmanager
def _recording(
    url: str, tmp_path: Path, watch_id: str, count: int
) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RECORD, url, str(tmp_path / "snapshots"), watch_id, str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        try:
            yield process
        finally:
            process.kill()


def test_processes_record_side_by_side(storage: Storage, database_url: str, tmp_path: Path) -> None:
    """Checks by hand while the daemon runs: nobody fails because of the other."""
    storage.sync_watches([watch("a"), watch("b")], NOW)
    with (
        _recording(database_url, tmp_path, "a", 15) as one,
        _recording(database_url, tmp_path, "b", 15) as two,
    ):
        assert (one.wait(60), two.wait(60)) == (0, 0)
    assert [p.version for p in storage.pages()] == [15, 15]
    assert len(storage.alerts()) == 30
    assert storage.integrity() == []


@pytest.mark.parametrize("delay", [0.05, 0.2])
def test_a_killed_process_leaves_whole_records(
    storage: Storage, database_url: str, tmp_path: Path, delay: float
) -> None:
    """The power button: every version has its change, its alert and its evidence."""
    storage.sync_watches([watch("a")], NOW)
    with _recording(database_url, tmp_path, "a", 10_000) as process:
        while not storage.page("a").version:
            time.sleep(0.01)
        time.sleep(delay)
        process.kill()
        process.wait()
    versions = storage.page("a").version
    assert versions == len(storage.versions("a")) == len(storage.changes()) == len(storage.alerts())
    lost = [p for p in storage.integrity() if "a file" not in p]
    assert lost == [], "a file too many is no loss"
    for version in storage.versions("a"):
        assert storage.read_snapshot(version.snapshot)


def test_a_new_database_that_another_process_is_just_making_is_waited_for(tmp_path: Path) -> None:
    """Four checks that cron starts at once on a new machine: one ended with "locked" at once."""
    file = tmp_path / "monitor.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (x)")
        done = threading.Timer(0.3, other.execute, ["COMMIT"])
        done.start()
        with Storage.open(f"sqlite:///{file}", tmp_path / "snapshots") as storage:
            assert storage.pages() == []
        done.join()

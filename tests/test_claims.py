"""Claims of processes that were killed: real processes at a real database."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.storage import Storage, claims
from tests.stored import HOUR, NOW, alert, watch

ROOT = Path(__file__).resolve().parents[1]
CLAIM = """
import sys
from pathlib import Path
from monitor.storage import Storage
from tests.stored import HOUR, NOW

storage = Storage.open(sys.argv[1], Path(sys.argv[2]))
assert storage.claim("a", NOW, HOUR)
assert [a.id for a in storage.due_alerts(NOW, 1, lease=HOUR)] == ["x"]
print("claimed", flush=True)
sys.stdin.read()
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the lease decides")


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Knows the pages a and b and the alerts x and y."""
    storage.sync_watches([watch("a"), watch("b")], NOW)
    storage.add_alerts("a", [alert("x"), alert("y")], NOW)
    return storage


@contextmanager
def _claiming(url: str, snapshots: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is at the page a and the alert x."""
    command = [sys.executable, "-c", CLAIM, url, str(snapshots)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "claimed\n"
            yield process
        finally:
            process.kill()


def _taken(storage: Storage) -> tuple[bool, list[str]]:
    """Whether we get the page a now, and which alerts."""
    was_due = "a" in storage.due(NOW)
    claimed = storage.claim("a", NOW, HOUR) is not None
    assert claimed == was_due
    return claimed, [a.id for a in storage.due_alerts(NOW, 9)]


@linux
def test_what_a_killed_process_was_at_is_free_at_once(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    """`kill -9` and a start right after it: pages would wait for minutes, alerts for 15."""
    with _claiming(database_url, tmp_path / "snapshots") as process:
        assert storage.due(NOW) == ["b"], "it lives"
        assert storage.claim("a", NOW, HOUR) is None
        process.kill()  # and nobody has waited for it: a zombie has ended, too
        process.stdout.read()  # type: ignore[union-attr]
        assert storage.due(NOW) == ["b", "a"], "it may be why the process was killed"
        assert _taken(storage) == (True, ["x", "y"])
    assert _taken(storage) == (False, []), "they are ours now"


@linux
def test_of_a_living_process_nothing_is_taken(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    """One that is stopped, or swapped out, goes on some day."""
    with _claiming(database_url, tmp_path / "snapshots") as process:
        process.send_signal(signal.SIGSTOP)
        assert _taken(storage) == (False, ["y"])


@linux
def test_a_storage_that_was_closed_holds_nothing(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    """The daemon ends while a channel hangs: its alert is the next one's at once."""
    with Storage.open(database_url, tmp_path / "snapshots") as other:
        other.claim("a", NOW, HOUR)
        assert storage.due(NOW) == ["b"], "two storages of one process are two holders"
    assert storage.due(NOW) == ["b", "a"]
    assert other.claim("a", NOW, HOUR), "used again it holds again"
    assert storage.due(NOW) == ["b"]
    other.close()


@pytest.mark.parametrize("unlike", ["another machine", "another folder", "a new file", "no Linux"])
def test_where_nobody_can_tell_the_lease_decides(
    storage: Storage,
    database_url: str,
    tmp_path: Path,
    unlike: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A claim that is held elsewhere must not be taken because it is not held here."""
    here = tmp_path / "snapshots"
    theirs = tmp_path / "other" if unlike == "another folder" else here
    with _claiming(database_url, theirs) as process:
        process.kill()
    if unlike == "a new file":
        (here / "claims.lock").rename(here / "old.lock")
    elif unlike != "another folder":
        boot_id = tmp_path / "boot_id"
        monkeypatch.setattr(claims, "_BOOT_ID", boot_id)
        if unlike == "another machine":
            boot_id.write_text("5c0ffee5\n")
    assert _taken(storage) == (False, ["y"])
    assert storage.claim("a", NOW + HOUR, HOUR)
    assert [a.id for a in storage.due_alerts(NOW + HOUR, 9)] == ["x", "y"]


@linux
@pytest.mark.parametrize("command", ["check", "run"])
def test_started_again_after_a_kill_it_asks_for_the_page_at_once(
    tmp_path: Path, command: str
) -> None:
    """As its user sees it: `monitor check` said nothing of the page, `monitor run` was silent."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/terms"
        (tmp_path / "watchlist.yaml").write_text(
            "defaults: {allow_private: yes}\n"
            f"watches: [{{service: Plaza, document: Terms, url: '{url}'}}]\n"
        )
        for _ in range(3):
            with subprocess.Popen([sys.executable, "-m", "monitor", command], cwd=tmp_path) as run:
                try:
                    connection, _ = silent.accept()
                finally:
                    run.kill()
                connection.close()


def test_a_folder_without_locks_is_no_trouble(
    storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network folders have none."""

    def refuse(*_: object) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr(claims, "_lock", refuse)
    assert _taken(storage) == (True, ["x", "y"])
    assert _taken(storage) == (False, [])


@pytest.mark.parametrize("name", [None, "", "x", "3 4 5 6", "5", "\u0665 \u0665"])
def test_a_name_that_says_nothing_is_not_gone(name: str | None, tmp_path: Path) -> None:
    own = claims.Holder(tmp_path)
    try:
        assert not own.is_gone(name)
        assert not own.is_gone(own.name())
    finally:
        own.close()

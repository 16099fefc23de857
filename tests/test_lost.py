"""A monitor that forgot everything must say so, and asking it a question must change nothing."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.errors import LostError, MissingError, StorageError
from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, watch


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An SQLite database with one page and one version, closed."""
    made = f"sqlite:///{tmp_path / 'monitor.db'}"
    with Storage.open(made, tmp_path / "snapshots") as storage:
        storage.sync_watches([watch()], NOW)
        check(storage, text="One.", at=NOW)
    (tmp_path / "watchlist.yaml").write_text(
        "watches: [{service: Acme, document: Terms, url: 'https://acme.example/terms'}]\n"
    )
    return made


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        # SQLite's log and its index, empty, where it looked for them
        if path.is_file() and not (path.name.startswith("monitor.db-") and not path.stat().st_size)
    }


def monitor(folder: Path, *args: str, no_room: bool = False) -> subprocess.CompletedProcess[str]:
    def full() -> None:
        if no_room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return subprocess.run(
        [sys.executable, "-m", "monitor", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=full,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )


def test_a_lost_database_does_not_begin_anew_without_a_word(url: str, tmp_path: Path) -> None:
    """What the page said before is not compared with any more: the change is never told."""
    for name in ("monitor.db", "monitor.db-wal", "monitor.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(LostError, match=r"pages have been stored in .* since 20.* UTC.*--new"):
        Storage.open(url, tmp_path / "snapshots")
    assert not (tmp_path / "monitor.db").exists(), "else it would be there the next time"
    with Storage.open(url, tmp_path / "snapshots", new=True) as storage:
        assert storage.pages() == []
    Storage.open(url, tmp_path / "snapshots").close()


def test_pages_of_an_older_version_have_no_note_and_count_all_the_same(
    url: str, tmp_path: Path
) -> None:
    (tmp_path / "snapshots" / ".monitor.json").unlink()
    with Storage.open(url, tmp_path / "snapshots"):
        assert (tmp_path / "snapshots" / ".monitor.json").exists(), "noted from now on"
    (tmp_path / "snapshots" / ".monitor.json").unlink()
    (tmp_path / "monitor.db").unlink()
    with pytest.raises(LostError, match="since some time ago"):
        Storage.open(url, tmp_path / "snapshots")


@pytest.mark.parametrize("command", ["check", "run"])
def test_both_commands_say_it_in_one_line(url: str, tmp_path: Path, command: str) -> None:
    (tmp_path / "monitor.db").unlink()
    done = monitor(tmp_path, command)
    assert done.returncode == 1
    assert "start over with --new" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("history", "acme-terms"),
        ("show", "acme-terms"),
        ("changes",),
        ("fetches", "acme-terms"),
        ("alerts",),
        ("health",),
        ("doctor",),
    ],
    ids=lambda command: str(command[0]),
)
def test_a_question_writes_nothing_and_is_answered_on_a_full_disk(
    url: str, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """The history is wanted most on the day when something is wrong."""
    before = state(tmp_path)
    done = monitor(tmp_path, *command, "--json", no_room=True)
    assert isinstance(json.loads(done.stdout), list | dict)
    assert "Traceback" not in done.stderr
    assert state(tmp_path) == before


def test_a_question_sees_what_a_running_daemon_has_just_recorded(url: str, tmp_path: Path) -> None:
    with Storage.open(url, tmp_path / "snapshots") as daemon:
        check(daemon, body="<p>two", text="Two.", at=NOW + HOUR)
        with Storage.open(url, tmp_path / "snapshots", migrate=False) as asking:
            assert [v.number for v in asking.versions("acme-terms")] == [2, 1]
            with pytest.raises(StorageError, match="not writable"):
                asking.set_next_due("acme-terms", NOW)


def test_a_mistyped_name_creates_nothing(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        Storage.open(f"sqlite:///{tmp_path / 'x' / 'typo.db'}", tmp_path / "s", migrate=False)
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_may_read_the_database(url: str, tmp_path: Path) -> None:
    with Storage.open(url, tmp_path / "snapshots") as storage:
        storage.tick(NOW)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("monitor.db*")}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}


def test_a_password_among_the_parameters_is_not_shown() -> None:
    url = "postgresql://monitor:first@127.0.0.1:1/x?password=second&sslpassword=third"
    with pytest.raises(StorageError) as caught:
        Storage.open(url, Path("nowhere"))
    assert not [word for word in ("first", "second", "third") if word in str(caught.value)]

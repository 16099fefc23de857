"""A backup that cannot be restored is none."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.errors import RefusedError, StorageError
from monitor.storage import Storage
from monitor.storage.backup import read_backup, write_backup
from tests.stored import HOUR, NOW, check, watch


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'monitor.db'}"


@pytest.fixture
def storage(url: str, tmp_path: Path) -> Storage:
    """A page with two versions; open, as a daemon's is."""
    made = Storage.open(url, tmp_path / "snapshots")
    made.sync_watches([watch()], NOW)
    check(made, body="<p>one", text="One.", at=NOW)
    check(made, body="<p>two", text="Two.", at=NOW + HOUR)
    return made


def test_what_was_backed_up_beside_a_daemon_comes_back(
    storage: Storage, url: str, tmp_path: Path
) -> None:
    target = tmp_path / "backup.tar"
    with storage:
        assert write_backup(url, tmp_path / "snapshots", target).bodies == 2
        assert target.stat().st_mode & 0o777 == 0o600
        head = storage.verify().head
        check(storage, body="<p>three", text="Three.", at=NOW + 2 * HOUR)
    elsewhere = f"sqlite:///{tmp_path / 'new' / 'monitor.db'}"
    assert read_backup(target, elsewhere, tmp_path / "new" / "snapshots") == 2
    with Storage.open(elsewhere, tmp_path / "new" / "snapshots") as restored:
        assert [v.number for v in restored.versions("acme-terms")] == [2, 1]
        snapshot = restored.version("acme-terms", 1).snapshot
        assert restored.read_snapshot(snapshot) == b"<p>one"
        assert restored.integrity() == []
        assert (restored.verify().problems, restored.verify().head) == ((), head)


def test_a_database_that_is_there_is_not_replaced(
    storage: Storage, url: str, tmp_path: Path
) -> None:
    storage.close()
    write_backup(url, tmp_path / "snapshots", tmp_path / "backup.tar")
    with pytest.raises(RefusedError, match="move it away first"):
        read_backup(tmp_path / "backup.tar", url, tmp_path / "snapshots")


def test_a_backup_that_cannot_be_finished_leaves_the_older_one(
    storage: Storage, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.close()
    target = tmp_path / "backup.tar"
    target.write_bytes(b"the older one")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(StorageError, match="No space left"):
        write_backup(url, tmp_path / "snapshots", target)
    assert target.read_bytes() == b"the older one"
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "snapshots/../../evil", "snapshots/ab/evil.sh", "evil"]
)
def test_a_forged_backup_writes_nowhere_else(name: str, tmp_path: Path) -> None:
    source = tmp_path / "forged.tar"
    with tarfile.open(source, "w") as packed:
        member = tarfile.TarInfo(name)
        member.size = 4
        packed.addfile(member, io.BytesIO(b"evil"))
    folder = tmp_path / "x"
    with pytest.raises(StorageError, match="no database in it"):
        read_backup(source, f"sqlite:///{folder / 'monitor.db'}", folder / "snapshots")
    assert not [path for path in tmp_path.rglob("*evil*") if path.is_file()]


def test_what_is_no_backup_is_one_clear_line(tmp_path: Path) -> None:
    source = tmp_path / "x.tar"
    source.write_bytes(b"no tar" * 1000)
    with pytest.raises(StorageError, match="is not a backup"):
        read_backup(source, f"sqlite:///{tmp_path / 'monitor.db'}", tmp_path / "snapshots")


def test_a_backup_that_ends_too_soon_leaves_no_part_of_its_database(tmp_path: Path) -> None:
    """Its database stayed beside, and the next file that had none brought it in as its own."""
    url, snapshots = f"sqlite:///{tmp_path}/m.db", tmp_path / "snapshots"
    for name in ("whole.tar", "none.tar"):
        with tarfile.open(tmp_path / name, "w") as packed:
            for member in ("monitor.db",) * (name == "whole.tar") + ("other",):
                info = tarfile.TarInfo(member)
                info.size = 20_000
                packed.addfile(info, io.BytesIO(b"x" * info.size))
    cut = tmp_path / "cut.tar"
    cut.write_bytes((tmp_path / "whole.tar").read_bytes()[:25_000])
    with pytest.raises(StorageError, match="not a backup, or damaged"):
        read_backup(cut, url, snapshots)
    assert not list(tmp_path.glob(".*.part"))
    with pytest.raises(StorageError, match="there is no database in it"):
        read_backup(tmp_path / "none.tar", url, snapshots)
    assert not (tmp_path / "m.db").exists()


def test_both_commands(storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage.close()
    monkeypatch.chdir(tmp_path)
    Path("watchlist.yaml").write_text(
        "watches: [{service: Acme, document: Terms, url: 'https://acme.example/terms'}]\n"
    )
    run = CliRunner().invoke
    assert "2 stored pages" in run(cli, ["backup", "b.tar"]).output
    assert run(cli, ["restore", "b.tar"]).exit_code == 1
    for path in Path().glob("monitor.db*"):
        path.unlink()
    done = run(cli, ["restore", "b.tar", "--json"])
    assert (done.exit_code, '"ok": true' in done.output) == (0, True)


def flipped(body: Path) -> None:
    data = bytearray(body.read_bytes())
    data[-1] ^= 1
    body.write_bytes(data)


def cut(body: Path) -> None:
    body.write_bytes(body.read_bytes()[:-3])


@pytest.mark.parametrize("damage", [flipped, cut, Path.unlink, lambda body: body.write_bytes(b"")])
def test_a_damaged_page_is_told_and_the_backup_that_holds_it_whole_stays(
    damage: Any, storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came into the new backup silently, and that took the place of the last whole one."""
    storage.close()
    monkeypatch.chdir(tmp_path)
    Path("watchlist.yaml").write_text(
        "watches: [{service: Acme, document: Terms, url: 'https://acme.example/terms'}]\n"
    )
    run = CliRunner().invoke
    assert run(cli, ["backup", "b.tar"]).exit_code == 0
    whole = Path("b.tar").read_bytes()
    damage(next(Path("snapshots").rglob("*.zst")))
    for _ in range(2):  # the second time as well: what was set aside first is the whole one
        done = run(cli, ["backup", "b.tar"])
        assert (done.exit_code, "problem: snapshot " in done.output) == (1, True)
        assert Path("b.tar.older").read_bytes() == whole
    assert tarfile.is_tarfile("b.tar")
    assert '"older": "b.tar.older"' in run(cli, ["backup", "b.tar", "--json"]).output

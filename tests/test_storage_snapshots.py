from __future__ import annotations

import hashlib
import os
import random
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import NotFoundError, StorageError
from monitor.model import Candidate, PageState
from monitor.storage import Storage
from tests.stored import HOUR, NOW, check, fetched, watch


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """Knows two pages."""
    storage.sync_watches([watch("a"), watch("b")], NOW)
    return storage


def _stored(storage: Storage) -> set[str]:
    return {sha256 for sha256, _ in storage._blobs.files()}


def _bodies(count: int) -> list[bytes]:
    """Pages of 30 kB that differ by a nonce."""
    content = random.Random(2).randbytes(30_000)
    return [content + b"nonce %d" % i for i in range(count)]


def test_a_snapshot_is_readable_before_anything_is_recorded(storage: Storage) -> None:
    """A crash of the extraction must not lose what was received."""
    record = storage.add_snapshot("a", fetched("<p>one"))
    assert storage.read_snapshot(record.sha256) == b"<p>one"
    assert storage.snapshot(record.sha256) == record
    assert record.headers == (("content-type", "text/html"), ("x-served-by", "a1"))
    assert (record.media_type, record.status, record.size) == ("text/html", 200, 6)
    assert record.stored > 0


def test_the_same_bytes_are_stored_once(storage: Storage) -> None:
    first = storage.add_snapshot("a", fetched("<p>one"))
    again = storage.add_snapshot("a", fetched("<p>one", NOW + HOUR))
    assert again == first
    assert storage.add_snapshot("b", fetched("<p>one")).sha256 == first.sha256
    assert len(storage.snapshots("a")) == len(_stored(storage)) == 1


def test_a_page_has_the_address_and_headers_of_its_own_answer(storage: Storage) -> None:
    """Two addresses that send the same bytes: the evidence of one named the other's address."""
    first = storage.add_snapshot("a", fetched("<p>one"))
    later = replace(
        fetched("<p>one", NOW + HOUR),
        final_url="https://other.example/b",
        headers=(("content-type", "text/plain"),),
    )
    own = storage.add_snapshot("b", later)
    assert own.url == "https://other.example/b"
    assert storage.snapshot(own.sha256, "a") == first
    assert storage.snapshot(own.sha256, "b") == own
    assert storage.snapshot(own.sha256) == first, "of whichever page had it first"


def test_bodies_that_made_no_version_go(storage: Storage) -> None:
    """Pages carry nonces: keeping all would fill the disk."""
    version = check(storage, "a", "<p>one", text="One.")
    nonces = [check(storage, "a", f"<p>one {i}", at=NOW + timedelta(hours=i)) for i in range(1, 4)]
    assert _stored(storage) == {version, nonces[-1]}
    records = storage.snapshots("a")
    assert [r.stored > 0 for r in records] == [True, False, True], "the second was only counted"
    assert [r.headers == () for r in records] == [False, True, False]
    with pytest.raises(NotFoundError, match="was dropped"):
        storage.read_snapshot(nonces[0])


def test_evidence_stays(storage: Storage) -> None:
    """The body of a quarantined answer is the proof of the quarantine."""
    block_page = check(storage, "a", "<p>block page", keep_body=True)
    check(storage, "a", "<p>one", at=NOW + HOUR)
    last = check(storage, "a", "<p>two", at=NOW + 2 * HOUR)
    assert _stored(storage) == {block_page, last}


def test_bodies_that_may_become_a_version_stay(storage: Storage) -> None:
    """A change is dated by its first sight: the version's snapshot is the candidate's."""
    record = storage.add_snapshot("a", fetched("<p>candidate"))
    candidate = Candidate("d", NOW, 1, record.sha256)
    check(storage, "a", "<p>candidate", state=PageState(candidate=candidate))
    check(storage, "a", "<p>two", state=PageState(candidate=candidate))
    last = check(storage, "a", "<p>three", state=PageState(quarantine=candidate))
    assert _stored(storage) == {record.sha256, last}
    last = check(storage, "a", "<p>four")
    assert _stored(storage) == {last}


def test_a_304_leaves_the_latest_body(storage: Storage) -> None:
    body = check(storage, "a")
    check(storage, "a", not_modified=True)
    assert _stored(storage) == {body}
    assert storage.page("a").snapshot == body


def test_a_body_that_was_dropped_and_comes_again_is_stored_again(storage: Storage) -> None:
    first = check(storage, "a", "<p>one")
    check(storage, "a", "<p>two")
    record = storage.add_snapshot("a", fetched("<p>one", NOW + HOUR))
    assert record.stored > 0
    assert record.fetched_at == NOW, "first seen"
    assert record.headers != ()
    assert storage.read_snapshot(first) == b"<p>one"


def test_a_body_goes_only_when_no_page_needs_it(storage: Storage) -> None:
    """Two watches of one site may receive the same bytes."""
    shared = check(storage, "a", "<p>same")
    check(storage, "b", "<p>same")
    check(storage, "a", "<p>other")
    assert storage.read_snapshot(shared) == b"<p>same"
    check(storage, "b", "<p>another")
    assert shared not in _stored(storage)


def test_what_a_crashed_check_left_goes_with_the_next(storage: Storage) -> None:
    storage.add_snapshot("a", fetched("<p>never recorded"))
    last = check(storage, "a")
    assert _stored(storage) == {last}


def test_keep_all_keeps_all_and_small(storage: Storage) -> None:
    bodies = _bodies(40)
    hashes = [
        check(storage, "a", body, at=NOW + i * HOUR, keep="all") for i, body in enumerate(bodies)
    ]
    records = list(reversed(storage.snapshots("a")))
    assert [r.sha256 for r in records] == hashes
    full = [i for i, r in enumerate(records) if r.stored > 10_000]
    assert full == list(range(0, 40, 5)), "a flipped bit loses five at most"
    assert sum(r.stored for r in records) < 0.25 * sum(map(len, bodies))
    assert [storage.read_snapshot(h) for h in hashes] == bodies
    assert storage.integrity() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_flipped_bit_loses_few_of_all_kept_bodies(storage: Storage) -> None:
    """In version 2 of 8 it lost the raw pages of 2 to 8."""
    hashes = [check(storage, "a", body, keep="all") for body in _bodies(8)]
    for hit in hashes:
        path = storage._blobs.path(hit)
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        storage._blobs._recent = ("", b"")
        lost = []
        for sha256 in hashes:
            try:
                storage.read_snapshot(sha256)
            except StorageError:
                lost.append(sha256)
        assert hit in lost
        assert len(lost) <= (5 if not storage._blobs.inspect(hit)[1] else 1)
        path.write_bytes(whole)
    storage._blobs._recent = ("", b"")
    assert storage.integrity() == []


def test_what_a_kill_left_behind_can_be_removed(storage: Storage) -> None:
    """`doctor` said for good that something was wrong, and no command put it right."""
    kept = check(storage, "a", b"<p>kept", text="kept")
    orphan, dropped = hashlib.sha256(b"orphan").hexdigest(), hashlib.sha256(b"new").hexdigest()
    for sha256, body in ((orphan, b"orphan"), (dropped, b"new")):
        storage._blobs.write(sha256, body)
    assert storage.remove_orphans() == [], "somebody may be adding them just now"
    os.utime(storage._blobs.path(orphan), (1, 1))
    assert [line.split()[1] for line in storage.remove_orphans()] == [f"{orphan}:"]
    assert {sha256 for sha256, _ in storage._blobs.files()} == {kept, dropped}


def test_kept_bodies_outlive_a_return_to_keep_versions(storage: Storage) -> None:
    """Others are compressed against them."""
    hashes = [check(storage, "a", body, keep="all") for body in _bodies(3)]
    check(storage, "a", "<p>one")
    last = check(storage, "a", "<p>two")
    assert _stored(storage) == {*hashes, last}


def test_a_body_is_promoted_when_it_is_received_under_keep_all(storage: Storage) -> None:
    first = check(storage, "a", "<p>one")
    assert storage.add_snapshot("a", fetched("<p>one"), keep="all").sha256 == first
    check(storage, "a", "<p>two")
    assert storage.read_snapshot(first) == b"<p>one"


def test_a_base_is_never_dropped_under_the_bodies_that_need_it(storage: Storage) -> None:
    """All bodies after it would become unreadable at once."""
    first, second = _bodies(2)
    base = check(storage, "a", first, keep="all")
    top = check(storage, "a", second, keep="all")
    with storage._db.write() as connection:  # as if somebody had decided otherwise
        connection.exec_driver_sql(f"UPDATE snapshot SET need = 'latest' WHERE sha256 = '{base}'")
    check(storage, "a", "<p>three")
    assert storage.read_snapshot(top) == second
    assert storage.integrity() == []


def test_an_empty_body_is_a_body(storage: Storage) -> None:
    empty = check(storage, "a", b"", keep="all")
    check(storage, "a", b"<p>one", keep="all")
    assert storage.read_snapshot(empty) == b""


def test_a_lost_file_is_written_again_when_the_body_comes_again(storage: Storage) -> None:
    sha256 = check(storage, "a", "<p>one")
    storage._blobs.remove(sha256)
    with pytest.raises(StorageError, match="file is missing"):
        storage.read_snapshot(sha256)
    check(storage, "a", "<p>one")
    assert storage.read_snapshot(sha256) == b"<p>one"


def test_dropping_while_another_process_adds(
    storage: Storage, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file must not go after the other process was told that it is stored."""
    with Storage.open(database_url, tmp_path / "snapshots") as other:
        shared = check(storage, "a", "<p>same")
        gone: list[list[str]] = []
        with monkeypatch.context() as patched:
            patched.setattr(storage, "_remove_files", gone.append)
            check(storage, "a", "<p>two")
        assert gone == [[shared]]
        other.add_snapshot("b", fetched("<p>same"))
        storage._remove_files(gone[0])
        assert other.read_snapshot(shared) == b"<p>same"


def test_adding_while_another_process_drops(
    storage: Storage, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file may go between the moment it is seen and the moment its row is written."""
    with Storage.open(database_url, tmp_path / "snapshots") as other:
        shared = check(storage, "a", "<p>same")
        inspect = other._blobs.inspect
        calls: list[str] = []

        def drop_behind(sha256: str) -> tuple[int, str]:
            found = inspect(sha256)
            calls.append(sha256)
            if len(calls) == 1:
                check(storage, "a", "<p>two")
            return found

        monkeypatch.setattr(other._blobs, "inspect", drop_behind)
        other.add_snapshot("b", fetched("<p>same"))
        assert other.read_snapshot(shared) == b"<p>same"
        assert storage.integrity() == []


def test_unknown_snapshots_and_pages_are_told(storage: Storage) -> None:
    with pytest.raises(NotFoundError, match="no snapshot 'abc'"):
        storage.read_snapshot("abc")
    with pytest.raises(NotFoundError, match="no watch 'x'"):
        storage.add_snapshot("x", fetched("<p>one"))


def test_integrity_finds_what_is_wrong(storage: Storage) -> None:
    lost = check(storage, "a", "<p>one", text="One.")
    damaged = check(storage, "b", "<p>two", text="Two.")
    twisted = check(storage, "b", "<p>three", keep="all")
    assert storage.integrity() == []
    blobs = storage._blobs
    blobs.remove(lost)
    data = bytearray(blobs.path(damaged).read_bytes())
    data[-1] ^= 1
    blobs.path(damaged).write_bytes(data)
    blobs.path(twisted).write_bytes(b"something else")
    orphan = "0" * 64
    blobs.write(orphan, b"orphan")
    problems = "\n".join(storage.integrity())
    assert f"snapshot {orphan}: a file without a row" in problems
    assert f"snapshot {lost}: its file is missing" in problems
    assert f"snapshot {damaged[:12]} is damaged" in problems
    assert f"snapshot {twisted}: its file is not the one that was written" in problems
    assert len(storage.integrity()) == 4
    assert "its file is missing; it is the raw page of a version 1, and a backup" in problems
    assert re.search("is damaged: .*; it is the raw page of b version 1", problems)


def test_integrity_finds_versions_without_their_evidence(storage: Storage) -> None:
    sha256 = check(storage, "a", "<p>one", text="One.")
    with storage._db.write() as connection:
        connection.exec_driver_sql(f"UPDATE body SET stored = 0 WHERE sha256 = '{sha256}'")
        connection.exec_driver_sql("UPDATE page SET version = 7 WHERE watch_id = 'b'")
    problems = storage.integrity()
    assert f"snapshot {sha256}: a file of a dropped body" in problems[0]
    assert problems[1:] == ["a: version 1 has lost its snapshot", "b: version 7 is missing"]


def test_integrity_reads_a_chain_once(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A doctor that reads every base again for every body takes an hour for a year of pages."""
    for body in _bodies(12):
        check(storage, "a", body, keep="all")
    load = storage._blobs._load
    loaded: list[str] = []

    def count(sha256: str) -> tuple[str, bytes]:
        loaded.append(sha256)
        return load(sha256)

    monkeypatch.setattr(storage._blobs, "_load", count)
    assert storage.integrity() == []
    assert len(loaded) == 12


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_integrity_finds_rows_that_refer_to_nothing(storage: Storage) -> None:
    """Somebody repaired the file by hand."""
    check(storage, "a", text="One.")
    with storage._db._engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("DELETE FROM page WHERE watch_id = 'a'")
        connection.commit()
    assert "database: a row of fetch refers to a missing row of page" in storage.integrity()

from __future__ import annotations

import hashlib
import itertools
import os
import random
from pathlib import Path

import pytest
import zstandard

from monitor.errors import StorageError
from monitor.storage.blobs import BlobStore


def _sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    store = BlobStore(tmp_path / "snapshots")
    store.prepare()
    return store


def _put(blobs: BlobStore, body: bytes, base: bytes | None = None) -> int:
    return blobs.write(_sha(body), body, "" if base is None else _sha(base))


def _pages(count: int, size: int = 200_000) -> list[bytes]:
    """Pages that share incompressible content and differ by a nonce."""
    content = random.Random(1).randbytes(size)
    return [content[: size // 2] + b"nonce-%d" % i + content[size // 2 :] for i in range(count)]


@pytest.mark.parametrize("body", [b"", b"x", b"<p>one" * 1000, os.urandom(100_000)])
def test_a_body_comes_back_byte_for_byte(blobs: BlobStore, body: bytes) -> None:
    stored = _put(blobs, body)
    assert blobs.read(_sha(body)) == body
    assert blobs.inspect(_sha(body)) == (stored, "")


@pytest.mark.parametrize("size", [300_000, 1_500_000, 6_000_000])
def test_a_body_like_the_one_before_takes_next_to_nothing(blobs: BlobStore, size: int) -> None:
    """Pages carry nonces: every body differs, and `keep: all` would fill the disk."""
    first, second = _pages(2, size)
    full = _put(blobs, first)
    assert _put(blobs, second, first) < full / 1000
    assert BlobStore(blobs.root).read(_sha(second)) == second
    assert blobs.inspect(_sha(second))[1] == _sha(first)


def test_a_long_chain_is_readable_in_a_new_process(blobs: BlobStore) -> None:
    """What is remembered from writing is not needed for reading."""
    pages = _pages(20)
    _put(blobs, pages[0])
    for before, after in itertools.pairwise(pages):
        _put(blobs, after, before)
    fresh = BlobStore(blobs.root)
    assert [fresh.read(_sha(p)) for p in pages] == pages


def test_a_file_is_never_seen_half_written(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash while writing would leave damaged evidence under a good name."""
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        assert synced[1:] or not blobs.inspect(_sha(b"body"))[0], "renamed before it was synced"
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    _put(blobs, b"body")
    folder = blobs.path(_sha(b"body")).parent
    assert synced[0].startswith(_sha(b"body")[:16]), "the file first, under its temporary name"
    assert synced[-1] == folder.name, "its folder last, or a power loss takes the name"


def test_an_interrupted_write_leaves_nothing(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StorageError, match="No space left on device"):
        _put(blobs, b"body")
    assert [p for p in blobs.root.rglob("*") if p.is_file()] == []


def test_leftovers_of_a_crash_are_removed_and_nothing_else(blobs: BlobStore) -> None:
    """`snapshots: .` deleted a person's own files in ./tmp."""
    ours = blobs.root / ".monitor-tmp"
    old, new = ours / f"{16 * 'a'}-{12 * 'b'}", ours / f"{16 * 'a'}-{12 * 'c'}"
    theirs = [ours / "notes.txt", blobs.root / "tmp" / "thesis.odt", blobs.root / "ab" / "c.zst"]
    for path in (old, new, *theirs):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
        os.utime(path, (1, 1))
    os.utime(new)
    blobs.prepare()
    assert not old.exists()
    assert all(path.exists() for path in (new, *theirs))
    assert list(blobs.files()) == []


def test_another_process_may_store_while_one_begins(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command beside the daemon failed where a page was just being put in its place."""
    ours = blobs.root / ".monitor-tmp"
    ours.mkdir(exist_ok=True)
    half = ours / f"{16 * 'a'}-{12 * 'b'}"
    half.write_bytes(b"half")
    listed = os.scandir

    def seen(folder: Path) -> list[os.DirEntry[str]]:
        entries = list(listed(folder))
        half.unlink(missing_ok=True)
        return entries

    monkeypatch.setattr("monitor.storage.blobs.os.scandir", seen)
    blobs.prepare()


def test_nobody_else_may_read_what_is_stored(blobs: BlobStore) -> None:
    """A watch with a login stores pages from inside a company."""
    _put(blobs, b"body")
    modes = {path.stat().st_mode & 0o777 for path in blobs.root.rglob("*")}
    assert modes == {0o700, 0o600}


def test_what_would_not_be_read_again_is_not_stored(
    blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory that flips a bit while compressing would be noticed years later."""
    monkeypatch.setattr(blobs, "_compress", lambda *_: zstandard.compress(b"bodx"))
    with pytest.raises(StorageError, match="not compressed right"):
        _put(blobs, b"body")
    assert list(blobs.files()) == []


def test_a_damaged_file_is_told_not_returned(blobs: BlobStore) -> None:
    """Evidence that is not what was received is worse than none."""
    for index, damage in enumerate((b"", b"not zstd", None, b"\x5b\x2a\x4d\x18")):
        body = b"body %d" % index * 100
        _put(blobs, body)
        path = blobs.path(_sha(body))
        data = path.read_bytes()
        path.write_bytes(data[:-3] if damage is None else damage)
        with pytest.raises(StorageError, match="damaged"):
            blobs.read(_sha(body))


def test_a_body_under_a_wrong_name_is_told(blobs: BlobStore) -> None:
    blobs.write(_sha(b"one"), b"another")
    with pytest.raises(StorageError, match="hash does not match"):
        blobs.read(_sha(b"one"))


def test_a_lost_base_is_told(blobs: BlobStore) -> None:
    first, second = _pages(2)
    _put(blobs, first)
    _put(blobs, second, first)
    blobs.remove(_sha(first))
    with pytest.raises(StorageError, match="file is missing"):
        BlobStore(blobs.root).read(_sha(second))


def test_bases_in_a_circle_do_not_hang(blobs: BlobStore) -> None:
    first, second = _pages(2)
    _put(blobs, first)
    _put(blobs, second, first)
    blobs.path(_sha(first)).write_bytes(
        blobs.path(_sha(second)).read_bytes().replace(_bytes(first), _bytes(second))
    )
    with pytest.raises(StorageError, match="circle"):
        BlobStore(blobs.root).read(_sha(first))


def _bytes(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def test_removing_twice_is_no_error(blobs: BlobStore) -> None:
    _put(blobs, b"body")
    blobs.remove(_sha(b"body"))
    blobs.remove(_sha(b"body"))
    assert list(blobs.files()) == []


def test_files_are_listed_with_their_sizes(blobs: BlobStore) -> None:
    sizes = {_sha(b): _put(blobs, b) for b in (b"one", b"two", b"three")}
    assert dict(blobs.files()) == sizes


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"cannot use the snapshots folder .*file/snapshots"):
        BlobStore(tmp_path / "file" / "snapshots").prepare()


def test_a_folder_in_the_place_of_a_file_is_one_clear_line(blobs: BlobStore) -> None:
    """Something else wrote into snapshots/; nothing of it is deleted."""
    path = blobs.path(_sha(b"body"))
    path.mkdir(parents=True)
    for call in (blobs.inspect, blobs.read, blobs.remove):
        with pytest.raises(StorageError, match="the snapshots folder"):
            call(_sha(b"body"))
    with pytest.raises(StorageError, match="cannot write to the snapshots folder"):
        _put(blobs, b"body")
    assert list((blobs.root / ".monitor-tmp").iterdir()) == []


def test_a_header_that_claims_an_absurd_size_does_not_fill_the_memory(blobs: BlobStore) -> None:
    _put(blobs, b"body")
    magic, single_segment, size = b"\x28\xb5\x2f\xfd", b"\xe0", (1 << 40).to_bytes(8, "little")
    blobs.path(_sha(b"body")).write_bytes(magic + single_segment + size + b"\x01\0\0")
    with pytest.raises(StorageError, match="absurd size"):
        blobs.read(_sha(b"body"))

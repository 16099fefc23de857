"""Snapshots in an object store keep every promise of the folder: durable first, verified, freed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.config import parse_config
from monitor.errors import EvidenceError, LostError, StorageError
from monitor.storage import Storage
from monitor.storage.blobs import BlobStore
from monitor.storage.bucket import Bucket
from tests.stored import HOUR, NOW, check, watch

BODY = b"<p>We process your data.</p>" * 50
OTHER = BODY + b"<p>And more.</p>"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A local S3."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def address(endpoint: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A bucket of its own, and the keys to it in the environment."""
    import urllib.request

    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    name = f"pages-{abs(hash(request.node.nodeid))}"
    made = urllib.request.Request(f"{endpoint}/{name}", method="PUT")
    urllib.request.urlopen(made).close()
    return f"s3://{name}/monitor"


def sha(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()


def test_it_is_kept_as_in_a_folder(address: str, tmp_path: Path) -> None:
    """The same names and bytes: a bucket may be copied into a folder, and back."""
    bucket, folder = Bucket(address), BlobStore(tmp_path)
    folder.prepare()
    for store in (bucket, folder):
        assert store.write(sha(BODY), BODY) > 0
        assert store.write(sha(OTHER), OTHER, sha(BODY)) > 0
    assert list(bucket.files()) == list(folder.files())
    for body in (BODY, OTHER):
        assert bucket.read(sha(body)) == body
        assert bucket.inspect(sha(body)) == folder.inspect(sha(body))
        assert bucket._data(sha(body)) == folder._data(sha(body))
    bucket.remove(sha(OTHER))
    bucket.remove(sha(OTHER))
    assert bucket.inspect(sha(OTHER)) == (0, "")
    assert bucket.age(sha(BODY)) < 60
    with pytest.raises(EvidenceError, match="missing"):
        Bucket(address).read(sha(OTHER))


def test_what_was_altered_in_the_store_is_never_taken_for_the_page(address: str) -> None:
    bucket = Bucket(address)
    bucket.write(sha(BODY), BODY)
    bucket.write(sha(OTHER), OTHER)
    bucket._put(sha(BODY), bucket._data(sha(OTHER)))
    with pytest.raises(EvidenceError, match="hash does not match"):
        bucket.read(sha(BODY))


def test_checks_are_stored_and_what_nobody_needs_goes(address: str, tmp_path: Path) -> None:
    with Storage.open(f"sqlite:///{tmp_path / 'm.db'}", address) as storage:
        storage.sync_watches([watch("a")], NOW)
        first = check(storage, "a", "<p>one", text="One.")
        for n in range(1, 4):
            last = check(storage, "a", f"<p>one {n}", at=NOW + n * HOUR)
        second = check(storage, "a", "<p>two", text="Two.", at=NOW + 9 * HOUR)
        kept = {name for name, _ in storage._blobs.files()}
        assert kept == {first, second}
        assert last not in kept
        assert storage.read_snapshot(first) == b"<p>one"
        assert storage.integrity() == []
        assert [p for p in storage.places() if "policy-monitor" in str(p)] == []
    with pytest.raises(LostError, match="s3://"):
        Storage.open(f"sqlite:///{tmp_path / 'other.db'}", address)


def test_a_store_that_does_not_answer_is_said_in_one_line(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And no row is written without its body."""
    with Storage.open(f"sqlite:///{tmp_path / 'm.db'}", address) as storage:
        storage.sync_watches([watch("a")], NOW)

        def fails(sha256: str, data: bytes) -> None:
            with storage._blobs._translated("write to"):  # type: ignore[attr-defined]
                raise OSError("connection refused")

        monkeypatch.setattr(storage._blobs, "_put", fails)
        with pytest.raises(StorageError, match=r"cannot write to s3://.*connection refused$"):
            check(storage, "a", "<p>one", text="One.")
        assert storage.snapshots("a") == []
    with pytest.raises(StorageError, match="s3://nobody"):
        Storage.open(f"sqlite:///{tmp_path / 'n.db'}", "s3://nobody-has-made-this/x")


def test_the_watchlist_names_a_bucket(tmp_path: Path, address: str) -> None:
    text = f"settings: {{snapshots: '{address}'}}\nwatches: []\n"
    config = parse_config(text.encode(), tmp_path / "watchlist.yaml", {})
    assert config.stored_pages == address
    local = parse_config(text.encode(), tmp_path / "w.yaml", {"MONITOR_SNAPSHOTS": "pages"})
    assert local.stored_pages == Path.cwd() / "pages"
    (tmp_path / "watchlist.yaml").write_text(text)
    with Storage.open(config.database, config.stored_pages) as storage:
        storage.tick(datetime.now(UTC) - timedelta(seconds=1))
    asked = ["backup", str(tmp_path / "b.tar"), "--watchlist", str(tmp_path / "watchlist.yaml")]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 1
    assert "pg_dump" in done.output

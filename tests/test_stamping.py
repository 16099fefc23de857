"""When something was known may not rest on our word: an authority of the test's own signs it."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest
import sqlalchemy as sa

from monitor.app import make_monitor
from monitor.model import Outcome, Watch
from monitor.service import stamping
from monitor.service.exhibit import write_exhibit
from monitor.storage import Storage
from tests.pages import Desk, page
from tests.rawserver import RawServer, Seen, ok

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the authority")

URL = "https://plaza.example/terms"
SETTINGS = """
[tsa]
default_tsa = ours
[ours]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""


def openssl(folder: Path, command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["openssl", *command.split()], cwd=folder, capture_output=True, check=False
    )


class Authority:
    """A time stamping authority: its root is ca.pem, `answer` is what it makes of a request."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "ts.cnf").write_text(SETTINGS)
        (folder / "serial").write_text("01\n")
        for command in (
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 99 -subj /CN=Root",
            "req -newkey rsa:2048 -nodes -keyout ts.key -out ts.csr -subj /CN=Stamps",
            "x509 -req -in ts.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 99"
            " -extfile ts.cnf -extensions ext -out ts.pem",
        ):
            done = openssl(folder, command)
            assert done.returncode == 0, done.stderr

    def answer(self, request: bytes) -> bytes:
        (self.folder / "ts.tsq").write_bytes(request)
        made = "ts -reply -queryfile ts.tsq -signer ts.pem -inkey ts.key -chain ca.pem"
        done = openssl(self.folder, f"{made} -config ts.cnf -out ts.tsr")
        assert done.returncode == 0, done.stderr
        return (self.folder / "ts.tsr").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def desk(storage: Storage) -> Desk:
    """One change of one page, and its day is sealed."""
    watch = Watch("plaza", "Plaza", "Terms", URL, confirm=False)
    made = Desk(storage, {URL: page()}, (watch,), ())
    for text in (page(), page("From 3 November 2025 we use your posts to train AI."), ""):
        made.net.pages[URL] = text or made.net.pages[URL]
        made.monitor.check()
        made.clock.advance(days=1)
    return made


def stamped(desk: Desk, answer: Callable[[bytes], bytes]) -> int:
    """How many days were stamped by what `answer` makes of each request."""

    def reply(wfile: BinaryIO, seen: Seen) -> None:
        assert seen.headers["content-type"] == "application/timestamp-query"
        wfile.write(ok(answer(seen.body), "Connection: close", kind="application/timestamp-reply"))

    with RawServer({"/tsr": reply}) as server:
        config = replace(desk.config, timestamp=f"{server.url}/tsr")
        return make_monitor(config, storage=desk.storage, clock=desk.clock).stamp_days()


def test_the_readme_s_openssl_checks_the_stamp_of_the_day_that_seals_the_change(
    desk: Desk, authority: Authority, tmp_path: Path
) -> None:
    assert stamped(desk, authority.answer) == 3
    assert stamped(desk, authority.answer) == 0, "each day once"
    (change,) = desk.storage.changes()
    assert write_exhibit(desk.storage, change.id, tmp_path / "x.zip") == []
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        packed.extractall(tmp_path)
    shutil.copy(authority.folder / "ca.pem", tmp_path)
    (command,) = re.findall(
        r"^ +openssl (ts -verify .*)$", (tmp_path / "README.txt").read_text(), re.MULTILINE
    )
    done = openssl(tmp_path, command)
    assert b"Verification: OK" in done.stdout + done.stderr
    head = tmp_path / "head.txt"
    head.write_bytes(head.read_bytes().replace(b"2025", b"2024"))
    assert openssl(tmp_path, command).returncode != 0, "of an altered head it is no stamp"


def test_a_stamp_that_was_put_in_place_of_another_is_found(
    desk: Desk, authority: Authority
) -> None:
    stamped(desk, authority.answer)
    assert desk.storage.verify().problems == ()
    days = sorted(desk.storage.heads())
    with desk.storage._db.write() as connection:
        other = "(SELECT answer FROM stamp WHERE day = :other)"
        connection.execute(
            sa.text(f"UPDATE stamp SET answer = {other} WHERE day = :day"),
            {"other": days[0], "day": days[1]},
        )
    assert desk.storage.verify().problems == (f"the time stamp of {days[1]} is not of its head",)


def test_an_authority_that_stamps_something_else_or_nothing_is_not_believed(
    desk: Desk, authority: Authority
) -> None:
    """Its answer would be kept for years and fail on the day that it is needed."""
    old: list[bytes] = []

    def same(request: bytes) -> bytes:
        old.append(authority.answer(request))
        return old[0]

    assert stamped(desk, lambda _: b"<p>down for maintenance</p>") == 0
    assert stamped(desk, lambda _: b"") == 0
    assert stamped(desk, same) == 1, "the second got the first's"
    assert stamped(desk, authority.answer) == 2, "what was missed is made good"


def test_an_authority_that_is_down_stops_nothing(desk: Desk) -> None:
    config = replace(desk.config, timestamp="http://127.0.0.1:9/tsr")
    desk.config = config
    desk.net.pages[URL] = page("We never train AI models.")
    assert [r.outcome for r in desk.monitor.check()] == [Outcome.SUBSTANTIVE]
    assert len(desk.storage.unstamped()) == 4


@pytest.mark.parametrize("pause", [9.0, 0.002], ids=["silent", "a byte at a time"])
def test_an_authority_that_does_not_come_to_an_end_holds_up_no_day(
    desk: Desk, authority: Authority, pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One check a day by cron would wait for it, the next day's beside it, and so on."""
    monkeypatch.setattr(stamping, "WITHIN", 1.5)

    def reply(wfile: BinaryIO, seen: Seen) -> None:
        with suppress(OSError):  # nobody waits for the rest
            for byte in ok(authority.answer(seen.body), kind="application/timestamp-reply"):
                time.sleep(pause)
                wfile.write(bytes((byte,)))

    desk.net.pages[URL] = page("We never train AI models.")
    with RawServer({"/tsr": reply}) as server:
        desk.config = replace(desk.config, timestamp=f"{server.url}/tsr")
        assert [r.outcome for r in desk.monitor.check()] == [Outcome.SUBSTANTIVE]
        assert len(server.seen) <= 1, "the other days wait as well"
    assert len(desk.storage.unstamped()) == 4
    monkeypatch.undo()
    assert stamped(desk, authority.answer) == 4


def test_an_authority_that_is_silent_for_days_is_said_by_health(
    desk: Desk, authority: Authority
) -> None:
    """Only the log said so, which nobody reads until the stamp is needed."""

    def ailments() -> list[str]:
        config = replace(desk.config, timestamp="http://127.0.0.1:9/tsr")
        with make_monitor(config, storage=desk.storage, clock=desk.clock) as monitor:
            return [ailment.what for ailment in monitor.ailments()]

    (told,) = (what for what in ailments() if "stamp" in what)
    assert told == f"no time stamp for the day {min(desk.storage.heads())} and those after it"
    assert stamped(desk, authority.answer) == 3
    assert not any("stamp" in what for what in ailments())
    assert not any("stamp" in what for what in [a.what for a in desk.monitor.ailments()])


def test_days_that_wait_for_long_are_given_up_in_the_end(desk: Desk) -> None:
    for _ in range(40):
        desk.monitor.end_day()
        desk.clock.advance(days=1)
    waiting = desk.storage.unstamped()
    assert len(waiting) == 30
    before, after = waiting[0][1].decode().split("\n")[1:3]
    heads = list(desk.storage.heads().values())
    assert heads.index(before) == heads.index(after) + 1, "each file has the head before its own"

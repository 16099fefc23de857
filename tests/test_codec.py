"""What is stored comes back, whatever a page says and whichever release wrote it."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import DamagedError
from monitor.model import (
    Block,
    BlockHistory,
    BlockKind,
    Candidate,
    Change,
    Document,
    Kind,
    PageState,
    PendingChange,
    Profile,
    Section,
)
from monitor.rows.codec import pack, unpack

st.register_type_strategy(
    Candidate,
    st.builds(
        Candidate,
        digest=st.text(),
        first_seen_at=st.datetimes(timezones=st.just(UTC)),
        seen=st.integers(),
        snapshot=st.text(),
        reason=st.text(),
    ),
)
st.register_type_strategy(
    Profile,
    st.builds(
        Profile,
        observations=st.integers(0, 2**31),
        blocks=st.dictionaries(st.text(), st.from_type(BlockHistory)),
        volatile=st.dictionaries(st.text(), st.text()),
    ),
)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

# The column's JSON holds 64-bit integers; a heading's level is 1 to 6.
st.register_type_strategy(int, st.integers(-(2**31), 2**31))
DOCUMENTS = st.from_type(Document)


def stored(data: object) -> bytes:
    """JSON as another release would have written it."""
    return zstandard.ZstdCompressor().compress(json.dumps(data).encode())


def said(packed: bytes) -> Any:
    """What a column says."""
    return json.loads(zstandard.ZstdDecompressor().decompress(packed))


@settings(max_examples=60)
@given(st.one_of(*(st.from_type(t) for t in (Document, Change, PageState, Profile))))
def test_what_was_stored_comes_back(value: Document | Change | PageState | Profile) -> None:
    """History would change by being stored."""
    assert unpack(type(value), pack(value)) == value


@settings(max_examples=40)
@given(DOCUMENTS)
def test_a_document_keeps_its_digest(document: Document) -> None:
    """Every page would seem changed after a restart."""
    assert unpack(Document, pack(document)).digest == document.digest


@pytest.mark.parametrize(
    "text", ['he wrote "chrome": and "waves":', '"texts": "kinds":', "ends in \\", "\0\x1f"]
)
def test_text_that_looks_like_a_former_row_stays_text(text: str) -> None:
    """A policy that quotes JSON would be read as something else."""
    block = Block(BlockKind.PARAGRAPH, text, text, boilerplate=text)
    document = Document("t", "en", (Section((text,), (block,)),), (block,))
    assert unpack(Document, pack(document)) == document


@pytest.mark.parametrize("text", ["a\ud800b\0", "\udfff", '"chrome": \udc80 "texts":'])
def test_lone_surrogates_survive(text: str) -> None:
    """A page with broken characters could not be compared with itself."""
    block = Block(BlockKind.PARAGRAPH, text, text)
    document = Document("t", "en", (Section((text,), (block,)),))
    assert unpack(Document, pack(document)) == document
    profile = Profile(volatile={text: text})
    assert unpack(Profile, pack(profile)) == profile


def test_rows_written_with_the_former_names_are_still_read() -> None:
    """An upgrade would count boilerplate as policy text, and forget what waits for confirmation."""
    home = {"kind": "paragraph", "text": "Home", "key": "home", "chrome": "in <nav>"}
    block = Block(BlockKind.PARAGRAPH, "Home", "home", boilerplate="in <nav>")
    rows = {"title": "t", "language": "en", "sections": [], "chrome": [home]}
    assert unpack(Document, stored(rows)) == Document("t", "en", (), (block,))
    removed = {"fate": "removed", "spans": [], "old": home}
    changed = {"fate": "changed", "old_path": [], "new_path": [], "blocks": [removed]}
    change = unpack(Change, stored({"kind": "noise", "sections": [changed]}))
    assert change.sections[0].blocks[0].old == block
    wave = {"first_seen_at": "2026-01-02T03:04:05+00:00", "seen": 2, "arrived": ["a"]}
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert unpack(PageState, stored({"waves": [wave]})) == PageState(
        pending=(PendingChange(at, 2, ("a",)),)
    )


@pytest.mark.parametrize("aside", ["chrome", "boilerplate"])
def test_a_version_stored_in_columns_is_still_read(aside: str) -> None:
    """An upgrade would lose all that was stored until then."""
    columns = {
        "title": "t",
        "language": "en",
        "warnings": ["w"],
        "sections": [[["A", "B"], 2], [[], 1]],
        "kinds": "pirh",
        "texts": ["One.", "Two.", "a | b", "Home"],
        "keys": ["one.", None, None, "home"],
        "levels": [0, 1, 0, 2],
        "links": {"1": ["/two"]},
        aside: {"3": "in <nav>"},
    }
    one = Block(BlockKind.PARAGRAPH, "One.", "one.")
    two = Block(BlockKind.ITEM, "Two.", "Two.", 1, ("/two",))
    row = Block(BlockKind.ROW, "a | b", "a | b")
    home = Block(BlockKind.HEADING, "Home", "home", 2, boilerplate="in <nav>")
    sections = (Section(("A", "B"), (one, two)), Section((), (row,)))
    assert unpack(Document, stored(columns)) == Document("t", "en", sections, (home,), ("w",))
    for broken in ({**columns, "kinds": "p"}, {**columns, "kinds": "pixh"}):
        with pytest.raises(DamagedError):
            unpack(Document, stored(broken))


def test_fields_of_a_newer_monitor_and_those_that_went_are_ignored() -> None:
    """Going back one release, or a field that went, would lose the page's state."""
    row = {"current_digest": "d", "mood": "good", "known": ["a"], "body": "b"}
    seen = {"seen": 3, "first": 1, "last": 2}
    row["profile"] = {"observations": 3, "weather": {"rain": True}, "blocks": {"h": seen}}
    assert unpack(PageState, stored(row)) == PageState(
        current_digest="d", profile=Profile(3, {"h": BlockHistory(1, 2)})
    )


def test_fields_of_an_older_monitor_get_their_defaults() -> None:
    """An upgrade that adds a field would fail on every stored page."""
    assert unpack(PageState, stored({})) == PageState()


def test_enums_come_back_as_enums() -> None:
    change = unpack(Change, pack(Change(Kind.EDITORIAL)))
    assert type(change.kind) is Kind


def test_defaults_are_not_written() -> None:
    """A thousand blocks would repeat what they do not have."""
    written = said(pack(Block(BlockKind.PARAGRAPH, "A", "a")))
    assert written == {"kind": "paragraph", "text": "A", "key": "a"}


@pytest.mark.parametrize(
    ("cls", "row"),
    [
        (Document, {"sections": [{"path": []}]}),
        (Document, {"title": "t", "language": "en", "sections": [["A"]]}),
        (Change, {"kind": "dramatic"}),
        (PageState, ["a list"]),
        (PageState, {"failures": "many"}),
    ],
)
def test_damaged_data_is_an_error(cls: type[object], row: object) -> None:
    """A half-written state must not become a default one."""
    with pytest.raises(DamagedError):
        unpack(cls, stored(row))


def test_many_threads_may_store_and_read_the_first_of_a_kind() -> None:
    """The checks of a run begin at once: what they store would fail, or come back with less."""

    @dataclasses.dataclass(frozen=True)
    class Row:
        one: int
        two: str = ""

    values = [Row(n, "x") for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        packed = list(threads.map(pack, values))
        assert list(threads.map(lambda data: unpack(Row, data), packed)) == values


IN_THREADS = """
import os, sys, threading
from pathlib import Path
from monitor.config import Config, load_config, remembered
from monitor.model import Change, Kind, Point
from monitor.rows.codec import pack, unpack

data = pack(Change(Kind.SUBSTANTIVE, points=(Point("x", "added", None, "y"),)))
file = Path(sys.argv[1])
text, environ = file.read_bytes(), {"XDG_CACHE_HOME": sys.argv[2]}
config = load_config(file, environ)
remembered.keep(remembered.outlined(config), text, file, environ)

def read_change():
    unpack(Change, data)

def read_watchlist():
    found = remembered.recall(Config, text, file, environ)
    if found.watches[1] != config.watches[1]:
        os._exit(1)

def read(n):
    start.wait()
    for _ in range(20):
        (read_watchlist if n % 2 and sys.argv[3] == "both" else read_change)()

crashed = 0
for _ in range(60):
    child = os.fork()
    if child == 0:
        start = threading.Barrier(8)
        sys.setswitchinterval(1e-6)
        threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        os._exit(0)
    crashed += os.waitpid(child, 0)[1] != 0
sys.exit(crashed)
"""


@pytest.mark.parametrize("what", ["changes", "both"])
def test_threads_that_read_their_first_at_once_do_not_end_the_process(
    what: str, tmp_path: Path
) -> None:
    """Alerts to three recipients at once did, in one start of five; a watchlist that is read again
    while pages are, in one of twenty.
    """
    file = tmp_path / "watchlist.yaml"
    file.write_text(
        "watches:\n"
        "  - { id: a, service: A, document: Terms, url: 'https://a.example/terms' }\n"
        "  - { id: b, service: B, document: Terms, url: 'https://b.example/terms' }\n"
    )
    command = [sys.executable, "-c", IN_THREADS, str(file), str(tmp_path / "caches"), what]
    done = subprocess.run(command, timeout=120, check=False)
    assert done.returncode == 0

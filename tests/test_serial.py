from __future__ import annotations

import dataclasses
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import (
    Block,
    BlockDiff,
    BlockHistory,
    BlockKind,
    Candidate,
    Change,
    Document,
    PageState,
    PendingChange,
    Profile,
    Section,
    Watch,
)
from monitor.storage import serial
from monitor.storage.codec import pack, unpack

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


# The column's JSON holds 64-bit integers; a heading's level is 1 to 6.
st.register_type_strategy(int, st.integers(-(2**31), 2**31))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
DOCUMENTS = st.from_type(Document)


def _through_json(data: dict[str, Any]) -> Any:
    return json.loads(json.dumps(data))


@settings(max_examples=60, deadline=None)
@given(st.one_of(*(st.from_type(t) for t in (Document, Change, PageState, Profile))))
def test_what_was_stored_comes_back(value: Document | Change | PageState | Profile) -> None:
    """History would change by being stored."""
    data = serial.to_json(value)
    assert serial.from_json(type(value), data) == value
    assert serial.from_json(type(value), _through_json(data)) == value


@settings(max_examples=20, deadline=None)
@given(DOCUMENTS)
def test_a_document_keeps_its_digest(document: Document) -> None:
    """Every page would seem changed after a restart."""
    data = _through_json(serial.to_json(document))
    assert serial.from_json(Document, data).digest == document.digest


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_a_version_comes_back_from_its_column(document: Document) -> None:
    """The history would show another text than the page had."""
    assert unpack(Document, pack(document)) == document


def test_a_version_stored_block_by_block_is_still_read() -> None:
    """An upgrade would lose all that was stored before documents were stored in columns."""
    blocks = tuple(Block(kind, f"{kind} text", "key", 2, ("/a",), "aside") for kind in BlockKind)
    document = Document("t", "en", (Section(("A", "B"), blocks), Section((), ())), blocks, ("w",))
    stored = json.dumps(serial.to_json(document)).encode()
    assert unpack(Document, zstandard.ZstdCompressor().compress(stored)) == document
    assert unpack(Document, pack(document)) == document


def test_rows_written_with_the_former_names_are_still_read() -> None:
    """An upgrade would count boilerplate as policy text, and forget what waits for confirmation."""
    said = {"kind": "paragraph", "text": "Home", "key": "home", "chrome": "in <nav>"}
    block = Block(BlockKind.PARAGRAPH, "Home", "home", boilerplate="in <nav>")
    rows = {"title": "t", "language": "en", "sections": [], "chrome": [said]}
    columns = {
        "title": "t",
        "language": "en",
        "warnings": [],
        "sections": [],
        "kinds": "p",
        "texts": ["Home"],
        "keys": ["home"],
        "levels": [0],
        "links": {},
        "chrome": {"0": "in <nav>"},
    }
    for stored in (rows, columns):
        packed = zstandard.ZstdCompressor().compress(json.dumps(stored).encode())
        assert unpack(Document, packed) == Document("t", "en", (), (block,))
    wave = {"first_seen_at": "2026-01-02T03:04:05+00:00", "seen": 2, "arrived": ["a"]}
    packed = zstandard.ZstdCompressor().compress(json.dumps({"waves": [wave]}).encode())
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert unpack(PageState, packed) == PageState(pending=(PendingChange(at, 2, ("a",)),))


def test_lone_surrogates_survive() -> None:
    """A page with broken characters could not be compared with itself."""
    block = Block(BlockKind.PARAGRAPH, "a\ud800b\0", "a\ud800b\0")
    document = Document("t", "en", (Section((), (block,)),))
    data = _through_json(serial.to_json(document))
    assert serial.from_json(Document, data) == document
    assert unpack(Document, pack(document)) == document


def test_fields_of_a_newer_monitor_are_ignored() -> None:
    """Going back one release, or a field that went, would lose the page's state."""
    data = serial.to_json(PageState(current_digest="d")) | {"known": ["a"], "body": "b"}
    data |= {"mood": "good", "profile": {"observations": 3, "weather": {"rain": True}}}
    assert serial.from_json(PageState, data) == PageState(
        current_digest="d", profile=Profile(observations=3)
    )


def test_fields_of_an_older_monitor_get_their_defaults() -> None:
    """An upgrade that adds a field would fail on every stored page."""
    assert serial.from_json(PageState, {}) == PageState()
    assert serial.from_json(Profile, {"blocks": {"h": {"first": 1, "last": 1}}}) == (
        Profile(blocks={"h": BlockHistory(1, 1)})
    )


def test_enums_come_back_as_enums() -> None:
    block = Block(BlockKind.ROW, "a | b", "a | b")
    change = serial.from_json(
        Change,
        _through_json(
            serial.to_json(Change(kind=serial.from_json(Change, {"kind": "noise"}).kind))
        ),
    )
    assert type(change.kind).__name__ == "Kind"
    diff = BlockDiff("added", (), BlockKind.ROW, new=block)
    assert serial.from_json(BlockDiff, _through_json(serial.to_json(diff))) == diff


def test_a_watch_with_headers_and_intervals_comes_back() -> None:
    """Pairs, intervals and nested rules are ordinary fields."""
    watch = Watch("w", "S", "D", "https://x.example", headers=(("a", "b"),), notify=("team",))
    assert serial.from_json(Watch, _through_json(serial.to_json(watch))) == watch


def test_defaults_are_not_written() -> None:
    """A thousand blocks would repeat what they do not have."""
    data = serial.to_json(Block(BlockKind.PARAGRAPH, "A", "a"))
    assert data == {"kind": "paragraph", "text": "A", "key": "a"}


class _Shade(StrEnum):
    DARK = "dark"


@dataclasses.dataclass(frozen=True)
class _Odd:
    mixed: tuple[str, bytes]


@dataclasses.dataclass(frozen=True)
class _Set:
    shades: frozenset[_Shade] = frozenset()


def test_a_field_without_json_form_is_refused_when_it_is_written() -> None:
    """It would be stored as something else."""
    with pytest.raises(TypeError, match="no JSON form"):
        serial.to_json(_Odd(("a", b"b")))


def test_sets_are_written_in_order() -> None:
    value = _Set(frozenset({_Shade.DARK}))
    assert serial.from_json(_Set, _through_json(serial.to_json(value))) == value


def test_damaged_data_is_an_error() -> None:
    """A half-written state must not become a default one."""
    with pytest.raises((TypeError, KeyError, ValueError)):
        serial.from_json(Document, {"sections": [{"path": []}]})
    with pytest.raises(KeyError):
        serial.from_json(Change, {"kind": "dramatic"})


def test_many_threads_may_store_and_read_the_first_of_a_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The checks of a run begin at once: what they store would fail, or come back with less."""

    @dataclasses.dataclass(frozen=True)
    class Kind:
        one: int
        two: str = ""

    def slowly(function: Any) -> Any:
        def slow(*args: Any) -> Any:
            time.sleep(0.01)
            return function(*args)

        return slow

    for name in ("_reader", "_writer"):
        monkeypatch.setattr(serial, name, slowly(getattr(serial, name)))
    monkeypatch.setattr(serial.typing, "get_type_hints", lambda _: {"one": int, "two": str})
    values = [Kind(n, "x") for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        data = list(threads.map(serial.to_json, values))
        assert list(threads.map(lambda d: serial.from_json(Kind, d), data)) == values

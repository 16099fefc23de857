"""One damaged row must not stop the other pages, nor turn a page into another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from monitor.errors import DamagedError, StorageError
from monitor.model import Outcome, PageState, Route, Watch
from monitor.model.records import PageRecord, VersionRecord
from monitor.rows.codec import pack, unpack
from monitor.storage import Storage
from tests.pages import Desk, page

TRAINS = "From 3 November 2099 we train generative AI models on your posts."
ROUTE = Route(name="dpo", urls=("json://dpo.example/x",), reminders=(30,))
WATCHES = tuple(
    Watch(id=name, service="Plaza", document=name, url=f"https://plaza.example/{name}")
    for name in ("ill", "well")
)
ILL, WELL = (watch.url for watch in WATCHES)


class Ward(Desk):
    """A monitor of two pages of one host, and a way to damage what is stored of them."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage, {ILL: page(), WELL: page()}, WATCHES, (ROUTE,))

    def check(self, hours: float = 7) -> list[Outcome]:
        self.clock.advance(hours=hours)
        return [result.outcome for result in self.monitor.check()]

    def train(self, *urls: str) -> None:
        """These pages change, which takes two looks to tell."""
        for url in urls:
            self.net.pages[url] = page(TRAINS)

    def damage(self, column: str, data: bytes = b"garbage", number: int = 0) -> None:
        table = {"state": "page", "document": "version", "change": "change"}[column]
        query = f"UPDATE {table} SET {column} = :data WHERE watch_id = 'ill'"
        if number:
            query += f" AND number = {number}"
        with self.storage._db.write() as connection:
            connection.execute(sa.text(query), {"data": data})

    def lose_body(self) -> None:
        version = self.storage.version("ill", even_damaged=True)
        self.storage._blobs.path(version.snapshot).unlink()

    @property
    def ill(self) -> PageRecord:
        return self.storage.page("ill")

    @property
    def version(self) -> VersionRecord:
        return self.storage.version("ill")


def policy(version: VersionRecord) -> VersionRecord:
    """Without the remarks about a page's first answer, which no snapshot holds."""
    return replace(version, content=replace(version.content, warnings=()))


@pytest.fixture
def desk(storage: Storage) -> Iterator[Ward]:
    made = Ward(storage)
    assert made.check() == [Outcome.FIRST] * 2
    return made


@pytest.fixture(params=["state", "document"])
def column(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_change_that_came_with_the_damage_is_told_like_any_other(
    desk: Ward, column: str
) -> None:
    desk.damage(column)
    desk.train(ILL, WELL)
    assert desk.check() == [Outcome.PENDING] * 2
    assert desk.check() == [Outcome.SUBSTANTIVE] * 2
    ill, well = desk.storage.changes()
    assert ill.change == well.change
    desk.monitor.deliver()
    assert len(desk.mail.received) == 2
    assert desk.monitor.doctor() == []


def test_a_damage_tells_nobody_of_a_change_that_is_none(desk: Ward, column: str) -> None:
    desk.damage(column)
    desk.net.pages[ILL] = page(extra="<!-- other bytes, the same text -->")
    assert desk.check() == [Outcome.UNCHANGED] * 2
    assert desk.check() == [Outcome.UNCHANGED] * 2
    assert desk.ill.version == 1
    assert desk.storage.changes() == []


def test_what_was_done_stands_with_the_page_and_its_attempt(desk: Ward, column: str) -> None:
    desk.damage(column)
    desk.net.pages[ILL] = page("Here is more.")
    desk.check()
    said = {
        "state": "what was learned about it was damaged in the database: rebuilt from version 1",
        "document": "version 1 was damaged in the database: extracted again from its snapshot",
    }[column]
    assert said in desk.ill.reason
    assert said in desk.storage.fetches("ill")[0].reason
    assert "damaged" not in desk.storage.fetches("well")[0].reason


def test_a_mended_version_is_the_one_that_was_stored(desk: Ward) -> None:
    before = desk.version
    desk.damage("document")
    with pytest.raises(DamagedError, match="version 1 of ill is damaged in the database"):
        desk.monitor.version("ill")
    desk.train(ILL)
    desk.check()
    assert policy(desk.version) == policy(before)


def test_a_version_that_cannot_be_made_the_same_again_causes_no_change(desk: Ward) -> None:
    """It was extracted by other code, or held back what was seen once."""
    desk.damage("document")
    with desk.storage._db.write() as connection:
        connection.exec_driver_sql("UPDATE version SET digest = 'another' WHERE watch_id = 'ill'")
    desk.net.pages[ILL] = page(extra="<nav><a href='/jobs'>Jobs</a></nav>")
    assert desk.check() == [Outcome.UNCHANGED] * 2
    assert desk.version.digest == desk.version.content.digest == desk.ill.state.current_digest
    desk.train(ILL)
    assert desk.check()[0] is Outcome.PENDING
    assert desk.check()[0] is Outcome.SUBSTANTIVE


def test_new_text_that_waited_when_the_version_was_damaged_is_told(desk: Ward) -> None:
    desk.train(ILL)
    assert desk.check()[0] is Outcome.PENDING
    desk.damage("document")
    assert desk.check()[0] is Outcome.SUBSTANTIVE


def test_a_page_of_which_nothing_is_left_begins_anew_and_says_so(desk: Ward) -> None:
    desk.damage("document")
    desk.lose_body()
    desk.train(ILL, WELL)
    assert desk.check() == [Outcome.FIRST, Outcome.PENDING]
    assert desk.check() == [Outcome.UNCHANGED, Outcome.SUBSTANTIVE]
    first = desk.storage.fetches("ill")[1]
    assert "version 1 is damaged in the database and its snapshot lost" in first.reason
    assert (desk.version.number, desk.ill.version) == (2, 2)
    problems = "\n".join(desk.monitor.doctor())
    assert "version 1 of ill is damaged in the database" in problems
    assert "its file is missing" in problems


def test_both_damaged_at_once(desk: Ward) -> None:
    desk.damage("state")
    desk.damage("document")
    desk.train(ILL)
    assert desk.check()[0] is Outcome.PENDING
    assert desk.check()[0] is Outcome.SUBSTANTIVE


def test_both_damaged_and_the_page_lost(desk: Ward) -> None:
    desk.damage("state")
    desk.damage("document")
    desk.lose_body()
    assert desk.check() == [Outcome.FIRST, Outcome.UNCHANGED]
    assert desk.check() == [Outcome.UNCHANGED] * 2


def test_a_page_that_was_never_read_and_is_damaged(storage: Storage) -> None:
    desk = Ward(storage)
    storage.sync_watches(WATCHES, desk.clock())
    desk.damage("state")
    assert desk.check() == [Outcome.FIRST] * 2


def test_a_raw_page_that_is_lost_comes_back_with_the_next_look(desk: Ward) -> None:
    """After the next upgrade the page would have begun anew, and a change been told to nobody."""
    desk.lose_body()
    assert any("its file is missing" in line for line in desk.storage.integrity())
    for _ in range(4):  # once a day the page is asked for in full
        assert desk.check() == [Outcome.UNCHANGED] * 2
    assert desk.storage.integrity() == []
    assert desk.storage.read_snapshot(desk.version.snapshot) == page().encode()


def test_a_body_that_was_dropped_is_not_stored_at_each_look(
    desk: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of which only what does not count changes has no body but its version's."""
    desk.net.pages[ILL] = page() + "<!-- built at noon -->"
    for _ in range(3):
        desk.check()
    written: list[str] = []

    def write(sha256: str, *_: object) -> int:
        written.append(sha256)
        return 1

    monkeypatch.setattr(desk.storage._blobs, "write", write)
    assert desk.check() == [Outcome.UNCHANGED] * 2
    assert written == []


def test_what_comes_and_goes_is_still_known_when_the_rest_was_forgotten(desk: Ward) -> None:
    """Else a banner that was learned to swing would be told as a change."""
    banner = page(extra="<p>We have just launched Plaza for teams, with a free month for all.</p>")
    for _ in range(5):
        desk.net.pages[ILL] = banner
        desk.check()
        desk.net.pages[ILL] = page()
        desk.check()
    versions = desk.ill.version
    changes = desk.storage.changes()
    desk.net.pages[ILL] = banner
    desk.check()
    desk.damage("state")
    for _ in range(3):
        desk.check()
    desk.net.pages[ILL] = page()
    for _ in range(3):
        desk.check()
    assert desk.ill.version == versions
    assert desk.storage.changes() == changes


def test_a_damaged_page_is_listed_with_the_others(desk: Ward) -> None:
    desk.damage("state")
    ill, well = desk.monitor.status()
    assert "ill: what was learned about it is damaged in the database" in ill.record.damage
    assert well.record.damage == ""


def test_a_former_version_is_mended_on_request(desk: Ward) -> None:
    before = desk.version
    desk.train(ILL)
    desk.check()
    desk.check()
    desk.damage("document", number=1)
    newest, former = desk.monitor.history("ill")
    assert newest.version.damage == ""
    assert "version 1 of ill is damaged" in former.version.damage
    assert any("version 1 of ill" in problem for problem in desk.monitor.doctor())
    (line,) = desk.monitor.mend()
    assert line.startswith("ill: version 1 was damaged in the database: extracted again")
    assert policy(desk.storage.version("ill", 1)) == policy(before)
    assert desk.monitor.doctor() == []
    assert desk.monitor.mend() == []


def test_text_that_was_altered_is_found_and_mended(desk: Ward) -> None:
    """Not only what cannot be read is damaged."""
    before = desk.version
    other = desk.storage.version("well").content
    desk.damage("document", pack(type(other)("Other", "en", other.sections[:1])))
    problem, link = desk.monitor.doctor()
    assert "version 1 of ill is damaged in the database: its text has another hash" in problem
    assert link == "ill: version 1 is not what was recorded"
    assert len(desk.monitor.mend()) == 1
    assert policy(desk.version) == policy(before)
    assert desk.monitor.doctor() == []


def test_facts_and_dates_of_the_others_are_there(desk: Ward) -> None:
    desk.train(ILL, WELL)
    desk.check()
    desk.check()
    desk.damage("document")
    assert {row.watch_id for row in desk.monitor.facts()} == {"well"}
    assert {deadline.watch_id for deadline in desk.monitor.upcoming()} == {"well"}
    desk.monitor.remind()


def test_a_damaged_change_is_listed_with_what_is_left_of_it(desk: Ward) -> None:
    desk.train(ILL, WELL)
    desk.check()
    desk.check()
    before = desk.storage.changes(watch_id="ill")[0]
    desk.damage("change")
    (after,) = desk.monitor.changes(watch_id="ill")
    assert (after.change.kind, after.change.severity) == (
        before.change.kind,
        before.change.severity,
    )
    assert set(after.change.classes) == set(before.change.classes)
    assert after.change.summary.endswith("see `monitor diff ill 1 2`")
    assert desk.storage.change(before.id) == after
    assert any(before.id in problem for problem in desk.monitor.doctor())
    desk.net.pages[ILL] = page()
    assert desk.check()[0] is not Outcome.FAILED


def test_a_broken_database_still_stops_the_run(desk: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(Storage, "mend_state", broken)
    desk.damage("state")
    with pytest.raises(StorageError, match="the disk is full"):
        desk.check()


def test_a_page_that_mending_itself_cannot_help_fails_alone(
    desk: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Storage, "mend_state", lambda *_: None)
    desk.damage("state")
    with pytest.raises(Exception, match="came to light at ill"):
        desk.check()
    assert desk.storage.page("well").outcome is Outcome.UNCHANGED
    assert desk.storage.due(desk.clock()) == []


@pytest.mark.parametrize("place", range(0, 60, 7))
def test_no_flipped_bit_is_taken_for_text(place: int) -> None:
    packed = bytearray(pack(PageState(current_digest="d" * 40, texts=("a", "b" * 40))))
    packed[place % len(packed)] ^= 4
    with pytest.raises(DamagedError):
        unpack(PageState, bytes(packed))


def test_a_row_that_claims_to_be_huge_is_damaged() -> None:
    with pytest.raises(DamagedError):
        unpack(PageState, bytes.fromhex("28b52ffde0ffffffffffff0f00") + b"\0" * 20)

"""Stored bytes that are lost: what changed is told all the same, or that it is not known."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from monitor.model import Outcome, Route, Watch
from monitor.storage import Storage
from tests.pages import Desk, page

TRAINS = "From 3 November 2099 we train generative AI models on your posts."
URL = "https://plaza.example/terms"
WATCH = Watch(id="terms", service="Plaza", document="Terms", url=URL)


class Lossy(Desk):
    """A monitor of one page, whose release changes and whose disk loses what it was given."""

    def __init__(self, storage: Storage) -> None:
        route = Route("dpo", ("json://dpo.example/x",), kinds=("substantive", "problem"))
        super().__init__(storage, {URL: page()}, (WATCH,), (route,))
        assert self.check() is Outcome.FIRST

    def check(self) -> Outcome:
        self.clock.advance(hours=7)
        (result,) = self.monitor.check()
        self.monitor.deliver()
        return result.outcome

    def upgrade(self) -> None:
        """Another release will read pages from now on."""
        self._said("UPDATE page SET extractor = 'older'")
        self._said("UPDATE version SET extractor = 'older'")

    def lose_body(self) -> None:
        self.storage._blobs.path(self.storage.version("terms").snapshot).unlink()

    def damage_body(self) -> None:
        self.storage._blobs.path(self.storage.version("terms").snapshot).write_bytes(b"garbage")

    def lose_text(self) -> None:
        self._said("UPDATE version SET document = :data")

    def _said(self, statement: str) -> None:
        parameters = {"data": b"garbage"} if ":data" in statement else {}
        with self.storage._db.write() as connection:
            connection.execute(sa.text(statement), parameters)

    @property
    def titles(self) -> list[str]:
        return [title for _, title, _ in self.mail.received]


@pytest.fixture
def desk(storage: Storage) -> Lossy:
    return Lossy(storage)


@pytest.mark.parametrize("loss", ["lose_body", "damage_body"])
def test_a_change_after_an_upgrade_is_told_though_the_stored_page_is_lost(
    desk: Lossy, loss: str
) -> None:
    """Before, the page began again without a word, and nobody heard that it trains AI now."""
    getattr(desk, loss)()
    desk.upgrade()
    desk.net.pages[URL] = page(TRAINS)
    assert desk.check() is Outcome.PENDING
    assert desk.check() is Outcome.SUBSTANTIVE
    (change,) = desk.storage.changes()
    assert "AI training" in change.change.summary
    assert any("its stored page is lost" in title for title in desk.titles)
    assert any("AI training" in title for title in desk.titles)
    assert "held against the version's text" in desk.storage.page("terms").reason


def test_where_nothing_changed_the_lost_page_is_replaced_and_that_is_told_once(
    desk: Lossy,
) -> None:
    desk.lose_body()
    desk.upgrade()
    desk.net.pages[URL] = page(extra="<!-- other bytes, the same text -->")
    assert [desk.check() for _ in range(5)] == [Outcome.UNCHANGED] * 5
    assert desk.storage.changes() == []
    (title,) = desk.titles
    assert "its stored page is lost" in title
    assert desk.storage.read_snapshot(desk.storage.version("terms").snapshot)
    desk.upgrade()  # the next one finds what it needs
    desk.check()
    assert len(desk.titles) == 1


def test_a_page_of_which_not_even_the_text_is_left_says_since_when_nothing_is_known(
    desk: Lossy,
) -> None:
    desk.lose_body()
    desk.lose_text()
    desk.net.pages[URL] = page(TRAINS)
    assert desk.check() is Outcome.FIRST
    (title,) = desk.titles
    assert "the page begins again" in title
    assert "what changed since 18 September 2025 is not known" in title
    assert "what changed since 18 September 2025 is not known" in desk.storage.page("terms").reason
    assert desk.check() is Outcome.UNCHANGED
    assert len(desk.titles) == 1

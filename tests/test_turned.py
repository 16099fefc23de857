"""Which way a change turned that people were told: a word to them must be true of the page."""

from __future__ import annotations

import pytest

from monitor.confirm import decider, pending_change
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Change,
    Document,
    Kind,
    Observation,
    PageState,
    PendingChange,
    Section,
    SectionDiff,
)
from tests.stored import NOW

OLD = "You must be 13 years old."
NEW = "You must be 16 years old."


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, text.casefold())


def says(*texts: str) -> Document:
    return Document("Terms", "en", (Section(("Terms",), tuple(map(paragraph, texts))),))


def told(*blocks: BlockDiff) -> Change:
    return Change(
        Kind.SUBSTANTIVE, sections=(SectionDiff("changed", ("Terms",), ("Terms",), blocks),)
    )


AGED = told(BlockDiff("changed", (), old=paragraph(OLD), new=paragraph(NEW)))


def turned(change: Change | None, before: Document | None, after: Document) -> str:
    """What is said when a text that was there before is the version again."""
    gone = PendingChange(NOW, 3, left=("gone",))
    sighting = pending_change.Sighting(PageState(pending=(gone,)), known=frozenset({"gone"}))
    seen = Observation(NOW, content=after)
    return decider.accept(sighting, seen, after, None, told=change, before=before).turned


def test_only_what_the_page_says_tells_which_way_a_change_turned() -> None:
    assert turned(AGED, says(NEW), says(OLD)) == "withdrawn"
    assert turned(AGED, says(OLD), says(NEW)) == "settled"
    assert turned(AGED, says(NEW), says(NEW, "Another clause came back.")) == ""


def test_a_paragraph_that_only_moved_says_nothing_of_the_change() -> None:
    moved = BlockDiff("moved", (), old=paragraph("Write to us."), new=paragraph("Write to us."))
    both = told(BlockDiff("added", (), old=None, new=paragraph(NEW)), moved)
    assert turned(both, says(NEW), says("Write to us.")) == "withdrawn"


def test_a_change_of_headings_alone_is_told_as_the_history_has_it() -> None:
    assert turned(told(), says(NEW), says(OLD)) == "withdrawn"
    assert turned(None, says(NEW), says(OLD)) == "withdrawn"


@pytest.mark.parametrize(("text", "expected"), [(OLD, "withdrawn"), (NEW, "settled")])
def test_a_page_that_came_to_rest_is_told_by_what_it_says_now(text: str, expected: str) -> None:
    state = PageState(current_digest="d", unstable=True)
    for _ in range(decider.STABLE_AFTER):
        decision = decider.same(state, told=AGED, version=says(text))
        state = decision.state
    assert decision.turned == expected

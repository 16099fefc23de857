"""Who is told what: routes that want it, and words that are still true when they arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Document,
    Intent,
    Kind,
    Outcome,
    PageState,
    Route,
    Section,
    SectionDiff,
)
from monitor.model.records import ChangeRecord, NewAlert, PageRecord
from monitor.service.routing import for_change, for_note, for_page
from tests.stored import NOW, change, watch

OLD = "You must be 13 years old."
NEW = "You must be 16 years old."
WATCH = watch(tags=("terms",))
ROUTE = Route("team", ("json://team.example/hook",))


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, text.casefold())


def says(*texts: str) -> Document:
    return Document("Terms", "en", (Section(("Terms",), tuple(map(paragraph, texts))),))


def told(*blocks: BlockDiff, kind: Kind = Kind.SUBSTANTIVE) -> ChangeRecord:
    sections = (SectionDiff("changed", ("Terms",), ("Terms",), blocks),)
    return ChangeRecord(
        id="c1",
        watch_id=WATCH.id,
        service=WATCH.service,
        document=WATCH.document,
        url=WATCH.url,
        from_version=1,
        to_version=2,
        seen_at=NOW,
        recorded_at=NOW,
        change=change(kind=kind, sections=sections),
    )


AGED = told(BlockDiff("changed", (), old=paragraph(OLD), new=paragraph(NEW)))
PAGE = PageRecord(
    watch_id=WATCH.id, service="Acme", document="Terms", url=WATCH.url, state=PageState()
)
RETURNED = Intent(Outcome.NOISE, PageState(), note="settled")


def note(
    record: ChangeRecord,
    before: Document | None,
    after: Document | None,
    *,
    page: PageRecord = PAGE,
    route: Route = ROUTE,
) -> list[str]:
    intent = replace(RETURNED, note="withdrawn")
    found = for_note((route,), WATCH, page, intent, record, NOW, before=before, after=after)
    return [alert.kind for alert in found]


def test_only_what_the_page_says_tells_which_way_a_change_turned() -> None:
    assert note(AGED, says(NEW), says(OLD)) == ["withdrawn"]
    assert note(AGED, says(OLD), says(NEW)) == ["settled"]
    assert note(AGED, says(NEW), says(NEW, "Another clause came back.")) == []


def test_a_paragraph_that_only_moved_says_nothing_of_the_change() -> None:
    moved = BlockDiff("moved", (), old=paragraph("Write to us."), new=paragraph("Write to us."))
    both = told(BlockDiff("added", (), old=None, new=paragraph(NEW)), moved)
    assert note(both, says(NEW), says("Write to us.")) == ["withdrawn"]


def test_a_change_of_headings_alone_is_noted_as_it_was_seen() -> None:
    assert note(told(), says(NEW), says(OLD)) == ["withdrawn"]
    assert note(AGED, None, None) == ["withdrawn"]


def test_a_page_that_came_to_rest_is_told_by_what_it_says_now() -> None:
    swinging = replace(PAGE, state=PageState(unstable=True))
    assert note(AGED, says(OLD), None, page=swinging) == ["withdrawn"]
    assert note(AGED, says(NEW), None, page=swinging) == ["settled"]


def test_who_was_not_told_of_a_change_does_not_hear_that_it_turned() -> None:
    for route in (
        replace(ROUTE, services=("Other",)),
        replace(ROUTE, tags=("ai",)),
        replace(ROUTE, classes=("minors",)),
        replace(ROUTE, severity="critical"),
        replace(ROUTE, kinds=("editorial",)),
    ):
        assert note(AGED, says(NEW), says(OLD), route=route) == []
        assert for_change((route,), WATCH, AGED, NOW) == ()
    assert for_change((replace(ROUTE, services=("ACME",)),), WATCH, AGED, NOW)


def test_two_routes_to_one_recipient_are_one_message() -> None:
    routes = (ROUTE, replace(ROUTE, name="also", kinds=("substantive", "problem")))
    assert len(for_change(routes, WATCH, AGED, NOW)) == 1


def test_trouble_is_told_once_and_only_to_who_asked_for_it() -> None:
    failing = Intent(Outcome.FAILED, PageState(failures=5), "timeout")
    before = replace(PAGE, state=PageState(failures=4))

    def tell(*routes: Route, page: PageRecord = before) -> tuple[NewAlert, ...]:
        return for_page(routes, WATCH, page, failing, NOW + timedelta(hours=1))

    asked = replace(ROUTE, kinds=("problem",))
    assert [a.kind for a in tell(ROUTE, asked)] == ["failing"]
    assert tell(ROUTE) == ()
    later = replace(PAGE, state=PageState(failures=5))
    assert (
        for_page((asked,), WATCH, later, replace(failing, state=PageState(failures=6)), NOW) == ()
    )

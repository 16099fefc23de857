"""Who is told what: routes that want it, and words that are still true when they arrive."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Decision,
    Kind,
    Outcome,
    PageState,
    Route,
    SectionDiff,
)
from monitor.model.outgoing import NewAlert
from monitor.model.records import ChangeRecord, PageRecord
from monitor.service.routing import for_change, for_page, for_turn
from tests.stored import NOW, change, watch

OLD = "You must be 13 years old."
NEW = "You must be 16 years old."
WATCH = watch(tags=("terms",))
ROUTE = Route("team", ("json://team.example/hook",))


def paragraph(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, text.casefold())


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
TURNED = Decision(Outcome.NOISE, PageState(), turned="withdrawn")


def test_who_was_not_told_of_a_change_does_not_hear_that_it_turned() -> None:
    for route in (
        replace(ROUTE, services=("Other",)),
        replace(ROUTE, tags=("ai",)),
        replace(ROUTE, classes=("minors",)),
        replace(ROUTE, severity="critical"),
        replace(ROUTE, kinds=("editorial",)),
    ):
        assert for_turn((route,), WATCH, PAGE, TURNED, AGED, NOW) == ()
        assert for_change((route,), WATCH, AGED, NOW) == ()
    assert for_change((replace(ROUTE, services=("ACME",)),), WATCH, AGED, NOW)
    (alert,) = for_turn((ROUTE,), WATCH, PAGE, TURNED, AGED, NOW)
    assert alert.kind == "withdrawn"


def test_a_page_that_keeps_swinging_says_so_once_and_again_when_it_rests() -> None:
    swinging = PageState(unstable=True)
    page = replace(PAGE, state=swinging)
    assert for_turn((ROUTE,), WATCH, page, replace(TURNED, state=swinging), AGED, NOW) == ()
    rests = replace(TURNED, turned="settled")
    assert [a.kind for a in for_turn((ROUTE,), WATCH, page, rests, AGED, NOW)] == ["settled"]


def test_two_routes_to_one_recipient_are_one_message() -> None:
    routes = (ROUTE, replace(ROUTE, name="also", kinds=("substantive", "problem")))
    assert len(for_change(routes, WATCH, AGED, NOW)) == 1


def test_trouble_is_told_only_to_who_asked_for_it() -> None:
    failing = Decision(Outcome.FAILED, PageState(failures=5), "timeout", trouble="failing")

    def tell(*routes: Route) -> tuple[NewAlert, ...]:
        return for_page(routes, WATCH, PAGE, failing, NOW)

    asked = replace(ROUTE, kinds=("problem",))
    assert [a.kind for a in tell(ROUTE, asked)] == ["failing"]
    assert tell(ROUTE) == ()
    assert for_page((asked,), WATCH, PAGE, replace(failing, trouble=""), NOW) == ()

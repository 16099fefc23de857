"""A past that others recorded: imported in order, told to nobody, marked, and provable."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from monitor.errors import ConflictError, FetchError, RefusedError
from monitor.facts.citation import FORMS, cited
from monitor.model import Fetched, Outcome, Route, Watch
from monitor.model.archived import Archived
from monitor.service import passages
from monitor.service.exhibit import write_exhibit
from monitor.storage import Storage
from monitor.storage.schema import version
from tests.pages import Desk, page

THEN = datetime(2023, 1, 10, 12, tzinfo=UTC)
CLAUSES = (
    "We do not use your posts to train AI models.",
    "We use your posts to train AI models unless you object.",
    "We use your posts and messages to train AI models.",
)
MARKDOWN = "# Plaza Terms of Service\n\n## 1. Training of AI models\n\n{}\n\n" + "\n\n".join(
    f"## {n}. Clause\n\nYou keep the rights in what you post, and clause {n} says so at length."
    for n in range(2, 8)
)
WATCH = Watch("plaza-terms", "Plaza", "Terms", "https://plaza.example/terms")


def archived(
    *bodies: str | Exception,
    start: datetime = THEN,
    media: str = "text/html",
    retold: bool = False,
    counted: bool = True,
) -> list[Archived]:
    """Answers a day apart; `counted`: a record of changes, else one of looks."""
    found = []
    for n, body in enumerate(bodies):
        at = start + timedelta(days=n)
        found.append(
            Archived(at, f"Test archive, copy {n + 1}", _load(body, at, media), retold, counted)
        )
    return found


def _load(body: str | Exception, at: datetime, media: str) -> Callable[[], Fetched]:
    def load() -> Fetched:
        if isinstance(body, Exception):
            raise body
        headers = (("content-type", f"{media}; charset=utf-8"), ("etag", '"old"'))
        return Fetched(WATCH.url, WATCH.url, 200, headers, body.encode(), at)

    return load


@pytest.fixture
def desk(storage: Storage) -> Desk:
    route = Route("all", ("json://mail.example",), kinds=("substantive", "editorial", "problem"))
    return Desk(storage, {WATCH.url: page(CLAUSES[-1])}, (WATCH,), (route,))


def told(desk: Desk) -> list[str]:
    desk.monitor.deliver()
    return [title for _, title, _ in desk.mail.received]


# ------------------------------------------------------------------ what is recorded


def test_the_past_is_known_at_its_own_times_and_nobody_is_alerted(desk: Desk) -> None:
    result = desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    assert (result.taken, result.versions, result.changes) == (3, 3, 2)
    versions = desk.storage.versions(WATCH.id)
    assert [v.seen_at for v in reversed(versions)] == [THEN + timedelta(days=n) for n in range(3)]
    assert [v.recorded_at for v in versions] == [v.seen_at for v in versions]
    changes = desk.storage.changes(watch_id=WATCH.id)
    assert [c.seen_at for c in changes] == [v.seen_at for v in versions[:2]]
    assert "ai-training" in changes[0].change.classes
    assert desk.storage.alerts() == []
    assert told(desk) == []


def test_each_imported_record_says_whose_it_is_and_since_when_we_have_it(desk: Desk) -> None:
    """Evidence that looks as if we had seen it ourselves would be false."""
    desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    first = desk.storage.version(WATCH.id, 1)
    assert first.source == "Test archive, copy 1, imported 2025-09-18 08:00 UTC"
    assert all("Test archive" in f.reason for f in desk.storage.fetches(WATCH.id))
    text, _ = desk.storage.stated(WATCH.id, "version", 1)
    assert json.loads(text)["source"] == first.source, "its link states it"
    assert desk.storage.verify().problems == ()


@pytest.mark.parametrize("form", FORMS)
def test_a_citation_says_whose_record_it_is_from(desk: Desk, form: str) -> None:
    """Nobody may write that monitor saw it."""
    desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    found = passages.citation(desk.storage, WATCH.id, CLAUSES[1], THEN + timedelta(days=1))
    assert "Test archive, copy 2, imported 2025-09-18" in cited(found, form)


def test_taking_the_mark_away_is_found(desk: Desk) -> None:
    desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    with desk.storage._db.write() as connection:
        connection.execute(sa.update(version).where(version.c.number == 2).values(source=None))
    (problem,) = desk.storage.verify().problems
    assert problem == "plaza-terms: version 2 is not what was recorded"


def test_what_was_stated_before_there_was_a_source_is_stated_so_today(desk: Desk) -> None:
    """Else all links of before would be called broken."""
    desk.monitor.check()
    text, _ = desk.storage.stated(WATCH.id, "version", 1)
    assert "source" not in json.loads(text)


def test_a_block_page_in_the_archive_is_no_version(desk: Desk) -> None:
    wall = "<title>Just a moment...</title><p>Checking your browser before you go on.</p>"
    bodies = [page(CLAUSES[0]), wall, page(CLAUSES[1])]
    result = desk.monitor.import_history(WATCH, archived(*bodies))
    assert (result.taken, result.versions) == (3, 2)
    assert sum(result.refused.values()) == 1


def test_in_a_record_of_looks_a_text_must_be_seen_twice(desk: Desk) -> None:
    """A banner of one day would be a version, and its end another; the change has its first day."""
    a, b, c = map(page, CLAUSES)
    copies = archived(a, b, a, a, c, c, counted=False)
    result = desk.monitor.import_history(WATCH, copies)
    assert (result.taken, result.versions, result.changes) == (6, 2, 1)
    assert desk.storage.version(WATCH.id, 2).seen_at == THEN + timedelta(days=4)


def test_where_the_next_look_is_far_away_a_text_counts_at_once(desk: Desk) -> None:
    """One copy a year confirms nothing; nor is there anything behind the last one."""
    copies = archived(*map(page, CLAUSES), counted=False)
    spread = [replace(one, at=THEN + timedelta(days=200 * n)) for n, one in enumerate(copies)]
    assert desk.monitor.import_history(WATCH, spread).versions == 3


def test_a_copy_of_the_same_text_is_a_look_and_no_version(desk: Desk) -> None:
    result = desk.monitor.import_history(WATCH, archived(*[page(CLAUSES[0])] * 3))
    assert (result.taken, result.versions) == (3, 1)
    seen = desk.monitor.observed(WATCH.id)[1]
    assert (seen.first_seen, seen.last_seen) == (THEN, THEN + timedelta(days=2))


# ------------------------------------------------------------------ in order, and resumable


def test_an_import_that_stopped_goes_on_and_takes_nothing_twice(desk: Desk) -> None:
    copies = archived(*map(page, CLAUSES))
    down = archived(page(CLAUSES[0]), FetchError("timeout", "no answer", transient=True))
    stopped = desk.monitor.import_history(WATCH, [*down, copies[2]])
    assert stopped.taken == 1, "what comes behind the gap would shut it out"
    assert "timeout: no answer" in stopped.stopped
    result = desk.monitor.import_history(WATCH, copies)
    assert (result.known, result.taken) == (1, 2)
    assert desk.monitor.import_history(WATCH, copies).known == 3
    assert len(desk.storage.versions(WATCH.id)) == 3
    assert desk.storage.verify().problems == ()


def test_a_copy_that_is_gone_for_good_is_named_and_left_out(desk: Desk) -> None:
    bodies = [page(CLAUSES[0]), FetchError("gone", "404"), page(CLAUSES[1])]
    result = desk.monitor.import_history(WATCH, archived(*bodies))
    assert result.lost == ("Test archive, copy 2: gone: 404",)
    assert result.versions == 2


def test_nothing_is_put_in_between_what_is_recorded(desk: Desk) -> None:
    """Links are made one after the other: a version in between would break what was stated."""
    desk.monitor.check()
    with pytest.raises(RefusedError, match=r"3 of these answers are from before 2025-09-18.*--as"):
        desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    assert len(desk.storage.versions(WATCH.id)) == 1
    apart = desk.monitor.import_history(replace(WATCH, id="plaza-past"), archived(page(CLAUSES[0])))
    assert apart.versions == 1


def test_what_is_older_than_an_imported_past_is_refused_and_not_called_known(desk: Desk) -> None:
    copies = archived(*map(page, CLAUSES))
    desk.monitor.import_history(WATCH, copies[1:])
    with pytest.raises(RefusedError, match="1 of these answers are from before"):
        desk.monitor.import_history(WATCH, copies)


def test_a_past_may_follow_what_is_recorded(desk: Desk) -> None:
    """A machine that was off for a month."""
    desk.monitor.check()
    later = archived(page(CLAUSES[0]), start=desk.clock.now + timedelta(days=3))
    desk.clock.advance(days=30)
    assert desk.monitor.import_history(WATCH, later).changes == 1
    assert told(desk) == []


def test_looks_that_never_found_the_page_are_no_obstacle(desk: Desk) -> None:
    """Whoever is shut out by robots.txt is who wants an archive."""
    desk.net.pages[WATCH.url] = FetchError("robots", "disallowed")
    desk.monitor.check()
    copies = archived(*map(page, CLAUSES))
    assert desk.monitor.import_history(WATCH, copies).versions == 3
    assert desk.monitor.import_history(WATCH, copies).known == 3
    assert desk.monitor.observed(WATCH.id)[1].last_seen == THEN


def test_another_process_looks_at_the_page_only_after_its_past(desk: Desk) -> None:
    due = []
    desk.monitor.import_history(
        WATCH, archived(*map(page, CLAUSES)), lambda one: due.append(desk.storage.due(desk.clock()))
    )
    assert due == [[], [], []]
    assert desk.storage.due(desk.clock()) == [WATCH.id]


def test_new_pages_are_looked_at_by_nobody_before_their_turn(desk: Desk) -> None:
    """A daemon that has the new watchlist would shut out the pasts that come in last."""
    other = replace(WATCH, id="plaza-rules", url="https://plaza.example/rules")
    with desk.monitor.importer() as importer:
        importer.reserve([WATCH, other])
        importer.take(WATCH, archived(page(CLAUSES[0])))
        assert desk.storage.due(desk.clock()) == [WATCH.id]
        assert importer.take(other, archived(page(CLAUSES[0]))).versions == 1
    assert set(desk.storage.due(desk.clock())) == {WATCH.id, other.id}


def test_an_import_that_stopped_can_go_on_before_anybody_looks(desk: Desk) -> None:
    down = FetchError("busy", "no answer", transient=True)
    desk.monitor.import_history(WATCH, archived(page(CLAUSES[0]), down))
    assert desk.storage.due(desk.clock()) == []
    desk.clock.advance(hours=7)
    assert desk.storage.due(desk.clock()) == [WATCH.id], "and in the end it is looked at"


def test_a_look_by_another_process_in_the_middle_ends_the_import(desk: Desk) -> None:
    def meddle(one: Archived) -> None:
        if one.at == THEN:
            desk.monitor.check()

    with pytest.raises(ConflictError, match="looked at it meanwhile"):
        desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)), meddle)
    assert desk.storage.verify().problems == ()


# ------------------------------------------------------------------ and then today


def test_the_first_look_of_today_goes_on_from_the_past(desk: Desk) -> None:
    desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    (result,) = desk.monitor.check()
    assert result.outcome is Outcome.UNCHANGED
    desk.net.pages[WATCH.url] = page("We do not train on anything you post.")
    for _ in range(2):
        desk.clock.advance(hours=6)
        (result,) = desk.monitor.check()
    assert result.change is not None
    assert result.change.from_version == 3
    assert len(told(desk)) == 1
    assert desk.storage.version(WATCH.id).source == ""
    assert desk.storage.verify().problems == ()


def test_a_retold_past_is_read_and_never_held_against_the_page_itself(desk: Desk) -> None:
    """Another's Markdown against the page would be one great change that the page did not make."""
    texts = [MARKDOWN.format(clause) for clause in CLAUSES]
    result = desk.monitor.import_history(
        WATCH, archived(*texts, media="text/markdown", retold=True)
    )
    assert (result.versions, result.changes) == (3, 2)
    (look,) = desk.monitor.check()
    assert look.outcome is Outcome.FIRST
    assert look.change is None
    assert told(desk) == []
    assert len(desk.storage.versions(WATCH.id)) == 4


def test_a_retold_past_that_was_stopped_is_compared_with_itself(desk: Desk) -> None:
    texts = [MARKDOWN.format(clause) for clause in CLAUSES]
    copies = archived(*texts, media="text/markdown", retold=True)
    desk.monitor.import_history(WATCH, copies[:1])
    assert desk.monitor.import_history(WATCH, copies).changes == 2


def test_one_page_of_a_document_of_several_is_not_held_against_the_whole(desk: Desk) -> None:
    """All other pages would be told as added."""
    annex = "https://plaza.example/annex"
    whole = replace(WATCH, pages=(annex,))
    desk.config = replace(desk.config, watches=(whole,))
    desk.net.pages[annex] = page("This annex is new to nobody.")
    result = desk.monitor.import_history(whole, archived(*map(page, CLAUSES)))
    assert result.changes == 2
    (look,) = desk.monitor.check()
    assert look.change is None
    assert told(desk) == []


def test_validators_of_an_archive_are_not_sent_to_the_page(desk: Desk) -> None:
    desk.monitor.import_history(WATCH, archived(page(CLAUSES[0])))
    assert desk.storage.page(WATCH.id).etag == ""


def test_the_evidence_of_an_imported_change_says_that_we_did_not_see_it(
    desk: Desk, tmp_path: Path
) -> None:
    desk.monitor.import_history(WATCH, archived(*map(page, CLAUSES)))
    (newest, _) = desk.storage.changes(watch_id=WATCH.id)
    write_exhibit(desk.storage, newest.id, tmp_path / "evidence.zip")
    with zipfile.ZipFile(tmp_path / "evidence.zip") as packed:
        for name in ("README.txt", "report.html"):
            text = " ".join(packed.read(name).decode().split())
            assert "Version 3 was imported" in text
            assert "this program did not see it on the page" in text
            assert "Test archive, copy 3, imported 2025-09-18 08:00 UTC" in text
        assert "Test archive, copy 3" in packed.read("records/version-3.json").decode()

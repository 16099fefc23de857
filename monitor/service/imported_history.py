"""A page's past from somebody else's record, through the same stages as an answer of today.

Each answer becomes a look with its own time: its snapshot is committed before it is read, and what
follows is recorded in one transaction. It differs from a check in three things. Nobody is alerted.
What is recorded says whose record it is: the version in its `source`, the look in its reason, and
both stand in the link that they get. And a new text counts at once where nobody looked again soon:
only the next answer of a record of looks can confirm it.

Records are linked in the order in which they are made and are never put in between. So a past can
only be imported before the first look that made a version, or behind the last one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import zip_longest

from monitor.confirm import extracted_again
from monitor.errors import ConflictError, FetchError, RefusedError
from monitor.extract import extractor_digest
from monitor.model import Fetched, Outcome, Watch
from monitor.model.archived import RETOLD, Archived, ImportResult
from monitor.model.records import PageRecord
from monitor.model.results import CheckResult
from monitor.service.process import PageProcessor
from monitor.storage import Storage

LEASE = timedelta(minutes=10)
# No other process is to look at a page before its past is in: a look would shut out the rest. What
# was stopped or killed can go on for so long; then the page is looked at all the same.
AWAY = timedelta(hours=6)
SOON = timedelta(days=3)  # an answer within it is a second look at the one before
Progress = Callable[[Archived], None]


class HistoryImporter:
    """Imports the pasts of pages, one after the other."""

    def __init__(self, processor: PageProcessor, clock: Callable[[], datetime]) -> None:
        self._processor = processor
        self._storage: Storage = processor.storage
        self._clock = clock

    def reserve(self, watches: Iterable[Watch]) -> None:
        """Let no other process look at new pages before their turn has come."""
        now = self._clock()
        wanted = [replace(watch, enabled=True) for watch in watches]
        self._storage.add_watches(wanted, now)
        for watch in wanted:
            if self._storage.page(watch.id).fetched_at is None:
                self._storage.set_next_due(watch.id, now + AWAY)

    def take(
        self, watch: Watch, archived: Iterable[Archived], progress: Progress = lambda one: None
    ) -> ImportResult:
        """Record what is new of these answers, in the order of their times.

        What was taken before is left out, so that an import that was stopped goes on. Raises
        RefusedError where some would lie before what is recorded, ConflictError where the page was
        looked at meanwhile, StorageError.
        """
        self.reserve([watch])
        page = self._storage.page(watch.id)
        todo, known = self._new(page, archived)
        result = ImportResult(watch.id, known=known)
        for one, following in zip_longest(todo, todo[1:]):
            again = following is not None and following.at - one.at <= SOON
            try:
                result = self._taken(result, watch, one, confirm=again and not one.counted)
            except FetchError as error:
                # What came after it would shut it out for good.
                return replace(result, stopped=f"{one.source}: {error}")
            progress(one)
        if todo:
            self._storage.set_next_due(watch.id, self._clock())
        return result

    def _new(
        self, page: PageRecord, archived: Iterable[Archived]
    ) -> tuple[Sequence[Archived], int]:
        """What is not recorded yet, oldest first, and how many are."""
        # Of two at one time the last counts: a look has its time for a name.
        ordered = sorted({one.at: one for one in archived}.values(), key=lambda one: one.at)
        looks = {sight.at for sight in self._storage.sights(page.watch_id)}
        there = [n for n, one in enumerate(ordered) if one.at in looks]
        # What lies between those that are there could not be had then, and is shut out now.
        before, todo = (ordered[: there[0]], ordered[there[-1] + 1 :]) if there else ([], ordered)
        if not page.version or page.fetched_at is None:
            return before + todo, len(there)
        before += [one for one in todo if one.at <= page.fetched_at]
        if before:
            raise RefusedError(
                f"{page.watch_id}: {len(before)} of these answers are from before"
                f" {page.fetched_at:%Y-%m-%d %H:%M} UTC, until when its history is recorded: it is"
                " linked in its order, and nothing is put in between. --as NEW-ID (wayback, warc)"
                " imports them as a history of their own"
            )
        return todo, len(there)

    def _taken(
        self, result: ImportResult, watch: Watch, one: Archived, *, confirm: bool
    ) -> ImportResult:
        """The result with this answer in it. Raises FetchError where it may be there later."""
        try:
            answer = one.load()
        except FetchError as error:
            if error.transient:
                raise
            return replace(result, lost=(*result.lost, f"{one.source}: {error}"))
        watch = replace(watch, confirm=watch.confirm and confirm)
        done, version = self._recorded(watch, one, replace(answer, fetched_at=one.at))
        refused = dict(result.refused)
        if done.outcome in (Outcome.QUARANTINED, Outcome.FAILED):
            reason = done.reason.partition(":")[0]
            refused[reason] = refused.get(reason, 0) + 1
        return replace(
            result,
            taken=result.taken + 1,
            versions=result.versions + version,
            changes=result.changes + (done.change is not None),
            first_at=result.first_at or one.at,
            last_at=one.at,
            refused=refused,
        )

    def _recorded(self, watch: Watch, one: Archived, answer: Fetched) -> tuple[CheckResult, bool]:
        """What the answer came to, and whether it is a version."""
        now = self._clock()
        page = self._storage.claim(watch.id, now, LEASE)
        if page is None:
            raise ConflictError(f"{watch.id}: another process is checking it; import again")
        try:
            if page.version and page.fetched_at and page.fetched_at >= one.at:
                raise ConflictError(
                    f"{watch.id}: another process looked at it meanwhile; `--as NEW-ID` imports"
                    " the rest as a history of its own"
                )
            retold = one.retold or _is_part(watch, answer)
            digest = RETOLD if retold else extractor_digest(watch.rules)
            if page.version and page.extractor != digest:
                page = self._comparable(watch, page, retold)
            source = f"{one.source}, imported {now:%Y-%m-%d %H:%M} UTC"
            done = self._processor.take_in(
                watch, page, answer, source, retold=retold, next_due_at=now + AWAY
            )
        except BaseException:
            self._storage.release_claim(watch.id)
            raise
        return done, done.version != (page.version or None)

    def _comparable(self, watch: Watch, page: PageRecord, retold: bool) -> PageRecord:
        """The page with a version that this answer can be compared with, or with none."""
        if retold:
            return replace(page, state=extracted_again.begun_again(page.state))
        return self._processor.upgrade(watch, page)


def _is_part(watch: Watch, answer: Fetched) -> bool:
    """Is that one page of a document that has several? The whole cannot be held against it."""
    whole = answer.content_type.startswith("multipart/")
    return bool(watch.pages or watch.follow) and not whole

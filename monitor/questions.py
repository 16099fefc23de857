"""What is known, asked of an open database: nothing here fetches, sends or writes.

What a method needs is imported when it is called: `monitor health` runs every minute and reads no
page.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from monitor.config import Config
from monitor.errors import DamagedError, NotFoundError
from monitor.model import Change, Comparison, Observed, Watch
from monitor.model.outgoing import AlertRecord
from monitor.model.records import ChangeRecord, FetchRecord, VersionRecord, WatchStatus
from monitor.model.results import Deadline, Explanation, FactRow, HistoryEntry
from monitor.storage import Storage

if TYPE_CHECKING:
    from monitor.service.health import Ailment
    from monitor.storage.verification import Verified

log = structlog.get_logger(__name__)


class Questions:
    """What a configured monitor can be asked."""

    def __init__(self, config: Config, storage: Storage, clock: Callable[[], datetime]) -> None:
        self.config = config
        self.storage = storage
        self.clock = clock

    @cached_property
    def _watches(self) -> dict[str, Watch]:
        """Those that are looked at, by their ids: few questions are about all of them."""
        return {watch.id: watch for watch in self.config.watches if watch.enabled}

    def watch(self, watch_id: str) -> Watch:
        """The watchlist's entry. Raises NotFoundError."""
        found = self.config.watch(watch_id)
        if found is None or not found.enabled:
            raise NotFoundError(f"no watch {watch_id!r} in {self.config.path}")
        return found

    def status(self) -> list[WatchStatus]:
        """Every watch of the watchlist and where its page stands, in the list's order."""
        pages = {page.watch_id: page for page in self.storage.pages()}
        return [
            WatchStatus(pages[id_], watch) for id_, watch in self._watches.items() if id_ in pages
        ]

    def history(self, watch_id: str) -> list[HistoryEntry]:
        """All versions, newest first, each with the change that led to it."""
        found = self.storage.changes(watch_id=watch_id)
        changes = {c.to_version: c for c in found if not c.taken_down}
        return [
            HistoryEntry(version, changes.get(version.number))
            for version in self.storage.versions(watch_id)
        ]

    def version(
        self, watch_id: str, number: int | None = None, at: datetime | None = None
    ) -> VersionRecord:
        """One version: by number, as it stood at a time, or the latest. Raises NotFoundError."""
        return self.storage.version(watch_id, number, at)

    def observed(self, watch_id: str) -> dict[int, Observed]:
        """How long each version was seen to stand, by its number."""
        from monitor.service.asking import observed

        return observed(self.storage, watch_id)

    def raw(self, watch_id: str, number: int | None = None, at: datetime | None = None) -> bytes:
        """The bytes that a version was extracted from, as they were received."""
        return self.storage.read_snapshot(self.storage.version(watch_id, number, at).snapshot)

    def diff(self, watch_id: str, from_: int | None = None, to: int | None = None) -> Comparison:
        """What differs between two versions; by default the last two."""
        from monitor.diff import diff

        new = self.storage.version(watch_id, to)
        if from_ is None and new.number < 2:
            raise NotFoundError(f"{watch_id} has only one version: nothing to compare")
        old = self.storage.version(watch_id, new.number - 1 if from_ is None else from_)
        return diff(old.content, new.content)

    def judged(self, watch_id: str, comparison: Comparison, number: int) -> Change:
        """What a comparison means whose newer side is this version, on the day it was seen."""
        from monitor.classify import classify

        seen = dict(self.storage.version_times(watch_id))[number]
        return classify(comparison, on=seen.date())

    def changes(self, **filters: Any) -> list[ChangeRecord]:
        """Changes, newest first; filters as in Storage.changes."""
        return self.storage.changes(**filters)

    def fetches(self, watch_id: str, limit: int = 50) -> list[FetchRecord]:
        """Every attempt with its outcome, newest first."""
        return self.storage.fetches(watch_id, limit)

    def explain(self, watch_id: str) -> Explanation:
        """Which blocks of the current version count, which do not, and why."""
        from monitor.classify import untold

        version = self.storage.version(watch_id)
        page = self.storage.page(watch_id)
        aside = {id(b): f"as {rule.replace('-', ' ')}" for b, rule in untold(version.content)}
        blocks = tuple(version.content.blocks())
        return Explanation(
            watch_id=watch_id,
            service=page.service,
            document=page.document,
            version=version.number,
            counting=tuple(block for block in blocks if id(block) not in aside),
            not_counting=(
                *((block, aside[id(block)]) for block in blocks if id(block) in aside),
                *((block, block.boilerplate) for block in version.content.boilerplate),
            ),
            warnings=version.content.warnings,
        )

    def facts(
        self, watch_id: str | None = None, cls: str | None = None, at: datetime | None = None
    ) -> list[FactRow]:
        """What the documents say, now or at a time, each fact with its quote and since when.

        Of all documents those that were not known yet at that time are left out; one that was
        asked for by its id raises NotFoundError.
        """
        if not watch_id and at is None:
            from monitor.service import working_out

            return working_out.facts_now(self.storage, self._watches, cls)
        from monitor.service import standing  # with all rules, which rows do without

        if watch_id:
            return standing.facts(self.storage, watch_id, cls, at)
        rows = []
        for id_ in self._watches:
            with suppress(NotFoundError):
                try:
                    rows += standing.facts(self.storage, id_, cls, at)
                except DamagedError as error:
                    log.error("left out", watch=id_, reason=str(error))
        return rows

    def upcoming(self, now: datetime | None = None) -> list[Deadline]:
        """Dates in the future that the current versions give, soonest first."""
        from monitor.service import working_out

        return working_out.upcoming(self.storage, self._watches, now or self.clock())

    def called_off(self, now: datetime | None = None) -> list[Deadline]:
        """Dates in the future that documents gave and give no more: for the calendars."""
        from monitor.service import deadlines

        return deadlines.called_off(self.storage, list(self._watches), now or self.clock())

    def alerts(self, status: str | None = None, limit: int | None = None) -> list[AlertRecord]:
        """The outbox, newest first."""
        return self.storage.alerts(status=status, limit=limit)

    def alert(self, alert_id: str) -> AlertRecord:
        """One alert of the outbox. Raises NotFoundError."""
        return self.storage.alert(alert_id)

    def doctor(self) -> list[str]:
        """Problems found in the stored evidence; empty when all is well."""
        return [*self.storage.integrity(), *self.storage.verify().problems]

    def browser_trouble(self) -> str:
        """Why pages that need a browser are not drawn; "" where none does, or there is one."""
        from monitor.fetch.drawn.chromium import lacking, unavailable
        from monitor.service.drawing import undrawn

        needing = undrawn(self.config.watches, self.storage.pages())
        missing = (unavailable(self.config.browser) or lacking()) if needing else ""
        named = ", ".join(needing[:3]) + (", …" if len(needing) > 3 else "")
        return f"{named}: {missing}" if missing else ""

    def verify(self) -> Verified:
        """Is what was recorded still what was recorded? Checks the links of all pages."""
        return self.storage.verify()

    def ailments(self) -> list[Ailment]:
        """What keeps it from its work, with the cure; of a daemon only where one runs."""
        from monitor.service.health import ailments

        vitals, now = self.storage.vitals(self.clock()), self.clock()
        found = ailments(vitals, self.config, now, self.storage)
        return [ailment for ailment in found if not ailment.of_daemon]

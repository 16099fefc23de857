"""When something was seen on a page: one look, and the span of looks that found the same text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.model.state import Outcome

# Looks are days apart at most; a day that is further from the last one was not looked at.
PATIENCE = timedelta(hours=36)
# Two looks that found the same text vouch for the days between them, unless they are further apart:
# longer than a fortnightly look may be late.
GAP = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Sight:
    """A look at a page, or a run of looks that found the same: when, and the outcome."""

    at: datetime
    outcome: Outcome
    reason: str = ""
    until: datetime | None = None  # of a run: its last look; none is further than GAP from the next
    looks: int = 1

    @property
    def last_at(self) -> datetime:
        """When the last of its looks was."""
        return self.until or self.at


@dataclass(frozen=True, slots=True)
class Observed:
    """When a version, or what stands in it, was seen on the page."""

    version: int  # the newest that is meant
    first_seen: datetime
    last_seen: datetime
    after: str = ""  # what the looks after the last sight came to; "" while it stands
    first_look: bool = False  # nothing is known from before: it may have stood for years
    gaps: tuple[tuple[datetime, datetime], ...] = ()  # longer than GAP without a look that saw it
    unseen_since: datetime | None = None  # the last sight before it, where longer than GAP ago

    def covers(self, at: datetime) -> bool:
        """Is that a moment at which it was seen, or between two looks that saw it?"""
        day = at.astimezone(UTC).date()
        if any(begin < at < end and day != begin.date() for begin, end in self.gaps):
            return False
        if at <= self.last_seen:
            return at >= self.first_seen
        same_day = day == self.last_seen.astimezone(UTC).date()
        return same_day or (not self.after and at - self.last_seen <= PATIENCE)

    def stale(self, now: datetime) -> bool:
        """Did it stand at the last look, but so long ago that it says nothing of today?"""
        return not self.after and now - self.last_seen > GAP

    @property
    def since(self) -> str:
        """The day since when it stands: "2026-04-25"; "≤ 2026-01-15" where it may be older."""
        older = self.first_look or self.unseen_since
        return f"{'≤ ' if older else ''}{_day(self.first_seen)}"

    @property
    def not_seen(self) -> str:
        """The spans that no look vouches for: "2026-06-02 to 2026-09-01; …"."""
        before = [(self.unseen_since, self.first_seen)] if self.unseen_since else []
        spans = [*before, *self.gaps]
        return "; ".join(f"{_day(begin)} to {_day(end)}" for begin, end in spans)

    def __str__(self) -> str:
        """ "seen unchanged 2026-04-25 to 2026-07-06; since then not readable: Page not found"."""
        first, last = _day(self.first_seen), _day(self.last_seen)
        text = f"seen unchanged {first} to {last}" if first != last else f"seen on {first}"
        if self.first_look:
            text += " (as old as the first look, or older)"
        if self.unseen_since:
            text += f" (the page was not seen since {_day(self.unseen_since)}: it may be older)"
        if self.gaps:
            text += ", but not between " + ", nor between ".join(
                f"{_day(begin)} and {_day(end)}" for begin, end in self.gaps
            )
        return text + (f"; since then {self.after}" if self.after else "")


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"

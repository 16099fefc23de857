"""How long each version of a page was seen to stand. Pure.

A version is vouched for from its first sight to the last look that found it, and not a day longer:
the page may have been taken down since, or nobody may have looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.model import Outcome

# Looks that found the version's text, or made it the version.
SAW_IT = frozenset(
    (Outcome.FIRST, Outcome.UNCHANGED, Outcome.NOISE, Outcome.EDITORIAL, Outcome.SUBSTANTIVE)
)
# Looks are days apart at most; a day that is further from the last one was not looked at.
PATIENCE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at a page: when, and what came of it."""

    at: datetime
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """When one version was seen on the page."""

    version: int
    first_seen: datetime
    last_seen: datetime
    next_seen: datetime | None = None  # first sight of the version after it
    after: str = ""  # what the looks after the last sight came to; "" while it stands
    first_look: bool = False  # nothing is known from before: it may have stood for years

    def covers(self, at: datetime) -> bool:
        """Is that a moment at which it was seen, or between two looks that saw it?"""
        if at <= self.last_seen:
            return at >= self.first_seen
        same_day = at.astimezone(UTC).date() == self.last_seen.astimezone(UTC).date()
        return same_day or (not self.after and at - self.last_seen <= PATIENCE)

    @property
    def since(self) -> str:
        """The day since when it stands: "2026-04-25", "≤ 2026-01-15" of a first version."""
        return f"{'≤ ' if self.first_look else ''}{_day(self.first_seen)}"

    def __str__(self) -> str:
        """ "seen unchanged 2026-04-25 to 2026-07-06; since then not readable: Page not found"."""
        first, last = _day(self.first_seen), _day(self.last_seen)
        text = f"seen unchanged {first} to {last}" if first != last else f"seen on {first}"
        if self.first_look:
            text += f" (from the first look; since {self.since} or longer)"
        if self.after:
            text += f"; since then {self.after}"
        return text


def spans(versions: Sequence[tuple[int, datetime]], looks: Sequence[Sight]) -> dict[int, Span]:
    """The span of each version, by its number.

    `versions` are numbers with their first sight, `looks` all attempts; both oldest first.
    """
    found: dict[int, Span] = {}
    place = 0
    for i, (number, first_seen) in enumerate(versions):
        next_seen = versions[i + 1][1] if i + 1 < len(versions) else None
        last_seen, after = first_seen, ""
        while place < len(looks) and (next_seen is None or looks[place].at < next_seen):
            look = looks[place]
            place += 1
            if look.at < first_seen:
                continue
            if look.outcome in SAW_IT:
                last_seen, after = look.at, ""
            elif look.at > last_seen:
                after = _not_seen(look)
        found[number] = Span(number, first_seen, last_seen, next_seen, after, first_look=i == 0)
    return found


def joined(first: Span, last: Span) -> Span:
    """One span over a run of versions, from the first's beginning to the last's end."""
    return Span(
        last.version,
        first.first_seen,
        last.last_seen,
        last.next_seen,
        last.after,
        first_look=first.first_look,
    )


def _not_seen(look: Sight) -> str:
    if look.outcome is Outcome.PENDING:
        return "another text, not yet confirmed"
    return f"not readable: {look.reason}" if look.reason else "not readable"


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"

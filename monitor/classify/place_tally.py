"""The places that came or went in the passages of a comparison, gathered and weighed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.classify import scope
from monitor.classify.changed_passages import Passage, touches
from monitor.classify.mentions import Mention, listed_with
from monitor.classify.place_claims import NOTHING, Claim
from monitor.model.change import PLACE_LESS, PLACE_MORE


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """A place the text newly applies to (`added`) or no longer does, with its proof.

    `own_side`: the words stand in the new text where it was added, else in the old. They stand on
    the other side where it was added because a sentence that left it out is gone, or taken away
    because a new sentence leaves it out.
    """

    code: str
    added: bool
    passage: Passage
    start: int
    words: str
    scope: int = 2
    own_side: bool = True
    claim: Claim = NOTHING
    listed: tuple[int, int] | None = None  # where the list of places begins and ends
    elsewhere: bool = False  # the other document covers it by a sentence on something else
    alone: bool = (
        False  # no other place stands on the other side; it is not known which way it went
    )
    headed: bool = False  # named by the heading that the words now stand below

    @property
    def in_new(self) -> bool:
        """Do its words stand in the new text?"""
        return self.added is self.own_side

    @property
    def came(self) -> bool:
        """Does something hold there now?"""
        return self.own_side and self.added

    @property
    def went(self) -> bool:
        """Is it named no more as one in which something holds?"""
        return self.own_side and not self.added

    @property
    def rule(self) -> str:
        """Its rule by name: added or removed; left out by a new sentence, let in as one went."""
        if self.came:
            return PLACE_MORE if self.elsewhere or self.alone else "place-added"
        if self.went:
            return PLACE_LESS if self.elsewhere or self.alone else "place-removed"
        return "place-let-in" if self.added else "place-left-out"


@dataclass(slots=True)
class Tally:
    """Places that came or went in the passages seen so far."""

    came: dict[str, PlaceChange] = field(default_factory=dict)
    went: dict[str, PlaceChange] = field(default_factory=dict)

    def add(self, change: PlaceChange) -> None:
        """Keep the strongest proof of each place and direction."""
        found = self.came if change.added else self.went
        kept = found.get(change.code)
        if kept is None or kept.scope < change.scope:
            found[change.code] = change
        elif change.own_side and not kept.own_side and kept.scope == change.scope:
            del found[change.code]  # named rather than no longer left out: proof and order
            found[change.code] = change

    def came_and_went(self) -> tuple[PlaceChange, ...]:
        """Those that came and those that went, without what only moved."""
        added = (c for code, c in self.came.items() if code not in self.went)
        removed = (c for code, c in self.went.items() if code not in self.came)
        return (*added, *removed)


class Touched:
    """What the changed words of both sides say of places: one that both name only moved."""

    def __init__(self) -> None:
        self._claimed: set[tuple[str, bool, bool]] = set()  # code, in the new text, covered
        self._named: set[tuple[str, bool, tuple[str, ...]]] = set()  # code, new, headings
        self._headed: set[tuple[str, bool]] = set()

    def add(self, p: Passage, new: bool, here: Sequence[Mention]) -> None:
        """The places of one side of a passage."""
        text, marks = p.side(new)
        for m in here:
            if touches(marks, m.start, m.end):
                if m.scope:
                    self._claimed.add((m.code, new, m.scope > 0))
                last = listed_with(text, m, here)[-1]
                if m.scope >= 0 and not scope.in_a_name(text, last.end):
                    self._named.add((m.code, new, p.path))
                if p.heading:
                    self._headed.add((m.code, new))

    def elsewhere(self, c: PlaceChange) -> bool:
        """Do the changed words of the other side say the same of the place, or name it in the
        same section? A heading of its own is more than they said."""
        if (c.code, c.in_new) in self._headed and (c.code, not c.in_new) not in self._headed:
            return False
        named = c.own_side and (c.code, not c.in_new, c.passage.path) in self._named
        return named or (c.code, not c.in_new, c.own_side) in self._claimed

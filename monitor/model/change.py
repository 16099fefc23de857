"""What differs between two documents, word by word, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from monitor.model.document import Block, BlockKind, Document


class Op(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words with one fate. A block's spans without INSERT give the old text."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class BlockDiff:
    """One block that differs. `fate`: added, removed, changed or moved (same text, other place).

    `under`: the line that the block answers, or that introduces the list in which it now stands or
    stood, where it says another thing there; else "".
    """

    fate: str
    spans: tuple[Span, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    old: Block | None = None
    new: Block | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One section that differs. `fate`: added, removed, changed, renamed, moved.

    A renamed or moved section may hold block diffs of its own as well.
    """

    fate: str
    old_path: tuple[str, ...]
    new_path: tuple[str, ...]
    blocks: tuple[BlockDiff, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The path to show: the new one where there is one."""
        return self.new_path or self.old_path


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two documents, in the order of the new one."""

    old: Document
    new: Document
    sections: tuple[SectionDiff, ...]
    words_added: int = 0
    words_removed: int = 0

    @property
    def empty(self) -> bool:
        """Nothing differs for a reader."""
        return not self.sections


class Kind(StrEnum):
    """How much a change matters. See docs/noise.md."""

    NOISE = "noise"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


# The rule of a place that a sentence names no more, of which it is not sure that anything ended
# there: others name it, the whole sentence went, or it left the place out.
PLACE_LESS = "place-less"
PLACE_MORE = "place-more"  # of one that a new sentence names, of which another was true before
DATE_AFTER = "date-after"  # the rule of a finding of a day that was worked out
DATE_STANDS = "date-stands"  # of a day that a sentence names no more, while the page still does
TOLD_WHOLE = 4  # edits, passages or points of a small change: what little changed is told whole
SEVERITIES = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that was set (old None), put off or removed (new None); ISO, a month as "2025-11"."""

    role: str  # effective, updated, deadline
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One classified fact with the words that prove it.

    `fact` is what sort of fact: class, place, date, opt-out, default, retroactive, form, age,
    retention, basis, recipient, data. `rule` and `words` say which rule and words made it.

    `side` is of the words quoted: added (said only now), changed (said otherwise before),
    moved (said before under another heading), removed (no longer said). A place may be `old`, left
    out, by words that were added. Where it is not given it follows from `old` and `new`.
    """

    cls: str  # one of the classes of docs/classes
    fact: str
    quote: str
    section: tuple[str, ...] = ()
    old: str | None = None
    new: str | None = None
    role: str = ""  # of a date
    rule: str = ""
    words: tuple[str, ...] = ()
    quote_before: str = ""  # where a value was replaced: the words that proved the old one
    side: str = ""  # added, changed, moved, removed

    def __post_init__(self) -> None:
        """Derive the side where it is not given."""
        if not self.side:
            object.__setattr__(self, "side", _side(self.old, self.new))


def _side(old: str | None, new: str | None) -> str:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a recipient should hear, with the exact words of the page that it rests on.

    `old` and `new` are the words before and after, None where there are none: a point that was
    added has no `old`, one that was removed no `new`. One that moved has both, the same; of words
    that came to stand in one more place, or in one less, only that side. `weight` is 0 (no policy
    text) to 3 (must be heard first).
    """

    text: str  # as shown, in the page's words: "Added: “We share …”"
    side: str  # added, removed, changed, moved
    old: str | None
    new: str | None
    section: tuple[str, ...] = ()
    cls: str = ""  # the class that it would be filed under, "" unknown
    weight: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {
            "text": self.text,
            "side": self.side,
            "old": self.old,
            "new": self.new,
            "section": list(self.section),
            "class": self.cls,
            "weight": round(self.weight, 2),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions, classified."""

    kind: Kind
    classes: tuple[str, ...] = ()
    regions_added: tuple[str, ...] = ()
    regions_removed: tuple[str, ...] = ()
    dates: tuple[DateChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    severity: str = "low"
    summary: str = ""  # one line, without service and document
    sections: tuple[SectionDiff, ...] = ()
    points: tuple[Point, ...] = ()  # most important first
    reason: str = ""  # why two documents could not be compared; "" where they were

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON: kind, classes, regions_added, regions_removed, dates, findings."""
        return {
            "kind": str(self.kind),
            "classes": list(self.classes),
            "regions_added": list(self.regions_added),
            "regions_removed": list(self.regions_removed),
            "dates": [{"role": d.role, "old": d.old, "new": d.new} for d in self.dates],
            "severity": self.severity,
            "summary": self.summary,
            "reason": self.reason,
            "points": [point.to_dict() for point in self.points],
            "findings": [
                {
                    "class": f.cls,
                    "fact": f.fact,
                    "side": f.side,
                    "old": f.old,
                    "new": f.new,
                    **({"role": f.role} if f.role else {}),
                    "quote": f.quote,
                    **({"quote_before": f.quote_before} if f.quote_before else {}),
                    "section": list(f.section),
                    "rule": f.rule,
                    "words": list(f.words),
                }
                for f in self.findings
            ],
        }

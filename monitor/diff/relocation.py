"""Text that stands below another heading, or in the list below another line, than before: what is
said of it has changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from monitor.diff.alignment import Matching
from monitor.diff.heading_names import HeadingNames
from monitor.diff.said_of import Subject, subjects
from monitor.model import BlockKind, Document, Section
from monitor.text.normalize import canonical

Place = tuple[str, str]  # the heading, and the line that introduces the list, as keys


def relocate(
    found: Matching,
    ours: Sequence[Section],
    theirs: Sequence[Section],
    old: Document,
    new: Document,
) -> None:
    """Note in `found` the equal blocks that left one place for another.

    `ours` and `theirs` are the sections that the matching numbers. Both headings must stand in
    both documents, and so must both lines above a list: a section that was renamed, or cut in two,
    takes its text along and says the same of it. Nor does the title say anything of a line.
    """
    names = HeadingNames(old, new)
    pairs: list[tuple[int, int, Place, Place]] = []
    for fate in (found.moved, found.same):
        for i, j in fate.items():
            one, other = found.old[i], found.new[j]
            if one.block.kind is not BlockKind.HEADING:
                here, there = ours[one.section].path, theirs[other.section].path
                if here[-2:] != there[-2:] or one.subject.line != other.subject.line:
                    left, kept = names.name(here), names.name(there)
                    pairs.append((i, j, _place(left, one.subject), _place(kept, other.subject)))
    if not pairs:
        return
    moves = _Moves(old, new, names)
    for i, j, was, now in pairs:
        if moves.has(found.old[i].block.key, was, now):
            found.relocated[j] = i
            if was[0] == now[0]:
                found.below_another_line[j] = i


def displaced(old: Document, new: Document) -> frozenset[tuple[str, Place]]:
    """The texts that left one place for another, each with the place where it stands now."""
    if not _any_elsewhere(old, new):
        return frozenset()
    moves = _Moves(old, new, HeadingNames(old, new))
    left: dict[str, list[Place]] = {}
    for was, key in moves.before - moves.after:
        left.setdefault(key, []).append(was)
    return frozenset(
        (key, now)
        for now, key in moves.after - moves.before
        if any(moves.has(key, was, now) for was in left.get(key, ()))
    )


def _any_elsewhere(old: Document, new: Document) -> bool:
    """Does what both documents say stand below other headings, or in another order?"""
    ours, theirs = _in_order(old), _in_order(new)
    shared = {key for _, key in ours} & {key for _, key in theirs}
    return [x for x in ours if x[1] in shared] != [x for x in theirs if x[1] in shared]


def _in_order(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(section.path[-2:], b.key) for section in document.sections for b in section.blocks]


class _Moves:
    """What stands where in two documents."""

    def __init__(self, old: Document, new: Document, names: HeadingNames) -> None:
        self.before, self.after = _places(old, names), _places(new, names)
        self._totals = [
            Counter(block.key for block in document.blocks()) for document in (old, new)
        ]
        headings = _headings(old, names) & _headings(new, names)
        self._headings = headings - {_title(old), _title(new)}
        ours, theirs = ({line for (_, line), _ in places} for places in (self.before, self.after))
        self._lines = ours & theirs - {""}

    def has(self, key: str, was: Place, now: Place) -> bool:
        """Did a text leave one place for another, both of which stand on both sides?"""
        if not (_left(was[0], now[0], self._headings) or _left(was[1], now[1], self._lines)):
            return False
        if was[0] == now[0] and max(often[key] for often in self._totals) > 1:
            return False  # "Learn more" stands below each line of a list
        before, after = self.before, self.after
        return after[was, key] < before[was, key] and after[now, key] > before[now, key]


def _left(was: str, now: str, kept: Set[str]) -> bool:
    return was != now and was in kept and now in kept


def _place(heading: str, subject: Subject) -> Place:
    return heading, canonical(subject.line)


def _places(document: Document, names: HeadingNames) -> Counter[tuple[Place, str]]:
    """How often each text stands in each place."""
    return Counter(
        (_place(names.name(section.path), subject), block.key)
        for section in document.sections
        for block, subject in zip(section.blocks, subjects(section.blocks), strict=True)
    )


def _headings(document: Document, names: HeadingNames) -> set[str]:
    return {names.name(section.path) for section in document.sections if section.path}


def _title(document: Document) -> str:
    """The heading that all others stand below."""
    tops = {section.path[0] for section in document.sections if section.path}
    return canonical(next(iter(tops))) if len(tops) == 1 else ""

"""Which section of the old document is which of the new one: by content and by heading path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from monitor.diff.alignment import Item, Matching
from monitor.model import BlockKind, Section

_HEADING_WEIGHT = 60  # a heading counts as much as this many letters of text


@dataclass(slots=True)
class SectionMatch:
    """Numbers of old sections by new ones and back, and what happened to their headings."""

    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)
    renamed: set[int] = field(default_factory=set)  # new sections whose own heading has other words
    moved: set[int] = field(default_factory=set)  # new sections that stand elsewhere

    def carries(self, old: int, new: int) -> bool:
        """Did a block move only because its section did?"""
        return self.old_of.get(new) == old and new in self.moved

    def fate(self, old: int, new: int, heading_differs: bool) -> str:
        """changed, renamed or moved. The blocks inside are reported separately."""
        if new in self.moved:
            return "moved"
        return "renamed" if new in self.renamed and heading_differs else "changed"


def match_sections(found: Matching, old: Sequence[Section], new: Sequence[Section]) -> SectionMatch:
    """Pair sections by the text that they share, the same path counting as some text.

    Headings without a partner in two paired sections become one changed heading in `found`.
    """
    votes: dict[tuple[int, int], int] = defaultdict(int)
    for fate in (found.same, found.moved, found.changed, found.laid_out):
        for i, j in fate.items():
            block = found.new[j].block
            weight = _HEADING_WEIGHT if block.kind is BlockKind.HEADING else len(block.key) + 1
            votes[found.old[i].section, found.new[j].section] += weight
    _vote_for_paths(votes, old, new)
    sections = SectionMatch()
    for (a, b), _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0])):
        if a not in sections.new_of and b not in sections.old_of:
            sections.new_of[a], sections.old_of[b] = b, a
    _pair_headings(found, sections)
    _find_moved(found, sections)
    return sections


def _vote_for_paths(
    votes: dict[tuple[int, int], int], old: Sequence[Section], new: Sequence[Section]
) -> None:
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, section in enumerate(old):
        places[section.path].append(number)
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    for number, section in enumerate(new):
        same = places.get(section.path, [])
        if seen[section.path] < len(same):
            votes[same[seen[section.path]], number] += _HEADING_WEIGHT
            seen[section.path] += 1


def own_headings(items: list[Item]) -> dict[int, int]:
    """Index of the last heading at the beginning of each section: the section's own."""
    return {item.section: n for n, item in enumerate(items) if item.block.kind is BlockKind.HEADING}


def _pair_headings(found: Matching, sections: SectionMatch) -> None:
    if len(found.old_used) == len(found.old) and not found.changed:
        return  # every old heading has its equal
    ours, theirs = own_headings(found.old), own_headings(found.new)
    for a, b in sections.new_of.items():
        i, j = ours.get(a), theirs.get(b)
        if i is None or j is None:
            continue
        if i not in found.old_used and j not in found.new_used:
            found.take(found.changed, i, j)
        if found.changed.get(i) == j:
            sections.renamed.add(b)


def _find_moved(found: Matching, sections: SectionMatch) -> None:
    """Sections that left their place: most of what they share with their old self moved."""
    if not found.moved:
        return
    balance: dict[int, int] = defaultdict(int)
    for weight, fate in ((1, found.moved), (-1, found.same), (-1, found.laid_out)):
        for i, j in fate.items():
            number = found.new[j].section
            if sections.old_of.get(number) == found.old[i].section:
                balance[number] += weight * (len(found.new[j].block.key) + 1)
    sections.moved = {number for number, weight in balance.items() if weight > 0}

"""Text that stands below another heading than before: what its heading says of it has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.diff.alignment import Matching
from monitor.model import BlockKind, Document, Section
from monitor.text.normalize import canonical


def relocate(
    found: Matching,
    ours: Sequence[Section],
    theirs: Sequence[Section],
    old: Document,
    new: Document,
) -> None:
    """Note in `found.relocated` the equal blocks that left one heading for another.

    `ours` and `theirs` are the sections that the matching numbers. Both headings must stand in
    both documents: a section that was renamed, or cut in two, takes its text along and says the
    same of it. Nor does the title say anything of a line.
    """
    pairs: list[tuple[int, int, str, str]] = []
    for fate in (found.moved, found.same):
        for i, j in fate.items():
            one, other = found.old[i], found.new[j]
            if one.block.kind is not BlockKind.HEADING:
                here, there = ours[one.section].path, theirs[other.section].path
                if here and there and here[-1] != there[-1]:
                    pairs.append((i, j, canonical(here[-1]), canonical(there[-1])))
    if not pairs:
        return
    before, after = _places(old), _places(new)
    kept = (_headings(old) & _headings(new)) - {_title(old), _title(new)}
    for i, j, before_it, now in pairs:
        if before_it == now or before_it not in kept or now not in kept:
            continue
        key = found.old[i].block.key
        left, came = (before_it, key), (now, key)
        if after[left] < before[left] and after[came] > before[came]:
            found.relocated[j] = i


def _places(document: Document) -> Counter[tuple[str, str]]:
    """How often each text stands below each heading."""
    return Counter(
        (canonical(section.path[-1]), block.key)
        for section in document.sections
        if section.path
        for block in section.blocks
    )


def _headings(document: Document) -> set[str]:
    return {canonical(section.path[-1]) for section in document.sections if section.path}


def _title(document: Document) -> str:
    """The heading that all others stand below."""
    tops = {section.path[0] for section in document.sections if section.path}
    return canonical(next(iter(tops))) if len(tops) == 1 else ""

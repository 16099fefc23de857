"""Lists whose order says something: "they apply in this order", "in order of priority". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.languages import alternatives
from monitor.model import Block, BlockKind, Comparison, Document, Point, Section

_RANKS = re.compile(alternatives("clauses", "ranks"), re.IGNORECASE)
_END = Block(BlockKind.PARAGRAPH, "", "")
_LONGEST = 300  # characters of the line above a list
_MOST = 30  # entries of one
_SHOWN = 4  # of them in the point
WEIGHT = 1.5


def another_order(comparison: Comparison) -> Point | None:
    """The point of a list, the same line above it, whose entries changed places."""
    if not comparison.sections:
        return None
    before = {(path[1:], lead): items for lead, items, path in _ranked(comparison.old)}
    for lead, items, path in _ranked(comparison.new):
        ours, theirs = before.get((path[1:], lead), ()), tuple(items)
        kept, same = _shared(ours, theirs), _shared(theirs, ours)
        if len(same) > 1 and [b.key for b in kept] != [b.key for b in same]:
            was, now = (" · ".join(b.text for b in side[:_MOST]) for side in (ours, theirs))
            shown = ", ".join(f"“{b.text}”" for b in theirs[:_SHOWN])
            more = ", …" if len(theirs) > _SHOWN else ""
            return Point(
                f"Now in this order: {shown}{more}", "changed", was, now, path, weight=WEIGHT
            )
    return None


def _shared(blocks: tuple[Block, ...], other: tuple[Block, ...]) -> list[Block]:
    keys = {b.key for b in other}
    return [b for b in blocks if b.key in keys]


def _ranked(document: Document) -> Iterator[tuple[str, tuple[Block, ...], tuple[str, ...]]]:
    """Each such list: the line above it, its entries, its section."""
    for section in document.sections:
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[tuple[str, tuple[Block, ...], tuple[str, ...]]]:
    lead = section.path[-1] if section.path else ""
    items: list[Block] = []
    for block in (*section.blocks, _END):
        if block.kind is BlockKind.ITEM and len(items) < _MOST:
            items.append(block)
            continue
        if len(items) > 1 and len(lead) <= _LONGEST and _RANKS.search(lead):
            yield lead, tuple(items), section.path
        items = []
        lead = block.text or lead

"""What differs between two documents: sections, blocks in them, words in those."""

from __future__ import annotations

from monitor.diff.alignment import Item, Matching, flatten, match
from monitor.diff.relocation import relocate
from monitor.diff.section_pairs import SectionMatch, match_sections, own_headings
from monitor.diff.turned_signs import turned
from monitor.diff.word_level import Work, word_spans, words
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Comparison,
    Document,
    Op,
    Section,
    SectionDiff,
    Span,
)
from monitor.text.scripts import count_words

__all__ = ["Work", "diff", "word_spans", "words"]


def diff(old: Document, new: Document) -> Comparison:
    """All that differs for a reader between two documents, in the order of the new one.

    Blocks with equal keys are equal. A block that only became a list item, was split or joined,
    or moved with its section is not a difference of its own; one that stands below another heading
    than before was removed there and added here. A heading that came, went or changed is
    a block of kind HEADING in its section's diff. The same input gives the same result on every
    machine; work is bounded by the size of the input.
    """
    if old is new or old.sections == new.sections:
        return Comparison(old, new, ())
    above, ours, theirs = _differing(old.sections, new.sections)
    found = match(flatten(ours, above), flatten(theirs, above))
    sections = match_sections(found, ours, theirs)
    relocate(found, ours, theirs, old, new)
    blocks = _block_diffs(found, sections)
    diffs = tuple(_section_diffs(ours, theirs, sections, blocks, _headed_before(found)))
    spans = [
        span
        for section in diffs
        for block in section.blocks
        if block.fate != "moved"
        for span in block.spans
    ]
    return Comparison(
        old,
        new,
        diffs,
        sum(count_words(span.text) for span in spans if span.op is Op.INSERT),
        sum(count_words(span.text) for span in spans if span.op is Op.DELETE),
    )


def _differing(old: _Sections, new: _Sections) -> tuple[tuple[str, ...], _Sections, _Sections]:
    """Both without the sections that are the same at the beginning and at the end, where most are;
    and the path of the last one before.

    Equal blocks at either end are each other's counterparts however the rest is matched. One equal
    section stays on each side: which headings the next one opens is seen from it.
    """
    most = min(len(old), len(new))
    first = 0
    while first < most and _same(old[first], new[first]):
        first += 1
    last = 0
    while last < most - first and _same(old[-1 - last], new[-1 - last]):
        last += 1
    start, end = max(0, first - 1), max(0, last - 1)
    above = old[start - 1].path if start else ()
    return above, old[start : len(old) - end], new[start : len(new) - end]


def _same(one: Section, other: Section) -> bool:
    if one is other:
        return True
    ours, theirs = one.blocks, other.blocks
    if len(ours) != len(theirs) or one.path != other.path:
        return False
    return all(a is b or a.key == b.key for a, b in zip(ours, theirs, strict=True))


_Sections = tuple[Section, ...]
_Blocks = dict[tuple[str, int], list[BlockDiff]]  # by ("new", number of the new section) or "old"


def _changed(found: Matching, i: int, j: int, work: Work) -> BlockDiff:
    """An old block and the new one that it became, word by word."""
    old, new = _whole(found.old, found.old_runs, i), _whole(found.new, found.new_runs, j)
    spans: tuple[Span, ...]
    if turned(old, new):  # a sign alone says nothing: of what, stands beside it
        spans = (Span(Op.DELETE, old.text), Span(Op.INSERT, new.text))
    else:
        spans = word_spans(old.text, new.text, work)
    item = found.new[j]
    under = item.subject.line if item.subject.answer or _all_other(spans, item.block) else ""
    return BlockDiff("changed", spans, item.block.kind, old, new, under)


def _block_diffs(found: Matching, sections: SectionMatch) -> _Blocks:
    """The diffs of blocks under the section to report them with, in reading order."""
    work = Work()
    back = {j: i for i, j in found.changed.items()}
    moved = {j: i for i, j in found.moved.items()}
    gone, left = _gone(found), set(found.below_another_line.values())
    blocks: _Blocks = {}

    def removed(at: int) -> None:
        for i in gone.get(at, ()):
            item = found.old[i]
            span = Span(Op.DELETE, item.block.text)
            to = sections.new_of.get(item.section)
            key = ("old", item.section) if to is None else ("new", to)
            under = item.subject.line if i in left else ""
            diff = BlockDiff("removed", (span,), item.block.kind, item.block, under=under)
            blocks.setdefault(key, []).append(diff)

    removed(-1)
    for j, item in enumerate(found.new):
        block, here = item.block, blocks.setdefault(("new", item.section), [])
        if j in back:
            here.append(_changed(found, back[j], j, work))
        elif j in found.relocated:
            under = item.subject.line if j in found.below_another_line else ""
            spans = (Span(Op.INSERT, block.text),)
            here.append(BlockDiff("added", spans, block.kind, None, block, under))
        elif j in moved and not sections.carries(found.old[moved[j]].section, item.section):
            old = found.old[moved[j]].block
            here.append(BlockDiff("moved", (Span(Op.EQUAL, block.text),), block.kind, old, block))
        elif j not in found.new_used:
            here.append(BlockDiff("added", (Span(Op.INSERT, block.text),), block.kind, None, block))
        removed(j)
    return blocks


def _all_other(spans: tuple[Span, ...], block: Block) -> bool:
    """Are all words of a paragraph others now? Only what it stands below says what they are of."""
    kept = any(span.op is Op.EQUAL and span.text.strip() for span in spans)
    return block.kind is BlockKind.PARAGRAPH and not kept


def _whole(items: list[Item], runs: dict[int, range], at: int) -> Block:
    """A block, with the parts that it was split into."""
    block = items[at].block
    if at not in runs:
        return block
    parts = [items[n].block for n in runs[at]]
    text, key = " ".join(p.text for p in parts), " ".join(p.key for p in parts)
    return Block(block.kind, text, key, block.level, tuple(x for p in parts for x in p.links))


def _gone(found: Matching) -> dict[int, list[int]]:
    """Removed old blocks by the index of the new block that they stood behind; -1: at the start."""
    gone: dict[int, list[int]] = {}
    relocated = set(found.relocated.values())
    at = -1
    for i in range(len(found.old)):
        if i not in found.old_used or i in relocated:
            gone.setdefault(at, []).append(i)
        else:
            at = found.same.get(i, found.changed.get(i, found.laid_out.get(i, at)))
    return gone


def _headed_before(found: Matching) -> tuple[set[int], set[int]]:
    """The sections (old, new) whose heading is a line of text, or the start of one, on the other
    side: only its form came or went.
    """
    ours = own_headings(found.old).items(), found.old_used, found.moved.keys()
    theirs = own_headings(found.new).items(), found.new_used, set(found.moved.values())
    old, new = (
        {section for section, n in own if n in used and n not in moved}
        for own, used, moved in (ours, theirs)
    )
    return old, new


def _section_diffs(
    old: _Sections,
    new: _Sections,
    sections: SectionMatch,
    blocks: _Blocks,
    headed: tuple[set[int], set[int]],
) -> list[SectionDiff]:
    behind: dict[int, list[SectionDiff]] = {}  # removed sections by the new section before them
    at = -1
    for number, section in enumerate(old):
        if number in sections.new_of:
            at = sections.new_of[number]
        elif here := blocks.get(("old", number)):
            fate, path = ("changed", section.path) if number in headed[0] else ("removed", ())
            removed = SectionDiff(fate, section.path, path, tuple(here))
            behind.setdefault(at, []).append(removed)
    diffs = behind.get(-1, [])
    for number, section in enumerate(new):
        here = blocks.get(("new", number), [])
        before = sections.old_of.get(number)
        if before is None:
            if here:
                fate, path = ("changed", section.path) if number in headed[1] else ("added", ())
                diffs.append(SectionDiff(fate, path, section.path, tuple(here)))
        else:
            path = old[before].path
            if path[-1:] != section.path[-1:] and number not in sections.renamed:
                # Neither is the other's new name where it still stands on the other side.
                path = section.path if before in headed[0] or number in headed[1] else path
            fate = sections.fate(before, number, any(b.kind is BlockKind.HEADING for b in here))
            if here or fate != "changed":
                diffs.append(SectionDiff(fate, path, section.path, tuple(here)))
        diffs += behind.get(number, [])
    return diffs
